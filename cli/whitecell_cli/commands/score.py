"""``whitecell score``: how well a scenario predicts what was observed."""

from __future__ import annotations

import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell.scenario.library import observed_files
from whitecell_cli import console
from whitecell_cli.commands.batch import RUNS
from whitecell_cli.designs import design_options, design_words, made_design
from whitecell_cli.documents import form_of, write
from whitecell_cli.options import (
    complain_of,
    json_option,
    must_be_seed,
    one_format,
    play_words,
    scenario_argument,
    set_option,
    short_name,
    store_option,
    where,
    where_options,
)
from whitecell_cli.stopping import NOT_STORED, stopped, stopping

if TYPE_CHECKING:
    from whitecell.analysis.calibration import Verdict
    from whitecell.analysis.design import Design
    from whitecell.analysis.ensemble import Ensemble
    from whitecell.analysis.scoring import Fact
    from whitecell.scenario.model import Scenario

SEEN = next(iter(observed_files()), "SCENARIO")
"""A scenario whose observations ship under its name."""
POINTS = 1000
"""Points over the ranges, by default."""


@click.command(
    epilog=f"""\b
Examples: whitecell score {SEEN} --against {SEEN}
          whitecell score my-scenario.yaml --against observed.yaml --runs 5000 --json"""
)
@scenario_argument
@click.option(
    "--against", metavar="FILE", required=True,
    help="What was observed: a YAML file, or the name of one that ships.",
)  # fmt: skip
@click.option(
    "--runs", type=click.IntRange(min=2), default=RUNS, show_default=True, help="Runs at the stated values."
)
@design_options(POINTS, only=False)
@set_option
@where_options
@store_option
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write a report with pictures: .html, .md or .pdf.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print a row for each observation as CSV.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    against: str,
    runs: int,
    points: int,
    seeds: int,
    seed: int,
    settings: dict[str, str],
    jobs: int | None,
    scheduler: str | None,
    store: Path | None,
    output: Path | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Compare a scenario's runs with what was observed, and score the forecast.

    The scenario is played at its stated values and over the ranges of its assumptions. Each observation
    is placed among the runs and scored, and compared with naive forecasts if the file states some; then
    all observations together are compared with simulated histories. Observations to which the scenario
    was fitted are shown and not counted.
    """
    one_format(as_csv, as_json)
    if output is not None and find_spec("vl_convert") is None:
        raise click.UsageError("-o needs the extra: pip install 'whitecell[report]'")
    must_be_seed(seed + max(runs, points * seeds) - 1)
    players = where(jobs, scheduler)
    plot, facts = _read(scenario, settings, against)

    from whitecell.analysis.calibration import judged
    from whitecell.analysis.design import ranged
    from whitecell.analysis.ensemble import at_the_stated_values, measuring, over_the_ranges

    names = list(ranged(plot))
    made = made_design(plot, "lhs", points, names, seed, seeds) if names else None
    played = measuring(plot, (fact.measure for fact in facts))
    ensembles: list[Ensemble] = []
    words = [*play_words("score", scenario, settings, None), "--against", against, "--runs", str(runs)]
    words += design_words(points, seeds, seed)
    in_all = runs + (points * seeds if made else 0)
    bar = console.Progress(in_all, "runs")
    with stopping(ctx, lambda: stopped(bar.done, in_all, store, NOT_STORED)):
        with bar:
            how: dict[str, Any] = {**players, "progress": bar.advance}
            how |= {"folder": store, "command": shlex.join(words)}
            ensembles.append(at_the_stated_values(played, range(seed, seed + runs), **how))
            if made is not None:
                ensembles.append(over_the_ranges(played, made, range(seed, seed + seeds), **how))
        verdicts = [judged(facts, ensemble) for ensemble in ensembles]
    if as_csv:
        from whitecell.report.rows import as_csv as written
        from whitecell.report.score import score_rows

        console.write(written(score_rows(facts, verdicts)))
    elif as_json:
        from whitecell.report.score import score_content

        counts = {"runs": runs, "points": points if made else 0, "seeds": seeds, "first_seed": seed}
        named = {"scenario": short_name(scenario), "title": plot.title, **counts}
        console.write_json({**named, **score_content(facts, verdicts)})
    else:
        console.show(_page(plot, facts, verdicts, runs, made, seeds))
    if output is not None:
        console.flush()
        over = len(made.points) * seeds if made else 0
        _report(plot, facts, verdicts, runs, over, seed, words, output)


def _report(
    plot: Scenario,
    facts: list[Fact],
    verdicts: list[Verdict],
    runs: int,
    over: int,
    seed: int,
    words: list[str],
    output: Path,
) -> None:
    """Write the scores as a report; ``over`` is the number of runs over the ranges."""
    from whitecell.batch.hands import Here
    from whitecell.batch.manifest import versions
    from whitecell.report.paper.repeat import Source
    from whitecell.report.paper.score import score_report
    from whitecell.scenario.digest import digest

    said = f"{seed} to {seed + runs - 1} at the stated values"
    said += f", {seed} to {seed + over - 1} over the ranges" if over else ""
    source = Source(
        short_name(words[2]), digest(plot), shlex.join(words), versions(plot), said, shlex.quote(words[2])
    )
    command = shlex.join([*words, "-o", str(output)])
    write(score_report(plot, facts, verdicts, source, command), form_of(output), output, Here())


def _read(scenario: str, settings: dict[str, str], against: str) -> tuple[Scenario, list[Fact]]:
    """The scenario with the measures of the observations, and the observations as numbers."""
    from whitecell.analysis.scoring import facts
    from whitecell.scenario.observed import read_observed, understood
    from whitecell.scenario.reading import read_source

    stated = read_observed(against)
    plot, source = read_source(scenario, settings, more=stated)
    complain_of(plot, source, settings)
    return plot, facts(understood(stated, plot), stated, plot, scenario)


def _page(
    plot: Scenario, facts: list[Fact], verdicts: list[Verdict], runs: int, made: Design | None, seeds: int
) -> list[Any]:
    """The scores for people: the answer in sentences, then the tables."""
    from rich.text import Text

    from whitecell.report.page import title
    from whitecell.report.paper.one_page import of_score
    from whitecell.report.score import score_page
    from whitecell.report.wording import counted
    from whitecell_cli.briefs import lines

    over = "no assumption has a range"
    if made is not None:
        each = f", {seeds} runs at each" if seeds > 1 else ""
        over = (
            f"{len(made.points):,} points over the ranges of {counted(len(made.names), 'assumptions')}{each}"
        )
    return [
        title(plot.title),
        Text(
            f"{counted(len(facts), 'observations')} held against {runs:,} runs at the stated values; {over}"
        ),
        *lines(of_score(facts, verdicts, None)),
        *score_page(facts, verdicts, console.width(), plain=not console.draws_blocks()),
    ]
