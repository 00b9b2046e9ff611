"""A scenario that was read before is the same scenario, and nothing that lies in its place does harm."""

from __future__ import annotations

import json
import os
import pickle
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from whitecell.scenario import kept, reading
from whitecell.scenario.digest import digest, plain
from whitecell.scenario.kept import MOST, SWITCH, read_told
from whitecell.scenario.problems import ScenarioError

NAME = "southwest-syria-2017-no-talks"
TOWN = """
title: A town
start: 2024-03-31
days: 60
zones: {hills: {name: the hills}, town: {name: the town, control: {south: 1}}}
routes: [{between: [hills, town], days: 1}]
actors:
  north: {name: the northerners, kind: armed group, forces: {hills: 2500}, mobility: 0.6, worth: {town: 1}}
  south: {name: the southerners, kind: state, forces: {town: 1200}}
relations: [{hostile: [north, south]}]
assumptions: {idle: {value: 1.0, range: [0.5, 2.0], judgement: Nobody uses it.}}
measures: {town_northern: {statistic: final, record: control, of: [north], zones: [town]}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SWITCH, str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.yaml").write_text(TOWN)
    return tmp_path / "kept"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scenarios that were read from their files."""
    found: list[str] = []
    before = reading.read_source

    def noted(reference: str, *words: Any) -> Any:
        found.append(str(reference))
        return before(reference, *words)

    monkeypatch.setattr(reading, "read_source", noted)
    return found


def the_file(folder: Path) -> Path:
    (found,) = folder.glob("*.kept")
    return found


@pytest.mark.parametrize("settings", [{}, {"leak_chance": "0.9"}])
def test_what_was_read_is_read_once_and_is_the_same(
    folder: Path, reads: list[str], settings: dict[str, str]
) -> None:
    first, second = (read_told(NAME, settings, 40) for _ in range(2))
    assert second == first
    assert second == (first[0], first[1])
    assert reads == [NAME]
    assert [*second[0].actors] == [*first[0].actors]
    assert bool(second[1]) is bool(settings)


def test_its_plain_values_are_kept_with_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read_told(NAME, {"leak_chance": "0.9"}, None)
    wanted = first.model_dump(mode="json")
    changed = {"days": 40}
    again, _ = read_told(NAME, {"leak_chance": "0.9"}, None)
    other = digest(again.model_copy(update=changed))
    with monkeypatch.context() as patched:
        patched.setattr(BaseModel, "model_dump", None)
        assert json.dumps(plain(again)) == json.dumps(wanted)
        plain(again).clear()
        assert digest(again) == digest(again)
    assert digest(again) == digest(first)
    assert other == digest(first.model_copy(update=changed)) != digest(first)


def test_what_is_told_is_told_each_time(folder: Path, reads: list[str]) -> None:
    told = [read_told("town.yaml", {"idle": "7"}, None)[1] for _ in range(2)]
    assert [problem.message[:20] for problem in told[0]] == ["nothing uses 'idle'", "--set idle=7 lies ou"]
    assert told[0] == told[1]
    assert len(reads) == 1


def test_a_change_in_any_file_of_the_chain_is_seen(folder: Path, reads: list[str]) -> None:
    own = folder.parent / "own.yaml"
    own.write_text("extends: town\ntitle: Mine\n")
    assert read_told("own.yaml", {}, None)[0].days == 60
    (folder.parent / "town.yaml").write_text(TOWN.replace("days: 60", "days: 61"))
    assert read_told("own.yaml", {}, None)[0].days == 61
    own.write_text("extends: town\ntitle: Mine\ndays: 7\n")
    assert read_told("own.yaml", {}, None)[0].days == 7
    assert len(reads) == 3
    # Another file takes the place of the one that it extends.
    own.write_text("extends: town.yaml\ntitle: Mine\ndays: 7\n")
    read_told("own.yaml", {}, None)
    (folder.parent / "town.yaml").unlink()
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_told("own.yaml", {}, None)


def test_it_can_be_switched_off(folder: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    read_told("town.yaml", {}, None)
    read_told("town.yaml", {}, None)
    assert len(reads) == 2
    assert not folder.exists()


def test_what_is_broken_is_read_again(folder: Path, reads: list[str]) -> None:
    first = read_told("town.yaml", {}, None)
    whole = the_file(folder).read_bytes()
    for content in (b"", whole[:-1], whole[:16] + b"x" + whole[17:], b"\0" * 100):
        the_file(folder).write_bytes(content)
        assert read_told("town.yaml", {}, None) == first
    assert len(reads) == 5


class Harm:
    def __reduce__(self) -> Any:
        return os.mkdir, ("harm",)


def test_nothing_but_scenarios_is_made_of_what_lies_there(folder: Path, reads: list[str]) -> None:
    read_told("town.yaml", {}, None)
    content = pickle.dumps(Harm())
    the_file(folder).write_bytes(blake2b(content, digest_size=16).digest() + content)
    read_told("town.yaml", {}, None)
    assert not (folder.parent / "harm").exists()
    assert len(reads) == 2


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files here")
def test_a_folder_to_which_others_can_write_is_left_alone(folder: Path, reads: list[str]) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    read_told("town.yaml", {}, None)
    assert list(folder.iterdir()) == []
    folder.chmod(0o700)
    read_told("town.yaml", {}, None)
    the_file(folder).chmod(0o666)
    read_told("town.yaml", {}, None)
    assert len(reads) == 3


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="links need rights on Windows")
def test_no_link_is_followed(folder: Path, reads: list[str]) -> None:
    read_told("town.yaml", {}, None)
    target = the_file(folder).rename(folder.parent / "elsewhere")
    (folder / target.name).unlink(missing_ok=True)
    place = kept._place("town.yaml", {}, None)
    assert place is not None
    place.symlink_to(target)
    read_told("town.yaml", {}, None)
    assert len(reads) == 2


def test_few_are_kept(folder: Path, reads: list[str]) -> None:
    for days in range(1, MOST + 4):
        read_told("town.yaml", {}, days)
    assert len(list(folder.glob("*.kept"))) == MOST
    read_told("town.yaml", {}, MOST + 3)
    assert len(reads) == MOST + 3


def test_a_place_that_cannot_be_written_to_is_no_error(
    folder: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, str(folder.parent / "town.yaml" / "in-a-file"))
    assert read_told("town.yaml", {}, None)[0].days == 60


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SWITCH)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert kept.folder() == Path("/somewhere/whitecell")
    monkeypatch.setenv("XDG_CACHE_HOME", "beside")
    assert kept.folder() is None
