"""Impossible references: enforces the table of references."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from typing import Literal

from pydantic import BaseModel

from whitecell.scenario.model import Scenario
from whitecell.scenario.named import Mention, mentions
from whitecell.scenario.problems import Problem
from whitecell.scenario.quantity import Entry
from whitecell.scenario.source import Source
from whitecell.scenario.ties import TIES, TWICE
from whitecell.scenario.verdicts import Check, Tie

BY_KEY = {(tie.entry, tie.key): tie for tie in TIES}


def impossible(s: Scenario, source: Source, is_whole: Callable[..., bool]) -> Iterator[Problem]:
    """References that are nonsense; ``is_whole`` tells whether nothing was left out of some sections."""
    yield from _by_the_table(s, source)
    for check, sections in checks("error").items():
        if is_whole(*sections):
            yield from check(s, source)


@cache
def checks(*grades: Literal["error", "warning", "note"]) -> dict[Check, tuple[str, ...]]:
    """The checks of some grades that the table names, each with the sections that it needs."""
    found = [verdict for tie in TIES for verdict in tie.verdicts.values() if verdict.grade in grades]
    return {verdict.check: verdict.leans for verdict in found if verdict.check is not None}


def declaring(entry: type[BaseModel], key: str) -> type[BaseModel]:
    """The class that declares a key of an entry."""
    return next(
        kind for kind in reversed(entry.__mro__) if issubclass(kind, Entry) and key in kind.model_fields
    )


def tie_of(entry: type[BaseModel], key: str) -> Tie:
    """The table's entry for a reference; one that a package adds may stand only once in a list."""
    kind = declaring(entry, key)
    return BY_KEY.get((kind, key)) or Tie(kind, key, twice=TWICE)  # type: ignore[arg-type]


def _by_the_table(s: Scenario, source: Source) -> Iterator[Problem]:
    """Words that name their own entry or its partner, and words that stand in a list twice."""
    for (_, key), found in groupby(mentions(s), key=lambda mention: (id(mention.entry), mention.key)):
        named = list(found)
        tie = tie_of(type(named[0].entry), key)
        if tie.itself is not None and tie.itself.grade == "error":
            yield from _of_itself(s, source, tie, named)
        if tie.twice is not None and tie.twice is TWICE:
            yield from _doubled(source, named)


def _of_itself(s: Scenario, source: Source, tie: Tie, named: list[Mention]) -> Iterator[Problem]:
    assert tie.itself is not None
    if not tie.beside:
        for mention in named:
            owner = s.owner(mention.name) if mention.section == "forces" else mention.name
            holds = "actors" if mention.section == "forces" else mention.section
            if mention.place[0] == holds and mention.place[1] == owner:
                yield source.problem(
                    "error", mention.place, f"'{owner}' cannot {tie.itself.says}",
                    "name another, or take it out",
                )  # fmt: skip
        return
    seen: dict[str, Mention] = {}
    others = [
        m for m in mentions(named[0].entry, _above(named[0])) if m.key in tie.beside and m.key != tie.key
    ]
    for mention in (*named, *others):
        first = seen.get(mention.name)
        if first is None:
            seen[mention.name] = mention
        elif first.key == tie.key and (mention.key != tie.key or tie.key in tie.beside):
            there = source.line_of(first.place, mention.place)
            yield source.problem(
                "error", mention.place, f"'{mention.name}' cannot {tie.itself.says}",
                f"it stands in {there} too: name another, or take one of the two out",
            )  # fmt: skip


def _above(mention: Mention) -> tuple[str | int, ...]:
    """The place of the entry in which a word stands."""
    at = len(mention.place) - 1 - mention.place[::-1].index(mention.key)
    return mention.place[:at]


def _doubled(source: Source, named: list[Mention]) -> Iterator[Problem]:
    seen: dict[tuple[tuple[str | int, ...], str], Mention] = {}
    for mention in named:
        if not isinstance(mention.place[-1], int):
            continue
        first = seen.setdefault((mention.place[:-1], mention.name), mention)
        if first is not mention:
            yield source.problem(
                "error", mention.place, f"'{mention.name}' stands here twice",
                f"it stands in {source.line_of(first.place, mention.place)} already and counts once: take "
                "one of them out",
            )  # fmt: skip
