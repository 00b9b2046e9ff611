"""`whitecell run`: one run, told."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli.console import say_json, say_wrapped
from whitecell_cli.options import days_option, json_option, scenario_argument, set_option


@click.command()
@scenario_argument
@click.option("--seed", type=click.IntRange(0, 2**62), default=0, show_default=True, help="The run.")
@set_option
@days_option
@click.option("--why", "actor", metavar="ACTOR", help="Tell what this actor weighed, day by day.")
@json_option
def run(
    scenario: str,
    seed: int,
    settings: dict[str, str],
    days: int | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Play one run and tell its story.

    The same scenario and seed always give the same story; it is row SEED of any batch.

    \b
    Examples: whitecell run southwest-syria-2017 --seed 7
              whitecell run southwest-syria-2017 --seed 7 --why militias
    """
    from whitecell.report.story import events_as_json, story_lines
    from whitecell.report.why import why_lines
    from whitecell.scenario import read_scenario
    from whitecell.scenario.problems import did_you_mean

    read = read_scenario(scenario, settings, days)
    if actor is not None and actor not in read.actors:
        hint = did_you_mean(actor, list(read.actors)) or f"actors: {', '.join(read.actors)}"
        raise click.BadParameter(f"there is no actor '{actor}'; {hint}", param_hint="--why")
    from whitecell.game.play import tell

    story = tell(read, seed)
    if as_json:
        name = Path(scenario).stem if scenario.endswith((".yaml", ".yml")) else scenario
        say_json(
            {
                "scenario": name,
                "seed": seed,
                "measures": story.measures,
                "events": events_as_json(read, story),
            }
        )
        return
    lines = story_lines(read, story) if actor is None else why_lines(read, story, actor)
    say_wrapped(lines)
