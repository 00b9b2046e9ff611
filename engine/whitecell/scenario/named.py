"""Words of a scenario that name something in it: what kind of thing each names, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, get_args

from pydantic import BaseModel, BeforeValidator, WithJsonSchema

Reference: TypeAlias = tuple[tuple[str | int, ...], str, str]
"""A place, the name that stands there, and the section that must hold what it names."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that names something, and the entry and key in which it stands."""

    place: tuple[str | int, ...]
    name: str
    section: str
    entry: BaseModel
    key: str


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a word that names an entry of a section.

    ``terms`` are agreements and constraints; ``forces`` are actors and their arms.
    """

    section: str


ActorName = Annotated[str, Names("actors")]
ForceName = Annotated[str, Names("forces")]
ZoneName = Annotated[str, Names("zones")]
TalksName = Annotated[str, Names("talks")]
AgreementName = Annotated[str, Names("agreements")]
ConstraintName = Annotated[str, Names("constraints")]
RivalryName = Annotated[str, Names("rivalries")]
InjectName = Annotated[str, Names("injects")]
VariableName = Annotated[str, Names("variables")]
MeasureName = Annotated[str, Names("measures")]
TermName = Annotated[str, Names("terms")]
AssumptionName = Annotated[str, Names("assumptions")]


def _listed(value: Any) -> Any:
    """A single name as a list of one, an empty one as no name."""
    return ([value] if value else []) if isinstance(value, str) else value


OneOrMore = (
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
)
"""Marks a list of names for which one name may stand alone."""


def references(entry: BaseModel, place: tuple[str | int, ...] = ()) -> Iterator[Reference]:
    """Every word of an entry that names something, in the order of the file.

    An empty word names nothing where the key may be left out; elsewhere it names an entry without a name.
    """
    for mention in mentions(entry, place):
        yield mention.place, mention.name, mention.section


def mentions(entry: BaseModel, place: tuple[str | int, ...] = ()) -> Iterator[Mention]:
    """The same, each with the entry and the key in which it stands."""
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        if value != "" or field.is_required():
            yield from _inside(value, field.annotation, tuple(field.metadata), (*place, name), (entry, name))


def _inside(
    value: Any,
    annotation: Any,
    metadata: tuple[Any, ...],
    place: tuple[str | int, ...],
    holder: tuple[BaseModel, str],
) -> Iterator[Mention]:
    if isinstance(value, BaseModel):
        yield from mentions(value, place)
    elif isinstance(value, str):
        for said in (*metadata, *getattr(annotation, "__metadata__", ())):
            if isinstance(said, Names):
                yield Mention(place, value, said.section, *holder)
    elif isinstance(value, dict):
        key, inside = get_args(annotation)
        for word, item in value.items():
            yield from _inside(word, key, (), (*place, word), holder)
            yield from _inside(item, inside, (), (*place, word), holder)
    elif isinstance(value, tuple):
        each = get_args(annotation)
        for index, item in enumerate(value):
            yield from _inside(item, each[0], (), (*place, index), holder)
