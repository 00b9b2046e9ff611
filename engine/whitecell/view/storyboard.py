"""One run for the page: its days on the map, its log, and what each actor weighed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from whitecell.game.record import Story
from whitecell.report.names import Names
from whitecell.report.story import chapters, outcomes
from whitecell.report.why import Explainer
from whitecell.report.wording import calendar, capital, clean, date_of
from whitecell.scenario.model import Scenario
from whitecell.view.parts import Telling


def storyboard(scenario: Scenario, telling: Telling) -> dict[str, Any]:
    """A run with its story, as plain values for JSON; maps are SVG."""
    story = telling.story
    return {
        "seed": story.seed,
        "days": scenario.days,
        "dates": dates(scenario),
        "log": log(scenario, story, full=False),
        "full": log(scenario, story, full=True),
        "outcomes": [
            {"name": name, "label": capital(label), "value": value}
            for name, (label, value) in zip(story.measures, outcomes(scenario, story), strict=True)
        ],
        "weighed": weighed(scenario, story),
    }


def dates(scenario: Scenario) -> list[str]:
    """The date of each day; the first is the day before the scenario begins."""
    return [calendar(date_of(scenario.start, day), weekday=True) for day in range(scenario.days + 1)]


def log(scenario: Scenario, story: Story, full: bool) -> list[dict[str, Any]]:
    """The days of a run on which something happened, with the events; ``full`` keeps all repetitions."""
    return [
        {"day": chapter.day, "sentences": [clean(sentence) for sentence in chapter.sentences]}
        for chapter in chapters(scenario, story, full).days
    ]


def weighed(scenario: Scenario, story: Story) -> list[dict[str, Any]]:
    """What each actor that decided anything weighed, in the scenario's order."""
    explainer, names = Explainer(scenario), Names(scenario)
    found = []
    for actor in scenario.actors:
        mine = [w for w in story.weighings if w.actor == actor]
        if mine:
            told = [asdict(deliberation) for deliberation in explainer.told(mine)]
            found.append({"actor": actor, "name": capital(names.actor(actor)), "told": told})
    return found
