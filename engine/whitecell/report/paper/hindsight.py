"""Hindsight in a game's report: a timeline, scores, departures from the model's choice, and rulings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isnan

from whitecell.analysis.days import followed
from whitecell.analysis.hindsight import Effect, Hindsight
from whitecell.analysis.paired import Contrast
from whitecell.game.record import Value
from whitecell.report.names import Names
from whitecell.report.orders import matter_name, order_text
from whitecell.report.outcome import label, told_value
from whitecell.report.paper import theatre
from whitecell.report.paper.blocks import Block, Bullets, Heading, Inline, Paragraph, Span, Table
from whitecell.report.paper.seat import days
from whitecell.report.wording import capital, clean, counted, figure
from whitecell.scenario.model import Scenario
from whitecell.table.entries import Entry, Injected, Ordered, Ruling
from whitecell.table.replay import Replay

TELLING = 3
"""Most measures whose shift is reported, and most entries in a row of the timeline."""


def shift(scenario: Scenario, c: Contrast) -> str:
    """How far a measure moved, with its interval."""
    what = Names(scenario).response(c.name)
    if isnan(c.difference):
        return f"{what} has no value yet"
    if c.of == "share":
        one, other, low, high = (100.0 * each for each in (c.first, c.second, c.low, c.high))
        numbers = f"from {figure(round(one, 1))} to {figure(round(other, 1))} % of runs"
        return f"{what} {numbers}, a difference of {_span(low, high)} points"
    unit = f" {clean(c.unit)}" if c.unit else ""
    return (
        f"{what} from {figure(c.first)} to {figure(c.second)}{unit}, a difference of {_span(c.low, c.high)}"
    )


def _span(low: float, high: float) -> str:
    return " to ".join(("+" if each > 0.0 else "") + figure(float(f"{each:.3g}")) for each in (low, high))


def plain(scenario: Scenario, name: str, value: object) -> str:
    """A measure of one run in words."""
    return told_value(scenario, name, value if value is None or isinstance(value, str) else float(value))  # type: ignore[arg-type]


def timeline(replay: Replay) -> Iterator[Block]:
    """The entries of each turn, beside the turn's changes in the measures."""
    scenario, names = replay.scenario, Names(replay.scenario)
    before: Mapping[str, Value] = {}
    rows: list[list[Inline]] = []
    for turn in replay.turns:
        said = [
            text
            for entry in replay.folder.entries
            if entry.turn == turn.number and (text := _short(scenario, names, entry))
        ]
        changed = [
            f"{label(scenario, name)} {told_value(scenario, name, value)}"
            for name, value in turn.measures.items()
            if value != before.get(name) and (before or value)
        ]
        rows.append(
            [
                str(turn.number), days(scenario, turn.first, turn.last),
                _some(said) or "nothing new", _some(changed) or "nothing that is measured",
            ]
        )  # fmt: skip
        before = turn.measures
    yield Heading("Timeline")
    yield Table("What was said, and what changed", ("turn", "days", "said", "changed in the turn"), rows)


def on_the_map(replay: Replay) -> Iterator[Block]:
    """The theatre day by day as it was, with its events: after a game there is no fog."""
    story, days = followed(replay.scenario, replay.folder.settings.seed, last=replay.game.day)
    yield Heading("The theatre", 2, "map")
    yield theatre.over_days(replay.scenario, days, "game-map", story=story)


def _some(texts: Sequence[str]) -> str:
    more = len(texts) - TELLING
    return "; ".join([*texts[:TELLING], *([f"and {more} more"] if more > 0 else [])])


def _short(scenario: Scenario, names: Names, entry: Entry) -> str:
    """An entry in a few words; nothing for an entry without effect."""
    body = entry.body
    if isinstance(body, Ordered):
        return order_text(scenario, names, body)
    if isinstance(body, Injected):
        return f"inject: {clean(body.inject.name)}"
    if isinstance(body, Ruling):
        return ruling_text(names, body)
    return ""


def ruling_text(names: Names, body: Ruling) -> str:
    """A ruling in words."""
    if body.how == "set":
        return f"set: {clean(body.name)}"
    if body.how == "narrate":
        return f"told: “{clean(body.text)}”"
    return f"rolled the dice again{' of ' + names.actor(body.of) if body.of else ''}"


def scored(scenario: Scenario, looked: Hindsight) -> Iterator[Block]:
    """How each seat did by its aims."""
    if not looked.scores:
        return
    yield Heading("Scores by stated aims")
    yield Paragraph(
        "Each seat's orders beside the model in its place, everybody else as at the table: over "
        f"{looked.runs} seeds on the same dice, with the 95 % interval of the difference, and in this game."
    )
    rows: list[list[Inline]] = []
    for score in looked.scores:
        here = [plain(scenario, score.measure, value) for value in score.here]
        rows.append(
            [
                capital(score.seat), f"{label(scenario, score.measure)}, {score.better}",
                shift(scenario, score.contrast), f"{here[1]}, the model {here[0]}", score.verdict,
            ]
        )  # fmt: skip
    heads = ("seat", "aim", "from the model to the seat", "in this game", "the seat did")
    yield Table("Scores", heads, rows)


def departures(scenario: Scenario, names: Names, looked: Hindsight) -> Iterator[Block]:
    """The effects of orders that left the model's choice."""
    if not looked.departures:
        return
    yield Paragraph(
        f"What these orders did, each matter by itself, over {looked.runs} seeds on the same dice with all "
        "else as at the table:"
    )
    lines: list[Inline] = []
    for (actor, choice, about), effect in looked.departures.items():
        matter = f"{capital(names.actor(actor))}, {matter_name(scenario, names, choice, about)}:"
        lines.append([Span(matter, strong=True), f" {_effect(scenario, effect)}"])
    yield Bullets(lines)


def rulings(replay: Replay, looked: Hindsight) -> Iterator[Block]:
    """The quality of rulings: whether they have a reason, and their effect on the odds and on this game."""
    ruled = [entry for entry in replay.folder.entries if entry.n in looked.rulings]
    if not ruled:
        return
    scenario, names = replay.scenario, Names(replay.scenario)
    reasons = sum(bool(entry.reason.strip()) for entry in ruled)
    moved = sum(bool(effect.sure) for effect in looked.rulings.values())
    yield Heading("Rulings and injects")
    yield Paragraph(
        f"{capital(counted(len(ruled), 'inject or ruling/injects and rulings'))}, {reasons} with a reason; "
        f"{moved} moved the odds of some measure beyond doubt, over {looked.runs} seeds with it and without "
        "it. A roll of other dice leaves the odds as they were, and changes this game only."
    )
    lines: list[Inline] = []
    for entry in ruled:
        why = f" – {clean(entry.reason)}" if entry.reason.strip() else " – no reason was given"
        text = _short(scenario, names, entry)
        effect = _effect(scenario, looked.rulings[entry.n])
        lines.append([Span(f"Turn {entry.turn}, {text}{why}.", strong=True), f" {effect}"])
    yield Bullets(lines)


def _effect(scenario: Scenario, effect: Effect) -> str:
    """An effect in words: on the odds, and in this very game."""
    sure = effect.sure
    moved = "; ".join(shift(scenario, c) for c in sure[:TELLING])
    ends = {
        name: (plain(scenario, name, then), plain(scenario, name, now))
        for name, (then, now) in effect.here.items()
    }
    here = _some(
        [
            f"{label(scenario, name)} {now} instead of {then}"
            for name, (then, now) in ends.items()
            if then != now
        ]
    )
    odds = f"Odds moved: {moved}." if moved else "No odds moved beyond doubt."
    return f"{odds} In this game: {here}." if here else f"{odds} In this game nothing measured is otherwise."
