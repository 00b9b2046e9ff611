"""Constraints: whom they bind where, how they are breached, and what is seen of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRun, ByRunOr1, FlagByRun, Floats, IndexByRun
from whitecell.game.ground import PRESENT
from whitecell.game.record import Event, Option, Weighing
from whitecell.scenario.clauses import Constraint, Exclusion, StrikeCoordination

if TYPE_CHECKING:
    from whitecell.game.chronicle import Chronicle
    from whitecell.game.war_game import WarGame


class ConstraintAgent(mesa.Agent):  # type: ignore[misc]
    """What every kind of constraint does: it binds, is breached, and is watched.

    Attributes
    ----------
    in_force : array of bool, shape ``(n_runs,)``
        Part of the state; to be assigned when it changes, never written into.
    standing : bool
        Whether it is in force in any run.
    obeyed : array, shape ``(n_bound, n_runs)``
        How far each actor bound obeys today, 0 to 1; 0 while not in force. ``obedience`` has its rows by
        actor.
    broke : dict of str to array of bool, shape ``(n_runs,)``
        Who breached it today.
    recorded, blamed : the same
        Breaches that the watcher recorded, and whom it holds responsible.
    laid_at : dict of str to array of int, shape ``(n_runs,)``
        For each actor that breached it: at whose door the watcher lays that, as a place in ``bound``; −1
        where it recorded nothing.
    adoption : array, shape ``(n_runs,)``
        A number drawn once: as a clause it enters the text where its chance is larger.
    restrains : bool
        Whether it forbids anything on the ground.
    """

    restrains = True

    def __init__(self, game: WarGame, name: str, spec: Constraint) -> None:
        super().__init__(game)
        self.game = game
        self.name = name
        self.spec = spec
        n = game.n_runs
        self.bound = tuple(sorted(spec.applies_to, key=game.actor_key))
        self.agreement = spec.brought_by
        self.section, self.row = game.state.constraints, game.layout.row("constraints", name)
        self.own_obedience = {
            actor: game.ledger.value(spec.obedience.get(actor, 0.0)) for actor in self.bound
        }
        self.obeyed: Floats = np.zeros((len(self.bound), n))
        self.obedience: dict[str, Floats] = dict(zip(self.bound, self.obeyed, strict=True))
        # After how many turns of its patrons and changes of where it is in force each obedience was set.
        self._pulled: dict[str, tuple[int, int]] = {}
        self._changes = 0
        self.in_force = np.full(n, not self.agreement, dtype=np.bool_)
        self.zones = game.ground.zones.indices(spec.zones)
        self.covers: NDArray[np.bool_] = np.zeros(len(game.ground.zones), dtype=np.bool_)
        self.covers[self.zones] = True
        self.broke: dict[str, FlagByRun] = {}
        self.recorded: dict[str, FlagByRun] = {}
        self.blamed: dict[str, FlagByRun] = {}
        self.laid_at: dict[str, IndexByRun] = {}
        watch = spec.watched_by
        self.detects = game.ledger.value(watch.detects) if watch else 0.0
        self.misblames = game.ledger.value(watch.blames_wrongly) if watch else 0.0
        keys = [f"{name}/{game.actor_key(actor)}" for actor in self.bound]
        self._seen = game.dice.streams("uniform", [f"{key}/seen" for key in keys] if watch else [])
        astray = watch and len(self.bound) > 1 and bool(np.any(np.asarray(self.misblames) > 0.0))
        self._blame = game.dice.streams("uniform", [f"{key}/blame" for key in keys] if astray else [])
        self.adoption = game.dice.once("uniform", f"{name}/adopted")
        self._nowhere = np.zeros(n, dtype=np.bool_)
        self._nobody: IndexByRun = np.full(n, -1, dtype=np.int64)
        ConstraintAgent.forget(self)

    @property
    def in_force(self) -> FlagByRun:
        """Runs in which it is in force."""
        runs: FlagByRun = self.section.in_force[self.row]
        return runs

    @in_force.setter
    def in_force(self, runs: FlagByRun) -> None:
        self.section.in_force[self.row] = runs
        self.standing = bool(runs.any())
        self._changes += 1

    def rebuild(self) -> None:
        """Forget what was made of a state that has been replaced."""
        self.standing = bool(self.in_force.any())
        self._pulled.clear()

    def forget(self) -> None:
        """Forget what belongs to one day only."""
        self.broke = dict.fromkeys(self.bound, self._nowhere)
        self.recorded = dict.fromkeys(self.bound, self._nowhere)
        self.blamed = dict.fromkeys(self.bound, self._nowhere)
        self.laid_at = dict.fromkeys(self.bound, self._nobody)

    def consider(self, options: list[tuple[int, int]]) -> None:
        """Learn of the options of all deciders, each the places of an actor and a zone."""

    def bites(self, option: NDArray[np.int64], post: NDArray[np.int64]) -> Floats | float:
        """How far it concerns some options in some runs, 0 to 1.

        ``option`` and ``post`` find them in arrays of shape ``(n_options, n_runs)`` and
        ``(n_actors, n_zones, n_runs)`` laid out flat.
        """
        return 1.0

    def press(self) -> None:
        """Set how far each bound actor obeys: its own wish, and its patrons' will times leverage."""
        for actor in self.bound:
            patrons = self.game.patrons_of.get(actor, ())
            turns = sum(patronage.turns for patronage in patrons)
            before = self._pulled.get(actor)
            if before == (turns, self._changes):
                continue
            pull = self.own_obedience[actor]
            for patronage in patrons:
                pull = pull + patronage.push(self) * patronage.leverage
            np.multiply(np.clip(pull, 0.0, 1.0), self.in_force, out=self.obedience[actor])
            self._pulled[actor] = turns, self._changes

    def binds(self, actor: str) -> bool:
        """Whether it binds this actor at all."""
        return actor in self.obedience

    def judge(self) -> None:
        """See who is in breach today, and what the watcher makes of it."""
        self.find_breaches()
        for k, actor in enumerate(self.bound):
            if self.broke[actor] is self._nowhere:
                continue
            self.broke[actor] = self.broke[actor] & self.in_force
            if not len(self._seen.names) or not self.broke[actor].any():
                continue
            seen = self.broke[actor] & (self._seen.today[k] < self.detects)
            self.recorded[actor] = seen
            self.laid_at[actor] = np.where(seen, k, -1)
            if len(self._blame.names):
                self._lay_at_another(k, seen)
            self._blame_for(actor, seen)
        if self.game.chronicle:
            self._tell(self.game.chronicle)

    def _lay_at_another(self, k: int, seen: FlagByRun) -> None:
        """Where the watcher errs, lay a breach at the door of one of the others who were there.

        Each of them has the same chance. Where nobody else was there, the breaker is recognised.
        """
        astray = self._blame.today[k]
        wrongly = seen & (astray < self.misblames)
        if not wrongly.any():
            return
        others = [j for j in range(len(self.bound)) if j != k]
        there = np.array([wrongly & self._seen_in_zones(self.bound[j]) for j in others])
        count = there.sum(axis=0)
        spin = astray / np.maximum(self.misblames, 1e-12)
        pick = np.minimum((spin * count).astype(np.int64), np.maximum(count - 1, 0))
        nth = there.cumsum(axis=0) - 1
        laid_at = self.laid_at[self.bound[k]]
        for row, j in enumerate(others):
            laid_at = np.where(there[row] & (nth[row] == pick), j, laid_at)
        self.laid_at[self.bound[k]] = laid_at

    def _seen_in_zones(self, actor: str) -> FlagByRun:
        """Runs in which an actor has forces in the zones, or flies over them."""
        game, ground = self.game, self.game.ground
        there = self._nowhere
        if actor in ground.field:
            place = ground.field.index(actor)
            for z in self.zones:
                there = there | (ground.forces.fighters[place, z] >= PRESENT)
        for z in self.zones:
            there = there | (np.asarray(game.air.flying(actor, z)) > 0.0)
        return there

    def _blame_for(self, actor: str, seen: FlagByRun) -> None:
        """Hold responsible whomever the breaches of an actor are laid at."""
        laid_at = self.laid_at[actor]
        for j, blamed in enumerate(self.bound):
            at_its_door = seen & (laid_at == j)
            if at_its_door.any():
                self.blamed[blamed] = self.blamed[blamed] | at_its_door

    def find_breaches(self) -> None:
        """Mark in ``broke`` who breaches it today."""

    def _tell(self, chronicle: Chronicle) -> None:
        row = self.game.layout.row
        for actor in self.bound:
            broke = bool(self.broke[actor][0])
            in_breach = chronicle.story.in_breach[row("bound", (self.name, actor))]
            if broke and not in_breach[0]:
                recorded = bool(self.recorded[actor][0])
                blamed = self.bound[int(self.laid_at[actor][0])] if recorded else actor
                self.game.tell(
                    Event(
                        self.game.day,
                        "judge",
                        "breach",
                        actor,
                        thing=self.name,
                        others=(blamed,) if blamed != actor else (),
                        numbers={"recorded": float(recorded)},
                    )
                )
            in_breach[0] = broke


class ExclusionAgent(ConstraintAgent):
    """Keeps actors out of zones; may be enforced by strikes."""

    def __init__(self, game: WarGame, name: str, spec: Exclusion) -> None:
        super().__init__(game, name, spec)
        value = game.ledger.value
        self.tolerance, self.trigger = value(spec.tolerance), value(spec.trigger)
        self.kept_out = game.ground.field.indices(self.bound)
        answer = spec.answered_by
        self.striker = answer.actor if answer and answer.by == "strike" else ""
        self.scale = None if answer is None or answer.scale is None else value(answer.scale)
        self.enforcers = [
            a
            for a, n in enumerate(game.ground.field.names)
            if self.striker and game.ties.under(n, self.striker)
        ]
        self.strike_zones = [z for z in self.zones if self.striker and self._can_strike(z)]
        keys = [f"{name}/{game.zone_key(z)}" for z in self.strike_zones]
        self._fire = game.dice.streams("uniform", [f"{key}/strike" for key in keys])
        self._harm = game.dice.streams("normal", [f"{key}/strike losses" for key in keys])
        self.resolve = value(answer.resolve) if answer else 0.0
        self.cost = value(answer.losses) if answer else 0.0
        self.spread = value(game.rules.strike_spread)
        self.strikes: Floats = np.zeros((len(game.ground.zones), game.n_runs))
        for actor in self.kept_out:
            fielded = game.field[actor]
            fielded.wary_zones = sorted({*fielded.wary_zones, *self.strike_zones})

    def _can_strike(self, zone: int) -> bool:
        """Whether the striker can ever have the means to strike in a zone."""
        game = self.game
        if self.scale is None:
            return game.air.flies(self.striker, zone)
        return any(zone in game.field[a].reach for a in self.enforcers)

    def _means(self, zone: int) -> ByRunOr1:
        """The part of its means that the striker has for a zone today, 0 to 1.

        From the air all or nothing, by whether it has sorties there; with a ``scale``, its fighters there and
        those of the actors that it leads, as a part of that scale.
        """
        if self.scale is None:
            return self.game.air.flying(self.striker, zone)
        return laws.enforcing_share(self.game.ground.presence(self.enforcers, zone), self.scale)

    def find_breaches(self) -> None:
        """More fighters of one actor than tolerated, over all the zones together."""
        ground = self.game.ground
        if not self.standing:
            return
        for a in self.kept_out:
            there = sum((ground.forces.fighters[a, z] for z in self.zones), np.zeros(self.game.n_runs))
            self.broke[ground.field.names[a]] = there > self.tolerance

    def strike(self) -> None:
        """Strike whoever is too near, by chance that rises with presence and resolve."""
        game, ground = self.game, self.game.ground
        if self.strike_zones:
            self.strikes[:] = 0.0
        if not self.standing and not game.chronicle:
            return
        hand = game.incentives.stayed_hand(self.striker) if self.strike_zones else 0.0
        for k, z in enumerate(self.strike_zones):
            presence = ground.presence(self.kept_out, z)
            depth = laws.breach_depth(presence, self.tolerance, self.trigger)
            hazard = self.resolve * self.detects * depth * np.exp(-hand)
            chance = laws.hazard_chance(hazard) * self.in_force * self._means(z)
            hit = self._fire.today[k] < chance
            if game.chronicle and depth[0] > 0.0:
                self._tell_weighing(z, hazard, chance, depth, bool(hit[0]))
            if not hit.any():
                continue
            self.strikes[z] = hit
            harm = hit * (self.cost * laws.mean_one(self._harm.today[k], self.spread))
            harm = np.minimum(harm, presence)
            ground.lose(self.kept_out, z, harm)
            struck = []
            for a in self.kept_out:
                here = hit & (ground.forces.fighters[a, z] >= 1.0)
                game.field[a].struck[z] |= here
                if here[0]:
                    struck.append(ground.field.names[a])
                for rivalry in game.rivalries.values():
                    rivalry.feel_strike(self.striker, ground.field.names[a], here)
            if game.chronicle and hit[0]:
                numbers = {"lost": float(harm[0])}
                game.tell(
                    Event(
                        game.day, "strike", "strike", self.striker, ground.zones.names[z],
                        self.name, tuple(struck), numbers,
                    )
                )  # fmt: skip

    def _tell_weighing(self, zone: int, hazard: ByRun, chance: ByRun, depth: ByRun, hit: bool) -> None:
        name = self.game.ground.zones.names[zone]
        terms = {"breach": float(depth[0]), "hazard": float(hazard[0])}
        option = Option(name, terms, float(hazard[0]), float(chance[0]))
        chosen = name if hit else "hold fire"
        self.game.weigh(Weighing(self.game.day, self.striker, "strike", (option,), chosen, self.name))


class CoordinationAgent(ConstraintAgent):
    """Makes air forces work together; it is not breached, it is only there or not."""

    restrains = False

    def __init__(self, game: WarGame, name: str, spec: StrikeCoordination) -> None:
        super().__init__(game, name, spec)
        self.shared_effort = game.ledger.value(spec.shared_effort)
        self.against = frozenset(game.ground.field.indices(spec.against))
