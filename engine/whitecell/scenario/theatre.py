"""Where a scenario plays: zones and the routes that join them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from whitecell.scenario.named import ActorName, ForceName, ZoneName
from whitecell.scenario.quantity import Amount, AtStart, Days, Entry, Share
from whitecell.scenario.shapes import Polygon, read

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Outline(Entry):
    """Where a zone ends: a feature of a GeoJSON file (RFC 7946, WGS 84) in the scenario's folder."""

    file: str = Field(
        default="", description="The file, `.geojson` or `.json`, in the folder of this one or below it."
    )
    feature: str | int = Field(
        default="",
        description="Which of its features: its id, or its property `zone`, `id`, `name` or `key`. If left "
        "out, the zone's own key or name, or the only feature there is.",
    )
    shape: str = Field(
        default="",
        description="The outline itself as well-known text, as it is filled in when the file is read; leave "
        "it out.",
    )

    @model_validator(mode="after")
    def _says_where(self) -> Outline:
        if not self.file and not self.shape:
            raise ValueError("name a file")
        if self.shape:
            read(self.shape)
        return self

    @property
    def polygons(self) -> tuple[Polygon, ...]:
        """What it encloses; nothing if the file has a point only."""
        return read(self.shape) if self.shape else ()


class Zone(Entry):
    """A named place in which forces stand, people live and control is shared."""

    name: str = Field(description="The name that a reader sees.")
    at: tuple[Latitude, Longitude] | None = Field(
        default=None,
        description="Latitude and longitude in degrees. If a zone has none, the theatre has no map and is "
        "drawn as a ring of its zones.",
    )
    outline: Outline | None = Field(
        default=None,
        description="Where it ends, from a GeoJSON file; a zone without `at` then stands in its middle.",
    )
    region: str = Field(default="", description="The theatre that the zone belongs to.")
    frontage: Annotated[Amount, AtStart()] | None = Field(
        default=None,
        description="Fighters of one side that can fight at once in it; `rules.frontage` if left out.",
    )
    people: Annotated[Amount, AtStart()] = Field(
        default=0.0, description="Civilians living there at the start."
    )
    control: Annotated[dict[ActorName, Share], AtStart()] = Field(
        default_factory=dict,
        description="Who holds which share of it at the start; what is left over is held by nobody.",
    )
    dice: str = Field(default="", description="Name under which its dice are drawn, if not its own.")
    cites: tuple[str, ...] = Field(default=(), description="Claims of the register.")
    note: str = ""

    @model_serializer(mode="wrap")
    def _without_what_is_not_stated(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without an outline where there is none, so that digests of older scenarios stay the same."""
        stated: dict[str, Any] = dump(self)
        if self.outline is None:
            stated.pop("outline", None)
        return stated


class Route(Entry):
    """A way between two zones, the same in both directions."""

    between: tuple[ZoneName, ZoneName] = Field(description="The two zones that it joins.")
    days: Days = Field(description="Days that a force needs for it.")
    closed_to: tuple[ForceName, ...] = Field(default=(), description="Actors, or arms, that cannot use it.")
    cites: tuple[str, ...] = ()
    note: str = ""
