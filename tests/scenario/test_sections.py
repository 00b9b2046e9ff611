"""The table of sections speaks of every section of the language, and of nothing else."""

from __future__ import annotations

from typing import get_origin

from whitecell.scenario.model import Scenario
from whitecell.scenario.sections import NAMED, SECTIONS, THINGS
from whitecell.view.sliders import GROUPS


def test_every_section_of_the_model_is_there() -> None:
    held = {
        name
        for name, field in Scenario.model_fields.items()
        if get_origin(field.annotation) in (dict, tuple) and name not in ("correlations", "fitted_from")
    }
    assert set(SECTIONS) == held
    assert all(Scenario.model_fields[name].description == section.says for name, section in SECTIONS.items())


def test_named_sections_are_mappings() -> None:
    assert {name for name in SECTIONS if get_origin(Scenario.model_fields[name].annotation) is dict} == set(
        NAMED
    )
    assert set(THINGS) < set(NAMED)


def test_the_page_has_a_heading_for_each_group() -> None:
    assert {section.group for section in SECTIONS.values() if section.group} <= {name for name, _ in GROUPS}
