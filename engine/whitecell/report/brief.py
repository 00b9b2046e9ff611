"""A scenario as a brief: theatre and actors, then rules, then measures and their foundations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from whitecell.report.cast import Cast
from whitecell.report.changes import decisions, injects, said, variables
from whitecell.report.clauses import constraint_sentence
from whitecell.report.givens import Givens
from whitecell.report.names import Names
from whitecell.report.orders import stated
from whitecell.report.page import STACKED, item, pairs, section, table, title
from whitecell.report.wording import (
    calendar,
    capital,
    clean,
    counted,
    date_of,
    figure,
    in_days,
    listed,
    percent,
    signed,
)
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.scenario.agreements import Step
    from whitecell.scenario.diplomacy import Talks
    from whitecell.scenario.quantity import Assumption, Correlation, Number


class Brief:
    """Lays out a scenario for a console; ``width`` is in characters.

    ``givens`` are what it leaves to the engine or to its own defaults.
    """

    def __init__(self, scenario: Scenario, width: int, givens: Givens) -> None:
        self.scenario, self.width, self.givens = scenario, width, givens
        self.names = Names(scenario)

    def page(self) -> list[RenderableType]:
        """The whole brief."""
        plot = self.scenario
        page: list[RenderableType] = [title(plot.title)]
        if plot.about:
            page += ["", Text(clean(plot.about))]
        cast = Cast(plot, self.names, self.width)
        first, last = date_of(plot.start, 1), date_of(plot.start, plot.days)
        page += [
            "",
            Text(f"{calendar(first)} to {calendar(last)}: {counted(plot.days, 'turn/turns')} of a day."),
        ]
        if plot.fitted_from:
            page += ["", Text(clean(f"Ranges were fitted from {listed(plot.fitted_from)} of {plot.claims}."))]
        for heading, part in (
            ("Zones", cast.zones()),
            ("Routes", cast.routes()),
            ("Actors", cast.actors()),
            ("Sides", cast.sides()),
            ("Relations", cast.relations()),
            ("Constraints", self.constraints()),
            ("Talks", self.talks()),
            ("Agreements", self.agreements()),
            ("Corridors", self.corridors()),
            ("Rivalries", self.rivalries()),
            ("Variables", pairs(variables(plot, self.names), self.width)),
            ("Decisions", decisions(plot, self.names)),
            ("Injects", pairs(injects(plot, self.names), self.width)),
            ("Orders", pairs(stated(plot, self.names), self.width)),
            ("Measures", self.measures()),
            ("Defaults of actors", pairs(self.givens.rows(plot), self.width)),
            ("Parameters of the laws", self.laws()),
            ("Assumptions", self.assumptions()),
            ("Assumptions that go together", self.ties()),
        ):
            blocks = list(part)
            if blocks:
                page += [*section(heading), *blocks]
        return page

    def _n(self, number: Number) -> str:
        return said(number, self.names, figure)

    def _share(self, number: Number) -> str:
        return said(number, self.names, percent)

    # rules and deals -----------------------------------------------------------------------------

    def constraints(self) -> Iterator[RenderableType]:
        """Constraints in sentences."""
        for key in self.scenario.constraints:
            yield item(constraint_sentence(self.names, key))

    def talks(self) -> Iterator[RenderableType]:
        """Talks: their parties, aim, progress and risks."""
        for talks in self.scenario.talks.values():
            yield item(" ".join(self._about_talks(talks)))

    def _about_talks(self, talks: Talks) -> Iterator[str]:
        host = f", host {self.names.actor(talks.host)}" if talks.host else ""
        secret = "secret talks" if talks.secret else "talks"
        yield (
            f"{clean(talks.name)}: {secret} of {self.names.actors(talks.parties)}{host}, on "
            f"{self.names.agreement(talks.signs)}."
        )
        if talks.opens != "from the start":
            yield "They open when an agreement spreads."
        held = counted(talks.sessions_held, "sessions")
        yield f"{capital(held)} held, the text {self._share(talks.text)} ready;"
        yield f"a session every {in_days(self._n(talks.gap))} on average."
        rules = self.scenario.rules
        times = self._n(rules.refusals if talks.fails_after is None else talks.fails_after)
        back = self._n(rules.talks_rest if talks.resumes_after is None else talks.resumes_after)
        rest = "for good" if talks.for_good else f"and resume after {in_days(back)}"
        yield f"They break off after {times} refusals of a ready text, {rest}."
        for name, mediator in talks.mediators.items():
            with_whom = [f"{self.names.actor(a)} {self._n(n)}" for a, n in mediator.standing.items()]
            yield f"{capital(self.names.actor(name))} mediates; its standing: {listed(with_whom)}."
        for date in talks.dates.values():
            met = ", when they meet" if date.meets else ""
            yield f"{capital(clean(date.name))} on {calendar(date.on)} drives them{met}."
        if talks.leaks:
            hurt = [f"{self.names.actor(a)} {self._n(n)}" for a, n in talks.leaks.hurts.items()]
            cost = f", which costs {listed(hurt)}" if hurt else ""
            yield f"Chance of a leak {self._share(talks.leaks.chance)} a day{cost}."
        for party, need in talks.requires.items():
            yield (
                f"{capital(self.names.actor(party))} looks at the pressure of "
                f"{self.names.actor(need.pressure_of)} on {self.names.actor(need.on)}."
            )

    def agreements(self) -> Iterator[RenderableType]:
        """Agreements: parties, clauses, term, trust."""
        for key, agreement in self.scenario.agreements.items():
            clauses = [
                self.names.constraint(name)
                for name, constraint in self.scenario.constraints.items()
                if constraint.brought_by == key
            ]
            parts = [f"{clean(agreement.name)}: between {self.names.actors(agreement.parties)}."]
            if agreement.guarantors:
                parts.append(f"Guaranteed by {self.names.actors(agreement.guarantors)}.")
            if clauses:
                parts.append(f"Clauses: {', '.join(clauses)}.")
            delay, term = self.names.value(agreement.delay), self.names.value(agreement.term)
            when = "In force from the start" if agreement.in_force == "from the start" else (
                f"In force {counted(delay, 'days')} after signature" if delay
                else "In force when signed"
            )  # fmt: skip
            lasts = f", for {counted(term, 'days')}, then renewed or not" if term else ", without end"
            parts.append(f"{when}{lasts}. Trust at the start {self._share(agreement.trust)}.")
            for number, step in enumerate(agreement.steps, 1):
                parts.append(self._about_step(number, step))
            if agreement.ends:
                parts.append(f"It takes the place of {listed(map(self.names.agreement, agreement.ends))}.")
            if agreement.left_out:
                parts.append(f"Leaves out {self.names.actors(agreement.left_out)}.")
            if agreement.spreads_to:
                after = counted(self.names.value(agreement.spreads_after), "days")
                opened = listed(map(self.names.talks, agreement.spreads_to))
                parts.append(f"If it holds {after}, {opened} open.")
            yield item(" ".join(parts))

    def _about_step(self, number: int, step: Step) -> str:
        """When a step is taken, and the clauses that it brings."""
        after, verified = self.names.value(step.after), self.names.value(step.verified)
        when = [f"after {counted(after, 'days')}"] if after else []
        when += [f"not before {calendar(step.on)}"] if step.on else []
        when += [f"once {counted(verified, 'days')} in a row were kept"] if verified else []
        when += [f"once {clean(step.when)}"] if step.when else []
        brings = listed(map(self.names.constraint, step.clauses)) if step.clauses else "nothing that binds"
        head = f"Step {number}{f' ({clean(step.name)})' if step.name else ''}"
        return f"{head}{', ' if when else ''}{', '.join(when)}: {brings}."

    def corridors(self) -> Iterator[RenderableType]:
        """Corridors with their paths and what they deliver."""
        for corridor in self.scenario.corridors.values():
            brings = [f"{self._n(n)} to {self.names.actor(a)}" for a, n in corridor.supplies.items()]
            what = capital(self.names.units(corridor.supplies))
            gain = f" {what} that it brings a day: {listed(brings)}." if brings else ""
            yield item(
                f"{clean(corridor.name)}, of {self.names.actor(corridor.owner)}: joined when the "
                f"weakest zone of a path is held to {self._share(corridor.threshold)} by "
                f"{self.names.actors(corridor.friends, 'or')}.{gain}"
            )
            for name, path in corridor.paths.items():
                stops = " - ".join(self.names.zone(zone) for zone in path)
                yield item(Text(f"{self.names.path(name)}: {stops}"), indent=4)

    def rivalries(self) -> Iterator[RenderableType]:
        """Ladders of escalation."""
        for key, rivalry in self.scenario.rivalries.items():
            rungs = ", ".join(f"{place} {clean(rung)}" for place, rung in enumerate(rivalry.rungs))
            name, pair = clean(rivalry.name), self.names.actors(rivalry.between)
            head = name if name == pair else f"{name}, {pair}"
            start = self.names.rung(key, rivalry.start)
            felt = [
                kind + ("" if n == 1.0 else f" ({self._n(n)} each)") for kind, n in rivalry.counted.items()
            ]
            counts = "" if rivalry.incidents is None else f" Incidents: {listed(felt) if felt else 'none'}."
            feed = self.names.value(rivalry.feed)
            more = f" From beyond the map {self._n(rivalry.feed)} a day." if feed else ""
            yield item(f"{head}: begins at {start}. The rungs: {rungs}.{counts}{more}")

    # measures, laws and assumptions --------------------------------------------------------------

    def measures(self) -> Iterator[RenderableType]:
        """The measures."""
        rows = [
            (name, clean(m.label) or f"{m.statistic.replace('_', ' ')} of {m.record}")
            for name, m in self.scenario.measures.items()
        ]
        yield from pairs(rows, self.width)

    def laws(self) -> Iterator[RenderableType]:
        """Parameters of the laws that the scenario states, and those that it leaves to the engine."""
        left = self.givens.laws
        stated = [name for name in type(self.scenario.rules).model_fields if name not in left]
        parts = [f"The scenario states {listed(stated)}."] if stated else []
        if left:
            rest = "As the engine has them" if stated else "All are as the engine has them"
            parts.append(f"{rest}: {listed(left)}.")
        yield Padding(Text(" ".join(parts)), (0, 0, 0, 2))

    def assumptions(self) -> Iterator[RenderableType]:
        """Each assumption with its value, range, unit and source."""
        entries = self.scenario.assumptions
        if not entries:
            return
        if self.width < 2 * STACKED - 32:
            for name, entry in entries.items():
                yield item(Text(f"{name} = {_valued(entry)}. {capital(rests_on(entry))}."))
            return
        grid = table("assumption", "value", "range", "unit", "rests on", right=(1,), fixed=(0, 2))
        for name, entry in entries.items():
            low_high = f"{figure(entry.range[0])} to {figure(entry.range[1])}" if entry.range else ""
            cells = (name, figure(entry.value), low_high, entry.unit, rests_on(entry))
            grid.add_row(*(Text(clean(cell)) for cell in cells))
        yield Padding(grid, (0, 0, 0, 2))

    def ties(self) -> Iterator[RenderableType]:
        """Assumptions that are likely to be wrong together, with their rank correlation and the reason."""
        rows = [
            (" and ".join(tie.between), f"rank {signed(tie.rank)}; {rests_on(tie)}")
            for tie in self.scenario.correlations
        ]
        yield from pairs(rows, self.width)


def brief_page(scenario: Scenario, width: int, givens: Givens | None = None) -> list[RenderableType]:
    """A scenario as a brief, laid out for a console; ``width`` is in characters.

    ``givens`` are what it leaves to the engine or to its own defaults.
    """
    return Brief(scenario, width, givens or Givens()).page()


def rests_on(entry: Assumption | Correlation) -> str:
    """The source of an assumption or correlation: the claims that it cites, a judgement, or nothing."""
    if entry.cites:
        return clean(", ".join(entry.cites))
    return f"judgement: {clean(entry.judgement).rstrip('.')}" if entry.judgement else "nothing"


def _cited(cites: tuple[str, ...]) -> str:
    return f" ({clean(', '.join(cites))})" if cites else ""


def _valued(entry: Assumption) -> str:
    text = figure(entry.value)
    if entry.range:
        text += f" ({figure(entry.range[0])} to {figure(entry.range[1])})"
    return clean(f"{text} {entry.unit}")
