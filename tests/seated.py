"""Games at a table, for tests: what is said, and whether two stand alike."""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np

from whitecell.game.play import tell
from whitecell.game.war_game import WarGame
from whitecell.report.paper.markdown import text
from whitecell.report.paper.seat import brief
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import StandingOrder
from whitecell.table.entries import Ordered, Step
from whitecell.table.folder import Folder, append
from whitecell.table.replay import Columns, Replay
from whitecell.table.sight import Sight
from whitecell.table.view import view


def order(actor: str, choice: str, option: str, about: str = "", zone: str = "") -> Ordered:
    return Ordered(actor=actor, choice=choice, option=option, about=about, zone=zone)


def stepped(folder: Folder, turns: int = 1) -> Folder:
    for _ in range(turns):
        folder = append(folder, "white", Step())
    return folder


def same(one: WarGame, other: WarGame) -> bool:
    """Whether two games stand alike to the bit."""
    mine, theirs = one.state.arrays(), other.state.arrays()
    told = {name for name in (*mine, *theirs) if name.startswith("story.")}
    names = mine.keys() - told
    return names == theirs.keys() - told and all(mine[n].tobytes() == theirs[n].tobytes() for n in names)


def alike(one: Columns, other: Columns) -> bool:
    """Whether the same measures have the same values in all runs."""
    return one.keys() == other.keys() and all(
        list(one[n]) == list(other[n])
        if one[n].dtype == object
        else np.array_equal(one[n], other[n], equal_nan=True)
        for n in one
    )


def alone(scenario: Scenario, days: int, seed: int = 3) -> WarGame:
    game = WarGame(scenario, np.array([seed]))
    for _ in range(days):
        game.step()
    return game


def chosen(scenario: Scenario, seed: int) -> list[StandingOrder]:
    """What every actor chose by itself on each day, as orders from that day on."""
    found: list[tuple[int, dict[str, str]]] = []
    signing: dict[str, list[str]] = {}
    for name, talks in scenario.talks.items():
        signing.setdefault(talks.signs, []).append(name)
    for w in tell(scenario, seed).weighings:
        stated = {"actor": w.actor, "choice": w.subject, "option": w.chosen}
        if w.subject == "effort":
            found.append((w.day, stated))
        elif w.subject == "strike":
            deed = w.chosen if w.chosen == "hold fire" else "strike"
            found.append((w.day, {**stated, "about": w.thing, "zone": w.options[0].name, "option": deed}))
        elif w.subject == "assent" and w.chosen != "meets" and len(signing[w.thing]) == 1:
            option = {"signs": "sign", "refuses": "refuse"}[w.chosen]
            found.append((w.day, {**stated, "about": signing[w.thing][0], "option": option}))
        elif w.subject == "clause":
            option = {"keeps": "accept", "strikes": "drop"}[w.chosen]
            found.append((w.day, {**stated, "about": w.options[0].name, "option": option}))
    for relation in scenario.relations:
        if relation.patron:
            stated = {
                "actor": relation.patron,
                "choice": "press",
                "about": relation.client,
                "option": "press",
            }
            found.append((1, stated))
    game = WarGame(scenario, np.array([seed]))
    for day in range(1, scenario.days + 1):
        game.step()
        for name, decision in game.pieces.decisions.items():
            option = decision.names[int(decision.option[0])]
            stated = {"actor": decision.spec.by, "choice": "decision", "about": name, "option": option}
            found.append((day, stated))
    return [
        StandingOrder.model_validate({**stated, "from": scenario.start + timedelta(day)})
        for day, stated in found
    ]


def shown(replay: Replay, seat: str) -> str:
    """All that a seat is shown: as JSON and on paper, with the staff estimate."""
    seen = view(replay, seat)
    return json.dumps(seen.as_json()) + text(brief(replay.folder, replay.scenario, seen))


def hide(replay: Replay, seat: str, how: str, factor: float) -> None:
    """Change something in the state of a game that a seat cannot know."""
    game = replay.game
    setup, state = game.setup, game.state
    sight = Sight(setup, replay.folder.scenario, replay.folder.settings.seats[seat].actors)
    seen = {setup.zones.index(name) for name in sight.zones(replay)}
    foes = [row for row in range(len(setup.field)) if row not in sight.rows]
    unseen = [z for z in range(len(setup.zones)) if z not in seen]
    if how == "fighters":
        state.forces.fighters[np.ix_(foes, unseen)] = 1000.0 * factor
    elif how == "efforts":
        state.forces.effort[foes] = unseen[0] if unseen else -1
    elif how == "wariness":
        state.forces.wariness[foes] = factor
        state.forces.lasting[foes] = factor
    elif how == "alarm":
        state.forces.alarmed[foes] = True
        state.forces.worn[[k for k, a in enumerate(setup.posts.actor) if a in foes]] = 100.0 * factor
    elif how == "minds":
        state.talks.mind[:] = min(factor, 1.0)
    elif how == "secret talks":
        for name, talks in game.pieces.talks.items():
            if not sight.knows(name, replay):
                talks.text[:], talks.until[:], talks.held[:] = min(factor, 1.0), factor, 7.0
    elif how == "resolve":
        rows = [
            row for (_, actor, _), row in setup.layout._rows["keeping"].items() if actor not in sight.side
        ]
        state.truces.resolve[rows] = min(factor, 1.0)
    elif how == "foreign wants":
        for row, (_, party) in enumerate(setup.layout.axes["seats"]):
            if party not in sight.side:
                state.talks.sway[row] = factor - 1.0
    elif how == "people":
        state.land.people[unseen] *= factor


HIDDEN = (
    "fighters",
    "efforts",
    "wariness",
    "alarm",
    "minds",
    "secret talks",
    "resolve",
    "foreign wants",
    "people",
)
