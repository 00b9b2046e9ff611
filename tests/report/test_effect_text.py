"""What effects change is told in words for a reader."""

from __future__ import annotations

from game.known.arena import arena
from game.known.test_steps import stepwise

from whitecell.game.play import tell
from whitecell.report.effect_text import EffectText
from whitecell.report.event_text import Teller
from whitecell.report.names import Names
from whitecell.report.wording import possessive
from whitecell.scenario.effects import Scale, Shift
from whitecell.scenario.model import Scenario


def test_an_assumption_that_moves_is_told_without_underscores(scenario: Scenario) -> None:
    names = Names(scenario)
    scaled = EffectText(names).tell(Scale(kind="scale", number="leak_chance", by=2))
    assert scaled == "Leak chance was multiplied by 2."
    shifted = EffectText(names).tell(Shift(kind="shift", number="leak_chance", by=-0.01))
    assert shifted == "Leak chance fell by 0.01."


def test_a_number_goes_by_what_it_is_and_what_holds_it(scenario: Scenario) -> None:
    names = Names(scenario)
    pair = next(f"{r.patron}.{r.client}" for r in scenario.relations if r.patron)
    paths = ("rules.fog", "talks.amman.gap", f"relations.{pair}.leverage", "nowhere.at_all")
    found = {path: names.number(path) for path in paths}
    gap = f"gap of {scenario.talks['amman'].name}"
    assert found["rules.fog"] == "fog"
    assert found["talks.amman.gap"] == gap
    patron, client = (names.actor(key) for key in pair.split("."))
    assert found[f"relations.{pair}.leverage"] == f"{possessive(patron)} leverage over {client}"
    assert found["nowhere.at_all"] == "nowhere.at all"


def test_an_inject_that_is_a_sentence_is_quoted_where_it_holds_a_number() -> None:
    named = {"a": "The dam breaks", "b": "a drought"}
    injects = {
        key: {
            "name": name,
            "on": "day 3",
            "chance": 0.5,
            "effects": [{"kind": "shift", "number": "rules.fog", "by": 0.1}],
        }
        for key, name in named.items()
    }
    stated = arena(injects=injects)
    names = Names(Scenario.model_validate(stated, context={"start": stated["start"]}))
    assert names.number("injects.a.chance") == "chance of ‘The dam breaks’"
    assert names.number("injects.b.chance") == "chance of a drought"


def test_amounts_that_are_formulas_are_told_as_they_were_that_morning() -> None:
    effects = [
        {"kind": "shift", "number": "fuel", "by": "-2 * day"},
        {"kind": "scale", "number": "actors.red.mobility", "by": "fuel / 10", "lasts": 3},
        {"kind": "shift", "number": "fuel", "by": -0.5},
        {"kind": "reinforce", "actor": "red", "zone": "field", "fighters": "10 * day"},
    ]
    stated = arena(
        variables={"fuel": {"name": "fuel", "start": 10, "per_day": -1}},
        injects={
            "i": {
                "name": "A fire",
                "on": "day 3",
                "effects": effects[:3],
                "outcomes": {"large": {"name": "it is large", "effects": effects[3:]}},
            }
        },
    )
    plot = Scenario.model_validate(stated, context={"start": stated["start"]})
    (event,) = [event for event in tell(plot, 1).events if event.kind == "inject"]
    text = Teller(plot).tell(event)
    assert text == (
        "A fire. Outcome: it is large. Fuel fell by 6. Mobility of Side was multiplied by 0.8. "
        "Fuel fell by 0.5. 30 fighters of Side arrived in Zone."
    )


def test_a_step_tells_its_effects() -> None:
    stated = stepwise([{"name": "first", "effects": [{"kind": "shift", "number": "fuel", "by": "day + 1"}]}])
    stated["variables"] = {"fuel": {"name": "fuel", "start": 10}}
    plot = Scenario.model_validate(stated, context={"start": stated["start"]})
    (event,) = [event for event in tell(plot, 1).events if event.kind == "step"]
    assert Teller(plot).tell(event) == "Step 1, first, of P was carried out. Fuel rose by 2."


def test_a_declared_label_is_what_a_reader_sees(scenario: Scenario) -> None:
    entry = scenario.assumptions["leak_chance"].model_copy(update={"label": "Chance that the talks leak"})
    named = scenario.model_copy(update={"assumptions": {**scenario.assumptions, "leak_chance": entry}})
    assert Names(scenario).number("leak_chance") == "leak chance"
    assert Names(named).number("leak_chance") == "Chance that the talks leak"


def test_a_measure_goes_by_its_label_with_what_follows(scenario: Scenario) -> None:
    names = Names(scenario)
    assert names.response("tanf_strikes") == "coalition strikes near Tanf"
    assert names.response("deal_day: days until") == "day of signature, days until it happens"
    assert names.response("tanf_strikes (low is wanted)") == "coalition strikes near Tanf (low is wanted)"
    assert names.response("by_tanf") == "by_tanf"
