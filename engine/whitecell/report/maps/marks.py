"""The marks of a standing on a map: shades, discs, numbers, corridors, main efforts and pins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape
from itertools import pairwise

from whitecell.analysis.days import Standing
from whitecell.report.look import INK
from whitecell.report.maps.labels import Counts, counts
from whitecell.report.maps.pins import Room, pins
from whitecell.report.maps.pins import said as pins_said
from whitecell.report.maps.shapes import CORRIDOR, Spot, arrow, circle, line, wedge
from whitecell.report.maps.told import Told
from whitecell.report.names import Names
from whitecell.report.sides import NOBODY, Coalition, pairs, sides
from whitecell.report.wording import figure, listed, percent
from whitecell.scenario.model import Scenario


class Marks:
    """What a map shows of a standing.

    Parameters
    ----------
    scenario : Scenario
    standing : Standing
    like : sequence of Coalition
        Sides of another map; sides that this one has too keep their names and colours.
    lately : str
        The time of recent events, in words.
    told : Told, optional
        Sentences for the pins of a single run.
    least : float
        Fewest fighters for which a number is written.
    """

    def __init__(
        self,
        scenario: Scenario,
        standing: Standing,
        like: Sequence[Coalition],
        lately: str,
        told: Told | None = None,
        least: float = 1.0,
    ) -> None:
        self.scenario, self.standing, self.names = scenario, standing, Names(scenario)
        self.sides = sides(scenario, like, standing.stances)
        self.hostile = pairs(scenario, "hostile", standing.stances)
        self.least, self._lately, self._told = least, lately, told

    def by_side(self, values: Mapping[str, float]) -> dict[Coalition, float]:
        """Amounts of actors, summed up over each side that has any."""
        amounts = {side: sum(values.get(actor, 0.0) for actor in side.actors) for side in self.sides}
        return {side: amount for side, amount in amounts.items() if amount > 0.0}

    def held(self, zone: str) -> dict[Coalition, float]:
        """The sides for which the ground of a zone is shaded, and their shares."""
        return self.by_side(self.standing.control[zone])

    def numbers(self, zone: str) -> Counts:
        """The numbers of fighters below the name of a zone."""
        there = self.standing.fighters[zone]
        return counts(self.by_side(there), self.least, there)

    def disc(self, zone: str, spot: Spot, radius: float) -> str:
        """A zone, divided by its holders."""
        drawn, turned = circle(spot, radius, f'fill="{NOBODY}"'), 0.0
        for side, share in self.by_side(self.standing.control[zone]).items():
            drawn += wedge(spot, radius, turned, turned + share, side.colour)
            turned += share
        drawn += circle(spot, radius, f'fill="none" stroke="{INK}" stroke-width="1.2"')
        return zone_group(zone, self._about(zone), drawn)

    def _about(self, zone: str) -> str:
        """A zone in words, shown when a reader points at it."""
        held, there = (_ranked(of[zone]) for of in (self.standing.control, self.standing.fighters))
        people = self.standing.people[zone]
        shares = [f"{self.names.actor(a)} {percent(share)}" for a, share in held if share >= 0.005]
        forces: dict[str, list[str]] = {}
        for actor, number in there:
            if number >= 1.0:
                told = f"{self.names.actor(actor)} {figure(round(number))}"
                forces.setdefault(self.names.units([actor]), []).append(told)
        lines = [self.names.zone(zone), f"held by {listed(shares) or 'nobody'}"]
        lines += [f"{unit}: {listed(those)}" for unit, those in forces.items()]
        lines += [f"{figure(round(people))} people"] if people >= 1.0 else []
        return "\n".join(lines)

    def corridors(self, where: Mapping[str, Spot]) -> str:
        """Corridors: full lines where they are joined in most runs, else dashed."""
        drawn = ""
        for name, corridor in self.scenario.corridors.items():
            share = self.standing.joined.get(name, 0.0)
            dashes = "" if share > 0.5 else ' stroke-dasharray="9 6"'
            path = "".join(line(where[a], where[b]) for a, b in legs(corridor.paths))
            said = f"{self.names.corridor(name)}: joined in {percent(share)} of runs"
            drawn += (
                f'<g fill="none"><title>{escape(said)}</title>'
                f'<path d="{path}" stroke="#fff" stroke-width="5"/>'
                f'<path d="{path}" stroke="{CORRIDOR}" stroke-width="2.4"{dashes}/></g>'
            )
        return drawn

    def efforts(self, where: Mapping[str, Spot], radius: Mapping[str, float], inside: Collection[str]) -> str:
        """In a single run, arrows from an actor's largest force to the zone of its main effort."""
        if self.standing.runs != 1:
            return ""
        side_of = {actor: side for side in self.sides for actor in side.actors}
        drawn = ""
        for actor, efforts in self.standing.efforts.items():
            for goal in efforts:
                forces = {z: n.get(actor, 0.0) for z, n in self.standing.fighters.items() if z != goal}
                start = max(forces, key=lambda z: forces[z], default="")
                if not start or forces[start] < 1.0 or not {start, goal}.intersection(inside):
                    continue
                path = arrow(where[start], where[goal], radius[start] + 2.0, radius[goal] + 4.0)
                if not path:
                    continue
                said = f"Main effort of {self.names.actor(actor)}: {self.names.zone(goal)}"
                drawn += (
                    f'<g class="effort" data-actor="{escape(actor)}" fill="none" stroke-linejoin="round">'
                    f"<title>{escape(said)}</title>"
                    f'<path d="{path}" stroke="#fff" stroke-width="6" stroke-linecap="round"/>'
                    f'<path d="{path}" stroke="{side_of[actor].colour}" stroke-width="3"/></g>'
                )
        return drawn

    def pins(self, zone: str, room: Room) -> str:
        """The pins of a zone, in their room."""
        told = self._told.lately(zone, self.standing.day) if self._told else {}
        return pins(self.standing, zone, room, self.names, self._lately, told)

    def said(self) -> str:
        """The map in words: who holds most of each zone, and what happened."""
        found: dict[str, list[str]] = {}
        for zone in self.standing.control:
            by_side = self.held(zone)
            top = max(by_side, key=lambda side: by_side[side], default=None)
            holder = top.label if top is not None and by_side[top] > 0.5 else "nobody for the most part"
            found.setdefault(holder, []).append(self.names.zone(zone))
        told = "; by ".join(f"{who}: {listed(where)}" for who, where in found.items())
        return f"Held by {told}.{pins_said(self.standing, self.names, self._lately)}"


def zone_group(zone: str, said: str, drawn: str) -> str:
    """A zone's disc with words that a reader sees when pointing at it."""
    return f'<g class="zone" data-zone="{escape(zone)}"><title>{escape(said)}</title>{drawn}</g>'


def legs(paths: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Pairs of neighbours along paths, each pair once."""
    found = [tuple(sorted(leg)) for path in paths.values() for leg in pairwise(path)]
    return [(a, b) for a, b in dict.fromkeys(found)]


def _ranked(values: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(values.items(), key=lambda item: -item[1])
