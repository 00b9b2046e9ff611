"""Zones and their holders day by day as GeoJSON, for map programs (RFC 7946; WGS 84)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from whitecell.analysis.days import Days, Standing
from whitecell.report.names import Names
from whitecell.report.wording import date_of
from whitecell.scenario.model import Scenario
from whitecell.scenario.theatre import Zone

SHARE, NUMBER = 4, 1
"""Decimals of shares, and of fighters and people."""


def unplaced(scenario: Scenario) -> list[str]:
    """Zones that have no place on the earth."""
    return [name for name, zone in scenario.zones.items() if zone.at is None and zone.outline is None]


def zones_text(scenario: Scenario, days: Days, which: Iterable[int]) -> str:
    """A feature for each zone and day as text: its outline, or else its place, and its holder.

    Parameters
    ----------
    scenario : Scenario
        Every zone has a place.
    days : Days
        One run, or many; shares and numbers are then means over them.
    which : iterable of int
        Days; 0 is the start.
    """
    names, shown = Names(scenario), tuple(dict.fromkeys(days.actors))
    shapes = {name: _geometry(zone) for name, zone in scenario.zones.items()}
    found = []
    for day in which:
        standing = days.standing(day)
        for name in scenario.zones:
            properties = {
                "zone": name,
                "name": names.zone(name),
                "region": scenario.zones[name].region,
                "date": date_of(scenario.start, day).isoformat(),
                "day": day,
                "runs": standing.runs,
                **_held(standing, name, names),
                "people": round(standing.people.get(name, 0.0), NUMBER),
            }
            for actor in shown:
                properties[f"control_{actor}"] = round(standing.control[name].get(actor, 0.0), SHARE)
                properties[f"forces_{actor}"] = round(standing.fighters[name].get(actor, 0.0), NUMBER)
            found.append(
                {
                    "type": "Feature",
                    "id": f"{name}-{day}",
                    "geometry": shapes[name],
                    "properties": properties,
                }
            )
    # A line for each feature, so that files can be compared.
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in found)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _held(standing: Standing, zone: str, names: Names) -> dict[str, Any]:
    """The actor that holds most of a zone, and its share; nobody if none holds it."""
    shares = standing.control[zone]
    most = max(shares, key=lambda actor: shares[actor], default="")
    return {
        "holder": most,
        "holder_name": names.actor(most) if most else "",
        "holder_share": round(shares.get(most, 0.0), SHARE),
    }


def _geometry(zone: Zone) -> dict[str, Any]:
    """The outline of a zone, or its place; longitude comes first."""
    if zone.outline is not None and zone.outline.polygons:
        return {"type": "MultiPolygon", "coordinates": zone.outline.polygons}
    assert zone.at is not None
    return {"type": "Point", "coordinates": [zone.at[1], zone.at[0]]}
