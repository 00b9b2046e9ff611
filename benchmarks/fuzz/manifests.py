"""Broken manifests of a batch: read by the commands to which the batch's folder is given."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from benchmarks.fuzz.broken import bytewise, structural
from benchmarks.fuzz.outcome import PLAYED, Outcome, answer, judged

FILE = "manifest.json"


def ready() -> None:
    """Play the batch, which strategies must not do."""
    original()


@cache
def batch() -> Path:
    """The folder of a small batch, played once by each process; the folder goes with the process."""
    home = _kept()
    scenario, folder = str(home / "valley.yaml"), home / "batch"
    for words in (
        ("new", str(home / "valley")),
        ("set", scenario, "days=3"),
        ("batch", scenario, "--runs", "4", "--jobs", "1", "-o", str(folder)),
    ):
        code, fault = answer(*words)
        if code or fault:
            raise RuntimeError(f"{words[0]}: {fault or code}")
    return folder


def _kept() -> Path:
    """A folder that is removed when the process ends."""
    home = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return Path(home)


@cache
def original() -> tuple[str, Any]:
    """The manifest that is broken, as text and as a tree."""
    text = (batch() / FILE).read_text(encoding="utf-8")
    return text, json.loads(text)


@st.composite
def copies(draw: st.DrawFn) -> bytes:
    """A broken copy of the manifest, in its structure or in its bytes."""
    text, tree = original()
    if draw(st.booleans()):
        return bytewise(draw, text.encode())
    # Most of a manifest is its scenario; half of the copies are broken beside it.
    whole = deepcopy(tree)
    if draw(st.booleans()):
        kept = whole.pop("scenario")
        broken = structural(draw, whole)
        return _as_json({**broken, "scenario": kept} if isinstance(broken, dict) else broken)
    return _as_json(structural(draw, whole))


def _as_json(tree: Any) -> bytes:
    try:
        return json.dumps(tree).encode()
    except (TypeError, ValueError, RecursionError):
        return b"[]"


def tried(text: bytes, number: int) -> Outcome:
    """Give the batch with this manifest to commands that read it; use it in a process with limits."""
    whole = batch()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "batch"
        shutil.copytree(whole, folder)
        (folder / FILE).write_bytes(text)
        return judged(text, lambda: _read(folder, whole, number))


def _read(folder: Path, whole: Path, number: int) -> tuple[int, str]:
    code, fault = answer("run", str(folder), "--days", "1")
    if not fault and number % PLAYED == 0:
        scenario = str(whole.parent / "valley.yaml")
        for words in (
            ("compare", str(folder), str(whole), "--jobs", "1"),
            ("batch", scenario, "--runs", "4", "--jobs", "1", "-o", str(folder)),
        ):
            _, fault = answer(*words)
            if fault:
                return code, f"{words[0]}: {fault}"
    return code, fault
