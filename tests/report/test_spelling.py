"""Names in labels that are made from keys."""

from whitecell.report.names import Names
from whitecell.scenario.reading import read_scenario
from whitecell.view.sliders import sliders


def test_names_are_written_as_the_scenario_writes_them_and_other_words_are_left() -> None:
    found = sliders(read_scenario("southwest-syria-2017"), {})
    assert found["government_at_deir_ez_zor"].label == "Government at Deir ez-Zor"
    assert found["isis_in_yarmouk"].label == "ISIS in Yarmouk"
    assert found["trust_lost_by_a_breach"].label == "Trust lost by a breach"
    assert found["relations.9.leverage"].label == "Russia's leverage over Hezbollah"


def test_a_declared_label_is_left_alone() -> None:
    plot = read_scenario("eastern-ukraine-2015")
    found = sliders(plot, {})
    declared = {name: entry.label for name, entry in plot.assumptions.items() if entry.label}
    for name, label in declared.items():
        assert found[name].label.lower() == label.lower()


def test_a_title_in_brackets_teaches_no_names() -> None:
    plot = read_scenario("island-quarantine")
    assert Names(plot).number("days_of_cover") == "days of cover"


def test_reports_write_names_as_the_live_page_does() -> None:
    plot = read_scenario("southwest-syria-2017")
    assert Names(plot).number("militias_near_tanf") == "militias near Tanf"
