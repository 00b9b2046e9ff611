"""A scenario as a brief: what it states, in sentences."""

from __future__ import annotations

from whitecell.report.wording import Names, clean, day_date, figure, long_date, sentence
from whitecell.scenario.clauses import AnyConstraint, Ceasefire, Exclusion
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Number


class Brief:
    """Writes the brief of one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.names = Names(scenario)

    def _value(self, number: Number) -> float:
        return self.scenario.assumptions[number].value if isinstance(number, str) else float(number)  # type: ignore[arg-type]

    def lines(self) -> list[str]:
        """The whole brief, line by line."""
        s = self.scenario
        lines = [sentence(clean(s.title)), ""]
        if s.about:
            lines += [clean(s.about).strip(), ""]
        end = day_date(s, s.days)
        lines += [f"{s.days} days, from {long_date(s.start)} to {long_date(end)}.", ""]
        for heading, part in (
            ("Zones", self._zones()),
            ("Actors", self._actors()),
            ("Constraints", [self._constraint(c) for c in s.constraints.values()]),
            ("Talks and agreements", self._talks()),
            ("Corridors", self._corridors()),
            ("Rivalries", self._rivalries()),
            ("Injects", self._injects()),
        ):
            if part:
                lines += [heading, *[f"  {line}" for line in part], ""]
        return lines

    def _zones(self) -> list[str]:
        regions: dict[str, list[str]] = {}
        for key, zone in self.scenario.zones.items():
            regions.setdefault(zone.region or "zones", []).append(self.names[key])
        return [f"{sentence(clean(region))}: {', '.join(zones)}" for region, zones in regions.items()]

    def _actors(self) -> list[str]:
        lines = []
        for key, actor in self.scenario.actors.items():
            total = sum(self._value(n) for n in actor.forces.values())
            parts = [actor.kind]
            if actor.led_by:
                parts.append(f"led by {self.names[actor.led_by]}")
            if total:
                parts.append(f"{total:,.0f} fighters in {len(actor.forces)} zones")
            if actor.air:
                parts.append(f"{sum(self._value(a.sorties) for a in actor.air):,.0f} sorties a day")
            if actor.members:
                parts.append("voices: " + ", ".join(m.replace("_", " ") for m in actor.members))
            lines.append(f"{sentence(self.names[key])} ({key}): {'; '.join(parts)}")
        return lines

    def _constraint(self, constraint: AnyConstraint) -> str:
        names, where = self.names, self.names.all(constraint.zones)
        who = names.all(constraint.applies_to)
        if isinstance(constraint, Exclusion):
            text = f"{who} keep out of {where}"
        elif isinstance(constraint, Ceasefire):
            spared = f", {names.all(constraint.exempt)} exempt" if constraint.exempt else ""
            text = f"{who} do not attack in {where}{spared}"
        else:
            text = f"{who} coordinate their strikes over {where}"
        since = constraint.in_force
        if since.startswith("with "):
            since = f"with {names[since.removeprefix('with ').strip()]}"
        answer = ""
        if constraint.answered_by:
            answer = f"; {names[constraint.answered_by.actor]} answers by {constraint.answered_by.by}"
        return f"{sentence(clean(constraint.name))}: {text} – {since}{answer}"

    def _talks(self) -> list[str]:
        names, lines = self.names, []
        for key, talks in self.scenario.talks.items():
            parties = names.all(talks.parties)
            state = "" if talks.opens == "from the start" else ", once an agreement spreads"
            lines.append(f"{sentence(names[key])}: {parties} on {names[talks.signs]}{state}")
        for key, agreement in self.scenario.agreements.items():
            clauses = [
                names[c]
                for c, spec in self.scenario.constraints.items()
                if spec.in_force.removeprefix("with ").strip() == key
            ]
            state = "in force" if agreement.in_force == "from the start" else "not signed"
            held = "; ".join(clauses) or "no clauses"
            lines.append(f"{sentence(names[key])} ({state}): {held}")
        return lines

    def _corridors(self) -> list[str]:
        return [
            f"{sentence(self.names[key])}: {clean(path)} – {', '.join(self.names[z] for z in zones)}"
            for key, corridor in self.scenario.corridors.items()
            for path, zones in corridor.paths.items()
        ]

    def _rivalries(self) -> list[str]:
        return [
            f"{sentence(self.names[key])}: {' → '.join(clean(r) for r in rivalry.rungs)}"
            f" (now “{clean(rivalry.rungs[min(rivalry.start, len(rivalry.rungs) - 1)])}”)"
            for key, rivalry in self.scenario.rivalries.items()
        ]

    def _injects(self) -> list[str]:
        return [
            f"{long_date(inject.on)}: {clean(inject.name)} (chance {figure(self._value(inject.chance))})"
            for inject in self.scenario.injects.values()
        ]


def assumption_rows(scenario: Scenario) -> list[tuple[str, str, str, str, str]]:
    """Assumptions for a table: name, value, range, unit, and what it rests on."""
    rows = []
    for name, a in scenario.assumptions.items():
        spread = f"{figure(a.range[0])} – {figure(a.range[1])}" if a.range else ""
        ground = ", ".join(a.cites) or (f"judgement: {a.judgement}" if a.judgement else "nothing")
        rows.append((clean(name), figure(a.value), spread, clean(a.unit), clean(ground)))
    return rows
