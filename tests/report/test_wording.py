from math import inf

import pytest

from whitecell.report.wording import clean, counted, figure, listed, percent, ranged, signed, span


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (12345.6, "12,346"), (150.4, "150"), (12.345, "12.35"), (0.5, "0.5"), (-0.35, "−0.35"),
     (0.0012, "0.0012"), (1e-7, "1.0e−07"), (-0.0, "0")],
)  # fmt: skip
def test_figures(value: float, text: str) -> None:
    assert figure(value) == text


def test_a_share_is_never_rounded_to_certainty() -> None:
    told = [percent(share) for share in (0, 0.001, 0.5, 0.999, 1)]
    assert told == ["0 %", "under 1 %", "50 %", "over 99 %", "100 %"]
    assert span([0.03, 0.08]) == "3–8 %"
    assert span([0.001, 0.08]) == "under 1 % to 8 %"
    assert span([0.5]) == "50 %"


def test_small_words() -> None:
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed(["A"]) == "A"
    assert counted(1, "fighters") == "1 fighter"
    assert counted(0.2, "fighters") == "no fighters"
    assert signed(-0.001) == "0.00"
    assert clean("a\x1b[2Jb\n\tc\u202e\u2066d\x9b") == "a[2Jb cd"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, 3.0, "the price is at most 3"),
        (-inf, 3.0, "the price is at most 3"),
        (0.25, None, "the price is at least 0.25"),
        (0.25, inf, "the price is at least 0.25"),
        (1000.0, 2500.0, "the price is 1,000 to 2,500"),
    ],
)
def test_a_number_within_bounds(low: float | None, high: float | None, said: str) -> None:
    assert ranged("the price", low, high) == said
