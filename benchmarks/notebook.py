"""Writes docs/notebook.ipynb from docs/notebook.md: the same text and blocks, as cells."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
TARGET = DOCS / "notebook.ipynb"


def notebook(page: str) -> str:
    """A page of text and Python blocks as a notebook (nbformat 4.5) without outputs."""
    cells: list[dict[str, Any]] = []
    for number, part in enumerate(re.split(r"```python\n(.*?)```\n?", page, flags=re.DOTALL)):
        if not (text := part.strip("\n")):
            continue
        kind: dict[str, Any] = {"cell_type": "markdown"}
        if number % 2:
            kind = {"cell_type": "code", "execution_count": None, "outputs": []}
        source = text.splitlines(keepends=True)
        cells.append({**kind, "id": f"cell-{len(cells)}", "metadata": {}, "source": source})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(notebook((DOCS / "notebook.md").read_text(encoding="utf-8")), encoding="utf-8")
