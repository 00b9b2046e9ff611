"""Constraints; each kind implements some of the same hooks."""
