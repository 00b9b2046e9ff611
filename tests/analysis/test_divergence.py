"""Where runs diverge: checked against the stories themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from game.known.arena import table

from whitecell.analysis.comparison import Arm, IncomparableError, aligned, compared, identical
from whitecell.analysis.divergence import Course, following, joined, trace
from whitecell.analysis.reasons import reason
from whitecell.analysis.side_by_side import traced
from whitecell.game.play import play, tell
from whitecell.report.divergence import chain, in_short, sentences
from whitecell.scenario.model import Scenario

SEEDS = np.arange(40)
Make = Callable[..., Scenario]


def test_the_same_scenario_never_parts(make: Make) -> None:
    found = trace(make(), make(), SEEDS)
    assert not found.divergences
    assert not found.firsts
    assert all(course.onset is None for course in found.courses())


def test_stories_are_one_until_they_part_and_differ_on_that_day(make: Make) -> None:
    one, other = make(), make(actors__blue__worth__hill=0.9)
    found = trace(one, other, SEEDS)
    assert found.divergences
    for divergence in found.divergences[:8]:
        stories = [tell(s.model_copy(update={"days": divergence.day}), divergence.seed) for s in (one, other)]
        before = [[(e.day, e.kind, e.actor, e.zone, e.thing) for e in s.events if e.day < divergence.day
                   and e.kind not in ("battle",)] for s in stories]  # fmt: skip
        assert before[0] == before[1]
        if divergence.mark.kind == "effort":
            last = [
                [
                    w.chosen
                    for w in s.weighings
                    if w.day == divergence.day and w.actor == divergence.mark.actor
                ]
                for s in stories
            ]
            assert last[0] != last[1]


def test_the_cause_is_told(make: Make) -> None:
    one, other = make(), make(actors__blue__worth__hill=0.9)
    found = trace(one, other, SEEDS)
    first = next(p for p in found.divergences if p.mark.actor == "blue" and p.mark.kind == "effort")
    why = reason(one, other, first)
    assert why is not None
    assert (why.actor, why.term, why.option) == ("blue", "worth", "hill")
    assert why.after > why.before
    told = " ".join(sentences(other, chain(one, other, found), ("one", "other")))
    assert "Blue chose another main effort" in told
    assert "The reason, in 4 of these pairs that were examined: worth in 4." in told
    assert "whitecell run one --seed" in told
    assert "--why blue" in told


def test_a_chain_in_short_has_six_lines_at_most_and_names_the_sides(make: Make) -> None:
    one, other = make(), make(actors__blue__worth__hill=0.9)
    told = chain(one, other, trace(one, other, SEEDS))
    lines = in_short(other, told, ("one", "other"), ("calm", "storm"))
    assert lines[0].startswith("Paired runs are identical until they diverge; ")
    assert 3 < len(lines) <= 6
    assert sum("whitecell run other --seed" in line for line in lines) == 1
    assert " in storm" in " ".join(sentences(other, told, ("one", "other"), ("calm", "storm")))


def test_the_chain_says_what_is_stated_differently_about_a_thing(make: Make) -> None:
    one, other = make(), make(injects__vote__chance=1.0)
    (link,) = chain(one, other, trace(one, other, SEEDS)).links
    assert [(d.place, d.second) for d in link.stated] == [("injects.vote.chance", 1.0)]
    assert link.example.way > 0
    assert not link.reasons


def test_terms_that_are_signed_otherwise_are_told_with_what_is_stated_about_them() -> None:
    def side(**term: Any) -> Scenario:
        stated = table(wants=(1.0, 1.0), text=1.0, slope=50.0)
        stated["days"] = 10
        stated["variables"] = {"room": {"name": "the room", "start": 0, "bounds": [0, 100]}}
        positions = {"a": {"ideal": 20, "salience": 0.5}, "b": {"ideal": 80, "salience": 0.5}}
        stated["agreements"]["pact"]["terms"] = {"room": {"positions": positions, **term}}
        stated["measures"] = {"done": {"statistic": "ever", "record": "signed", "of": ["pact"]}}
        return Scenario.model_validate(stated, context={"start": stated["start"]})

    one, other = side(tabled=30), side(tabled=60)
    found = trace(one, other, SEEDS)
    assert {(p.mark.kind, p.mark.thing, p.way) for p in found.divergences} == {("term", "room", 1)}
    told = chain(one, other, found)
    assert [d.place for d in told.links[0].stated] == ["agreements.pact.terms.room.tabled"]
    said = " ".join(sentences(other, told, ("one", "other")))
    assert "the parties signed a higher value of the room in the second" in said
    assert not trace(one, side(tabled=30), SEEDS).divergences


def test_a_course_is_told_where_it_is_clear() -> None:
    mean = np.array([0.0] * 5 + [1.0] * 10 + [9.0] * 2)
    error = np.array([0.1] * 15 + [8.0] * 2)
    course = Course("m", mean, error)
    assert course.onset == 6
    assert course.peak == 6
    assert not course.clear_on(17)


def test_a_mean_over_days_is_told_as_the_table_has_it(make: Make) -> None:
    one, other = make(), make(actors__red__recruits=40)
    courses = {c.measure: c for c in trace(one, other, SEEDS).courses()}
    batches = [play(s, SEEDS) for s in (one, other)]
    for name, measure in one.measures.items():
        if measure.statistic in ("mean", "final", "count", "days", "peak"):
            apart = (batches[1][name] - batches[0][name])[~np.isnan(batches[1][name] - batches[0][name])]
            assert courses[name].final == pytest.approx(apart.mean(), abs=1e-9)
            error = apart.std(ddof=1) / np.sqrt(len(apart))
            assert courses[name].final_error == pytest.approx(error, rel=1e-6, abs=1e-9)


def test_what_is_cut_off_shows_nowhere_else(make: Make) -> None:
    # The vote only moves what Power wants; nothing can part before it, on day 9.
    found = trace(make(), make(injects__vote__chance=1.0), SEEDS)
    assert found.divergences
    assert {p.mark.kind for p in found.divergences} == {"inject"}
    assert {p.day for p in found.divergences} == {9}
    assert all(later.day >= 9 for later in following(found))


def test_a_course_ends_where_the_measures_do(make: Make) -> None:
    one, other = make(), make(actors__red__recruits=40)
    found = trace(one, other, SEEDS)
    ends = {course.measure: course.mean[-1] for course in found.courses()}
    batches = [play(s, SEEDS) for s in (one, other)]
    for measure in ("strikes", "red", "rung", "held"):
        assert ends[measure] == pytest.approx((batches[1][measure] - batches[0][measure]).mean(), abs=1e-9)


def test_jobs_and_pieces_do_not_matter(make: Make) -> None:
    one, other = make(days=10), make(days=10, actors__blue__worth__hill=0.9)
    seeds = np.arange(600)
    alone, together = traced(one, other, seeds), traced(one, other, seeds, jobs=2)
    whole = trace(one, other, seeds)
    for found in (together, whole):
        assert found.divergences == alone.divergences
        assert found.firsts.keys() == alone.firsts.keys()
    parts = joined([trace(one, other, seeds[:100]), trace(one, other, seeds[100:])])
    assert parts.divergences == whole.divergences


def side(scenario: Scenario, seeds: np.ndarray, label: str = "s") -> Arm:  # type: ignore[type-arg]
    return Arm(label, scenario, seeds, play(scenario, seeds))


def test_the_same_course_of_action_differs_by_exactly_nothing(make: Make) -> None:
    one, other = side(make(), SEEDS), side(make(title="Another title"), SEEDS)
    assert identical(one, other)
    assert all(c.difference == 0.0 and c.p_holm == 1.0 for c in compared([one, other])[0])


def test_other_seeds_are_refused_or_shared(make: Make) -> None:
    one, other = side(make(days=5), np.arange(20)), side(make(days=5), np.arange(10, 30))
    with pytest.raises(IncomparableError, match="same seeds"):
        aligned([one, other])
    cut = aligned([one, other], shared=True)
    assert [list(s.seeds) for s in cut] == [list(range(10, 20))] * 2
    assert identical(*cut)


def test_other_measures_are_refused_or_shared(make: Make) -> None:
    changed = make(days=5, measures__near__last=3)
    one, other = side(make(days=5), SEEDS), side(changed, SEEDS)
    with pytest.raises(IncomparableError, match="'near' is another one"):
        aligned([one, other])
    assert "near" not in aligned([one, other], shared=True)[0].columns


def test_another_horizon_is_refused(make: Make) -> None:
    sides = [side(make(days=5), SEEDS, "one"), side(make(days=6), SEEDS, "other")]
    for shared in (False, True):
        with pytest.raises(IncomparableError, match="--days 5"):
            aligned(sides, shared)


def test_nothing_shared(make: Make) -> None:
    sides = [side(make(days=5), np.arange(5)), side(make(days=5), np.arange(5, 10))]
    with pytest.raises(IncomparableError, match="share no seeds"):
        aligned(sides, shared=True)
