"""An actor with forces: it weighs its options, picks a main effort, attacks and fires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRunOr1, FlagByRun, Floats, IndexByRun, total
from whitecell.game.ground import PRESENT
from whitecell.game.record import Event, Option, Weighing
from whitecell.game.routes import RouteMap

if TYPE_CHECKING:
    from whitecell.game.war_game import WarGame

HOLD = -1
"""The effort of an actor that stays where it is."""


def at(value: ByRunOr1, runs: NDArray[np.int64]) -> ByRunOr1:
    """A value in some of the runs only."""
    return value[runs] if isinstance(value, np.ndarray) else value


class Actor(mesa.Agent):  # type: ignore[misc]
    """The view of one fielded actor on the ground, and its will.

    ``effort`` has shape ``(n_runs,)``: the zone of its main effort, or ``HOLD``.
    ``struck`` marks the zones in which it was struck today, shape ``(n_zones, n_runs)``.
    """

    def __init__(self, game: WarGame, name: str) -> None:
        super().__init__(game)
        self.game = game
        self.name = name
        self.spec = game.plot.actors[name]
        self.place = game.ground.field.index(name)
        ground, value = game.ground, game.ledger.value
        self.options = ground.zones.indices(self.spec.worth)
        self.option_names = tuple(ground.zones.names[z] for z in self.options)
        self.worth = game.ledger.stack([self.spec.worth[n] for n in self.option_names])
        self.caution, self.fear = value(self.spec.caution), value(self.spec.fear)
        self.noise, self.fog = value(self.spec.noise), value(game.rules.fog)
        self.tempo = np.maximum(value(self.spec.tempo), 1.0)
        self.effort: IndexByRun = np.full(game.n_runs, HOLD, dtype=np.int64)
        self.struck: NDArray[np.bool_] = np.zeros((len(ground.zones), game.n_runs), dtype=np.bool_)
        self.alarmed: FlagByRun = np.ones(game.n_runs, dtype=np.bool_)
        self.map = RouteMap(
            ground.zones,
            game.plot.routes,
            [game.ledger.default(route.days) for route in game.plot.routes],
            name,
        )
        starts = ground.zones.indices([*self.spec.forces, self.spec.reserve])
        self.reach = self.map.reach(starts, self.options) if starts else []
        self.reach_array = np.array(self.reach, dtype=np.int64)
        self.fire_chance, self.recruits = value(self.spec.fire), value(self.spec.recruits)
        reserve = self.spec.reserve
        self.reserve = ground.zones.index(reserve) if reserve else None
        self.wary_zones = ground.zones.indices(self.spec.wariness)
        self._declare_dice()

    def _declare_dice(self) -> None:
        dice, key = self.game.dice, self.spec.dice or self.name
        zone_key = self.game.zone_key
        self._review = dice.streams("uniform", [f"{key}/review"])
        self._luck = dice.streams("normal", [f"{key}/battle"])
        options = [zone_key(z) for z in self.options]
        self._fog = dice.streams("normal", [f"{key}/{z}/fog" for z in options])
        self._choice = dice.streams(
            "exponential", [f"{key}/effort/hold", *(f"{key}/{z}/effort" for z in options)]
        )
        fires = bool(np.any(np.asarray(self.fire_chance) > 0.0))
        self._fire_zones = self.reach if fires else []
        self._fire = dice.streams("uniform", [f"{key}/{zone_key(z)}/fire" for z in self._fire_zones])

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
        terms = self._weigh(runs)
        utility = np.zeros((len(self.options) + 1, len(runs)))
        for term in terms.values():
            utility[1:] += term
        shaken = laws.quantal_choice(utility, at(self.noise, runs), self._choice.today[:, runs])
        choice = np.argmax(shaken, axis=0)
        before = self.effort[runs]
        self.effort[runs] = np.array([HOLD, *self.options])[choice]
        if self.game.chronicle:
            self._tell(terms, utility[:, 0], int(choice[0]), bool(before[0] != self.effort[0]))

    def _weigh(self, runs: NDArray[np.int64]) -> dict[str, Floats]:
        """Terms of the utility of each option, each of shape ``(n_options, len(runs))``.

        U(z) = worth · stake − caution · exposed share − fear · wariness − restraint
        + what the zone is worth to a corridor + what upsetting an agreement is worth.
        """
        game, ground, a = self.game, self.game.ground, self.place
        rows = np.array(self.options)[:, None]
        seen = ground.threat[a][rows, runs] * laws.median_one(self._fog.today[:, runs], at(self.fog, runs))
        local = ground.support[a][rows, runs] + game.air.support(self, runs)
        mobile = ground.force[a][self.reach_array] - ground.garrison[a][self.reach_array]
        np.maximum(mobile, 0.0, out=mobile)
        spare = (total(mobile) * ground.skill[a])[runs]
        already = np.maximum(ground.force[a] - ground.garrison[a], 0.0)[rows, runs]
        joined = local + np.maximum(spare - already * at_row(ground.skill[a], runs), 0.0)
        decisive = at(game.decisiveness, runs)
        threat = seen * at(game.defender_advantage, runs)
        with_effort = laws.win_chance(joined, threat, decisive)
        without = laws.win_chance(local, threat, decisive)
        held = self._held(runs)
        terms = {
            "worth": at_row(self.worth, runs)
            * laws.stake(held, with_effort, without)
            * (1.0 + game.incentives.preemption(self, runs)),
            "losses": -at(self.caution, runs) * laws.exposed_share(joined, threat),
            "wariness": -at(self.fear, runs) * ground.wariness[a][rows, runs],
            "restraint": -game.incentives.restraint(self, runs),
        }
        corridor = game.incentives.corridor_worth(self, runs)
        if corridor is not None:
            terms["corridor"] = corridor
        grievance = game.incentives.grievance(self, runs)
        if grievance is not None:
            terms["grievance"] = grievance
        return terms

    def _held(self, runs: NDArray[np.int64]) -> Floats:
        """Share of each option's zone held by the actor and its friends."""
        ground = self.game.ground
        rows = np.array(self.options)[:, None]
        held = ground.control[self.place][rows, runs]
        for friend in ground.friends[self.place]:
            held = held + ground.control[friend][rows, runs]
        return np.asarray(np.minimum(held, 1.0))

    def _tell(self, terms: dict[str, Floats], utility: Floats, choice: int, changed: bool) -> None:
        """Record what was weighed in the one run that is told."""
        chances = laws.choice_chances(utility, float(np.asarray(self.noise).reshape(-1)[0]))
        names = ("hold", *self.option_names)
        options = tuple(
            Option(
                name,
                {} if k == 0 else {term: float(rows[k - 1, 0]) for term, rows in terms.items()},
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

    # fight -------------------------------------------------------------------------------------

    def attack(self) -> None:
        """Fight for the zone of the main effort, where the own force has arrived and meets foes."""
        game, ground, a = self.game, self.game.ground, self.place
        foes = ground.foes[a]
        if not self.options or not foes:
            return
        runs = np.flatnonzero(self.effort != HOLD)
        own = ground.force[a, self.effort[runs], runs]
        runs = runs[own >= PRESENT]
        if not len(runs):
            return
        zone = self.effort[runs]
        there = ground.force[np.array(foes)[:, None], zone, runs]
        met = there >= PRESENT
        runs_met = met.any(axis=0)
        if not runs_met.any():
            return
        runs, zone, there, met = runs[runs_met], zone[runs_met], there[:, runs_met], met[:, runs_met]
        there = np.where(met, there, 0.0)
        strength = ground.strength[a, zone, runs]
        everyone = total(there)
        luck = laws.mean_one(self._luck.today[0, runs], at(game.battle_noise, runs))
        rate = at(game.attrition, runs) * luck
        lost, killed, fierce = np.zeros(len(runs)), np.zeros(len(runs)), np.zeros(len(runs))
        for k, foe in enumerate(foes):
            intensity = np.where(met[k], 1.0 - game.incentives.held_back(self, foe, zone, runs), 0.0)
            aimed = strength * (there[k] / everyone)
            other = game.field[foe]
            if other.spec.irregular:
                hit = laws.dispersed_losses(rate, aimed, there[k], at(game.ambush_scale, runs))
            else:
                hit = laws.aimed_losses(rate, aimed)
            back = laws.aimed_losses(
                rate * at(game.defender_advantage, runs), ground.strength[foe, zone, runs]
            )
            hit, back = intensity * np.minimum(hit, there[k]), intensity * back
            ground.losses[foe, zone, runs] += hit
            lost += back
            killed += hit
            fierce = np.maximum(fierce, intensity)
            self._breach_truces(foe, zone, runs, intensity)
        lost = np.minimum(lost, ground.force[a, zone, runs])
        ground.losses[a, zone, runs] += lost
        ground.fought[zone, runs] |= fierce > 0.0
        if game.chronicle:
            game.chronicle.battle(self, int(zone[0]), float(lost[0]), float(killed[0]), fierce[0])

    def harass(self) -> None:
        """Fire at foes that face the own force, where chance and restraint allow it."""
        game, ground, a = self.game, self.game.ground, self.place
        foes = ground.foes[a]
        if not foes or not self._fire_zones:
            return
        rows = self.reach_array
        chance = game.incentives.fire_chance(self, self._fire_zones)
        fires = (self._fire.today < chance) & (ground.force[a][rows] >= PRESENT)
        fires &= ground.threat[a][rows] > 0.0
        row, runs = np.nonzero(fires)
        if not len(runs):
            return
        zone = rows[row]
        there = ground.force[np.array(foes)[:, None], zone, runs]
        everyone = total(there)
        met = everyone >= PRESENT
        rate = at(game.fire_losses, runs)
        hit = np.where(met, rate * ground.strength[a, zone, runs], 0.0)
        share = np.minimum(hit / np.where(met, everyone, 1.0), 1.0)
        for k, foe in enumerate(foes):
            ground.losses[foe, zone, runs] += share * there[k]
            self._breach_truces(foe, zone, runs, np.where(met, there[k] >= PRESENT, 0.0))

    def _breach_truces(
        self, foe: int, zone: NDArray[np.int64], runs: NDArray[np.int64], hits: Floats
    ) -> None:
        """Let ceasefires know of an attack on a foe, where ``hits`` is above zero."""
        for truce in self.game.ceasefires:
            truce.note(self, foe, zone, runs, hits)

    # move --------------------------------------------------------------------------------------

    def march(self) -> None:
        """Let the mobile part of each force flow a hop toward the main effort.

        A force that faces foes gets away only in the proportion of its own strength there.
        """
        game, ground, a = self.game, self.game.ground, self.place
        runs = np.flatnonzero(self.effort != HOLD)
        if not len(self.reach) or not len(runs):
            return
        rows = self.reach_array[:, None]
        target = self.effort[runs]
        leg = self.map.leg[target][:, self.reach_array].T
        if not (leg >= 0).any():
            return
        goal = self.map.hop[target][:, self.reach_array].T
        force, garrison = ground.force[a][rows, runs], ground.garrison[a][rows, runs]
        strength, threat = ground.strength[a][rows, runs], ground.threat[a][rows, runs]
        both = strength + threat
        loose = np.where(both > 0.0, strength / np.where(both > 0.0, both, 1.0), 1.0)
        pace = game.paces[leg] if game.paces.ndim == 1 else game.paces[leg, runs]
        flow = np.where(leg >= 0, np.maximum(force - garrison, 0.0) * loose * pace, 0.0)
        ground.force[a][rows, runs] = force - flow
        width = len(runs)
        place = (goal * width + np.arange(width)).ravel()
        come = np.bincount(place, weights=flow.ravel(), minlength=len(ground.zones) * width)
        ground.force[a][rows, runs] += come.reshape(-1, width)[self.reach_array]

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


def at_row(rows: Floats, runs: NDArray[np.int64]) -> Floats:
    """Rows of per-run values in some runs: shape ``(k, n)`` or ``(k, 1)``, or one row of these."""
    return rows if rows.shape[-1] == 1 else rows[..., runs]
