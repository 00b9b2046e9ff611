from pathlib import Path

import pytest

from whitecell.scenario.difference import differences
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_scenario, read_source
from whitecell.view.parts import changed
from whitecell.view.saving import FileNameError, ThereAlreadyError, case_text, file_name, save
from whitecell.view.sliders import sliders


@pytest.mark.parametrize("name", ["case", "case.yaml", " my case-2.yml ", "Fall_ü.yaml"])
def test_plain_names_are_taken(name: str) -> None:
    assert file_name(name).endswith((".yaml", ".yml")) and "/" not in file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "  ", "../case", "a/b", "a\\b", "/etc/passwd", ".hidden", "..", "a\0b", "a\nb", "C:case",
        "~/x", "x" * 90, None, 7, ["a"], "case\u202eyaml", "%2e%2e%2fx",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: object) -> None:
    with pytest.raises(FileNameError):
        file_name(name)


def test_a_saved_case_states_just_what_was_changed(tmp_path: Path) -> None:
    plot, source = read_source("southwest-syria-2017")
    known = sliders(plot, {})
    values = {slider.name: slider.high for slider in known.values() if slider.ranged and slider.high}
    path = tmp_path / "high.yaml"
    save(path, case_text("southwest-syria-2017", source, path, "It's: high <b>", values, known))
    read = read_scenario(path)
    assert read.title == "It's: high <b>"
    assert {name: read.assumptions[name].value for name in values} == values
    assert differences(changed(plot, values), read) == []


def test_a_file_is_extended_by_its_path_from_there(valley: Path, tmp_path: Path) -> None:
    plot, source = read_source(valley)
    path = tmp_path / "inner" / "case.yaml"
    path.parent.mkdir()
    values = {"leak_chance": 0.05, "actors.south.air.0.sorties": 4.0, "rules.drift": 0.2}
    text = case_text(str(valley), source, path, plot.title, values, sliders(plot, {}), days=12)
    assert "extends: '../valley.yaml'" in text or "extends: ../valley.yaml" in text
    save(path, text)
    read = read_scenario(path)
    assert read.days == 12
    assert {name: read.assumptions[name].value for name in values} == values


def test_nothing_is_written_over_unasked(valley: Path, tmp_path: Path) -> None:
    plot, source = read_source(valley)
    path = tmp_path / "case.yaml"
    path.write_text("mine", encoding="utf-8")
    text = case_text(str(valley), source, path, "x", {"leak_chance": 0.05}, sliders(plot, {}))
    with pytest.raises(ThereAlreadyError):
        save(path, text)
    assert path.read_text(encoding="utf-8") == "mine"
    save(path, text, over=True)
    assert path.read_text(encoding="utf-8") == text
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


def test_what_check_would_refuse_is_not_written(valley: Path, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    with pytest.raises(ScenarioError, match=r"case\.yaml"):
        save(path, f"extends: {valley.name}\nnonsense: 1\n")
    assert not path.exists()
