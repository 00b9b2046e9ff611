"""Where runs land."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from whitecell.batch import BatchError, load_batch, run_batch
from whitecell.batch.slabs import Slab
from whitecell.batch.store import Store
from whitecell.scenario.model import Scenario

HERE = Path(__file__).parent
anew = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def made(folder: Path) -> Store:
    store = Store(folder)
    store.runs.mkdir(parents=True, exist_ok=True)
    return store


def fingerprint(folder: Path) -> dict[str, str]:
    """Digest of every file of a folder."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@anew
@given(
    numbers=arrays.arrays(np.float64, 7, elements=st.floats(width=64)),
    names=st.lists(st.none() | st.text(st.characters(codec="utf-8")), min_size=7, max_size=7),
)
def test_what_is_read_is_what_was_written_bit_for_bit(
    tmp_path: Path, scenario: Scenario, numbers: np.ndarray, names: list[str | None]
) -> None:
    held = np.array([*names, None], dtype=object)[:7]
    columns = dict(zip(scenario.measures, (numbers, -numbers, numbers, held, held), strict=True))
    store, slab = made(tmp_path), Slab(2**60, 7)
    store.write(scenario, slab, columns)
    read = store.read(scenario, [slab])
    assert list(read) == list(columns)
    for name, column in columns.items():
        if column.dtype == object:
            assert read[name].tolist() == column.tolist()
        else:
            plain = np.where(np.isnan(column), np.nan, column)
            assert read[name].tobytes() == plain.tobytes()


@anew
@given(arrays.arrays(np.float64, 300, elements=st.floats(width=64)), st.integers(1, 4))
def test_the_same_numbers_give_the_same_bytes(
    tmp_path: Path, scenario: Scenario, numbers: np.ndarray, kinds: int
) -> None:
    held = np.array([f"n{i % kinds}" if i % 3 else None for i in range(300)], dtype=object)
    columns = dict(zip(scenario.measures, (numbers, numbers, numbers, held, held), strict=True))
    written = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        store, slab = made(folder), Slab(0, 300)
        store.write(scenario, slab, columns)
        written.append((store.runs / slab.file_name).read_bytes())
    assert written[0] == written[1]


def test_anyone_can_query_the_runs(tmp_path: Path, scenario: Scenario, stand_in: ModuleType) -> None:
    run_batch(scenario, range(10, 600), slab=256, folder=tmp_path, player=stand_in.play)
    rows = duckdb.sql(f"SELECT * FROM '{tmp_path}/runs/*.parquet' ORDER BY seed")
    assert rows.columns == ["seed", *scenario.measures]
    assert [str(kind) for kind in rows.types] == ["BIGINT", *["DOUBLE"] * 3, *["VARCHAR"] * 2]
    first, last = rows.fetchall()[0], rows.fetchall()[-1]
    assert (first[0], last[0]) == (10, 599)
    never = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/runs/*.parquet' WHERE \"signing day\" IS NULL")
    assert never.fetchall() == [(sum(seed % 3 == 0 for seed in range(10, 600)),)]


@pytest.mark.parametrize("name", ["it's", "a[1]", "all*", 'quo"ted', "späte Läufe", "a;b"])
def test_folders_may_have_any_name(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType, name: str
) -> None:
    folder = tmp_path / name
    played = run_batch(scenario, range(3), folder=folder, player=stand_in.play)
    assert load_batch(folder).columns["lost"].tolist() == played.columns["lost"].tolist()


@pytest.mark.parametrize(
    ("pattern", "beside"),
    [("e[1]", "e1"), ("c*", "cx"), ("q?", "qz"), ("**", "a"), ("[!b]", "a"), ("a\\[1]", "a1"), ("s=3", "s")],
)
def test_a_folder_named_like_a_pattern_holds_its_own_runs(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType, pattern: str, beside: str
) -> None:
    run_batch(scenario, range(3), folder=tmp_path / beside, player=stand_in.play_turned)
    for _ in range(2):
        played = run_batch(scenario, range(3), folder=tmp_path / pattern, player=stand_in.play)
        assert played.columns["lost"].tolist() == stand_in.play(scenario, np.arange(3))["lost"].tolist()
    assert load_batch(tmp_path / pattern).columns["lost"].tolist() == played.columns["lost"].tolist()


def test_a_folder_is_written_by_one_process_at_a_time(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    with Store(tmp_path).locked(), pytest.raises(BatchError, match="another process is writing"):
        run_batch(scenario, range(3), folder=tmp_path, player=stand_in.play)
    run_batch(scenario, range(3), folder=tmp_path, player=stand_in.play)


def test_a_file_in_the_way_is_told(tmp_path: Path, scenario: Scenario, stand_in: ModuleType) -> None:
    (tmp_path / "results").write_text("mine")
    with pytest.raises(BatchError, match="results: cannot be made"):
        run_batch(scenario, range(3), folder=tmp_path / "results", player=stand_in.play)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
def test_a_full_disk_is_told_and_the_batch_goes_on_later(
    tmp_path: Path, scenario: Scenario, stand_in: ModuleType
) -> None:
    folder = tmp_path / "full"
    run_batch(scenario, range(512), slab=256, folder=folder, player=stand_in.play)
    before = fingerprint(folder)
    script = (
        "import resource, sys; from pathlib import Path; import stand_in, whitecell.batch as b\n"
        "def play(scenario, seeds):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "    return stand_in.play(scenario, seeds)\n"
        "try: b.run_batch(stand_in.small_scenario(), range(900), slab=256,"
        " folder=Path(sys.argv[1]), player=play)\n"
        "except b.BatchError as error: print(error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        env={"PYTHONPATH": ":".join([str(HERE), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "cannot be written" in told
    assert "the same command goes on" in told
    after = fingerprint(folder)
    assert {name: after[name] for name in before if name.startswith("runs")} == {
        name: before[name] for name in before if name.startswith("runs")
    }
    assert not [name for name in after if name.endswith(".parquet") and name not in before]
    run_batch(scenario, range(900), slab=256, folder=folder, player=stand_in.play)
    run_batch(scenario, range(900), slab=256, folder=tmp_path / "calm", player=stand_in.play)
    assert fingerprint(folder) == fingerprint(tmp_path / "calm")


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), duckdb.Error("KeyboardInterrupt: ")])
def test_ctrl_c_in_the_middle_of_writing_is_no_error_of_the_disk(
    tmp_path: Path,
    scenario: Scenario,
    stand_in: ModuleType,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupted:
        def register(self, *_: object) -> None:
            pass

        def execute(self, *_: object) -> None:
            raise error

        unregister = register

    store = made(tmp_path)
    monkeypatch.setattr(duckdb, "connect", lambda *_, **__: Interrupted())
    with pytest.raises(KeyboardInterrupt):
        store.write(scenario, Slab(0, 3), stand_in.play(scenario, np.arange(3)))
