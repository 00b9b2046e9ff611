"""What the page needs before anything moves: the scenario, its sliders, its actors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from whitecell.report.names import Names
from whitecell.report.wording import calendar, capital, clean, date_of
from whitecell.view.sliders import GROUPS

if TYPE_CHECKING:
    from whitecell.view.session import Session


def opening(session: Session, reference: str, told: Sequence[str] = ()) -> dict[str, Any]:
    """The scenario as plain values for JSON; the page shows ``told`` above all pictures."""
    plot, names = session.scenario, Names(session.scenario)
    return {
        "title": clean(plot.title),
        "about": clean(plot.about),
        "reference": clean(reference),
        "from": calendar(date_of(plot.start, 1)),
        "to": calendar(date_of(plot.start, plot.days)),
        "days": plot.days,
        "told": [clean(said) for said in told],
        "runs": session.runs,
        "note": f"Runs 0 to {session.runs - 1:,} of every case are played with the same dice.",
        "groups": [{"key": key, "label": label} for key, label in GROUPS],
        "sliders": [slider.as_json() | {"bounds": slider.bounds} for slider in session.sliders.values()],
        "actors": [{"key": key, "name": capital(names.actor(key))} for key in plot.actors],
    }
