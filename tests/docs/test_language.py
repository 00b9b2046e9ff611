"""The language's page and schema are those of the models."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from whitecell.scenario.chain import read_chain
from whitecell.scenario.files import read_text
from whitecell.scenario.library import bundled
from whitecell.scenario.parsing import parse
from whitecell.scenario.schema import json_schema, models
from whitecell.scenario.skeleton import course, skeleton

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.language import PAGE, SCHEMA, keys, records, references, text

FORMATS = jsonschema.Draft202012Validator.FORMAT_CHECKER
VALIDATOR = jsonschema.Draft202012Validator(json_schema(), format_checker=FORMATS)
BROKEN = Path(__file__).parents[1] / "broken"


def test_page_and_schema_are_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "\n".join(keys()) in page, "run `make language`"
    assert "\n".join(records()) in page, "run `make language`"
    assert "\n".join(references()) in page, "run `make language`"
    assert SCHEMA.read_text(encoding="utf-8") == text(), "run `make language`"


def test_every_key_is_explained() -> None:
    schema = json_schema()
    for model in models():
        for key, shown in schema["$defs"][model.__name__]["properties"].items():
            assert shown.get("description"), (model.__name__, key)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def faults(text: str) -> list[str]:
    return invalid(parse(text, "x").plain())


def invalid(tree: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(plain(tree))]


@pytest.mark.parametrize("name", bundled())
def test_what_ships_is_valid_and_carries_the_modeline(name: str) -> None:
    text = read_text(bundled()[name])
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert faults(text) == []


def test_what_new_writes_is_valid(tmp_path: Path) -> None:
    assert faults(skeleton("A 'quoted' title", "x.yaml")) == []
    assert faults(course("Case", "southwest-syria-2017", tmp_path / "x.yaml")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mobility: 0.5", "mobility: 1.5"),
        ("kind: exclusion", "kind: exclusive"),
        ("days: 90 ", "days: many "),
        ("zones:\n", "zoness:\n"),
        ("record: signed", "record: sined"),
        ("    name: the patron\n", ""),
        ("statistic: ever", "statistic: often"),
        ("gap: 12 ", "gap: -12 "),
    ],
)
def test_a_broken_file_is_not_valid(before: str, after: str) -> None:
    whole = skeleton("Valley", "valley.yaml")
    assert whole.count(before) >= 1
    assert faults(whole.replace(before, after, 1))


def cases(*kinds: str) -> list[str]:
    """Broken files of some kinds that can be read as YAML."""
    stems = (path.stem for path in sorted(BROKEN.glob("*.yaml")))
    return [stem for stem in stems if stem.split("-")[0] in kinds]


@pytest.mark.parametrize("case", cases("bounds", "sense", "unit", "trap", "name"))
def test_what_check_lets_pass_the_validator_lets_pass(case: str) -> None:
    text = read_text(BROKEN / f"{case}.yaml")
    if (BROKEN / f"{case}.txt").read_text(encoding="utf-8").endswith("exit code 0\n"):
        assert faults(text) == []


WRONG_TO_CHECK_ALONE = {"type-start-at-the-end-of-time", "missing-of-measure"}
"""Of the right shape, and wrong together with the rest of their files."""


@pytest.mark.parametrize("case", cases("key", "missing", "type"))
def test_what_is_wrongly_shaped_the_validator_refuses_in_the_whole(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BROKEN)
    whole = read_chain(f"{case}.yaml").root.plain()
    whole.pop("extends", None)
    assert bool(invalid(whole)) == (case not in WRONG_TO_CHECK_ALONE)


def test_a_part_may_be_taken_away_but_not_be_wrong() -> None:
    start = "extends: southwest-syria-2017\n"
    assert faults(f"{start}injects:\n  sanctions_vote: ~\n") == []
    assert faults(f"{start}actors:\n  russia:\n    mobilty: 1\n")
    assert faults("title: nothing else\n")


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("routes: {take: [{between: [damascus, palmyra]}], add: [{between: [tanf, izra], days: 2}]}", True),
        ("relations: {add: [{hostile: [russia, isis]}]}", True),
        ("talks: {amman: {parties: {add: [iran], take: [jordan]}, cites: {add: [C01]}}}", True),
        ("assumptions: {strikes_deter: {cites: {take: [C01]}}}", True),
        ("sides: {west: {add: [jordan]}}", True),
        ("injects: {plea_for_delay: {effects: {take: [{kind: postpone}]}}}", True),
        ("routes: {add: [{between: [tanf, izra]}]}", False),
        ("routes: {drop: [{days: 2}]}", False),
        ("talks: {amman: {parties: {}}}", False),
        ("talks: {amman: {parties: {add: iran}}}", False),
        ("zones: {tanf: {at: {add: [1]}}}", False),
    ],
)
def test_a_part_may_change_a_list(text: str, valid: bool) -> None:
    assert (faults(f"extends: southwest-syria-2017\n{text}\n") == []) == valid
    assert faults(f"{text}\n")


def test_examples_of_the_page_are_read(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\nmobility.*?```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    lines = blocks[0].splitlines()[1:-1]
    assert len(lines) == 3
    for line in lines:
        start = "extends: southwest-syria-2017\nactors:\n  militias:\n    "
        assert faults(start + line + "\n") == []
