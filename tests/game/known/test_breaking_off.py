"""Talks that break off after too many refusals, and resume or do not."""

from __future__ import annotations

from typing import Any

import pytest
from game.known.arena import opened, table
from happenings import seen

from whitecell.game.war_game import WarGame


def refused(**talks: Any) -> WarGame:
    """Talks every day on a text that is ready and that both refuse."""
    return opened(table(wants=(-1, -1), **{"text": 1, "slope": 1000, "progress": 0, **talks}))


def told(game: WarGame, days: int) -> dict[int, list[str]]:
    """What of these kinds happened on which day."""
    found = {}
    for _ in range(days):
        game.step()
        kinds = [k for k in ("session", "balk", "suspended", "failed", "resumed") if seen(game, k, "t").any()]
        found[game.day] = kinds
    return found


def test_talks_without_a_limit_go_by_that_of_the_rules() -> None:
    stated = table(wants=(-1, -1), text=1, slope=1000)
    stated["rules"] |= {"refusals": 2.5, "talks_rest": 3, "text_kept": 1}
    found = told(opened(stated), 8)
    assert [day for day, kinds in found.items() if "suspended" in kinds] == [3, 8]
    assert [day for day, kinds in found.items() if "resumed" in kinds] == [6]


def test_talks_fail_for_good_after_so_many_refusals() -> None:
    found = told(refused(fails_after=3, for_good=True), 9)
    assert found[2] == ["session", "balk"]
    assert found[3] == ["session", "balk", "failed"]
    assert not any(found[day] for day in range(4, 10))


@pytest.mark.parametrize(("days", "back"), [(0, 3), (1, 3), (4, 6), (3.5, 6)])
def test_talks_resume_with_what_is_kept_of_the_text(days: float, back: int) -> None:
    game = refused(fails_after=2, resumes_after=days, text_kept=0.5, setback=0.2, text=1)
    # The text is ready on day 1, refused, and not ready again: sessions without a refusal do not matter.
    found = told(game, 1)
    game.pieces.talks["t"].text = 1.0
    found |= told(game, 1)
    assert found == {1: ["session", "balk"], 2: ["session", "balk", "suspended"]}
    assert game.pieces.talks["t"].text[0] == pytest.approx(0.8)
    found = told(game, back - 2)
    assert [day for day, kinds in found.items() if "resumed" in kinds] == [back]
    assert not any(kinds for day, kinds in found.items() if day < back)
    assert game.pieces.talks["t"].text[0] == pytest.approx(0.4)
    assert game.pieces.talks["t"].open.all()


def test_a_session_that_only_drafts_does_not_break_the_row() -> None:
    game = refused(fails_after=2, for_good=True, setback=0.5)
    assert told(game, 3) == {1: ["session", "balk"], 2: ["session"], 3: ["session"]}
    game.pieces.talks["t"].text = 1.0
    assert told(game, 1) == {4: ["session", "balk", "failed"]}


def test_a_refusal_after_resuming_counts_anew() -> None:
    found = told(refused(fails_after=2, resumes_after=1, text_kept=1), 5)
    assert [day for day, kinds in found.items() if "suspended" in kinds] == [2, 4]


def test_talks_that_broke_off_are_not_opened_by_an_agreement_that_spreads() -> None:
    stated = table(
        wants=(-1, -1), text=1, slope=1000, fails_after=1, for_good=True, opens="when an agreement spreads"
    )
    never = {"hazard": 0, "trust": 0}
    stated["agreements"]["model"] = {
        "name": "M", "parties": ["a"], "trust": 1, "trust_gain": 0, "trust_loss": 0, "collapse": never,
        "in_force": "from the start", "spreads_to": "t",
    }  # fmt: skip
    game = opened(stated)
    found = told(game, 6)
    assert [day for day, kinds in found.items() if "failed" in kinds] == [2]
    assert not game.pieces.talks["t"].open.any()
