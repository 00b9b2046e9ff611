"""Odds from here: how this game may continue, and what orders under discussion would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from whitecell.analysis.paired import contrasts
from whitecell.analysis.summary import MeasureSummary, summarise
from whitecell.report.names import Names
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import Bullets, Paragraph, Table
from whitecell.report.paper.hindsight import shift
from whitecell.report.paper.html import sections
from whitecell.report.paper.seat import acceptance
from whitecell.report.wording import capital, clean, figure, listed, percent
from whitecell.table.entries import WHITE, Ordered, body_of
from whitecell.table.errors import GameError
from whitecell.table.morning import every_acceptance
from whitecell.table.played import check, date_of, standing
from whitecell.table.replay import Replay, ahead

FEWEST, MOST = 10, 2000
"""Continuations that can be asked for, at most."""


def odds(replay: Replay, discussed: Sequence[Any], runs: Any, days: Any) -> dict[str, Any]:
    """Odds from a game's present state, and what some orders would change on the same dice.

    Parameters
    ----------
    replay : Replay
    discussed : sequence of mapping
        Orders as JSON has them, from the first day of the next turn.
    runs, days : int
        Continuations, and how far they look; ``days`` may be None for the end.

    Raises
    ------
    GameError
        If a number or an order is not allowed, or the game is over.
    """
    folder, scenario = replay.folder, replay.scenario
    if not isinstance(runs, int) or not FEWEST <= runs <= MOST:
        raise GameError(f"continuations are {FEWEST} to {MOST}")
    if days is not None and (not isinstance(days, int) or days < 1):
        raise GameError("days are a whole number of 1 or more")
    if not isinstance(discussed, list) or not all(isinstance(each, Mapping) for each in discussed):
        raise GameError("orders under discussion are a list")
    if folder.turn > folder.turns:
        raise GameError("the game is over; nothing is ahead")
    first = date_of(folder.scenario, folder.days(folder.turn)[0])
    more = []
    for each in discussed:
        order = body_of("order", each, folder.scenario.start)
        assert isinstance(order, Ordered)
        check(folder, WHITE, order)
        more.append(standing(order, first))
    seeds = np.arange(runs)
    now = ahead(replay, seeds, days=days)
    last = min(replay.game.day + (days or scenario.days), scenario.days)
    rows = [[capital(label(scenario, each.name)), _told(each)] for each in summarise(scenario, now)]
    caption = f"Day {last} as seen from day {replay.game.day}, over {runs} continuations"
    changes = ""
    if more:
        then = ahead(replay, seeds, more, days)
        sure = [c for c in contrasts(scenario, now, then, last) if c.low > 0.0 or c.high < 0.0]
        lines = [capital(f"{shift(scenario, c)}.") for c in sure]
        changes = sections([Bullets(lines) if lines else Paragraph("Nothing beyond doubt.")])
    names = Names(scenario)
    terms = [acceptance(scenario, names, weighing) for weighing in every_acceptance(replay)]
    return {
        "odds": sections([Table(caption, ("measure", "odds or middle"), rows, right=frozenset({1})), *terms]),
        "changes": changes,
    }


def _told(found: MeasureSummary) -> str:
    """The odds or the estimate of a measure, in words."""
    if found.kind == "category":
        return listed(
            f"{clean(name.replace('_', ' ')) or 'none'} {percent(share[0])}"
            for name, share in list(found.shares.items())[:3]
        )
    if found.estimate is None:
        return "none"
    if found.kind == "number":
        low, high = (found.quantiles.get(level) for level in ("0.05", "0.95"))
        spread = "" if low is None or high is None else f" ({_short(low)} to {_short(high)})"
        unit = f" {clean(found.unit)}" if found.unit else ""
        return f"{_short(found.estimate)}{spread}{unit}"
    return percent(found.estimate)


def _short(value: float) -> str:
    return figure(float(f"{value:.3g}"))
