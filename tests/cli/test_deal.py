"""``deal``, as people type it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whitecell_cli.main import cli

TERMS = "southwest-syria-2017-terms"
QUICK = ("--days", "40", "--runs", "8", "--jobs", "1")
FEW = ("--term", "depth=10,30", "--term", "air_forces=apart", "--term", "watch=Jordan")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_words_come_before_the_table_and_json_has_both(here: Path) -> None:
    text = whitecell("deal", TERMS, *FEW, *QUICK).stdout
    content = json.loads(whitecell("deal", TERMS, *FEW, *QUICK, "--json").stdout)
    flat = " ".join(text.split())
    for said in content["answers"]:
        assert " ".join(said.split())[1:] in flat
    said = ("zone of possible agreement", "How sure:", "Weakest assumption:", "Packages")
    assert [*map(text.index, said)] == sorted(map(text.index, said))
    assert [each["terms"]["depth"] for each in content["packages"]] == [10, 30]


def test_runs_are_kept_and_gone_on_with(here: Path) -> None:
    first = whitecell("deal", TERMS, *FEW, *QUICK)
    (folder,) = (here / "batches").iterdir()
    assert [path.name.split("-")[0] for path in sorted(folder.iterdir())] == ["again", "packages", "without"]
    assert whitecell("deal", TERMS, *FEW, *QUICK).stdout == first.stdout
    assert len(list((here / "batches").iterdir())) == 1


def test_another_table_in_the_same_folder_is_played_and_not_taken_for_this_one(here: Path) -> None:
    """As many packages, the same scenario and seeds: what differs is what is on the table alone."""
    words = ("--term", "air_forces=apart", "--term", "watch=Jordan", *QUICK, "--json", "-o", "runs")
    kept = [json.loads(whitecell("deal", TERMS, "--term", f"depth={d}", *words).stdout) for d in (5, 50)]
    alone = json.loads(whitecell("deal", TERMS, "--term", "depth=50", *words[:-2], "--no-store").stdout)
    assert kept[1]["packages"] == alone["packages"] != kept[0]["packages"]


SEARCH = ("--packages", "5", "--search", "1", "--days", "15", "--runs", "2", "--jobs", "1")


def test_a_search_goes_on_from_a_shorter_one(here: Path) -> None:
    pytest.importorskip("pymoo")
    short = json.loads(whitecell("deal", TERMS, *SEARCH, "--json").stdout)
    (folder,) = (here / "batches").iterdir()
    before = {path.name for path in folder.iterdir()}
    longer = json.loads(whitecell("deal", TERMS, *SEARCH, "--search", "2", "--json").stdout)
    assert longer["packages"][: len(short["packages"])] == short["packages"]
    assert list((here / "batches").iterdir()) == [folder]
    assert before < {path.name for path in folder.iterdir()}
    assert 5 < len(short["packages"]) <= 10


def test_positions_are_proposed_as_a_scenario_that_can_be_read(here: Path) -> None:
    words = ("deal", TERMS, "--propose", "--points", "2", "--futures", "20", "--days", "15", "--jobs", "1")
    told = whitecell(*words, "--no-store").stdout
    (here / "proposed.yaml").write_text(told, encoding="utf-8")
    assert "proposed.yaml" not in whitecell("show", "proposed.yaml").stderr
    assert f'extends: "{TERMS}"' in told
    assert "# united_states, depth of the strip:" in told
    nobody = whitecell("deal", TERMS, "--propose", "--set", "depth=10", "--futures", "2")
    assert nobody.exit_code == 2


def test_a_search_without_its_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whitecell_cli.commands.deal.find_spec", lambda name: None)
    result = whitecell("deal", TERMS, *SEARCH)
    assert result.exit_code == 2
    assert "pip install 'whitecell[search]'" in " ".join(result.output.split())


def test_the_page_stands_alone(here: Path) -> None:
    words = ("deal", TERMS, *FEW[:2], "--term", "air_forces=0,1", "--term", "watch=1", *QUICK, "--no-store")
    assert whitecell(*words, "--page", "deal.html").exit_code == 0
    page = (here / "deal.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert "Which deal: the south-west zone" in page
    assert page.count("<svg") >= 2
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert f"whitecell run {TERMS} --set depth=10 --set air_forces=0 --set watch=1 --seed 0" in page
    # A click on a package goes to a run of it, from the map and from the table; red lines are said.
    told = set(re.findall(r'id="story-(\d+)"', page))
    assert told
    assert set(re.findall(r'href="#story-(\d+)"', page)) == told
    assert set(re.findall(r'<a href="#(?:story|package)-(\d+)"><text', page)) == {"1", "2", "3", "4"}
    assert "the hardest party, signs it at first" in page or "never came to a text" in page
    assert whitecell(*words, "--page", "deal.md").exit_code == 0
    assert (here / "deal.md").read_text(encoding="utf-8").startswith("# Which deal")


def test_futures_are_told(here: Path) -> None:
    content = json.loads(whitecell("deal", TERMS, *FEW, *QUICK, "--futures", "30", "--json").stdout)
    assert len(content["futures"]) == 2
    assert any("in futures drawn from all ranges" in said for said in content["answers"])


def test_aims_can_be_added_and_turned_round(here: Path) -> None:
    words = ("deal", TERMS, *FEW, *QUICK, "--no-store", "--json")
    plain = json.loads(whitecell(*words).stdout)
    turned = json.loads(whitecell(*words, "--aim", "jordan=displaced:high").stdout)

    def gain(content: dict[str, object]) -> float:
        gains = content["packages"][0]["gains"]  # type: ignore[index]
        return next(g["gain"] for g in gains if (g["actor"], g["measure"]) == ("jordan", "displaced"))

    assert gain(plain) == -gain(turned) != 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("southwest-syria-2017",), "no agreement of this scenario has `terms`"),
        ((TERMS, "--term", "dpth=10"), "did you mean 'depth'"),
        ((TERMS, "--term", "depth=900"), "a number from 0 to 60"),
        ((TERMS, "--term", "watch=Jodan"), "one of each its own, Jordan, a joint centre in Amman"),
        ((TERMS, "--term", "depth"), "is not TERM=VALUE"),
        ((TERMS, "--points", "50"), "take fewer --points"),
        ((TERMS, "--packages", "20", "--term", "depth=10"), "give one of the two"),
        ((TERMS, "--search", "2", "--term", "depth=10"), "give one of the two"),
        ((TERMS, "--search", "100", "--packages", "400", "--runs", "9999"), "generations"),
        ((TERMS, "--aim", "jordan=displaced"), "is not ACTOR=MEASURE:high"),
        ((TERMS, "--aim", "jodan=displaced:low"), "did you mean 'jordan'"),
        ((TERMS, "--futures", "5"), "5 points are too few"),
        ((TERMS, "--agreement", "second_zone"), "is no agreement with terms"),
        ((TERMS, "--no-store", "-o", "x"), "give one of the two"),
    ],
)
def test_bad_words_are_told(words: tuple[str, ...], said: str) -> None:
    result = whitecell("deal", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_a_term_is_put_on_the_table_by_its_name(here: Path) -> None:
    for value in ("watch=Jordan", "watch=1"):
        told = whitecell("run", TERMS, "--seed", "2", "--set", value, "--set", "depth=30").stdout
        _, *terms = " ".join(told.split()).split("The terms: ")
        assert terms
        assert all(said.startswith("depth of the strip: 30 km") for said in terms)
        assert all("who watches: Jordan." in said for said in terms)
    refused = whitecell("run", TERMS, "--set", "depth=90")
    assert refused.exit_code == 2
    assert "0 to 60" in refused.output


def test_why_shows_positions_and_red_lines() -> None:
    told = " ".join(whitecell("run", TERMS, "--seed", "1", "--why", "united_states").stdout.split())
    assert "on the table, between Jordan 35 km (weight 0.36)" in told
    assert "It would not sign less than 10 km" in told


def test_that_no_session_had_a_text_is_told() -> None:
    told = whitecell("deal", TERMS, *FEW, "--days", "2", "--runs", "4", "--jobs", "1", "--no-store").stdout
    assert "No session had a text to sign within 2 days" in " ".join(told.split())
    assert "nan" not in told.lower()
