"""The commands of a game: to begin it, to say something in it, and to look at it."""
