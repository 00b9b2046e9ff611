"""``whitecell explore``: which assumptions the answer depends on."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.designs import (
    design_options,
    design_words,
    home_of,
    keep_design,
    made_design,
    must_have_libraries,
    must_know,
    preference,
    varied,
)
from whitecell_cli.options import (
    ANOTHER,
    EXAMPLE,
    complain_of,
    json_option,
    must_be_seed,
    one_format,
    play_words,
    read,
    scenario_argument,
    scenario_options,
    short_name,
    where,
    where_options,
    xlsx_option,
)
from whitecell_cli.stopping import stopped, stopping

if TYPE_CHECKING:
    from whitecell.analysis.design import Design
    from whitecell.analysis.exploration import Condition, Exploration
    from whitecell.analysis.response import Response
    from whitecell.scenario.claims import Claim
    from whitecell.scenario.model import Scenario

SIZES = {"lhs": 1000, "sequence": 1024, "sobol": 64, "morris": 10}
"""Points, base sample or trajectories, by default."""
TABLES = ("drivers", "swings", "boxes", "peels", "trees", "regret", "foundations", "stated", "points")


def _conditions(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> list[Condition] | None:
    if not given:
        return None
    from whitecell.analysis.exploration import Condition

    try:
        return [Condition.of(text) for text in given]
    except ValueError as error:
        raise click.BadParameter(console.safe(str(error)), ctx, param) from None


@click.command(
    epilog=f"""\b
Examples: whitecell explore {EXAMPLE}
          whitecell explore {EXAMPLE} --design sobol --only leak_chance --only mobile_share
          whitecell explore {EXAMPLE} \\
              --against {ANOTHER} --prefer displaced:low"""
)
@scenario_argument
@click.option(
    "--design", "kind", type=click.Choice(list(SIZES)), default="lhs", show_default=True,
    help="Latin hypercube, Sobol sequence, Saltelli's sample for Sobol' indices, or Morris trajectories.",
)  # fmt: skip
@design_options(
    None, seeds=4, of_seeds="Runs at each point, with the same dice at every point.",
    of_points="Points; base sample of sobol, trajectories of morris.  [default: 1000, 1024, 64, 10]",
)  # fmt: skip
@click.option(
    "--measure", "measures", multiple=True, metavar="NAME", help="Analyse only this measure; repeatable."
)
@click.option("--when", "conditions", multiple=True, metavar="MEASURE<X", callback=_conditions,
              help="Find the assumptions under which this holds (> or <); repeatable.")  # fmt: skip
@click.option("--against", multiple=True, metavar="SCENARIO", help="Another course of action; repeatable.")
@click.option(
    "--prefer",
    multiple=True,
    metavar="MEASURE:high|low",
    help="Measure of regret, and which end is better; repeatable.",
)
@click.option(
    "--top", type=click.IntRange(min=1), default=4, show_default=True, help="Drivers shown per measure."
)
@scenario_options
@where_options
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the runs.  [default: batches/SCENARIO-explore-…]")  # fmt: skip
@click.option("--no-store", is_flag=True, help="Print only; store no runs.")
@click.option("--csv", "csv_table", type=click.Choice(TABLES),
              help="Print a table as CSV; points: the design, with the mean of each measure.")  # fmt: skip
@xlsx_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    kind: str,
    points: int | None,
    seeds: int,
    seed: int,
    only: tuple[str, ...],
    measures: tuple[str, ...],
    conditions: list[Condition] | None,
    against: tuple[str, ...],
    prefer: tuple[str, ...],
    top: int,
    settings: dict[str, str],
    days: int | None,
    jobs: int | None,
    scheduler: str | None,
    output: Path | None,
    no_store: bool,
    csv_table: str | None,
    workbook: Path | None,
    as_json: bool,
) -> None:
    """Vary the assumptions over their ranges and find out what drives the outcome.

    Every point of the design is played with the same few seeds. The answer: which assumptions drive
    each measure, how much of the variance is chance, where the stated values lie within the ranges,
    under which assumptions an outcome happens, which course of action has the least regret, and which
    assumptions to research first: influential but weakly sourced.
    """
    must_have_libraries("explore")
    if output is not None and no_store:
        raise click.UsageError("-o names a folder and --no-store wants none; give one of the two")
    one_format(csv_table, as_json)
    if bool(against) != bool(prefer):
        raise click.UsageError(
            "--against names options: add --prefer MEASURE:high or MEASURE:low, what is wanted of them"
            if against
            else "--prefer says what is wanted of options: add --against SCENARIO, an option to choose"
        )
    must_be_seed(seed + seeds - 1)
    players = where(jobs, scheduler)
    plot, claims = _with_register(scenario, settings, days)
    others = {short_name(name): read(name, settings, days) for name in against}
    preferred = [preference(plot, text) for text in prefer]
    for name in (*measures, *(c.measure for c in conditions or ())):
        must_know(name, list(plot.measures), "measure", "--measure" if name in measures else "--when")
    names, apart = varied(plot, others, only)
    made = made_design(plot, kind, points or SIZES[kind], names, seed, seeds)
    words = [*play_words("explore", scenario, settings, days), "--design", kind]
    words += design_words(points or SIZES[kind], seeds, seed, only)

    from whitecell.analysis.standing import runs_at, standings

    runs = len(made.points) * seeds
    nothing = "it was played with --no-store"

    def play(label: str, side: Scenario) -> list[Response]:
        from whitecell.analysis.response import explored

        folder = (
            None if no_store else home_of(output, label, side, made, range(seed, seed + seeds), bool(others))
        )
        bar = console.Progress(runs, label[:30])
        with stopping(ctx, lambda: stopped(bar.done, runs, folder, nothing)), bar:
            found = explored(
                side, made, range(seed, seed + seeds), **players, folder=folder,
                progress=bar.advance, command=shlex.join(words),
            )  # fmt: skip
        if folder is not None:
            keep_design(folder, made)
        return found

    label = short_name(scenario)
    several = bool(others)
    home = None if no_store else home_of(output, label, plot, made, range(seed, seed + seeds), several)
    responses = {label: play(label, plot), **{name: play(name, side) for name, side in others.items()}}
    with stopping(ctx, lambda: stopped(runs, runs, home, nothing)):
        found = _read(plot, claims, made, responses, measures, conditions, preferred)
        with console.Progress(runs_at(made, seeds), "as stated") as progress:
            found.standings = standings(
                plot, made, found.responses, seed, **players, progress=progress.advance
            )
    from whitecell.report.exploration_file import exploration_content, write

    content = exploration_content(found, range(seed, seed + seeds), apart)
    if home is not None:
        said = [*words, *(w for m in measures for w in ("--measure", m))]
        said += [w for c in conditions or () for w in ("--when", f"{c.measure}{c.sign}{c.value:g}")]
        said += [w for name in against for w in ("--against", name)]
        said += [w for name in prefer for w in ("--prefer", name)]
        write(home, content, shlex.join(said))
    if csv_table:
        from whitecell.report.rows import as_csv, exploration_rows

        rows = exploration_rows(found)[csv_table]
        console.write(as_csv(rows))
        if not rows:
            console.complain(f"There are no {csv_table} in this exploration.")
    elif as_json:
        console.write_json({"scenario": label, "title": plot.title, **content})
    else:
        console.show(_page(plot, found, content, range(seed, seed + seeds), apart, top))
    if workbook is not None:
        from whitecell_cli.workbooks import exploration_book, keep

        console.flush()
        keep(exploration_book(plot, found, shlex.join(words)), workbook)
    if home is not None:
        console.flush()
        console.complain(f"Kept in {home}")


def _with_register(
    reference: str, settings: dict[str, str], days: int | None
) -> tuple[Scenario, dict[str, Claim]]:
    """The scenario, and the claims of its register; none if it names none."""
    from whitecell.scenario.claims import read_register
    from whitecell.scenario.library import locate_register
    from whitecell.scenario.reading import read_source

    plot, source = read_source(reference, settings, days)
    complain_of(plot, source, settings)
    if not plot.claims:
        return plot, {}
    return plot, read_register(locate_register(plot.claims, source.stating("claims"))).claims


def _read(
    plot: Scenario,
    claims: dict[str, Claim],
    made: Design,
    responses: dict[str, list[Response]],
    measures: tuple[str, ...],
    conditions: list[Condition] | None,
    preferred: list[tuple[str, bool]],
) -> Exploration:
    from whitecell.analysis.exploration import explore, regret_of

    wanted = next(iter(responses.values()))
    shown = [r for r in wanted if not measures or r.measure in measures]
    asked = {c.measure for c in conditions or ()}
    shown += [r for r in wanted if r.measure in asked and r not in shown]
    found = explore(plot, made, shown, claims, conditions)
    for name, higher in preferred:
        response = next(r for r in wanted if r.measure == name)
        found.regrets[f"{response.name} ({'high' if higher else 'low'} is wanted)"] = regret_of(
            responses, response.name, higher
        )
    return found


def _page(
    plot: Scenario, found: Exploration, content: dict[str, Any], seeds: range, apart: list[str], top: int
) -> list[Any]:
    """The exploration for people: the answer in sentences, then the tables."""
    from rich.text import Text

    from whitecell.report.exploration import exploration_page
    from whitecell.report.names import Names
    from whitecell.report.page import title
    from whitecell.report.paper.exploration_brief import exploration_brief
    from whitecell.report.paper.swings import moved
    from whitecell.report.wording import clean, counted, listed
    from whitecell_cli.briefs import lines

    kinds = {"lhs": "Latin hypercube", "sequence": "Sobol sequence", "sobol": "Saltelli's sample",
             "morris": "Morris trajectories"}  # fmt: skip
    made = found.design
    page: list[Any] = [
        title(plot.title),
        Text(f"{kinds[made.kind]}: {len(made.points):,} points over {len(made.names)} assumptions, "
             f"{counted(len(seeds), 'runs')} at each (seed{'s' * (len(seeds) > 1)} {seeds[0]}"
             f"{f' to {seeds[-1]}' if len(seeds) > 1 else ''}), {counted(plot.days, 'days')}"),
    ]  # fmt: skip
    if apart:
        named = listed(map(Names(plot).number, apart))
        page.append(Text(clean(f"Not varied, because the courses of action differ in it: {named}.")))
    page += lines(exploration_brief(plot, content, moved(content), None))
    page += exploration_page(plot, found, console.width(), top)
    page += [
        "",
        Text("Rank: Spearman's correlation. Over the stated ranges; not a forecast."),
    ]  # fmt: skip
    return page
