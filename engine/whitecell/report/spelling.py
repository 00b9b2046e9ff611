"""Spelling of names in words made from a key: the key ``tall_al_dhahab`` is written Tall al-Dhahab."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whitecell.scenario.claims import Claim
    from whitecell.scenario.model import Scenario

WORD = re.compile(r"[^\W\d_]+")
CITED = re.compile(r"\([^()]*\b\d{4}\b[^()]*\)")
"""A work in brackets, with its year: its title has capitals of its own."""
SURE = 2
"""How often a single word must have a capital to be a name: once may be the style of a title."""
MOST = 4
"""Words of the longest name that is looked for as one."""


class Spelling:
    """How a scenario and its register write names: words that have a capital within a sentence.

    Parameters
    ----------
    scenario : Scenario
    claims : mapping of str to Claim
    """

    def __init__(self, scenario: Scenario, claims: Mapping[str, Claim]) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        self._seen: Counter[tuple[str, ...]] = Counter()
        plain: set[str] = set()
        for text in _texts(scenario, claims):
            self._learn(CITED.sub("", text), plain)
        for words in [words for words in self._names if len(words) == 1]:
            if words[0] in plain or self._seen[words] < SURE:
                del self._names[words]

    def of(self, words: str) -> str:
        """The words, with their names as the scenario and its register write them."""
        left, found = words.split(), []
        while left:
            for size in range(min(MOST, len(left)), 0, -1):
                name = self._names.get(tuple(word.lower() for word in left[:size]))
                if name is not None or size == 1:
                    found.append(left[0] if name is None else name)
                    del left[:size]
                    break
        return " ".join(found)

    def _learn(self, text: str, plain: set[str]) -> None:
        """Take names from a text, and note the words that also occur in lower case."""
        run: list[re.Match[str]] = []
        for found in WORD.finditer(text):
            before = text[: found.start()].rstrip(" \"“‘('")
            begins = not before or before[-1] in ".!?:;"
            gap = text[run[-1].end() : found.start()] if run else ""
            small = found[0][0].islower()
            if run and gap not in (" ", "-"):
                run = []
            if small and gap != "-":
                plain.add(found[0])
            if begins or (small and not run):
                run = []
                continue
            run.append(found)
            if not small:
                for first in range(max(0, len(run) - MOST), len(run)):
                    part = run[first:]
                    if part[0][0][0].isupper():
                        written = text[part[0].start() : part[-1].end()]
                        words = tuple(p[0].lower() for p in part)
                        self._names.setdefault(words, written)
                        self._seen[words] += 1


def _texts(scenario: Scenario, claims: Mapping[str, Claim]) -> Iterable[str]:
    """All texts that have names in them; a name by itself counts as if within a sentence."""
    plot = scenario
    sure = (plot.actors, plot.zones)  # names for certain, whatever the style of titles
    for section in (*sure, *sure, plot.agreements, plot.constraints, plot.talks, plot.corridors):
        for key, entry in section.items():
            yield f"the {getattr(entry, 'name', '') or key}"
    yield scenario.about
    for claim in claims.values():
        yield claim.says
        yield claim.said_by
    for assumption in scenario.assumptions.values():
        yield assumption.judgement
        yield assumption.note
