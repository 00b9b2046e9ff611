"""How far each assumption moves a measure between the ends of its range, for a report of an exploration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whitecell.report import lined
from whitecell.report.charts import UNITLESS
from whitecell.report.drawing import Chart
from whitecell.report.exploration import amount
from whitecell.report.look import WIDTH
from whitecell.report.names import Names
from whitecell.report.paper.blocks import Block, Figure, Inline, Paragraph, Span, Table
from whitecell.report.wording import MINUS, capital, clean, figure
from whitecell.scenario.model import Scenario

TOLD = (
    "Mean over the points in the lowest fifth of each assumption's range (diamond) and in the highest "
    "(circle), all others varied, with 95 % intervals; upright line: over all points."
)
"""What the picture shows."""


def moved(found: Mapping[str, Any], by: str | None = None) -> str:
    """The response that is drawn: that of measure ``by``, or the first with a clear driver, or none."""
    names = list(dict.fromkeys(str(row["measure"]) for row in found["swings"]))
    wanted = [name for name in names if by is None or name.partition(": ")[0] == by]
    return wanted[0] if wanted else ""


def tornado(
    scenario: Scenario, found: Mapping[str, Any], response: str, most: int, key: str = "tornado"
) -> Figure | None:
    """One measure at the low and the high end of the assumptions that clearly move it, most moved first.

    Parameters
    ----------
    scenario : Scenario
    found : mapping
        The results that are kept beside the runs.
    response : str
        As :func:`moved` gives it; None is returned for a response without swings.
    most : int
        Lines.
    key : str
        Name of the figure.
    """
    every = [row for row in found["swings"] if row["measure"] == response]
    if not every:
        return None
    names = Names(scenario)
    stands = next((row for row in found["stated"] if row["measure"] == response), None)
    unit = "of runs" if stands is None else str(stands["unit"])
    middle = sum(row["low"] + row["high"] for row in every) / (2 * len(every))
    middle = middle if stands is None else float(stands["ranges"])
    rows = [
        {
            "what": capital(names.number(row["assumption"])) + _range(scenario, row["assumption"]),
            "said": f"{amount(_short(row['low']), unit)} → {amount(_short(row['high']), unit)}",
            **{name: row[name] for name in ("low", "low_error", "high", "high_error")},
        }
        for row in every[:most]
    ]
    what = capital(names.response(response))
    told = clean(unit) or UNITLESS
    share = unit == "of runs"
    title = f"{what}, share of runs" if share else f"{what}, {told}"
    said = f"{what}. " + "; ".join(f"{row['what']}: {row['said']}" for row in rows)
    charts = [
        Chart(lined.tornado(rows, title, middle, percent=share, width=wide), f"{key}-{wide}", said)
        for wide in (2 * WIDTH, WIDTH)
    ]
    return Figure(key, charts[0], f"{what}. {TOLD}", charts[1])


def table(scenario: Scenario, found: Mapping[str, Any], response: str) -> Block:
    """The numbers behind the picture."""
    names = Names(scenario)
    rows: list[Sequence[Inline]] = [
        (
            capital(names.number(row["assumption"])), *_ends(scenario, row["assumption"]),
            _within(row["low"], row["low_error"]), _within(row["high"], row["high_error"]),
        )
        for row in found["swings"]
        if row["measure"] == response
    ]  # fmt: skip
    heads = ("assumption", "from", "to", "mean where low", "mean where high")
    return Table(
        f"{capital(names.response(response))} at the ends of ranges", heads, rows, frozenset({1, 2, 3, 4})
    )


def untold(found: Mapping[str, Any]) -> list[Block]:
    """Why there is no picture, where that is due to the design."""
    if found["design"] in ("sobol", "morris"):
        return [
            Paragraph(
                "How far a measure moves between the ends of a range is told of hypercubes and sequences "
                "only: the points of this design do not cover the space evenly.", "note",
            )
        ]  # fmt: skip
    return []


def _ends(scenario: Scenario, name: str) -> tuple[str, str]:
    entry = scenario.assumptions.get(name)
    if entry is None or not entry.range:
        return "", ""
    return figure(entry.range[0]), figure(entry.range[1])


def _range(scenario: Scenario, name: str) -> str:
    low, high = _ends(scenario, name)
    return f" ({low} to {high})" if low else ""


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def _within(value: float, error: float) -> Span:
    return Span(f"{_short(value):g} ± {_short(error):g}".replace("-", MINUS), value=value)
