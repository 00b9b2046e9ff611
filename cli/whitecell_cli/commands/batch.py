"""`whitecell batch`: many runs, summed up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from whitecell_cli.console import complain, console, plain, say, say_json, say_wrapped, width
from whitecell_cli.options import days_option, json_option, scenario_argument, set_option


@click.command()
@scenario_argument
@click.option("--runs", type=click.IntRange(1, 10_000_000), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**62), default=0, show_default=True, help="The first seed.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes  [default: one a core]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to keep the runs in  [default: batches/<scenario>-<digest>]",
)
@click.option("--no-store", is_flag=True, help="Keep nothing.")
@click.option("--slab", type=click.IntRange(1, 65536), default=256, show_default=True,
              help="Runs that are played at once; changes no result.")  # fmt: skip
@set_option
@days_option
@json_option
def batch(
    scenario: str,
    runs: int,
    seed: int,
    jobs: int | None,
    output: Path | None,
    no_store: bool,
    slab: int,
    settings: dict[str, str],
    days: int | None,
    as_json: bool,
) -> None:
    """Play many runs and sum them up.

    Runs are kept as Parquet beside a manifest; the same command resumes after an interruption.

    Example: whitecell batch southwest-syria-2017 --runs 1000
    """
    from whitecell.analysis.summary import summarise
    from whitecell.batch import BatchError, run_batch
    from whitecell.scenario import read_scenario
    from whitecell.scenario.digest import digest

    read = read_scenario(scenario, settings, days)
    name, mark = Path(scenario).stem, digest(read)
    folder = None if no_store else output or Path("batches") / f"{name}-{mark[:8]}-seed{seed}"
    seeds = range(seed, seed + runs)
    try:
        with _progress(runs) as tell:
            played = run_batch(
                read, seeds, jobs=jobs or os.cpu_count() or 1, slab=slab, folder=folder, progress=tell
            )
    except BatchError as error:
        complain(f"error: {error}")
        sys.exit(1 if "could not be played" in str(error) or "cannot" in str(error) else 2)
    except KeyboardInterrupt:
        if folder is not None:
            complain(f"\nInterrupted. Finished slabs are kept in {folder}; the same command goes on.")
        else:
            complain("\nInterrupted.")
        sys.exit(130)
    summaries = summarise(read, played.columns)
    if as_json:
        say_json(
            {
                "scenario": name,
                "digest": mark,
                "first_seed": seed,
                "runs": runs,
                "days": read.days,
                "folder": str(folder) if folder else None,
                "measures": {s.name: s.as_json() for s in summaries},
            }
        )
        return
    changed = ", ".join(f"{k} = {v}" for k, v in settings.items())
    say_wrapped([read.title, f"{runs:,} runs (seeds {seed}–{seed + runs - 1}), {read.days} days"])
    if changed:
        say_wrapped([f"with {changed}"])
    say()
    console().print(batch_lines(summaries))
    say()
    say_wrapped(
        [
            "Shares of runs under the stated assumptions, with 95 % intervals for the limited number "
            "of runs. Not a forecast.",
            f"Any run can be told: whitecell run {scenario} --seed {seed}",
        ]
    )
    if folder is not None:
        complain(f"kept in {folder}")


def batch_lines(summaries: list) -> object:  # type: ignore[type-arg]
    """The table for this terminal."""
    from whitecell.report.table import batch_table

    return batch_table(summaries, width(), plain())


@contextmanager
def _progress(runs: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    shown = Console(stderr=True, no_color="NO_COLOR" in os.environ or None)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=shown, transient=True
    ) as bar:
        task = bar.add_task("runs", total=runs)
        yield lambda done: bar.advance(task, done)
