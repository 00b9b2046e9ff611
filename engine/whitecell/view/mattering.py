"""The screening and the previews as plain values for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whitecell.analysis.summary import kind_of
from whitecell.report.outcome import label
from whitecell.report.wording import MINUS, capital, clean, figure
from whitecell.scenario.model import Scenario
from whitecell.view.parts import Values
from whitecell.view.screening import Effect

if TYPE_CHECKING:
    from whitecell.view.session import Session


def mattering_said(session: Session) -> dict[str, Any]:
    """The progress of the screening, the sliders to show first, and what each moves most."""
    background = session.background
    found = background.weights
    shown = background.mattering
    moves = {
        weight.name: f"{capital(label(session.scenario, weight.effects[0].measure))} "
        f"{effect_said(session.scenario, weight.effects[0])}"
        for weight in found or ()
        if weight.effects
    }
    if found is not None:
        said = (
            f"The {len(shown)} of {len(found)} that matter most: each was played at both ends of its range."
            if shown
            else "No assumption moves any measure within its range, one at a time."
        )
    elif background.failed:
        said = f"The screening failed ({clean(background.failed)}); these stand first in the scenario."
    else:
        so_far = f" {background.done} of {background.wanted}…" if background.wanted else "…"
        said = f"Finding those that matter most:{so_far} Until then, those that stand first in the scenario."
    return {
        "names": shown,
        "ready": found is not None or bool(background.failed),
        "said": said,
        "moves": moves,
        "ahead": background.ready,
    }


def effect_said(scenario: Scenario, effect: Effect) -> str:
    """A difference between the ends of a range in the measure's unit: ``+12 days``, ``−31 points``."""
    measure = scenario.measures[effect.measure]
    unit = "days" if kind_of(measure.statistic) == "day" else clean(measure.unit)
    size, sign = abs(effect.difference), "+" if effect.difference > 0.0 else MINUS
    if kind_of(measure.statistic) == "flag" or unit == "share":
        size, unit = 100.0 * size, "points"
    digits = 0 if size >= 10.0 else 1 if size >= 1.0 else 3
    return f"{sign}{figure(round(size, digits))} {unit}".rstrip()


def preview_said(session: Session, moving: str, values: Values, place: float, runs: int) -> str:
    """What a preview shows."""
    slider = session.sliders[moving]
    exact = place == values.get(moving, slider.value)
    at = "" if exact else f" at {figure(place)}, the nearest value played before"
    return f"Preview: {runs} runs{at}. Playing all {session.runs:,}…"
