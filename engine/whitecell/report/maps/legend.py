"""The legend of a map: sides and their colours, constraints and their letters, corridors and roads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from whitecell.analysis.days import Standing
from whitecell.report.maps.constraints import Area
from whitecell.report.maps.placing import Box, wrapped
from whitecell.report.maps.shapes import CORRIDOR, INK, ROAD
from whitecell.report.names import Names
from whitecell.report.sides import NOBODY, Side
from whitecell.report.wording import capital, percent
from whitecell.scenario.model import Scenario

SIZE, LINE, SIGN, BETWEEN = 11.5, 14.5, 26.0, 22.0
"""Pixels: of letters, of a line, of a sign and its gap, and between columns."""

Entry = tuple[str, str]
"""A sign of 18 by 12 pixels as SVG, and what it means."""


def legend(
    scenario: Scenario,
    standing: Standing,
    sides: Sequence[Side],
    areas: Sequence[Area],
    box: Box,
    moving: bool = False,
) -> tuple[list[str], float]:
    """Draw the legend into a box's width, from its upper left; gives the SVG and where it ends.

    If the map is ``moving``, it says nothing that holds on one day only.
    """
    entries = list(_entries(scenario, standing, sides, areas, moving))
    columns = max(int((box.width + BETWEEN) // (260.0 + BETWEEN)), 1)
    wide = (box.width - BETWEEN * (columns - 1)) / columns
    most = max(int((wide - SIGN) / (SIZE * 0.52)), 8)
    told = [
        (sign, wrapped(text.replace(" %", "\N{NO-BREAK SPACE}%"), most, lines=5)) for sign, text in entries
    ]
    whole = sum(len(lines) * LINE + 4.0 for _, lines in told)
    parts, x, y, end = [], box.x, box.y + 2.0, box.y
    for sign, lines in told:
        if y - box.y > whole / columns and x + wide < box.x + box.width - 1.0:
            x, y = x + wide + BETWEEN, box.y + 2.0
        parts.append(f'<g transform="translate({x:.1f},{y + 1.0:.1f})">{sign}</g>')
        for line in lines:
            y += LINE
            parts.append(
                f'<text x="{x + SIGN:.1f}" y="{y - 3.5:.1f}" font-size="{SIZE}">{escape(line)}</text>'
            )
        y += 4.0
        end = max(end, y)
    return parts, end


def _entries(
    scenario: Scenario, standing: Standing, sides: Sequence[Side], areas: Sequence[Area], moving: bool
) -> Iterator[Entry]:
    names = Names(scenario)
    for side in sides:
        yield _swatch(side.colour), capital(side.label)
    unheld = any(sum(shares.values()) < 0.995 for shares in standing.control.values())
    if unheld or moving:
        yield _swatch(NOBODY), "Held by nobody"
    yield (
        f'<circle cx="8" cy="6" r="6" fill="{NOBODY}" stroke="{INK}"/>'
        f'<path d="M8,6 v-6 a6,6 0 0 1 0,12z" fill="{sides[0].colour if sides else INK}" stroke="{INK}"/>',
        "A zone: who holds which share of it; larger with more people. Beside it, fighters of each side",
    )
    for area in sorted(areas, key=lambda a: (len(a.letter), a.letter)):
        yield (
            f'<circle cx="8" cy="6.5" r="7" fill="#fff" stroke="{area.look.ink}" stroke-width="1.4"/>'
            f'<text x="8" y="10" font-size="10" font-weight="700" text-anchor="middle" '
            f'fill="{area.look.ink}">{area.letter}</text>',
            capital(area.legend),
        )
    for name, share in standing.joined.items():
        many = "a path" if len(scenario.corridors[name].paths) == 1 else "alternative paths"
        state = ("joined" if share else "not joined") if standing.runs == 1 else (
            f"joined in {percent(share)} of runs"
        )  # fmt: skip
        dashes = "" if share > 0.5 else ' stroke-dasharray="6 3"'
        yield (
            f'<path d="M0,6 h20" stroke="{CORRIDOR}" stroke-width="2.4"{dashes}/>',
            f"{capital(names.corridor(name))}, {many} ({'full when joined' if moving else state})",
        )
    if scenario.routes:
        yield f'<path d="M0,6 h20" stroke="{ROAD}" stroke-width="2"/>', "Route"
    if moving or (standing.runs == 1 and any(standing.efforts.values())):
        yield (
            f'<path d="M0,6 h17 M12,2 l5,4 l-5,4" fill="none" stroke="{INK}" stroke-width="2.4"/>',
            f"Main effort{' in a single run' if moving else ''}, in the colour of its side",
        )


def _swatch(colour: str) -> str:
    return f'<rect x="2" y="0.5" width="12" height="12" fill="{colour}" stroke="{INK}" stroke-width="0.6"/>'
