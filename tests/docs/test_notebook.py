"""docs/notebook.md, run top to bottom; and its frames against what the command line prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from whitecell_cli.main import cli

PAGE = (Path(__file__).parents[2] / "docs" / "notebook.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """Every name that the page makes."""
    names: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 9
    for block in blocks:
        exec(block, names)
    return names


def test_the_notebook_is_the_page_cell_by_cell() -> None:
    from benchmarks.notebook import TARGET, notebook

    text = TARGET.read_text(encoding="utf-8")
    assert text == notebook(PAGE), "python -m benchmarks.notebook"
    stated = json.loads(text)
    code = ["".join(cell["source"]) for cell in stated["cells"] if cell["cell_type"] == "code"]
    assert [f"{block}\n" for block in code] == re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len({cell["id"] for cell in stated["cells"]}) == len(stated["cells"])
    assert (stated["nbformat"], stated["nbformat_minor"]) == (4, 5)


def test_a_batch_is_that_of_the_command(page: dict[str, Any]) -> None:
    words = ["batch", "southwest-syria-2017", "--runs", "300", "--no-store", "--json"]
    printed = json.loads(CliRunner().invoke(cli, words).stdout)["measures"]
    summary = page["wc"].summary(page["one"])
    for name, measure in printed.items():
        if measure["kind"] != "category":
            assert summary.loc[name, "estimate"] == measure["estimate"]
            assert summary.loc[name, "low"] == measure["low"]


def test_csv_holds_the_same_rows(page: dict[str, Any], tmp_path: Path) -> None:
    words = ["batch", "southwest-syria-2017", "--runs", "300", "--no-store", "--csv"]
    (tmp_path / "x.csv").write_text(CliRunner().invoke(cli, words).stdout)
    read = pd.read_csv(tmp_path / "x.csv", keep_default_na=True).set_index("measure")
    summary = page["wc"].summary(page["one"])
    assert list(read.index) == list(summary.index)
    assert np.allclose(read["estimate"], summary["estimate"].astype(float), rtol=1e-15, equal_nan=True)


def test_a_comparison_is_that_of_the_command(page: dict[str, Any]) -> None:
    words = ["compare", "southwest-syria-2017", "--set", "leak_chance=0.08", "--runs", "300"]
    words += ["--no-store", "--no-why", "--json"]
    (printed,) = json.loads(CliRunner().invoke(cli, words).stdout)["comparisons"]
    frame = page["wc"].comparison(page["one"], page["two"]).reset_index()
    assert list(frame["measure"]) == [m["measure"] for m in printed["measures"]]
    assert list(frame["difference"]) == [m["difference"] for m in printed["measures"]]


def test_a_story_holds_the_run(page: dict[str, Any]) -> None:
    events = page["events"]
    assert (events["day"].diff().dropna() >= 0).all()
    tables = page["wc"].exploration(page["found"])
    assert len(tables["points"]) == 64
    assert set(tables["drivers"]["assumption"]) == {"leak_chance", "russian_leverage_over_militias"}
    regret = page["tables"]["regret"].set_index("option")
    assert set(regret.index) == {"southwest-syria-2017", "southwest-syria-2017-no-talks"}


def test_why_is_that_of_the_batches(page: dict[str, Any]) -> None:
    told = page["told"]
    assert len(told["partings"]) == 300
    leaks = told["partings"].dropna(subset="day")
    assert set(leaks["kind"]) == {"leak"}
    summary = page["wc"].comparison(page["one"], page["two"]).loc["2"]
    last = told["days"].set_index(["measure", "day"])["difference"]
    days = page["base"].days
    for name in ("deal_signed", "breaches", "displaced", "isis_fighters"):
        assert last[name, days] == pytest.approx(summary.loc[name, "difference"], abs=1e-6)
    assert page["wc"].stated(page["base"], page["leaky"])["place"].tolist() == ["assumptions.leak_chance"]
