"""Exclusions: they keep actors out of zones, and may be enforced by strikes, with or without warnings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, Flags, Floats, any_of, divisor, limited, total
from whitecell.game.board import Board
from whitecell.game.clauses.clause import ConstraintAgent
from whitecell.game.clauses.notice import Notice
from whitecell.game.picks import picking
from whitecell.game.policy import Proposal, by_itself, obeyed
from whitecell.game.powers.patronage import Patronage
from whitecell.game.powers.rivalry import RivalryAgent
from whitecell.game.state.today import Contact
from whitecell.scenario.clauses import Exclusion, Within
from whitecell.scenario.distance import km_to_line

Rows = NDArray[np.int64]
DEEDS = {"strike": "strike", "turn back": "turned_back", "seize": "seized"}
"""For each kind of answer the kind of happening that is logged."""


class ExclusionAgent(ConstraintAgent):
    """Keeps actors out of zones; may be enforced by strikes.

    Attributes
    ----------
    kept_out : list of int
        Rows of the field that it binds: fielded actors and arms.
    striker : str
        The actor that enforces it; empty for nobody.
    strike_zones : list of int
        Zones in which the striker can ever have the means.
    warned_zones : list of int
        The strike zones in which it warns first.
    """

    def __init__(
        self,
        board: Board,
        name: str,
        spec: Exclusion,
        patronages: Sequence[Patronage],
        rivalries: Sequence[RivalryAgent],
    ) -> None:
        super().__init__(board, name, spec, patronages)
        setup, value = board.setup, board.setup.value
        self.tolerance, self.trigger = value(spec.tolerance), value(spec.trigger)
        self._reach = None if spec.within is None else self._reaching(spec.within)
        self.kept_out = setup.field.indices(self.forces)
        self._of_actor: dict[str, list[int]] = {}
        for a in self.kept_out:
            self._of_actor.setdefault(setup.field.names[setup.owner[a]], []).append(a)
        self._find_pairs()
        answer = spec.answered_by
        self.striker = answer.actor if answer and answer.by in DEEDS else ""
        self.deed = answer.by if answer else ""
        self.scale = None if answer is None or answer.scale is None else value(answer.scale)
        self.enforcers = [
            a
            for a, n in enumerate(setup.field.names)
            if self.striker and setup.relations.under(n, self.striker)
        ]
        self.strike_zones = [z for z in self.zones if self.striker and self._can_strike(z)]
        self._airborne = {z: setup.flying(self.striker, z) for z in self.strike_zones}
        keys = [f"{name}/{setup.zone_key(z)}" for z in self.strike_zones]
        self._fire = board.dice.streams("uniform", [f"{key}/strike" for key in keys])
        self._harm = board.dice.streams("normal", [f"{key}/strike losses" for key in keys])
        self.resolve = value(answer.resolve) if answer else 0.0
        self.cost = value(answer.losses) if answer else 0.0
        self.spread = value(setup.scenario.rules.strike_spread)
        self._rivalries = rivalries
        self._notices = {
            z: Notice(board, name, z, answer, self.kept_out, self.enforcers, rivalries)
            for z in self.strike_zones
            if answer and answer.warns
        }
        self.warned_zones = list(self._notices)
        rows = {z: setup.layout.find("sittings", (name, z)) for z in self.strike_zones}
        self._sat = {z: board.state.answers.sat[row] for z, row in rows.items() if row is not None}
        self._sitting = value(answer.sitting) if answer else 1.0
        settles = answer.settles if answer else 0.0
        self._unsettled = setup.parameters.made(lambda: laws.fade(value(settles)), settles)

    def _find_pairs(self) -> None:
        """Find each force bound in each of its zones, a *pair*, and which actor's it is."""
        n_zones = len(self.board.setup.zones)
        pairs = [
            (k, a, z) for k, rows in enumerate(self._of_actor.values()) for a in rows for z in self.zones
        ]
        self._pairs: Rows = np.array([a * n_zones + z for _, a, z in pairs], dtype=np.int64)
        self._pair_zones: Rows = np.array([z for *_, z in pairs], dtype=np.int64)
        self._of_barred = picking(
            [(k, p) for p, (k, *_) in enumerate(pairs)], (len(self._of_actor), len(pairs))
        )
        # The rows of these actors in arrays of the day by bound actor.
        self._barred = [self.bound_row(actor) for actor in self._of_actor]

    def _reaching(self, within: Within) -> Flags:
        """Which zones it reaches, ``(n_zones, n_runs)``; updated if the distance moves."""
        setup = self.board.setup
        stated = setup.scenario.zones
        places = [stated[name].at for name in setup.zones.names]
        far = np.array([[np.inf if at is None else km_to_line(at, within.of)] for at in places])
        return setup.parameters.made(lambda: far <= setup.parameters.row(within.km), within.km)

    def reached(self, zone: int) -> FlagByRun | None:
        """Runs in which it reaches one of its zones today; None if it reaches all in every run."""
        return None if self._reach is None else self._reach[zone]

    def in_force_at(self, zone: int) -> FlagByRun:
        """Runs in which it is in force and reaches one of its zones."""
        return self.in_force if self._reach is None else self.in_force & self._reach[zone]

    def consider(self, options: Sequence[tuple[int, int]]) -> None:
        """Keep the zones of the options."""
        self._goal = np.array([zone for _, zone in options], dtype=np.int64)
        self.partly = self._reach is not None

    def forbids(self, option: NDArray[np.int64], run: NDArray[np.int64]) -> Floats | float:
        """1 in the zones that it reaches, 0 elsewhere."""
        if self._reach is None:
            return 1.0
        return self._reach[self._goal.take(option), run].astype(np.float64)

    def _inside(self, rows: Sequence[int], zone: int) -> ByRun:
        """Fighters of rows of the field in a zone, 0 in runs where it does not reach the zone."""
        there = self.board.presence(rows, zone)
        return there if self._reach is None else there * self._reach[zone]

    def _can_strike(self, zone: int) -> bool:
        """Whether the striker can ever have the means to strike in a zone."""
        setup = self.board.setup
        if self.scale is None:
            return bool(setup.flown_over(self.striker, zone))
        return any(zone in setup.reach[a] for a in self.enforcers)

    def _means(self, zone: int) -> ByRunOr1:
        """The part of its means that the striker has for a zone today, 0 to 1.

        From the air it is 1 if the striker has sorties there, else 0. With a ``scale`` it is the fighters
        there of the striker and the actors that it leads, divided by the scale, at most 1.
        """
        if self.scale is None:
            ordered = self.board.today.sorties_of
            return self.board.flying(self.striker, zone) if ordered else self._airborne[zone]
        return laws.enforcing_share(self.board.presence(self.enforcers, zone), self.scale)

    def breaches(self) -> None:
        """Mark actors whose bound forces in all zones together exceed the tolerance."""
        if not self.standing:
            return
        forces, n = self.board.state.forces.fighters, self.board.n_runs
        there = forces.reshape(-1, n).take(self._pairs, axis=0)
        if self._reach is not None:
            there *= self._reach.take(self._pair_zones, axis=0)
        self.board.today.broke[self._barred] = self._of_barred @ there > self.tolerance

    def act(self) -> None:
        """Strike actors in the zones, with a chance that rises with their presence and the resolve."""
        for k, z in enumerate(self.strike_zones):
            self._strike(k, z)

    def _inhibition(self) -> ByRunOr1:
        """The part that rivalries take off the log hazard of strikes."""
        stayed: ByRunOr1 = 0.0
        for rivalry in self._rivalries:
            stayed = stayed + rivalry.inhibits(self.striker)
        return stayed

    def _settle(self, zone: int, there: Floats) -> Floats | None:
        """Let newcomers in a zone settle overnight; gives how many of those there had settled before.

        None if it does not matter how long they have been there.
        """
        sat = self._sat.get(zone)
        if sat is None:
            return None
        before: Floats = np.minimum(sat, there)
        sat[:] = laws.settled(before, there, self._unsettled)
        return before

    def _strike(self, k: int, zone: int) -> None:
        """Choose whether to strike in a zone, and strike; ``k`` is the zone's place among the strike zones.

        An order to strike does not wait for warnings.
        """
        board, name = self.board, self.board.setup.zones.names[zone]
        there = self._inside(self.kept_out, zone)
        sat, notice = self._settle(zone, there), self._notices.get(zone)
        over = there - self.tolerance > 0.0
        concerned = over if board.log.told else self.in_force & over
        if not any_of(concerned) and not board.choice.guided(self.striker, "strike"):
            if notice is not None:
                notice.rest()
            return
        depth = laws.breach_depth(there, self.tolerance, self.trigger)
        too_many = depth > 0.0
        breach = self.in_force & too_many
        means = self._means(zone)
        terms: dict[str, ByRunOr1] = {"breach": depth}
        hazard = self.resolve * self.detects * depth * np.exp(-self._inhibition())
        if sat is not None:
            terms["arriving"] = laws.arriving_weight(there, sat, self._sitting)
            hazard = hazard * terms["arriving"]
        if notice is not None:
            drawn = np.asarray(self.detects * depth * terms.get("arriving", 1.0))
            hazard = hazard * notice.serve(breach, drawn, means)
            terms["notice"] = notice.left
        terms["hazard"] = hazard
        willing = laws.hazard_chance(hazard)
        can = breach * means
        chance = np.asarray(willing * can, dtype=np.float64)
        would = self._fire.today[k] < chance
        picks = board.choice.told(board.day, self.striker, "strike", thing=self.name, zone=name)
        hit = obeyed(picks, would)
        if picks is not None:
            # Even if ordered, a strike needs a target and means.
            hit = hit & (self._fire.today[k] < can)
        if board.log.told:
            board.log.weigh(
                Proposal(
                    self.striker, "strike", name, self.name, terms, hazard, chance, ("hold fire", name),
                    hit.astype(np.int64), too_many, by_itself(picks, would.astype(np.int64)),
                )
            )  # fmt: skip
        if not any_of(hit):
            return
        if self.deed != "strike":
            self._send_off(zone, hit)
            return
        harm = hit * (self.cost * laws.mean_one(self._harm.today[k], self.spread))
        harm = np.minimum(harm, there)
        share = board.lose(self.kept_out, zone, harm)
        struck = {}
        for actor, rows in self._of_actor.items():
            here = hit & (board.presence(rows, zone) >= 1.0)
            post = board.setup.posts.row_of.get((board.setup.field.index(actor), zone))
            if post is not None:
                board.today.struck[post] |= here
            struck[self._called(rows)] = here
            board.today.contacts.append(Contact(self.striker, actor, here))
        forces = board.state.forces.fighters
        lost = board.in_units("lost", harm, {a: share * forces[a, zone] for a in self.kept_out})
        board.log.happened(
            DEEDS[self.deed],
            hit,
            actor=self.striker,
            zone=name,
            thing=self.name,
            others=struck,
            numbers=lost,
        )

    def _called(self, rows: list[int]) -> str:
        """The name for bound rows of one actor: the arm's if they are a single arm, else the actor's."""
        names, owner = self.board.setup.field.names, self.board.setup.owner[rows[0]]
        return names[owner] if owner in rows or len(rows) > 1 else names[rows[0]]

    def _send_off(self, zone: int, hit: FlagByRun) -> None:
        """Turn back or seize the fighters above the tolerance in a zone, without fighting.

        Where the answer states ``losses``, this is the most at once.
        """
        board, setup = self.board, self.board.setup
        forces, name = board.state.forces.fighters, setup.zones.names[zone]
        there = self._inside(self.kept_out, zone)
        most = np.where(np.asarray(self.cost) > 0.0, self.cost, np.inf)
        share = hit * limited(there - self.tolerance, 0.0, most) / divisor(there)
        away = {a: forces[a, zone] * share for a in self.kept_out}
        gone = {
            self._called(rows): hit & (total([away[a] for a in rows]) > 0.0)
            for rows in self._of_actor.values()
        }
        for a, leave in away.items():
            if self.deed == "seize":
                board.lose([a], zone, leave)
                continue
            forces[a, zone] -= leave
            reserve = setup.reserve[a]
            forces[a, zone if reserve is None else reserve] += leave
        numbers = board.in_units("fighters", there * share, away)
        board.log.happened(
            DEEDS[self.deed], hit, actor=self.striker, zone=name, thing=self.name, others=gone,
            numbers=numbers,
        )  # fmt: skip
