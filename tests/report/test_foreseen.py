from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whitecell.game.log.log import PHASES
from whitecell.game.readers.occurrences import Mark
from whitecell.report.foreseen import counted, dice_name, effects, told
from whitecell.report.names import Names
from whitecell.scenario.model import Scenario
from whitecell.scenario.parsing import parse
from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import body_of
from whitecell.table.folder import Seat, create
from whitecell.table.foreseen import dice_of, outlook, proposed
from whitecell.table.replay import Replay

TALKS = {"leak", "session", "balk", "failed", "suspended", "resumed", "opened", "closed", "spread"}
PACTS = {"signed", "in_force", "lifted", "ended", "collapse", "lapse", "renewed", "step"}
CORRIDORS = {"joined", "cut"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario("southwest-syria-2017", days=14)


def mark(scenario: Scenario, kind: str) -> Mark:
    """A mark of a kind about things of the scenario."""
    sections = {"inject": "injects", "rung": "rivalries"} | dict.fromkeys(TALKS, "talks")
    sections |= dict.fromkeys(PACTS, "agreements") | dict.fromkeys(CORRIDORS, "corridors")
    thing = next(iter(getattr(scenario, sections.get(kind, "constraints"))))
    return Mark(kind, "militias", "tanf_approaches", thing)


@pytest.mark.parametrize("kind", sorted({*PHASES} - {"inject_missed", "recorded", "decision"}))
def test_each_kind_has_words_and_effects_that_can_be_said(scenario: Scenario, kind: str) -> None:
    found = mark(scenario, kind)
    text = counted(Names(scenario), found)
    assert text and "_" not in text and not text.lower().startswith(f"{kind.replace('_', ' ')}: ")
    if effect := effects(found, 7):
        stated = {"how": "set", "name": "x", "effects": [parse(effect, "effects", "effect").plain()]}
        body_of("ruling", stated, scenario.start)


def test_what_a_kind_without_words_is_about_is_told(scenario: Scenario) -> None:
    said = counted(Names(scenario), Mark("odd_thing", "militias", "tanf_approaches", "x"))
    assert said == "odd thing: the Iran-backed militias, x in the approaches to Tanf"


def test_each_event_of_a_turn_has_its_odds_and_whose_dice_they_are(
    scenario: Scenario, tmp_path: Path
) -> None:
    seats = {"red": Seat(actors=("militias",))}
    before = Replay(create(tmp_path / "g", "s", scenario, seed=12, turn=7, seats=seats))
    found = outlook(before, before.onward(proposed(before.folder)), np.arange(40))
    events, others = told(found)
    assert len(events) == len(found.events) and 0 < len(others) <= 8
    for line, each in zip(events, found.events, strict=True):
        assert line.share == each.count / 40 and line.low <= line.share <= line.high
        assert line.when and line.text.endswith(".")
        assert {*line.dice} <= {*dice_of(scenario, each.mark), each.event.actor}
        assert all("_" not in dice_name(Names(scenario), key) for key in line.dice)
    assert [line.share for line in others] == sorted((line.share for line in others), reverse=True)
