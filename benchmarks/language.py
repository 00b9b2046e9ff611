"""Write docs/scenario-language.md: every key of the scenario language, from the models that validate it.

``make language``, after a change of the language; it writes ``scenarios/scenario.schema.json`` too.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.pages import DOCS, put
from whitecell.scenario.quantity import Entry
from whitecell.scenario.schema import json_schema, models, text
from whitecell.scenario.ties import TIES
from whitecell.scenario.verdicts import QUESTIONS, Verdict

SCHEMA = Path(__file__).parents[1] / "scenarios" / "scenario.schema.json"
PATH = "The path by which a corridor was first joined, a category."
PAGE = DOCS / "scenario-language.md"


def section(model: type[Entry], schema: dict[str, Any]) -> list[str]:
    """A heading, a description of the object, and a row for each key."""
    name = model.__name__
    stated = schema["$defs"][name]
    said = (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")
    said = re.sub(r":\w+:`[~.\w]*?(\w+)`", r"`\1`", said).replace("``", "`")
    lines = [f"### {name}", "", said, "", "| key | type | default | example | |", "|---|---|---|---|---|"]
    for key, shown in stated.get("properties", {}).items():
        default = "" if key in stated.get("required", ()) else _value(shown.get("default"))
        if key in stated.get("required", ()):
            default = "**required**"
        example = _value(shown["examples"][0]) if "examples" in shown else ""
        description = shown.get("description", "").replace("|", "\\|").replace("\n", " ")
        lines.append(f"| `{key}` | {_kind(shown)} | {default} | {example} | {description} |")
    return [*lines, ""]


def _value(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    return f"`{json.dumps(value, ensure_ascii=False)}`".replace("|", "\\|")


def _kind(shown: dict[str, Any]) -> str:
    """A type in words, with links to objects."""
    if "$ref" in shown:
        name = shown["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "const" in shown:
        return f"`{shown['const']}`"
    if "enum" in shown:
        few = len(shown["enum"]) <= 12
        return " or ".join(f"`{v}`" for v in shown["enum"]) if few else "one of the records below"
    kinds = shown.get("oneOf") or shown.get("anyOf")
    if kinds:
        refs = {k.get("$ref", "").rsplit("/", 1)[-1] for k in kinds}
        if "Assumption" in refs:
            return "number"
        return " or ".join(dict.fromkeys(_kind(k) for k in kinds if k.get("type") != "null"))
    kind = shown.get("type", "")
    if kind == "array":
        inside = shown.get("items") or (shown.get("prefixItems") or [{}])[0]
        return f"list of {_kind(inside)}" if inside else "list"
    if kind == "object":
        inside = shown.get("additionalProperties")
        return f"name → {_kind(inside)}" if isinstance(inside, dict) else "mapping"
    words = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return "date" if shown.get("format") == "date" else words.get(kind, kind)


def contents(schema: dict[str, Any]) -> list[str]:
    """Links to every object: sections of a file, parts of these, and effects."""
    sections = set(re.findall(r"#/\$defs/(\w+)", json.dumps(schema["$defs"]["Scenario"])))
    groups: dict[str, list[str]] = {"Sections": [], "Parts of sections": [], "Effects": []}
    for model in models():
        name = model.__name__
        part = "Sections" if name in {"Scenario", *sections} else "Parts of sections"
        groups["Effects" if model.__module__.endswith(".effects") else part].append(name)
    return [
        f"- {group}: {', '.join(f'[{name}](#{name.lower()})' for name in names)}"
        for group, names in groups.items()
    ]


def keys() -> list[str]:
    """Every object of the language."""
    schema = json_schema()
    lines = [*contents(schema), ""]
    for model in models():
        lines += section(model, schema)
    return lines


def references() -> list[str]:
    """Every reference of the language, and whether it may name itself, occur twice, and so on."""
    lines = [
        f"| object | key | {' | '.join(QUESTIONS.values())} |",
        "|---" * (2 + len(QUESTIONS)) + "|",
    ]
    for tie in TIES:
        verdicts = tie.verdicts
        if verdicts:
            name = tie.entry.__name__
            # The common parts of clauses and of effects on numbers have no heading of their own.
            shown = f"[{name}](#{name.lower()})" if tie.entry in models() else name
            told = (_verdict(verdicts.get(question)) for question in QUESTIONS)
            lines.append(f"| {shown} | `{tie.key}` | {' | '.join(told)} |")
    plain = [f"`{tie.key}` of {tie.entry.__name__}" for tie in TIES if not tie.verdicts]
    return [*lines, "", f"Nothing of the kind can befall {', '.join(plain)}."]


def _verdict(verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    shown = verdict.grade if verdict.grade == "allowed" else f"**{verdict.grade}**"
    return f"{shown}: {verdict.says}"


def records() -> list[str]:
    """The things that a measure can record."""
    from whitecell.game.readers.measure import Catalogue
    from whitecell.scenario.records import ABOUT

    lines = ["| record | |", "|---|---|"]
    for name in ABOUT:
        method = getattr(Catalogue, name, None)
        said = (method.__doc__ or "") if method else PATH
        first = said.strip().split("\n\n")[0].replace("\n        ", " ")
        lines.append(f"| `{name}` | {first} |")
    return lines


def main() -> None:
    """Write the page and the schema."""
    put(PAGE, "keys", keys())
    put(PAGE, "records", records())
    put(PAGE, "references", references())
    SCHEMA.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
