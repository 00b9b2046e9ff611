"""What packages came to, in words: which deal would be signed, would hold, and gives whom what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whitecell.analysis.deals import Answers, Gain, Outcome, Share
from whitecell.analysis.packages import expected
from whitecell.analysis.robustness import Robust
from whitecell.report.names import Names
from whitecell.report.outcome import label
from whitecell.report.settled import TermText
from whitecell.report.wording import capital, clean, counted, figure, listed, percent, signed

TOLD = 4
"""Packages that a sentence lists at most."""
BROKEN = 1.0
"""Days of breach in a hundred from which somebody is named."""


class DealText:
    """Says what packages came to, in the names of their scenario.

    Parameters
    ----------
    answers : Answers
    robust : sequence of Robust
        The shortlist over futures; empty if none were played.
    """

    def __init__(self, answers: Answers, robust: Sequence[Robust] = ()) -> None:
        self.answers, self.robust, self.deal = answers, robust, answers.deal
        self.names = Names(self.deal.scenario)
        self._terms = TermText(self.names)

    def package(self, values: Mapping[str, float]) -> str:
        """A package in a line: its terms and their values."""
        return self._terms.settled(self.deal.agreement, values)

    def value(self, term: str, value: float) -> str:
        """A value of a term."""
        return self._terms.value(self.deal.agreement, term, value)

    def title(self) -> str:
        """What it is about."""
        return f"Which deal: {self.names.agreement(self.deal.agreement)}"

    def question(self) -> str:
        """What was asked."""
        who = self.names.actors(self.deal.parties)
        return f"Which deal would {who} sign, which would hold, and what does each get from it?"

    def brief(self) -> list[str]:
        """The three sentences that come first."""
        return [self.zone(), self.best(), self.hardest()]

    def more(self) -> list[str]:
        """The other answers, each a sentence or two."""
        said = [*self.gains(self.answers.best), self.undominated(), self.spoilers(), *self.futures()]
        return [text for text in said if text]

    # the answers ---------------------------------------------------------------------------------

    def zone(self) -> str:
        """The zone of possible agreement, or how narrowly there is none."""
        found, every = self.answers.possible, self.answers.outcomes
        if not found:
            near = self.answers.nearly
            who = self.names.actor(near.hardest)
            return (
                f"There is no zone of possible agreement among {counted(len(every), 'packages')}: each is "
                f"refused by somebody more often than not. The narrowest gap is package {near.number} "
                f"({self.package(near.values)}), which {who} signs in {share(near.signs[near.hardest])} of "
                "the runs with a text."
            )
        parts = []
        for term in self.deal.terms:
            values = sorted({each.values[term] for each in found})
            if self.deal.options(term) or len(values) == 1:
                said = listed((self.value(term, value) for value in values), "or")
            else:
                said = f"{self.value(term, values[0])} to {self.value(term, values[-1])}"
            parts.append(f"{self.names.number(term)}: {said}")
        return (
            f"The zone of possible agreement holds {len(found)} of {counted(len(every), 'packages')}, those "
            f"that each party is more likely than not to sign: {'; '.join(parts)}."
        )

    def best(self) -> str:
        """The package that is most likely to be signed and to stand."""
        each, others = self.answers.best, self.answers.as_good
        if each.kept.value == 0.0:
            return "No package was both signed and in force on the last day in any run."
        text = (
            f"Most often signed and still in force on the last day: package {each.number} "
            f"({self.package(each.values)}), in {share(each.kept)} of the runs; it is signed in "
            f"{share(each.signed)}"
        )
        if each.stands.runs:
            text += f", and {share(each.stands)} of those stand at the end"
        if others:
            numbers = listed(str(other.number) for other in others[:TOLD])
            more = f" and {len(others) - TOLD} more" if len(others) > TOLD else ""
            text += f". The intervals do not tell it from package {numbers}{more}"
        return f"{text}."

    def hardest(self) -> str:
        """Who refuses what the positions make, and the smallest concession that would bring all on board."""
        middle = expected(self.deal)
        start = min(
            self.answers.outcomes,
            key=lambda each: (self.answers.distance(each.values, middle), each.number),
        )
        text = f"Positions alone settle at {self.package(middle)}; package {start.number} is nearest"
        if not start.signs[start.hardest].runs:
            return f"{text}, and never came to a text."
        who = capital(self.names.actor(start.hardest))
        if start.agreed:
            return f"{text}, and each party is more likely than not to sign it; {who} least " \
                   f"({share(start.signs[start.hardest])})."  # fmt: skip
        text += f". {who} refuses it: it signs in {share(start.signs[start.hardest])} of the runs with a text"
        end = self.answers.concession(start)
        if end is None:
            return f"{text}, and no package that was tried brings all on board."
        moved = [
            f"{self.names.number(term)} from {self.value(term, start.values[term])} to "
            f"{self.value(term, end.values[term])}"
            for term in self.deal.terms
            if start.values[term] != end.values[term]
        ]
        text += f". The smallest concession that brings all on board: {listed(moved)} (package {end.number})"
        payer = self.answers.paid_by(start, end)
        if payer:
            text += (
                f", at the cost of {self.names.actor(payer)}, which signs in "
                f"{share(end.signs[payer])} instead of {share(start.signs[payer])}"
            )
        return f"{text}."

    def gains(self, each: Outcome) -> list[str]:
        """What a package gives each actor that has stated an aim, against no deal."""
        if not each.gains:
            return [
                "No actor states aims, so what a deal gives whom is not told: add `aims` to actors, or --aim "
                "ACTOR=MEASURE:high."
            ]
        head = f"Package {each.number} against no deal"
        return [f"{head}, for {self.names.actor(gain.actor)}: {self.gain(gain)}." for gain in each.gains]

    def gain(self, gain: Gain) -> str:
        """A gain in words: the measure, the change with its interval, and whether it is better."""
        c = gain.contrast
        scale, unit = (100.0, "points") if c.of == "share" else (1.0, clean(c.unit))
        low, high = sorted((c.low * scale, c.high * scale))
        verdict = {"better": "better", "worse": "worse", "open": "no clear difference"}[gain.verdict]
        name = label(self.deal.scenario, gain.measure)
        return (
            f"{name}: {signed(c.difference * scale)} {unit}".rstrip()
            + f" [{signed(low)}, {signed(high)}], {verdict}"
        )

    def undominated(self) -> str:
        """The deals on which nobody can improve for one without loss for another."""
        found = self.answers.undominated
        by = "aim" if self.answers.best.gains else "party's readiness to sign"
        numbers = listed(str(each.number) for each in found[: 2 * TOLD])
        more = f" and {len(found) - 2 * TOLD} more" if len(found) > 2 * TOLD else ""
        what = "package" if len(found) == 1 else "packages"
        return (
            f"By the means, no other package betters {what} {numbers}{more} for one {by} without loss for "
            "another."
        )

    def spoilers(self) -> str:
        """Who breaks the best package once it is in force, by what and where."""
        each = self.answers.best
        found = [breaker for breaker in each.breakers if breaker.per_hundred >= BROKEN]
        if not each.signed.value:
            return ""
        if not found:
            return f"Nobody breaks package {each.number} on more than one day in a hundred."
        told = []
        for breaker in found[:3]:
            clause = self.deal.scenario.constraints[breaker.clause]
            outside = "" if breaker.actor in self.deal.parties else ", who did not sign,"
            where = f" ({self.names.zones(clause.zones)})" if clause.zones else ""
            told.append(
                f"{self.names.actor(breaker.actor)}{outside} on {figure(round(breaker.per_hundred))} by "
                f"breaking {self.names.constraint(breaker.clause)}{where}"
            )
        return f"Who would spoil package {each.number}, in days of a hundred in force: {'; '.join(told)}."

    def futures(self) -> list[str]:
        """What the ranges of the assumptions make of the shortlist."""
        if not self.robust:
            return []
        best = max(self.robust, key=lambda each: (each.outcome.kept.value, -each.outcome.number))
        told = [
            f"Over {best.outcome.kept.runs:,} runs in futures drawn from all ranges, "
            f"the most robust of {counted(len(self.robust), 'packages')} is "
            f"{self.package(best.outcome.values)}: signed and in force at the end in "
            f"{share(best.outcome.kept)}."
        ]
        for each in best.regretted:
            name = label(self.deal.scenario, each.measure)
            text = (
                f"{capital(self.names.actor(each.actor))} would be worse off with it than without a deal by "
                f"“{name}” in {share(each.share)} of the futures"
            )
            if each.box is not None and each.box.sides:
                sides = [self._believed(side.assumption, side.low, side.high) for side in each.box.sides]
                text += f"; mostly ({percent(each.box.density)} of such futures) where {listed(sides)}"
            told.append(f"{text}.")
        return told

    def _believed(self, assumption: str, low: float, high: float) -> str:
        name = self.names.number(assumption)
        if low == float("-inf"):
            return f"{name} is at most {figure(high)}"
        if high == float("inf"):
            return f"{name} is at least {figure(low)}"
        return f"{name} is {figure(low)} to {figure(high)}"


def share(found: Share) -> str:
    """A share with its interval: ``62 % [57–67]``."""
    return f"{percent(found.value)} [{100 * found.low:.0f}–{100 * found.high:.0f}]"
