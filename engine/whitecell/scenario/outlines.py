"""Outlines of zones from GeoJSON files beside a scenario (RFC 7946: longitude and latitude, WGS 84).

A file may come from anybody: it has to be a plain file of bounded size in the scenario's folder, and whatever
is wrong with it is reported at the zone that names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from whitecell.plain_json import read_json
from whitecell.scenario.beside import path_beside, text_beside
from whitecell.scenario.nodes import Key, Node
from whitecell.scenario.problems import Problem, ScenarioError, did_you_mean
from whitecell.scenario.shapes import MOST_CORNERS, Polygon, checked, middle, written
from whitecell.scenario.source import Source

MAX_BYTES = 8_000_000
MOST_FEATURES = 20_000
ENDINGS = (".geojson", ".json")
KNOWN_BY = ("zone", "id", "name", "key")
"""Properties by which a feature is known, beside its own id."""
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
"""Endings of the names of reference systems that mean that of the standard."""


def with_outlines(source: Source) -> Source:
    """What files state, with the outline of each zone that names a GeoJSON file filled in.

    A zone without coordinates gets a place inside its outline. From a feature that is a point, only the
    coordinates are taken.

    Raises
    ------
    ScenarioError
        With all that is wrong with these files, each finding at the zone that names one.
    """
    zones = source.root.child("zones")
    stated = zones.value if zones is not None and isinstance(zones.value, dict) else {}
    named = {name: zone for name, zone in stated.items() if isinstance(_file(zone), str)}
    base = with_outlines(source.base) if source.base is not None else None
    if not named or zones is None:
        return source if base is source.base else replace(source, base=base)
    problems: list[Problem] = []
    read: dict[str, list[Any]] = {}
    filled = dict(stated)
    for name, zone in named.items():
        try:
            filled[name] = _filled(name, zone, source, read)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    value = {**source.root.value, "zones": replace(zones, value=filled)}
    return replace(source, root=replace(source.root, value=value), base=base)


def _file(zone: Node) -> Any:
    """The file that a zone names for its outline, unless the outline is already there."""
    outline = zone.child("outline")
    if outline is None or outline.child("shape") is not None:
        return None
    file = outline.child("file")
    return file.value if file is not None else None


def _filled(name: str, zone: Node, source: Source, read: dict[str, list[Any]]) -> Node:
    """A zone with its outline and a place."""
    outline = zone.value["outline"]
    place: tuple[Key, ...] = ("zones", name, "outline")
    path = path_beside(outline.value["file"].value, ENDINGS, source, (*place, "file"))
    if str(path) not in read:
        try:
            read[str(path)] = features(text_beside(path, MAX_BYTES, source, (*place, "file")))
        except ValueError as error:
            message = f"{path.name}: {error}"
            hint = "save it as GeoJSON in WGS 84 (EPSG:4326)"
            raise ScenarioError([source.problem("error", (*place, "file"), message, hint)]) from None
    asked, called = outline.child("feature"), zone.child("name")
    if asked is not None and not isinstance(asked.value, str | int):
        return zone  # another check reports an entry of the wrong shape
    words = [str(asked.value)] if asked is not None else [name, *([str(called.value)] if called else [])]
    feature = _picked(read[str(path)], words, alone=asked is None)
    if feature is None:
        known = [word for each in read[str(path)] for word in _words(each)]
        at = (*place, "feature") if asked is not None else (*place, "file")
        message = f"{path.name} has no feature '{words[0][:60]}'"
        hint = did_you_mean(words[0], list(dict.fromkeys(known))[:500])
        hint = hint or f"a feature is known by its id, or by its {', '.join(KNOWN_BY)} among its properties"
        raise ScenarioError([source.problem("error", at, message, hint)])
    try:
        polygons, spot = _geometry(feature.get("geometry"))
    except ValueError as error:
        message = f"{path.name}: the feature '{words[0][:60]}' {error}"
        raise ScenarioError([source.problem("error", (*place, "file"), message)]) from None
    filled = dict(zone.value)
    if polygons:
        shape = replace(outline.value["file"], value=written(polygons))
        filled["outline"] = replace(outline, value={**outline.value, "shape": shape})
    at_node = zone.child("at")
    if at_node is None or at_node.value is None:
        x, y = spot
        there = outline.value["file"]
        filled["at"] = replace(outline, value=[replace(there, value=y), replace(there, value=x)], keys={})
    return replace(zone, value=filled)


def features(text: str) -> list[Any]:
    """The features of a GeoJSON file.

    Raises
    ------
    ValueError
        In one line, if it is none, or not in longitude and latitude.
    """
    found = read_json(text)
    if not isinstance(found, dict) or "type" not in found:
        raise ValueError("this is no GeoJSON: it has no `type`")
    system = found.get("crs")
    if isinstance(system, dict):
        properties = system.get("properties")
        name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
        if not name.endswith(WGS84):
            raise ValueError(f"its coordinates are in another reference system, {name[:60] or 'unnamed'}")
    if found["type"] == "FeatureCollection":
        listed = found.get("features")
    else:
        listed = [found if found["type"] == "Feature" else {"type": "Feature", "geometry": found}]
    if not isinstance(listed, list) or not all(isinstance(feature, dict) for feature in listed):
        raise ValueError("its `features` are no list of features")
    if len(listed) > MOST_FEATURES:
        raise ValueError(f"it has more than {MOST_FEATURES:,} features")
    return listed


def _words(feature: dict[str, Any]) -> Iterator[str]:
    """The words by which a feature is known."""
    properties = feature.get("properties")
    named = [properties.get(key) for key in KNOWN_BY] if isinstance(properties, dict) else []
    yield from (str(word) for word in (feature.get("id"), *named) if isinstance(word, str | int))


def _picked(found: list[Any], words: list[str], alone: bool) -> dict[str, Any] | None:
    """The first feature that is known by a word, or the only one there is."""
    for word in words:
        for feature in found:
            if word in _words(feature):
                return dict(feature)
    return dict(found[0]) if alone and len(found) == 1 else None


def _geometry(geometry: Any) -> tuple[tuple[Polygon, ...], tuple[float, float]]:
    """Polygons, and a place in them; of a point only the place. Longitude comes first.

    Raises
    ------
    ValueError
        If it is neither, or larger than an outline may be; the message goes on after what it is about.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    try:
        if kind == "Point":
            return (), _corner(geometry["coordinates"])
        if kind not in ("Polygon", "MultiPolygon"):
            raise ValueError("is neither a Polygon nor a MultiPolygon nor a Point")
        parts = [geometry["coordinates"]] if kind == "Polygon" else list(geometry["coordinates"])
        corners = sum(len(ring) for part in parts for ring in part)
        if corners > MOST_CORNERS:
            raise ValueError(
                f"has {corners:,} corners, and an outline has {MOST_CORNERS:,} at most: simplify it, in "
                "QGIS by Vector, Geometry Tools, Simplify"
            )
        polygons = tuple(checked([[_corner(corner) for corner in ring] for ring in part]) for part in parts)
        return polygons, middle(polygons)
    except (TypeError, KeyError, IndexError):
        raise ValueError("has coordinates that are not those of its type") from None


def _corner(position: Any) -> tuple[float, float]:
    """Longitude and latitude of a position; a height is left aside."""
    x, y = position[0], position[1]
    if isinstance(x, bool) or isinstance(y, bool) or not isinstance(x, int | float):
        raise TypeError
    x, y = float(x), float(y)
    if not (-180.0 <= x <= 180.0 and -90.0 <= y <= 90.0):
        raise ValueError("has corners that are no longitude and latitude in degrees")
    return x, y
