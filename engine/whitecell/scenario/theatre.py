"""Where a scenario plays: zones and the routes that join them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from whitecell.scenario.named import ActorName, ForceName, ZoneName
from whitecell.scenario.quantity import Amount, AtStart, Days, Entry, Share

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Zone(Entry):
    """A named place in which forces stand, people live and control is shared."""

    name: str = Field(description="The name that a reader sees.")
    at: tuple[Latitude, Longitude] | None = Field(
        default=None,
        description="Latitude and longitude in degrees. If a zone has none, the theatre has no map and is "
        "drawn as a ring of its zones.",
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


class Route(Entry):
    """A way between two zones, the same in both directions."""

    between: tuple[ZoneName, ZoneName] = Field(description="The two zones that it joins.")
    days: Days = Field(description="Days that a force needs for it.")
    closed_to: tuple[ForceName, ...] = Field(default=(), description="Actors, or arms, that cannot use it.")
    cites: tuple[str, ...] = ()
    note: str = ""
