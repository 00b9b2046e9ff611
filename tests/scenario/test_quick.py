"""What libyaml reads is what the slow reader reads, with the same places; that one tells of mistakes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from whitecell.scenario.library import bundled
from whitecell.scenario.loader import can_be_quick
from whitecell.scenario.nodes import Node
from whitecell.scenario.parsing import _Builder, parse
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.shipped import LAWS

PIECES = [
    ":", "-", "{", "}", "[", "]", ",", "#", "&", "*", "!", "|", ">", "'", '"', "%", "@", "~", "\\", " ", "\n",
    "\n  ", ": ", " - ", " #x", "---", "...", '"a', "'b", '"\\n', "|\n", ">-\n", "|2\n", "é", "😀", "a: b",
    "{a: b}", "a:b", "<<: ", "!!str ", '"\\\n', "''", ":x", ",x", "[a: b]", "?", "? ", '"?"', "a?", "?x",
]  # fmt: skip


def read(text: str, *, quick: bool) -> Node | None:
    try:
        return _Builder(text, "file", "scenario file").build(quick=quick)
    except Exception:
        return None


@pytest.mark.parametrize("path", [LAWS, *bundled().values()], ids=lambda path: path.stem)
def test_what_ships_is_read_quickly_and_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert can_be_quick(text)
    assert read(text, quick=True) == read(text, quick=False)


def test_what_libyaml_takes_is_what_the_slow_reader_takes() -> None:
    dice, taken = random.Random(21), 0
    lines = bundled()["southwest-syria-2017"].read_text(encoding="utf-8").splitlines()
    for _ in range(1500):
        first = dice.randrange(len(lines))
        text = "\n".join(lines[first : first + dice.choice([1, 3, 8])])
        for _ in range(dice.choice([1, 2, 4])):
            at = dice.randrange(len(text) + 1)
            text = text[:at] + dice.choice(PIECES) + text[at + dice.choice([0, 0, 1]) :]
        if can_be_quick(text) and (quickly := read(text, quick=True)) is not None:
            taken += 1
            assert quickly == read(text, quick=False), text
    assert taken > 100


@pytest.mark.parametrize(
    "text",
    [
        "a:\tb",
        "a: b\r\nc: d",
        "a: b\u2028",
        "a: {b: , c: 1}",
        "a: {b: #x\n, c: 1}",
        "\ufeffa: b",
        "a: >#\n b",
    ],
)
def test_what_libyaml_reads_otherwise_is_not_given_to_it(text: str) -> None:
    assert not can_be_quick(text)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a: [1, 2\nb: 3\n", "this line should read `key: value` and has no colon|comma or the", (2, 2)),
        ("a: 1\nb: 2\na: 3\n", "the key 'a' is here twice", (3, 1)),
        ("a: &x 1\n", "anchors (&x) are not read", (1, 4)),
    ],
)
def test_mistakes_are_told_in_the_slow_readers_words(
    text: str, message: str, place: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def problems() -> list[str]:
        with pytest.raises(ScenarioError) as found:
            parse(text, "file")
        return [str(problem) for problem in found.value.problems]

    quickly = problems()
    monkeypatch.setattr("whitecell.scenario.parsing.can_be_quick", lambda text: False)
    assert quickly == problems()
    assert any(part in quickly[0] for part in message.split("|"))
    assert f":{place[0]}:" in quickly[0]


@pytest.mark.parametrize("text", ["? a\n: b\nc: d", "a: {b?: 1}", "a: [b?c]", "?"])
def test_question_marks_that_mean_something_else_are_left_to_the_slow_reader(text: str) -> None:
    assert read(text, quick=True) is None


@pytest.mark.parametrize("text", ["a: b/?c=1", "a: ['b?']", 'a: "?"\nb: what?'])
def test_question_marks_in_words_are_read_quickly(text: str) -> None:
    assert read(text, quick=True) == read(text, quick=False) != None  # noqa: E711
