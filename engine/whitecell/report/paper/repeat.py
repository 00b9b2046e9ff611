"""The footer of a report: everything needed to make it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whitecell.report.paper.blocks import Block, Heading, Inline, Paragraph, Span, Table
from whitecell.report.wording import clean


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a report: a scenario and its runs.

    ``words`` are the words after ``whitecell run`` that play a run of it; ``command`` played the batch.
    """

    label: str
    digest: str
    command: str
    versions: Mapping[str, str]
    seeds: str
    words: str


def repeat(sources: Sequence[Source], command: str) -> list[Block]:
    """Scenario, seeds, versions and commands."""
    blocks: list[Block] = [
        Heading("How to repeat it", 2, "repeat"),
        Paragraph(
            "A run is a scenario and a seed, to the bit: the same scenario, seeds and versions give the same "
            "numbers. Shares of runs follow from the stated assumptions; they are not a forecast."
        ),
    ]
    for source in sources:
        rows: list[tuple[str, Inline]] = [
            ("scenario", [clean(source.label), ", SHA-256 ", Span(source.digest, code=True)]),
            ("seeds", source.seeds),
            ("played by", Span(clean(source.command), code=True) if source.command else "not recorded"),
            ("versions", ", ".join(f"{clean(n)} {clean(v)}" for n, v in source.versions.items())),
        ]
        blocks.append(Table(f"What was played: {clean(source.label)}", ("item", "value"), rows))
    blocks.append(Paragraph(["This report: ", Span(clean(command), code=True)]))
    return blocks
