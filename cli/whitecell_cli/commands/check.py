"""``whitecell check``: what is wrong or doubtful in a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.options import EXAMPLE, cores, json_option, read, scenario_argument, scenario_options

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario
    from whitecell.scenario.problems import Problem

GRADES = ("error", "warning", "note")


@click.command(
    epilog=f"""\b
Examples: whitecell check my-scenario.yaml
          whitecell check {EXAMPLE} --expect
          whitecell check {EXAMPLE} --ablate --runs 64"""
)
@scenario_argument
@scenario_options
@click.option("--expect", is_flag=True, help="Play the scenario against the facts of its register instead.")
@click.option(
    "--ablate", is_flag=True, help="Play it without each of its parts; print which parts hardly matter."
)
@click.option(
    "--runs",
    type=click.IntRange(min=2),
    help="With --expect and --ablate: how many runs.  [default: 1000, and 128]",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), help="With --ablate: worker processes.  [default: the cores]"
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    settings: dict[str, str],
    days: int | None,
    expect: bool,
    ablate: bool,
    runs: int | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Check a scenario for errors and weak points.

    Prints errors, warnings and notes, each with its line and a way to fix it. The exit code is 2 if
    there is an error.

    With --expect, play the scenario and compare the runs with the facts of its register; the exit code
    is 1 if a fact does not fit, or if there are too few runs to tell. A fact that fits makes a scenario
    more credible; it does not prove it right.

    With --ablate, remove each actor, clause, agreement, corridor, flight and event in turn, play on the
    same dice, and print what changes. A part that changes nothing is decoration, or stated wrongly.
    """
    if expect and ablate:
        raise click.UsageError("--expect and --ablate play different things; give one of the two")
    if expect:
        if settings or days is not None:
            raise click.UsageError("--expect plays what the facts ask for; leave --set and --days out")
        ctx.exit(_expect(scenario, runs or 1000, as_json))
    if ablate:
        _ablate(read(scenario, settings, days), runs or 128, jobs or cores(), as_json)
        return
    from whitecell.scenario.reading import read_and_examined

    plot, findings, source = read_and_examined(scenario, settings, days)
    if as_json:
        console.write_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            console.write(console.safe(f"{finding}\n"))
        console.write(f"{_count(findings)}\n")
    if plot is None or source is None:
        ctx.exit(console.WRONG_INPUT)
    if not as_json:
        from whitecell.report.givens import Givens

        for sentence in Givens.of(plot, source, settings).sentences(plot):
            console.write(console.safe(f"{sentence}\n"))
        console.write(f"{_resting(plot)}\n")


def _expect(scenario: str, runs: int, as_json: bool) -> int:
    """Play every fact that is about the scenario, and say where it falls; returns the exit code."""
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
    fitting = sum(finding.verdict == "fits" for finding in found)
    open_ones = sum(finding.verdict == "undecided" for finding in found)
    if as_json:
        console.write_json([asdict(finding) for finding in found])
    else:
        console.write(f"{fitting} of {len(found)} facts fall where the register says they should.\n")
        if open_ones:
            console.write(
                f"{open_ones} undecided: {runs:,} runs are too few to tell; try --runs {runs * 10}.\n"
            )
        for finding in found:
            said = finding.verdict.upper() if finding.verdict == "does not fit" else finding.verdict
            console.write(f"{finding.name}  {said}: ")
            console.write(
                console.safe(f"{finding.fact}\n    asked: {finding.asked}\n    found: {finding.found}")
            )
            console.write(f" ({finding.runs:,} runs)\n")
        for name, keys in elsewhere(scenario).items():
            words = f"{', '.join(keys)} ask for another scenario: whitecell check {name} --expect\n"
            console.write(console.safe(words))
    return 0 if fitting == len(found) else 1


def _ablate(plot: Scenario, runs: int, jobs: int, as_json: bool) -> None:
    """Play the scenario without each of its parts in turn, and print what changes."""
    from whitecell.analysis.ablation import ablations, parts

    with console.Progress(len(parts(plot)), "parts") as progress:
        found = []
        for ablation in ablations(plot, runs, jobs):
            found.append(ablation)
            progress.advance(1)
    if as_json:
        console.write_json([ablation.as_json() for ablation in found])
        return
    from whitecell.report.ablation import ablation_page

    console.show(ablation_page(plot, found, runs, console.width()))


def _count(findings: Sequence[Problem]) -> str:
    """The number of findings of each grade."""
    counts = []
    for grade in GRADES:
        number = sum(finding.grade == grade for finding in findings)
        if number:
            counts.append(f"{number} {grade}{'s' if number > 1 else ''}")
    return ", ".join(counts) if counts else "No mistakes found."


def _resting(plot: Scenario) -> str:
    """The sources of a scenario's numbers; no check can tell whether they are right."""
    from whitecell.scenario.coverage import bare, cited, judged

    resting, guessed, nothing = (len(names(plot)) for names in (cited, judged, bare))
    total = resting + guessed + nothing
    if not total:
        return "The scenario states no numbers but 0 and 1."
    return (
        f"Of {total} numbers {resting} cite a claim, {guessed} rest on judgement alone and "
        f"{nothing} have no source. No check can tell whether they are right."
    )
