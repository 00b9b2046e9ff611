"""The results of packages in words: which deal would be signed and hold, and what it gives each actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whitecell.analysis.answers import Answers
from whitecell.analysis.deals import Gain, Outcome, Share
from whitecell.analysis.packages import expected
from whitecell.analysis.proposed import heard, proposed
from whitecell.analysis.robustness import Robust
from whitecell.report.names import Names
from whitecell.report.settled import TermText
from whitecell.report.table import margin_decimals
from whitecell.report.wording import (
    MINUS,
    capital,
    clean,
    counted,
    figure,
    listed,
    percent,
    percent_within,
    ranged,
)

TOLD = 4
"""Most packages that a sentence lists."""
DIGITS = 4
"""Most decimals of a gain."""
VERDICTS = {"better": "better", "worse": "worse", "open": "no clear difference"}
"""Words for the verdict on a gain."""
BROKEN = 1.0
"""Days of breach per hundred days in force from which an actor is named."""


class DealText:
    """Reports the results of packages, in the names of their scenario.

    Parameters
    ----------
    answers : Answers
    robust : sequence of Robust
        The shortlist over futures; empty if none were played.
    again : Outcome, optional
        The outcome of the best package with other dice than those by which it was chosen.
    """

    def __init__(self, answers: Answers, robust: Sequence[Robust] = (), again: Outcome | None = None) -> None:
        self.answers, self.robust, self.again, self.deal = answers, robust, again, answers.deal
        self.names = Names(self.deal.scenario)
        self._terms = TermText(self.names)

    def package(self, values: Mapping[str, float]) -> str:
        """A package in a line: its terms and their values."""
        return self._terms.settled(self.deal.agreement, values)

    def value(self, term: str, value: float) -> str:
        """A value of a term."""
        return self._terms.value(self.deal.agreement, term, value)

    def title(self) -> str:
        """The title: the deal."""
        return f"Which deal: {self.names.agreement(self.deal.agreement)}"

    def question(self) -> str:
        """The question that was asked."""
        who = self.names.actors(self.deal.parties)
        return f"Which deal would {who} sign, which would hold, and what does each get from it?"

    def brief(self) -> list[str]:
        """The three sentences that come first."""
        return [self.zone(), self.best(), self.hardest()]

    def more(self) -> list[str]:
        """The other answers, each a sentence or two."""
        said = [*self.gains(self.answers.best), self.undominated(), self.spoilers(), *self.futures()]
        return [text for text in (*said, self.positions()) if text]

    def worth_telling(self) -> list[Outcome]:
        """Packages in order of their worth as stories: the best, that of the positions, the undominated."""
        middle = expected(self.deal)
        near = min(self.answers.outcomes, key=lambda e: (self.answers.distance(e.values, middle), e.number))
        ranked = sorted(self.answers.possible or self.answers.outcomes, key=lambda e: -e.kept.value)
        chosen = [self.answers.best, near, *self.answers.undominated, *ranked]
        return list({each.number: each for each in chosen}.values())

    # the answers ---------------------------------------------------------------------------------

    def zone(self) -> str:
        """The zone of possible agreement, or how narrowly there is none."""
        found, every = self.answers.possible, self.answers.outcomes
        if not any(share.runs for each in every for share in each.signs.values()):
            days = counted(self.deal.scenario.days, "days")
            return f"No session had a text to sign within {days}: nothing can be said of who would sign."
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
            f"that each party is more likely than not to sign: {'; '.join(parts)}.{self._how_many()}"
        )

    def _how_many(self) -> str:
        """How many packages the zone may hold, if the intervals leave that open."""
        signs = [each.signs.values() for each in self.answers.outcomes]
        surely = sum(all(s.runs and s.low > 0.5 for s in each) for each in signs)
        possibly = sum(all(s.runs and s.high > 0.5 for s in each) for each in signs)
        return f" By the 95 % intervals it may hold {surely} to {possibly}." if surely < possibly else ""

    def best(self) -> str:
        """The package that is most likely to be signed and kept."""
        each, others = self.answers.best, self.answers.as_good
        if each.kept.value == 0.0:
            return "No package was both signed and in force on the last day in any run."
        which = "that of the zone" if self.answers.possible == [each] else self.package(each.values)
        text = (
            f"Most often signed and still in force on the last day: package {each.number} ({which}), in "
            f"{share(each.kept)} of the runs; it is signed in {share(each.signed)}"
        )
        if each.stands.runs:
            text += f", and {share(each.stands)} of those stand at the end"
        if self.again is not None:
            text += f". Chosen by these runs; with other dice: {share(self.again.kept)}"
        if others:
            numbers = listed(str(other.number) for other in others)
            noun = "package" if len(others) == 1 else "packages"
            told = f"{noun} {numbers}" if len(others) <= TOLD else f"{len(others)} others"
            text += f". The intervals do not tell it from {told}"
        return f"{text}."

    def hardest(self) -> str:
        """Who refuses the package of the positions, and the smallest concession that all would sign."""
        middle = expected(self.deal)
        start = min(
            self.answers.outcomes,
            key=lambda each: (self.answers.distance(each.values, middle), each.number),
        )
        text = f"Positions alone settle at {self.package(middle)}; package {start.number} is nearest"
        if not start.signs[start.hardest].runs:
            return f"{text}, and never came to a text."
        who, signs = self.names.actor(start.hardest), share(start.signs[start.hardest])
        if start.agreed:
            return f"{text}. Each party is more likely than not to sign it; {who} least, {signs}."
        text += f". {capital(who)} mostly refuses it: it would sign the first text in {signs}"
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
        """The gains of a package against no deal, for each actor that has stated an aim."""
        if not each.gains:
            return [
                "No actor states aims, so what a deal gives whom is not told: add `aims` to actors, or --aim "
                "ACTOR=MEASURE:high."
            ]
        by: dict[str, list[str]] = {}
        for gain in each.gains:
            by.setdefault(gain.actor, []).append(self.gain(gain))
        head = f"Package {each.number} against no deal"
        return [f"{head}, for {self.names.actor(actor)}: {'; '.join(said)}." for actor, said in by.items()]

    def gain(self, gain: Gain) -> str:
        """A gain in words: the measure, the change with its interval, and whether it is better."""
        c = gain.contrast
        name = self.names.response(c.name)
        if not c.differing:
            return f"{name}, the same in every run"
        unit = "points" if c.of == "share" else clean(c.unit)
        low, change, high = gained((c.low, c.difference, c.high), gain)
        return f"{name}, {change} {unit}".rstrip() + f" [{low} to {high}]: {VERDICTS[gain.verdict]}"

    def undominated(self) -> str:
        """The deals that cannot be improved for one actor without loss for another."""
        found, signed = self.answers.undominated, self.answers.possible
        if not self.answers.moved:
            by = "party's readiness to sign"
        else:
            by = "aim that packages move"
        of = f"the {len(signed)} that all are likely to sign" if signed else "all packages"
        if len(signed) == 1:
            return ""
        if len(found) == len(signed or self.answers.outcomes):
            return f"Of {of}, none betters another for one {by} without loss for another, by the means."
        numbers = listed(str(each.number) for each in found[: 2 * TOLD])
        more = f" and {len(found) - 2 * TOLD} more" if len(found) > 2 * TOLD else ""
        which = f"{numbers}{more}"
        return f"Of {of}, by the means, nobody can improve on {which} for one {by} without loss for another."

    def spoilers(self) -> str:
        """Who violates the best package once it is in force, which clause, and where."""
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
            where = f" ({self._places(clause.zones)})" if clause.zones else ""
            told.append(
                f"{self.names.actor(breaker.actor)}{outside} on {figure(round(breaker.per_hundred))} by "
                f"breaking {self.names.constraint(breaker.clause)}{where}"
            )
        return f"Who would spoil package {each.number}, in days of a hundred in force: {'; '.join(told)}."

    def futures(self) -> list[str]:
        """How the shortlist fares over the ranges of the assumptions."""
        if not self.robust:
            return []
        best = max(self.robust, key=lambda each: (each.outcome.kept.value, -each.outcome.number))
        told = [
            f"Over {best.outcome.kept.runs:,} runs in futures drawn from all ranges, each with its own dice, "
            f"the most robust of {counted(len(self.robust), 'packages')} is "
            f"{self.package(best.outcome.values)}: signed and in force at the end in "
            f"{share(best.outcome.kept)}."
        ]
        for gain, each in zip(best.outcome.gains, best.regretted, strict=True):
            if gain.verdict == "open":
                continue
            text = (
                f"Over these futures, for {self.names.actor(each.actor)}: {self.gain(gain)}; it would be "
                f"worse off than without a deal in {share(each.share)} of them"
            )
            if each.box is not None and each.box.sides:
                sides = [ranged(self.names.number(s.assumption), s.low, s.high) for s in each.box.sides]
                text += f", mostly ({percent(each.box.density)} of such futures) where {listed(sides)}"
            told.append(f"{text}.")
        if len(told) == 1:
            told.append("No actor's aim is clearly better or worse served by it over these futures.")
        return told

    def positions(self) -> str:
        """Positions that were proposed from the model, and actors with aims and with or without a voice."""
        scenario, terms = self.deal.scenario, self.deal.scenario.agreements[self.deal.agreement].terms
        marked = [
            f"{self.names.actor(actor)} on {self.names.number(name)}"
            for name, term in terms.items()
            for actor, position in term.positions.items()
            if proposed(scenario, position.ideal)
        ]
        aims = [(gain.actor, gain.measure, gain.higher) for gain in self.answers.outcomes[0].gains]
        silent = [
            actor
            for actor in heard(self.deal, aims)
            if not any(actor in term.positions for term in terms.values())
        ]
        said = []
        if marked:
            verb = "was" if len(marked) == 1 else "were"
            said.append(
                f"Proposed from the model and stated by nobody {verb} the position of {listed(marked)}."
            )
        if silent:
            verb = "states" if len(silent) == 1 else "state"
            who = capital(self.names.actors(silent))
            said.append(
                f"{who} {verb} aims and no position on any term; --propose says what would serve them."
            )
        return " ".join(said)

    def _places(self, zones: Sequence[str]) -> str:
        """Zones of a clause, three at most by name."""
        if len(zones) <= 3:
            return self.names.zones(zones)
        return f"{', '.join(self.names.zone(zone) for zone in zones[:2])} and {len(zones) - 2} more zones"


def gained(values: Sequence[float], gain: Gain) -> list[str]:
    """Changes of a gain's measure, with their signs and as many decimals as its interval allows."""
    c = gain.contrast
    scale = 100.0 if c.of == "share" else 1.0
    digits = min(margin_decimals((c.high - c.low) * scale / 2.0), DIGITS)
    return [f"{x * scale + 0.0:+,.{digits}f}".replace("-", MINUS) for x in values]


def share(found: Share) -> str:
    """A share with its interval."""
    return percent_within(found.value, found.low, found.high)
