"""``whitecell export``: files for other programs: events as CSV, zones as GeoJSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell import disk
from whitecell_cli import console
from whitecell_cli.options import (
    EXAMPLE,
    SEED,
    cores,
    must_be_seed,
    read,
    scenario_argument,
    scenario_options,
    seed_of,
    stored_scenario,
)

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario

OUTPUT = click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
                      help="Write a file instead of printing.")  # fmt: skip


@click.group(
    epilog=f"""\b
Examples: whitecell export events {EXAMPLE} --seed 412 -o events.csv
          whitecell export zones {EXAMPLE} --seed 412 -o zones.geojson"""
)
def command() -> None:
    """Write results for other programs: events for event data, zones for maps.

    Tables as workbooks: --xlsx of batch, compare and explore. A batch to hand on as a whole: whitecell pack.
    """


@command.command(epilog=f"Example: whitecell export events {EXAMPLE} --seed 412 -o events.csv")
@scenario_argument
@click.option("--seed", type=SEED, help="Which run.  [default: 0, or the game's]")
@scenario_options
@OUTPUT
def events(
    scenario: str, seed: int | None, settings: dict[str, str], days: int | None, output: Path | None
) -> None:
    """Write every event of a run as CSV, with the columns of event data sets.

    Each day of fighting and each day in breach is a row, so that simulated and recorded events can be
    counted alike; `whitecell score` reads such a file of recorded events.
    """
    from whitecell.game.play import tell
    from whitecell.report.event_rows import COLUMNS, event_rows
    from whitecell.report.rows import as_csv

    plot = _plot(scenario, settings, days)
    story = tell(plot, seed_of(scenario) if seed is None else seed, every_day=True)
    rows = event_rows(plot, story)
    _hand_over(as_csv(rows) if rows else ",".join(COLUMNS) + "\n", output)


@command.command(
    epilog=f"""\b
Examples: whitecell export zones {EXAMPLE} --seed 412 -o zones.geojson
          whitecell export zones {EXAMPLE} --runs 200 --every 7 -o zones.geojson"""
)
@scenario_argument
@click.option("--seed", type=SEED, help="Which run, or the first of many.  [default: 0, or the game's]")
@click.option("--runs", type=click.IntRange(1, 100_000), default=1, show_default=True,
              help="Runs over which shares and numbers are means.")  # fmt: skip
@click.option("--every", type=click.IntRange(min=1), default=1, show_default=True,
              help="Days from one state to the next; the last day always comes.")  # fmt: skip
@scenario_options
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: the cores]")
@OUTPUT
def zones(
    scenario: str,
    seed: int | None,
    runs: int,
    every: int,
    settings: dict[str, str],
    days: int | None,
    jobs: int | None,
    output: Path | None,
) -> None:
    """Write zones as GeoJSON: who held each on each day, with forces and people.

    A zone with an outline is a polygon, another a point, in longitude and latitude (WGS 84). Map programs
    such as QGIS open the file and animate it by its date.
    """
    import numpy as np

    from whitecell.analysis.days import replayed
    from whitecell.report.ground import unplaced, zones_text

    plot = _plot(scenario, settings, days)
    if missing := unplaced(plot):
        named = console.safe(", ".join(missing[:5]))
        raise click.UsageError(f"no map without coordinates: give `at` or `outline` to {named}")
    first = seed_of(scenario) if seed is None else seed
    must_be_seed(first + runs - 1)
    with console.Progress(runs, "runs") as progress:
        seeds = np.arange(first, first + runs, dtype=np.int64)
        played = replayed(plot, seeds, (jobs or cores()) if runs > 1 else 1, progress.advance)
    which = dict.fromkeys([*range(0, plot.days + 1, every), plot.days])
    _hand_over(zones_text(plot, played, which), output)


def _plot(reference: str, settings: dict[str, str], days: int | None) -> Scenario:
    """The scenario of a stored batch, or a named scenario."""
    return stored_scenario(reference, settings, days) or read(reference, settings, days)


def _hand_over(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file."""
    if output is None:
        console.write(text)
        return
    disk.write(output, text)
    console.complain(f"Written to {output}")
