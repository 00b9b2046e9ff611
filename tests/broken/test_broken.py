"""Broken files, each with the message it must get.

``python -m benchmarks.broken`` writes the messages anew.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell.scenario import chain, files
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_scenario
from whitecell_cli.main import cli

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.broken import BASE, FOLDER, said

CASES = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.name != BASE)


@pytest.mark.parametrize("case", CASES)
def test_it_gets_its_message(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    assert said(f"{case}.yaml") == (FOLDER / f"{case}.txt").read_text(encoding="utf-8")


def test_there_are_many_and_the_base_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    assert len(CASES) >= 150
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CASES)
    assert "error" not in said(BASE)
    assert "warning" not in said(BASE)


# what cannot lie here as a plain file ----------------------------------------------------------------

START = b"extends: southwest-syria-2017\n"


def check(path: Path | str) -> Result:
    began = time.process_time()
    result = CliRunner().invoke(cli, ["check", str(path)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert time.process_time() - began < 20
    return result


HOSTILE = {
    "UTF-16": ("title: Ä".encode("utf-16"), "not UTF-8"),
    "Latin-1": (START + "title: Süden\n".encode("latin-1"), "not UTF-8"),
    "NUL bytes": (START + b"title: a\x00b\n", "not YAML"),
    "control characters": (START + b"title: a\x1b[31mb\n", "not YAML"),
    "bomb of aliases": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            b"%c: &%c [%s]\n" % (98 + k, 98 + k, b",".join([b"*%c" % (97 + k)] * 9)) for k in range(8)
        ),
        "anchors",
    ),
    "deep nesting": (START + b"zones: " + b"[" * 50_000, "deeper than"),
    "deep mappings": (START + b"zones: " + b"{a: " * 50_000, "deeper than"),
    "too large": (START + b"# " + b"x" * 5_000_000, "larger than"),
    "a very long line": (START + b"about: " + b"word " * 200_000 + b"\ntitel: x\n", "no key 'titel'"),
    "many keys": (
        START + b"zones:\n" + b"".join(b"  z%d: 1\n" % k for k in range(5_000)),
        "must be a mapping",
    ),
    "a number of a million digits": (START + b"days: " + b"9" * 1_000_000 + b"\n", "days"),
    "direction of writing": (START + "title: \u202eabc\ndays: 0\n".encode(), "1 or more"),
    "python tag": (START + b"title: !!python/object/new:os.system [echo]\n", "tags"),
    "a key of control characters": (START + b'"a\\x1bb": 1\n', "no key"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_bytes_are_refused(tmp_path: Path, kind: str) -> None:
    content, told = HOSTILE[kind]
    (tmp_path / "x.yaml").write_bytes(content)
    result = check(tmp_path / "x.yaml")
    assert result.exit_code == 2
    assert told in result.output
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbf" + START + b"title: Mine\n")
    assert check(tmp_path / "x.yaml").exit_code == 0


def test_line_ends_of_other_systems_are_no_matter(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"extends: southwest-syria-2017\r\ntitle: Mine\r\ndays: 5\r\n")
    assert check(tmp_path / "x.yaml").exit_code == 0


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "gone.yaml")
    for name in ("pipe.yaml", "folder.yaml", "loop.yaml", "dangling.yaml", "missing.yaml"):
        result = check(tmp_path / name)
        assert result.exit_code == 2, name
        assert "error" in result.output
    assert check("/dev/zero").exit_code == 2


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(START)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert check(path).exit_code == 2


def test_a_circle_over_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n")
    result = check(tmp_path / "a.yaml")
    assert result.exit_code == 2
    assert "circle: a.yaml → b.yaml → a.yaml" in result.output


def test_a_chain_that_is_too_long(tmp_path: Path) -> None:
    for k in range(30):
        (tmp_path / f"c{k}.yaml").write_text(f"extends: c{k + 1}.yaml\n")
    result = check(tmp_path / "c0.yaml")
    assert result.exit_code == 2
    assert "more than 16 files" in result.output


def test_a_file_that_changes_while_it_is_read_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(START + b"titel: First\n")

    def changing(read: Path) -> str:
        text = files.read_text(read)
        if read == path:
            path.write_bytes(b"\x00 now it is something else")
        return text

    monkeypatch.setattr(chain, "read_text", changing)
    with pytest.raises(ScenarioError) as raised:
        read_scenario(path)
    (problem,) = raised.value.problems
    assert problem.excerpt == "titel: First"
