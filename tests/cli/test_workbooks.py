"""``--xlsx``: what a spreadsheet opens holds the same numbers as the CSV, and says what they mean."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import yaml
from click.testing import CliRunner, Result
from theatre import changed

from whitecell.report.workbook import Sheet, workbook
from whitecell_cli.main import cli

pytest.importorskip("xlsxwriter")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ASSUMED = {"luck": {"value": 0.3, "range": [0.1, 0.9], "judgement": "x", "unit": "share"}}
Cells = list[list[str]]


def sheets(content: bytes) -> dict[str, Cells]:
    """Every sheet as rows of texts, as a reader that knows the format alone sees them."""
    with ZipFile(BytesIO(content)) as book:
        shared = [
            "".join(part.itertext())
            for part in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
        ]
        named = [sheet.get("name", "") for sheet in
                 ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]  # fmt: skip
        found: dict[str, Cells] = {}
        for number, name in enumerate(named, start=1):
            page = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(page.iter(f"{MAIN}f")), "no cell is a formula"
            rows: Cells = []
            for row in page.iter(f"{MAIN}row"):
                cells: dict[int, str] = {}
                for cell in row.iter(f"{MAIN}c"):
                    letters = re.sub(r"\d", "", cell.get("r", ""))
                    place = 0
                    for letter in letters:
                        place = place * 26 + ord(letter) - 64
                    value = cell.find(f"{MAIN}v")
                    text = value.text or "" if value is not None else ""
                    cells[place - 1] = shared[int(text)] if cell.get("t") == "s" else text
                rows.append([cells.get(k, "") for k in range(max(cells, default=-1) + 1)])
            found[name] = rows
    return found


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    stated = changed(days=20, assumptions=ASSUMED, rules__fog="luck")
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(stated, sort_keys=False), encoding="utf-8")
    return tmp_path


def whitecell(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def noted(book: dict[str, Cells]) -> None:
    """See that each column of each table is explained on the first sheet."""
    told = {
        (row[0], row[1]): row[2] for row in book["About"] if len(row) == 3 and row[1] and row[0] != "sheet"
    }
    for name, rows in book.items():
        for column in rows[0] if name != "About" else ():
            assert told.get((name, column)), (name, column)


def test_a_batch_as_a_workbook(here: Path) -> None:
    words = ("batch", "small.yaml", "--runs", "12", "--no-store", "--jobs", "1")
    printed = whitecell(*words, "--csv", "--xlsx", "batch.xlsx").stdout
    book = sheets((here / "batch.xlsx").read_bytes())
    noted(book)
    for row, other in zip(csv.DictReader(StringIO(printed)), book["measures"][1:], strict=True):
        cells = dict(zip(book["measures"][0], other, strict=False))
        assert cells["measure"] == row["measure"] and cells.get("unit", "") == row["unit"]
        if row["estimate"]:
            assert float(cells["estimate"]) == pytest.approx(float(row["estimate"]), rel=1e-15)
    assert [row[0] for row in book["runs"]] == ["seed", *(str(n) for n in range(12))]
    assert "not a forecast" in str(book["About"])


def test_a_comparison_and_an_exploration(here: Path) -> None:
    quick = ("--no-store", "--jobs", "1")
    result = whitecell(
        "compare", "small.yaml", "--set", "luck=0.8", "--runs", "12", *quick, "--xlsx", "c.xlsx"
    )
    assert result.exit_code == 0, result.output
    book = sheets((here / "c.xlsx").read_bytes())
    noted(book)
    assert book["stated"][1][1] == "assumptions.luck.value" or "luck" in str(book["stated"])
    result = whitecell("explore", "small.yaml", "--points", "16", "--seeds", "1", *quick, "--xlsx", "e.xlsx")
    assert result.exit_code == 0, result.output
    book = sheets((here / "e.xlsx").read_bytes())
    noted(book)
    assert len(book["points"]) == 17
    assert "assumption, share" in str(book["About"])


def test_what_a_spreadsheet_takes_for_a_formula_stays_text() -> None:
    nasty = ["=1+1", "+1", "@x", "http://example.org", "{=1}", "\u202ex", "1e5"]
    book = sheets(workbook("T", [("=a", "=b")], [Sheet("odd", [{"=head": text} for text in nasty])]))
    assert [row[0] for row in book["odd"]] == ["=head", *nasty[:5], "x", "1e5"]
    long = sheets(workbook("T", [], [Sheet("long", [{"a": "x" * 40_000, "b": float("nan")}])]))
    assert len(long["long"][1][0]) == 32_000 and len(long["long"][1]) == 1


def test_only_a_workbook_is_written(here: Path) -> None:
    result = whitecell("batch", "small.yaml", "--runs", "2", "--no-store", "--xlsx", "batch.csv")
    assert result.exit_code == 2 and "ends in .xlsx" in result.stderr
