"""Broken copies of the shipped scenarios: checked, some shown, and those that pass played for a few days."""

from __future__ import annotations

import tempfile
import traceback
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from hypothesis import strategies as st

from benchmarks.fuzz.broken import bytewise, structural
from benchmarks.fuzz.outcome import PLAYED, Outcome, answer, judged
from whitecell.scenario.library import bundled
from whitecell.scenario.parsing import parse
from whitecell.scenario.skeleton import skeleton


@cache
def originals() -> tuple[str, ...]:
    """The texts that are broken: a small one, one with all words, and those that ship."""
    names = sorted(bundled(), key=lambda name: bundled()[name].stat().st_size, reverse=True)
    return (
        skeleton("Valley", "x.yaml"),
        rich(),
        *(bundled()[name].read_text(encoding="utf-8") for name in names),
    )


def rich() -> str:
    """The small scenario with all words of the language."""
    stated = parse(skeleton("Valley", "x.yaml"), "x.yaml").plain()
    more = parse((Path(__file__).parent / "rich.yaml").read_text(encoding="utf-8"), "rich.yaml").plain()
    for section, entries in more.items():
        if isinstance(entries, list):
            stated[section] = [*stated.get(section, []), *entries]
        else:
            stated.setdefault(section, {}).update(entries)
    text: str = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False)
    return text


@cache
def trees() -> tuple[Any, ...]:
    """The same, as trees."""
    return tuple(parse(text, "x.yaml").plain() for text in originals())


def ready() -> None:
    """Read the scenarios before their copies are tried."""
    trees()


@st.composite
def copies(draw: st.DrawFn) -> bytes:
    """A broken copy of a shipped scenario, in its structure or in its bytes."""
    # The full scenarios are large; most copies are of small ones, so that many can be tried.
    kind = draw(st.integers(0, 9))
    which = 0 if kind < 2 else 1 if kind < 8 else draw(st.integers(2, len(originals()) - 1))
    if draw(st.booleans()):
        return bytewise(draw, originals()[which].encode())
    tree = structural(draw, deepcopy(trees()[which]))
    try:
        return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
    except (yaml.YAMLError, RecursionError, ValueError):
        return b"[]"


def tried(text: bytes, number: int) -> Outcome:
    """Check one file, and show or play some; use it in a process with limits."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(text)
        return judged(text, lambda: _checked(path, number))


def _checked(path: Path, number: int) -> tuple[int, str]:
    code, fault = answer("check", str(path))
    if not fault and number % PLAYED == 0:
        shown, fault = answer("show", str(path))
        if not fault and shown != code:
            fault = f"check ends with {code} and show with {shown}"
    if not fault and code == 0 and number % PLAYED == 0:
        fault = played(path)
    return code, fault


def played(path: Path) -> str:
    """Play three days of two runs; what went wrong, or nothing."""
    from whitecell.game.play import play
    from whitecell.scenario.reading import read_scenario

    try:
        with np.errstate(all="raise", under="ignore"):
            columns = play(read_scenario(path, days=3), np.arange(2))
    except Exception:
        return traceback.format_exc()
    wrong = [n for n, c in columns.items() if c.dtype != object and np.isinf(c).any()]
    return f"infinite: {wrong}" if wrong else ""
