"""Readers of the log and the state: measures, stories, and signals that distinguish two games."""
