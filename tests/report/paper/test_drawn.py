"""The charts of a document, drawn before it is written."""

import numpy as np
import pytest

from whitecell.batch.pool import hired
from whitecell.report import charts
from whitecell.report.drawing import Chart
from whitecell.report.paper.blocks import Document, Figure, Figures, Folded, Paragraph, figures
from whitecell.report.paper.drawn import FEW, drawn

pytest.importorskip("vl_convert")


def chart(key: str) -> Chart:
    values = np.arange(10.0) + len(key)
    return Chart(charts.distribution("days", {"runs": values}), key, f"picture {key}")


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_chart_becomes_its_own_picture(jobs: int) -> None:
    many = [Figure(f"many-{k}", chart(f"k{k}"), "") for k in range(FEW)]
    document = Document(
        "title",
        "about",
        [
            Paragraph("text"),
            Figure("one", chart("wide"), "", chart("narrow")),
            Figure("map", "<svg>there</svg>", ""),
            Folded("more", [Figures(many)]),
        ],
    )
    with hired(jobs) as hands:
        found = figures(drawn(document, hands).blocks)
    assert [figure.name for figure in found] == ["one", "map", *(figure.name for figure in many)]
    one, plain, *others = found
    assert isinstance(one.picture, str)
    assert 'aria-label="picture wide"' in one.picture
    assert 'aria-label="picture narrow"' in str(one.narrow)
    assert (plain.picture, plain.narrow) == ("<svg>there</svg>", "")
    for k, figure in enumerate(others):
        assert figure.picture == chart(f"k{k}").svg()
    assert isinstance(document.blocks[1], Figure)
    assert isinstance(document.blocks[1].picture, Chart)
