"""Modules import one way, with what they import only for their types."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest


def circle(packages: Iterable[str]) -> list[str]:
    """Modules of which each imports the one before it, the first as the last; empty if there are none."""
    graph = grimp.build_graph(*packages, exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_module_imports_one_that_imports_it() -> None:
    assert circle(["whitecell", "whitecell_cli"]) == []


@pytest.mark.parametrize("only_for_types", [False, True])
def test_a_circle_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only_for_types: bool) -> None:
    back = "from ring.first import VALUE\n"
    if only_for_types:
        back = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {back}"
    home = tmp_path / "ring"
    home.mkdir()
    for name, text in {
        "__init__": "",
        "first": "import ring.second\n",
        "second": "import ring.third\n",
    }.items():
        (home / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    (home / "third.py").write_text("")
    assert circle(["ring"]) == []
    (home / "third.py").write_text(back)
    assert set(circle(["ring"])) == {"ring.first", "ring.second", "ring.third"}
