"""Coverage of registers, both ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Make

from whitecell.report.evidence import names, told
from whitecell.scenario.claims import Register, read_register
from whitecell.scenario.coverage import coverage
from whitecell.scenario.library import bundled, locate_register
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import read_source
from whitecell_cli.main import cli

CLAIM = {"says": "So", "said_by": "one", "grade": "B2", "because": "Seen.", "kind": "event"}
REGISTER = Register.model_validate(
    {"title": "Two", "claims": {"C1": CLAIM, "C2": CLAIM, "C3": CLAIM}, "not_modelled": {"C3": "Too vague."}}
)


def test_claims_and_numbers_are_followed_both_ways(make: Make) -> None:
    plot = make(
        assumptions={
            "cited": {"value": 3, "cites": ["C1", "C9"]},
            "judged": {"value": 3, "judgement": "A guess."},
            "bare": {"value": 3},
        }
    )
    found = coverage(plot, REGISTER)
    assert found.cited == {"C1": ("assumptions.cited",)}
    assert found.unknown == {"C9": ("assumptions.cited",)}
    assert (found.left_out, found.idle) == ({"C3": "Too vague."}, ("C2",))
    assert found.judged == ("judged",)
    assert "bare" in found.bare
    assert "rules.fog" in found.bare


def test_a_default_of_the_language_is_no_number_of_the_file(make: Make) -> None:
    options = {"rest": {"name": "Rest"}, "act": {"name": "Act"}}
    plot = make(decisions={"course": {"name": "Course", "by": "power", "options": options, "noise": 0.5}})
    assert [place for place in coverage(plot, REGISTER).bare if place.startswith("decisions")] == [
        "decisions.course.noise"
    ]


def test_a_fact_counts_as_use_of_its_claims(make: Make) -> None:
    stated = REGISTER.model_dump() | {
        "expectations": {
            "F": {"fact": "So", "scenario": "s", "measure": {"statistic": "count", "record": "losses"},
                  "mean": [0, 1], "cites": ["C2"]},
        },
    }  # fmt: skip
    assert coverage(make(), Register.model_validate(stated)).cited == {"C2": ("expectation F",)}


def test_the_shipped_register_is_covered_in_full() -> None:
    plot, source = read_source("southwest-syria-2017")
    register = read_register(locate_register(plot.claims, source.stating("claims")))
    assert [c for c in register.claims if c.startswith("C")] == [f"C{n:02}" for n in range(1, 59)]
    assert list(register.tensions) == [f"T{n}" for n in range(1, 15)]
    found = coverage(plot, register)
    assert (found.idle, found.unknown, found.bare) == ((), {}, ())


@pytest.mark.parametrize("name", sorted(bundled()))
def test_no_shipped_scenario_cites_what_is_not_there(name: str) -> None:
    plot, source = read_source(name)
    register = read_register(locate_register(plot.claims, source.stating("claims")))
    assert coverage(plot, register).unknown == {}
    assert coverage(plot, register).bare == ()
    assert CliRunner().invoke(cli, ["claims", name]).exit_code == 0


def test_a_claim_that_only_the_base_uses_is_given_up_not_left_over(make: Make) -> None:
    base = make(assumptions={"cited": {"value": 3, "cites": ["C2"]}})
    found = coverage(make(), REGISTER, base)
    assert (found.given_up, found.idle) == (("C2",), ("C1",))
    assert coverage(make(), REGISTER).idle == ("C1", "C2")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"not_modelled": {"C9": "Why not."}}, "there is no claim 'C9'"),
        ({"tensions": {"T1": {"says": "So", "claims": ["C9"], "so": "So"}}}, "claim 'C9' is not there"),
        ({"tensions": {"T1": {"says": "So", "claims": ["C1"], "so": "So"}}}, "does not name the tension"),
        ({"claims": {"C1": CLAIM | {"tensions": ["T9"]}}, "not_modelled": {}}, "tension 'T9' is not there"),
        ({"claims": {"C1": CLAIM | {"grade": "G2"}}, "not_modelled": {}}, "G2"),
    ],
)
def test_names_in_a_register_fit_each_other(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    path = tmp_path / "register.yaml"
    path.write_text(json.dumps(REGISTER.model_dump(exclude_none=True) | change), encoding="utf-8")
    with pytest.raises(ScenarioError, match=words) as error:
        read_register(path)
    assert "Value error" not in str(error.value)


BASE = "southwest-syria-2017"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("C36", ["paragraph", "20", "intelligence source", "C3: source fairly reliable", "T14", "F4"]),
        ("C45", ["left out", "a road that is not there"]),
        ("T12", ["long tail", "rests on C17"]),
        ("F1", [f"{BASE}-may", "rests on K07"]),
        ("tanf_strike_resolve", ["0.8", "0.3 to 2.5", "rests on C51"]),
        ("assent_slope", ["judgement"]),
        ("talks.amman", ["rests on C01"]),
    ],
)
def test_what_one_name_stands_on_is_told(name: str, words: list[str]) -> None:
    ended = CliRunner().invoke(cli, ["claims", BASE, name], env={"COLUMNS": "200"})
    assert ended.exit_code == 0
    for word in words:
        assert word in ended.output, word
    told = json.loads(CliRunner().invoke(cli, ["claims", BASE, name, "--json"]).output)
    assert list(told) == [name]


def test_every_name_with_a_foundation_is_known_and_others_are_not() -> None:
    plot, source = read_source(BASE)
    register = read_register(locate_register(plot.claims, source.files[-1]))
    found = coverage(plot, register)
    for name in names(plot, register):
        assert told(name, plot, register, found), name
    assert told("C99", plot, register, found) is None
    ended = CliRunner().invoke(cli, ["claims", BASE, "tanf_strike_resolv"])
    assert ended.exit_code == 2
    assert "did you mean 'tanf_strike_resolve'?" in ended.output


def test_the_command_tells_it() -> None:
    ended = CliRunner().invoke(cli, ["claims", "southwest-syria-2017"])
    assert ended.exit_code == 0
    assert "no claims left over" in " ".join(ended.output.split())
    told = json.loads(CliRunner().invoke(cli, ["claims", "southwest-syria-2017", "--json"]).output)
    assert told["cited"]["C36"]
