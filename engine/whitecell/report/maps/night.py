"""The look of maps in pages: the style sheet of their tools, and their colours on a dark page.

A picture states the colours of a light page, which every program draws. On a dark page, a rule for each
colour replaces it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from whitecell.report.look import INK
from whitecell.report.maps.constraints import CEASEFIRE, COORDINATION, EXCLUSION, OTHER, ROOM
from whitecell.report.maps.holdings import FRONT
from whitecell.report.maps.pins import SIGNS
from whitecell.report.maps.shapes import CORRIDOR, PALE, ROAD
from whitecell.report.maps.terrain import BORDER, COAST, LAND, NAME, RIVER, SEA
from whitecell.report.sides import BEYOND, COLOURS, NOBODY

STYLE, SCRIPT, DAYS = (Path(__file__).with_name(name) for name in ("map.css", "map.js", "days.js"))
"""The style sheet, the script that enlarges and moves a map, and the script for its days in a report."""
PAPER, WHITE = "#FFFFFF", "#fff"
"""The paper of a map, and the rims that set marks off from it."""
NIGHT: Mapping[str, str] = {
    PAPER: "#15181B", WHITE: "#1B1F22", INK: "#E8EAED", PALE: "#A9AFB6",
    SEA: "#14222C", LAND: "#24282B", BORDER: "#7C776D", COAST: "#54707F", RIVER: "#3F7396", NAME: "#A8A296",
    ROAD: "#69645A", CORRIDOR: "#E3B05A", FRONT: "#F4F4F4", ROOM: "#1F2326", NOBODY: "#4B4B49",
    EXCLUSION.ink: "#F58AB0", CEASEFIRE.ink: "#86CBE8", COORDINATION.ink: "#C0A6EE", OTHER.ink: "#C4C4C4",
    **dict(zip(COLOURS, (
        "#4DA6E0", "#F2814A", "#3CC79C", "#E6A91E", "#9AD6F7", "#DDA0C3", "#F0E442", "#D06A9C", "#BDBD62",
        "#9588E4",
    ), strict=True)),
    BEYOND: "#9C9C9C",
    SIGNS["clash"].ink: "#FF7A70", SIGNS["strike"].ink: "#CFA3F5", SIGNS["violation"].ink: "#F0B93A",
}  # fmt: skip
"""Colour of a light page → colour of a dark one."""


def style() -> str:
    """The style sheet of maps."""
    rules = "\n".join(
        f'  svg.theatre [{how}="{light}"], svg.theatre[{how}="{light}"] {{ {how}: {dark}; }}'
        for light, dark in NIGHT.items()
        for how in ("fill", "stroke")
    )
    return (
        f"{STYLE.read_text(encoding='utf-8')}@media screen and (prefers-color-scheme: dark) {{\n{rules}\n}}\n"
    )
