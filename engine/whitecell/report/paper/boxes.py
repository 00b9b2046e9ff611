"""Boxes of scenario discovery with their trade-offs, for a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whitecell.report import lined
from whitecell.report.discovery_charts import trade_off
from whitecell.report.drawing import Chart
from whitecell.report.exploration import condition_said
from whitecell.report.look import WIDTH
from whitecell.report.names import Names
from whitecell.report.paper.blocks import Block, Figure, Figures, Heading, Inline, Paragraph, Span, Table
from whitecell.report.wording import bounds, capital, figure, listed, percent
from whitecell.scenario.model import Scenario


def boxes(scenario: Scenario, found: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Each box that was found, with the trade-off curve from which it was chosen."""
    told = [d for d in found if d["box"]]
    if not told:
        return []
    blocks: list[Block] = [
        Heading("When it happens", 2, "boxes"),
        Paragraph(
            "Boxes in the space of assumptions in which something mostly happens. Coverage: how much "
            "of all such points lies in the box; density: how much of the box is such points.",
            "note",
        ),
    ]
    for k, discovery in enumerate(told):
        box = discovery["box"]
        rows: list[dict[str, Any]] = []
        for side in box["sides"]:
            assumption = scenario.assumptions[side["assumption"]]
            first, last = assumption.range or (assumption.value, assumption.value)
            low = first if side["low"] is None else side["low"]
            high = last if side["high"] is None else side["high"]
            wide = (last - first) or 1.0
            said = bounds(side["low"], side["high"])
            along = {"low": (low - first) / wide, "high": (high - first) / wide}
            ends = {"first": figure(first), "last": figure(last)}
            rows.append(
                {"what": capital(Names(scenario).number(side["assumption"])), "said": said, **along, **ends}
            )
        condition = condition_said(scenario, str(discovery["condition"]))
        caption: Inline = [
            f"{capital(condition)}, in most runs at ", part(discovery["share"]), " of the points. The box: ",
            "coverage ", part(box["coverage"]), ", density ", part(box["density"]),
            ", where everywhere it is ", part(box["base"]), ".",
        ]  # fmt: skip
        said = f"{condition}: " + listed(f"{row['what']} {row['said']}" for row in rows)
        pictures = [
            Chart(lined.ranges(rows, width=wide), f"box{k}-{wide}", said) for wide in (2 * WIDTH, WIDTH)
        ]
        blocks.append(Figure(f"box-{k}", pictures[0], caption, pictures[1]))
        if discovery["peels"]:
            blocks.append(Figures([_curve(condition, discovery, k)]))
    return blocks


def _curve(condition: str, discovery: Mapping[str, Any], number: int) -> Figure:
    """Coverage against density of every box on the way."""
    peels, box = discovery["peels"], discovery["box"]
    spec = trade_off(peels, box["base"], (box["coverage"], box["density"]))
    rows: list[Sequence[Inline]] = [
        (
            str(peel),
            *(
                "–" if each[name] is None else part(each[name])
                for name in ("coverage", "density", "held_coverage", "held_density")
            ),
        )
        for peel, each in enumerate(peels)
    ]
    heads = ("peels", "coverage", "density", "coverage, kept out", "density, kept out")
    table = Table("Boxes from the whole space inwards", heads, rows, frozenset({1, 2, 3, 4}))
    ends = [each for each in peels if each["held_density"] is not None]
    said = f"{condition}: density {percent(box['density'])} at coverage {percent(box['coverage'])}"
    if ends:
        said += f"; among points that were kept out at most {percent(max(e['held_density'] for e in ends))}"
    caption = (
        f"{capital(condition)}: a smaller box is denser and covers less. The diamond is the box above. A box "
        "is cut to suit its points; the dashed line says how boxes do among points that were kept out."
    )
    return Figure(f"box-{number}-curve", Chart(spec, f"curve{number}", said), caption, table=table)


def part(share: float) -> Span:
    """A share in percent."""
    return Span(percent(share), value=share)
