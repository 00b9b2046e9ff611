"""Pins: where something happened in the last days, with a sign for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from whitecell.analysis.days import Standing
from whitecell.analysis.recent import CAPTURE, CLASH, KINDS, STRIKE, VIOLATION, WEEK
from whitecell.report.maps.placing import Box, Mark
from whitecell.report.maps.shapes import Spot, num
from whitecell.report.names import Names
from whitecell.report.wording import listed, number_word, percent

OFTEN = 0.25
"""Least share of runs for a pin; in a single run, an event happened or not."""
WIDE, HIGH, STEP = 13.0, 17.0, 10.0
"""Pixels of a pin, and between the pins of a zone."""
NOTHING: Mapping[str, str] = MappingProxyType({})
LATELY = f"in the last {number_word(WEEK)} days"
"""The time for which :attr:`whitecell.analysis.days.Standing.recent` holds, in words."""


@dataclass(frozen=True, slots=True)
class Sign:
    """The look of a kind of event: ink, lines on the pin around the middle of its head, and its word."""

    ink: str
    lines: str
    word: str
    words: str


SIGNS: Mapping[str, Sign] = {
    CLASH: Sign("#B3261E", "M-2.6,-2.6l5.2,5.2M2.6,-2.6l-5.2,5.2", "Clash", "clashes"),
    STRIKE: Sign("#6A2C91", "M1.2,-3.6l-2.8,4.1h3.2l-2.8,3.6", "Strike", "strikes"),
    VIOLATION: Sign("#8A5A00", "M0,-3.6v4M0,3v0.4", "Violation", "violations"),
    CAPTURE: Sign("#2B2B2B", "M-2,3.8v-7.2h4.4l-1.4,1.9l1.4,1.9h-4.2", "Taken", "taken"),
}


@dataclass(frozen=True, slots=True)
class Room:
    """Where the pins of a zone stand, and whether they point down to its disc."""

    box: Box
    down: bool


def pinned(standing: Standing, zone: str) -> list[tuple[str, float]]:
    """Kinds of events that are shown at a zone, with the share of runs in which they happened."""
    found = standing.recent.get(zone, {})
    return [(kind, found[kind]) for kind in KINDS if found.get(kind, 0.0) >= OFTEN]


def kinds_in(standings: Iterable[Standing]) -> list[str]:
    """Kinds of events that have a pin anywhere in some standings, in their order."""
    found = {kind for s in standings for zone in s.recent for kind, _ in pinned(s, zone)}
    return [kind for kind in KINDS if kind in found]


def rooms(
    slots: Mapping[str, int],
    where: Mapping[str, Spot],
    radius: Mapping[str, float],
    taken: Sequence[Box],
    box: Box,
) -> dict[str, Room]:
    """Room for the pins of zones: above their discs, or below where that is freer.

    Parameters
    ----------
    slots : mapping of zone to int
        Number of pins that must have room; zones without pins get none.
    where, radius : mappings of zone to pixels
        Of all discs of the panel.
    taken : sequence of Box
        Room that is taken.
    box : Box
        The box of the panel.
    """
    discs = {zone: Mark(*spot, radius[zone], 0.0, 0.0).disc for zone, spot in where.items()}
    found: dict[str, Room] = {}
    for zone, count in slots.items():
        if not count:
            continue
        wide, (x, y) = WIDE + STEP * (count - 1), where[zone]
        tries = [
            Room(Box(x - wide / 2.0, y - radius[zone] - HIGH, wide, HIGH), True),
            Room(Box(x - wide / 2.0, y + radius[zone], wide, HIGH), False),
        ]
        solid = [*(disc for z, disc in discs.items() if z != zone), *taken, *(r.box for r in found.values())]
        found[zone] = min(
            tries,
            key=lambda room: (
                sum(room.box.overlap(other) for other in solid) + (0.0 if box.holds(room.box) else 1e4),
                not room.down,
            ),
        )
    return found


def pins(
    standing: Standing,
    zone: str,
    room: Room,
    names: Names,
    lately: str = LATELY,
    told: Mapping[str, str] = NOTHING,
) -> str:
    """The pins of a zone; ``told`` has the sentences for each kind, ``lately`` is their time in words."""
    shown = pinned(standing, zone)
    first = room.box.x + room.box.width / 2.0 - STEP * (len(shown) - 1) / 2.0
    tip = room.box.y + (room.box.height if room.down else 0.0)
    drawn = ""
    for k, (kind, share) in enumerate(shown):
        often = f" in {percent(share)} of runs" if standing.runs > 1 else ""
        said = f"{names.zone(zone)}: {SIGNS[kind].words} {lately}{often}"
        said += f"\n{told[kind]}" if told.get(kind) else ""
        drawn += (
            f'<g class="pin" data-kind="{kind}"><title>{escape(said)}</title>'
            f"{pin(kind, (first + STEP * k, tip), room.down)}</g>"
        )
    return drawn


def pin(kind: str, tip: Spot, down: bool = True) -> str:
    """A pin whose tip lies at a spot."""
    sign, turn = SIGNS[kind], 1 if down else -1
    head = f"0,{num(-10.5 * turn)}"
    drop = (
        f"M0,0C{-1.5 * turn:g},{-3 * turn} {-6 * turn},{-6 * turn} {-6 * turn},{-10.5 * turn:g}"
        f"a6,6 0 1 1 {12 * turn},0C{6 * turn},{-6 * turn} {1.5 * turn:g},{-3 * turn} 0,0Z"
    )
    return (
        f'<g transform="translate({num(tip[0])},{num(tip[1])})">'
        f'<path d="{drop}" fill="{sign.ink}" stroke="#fff"/>'
        f'<path d="{sign.lines}" transform="translate({head})" fill="none" stroke="#fff" '
        f'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></g>'
    )


def when(runs: int, lately: str) -> str:
    """The time of a pin, and its least share of runs if there are several."""
    return lately if runs == 1 else f"{lately} in at least {percent(OFTEN)} of runs"


def said(standing: Standing, names: Names, lately: str) -> str:
    """The meaning of a map's pins, in sentences."""
    found: dict[str, list[str]] = {}
    for zone in standing.recent:
        for kind, _ in pinned(standing, zone):
            found.setdefault(kind, []).append(names.zone(zone))
    time = when(standing.runs, lately)
    return "".join(f" {SIGNS[k].word} {time}: {listed(found[k])}." for k in KINDS if k in found)
