"""Which fields of an entry hold further entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def held(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from held(part)


def models_of(field: FieldInfo) -> list[type[BaseModel]]:
    """The models of the entries that a field holds."""
    return [model for said in (field.annotation, *field.metadata) for model in held(said)]


@cache
def branches(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that hold entries."""
    return tuple(name for name, field in model.model_fields.items() if models_of(field))


@cache
def _next(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """The models of the entries that a model holds, those at the next depth alone."""
    return tuple(dict.fromkeys(each for field in model.model_fields.values() for each in models_of(field)))


@cache
def within(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """A model and those whose entries it can hold, at any depth, each after the one that holds it."""
    found: dict[type[BaseModel], None] = {}
    waiting = [model]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found[each] = None
            waiting += _next(each)
    return tuple(found)
