"""The legend of a map: sides and their colours, constraints and their letters, corridors and roads."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whitecell.analysis.days import Standing
from whitecell.report.letters import wrapped
from whitecell.report.look import INK
from whitecell.report.maps.constraints import IN_FORCE, Area
from whitecell.report.maps.holdings import FRONT, FULL
from whitecell.report.maps.labels import MARK
from whitecell.report.maps.pins import SIGNS, pin, when
from whitecell.report.maps.placing import Box
from whitecell.report.maps.shapes import CORRIDOR, PALE, ROAD, text
from whitecell.report.names import Names
from whitecell.report.sides import NOBODY, Coalition
from whitecell.report.wording import capital, figure, percent
from whitecell.scenario.model import Scenario

SIZE, LINE, SIGN, BETWEEN = 11.5, 14.5, 26.0, 22.0
"""Pixels: size of letters, height of a line, width of a sign with its gap, and gap between columns."""
A_SIDE = "a side"
"""The state of a side where alliances change: on another day it may not exist."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The content of a map; numbers of fighters are written from ``least`` on.

    ``shaded`` and ``fronted`` say whether ground is shaded and front lines are drawn; ``kinds`` are the kinds
    of events that have pins, ``lately`` is their time in words.
    """

    heading: str
    scenario: Scenario
    standing: Standing
    sides: Sequence[Coalition]
    areas: Sequence[Area]
    least: float
    shaded: bool
    fronted: bool
    kinds: Sequence[str]
    lately: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign of 18 by 12 pixels as SVG, and its meaning; ``place`` is its place in the legend.

    ``state`` may differ from map to map, and is ``absent`` where a map has no such entry; ``kind`` is written
    beside it.
    """

    place: tuple[int, str]
    sign: str
    text: str
    kind: str = ""
    state: str = ""
    absent: str = ""


def legend(shown: Sequence[Shown], box: Box, moving: bool = False) -> tuple[list[str], float]:
    """Draw the legend of maps into a box's width, from its upper left; gives the SVG and its lower end.

    If the map is ``moving``, the legend has nothing that holds on one day only.
    """
    entries = _joined(shown, [list(_entries(one, moving)) for one in shown])
    columns = max(int((box.width + BETWEEN) // (260.0 + BETWEEN)), 1)
    wide = (box.width - BETWEEN * (columns - 1)) / columns
    told = [
        (sign, wrapped(text.replace(" %", "\N{NO-BREAK SPACE}%"), wide - SIGN, SIZE, lines=8))
        for sign, text in entries
    ]
    whole = sum(len(lines) * LINE + 4.0 for _, lines in told)
    parts, x, y, end = [], box.x, box.y + 2.0, box.y
    for sign, lines in told:
        if y - box.y > whole / columns and x + wide < box.x + box.width - 1.0:
            x, y = x + wide + BETWEEN, box.y + 2.0
        parts.append(f'<g transform="translate({x:.1f},{y + 1.0:.1f})">{sign}</g>')
        for line in lines:
            y += LINE
            parts.append(text(x + SIGN, y - 3.5, line, SIZE, INK))
        y += 4.0
        end = max(end, y)
    return parts, end


def _joined(shown: Sequence[Shown], found: Sequence[Sequence[Entry]]) -> list[tuple[str, str]]:
    """Signs and texts, each once; with several maps, the text says what holds on which."""
    joined: dict[str, Entry] = {}
    for entry in (entry for entries in found for entry in entries):
        joined.setdefault(entry.text, entry)
    told = []
    for entry in sorted(joined.values(), key=lambda entry: entry.place):
        states = [next((e.state for e in entries if e.text == entry.text), entry.absent) for entries in found]
        within = ", ".join(part for part in (entry.kind, states[0]) if part not in ("", IN_FORCE, A_SIDE))
        if len(set(states)) > 1:
            each = [f"{one.heading}: {state}" for one, state in zip(shown, states, strict=True)]
            within = "; ".join(filter(None, [entry.kind, *each]))
        told.append((entry.sign, entry.text + (f" ({within})" if within else "")))
    return told


def _entries(shown: Shown, moving: bool) -> Iterator[Entry]:
    scenario, standing, parties = shown.scenario, shown.standing, shown.sides
    names = Names(scenario)
    turns = bool(standing.stances) and not moving
    for side in parties:
        state, absent = (A_SIDE, "no side") if turns else ("", "")
        yield Entry((0, ""), _swatch(side.colour), capital(side.label), "", state, absent)
    unheld = any(sum(shares.values()) < 0.995 for shares in standing.control.values())
    if unheld or moving:
        yield Entry((1, ""), _swatch(NOBODY), "Held by nobody")
    yield Entry(
        (2, ""),
        f'<circle cx="8" cy="6" r="6" fill="{NOBODY}" stroke="{INK}"/>'
        f'<path d="M8,6 v-6 a6,6 0 0 1 0,12z" fill="{parties[0].colour if parties else INK}" '
        f'stroke="{INK}"/>',
        "A zone: who holds which share of it; larger with more people. Beside it, "
        f"{names.people} of each side",
    )
    if shown.shaded and parties:
        yield Entry(
            (3, ""),
            f'<rect x="0" y="1" width="17" height="11" fill="{parties[0].colour}" fill-opacity="{FULL}"/>',
            "Ground of a zone, in the colour of the side that holds most of it; fuller, if it holds more",
        )
    if shown.fronted:
        yield Entry(
            (3, ""),
            f'<path d="M1,6.5 h16" stroke="{FRONT}" stroke-width="2.6" stroke-linecap="round"/>',
            "Front line: enemies hold the zones on either side",
        )
    few = math.ceil(shown.least)
    if few > 1 and (moving or _any_few(shown)):
        yield Entry(
            (3, ""),
            f'<rect x="5.5" y="4" width="{MARK:g}" height="{MARK:g}" fill="{PALE}"/>',
            f"Fewer than {figure(few)} {names.people} of a side",
        )
    for area in sorted(shown.areas, key=lambda a: (len(a.letter), a.letter)):
        yield Entry(
            (3 + len(area.letter), area.letter),
            f'<circle cx="8" cy="6.5" r="7" fill="#fff" stroke="{area.look.ink}" stroke-width="1.4"/>'
            + text(8.0, 10.0, area.letter, 10, area.look.ink, "middle", 700),
            capital(area.called), area.kind, area.often, "not in the scenario" if moving else "not in force",
        )  # fmt: skip
    for name, share in standing.joined.items():
        many = "a path" if len(scenario.corridors[name].paths) == 1 else "alternative paths"
        state = ("joined" if share else "not joined") if standing.runs == 1 else (
            f"joined in {percent(share)} of runs"
        )  # fmt: skip
        dashes = "" if share > 0.5 else ' stroke-dasharray="6 3"'
        yield Entry(
            (7, ""),
            f'<path d="M0,6 h20" stroke="{CORRIDOR}" stroke-width="2.4"{dashes}/>',
            capital(names.corridor(name)), many, "full when joined" if moving else state, "not there",
        )  # fmt: skip
    if scenario.routes:
        yield Entry((8, ""), f'<path d="M0,6 h20" stroke="{ROAD}" stroke-width="2"/>', "Route")
    if standing.runs == 1 and (moving or any(standing.efforts.values())):
        yield Entry(
            (9, ""),
            f'<path d="M0,6 h17 M12,2 l5,4 l-5,4" fill="none" stroke="{INK}" stroke-width="2.4"/>',
            "Main effort, in the colour of its side",
        )
    yield from _pins(shown)


def _pins(shown: Shown) -> Iterator[Entry]:
    """The meaning of each kind of pin."""
    time = when(shown.standing.runs, shown.lately)
    for kind in shown.kinds:
        sign = f'<g transform="translate(1.6,-1.5) scale(0.9)">{pin(kind, (7.0, 17.0))}</g>'
        yield Entry((10, ""), sign, f"{SIGNS[kind].word} {time}")


def _any_few(shown: Shown) -> bool:
    """Whether a side somewhere has too few fighters for a number."""
    return any(
        0.5 <= sum(there.get(actor, 0.0) for actor in side.actors) < shown.least
        for there in shown.standing.fighters.values()
        for side in shown.sides
    )


def _swatch(colour: str) -> str:
    return f'<rect x="2" y="0.5" width="12" height="12" fill="{colour}" stroke="{INK}" stroke-width="0.6"/>'
