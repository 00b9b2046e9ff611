"""``whitecell tournament``: policies of seats against each other, on the same dice."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.designs import must_know
from whitecell_cli.games.begin import Spell
from whitecell_cli.games.seated import assigned, told
from whitecell_cli.options import EXAMPLE, SEED, json_option, read, scenario_argument, scenario_options

if TYPE_CHECKING:
    from whitecell.analysis.paired import Contrast
    from whitecell.env.tournament import LineUp, Match, Policy
    from whitecell.scenario.model import Scenario

PLANS = (".yaml", ".yml")
MOST = 4096
"""Games played at once, at most; they are held in memory."""
FEW = 3
"""Faults of a program that are reported one by one, at most."""


@click.command(
    epilog=f"""\b
Examples: whitecell tournament {EXAMPLE} --seat blue=ACTOR,ACTOR --seat red=ACTOR
            --policy red=random --policy blue=plan.yaml
          whitecell tournament {EXAMPLE} --seat red=ACTOR
            --policy "red=python examples/heuristic_player.py" --runs 20"""
)
@scenario_argument
@click.option("--seat", "seats", multiple=True, required=True, metavar="SEAT=ACTOR,…",
              help="A seat and the actors it decides for; repeatable. The model plays others.")  # fmt: skip
@click.option("--policy", "policies", multiple=True, required=True, metavar="SEAT=POLICY",
              help="What plays a seat: random, the file of a plan (.yaml), or a program that speaks JSON "
              "lines; repeatable.")  # fmt: skip
@click.option("--turn", type=Spell(), default="7d", show_default=True, help="Days of a turn.")
@click.option("--runs", type=click.IntRange(2, MOST), default=100, show_default=True,
              help="Games of each line-up.")  # fmt: skip
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of the first game.")
@click.option("--measure", "wanted", multiple=True, metavar="MEASURE",
              help="Only this measure; repeatable.  [default: all]")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=0.0, min_open=True), default=60.0, show_default=True,
              help="Time limit for each answer of a program.")  # fmt: skip
@scenario_options
@json_option
def command(
    scenario: str,
    seats: tuple[str, ...],
    policies: tuple[str, ...],
    turn: int,
    runs: int,
    seed: int,
    wanted: tuple[str, ...],
    seconds: float,
    settings: dict[str, str],
    days: int | None,
    as_json: bool,
) -> None:
    """Play policies of seats against each other over many seeds.

    Every policy of each seat, and the model, is played against every other, on the same dice. Each
    line-up is compared run by run with the model at all seats, with 95 % intervals.
    """
    import numpy as np

    from whitecell.analysis.paired import contrasts, corrected
    from whitecell.env.tournament import matches

    plot = read(scenario, settings, days)
    known = {name: tuple(value.split(",")) for name, value in assigned(seats, "--seat").items()}
    playing = _policies(policies, known, plot)
    for name in wanted:
        must_know(name, list(plot.measures), "measure", "--measure")
    seeds = np.arange(seed, seed + runs)
    try:
        first, *others = matches(plot, known, playing, seeds, turn=turn, limit=seconds)
    except ValueError as error:
        raise click.UsageError(console.safe(str(error))) from None
    found = [
        [
            contrast
            for contrast in contrasts(plot, first.measures, match.measures, plot.days)
            if not wanted or contrast.measure in wanted
        ]
        for match in others
    ]
    apart = corrected(found)
    if as_json:
        console.write_json(
            {
                "runs": runs, "seed": seed, "turn": turn,
                "line_ups": [
                    {
                        "policies": {name: policy.name for name, policy in match.line_up.items()},
                        "faults": {name: len(faults) for name, faults in match.faults.items()},
                        "differences": [each.as_json() for each in against],
                    }
                    for match, against in zip(others, apart, strict=True)
                ],
            }
        )  # fmt: skip
        return
    _show(plot, runs, turn, others, apart)


def _policies(
    given: tuple[str, ...], seats: dict[str, tuple[str, ...]], plot: Scenario
) -> dict[str, list[Policy]]:
    """The policies that play each seat."""
    from whitecell.env.tournament import MODEL, RANDOM, Policy
    from whitecell.table.scripts import read_plan

    playing: dict[str, list[Policy]] = {seat: [] for seat in seats}
    for seat, said in told(given, "--policy"):
        if seat not in seats:
            raise click.BadParameter(
                f"there is no seat '{console.safe(seat)}'; there are {console.safe(', '.join(seats))}",
                param_hint="'--policy'",
            )
        policy = Policy(said)
        if said.endswith(PLANS):
            policy = Policy(said, plan=read_plan(Path(said), plot, seats[seat]))
        elif said not in (MODEL, RANDOM):
            try:
                policy = Policy(said, command=tuple(shlex.split(said)))
            except ValueError as error:
                raise click.BadParameter(
                    f"'{console.safe(said)}': {error}", param_hint="'--policy'"
                ) from None
        playing[seat].append(policy)
    return playing


def _show(plot: Scenario, runs: int, turn: int, others: list[Match], apart: list[list[Contrast]]) -> None:
    """The line-ups for people: the answer in sentences, then a table for each."""
    from whitecell.report.comparison import contrast_table, legend
    from whitecell.report.page import section, title
    from whitecell.report.paper.one_page import of_comparison
    from whitecell.report.wording import counted
    from whitecell_cli.briefs import lines

    said = counted(len(others), "line-up/line-ups")
    called = ["the model", *(f"line-up {k}" for k in range(1, len(others) + 1))]
    titles = ["the model at all seats", *(_called(match.line_up) for match in others)]
    console.show(
        [
            title(plot.title),
            f"{said} over {runs} seeds, in turns of {counted(turn, 'day/days')}, each against the model at "
            "all seats on the same dice.",
            *lines(of_comparison(plot, titles, apart, runs, None, {}, (), called)),
        ]
    )
    for name, match, against in zip(called[1:], others, apart, strict=True):
        console.show(section(f"{name.capitalize()}: {_called(match.line_up)}"))
        console.show(
            contrast_table(against, console.width(), not console.draws_blocks(), called=(called[0], name))
        )
        for seat, faults in match.faults.items():
            for fault in faults[:FEW]:
                console.complain(console.safe(f"{seat}: {fault}; the model chose instead"))
            if len(faults) > FEW:
                console.complain(console.safe(f"{seat}: {len(faults) - FEW:,} more such answers"))
    console.show(["", *legend([contrast for against in apart for contrast in against])])


def _called(line_up: LineUp) -> str:
    return ", ".join(f"{seat}: {policy.name}" for seat, policy in line_up.items())
