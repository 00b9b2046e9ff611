"""The choice of main efforts: all actors that choose today, all their options, all runs together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import Floats, any_of, distinct, raised
from whitecell.game.board import Board
from whitecell.game.choice.menu import Menu, Options
from whitecell.game.choice.staying import Staying
from whitecell.game.choice.tables import Tables
from whitecell.game.choice.terms import Term, Turning
from whitecell.game.choice.view import Sight
from whitecell.game.diplomacy.agreement import AgreementAgent
from whitecell.game.policy import FREE, Question, in_run
from whitecell.game.record import Option, Weighing
from whitecell.game.state.sections import HOLD
from whitecell.scenario.effects import Order
from whitecell.scenario.orders import HOLDING

Indices = NDArray[np.int64]


class Efforts:
    """Decides which actors choose their main effort today, weighs their options, and takes one for each.

    Where staying costs nothing, a zone is an option only if it wins more than turning to it costs.
    """

    def __init__(
        self,
        board: Board,
        options: Options,
        sight: Sight,
        tables: Tables,
        terms: Sequence[Term],
        turning: Turning,
        staying: Staying,
        agreements: Sequence[AgreementAgent],
    ) -> None:
        self._board, self._options, self._sight, self._tables = board, options, sight, tables
        self._terms, self._turning, self._staying = terms, turning, staying
        setup, dice = board.setup, board.dice
        self._noise = setup.parameters.stack([spec.noise for spec in setup.cast])
        tempos = [setup.cast[a].tempo for a in options.deciders]
        tempo = setup.parameters.stack(tempos)
        self._tempo = setup.parameters.made(lambda: np.maximum(tempo, 1.0), *tempos)
        keys = [setup.actor_key(setup.field.names[a]) for a in options.deciders]
        self._review = dice.streams("uniform", [f"{key}/review" for key in keys])
        paths = [f"{setup.actor_key(setup.field.names[a])}/{setup.zone_key(z)}" for a, z in options.pairs]
        self._shake = dice.streams("exponential", [f"{path}/effort" for path in paths])
        self._shake_hold = dice.streams("exponential", [f"{key}/effort/hold" for key in keys])
        names = [options.name(k) for k in range(len(options.deciders))]
        told = {effect.actor for effect in setup.layout.effects if isinstance(effect, Order)}
        self._orderly = [k for k, name in enumerate(names) if name in told]
        # For each agreement: the deciders that it obliges, (n_deciders, 1).
        obliged = [[[any(c.obliges(name) for c in each.clauses)] for name in names] for each in agreements]
        self._alarms = [(each, np.array(those)) for each, those in zip(agreements, obliged, strict=True)]

    def decide(self) -> None:
        """Let every actor that chooses today take the option of largest shaken utility, or follow orders."""
        if not self._options.deciders:
            return
        self._tables.look()
        forces, log = self._board.state.forces, self._board.log
        orders = self._orders()
        due = self._due(orders)
        if not any_of(due):
            forces.beaten.fill(False)
            return
        menu = Menu(self._options, due)
        setup = self._board.setup
        spare = np.asarray(setup.posts.by_actor @ self._board.today.morning.mobile)
        outlook = self._sight.outlook(menu, spare)
        weighed = {term.name: term.weigh(menu, outlook) for term in self._terms}
        terms = {name: values for name, values in weighed.items() if values is not None}
        utility = self._sum(list(terms.values()))
        staying = self._staying.weigh(menu, spare)
        cost_of_staying = self._sum(list(staying.values()))
        gain = sum(terms[term.name] for term in self._terms if term.gains and term.name in terms)
        idle = self._turning.negligible(menu, np.asarray(gain))
        uneasy = cost_of_staying < 0.0
        if any_of(uneasy):
            idle &= ~menu.of_review(uneasy)
        staying[self._turning.name] = self._turning.halting(menu)
        shaken = laws.quantal_choice(utility, menu.of_actor(self._noise), self._shake.today.take(menu.flat))
        np.putmask(shaken, idle, -np.inf)
        best, zone = np.empty(len(menu.deciding)), np.empty(len(menu.deciding), dtype=np.int64)
        for k, block in menu.blocks():
            rows, own = self._options.rows[k], menu.own[k]
            mine = shaken[block].reshape(rows.stop - rows.start, -1)
            zone[own] = self._options.zone[rows].take(mine.argmax(axis=0))
            best[own] = mine.max(axis=0)
        shaken_hold = laws.quantal_choice(
            cost_of_staying + staying[self._turning.name],
            menu.each(self._noise),
            self._shake_hold.today.take(menu.deciding),
        )
        before = forces.effort.copy() if log.asks("effort") else None
        forces.effort.reshape(-1)[menu.effort] = np.where(best > shaken_hold, zone, HOLD)
        itself = forces.effort.copy() if orders and log.told else None
        self._obey(orders)
        forces.beaten.fill(False)
        if log.told:
            log.weigh(
                WeighedEfforts(
                    self._board, menu, self._terms, terms, staying, idle, self._noise, itself, orders
                )
            )
        if before is not None:
            self._say(before)

    @staticmethod
    def _sum(values: Sequence[Floats]) -> Floats:
        utility = values[0] + values[1]
        for more in values[2:]:
            utility += more
        return utility

    def _due(self, orders: Mapping[int, Indices]) -> NDArray[np.bool_]:
        """Deciders that choose today, by chance, alarm, defeat or order, ``(n_deciders, n_runs)``."""
        drawn = self._review.today * self._tempo
        due = drawn < 1.0
        for deciders, hurry in self._tables.hurry():
            due[deciders] = drawn[deciders] < 1.0 + hurry
        forces = self._board.state.forces
        due |= forces.alarmed.take(self._options.place, axis=0)
        due |= forces.beaten.take(self._options.place, axis=0)
        if any_of(self._board.state.agreements.changed):
            for agreement, bound in self._alarms:
                due |= bound & agreement.changed
        for k, picks in orders.items():
            due[k] |= (picks != FREE) & (self._ordered(k, picks) != forces.effort[self._options.deciders[k]])
        return due

    def _orders(self) -> dict[int, Indices]:
        """Picks of policies and effects, for deciders that have any: places among options, 0 to hold."""
        found = {k: self._told(k) for k in self._orderly}
        for k in () if self._board.choice.idle else range(len(self._options.deciders)):
            name = self._options.name(k)
            if self._board.choice.guided(name, "effort"):
                choices = (HOLDING, *self._options.zone_names(k))
                picks = self._board.choice.picked(Question(self._board.day, name, "effort", choices))
                found[k] = np.where(picks == FREE, found[k], picks) if k in found else picks
        return found

    def _told(self, k: int) -> Indices:
        """The pick that effects order: a place among options, 0 to hold; FREE where they order nothing."""
        forces, a = self._board.state.forces, self._options.deciders[k]
        zones = self._options.zone[self._options.rows[k]]
        place = np.zeros(self._board.n_runs, dtype=np.int64)
        for number, zone in enumerate(zones):
            place[forces.ordered[a] == zone] = number + 1
        return np.where(self._board.day < forces.obeys[a], place, FREE)

    def _ordered(self, k: int, picks: Indices) -> Indices:
        """Zones that were picked for a decider; meaningless in runs where nothing was picked."""
        return np.concatenate(([HOLD], self._options.zone[self._options.rows[k]]))[np.maximum(picks, 0)]

    def _obey(self, orders: Mapping[int, Indices]) -> None:
        for k, picks in orders.items():
            effort = self._board.state.forces.effort[self._options.deciders[k]]
            effort[:] = np.where(picks != FREE, self._ordered(k, picks), effort)

    def _say(self, before: Indices) -> None:
        """Log which actors change their main effort, and to which zone."""
        effort, names = self._board.state.forces.effort, self._board.setup.zones.names
        for k, a in enumerate(self._options.deciders):
            changed = before[a] != effort[a]
            if not any_of(changed):
                continue
            for zone in distinct(effort[a][changed]):
                where = changed & (effort[a] == zone)
                name = "" if zone == HOLD else names[zone]
                self._board.log.happened("effort", where, actor=self._options.name(k), zone=name)


class WeighedEfforts:
    """The options that deciders weighed today."""

    def __init__(
        self,
        board: Board,
        menu: Menu,
        kinds: Sequence[Term],
        terms: Mapping[str, Floats],
        staying: Mapping[str, Floats],
        idle: NDArray[np.bool_],
        noise: Floats,
        own: Indices | None,
        orders: Mapping[int, Indices],
    ) -> None:
        self._own, self._orders = own, orders
        self._effort, self._menu, self._kinds = board.state.forces.effort, menu, kinds
        self._terms, self._staying, self._idle, self._noise = terms, staying, idle, noise

    def in_run(self, run: int, day: int) -> Iterator[Weighing]:
        """For each decider that chose in a run: the options it weighed, and the one it took."""
        options = self._menu.options
        for k, block in self._menu.blocks():
            column = raised(self._menu.runs[k] == run)
            if not len(column):
                continue
            actor, rows = options.name(k), options.rows[k]
            pairs = np.arange(block.start, block.stop).reshape(rows.stop - rows.start, -1)[:, column[0]]
            effort = int(self._effort[options.deciders[k], run])
            ordered = k in self._orders and self._orders[k][run] != FREE
            own = int(self._own[options.deciders[k], run]) if self._own is not None and ordered else effort
            offered = ~self._idle[pairs] | (options.zone[rows] == effort) | (options.zone[rows] == own)
            pairs, zones = pairs[offered], options.zone[rows][offered].tolist()
            first = self._menu.own[k].start + int(column[0])
            concerned = {term.name for term in self._kinds if term.concerns(actor)}
            costs = {name: float(cost[first]) for name, cost in self._staying.items()}
            weighed = [{name: cost for name, cost in costs.items() if cost != 0.0}]
            weighed += [
                {name: float(values[pair]) for name, values in self._terms.items() if name in concerned}
                for pair in pairs
            ]
            utility = np.array([sum(option.values()) for option in weighed])
            chances = laws.choice_chances(utility, in_run(self._noise[options.deciders[k]], run))
            names = (HOLDING, *(options.setup.zones.names[z] for z in zones))
            chosen, itself = (0 if taken == HOLD else 1 + zones.index(taken) for taken in (effort, own))
            found = tuple(
                Option(name, weighed[i], float(utility[i]), float(chances[i])) for i, name in enumerate(names)
            )
            by_itself = names[itself] if ordered else ""
            yield Weighing(day, actor, "effort", found, names[chosen], own=by_itself)
