"""After ``set`` the value reads back as asked, all else reads as before, and every other byte is the same.

``HYPOTHESIS_PROFILE=thousands python -m pytest -n0 tests/properties/test_edits.py`` tries 10,000 texts.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from properties.strategies import examples
from properties.yaml_text import Text, document

from whitecell.scenario.edits import changed
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import ScenarioError

VALUES = {
    "7": 7, "0.25": 0.25, "word": "word", "two words": "two words", "[a, b]": ["a", "b"],
    "a: b # c": "a: b # c",
    "it's": "it's", "'5'": "5", '"no: \\" x"': 'no: " x', "{x}": "{x}", "~": None, "- x": "- x", "true": True,
    "ü # ü": "ü # ü", "#": "#", "é": "é",
}  # fmt: skip
"""What is asked for, and what it is to be read as."""
MANY = 12.0 if os.environ.get("HYPOTHESIS_PROFILE", "quick") == "quick" else 1.0
CHANCE = st.randoms(use_true_random=False)


def put(stated: Any, place: tuple[str, ...], value: Any) -> Any:
    if not place:
        return value
    if isinstance(stated, list):
        return [put(item, place[1:], value) if str(k) == place[0] else item for k, item in enumerate(stated)]
    held = stated if isinstance(stated, dict) else {}
    return {**held, place[0]: put(held.get(place[0]), place[1:], value)}


def read(made: Text) -> Any:
    """What a text says; one with an anchor is refused by the reader, and so by ``set``."""
    if not made.anchored:
        return parse(made.text, "x.yaml").plain()
    with pytest.raises(ScenarioError, match="anchors"):
        changed(made.text, "x.yaml", "title", "1")
    return None


def in_common(one: str, other: str) -> int:
    """Characters with which both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((k for k, (a, b) in pairs if a != b), min(len(one), len(other)))


@examples(MANY)
@given(CHANCE, st.sampled_from(list(VALUES)))
def test_a_value_is_changed_and_nothing_else(chance, value) -> None:
    made = document(chance)
    before = read(made)
    assume(before is not None and made.values)
    path = chance.choice(sorted(made.values))
    assume(path)
    start, end = made.values[path]
    if made.text[start:end].startswith(("{", "[")) and "#" in made.text[start:end]:
        return  # comments inside would be lost: see below
    if "value" in path:
        return
    new = changed(made.text, "x.yaml", ".".join(path), value)
    assert parse(new, "x.yaml").plain() == put(before, path, VALUES[value]), (made.text, new)
    head, tail = made.text[:start], made.text[end:]
    assert new.startswith(head), (made.text, new)
    assert new.endswith(tail), (made.text, new)


@examples(MANY)
@given(CHANCE, st.sampled_from(list(VALUES)), st.sampled_from(["new", "a new key", "name"]))
def test_an_entry_is_added_and_nothing_else(chance, value, key) -> None:
    made = document(chance)
    before = read(made)
    assume(before is not None and made.mappings)
    path = (*chance.choice(made.mappings), key)
    if len(path) == 1:
        path = (next(key for key in ("claims", "corridors") if key not in before),)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.yaml"
        file.write_bytes(made.text.encode())
        new = changed(made.text, str(file), ".".join(path), value)
    assert parse(new, "x.yaml").plain() == put(before, path, VALUES[value]), (made.text, new)
    same = in_common(made.text, new) + in_common(made.text[::-1], new[::-1])
    assert same >= len(made.text), (made.text, new)
