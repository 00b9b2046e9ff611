import numpy as np
import pytest
from rich.console import Console

from whitecell.analysis.summary import summarise
from whitecell.report.histogram import bars, gauge, joined
from whitecell.report.rows import as_csv
from whitecell.report.table import mean_with_interval, share_with_interval, summary_table
from whitecell.report.typical import typical_run
from whitecell.scenario.model import Scenario


@pytest.fixture
def columns() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    day = np.where(rng.random(200) < 0.6, np.floor(rng.random(200) * 60) + 1, np.nan)
    via = np.array(["by_tanf" if r < 0.2 else None for r in rng.random(200)], dtype=object)
    return {
        "deal_signed": np.float64(~np.isnan(day)), "deal_day": day, "breaches": rng.random(200) * 900,
        "corridor_via": via,
    }  # fmt: skip


def drawn(scenario: Scenario, columns: dict[str, np.ndarray], width: int, plain: bool = False) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as paper:
        for block in summary_table(summarise(scenario, columns), width, plain):
            console.print(block)
    return paper.get()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 400])
def test_no_line_is_wider_than_the_console_and_no_label_or_head_is_lost(
    scenario: Scenario, columns: dict[str, np.ndarray], width: int
) -> None:
    text = drawn(scenario, columns, width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert all(label in text for label in ("the zone is signed", "day of signature", "breaches of the zone"))
    assert "by tanf" in text
    assert "…" not in text
    heads = text.splitlines()[0]
    assert width < 80 or all(head in heads for head in ("measure", "mean or share, 95 %", "5–95 %", "spread"))


def test_columns_go_in_the_order_of_their_use(scenario: Scenario, columns: dict[str, np.ndarray]) -> None:
    wide, less, narrow, tiny = (drawn(scenario, columns, width) for width in (400, 100, 72, 50))
    assert "corridor_via" in wide
    assert "corridor_via" not in less
    assert "unit" in less
    assert "unit" not in narrow
    assert "median" in tiny


def test_measures_that_are_zero_in_every_run_are_named_below(scenario: Scenario) -> None:
    found = {"deal_signed": np.zeros(9), "deal_day": np.full(9, np.nan), "breaches": np.arange(9.0)}
    *_, last = drawn(scenario, found, 200).splitlines()
    assert last == "Zero, or did not happen, in every run: the zone is signed and day of signature."


@pytest.mark.parametrize("width", [40, 50, 60, 80, 400])
def test_histogram_and_quantiles_are_there_in_every_width(
    scenario: Scenario, columns: dict[str, np.ndarray], width: int
) -> None:
    text = drawn(scenario, columns, width)
    for part in ("5–95 %", "% [", "█", "░"):
        assert part in text, part


def test_neighbouring_bins_are_joined_and_none_is_lost() -> None:
    assert joined([1, 2, 3, 4], 2) == [3, 7]
    assert joined([1, 2, 3], 2) == [3, 3]
    assert joined([1, 2], 20) == [1, 2]
    assert sum(joined(range(17), 10)) == sum(range(17))


def test_a_plain_table_is_ascii(scenario: Scenario, columns: dict[str, np.ndarray]) -> None:
    assert drawn(scenario, columns, 400, plain=True).isascii()


def test_an_empty_column_and_a_single_run_have_a_table(scenario: Scenario) -> None:
    never = np.array([np.nan, np.nan])
    assert "in every run: day of signature" in drawn(scenario, {"deal_day": never}, 200)
    assert "12" in drawn(scenario, {"breaches": np.array([12.0])}, 200)


@pytest.mark.parametrize(
    ("mean", "half", "text"),
    [(1234.5, 56.7, "1,234 ± 57"), (0.36984, 0.0076, "0.3698 ± 0.0076"), (2.11331, 0.0042, "2.113 ± 0.004"),
     (2123.4, 1.2, "2,123 ± 1"), (22.04, 2.6, "22.0 ± 2.6"),
     (-3.0, 0.5, "−3.00 ± 0.50"), (5.0, 0.0, "5 ± 0")],
)  # fmt: skip
def test_a_mean_has_the_digits_that_its_margin_supports(mean: float, half: float, text: str) -> None:
    assert mean_with_interval(mean, mean - half, mean + half) == text


def test_a_share_is_told_in_percent() -> None:
    assert share_with_interval(0.623, 0.592, 0.653) == "62.3 % [59.2, 65.3]"
    assert share_with_interval(1.0, None, None) == "100.0 %"


def test_what_is_not_zero_is_seen() -> None:
    assert bars([0, 1, 1000]) == " ▁█"
    assert bars([0, 1, 1000], plain=True) == " .@"
    assert gauge(0.999, 10).endswith("░")
    assert gauge(0.001, 10, plain=True) == "#........."
    assert gauge(0.0, 10, plain=True) == ".........."


def test_the_typical_run_is_in_the_middle_of_everything() -> None:
    columns = {
        "number": np.array([9.0, 5.0, 1.0, 4.0, 6.0]),
        "day": np.array([np.nan, 50.0, 10.0, np.nan, 90.0]),
        "path": np.array(["a", "b", "a", "b", "b"], dtype=object),
    }
    assert typical_run(columns) == 1
    with pytest.raises(ValueError, match="empty"):
        typical_run({})


def test_no_cell_and_no_head_of_a_csv_is_a_formula() -> None:
    text = as_csv([{"=1+1": 1.0, "@x": "-1+1", "plain": "+2", "-": -0.5}])
    assert text == "'=1+1,'@x,plain,'-\n1.0,'-1+1,'+2,-0.5\n"
