"""``whitecell settle``: the law of settlements tested on known outcomes."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.designs import must_have_libraries
from whitecell_cli.options import SEED, json_option


@click.command(
    epilog="""\b
Examples: whitecell settle points.csv
          whitecell settle deu3.csv --influence power.csv --spread 0.8"""
)
@click.argument("points", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--influence", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Names and their influence, two columns.  [default: 1 each]")  # fmt: skip
@click.option("--spread", type=click.FloatRange(min=0.0), metavar="FACTOR",
              help="Spread in weighted standard deviations.  [default: as the engine has it]")  # fmt: skip
@click.option("--seed", type=SEED, default=0, show_default=True, help="Of ties in transforms.")
@json_option
def command(points: Path, influence: Path | None, spread: float | None, seed: int, as_json: bool) -> None:
    """Score the law by which terms are settled on points whose outcome is known.

    FILE has a point a row: positions (pfr), saliences (sfr) and perhaps influence (wfr) of each actor, and
    the outcome (out). Beside the law stand simpler ways to predict.
    """
    must_have_libraries("settle")
    from whitecell.analysis.points import (
        PointsError,
        read_influence,
        read_points,
        scored,
        usual_spread,
    )

    factor = usual_spread() if spread is None else spread
    try:
        found = read_points(points, read_influence(influence) if influence else None)
    except PointsError as error:
        raise click.UsageError(console.safe(str(error))) from None
    rows = scored(found, factor, seed)
    if as_json:
        console.write_json(
            {"points": len(found), "spread": factor, "scores": [row.as_json() for row in rows]}
        )
        return
    from rich.text import Text

    from whitecell.report.page import table, title
    from whitecell.report.paper.settle_brief import settle_brief
    from whitecell.report.wording import percent_within
    from whitecell_cli.briefs import lines

    grid = table(
        "predicted by", "mean error", "score (CRPS)", "in 90 % band", "p", right=(1, 2, 3, 4), fixed=()
    )
    for row in rows:
        band = "" if row.band is None or row.within is None else (
            percent_within(row.within, *row.band)
        )  # fmt: skip
        p = "" if row.p is None else ("< 0.001" if row.p < 0.001 else f"{row.p:.3f}")
        grid.add_row(*(Text(cell) for cell in (row.name, f"{row.error:.1f}", f"{row.crps:.1f}", band, p)))
    console.show(
        [
            title(f"{len(found)} points, spread {factor:g}"),
            *lines(settle_brief(rows, len(found))),
            "",
            grid,
            "",
            Text("CRPS: continuous ranked probability score, in the unit of the points; less is better. p: "
                 "of outcomes being draws of the distribution."),
        ]
    )  # fmt: skip
