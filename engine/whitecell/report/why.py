"""Why an actor did what it did: what it weighed, and what spoke against the rest."""

from __future__ import annotations

from itertools import groupby

from whitecell.game.record import Option, Story, Weighing
from whitecell.report.wording import Names, day_date, long_date, sentence
from whitecell.scenario.model import Scenario

NEGLIGIBLE = 0.005
"""Terms smaller than this are left out of the sentence."""


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _terms(option: Option) -> str:
    said = [f"{name} {_signed(v)}" for name, v in option.terms.items() if abs(v) >= NEGLIGIBLE]
    return ", ".join(said) or "nothing for or against"


class Reasons:
    """Finds the words for what actors weighed."""

    def __init__(self, scenario: Scenario) -> None:
        self.names = Names(scenario)

    def lines(self, weighing: Weighing) -> list[str]:
        """What was weighed on one occasion."""
        if weighing.subject == "effort":
            return self._effort(weighing)
        if weighing.subject == "assent":
            return self._assent(weighing)
        if weighing.subject == "strike":
            return self._strike(weighing)
        return self._press(weighing)

    def _option(self, name: str) -> str:
        return "hold" if name == "hold" else f"go for {self.names[name]}"

    def _effort(self, w: Weighing) -> list[str]:
        chosen = next(o for o in w.options if o.name == w.chosen)
        reason = "hold" if w.chosen == "hold" else self._option(w.chosen)
        head = f"{reason} (odds {chosen.chance:.0%})"
        if chosen.terms:
            head += f": {_terms(chosen)} = {_signed(chosen.utility)}"
        lines = [sentence(head)]
        others = sorted((o for o in w.options if o.name != w.chosen), key=lambda o: -o.chance)
        for option in others[:3]:
            if option.name == "hold":
                lines.append(f"  not hold (odds {option.chance:.0%}): worth nothing, costs nothing")
                continue
            better = " – though it looked better" if option.utility > chosen.utility else ""
            lines.append(
                f"  not {self.names[option.name]} (odds {option.chance:.0%}): "
                f"{_terms(option)} = {_signed(option.utility)}{better}"
            )
        return lines

    def _assent(self, w: Weighing) -> list[str]:
        option = w.options[0]
        return [
            f"{sentence(w.chosen)} over {self.names[w.thing]} (would sign with {option.chance:.0%}): "
            f"{_terms(option)} = {_signed(option.utility)}"
        ]

    def _strike(self, w: Weighing) -> list[str]:
        option = w.options[0]
        did = "holds fire over" if w.chosen == "hold fire" else "strikes in"
        breach = option.terms["breach"]
        return [
            f"{sentence(did)} {self.names[option.name]}: breach {breach:.0%} full, "
            f"chance of a strike {option.chance:.0%}"
        ]

    def _press(self, w: Weighing) -> list[str]:
        lines = []
        for option in w.options:
            client, _, constraint = option.name.partition(": ")
            will, leverage = option.terms["will"], option.terms["leverage"]
            verb = "presses" if will > 0 else "urges on"
            lines.append(
                f"{sentence(verb)} {self.names[client]} over {self.names[constraint]}: "
                f"will {_signed(will)} × leverage {leverage:.2f}"
            )
        return lines


def why_lines(scenario: Scenario, story: Story, actor: str) -> list[str]:
    """Day by day, what an actor weighed in a run; days that repeat the one before are left out.

    Raises
    ------
    KeyError
        If the scenario has no such actor.
    """
    reasons = Reasons(scenario)
    name = clean_name(scenario, actor)
    led = {a for a, spec in scenario.actors.items() if spec.led_by == actor}
    mine = [w for w in story.weighings if w.actor == actor or w.actor in led]
    lines = [f"What {name} weighed, seed {story.seed}", ""]
    if not mine:
        return [*lines, f"Nothing: {name} neither moves, talks, presses nor strikes here."]
    last: dict[tuple[str, str], list[str]] = {}
    for day, weighings in groupby(mine, key=lambda w: w.day):
        told: list[str] = []
        for weighing in weighings:
            said = reasons.lines(weighing)
            key = (weighing.subject, weighing.thing)
            if weighing.subject in ("press", "strike") and last.get(key) == said:
                continue
            last[key] = said
            told += said
        if told:
            lines.append(f"{long_date(day_date(scenario, day))} (day {day})")
            lines += [f"  {line}" for line in told]
    return lines


def clean_name(scenario: Scenario, actor: str) -> str:
    """The name that a reader sees for an actor."""
    return Names(scenario)[actor] if actor in scenario.actors else _unknown(actor)


def _unknown(actor: str) -> str:
    raise KeyError(actor)
