"""The reference game as most would write it: a scalar Mesa model, one run a model, loops over agents."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import mesa
import numpy as np

from benchmarks.reference.figures import MEASURES, RULES, figures


class Force(mesa.Agent):  # type: ignore[misc]
    """An actor with fighters by zone, a main effort, and a share of each zone."""

    def __init__(self, model: Depot, place: int) -> None:
        super().__init__(model)
        f = figures()
        self.place = place
        self.fighters: list[float] = f.force[place].tolist()
        self.control: list[float] = f.control[place].tolist()
        self.garrison = [x * (1.0 - float(f.mobility[place])) for x in self.fighters]
        self.skill, self.noise = float(f.skill[place]), float(f.noise[place])
        self.caution, self.fear = float(f.caution[place]), float(f.fear[place])
        self.tempo, self.fire = float(f.tempo[place]), float(f.fire[place])
        self.recruits, self.reserve = float(f.recruits[place]), int(f.reserve[place])
        self.worth: list[float] = f.worth[place].tolist()
        self.options = [z for z in model.zones if f.option[place, z]]
        self.reach = [z for z in model.zones if f.reach[place, z]]
        self.hides = bool(f.hides[place])
        self.effort: int | None = None
        self.alarmed = True
        self.wariness = 0.0
        self.lost = 0.0
        self.losses = [0.0] * len(model.zones)
        self.columns: list[tuple[int, int, float]] = []

    @cached_property
    def foes(self) -> list[Force]:
        """Who fights it."""
        return [other for other in self.model.forces if figures().foes[self.place, other.place]]

    @cached_property
    def friends(self) -> list[Force]:
        """Who fights beside it."""
        return [other for other in self.model.forces if figures().allies[self.place, other.place]]

    def loose(self, zone: int) -> float:
        """Fighters that may leave a zone."""
        return max(self.fighters[zone] - self.garrison[zone], 0.0)

    def look(self) -> None:
        """Store strengths as they are in the morning, for all decisions of the day."""
        self.strength = [x * self.skill for x in self.fighters]
        self.coming = list(self.strength)
        for _, there, fighters in self.columns:
            self.coming[there] += fighters * self.skill

    def survey(self) -> None:
        """Store what the sides hold in the morning."""
        self.held = [
            min(self.control[z] + sum(friend.control[z] for friend in self.friends), 1.0)
            for z in self.model.zones
        ]

    def threat(self, zone: int) -> float:
        """Strength of the foes in a zone this morning."""
        return float(sum(foe.strength[zone] for foe in self.foes))

    def support(self, zone: int) -> float:
        """Strength of its side in a zone this morning."""
        return float(self.strength[zone] + sum(friend.strength[zone] for friend in self.friends))

    def decide(self) -> None:
        """Review the main effort, now and then."""
        rng = self.model.rng
        if not (rng.random() * self.tempo < 1.0 or self.alarmed):
            return
        spare = sum(self.loose(z) for z in self.reach)
        staying = self.staying(spare)
        utility = {
            z: u + self.shake() for z in self.options if (u := self.weigh(z, spare, staying)) is not None
        }
        cost = self.model.turning_cost if self.model.day > 1 and self.effort is not None else 0.0
        hold = staying - cost + self.shake()
        best = max(utility, key=lambda z: utility[z], default=None)
        self.effort = best if best is not None and utility[best] > hold else None

    def shake(self) -> float:
        """A Gumbel draw."""
        return -self.noise * math.log(self.model.rng.exponential())

    def weigh(self, zone: int, spare: float, staying: float) -> float | None:
        """What an effort for a zone is worth; None if it would win too little to turn to it."""
        model, held = self.model, self.held[zone]
        support = self.coming[zone] + sum(friend.coming[zone] for friend in self.friends)
        looming = sum(foe.coming[zone] for foe in self.foes)
        facing = looming * math.exp(model.fog * model.rng.normal())
        facing *= model.defender_advantage ** (1.0 - 2.0 * held)
        joined = support + max(spare - self.loose(zone), 0.0) * self.skill
        with_effort, without = model.win_chance(joined, facing), model.win_chance(support, facing)
        value = self.worth[zone] * ((1.0 - held) * with_effort + held * (with_effort - without))
        turns = zone != self.effort
        if staying >= 0.0 and (value <= 0.0 or (turns and value < model.turning_cost)):
            return None
        if turns and model.day > 1:
            value -= model.turning_cost
        if facing > 0.0:
            value -= self.caution * facing / (joined + facing)
        return value - self.qualms(zone)

    def qualms(self, zone: int) -> float:
        """What the exclusion takes off."""
        model = self.model
        if self.place != model.bound or zone != model.depot:
            return 0.0
        return self.fear * self.wariness + model.obedience * model.restraint

    def staying(self, spare: float) -> float:
        """What holding is worth: nothing, or less where it breaks the exclusion."""
        if self.place != self.model.bound or spare <= 0.0:
            return 0.0
        depot = self.model.depot
        return -self.loose(depot) / spare * self.qualms(depot)

    def march(self) -> None:
        """Set out a hop toward the main effort, and let columns arrive whose days are over."""
        f, today = figures(), self.model.day
        if self.effort is not None:
            flows = []
            for zone in self.reach:
                days, loose = int(f.leg[zone, self.effort]), self.loose(zone)
                if days and loose > 0.0:
                    there = int(f.hop[zone, self.effort])
                    flows.append((zone, there, days, loose * self.free(zone, there, loose)))
            goals = {there for _, there, *_ in flows}
            strong = {goal: self.enough(goal, [f[3] for f in flows if f[1] == goal]) for goal in goals}
            for here, there, days, flow in flows:
                if strong[there]:
                    self.fighters[here] -= flow
                    self.columns.append((today + days - 1, there, flow))
        for arrival, there, fighters in self.columns:
            if arrival == today:
                self.fighters[there] += fighters
        self.columns = [column for column in self.columns if column[0] > today]

    def homeward(self, there: int) -> bool:
        """Whether its side holds a zone, or is the stronger there."""
        return self.held[there] > 0.5 or self.support(there) > self.threat(there)

    def enough(self, there: int, flows: list[float]) -> bool:
        """Whether its side there, with all who march there, could contain the foes."""
        backing = self.coming[there] + sum(friend.coming[there] for friend in self.friends)
        strength = backing + sum(flows) * self.skill
        return self.homeward(there) or self.model.masking * self.threat(there) <= strength

    def free(self, here: int, there: int, loose: float) -> float:
        """The part that foes let go: back to its own side, or past them with what does not contain them."""
        foes = self.threat(here)
        if foes <= 0.0:
            return 1.0
        if self.homeward(there):
            return 1.0 if loose < 1.0 else self.strength[here] / (self.strength[here] + foes)
        return max(1.0 - self.model.masking * foes / max(self.support(here), 1e-12), 0.0)

    def arrived(self) -> bool:
        """Whether it stands where it wants to go."""
        return self.effort is not None and self.fighters[self.effort] >= 1.0

    def attack(self) -> None:
        """Attack all foes in the zone of the main effort."""
        model, zone = self.model, self.effort
        if zone is None or not self.arrived():
            return
        met = [foe for foe in self.foes if foe.fighters[zone] >= 1.0]
        if not met:
            return
        model.fought.add(zone)
        rate = model.attrition * model.luck(model.battle_noise)
        mine = self.fighters[zone] * self.skill
        everyone = sum(foe.fighters[zone] for foe in met)
        paid = 0.0
        for foe in met:
            there = foe.fighters[zone]
            hit = rate * mine * there / everyone
            if foe.hides:
                hit *= there / (there + model.ambush_scale)
            foe.losses[zone] += min(hit, there)
            if foe.effort != zone:
                pressing = [o for o in foe.foes if o.effort == zone and o.arrived()]
                pressed = sum(other.fighters[zone] * other.skill for other in pressing)
                worth = (
                    model.hasty_defence + (model.defender_advantage - model.hasty_defence) * foe.held[zone]
                )
                paid += rate * worth * there * foe.skill * mine / pressed
        self.losses[zone] += min(paid, self.fighters[zone])

    def harass(self) -> None:
        """Fire at foes that are near."""
        for zone in self.reach:
            if self.model.rng.random() >= self.fire or self.fighters[zone] < 1.0:
                continue
            near = [foe for foe in self.foes if zone in foe.reach]
            everyone = sum(foe.fighters[zone] for foe in near)
            if everyone >= 1.0:
                share = min(self.model.fire_losses * self.fighters[zone] * self.skill / everyone, 1.0)
                for foe in near:
                    foe.losses[zone] += share * foe.fighters[zone]

    def bury(self) -> None:
        """Take losses off."""
        for zone, losses in enumerate(self.losses):
            gone = min(losses, self.fighters[zone])
            self.fighters[zone] -= gone
            self.lost += gone
        self.losses = [0.0] * len(self.losses)

    def recruit(self) -> None:
        """Take in new fighters."""
        self.fighters[self.reserve] += self.recruits


class Depot(mesa.Model):  # type: ignore[misc]
    """One run of the reference game."""

    NAMES = MEASURES

    def __init__(self, seed: int = 0) -> None:
        super().__init__(rng=seed)
        self.rng: Any = np.random.default_rng(seed)
        f = figures()
        self.zones = range(f.force.shape[1])
        for name, value in zip(RULES, f.rules.tolist(), strict=True):
            setattr(self, name, value)
        bound, depot, *line = f.line.tolist()
        self.bound, self.depot = int(bound), int(depot)
        self.tolerance, self.trigger, self.obedience, self.detects, self.resolve, self.cost = line
        self.forces = [Force(self, place) for place in range(len(f.force))]
        self.day = 0
        self.strikes, self.first, self.breaches, self.at_depot = 0, math.nan, 0, 0.0
        self.datacollector = mesa.DataCollector(model_reporters={"measures": Depot.measures})

    def win_chance(self, own: float, threat: float) -> float:
        """Chance to hold a zone."""
        if threat <= 0.0:
            return 1.0
        if own <= 0.0:
            return 0.0
        return 1.0 / (1.0 + math.exp(min(self.decisiveness * math.log(threat / own), 700.0)))

    def luck(self, spread: float) -> float:
        """Log-normal luck with mean one."""
        return math.exp(spread * self.rng.normal() - 0.5 * spread * spread)

    def step(self) -> None:
        """Play a day."""
        self.day += 1
        self.fought: set[int] = set()
        for act in ("look", "survey", "decide", "march"):
            self.agents.do(act)
        struck = self._strike()
        for act in ("attack", "harass", "bury"):
            self.agents.do(act)
        self._drift()
        self.agents.do("recruit")
        self._close(struck)

    def _strike(self) -> bool:
        target, zone = self.forces[self.bound], self.depot
        there = target.fighters[zone]
        depth = min(max((there - self.tolerance) / self.trigger, 0.0), 1.0)
        if self.rng.random() >= 1.0 - math.exp(-self.resolve * self.detects * depth):
            return False
        self.strikes += 1
        if math.isnan(self.first):
            self.first = float(self.day)
        target.losses[zone] += min(self.cost * self.luck(self.strike_spread), there)
        return there >= 1.0

    def _drift(self) -> None:
        for zone in self.zones:
            present = [force for force in self.forces if force.fighters[zone] >= 1.0]
            everyone = sum(force.fighters[zone] * force.skill for force in present)
            contested = any(other in force.foes for force in present for other in present)
            if not everyone or (contested and zone not in self.fought):
                continue
            speed = self.drift if contested else self.occupation
            nobody = max(1.0 - sum(force.control[zone] for force in self.forces), 0.0)
            held = [force.control[zone] for force in self.forces]
            for force in present:
                part = speed * force.fighters[zone] * force.skill / everyone
                force.control[zone] += part * nobody
                for foe in force.foes:
                    foe.control[zone] -= part * held[foe.place]
                    force.control[zone] += part * held[foe.place]

    def _close(self, struck: bool) -> None:
        target = self.forces[self.bound]
        if target.fighters[self.depot] > self.tolerance and self.rng.random() < self.detects:
            self.breaches += 1
        target.wariness = target.wariness * math.exp(-math.log(2.0) / self.wariness_fades)
        target.wariness += self.wariness * struck
        for force in self.forces:
            force.alarmed = struck and force is target
        self.at_depot += target.fighters[self.depot]
        self.running = self.day < figures().days
        self.datacollector.collect(self)

    def measures(self) -> dict[str, float]:
        """What the run came to."""
        guards, militia, raiders = self.forces
        values = (
            self.strikes, self.first, self.breaches, self.at_depot / max(self.day, 1),
            guards.control[self.depot] + militia.control[self.depot], raiders.control[1],
            raiders.lost, guards.lost, militia.lost,
        )  # fmt: skip
        return dict(zip(MEASURES, values, strict=True))


def play(runs: int, processes: int = 1, seed: int = 0) -> dict[str, Any]:
    """Play many runs with ``mesa.batch_run``; measures by name, shape ``(runs,)``."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 3.5 announces another interface for 4.0
        rows = mesa.batch_run(
            Depot, {"seed": list(range(seed, seed + runs))}, number_processes=processes,
            data_collection_period=-1, display_progress=False,
        )  # fmt: skip
    return {name: np.array([row["measures"][name] for row in rows], dtype=np.float64) for name in MEASURES}
