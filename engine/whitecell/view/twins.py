"""Twin runs: one seed under two courses of action, and where the two diverge."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from whitecell.analysis.divergence import Divergence, parting
from whitecell.analysis.reasons import Reason, reason
from whitecell.report.divergence import parting_said
from whitecell.report.outcome import label, told_value
from whitecell.report.wording import capital, clean
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario
from whitecell.view.beside import family, titles
from whitecell.view.parts import Telling, Values, changed
from whitecell.view.session import RefusedError
from whitecell.view.stage import Stage
from whitecell.view.storyboard import dates, log

if TYPE_CHECKING:
    from pathlib import Path

    from whitecell.view.desk import Desk
    from whitecell.view.session import Session

CASE = "case"
"""Key of the base with the assumptions that the page has changed."""


def part(first: Scenario, second: Scenario, seed: int) -> tuple[Divergence, Reason | None] | None:
    """Where and why two runs of one seed diverge; None if they never do. Called in a worker."""
    found = parting(first, second, seed)
    return None if found is None else (found, reason(first, second, found))


class Twins:
    """Plays runs of the scenario on show beside their twins under another course of action."""

    def __init__(self, session: Session, desk: Desk, stage: Stage) -> None:
        self.session, self.desk, self.stage = session, desk, stage
        self._files: dict[str, Path] | None = None
        self._read: dict[str, Scenario] = {}
        self._stages: dict[str, Stage] = {}

    def beside(self) -> list[dict[str, str]]:
        """The scenarios that can stand beside the base, each with a key and a title."""
        said = titles(self.files)
        return [{"key": key, "title": clean(said[key]), "name": clean(key)} for key in self.files]

    @property
    def files(self) -> dict[str, Path]:
        """The paths of these scenarios, by key; searched for once."""
        if self._files is None:
            self._files = family(self.desk.source, self.desk.folder)
        return self._files

    def other(self, asked: Any, values: Values) -> Scenario:
        """The scenario that stands beside the base, cut to the base's days.

        Raises
        ------
        RefusedError
            If there is no such scenario, or its days or places are not those of the base.
        ScenarioError
            If it cannot be read.
        """
        base = self.session.scenario
        if asked == CASE:
            return changed(base, values)
        if not isinstance(asked, str) or asked not in self.files:
            raise RefusedError({"beside": "there is no such scenario beside this one"})
        if asked not in self._read:
            set_for_both = {name: repr(self.session.sliders[name].value) for name in self.desk.preset}
            self._read[asked] = read_scenario(self.files[asked], set_for_both, self.desk.days)
        found = self._read[asked]
        if found.start != base.start or found.days != base.days:
            raise RefusedError(
                {"beside": f"{asked} has other days: it begins on {found.start} and has {found.days}"}
            )
        return found

    def staged(self, asked: str, values: Values) -> Stage:
        """The map of the scenario beside the base."""
        if asked == CASE:
            return self.stage
        if asked not in self._stages:
            self._stages[asked] = Stage(self.other(asked, values), self.session.scenario)
        return self._stages[asked]

    async def told(self, seed: int, values: Values, asked: Any, narrow: bool) -> dict[str, Any]:
        """Both runs and where they diverge, as plain values for JSON; maps are SVG."""
        base = self.session.scenario
        second = await asyncio.to_thread(self.other, asked, values)
        parted, one, two = await asyncio.gather(
            self.session.worked(part, base, second, seed, worker=0),
            self.session.told(seed, {}),
            self.session.told(seed, values) if asked == CASE else self.session.told_of(second, seed),
        )
        day, what, why = None, "", ""
        if parted is not None:
            (what, why), day = parting_said(second, *parted), parted[0].day
        boards = [
            await asyncio.to_thread(self._board, scenario, telling, stage, place, narrow)
            for scenario, telling, stage, place in (
                (base, one, self.stage, "first"),
                (second, two, self.staged(asked, values), "second"),
            )
        ]
        return {
            "seed": seed, "days": base.days, "day": day, "what": what, "why": why,
            "runs": boards, "ends": _ends(base, second, one, two),
        }  # fmt: skip

    def _board(self, scenario: Scenario, telling: Telling, stage: Stage, place: Any, narrow: bool) -> Any:
        standings = (telling.days.standing(day) for day in range(scenario.days + 1))
        return {"dates": dates(scenario), "log": log(scenario, telling.story, full=False),
                "frames": stage.days(narrow, telling.days, standings, telling.story, place)}  # fmt: skip


def _ends(first: Scenario, second: Scenario, one: Telling, two: Telling) -> list[dict[str, Any]]:
    """The measures that both runs have, with the values at the end of each; those that differ first."""
    rows = []
    for name in first.measures:
        if name in second.measures:
            values = one.story.measures[name], two.story.measures[name]
            said = [told_value(s, name, v) for s, v in zip((first, second), values, strict=True)]
            rows.append(
                {"name": name, "label": capital(label(first, name)), "said": said, "same": said[0] == said[1]}
            )
    return sorted(rows, key=lambda row: bool(row["same"]))
