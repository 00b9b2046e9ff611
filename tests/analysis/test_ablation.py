"""What is taken out of a scenario, and what that moves."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Make

from whitecell.analysis.ablation import Ablation, ablations, parts, without
from whitecell.game.play import play
from whitecell.scenario.model import Scenario

SEEDS = np.arange(8)


def gone(plot: Scenario, section: str, thing: str) -> Scenario:
    (take_out,) = (take for where, name, take in parts(plot) if (where, name) == (section, thing))
    return without(plot, take_out)


def test_every_kind_of_part_can_be_taken_out_and_the_rest_is_played(make: Make) -> None:
    plot = make()
    assert {section for section, _, _ in parts(plot)} == {
        "actors", "constraints", "talks", "agreements", "corridors", "rivalries", "injects", "air",
        "relations",
    }  # fmt: skip
    for _, _, take_out in parts(plot):
        play(without(plot, take_out), SEEDS[:2])


def test_without_an_actor_nobody_fights_and_its_name_stays(make: Make) -> None:
    plot = make()
    alone = gone(plot, "actors", "blue")
    assert set(alone.actors) == set(plot.actors)
    assert play(alone, SEEDS)["lost"].sum() == 0.0 < play(plot, SEEDS)["lost"].sum()


@pytest.mark.parametrize("begins", ["from the start", "with pact"])
def test_a_clause_that_is_taken_out_never_binds(make: Make, begins: str) -> None:
    plot = make(constraints__line__in_force=begins, agreements__pact__in_force="from the start")
    assert play(gone(plot, "constraints", "line"), SEEDS)["strikes"].sum() == 0.0
    assert play(plot, SEEDS)["strikes"].sum() > 0.0


def test_a_clause_of_a_step_and_talks_of_a_list_are_taken_out_too(make: Make) -> None:
    plot = make(
        agreements__pact__in_force="from the start",
        agreements__pact__steps=[{"clauses": ["truce"], "after": 2}],
        agreements__pact__spreads_to=["t"],
        talks__t__opens="when an agreement spreads",
        measures__held={"statistic": "days", "record": "in_force", "of": ["truce"]},
    )
    assert play(plot, SEEDS)["held"].sum() > 0.0
    assert play(gone(plot, "constraints", "truce"), SEEDS)["held"].sum() == 0.0
    assert gone(plot, "talks", "t").agreements["pact"].spreads_to == ()


@pytest.mark.parametrize(("section", "thing"), [("talks", "t"), ("agreements", "pact")])
def test_without_talks_or_agreement_no_truce_begins(make: Make, section: str, thing: str) -> None:
    assert play(gone(make(), section, thing), SEEDS)["held"].sum() == 0.0 < play(make(), SEEDS)["held"].sum()


def test_a_corridor_brings_no_goods_and_a_decision_stays_when_they_are_taken_out(make: Make) -> None:
    corridor, decider = next(iter(make().corridors)), next(iter(make().actors))
    options = {"rest": {"name": "Rest"}, "work": {"name": "Work", "utility": 2}}
    more = {
        f"corridors__{corridor}__carries": {"goods": 1},
        f"corridors__{corridor}__threshold": 0,
        "variables": {"goods": {"name": "Goods", "start": 0}},
        "decisions": {"day": {"name": "D", "by": decider, "options": options}},
        "measures__goods": {"statistic": "final", "record": "level", "of": ["goods"]},
        "measures__worked": {"statistic": "days", "record": "stands", "of": ["day"]},
    }
    plot = make(**more)
    before = play(plot, SEEDS)
    assert before["goods"].sum() > 0.0 == play(gone(plot, "corridors", corridor), SEEDS)["goods"].sum()
    assert before["worked"].sum() > 0.0 == play(gone(plot, "decisions", "day"), SEEDS)["worked"].sum()
    assert play(gone(plot, "actors", decider), SEEDS)["worked"].sum() == 0.0


def test_what_hurts_nobody_is_found(make: Make) -> None:
    idle = {"name": "Idle", "kind": "exclusion", "applies_to": ["blue"], "zones": ["camp"]}
    stated = make().model_dump()
    stated["constraints"]["blockade"] = idle
    found = {(a.section, a.thing): a for a in ablations(Scenario.model_validate(stated), 8)}
    blockade, red = found["constraints", "blockade"], found["actors", "red"]
    assert blockade.verdict == "hardly matters"
    assert blockade.bearing.changed == 0.0
    assert red.bearing.changed == 1.0
    assert red.as_json()["thing"] == "red"


def test_few_runs_decide_little(make: Make) -> None:
    verdicts = {a.verdict for a in ablations(make(), 2) if a.bearing.changed}
    assert "matters" not in verdicts


def test_more_processes_find_the_same(make: Make) -> None:
    def told(jobs: int) -> list[Ablation]:
        return list(ablations(make(), 4, jobs))

    assert told(1) == told(2)


def test_decisions_goods_of_corridors_and_rungs_that_formulas_read_are_taken_out(make: Make) -> None:
    options = {"rest": {"name": "Rest"}, "arm": {"name": "Arm", "utility": "rung(riv) + level(stock)"}}
    plot = make(
        decisions={"course": {"name": "Course", "by": "power", "options": options}},
        variables={"stock": {"name": "Stock", "start": 0.0}},
        corridors__road__carries={"stock": 2.0},
        corridors__road__threshold=0.0,
        measures__armed={"statistic": "days", "record": "stands", "of": ["course"]},
        measures__goods={"statistic": "final", "record": "level", "of": ["stock"]},
    )
    before = play(plot, SEEDS)
    assert before["armed"].sum() > 0.0
    assert play(gone(plot, "decisions", "course"), SEEDS)["armed"].sum() == 0.0
    assert play(gone(plot, "actors", "power"), SEEDS)["armed"].sum() == 0.0
    assert play(gone(plot, "corridors", "road"), SEEDS)["goods"].sum() == 0.0 < before["goods"].sum()
    assert gone(plot, "rivalries", "riv").rivalries["riv"].climb == 0.0
