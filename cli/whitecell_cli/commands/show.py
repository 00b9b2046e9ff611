"""`whitecell show`: a scenario as a brief."""

from __future__ import annotations

import click

from whitecell_cli.console import say, say_json, say_wrapped
from whitecell_cli.options import days_option, json_option, scenario_argument, set_option


@click.command()
@scenario_argument
@set_option
@days_option
@click.option("--assumptions", is_flag=True, help="Only the assumptions, with what each rests on.")
@json_option
def show(scenario: str, settings: dict[str, str], days: int | None, assumptions: bool, as_json: bool) -> None:
    """Print a scenario as a brief.

    Example: whitecell show southwest-syria-2017
    """
    from whitecell.report.brief import Brief, assumption_rows
    from whitecell.scenario import read_scenario

    read = read_scenario(scenario, settings, days)
    if as_json:
        say_json(read.model_dump(mode="json"))
        return
    rows = assumption_rows(read)
    if not assumptions:
        say_wrapped(Brief(read).lines())
        say("Assumptions (edit them in the file, or try one with --set name=value)")
    width = min(max((len(row[0]) for row in rows), default=0), 40)
    say_wrapped(
        f"  {name:<{width}}  {value} [{spread}] {unit} – {ground}"
        if spread
        else f"  {name:<{width}}  {value} {unit} – {ground}"
        for name, value, spread, unit, ground in rows
    )
