"""What may be said at the table, and what it does to the scenario that is played."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from seated import alone, order, same, stepped

from whitecell.game.policy import FREE, Order, Orders
from whitecell.game.war_game import WarGame
from whitecell.scenario.orders import StandingOrder
from whitecell.scenario.problems import ScenarioError
from whitecell.table.entries import Body, Message, Step, body_of
from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, Seat, append, open_game
from whitecell.table.played import as_played, check
from whitecell.table.replay import Replay
from whitecell.table.scripts import read_plan

Begin = Callable[..., Folder]


def inject(folder: Folder, name: str, stated: dict[str, Any], **more: Any) -> Body:
    return body_of("inject", {"name": name, "inject": stated, **more}, folder.scenario.start)


def ruling(folder: Folder, **stated: Any) -> Body:
    return body_of("ruling", stated, folder.scenario.start)


@pytest.mark.parametrize(
    ("seat", "body", "told"),
    [
        ("green", order("iran", "press", "press", "militias"), "there is no seat 'green'"),
        (
            "blue",
            order("militias", "effort", "hold"),
            "'militias' does not sit on 'blue'; it has: ",
        ),
        ("red", order("militas", "effort", "hold"), "did you mean 'militias'?"),
        ("red", order("militias", "effort", "tamf"), "did you mean 'tanf'? it can choose: hold, "),
        ("red", order("iran", "effort", "tanf"), "no choice of the kind 'effort'; what it chooses: press"),
        ("blue", order("jordan", "assent", "sing", "amman"), "it can choose: sign, refuse"),
        (
            "blue",
            order("jordan", "assent", "sign"),
            "does not say what 'assent' is about; it can be about: amman",
        ),
        ("blue", order("coalition", "strike", "strike", "tanf_red_line", "palmyra"), "its zones are: tanf"),
        ("blue", Message(to=("rad",), text="x"), "there is no seat 'rad'"),
        ("blue", Step(), "only the white cell"),
    ],
)
def test_what_cannot_be_said_is_answered_with_what_can(
    begun: Begin, seat: str, body: Body, told: str
) -> None:
    with pytest.raises(GameError) as error:
        check(begun(), seat, body)
    assert told in str(error.value)


COME = {"kind": "reinforce", "actor": "isis", "zone": "palmyra", "fighters": 500}


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda f: inject(f, "a/b", {"name": "x", "on": "day 3"}), "without slashes"),
        (lambda f: inject(f, "sanctions_vote", {"name": "x", "on": "day 3"}), "there is an inject"),
        (lambda f: inject(f, "x", {"name": "x", "on": "day 3", "effects": [{**COME, "zone": "palmira"}]}),
         "there is no zone 'palmira'; did you mean 'palmyra'?"),
        (lambda f: inject(f, "x", {"name": "x", "when": "control(isis, palmira) > 0"}), "palmira"),
        (lambda f: ruling(f, how="set", name="x"), "says nothing"),
        (lambda f: ruling(f, how="narrate"), "says nothing"),
        (lambda f: ruling(f, how="reroll", of="aman"), "no dice are of 'aman'; did you mean 'amman'?"),
    ],
)  # fmt: skip
def test_the_white_cell_hears_what_is_wrong(begun: Begin, make: Callable[[Folder], Body], told: str) -> None:
    folder = begun()
    with pytest.raises(GameError) as error:
        check(folder, "white", make(folder))
    assert told in str(error.value)


@pytest.mark.parametrize("stated", [{"fighters": 500}, {"kind": "reinforced"}, {**COME, "fighters": "many"}])
def test_an_effect_that_is_none_is_refused(begun: Begin, stated: dict[str, Any]) -> None:
    folder = begun()
    with pytest.raises(GameError):
        check(folder, "white", inject(folder, "x", {"name": "x", "on": "day 1", "effects": [stated]}))


def test_injects_and_rulings_come_on_the_first_day_of_their_turn_and_change_nothing_before(
    begun: Begin,
) -> None:
    calm, folder = Replay(stepped(begun("calm"), 2)), stepped(begun())
    for body in (
        inject(folder, "arrivals", {"name": "they arrive", "on": "day 6", "effects": [COME]}),
        ruling(folder, how="set", name="fog", effects=[{"kind": "set", "number": "rules.fog", "to": 1.0}]),
        ruling(folder, how="reroll", of="government"),
    ):
        check(folder, "white", body)
        folder = append(folder, "white", body, "to see")
    folder = stepped(folder)
    played = Replay(open_game(folder.path))
    assert played.turns[0] == calm.turns[0]
    assert played.turns[1] != calm.turns[1]
    assert [(e.day, e.thing) for e in played.turns[1].events if e.kind == "inject"][:2] == [
        (6, "arrivals"), (6, "fog"),
    ]  # fmt: skip
    assert same(played.game, alone(as_played(folder), 10))


def test_a_rerolled_turn_is_rolled_under_another_address_and_the_next_is_not(begun: Begin) -> None:
    folder = begun()
    rolled = append(folder, "white", ruling(folder, how="reroll"), "again")
    games = [WarGame(as_played(each), np.array([3])) for each in (folder, rolled)]
    stream = "government/review"
    for day in range(1, 11):
        today = []
        for game in games:
            game.dice.roll()
            group = next(g for g in game.dice._groups if stream in g.names)
            today.append(group.today[group.names.index(stream), 0])
        assert (today[0] != today[1]) == (day <= 5)


def test_a_script_orders_by_date_and_condition_until_somebody_orders_otherwise(
    begun: Begin, tmp_path: Path
) -> None:
    (tmp_path / "plan.yaml").write_text(
        "orders:\n  - {actor: militias, choice: effort, option: hold, from: day 3}\n"
        "  - {actor: militias, choice: effort, option: tanf, when: day > 8}\n",
        encoding="utf-8",
    )
    shipped = begun("first").scenario
    plan = read_plan(tmp_path / "plan.yaml", shipped, ("militias",))
    folder = begun(seats={"red": Seat(actors=("militias",), plan=plan)})
    assert open_game(folder.path).settings.seats["red"].plan == plan
    folder = stepped(append(stepped(folder, 2), "red", order("militias", "effort", "palmyra")))
    replay = Replay(folder)
    turns = [
        (e.day, e.zone)
        for turn in replay.turns
        for e in turn.events
        if (e.kind, e.actor) == ("effort", "militias") and e.day > 2
    ]
    assert turns == [(3, ""), (9, "tanf"), (11, "palmyra")]


def test_a_plan_that_cannot_be_followed_is_told_at_its_lines(begun: Begin, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "orders:\n  - {actor: militias, choice: effort, option: tamf}\n  - {actor: jordan, choice: effort}\n"
        "  - {actor: militias, Choice: effort}\n"
        "  - {actor: militias, choice: effort, option: hold, when: holding(isis, tanf) > 0}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as error:
        read_plan(path, begun().scenario, ("militias",))
    assert [problem.line for problem in error.value.problems] == [2, 3, 4, 5]
    path.write_text("orders: 3\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="a plan is a list of `orders`"):
        read_plan(path, begun("other").scenario, ("militias",))


def test_an_order_from_outside_may_differ_from_run_to_run(begun: Begin) -> None:
    """What a program that plays many games at once gives: places among the options, one for each run."""
    scenario = begun().scenario
    game = WarGame(scenario, np.arange(6))
    orders = Orders()
    game.choice.hand_over("militias", "effort", orders)
    row = game.setup.field.index("militias")
    options = ("hold", *(game.setup.zones.names[zone] for zone in game.setup.options[row]))
    picks = np.array([FREE, 0, 0, 1, 1, FREE])
    orders.give(Order(picks))
    game.step()
    for run, pick in enumerate(picks):
        option = options[pick] if pick != FREE else ""
        told = StandingOrder.model_validate({"actor": "militias", "choice": "effort", "option": option})
        single = scenario.model_copy(update={"orders": (told,)})
        one = alone(single, 1, run)
        assert game.state.forces.effort[row, run] == one.state.forces.effort[row, 0]
        assert np.array_equal(game.state.forces.fighters[..., run], one.state.forces.fighters[..., 0])
