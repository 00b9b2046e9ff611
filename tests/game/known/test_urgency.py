"""What presses talks: fighting, a collapse, dates, who mediates; and what of a text is there afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from game.known.arena import SLOPE, after, arena, force, opened, state, table, within
from happenings import seen

RUNS = 8192


def logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def under_fire(rate: float, **rules: float) -> dict[str, Any]:
    """Talks on a ceasefire over a field where each side loses this part of the other's number every day."""
    deal = table(text=0.0, gap=1e9)
    return arena(
        actors={
            "red": {**force(field=1000), "fire": 1.0},
            "blue": {**force(field=1000), "fire": 1.0},
            "a": state(wants={"pact": 0.2}),
            "b": state(wants={"pact": 0.4}),
        },
        agreements=deal["agreements"],
        talks=deal["talks"],
        constraints={
            "truce": {
                "name": "T", "kind": "ceasefire", "applies_to": ["red", "blue"], "zones": ["field"],
                "in_force": "with pact",
            }
        },
        rules={"fire_losses": rate, "fighting_drives": 0.3, "usual_fighting": 0.01, **rules},
    )  # fmt: skip


@pytest.mark.parametrize(("rate", "press"), [(0.0, -1.0), (0.01, 0.0), (0.03, 0.5), (0.001, -9 / 11)])
def test_fighting_drives_parties_by_how_far_it_is_from_the_usual(rate: float, press: float) -> None:
    game = after(under_fire(rate), 2)
    talks = game.pieces.talks["t"]
    assert talks.support.urgency.fighting[0] == pytest.approx(rate)
    assert talks.assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 + 0.3 * press)))
    assert talks.assent["b"][0] == pytest.approx(logistic(SLOPE * (0.4 + 0.3 * press)))


def test_fighting_is_forgotten_by_half() -> None:
    """From the usual level at the start it halves its way to that of the day."""
    game = opened(under_fire(0.03, fighting_felt=2.0))
    for day in range(1, 5):
        game.step()
        left = 0.5 ** (day / 2)
        assert game.pieces.talks["t"].support.urgency.fighting[0] == pytest.approx(
            0.03 - 0.02 * left, rel=0.02
        )


def test_fighting_elsewhere_drives_nobody() -> None:
    stated = under_fire(0.03)
    stated["actors"]["red"]["forces"]["home"] = 500
    stated["constraints"]["truce"]["zones"] = ["home"]
    assert after(stated, 2).pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 - 0.3)))
    del stated["constraints"]
    assert after(stated, 2).pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * 0.2))


@pytest.mark.parametrize(("rate", "pace"), [(0.001, 1.0), (0.01, 1.0), (0.03, 1.0 + 2 * 0.5)])
def test_heavy_fighting_shortens_gaps_and_a_lull_does_not_lengthen_them(rate: float, pace: float) -> None:
    stated = under_fire(rate, urgency_quickens=2.0)
    stated["talks"]["t"]["gap"], stated["talks"]["t"]["gap_fixed"] = 11.5, 1.0
    game = opened(stated)
    held = []
    for _ in range(37):
        game.step()
        held += [game.day] * int(seen(game, "session", "t")[0])
    # The first day is a usual one: nobody knows of the fighting yet.
    assert held[0] == 1 + np.ceil(10.5 / pace)
    assert np.diff(held).tolist() == [np.ceil(11.5 / pace)] * (len(held) - 1)


def broken(**rules: float) -> dict[str, Any]:
    """A deal that is signed on the first day and collapses on every evening."""
    stated = table(wants=(1.0, 1.0), text=1.0, slope=100.0, gap=10, gap_fixed=1.0, since_last=10)
    stated["agreements"]["pact"]["collapse"] = {"hazard": 1e6, "trust": 0}
    stated["rules"] |= rules
    return stated


def test_a_collapse_quickens_sessions_and_the_alarm_halves() -> None:
    game = after(broken(urgency_quickens=2.0, alarm_fades=3.0), 1)
    talks = game.pieces.talks["t"]
    until = talks.until[0]
    for day in range(4):
        alarm = 0.5 ** (day / 3)
        assert talks.support.urgency.alarm[0] == pytest.approx(alarm)
        game.step()
        until -= 1 + 2 * alarm
        if until > 0:
            assert talks.until[0] == pytest.approx(until)


def test_what_is_kept_of_the_text_is_there_after_a_collapse() -> None:
    game = after(broken(text_kept=0.6), 1)
    assert not game.pieces.agreements["pact"].signed.any()
    assert game.pieces.talks["t"].text[0] == pytest.approx(0.6)
    stated = broken(text_kept=0.6)
    stated["talks"]["t"]["text_kept"] = 0.25
    assert after(stated, 1).pieces.talks["t"].text[0] == pytest.approx(0.25)


def test_after_a_collapse_all_make_up_their_minds_anew() -> None:
    """With second thoughts never, who signed once would sign for ever."""
    stated = broken(second_thoughts=0.0, text_kept=1.0)
    stated["talks"]["t"] |= {"gap": 1e-9, "slope": 1.0}
    stated["actors"]["a"]["wants"]["pact"] = stated["actors"]["b"]["wants"]["pact"] = 0.5
    game = after(stated, 1, RUNS)
    first = seen(game, "signed", "pact") > 0
    game.step()
    again = seen(game, "signed", "pact") > 0
    chance = logistic(0.5) ** 2
    assert within(float(first.mean()), chance, RUNS)
    assert within(float(again[first].mean()), chance, int(first.sum()))
    assert not again[~first].any()


def test_a_date_drives_and_quickens_more_and_more_and_no_longer_once_it_is_over() -> None:
    stated = table(gap=40, gap_fixed=1.0)
    stated["rules"] |= {"date_drives": 0.3, "date_felt": 4.0, "urgency_quickens": 2.0}
    stated["talks"]["t"]["dates"] = {"summit": {"name": "the summit", "on": "day 9"}}
    game = opened(stated)
    talks = game.pieces.talks["t"]
    until = talks.until[0]
    for day in range(1, 13):
        game.step()
        near = 0.5 ** ((9 - day) / 4) if day <= 9 else 0.0
        assert talks.assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 + 0.3 * near)))
        until -= 1 + 2 * near
        assert talks.until[0] == pytest.approx(until)


def test_a_date_may_drive_by_a_number_of_its_own_and_bring_a_session() -> None:
    stated = table(gap=1e6)
    stated["rules"]["date_drives"] = 0.3
    summit = {"name": "the summit", "on": "2020-01-05", "drives": 0.1, "meets": True}
    stated["talks"]["t"]["dates"] = {"summit": summit}
    game = opened(stated)
    held = [int(seen(game, "session", "t")[0]) for _ in range(6) if not game.step()]
    assert held == [0, 0, 0, 1, 0, 0]
    game = after(stated, 4)
    assert game.pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * 0.3))


def test_urgency_has_an_end() -> None:
    """A collapse and a date together quicken no more than one of them at its height."""
    stated = broken(urgency_quickens=2.0, alarm_fades=3.0, date_felt=1e6)
    stated["talks"]["t"]["dates"] = {"summit": {"name": "the summit", "on": "day 40"}}
    game = after(stated, 1)
    until = game.pieces.talks["t"].until[0]
    game.step()
    assert game.pieces.talks["t"].until[0] == pytest.approx(until - 3)


def test_who_mediates_matters_by_its_standing() -> None:
    stated = table(gap=12, gap_fixed=1.0)
    stated["actors"] |= {"m": state(), "n": state()}
    stated["rules"] |= {"mediation_drives": 0.2, "mediation_quickens": 1.5}
    stated["talks"]["t"]["mediators"] = {
        "m": {"standing": {"a": 0.5, "b": 0.3}}, "n": {"standing": {"a": 0.9}},
    }  # fmt: skip
    game = opened(stated)
    talks = game.pieces.talks["t"]
    # Standings add up, and not beyond 1.
    assert talks.assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 + 0.2 * 1.0)))
    assert talks.assent["b"][0] == pytest.approx(logistic(SLOPE * (0.4 + 0.2 * 0.3)))
    until = talks.until[0]
    game.step()
    assert talks.until[0] == pytest.approx(until - 1 - 1.5 * (1.0 + 0.3) / 2)
    stated["talks"]["t"]["mediators"] = {"m": {"standing": {"a": -0.8}}}
    game = after(stated, 1)
    assert game.pieces.talks["t"].assent["a"][0] == pytest.approx(logistic(SLOPE * (0.2 - 0.2 * 0.8)))
    # Who is taken for a partisan hinders no session.
    assert game.pieces.talks["t"].until[0] == pytest.approx(until - 1)
