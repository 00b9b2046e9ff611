"""The theatre and its cast in a brief: zones, routes, actors, sides and relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from whitecell.report.changes import said
from whitecell.report.names import Names
from whitecell.report.page import item, pairs
from whitecell.report.wording import capital, clean, counted, figure, listed, percent, signed
from whitecell.scenario.model import Scenario
from whitecell.scenario.units import one_and_many

if TYPE_CHECKING:
    from rich.console import RenderableType

    from whitecell.scenario.cast import Actor
    from whitecell.scenario.quantity import Number


class Cast:
    """Lays out zones and actors for a console; ``width`` is in characters."""

    def __init__(self, scenario: Scenario, names: Names, width: int) -> None:
        self.scenario, self.names, self.width = scenario, names, width

    def _n(self, number: Number) -> str:
        return said(number, self.names, figure)

    def _share(self, number: Number) -> str:
        return said(number, self.names, percent)

    def zones(self) -> Iterator[RenderableType]:
        """Zones by region, with their holders."""
        regions: dict[str, list[tuple[str, str]]] = {}
        for zone in self.scenario.zones.values():
            people = self.names.value(zone.people)
            facts = [f"{people:,.0f} people"] if people else []
            if zone.frontage is not None:
                facts.append(f"room for {self._n(zone.frontage)} fighters of a side to fight at once")
            if zone.control:
                held = [f"{self.names.actor(a)} {self._share(s)}" for a, s in zone.control.items()]
                facts.append(f"held by {listed(held)}")
            regions.setdefault(clean(zone.region), []).append((zone.name, "; ".join(facts)))
        for region, rows in regions.items():
            if region:
                yield Padding(Text(region, style="italic"), (0, 0, 0, 2))
            yield from pairs(rows, self.width, indent=4 if region else 2)

    def routes(self) -> Iterator[RenderableType]:
        """Routes with their travel days, and the actors to which they are closed."""
        rows = []
        for route in self.scenario.routes:
            days = self.names.value(route.days)
            lasts = f"{self._n(route.days)} {'day' if days == 1 else 'days'}"
            closed = f"; closed to {self.names.actors(route.closed_to)}" if route.closed_to else ""
            rows.append((" – ".join(map(self.names.zone, route.between)), lasts + closed))
        yield from pairs(rows, self.width)

    def actors(self) -> Iterator[RenderableType]:
        """Actors with their forces, aims and leaders."""
        for actor in self.scenario.actors.values():
            head = Text(clean(actor.name), style="bold")
            head.append(f", {actor.kind}", style="not bold")
            if actor.led_by:
                head.append(f" led by {self.names.actor(actor.led_by)}", style="not bold")
            yield Padding(head, (0, 0, 0, 2))
            for line in self._about_actor(actor):
                yield Padding(Text(line), (0, 0, 0, 4))

    def sides(self) -> Iterator[RenderableType]:
        """Sides with their actors."""
        rows = [
            (side.name or name, self.names.actors(side.actors)) for name, side in self.scenario.sides.items()
        ]
        yield from pairs(rows, self.width)

    def _about_actor(self, actor: Actor) -> Iterator[str]:
        if actor.about:
            yield clean(actor.about)
        yield from self._forces(actor.forces, actor.unit)
        for arm in actor.arms.values():
            about = f" {clean(arm.about)}" if arm.about else ""
            for line in self._forces(arm.forces, arm.unit or actor.unit):
                yield f"{capital(clean(arm.name))} – {line[:1].lower()}{line[1:]}{about}"
        recruits = self.names.value(actor.recruits)
        if recruits:
            where = f" in {self.names.zone(actor.reserve)}" if actor.reserve else ""
            yield f"New {clean(one_and_many(actor.unit)[1])}: {figure(recruits)} a day{where}."
        if actor.supplied:
            yield f"Supplied whoever is on the roads: {self.names.zones(actor.supplied)}."
        for air in actor.air:
            over, whom = self.names.zone(air.zone), self.names.actors(air.against)
            yield f"In the air: {self._n(air.sorties)} sorties a day over {over} against {whom}."
        if actor.worth:
            ranked = sorted(actor.worth.items(), key=lambda pair: -self.names.value(pair[1]))
            worth = [f"{self.names.zone(zone)} {self._n(number)}" for zone, number in ranked]
            yield f"What zones are worth to it: {', '.join(worth)}."
        if actor.wants:
            yield f"Wants: {self._wants(actor.wants)}."
        for name, member in actor.members.items():
            wants = self._wants(member.wants) or "has no wish of its own"
            yield f"{self.names.member(name)}, weight {self._n(member.weight)}: {wants}."

    def _forces(self, forces: Mapping[str, Number], unit: str) -> Iterator[str]:
        """Numbers of forces by zone, if there are any."""
        there = {zone: self.names.value(n) for zone, n in forces.items()}
        if there:
            parts = [f"{self.names.zone(zone)} {figure(n)}" for zone, n in there.items()]
            whole = clean(counted(sum(there.values()), unit))
            yield f"{capital(whole)}: {', '.join(parts)}."

    def _wants(self, wants: Mapping[str, Number]) -> str:
        return ", ".join(
            f"{self.names.toward(what)} {signed(self.names.value(how))}" for what, how in wants.items()
        )

    def relations(self) -> Iterator[RenderableType]:
        """Hostile and allied actors, patrons and clients."""
        for relation in self.scenario.relations:
            for kind, side in (("Hostile", relation.hostile), ("Allied", relation.allied)):
                if side and relation.to:
                    facing = self.names.actors(relation.to)
                    yield item(f"{kind}: {self.names.actors(side)} to {facing}.")
                elif side:
                    yield item(f"{kind}: {self.names.actors(side)}.")
            if relation.patron:
                will = [f"{self.names.toward(t)} {signed(self.names.value(n))}" for t, n in
                        relation.will.items()]  # fmt: skip
                pressing = f"; will to restrain: {', '.join(will)}" if will else ""
                later = "" if relation.in_force == "from the start" else " once an effect begins it"
                yield item(
                    f"{self.names.actor(relation.patron)} is patron of "
                    f"{self.names.actor(relation.client)}{later}: leverage "
                    f"{self._n(relation.leverage)}{pressing}."
                )
