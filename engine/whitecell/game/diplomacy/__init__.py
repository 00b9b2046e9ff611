"""Talks, agreements, patrons, rivalries and injects."""
