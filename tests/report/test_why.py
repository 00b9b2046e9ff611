from dataclasses import replace

import pytest

from whitecell.game.record import Option, Story, Weighing
from whitecell.game.terms import TERMS
from whitecell.report.names import Names
from whitecell.report.why import why
from whitecell.report.why_page import why_page
from whitecell.scenario.model import Scenario


def told(scenario: Scenario, *weighings: Weighing) -> list[str]:
    story = Story(0, {}, (), weighings)
    return [s for part in why(scenario, story, weighings[0].actor) for s in part.sentences]


def effort(chosen: str, *options: Option) -> Weighing:
    hold = Option("hold", {}, 0.0, 0.5)
    return Weighing(4, "militias", "effort", (hold, *options), chosen)


TANF = Option("tanf", {"worth": 0.42, "wariness": -0.35, "restraint": -0.20, "losses": 0.001}, -0.13, 0.2)


def test_a_choice_is_held_against_the_runner_up_by_the_differences_of_their_terms(scenario: Scenario) -> None:
    (text,) = told(scenario, effort("hold", TANF))
    assert text == (
        "The Iran-backed militias held rather than go for Tanf and its 55 km ring: wariness (by 0.35) and "
        "restraint (by 0.20) spoke for the choice, worth (by 0.42) against it."
    )
    chosen = Option("al_qaim", {"worth": 0.4, "losses": -0.05}, 0.35, 0.6)
    second = Option("abu_kamal", {"worth": 0.5, "losses": -0.2}, 0.3, 0.2)
    (text,) = told(scenario, effort("al_qaim", TANF, chosen, second))
    assert text == (
        "The Iran-backed militias went for al-Qaim rather than Abu Kamal: losses (by 0.15) spoke for the "
        "choice, worth (by 0.10) against it."
    )


def test_a_choice_that_was_not_the_best_is_held_against_the_best(scenario: Scenario) -> None:
    best, second = (
        Option(name, {"worth": u}, u, c) for name, u, c in (("palmyra", 0.3, 0.6), ("abu_kamal", 0.2, 0.2))
    )
    (text,) = told(scenario, effort("hold", second, best))
    assert text == (
        "The Iran-backed militias held rather than go for Palmyra, which looked better by 0.3 (chance 60 %): "
        "worth (by 0.30) spoke against the choice. Choices have noise, and this one had a chance of 50 %; "
        "one more looked better than it."
    )


def test_of_an_ordered_effort_it_is_told_what_would_have_been_chosen_and_why(scenario: Scenario) -> None:
    hold = Option("hold", {}, 0.0, 0.3)
    ordered, why_not = told(scenario, Weighing(4, "militias", "effort", (hold, TANF), "tanf", own="hold"))
    assert ordered == "This was ordered. Without an order the choice would have been hold (a chance of 30 %)."
    assert why_not == (
        "The Iran-backed militias would have held rather than go for Tanf and its 55 km ring: wariness (by "
        "0.35) and restraint (by 0.20) spoke for the choice, worth (by 0.42) against it."
    )
    same, _ = told(scenario, Weighing(4, "militias", "effort", (hold, TANF), "hold", own="hold"))
    assert same.startswith("This was ordered; the choice without an order would have been the same (a chance")


def assent(chosen: str, own: str) -> Weighing:
    option = Option("assent", {"wants": 0.5}, 0.5, 0.88)
    return Weighing(4, "jordan", "assent", (option,), chosen, "southwest_zone", own)


def strike(chosen: str, own: str) -> Weighing:
    option = Option("tanf", {"breach": 0.4}, 0.1, 0.2)
    return Weighing(4, "coalition", "strike", (option,), chosen, "tanf_red_line", own)


def clause(chosen: str, own: str) -> Weighing:
    option = Option("joint_strikes", {"wants": 0.1}, 0.3, 0.6)
    return Weighing(4, "russia", "clause", (option,), chosen, "southwest_zone", own)


@pytest.mark.parametrize(
    ("weighing", "end"),
    [
        (assent("refuses", "signs"), "Without an order the choice would have been to sign."),
        (strike("hold fire", "tanf"), "the choice would have been to strike (a chance of 20 %)."),
        (strike("tanf", "hold fire"), "the choice would have been to hold fire."),
        (strike("tanf", "tanf"), "would have been the same (a chance of 20 %)."),
        (clause("keeps", "strikes"), "the choice would have been to have it struck."),
    ],
)
def test_it_is_told_what_would_have_been_done_without_an_order(
    scenario: Scenario, weighing: Weighing, end: str
) -> None:
    (ordered,) = [text for text in told(scenario, weighing) if "ordered" in text]
    assert ordered.endswith(end)
    assert not any("ordered" in text for text in told(scenario, replace(weighing, own="")))


def test_a_patron_that_is_told_to_let_its_client_be(scenario: Scenario) -> None:
    pressed = (Option("militias: tanf_red_line", {"will": 0.5, "leverage": 0.4}, 0.2, 1.0),)
    first, *_ = told(scenario, Weighing(4, "iran", "press", pressed, "let be", "militias", "militias"))
    assert first.startswith("It was ordered to let the Iran-backed militias be.")
    *_, last = told(scenario, Weighing(4, "iran", "press", pressed, "militias", "militias", "militias"))
    assert last == "This was ordered; the choice without an order would have been the same."


def test_the_best_choice_may_have_all_the_terms_for_it(scenario: Scenario) -> None:
    best = Option("abu_kamal", {"worth": 0.5}, 0.5, 0.6)
    (text,) = told(scenario, effort("abu_kamal", best, TANF))
    assert text.endswith("went for Abu Kamal rather than hold: worth (by 0.50) spoke for the choice.")


def test_who_holds_because_nothing_is_worth_turning_to_is_told_so(scenario: Scenario) -> None:
    assert told(scenario, effort("hold")) == [
        "The Iran-backed militias held: no zone would have won more than it costs to turn to one."
    ]


def test_what_it_costs_to_turn_is_told_in_words(scenario: Scenario) -> None:
    stays = Option("abu_kamal", {"worth": 0.3, "turning": 0.0}, 0.3, 0.6)
    turns = Option("al_qaim", {"worth": 0.4, "turning": -0.2}, 0.2, 0.3)
    weighing = Weighing(4, "militias", "effort", (stays, turns), "abu_kamal")
    assert told(scenario, weighing)[0].endswith(
        "rather than al-Qaim: the cost of turning (by 0.20) spoke for the choice, worth (by 0.10) against it."
    )


def test_options_of_equal_worth_are_called_so(scenario: Scenario) -> None:
    same = Option("abu_kamal", {}, 0.0, 0.5)
    assert told(scenario, effort("hold", same)) == [
        "The Iran-backed militias held rather than go for Abu Kamal, which looked as good; chance decided "
        "between them."
    ]
    (text,) = told(
        scenario, effort("abu_kamal", Option("abu_kamal", {"worth": 0.2, "losses": -0.2}, 0.0, 0.5))
    )
    assert (
        "hold, which looked as good: worth (by 0.20) spoke for the choice, losses (by 0.20) against" in text
    )


def test_every_term_that_the_engine_records_has_words(scenario: Scenario, story: Story) -> None:
    recorded = {term for w in story.weighings for option in w.options for term in option.terms}
    assert recorded - set(scenario.rivalries) - set(scenario.constraints) <= set(TERMS)
    assert {"worth", "wants", "leverage", "breach"} <= recorded


def test_a_term_has_the_same_words_wherever_it_is_told(scenario: Scenario) -> None:
    names = Names(scenario)
    assert names.term("exposure") == "the leak" and names.term("wants") == "its own wish"
    assert names.term("us_russia") == names.rivalry("us_russia")
    assert names.term("term of an extension") == "term of an extension"


def test_days_of_holding_fire_are_one_spell_and_a_strike_is_its_own(scenario: Scenario) -> None:
    def day(number: int, chosen: str) -> Weighing:
        option = Option("tanf", {"breach": 0.5, "hazard": 0.1}, 0.1, 0.08)
        return Weighing(number, "coalition", "strike", (option,), chosen, "tanf_red_line")

    weighings = (*(day(n, "hold fire") for n in (1, 2, 3)), day(4, "tanf"), day(5, "hold fire"))
    parts = why(scenario, Story(0, {}, (), weighings), "coalition")
    assert [(part.first, part.last) for part in parts] == [(1, 3), (4, 4), (5, 5)]
    assert "struck" in parts[1].sentences[0]


def test_a_strike_that_waits_for_a_warning_says_so(scenario: Scenario) -> None:
    def day(number: int, chance: float) -> Weighing:
        terms = {"breach": 0.5, "arriving": 0.4, "notice": 0.0, "hazard": 0.1}
        option = Option("tanf", terms, 0.1, chance)
        return Weighing(number, "coalition", "strike", (option,), "hold fire", "tanf_red_line")

    text = told(scenario, day(1, 0.0))[0]
    assert "50 % of the trigger and counted 40 %, by who had come lately" in text
    assert text.endswith("no strike comes before a warning has had its time.")
    assert "a strike was 8 % likely" in told(scenario, day(1, 0.08))[0]


def test_pressure_tells_will_and_capacity_apart(scenario: Scenario) -> None:
    option = Option("militias: tanf_red_line", {"will": 0.5, "leverage": 0.35}, 0.175, 1.0)
    (text,) = told(scenario, Weighing(1, "russia", "press", (option,), "militias", "militias"))
    assert "will +0.50 times leverage 0.35" in text


def test_a_whole_run_can_be_explained_for_everybody(scenario: Scenario, story: Story) -> None:
    for actor in {weighing.actor for weighing in story.weighings}:
        parts = why(scenario, story, actor)
        assert parts
        assert [part.first for part in parts] == sorted(part.first for part in parts)


def assent(who: str, chosen: str, terms: dict[str, float], day: int = 3) -> Weighing:
    support = sum(terms.values())
    return Weighing(day, who, "assent", (Option("assent", terms, support, 0.5),), chosen, "amman_zone")


def test_support_is_told_in_words_and_not_in_keys(scenario: Scenario) -> None:
    terms = {"wants": 0.12, "pressure": -0.09, "exposure": -0.17, "us_russia": -0.06}
    text, voices = told(scenario, assent("united_states", "refuses", terms))
    assert text == (
        "The United States refused to sign: the leak −0.17, its voices together +0.12, the pressure of "
        "Russia on the Iran-backed militias −0.09 and the ladder of the United States and Russia −0.06 made "
        "a support of −0.20; its chance to sign was 50 %."
    )
    assert voices.startswith("Its voices at the start: White House +0.40 (weight 0.5), Pentagon −0.30")


def test_voices_are_told_once_and_only_where_there_are_some(scenario: Scenario) -> None:
    days = [assent("united_states", "meets", {"wants": 0.1}, day) for day in (3, 9)]
    assert sum("voices at the start" in text for text in told(scenario, *days)) == 1
    (alone,) = told(scenario, assent("jordan", "signs", {"wants": 0.5}))
    assert "Jordan signed: its own wish +0.50 made a support of +0.50" in alone
    (indifferent,) = told(scenario, assent("jordan", "meets", {"wants": 0.0}))
    assert "no text to sign: there was no reason either way" in indifferent


def test_a_voice_is_explained_with_the_actor_it_is_part_of(scenario: Scenario) -> None:
    names = Names(scenario)
    assert names.find_actor("senate") == names.find_actor("White House") == "united_states"
    assert names.find_actor("house") is None


def test_scales_are_told_of_what_was_weighed_and_of_nothing_else(scenario: Scenario) -> None:
    def head(*weighings: Weighing) -> str:
        page = why_page(scenario, Story(0, {}, (), weighings), weighings[0].actor, 80, range(1, 61))
        return str(page[1])

    assert "zone's worth" in head(effort("tanf", TANF))
    assert "even chance" not in head(effort("tanf", TANF))
    assert "even chance" in head(assent("jordan", "meets", {"wants": 0.5}))


def test_a_clause_is_explained_with_the_voices_on_it(scenario: Scenario) -> None:
    option = Option("joint_strikes", {"wants": -0.12, "rest": 0.2}, 0.08, 0.579)
    for chosen, deed in (("strikes", "the clause was struck"), ("keeps", "it let the clause stand")):
        weighing = Weighing(9, "united_states", "clause", (option,), chosen, "amman_zone")
        text, voices = told(scenario, weighing)
        assert text == (
            "The United States was asked for a clause: joint air strikes. Its voices together −0.12 on it, "
            f"beside +0.20 for the rest of the text, left a chance of 58 % to sign with it; {deed}."
        )
    assert "Pentagon −0.90 (weight 0.25)" in voices
