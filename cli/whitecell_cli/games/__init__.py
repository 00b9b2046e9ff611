"""The commands of a game: begin it, say something in it, look at it."""
