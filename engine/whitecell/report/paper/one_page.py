"""The first page of a report, for a reader who has to brief somebody else.

It has the question, an answer in three sentences, one picture, how sure that is, the weakest assumption, and
the things that would change the answer. An interval supports every statement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whitecell.analysis.foundations import weakness
from whitecell.analysis.summary import MeasureSummary
from whitecell.report.aims import better_for, wanted
from whitecell.report.comparison import SURE, cells
from whitecell.report.names import Names
from whitecell.report.paper.blocks import Block, Bullets, Figure, Heading, Inline, Paragraph, Span
from whitecell.report.table import mean_with_interval
from whitecell.report.wording import capital, clean, counted, figure, listed
from whitecell.scenario.model import Scenario

if TYPE_CHECKING:
    from whitecell.analysis.calibration import Verdict
    from whitecell.analysis.paired import Contrast
    from whitecell.analysis.scoring import Fact
    from whitecell.scenario.claims import Claim

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters for the sides of a comparison, so that sentences stay short."""
SENTENCES = 3
"""Sentences of an answer."""
HELD = "This covers chance only: the assumptions are held at their stated values."


@dataclass(frozen=True, slots=True)
class OnePage:
    """The parts of the first page, in order; ``picture`` may be missing where there is none to draw."""

    question: str
    answer: Sequence[str]
    picture: Block | None
    sure: str
    weakest: str
    change: str

    def blocks(self) -> list[Block]:
        """The page as blocks of a report."""
        rests: list[Inline] = [
            [Span(f"{head}: ", strong=True), text]
            for head, text in (
                ("How sure", self.sure),
                ("Weakest assumption", self.weakest),
                ("What would change the answer", self.change),
            )
        ]
        return [
            Heading("In brief", 2, "brief"),
            Paragraph(self.question, "lead"),
            Bullets(list(self.answer)[:SENTENCES]),
            *([self.picture] if self.picture else []),
            Bullets(rests),
        ]


def of_batch(
    scenario: Scenario,
    found: Sequence[MeasureSummary],
    runs: int,
    picture: Block | None,
    claims: Mapping[str, Claim],
) -> OnePage:
    """The first page of a batch; ``found`` are the measures worth reporting, in order."""
    told = [sentence for s in found if (sentence := _summary(scenario, s))]
    shares = [s for s in found if s.kind in ("flag", "day")]
    widths = [s.high - s.low for s in shares if s.low is not None and s.high is not None]
    sure = f"{counted(runs, 'runs')}."
    if widths:
        sure += f" The 95 % intervals of shares are at most {100 * max(widths):.1f} points wide."
    return OnePage(
        f"What follows from the stated assumptions of “{clean(scenario.title)}” over "
        f"{counted(scenario.days, 'days')}?",
        told or ["The scenario records no measure."],
        picture,
        f"{sure} {HELD}",
        weakest(scenario, claims),
        "A batch cannot tell. An exploration (whitecell explore) varies the assumptions over their ranges "
        "and shows which of them change these numbers.",
    )


def _summary(scenario: Scenario, s: MeasureSummary) -> str:
    """A measure in a sentence, with its interval and the actors that want it high or low.

    Nothing for a category, or if no run has a value.
    """
    if s.kind == "category" or s.estimate is None:
        return ""
    name = capital(clean(s.label))
    aim = f" By stated aims {said}." if (said := wanted(scenario, s.name)) else ""
    if s.kind in ("flag", "day"):
        ends = "" if s.low is None or s.high is None else (
            f" (95 % interval {100 * s.low:.1f} to {100 * s.high:.1f} %)"
        )  # fmt: skip
        happened = "came in" if s.kind == "day" else "in"
        return f"{name}: {happened} {100 * s.estimate:.1f} % of runs{ends}.{aim}"
    spread = ""
    if s.quantiles:
        low, high = (figure(float(f"{s.quantiles[level]:.3g}")) for level in ("0.05", "0.95"))
        spread = f"; nine runs in ten lie between {low} and {high}"
    mean = mean_with_interval(s.estimate, s.low, s.high)
    return f"{name}: {mean} {clean(s.unit)} on average{spread}.".replace("  ", " ") + aim


def of_comparison(
    scenario: Scenario,
    titles: Sequence[str],
    sides: Sequence[Sequence[Contrast]],
    runs: int,
    picture: Block | None,
    claims: Mapping[str, Claim],
    changed: Collection[str],
    called: Sequence[str] = LETTERS,
) -> OnePage:
    """The first page of a comparison of a scenario with further sides.

    ``titles`` are those of all sides, in order; the page calls the sides A, B and so on, or by ``called``.
    """
    several = len(sides) > 1
    answer: list[str] = []
    same: dict[str, list[str]] = {}
    for letter, contrasts in zip(called[1:], sides, strict=False):
        told = [_contrast(scenario, c, letter, called[0]) for c in _worth_telling(scenario, contrasts)]
        apart = _uncounted(scenario, contrasts, called[0], letter)
        most = 1 if several else SENTENCES - len(apart)
        if told and len(told) < most:
            told.append("No other measure that can be compared differs significantly.")
        if not told:
            same.setdefault(_nothing(contrasts), []).append(letter)
        answer += [*told[:most], *(() if several else apart)]
    answer = [*(f"{listed(some)} against {called[0]}: {said}" for said, some in same.items()), *answer]
    unlike = {c.measure: c.unlike for contrasts in sides for c in contrasts if c.unlike}
    tests = [c for contrasts in sides for c in contrasts if not c.unlike]
    clear = sum(c.p_holm < SURE for c in tests)
    said = (
        f"{counted(runs, 'pairs')} of runs with the same seeds; {clear:,} of {len(tests):,} numbers "
        f"{'differs' if clear == 1 else 'differ'} significantly (p below {SURE:g} after Holm's correction). "
        f"{HELD}"
    )
    if unlike and several:
        said += "".join(
            f" {each}" for letter, contrasts in zip(called[1:], sides, strict=False)
            for each in _uncounted(scenario, contrasts, called[0], letter)
        )  # fmt: skip
    first, *others = (f"{letter} (“{title}”)" for letter, title in zip(called, titles, strict=False))
    return OnePage(
        f"What changes if {listed(others, 'or')} is played instead of {first}?",
        answer,
        picture,
        said,
        weakest(scenario, claims, changed),
        "Other values of the assumptions. An exploration with both courses of action (whitecell explore "
        "--against) shows over which ranges the order of the two reverses.",
    )


def _worth_telling(scenario: Scenario, contrasts: Sequence[Contrast]) -> list[Contrast]:
    """What differs significantly, once for each measure: the largest, then those at which actors aim."""
    sure = [c for c in contrasts if c.p_holm < SURE and not c.unlike]
    first = {c.measure: c for c in reversed(sure)}
    largest = max((abs(c.effect) for c in sure), default=0.0)
    top = next((c.measure for c in sorted(sure, key=_has_aspect) if abs(c.effect) >= largest), "")
    return sorted(
        (c for c in sure if first[c.measure] is c),
        key=lambda c: (c.measure != top, not wanted(scenario, c.measure)),
    )


def _has_aspect(c: Contrast) -> bool:
    return bool(c.aspect)


def _contrast(scenario: Scenario, c: Contrast, letter: str, base: str) -> str:
    """A difference in a sentence that says which side is higher, with the interval."""
    what = capital(Names(scenario).response(c.name))
    shown = cells(c)
    part = "share" in (c.of, c.unit)
    unit = "" if part else f" {clean(c.unit)}".rstrip()
    size, _, interval = shown[3].partition(" [")
    low, _, high = interval.rstrip("?]").partition(", ")
    way = "higher" if c.difference > 0 else "lower"
    if c.of == "share":
        way = "more often" if c.difference > 0 else "less often"
    if part:
        size = f"{size} points"
    aim = f" By stated aims that is {said}." if (said := better_for(scenario, c)) else ""
    return (
        f"{what}: {way} in {letter}, {shown[2]}{unit} against {shown[1]} in {base} (difference {size}, "
        f"95 % interval {low} to {high}).{aim}"
    )


def _uncounted(scenario: Scenario, contrasts: Sequence[Contrast], base: str, letter: str) -> list[str]:
    """The measures that cannot be compared, and why, in a sentence; nothing if all can be compared."""
    unlike = {c.measure: c.unlike for c in contrasts if c.unlike}
    if not unlike:
        return []
    names = Names(scenario)
    reasons = dict.fromkeys(_apart(names, words, base, letter) for words in unlike.values())
    return [
        f"Not comparable: {listed(map(names.response, unlike))}, because {'; '.join(reasons)}. A lower count "
        "there does not mean fewer violations."
    ]


def _apart(names: Names, words: str, base: str, letter: str) -> str:
    """The text of :func:`whitecell.analysis.counted.counted_apart`, with names instead of keys."""
    text = words.partition("; like with like")[0]
    for key in sorted(names.scenario.constraints, key=len, reverse=True):
        name = names.constraint(key).replace("\\", "")
        text = re.sub(rf"\b{re.escape(key)}\b", name, text)
    return clean(text.replace("only the first", f"only {base}").replace("only the second", f"only {letter}"))


def _nothing(contrasts: Sequence[Contrast]) -> str:
    if not any(c.differing for c in contrasts):
        return "every measure is the same in all runs."
    return (
        "no measure differs significantly. That is no proof that nothing changes: differences within the "
        "intervals cannot be excluded."
    )


def of_score(facts: Sequence[Fact], verdicts: Sequence[Verdict], picture: Figure | None) -> OnePage:
    """The first page of a score."""
    from whitecell.report import score  # with ensembles, which no other page needs

    return OnePage(
        "Would the runs have been a good forecast of what was observed?",
        score.answer(facts, verdicts),
        picture,
        score.sure(facts),
        "That each observation is as its source states, within its tolerance.",
        "More observations, best of kinds to which the scenario was not fitted.",
    )


def weakest(
    scenario: Scenario,
    claims: Mapping[str, Claim],
    wanted: Collection[str] = (),
    among: str = "those that differ",
) -> str:
    """The assumption with the weakest source; of equal ones, the one with the widest relative range.

    It is one of the wanted assumptions, which ``among`` describes, or of all if none is wanted.
    """
    chosen = [name for name in wanted if name in scenario.assumptions]
    if not scenario.assumptions:
        return "The scenario states all numbers in place, without assumptions."

    def ground(name: str) -> tuple[float, float]:
        entry = scenario.assumptions[name]
        grades = [claims[c].grade for c in entry.cites if c in claims]
        low, high = entry.range or (entry.value, entry.value)
        weak = min(map(weakness, grades)) if grades else 0.99 if entry.cites else 1.0
        return weak, (high - low) / (max(abs(low), abs(high)) or 1.0)

    name = max(chosen or scenario.assumptions, key=ground)
    entry = scenario.assumptions[name]
    span = f", which may lie from {figure(entry.range[0])} to {figure(entry.range[1])}" if entry.range else ""
    rests = f"it cites {', '.join(map(clean, entry.cites))}" if entry.cites else "it rests on judgement alone"
    judged = sum(not each.cites for each in scenario.assumptions.values())
    of = f" among {among}" if chosen else ""
    return (
        f"{capital(Names(scenario).number(name))} = {figure(entry.value)}{span}: {rests}, the weakest "
        f"source{of}. Of all {len(scenario.assumptions):,} assumptions {judged:,} rest on judgement alone."
    )
