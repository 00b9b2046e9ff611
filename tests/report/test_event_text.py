from dataclasses import replace

import pytest

from whitecell.game.record import Event, Story
from whitecell.report.event_text import SENTENCES, Teller
from whitecell.scenario.model import Scenario

EVENTS = [
    Event(4, "injects", "inject", thing="sanctions_vote"),
    Event(4, "injects", "inject_missed", thing="sanctions_vote"),
    Event(4, "injects", "imposed", thing="tanf_red_line"),
    Event(4, "injects", "clause_lifted", thing="tanf_red_line"),
    Event(4, "injects", "ended", thing="amman_zone"),
    Event(4, "injects", "opened", thing="amman"),
    Event(4, "injects", "closed", thing="amman"),
    Event(4, "injects", "withdrew", "militias", "tanf", numbers={"fighters": 30}),
    Event(4, "injects", "turned_hostile", "militias", "", "", ("government",), {}),
    Event(4, "injects", "turned_allied", "", "", "", ("militias", "government"), {}),
    Event(4, "injects", "turned_neutral", "militias", "", "", ("government",), {}),
    Event(4, "injects", "interned", "militias", "tanf", "", (), {"fighters": 30}),
    Event(4, "injects", "patron_began", "iran", "", "", ("militias",), {}),
    Event(4, "injects", "patron_ended", "iran", "", "", ("militias",), {}),
    Event(4, "injects", "handed_over", "militias", "tanf", "", ("government",), {"fighters": 30}),
    Event(4, "injects", "hit", "coalition", "tanf", "", ("militias",), {"lost": 20, "people": 300}),
    Event(4, "injects", "decision", "russia", thing="no_such_decision", others=("send",)),
    Event(4, "injects", "clause_began", thing="tanf_red_line"),
    Event(4, "injects", "clause_ended", thing="tanf_red_line"),
    Event(5, "decide", "effort", "militias", "tanf", numbers={"chance": 0.4}),
    Event(6, "decide", "effort", "militias", "", numbers={"chance": 0.03}),
    Event(7, "negotiate", "session", thing="amman", numbers={"number": 3, "text": 0.62}),
    Event(7, "negotiate", "session", thing="amman", numbers={"number": 4, "text": 1.0}),
    Event(8, "negotiate", "leak", thing="amman"),
    Event(9, "negotiate", "balk", thing="amman", others=("russia", "jordan")),
    Event(10, "negotiate", "signed", thing="amman_zone", others=("russia", "jordan")),
    Event(10, "negotiate", "clause_dropped", thing="joint_strikes"),
    Event(12, "negotiate", "in_force", thing="amman_zone"),
    Event(13, "injects", "step", thing="amman_zone", others=("joint_strikes",), numbers={"number": 1}),
    Event(20, "judge", "collapse", thing="amman_zone", numbers={"trust": 0.2, "days": 8}),
    Event(21, "judge", "lapse", thing="amman_zone", numbers={"trust": 0.2, "days": 8}),
    Event(21, "negotiate", "lifted", thing="amman_zone", numbers={"days": 8}),
    Event(21, "negotiate", "suspended", thing="amman"),
    Event(21, "negotiate", "failed", thing="amman"),
    Event(21, "negotiate", "resumed", thing="amman", numbers={"text": 0.4}),
    Event(22, "judge", "renewed", thing="amman_zone", numbers={"trust": 0.7, "days": 0}),
    Event(23, "judge", "spread", thing="north_homs_talks"),
    Event(24, "strike", "warned", "coalition", "tanf", "tanf_red_line", ("militias",), {"way": 0, "days": 1}),
    Event(24, "strike", "strike", "coalition", "tanf", "tanf_red_line", ("militias",), {"lost": 41.2}),
    Event(24, "strike", "turned_back", "coalition", "tanf", "tanf_red_line", ("militias",), {"fighters": 9}),
    Event(24, "strike", "seized", "coalition", "tanf", "tanf_red_line", ("militias",), {"fighters": 9}),
    Event(25, "strike", "air_incident", zone="deir_ez_zor", others=("coalition", "russia")),
    Event(26, "fight", "battle", "government", "daraa_city", "", ("nusra",), {"lost": 9, "killed": 0.2}),
    Event(27, "settle", "retreat", "government", "daraa_city", "", ("damascus",), {"lost": 31.4}),
    Event(27, "settle", "surrender", "government", "daraa_city", numbers={"lost": 52}),
    Event(27, "judge", "breach", "militias", thing="tanf_red_line", numbers={"recorded": 1.0}),
    Event(28, "settle", "control", "government", "daraa_city"),
    Event(28, "settle", "control", "government", "daraa_city", others=("southern_opposition",)),
    Event(29, "settle", "joined", thing="land_bridge", others=("by_abu_kamal",)),
    Event(30, "settle", "cut", thing="land_bridge"),
    Event(31, "escalate", "rung", thing="us_russia", numbers={"from": 1, "to": 2}),
]


def keys(scenario: Scenario) -> set[str]:
    """Keys that differ from the names a reader sees."""
    tables = (scenario.actors, scenario.zones, scenario.talks, scenario.constraints)
    return {key for table in tables for key, entry in table.items() if "_" in key and entry.name != key}


def test_every_kind_of_the_game_has_a_sentence() -> None:
    assert {event.kind for event in EVENTS} == set(SENTENCES)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_a_sentence_uses_names_and_no_keys(scenario: Scenario, event: Event) -> None:
    text = Teller(scenario).tell(event)
    assert text[0].isupper() or text[0] in "“0123456789"
    assert text.endswith(".")
    assert not [key for key in keys(scenario) if key in text]
    for key in (event.actor, *event.others):
        if key in scenario.actors:
            assert scenario.actors[key].name.lower() in text.lower()


def test_figures_of_an_event_are_told(scenario: Scenario) -> None:
    teller = Teller(scenario)
    told = {event.kind: teller.tell(event) for event in EVENTS}
    assert "41 fighters" in told["strike"]
    assert "9" in told["battle"]
    assert "none" in told["battle"]
    assert "31 fighters" in told["retreat"]
    assert "Damascus" in told["retreat"]
    assert "52 fighters" in told["surrender"]
    assert "20 %" in told["collapse"]
    assert "8 days" in told["collapse"]
    assert "escalation" in told["rung"].lower()
    assert "level 2 (“hotline suspended in words”)" in told["rung"]


def test_one_event_has_one_wording(scenario: Scenario, story: Story) -> None:
    first, second = Teller(scenario), Teller(scenario)
    assert [first.tell(e) for e in story.events] == [second.tell(e) for e in story.events]
    battle = next(event for event in EVENTS if event.kind == "battle")
    assert first.tell(battle) == first.tell(battle)


@pytest.mark.parametrize(
    ("by", "days", "said"),
    [
        ("word", 0.0, "The coalition warned the Iran-backed militias to leave "),
        ("word", 3.0, "within 3 days, citing the red line around Tanf."),
        ("show of force", 1.0, "warned the Iran-backed militias by a show of force to leave "),
        ("hotline", 1.0, "warned the Iran-backed militias over the hotline to leave "),
    ],
)
def test_a_warning_is_told_by_how_it_was_given(scenario: Scenario, by: str, days: float, said: str) -> None:
    line = scenario.constraints["tanf_red_line"]
    assert line.answered_by is not None
    ways = (line.answered_by.warns[0].model_copy(update={"by": by}),)
    answer = line.answered_by.model_copy(update={"warns": ways})
    changed = scenario.model_copy(
        update={"constraints": {"tanf_red_line": line.model_copy(update={"answered_by": answer})}}
    )
    event = next(event for event in EVENTS if event.kind == "warned")
    text = Teller(changed).tell(replace(event, numbers={"way": 0.0, "days": days}))
    assert said in text
    assert ("within" in text) == (days > 0.0)


def test_who_was_blamed_wrongly_is_told(scenario: Scenario) -> None:
    event = Event(
        3, "judge", "breach", "militias", thing="tanf_red_line", others=("hezbollah",),
        numbers={"recorded": 1.0},
    )  # fmt: skip
    assert "attributed it to the wrong party, Hezbollah" in Teller(scenario).tell(event)


def test_breaches_of_a_day_make_one_sentence(scenario: Scenario) -> None:
    events = [
        Event(1, "judge", "breach", who, thing="tanf_red_line", numbers={"recorded": seen})
        for who, seen in (("militias", 1.0), ("hezbollah", 0.0))
    ]
    text = Teller(scenario).breaches(events)
    assert text.count(".") == 1
    assert "recorded only that by the Iran-backed militias" in text


def test_each_corridor_opens_once_and_reopens_after(scenario: Scenario) -> None:
    teller = Teller(scenario)
    told = [
        teller.tell(Event(day, "settle", kind, thing=road))
        for day, kind, road in (
            (1, "joined", "land_bridge"), (2, "joined", "other"), (3, "cut", "other"), (4, "joined", "other"),
        )
    ]  # fmt: skip
    assert ["reopened" in text for text in told] == [False, False, False, True]


def test_a_rung_is_told_as_a_level_whatever_its_label(scenario: Scenario) -> None:
    ladder = scenario.rivalries["us_russia"].model_copy(update={"rungs": ("words", "landing on an islet")})
    changed = scenario.model_copy(update={"rivalries": {"us_russia": ladder}})
    teller = Teller(changed)
    for low, high in ((0, 1), (0, 1), (1, 0), (1, 0)):
        text = teller.tell(Event(1, "escalate", "rung", thing="us_russia", numbers={"from": low, "to": high}))
        assert text.startswith("Escalation between the United States and Russia ")
        assert f"to level {high} (“{ladder.rungs[high]}”)." in text


def test_a_name_cannot_steer_the_terminal(scenario: Scenario) -> None:
    actor = scenario.actors["nusra"].model_copy(update={"name": "Nu\x1b[31msra\u202e [bold]\n"})
    changed = scenario.model_copy(update={"actors": {**scenario.actors, "nusra": actor}})
    text = Teller(changed).tell(Event(1, "decide", "effort", "nusra", "tanf"))
    assert "Nu[31msra [bold]" in text
    assert text.isprintable()


def test_an_unknown_kind_is_told_all_the_same(scenario: Scenario) -> None:
    event = Event(1, "settle", "dam_broken", "russia", "tanf")
    assert Teller(scenario).tell(event).startswith("Dam broken: Russia, ")


def test_the_way_home_is_no_offensive(scenario: Scenario) -> None:
    def turned(actor: str, zone: str) -> str:
        return Teller(scenario).tell(Event(1, "decide", "effort", actor, zone))

    assert turned("hezbollah", "damascus") == "Hezbollah fell back on Damascus."
    assert "main effort" in turned("government", "palmyra")


def test_a_long_way_to_a_main_effort_is_told(scenario: Scenario) -> None:
    def turned(days: float) -> str:
        return Teller(scenario).tell(
            Event(1, "decide", "effort", "government", "tanf", numbers={"days": days})
        )

    assert turned(4).endswith(", four days' march away for most fighters.")
    assert "march" not in turned(1)


def test_an_unlikely_choice_is_not_told_as_an_unlikely_victory(scenario: Scenario) -> None:
    event = Event(1, "decide", "effort", "militias", "", numbers={"chance": 0.03})
    assert Teller(scenario).tell(event).endswith("the defensive (an unlikely choice, 3 %).")
