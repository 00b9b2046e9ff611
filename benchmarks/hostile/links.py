"""Links, pipes and folders where files are read and written, in folders that somebody else packed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile.trial import Trial, batch, valley, whitecell

TREASURE = "precious\n"
REPORT = ("report", "base", "--jobs", "1")


def _treasure(home: Path) -> Path:
    """A file outside of everything that was received, with a folder of its own."""
    kept = home / "home" / "treasure"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(TREASURE)
    return kept


def _untouched(kept: Path) -> str:
    """What has happened to the file and its folder."""
    if [path.name for path in kept.parent.iterdir()] != [kept.name]:
        return f"{kept.parent} now has {sorted(path.name for path in kept.parent.iterdir())}"
    return "" if kept.read_text() == TREASURE else "the file elsewhere was written over"


def _linked(place: str, *words: str, refused: bool) -> Callable[[Path], str]:
    """A trial in which a file of a received batch is a link to one elsewhere, and then a command is given."""

    def perform(home: Path) -> str:
        valley(home)
        batch(home, "base")
        kept, link = _treasure(home), home / place
        if link.is_dir():
            shutil.rmtree(link)
        link.unlink(missing_ok=True)
        link.symlink_to(kept if "." in link.name else kept.parent)
        answer = whitecell(home, *words)
        wrong = answer.refused("link") if refused else answer.done()
        return wrong or _untouched(kept)

    return perform


def guessed_parts(home: Path) -> str:
    """Links under the names that a file being written might have."""
    valley(home)
    batch(home, "base")
    kept = _treasure(home)
    for name in ("report.html", "report.md", "manifest.json", "exploration.json"):
        for part in (f"{name}.part", f".{name}.part"):
            (home / "base" / part).symlink_to(kept)
    (home / ".valley.yaml.part").symlink_to(kept)
    for words in (REPORT, (*REPORT, "--format", "md"), ("set", "valley.yaml", "days=6")):
        answer = whitecell(home, *words)
        if answer.done():
            return answer.done()
    return _untouched(kept)


def dangling(home: Path) -> str:
    """Links to nothing where new files are made."""
    kept = _treasure(home)
    for name, words in (
        ("fresh.yaml", ("new", "fresh")),
        ("schema.json", ("schema", "-o", "schema.json")),
        ("scenario.schema.json", ("new", "other")),
    ):
        (home / name).symlink_to(kept.parent / "made")
        answer = whitecell(home, *words)
        if wrong := answer.refused("link") or _untouched(kept):
            return f"{name}: {wrong}"
    return ""


def pipes(home: Path) -> str:
    """Pipes, on which a program that opens them waits for ever."""
    valley(home)
    batch(home, "base")
    slab = next((home / "base" / "runs").iterdir())
    for place, words in (
        (slab, ("report", "base")),
        (slab, ("batch", "valley.yaml", "--runs", "6", "-o", "base")),
        (home / "base" / "report.html", REPORT),
        (home / "base" / ".lock", ("batch", "valley.yaml", "--runs", "6", "-o", "base")),
        (home / "pipe.yaml", ("check", "pipe.yaml")),
    ):
        held = place.read_bytes() if place.exists() else None
        place.unlink(missing_ok=True)
        os.mkfifo(place)
        answer = whitecell(home, *words, patience=30)
        place.unlink(missing_ok=True)
        if wrong := answer.refused("pipe", lines=3):
            return f"{place.name}: {wrong}"
        if held is not None:
            place.write_bytes(held)
    return ""


def circle(home: Path) -> str:
    """Scenarios whose base is reached through links that lead back."""
    (home / "a.yaml").symlink_to("b.yaml")
    (home / "b.yaml").symlink_to("a.yaml")
    (home / "loop").symlink_to("loop")
    for extends in ("a.yaml", "loop/x.yaml", "./loop/../loop/y.yaml"):
        (home / "case.yaml").write_text(f"extends: {extends}\ntitle: Case\n")
        answer = whitecell(home, "check", "case.yaml")
        if wrong := answer.refused("case.yaml", lines=4):
            return f"extends: {extends}: {wrong}"
    answer = whitecell(home, "check", "a.yaml")
    return answer.refused("a.yaml", lines=4)


AGAIN = ("batch", "valley.yaml", "--runs", "9", "--jobs", "1", "-o", "base")
TRIALS = [
    Trial(
        "a received batch with links named `report.html.part`, `.report.md.part` …",
        "a report is written; the files elsewhere stay as they were", guessed_parts,
    ),
    *(
        Trial(
            f"`{place}` is a link to elsewhere, and `whitecell {' '.join(words)}`",
            "refused in one line; nothing elsewhere is written, made or deleted",
            _linked(place, *words, refused=True),
        )
        for place, words in (
            ("base/report.html", REPORT),
            ("base/report.md", (*REPORT, "--format", "md")),
            ("base/report-pictures", (*REPORT, "--format", "md")),
            ("base/pictures", (*REPORT, "--format", "png")),
            ("base/exploration.json", REPORT),
            ("base/manifest.json", REPORT),
            ("base/runs", REPORT),
            ("base/runs", AGAIN),
            ("base/runs/slab-000000000000.parquet", AGAIN),
            ("base/.lock", AGAIN),
        )
    ),
    Trial("`new` and `schema` where links to nothing stand", "refused in one line", dangling),
    Trial("pipes as slab, report, lock and scenario", "refused at once; no command waits for a pipe", pipes),
    Trial("`extends` through links that lead in a circle", "refused, with the file that says so", circle),
]  # fmt: skip
