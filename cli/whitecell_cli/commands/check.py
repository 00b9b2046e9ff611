"""`whitecell check`: what is wrong or weak in a scenario."""

from __future__ import annotations

import sys

import click

from whitecell_cli.console import say, say_json
from whitecell_cli.options import json_option, scenario_argument


@click.command()
@scenario_argument
@json_option
def check(scenario: str, as_json: bool) -> None:
    """Say what is wrong or weak in a scenario.

    Errors keep it from being played; warnings and notes do not.

    Example: whitecell check southwest-syria-2017
    """
    from dataclasses import asdict

    from whitecell.scenario.problems import ScenarioError
    from whitecell.scenario.reading import read_source
    from whitecell.scenario.sanity import findings

    try:
        read, source = read_source(scenario)
        problems = findings(read, source)
    except ScenarioError as error:
        problems = list(error.problems)
    if as_json:
        say_json([asdict(problem) for problem in problems])
    else:
        for problem in problems:
            say(str(problem))
        counts = {g: sum(p.grade == g for p in problems) for g in ("error", "warning", "note")}
        told = ", ".join(f"{n} {g}{'s' if n != 1 else ''}" for g, n in counts.items() if n)
        say(told or "nothing to complain of")
    sys.exit(2 if any(problem.grade == "error" for problem in problems) else 0)
