"""What a number of the page rests on."""

from __future__ import annotations

from whitecell.scenario.claims import read_register
from whitecell.scenario.library import locate_register
from whitecell.scenario.reading import read_source
from whitecell.view.screening import Effect, Weight
from whitecell.view.session import Session
from whitecell.view.sources import Sources

PLOT, SOURCE = read_source("southwest-syria-2017")
CLAIMS = read_register(locate_register(PLOT.claims, SOURCE.files[-1])).claims


def test_a_number_tells_claim_grade_paragraph_and_what_it_moves() -> None:
    session = Session(PLOT, CLAIMS, workers=1)
    sources = Sources(session)
    before = sources.of("number", "leak_chance")
    assert before is not None and before["moves"] == [] and "not done yet" in before["rank"]
    effect = Effect("deal_signed", -0.25, 0.05, 0.5)
    session.background.weights = [
        Weight("leak_chance", 0.3, 32, (effect,)),
        Weight("mobile_share", 0.1, 8, ()),
    ]
    found = sources.of("number", "leak_chance")
    assert found is not None and found["rank"].startswith("Number 1 of 2 ")
    assert [one["text"] for one in found["moves"]] == ["−25 points"]
    for told, name in zip(found["claims"], PLOT.assumptions["leak_chance"].cites, strict=True):
        claim = CLAIMS[name]
        assert (told["claim"], told["grade"], told["says"]) == (name, claim.grade, claim.says)
        assert all(str(number) in told["paragraph"] for number in claim.paragraphs)
        assert told["graded"].startswith("source ")
    session.close()


def test_a_measure_tells_its_runs_and_what_moves_it_and_an_actor_its_numbers() -> None:
    session = Session(PLOT, CLAIMS, runs=300, workers=1)
    sources = Sources(session)
    session.background.weights = [Weight("leak_chance", 0.3, 32, (Effect("deal_signed", -0.25, 0.05, 0.5),))]
    found = sources.of("measure", "deal_signed")
    assert (
        found is not None
        and ["Where from", "A result of the model, over 300 runs, seeds 0 to 299"] in found["rows"]
    )
    assert [(one["name"], one["text"]) for one in found["moves"]] == [("leak_chance", "−25 points")]
    actor = sources.of("actor", "russia")
    assert actor is not None and "russia_for_zone" in [one["name"] for one in actor["moves"]]
    rule = sources.of("number", "rules.guard")
    assert rule is not None and dict(rule["rows"])["What it is"].startswith("Strength that stays in a zone")
    session.close()


def test_of_what_is_not_there_nothing_is_told() -> None:
    session = Session(PLOT, CLAIMS, workers=1)
    sources = Sources(session)
    for kind, name in (
        ("number", "leek"),
        ("measure", "leak_chance"),
        ("actor", ""),
        ("file", "/etc/passwd"),
    ):
        assert sources.of(kind, name) is None
    session.close()
