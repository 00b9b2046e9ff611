"""``whitecell run``: one run as a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.completion import actors_like
from whitecell_cli.options import (
    EXAMPLE,
    SEED,
    Window,
    json_option,
    read,
    scenario_argument,
    seed_of,
    set_option,
    short_name,
    stored_scenario,
)

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario


@click.command(
    epilog=f"""\b
Examples: whitecell run {EXAMPLE} --seed 412
          whitecell run {EXAMPLE} --seed 412 --why militias
          whitecell run {EXAMPLE} --seed 412 --days 40-60
          whitecell run {EXAMPLE} --seed 412 --map --day 60"""
)
@scenario_argument
@click.option(
    "--seed", type=SEED, help="Which run; the same seed, the same story.  [default: 0, or the game's]"
)
@set_option
@click.option(
    "--days",
    "window",
    type=Window(),
    metavar="N|FIRST-LAST",
    help="Tell the first N days, or those from FIRST to LAST, instead of all.",
)
@click.option(
    "--why",
    "actor",
    metavar="ACTOR",
    shell_complete=actors_like,
    help="Print what this actor weighed, day by day, and why.",
)
@click.option("--map", "mapped", is_flag=True, help="Print a small map instead, of the last day.")
@click.option("--day", type=click.IntRange(min=0), help="With --map: of this day; 0 is the start.")
@click.option("--full", is_flag=True, help="Tell every event, repetitions too.")
@json_option
def command(
    scenario: str,
    seed: int | None,
    settings: dict[str, str],
    window: tuple[int, int] | None,
    actor: str | None,
    mapped: bool,
    day: int | None,
    full: bool,
    as_json: bool,
) -> None:
    """Play one run and tell it as a dated story.

    A run is a scenario and a seed: --seed 412 is run 412 of every batch of the same scenario. The folder of
    a stored batch will do as well; its run is told as it was played, whatever became of the file since. So
    will that of a game, which is played to its end with the orders that stand.
    """
    first, last = window or (1, None)
    seed = seed_of(scenario) if seed is None else seed
    plot = _of_batch(scenario, settings, last) or read(scenario, settings, last)
    key = _actor(plot, actor) if actor is not None else None
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
        from whitecell.report.why_page import as_json as weighed

        content = stories.as_json(plot, story, short_name(scenario), first)
        if key is not None:
            content["why"] = {"actor": key, "weighings": weighed(story, key, first)}
        console.write_json(content)
    elif key is not None:
        from whitecell.report.why_page import why_page

        console.show(why_page(plot, story, key, console.width(), first))
    else:
        from whitecell.report.story import story_page

        console.show(story_page(plot, story, console.width(), full, first))


def _of_batch(reference: str, settings: dict[str, str], last: int | None) -> Scenario | None:
    """The scenario of a stored batch, up to a last day; None if the user named none."""
    plot = stored_scenario(reference, settings, None)
    if plot is None or last is None:
        return plot
    if last > plot.days:
        raise click.BadParameter(f"the run was played until day {plot.days}", param_hint="'--days'")
    return plot.model_copy(update={"days": last})


def _map(plot: Scenario, seed: int, day: int) -> None:
    """Print the theatre of a run on a day."""
    import numpy as np

    from whitecell.analysis.days import replayed
    from whitecell.report.maps.characters import map_page

    standing = replayed(plot, np.array([seed], dtype=np.int64)).standing(day)
    console.show(map_page(plot, standing, console.width(), plain=not console.draws_blocks()))


def _actor(plot: Scenario, typed: str) -> str:
    """The key of the actor that the user means."""
    from whitecell.report.names import Names
    from whitecell.scenario.problems import did_you_mean

    key = Names(plot).find_actor(typed)
    if key is None:
        known = list(plot.actors)
        hint = did_you_mean(typed, known) or f"the actors are {', '.join(known)}"
        message = console.safe(f"the scenario has no actor '{typed}'; {hint}")
        raise click.BadParameter(message, param_hint="'--why'")
    return key
