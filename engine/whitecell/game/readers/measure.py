"""What measures can record of a game's day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game import laws
from whitecell.game.axes import ByRun, Floats, tally, total
from whitecell.game.board import Board
from whitecell.game.picks import picking
from whitecell.game.pieces import Pieces
from whitecell.game.world import World, numbers
from whitecell.scenario.formula import parse
from whitecell.scenario.kinds import RecordKind
from whitecell.scenario.plugins import RECORDS, asked, plugins
from whitecell.scenario.yardsticks import Record

Reading = Callable[[], ByRun]
"""Gives a record's value today, shape ``(n_runs,)``; nobody writes into it."""


def _sum(parts: Sequence[NDArray[Any]], n_runs: int) -> ByRun:
    """Parts added up in order; a single part may be returned itself, so do not write into the result."""
    if len(parts) == 1:
        return np.asarray(parts[0], dtype=np.float64)
    return total(parts) if parts else np.zeros(n_runs)


def _summed(rows: Sequence[int], array: Callable[[], Floats], n_rows: int) -> Reading:
    """The sum over some rows of an array ``(n_rows, n_runs)``, added in order of the rows."""
    together = picking([(0, row) for row in rows], (1, n_rows))
    return lambda: (together @ array())[0]


class Catalogue:
    """Everything that a measure can record: one method for each name, made for a game."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces, self._board = pieces, pieces.board

    def _zones(self, measure: Record) -> list[int]:
        zones = self._board.setup.zones
        return zones.indices(measure.zones) if measure.zones else list(range(len(zones)))

    def _fielded(self, measure: Record) -> list[int]:
        field = self._board.setup.field
        return field.indices(measure.of) if measure.of else list(range(len(field)))

    def _each(self, things: Mapping[str, Any], measure: Record, attribute: str) -> Reading:
        chosen = [things[name] for name in sorted(measure.of)]
        return lambda: _sum([getattr(thing, attribute) for thing in chosen], self._board.n_runs)

    def _logged(
        self, kind: str, things: Iterable[str], zones: Iterable[str] = (), actors: Iterable[str] = ()
    ) -> Reading:
        """How often a kind of happening concerns some things today, in all or given zones, by all or some."""
        log, n, chosen = self._board.log, self._board.n_runs, frozenset(things)
        within, who = frozenset(zones), frozenset(actors)
        log.ask(kind, about=chosen)
        never = np.zeros(n)
        never.flags.writeable = False

        def times() -> ByRun:
            found = log.of(kind, chosen)
            if not found:
                return never
            return _sum(
                [
                    each.where
                    for each in found
                    if (not within or each.zone in within) and (not who or each.actor in who)
                ],
                n,
            )

        return times

    def signed(self, measure: Record) -> Reading:
        """Signature of agreements: 1 on the day."""
        return self._logged("signed", measure.of)

    def in_force(self, measure: Record) -> Reading:
        """Whether agreements or constraints are in force."""
        return self._each({**self._pieces.constraints, **self._pieces.agreements}, measure, "in_force")

    def collapsed(self, measure: Record) -> Reading:
        """Collapse of agreements: 1 on the day."""
        return self._logged("collapse", measure.of)

    def lapsed(self, measure: Record) -> Reading:
        """Agreements that lapse at the end of their term: 1 on the day."""
        return self._logged("lapse", measure.of)

    def lifted(self, measure: Record) -> Reading:
        """Agreements that end because another took their place: 1 on the day."""
        return self._logged("lifted", measure.of)

    def step(self, measure: Record) -> Reading:
        """Steps that agreements have taken; 0 while they are not in force."""
        return self._each(self._pieces.agreements, measure, "step")

    def trust(self, measure: Record) -> Reading:
        """Trust in agreements, 0 to 1."""
        return self._each(self._pieces.agreements, measure, "trust")

    def leaked(self, measure: Record) -> Reading:
        """Leak of secret talks: 1 on the day."""
        return self._logged("leak", measure.of)

    def sessions(self, measure: Record) -> Reading:
        """Sessions of talks: 1 on the day of each."""
        return self._logged("session", measure.of)

    def text(self, measure: Record) -> Reading:
        """How ready the text of talks is, 0 to 1."""
        return self._each(self._pieces.talks, measure, "text")

    def suspended(self, measure: Record) -> Reading:
        """Talks that break off and will resume: 1 on the day."""
        return self._logged("suspended", measure.of)

    def failed(self, measure: Record) -> Reading:
        """Talks that break off for good: 1 on the day."""
        return self._logged("failed", measure.of)

    def happened(self, measure: Record) -> Reading:
        """Injects that happen: 1 on the day."""
        return self._logged("inject", measure.of)

    def joined(self, measure: Record) -> Reading:
        """Whether corridors are joined."""
        return self._each(self._pieces.corridors, measure, "joined")

    def strength(self, measure: Record) -> Reading:
        """How open corridors are, 0 to 1 each, and up to the number of paths where these add up."""
        return self._each(self._pieces.corridors, measure, "strength")

    def deliveries(self, measure: Record) -> Reading:
        """Fighters that corridors bring."""
        return self._each(self._pieces.corridors, measure, "delivered")

    def rung(self, measure: Record) -> Reading:
        """Rung of rivalries, from 0."""
        return self._each(self._pieces.rivalries, measure, "rung")

    def incidents(self, measure: Record) -> Reading:
        """Incidents that rivalries felt today, by their weights."""
        return self._each(self._pieces.rivalries, measure, "incidents")

    def support(self, measure: Record) -> Reading:
        """Chance that a party would sign: ``of`` names talks and the party."""
        talks = next(name for name in measure.of if name in self._pieces.talks)
        party = next(name for name in measure.of if name != talks)
        seat = self._pieces.talks[talks].seats[party]
        self._pieces.talks[talks].watched = True
        return lambda: self._board.today.assent[seat]

    def consent(self, measure: Record) -> Reading:
        """Chance that an actor would sign by its own word alone, at the table or not.

        ``of`` names talks and the actor: the logistic of what it wants of their agreement.
        """
        talks = self._pieces.talks[next(name for name in measure.of if name in self._pieces.talks)]
        actor = next(name for name in measure.of if name != talks.name)
        setup = self._board.setup
        wants = setup.parameters.voice(setup.scenario.actors[actor], talks.agreement.name)
        chance = laws.logistic(talks.slope * wants) + np.zeros(self._board.n_runs)
        return lambda: chance

    def refused(self, measure: Record) -> Reading:
        """A party's refusal of a text that was ready: 1 on the day; ``of`` names talks and the party."""
        talks = next(name for name in measure.of if name in self._pieces.talks)
        party = next(name for name in measure.of if name != talks)
        log, n = self._board.log, self._board.n_runs
        log.ask("balk", about=[talks])
        return lambda: _sum(
            [
                each.where & each.others[party]
                for each in log.of("balk", frozenset({talks}))
                if isinstance(each.others, Mapping)
            ],
            n,
        )

    def arrivals(self, measure: Record) -> Reading:
        """Fighters who join actors, or arms: recruits, reinforcements and what corridors bring."""
        board = self._board
        rows = [board.setup.posts.row_of[post] for post in self._posts(measure)]
        return lambda: _sum([board.today.arrived[row] for row in rows], board.n_runs)

    def strikes(self, measure: Record) -> Reading:
        """Strikes that answer breaches of exclusions."""
        return self._logged("strike", measure.of, measure.zones, measure.by)

    def warnings(self, measure: Record) -> Reading:
        """Warnings before breaches of exclusions are answered."""
        return self._logged("warned", measure.of, measure.zones, measure.by)

    def turned_back(self, measure: Record) -> Reading:
        """Days on which somebody is turned back at exclusions."""
        return self._logged("turned_back", measure.of, measure.zones)

    def seized(self, measure: Record) -> Reading:
        """Days on which somebody is seized at exclusions."""
        return self._logged("seized", measure.of, measure.zones)

    def _breaches(self, measure: Record, today: Callable[[], NDArray[np.bool_]]) -> Reading:
        """How many actors are marked today, by actor bound, in breach of named agreements or constraints."""
        constraints = [self._pieces.constraints[name] for name in self._named(measure)]
        rows = [
            constraint.bound_row(actor)
            for constraint in constraints
            for actor in constraint.bound
            if not measure.by or actor in measure.by
        ]
        n_bound = len(self._board.setup.layout.axes["bound"])
        return _summed(rows, lambda: today().astype(np.float64), n_bound)

    def breaches(self, measure: Record) -> Reading:
        """Actors in breach of agreements or constraints today."""
        return self._breaches(measure, lambda: self._board.today.broke)

    def recorded_breaches(self, measure: Record) -> Reading:
        """Breaches that a watcher recorded today."""
        return self._breaches(measure, lambda: self._board.today.recorded)

    def _named(self, measure: Record) -> list[str]:
        """Constraints that are named, or brought by named agreements, in the order of their names.

        A constraint named in both ways comes twice, and so do its breaches.
        """
        pieces = self._pieces
        brought = [c.name for n in measure.of if n in pieces.agreements for c in pieces.agreements[n].clauses]
        return sorted([*brought, *(name for name in measure.of if name in pieces.constraints)])

    def _violations(self, measure: Record, *means: str) -> Reading:
        board, zones = self._board, np.array(self._zones(measure))
        of, who = self._named(measure), frozenset(measure.by)
        actors = {
            name: np.array([not who or actor in who for actor in self._pieces.constraints[name].bound])
            for name in of
        }
        times = {name: float(of.count(name)) for name in actors}

        def today() -> ByRun:
            sums = np.zeros(board.n_runs)
            for acts in board.today.acts:
                if acts.constraint in actors and (not means or acts.means in means):
                    chosen = actors[acts.constraint].take(acts.actor) & np.isin(acts.zone, zones)
                    np.add.at(sums, acts.run[chosen], times[acts.constraint] * acts.count[chosen])
            return sums

        return today

    def violations(self, measure: Record) -> Reading:
        """Single violations of ceasefires: by fire, guns, attacks on the ground and air raids."""
        return self._violations(measure)

    def violations_by_fire(self, measure: Record) -> Reading:
        """Single violations of ceasefires by harassing fire, but for that of arms at range."""
        return self._violations(measure, "fire")

    def violations_by_guns(self, measure: Record) -> Reading:
        """Single violations of ceasefires by arms that fire at range."""
        return self._violations(measure, "guns")

    def violations_on_ground(self, measure: Record) -> Reading:
        """Single violations of ceasefires by attacks on the ground."""
        return self._violations(measure, "ground")

    def violations_by_air(self, measure: Record) -> Reading:
        """Air raids that violate ceasefires."""
        return self._violations(measure, "air")

    def counted_violations(self, measure: Record) -> Reading:
        """Violations as watchers count them: each by all who are named under `by`, or by all who watch."""
        board, of, who = self._board, self._named(measure), frozenset(measure.by)
        return lambda: _sum(
            [
                tally(each.place % board.n_runs, each.count, board.n_runs) * of.count(each.constraint)
                for each in board.today.tallies
                if each.constraint in of and (not who or each.watcher in who)
            ],
            board.n_runs,
        )

    def calm(self, measure: Record) -> Reading:
        """Whether constraints are in force, all of them, and nobody breaches any of them today."""
        constraints = [self._pieces.constraints[name] for name in self._named(measure)]
        board = self._board

        def calm() -> ByRun:
            quiet = np.ones(board.n_runs, dtype=np.bool_)
            for each in constraints:
                quiet &= each.in_force & ~board.today.broke[each.rows].any(axis=0)
            return quiet.astype(np.float64)

        return calm

    def _posts(self, measure: Record) -> list[tuple[int, int]]:
        """Pairs of actor and zone where its force can ever stand, with its arms counted in the same unit."""
        setup, zones = self._board.setup, self._zones(measure)
        named = measure.of or [name for name in setup.field.names if name not in setup.layout.owners]
        rows = sorted({row for name in named for row in setup.counted(name)})
        return [(a, z) for a in rows for z in zones if (a, z) in setup.posts]

    def presence(self, measure: Record) -> Reading:
        """Fighters of actors in zones, in their unit; of arms that count otherwise, those that are named."""
        flat = self._board.state.forces.fighters.reshape(-1, self._board.n_runs)
        n_zones = len(self._board.setup.zones)
        return _summed([a * n_zones + z for a, z in self._posts(measure)], lambda: flat, len(flat))

    def control(self, measure: Record) -> Reading:
        """Share of zones that actors hold together, averaged over the zones."""
        zones, flat = self._zones(measure), self._board.state.land.control.reshape(-1, self._board.n_runs)
        rows = [a * len(self._board.setup.zones) + z for a in self._fielded(measure) for z in zones]
        whole = _summed(rows, lambda: flat, len(flat))

        def held() -> ByRun:
            return np.minimum(whole() / float(len(zones)), 1.0)  # rounding must not give more than the whole

        return held

    def losses(self, measure: Record) -> Reading:
        """Fighters of actors, or arms, put out of action in zones."""
        board = self._board
        rows = [board.setup.posts.row_of[post] for post in self._posts(measure)]
        return _summed(rows, lambda: board.today.losses, len(board.setup.posts))

    def retreats(self, measure: Record) -> Reading:
        """Forces of actors, with their arms, that break under attack and fall back: one each a day."""
        return self._logged("retreat", ("",), measure.zones, measure.of)

    def surrenders(self, measure: Record) -> Reading:
        """Forces of actors, with their arms, that break under attack and have no way out: one each a day."""
        return self._logged("surrender", ("",), measure.zones, measure.of)

    def level(self, measure: Record) -> Reading:
        """Level of variables."""
        rows = [self._board.setup.layout.row("variables", name) for name in measure.of]
        return lambda: _sum([self._board.state.numbers.level[row] for row in rows], self._board.n_runs)

    def taken(self, measure: Record) -> Reading:
        """Turns to another option in decisions: 1 on the day of each."""
        return self._logged("decision", measure.of)

    def stands(self, measure: Record) -> Reading:
        """Which option of a decision stands: its place among them, from 0."""
        rows = [self._board.setup.layout.row("decisions", name) for name in measure.of]
        return lambda: _sum([self._board.state.decisions.option[row] for row in rows], self._board.n_runs)

    def displaced(self, measure: Record) -> Reading:
        """People who flee their zones."""
        board, zones = self._board, self._zones(measure)
        return _summed(zones, lambda: board.today.fled, len(board.setup.zones))


def reading(pieces: Pieces, record: Record) -> Reading:
    """A function that gives a record's value today, from the catalogue, a formula or an outside package.

    If the record is compared with bounds, the value is 1 where it is at least the lower and below the upper
    bound, and 0 elsewhere, also where it is not a number.
    """
    value: Reading
    if record.is_formula:
        value = pieces.board.numbers.formula(parse(record.record))
    else:
        own: Callable[[Record], Reading] | None = getattr(Catalogue(pieces), record.record, None)
        value = own(record) if own else _outside_reading(pieces.board, record)
    if not record.held:
        return value
    least = -np.inf if record.at_least is None else record.at_least
    limit = np.inf if record.below is None else record.below

    def held() -> ByRun:
        today = value()
        return np.asarray((today >= least) & (today < limit), dtype=np.float64)

    return held


def _outside_reading(board: Board, record: Record) -> Reading:
    """A function that gives today's value of a record that a package adds."""
    kind: RecordKind = plugins().kinds[RECORDS][record.record]()
    today = asked(kind, "to get ready", kind.reading, World(board), record)
    return lambda: asked(kind, f"on day {board.day}", lambda: numbers(today(), (board.n_runs,)))
