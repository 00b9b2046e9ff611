"""A run in brief holds what turned it, and no more than fits a screen and a half."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.analysis.divergence import Divergence, trace
from whitecell.game.play import tell
from whitecell.game.record import Event, Story
from whitecell.report.courses import courses
from whitecell.report.synopsis import synopsis, together
from whitecell.report.wording import shared, unrepeated
from whitecell.scenario import read_scenario
from whitecell.scenario.model import Scenario

DAYS = 60
SEEDS = np.arange(4, dtype=np.int64)
PAIRS = (
    ("southwest-syria-2017-terms", "southwest-syria-2017-no-exclusion"),
    ("southwest-syria-2017", "southwest-syria-2017-sanctions-pass"),
    ("eastern-ukraine-2015", "eastern-ukraine-2015-lethal-aid"),
    ("island-quarantine", "island-quarantine-escort"),
)
ENDS = ("collapse", "lapse", "lifted")


def points(scenario: Scenario, story: Story) -> list[tuple[str, tuple[Event, ...]]]:
    """What is said, and of which events."""
    told = [point for month in synopsis(scenario, story) for point in month.points]
    whole = [point for lines in courses(scenario, story).values() for point in lines]
    return [(f"{point.head} {point.text}", point.events) for point in [*told, *whole]]


def told_of(scenario: Scenario, story: Story, apart: Divergence) -> bool:
    """Whether a story in brief tells of a mark on its day; a spell of violations from its first day on."""
    mark = apart.mark
    kind = "breach" if mark.kind == "recorded" else mark.kind
    for _, events in points(scenario, story):
        for event in events:
            same = event.kind == kind or (kind == "ended" and event.kind in ENDS)
            about = (event.actor in (mark.actor, "") or kind == "control") and event.thing == mark.thing
            when = event.day <= apart.day if kind == "breach" else event.day == apart.day
            if same and about and when and mark.zone in ("", event.zone):
                return True
    return False


@pytest.mark.parametrize(("base", "other"), PAIRS)
def test_every_turning_point_of_the_divergence_analysis_is_told(base: str, other: str) -> None:
    plots = [read_scenario(name, days=DAYS) for name in (base, other)]
    found = trace(*plots, SEEDS).divergences
    assert found
    for apart in found:
        if apart.mark.kind == "in_force":
            continue  # a clause in force from its agreement, which is told by that agreement's name
        assert any(told_of(plot, tell(plot, apart.seed), apart) for plot in plots), apart


def test_no_event_that_can_turn_a_run_is_left_out(scenario: Scenario, story: Story) -> None:
    left = {"battle", "air_incident", "inject_missed"}
    told = {id(event) for _, events in points(scenario, story) for event in events}
    assert [event for event in story.events if event.kind not in left and id(event) not in told] == []


def test_what_changed_on_the_map_is_told_by_month(scenario: Scenario) -> None:
    took = Event(3, "settle", "control", "government", "daraa_city", others=("southern_opposition",))
    back = Event(9, "settle", "control", "southern_opposition", "daraa_city", others=("government",))
    (month, *_) = synopsis(scenario, Story(0, {}, (took, back), ()))
    (point,) = month.points
    assert point.head == "Map"
    assert point.text.startswith("Daraa city: the southern opposition → the Syrian government → the southern")
    assert point.text.endswith("(14 and 20 Jun).")


def efforts(scenario: Scenario, *turns: tuple[int, str], won: tuple[str, ...] = ()) -> list[str]:
    """What is told of the main efforts of the government, by day and zone; some zones were won."""
    events = [Event(day, "decide", "effort", "government", zone) for day, zone in turns]
    events += [Event(90, "settle", "control", "government", zone) for zone in won]
    return [point.text for point in courses(scenario, Story(0, {}, tuple(events), ()))["Main efforts"]]


def test_an_effort_and_its_end_are_a_span(scenario: Scenario) -> None:
    told = efforts(scenario, (1, "palmyra"), (3, ""), (5, "daraa_city"))
    assert told == ["Palmyra (12–14 Jun), Daraa city (16 Jun)."]


def test_efforts_at_one_zone_are_folded(scenario: Scenario) -> None:
    turns = [(1, "palmyra"), (5, "daraa_city"), (9, "palmyra"), (20, "daraa_city"), (60, "palmyra")]
    assert efforts(scenario, *turns) == ["Palmyra (3 times, 12 Jun – 10 Aug), Daraa city (16 Jun and 1 Jul)."]


def test_efforts_that_took_nothing_are_told_last_and_in_brief(scenario: Scenario) -> None:
    turns = [(1, "palmyra"), (5, "daraa_city"), (9, "quneitra"), (20, "deir_ez_zor")]
    (told,) = efforts(scenario, *turns, won=("deir_ez_zor",))
    assert told == "Deir ez-Zor (1 Jul), also Palmyra, Daraa city and Quneitra (12–20 Jun)."


def test_a_decision_that_changes_often_is_told_of_the_whole_run(scenario: Scenario) -> None:
    days = (1, 3, 40, 50)
    events = tuple(Event(day, "decide", "decision", thing="x", others=("ab"[day % 2],)) for day in days)
    assert (
        courses(scenario, Story(0, {}, events, ()))["Decisions"][0].text
        == "b (12 and 14 Jun), a (21 and 31 Jul)."
    )
    assert not any(month.points for month in synopsis(scenario, Story(0, {}, events, ())))


def test_who_violates_most_comes_first(scenario: Scenario) -> None:
    who = ("government", "militias", "militias", "militias")
    events = tuple(
        Event(day, "judge", "breach", actor, thing="tanf_red_line") for day, actor in enumerate(who, 1)
    )
    (told,) = courses(scenario, Story(0, {}, events, ()))["Violations"]
    assert (told.head, told.text) == (
        "the red line around Tanf",
        "the Iran-backed militias 3× and the Syrian government.",
    )


def test_options_that_say_who_does_what_need_no_heading() -> None:
    plot = read_scenario("eastern-ukraine-2015")
    key, entry = next(item for item in plot.decisions.items() if item[1].name == "arms for Kyiv")
    option = next(iter(entry.options))
    story = Story(0, {}, (Event(3, "decide", "decision", thing=key, others=(option,)),), ())
    (month, *_) = synopsis(plot, story)
    assert (
        month.points[0].text
        == f"{entry.options[option].name[:1].upper()}{entry.options[option].name[1:]} (17 Feb)."
    )


def test_names_that_differ_in_the_last_word_are_abridged() -> None:
    plot = read_scenario("eastern-ukraine-2015")
    sectors = [key for key, actor in plot.actors.items() if actor.name.startswith("Kyiv's sector ")][:2]
    thing = next(iter(plot.constraints))
    events = tuple(Event(1, "judge", "breach", key, thing=thing) for key in sectors)
    (told,) = courses(plot, Story(0, {}, events, ()))["Violations"]
    assert told.text == "Kyiv's sector A and B (15 Feb)."


def test_what_several_things_share_is_one_sentence() -> None:
    said = ["The truce at A took effect.", "The text leaked.", "The truce at B took effect."]
    assert together(said) == ["The truce at A and at B took effect.", "The text leaked."]


def test_what_names_share_is_said_once() -> None:
    arms = ["the withdrawal of Kyiv's heavy weapons", "the withdrawal of the separatists' heavy weapons"]
    assert shared(arms) == "the withdrawal of Kyiv's and of the separatists' heavy weapons"
    assert shared(["the western line", "the eastern line"]) == "the western line and the eastern line"
    assert shared(["the truce at A"]) == "the truce at A"
    assert list(unrepeated(["the truce in the north", "the truce in the south", "the ban"])) == [
        "the truce in the north", "in the south", "the ban",
    ]  # fmt: skip


def test_an_inject_that_recurs_is_told_of_the_whole_run(scenario: Scenario) -> None:
    (inject, *_) = scenario.injects
    events = tuple(Event(day, "injects", "inject", thing=inject) for day in (1, 30, 60))
    (told,) = courses(scenario, Story(0, {}, events, ()))["Injects"]
    assert told.text.endswith("(12 Jun, 11 Jul and 10 Aug).")
    assert not any(month.points for month in synopsis(scenario, Story(0, {}, events, ())))
    twice = Story(0, {}, events[:2], ())
    assert "Injects" not in courses(scenario, twice)
    assert sum(len(month.points) for month in synopsis(scenario, twice)) == 2


def test_a_decision_is_told_with_what_happened_on_its_day() -> None:
    plot = read_scenario("eastern-ukraine-2015")
    key, entry = next(item for item in plot.decisions.items() if item[1].name == "arms for Kyiv")
    chosen = Event(3, "decide", "decision", "united_states", thing=key, others=(next(iter(entry.options)),))
    guns = next(name for name in plot.arms if name.endswith(".guns"))
    lost = {"lost": 5.0, "lost in fighters": 5.0}, {"lost": 2.0, "lost in guns": 2.0}
    hits = [
        Event(3, "injects", "hit", zone="debaltseve", others=(who,), numbers=numbers)
        for who, numbers in zip((plot.owner(guns), guns), lost, strict=True)
    ]
    (month, *_) = synopsis(plot, Story(0, {}, (chosen, *hits), ()))
    (point,) = month.points
    assert point.head == "17 Feb"
    assert point.text.startswith("Washington sends blankets and rations. A hit struck ")
    assert point.text.endswith(": 5 fighters and 2 guns lost.")
    assert point.events == (chosen, *hits)


def test_actors_with_one_and_the_same_goal_share_it(scenario: Scenario) -> None:
    goals = (("government", "palmyra"), ("militias", "palmyra"), ("isis", "daraa_city"))
    events = tuple(Event(day, "decide", "effort", *goal) for day, goal in enumerate(goals, 1))
    told = courses(scenario, Story(0, {}, events, ()))["Main efforts"]
    assert [(point.head, point.text) for point in told] == [
        ("the Syrian government (12 Jun) and the Iran-backed militias (13 Jun)", "Palmyra."),
        ("ISIS", "Daraa city (14 Jun)."),
    ]


def test_forces_that_break_in_one_zone_again_are_told_once(scenario: Scenario) -> None:
    events = tuple(Event(day, "settle", "surrender", "isis", "abu_kamal") for day in (1, 2, 3, 30))
    june, july, *_ = synopsis(scenario, Story(0, {}, events, ()))
    assert [point.text for point in june.points] == [
        "ISIS surrendered in Abu Kamal (4 times, 12 Jun – 11 Jul)."
    ]
    assert not july.points


def test_a_month_without_a_turning_point_is_there_and_empty(scenario: Scenario) -> None:
    months = synopsis(scenario.model_copy(update={"days": 60}), Story(0, {}, (), ()))
    assert [(month.name, month.first, month.last, month.points) for month in months] == [
        ("June 2017", 1, 19, ()), ("July 2017", 20, 50, ()), ("August 2017", 51, 60, ()),
    ]  # fmt: skip
