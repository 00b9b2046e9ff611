"""docs/fakes.md: what it says is checked and played."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from whitecell.game.play import play
from whitecell.scenario.reading import read_and_examined
from whitecell.scenario.skeleton import skeleton

TEXT = (Path(__file__).parents[2] / "docs" / "fakes.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n\n```yaml\n(.*?)```", TEXT, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("title", SECTIONS)
def test_what_is_said_is_checked_and_played(title: str, tmp_path: Path) -> None:
    (tmp_path / "valley.yaml").write_text(skeleton("Valley", "valley.yaml"), encoding="utf-8")
    file = tmp_path / "said.yaml"
    file.write_text(f"extends: valley.yaml\n{SECTIONS[title]}", encoding="utf-8")
    scenario, problems, _ = read_and_examined(file)
    assert not [problem for problem in problems if problem.grade != "note"]
    assert scenario is not None
    plain = read_and_examined(tmp_path / "valley.yaml").scenario
    assert plain is not None
    with_it, without = (play(each, np.arange(60)) for each in (scenario, plain))
    new = [name for name in with_it if name not in without]
    moved = [name for name in without if not np.array_equal(with_it[name], without[name], equal_nan=True)]
    assert moved or any(np.nan_to_num(with_it[name].astype(float)).any() for name in new)


def test_every_link_of_the_table_leads_to_a_section() -> None:
    links = re.findall(r"\]\(#([\w-]+)\)", TEXT)
    assert links
    assert set(links) == {title.lower().replace(" ", "-") for title in SECTIONS}
