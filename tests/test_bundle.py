"""A packed batch: what comes out is what went in, and what a stranger may have done to it is refused."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from theatre import changed

from whitecell.bundle import LIST, BundleError, unpack
from whitecell_cli.main import cli

Members = dict[str, bytes]
Change = Callable[[Members], None]


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A batch of a file that extends another in a folder beside it, with a register and an outline."""
    monkeypatch.chdir(tmp_path)
    base, mine = tmp_path / "base", tmp_path / "mine"
    base.mkdir()
    mine.mkdir()
    stated = changed(days=10, claims="claims.yaml")
    stated["zones"]["hill"]["outline"] = {"file": "hill.geojson"}
    ring = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    content = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}}
    (base / "hill.geojson").write_text(json.dumps(content), encoding="utf-8")
    (base / "small.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    (base / "claims.yaml").write_text("title: None yet\nclaims: {}\n", encoding="utf-8")
    (mine / "case.yaml").write_text("extends: ../base/small.yaml\ntitle: Mine\n", encoding="utf-8")
    words = ("--set", "rules.fog=0.2", "--runs", "6", "--jobs", "1", "-o", "played")
    assert whitecell("batch", "mine/case.yaml", *words).exit_code == 0
    return tmp_path


def test_it_comes_back_as_it_was(here: Path) -> None:
    assert "Packed 6 files" in whitecell("pack", "played", "one.zip").stderr
    result = whitecell("unpack", "one.zip", "elsewhere/got")
    assert result.exit_code == 0 and "Note" not in result.stderr, result.stderr
    got = here / "elsewhere" / "got"
    assert sorted(str(p.relative_to(got)) for p in got.rglob("*") if p.is_file()) == [
        "batch/manifest.json", "batch/runs/slab-000000000000.parquet", "scenario/base/claims.yaml",
        "scenario/base/hill.geojson", "scenario/base/small.yaml", "scenario/mine/case.yaml",
    ]  # fmt: skip
    for path in ("base/small.yaml", "base/hill.geojson", "mine/case.yaml"):
        assert (got / "scenario" / path).read_bytes() == (here / path).read_bytes()
    told = whitecell("run", str(got / "scenario" / "mine" / "case.yaml"), "--set", "rules.fog=0.2", "--json")
    assert (
        json.loads(told.stdout)["measures"]
        == json.loads(whitecell("run", "played", "--json").stdout)["measures"]
    )
    whitecell("pack", "played", "two.zip")
    assert (here / "one.zip").read_bytes() == (here / "two.zip").read_bytes()


def test_what_ships_is_named_and_copied(here: Path) -> None:
    whitecell("batch", "island-quarantine", "--runs", "2", "--days", "3", "--jobs", "1", "-o", "island")
    whitecell("pack", "island", "island.zip")
    result = whitecell("unpack", "island.zip", "got")
    assert result.exit_code == 0 and "Note" not in result.stderr
    assert (here / "got" / "shipped" / "scenarios" / "island-quarantine.yaml").is_file()


def test_a_scenario_that_changed_is_not_packed(here: Path) -> None:
    (here / "mine" / "case.yaml").write_text("extends: ../base/small.yaml\ntitle: Other\n", encoding="utf-8")
    result = whitecell("pack", "played", "one.zip")
    assert result.exit_code == 2 and "not what was played any more" in result.stderr
    (here / "mine" / "case.yaml").unlink()
    result = whitecell("pack", "played", "one.zip")
    assert result.exit_code == 2 and "cannot be read from here" in result.stderr
    assert not (here / "one.zip").exists()


def bundle(change: Change | None = None, **more: object) -> bytes:
    """A small bundle, changed after its list was made, or with other things in the list."""
    members: Members = {"batch/manifest.json": b"{}", "scenario/a.yaml": b"title: x\n"}
    extra = more.pop("members", {})
    assert isinstance(extra, dict)
    members |= extra
    files = {name: {"bytes": len(b), "sha256": sha256(b).hexdigest()} for name, b in members.items()}
    stated = {
        "format": 1,
        "whitecell": "0",
        "scenario": "scenario/a.yaml",
        "digest": "0" * 64,
        "files": files,
    }
    members[LIST] = json.dumps({**stated, **more}).encode()
    if change:
        change(members)
    paper = io.BytesIO()
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return paper.getvalue()


def set_to(name: str, content: bytes) -> Change:
    return lambda members: members.update({name: content})


def without(name: str) -> Change:
    def change(members: Members) -> None:
        del members[name]

    return change


def link(content: bytes) -> bytes:
    """The same with a member that claims to be a symbolic link."""
    paper = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as there, zipfile.ZipFile(paper, "w") as archive:
        for info in there.infolist():
            if info.filename.endswith(".yaml"):
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, there.read(info.filename))
    return paper.getvalue()


def twice(content: bytes) -> bytes:
    paper = io.BytesIO(content)
    with zipfile.ZipFile(paper, "a") as archive:
        archive.writestr("Scenario/A.yaml", b"title: x\n")
    return paper.getvalue()


def bomb() -> bytes:
    return bundle(members={"scenario/b.yaml": b"\0" * (80 * 2**20)})


def lying() -> bytes:
    """A member that is longer than the zip's list says."""
    content = bundle()
    place = content.rindex(b"scenario/a.yaml") - 46 + 24  # the unpacked size in the central directory
    return content[:place] + struct.pack("<I", 3) + content[place + 4 :]


OUT = dict.fromkeys(("../x", "/x", "a/../../x", "a\\..\\x", "C:x", "con", "a./x", "a//b", "\u202ex"), b"x")
HOSTILE = {
    "no zip": (b"x" * 500, "no zip at all"),
    "empty": (b"", "no zip at all"),
    "cut off": (bundle()[:-40], "no zip at all"),
    "a comment": (bundle()[:-2] + b"\1\0x", "no zip at all"),
    "no list": (bundle(without(LIST)), "no bundle of whitecell"),
    "another list": (bundle(set_to(LIST, b"[")), "nothing was unpacked"),
    "a deep list": (bundle(set_to(LIST, b"[" * 9999)), "nested deeper"),
    "a strange list": (bundle(more=1), "'more'"),
    "another layout": (bundle(format=2), "'format'"),
    "one more": (bundle(set_to("batch/extra", b"x")), "not those that its bundle.json names"),
    "one less": (bundle(without("scenario/a.yaml")), "not those that its bundle.json names"),
    "changed": (bundle(set_to("scenario/a.yaml", b"title: y\n")), "its hash differs"),
    "longer": (bundle(set_to("scenario/a.yaml", b"title: xx\n")), "another size"),
    "a link": (link(bundle()), "is a link"),
    "one name twice": (twice(bundle()), "two members of one name"),
    "a bomb": (bomb(), "would unpack to more"),
    "a lying size": (lying(), "nothing was unpacked"),
    **{f"name {name!r}": (bundle(members={name: b"x"}), "a name ") for name in OUT},
}


@pytest.mark.parametrize(("content", "said"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_honest_bundle_is_refused_and_leaves_nothing(
    tmp_path: Path, content: bytes, said: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "x.zip").write_bytes(content)
    with pytest.raises(BundleError, match=said.replace("(", r"\(")) as raised:
        unpack(home / "x.zip", home / "deep" / "er")
    assert "\n" not in str(raised.value)
    assert [p.name for p in tmp_path.iterdir()] == ["home"]
    assert [p for p in home.rglob("*") if p.is_file()] == [home / "x.zip"]


def test_an_honest_one_of_the_same_kind_is_taken_and_never_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(bundle())
    unpack(tmp_path / "x.zip", tmp_path / "got")
    assert (tmp_path / "got" / "scenario" / "a.yaml").read_bytes() == b"title: x\n"
    with pytest.raises(BundleError, match="is there already"):
        unpack(tmp_path / "x.zip", tmp_path / "got")


def test_runs_of_another_scenario_are_told(here: Path) -> None:
    whitecell("pack", "played", "one.zip")
    with zipfile.ZipFile(here / "one.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    stated = json.loads(members.pop(LIST))
    members["scenario/mine/case.yaml"] = b"extends: ../base/small.yaml\ntitle: Other\n"
    files = {name: {"bytes": len(b), "sha256": sha256(b).hexdigest()} for name, b in members.items()}
    with zipfile.ZipFile(here / "two.zip", "w") as archive:
        for name, content in {**members, LIST: json.dumps({**stated, "files": files}).encode()}.items():
            archive.writestr(name, content)
    result = whitecell("unpack", "two.zip", "got")
    assert result.exit_code == 2 and "not the one that was played" in result.stderr


@pytest.mark.parametrize("named", ["/etc/hostname.yaml", "scenario/../../x.yaml", "no-such-scenario"])
def test_a_list_cannot_name_a_scenario_elsewhere(here: Path, named: str) -> None:
    whitecell("pack", "played", "one.zip")
    with zipfile.ZipFile(here / "one.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    stated = json.loads(members[LIST])
    with zipfile.ZipFile(here / "two.zip", "w") as archive:
        for name, content in {**members, LIST: json.dumps({**stated, "scenario": named}).encode()}.items():
            archive.writestr(name, content)
    result = whitecell("unpack", "two.zip", "got")
    assert result.exit_code == 2 and "names no scenario that is in it or ships" in result.stderr
