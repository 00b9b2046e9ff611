"""Corridors and variables."""
