"""Agreements are signed by all their parties in talks, and pressure on a client helps them."""

from __future__ import annotations

import numpy as np
from happenings import seen
from hypothesis import given
from hypothesis import strategies as st
from properties.quantities import plain
from properties.strategies import SEEDS, SHIPPED, columns, examples, read, theatres
from properties.watch import Watched

from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_scenario


def signed_by_all(game: Watched, agreement: str) -> np.ndarray:
    """Runs in which every party of an agreement would sign it today, in the same session of talks.

    Minds are those of the evening; they are made up anew only where what was signed has ended.
    """
    together = np.zeros(game.n_runs, dtype=np.bool_)
    for name, talks in game.pieces.talks.items():
        if talks.spec.signs == agreement:
            ready = (seen(game, "session", name) > 0) & talks.open
            for party in game.setup.scenario.agreements[agreement].parties:
                if party in talks.seats:
                    ready &= game.state.talks.mind[talks.seats[party]] < talks.assent[party]
                else:
                    ready[:] = False
            together |= ready
    return together


def assert_signed_by_all(game: Watched) -> None:
    """What comes into force was signed by every party since it last ended; then its talks rest."""
    valid = {
        n: np.full(game.n_runs, a.in_force == "from the start")
        for n, a in game.setup.scenario.agreements.items()
    }
    standing = {name: agreement.signed.copy() for name, agreement in game.pieces.agreements.items()}
    for _ in game.days():
        for talks in game.pieces.talks.values():
            assert not (seen(game, "session", talks.name) * standing[talks.spec.signs]).any()
        for name, agreement in game.pieces.agreements.items():
            standing[name] = agreement.signed.copy()
            valid[name] |= signed_by_all(game, name)
            over = sum(seen(game, kind, name) for kind in ("collapse", "lapse", "lifted")) > 0
            assert not (agreement.in_force & ~valid[name]).any()
            assert not (agreement.changed & ~over & ~valid[name]).any()
            assert not (agreement.in_force & over).any()
            for clause in agreement.clauses:
                assert not (clause.in_force & ~agreement.in_force).any()
            valid[name] &= ~over


@examples(6.0)
@given(st.data(), theatres(deal=True), SEEDS)
def test_nothing_is_in_force_that_its_parties_did_not_all_sign(data, stated, seeds) -> None:
    scenario = read(stated)
    assert_signed_by_all(Watched(scenario, seeds, data.draw(columns(scenario, len(seeds)))))


@examples(0.5)
@given(columns(SHIPPED, 8))
def test_nothing_is_in_force_unsigned_over_the_shipped_ranges(drawn) -> None:
    # Texts that are soon ready, and a host in doubt: some are signed and some refused.
    often = {"text_at_start": 1, "progress_of_a_session": 1, "days_between_sessions": 0, "jordan_for_zone": 0}
    for name, end in often.items():
        drawn[name] = np.full(8, SHIPPED.assumptions[name].range[end])
    likely = SHIPPED.model_copy(update={"days": 45})
    assert_signed_by_all(Watched(likely, np.arange(8), drawn))


@given(theatres(deal=True), SEEDS)
def test_talks_that_lack_a_party_are_refused_or_sign_nothing(stated, seeds) -> None:
    table, pact = stated["talks"]["talks on pact 0"], stated["agreements"]["pact 0"]
    absent = [name for name in stated["actors"] if name not in table["parties"]][:1]
    if not absent:
        return
    table |= {"gap": 0, "text": 1, "slope": 0}
    pact |= {"parties": [*pact["parties"], *absent], "in_force": "when signed"}
    try:
        scenario = read(stated)
    except ScenarioError:
        return
    assert_signed_by_all(Watched(scenario, seeds))


@given(theatres(deal=True), SEEDS)
def test_a_party_that_is_wholly_against_it_keeps_an_agreement_unsigned(stated, seeds) -> None:
    pact = stated["agreements"]["pact 0"] | {"in_force": "when signed"}
    table = stated["talks"]["talks on pact 0"]
    # Nothing else drives it: an own wish may be outweighed.
    table |= {"slope": 100, "requires": {}, "leaks": None, "mediators": {}, "dates": {}}
    stated["rules"]["fighting_drives"] = 0
    nay = pact["parties"][-1]
    stated["actors"][nay] |= {"wants": {"pact 0": -1}, "members": {}}
    stated = stated | {"agreements": stated["agreements"] | {"pact 0": pact}, "injects": {}}
    game = Watched(read(stated), seeds)
    for _ in game.days():
        assert not game.pieces.agreements["pact 0"].signed.any()


@given(theatres(), SEEDS)
def test_no_talks_no_deal(stated, seeds) -> None:
    for agreement in stated["agreements"].values():
        agreement |= {"in_force": "when signed", "spreads_to": ""}
    for rivalry in stated["rivalries"].values():
        rivalry["chills"] = {}
    game = Watched(read(stated | {"talks": {}, "injects": {}}), seeds)
    for _ in game.days():
        for agreement in game.pieces.agreements.values():
            assert not agreement.signed.any()
            assert not agreement.in_force.any()
        for constraint in game.pieces.constraints.values():
            assert constraint.in_force.all() or constraint.agreement or constraint.period.moves
            assert not (constraint.agreement and constraint.in_force.any())


@examples(2.0)
@given(theatres(deal=True), st.lists(plain(-1.0, 1.0), min_size=3, max_size=5), st.integers(0, 700))
def test_more_pressure_by_a_patron_never_lowers_support(stated, levels, seed) -> None:
    # One seed in every run: the runs differ in the patron's will alone. Where its effects have not
    # come back to the table, as added pressure or a rung, support may only rise with it.
    levels = np.sort(levels)
    patronage = stated["relations"][-1]
    patronage["will"]["pact 0"] = {"value": 0, "range": [-1, 1], "judgement": "varied"}
    name = f"relations.{len(stated['relations']) - 1}.will.pact 0"
    game = Watched(read(stated), np.full(len(levels), seed), {name: levels})
    table = game.pieces.talks["talks on pact 0"]
    backing = next(
        p
        for p in game.pieces.patronages
        if (p.patron, p.client) == (patronage["patron"], patronage["client"])
    )

    def back_at_the_table() -> np.ndarray:
        rungs = [rivalry.rung for rivalry in game.pieces.rivalries.values()]
        return np.array([backing.added, table.exposure, *rungs])

    assert_pressure_helps(game, "talks on pact 0", table.parties, back_at_the_table)


def assert_pressure_helps(game, name, parties, back_at_the_table) -> None:
    """Runs of one seed in the order of the patron's will: where all else is one, support rises with it."""
    table = game.pieces.talks[name]
    told = back_at_the_table()
    for _ in range(game.setup.scenario.days + 1):
        for k in range(1, game.n_runs):
            if np.array_equal(told[:, k], told[:, k - 1]):
                for party in parties:
                    assert table.assent[party][k] >= table.assent[party][k - 1]
        before = back_at_the_table()
        game.step()
        told = np.concatenate([before, [table.exposure]])


WILL = "russian_will_to_restrain_militias"


@examples(0.5)
@given(columns(SHIPPED, 1), st.integers(0, 10_000))
def test_more_russian_pressure_never_lowers_us_support_over_the_shipped_ranges(drawn, seed) -> None:
    levels = np.linspace(*SHIPPED.assumptions[WILL].range, 9)
    one = {name: np.repeat(column, 9) for name, column in drawn.items()} | {WILL: levels}
    game = Watched(SHIPPED, np.full(9, seed), one)
    (russia,) = [p for p in game.pieces.patronages if (p.patron, p.client) == ("russia", "militias")]

    def back_at_the_table() -> np.ndarray:
        rungs = [rivalry.rung for rivalry in game.pieces.rivalries.values()]
        return np.array([russia.added, game.pieces.talks["amman"].exposure, *rungs])

    assert (
        game.pieces.talks["amman"].assent["united_states"][-1]
        > game.pieces.talks["amman"].assent["united_states"][0]
    )
    assert_pressure_helps(game, "amman", ["united_states"], back_at_the_table)


WITHOUT_TALKS = read_scenario("southwest-syria-2017-no-talks", days=40)


@examples(0.3)
@given(columns(WITHOUT_TALKS, 8))
def test_no_talks_no_deal_over_the_shipped_ranges(drawn) -> None:
    game = Watched(WITHOUT_TALKS, np.arange(8), drawn)
    for _ in game.days():
        for name in ("amman_zone", "second_zone"):
            assert not game.pieces.agreements[name].signed.any()
            assert not game.pieces.agreements[name].in_force.any()
            assert not any(clause.in_force.any() for clause in game.pieces.agreements[name].clauses)
