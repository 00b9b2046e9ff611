"""``whitecell deal --propose``: positions from the model itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.stopping import stopped, stopping

if TYPE_CHECKING:
    from whitecell.analysis.design import Design
    from whitecell.analysis.terms import Deal

FUTURES = 200
"""Futures in which each value is played, by default."""


def propose(
    ctx: click.Context, deal: Deal, aims: Sequence[tuple[str, str, bool]], made: Design, points: int,
    seed: int, scenario: str, folder: Path | None, **players: Any,
) -> str:  # fmt: skip
    """Positions as YAML that extends the scenario.

    Raises
    ------
    click.UsageError
        If no actor that is heard at the table states aims.
    """
    from whitecell.analysis.proposed import heard, proposals
    from whitecell.report.proposed import proposed_yaml

    if not heard(deal, aims):
        raise click.UsageError(
            "nobody who is heard at the table has aims: add `aims` to actors, or --aim ACTOR=MEASURE:high"
        )
    every = len(made.points) * sum(len(deal.values(term, points)) for term in deal.terms)
    place = None if folder is None else folder / "proposed"
    bar = console.Progress(every, "continuations")
    with stopping(ctx, lambda: stopped(bar.done, every, place, "it was played with --no-store")), bar:
        found = proposals(deal, aims, made, points, seed, folder=place, progress=bar.advance, **players)
    return proposed_yaml(deal, found, aims, len(made.points), scenario)
