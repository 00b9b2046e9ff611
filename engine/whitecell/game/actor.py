"""An actor with forces: it weighs its options, picks a main effort, and marches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, FlagByRun, Floats, IndexByRun, at, at_rows, total
from whitecell.game.ground import HOLD, PRESENT
from whitecell.game.record import Event, Option, Weighing
from whitecell.game.routes import RouteMap
from whitecell.scenario.diplomacy import Reinforce

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame


class Actor(mesa.Agent):  # type: ignore[misc]
    """The view of one fielded actor on the ground, and its will.

    Its ``options`` are the zones that it gives a worth, and the zone of its reserve, to which it
    can always fall back. ``effort`` has shape ``(n_runs,)``: the zone of its main effort, or
    ``HOLD``. ``struck`` marks the zones in which it was struck today, shape ``(n_zones, n_runs)``.
    """

    def __init__(self, game: WarGame, name: str) -> None:
        super().__init__(game)
        self.game = game
        self.name = name
        self.spec = game.plot.actors[name]
        self.place = game.ground.field.index(name)
        ground, value = game.ground, game.ledger.value
        self.reserve = ground.zones.index(self.spec.reserve) if self.spec.reserve else None
        self.options = ground.zones.indices({*self.spec.worth, self.spec.reserve})
        self.option_names = tuple(ground.zones.names[z] for z in self.options)
        self.option_rows = np.array(self.options, dtype=np.int64)[:, None]
        self.efforts = np.array([HOLD, *self.options], dtype=np.int64)
        self.worth = game.ledger.stack([self.spec.worth.get(n, 0.0) for n in self.option_names])
        self.caution, self.fear = value(self.spec.caution), value(self.spec.fear)
        self.noise, self.fog = value(self.spec.noise), value(game.rules.fog)
        self.tempo = np.maximum(value(self.spec.tempo), 1.0)
        self.effort: IndexByRun = ground.effort[self.place]
        self.struck: NDArray[np.bool_] = np.zeros((len(ground.zones), game.n_runs), dtype=np.bool_)
        self.alarmed: FlagByRun = np.ones(game.n_runs, dtype=np.bool_)
        self.map = RouteMap(
            ground.zones,
            game.plot.routes,
            [game.ledger.default(route.days) for route in game.plot.routes],
            name,
        )
        landings = [
            effect.zone
            for inject in game.plot.injects.values()
            for effect in inject.effects
            if isinstance(effect, Reinforce) and effect.actor == name
        ]
        starts = ground.zones.indices([*self.spec.forces, self.spec.reserve, *landings])
        self.reach = self.map.reach(starts, self.options) if starts else []
        self.reach_array = np.array(self.reach, dtype=np.int64)
        self._lay_out_ways()
        self.fire_chance, self.recruits = value(self.spec.fire), value(self.spec.recruits)
        self.wary_zones = ground.zones.indices(self.spec.wariness)
        self._declare_dice()

    def _lay_out_ways(self) -> None:
        """Tables of the next leg and its goal, by row of reach and effort; the last column is HOLD.

        The goal is a row of reach.
        """
        reach, n = self.reach_array, len(self.game.ground.zones)
        none = np.full((len(reach), 1), -1, dtype=np.int64)
        row_of = np.zeros(n, dtype=np.int64)
        row_of[reach] = np.arange(len(reach))
        self._leg = np.hstack([self.map.leg[:, reach].T, none])
        self._goal = np.hstack([row_of[self.map.hop[:, reach].T], none])
        self._garrison = self.game.ground.garrison[self.place][reach]

    def _declare_dice(self) -> None:
        dice, key = self.game.dice, self.game.actor_key(self.name)
        zone_key = self.game.zone_key
        self._review = dice.streams("uniform", [f"{key}/review"])
        options = [zone_key(z) for z in self.options]
        self._fog = dice.streams("normal", [f"{key}/{z}/fog" for z in options])
        self._choice = dice.streams(
            "exponential", [f"{key}/effort/hold", *(f"{key}/{z}/effort" for z in options)]
        )

    # decide ------------------------------------------------------------------------------------

    def decide(self) -> None:
        """Review the main effort in the runs where that is due."""
        if not self.options:
            return
        hurry = self.game.incentives.hurry(self.name)
        due = (self._review.today[0] * self.tempo < 1.0 + hurry) | self.alarmed
        due |= self.game.incentives.alarm(self.name)
        runs = np.flatnonzero(due)
        if not len(runs):
            return
        terms, staying = self._weigh(runs), self._stay(runs)
        utility = np.zeros((len(self.options) + 1, len(runs)))
        for term in terms.values():
            utility[1:] += term
        for cost in staying.values():
            utility[0] += cost
        shaken = laws.quantal_choice(utility, at(self.noise, runs), self._choice.today[:, runs])
        choice = np.argmax(shaken, axis=0)
        before = self.effort[runs]
        self.effort[runs] = self.efforts[choice]
        if self.game.chronicle:
            told = {
                name: np.vstack([staying.get(name, 0.0 * rows[:1]), rows]) for name, rows in terms.items()
            }
            self._tell(told, utility[:, 0], int(choice[0]), bool(before[0] != self.effort[0]))

    def _weigh(self, runs: NDArray[np.int64]) -> dict[str, Floats]:
        """Terms of the utility of each option, each of shape ``(n_options, len(runs))``.

        U(z) = worth · stake − caution · exposed share − fear · wariness − restraint
        + what the zone is worth to a corridor + what upsetting an agreement is worth.
        """
        game, ground, a = self.game, self.game.ground, self.place
        rows = self.option_rows
        seen = ground.threat[a, rows, runs] * laws.median_one(self._fog.today[:, runs], at(self.fog, runs))
        local = ground.support[a, rows, runs] + game.air.support(self, runs)
        skill = at_rows(ground.skill[a], runs)
        spare = total(self._mobile(runs)) * skill
        already = np.maximum(ground.force[a, rows, runs] - ground.garrison[a, rows, runs], 0.0) * skill
        joined = local + np.maximum(spare - already, 0.0)
        decisive = at(game.decisiveness, runs)
        threat = seen * at(game.defender_advantage, runs)
        with_effort = laws.win_chance(joined, threat, decisive)
        without = laws.win_chance(local, threat, decisive)
        held = self._held(runs)
        terms = {
            "worth": at_rows(self.worth, runs)
            * laws.stake(held, with_effort, without)
            * (1.0 + game.incentives.preemption(self, runs)),
            "losses": -at(self.caution, runs) * laws.exposed_share(joined, threat),
            "wariness": -at(self.fear, runs) * ground.wariness[a, rows, runs],
            "restraint": -game.incentives.restraint(self, runs),
        }
        corridor = game.incentives.corridor_worth(self, runs)
        if corridor is not None:
            terms["corridor"] = corridor
        grievance = game.incentives.grievance(self, runs)
        if grievance is not None:
            terms["grievance"] = grievance
        return terms

    def _mobile(self, runs: NDArray[np.int64]) -> Floats:
        """Fighters that may leave each zone within reach, ``(n_reach, len(runs))``."""
        rows = self.reach_array[:, None]
        loose = self.game.ground.force[self.place, rows, runs] - self._garrison[:, runs]
        return np.asarray(np.maximum(loose, 0.0))

    def _stay(self, runs: NDArray[np.int64]) -> dict[str, Floats]:
        """Terms of the utility of holding, each of shape ``(len(runs),)``; nothing is 0.

        A force that stays where an exclusion forbids it keeps breaking it and may be struck: the
        terms of the zones are averaged over where the mobile force stands.
        """
        unease = self.game.incentives.unease(self, self.reach, runs)
        if unease is None:
            return {}
        wary = self.game.ground.wariness[self.place, self.reach_array[:, None], runs]
        mobile = self._mobile(runs)
        everyone = total(mobile)
        share = mobile / np.where(everyone > 0.0, everyone, 1.0)
        return {
            "wariness": -at(self.fear, runs) * total(share * wary),
            "restraint": -total(share * unease),
        }

    def _held(self, runs: NDArray[np.int64]) -> Floats:
        """Share of each option's zone held by the actor and its friends."""
        ground = self.game.ground
        held = ground.control[self.place, self.option_rows, runs]
        for friend in ground.friends[self.place]:
            held = held + ground.control[friend, self.option_rows, runs]
        return np.asarray(np.minimum(held, 1.0))

    def _tell(self, terms: dict[str, Floats], utility: Floats, choice: int, changed: bool) -> None:
        """Record what was weighed in the one run that is told."""
        chances = laws.choice_chances(utility, float(np.asarray(self.noise).reshape(-1)[0]))
        names = ("hold", *self.option_names)
        options = tuple(
            Option(
                name,
                {term: float(rows[k, 0]) for term, rows in terms.items() if k or rows[0, 0] != 0.0},
                float(utility[k]),
                float(chances[k]),
            )
            for k, name in enumerate(names)
        )
        day, chosen = self.game.day, names[choice]
        self.game.weigh(Weighing(day, self.name, "effort", options, chosen))
        if changed:
            zone = "" if choice == 0 else chosen
            numbers = {"chance": float(chances[choice])}
            self.game.tell(Event(day, "decide", "effort", self.name, zone, numbers=numbers))

    # move --------------------------------------------------------------------------------------

    def march(self) -> None:
        """Let the mobile part of each force flow a hop toward the main effort.

        A force that faces foes gets away only in the proportion of its own strength there. What
        is left of less than a fighter leaves at once, so that a march has an end.
        """
        ground, a, rows = self.game.ground, self.place, self.reach_array
        if not len(rows) or (self.effort == HOLD).all():
            return
        leg = self._leg[:, self.effort]
        force = ground.force[a, rows]
        loose = np.maximum(force - self._garrison, 0.0)
        loose *= leg >= 0
        row, runs = np.nonzero(loose)
        if not len(row):
            return
        zone = rows[row]
        strength = ground.strength[a, zone, runs]
        both = strength + ground.threat[a, zone, runs]
        free = np.where(both > 0.0, strength / np.where(both > 0.0, both, 1.0), 1.0)
        by, paces = leg[row, runs], self.game.paces
        leaving = loose[row, runs]
        share = free * (paces[by] if paces.ndim == 1 else paces[by, runs])
        flow = np.where(leaving < PRESENT, leaving, leaving * share)
        width = force.shape[1]
        place = self._goal[row, self.effort[runs]] * width + runs
        come = np.bincount(place, weights=flow, minlength=len(rows) * width)
        force[row, runs] -= flow
        force += come.reshape(-1, width)
        ground.force[a, rows] = force

    def recruit(self) -> None:
        """Take in new fighters where new fighters arrive."""
        if np.any(np.asarray(self.recruits) > 0.0):
            self.receive(self.recruits)

    def receive(self, fighters: ByRunOr1) -> None:
        """Let fighters join the force in the zone of the reserve."""
        if self.reserve is not None:
            self.game.ground.arrive(self.place, self.reserve, fighters)

    # learn -------------------------------------------------------------------------------------

    def learn(self) -> None:
        """Grow wary where struck today; let old wariness fade."""
        wariness = self.game.ground.wariness[self.place]
        for z in self.wary_zones:
            wariness[z] *= self.game.wariness_left
            wariness[z] += self.game.wariness_gain * self.struck[z]
        if self.wary_zones:
            self.alarmed = np.asarray(self.struck.any(axis=0))
            self.struck[:] = False
        elif self.game.day == 1:
            self.alarmed = np.zeros(self.game.n_runs, dtype=np.bool_)
