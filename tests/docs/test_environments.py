"""The page on programs at the table is executed, and prints what it says."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

TEXT = (Path(__file__).parents[2] / "docs" / "environments.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", TEXT, re.MULTILINE | re.DOTALL)


def test_its_code_runs_and_prints_what_it_says() -> None:
    known: dict[str, Any] = {}
    assert BLOCKS
    for code, said in BLOCKS:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, known)
        for line in said.splitlines():
            assert line in printed.getvalue()
