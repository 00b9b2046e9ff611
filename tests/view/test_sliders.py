from whitecell.scenario.claims import read_register
from whitecell.scenario.library import locate_register
from whitecell.scenario.reading import read_source
from whitecell.view.sliders import GROUPS, STEPS, sliders

PLOT, SOURCE = read_source("southwest-syria-2017")
CLAIMS = read_register(locate_register(PLOT.claims, SOURCE.files[-1])).claims
FOUND = sliders(PLOT, CLAIMS)


def test_every_assumption_has_one_with_its_range_and_ground() -> None:
    assert set(FOUND) == set(PLOT.assumptions)
    for name, slider in FOUND.items():
        stated = PLOT.assumptions[name]
        assert slider.value == stated.value and slider.unit == stated.unit
        assert not stated.range or (slider.low, slider.high) == stated.range
        assert [source.claim for source in slider.sources] == list(stated.cites)
        assert all(source.grade and source.says for source in slider.sources)
        assert slider.sources or slider.judgement


def test_groups_follow_the_use() -> None:
    assert {slider.group for slider in FOUND.values()} <= {key for key, _ in GROUPS}
    assert FOUND["leak_chance"].group == "talks"
    assert FOUND["rules.fog"].group == "rules"
    assert FOUND["militias_near_tanf"].group == "forces"
    assert FOUND["leak_chance"].listed and not FOUND["rules.fog"].listed


def test_steps_are_round_and_fine_enough() -> None:
    for slider in FOUND.values():
        if slider.ranged:
            assert slider.low is not None and slider.high is not None
            assert STEPS <= round((slider.high - slider.low) / slider.step, 6) <= 2.5 * STEPS
            assert f"{slider.step:e}"[0] in "125"


def test_a_value_outside_is_refused_in_words() -> None:
    slider = FOUND["leak_chance"]
    assert slider.refusal(0.03) == slider.refusal(0.01) == slider.refusal(0.08) == ""
    assert slider.refusal(0.2) == "Leak chance: 0.2 is outside; its range is 0.01 to 0.08 (per day)"
    assert slider.refusal(float("nan")) and slider.refusal(float("inf"))


def test_without_a_range_the_language_sets_the_bounds() -> None:
    slider = FOUND["actors.coalition.air.1.sorties"]
    assert not slider.ranged and slider.low == 0.0
    assert slider.refusal(-1.0) and not slider.refusal(50.0)


def test_places_are_named_as_people_do() -> None:
    assert FOUND["actors.russia.air.1.sorties"].label == "Sorties (air, Palmyra) of Russia"
    assert FOUND["relations.9.leverage"].label == "Russia's leverage over Hezbollah"
