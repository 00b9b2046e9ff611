"""Where a number of the page comes from: claims, judgement or runs; and what it moves, or what moves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from whitecell.analysis.summary import kind_of
from whitecell.report.names import Names
from whitecell.report.outcome import label
from whitecell.report.wording import capital, clean, figure, listed
from whitecell.scenario.claims import INFORMATION, SOURCES
from whitecell.scenario.formulas import uses
from whitecell.view.mattering import effect_said
from whitecell.view.screening import Effect

if TYPE_CHECKING:
    from whitecell.view.session import Session
    from whitecell.view.sliders import Slider

STATISTICS = {
    "ever": "whether it happened in a run",
    "first_day": "the day on which it first happened in a run",
    "days": "the number of days on which it was so",
    "count": "the total over a run's days",
    "mean": "the average over a run's days",
    "final": "what it is on the last day",
    "peak": "the highest value of a run",
    "value": "what it is on the day that the scenario names",
    "which": "the category",
}
"""How a measure combines its days, in words."""
MOVERS = 8
"""Assumptions named for a measure, and numbers of an actor listed at first."""
Told = dict[str, Any]


class Sources:
    """Explains what assumptions, measures and an actor's decisions depend on; plain values for JSON.

    May be used from several threads.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scenario, self.names = session.scenario, Names(session.scenario)
        self._places = uses(session.scenario)

    def of(self, kind: str, name: str) -> Told | None:
        """The sources of a ``number``, a ``measure`` or an ``actor``'s utilities; None if it is unknown."""
        if kind == "number" and name in self.session.sliders:
            return self._number(self.session.sliders[name])
        if kind == "measure" and name in self.scenario.measures:
            return self._measure(name)
        return self._actor(name) if kind == "actor" and name in self.scenario.actors else None

    def _number(self, slider: Slider) -> Told:
        unit = "" if slider.unit in ("", "share") else f" {slider.unit}"
        if any(letter.isdigit() for letter in unit):
            unit = f" ({slider.unit})"  # a scale, or a rate per so many
        rows = [["Base value", f"{figure(slider.value)}{unit}"]]
        if slider.ranged:
            rows.append(["Range", slider.bounds])
        if meaning := self._meaning(slider.name):
            rows.append(["What it is", meaning])
        if slider.judgement:
            rows.append(["Judgement", slider.judgement])
        if not slider.judgement and not slider.sources:
            rows.append(["Rests on", "It has no source and no stated judgement."])
        if slider.note:
            rows.append(["Note", slider.note])
        used = [capital(", ".join(self.names.steps(place))) for place, _ in self._places.get(slider.name, ())]
        if used:
            more = f"; and {len(used) - MOVERS} more" if len(used) > MOVERS else ""
            rows.append(["Used for", "; ".join(used[:MOVERS]) + more])
        rows.append(["In the scenario", slider.name])
        found = self.session.background.weights
        moves, rank = [], ""
        if found is not None:
            at, mine = next(((k, w) for k, w in enumerate(found, 1) if w.name == slider.name), (0, None))
            if mine is not None:
                moves = [self._effect(effect) for effect in mine.effects]
                rank = (
                    f"Number {at} of {len(found)} by what it moves, over {mine.seeds} seeds, "
                    "from the lower to the upper end of its range."
                )
                if not moves:
                    rank += " No measure moves clearly."
        elif slider.ranged:
            rank = "The screening is not done yet."
        return {
            "title": slider.label,
            "rows": rows,
            "claims": list(self._claims([source.claim for source in slider.sources])),
            "moves": moves,
            "rank": rank,
            "moves_head": "What it moves",
        }

    def _meaning(self, name: str) -> str:
        """What a rule's number means, in the words of the language; empty for other numbers."""
        key = next((str(place[1]) for place, _ in self._places.get(name, ()) if place[0] == "rules"), "")
        field = type(self.scenario.rules).model_fields.get(key)
        return clean(field.description or "") if field is not None else ""

    def _measure(self, name: str) -> Told:
        measure = self.scenario.measures[name]
        runs, recorded = self.session.runs, clean(measure.record.replace("_", " "))
        rows = [
            ["What it is", f"{capital(STATISTICS[measure.statistic])}: {recorded}"],
            ["Where from", f"A result of the model, over {runs:,} runs, seeds 0 to {runs - 1:,}"],
        ]
        if measure.of:
            rows.insert(1, ["Of", listed(self._thing(key) for key in measure.of)])
        if measure.unit:
            rows.append(["Unit", "day" if kind_of(measure.statistic) == "day" else clean(measure.unit)])
        if measure.note:
            rows.append(["Note", clean(measure.note)])
        rows.append(["In the scenario", f"measures.{name}"])
        found = self.session.background.weights
        movers = [(e, w.name) for w in found or () for e in w.effects if e.measure == name]
        movers.sort(key=lambda pair: -abs(pair[0].size))
        rank = "The screening is not done yet." if found is None else "" if movers else (
            "No assumption moves it clearly within its range, one at a time."
        )  # fmt: skip
        return {
            "title": capital(label(self.scenario, name)),
            "rows": rows,
            "claims": list(self._claims(measure.cites)),
            "moves": [
                self._linked(self.session.sliders[n], effect_said(self.scenario, e))
                for e, n in movers[:MOVERS]
            ],
            "rank": rank,
            "moves_head": "What moves it, from the lower to the upper end of its range",
        }

    def _actor(self, name: str) -> Told:
        """The numbers that an actor's utilities are made of, most influential first."""
        order = {w.name: k for k, w in enumerate(self.session.background.weights or ())}
        mine = [
            slider for slider in self.session.sliders.values()
            if any(place[:2] == ("actors", name) for place, _ in self._places.get(slider.name, ()))
        ]  # fmt: skip
        mine.sort(key=lambda slider: order.get(slider.name, len(order)))
        how = (
            "Utilities are sums of terms. Each is made of the numbers below, what the actor saw that day, "
            "and the rules of the model."
        )
        return {
            "title": f"What {self.names.actor(name)} weighs with",
            "rows": [["How", how]],
            "claims": [],
            "moves": [self._linked(s, f"{figure(s.value)} {s.unit}".rstrip()) for s in mine],
            "rank": "" if mine else "The scenario states plain numbers for it, without ranges or sources.",
            "moves_head": "Its numbers, those that matter most first",
        }

    def _effect(self, effect: Effect) -> Told:
        said = capital(label(self.scenario, effect.measure))
        text = effect_said(self.scenario, effect)
        return {"kind": "measure", "name": effect.measure, "label": said, "text": text}

    @staticmethod
    def _linked(slider: Slider, text: str) -> Told:
        return {"kind": "number", "name": slider.name, "label": slider.label, "text": text}

    def _thing(self, key: str) -> str:
        """The name of the thing that a measure is about, whatever its kind."""
        for kind in ("actor", "zone", "agreement", "constraint", "talks", "corridor", "rivalry", "inject"):
            named: str = getattr(self.names, kind)(key)
            if named != key:
                return named
        return self.names.number(key)

    def _claims(self, cited: Iterator[str] | list[str] | tuple[str, ...]) -> Iterator[Told]:
        for key in cited:
            claim = self.session.claims.get(key)
            if claim is None:
                yield {"claim": clean(key)}
                continue
            source, information = SOURCES[claim.grade[0]], INFORMATION[claim.grade[1]]
            word = "paragraph" if len(claim.paragraphs) == 1 else "paragraphs"
            yield {
                "claim": clean(key),
                "grade": claim.grade,
                "graded": f"source {source}, information {information}. {clean(claim.because)}",
                "paragraph": f"{word} {listed(str(n) for n in claim.paragraphs)}" if claim.paragraphs else "",
                "says": clean(claim.says),
                "said_by": clean(claim.said_by),
                "when": clean(claim.when),
            }
