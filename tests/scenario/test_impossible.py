"""What cannot be: the table has every reference of the language, and says of each what is so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args, get_origin

import pytest
from pydantic import BaseModel

from whitecell.scenario.editing import upgrade
from whitecell.scenario.impossible import BY_KEY, declaring
from whitecell.scenario.named import Names
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.quantity import IsCondition
from whitecell.scenario.reading import examined, read_scenario
from whitecell.scenario.schema import models
from whitecell.scenario.ties import TIES

FAULTS = Path(__file__).parent / "faults"
BROKEN = Path(__file__).parents[1] / "broken"


def says_a_name(annotation: object, metadata: tuple[object, ...] = ()) -> bool:
    said = (*metadata, *getattr(annotation, "__metadata__", ()))
    if any(isinstance(word, (Names, IsCondition)) for word in said):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return False
    parts = get_args(annotation) if get_origin(annotation) is not None else ()
    return any(says_a_name(part) for part in parts)


def test_the_table_has_every_reference_of_the_language() -> None:
    missing = [
        (model.__name__, key)
        for model in models()
        for key, field in model.model_fields.items()
        if says_a_name(field.annotation, tuple(field.metadata)) and (declaring(model, key), key) not in BY_KEY
    ]
    assert missing == []


def test_no_reference_stands_in_the_table_twice_and_none_that_is_not_there() -> None:
    assert len(BY_KEY) == len(TIES)
    for tie in TIES:
        keys = {field.alias or name for name, field in tie.entry.model_fields.items()}
        assert {tie.key, *tie.beside} <= keys, tie


def test_every_check_of_the_table_finds_something_in_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    # What the checks find is written down beside the files, word for word.
    told = "\n".join(path.read_text(encoding="utf-8") for path in BROKEN.glob("*.txt"))
    for words in (
        "stands here twice", "are correlated twice", "a second route joins", "this effect stands here twice",
        "cannot be both ends of a route", "cannot lead itself", "actors lead each other", "and is its enemy",
        "cannot fly against itself", "who is its ally", "under one command with it", "sides hold each other",
        "cannot be hostile to itself", "is said twice", "are hostile and allied", "cannot be its own patron",
        "a patron without a client", "watches 'off_the_bridge' twice", "would answer its own breaches",
        "keeps the peace with itself alone", "and under `exempt`", "coordinates strikes on itself",
        "says how it stands with itself", "and left out of it", "cannot end itself", "it is one zone",
        "go the same way", "keeps 'road' open and stops it", "which is its own", "its enemy",
        "cannot be its own rival", "two rungs of 'ladder'", "depends on itself",
        "injects wait for each other",
        "which comes later", "and is never taken", "this effect is over on", "undoes at once",
        "cannot press itself", "cannot go over to itself", "is in force from the start",
    ):  # fmt: skip
        assert words in told, words


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        ("corridor-of-one", 4, "goes nowhere"),
        ("friend-and-foe", 4, "hostile and allied"),
        ("leads-itself", 4, "cannot lead itself"),
        ("own-enemy", 4, "cannot be hostile to itself"),
        ("road-to-itself", 4, "cannot be both ends of a route"),
    ],
)
def test_nonsense_is_refused_at_its_line_with_both_places(file: str, line: int, told: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_scenario(FAULTS / "impossible" / f"{file}.yaml")
    (problem,) = raised.value.problems
    assert (problem.line, told in problem.message) == (line, True)
    assert file == "leads-itself" or "stands in" in problem.hint or "made hostile in line 4" in problem.hint


def test_an_inject_that_waits_for_the_future_is_told(tmp_path: Path) -> None:
    # The file is of an earlier language; its upgrade says the same.
    path = tmp_path / "waits.yaml"
    shutil.copy(FAULTS / "impossible" / "waits-for-the-future.yaml", path)
    upgrade(path)
    (found,) = [problem for problem in examined(path) if problem.grade == "warning"]
    assert found.line == 4
    assert "waits for 'sanctions_vote', which comes later" in found.message
    assert "southwest-syria-2017.yaml:" in found.hint


def test_every_file_of_the_folder_is_asked_something() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [path.stem for path in (FAULTS / "impossible").glob("*.yaml") if path.stem not in text] == []
