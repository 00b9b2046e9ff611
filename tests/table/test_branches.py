from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from seated import order, stepped

from whitecell.table.branches import branches
from whitecell.table.folder import Folder, append, branch, open_game


def test_branches_stand_below_their_parents(begun: Callable[..., Folder], tmp_path: Path) -> None:
    root = stepped(begun("root"), 2)
    other = branch(root, tmp_path / "early", 1)
    other = stepped(append(other, "red", order("militias", "effort", "hold")))
    branch(other, tmp_path / "again", 2)
    branch(root, tmp_path / "late", 2)
    begun("stranger", seed=9)
    shutil.copytree(root.path, tmp_path / "broken")
    (tmp_path / "broken" / "scenario.json").write_text("{}")
    expected = [
        ("root", 0, "", None, 2),
        ("early", 1, "root", 1, 2),
        ("again", 2, "early", 2, 2),
        ("late", 1, "root", 2, 2),
    ]
    for name in ("root", "again"):
        found = branches(open_game(tmp_path / name))
        assert [(b.name, b.depth, b.parent, b.after, b.played) for b in found] == expected
        assert [b.name for b in found if b.here] == [name]
    shutil.rmtree(tmp_path / "early")
    found = branches(open_game(tmp_path / "again"))
    assert [(b.name, b.depth, b.parent, b.after) for b in found] == [
        ("again", 0, "", 2),
        ("root", 0, "", None),
        ("late", 1, "root", 2),
    ]
