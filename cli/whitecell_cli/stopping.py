"""Ctrl-C in a command that plays many runs: the message, and how the command ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from whitecell_cli import console

NOT_STORED = "with --store DIR the same command could resume"
"""Why a command keeps nothing if it stores runs only when asked to."""


@contextmanager
def stopping(ctx: click.Context, said: Callable[[], str]) -> Iterator[None]:
    """End a command that Ctrl-C stops inside the ``with``; ``said`` gives the message at that moment."""
    try:
        yield
    except KeyboardInterrupt:
        console.complain(said())
        ctx.exit(console.STOPPED)


def stopped(done: int, runs: int, folder: Path | None, nothing: str) -> str:
    """A message on which of the played runs are kept; ``nothing`` says why, if none are to be kept."""
    if folder is None:
        return f"Stopped. Nothing is kept: {nothing}."
    if not done:
        return f"Stopped before any runs were finished; {folder} has none yet."
    return f"Stopped. {done:,} of {runs:,} runs are kept in {folder}; the same command resumes from there."
