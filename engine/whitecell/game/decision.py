"""The choice of main efforts: all actors that review today, all their options, all runs together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, at, at_rows
from whitecell.game.ground import HOLD
from whitecell.game.record import Event, Option, Weighing

if TYPE_CHECKING:
    from whitecell.game.actor import Actor
    from whitecell.game.war_game import WarGame

Indices = NDArray[np.int64]


class Decisions:
    """Who reviews its main effort today, what it weighs, and what it takes.

    An option is a row: an actor and a zone. ``actor`` and ``zone`` have shape ``(n_options,)``, in
    the order of the roster; ``rows[a]`` is the slice of an actor's own options.
    """

    def __init__(self, game: WarGame) -> None:
        self.game, self.ground = game, game.ground
        value, ledger, dice = game.ledger.value, game.ledger, game.dice
        field = [actor for actor in game.field if actor.options]
        options = [(actor, zone) for actor in field for zone in actor.options]
        self.deciders = field
        self.actor: Indices = np.array([actor.place for actor, _ in options], dtype=np.int64)
        self.zone: Indices = np.array([zone for _, zone in options], dtype=np.int64)
        first = np.cumsum([0, *(len(actor.options) for actor in field)])
        self.rows = {actor.place: slice(int(first[k]), int(first[k + 1])) for k, actor in enumerate(field)}
        names = game.ground.zones.names
        self.worth = ledger.stack([actor.spec.worth.get(names[zone], 0.0) for actor, zone in options])
        everyone = [actor.spec for actor in game.field]
        self.caution = ledger.stack([spec.caution for spec in everyone])
        self.fear = ledger.stack([spec.fear for spec in everyone])
        self.noise = ledger.stack([spec.noise for spec in everyone])
        self.tempo = np.maximum(ledger.stack([actor.spec.tempo for actor in field]), 1.0)
        self.fog = value(game.rules.fog)
        keys = [game.actor_key(actor.name) for actor in field]
        paths = [f"{game.actor_key(actor.name)}/{game.zone_key(zone)}" for actor, zone in options]
        self._review = dice.streams("uniform", [f"{key}/review" for key in keys])
        self._fog = dice.streams("normal", [f"{path}/fog" for path in paths])
        self._shake = dice.streams("exponential", [f"{path}/effort" for path in paths])
        self._shake_hold = dice.streams("exponential", [f"{key}/effort/hold" for key in keys])

    def decide(self) -> None:
        """Let every actor that reviews today take the best of its shaken utilities."""
        game, n = self.game, self.game.n_runs
        if not self.deciders:
            return
        due = np.zeros((len(self.ground.field), n), dtype=np.bool_)
        for k, actor in enumerate(self.deciders):
            tempo = self.tempo[k]
            due[actor.place] = self._review.today[k] * tempo < 1.0 + game.incentives.hurry(actor.name)
            due[actor.place] |= actor.alarmed | game.incentives.alarm(actor.name)
        row, run = np.nonzero(due[self.actor])
        if not len(row):
            return
        terms, staying = self._weigh(row, run), self._stay()
        utility = np.zeros(len(row))
        for term in terms.values():
            utility += term
        noise = at_rows(self.noise, run)
        noise = (
            noise[self.actor[row], 0] if noise.shape[1] == 1 else noise[self.actor[row], np.arange(len(row))]
        )
        shaken = np.full((len(self.actor), n), -np.inf)
        shaken[row, run] = laws.quantal_choice(utility, noise, self._shake.today[row, run])
        holding = np.zeros((len(self.ground.field), n))
        for cost in staying.values():
            holding += cost
        for k, actor in enumerate(self.deciders):
            a, runs = actor.place, np.flatnonzero(due[actor.place])
            mine = shaken[self.rows[a]][:, runs]
            best = np.argmax(mine, axis=0)
            hold = laws.quantal_choice(
                holding[a, runs],
                at(game.ledger.value(actor.spec.noise), runs),
                self._shake_hold.today[k, runs],
            )
            takes = mine[best, np.arange(len(runs))] > hold
            before = int(actor.effort[0])
            actor.effort[runs] = np.where(takes, self.zone[self.rows[a]][best], HOLD)
            if game.chronicle and len(runs):
                told = {name: term[self.actor[row] == a] for name, term in terms.items()}
                self._tell(actor, told, {name: float(cost[a, 0]) for name, cost in staying.items()}, before)

    def _weigh(self, row: Indices, run: Indices) -> dict[str, Floats]:
        """Terms of the utility of options, each of shape ``(len(row),)``: option and run pair by pair.

        U(z) = worth · stake − caution · exposed share − fear · wariness − restraint
        + what the zone is worth to a corridor + what upsetting an agreement is worth.
        """
        game, ground = self.game, self.ground
        a, zone = self.actor[row], self.zone[row]

        def of_actor(values: Floats) -> Floats:
            return np.asarray(values[a, 0] if values.shape[1] == 1 else values[a, run])

        fog = laws.median_one(self._fog.today[row, run], at(self.fog, run))
        seen = ground.threat[a, zone, run] * fog
        local = ground.support[a, zone, run] + game.air.support(self)[row, run]
        skill = of_actor(ground.skill)
        spare = self._spare()[a, run] * skill
        already = np.maximum(ground.force[a, zone, run] - ground.garrison[a, zone, run], 0.0) * skill
        joined = local + np.maximum(spare - already, 0.0)
        decisive = at(game.decisiveness, run)
        threat = seen * at(game.defender_advantage, run)
        with_effort = laws.win_chance(joined, threat, decisive)
        without = laws.win_chance(local, threat, decisive)
        held = np.minimum(ground.held_together(a, zone, run), 1.0)
        worth = self.worth[row, 0] if self.worth.shape[1] == 1 else self.worth[row, run]
        pull = game.incentives
        return {
            "worth": worth * laws.stake(held, with_effort, without) * (1.0 + pull.preemption(self)[row, run]),
            "losses": -of_actor(self.caution) * laws.exposed_share(joined, threat),
            "wariness": -of_actor(self.fear) * ground.wariness[a, zone, run],
            "restraint": -pull.restraint(self)[row, run],
            "corridor": pull.corridor_worth(self)[row, run],
            "grievance": pull.grievance(self)[row, run],
        }

    def _spare(self) -> Floats:
        """Fighters that may leave where they stand, ``(n_actors, n_runs)``."""
        return self.ground.by_actor(self.ground.mobile())

    def _stay(self) -> dict[str, Floats]:
        """Terms of the utility of holding, each of shape ``(n_actors, n_runs)``.

        A force that stays where an exclusion forbids it keeps breaking it and may be struck: the
        terms of the zones are averaged over where the mobile force stands. Whom no exclusion binds
        holds for nothing.
        """
        game, ground = self.game, self.ground
        bound = game.incentives.excluded
        if not bound.any():
            return {}
        mobile = ground.mobile()
        everyone = ground.by_actor(mobile)
        everyone = np.where(everyone > 0.0, everyone, 1.0)
        wary = ground.by_actor(mobile * ground.posted(ground.wariness)) / everyone
        uneasy = ground.by_actor(mobile * game.incentives.unease()) / everyone
        return {"wariness": -self.fear * wary * bound[:, None], "restraint": -uneasy}

    def _tell(self, actor: Actor, terms: dict[str, Floats], staying: dict[str, float], before: int) -> None:
        """Record what was weighed in the one run that is told."""
        day, effort = self.game.day, int(actor.effort[0])
        names = ("hold", *actor.option_names)
        concerned = self.game.incentives.concerns(actor.name)
        weighed = [{name: cost for name, cost in staying.items() if cost != 0.0}]
        for k in range(len(actor.options)):
            weighed.append({name: float(rows[k]) for name, rows in terms.items() if name in concerned})
        utility = np.array([sum(option.values()) for option in weighed])
        noise = float(np.asarray(self.game.ledger.value(actor.spec.noise)).reshape(-1)[0])
        chances = laws.choice_chances(utility, noise)
        chosen = 0 if effort == HOLD else 1 + actor.options.index(effort)
        options = tuple(
            Option(name, weighed[k], float(utility[k]), float(chances[k])) for k, name in enumerate(names)
        )
        self.game.weigh(Weighing(day, actor.name, "effort", options, names[chosen]))
        if before != effort:
            zone = "" if effort == HOLD else names[chosen]
            numbers = {"chance": float(chances[chosen])}
            self.game.tell(Event(day, "decide", "effort", actor.name, zone, numbers=numbers))
