"""A small map made of characters, for a terminal."""

from __future__ import annotations

import string
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from rich.text import Text

from whitecell.analysis.days import Standing
from whitecell.report.maps.atlas import atlas
from whitecell.report.maps.panel import Panel, panel, places
from whitecell.report.names import Names
from whitecell.report.page import pairs, title
from whitecell.report.sides import Coalition, in_arms, sides
from whitecell.report.wording import calendar, capital, clean, date_of, figure, listed, percent
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDEST = 100
"""Most characters of a map, however wide the terminal is."""
NARROWEST = 20
"""Fewest characters for a readable map; a narrower terminal breaks its lines."""
TALL = 2.0
"""Height of a character divided by its width."""
KEYS = string.ascii_lowercase + string.ascii_uppercase + string.digits
INKS = ("blue", "yellow", "cyan", "magenta", "bright_blue", "white")
"""Colours of sides that can be distinguished on dark and light, also by red-green colour-blind people."""
SIGNS = "123456789"


def map_page(scenario: Scenario, standing: Standing, width: int, plain: bool = False) -> list[RenderableType]:
    """The theatre on a day, laid out for a console; ``width`` is in characters.

    Each zone is a letter, beside the number of the side that holds more than half of it. Colours only repeat
    the numbers.

    Parameters
    ----------
    scenario : Scenario
    standing : Standing
    width : int
    plain : bool
        Use ASCII characters only.
    """
    names, parties = Names(scenario), sides(scenario, stances=standing.stances)
    keys = dict(zip(scenario.zones, KEYS, strict=False))
    day = standing.day
    when = calendar(date_of(scenario.start, day))
    page: list[RenderableType] = [
        title(scenario.title),
        Text(f"The theatre on {when}, " + ("before the first turn" if day == 0 else f"day {day}")),
        "",
    ]
    # If all zones lie at one place, there is nothing to draw; the list is enough.
    if len(set(places(scenario).values())) > 1:
        page += [*_drawn(scenario, standing, parties, keys, min(max(width, NARROWEST), WIDEST), plain), ""]
    for number, side in enumerate(parties):
        line = Text(f"  {_sign(number)} ", style=f"bold {_ink(number)}")
        line.append(capital(side.label), style="not bold default")
        page.append(line)
    rows = [
        (f"{keys.get(zone, '?')} {names.zone(zone)}", _told(names, standing, zone, parties))
        for zone in scenario.zones
    ]
    page += ["", *pairs(rows, width)]
    in_force = [names.constraint(name) for name, share in standing.in_force.items() if share > 0.0]
    if in_force:
        page += ["", Text(clean(f"In force: {listed(in_force)}."))]
    return page


def _ink(number: int) -> str:
    return INKS[number % len(INKS)]


def _sign(number: int) -> str:
    return SIGNS[number] if number < len(SIGNS) else "+"


def _told(names: Names, standing: Standing, zone: str, parties: Sequence[Coalition]) -> str:
    """The holders of a zone and the fighters there, by the number of the side."""
    held: list[str] = []
    there: dict[str, list[str]] = {}
    for number, side in enumerate(parties):
        share = sum(standing.control[zone].get(a, 0.0) for a in side.actors)
        force = sum(standing.fighters[zone].get(a, 0.0) for a in side.actors)
        held += [f"{_sign(number)} ({percent(share)})"] if share >= 0.005 else []
        counts = {names.people: force, **in_arms(names, standing.fighters[zone], side)}
        for unit, count in counts.items():
            if count >= 1.0:
                there.setdefault(unit, []).append(f"{_sign(number)} ({figure(round(count))})")
    forces = "".join(f"; {unit} {', '.join(those)}" for unit, those in there.items())
    return f"held by {', '.join(held) or 'nobody'}{forces}"


def _drawn(
    scenario: Scenario,
    standing: Standing,
    parties: Sequence[Coalition],
    keys: dict[str, str],
    width: int,
    plain: bool,
) -> list[Text]:
    spots = places(scenario)
    shown = panel(spots, 0.0, 0.0, float(width - 1), 0.3 * width, 0.8 * width)
    rows = max(int(shown.height / TALL), 3)
    cells: list[list[tuple[str, str]]] = [[(" ", "")] * width for _ in range(rows)]

    def put(x: float, y: float, sign: str, style: str) -> None:
        column, row = int(x), int(y / TALL)
        if 0 <= column < width and 0 <= row < rows:
            cells[row][column] = sign, style

    for borders, sign in ((False, "~"), (True, ":")):
        for line in atlas().lines(shown.window, borders):
            for x, y in _walk(shown, line):
                put(x, y, sign, "dim")
    dot = "." if plain else "·"
    for route in scenario.routes:
        a, b = (spots[z] for z in route.between)
        for x, y in _walk(shown, np.array([a, b])):
            put(x, y, dot, "")
    taken: set[tuple[int, int]] = set()
    for zone, key in keys.items():
        x, y = shown.at(*spots[zone])
        column, row = _free(int(x), int(y / TALL), taken, width, rows)
        taken |= {(column, row), (column + 1, row)}
        number = _holder(standing, zone, parties)
        style = f"bold {_ink(number)}" if number >= 0 else "bold"
        cells[row][column] = key, style
        if column + 1 < width:
            cells[row][column + 1] = (_sign(number) if number >= 0 else "-"), style
    return [Text.assemble(*[(sign, style) for sign, style in row]) for row in cells]


def _holder(standing: Standing, zone: str, parties: Sequence[Coalition]) -> int:
    """Number of the side that holds more than half of a zone, or −1."""
    for number, side in enumerate(parties):
        if sum(standing.control[zone].get(a, 0.0) for a in side.actors) > 0.5:
            return number
    return -1


def _walk(shown: Panel, line: np.ndarray) -> list[tuple[float, float]]:
    """Places along a line, a character apart at most."""
    ends = [shown.at(float(x), float(y)) for x, y in line]
    found: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in pairwise(ends):
        steps = min(int(max(abs(x1 - x0), abs(y1 - y0) / TALL)) + 1, 1000)
        found += [(x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps) for k in range(steps + 1)]
    return found


def _free(column: int, row: int, taken: set[tuple[int, int]], width: int, rows: int) -> tuple[int, int]:
    """The nearest pair of cells that no other zone uses."""
    column, row = min(max(column, 0), width - 2), min(max(row, 0), rows - 1)
    around = sorted(
        ((c, r) for c in range(max(column - 12, 0), min(column + 13, width - 1))
         for r in range(max(row - 6, 0), min(row + 7, rows))),
        key=lambda cell: (abs(cell[0] - column) + TALL * abs(cell[1] - row), cell),
    )  # fmt: skip
    for cell in around:
        near = {(cell[0] + step, cell[1]) for step in (-1, 0, 1, 2)}
        if not near & taken:
            return cell
    return column, row
