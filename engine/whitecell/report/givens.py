"""The numbers that a scenario leaves to the engine, or to its own defaults, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from whitecell.report.names import Names
from whitecell.report.wording import clean, counted, figure, listed
from whitecell.scenario.defaults import Default, in_use
from whitecell.scenario.model import Scenario
from whitecell.scenario.rules import Rules
from whitecell.scenario.source import Source

ENGINE = "the engine"


@dataclass(frozen=True, slots=True)
class Givens:
    """The numbers of a scenario that its files do not state.

    Attributes
    ----------
    laws : sequence of str
        Parameters of the laws with the engine's values.
    defaults : sequence of Default
        Defaults that actors use.
    """

    laws: Sequence[str] = ()
    defaults: Sequence[Default] = ()

    @classmethod
    def of(cls, scenario: Scenario, source: Source, settings: Mapping[str, str]) -> Givens:
        """The givens of a scenario as it was read, with the numbers that were set beside its files."""
        laws = [name for name in source.unstated() if f"rules.{name}" not in settings]
        return cls(laws, in_use(scenario, source, settings))

    def rows(self, scenario: Scenario) -> list[tuple[str, str]]:
        """For each default its name, its value, where it is stated, and the actors that use it."""
        names = Names(scenario)
        return [
            (d.key, f"{_value(d, scenario)}, as {d.where or ENGINE} has it: {names.actors(d.actors)}")
            for d in self.defaults
        ]

    def sentences(self, scenario: Scenario) -> Iterator[str]:
        """The same in few words, a sentence for each place; parameters of the laws are only counted."""
        said: dict[str, list[str]] = {}
        if self.laws:
            every = "all " * (len(self.laws) == len(Rules.model_fields))
            counts = counted(len(self.laws), "parameter/parameters")
            said[ENGINE] = [f"{every}{counts} of the laws"]
        names = Names(scenario)
        together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for d in self.defaults:
            together.setdefault((d.where or ENGINE, d.actors), []).append(f"{d.key} {_value(d, scenario)}")
        for (where, actors), values in together.items():
            said.setdefault(where, []).append(f"{listed(values)} of {names.actors(actors)}")
        for where, parts in said.items():
            yield clean(f"As {where} has them by default: {'; '.join(parts)}.")


def _value(default: Default, scenario: Scenario) -> str:
    number = default.number
    shown = figure(Names(scenario).value(number))
    stated = scenario.assumptions.get(number) if isinstance(number, str) else None
    if stated is None or stated.range is None:
        return shown
    return f"{shown} ({figure(stated.range[0])} to {figure(stated.range[1])})"
