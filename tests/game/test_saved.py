"""Saved games: what a file is, and that a stranger's file is refused in a line."""

from __future__ import annotations

import io
import json
import os
import resource
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whitecell import disk
from whitecell.game.readers.chronicle import Chronicle
from whitecell.game.saved import SavedGameError, branch, load, save
from whitecell.game.war_game import WarGame
from whitecell.scenario.model import Scenario

Parts = dict[str, bytes]
SEEDS = np.array([3, 260, 7])


@pytest.fixture
def scenario(make: Callable[..., Scenario]) -> Scenario:
    during = {"record": "in_force", "of": ["truce"]}
    return make(
        assumptions={"push": {"value": 0.4, "range": [0, 1], "judgement": "a test"}},
        actors__red__fire="push",
        measures__under={"statistic": "count", "record": "losses", "during": during},
    )


@pytest.fixture
def path(scenario: Scenario, tmp_path: Path) -> Path:
    """A game of three runs that was saved on day 10."""
    game = WarGame(scenario, SEEDS, {"push": np.array([0.1, 0.4, 0.9])})
    for _ in range(10):
        game.step()
    save(game, tmp_path / "game.npz")
    return tmp_path / "game.npz"


def parts(path: Path) -> Parts:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(path: Path, members: Parts, way: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", way) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content, compress_type=way)
    return path


def dumped(array: Any, *, pickle: bool = False) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asarray(array), allow_pickle=pickle)
    return stream.getvalue()


def loaded(content: bytes) -> np.ndarray:
    return np.load(io.BytesIO(content), allow_pickle=False)  # type: ignore[no-any-return]


def with_header(members: Parts, **changes: Any) -> Parts:
    return members | {"game.json": json.dumps(json.loads(members["game.json"]) | changes).encode()}


def refused(path: Path, scenario: Scenario) -> str:
    """What is said of a file that is refused: in a line, soon, and without taking memory."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(SavedGameError) as told:
        load(path, scenario)
    said = str(told.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    assert time.process_time() - began < 1.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    return said


def test_numpy_reads_the_file_without_pickles(path: Path) -> None:
    with np.load(path, allow_pickle=False) as found:
        np.testing.assert_array_equal(found["seeds"], SEEDS)
        assert found["forces.fighters"].shape[-1] == 3
        header = json.loads(found["game.json"])
    assert (header["day"], header["runs"], header["values"]) == (10, 3, ["push"])


def test_the_same_game_gives_the_same_bytes(path: Path, scenario: Scenario, tmp_path: Path) -> None:
    save(load(path, scenario), tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


def test_a_game_goes_on_with_its_own_seeds_and_values(path: Path, scenario: Scenario) -> None:
    game = load(path, scenario)
    assert game.day == 10
    np.testing.assert_array_equal(game.dice.seeds, SEEDS)
    np.testing.assert_array_equal(game.setup.parameters.columns["push"], [0.1, 0.4, 0.9])
    game.step()
    assert game.day == 11


def test_a_file_that_stands_there_is_kept_if_it_is_asked_for(path: Path, scenario: Scenario) -> None:
    with pytest.raises(FileExistsError):
        save(load(path, scenario), path, over=False)


def test_a_game_of_several_runs_cannot_be_told(path: Path, scenario: Scenario) -> None:
    with pytest.raises(SavedGameError, match="a chronicle tells one run"):
        load(path, scenario, Chronicle())


def test_a_finished_game_is_loaded_with_its_measures(make: Callable[..., Scenario], tmp_path: Path) -> None:
    scenario = make(days=5)
    game = WarGame(scenario, SEEDS)
    for _ in range(5):
        game.step()
    save(game, tmp_path / "end")
    again = load(tmp_path / "end", scenario)
    for name, gauge in game.gauges.items():
        np.testing.assert_array_equal(gauge.result(), again.gauges[name].result())


def test_another_scenario_is_refused(path: Path, scenario: Scenario) -> None:
    changed = scenario.model_copy(update={"days": 59})
    assert "game of another scenario" in refused(path, changed)


def test_other_versions_are_refused_and_named(path: Path, scenario: Scenario, monkeypatch: Any) -> None:
    monkeypatch.setattr("whitecell.game.versions.arithmetic", lambda: "00000000")
    said = refused(path, scenario)
    assert "played by other versions" in said
    assert "arithmetic: " in said


def test_another_layout_is_refused(path: Path, scenario: Scenario) -> None:
    assert "its layout is 7" in refused(packed(path, with_header(parts(path), format=7)), scenario)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": 61}, "of day 61, and the scenario has 60"),
        ({"day": -1}, "day: "),
        ({"day": 3.5}, "day: "),
        ({"day": 10**80}, "of day 1000"),
        ({"runs": 4}, "the scenario asks for"),
        ({"runs": 65_536}, "not of the size"),
        ({"runs": 10**9}, "runs: "),
        ({"runs": 0}, "runs: "),
        ({"told": True}, "of more than one run"),
        ({"values": []}, "'values'"),
        ({"values": ["pull"]}, "assumptions that the scenario does not have"),
        ({"values": ["push", "push"]}, "one of them twice"),
        ({"digest": "x"}, "digest: "),
        ({"more": 1}, "more: "),
        ({"versions": {}}, "other versions"),
    ],
)
def test_a_header_that_is_not_so_is_refused(path: Path, scenario: Scenario, changes: Any, said: str) -> None:
    assert said in refused(packed(path, with_header(parts(path), **changes)), scenario)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"[" * 100_000, b'{"day": NaN}', b"\xff", b" " * 2_000_000]
)
def test_a_header_that_is_none_is_refused(path: Path, scenario: Scenario, content: bytes) -> None:
    refused(packed(path, parts(path) | {"game.json": content}), scenario)


def changed(content: bytes, value: float) -> bytes:
    """An array with its last number replaced."""
    array = loaded(content).copy()
    array.reshape(-1)[-1] = value
    return dumped(array)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("forces.fighters", np.nan),
        ("land.control", np.inf),
        ("talks.text", np.nan),
        ("measures.counted", np.nan),
        ("values", np.nan),
        ("seeds", -1),
        ("seeds", 2**63 - 1),
        ("forces.effort", 3),
        ("forces.effort", -2),
        ("corridors.via", 1),
        ("ladders.rung", 3),
        ("ladders.rung", -1),
    ],
)
def test_values_that_cannot_be_are_refused(path: Path, scenario: Scenario, name: str, value: float) -> None:
    members = parts(path)
    members[f"{name}.npy"] = changed(members[f"{name}.npy"], value)
    assert f"'{name}' holds a " in refused(packed(path, members), scenario)


def test_a_sum_that_is_no_number_is_refused(path: Path, scenario: Scenario) -> None:
    members = parts(path)
    kept = loaded(members["measures.kept.npy"]).copy()
    kept[list(scenario.measures).index("strikes")] = np.nan
    members["measures.kept.npy"] = dumped(kept)
    assert "'measures.kept' holds a value that is no finite number" in refused(
        packed(path, members), scenario
    )


class Trap:
    """Whoever unpickles it fails."""

    def __reduce__(self) -> Any:
        return pytest.fail, ("a stranger's code was run",)


FORCES = "forces.fighters.npy"


@pytest.mark.parametrize(
    "forge",
    [
        lambda a: dumped(a[:, :, :2]),
        lambda a: dumped(a.reshape(a.shape[1], a.shape[0], -1)),
        lambda a: dumped(a.astype(np.float32)),
        lambda a: dumped(a.astype(np.int64)),
        lambda a: dumped(a.astype(">f8")),
        lambda a: dumped(a.astype(np.complex128)),
        lambda a: dumped(np.asfortranarray(a)),
        lambda a: dumped(a.astype(str)),
        lambda a: dumped(np.array([Trap()] * a.size, dtype=object).reshape(a.shape), pickle=True),
        lambda a: dumped(a)[:-8],
        lambda a: dumped(a) + b"more",
        lambda a: dumped(a).replace(b"(2, 3, 3)", b"(2, 9**9)"),
        lambda a: dumped(a).replace(b"(2, 3, 3)", b"(2,-3, 3)"),
        lambda a: dumped(a).replace(b"(2, 3, 3)", b"(9,) * 9 "),
        lambda a: b"\x93NUMPY\x03\x00" + dumped(a)[8:],
        lambda a: b"\x00" * (a.nbytes + 128),
        lambda a: b"",
    ],
)
def test_an_array_that_is_another_is_refused(path: Path, scenario: Scenario, forge: Any) -> None:
    members = parts(path)
    assert loaded(members[FORCES]).shape == (2, 3, 3)
    members[FORCES] = forge(loaded(members[FORCES]))
    refused(packed(path, members), scenario)


def test_flags_that_are_neither_true_nor_false_are_refused(path: Path, scenario: Scenario) -> None:
    members = parts(path)
    members["agreements.signed.npy"] = members["agreements.signed.npy"][:-1] + b"\x07"
    assert "neither true nor false" in refused(packed(path, members), scenario)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x.npy", "forces.npy", "outside.x.npy", "C:\\x.npy", "x" * 300, ""]
)
def test_a_part_that_no_saved_game_has_is_refused(
    path: Path, scenario: Scenario, name: str, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    refused(packed(path, parts(path) | {name: dumped(np.zeros(3))}), scenario)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["game.json", "seeds.npy", "values.npy", FORCES, "measures.kept.npy"])
def test_a_part_that_is_missing_is_named(path: Path, scenario: Scenario, name: str) -> None:
    members = parts(path)
    del members[name]
    assert f"'{name.removesuffix('.npy')}'" in refused(packed(path, members), scenario)


def test_two_parts_of_a_name_are_refused(path: Path, scenario: Scenario) -> None:
    members = parts(path)
    packed(path, members)
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr(zipfile.ZipInfo(FORCES), members[FORCES])
    assert "two parts of one name" in refused(path, scenario)


def test_a_small_file_does_not_become_a_large_memory(path: Path, scenario: Scenario) -> None:
    members = with_header(parts(path), runs=65_536)
    members[FORCES] = dumped(np.zeros((2, 3, 65_536)))
    packed(path, members, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 30_000
    assert "compressed" in refused(path, scenario)


def test_sizes_that_are_only_said_are_refused(path: Path, scenario: Scenario) -> None:
    """Every size of a member in the list of a zip is turned into four thousand million."""
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\1\2")
    while at >= 0:
        content[at + 20 : at + 28] = b"\xf0\xff\xff\xff" * 2
        at = content.find(b"PK\1\2", at + 1)
    path.write_bytes(content)
    assert "larger than itself" in refused(path, scenario)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused(path: Path, scenario: Scenario, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "cut off" in refused(path, scenario)


@pytest.mark.parametrize(
    "content", [b"PK\5\6" + b"\xff" * 18, b"PK\5\6" + b"\0" * 18, b"x" * 100, b"PK\6\7" * 99]
)
def test_a_file_that_is_none_is_refused(path: Path, scenario: Scenario, content: bytes) -> None:
    path.write_bytes(content)
    refused(path, scenario)


def test_no_byte_of_a_file_brings_it_down(path: Path, scenario: Scenario) -> None:
    """Changed bytes give an error, or a game; nothing else."""
    content, dice = path.read_bytes(), np.random.default_rng(1)
    for _ in range(300):
        broken = bytearray(content)
        for at in dice.integers(len(content), size=dice.integers(1, 4)):
            broken[at] = dice.integers(256)
        # The list at the end is where a zip is most easily led astray.
        broken[-dice.integers(1, 3000)] = dice.integers(256)
        path.write_bytes(broken)
        with suppress(SavedGameError):
            load(path, scenario)


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_refused(tmp_path: Path, scenario: Scenario, kind: str) -> None:
    place = tmp_path / "there"
    os.mkfifo(place) if kind == "pipe" else place.mkdir()
    with pytest.raises(disk.IrregularError):
        load(place, scenario)


def test_a_file_through_a_link_is_not_written(path: Path, scenario: Scenario, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(disk.IrregularError):
        save(load(path, scenario), tmp_path / "link")


@pytest.mark.parametrize("run", [-1, 3])
def test_a_run_that_is_not_there_has_no_branches(path: Path, scenario: Scenario, run: int) -> None:
    with pytest.raises(IndexError):
        branch(load(path, scenario), run, [1])


def test_a_branch_keeps_the_values_of_its_run(path: Path, scenario: Scenario) -> None:
    game = branch(load(path, scenario), 2, range(5))
    np.testing.assert_array_equal(game.setup.parameters.columns["push"], np.full(5, 0.9))
    assert (game.day, game.n_runs) == (10, 5)
