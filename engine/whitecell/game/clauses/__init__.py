"""Constraints, each kind by its hooks."""
