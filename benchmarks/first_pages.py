"""Pictures of the first screen of each kind of report, as a reader sees it; part of ``make gallery``.

``python -m benchmarks.first_pages CHECKOUT`` takes those of another version and puts them into
``docs/pictures``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.pages import DOCS, light, put
from benchmarks.processes import environment
from benchmarks.view import browser

FOLDER, BEFORE = DOCS / "gallery", DOCS / "pictures"
PAGE = DOCS / "gallery.md"
ROOT = DOCS.parent
NAME = "southwest-syria-2017"
SCORED = "eastern-ukraine-2015"
RUNS = ("--runs", "200")
AIMS = ("--aim", "blue=tanf_strikes:low", "--aim", "red=militias_near_border:high")
REPORTS: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "batch": ("A batch", [("batch", NAME, *RUNS, "-o", "base"), ("report", "base", "-o", "batch.html")]),
    "comparison": ("A comparison in which a clause is absent on one side", [
        ("batch", f"{NAME}-terms", *RUNS, "-o", "terms"),
        ("batch", f"{NAME}-no-exclusion", *RUNS, "-o", "without"),
        ("report", "terms", "without", "--no-why", "-o", "comparison.html"),
    ]),
    "exploration": ("An exploration", [
        ("explore", NAME, "--points", "400", "--seeds", "2", "--days", "60", "-o", "explored"),
        ("report", "explored", "-o", "exploration.html"),
    ]),
    "score": ("A score", [
        ("score", SCORED, "--against", SCORED, *RUNS, "--points", "100", "-o", "score.html"),
    ]),
    "game": ("A game", [
        ("game", "new", NAME, "--seats", "blue=united_states,jordan,coalition",
         "--seats", "red=iran,militias", "--days", "42", "--seed", "12", "-o", "monday"),
        ("game", "order", "monday", "--seat", "red", "militias", "effort", "tanf_approaches"),
        ("game", "order", "monday", "--seat", "blue", "coalition", "strike", "tanf_red_line", "hold fire"),
        ("game", "step", "monday"),
        ("game", "report", "monday", "--runs", "60", *AIMS, "-o", "game.html"),
    ]),
    "deal": ("A deal", [
        ("deal", f"{NAME}-terms", "--term", "depth=10,20,30", "--term", "air_forces=apart", "--runs", "100",
         "--days", "60", "--no-store", "--page", "deal.html"),
    ]),
}  # fmt: skip
"""Kind of report → its description, and the commands that write it, all in the same folder."""
SIZES = ((1280, 800), (390, 844))
DARK = "comparison"
"""The report that is also taken on a dark screen."""


def pages(home: Path, checkout: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Write each report with the whitecell of a checkout; a kind that it does not have is left out."""
    for name, (_, commands) in REPORTS.items():
        for words in commands:
            command = [sys.executable, "-m", "whitecell_cli", *words]
            done = subprocess.run(
                command, cwd=home, env=environment(checkout), capture_output=True, text=True
            )
            if done.returncode and checkout == ROOT:
                raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip()}")
        if (home / f"{name}.html").is_file():
            yield name, home / f"{name}.html"


def screens(found: Iterator[tuple[str, Path]]) -> Iterator[tuple[str, int, str, bytes]]:
    """Kind of report, width, light or dark, and the picture of the first screen."""
    with browser() as chromium:
        for name, path in found:
            for scheme in ("light", "dark") if name == DARK else ("light",):
                for width, height in SIZES:
                    page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                    page.goto(path.as_uri())
                    yield name, width, scheme, light(page.screenshot())
                    page.close()


def draw() -> None:
    """Take the screens of this version and write them into the gallery, beside the earlier ones."""
    lines = []
    with tempfile.TemporaryDirectory() as home:
        taken: dict[str, list[str]] = {}
        for name, width, scheme, content in screens(pages(Path(home))):
            file = f"report-{name}-{width}{'-dark' if scheme == 'dark' else ''}.png"
            (FOLDER / file).write_bytes(content)
            taken.setdefault(name, []).append(f"![{width} pixels, {scheme}](gallery/{file})")
    for name, pictures in taken.items():
        said, commands = REPORTS[name]
        told = "\n".join(f"whitecell {' '.join(words)}" for words in commands)
        lines += [f"### {said}", "", f"```text\n{told}\n```", "", *pictures, ""]
        if (BEFORE / f"before-{name}.png").is_file():
            lines += ["Before:", "", f"![before](pictures/before-{name}.png)", ""]
    put(PAGE, "first-pages", lines[:-1])


def main() -> None:
    """Take the screens of this version, or of another checkout."""
    if len(sys.argv) < 2:
        draw()
        return
    with tempfile.TemporaryDirectory() as home:
        for name, width, scheme, content in screens(pages(Path(home), Path(sys.argv[1]).resolve())):
            if width == SIZES[0][0] and scheme == "light":
                (BEFORE / f"before-{name}.png").write_bytes(content)


if __name__ == "__main__":
    main()
