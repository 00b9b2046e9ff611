"""What is said to somebody at the table whose request cannot be met."""

from __future__ import annotations


class GameError(Exception):
    """A game cannot be opened, or something cannot be done in it; the message says why and what can."""
