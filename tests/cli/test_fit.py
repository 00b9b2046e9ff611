"""``fit``, as people type it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from raids import raided, tossed, write

from whitecell.scenario.reading import read_scenario
from whitecell_cli.main import cli

QUICK = ("--points", "400", "--jobs", "1")
FACTS = {"raids": raided(observed=7), "coin": tossed(observed=1)}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FACTS)
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(whitecell("fit", "raids.yaml", *QUICK, "--csv", name).stdout)))


def test_text_json_and_csv_say_the_same() -> None:
    text = whitecell("fit", "raids.yaml", *QUICK)
    content = json.loads(whitecell("fit", "raids.yaml", *QUICK, "--json").stdout)
    rows = table("assumptions")
    assert text.exit_code == 0
    first = content["assumptions"][0]
    assert first["assumption"] == rows[0]["assumption"] == "zeal"
    assert first["informed"]
    assert rows[0]["informed"] == "True"
    assert float(rows[0]["fitted_low"]) == first["fitted"][0] > 0.4
    assert not any(row["informed"] for row in content["assumptions"][1:])
    assert content["fitted_from"] == ["raids"]
    flat = " ".join(text.output.split())
    assert f"{content['effective_points']:,.0f} of even weight" in flat
    assert "Of no assumption is anything clear from coin." in flat
    said = ("In brief", "clearly narrow 1 of ", ": zeal to ", "Weakest assumption:", "met by")
    assert [*map(flat.index, said)] == sorted(map(flat.index, said))
    assert [row["name"] for row in table("facts")] == ["coin", "raids"]
    points = table("points")
    assert len(points) == 400
    assert sum(float(row["weight"]) for row in points) == pytest.approx(1.0)


def test_the_file_extends_and_is_checked(here: Path) -> None:
    write(here, {"raids": raided(observed=8), "coin": tossed(observed=1)})
    done = whitecell("fit", "raids.yaml", "--points", "900", "--jobs", "1", "-o", "fitted")
    assert done.exit_code == 0
    assert "Written: fitted.yaml" in done.stderr
    text = (here / "fitted.yaml").read_text(encoding="utf-8")
    stated = yaml.safe_load(text)
    assert stated["extends"] == "raids.yaml"
    assert stated["fitted_from"] == ["raids"]
    assert list(stated["assumptions"]) == ["zeal"]
    assert "was 0 to 1, value 0.5; from raids" in text
    plot = read_scenario("fitted.yaml")
    assert plot.fitted_from == ("raids",)
    zeal = plot.assumptions["zeal"]
    assert zeal.range is not None
    assert zeal.range[0] > 0.5 < zeal.value < zeal.range[1] == 1.0
    assert zeal.judgement == "Nobody knows."
    assert plot.assumptions["idle"] == read_scenario("raids.yaml").assumptions["idle"]
    assert whitecell("check", "fitted.yaml").exit_code == 0
    held = whitecell("check", "fitted.yaml", "--expect", "--runs", "50")
    assert held.exit_code in (0, 1)
    assert "raids" in held.output
    assert "Ranges were fitted from raids of register.yaml." in whitecell("show", "fitted.yaml").output


def test_nothing_is_fitted_twice(here: Path) -> None:
    whitecell("fit", "raids.yaml", *QUICK, "-o", "fitted.yaml")
    again = whitecell("fit", "fitted.yaml", *QUICK, "-o", "twice.yaml")
    assert "the ranges were fitted from it before" in again.output
    assert "twice.yaml is not written" in again.stderr
    assert not (here / "twice.yaml").exists()


def test_assumptions_that_stand_in_place_stay_there(here: Path) -> None:
    name = "injects.raid_1.chance"
    inject = {"name": "R", "on": "day 1", "effects": [], "chance": {"value": 0.5, "range": [0, 1]}}
    reference = write(here, {"first": {**raided(observed=1)}}, injects={"raid_1": inject})
    stated = yaml.safe_load((here / "register.yaml").read_text())
    stated["expectations"]["first"]["measure"]["of"] = ["raid_1"]
    (here / "register.yaml").write_text(yaml.safe_dump(stated))
    done = whitecell("fit", reference, *QUICK, "-o", "fitted.yaml")
    assert done.exit_code == 0, done.output
    text = (here / "fitted.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["injects"]["raid_1"]["chance"]["range"][1] == 1
    assert read_scenario("fitted.yaml").assumptions[name].range == tuple(
        yaml.safe_load(text)["injects"]["raid_1"]["chance"]["range"]
    )


def test_too_few_points_are_refused_with_a_way_out(here: Path) -> None:
    write(here, {"raids": raided(observed=8)})
    done = whitecell("fit", "raids.yaml", "--points", "300", "--jobs", "1", "-o", "fitted.yaml")
    assert done.exit_code == 1
    assert "below 100 no range is fitted. Take more points, about --points" in " ".join(done.output.split())
    assert not (here / "fitted.yaml").exists()


def test_facts_that_do_not_meet_the_ranges_are_named(here: Path) -> None:
    write(here, {"raids": raided(observed=20), "many": raided(mean=[10, 12])})
    done = whitecell("fit", "raids.yaml", *QUICK)
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert "raids and the ranges do not meet: it says 20; the nearest of 400 runs has 8." in said
    assert "many and the ranges do not meet: it says 10 to 12; the nearest of 400 runs has 8." in said


def test_no_facts_is_no_failure(here: Path) -> None:
    write(here, {})
    done = whitecell("fit", "raids.yaml", *QUICK)
    assert done.exit_code == 0
    assert "states no facts about it" in done.stderr


def test_jobs_change_nothing() -> None:
    one = whitecell("fit", "raids.yaml", "--points", "200", "--jobs", "1", "--json").stdout
    assert whitecell("fit", "raids.yaml", "--points", "200", "--jobs", "2", "--json").stdout == one


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fact", "raidz"), "did you mean 'raids'"),
        (("--only", "zeall"), "did you mean 'zeal'"),
        (("--json", "--csv", "facts"), "two formats"),
        (("--force",), "give one"),
        (("-o", "raids.yaml"), "--force overwrites it"),
        (("-o", "nowhere/fitted.yaml"), "no folder nowhere"),
        (("--seed", str(2**63 - 10)), "the last seed would be above"),
        (("--points", "4000000"), "take fewer --points"),
    ],
)
def test_mistakes_are_answered(words: tuple[str, ...], told: str) -> None:
    done = whitecell("fit", "raids.yaml", *words)
    assert done.exit_code == 2
    assert told in done.stderr
