"""``whitecell check``: what is wrong or doubtful in a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.options import json_option, scenario_argument, scenario_options

if TYPE_CHECKING:
    from whitecell.scenario.problems import Problem

GRADES = ("error", "warning", "note")


@click.command(epilog="Example: whitecell check my-scenario.yaml")
@scenario_argument
@scenario_options
@json_option
@click.pass_context
def command(
    ctx: click.Context, scenario: str, settings: dict[str, str], days: int | None, as_json: bool
) -> None:
    """Look for mistakes and doubtful places in a scenario.

    Findings are errors, warnings or notes, each with its line and how to mend it. The exit code is
    2 if there is an error.
    """
    from whitecell.scenario.problems import ScenarioError
    from whitecell.scenario.reading import read_source
    from whitecell.scenario.sanity import findings as sought

    try:
        findings = sought(*read_source(scenario, settings, days))
    except ScenarioError as error:
        findings = list(error.problems)
    if as_json:
        console.write_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            console.write(console.safe(f"{finding}\n"))
        console.write(f"{_count(findings)}\n")
    if any(finding.grade == "error" for finding in findings):
        ctx.exit(console.WRONG_INPUT)


def _count(findings: Sequence[Problem]) -> str:
    """How many findings there are of each grade."""
    counts = []
    for grade in GRADES:
        number = sum(finding.grade == grade for finding in findings)
        if number:
            counts.append(f"{number} {grade}{'s' if number > 1 else ''}")
    return ", ".join(counts) if counts else "Nothing found: the scenario is sound."
