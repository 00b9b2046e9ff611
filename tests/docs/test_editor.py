"""A real YAML language server explains and completes a shipped scenario, by nothing but the modeline."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.editor import COMMAND, PAGE, Server, asked, shipped

pytestmark = pytest.mark.skipif(
    not COMMAND.exists(), reason="no language server: `make .venv/.editor` installs it where there is npm"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(COMMAND) as running:
        yield running


def test_it_finds_no_fault_in_what_ships_and_explains_a_key(server: Server) -> None:
    path, lines, gap = shipped()
    assert server.open(path, "\n".join(lines)) == []
    column = len(lines[gap]) - len(lines[gap].lstrip())
    assert "Days between sessions" in server.hover(gap, column + 1)
    start = next(n for n, line in enumerate(lines) if line.startswith("start:"))
    assert "The day before the first turn" in server.hover(start, 1)


def test_it_offers_keys_and_words(server: Server) -> None:
    path, lines, gap = shipped()
    column = len(lines[gap]) - len(lines[gap].lstrip())
    server.open(path, "\n".join([*lines[: gap + 1], " " * column + "se", *lines[gap + 1 :]]))
    offered = server.offered(gap + 1, column + 2)
    assert "opens" in offered
    assert "gap" not in offered
    kind = next(n for n, line in enumerate(lines) if line.strip().startswith("kind: state"))
    indent = lines[kind].index("kind:")
    server.open(path, "\n".join([*lines[:kind], " " * indent + "kind: ", *lines[kind + 1 :]]))
    assert {"armed group", "coalition", "state"} <= set(server.offered(kind, indent + 6))
    server.open(path, "\n".join([*lines, "  new: {statistic: ever, record: }"]))
    assert {"signed", "losses"} <= set(server.offered(len(lines), len("  new: {statistic: ever, record: ")))


def test_it_marks_what_is_wrong_where_it_is(server: Server) -> None:
    path, lines, gap = shipped()
    wrong = lines[gap].replace("gap:", "gapp:")
    faults = server.open(path, "\n".join([*lines[:gap], wrong, *lines[gap + 1 :]]))
    assert gap in {fault["range"]["start"]["line"] for fault in faults}
    faults = server.open(path, "\n".join([*lines[:2], "days: many", *lines[2:]]))
    assert faults


def test_a_part_of_a_scenario_is_completed_too(server: Server) -> None:
    path, _, _ = shipped()
    head = "# yaml-language-server: $schema=scenario.schema.json\nextends: southwest-syria-2017\n"
    assert server.open(path, f"{head}talks:\n  amman:\n    gap: 9\n") == []
    server.open(path, f"{head}rules:\n  f")
    assert "fog" in server.offered(3, 3)


def test_the_page_says_what_it_says() -> None:
    assert "\n".join(asked(COMMAND)) in PAGE.read_text(encoding="utf-8"), "run `python -m benchmarks.editor`"
