"""``whitecell check``: what is wrong or doubtful in a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.options import EXAMPLE, json_option, scenario_argument, scenario_options

if TYPE_CHECKING:
    from whitecell.scenario.problems import Problem

GRADES = ("error", "warning", "note")


@click.command(
    epilog=f"""\b
Examples: whitecell check my-scenario.yaml
          whitecell check {EXAMPLE} --expect"""
)
@scenario_argument
@scenario_options
@click.option("--expect", is_flag=True, help="Play the scenario against the facts of its register instead.")
@click.option(
    "--runs",
    type=click.IntRange(min=2),
    default=1000,
    show_default=True,
    help="With --expect: how many runs.",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    settings: dict[str, str],
    days: int | None,
    expect: bool,
    runs: int,
    as_json: bool,
) -> None:
    """Look for mistakes and doubtful places in a scenario.

    Findings are errors, warnings or notes, each with its line and how to mend it. The exit code is
    2 if there is an error.

    With --expect, play the scenario and see where the facts of its register fall in the runs; the
    exit code is 1 if one does not fit. A fact that fits makes a scenario credible, never right.
    """
    if expect:
        if settings or days is not None:
            raise click.UsageError("--expect plays what the facts ask for; leave --set and --days out")
        ctx.exit(_expect(scenario, runs, as_json))
    from whitecell.scenario.reading import examined

    findings = examined(scenario, settings, days)
    if as_json:
        console.write_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            console.write(console.safe(f"{finding}\n"))
        console.write(f"{_count(findings)}\n")
    if any(finding.grade == "error" for finding in findings):
        ctx.exit(console.WRONG_INPUT)


def _expect(scenario: str, runs: int, as_json: bool) -> int:
    """Play every fact that is about the scenario, and say where it falls; gives the exit code."""
    from whitecell.analysis.expectation import elsewhere, expectations, hold

    facts = expectations(scenario)
    if not facts:
        console.complain("The scenario's register states no facts about it.")
        return 0
    with console.Progress(len(facts), "facts") as progress:
        found = []
        for name, fact in facts.items():
            found.append(hold(name, fact, scenario, runs))
            progress.advance(1)
    if as_json:
        console.write_json([asdict(finding) for finding in found])
    else:
        for finding in found:
            console.write(f"{finding.name}  {'fits' if finding.met else 'DOES NOT FIT'}: ")
            console.write(
                console.safe(f"{finding.fact}\n    asked: {finding.asked}\n    found: {finding.found}")
            )
            console.write(f" ({finding.runs:,} runs)\n")
        fitting = sum(finding.met for finding in found)
        console.write(f"{fitting} of {len(found)} facts fall where the register says they should.\n")
        for name, keys in elsewhere(scenario).items():
            words = f"{', '.join(keys)} ask for another scenario: whitecell check {name} --expect\n"
            console.write(console.safe(words))
    return 0 if all(finding.met for finding in found) else 1


def _count(findings: Sequence[Problem]) -> str:
    """How many findings there are of each grade."""
    counts = []
    for grade in GRADES:
        number = sum(finding.grade == grade for finding in findings)
        if number:
            counts.append(f"{number} {grade}{'s' if number > 1 else ''}")
    return ", ".join(counts) if counts else "Nothing found: the scenario is sound."
