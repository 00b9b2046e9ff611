"""Agreements that take the place of others, and agreements that spread to several talks."""

from __future__ import annotations

from typing import Any

import numpy as np
from game.known.arena import after, arena, force, opened, state
from happenings import seen

from whitecell.game.war_game import WarGame

NEVER = {"hazard": 0, "trust": 0}


def pact(**more: Any) -> dict[str, Any]:
    """An agreement of one party that never ends by itself."""
    return {
        "name": "P",
        "parties": ["a"],
        "trust": 1,
        "trust_gain": 0,
        "trust_loss": 0,
        "collapse": NEVER,
        **more,
    }


def table(signs: str, **more: Any) -> dict[str, Any]:
    """Talks of one party that sign on their first day."""
    return {
        "name": "T", "parties": ["a"], "signs": signs, "gap": 1e-9, "progress": 1, "text": 1, "slope": 100,
        **more,
    }  # fmt: skip


def ban(deal: str) -> dict[str, Any]:
    return {
        "name": "B",
        "kind": "exclusion",
        "applies_to": ["red"],
        "zones": ["field"],
        "in_force": f"with {deal}",
    }


def deals(old: Any, new: Any, **more: Any) -> dict[str, Any]:
    """An old agreement and a new one that ends it, each with a clause."""
    return arena(
        actors={"red": force(field=500), "a": state(wants={"old": 1, "new": 1})},
        relations=[],
        agreements={"old": pact(**old), "new": pact(ends=["old"], **new)},
        constraints={"old line": ban("old"), "new line": ban("new")},
        **more,
    )


def standing(game: WarGame) -> dict[str, bool]:
    """What is in force."""
    things = {**game.pieces.agreements, **game.pieces.constraints}
    return {name: bool(thing.in_force[0]) for name, thing in things.items()}


def test_an_agreement_lifts_those_that_it_ends_with_their_clauses() -> None:
    stated = deals({"in_force": "from the start"}, {"delay": 3}, talks={"t": table("new")})
    game = after(stated, 3)
    assert standing(game) == {"old": True, "new": False, "old line": True, "new line": False}
    game.step()
    assert standing(game) == {"old": False, "new": True, "old line": False, "new line": True}
    assert seen(game, "lifted", "old")[0] == 1
    assert not seen(game, "collapse", "old").any()
    assert not game.pieces.agreements["old"].signed.any()


def test_talks_on_what_was_replaced_rest_until_its_successor_ends() -> None:
    stated = deals(
        {"in_force": "from the start"},
        {"term": 5},
        talks={"t": table("new"), "again": table("old")},
    )
    game = opened(stated)
    found = {}
    for _ in range(6):
        game.step()
        found[game.day] = [int(seen(game, "session", name)[0]) for name in ("t", "again")]
    # The new one lapses in the evening of day 5; the old one's text is ready and is signed the next day.
    assert found[1] == [1, 0]
    assert all(found[day] == [0, 0] for day in range(2, 6))
    assert found[6] == [1, 1]
    assert standing(game) == {"old": True, "new": False, "old line": True, "new line": False}


def test_what_is_signed_and_waits_is_lifted_too() -> None:
    stated = deals({"delay": 6}, {"delay": 2}, talks={"t": table("new"), "s": table("old")})
    game = opened(stated)
    for _ in range(12):
        game.step()
        assert not game.pieces.agreements["old"].in_force.any()
        assert (game.day == 3) == bool(seen(game, "lifted", "old").any())


def test_of_two_that_end_each_other_the_first_by_name_stays() -> None:
    stated = deals({"ends": ["new"]}, {}, talks={"t": table("new"), "s": table("old")})
    game = after(stated, 1)
    assert standing(game) == {"old": False, "new": True, "old line": False, "new line": True}
    assert seen(game, "in_force", "old").any()


def test_an_agreement_may_spread_to_several_talks() -> None:
    later = {"opens": "when an agreement spreads"}
    stated = deals(
        {"in_force": "from the start", "spreads_to": ["one", "two"], "spreads_after": 3},
        {},
        talks={"one": table("new", **later), "two": table("new", **later)},
    )
    game = opened(stated)
    for _ in range(4):
        game.step()
        for name in ("one", "two"):
            assert np.array_equal(game.pieces.talks[name].open, [game.day >= 3])
            assert bool(seen(game, "spread", name).any()) == (game.day == 3)
