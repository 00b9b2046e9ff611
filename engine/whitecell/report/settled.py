"""Terms of agreements in words: their values, and the values that parties wanted."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan, nan

from whitecell.game.record import Option, Weighing
from whitecell.report.names import Names
from whitecell.report.wording import capital, clean, figure, listed, signed


class TermText:
    """Describes settled terms, in the names of a scenario."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def value(self, agreement: str, term: str, value: float) -> str:
        """A value of a term: the name of an option, or a number with its unit."""
        spec = self.names.scenario.agreements[agreement].terms[term]
        place = round(value)
        if spec.options and 0 <= place < len(spec.options):
            return clean(spec.options[place])
        unit = clean(self.names.scenario.variables[term].unit)
        return f"{figure(float(f'{value:.3g}'))} {unit}".rstrip()

    def settled(self, agreement: str, values: Mapping[str, float]) -> str:
        """All terms with their values: ``depth of the zone: 20 km; joint strikes: by notice``."""
        terms = self.names.scenario.agreements[agreement].terms
        return "; ".join(
            f"{self.names.number(term)}: {self.value(agreement, term, values[term])}"
            for term in terms
            if term in values
        )

    def sentences(self, weighing: Weighing) -> tuple[str, ...]:
        """How each term came about, as it was before one of the parties; a sentence or two each."""
        return tuple(self._sentence(weighing, option) for option in weighing.options)

    def _sentence(self, weighing: Weighing, option: Option) -> str:
        def said(value: float) -> str:
            return self.value(weighing.thing, option.name, value)

        told, others = option.terms, []
        for actor in (name.removeprefix("ideal ") for name in told if name.startswith("ideal ")):
            ordered = told.get(f"ordered {actor}", nan)
            order = "" if isnan(ordered) else f"; ordered to stand for {said(ordered)}"
            weight = figure(round(told[f"weight {actor}"], 2))
            others.append(
                f"{self.names.actor(actor)} {said(told[f'ideal {actor}'])} (weight {weight}{order})"
            )
        text = f"{capital(self.names.number(option.name))}: {said(option.utility)} on the table"
        text += f", between {listed(others)}" if others else ""
        text += f"; that moved its support by {signed(told['gain'])}" if "gain" in told else ""
        lines = [
            f"{word} {said(told[key])}"
            for key, word in (("at_least", "less than"), ("at_most", "more than"))
            if key in told
        ]
        if lines:
            beyond = option.utility < told.get("at_least", option.utility)
            beyond |= option.utility > told.get("at_most", option.utility)
            text += f". It would not sign {listed(lines, 'or')}" + (", and did not" if beyond else "")
        return f"{text}."
