"""Terms at a table: odds of acceptance for a seat and the white cell, and how terms are amended."""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import Any

import pytest
from game.known.arena import SLOPE, table
from seated import order, shown, stepped

from whitecell.game.record import Weighing
from whitecell.scenario.model import Scenario
from whitecell.table.entries import Ruling
from whitecell.table.folder import Folder, Seat, append, create
from whitecell.table.morning import every_acceptance
from whitecell.table.replay import Replay
from whitecell.table.view import view
from whitecell.view.game.odds import odds

SEATS = {"one": Seat(actors=("a",)), "other": Seat(actors=("b",))}
POSITIONS = {"a": {"ideal": 20, "salience": 0.5, "at_most": 60}, "b": {"ideal": 80, "salience": 0.5}}


def bargained(b: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Two powers who settle how many of red may pass; one session in which the text is ready, on day 4."""
    stated = table(wants=(0.1, 0.2), text=1.0, gap=4.0)
    stated["talks"]["t"].update(gap_fixed=1.0, progress=1.0)
    stated["days"] = 20
    stated["variables"] = {"room": {"name": "the room", "start": 0, "bounds": [0, 100]}}
    positions = {**POSITIONS, "b": {**POSITIONS["b"], **(b or {})}}
    stated["agreements"]["pact"]["terms"] = {"room": {"draft": 50, "positions": positions, **changes}}
    stated["constraints"] = {
        "ban": {"name": "the ban", "kind": "exclusion", "applies_to": ["red"], "zones": ["field"],
                "in_force": "with pact", "tolerance": "room"}
    }  # fmt: skip
    return stated


def begun(path: Path, stated: dict[str, Any]) -> Folder:
    scenario = Scenario.model_validate(stated, context={"start": stated["start"]})
    return create(path, "made", scenario, seed=1, turn=2, seats=SEATS)


def of_terms(weighings: Any) -> list[Weighing]:
    return [weighing for weighing in weighings if weighing.subject == "term"]


def logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


def test_a_seat_is_shown_its_own_odds_of_each_value_in_closed_form(tmp_path: Path) -> None:
    replay = Replay(begun(tmp_path / "game", bargained()))
    (weighed,) = of_terms(view(replay, "one").estimate)
    assert (weighed.actor, weighed.thing, weighed.chosen) == ("a", "room", "50")
    for option in weighed.options:
        value = float(option.name)
        support = 0.1 + 0.5 * (30 - abs(value - 20)) / 100
        assert option.utility == pytest.approx(support)
        assert option.chance == pytest.approx(logistic(SLOPE * support) if value <= 60 else 0.0)
    assert "the room, and the chance to sign a text with it; on the table: 50" in shown(replay, "one")


def test_it_does_not_depend_on_what_the_other_stands_for(tmp_path: Path) -> None:
    """The same value on the table; salience, red lines and wish of the other are its own affair."""
    pages = []
    for k, b in enumerate(({}, {"ideal": 10, "salience": 0.9, "at_least": 40, "at_most": 70})):
        stated = bargained(b, tabled=50)
        stated["actors"]["b"]["wants"] = {"pact": -0.7 if b else 0.2}
        pages.append(shown(Replay(begun(tmp_path / str(k), stated)), "one"))
    assert pages[0] == pages[1]


def test_the_white_cell_is_shown_every_party(tmp_path: Path) -> None:
    replay = Replay(begun(tmp_path / "game", bargained()))
    found = every_acceptance(replay)
    assert [weighing.actor for weighing in found] == ["a", "b"]
    assert found[0].options == of_terms(view(replay, "one").estimate)[0].options
    assert "on the table: 50" in odds(replay, [], 10, None)["odds"]


def test_what_is_signed_is_no_longer_asked(tmp_path: Path) -> None:
    stated = bargained()
    for actor in ("a", "b"):
        stated["actors"][actor]["wants"] = {"pact": 1.0}
    stated["talks"]["t"]["slope"] = 50.0
    replay = Replay(stepped(begun(tmp_path / "game", stated), 4))
    assert replay.game.pieces.agreements["pact"].signed[0]
    assert not of_terms(view(replay, "one").estimate)
    assert not every_acceptance(replay)


def test_seats_settle_terms_by_what_they_are_ordered_to_stand_for(tmp_path: Path) -> None:
    folder = begun(tmp_path / "game", bargained())
    for seat, actor in (("one", "a"), ("other", "b")):
        folder = append(folder, seat, order(actor, "term", "40", "room"))
    replay = Replay(stepped(folder, 3))
    assert replay.game.state.agreements.settled[0][0] == pytest.approx(40)


def test_the_white_cell_amends_the_text_by_what_parties_would_have(tmp_path: Path) -> None:
    """Both would have 30 from now on: at the session of day 4 that is settled, with no spread left."""
    paths = [f"agreements.pact.terms.room.positions.{actor}.ideal" for actor in ("a", "b")]
    effects = [{"kind": "set", "number": path, "to": 30} for path in paths]
    amend = Ruling.model_validate({"how": "set", "name": "a new mandate", "effects": effects})
    replay = Replay(stepped(append(begun(tmp_path / "game", bargained()), "white", amend), 3))
    assert replay.game.state.agreements.settled[0][0] == pytest.approx(30)


def test_the_white_cell_amends_a_term_that_is_in_force(tmp_path: Path) -> None:
    """By an effect on the term's variable: the clause heeds it from that day on."""
    stated = bargained()
    for actor in ("a", "b"):
        stated["actors"][actor]["wants"] = {"pact": 1.0}
    stated["talks"]["t"]["slope"] = 50.0
    folder = stepped(begun(tmp_path / "game", stated), 4)
    ban = Replay(folder).game.pieces.exclusions[0]
    assert ban.in_force[0]
    assert ban.tolerance[0] == pytest.approx(Replay(folder).game.state.agreements.settled[0][0])
    amend = {"how": "set", "name": "amendment", "effects": [{"kind": "set", "number": "room", "to": 25}]}
    folder = stepped(append(folder, "white", Ruling.model_validate(amend)))
    assert Replay(folder).game.pieces.exclusions[0].tolerance[0] == pytest.approx(25)
