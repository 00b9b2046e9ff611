"""A file that extends another states what differs, in words that are read as they were meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whitecell.scenario.overriding import named_from, overriding, scalar


@pytest.mark.parametrize(
    "text", ["F1", "no", "12", "1e3", "../case.yaml", "a: b", "it's", "", "on", ".5", "~"]
)
def test_a_word_stays_a_word(text: str) -> None:
    assert yaml.safe_load(f"[{scalar(text)}]") == [text]


def test_a_word_stays_plain_where_it_can() -> None:
    assert scalar("../case.yaml") == "../case.yaml"
    assert scalar("F7a") == "F7a"


def test_a_base_is_named_from_the_folder_of_the_file(tmp_path: Path) -> None:
    assert named_from("southwest-syria-2017", tmp_path / "x.yaml") == "southwest-syria-2017"
    (tmp_path / "base.yaml").write_text("title: x")
    assert named_from(str(tmp_path / "base.yaml"), tmp_path / "sub" / "x.yaml") == "../base.yaml"


def test_in_a_mapping_only_what_differs_is_stated() -> None:
    base = {"rules": {"fog": {"value": 0.3, "range": [0.1, 0.5]}, "drift": 0.1}}
    changes = [("rules.fog", {"range": [0.2, 0.3]}), ("rules.drift", {"value": 0.2})]
    assert overriding(base, changes) == {"rules": {"fog": {"range": [0.2, 0.3]}, "drift": {"value": 0.2}}}


def test_a_list_is_stated_whole() -> None:
    base = {
        "air": [{"zone": "ford", "sorties": {"value": 3, "unit": "a day"}}, {"zone": "hill", "sorties": 2}]
    }
    changes = [("air.0.sorties", {"range": [1, 4]}), ("air.1.sorties", {"value": 5})]
    assert overriding(base, changes) == {
        "air": [
            {"zone": "ford", "sorties": {"value": 3, "unit": "a day", "range": [1, 4]}},
            {"zone": "hill", "sorties": {"value": 5}},
        ]
    }


def test_a_plain_number_of_a_list_stays_one() -> None:
    assert overriding({"at": [1, 2]}, [("at.1", {"value": 3})]) == {"at": [1, 3]}
