"""The report of a score: its result, whether the runs are calibrated, and each observation."""

from __future__ import annotations

from collections.abc import Sequence

from whitecell.analysis.calibration import Calibration, Verdict
from whitecell.analysis.scoring import Fact
from whitecell.report.charts import placed
from whitecell.report.drawing import Chart
from whitecell.report.paper import one_page
from whitecell.report.paper.blocks import Block, Document, Figure, Figures, Heading, Paragraph, Table
from whitecell.report.paper.repeat import Source, repeat
from whitecell.report.paper.scenario import described, period
from whitecell.report.score import HEADS, TITLES, lines, notes
from whitecell.report.wording import clean, counted, number_word
from whitecell.scenario.model import Scenario

READING = (
    "Each point is an observation, by the part of the runs below it, from the least to the most. On the "
    "dashed line if runs are spread as what was seen; flatter if they are spread too wide, steeper if too "
    "narrow, on one side of it if they are biased. The band holds each rank in 95 % of histories of the "
    "model's own, with all that makes observations hang together; what lies outside is a diamond. Even of a "
    "right model some point may lie outside: the verdict is the sentence, not the picture."
)


def score_report(
    scenario: Scenario, facts: Sequence[Fact], verdicts: Sequence[Verdict], source: Source, command: str
) -> Document:
    """Put the report of a score together.

    Parameters
    ----------
    scenario : Scenario
    facts : sequence of Fact
    verdicts : sequence of Verdict
        One for each ensemble.
    source : Source
        The scenario and runs that were played.
    command : str
        The command that writes this report.
    """
    drawn = [_picture(v.ensemble, v.together, _counting(facts, v)) for v in verdicts if v.together]
    blocks: list[Block] = one_page.of_score(facts, verdicts, drawn[0] if drawn else None).blocks()
    if drawn[1:]:
        blocks += [
            Heading("Are the runs spread as what was seen?", 2, "calibration"),
            Paragraph(READING, "note"),
            Figures(drawn[1:]),
        ]
    blocks.append(Heading("Each observation", 2, "observations"))
    blocks += [_table(facts, verdict) for verdict in verdicts]
    blocks += [Paragraph(note, "note") for note in notes(facts)]
    blocks += [_sources(facts), *described(scenario)]
    about = f"{counted(len(facts), 'observations')} held against runs; {period(scenario)}"
    return Document(f"Score: {clean(scenario.title)}", about, blocks, repeat([source], command), folded=True)


def _counting(facts: Sequence[Fact], verdict: Verdict) -> list[str]:
    """Names of the observations behind the transforms, in their order."""
    return [fact.label or fact.name for fact in facts if verdict.held[fact.name] and not fact.fitted]


def _picture(ensemble: str, found: Calibration, names: Sequence[str]) -> Figure:
    """The transforms of an ensemble's observations, and how many lie outside the band.

    They are not named: a band is that of a rank, and luck has a part in the rank of a yes or no.
    """
    ordered = sorted(zip(found.pits, map(clean, names), strict=True))
    caption = f"{TITLES[ensemble]}: {counted(len(names), 'observations')}"
    if found.band:
        ends = zip(ordered, found.band, strict=True)
        out = sum(not low <= pit <= high for (pit, _), (low, high) in ends)
        caption += f", {number_word(out)} of them outside of the band" if out else ", all within the band"
    said = f"{caption}. " + "; ".join(f"{name} {pit:.2f}" for pit, name in ordered)
    return Figure(
        f"calibration-{ensemble}", Chart(placed(found.pits, found.band), f"p-{ensemble}", said), f"{caption}."
    )


def _table(facts: Sequence[Fact], verdict: Verdict) -> Table:
    rows = []
    for fact in facts:
        first, *others = lines(fact, verdict.held[fact.name])
        rows.append([*first[:-1], "; ".join((first[-1], *(row[-1] for row in others)))])
    return Table(TITLES[verdict.ensemble], HEADS, rows, frozenset({1, 2, 3, 5}))


def _sources(facts: Sequence[Fact]) -> Table:
    rows = [(clean(fact.name), clean(fact.label), clean(fact.source)) for fact in facts]
    return Table("Who says what was observed", ("observation", "what it is", "source"), rows)
