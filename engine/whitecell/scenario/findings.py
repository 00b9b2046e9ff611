"""Validation errors as findings that an analyst understands."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from whitecell.scenario.chain import Source
from whitecell.scenario.nodes import Key, Node
from whitecell.scenario.plugins import CONSTRAINTS, EFFECTS, blame
from whitecell.scenario.problems import NUMBERS_ARE_PLAIN, NUMERIC, Problem, did_you_mean
from whitecell.scenario.quantity import Assumption
from whitecell.scenario.said import SAID
from whitecell.scenario.values import quantity_of

_SAYS = {
    "float_parsing": "'{name}' must be a number, not {input}",
    "float_type": "'{name}' must be a number, not {input}",
    "int_type": "'{name}' must be a whole number, not {input}",
    "int_parsing": "'{name}' must be a whole number, not {input}",
    "int_from_float": "'{name}' must be a whole number, not {input}",
    "string_type": "'{name}' must be text, not {input}",
    "dict_type": "'{name}' must be a mapping of names to values, not {input}",
    "model_type": "'{name}' must be a mapping of keys to values, not {input}",
    "tuple_type": "'{name}' must be a list, not {input}",
    "date_type": "'{name}' must be a date such as 2017-06-11, not {input}",
    "date_from_datetime_parsing": "'{name}' must be a date such as 2017-06-11, not {input}",
    "bool_type": "'{name}' must be true or false, not {input}",
    "bool_parsing": "'{name}' must be true or false, not {input}",
    "finite_number": "'{name}' must be a finite number, not {input}",
    "greater_than_equal": "'{name}' must be {ge:g} or more, not {input}",
    "less_than_equal": "'{name}' must be {le:g} or less, not {input}",
    "greater_than": "'{name}' must be more than {gt:g}, not {input}",
    "less_than": "'{name}' must be less than {lt:g}, not {input}",
    "string_pattern_mismatch": "'{name}' cannot be {input}",
    "too_short": "'{name}' needs {min_length} values at least and has {actual_length}",
    "too_long": "'{name}' takes {max_length} values and has more",
}
_MEND = {
    "dict_type": "write {name}: {{some_name: …}}, or each name in an indented line of its own",
    "tuple_type": "write {name}: [{bare}]",
    "date_type": "year-month-day, without quotes",
    "date_from_datetime_parsing": "year-month-day, a day that the calendar has, without quotes",
    "bool_type": "write true or false, without quotes",
    "bool_parsing": "write true or false, without quotes",
    "int_from_float": "round it",
    "finite_number": "no number of a scenario is so large",
    "too_long": "take the others out",
}
"""How each is mended, where its field does not say more."""
TRUTHS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
"""Words that older YAML took for true and false."""


def from_validation(error: ValidationError, source: Source, language: type[BaseModel]) -> list[Problem]:
    """Turn each validation error into a finding at its place in a file of a language."""
    return [_finding(item, source, language) for item in error.errors()]


def place_of(item: Any, source: Source) -> tuple[Key, ...]:
    """The place in the file that a validation error is about."""
    return _place(item["loc"], source)


def _finding(item: Any, source: Source, language: type[BaseModel]) -> Problem:
    place = _place(item["loc"], source)
    name, kind = _name(place), item["type"]
    words = Vocabulary(language, source)
    if kind == "missing":
        return _missing(item["loc"], place, source, words)
    if kind == "extra_forbidden":
        return source.problem(
            "error", place, f"there is no key '{name}' here", _stranger(place, words), key=True
        )
    shown = _shown(item["input"])[:60]
    template = _SAYS.get(kind)
    if item["input"] is None:
        hint = "null (~) takes away what an extended file has, and no extended file has it: take the line out"
    elif template:
        hint = _mended(kind, place, item["input"], words)
    if template:
        if kind in ("float_type", "float_parsing") and words.takes_assumptions(place):
            template = template.replace("a number", "a number or the name of an assumption")
        message = template.format(name=name, input=shown, **item.get("ctx", {}))
    elif kind == "union_tag_not_found":
        message, hint = f"'{name}' does not say its kind", f"add `kind:`, {words.kinds(place)}"
    elif kind in ("literal_error", "union_tag_invalid"):
        ctx = item.get("ctx", {})
        expected = str(ctx.get("expected", ctx.get("expected_tags", "")))
        known = [w.strip().strip("'") for w in expected.replace(" or ", ", ").split(",")]
        word = str(ctx.get("tag", item["input"]))
        message = f"'{name}' cannot be {shown}"
        if kind == "union_tag_invalid":
            message = f"'{name}': there is no kind '{word[:60]}'"
            place = (*place, "kind")
        hint = blame(CONSTRAINTS, word) or blame(EFFECTS, word) or did_you_mean(word, known)
        hint = hint or f"one of: {', '.join(known)}"
    else:
        message, hint = f"'{name}': {item['msg'][0].lower()}{item['msg'][1:]}", words.says(place)
    return source.problem("error", place, message, hint)


def _mended(kind: str, place: tuple[Key, ...], given: Any, words: Vocabulary) -> str:
    """How a value of the wrong type or size is mended."""
    if isinstance(given, str) and kind.startswith("bool"):
        near = TRUTHS.get(given.lower())
        return f"write {near}" if near else _MEND[kind]
    if isinstance(given, str) and kind.startswith(("int", "float")):
        return NUMBERS_ARE_PLAIN if NUMERIC.match(given) else words.says(place)
    if kind == "model_type":
        if isinstance(given, (int, float)) and "value" in words.keys(place):
            return f"write {_name(place)}: {{value: {given:g}}}"
        return f"its keys: {', '.join(words.keys(place)[:12])}"
    if kind == "string_type" and isinstance(given, (int, float, date)):
        return f"put it into quotes: '{given}'"
    if kind == "tuple_type" and not (isinstance(given, str) and given.isidentifier()):
        return words.says(place)
    hint = _MEND.get(kind, "").format(name=_name(place), bare=given)
    if kind.startswith("date") and place[-1] == "on":
        hint += "; or a day of the game, such as day 12"
    return hint or words.says(place)


def _stranger(place: tuple[Key, ...], words: Vocabulary) -> str:
    """What was probably meant by a key that does not belong where it stands."""
    name = str(place[-1])
    known = words.keys(place[:-1])
    if name == "<<":
        return "merge keys are not read: write the keys out"
    if " " in name or name.isdecimal():
        return "inside {...} a comma ends a value: decimals take a point, text with a comma takes quotes"
    near = did_you_mean(name, known, few=0)
    homes = words.homes(name)
    if not near and homes:
        said = words.kind(place[:-1])
        return f"it belongs in {' or '.join(homes[:3])}{f'; {said}' if said else ''}"
    return near or f"known here: {', '.join(known)}"


def _name(place: tuple[Key, ...]) -> str:
    """What the last step of a place is called; a value of a list by its number."""
    if not place:
        return "the file"
    if isinstance(place[-1], int) and len(place) > 1:
        return f"{place[-2]}, value {place[-1] + 1}"
    return str(place[-1])


def _missing(loc: tuple[Any, ...], place: tuple[Key, ...], source: Source, words: Vocabulary) -> Problem:
    """A key that has to be there; pointed at by what should hold it."""
    wanted = loc[-1]
    holder = place[:-1] if place and place[-1] == wanted else place
    if isinstance(wanted, int):
        has = f"'{_name(holder)}' has {wanted} value{'' if wanted == 1 else 's'} and needs more"
        return source.problem("error", holder, has, words.says(holder))
    where = f"in '{_name(holder)}'" if holder else "in the file"
    hint = f"add {words.says((*holder, wanted)) or f'`{wanted}`'}"
    gone = source.taken_away(str(holder[0]) if holder else "", str(wanted))
    hint = f"{gone}; give it a value instead" if gone else hint
    return source.problem("error", holder, f"'{wanted}' is missing {where}", hint, key=True)


def _shown(value: Any) -> str:
    """A value as its writer knows it."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return repr(value) if isinstance(value, (str, int)) else str(value)


TAGS = ("number", "name", "assumption")
"""Names of the forms of a number, which stand in a location and not in a file."""


def _place(loc: tuple[Any, ...], source: Source) -> tuple[Key, ...]:
    """The place of an error in the file: its location without the tags of unions."""
    place: list[Key] = []
    node = source.root
    for position, step in enumerate(loc):
        child = node.child(step)
        if child is not None:
            place.append(step)
            node = child
        elif position == len(loc) - 1 and step not in TAGS:
            place.append(step)
    return tuple(place)


class Vocabulary:
    """What may stand at each place of a file, by the models of its language."""

    def __init__(self, language: type[BaseModel], source: Source) -> None:
        self.language, self.source = language, source

    def keys(self, place: tuple[Key, ...]) -> list[str]:
        """Keys that may stand in what is at a place."""
        return sorted({name for model in self._models(place) for name in model.model_fields})

    def homes(self, key: str) -> list[str]:
        """Where else in the language a key stands, in words."""
        found: list[str] = []
        for field, annotation in ((n, f.annotation) for n, f in self.language.model_fields.items()):
            for model in _models(annotation):
                kind = model.model_fields.get("kind")
                words = get_args(kind.annotation) if kind and key in model.model_fields else ()
                if len(words) == 1:
                    found.append(f"{field} of the kind '{words[0]}'")
                elif key in model.model_fields:
                    found.append(field)
        return (
            ["the file itself, at its top level, not indented"]
            if key in self.language.model_fields
            else found
        )

    def kinds(self, place: tuple[Key, ...]) -> str:
        """The kinds of things that may stand at a place."""
        models = self._at(place)
        words = [w for m in models for part in _models(m) for w in get_args(_kind(part))]
        return f"one of: {', '.join(words)}"

    def kind(self, place: tuple[Key, ...]) -> str:
        """Where the kind of the thing at a place is stated, if another file states it."""
        node: Node | None = self.source.root
        for step in place:
            node = node.child(step) if node is not None else None
        said = node.child("kind") if node is not None else None
        if said is None or said.over is None:
            return ""
        return f"{said.file}:{said.line} made it '{said.value}': take the key away there with ~"

    def takes_assumptions(self, place: tuple[Key, ...]) -> bool:
        """Whether a number at a place may be the name of an assumption."""
        return any(issubclass(m, Assumption) for a in self._at(place) for m in _models(a))

    def says(self, place: tuple[Key, ...]) -> str:
        """What a place takes: its field's description, and the numbers that make sense."""
        for length in range(len(place), 0, -1):
            for model in self._models(place[: length - 1]):
                field = model.model_fields.get(str(place[length - 1]))
                if field is not None:
                    quantity = quantity_of(field.annotation, field.metadata)
                    said = (field.description or SAID.get(str(place[length - 1]), "")).rstrip(".")
                    kinds = [word for word in _words(field.annotation) if word]
                    words = [said, f"({quantity.words})"] if quantity else [said]
                    words += [f"(one of: {', '.join(kinds)})"] if len(kinds) > 1 else []
                    return f"`{place[length - 1]}` – {' '.join(filter(None, words))}" if any(words) else ""
        return ""

    def _models(self, place: tuple[Key, ...]) -> list[type[BaseModel]]:
        found = [m for kind in self._at(place) for m in _models(kind)]
        node: Node | None = self.source.root
        for step in place:
            node = node.child(step) if node is not None else None
        said = node.child("kind") if node is not None else None
        stated = [m for m in found if said is not None and said.value in get_args(_kind(m))]
        return stated or found

    def _at(self, place: tuple[Key, ...]) -> list[Any]:
        here: list[Any] = [self.language]
        for step in place:
            here = [inner for kind in here for inner in _inside(kind, step)]
        return here


def _words(annotation: Any) -> tuple[str, ...]:
    """The words that a field takes, if it takes only some."""
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _kind(model: type[BaseModel]) -> Any:
    field = model.model_fields.get("kind")
    return field.annotation if field is not None else None


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in get_args(annotation) for m in _models(part)]


def _inside(annotation: Any, step: Key) -> list[Any]:
    models = _models(annotation) if not _is_container(annotation) else []
    if models:
        return [m.model_fields[str(step)].annotation for m in models if str(step) in m.model_fields]
    return list(get_args(annotation))


def _is_container(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (dict, tuple)
