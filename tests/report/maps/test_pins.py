"""Pins stand where something happened, apart from labels, and are quiet where nothing did."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

from whitecell.analysis.days import Standing, opening
from whitecell.analysis.recent import KINDS
from whitecell.report.maps.frames import filled
from whitecell.report.maps.picture import theatre_map
from whitecell.report.maps.pins import HIGH, OFTEN, rooms
from whitecell.report.maps.placing import Box
from whitecell.report.maps.theatre import TheatreMap
from whitecell.scenario.model import Scenario

Make = Callable[..., Scenario]


def eventful(plot: Scenario, runs: int = 1, **found: dict[str, float]) -> Standing:
    """The start of a scenario, with things that happened lately."""
    return replace(opening(plot), day=9, runs=runs, recent=found)


def kinds_of(picture: str) -> list[str]:
    return re.findall(r'class="pin" data-kind="([a-z]+)"', picture)


def test_each_kind_has_a_pin_with_words_and_a_line_in_the_legend(make: Make) -> None:
    plot = make()
    picture = theatre_map(plot, eventful(plot, hill=dict.fromkeys(KINDS, 1.0)))
    assert kinds_of(picture) == list(KINDS)
    said = " ".join(ElementTree.fromstring(picture).itertext())
    for word, words in (
        ("Clash", "clashes"), ("Strike", "strikes"), ("Violation", "violations"),
        ("Taken", "taken"),
    ):  # fmt: skip
        assert f"{word} in the last seven days" in said
        assert f"Hill: {words} in the last seven days" in said


def test_where_nothing_happened_nothing_is_said(make: Make) -> None:
    plot = make()
    picture = theatre_map(plot, eventful(plot))
    assert kinds_of(picture) == []
    assert "seven days" not in picture


def test_of_many_runs_a_pin_stands_for_what_is_not_rare(make: Make) -> None:
    plot = make()
    standing = eventful(plot, 40, hill={"clash": OFTEN, "strike": OFTEN - 0.01}, ford={"violation": 0.9})
    picture = theatre_map(plot, standing)
    assert sorted(kinds_of(picture)) == ["clash", "violation"]
    assert "Ford: violations in the last seven days in 90 % of runs" in picture
    assert "Clash in the last seven days in at least 25 % of runs: Hill." in picture


def test_pins_keep_off_other_discs_and_each_other() -> None:
    where = {"a": (100.0, 100.0), "b": (100.0, 100.0 - HIGH - 4.0), "c": (122.0, 100.0)}
    found = rooms({"a": 2, "b": 1, "c": 2}, where, dict.fromkeys(where, 6.0), [], Box(0, 0, 300, 300))
    assert not found["a"].down  # another disc lies above
    boxes = [room.box for room in found.values()]
    assert all(one.overlap(other) == 0.0 for one, other in combinations(boxes, 2))


def test_a_map_of_runs_to_come_has_room_for_their_pins(make: Make) -> None:
    plot = make()
    quiet, open_to_all = (TheatreMap(plot, [opening(plot)], 760.0, "m", unforeseen=n) for n in (0, 3))
    standing = eventful(plot, hill={"clash": 1.0}, camp=dict.fromkeys(KINDS, 1.0))
    assert not any(name.startswith("pins") for name in quiet.layers(standing))
    layers = open_to_all.layers(standing)
    assert kinds_of(layers["pins-0-hill"]) == ["clash"]
    assert kinds_of(layers["pins-0-camp"]) == list(KINDS)
    assert kinds_of(filled(open_to_all.backdrop, layers)) == ["clash", *KINDS]
