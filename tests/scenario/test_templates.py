"""Every template writes a scenario that is sound and plays, and in which what it adds matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whitecell.game.play import play
from whitecell.scenario.reading import read_and_examined
from whitecell.scenario.skeleton import skeleton
from whitecell.scenario.templates import TEMPLATES
from whitecell_cli.commands.new import command


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_sound_and_plays(name: str, tmp_path: Path) -> None:
    file = tmp_path / "start.yaml"
    file.write_text(skeleton("Start", file.name, name), encoding="utf-8")
    scenario, problems, _ = read_and_examined(file)
    assert not [problem for problem in problems if problem.grade != "note"]
    assert scenario is not None
    found = play(scenario, np.arange(60))
    added = [measure for measure in found if f"  {measure}:" in TEMPLATES[name]["measures"]]
    assert added
    for measure in added:
        column = np.nan_to_num(found[measure].astype(float))
        assert column.any() and (column != column[0]).any(), measure


def test_the_command_offers_every_template() -> None:
    option = next(param for param in command.params if param.name == "template")
    assert list(option.type.choices) == ["talks", *TEMPLATES]  # type: ignore[attr-defined]
