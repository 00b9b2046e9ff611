from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from whitecell.scenario.problems import ScenarioError
from whitecell.table.decks import read_deck, timely
from whitecell.table.folder import Folder

DECK = """injects:
  convoy:
    name: A convoy comes in
    effects: [{kind: reinforce, actor: militias, zone: tanf_approaches, fighters: 400}]
  ballot: {name: A vote, when: "day > 9", chance: 0.5}
  after: {name: Thereafter, when: happened(convoy)}
"""


def written(folder: Folder, text: str) -> Path:
    path = folder.path / "deck.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_cards_come_when_they_say_or_on_the_first_day_of_the_turn(begun: Callable[..., Folder]) -> None:
    folder = begun()
    cards = read_deck(written(folder, DECK), folder)
    assert [(card.name, card.timed) for card in cards.values()] == [
        ("convoy", False),
        ("ballot", True),
        ("after", True),
    ]
    assert cards["ballot"].inject.when == "day > 9"
    assert cards["convoy"].inject.on is not None
    assert timely(cards["convoy"].stated, 6)["on"] == "day 6"
    assert timely(cards["ballot"].stated, 6) == cards["ballot"].stated


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("orders: []\n", 1, "a deck is a mapping of `injects`"),
        ("injects: {}\nmore: 1\n", 1, "a deck is a mapping"),
        ("injects:\n  senate_hearing: {name: x}\n", 2, "the scenario has an inject 'senate_hearing'"),
        ("injects:\n  a/b: {name: x}\n", 2, "'a/b' is no name"),
        ("injects:\n  a: text\n", 2, "'a' is no inject"),
        ("injects:\n  a:\n    called: x\n", 3, "a: "),
        (DECK.replace("tanf_approaches", "tanf_aproaches"), 3, "convoy: "),
        (DECK.replace("day > 9", "dey > 9"), 5, "ballot: "),
    ],
)
def test_what_is_wrong_is_told_at_its_line(
    begun: Callable[..., Folder], text: str, line: int, told: str
) -> None:
    folder = begun()
    with pytest.raises(ScenarioError) as raised:
        read_deck(written(folder, text), folder)
    problem = raised.value.problems[0]
    assert told in problem.message and problem.line == line
