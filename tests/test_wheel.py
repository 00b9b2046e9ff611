"""The wheel holds all that is needed: unpacked anywhere, it plays what ships, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked where an installer would put it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("whitecell-*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def play(site: Path, where: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(site)}
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=where, env=environment, capture_output=True, text=True, check=True
    )
    return ended.stdout


def test_the_wheel_plays_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    found = play(
        unpacked,
        tmp_path,
        "-c",
        "import whitecell, whitecell_cli as c; print(whitecell.__file__, c.__file__)",
    )
    assert all(path.startswith(str(unpacked)) for path in found.split())
    table = play(
        unpacked,
        tmp_path,
        "-m",
        "whitecell_cli",
        "batch",
        "southwest-syria-2017",
        "--runs",
        "4",
        "--days",
        "5",
    )
    assert "the zone is signed" in table
    assert [path.name for path in tmp_path.iterdir()] == ["batches"]


def test_the_wheel_holds_what_ships_and_no_more(unpacked: Path) -> None:
    shipped = {path.name for path in (ROOT / "scenarios").iterdir()}
    assert {path.name for path in (unpacked / "whitecell" / "scenarios").iterdir()} == shipped
    assert (unpacked / "whitecell" / "seeds" / "southwest-syria-2017.yaml").is_file()
    observed = {path.name for path in (ROOT / "seeds" / "observed").iterdir()}
    assert {path.name for path in (unpacked / "whitecell" / "seeds" / "observed").iterdir()} == observed
    assert (unpacked / "whitecell" / "scenario" / "laws.yaml").is_file()
    top = {path.name for path in unpacked.iterdir() if not path.name.endswith(".dist-info")}
    assert top == {"whitecell", "whitecell_cli"}


def test_the_wheel_checks_its_citations(unpacked: Path, tmp_path: Path) -> None:
    said = play(unpacked, tmp_path, "-m", "whitecell_cli", "check", "southwest-syria-2017")
    assert "register" not in said
