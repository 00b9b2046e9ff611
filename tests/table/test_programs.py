"""Programs that order for a seat at a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from seated import HIDDEN, hide, order, stepped

from whitecell.env.actions import Actions
from whitecell.env.process import Program
from whitecell.env.vector import VectorEnv
from whitecell.game.policy import FREE
from whitecell.table.folder import Folder, append
from whitecell.table.programs import answered, asked
from whitecell.table.replay import Replay
from whitecell.table.view import standing

Begin = Callable[..., Folder]
SAYS = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"n": asked["n"], **%r}), flush=True)
"""


def saying(answer: dict[str, object]) -> Program:
    return Program([sys.executable, "-c", SAYS % answer], 20.0)


def actions(folder: Folder, seat: str) -> Actions:
    return Actions(folder.scenario, seat, folder.settings.seats[seat].actors)


@pytest.mark.parametrize("seat", ["blue", "red"])
def test_what_it_is_told_hangs_on_nothing_that_the_seat_cannot_know(begun: Begin, seat: str) -> None:
    replay = Replay(stepped(begun(), 2))
    before = json.dumps(asked(replay, seat, actions(replay.folder, seat)))
    for how in HIDDEN:
        hide(replay, seat, how, 2.5)
    assert json.dumps(asked(replay, seat, actions(replay.folder, seat))) == before


def test_it_sees_what_an_agent_of_the_environment_sees(begun: Begin) -> None:
    replay = Replay(stepped(begun(), 2))
    seats = {name: seat.actors for name, seat in replay.folder.settings.seats.items()}
    env = VectorEnv(replay.folder.scenario, seats, turn=5, aims={"blue": {"tanf_strikes": 1.0}})
    env.reset([replay.folder.settings.seed])
    env.step({})
    stand = env.step({})
    for seat in seats:
        told = asked(replay, seat, actions(replay.folder, seat))
        known = dict(zip(env.features[seat], stand.observations[seat][:, 0].tolist(), strict=True))
        assert told["observation"].items() <= known.items()
        assert all(name.startswith("breaches/") for name in known.keys() - told["observation"].keys())
        assert [each["now"] for each in told["legal"]] == stand.masks[seat][:, 1, 0].tolist()
        assert told["view"]["day"] == told["day"] == 10


def test_nothing_stands_but_what_it_answered(begun: Begin) -> None:
    folder = append(begun(), "red", order("militias", "effort", "tanf"))
    folder = append(folder, "red", order("russia", "assent", "sign", "amman"))
    said = {
        "orders": [
            {"actor": "militias", "choice": "effort", "option": "hold"},
            {"actor": "militias", "choice": "effort", "option": "moon"},
        ],
        "note": "wait",
    }
    with saying(said) as program:
        found = answered(Replay(folder), "red", program)
        assert [fault[:7] for fault in found.faults] == ["order 2"]
        assert found.note == "wait"
        kept = json.loads(found.line)
        assert kept["said"] == said
        assert kept["asked"]["seat"] == "red"
        assert "seed" not in found.line
        for each in found.orders:
            folder = append(folder, "red", each)
        assert [o.option for o in standing(folder, ("militias", "russia"))] == ["hold"]
        assert not answered(Replay(folder), "red", program).orders


ZONES = ("", "tanf", "tanf_approaches")


@pytest.mark.parametrize("before", [("",), ("", "tanf"), ("tanf", "tanf_approaches"), ZONES])
@pytest.mark.parametrize("then", [(), ("",), ("tanf",), ("", "tanf_approaches"), ZONES])
def test_orders_for_one_zone_stand_beside_those_for_all(
    begun: Begin, before: tuple[str, ...], then: tuple[str, ...]
) -> None:
    folder = begun()
    for zone in before:
        folder = append(folder, "blue", order("coalition", "strike", "hold fire", "tanf_red_line", zone))
    wanted = [order("coalition", "strike", "strike", "tanf_red_line", zone) for zone in then]
    with saying({"orders": [each.model_dump() for each in wanted]}) as program:
        found = answered(Replay(folder), "blue", program)
    assert not found.faults
    for each in found.orders:
        folder = append(folder, "blue", each)
    assert {*standing(folder, ("coalition",))} == {*wanted}
    game = Replay(folder).game
    for zone in ZONES[1:]:
        picks = game.choice.told(1, "coalition", "strike", thing="tanf_red_line", zone=zone)
        assert picks is not None
        assert int(picks[0]) == (0 if {"", zone} & {*then} else FREE)


def test_one_without_an_answer_leaves_all_to_the_model(begun: Begin, tmp_path: Path) -> None:
    folder = append(begun(), "red", order("militias", "effort", "tanf"))
    with Program([sys.executable, "-c", ""], 20.0) as program:
        found = answered(Replay(folder), "red", program)
    assert "ended" in found.faults[0]
    assert [(o.actor, o.option) for o in found.orders] == [("militias", "")]
