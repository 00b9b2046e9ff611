"""How commands speak: text to a person, plain text to a pipe, and errors that teach."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 160
"""Width of tables that go into a pipe or a file."""


def width() -> int:
    """Characters in a line: the terminal's, or plenty where there is none."""
    if not sys.stdout.isatty():
        return PIPE_WIDTH
    return shutil.get_terminal_size((80, 24)).columns


def plain() -> bool:
    """Whether only ASCII can be shown."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    return "utf" not in encoding


def say(text: str = "") -> None:
    """Print a line; what the stream cannot encode is replaced."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))


def say_wrapped(lines: Iterable[str]) -> None:
    """Print lines, those too long for the terminal broken at words and indented."""
    import textwrap

    limit = max(width(), 30)
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        if len(line) <= limit or not sys.stdout.isatty():
            say(line)
            continue
        for part in textwrap.wrap(line, limit, subsequent_indent=indent + "  "):
            say(part)


def complain(text: str) -> None:
    """Print a line for the user on standard error."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), err=True)


def say_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False))


def console() -> Console:
    """A rich console on standard output: no colour off a terminal or with ``NO_COLOR``."""
    from rich.console import Console

    return Console(
        width=width(),
        highlight=False,
        markup=False,
        emoji=False,
        no_color="NO_COLOR" in os.environ or None,
        safe_box=True,
        legacy_windows=False,
    )


@contextmanager
def failing_kindly() -> Iterator[None]:
    """Turn what may go wrong into messages and exit codes.

    0 all is well, 1 something failed, 2 the user's input was wrong, 130 interrupted.
    """
    from whitecell.scenario.problems import ScenarioError

    try:
        yield
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        complain("\nInterrupted.")
        sys.exit(130)
    except KeyboardInterrupt:
        complain("\nInterrupted.")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ScenarioError as error:
        complain(str(error))
        count = sum(problem.grade == "error" for problem in error.problems)
        if count > 1:
            complain(f"{count} errors")
        sys.exit(2)
