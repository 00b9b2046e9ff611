from dataclasses import replace
from datetime import date

from whitecell.game.play import tell
from whitecell.game.record import Event, Story
from whitecell.report.story import Focus, as_json, chapters, outcome_rows, outcomes, spell_line
from whitecell.scenario.model import Scenario


def of(*events: Event) -> Story:
    return Story(0, {}, events, ())


def leak(day: int) -> Event:
    return Event(day, "negotiate", "leak", thing="amman")


def test_day_one_is_the_day_after_the_start(scenario: Scenario) -> None:
    (chapter,) = chapters(scenario, of(leak(1))).days
    assert (chapter.date - scenario.start).days == 1


def test_quiet_days_are_counted(scenario: Scenario) -> None:
    days = chapters(scenario, of(leak(1), leak(13))).days
    assert [(chapter.before, chapter.quiet) for chapter in days] == [(0, True), (11, True)]
    june, july = date(2017, 6, 17), date(2017, 7, 2)
    assert spell_line(june, date(2017, 6, 19), quiet=True) == "17–19 June 2017: no significant change."
    assert spell_line(june, july, quiet=False) == "17 June 2017 to 2 July 2017: more of the same."


def test_days_of_repetitions_are_not_called_quiet(scenario: Scenario) -> None:
    fight = Event(2, "fight", "battle", "isis", "palmyra", "", ("government",), {"lost": 5, "killed": 5})
    again = replace(fight, day=5)
    story = of(fight, again, leak(9))
    told = chapters(scenario, story)
    assert [chapter.day for chapter in told.days] == [2, 9]
    assert told.left_out == {"battle": 1}
    assert not told.days[1].quiet
    assert [chapter.day for chapter in chapters(scenario, story, full=True).days] == [2, 5, 9]


def test_forces_that_break_again_and_again_are_told_like_fights(scenario: Scenario) -> None:
    def broke(day: int, lost: float, kind: str = "retreat") -> Event:
        return Event(day, "settle", kind, "isis", "palmyra", others=("abu_kamal",), numbers={"lost": lost})

    story = of(broke(1, 20), broke(3, 30), broke(4, 90), broke(5, 10, "surrender"))
    told = chapters(scenario, story)
    assert [chapter.day for chapter in told.days] == [1, 4, 5]
    assert told.left_out == {"retreat": 1}


def test_nothing_is_left_out_of_the_full_story(scenario: Scenario, story: Story) -> None:
    full = chapters(scenario, story, full=True)
    assert {chapter.day for chapter in full.days} == {event.day for event in story.events}
    short = chapters(scenario, story)
    assert sum(len(c.sentences) for c in short.days) < sum(len(c.sentences) for c in full.days)


def test_json_has_every_event_and_exactly_the_stated_keys(scenario: Scenario, story: Story) -> None:
    content = as_json(scenario, story, "x", [{"day": 1}])
    assert list(content) == ["scenario", "seed", "measures", "days", "events"]
    assert content["days"] == [{"day": 1}]
    assert len(content["events"]) == len(story.events)
    fields = ["day", "date", "phase", "kind", "actor", "zone", "thing", "others", "numbers", "text"]
    assert all(list(event) == fields for event in content["events"])
    assert content["measures"] == story.measures
    for name, value in content["measures"].items():
        if value is not None and scenario.measures[name].statistic in ("ever", "first_day", "days"):
            assert type(value) is int


def test_outcomes_tell_days_with_dates_and_flags_as_words(scenario: Scenario) -> None:
    story = Story(0, {"deal_signed": 1, "deal_day": 3, "leak_day": None, "tanf_strikes": 1.0}, (), ())
    told = dict(outcomes(scenario, story))
    assert told["the zone is signed"] == "yes"
    assert told["day of signature"] == "day 3, 14 June 2017"
    assert told["day the terms leak"] == "did not happen"
    assert told["coalition strikes near Tanf"] == "1 strike"


def test_a_longer_run_is_told_with_the_same_beginning(scenario: Scenario) -> None:
    short = scenario.model_copy(update={"days": 20})
    long = scenario.model_copy(update={"days": 40})
    one, two = (chapters(s, tell(s, 5)).days for s in (short, long))
    assert list(one) == [chapter for chapter in two if chapter.day <= 20]


def test_a_turn_and_the_attack_by_which_it_begins_are_one_sentence(scenario: Scenario) -> None:
    turn = Event(4, "decide", "effort", "militias", "al_qaim", numbers={"chance": 0.04})
    attack = Event(
        4, "fight", "battle", "militias", "al_qaim", "", ("isis",), {"lost": 5.2, "killed": 0.3}
    )  # fmt: skip
    elsewhere = replace(attack, actor="government", zone="deir_ez_zor")
    (day,) = chapters(scenario, of(turn, attack, elsewhere)).days
    assert day.sentences[0] == (
        "The Iran-backed militias made al-Qaim the main effort (an unlikely choice, 4 %) and attacked ISIS "
        "there; the attackers lost 5 fighters, the defenders none."
    )
    assert len(day.sentences) == 2
    assert "Syrian government" in day.sentences[1]


def test_an_attack_on_another_day_has_its_own_sentence(scenario: Scenario) -> None:
    turn = Event(4, "decide", "effort", "militias", "al_qaim")
    attack = Event(6, "fight", "battle", "militias", "al_qaim", "", ("isis",), {"lost": 5, "killed": 5})
    assert [len(day.sentences) for day in chapters(scenario, of(turn, attack)).days] == [1, 1]


def test_a_turn_does_not_start_where_no_reader_was_led(scenario: Scenario) -> None:
    turns = [
        Event(day, "decide", "effort", "government", zone)
        for day, zone in ((1, "palmyra"), (3, "daraa_city"), (5, "palmyra"), (9, "deir_ez_zor"))
    ]
    told = [sentence for day in chapters(scenario, of(*turns)).days for sentence in day.sentences]
    assert len(told) == 3  # the second turn to Palmyra within four weeks is left out
    assert "from Palmyra" in told[1]
    assert "from" not in told[2]


def test_who_stays_at_home_stays_on_the_defensive(scenario: Scenario) -> None:
    turns = [Event(day, "decide", "effort", "hezbollah", zone) for day, zone in ((1, "damascus"), (3, ""))]
    told = [sentence for day in chapters(scenario, of(*turns)).days for sentence in day.sentences]
    assert told == ["Hezbollah fell back on Damascus.", "Hezbollah stayed on the defensive."]


def test_right_and_wrong_records_of_breaches_are_told_by_one_rule(scenario: Scenario) -> None:
    def breach(day: int, recorded: float, *blamed: str) -> Event:
        return Event(
            day, "judge", "breach", "militias", thing="tanf_red_line", others=blamed,
            numbers={"recorded": recorded},
        )  # fmt: skip

    days = ((1, 0.0), (4, 1.0), (9, 1.0), (12, 0.0), (20, 1.0), (33, 1.0))
    right = of(*(breach(day, seen) for day, seen in days))
    wrong = of(*(breach(day, seen, *(["hezbollah"] if seen else [])) for day, seen in days))
    for story in (right, wrong):
        told = chapters(scenario, story)
        assert [chapter.day for chapter in told.days] == [1, 4, 33]
        assert told.left_out == {"breach": 3}


def test_who_is_turned_back_again_and_again_is_told_once_a_month(scenario: Scenario) -> None:
    def back(day: int, zone: str) -> Event:
        return Event(
            day, "strike", "turned_back", "coalition", zone, "tanf_red_line", ("militias",), {"fighters": 9}
        )

    days = [back(day, "tanf") for day in range(1, 40)] + [back(40, "palmyra")]
    told = chapters(scenario, of(*days))
    assert [chapter.day for chapter in told.days] == [1, 29, 40]
    assert told.left_out == {"turned_back": 37}


def test_a_focus_tells_its_days_zone_and_actor_in_the_same_words(scenario: Scenario, story: Story) -> None:
    whole = {(c.day, sentence) for c in chapters(scenario, story).days for sentence in c.sentences}
    part = chapters(scenario, story, focus=Focus(10, 30)).days
    assert part and all(10 <= chapter.day <= 30 for chapter in part)
    for focus in (Focus(10, 30), Focus(zone="daraa_city"), Focus(actor="russia")):
        told = {
            (c.day, sentence) for c in chapters(scenario, story, focus=focus).days for sentence in c.sentences
        }
        assert told and told < whole


def test_measures_that_are_zero_are_named_in_one_line(scenario: Scenario) -> None:
    story = Story(0, {"deal_signed": 0, "deal_day": None, "tanf_strikes": 2.0, "leak_day": 9}, (), ())
    rows, folded = outcome_rows(scenario, story, most=1)
    assert rows == [("coalition strikes near Tanf", "2 strikes")]
    assert folded == "Zero or did not happen: the zone is signed and day of signature."
