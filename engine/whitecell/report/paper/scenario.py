"""The scenario in a report: a paragraph, its constraints, its assumptions and the claims they cite."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from whitecell.report.clauses import constraint_sentence
from whitecell.report.names import Names
from whitecell.report.paper.blocks import Block, Bullets, Folded, Heading, Inline, Paragraph, Span, Table
from whitecell.report.sides import sides
from whitecell.report.wording import calendar, capital, clean, counted, date_of, figure, listed
from whitecell.scenario.claims import Claim
from whitecell.scenario.model import Scenario
from whitecell.scenario.quantity import Assumption

GRADES = (
    "Grades follow the Admiralty code: A to F how reliable the source is, 1 to 6 how credible the statement; "
    "A1 is best."
)


def period(scenario: Scenario) -> str:
    """The period that the scenario covers."""
    first, last = (calendar(date_of(scenario.start, day)) for day in (1, scenario.days))
    return f"{counted(scenario.days, 'days')}, {first} to {last}"


def described(scenario: Scenario) -> list[Block]:
    """The scenario: its own words, its cast, and its constraints in sentences."""
    names = Names(scenario)
    parties = [side.label for side in sides(scenario)]
    others = [
        names.actor(a) for a in scenario.actors if not any(a in side.actors for side in sides(scenario))
    ]
    cast = f"{counted(len(scenario.zones), 'zones')} and {counted(len(scenario.actors), 'actors')}."
    told = [capital(cast)]
    if parties:
        told.append(f"On the ground: {'; '.join(parties)}.")
    if others:
        told.append(f"Without forces there: {listed(others)}.")
    if scenario.talks:
        talks = [f"{names.talks(t)} on {names.agreement(s.signs)}" for t, s in scenario.talks.items()]
        told.append(f"Talks: {listed(talks)}.")
    blocks: list[Block] = [Heading("The scenario", 2, "scenario")]
    if scenario.about:
        blocks.append(Paragraph(clean(scenario.about)))
    blocks.append(Paragraph(f"{capital(period(scenario))}. {' '.join(told)}"))
    for name, stated in scenario.assumptions.items():
        if stated.range is not None and not stated.range[0] <= stated.value <= stated.range[1]:
            low, high = map(figure, stated.range)
            far = f"{figure(stated.value)}, outside its stated range, {low} to {high}"
            blocks.append(Paragraph(f"Set for these runs: {clean(name)} is {far}."))
    if scenario.constraints:
        said = f"What the parties demand of each other: {counted(len(scenario.constraints), 'constraints')}"
        told = [capital(constraint_sentence(names, key)) for key in scenario.constraints]
        blocks.append(Folded(said, [Bullets(told)]))
    return blocks


def assumed(
    scenario: Scenario, claims: Mapping[str, Claim], missing: str, changed: Collection[str] = ()
) -> list[Block]:
    """The assumptions with their sources, and the claims that they cite.

    Parameters
    ----------
    scenario : Scenario
    claims : mapping of str to Claim
    missing : str
        Why there are no claims, if there should be.
    changed : collection of str
        Assumptions that are marked.
    """
    if not scenario.assumptions:
        return []
    cited = {c for a in scenario.assumptions.values() for c in a.cites}
    judged = sum(not a.cites for a in scenario.assumptions.values())
    blocks: list[Block] = [
        Heading("What it assumes", 2, "assumptions"),
        Paragraph(
            f"{capital(counted(len(scenario.assumptions), 'assumptions'))}; {judged:,} of them rest on "
            "judgement alone. Point at a claim to read it, or follow it to the list below. " + GRADES
        ),
    ]
    named = {name: a for name, a in scenario.assumptions.items() if "." not in name}
    placed = {name: a for name, a in scenario.assumptions.items() if "." in name}
    if named:
        blocks.append(_table("Assumptions with a name", named, claims, changed))
    if placed:
        inside = _table("Assumptions stated where they are used", placed, claims, changed)
        said = f"{capital(counted(len(placed), 'more'))} that are stated where they are used"
        blocks.append(Folded(said, [inside]) if named else inside)
    if missing:
        blocks.append(Paragraph(clean(missing), "warning"))
    known = [name for name in claims if name in cited]
    if known:
        blocks += [
            Heading("The claims cited", 3, "claims"),
            Table(
                "Claims of the register that an assumption cites",
                ("claim", "says", "said by", "grade"),
                [_claim(name, claims[name]) for name in known],
                keys=[f"claim-{name}" for name in known],
            ),
        ]  # fmt: skip
    return blocks


def _table(
    caption: str, entries: Mapping[str, Assumption], claims: Mapping[str, Claim], changed: Collection[str]
) -> Table:
    rows: list[Sequence[Inline]] = [
        (
            Span(name, code=True, strong=name in changed),
            Span(figure(a.value), value=a.value),
            f"{figure(a.range[0])} to {figure(a.range[1])}" if a.range else "",
            clean(a.unit),
            rests(a, claims),
            clean(a.note),
        )
        for name, a in entries.items()
    ]
    heads = ("assumption", "value", "range", "unit", "rests on", "note")
    return Table(caption, heads, rows, frozenset({1, 2}))


def _claim(name: str, claim: Claim) -> Sequence[Inline]:
    grade = Span(claim.grade, note=clean(claim.because))
    return name, clean(claim.says), clean(claim.said_by), grade


def rests(entry: Assumption, claims: Mapping[str, Claim]) -> Inline:
    """The source of an assumption: claims with their grades, each with its text, or a judgement."""
    if not entry.cites:
        return f"judgement: {clean(entry.judgement)}" if entry.judgement else "nothing"
    parts: list[str | Span] = []
    for name in entry.cites:
        parts += [", "] if parts else []
        if name in claims:
            claim = claims[name]
            note = f"{clean(claim.says)} ({clean(claim.said_by)}; {claim.grade})"
            parts += [Span(name, note=note, to=f"claim-{name}"), f" {claim.grade}"]
        else:
            parts.append(clean(name))
    return parts
