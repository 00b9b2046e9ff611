"""Coverage of registers, both ways."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from conftest import Make

from whitecell.scenario.claims import Register, read_register
from whitecell.scenario.coverage import coverage
from whitecell.scenario.library import bundled, locate_register
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


def test_the_command_tells_it() -> None:
    ended = CliRunner().invoke(cli, ["claims", "southwest-syria-2017"])
    assert ended.exit_code == 0
    assert "no claims left over" in ended.output
    told = json.loads(CliRunner().invoke(cli, ["claims", "southwest-syria-2017", "--json"]).output)
    assert told["cited"]["C36"]
