"""Why an actor decided differently: the terms that it weighed in either of two runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from whitecell.analysis.divergence import Divergence
from whitecell.game.play import tell
from whitecell.game.readers.signals import Signal
from whitecell.game.record import Option, Weighing
from whitecell.scenario.bargains import term_of
from whitecell.scenario.difference import Difference, differences
from whitecell.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Reason:
    """An actor's deliberation on one day in two runs of a seed.

    Attributes
    ----------
    actor, subject : str
        The actor and the subject, as in :class:`whitecell.game.record.Weighing`.
    first, second : str
        Its choice in each run; empty if it weighed nothing that day.
    option, term : str
        The term that differs most in favour of the second run's choice, and the option it belongs to;
        empty where nothing differs.
    before, after : float
        The term's value in each run.
    """

    actor: str
    subject: str
    first: str
    second: str
    option: str = ""
    term: str = ""
    before: float = 0.0
    after: float = 0.0


def reason(first: Scenario, second: Scenario, divergence: Divergence) -> Reason | None:
    """The reason for a divergence, if it was somebody's decision; both runs are played to find it."""
    subject = {"effort": "effort", "strike": "strike", "signed": "assent"}.get(divergence.mark.kind, "")
    if not subject:
        return None
    sides = [_weighings(scenario, divergence, subject) for scenario in (first, second)]
    pairs = {key: (sides[0].get(key), sides[1].get(key)) for key in (*sides[0], *sides[1])}
    found = [_compare(one, other) for one, other in pairs.values()]
    acted = [g for g in found if g.first != g.second] or found
    return max(acted, key=lambda g: abs(g.after - g.before), default=None)


def roots(first: Scenario, second: Scenario, mark: Signal) -> list[Difference]:
    """Differences between the scenarios in the thing that a mark is about, or in the numbers it uses."""
    keys = {"inject": ("injects",), "leak": ("talks",), "session": ("talks",), "signed": ("agreements",),
            "ended": ("agreements",), "rung": ("rivalries",), "joined": ("corridors",),
            "effort": (), "control": (), "retreat": (),
            "surrender": ()}.get(mark.kind, ("constraints",))  # fmt: skip
    paths: list[tuple[str, ...]] = [(key, mark.thing) for key in keys]
    if mark.kind == "term" and (found := term_of(second, mark.thing)):
        paths = [("agreements", found[0], "terms", mark.thing)]
    stated = [_at(side.model_dump(mode="json"), path) for path in paths for side in (first, second)]
    used = {text for thing in stated for text in _texts(thing)}
    places = tuple(".".join(path) for path in paths)
    return [
        d
        for d in differences(first, second)
        if d.place in places
        or any(d.place.startswith(f"{place}.") for place in places)
        or (d.place.startswith("assumptions.") and d.place.split(".")[1] in used)
    ]


def _at(tree: Any, path: Sequence[str]) -> Any:
    """The value at a path in a tree of plain values; None if there is none."""
    for step in path:
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _texts(value: Any) -> Iterator[str]:
    """All texts in a tree of plain values: names of assumptions are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _weighings(scenario: Scenario, divergence: Divergence, subject: str) -> dict[tuple[str, str], Weighing]:
    story = tell(scenario.model_copy(update={"days": divergence.day}), divergence.seed)
    mark = divergence.mark
    return {
        (w.actor, w.options[0].name if subject == "strike" else ""): w
        for w in story.weighings
        if w.day == divergence.day
        and w.subject == subject
        and (subject != "effort" or w.actor == mark.actor)
        and (subject == "effort" or w.thing == mark.thing)
        and (subject != "strike" or w.options[0].name == mark.zone)
    }


def _compare(one: Weighing | None, other: Weighing | None) -> Reason:
    there = one or other
    assert there is not None
    if one is None or other is None:
        return Reason(there.actor, there.subject, one.chosen if one else "", other.chosen if other else "")
    base = Reason(one.actor, one.subject, one.chosen, other.chosen)
    if any(each.own not in ("", each.chosen) for each in (one, other)):
        return base  # it was ordered: no term decided it
    best: tuple[float, Reason] = (0.0, base)
    for name, sign in ((other.chosen, 1.0), (one.chosen, -1.0)):
        before, after = _named(one.options, name), _named(other.options, name)
        for term in dict.fromkeys((*before, *after)):
            moved = sign * (after.get(term, 0.0) - before.get(term, 0.0))
            moved = abs(moved) if one.chosen == other.chosen else moved
            if moved > best[0] + 1e-12:
                best = moved, Reason(
                    base.actor, base.subject, base.first, base.second,
                    name, term, before.get(term, 0.0), after.get(term, 0.0),
                )  # fmt: skip
    return best[1]


def _named(options: Iterable[Option], name: str) -> dict[str, float]:
    """Terms of an option; those of the only option where the choice is whether to take it."""
    options = tuple(options)
    for option in options:
        if option.name == name or len(options) == 1:
            return option.terms
    return {}
