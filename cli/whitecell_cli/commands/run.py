"""``whitecell run``: one run as a story."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.completion import actors_like
from whitecell_cli.options import (
    EXAMPLE,
    SEED,
    Moment,
    json_option,
    read,
    scenario_argument,
    scenario_options,
    seed_of,
    short_name,
    stored_scenario,
)

if TYPE_CHECKING:
    from whitecell.report.story import Focus
    from whitecell.scenario.model import Scenario


@click.command(
    epilog=f"""\b
Examples: whitecell run {EXAMPLE} --seed 412
          whitecell run {EXAMPLE} --seed 412 --why militias
          whitecell run {EXAMPLE} --seed 412 --from 40 --to 60
          whitecell run {EXAMPLE} --seed 412 --map --day 60"""
)
@scenario_argument
@click.option(
    "--seed", type=SEED, help="Which run; the same seed, the same story.  [default: 0, or the game's]"
)
@scenario_options
@click.option("--full", is_flag=True, help="Print every day and every event.")
@click.option("--from", "first", type=Moment(), metavar="DAY", help="Print the days from this one on.")
@click.option("--to", "last", type=Moment(), metavar="DAY", help="Print the days up to this one.")
@click.option("--zone", metavar="ZONE", help="Print only what happened in this zone.")
@click.option(
    "--actor", metavar="ACTOR", shell_complete=actors_like, help="Print only what this actor did or suffered."
)
@click.option(
    "--why",
    metavar="ACTOR",
    shell_complete=actors_like,
    help="Print what this actor weighed, day by day, and why it chose as it did.",
)
@click.option("--map", "mapped", is_flag=True, help="Print a small map instead, of the last day.")
@click.option("--day", type=click.IntRange(min=0), help="With --map: of this day; 0 is the start.")
@json_option
def command(
    scenario: str,
    seed: int | None,
    settings: dict[str, str],
    days: int | None,
    full: bool,
    first: int | date | None,
    last: int | date | None,
    zone: str | None,
    actor: str | None,
    why: str | None,
    mapped: bool,
    day: int | None,
    as_json: bool,
) -> None:
    """Play one run and print its outcome and turning points.

    A run is a scenario and a seed: --seed 412 is run 412 of every batch of the same scenario. SCENARIO
    may also be the folder of a stored batch, whose run is printed as it was played even if the file has
    changed since, or the folder of a game, which is played to its end under its current orders.

    Without further options the turning points are listed by month. --from, --to, --zone and --actor
    print the selected days in detail, without repetitions; DAY is a number or a date, such as 40 or
    2017-07-22.
    """
    seed = seed_of(scenario) if seed is None else seed
    plot = _of_batch(scenario, settings, days) or read(scenario, settings, days)
    focus = _focus(plot, first, last, zone, actor)
    key = _actor(plot, why, "--why") if why is not None else None
    if day is not None and not mapped:
        raise click.UsageError("--day chooses the day of a map; give --map too")
    if mapped:
        if as_json or key is not None:
            raise click.UsageError("--map prints a map, --json and --why print something else; give one")
        if day is not None and day > plot.days:
            raise click.BadParameter(f"the run ends on day {plot.days}", param_hint="'--day'")
        _map(plot, seed, plot.days if day is None else day)
        return

    from whitecell.game.play import tell

    story = tell(plot, seed)
    if as_json:
        from whitecell.report import story as stories
        from whitecell.report.states import states
        from whitecell.report.why_page import as_json as weighed

        by_day = states(plot, seed, focus.days(plot))
        content = stories.as_json(plot, story, short_name(scenario), by_day, focus)
        if key is not None:
            content["why"] = {"actor": key, "weighings": weighed(story, key, focus.days(plot))}
        console.write_json(content)
    elif key is not None:
        from whitecell.report.why_page import why_page

        console.show(why_page(plot, story, key, console.width(), focus.days(plot)))
    else:
        from whitecell.report.story import story_page

        console.show(story_page(plot, story, console.width(), full, focus))


def _of_batch(reference: str, settings: dict[str, str], days: int | None) -> Scenario | None:
    """The scenario of a stored batch, up to a last day; None if the user named none."""
    plot = stored_scenario(reference, settings, None)
    if plot is None or days is None:
        return plot
    if days > plot.days:
        raise click.BadParameter(f"the run was played until day {plot.days}", param_hint="'--days'")
    return plot.model_copy(update={"days": days})


def _focus(
    plot: Scenario, first: int | date | None, last: int | date | None, zone: str | None, actor: str | None
) -> Focus:
    """The days, zones and actors to print; raises BadParameter if the run has no such day, zone or actor."""
    from whitecell.report.story import Focus

    begin, end = _day(plot, first, "--from"), _day(plot, last, "--to")
    if begin is not None and end is not None and begin > end:
        raise click.BadParameter(f"day {end} is before day {begin} of --from", param_hint="'--to'")
    return Focus(
        begin or 1,
        end,
        _zone(plot, zone) if zone is not None else "",
        _actor(plot, actor, "--actor") if actor is not None else "",
    )


def _day(plot: Scenario, given: int | date | None, option: str) -> int | None:
    """A day of the run by its number or date."""
    day = (given - plot.start).days if isinstance(given, date) else given
    if day is not None and not 1 <= day <= plot.days:
        from whitecell.report.wording import calendar, date_of

        ends = f"{calendar(date_of(plot.start, 1))} to {calendar(date_of(plot.start, plot.days))}"
        raise click.BadParameter(
            f"the run has days 1 to {plot.days}, {ends}", param_hint=f"'{option}'"
        )  # fmt: skip
    return day


def _map(plot: Scenario, seed: int, day: int) -> None:
    """Print the theatre of a run on a day."""
    import numpy as np

    from whitecell.analysis.days import replayed
    from whitecell.report.maps.characters import map_page

    standing = replayed(plot, np.array([seed], dtype=np.int64)).standing(day)
    console.show(map_page(plot, standing, console.width(), plain=not console.draws_blocks()))


def _actor(plot: Scenario, typed: str, option: str) -> str:
    """The key of the actor that the user means."""
    from whitecell.report.names import Names

    return _known(Names(plot).find_actor(typed), typed, "actor", list(plot.actors), option)


def _zone(plot: Scenario, typed: str) -> str:
    """The key of the zone that the user means."""
    from whitecell.report.names import Names

    return _known(Names(plot).find_zone(typed), typed, "zone", list(plot.zones), "--zone")


def _known(key: str | None, typed: str, kind: str, keys: list[str], option: str) -> str:
    if key is None:
        from whitecell.scenario.problems import did_you_mean

        hint = did_you_mean(typed, keys) or f"the {kind}s are {', '.join(keys)}"
        message = console.safe(f"the scenario has no {kind} '{typed}'; {hint}")
        raise click.BadParameter(message, param_hint=f"'{option}'")
    return key
