"""``whitecell fit``: what the facts of the register say about the assumptions."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell import disk
from whitecell_cli import console
from whitecell_cli.designs import (
    design_options,
    design_words,
    made_design,
    must_have_libraries,
    must_know,
    varied,
)
from whitecell_cli.options import (
    EXAMPLE,
    json_option,
    must_be_seed,
    one_format,
    play_words,
    scenario_argument,
    short_name,
    store_option,
    where,
    where_options,
)
from whitecell_cli.stopping import NOT_STORED, stopped, stopping

if TYPE_CHECKING:
    from whitecell.analysis.fitting import Fit
    from whitecell.scenario.model import Scenario
    from whitecell.scenario.yardsticks import Expectation

POINTS = 4000
"""Points, by default."""
TABLES = ("assumptions", "facts", "points")


@click.command(
    epilog=f"""\b
Examples: whitecell fit {EXAMPLE}
          whitecell fit {EXAMPLE} --points 8000 -o fitted.yaml
          whitecell fit {EXAMPLE} --fact F2b --only days_between_sessions"""
)
@scenario_argument
@design_options(POINTS, least=20)
@click.option("--fact", "chosen", multiple=True, metavar="ID",
              help="Fit from this fact of the register only; repeatable.")  # fmt: skip
@where_options
@store_option
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write a scenario that extends this one, with the fitted ranges.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@click.option("--csv", "csv_table", type=click.Choice(TABLES),
              help="Print a table as CSV; points: the design, with the weight of each point.")  # fmt: skip
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    points: int,
    seeds: int,
    seed: int,
    only: tuple[str, ...],
    chosen: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    store: Path | None,
    output: Path | None,
    force: bool,
    csv_table: str | None,
    as_json: bool,
) -> None:
    """Narrow the ranges of assumptions to those that agree with the facts of the register.

    The facts are those of `check --expect`. History is treated as one run of the scenario, and the
    points of a design over the ranges are weighted by how likely they make the facts. The answer: which
    assumptions the facts inform, by how much, and which facts do so. With -o, write a scenario with the
    fitted ranges, which are never wider than the stated ones.

    The exit code is 1 if there are too few points, or if the ranges do not allow a fact. A fitted
    scenario agrees with these facts by construction; only other facts can support it.
    """
    must_have_libraries("fit")
    one_format(csv_table, as_json)
    if force and output is None:
        raise click.UsageError("--force overwrites the file of -o; give one")
    path = _free(output, force)
    players = where(jobs, scheduler)
    from whitecell.analysis.expectation import expectations
    from whitecell.scenario.reading import read_source

    plot, source = read_source(scenario)
    facts = _chosen(expectations(scenario), chosen)
    if not facts:
        console.complain(_none(scenario))
        return
    names, _ = varied(plot, {}, only)
    made = made_design(plot, "lhs", points, names, seed, seeds)
    last = seed + len(made.points) * seeds - 1
    must_be_seed(last)
    from whitecell.analysis.fitting import as_json as content
    from whitecell.analysis.fitting import fit
    from whitecell.analysis.histories import histories, plays

    words = [*play_words("fit", scenario, {}, None), *design_words(points, seeds, seed, only)]
    words += [word for name in chosen for word in ("--fact", name)]
    runs = len(made.points) * seeds * len(plays(facts, plot.fitted_from))
    bar = console.Progress(runs, short_name(scenario)[:30])
    with stopping(ctx, lambda: stopped(bar.done, runs, store, NOT_STORED)):
        with bar:
            told = histories(
                scenario, facts, made, seeds, seed, **players, progress=bar.advance,
                before=plot.fitted_from, folder=store, command=shlex.join(words),
            )  # fmt: skip
        found = fit(plot, made, told, seed)
    if csv_table:
        from whitecell.report.rows import as_csv, fit_rows

        console.write(as_csv(fit_rows(found)[csv_table]))
    elif as_json:
        console.write_json({"scenario": short_name(scenario), "title": plot.title, **content(found)})
    else:
        console.show(_page(plot, found, range(seed, last + 1), seeds))
    if path is not None:
        if found.informed:
            from whitecell.report.fitted_file import fitted_text
            from whitecell.scenario.editing import checked

            text = fitted_text(plot, source, scenario, path, found, shlex.join(words))
            with disk.fresh(path, over=force) as part:
                part.write_text(text, encoding="utf-8", newline="\n")
                checked(part, path)
            console.flush()
            console.complain(f"Written: {path}")
        else:
            console.complain(f"Nothing was fitted: {path} is not written.")
    met = all(one.standing != "out of reach" for one in told)
    ctx.exit(0 if found.enough and met else console.FAILED)


def _free(output: Path | None, force: bool) -> Path | None:
    """The path to write to; refused before anything is played if it cannot be written."""
    if output is None:
        return None
    path = output if output.suffix in (".yaml", ".yml") else output.with_name(f"{output.name}.yaml")
    if path.exists() and not force:
        raise click.UsageError(f"{console.safe(str(path))} already exists; --force overwrites it")
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder {console.safe(str(path.parent))}")
    return path


def _chosen(facts: dict[str, Expectation], chosen: tuple[str, ...]) -> dict[str, Expectation]:
    """The facts that were asked for, in the register's order."""
    for name in chosen:
        must_know(name, list(facts), "fact", "--fact")
    return {name: fact for name, fact in facts.items() if not chosen or name in chosen}


def _none(scenario: str) -> str:
    """A message that no fact is about the scenario, and which scenarios the facts are about."""
    from whitecell.analysis.expectation import elsewhere

    said = "The scenario's register states no facts about it."
    others = elsewhere(scenario)
    return f"{said} It has some about {', '.join(others)}." if others else said


def _page(plot: Scenario, found: Fit, seeds: range, each: int) -> list[Any]:
    """The fit for people: the answer in sentences, then the tables."""
    from rich.text import Text

    from whitecell.report.fitting import fitting_page
    from whitecell.report.page import title
    from whitecell.report.paper.fit_brief import fit_brief
    from whitecell.report.wording import counted
    from whitecell_cli.briefs import lines

    points, names = len(found.design.points), len(found.design.names)
    return [
        title(plot.title),
        Text(
            f"Latin hypercube: {points:,} points over {counted(names, 'assumption/assumptions')}, "
            f"{counted(each, 'run/runs')} at each, seeds {seeds.start} to {seeds.stop - 1}"
        ),
        *lines(fit_brief(plot, found)),
        *fitting_page(found, console.width()),
        Text("If history was a run of this scenario with its stated ranges; not a forecast."),
    ]
