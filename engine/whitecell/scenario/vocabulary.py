"""What may stand at each place of a file, by the models of its language."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from whitecell.scenario.field_help import FIELD_HELP
from whitecell.scenario.nodes import Key
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.source import Source
from whitecell.scenario.values import quantity_of


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the keys of the file, some of which cannot be names in Python (``from``)."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


class Vocabulary:
    """What may stand at each place of a file, by the models of its language."""

    def __init__(self, language: type[BaseModel], source: Source) -> None:
        self.language, self.source = language, source

    def keys(self, place: tuple[Key, ...]) -> list[str]:
        """Keys that may stand in the entry at a place."""
        return sorted({name for model in self.models(place) for name in fields_of(model)})

    def homes(self, key: str) -> list[str]:
        """Where else in the language a key stands, in words."""
        found: list[str] = []
        for field, annotation in ((n, f.annotation) for n, f in fields_of(self.language).items()):
            for model in models_of(annotation):
                keys = fields_of(model)
                kind = keys.get("kind")
                words = get_args(kind.annotation) if kind and key in keys else ()
                if len(words) == 1:
                    found.append(f"{field} of the kind '{words[0]}'")
                elif key in keys:
                    found.append(field)
        return (
            ["the file itself, at its top level, not indented"] if key in fields_of(self.language) else found
        )

    def kinds(self, place: tuple[Key, ...]) -> str:
        """The kinds of things that may stand at a place."""
        models = self._at(place)
        words = [w for m in models for part in models_of(m) for w in get_args(kind_of(part))]
        return f"one of: {', '.join(words)}"

    def kind(self, place: tuple[Key, ...]) -> str:
        """Where the kind of the thing at a place is stated, if another file states it."""
        said = self.source.node((*place, "kind"))
        if said is None or said.over is None:
            return ""
        return f"{said.file}:{said.line} made it '{said.value}': take the key away there with ~"

    def takes_assumptions(self, place: tuple[Key, ...]) -> bool:
        """Whether a number at a place may be the name of an assumption."""
        return any(issubclass(m, Assumption) for a in self._at(place) for m in models_of(a))

    def says(self, place: tuple[Key, ...]) -> str:
        """What a place takes: its field's description, and the numbers that make sense."""
        for length in range(len(place), 0, -1):
            for model in self.models(place[: length - 1]):
                field = fields_of(model).get(str(place[length - 1]))
                if field is not None:
                    quantity = quantity_of(field.annotation, field.metadata)
                    said = (field.description or FIELD_HELP.get(str(place[length - 1]), "")).rstrip(".")
                    kinds = [word for word in _words(field.annotation) if word]
                    words = [said, f"({quantity.words})"] if quantity else [said]
                    words += [f"(one of: {', '.join(kinds)})"] if len(kinds) > 1 else []
                    return f"`{place[length - 1]}` – {' '.join(filter(None, words))}" if any(words) else ""
        return ""

    def models(self, place: tuple[Key, ...]) -> list[type[BaseModel]]:
        """The models that can stand at a place; of several kinds, only the one that a file states."""
        found = [m for kind in self._at(place) for m in models_of(kind)]
        said = self.source.node((*place, "kind"))
        stated = [m for m in found if said is not None and said.value in get_args(kind_of(m))]
        return stated or found

    def stand_in(self, place: tuple[Key, ...]) -> Any:
        """Something that can stand at a place which must not be empty; None if the place may be empty."""
        for model in self.models(place[:-1]):
            field = fields_of(model).get(str(place[-1]))
            if field is not None and field.is_required():
                return _anything(field.annotation, field.metadata)
        return None

    def _at(self, place: tuple[Key, ...]) -> list[Any]:
        here: list[Any] = [self.language]
        for step in place:
            here = [inner for kind in here for inner in _inside(kind, step)]
        return here


def _words(annotation: Any) -> tuple[str, ...]:
    """The words that a field takes, if it takes only some."""
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def kind_of(model: type[BaseModel]) -> Any:
    """The type of the words under ``kind`` of a model; None if it has no kind."""
    field = model.model_fields.get("kind")
    return field.annotation if field is not None else None


def models_of(annotation: Any) -> list[type[BaseModel]]:
    """The models that a type is made of, in its order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in get_args(annotation) for m in models_of(part)]


def _inside(annotation: Any, step: Key) -> list[Any]:
    models = models_of(annotation) if not _is_container(annotation) else []
    if models:
        keys = [fields_of(model) for model in models]
        return [fields[str(step)].annotation for fields in keys if str(step) in fields]
    return list(get_args(annotation))


def _is_container(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (dict, tuple)


def _anything(annotation: Any, metadata: Any = ()) -> Any:
    """A value of a kind, the plainest; None if there is none that refers to nothing."""
    quantity = quantity_of(annotation, metadata)
    if get_origin(annotation) is dict:
        return {}
    if get_origin(annotation) is tuple:
        parts = get_args(annotation)
        return [] if Ellipsis in parts else [_anything(part) for part in parts]
    if quantity is not None:
        return min(max(0.0, quantity.low), quantity.high)
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    plain = {str: "", date: date(2000, 1, 1), float: 0.0, int: 1}
    return plain.get(annotation)
