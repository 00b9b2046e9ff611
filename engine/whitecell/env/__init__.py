"""Environments: scenarios that programs can play, many games at once."""
