"""``whitecell batch``: many runs as a table, kept in a folder."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.options import (
    BLOCK,
    EXAMPLE,
    MOST_IN_SLAB,
    SEED,
    json_option,
    must_be_seed,
    one_format,
    play_words,
    read,
    scenario_argument,
    scenario_options,
    short_name,
    target_option,
    where,
    where_options,
    xlsx_option,
)
from whitecell_cli.stopping import stopped, stopping

if TYPE_CHECKING:
    from whitecell.analysis.stopping import Target
    from whitecell.batch import Batch
    from whitecell.batch.manifest import Stated
    from whitecell.scenario.model import Scenario


RUNS = 1000
CAP = 50_000
"""Runs at which ``--until`` gives up, by default."""
TELLING = ("whitecell.analysis.special", "whitecell.analysis.summary")
"""Modules that a summary needs, and the batch itself does not."""
PRINTING = ("whitecell.report.paper.one_page", "whitecell.report.table", "whitecell_cli.briefs")
"""Modules that a page for people needs besides."""


@click.command(
    epilog=f"""\b
Examples: whitecell batch {EXAMPLE}
          whitecell batch {EXAMPLE} --runs 5000 -o results/base
          whitecell batch {EXAMPLE} --set leak_chance=0.08"""
)
@scenario_argument
@click.option("--runs", type=click.IntRange(min=1), help=f"How many runs.  [default: {RUNS}]")
@target_option
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of the first run.")
@scenario_options
@where_options
@click.option(
    "-o", "--output", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the runs.  [default: batches/SCENARIO-DIGEST]",
)  # fmt: skip
@click.option("--no-store", is_flag=True, help="Print the table and store no runs.")
@click.option(
    "--slab", type=click.IntRange(1, MOST_IN_SLAB),
    help="Runs played together; it does not change results.  [default: what suits runs and theatre]",
)  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV.")
@xlsx_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    runs: int | None,
    until: Target | None,
    seed: int,
    settings: dict[str, str],
    days: int | None,
    jobs: int | None,
    scheduler: str | None,
    output: Path | None,
    no_store: bool,
    slab: int | None,
    as_csv: bool,
    workbook: Path | None,
    as_json: bool,
) -> None:
    """Play many runs and summarise them.

    Prints each measure with its mean or share, a 95 % interval, quantiles and a histogram. The runs are
    stored in a folder as Parquet files beside a manifest.json. Repeat the same command to resume a
    batch that was stopped; repeat it with more --runs to extend the batch.
    """
    if output is not None and no_store:
        raise click.UsageError("-o names a folder and --no-store wants none; give one of the two")
    one_format(as_csv, as_json)
    runs = runs or (RUNS if until is None else CAP)
    must_be_seed(seed + runs - 1)
    players = where(jobs, scheduler)
    if runs > (slab or BLOCK) and players["jobs"] > 1 and not scheduler:
        from whitecell.batch.workers import make_ready

        make_ready()
    plot = read(scenario, settings, days)
    if until is not None and until.measure not in plot.measures:
        from whitecell.scenario.problems import did_you_mean

        hint = did_you_mean(until.measure, list(plot.measures)) or f"there are {', '.join(plot.measures)}"
        name = console.safe(until.measure)
        raise click.BadParameter(f"the scenario has no measure '{name}'; {hint}", param_hint="'--until'")
    if until is not None and until.aspect:
        raise click.BadParameter(
            f"a batch has no '{console.safe(until.name)}'; ask for {until.measure}±{until.half:g}, or "
            "compare two",
            param_hint="'--until'",
        )
    folder = None if no_store else output or default_folder(plot, scenario, range(seed, seed + runs), slab)

    words = play_words("batch", scenario, settings, days)
    load = partial(_load, TELLING if as_csv or as_json else (*TELLING, *PRINTING))

    def play(first: int, count: int, progress: Callable[[int], None]) -> Batch:
        from whitecell.batch import run_batch

        said = [*words, "--runs", str(count), "--seed", str(first)]
        said += ["--slab", str(slab)] if slab else []
        return run_batch(
            plot, range(first, first + count), **players, slab=slab, folder=folder, progress=progress,
            command=shlex.join(said), part=until is not None, meanwhile=load,
        )  # fmt: skip

    def start(progress: console.Progress) -> Batch:
        if until is None:
            return play(seed, runs, progress.advance)
        from whitecell_cli.until import grown

        return grown(plot, until, seed, runs, folder is not None, play, progress)

    batch, failure = _played(ctx, start, runs, folder)
    if len(batch.seeds):
        one = shlex.join(play_words("run", scenario, settings, days))
        if as_csv:
            from whitecell.analysis.summary import summarise
            from whitecell.report.rows import as_csv as written
            from whitecell.report.rows import summary_rows

            console.write(written(summary_rows(summarise(plot, batch.columns))))
        elif as_json:
            console.write_json(_content(plot, batch, short_name(scenario), one))
        else:
            console.show(_page(plot, batch, one, settings))
        console.flush()
        if workbook is not None:
            from whitecell_cli.workbooks import batch_book, keep

            keep(batch_book(plot, batch, shlex.join(words)), workbook)
    if failure is not None:
        console.complain(f"Error: {failure}")
        ctx.exit(console.FAILED)
    if folder is not None:
        console.complain(f"Kept in {folder}")


def default_folder(
    plot: Scenario, reference: str, seeds: range, slab: int | None = None, part: bool = False
) -> Path:
    """The default folder of a batch, named after scenario and content, and after unusual options.

    A batch in it may grow, but not shrink. So a batch with fewer runs gets a folder of its own, unless
    ``part`` of the longer batch is wanted.
    """
    from whitecell.filenames import made_of
    from whitecell.scenario.digest import digest

    name = f"{made_of(short_name(reference))}-{digest(plot)[:8]}"
    name += f"-from-{seeds.start}" if seeds.start else ""
    name += f"-slab-{slab}" if slab else ""
    folder = Path("batches") / name
    if not part and _runs_in(folder) > len(seeds):
        folder = folder.with_name(f"{name}-runs-{len(seeds)}")
    return _of_these_versions(plot, folder)


def _of_these_versions(plot: Scenario, folder: Path) -> Path:
    """The folder, or one beside it if other versions played the batch that is in it; both are kept."""
    from whitecell.batch.manifest import versions
    from whitecell.game.versions import differences

    here, number, first = versions(plot), 1, folder
    told: list[str] = []
    while (there := _stated(folder)) is not None and (other := differences(there.versions, here)):
        told = told or other
        number += 1
        folder = first.with_name(f"{first.name}-{number}")
    if number > 1:
        console.complain(
            f"{first} was played by other versions: {'; '.join(told)}. It is kept; this batch goes to "
            f"{folder}."
        )
    return folder


def _runs_in(folder: Path) -> int:
    """Runs of the batch that a folder was made for; 0 if unknown."""
    there = _stated(folder)
    return there.runs if there is not None else 0


def _stated(folder: Path) -> Stated | None:
    """The manifest of a folder; None if there is no readable one."""
    from whitecell.batch import BatchError
    from whitecell.batch.manifest import Stated

    if not (folder / "manifest.json").is_file():
        return None
    try:
        return Stated.read(folder / "manifest.json")
    except BatchError:
        return None


def _played(
    ctx: click.Context,
    play: Callable[[console.Progress], Batch],
    runs: int,
    folder: Path | None,
) -> tuple[Batch, Exception | None]:
    """Play with a progress bar; returns the batch, and the failure of slabs, if any."""
    from whitecell.batch import SlabsFailed

    bar = console.Progress(runs, "runs")
    with stopping(ctx, lambda: stopped(bar.done, runs, folder, "the batch was played with --no-store")), bar:
        try:
            return play(bar), None
        except SlabsFailed as failed:
            return failed.batch, failed


def _load(modules: Iterable[str]) -> None:
    """Import what summarises and prints a batch, while workers play and before DuckDB is loaded."""
    for module in modules:
        import_module(module)
    console.leave_memory()


def _typical(batch: Batch) -> int:
    """Seed of the most representative run."""
    from whitecell.report.typical import typical_run

    return int(batch.seeds[typical_run(batch.columns)]) if batch.columns else int(batch.seeds[0])


def _content(plot: Scenario, batch: Batch, name: str, one: str) -> dict[str, Any]:
    """The batch for machines."""
    from whitecell.analysis.summary import summarise

    return {
        "scenario": name,
        "title": plot.title,
        "runs": len(batch.seeds),
        "first_seed": int(batch.seeds[0]),
        "days": plot.days,
        "folder": str(batch.folder) if batch.folder is not None else None,
        "replay": f"{one} --seed N",
        "typical_seed": _typical(batch),
        "measures": {s.name: s.as_json() for s in summarise(plot, batch.columns)},
    }


def _page(plot: Scenario, batch: Batch, one: str, settings: dict[str, str]) -> list[Any]:
    """The batch for people."""
    from rich.text import Text

    from whitecell.analysis.summary import once, summarise
    from whitecell.report.page import section, title
    from whitecell.report.paper.one_page import of_batch
    from whitecell.report.table import doubt_said, summary_table
    from whitecell.report.wording import calendar, clean, counted, date_of
    from whitecell_cli.briefs import lines

    first, last = int(batch.seeds[0]), int(batch.seeds[-1])
    seeds = f"seed {first}" if first == last else f"seeds {first} to {last}"
    begin, end = (calendar(date_of(plot.start, day)) for day in (1, plot.days))
    page: list[Any] = [
        title(plot.title),
        Text(f"{counted(len(batch.seeds), 'runs')}, {seeds}, {counted(plot.days, 'days')}: {begin} to {end}"),
    ]
    if settings:
        changed = ", ".join(f"{name} = {value}" for name, value in settings.items())
        page.append(Text(clean(f"with {changed}")))
    found = summarise(plot, batch.columns)
    page += lines(of_batch(plot, once(plot, found), len(batch.seeds), None, {}))
    page += [
        *section("All measures"),
        *summary_table(found, console.width(), plain=not console.draws_blocks()),
    ]
    page += ["", *([Text(doubt_said("runs"))] if any(summary.doubtful for summary in found) else [])]
    page += [
        Text("Shares of runs under the stated assumptions; not a forecast."),
        Text("Median and 5–95 % of a day: over the runs in which it happened."),
        Text(clean(f"Most representative run: {one} --seed {_typical(batch)}")),
    ]
    return page
