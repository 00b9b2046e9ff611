"""Output conventions: what goes where, how wide, with which characters, and how it ends.

Text for people goes to stdout, errors and progress to stderr. Outside a terminal there is no colour, and
lines are not wrapped. Nothing from a file reaches the terminal unescaped.
"""

from __future__ import annotations

import codecs
import gc
import json
import os
import re
import sys
import unicodedata
import warnings
from collections.abc import Iterable
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

FAILED = 1
WRONG_INPUT = 2
STOPPED = 130

WIDEST = 120
"""Characters of a line on a terminal, at most."""
UNBROKEN = 4_000
"""Width outside a terminal: no line of a report is as long, so none is wrapped."""

NEAREST = "whitecell.nearest"
"""Name of the error handler that makes an encoder write the nearest character that it knows."""

CLEARED = f"\r{' ' * 79}\r" if os.name == "nt" else "\r\x1b[2K\x1b[?25h"
"""Empties the line of a progress bar and, where the bar hid it, shows the cursor again."""

_TRAILING = re.compile(r" +((?:\x1b\[[0-9;]*m)*)$", re.MULTILINE)
_ASCII = str.maketrans(
    {
        "–": "-", "—": "-", "−": "-", "‐": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "·": "-",
        "…": ".", "×": "x", "±": "~", "→": ">", "≥": ">", "≤": "<", "█": "#", "░": ".",
        "ß": "s", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ʿ": "'", "ʾ": "'",
    }
)  # fmt: skip


def leave_memory() -> None:
    """Spare a process that ends three more searches of its memory so far, which the system frees anyway.

    DuckDB reports what nobody searched for as leaked, and gets its search: once it is loaded, or half of it
    before an interruption, nothing more is left out.
    """
    if sys.modules.keys().isdisjoint(("duckdb", "_duckdb")):
        gc.freeze()


def safe(text: str) -> str:
    """Text without control characters for a terminal; line ends stay."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"))


def _fits(text: str, stream: TextIO) -> str:
    """Text in characters that a stream can encode, one for one so that columns stay aligned."""
    encoding = getattr(stream, "encoding", None) or "ascii"
    try:
        text.encode(encoding)
        return text
    except (UnicodeEncodeError, LookupError):
        return "".join(c if ord(c) < 128 else _plainer(c, encoding) for c in text)


def _plainer(character: str, encoding: str) -> str:
    """The nearest character that can be encoded: itself, one without accents, or a question mark."""
    bare = unicodedata.normalize("NFKD", character)[:1]
    for candidate in (character, character.translate(_ASCII), bare):
        try:
            candidate.encode(encoding)
            return candidate
        except (UnicodeEncodeError, LookupError):
            continue
    return "?"


def draws_blocks() -> bool:
    """Whether stdout can show block characters."""
    return _fits("▁█░", sys.stdout) == "▁█░"


def open_what_is_closed() -> None:
    """Open standard streams that are closed, as they may be under cron, on the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # The null device takes the free file number; otherwise a file of a batch might take it, and the
            # stream's text would be written there.
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8", closefd=False))


def write_what_fits() -> None:
    """Let no output fail because a character is missing: help, plug-ins and warnings included.

    Consoles without UTF-8, as on older Windows, get the nearest character that they have.
    """
    codecs.register_error(NEAREST, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=NEAREST)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Substitutes for characters that cannot be encoded, and the position where encoding continues."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_plainer(c, error.encoding) for c in lost), error.end


def tell_warnings() -> None:
    """Print warnings of whitecell like its other messages, not as Python does for programmers."""
    before = warnings.showwarning

    def told(message: Warning | str, category: type[Warning], *place: Any, **named: Any) -> None:
        if category.__module__.startswith("whitecell."):
            complain(f"Warning: {message}")
        else:
            before(message, category, *place, **named)

    warnings.showwarning = told


def on_terminal(stream: TextIO) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def width() -> int:
    """Characters of a line on stdout: the terminal's, what COLUMNS says, or practically unlimited."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated) > 0:
        return int(stated)
    if not on_terminal(sys.stdout):
        return UNBROKEN
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return min(columns or 80, WIDEST)


def _styled() -> bool:
    """Whether stdout takes colours and bold type."""
    return on_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(page: Iterable[RenderableType]) -> None:
    """Print a report's blocks to stdout."""
    from rich.console import Console

    styled = _styled()
    paper = StringIO()
    console = Console(
        file=paper,
        width=width(),
        force_terminal=styled,
        color_system="standard" if styled else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for block in page:
        console.print(block)
    write(_TRAILING.sub(r"\1", paper.getvalue()))


def write(text: str) -> None:
    """Print text to stdout unchanged, in characters that it can encode."""
    sys.stdout.write(_fits(text, sys.stdout))


def write_json(content: Any) -> None:
    """Print JSON to stdout: plain ASCII, so that it is safe in every stream."""
    sys.stdout.write(json.dumps(content, allow_nan=False, indent=2) + "\n")


def complain(text: str) -> None:
    """Print a message to stderr."""
    sys.stdout.flush()
    sys.stderr.write(_fits(safe(text), sys.stderr) + "\n")
    sys.stderr.flush()


def explain(error: Exception) -> int | None:
    """Print what is wrong; returns the exit code, or None if only a programmer could mend it."""
    from whitecell.scenario.problems import ScenarioError

    if isinstance(error, ScenarioError):
        complain("\n".join(str(problem) for problem in error.problems))
        return WRONG_INPUT
    # A module that was not loaded cannot have raised its error.
    for module, name, code in (
        ("whitecell.batch", "BatchError", WRONG_INPUT),
        ("whitecell.table.errors", "GameError", WRONG_INPUT),
        ("whitecell.bundle", "BundleError", WRONG_INPUT),
        ("whitecell.report.exploration_file", "ExplorationFileError", WRONG_INPUT),
        ("whitecell.report.printing", "PrintingError", FAILED),
        ("whitecell.scenario.plugins", "PluginError", FAILED),
    ):
        loaded = sys.modules.get(module)
        if loaded is not None and isinstance(error, getattr(loaded, name, ())):
            complain(f"Error: {error}")
            return code
    return None


def flush() -> None:
    """Flush stdout, so that a closed pipe raises here instead of when the interpreter exits."""
    sys.stdout.flush()


def abandon_output() -> None:
    """Discard everything that is still to be written to a closed stdout."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


class Progress:
    """A bar on stderr that counts runs, where stderr is a terminal; nothing otherwise."""

    def __init__(self, runs: int, label: str) -> None:
        self.done = 0
        self._bar = (
            click.progressbar(length=runs, label=label, file=sys.stderr, width=20)
            if on_terminal(sys.stderr)
            else None
        )

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.file.write(CLEARED)
            self._bar.file.flush()
            self._bar = None

    def say(self, text: str) -> None:
        """Show a text before the bar."""
        if self._bar is not None:
            self._bar.label = text
            self._bar.render_progress()

    def advance(self, runs: int) -> None:
        """Count runs that were finished."""
        self.done += runs
        if self._bar is not None:
            self._bar.update(runs)
