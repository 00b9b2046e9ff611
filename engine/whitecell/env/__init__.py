"""Environments: a scenario as something to be played by programs, many games at once."""
