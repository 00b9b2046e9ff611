import pytest

from whitecell.scenario.shapes import area, checked, middle, read, written

SQUARE = [(36.0, 32.0), (37.0, 32.0), (37.0, 33.0), (36.0, 33.0)]
HOLE = [(36.4, 32.4), (36.6, 32.4), (36.6, 32.6), (36.4, 32.6)]
CRESCENT = [(0.0, 0.0), (4.0, 0.0), (4.0, 1.0), (1.0, 1.0), (1.0, 3.0), (4.0, 3.0), (4.0, 4.0), (0.0, 4.0)]


def test_rings_are_closed_and_turn_as_the_standard_says() -> None:
    for outer in (SQUARE, SQUARE[::-1]):
        ring, hole = checked([outer, HOLE])
        assert ring[0] == ring[-1] and hole[0] == hole[-1]
        assert area(ring) == pytest.approx(1.0)
        assert area(hole) == pytest.approx(-0.04)


def test_text_and_back() -> None:
    polygons = (checked([SQUARE, HOLE]), checked([[(-x, -y) for x, y in SQUARE]]))
    assert read(written(polygons)) == polygons
    assert written(polygons).startswith("MULTIPOLYGON (((36 32, 37 32, 37 33, 36 33, 36 32), (36.4 32.4, ")


@pytest.mark.parametrize(
    "text",
    ["", "POLYGON ((0 0, 1 0, 1 1, 0 0))",
     "MULTIPOLYGON (((0 0, 1 0, 0 0)))", "MULTIPOLYGON (((0 0, 1 0, 1 1, x 0)))",
     "MULTIPOLYGON (((0 0, 1 0, 2 0, 0 0)))", "MULTIPOLYGON (((0 0, 200 0, 200 1, 0 0)))",
     "MULTIPOLYGON (((" + "0 0, " * 50_000 + "0 0)))"],
)  # fmt: skip
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"outline|area|degrees"):
        read(text)


def test_the_middle_lies_inside() -> None:
    assert middle((checked([SQUARE]),)) == (36.5, 32.5)
    x, y = middle((checked([CRESCENT]),))
    assert 0.0 < x < 1.0 and 1.0 < y < 3.0  # the centroid lies in the bay
