"""Manifests that whitecell did not write, or that somebody changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.hostile.trial import Trial, batch, valley, whitecell

COMMANDS = (
    ("report", "base"),
    ("batch", "valley.yaml", "--runs", "6", "-o", "base"),
    ("compare", "base", "base"),
)


Change = Callable[[dict[str, Any]], str | bytes | None]
"""Changes what a manifest states, or gives its whole content."""


def _changed(*changes: Change) -> Callable[[Path], str]:
    """A trial in which a batch's manifest is changed, and then every command that reads it is given."""

    def perform(home: Path) -> str:
        for number, change in enumerate(changes):
            place = home / str(number)
            place.mkdir()
            if wrong := _read(place, change):
                return f"change {number + 1}: {wrong}" if len(changes) > 1 else wrong
        return ""

    return perform


def _read(home: Path, change: Change) -> str:
    """Change the manifest of a new batch and give the commands; gives what did not hold."""
    valley(home)
    batch(home, "base")
    path = home / "base" / "manifest.json"
    stated = json.loads(path.read_text())
    text = change(stated)
    content = json.dumps(stated) if text is None else text
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for words in COMMANDS:
        answer = whitecell(home, *words)
        if wrong := answer.refused("manifest.json"):
            return f"{words[0]}: {wrong}"
        if answer.seconds > 20:
            return f"{words[0]} took {answer.seconds:.0f} s"
    return ""


def _numbers(name: str, *values: Any) -> Callable[[Path], str]:
    """A trial of several values of an entry."""

    def stating(value: Any) -> Change:
        return lambda stated: stated.update({name: value})

    return _changed(*map(stating, values))


def _renamed(stated: dict[str, Any]) -> None:
    """Another version's manifest, in which an actor has another name than those that name it say."""
    stated["versions"]["whitecell"] = "0.0.1"
    actors = stated["scenario"]["actors"]
    stated["scenario"]["actors"] = {f"{name}_renamed": actor for name, actor in actors.items()}


def _last_year(stated: dict[str, Any]) -> None:
    stated["versions"]["whitecell"] = "0.0.1"
    stated["scenario"] |= {"start": "9999-12-31"}


def _text(name: str, text: str) -> Callable[[dict[str, Any]], str]:
    """JSON text of the manifest with an entry that a library would not write."""

    def change(stated: dict[str, Any]) -> str:
        stated[name] = "HERE"
        return json.dumps(stated).replace('"HERE"', text)

    return change


def sparse(home: Path) -> str:
    """A sparse manifest of a terabyte."""
    valley(home)
    batch(home, "base")
    os.truncate(home / "base" / "manifest.json", 2**40)
    answer = whitecell(home, "report", "base")
    return answer.refused("larger than")


def injected(home: Path) -> str:
    """A command of a manifest that would do something else when it is typed again."""
    valley(home)
    batch(home, "base")
    path = home / "base" / "manifest.json"
    stated = json.loads(path.read_text())
    stated |= {"command": "whitecell batch x; touch y $(touch z)", "runs": 2000}
    path.write_text(json.dumps(stated))
    answer = whitecell(home, "report", "base")
    wrong = answer.refused("runs are missing")
    return wrong or ("" if "'x;'" in answer.err and "'$(touch'" in answer.err else answer.err)


ONE = "refused at once, in one line with the file's name"
TRIALS = [
    Trial(
        '`runs` 10¹⁵, 0, −5, 2⁶³, 10⁴⁰⁰, 1.5, "6", null',
        ONE,
        _numbers("runs", 10**15, 0, -5, 2**63, 10**400, 1.5, "6", None),
    ),
    Trial("`slab` 0, −1, 10⁴⁰⁰, [], true", ONE, _numbers("slab", 0, -1, 10**400, [], True)),
    Trial("`slab` 1 of a billion runs", ONE, _changed(lambda stated: stated.update(slab=1, runs=10**9))),
    Trial("`first_seed` −1, 2⁶³, 2⁶³ − 3", ONE, _numbers("first_seed", -1, 2**63, 2**63 - 3)),
    Trial(
        "`versions` nested, a list, with numbers",
        ONE,
        _numbers("versions", {"whitecell": {"a": 1}}, [], {"whitecell": 1}),
    ),
    Trial(
        "`command` with a quote that is not closed, a list",
        ONE,
        _numbers("command", "whitecell batch 'x", []),
    ),
    Trial("another version whose scenario names an actor that is not there", ONE, _changed(_renamed)),
    Trial(
        "another version whose scenario starts in the last days of the year 9999", ONE, _changed(_last_year)
    ),
    Trial("half a character (`\\ud800`) in the command", ONE, _changed(_text("command", '"\\ud800"'))),
    Trial(
        "`NaN`, `1e999` and a number of 5,000 digits as `runs`",
        ONE,
        _changed(_text("runs", "NaN"), _text("runs", "1e999"), _text("runs", "1" * 5000)),
    ),
    Trial(
        "lists inside each other, 100,000 deep",
        ONE,
        _changed(_text("versions", "[" * 100_000 + "]" * 100_000)),
    ),
    Trial(
        "no UTF-8, an empty file, a web page",
        ONE,
        _changed(lambda _: b"\xff\xfe{}", lambda _: "", lambda _: "<!doctype html><html></html>"),
    ),
    Trial("a manifest of a terabyte", ONE, sparse),
    Trial(
        "a manifest whose command has `; touch y $(touch z)` in it",
        "what is shown to be typed again is quoted",
        injected,
    ),
]
