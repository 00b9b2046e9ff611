"""The effect of taking out each part of a scenario, as a table, and the parts that hardly matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from whitecell.analysis.ablation import LITTLE, Ablation
from whitecell.report.page import item, section, table, title
from whitecell.report.wording import MINUS, clean, listed
from whitecell.scenario.model import Scenario
from whitecell.scenario.sections import SECTIONS

KINDS = {name: section.one for name, section in SECTIONS.items()} | {"air": "flights", "relations": "patron"}
"""Name of a part of each section."""
NARROW = 70
"""Width below which a part's kind has no column of its own."""


def ablation_page(
    scenario: Scenario, found: Sequence[Ablation], runs: int, width: int
) -> Iterator[RenderableType]:
    """Lay out the results: the part that matters most first, parts that change nothing last."""
    yield title(scenario.title)
    yield Text(
        f"Each part is taken out in turn and {runs:,} runs are played on the same dice. Effects are mean "
        "differences in standard deviations of the measure that moves most."
    )
    yield ""
    wide = width >= NARROW
    heads = (*(("kind",) if wide else ()), "without", "runs that change", "moves most", "by")
    first = 2 if wide else 1
    grid = table(*heads, right=(first, first + 2))
    for ablation in sorted(found, key=_strength):
        cells = [KINDS[ablation.section]] if wide else []
        bearing = ablation.bearing
        cells += [clean(ablation.thing), f"{bearing.changed:.0%}"]
        cells += [clean(bearing.measure) or "–", _effect(ablation)]
        grid.add_row(*(Text(cell) for cell in cells))
    yield grid
    ordered = sorted(found, key=_strength)
    yield from section("What hardly matters")
    idle = [ablation for ablation in ordered if ablation.verdict == "hardly matters"]
    if not idle:
        yield Text("Nothing.")
    for ablation in idle:
        yield item(f"{_called(ablation)}: {_why(ablation)}")
    undecided = [_called(ablation) for ablation in ordered if ablation.verdict == "undecided"]
    if undecided:
        yield from section(f"What {runs:,} runs are too few to tell")
        yield item(f"{listed(undecided)}; more --runs tell")


def _called(ablation: Ablation) -> str:
    return f"{KINDS[ablation.section]} {clean(ablation.thing)}"


def _strength(ablation: Ablation) -> tuple[int, float, float]:
    """Sort key of a part by how much it matters, the most first."""
    order = ("matters", "undecided", "hardly matters").index(ablation.verdict)
    return order, -abs(ablation.bearing.effect), -ablation.bearing.changed


def _effect(ablation: Ablation) -> str:
    if not ablation.bearing.measure:
        return "0"
    return f"{ablation.bearing.effect:+.2f}".replace("-", MINUS)


def _why(ablation: Ablation) -> str:
    """How it hardly matters."""
    if ablation.bearing.changed == 0.0:
        return "no measure of any run is another without it"
    return f"it moves no measure by {LITTLE:g} standard deviations"
