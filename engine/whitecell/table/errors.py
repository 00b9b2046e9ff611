"""The error for somebody at the table whose request cannot be met."""

from __future__ import annotations


class GameError(Exception):
    """A game cannot be opened, or does not allow an action; the message says why, and what is possible."""
