"""Who plays: actors, the voices inside them, and the relations between them."""

from __future__ import annotations

from functools import partial
from itertools import combinations, product
from typing import Annotated, Any, Literal

from pydantic import Field

from whitecell.scenario.named import ActorName, ForceName, MeasureName, TermName, ZoneName
from whitecell.scenario.quantity import Amount, AtStart, Days, Entry, Factor, Leaning, Share, Truth
from whitecell.scenario.shipped import shipped_value
from whitecell.scenario.units import PEOPLE, UnitWord


class Member(Entry):
    """A voice inside an actor, with a weight and wishes of its own."""

    weight: Factor = Field(description="Its part of the actor's common voice.")
    wants: dict[TermName, Leaning] = Field(
        default_factory=dict, description="Agreements or clauses, and how far it is for them."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class AirPower(Entry):
    """Combat flights of an actor over one zone."""

    zone: ZoneName = Field(description="The zone they fly over.")
    sorties: Amount = Field(description="Combat sorties a day.")
    against: tuple[ForceName, ...] = Field(description="Actors whose forces they hit, or arms.")
    cites: tuple[str, ...] = ()
    note: str = ""


class Arm(Entry):
    """An arm of an actor, such as its heavy weapons: forces of their own that take part in its main effort.

    It stands with its actor to all others and goes where its actor goes, at its own mobility. It is named by
    its actor and itself, joined by a dot: ``army.guns``.
    """

    name: str = Field(description="The name that a reader sees.")
    about: str = ""
    unit: UnitWord = Field(
        default="",
        description="What its numbers count, such as guns or battery/batteries. Left out, they count as its "
        "actor's do and belong to its actor's number.",
    )
    forces: Annotated[dict[ZoneName, Amount], AtStart()] = Field(
        default_factory=dict, description="How many of them stand in a zone."
    )
    mobility: Annotated[Share, AtStart()] = Field(
        default=0.0, description="Share of them that may leave their zone."
    )
    skill: Factor = Field(default=1.0, description="Fighting worth of one of them; 1 is an average fighter.")
    irregular: Truth = Field(
        default=False, description="Fights dispersed: defending, it is hard to find and hit."
    )
    at_range: Truth = Field(
        default=False,
        description="Fires into the zones beside its own too; only who does the same there fires back.",
    )
    kills: Amount | None = Field(
        default=None,
        description="Foes that one of them puts out of action in a day of harassing fire. Left out, as many "
        "as the rules say of one fighter, times its `skill`.",
    )
    cites: tuple[str, ...] = ()
    note: str = ""


def _shipped(key: str, description: str) -> Any:
    """The field of a number; its default is the engine's, which an actor or its scenario may replace."""
    return Field(default_factory=partial(shipped_value, "defaults", key), description=description)


class Defaults(Entry):
    """Values of actors that state no other; a scenario may state them, otherwise the engine's hold."""

    mobility: Annotated[Share, AtStart()] = _shipped("mobility", "Share of each force that may leave.")
    caution: Annotated[Factor, AtStart()] = _shipped("caution", "Weight of the share of force it may lose.")
    fear: Annotated[Factor, AtStart()] = _shipped("fear", "Weight of the strikes that it expects.")
    noise: Annotated[Factor, AtStart()] = _shipped("noise", "Temperature of its choices; 0 takes the best.")
    tempo: Annotated[Days, AtStart()] = _shipped("tempo", "Days between reviews of its effort, on average.")
    fire: Annotated[Share, AtStart()] = _shipped("fire", "Daily chance of harassing fire at a foe.")


class Actor(Entry):
    """A party to the conflict: a state, an armed group or a coalition.

    An actor with ``forces`` decides on a main effort, moves and fights; one without can still talk,
    press its clients, fly, enforce and guarantee.
    """

    name: str = Field(description="The name that a reader sees.")
    kind: Literal["state", "armed group", "coalition"]
    about: str = ""
    led_by: ActorName = Field(default="", description="The actor that commands it.")
    members: dict[str, Member] = Field(
        default_factory=dict, description="Voices inside it; together they are its voice."
    )
    wants: dict[TermName, Leaning] = Field(
        default_factory=dict, description="Agreements or clauses, and how far it is for them."
    )
    aims: dict[MeasureName, Literal["high", "low"]] = Field(
        default_factory=dict,
        description="Measures by which it counts success, and which way is better for it; they move nothing.",
    )
    forces: Annotated[dict[ZoneName, Amount], AtStart()] = Field(
        default_factory=dict, description="Fighters by zone."
    )
    unit: UnitWord = Field(
        default=PEOPLE, description="What its numbers count, such as ships or battery/batteries."
    )
    arms: dict[str, Arm] = Field(
        default_factory=dict, description="Arms beside these forces, such as heavy weapons."
    )
    reserve: ZoneName = Field(default="", description="Zone in which its new fighters arrive.")
    supplied: tuple[ZoneName, ...] = Field(
        default=(),
        description="Zones where its forces have all they need whoever is on the roads, as by air.",
    )
    recruits: Amount = Field(default=0.0, description="New fighters a day, corridors apart.")
    mobility: Annotated[Share, AtStart()] = _shipped(
        "mobility", "Share of each force that may leave its zone."
    )
    skill: Factor = Field(default=1.0, description="Fighting worth of one fighter; 1 is average.")
    irregular: Truth = Field(
        default=False, description="Fights dispersed: defending, it is hard to find and hit."
    )
    worth: dict[ZoneName, Leaning] = Field(
        default_factory=dict, description="What holding a zone is worth to it; these are its options."
    )
    caution: Factor = _shipped("caution", "Weight of the share of force it may lose.")
    fear: Factor = _shipped("fear", "Weight of the strikes that it expects.")
    noise: Factor = _shipped("noise", "Temperature of its choices; 0 takes the best.")
    tempo: Days = _shipped("tempo", "Days between reviews of its effort, on average.")
    fire: Share = _shipped("fire", "Daily chance of harassing fire where it faces a foe.")
    air: tuple[AirPower, ...] = Field(default=(), description="Combat flights by zone.")
    wariness: Annotated[dict[ZoneName, Amount], AtStart()] = Field(
        default_factory=dict, description="Expectation of being struck in a zone, from before."
    )
    dice: str = Field(default="", description="Name under which its dice are drawn, if not its own.")
    cites: tuple[str, ...] = ()
    note: str = ""

    @property
    def armed(self) -> bool:
        """Whether it has forces, its arms among them, or somewhere to take them in."""
        return bool(self.forces or self.reserve or any(arm.forces for arm in self.arms.values()))


def states_want(actor: Actor, toward: str) -> bool:
    """Whether an actor, or a voice inside it, states how far it is for something."""
    return toward in actor.wants or any(toward in member.wants for member in actor.members.values())


class Side(Entry):
    """A name for a list of actors; as a plain list it has no words for a reader."""

    name: str = Field(default="", description="The name that a reader sees.")
    actors: tuple[ActorName, ...] = Field(
        min_length=1, description="Who belongs to it: actors, and other sides with all of theirs."
    )
    cites: tuple[str, ...] = ()
    note: str = ""


class Relation(Entry):
    """How actors stand to each other: hostile, allied, or patron and client."""

    hostile: tuple[ActorName, ...] = Field(default=(), description="Actors that fight each other.")
    allied: tuple[ActorName, ...] = Field(default=(), description="Actors that fight side by side.")
    to: tuple[ActorName, ...] = Field(
        default=(), description="If given, the first list stands so to each of these instead."
    )
    patron: ActorName = ""
    client: ActorName = ""
    in_force: Literal["from the start", "by effect"] = Field(
        default="from the start",
        description="Of a patron and its client: so from the start, or not before an effect begins it.",
    )
    leverage: Share = Field(default=0.0, description="Capacity: how much of its will the client obeys.")
    will: dict[TermName, Leaning] = Field(
        default_factory=dict,
        description="Willingness: constraints or agreements, and how hard it presses the client to obey.",
    )
    alliance_cost: Factor = Field(default=0.0, description="Willingness lost for fear of losing the client.")
    cites: tuple[str, ...] = ()
    note: str = ""

    def couples(self, tie: Literal["hostile", "allied"]) -> list[tuple[str, str]]:
        """The pairs of actors for which it states this relation."""
        named: tuple[str, ...] = getattr(self, tie)
        return list(product(named, self.to) if self.to else combinations(named, 2))
