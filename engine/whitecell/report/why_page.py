"""An actor's deliberations, as a page for the terminal and as plain values for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whitecell.game.record import Story
from whitecell.report.names import Names
from whitecell.report.why import Deliberation, why
from whitecell.report.wording import calendar, capital, date_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.scenario.model import Scenario

SCALES = {
    "effort": "Terms are on the scale of a zone's worth.",
    "assent": "A support of zero is an even chance of signing.",
    "press": "Pressure is will times leverage, each at most one.",
}
"""The scale of the numbers of each kind of decision."""


def as_json(story: Story, actor: str, days: range) -> list[dict[str, Any]]:
    """An actor's deliberations on some days, for machines."""
    return [
        {
            "day": w.day,
            "subject": w.subject,
            "thing": w.thing,
            "chosen": w.chosen,
            **({"own": w.own} if w.own else {}),
            "options": [
                {"name": o.name, "utility": o.utility, "chance": o.chance, "terms": dict(o.terms)}
                for o in w.options
            ],
        }
        for w in story.weighings
        if w.actor == actor and w.day in days
    ]


def why_page(scenario: Scenario, story: Story, actor: str, width: int, days: range) -> list[RenderableType]:
    """An actor's deliberations on some days, laid out for a console; ``width`` is in characters."""
    from rich.padding import Padding
    from rich.text import Text

    from whitecell.report.page import STACKED, table, title

    names = Names(scenario)
    page: list[RenderableType] = [
        title(scenario.title),
        Text(f"Run {story.seed}: what {names.actor(actor)} weighed. {_scales(story, actor)}".rstrip()),
    ]
    told = [
        each for each in why(scenario, story, actor) if each.last >= days.start and each.first < days.stop
    ]
    if not told:
        thinkers = sorted({w.actor for w in story.weighings if w.day in days} - {actor})
        span = "in this run" if len(days) == scenario.days else "on these days"
        text = f"{capital(names.actor(actor))} had nothing to decide {span}"
        text += f"; {names.actors(thinkers)} did." if thinkers else ", nor did anybody else."
        return [*page, "", Text(text)]
    for deliberation in told:
        heading = Text(_days(scenario, deliberation), style="bold")
        heading.append(f" · {deliberation.subject}", style="dim")
        page += ["", heading]
        if deliberation.rows and width >= STACKED:
            grid = table("", "option", "worth it", "chance", "terms", right=(2, 3))
            for chosen, *cells in deliberation.rows:
                style = "bold" if chosen else ""
                grid.add_row(">" if chosen else "", *(Text(cell, style=style) for cell in cells))
            page.append(Padding(grid, (0, 0, 0, 2)))
        else:
            for chosen, name, utility, chance, terms in deliberation.rows:
                mark = ">" if chosen else "-"
                page.append(Padding(Text(f"{mark} {name}: {utility}, {chance}"), (0, 0, 0, 2)))
                if terms:
                    page.append(Padding(Text(terms), (0, 0, 0, 4)))
        page += [Padding(Text(sentence), (0, 0, 0, 2)) for sentence in deliberation.sentences]
    return page


def _scales(story: Story, actor: str) -> str:
    """The scales of the numbers of an actor's deliberations."""
    subjects = {weighing.subject for weighing in story.weighings if weighing.actor == actor}
    return " ".join(told for subject, told in SCALES.items() if subject in subjects)


def _days(scenario: Scenario, deliberation: Deliberation) -> str:
    first = calendar(date_of(scenario.start, deliberation.first))
    if deliberation.last == deliberation.first:
        return f"{first} · day {deliberation.first}"
    last = calendar(date_of(scenario.start, deliberation.last))
    return f"{first} to {last} · days {deliberation.first}–{deliberation.last}"
