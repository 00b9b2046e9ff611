"""The table: a game that people play, as a folder with a scenario, a seed, and a log of what was said."""
