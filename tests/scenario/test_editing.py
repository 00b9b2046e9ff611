"""Files that ``set`` spoilt or refused, each with what must come of it; and what it leaves to the writer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from whitecell.scenario.editing import edit
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import examined, read_scenario

FAULTS = Path(__file__).parent / "faults"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FAULTS, tmp_path, dirs_exist_ok=True)
    return tmp_path / "set"


@pytest.mark.parametrize(
    ("file", "name", "value", "old", "new"),
    [
        ("block-scalar-comment", "about", "A new word", ">-\n  Some old text\n  of two lines.", "A new word"),
        ("block-scalar-key", "about", "A new word", "|\n  Some old text", "A new word"),
        ("document-end", "rules.fog", "0.2", "One\n...", "One\nrules:\n  fog: 0.2\n..."),
        ("empty-value", "zones.town.people", "5", "people:", "people: 5"),
        ("indented-root", "days", "9", "One\n", "One\n  days: 9\n"),
        ("indented-root", "rules.fog", "0.2", "One\n", "One\n  rules:\n    fog: 0.2\n"),
        ("line-separator", "days", "9", "One\n", "One\ndays: 9\n"),
        ("tab-before-comment", "days", "10", "9\t", "10\t"),
    ],
)
def test_the_value_is_set_and_every_other_byte_stays(
    folder: Path, file: str, name: str, value: str, old: str, new: str
) -> None:
    path = folder / f"{file}.yaml"
    before = path.read_bytes().decode()
    head, _, tail = before.rpartition(old)
    edit(path, {name: value})
    assert path.read_bytes().decode() == head + new + tail
    plot = read_scenario(path)
    held = {"about": plot.about, "days": str(plot.days)}
    assert name not in held or held[name] == value


def test_lines_end_where_yaml_1_2_says_and_tabs_may_stand_before_comments(folder: Path) -> None:
    assert read_scenario(folder / "line-separator.yaml").days == 60
    assert read_scenario(folder / "tab-before-comment.yaml").days == 9
    assert [p for p in examined(folder / "tab-before-comment.yaml") if p.grade != "note"] == []


def test_every_file_of_the_folder_is_asked_something() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [path.stem for path in (FAULTS / "set").glob("*.yaml") if path.stem not in text] == []


@pytest.mark.parametrize(
    ("text", "name", "value", "told"),
    [
        (
            "rules: {fog: 0.3}",
            "rules.fog.range",
            "[0, 1]",
            "write by hand in line 3, for instance fog: {value: 0.3",
        ),
        ("routes: [{between: [pass, town], # near\n days: 1}]", "routes.0", "5", "it has comments inside"),
        ("rules:\n  ? fog\n", "rules.drift", "0.1", "write by hand: drift: 0.1"),
    ],
)
def test_what_cannot_be_set_is_said_with_what_to_write_by_hand(
    folder: Path, text: str, name: str, value: str, told: str
) -> None:
    path = folder / "mine.yaml"
    path.write_text(f"extends: ../pass.yaml\ntitle: Mine\n{text}\n")
    before = path.read_bytes()
    with pytest.raises(ScenarioError) as raised:
        edit(path, {name: value})
    assert told in str(raised.value)
    assert path.read_bytes() == before


def test_text_in_quotes_is_set_without_them(folder: Path) -> None:
    path = folder / "block-scalar-key.yaml"
    with pytest.raises(ScenarioError, match="put it into quotes: '5'"):
        edit(path, {"title": "5"})
    edit(path, {"title": "'5'"})
    assert read_scenario(path).title == "5"
    edit(path, {"title": "the 'fifth'"})
    assert read_scenario(path).title == "the 'fifth'"
