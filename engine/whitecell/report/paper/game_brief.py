"""The first page of a game's report: which seats did better than the model in their place, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from whitecell.analysis.hindsight import Hindsight, Score, changes
from whitecell.analysis.paired import Contrast
from whitecell.analysis.summary import kind_of
from whitecell.report import lined
from whitecell.report.charts import course
from whitecell.report.comparison import SURE
from whitecell.report.drawing import Chart
from whitecell.report.look import WIDTH
from whitecell.report.names import Names
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import Figure
from whitecell.report.paper.hindsight import plain, shift
from whitecell.report.paper.one_page import OnePage, weakest
from whitecell.report.wording import capital, clean, counted, date_of, figure, listed
from whitecell.scenario.model import Scenario
from whitecell.table.entries import Ordered
from whitecell.table.replay import Replay

FIRST = 6
"""Lines of the picture."""


def game_brief(
    replay: Replay,
    turning: Sequence[tuple[int, Contrast]] | None,
    looked: Hindsight | None,
    departed: int,
    runs: int,
) -> OnePage:
    """Put the page together.

    Parameters
    ----------
    replay : Replay
    turning : sequence of (turn, Contrast), or None
        Turning points, the largest first; None if the odds were not calculated.
    looked : Hindsight or None
    departed : int
        Number of ordered choices that differ from the model's.
    runs : int
        Continuations behind the odds.
    """
    scenario = replay.scenario
    answer = [_played(replay, departed)]
    if looked is not None and looked.scores:
        answer.append(_scores(scenario, looked.scores))
    if turning:
        turn, contrast = turning[0]
        answer.append(f"Orders mattered most before turn {turn}: {shift(scenario, contrast)}.")
    elif turning is not None:
        answer.append("No order moved the odds of any measure beyond doubt.")
    if len(answer) < 3:
        answer.append(_stands(replay))
    sure = "One game is one run. " + (
        f"Odds and scores are of {counted(runs, 'continuations')} with the same dice, with 95 % intervals; "
        "they cover chance, not the assumptions."
        if turning is not None
        else "Odds and scores were not reckoned, so that nobody can say what an order did."
    )
    return OnePage(
        f"What did {_seats(replay)} achieve, and which of their decisions mattered?",
        answer,
        _scored(scenario, looked.scores if looked else ())
        or _moved(scenario, turning or ())
        or _course(replay),
        sure,
        weakest(scenario, {}),
        _otherwise(looked),
    )


def _seats(replay: Replay) -> str:
    return listed(map(capital, replay.folder.settings.seats))


def _played(replay: Replay, departed: int) -> str:
    names = Names(replay.scenario)
    said = [entry for entry in replay.folder.entries if entry.turn <= replay.number]
    orders = sum(isinstance(entry.body, Ordered) for entry in said)
    ruled = sum(changes(entry) for entry in said)
    seats = listed(
        f"{capital(seat)} ({names.actors(spec.actors)})"
        for seat, spec in replay.folder.settings.seats.items()
    )
    return (
        f"{seats} played {counted(replay.number, 'turn/turns')} of {replay.folder.turns}, with "
        f"{counted(orders, 'order/orders')} and {counted(ruled, 'inject or ruling/injects or rulings')}; "
        f"{counted(departed, 'choice/choices')} under orders left the model's."
    )


def _scores(scenario: Scenario, scores: Sequence[Score]) -> str:
    """What each seat did by its aims, beside the model in its place; the largest gain has its numbers."""
    told = []
    for seat in dict.fromkeys(score.seat for score in scores):
        mine = [score for score in scores if score.seat == seat]
        verdicts = []
        for verdict, said in (("better", "did better"), ("worse", "did worse")):
            if clear := sorted(
                (s for s in mine if s.verdict == verdict), key=lambda s: -abs(s.contrast.effect)
            ):
                more = f", and on {len(clear) - 1} more" if len(clear) > 1 else ""
                verdicts.append(f"{said} ({shift(scenario, clear[0].contrast)}{more})")
        known = [s for s in mine if not isnan(s.contrast.difference)]
        none = f"made no significant difference to {counted(len(known), 'stated aim/stated aims')}"
        if not known:
            none = f"has aims that have no value yet ({listed(label(scenario, s.measure) for s in mine)})"
        told.append(f"{capital(seat)} {listed(verdicts) or none}")
    return f"By stated aims, against the model in its place: {'; '.join(told)}."


def _stands(replay: Replay) -> str:
    scenario, found = replay.scenario, []
    for name, column in list(replay.measures().items())[:3]:
        found.append(f"{label(scenario, name)}: {plain(scenario, name, column[0])}")
    return f"{'So far' if replay.number < replay.folder.turns else 'At the end'}: {'; '.join(found)}."


def _line(scenario: Scenario, c: Contrast, what: str, sign: float) -> Mapping[str, Any]:
    """A difference as a line of the picture, in standard deviations; ``sign`` turns better to the right."""
    scale = sign * c.effect / c.difference if c.difference else 0.0
    low, high = sorted((c.low * scale, c.high * scale))
    said = f"{100 * c.difference:+.1f} points" if c.of == "share" else f"{c.difference:+.3g} {clean(c.unit)}"
    return {
        "what": f"{what}: {Names(scenario).response(c.name)}", "middle": c.difference * scale, "low": low,
        "high": high, "said": said.replace("-", "\N{MINUS SIGN}"), "sure": c.low > 0.0 or c.high < 0.0,
    }  # fmt: skip


def _scored(scenario: Scenario, scores: Sequence[Score]) -> Figure | None:
    """How far each seat got beyond the model in its place, aim by aim."""
    rows = [
        {
            **_line(scenario, s.contrast, capital(s.seat), 1.0 if s.better == "high" else -1.0),
            "sure": s.verdict != "not distinguished",
        }
        for s in scores
    ]
    caption = (
        "Each seat by its stated aims, beside the model in its place: right is better. Grey diamonds are not "
        "distinguished."
    )
    return _ranked(rows, "gain in standard deviations, 95 % interval", caption, "game-scores")


def _moved(scenario: Scenario, turning: Sequence[tuple[int, Contrast]]) -> Figure | None:
    """The measures that orders moved most."""
    rows = [{**_line(scenario, c, f"Turn {turn}", 1.0), "sure": c.p_holm < SURE} for turn, c in turning]
    caption = "What was said before a turn, by what it moved: right is higher."
    return _ranked(rows, "change in standard deviations, 95 % interval", caption, "game-turning")


def _ranked(rows: Sequence[Mapping[str, Any]], title: str, caption: str, key: str) -> Figure | None:
    shown = sorted((row for row in rows if not isnan(row["middle"])), key=lambda row: -abs(row["middle"]))[
        :FIRST
    ]
    if not any(row["high"] > row["low"] for row in shown):
        return None
    said = f"{caption} " + "; ".join(f"{row['what']} {row['said']}" for row in shown)
    wide, narrow = (
        Chart(lined.ranked(shown, title, width=width), f"{key}-{width}", said) for width in (2 * WIDTH, WIDTH)
    )
    return Figure(key, wide, caption, narrow)


def _course(replay: Replay) -> Figure | None:
    """The course of the first measure that is a number, turn by turn."""
    scenario = replay.scenario
    for name, measure in scenario.measures.items():
        if kind_of(measure.statistic) != "number":
            continue
        points = [
            (date_of(scenario.start, turn.last), float(value))
            for turn in replay.turns
            if isinstance(value := turn.measures.get(name), int | float)
        ]
        if len(points) > 1:
            what = capital(label(scenario, name))
            said = f"{what} after each turn: " + ", ".join(figure(value) for _, value in points)
            picture = Chart(course(measure.unit, points), "game-course", said)
            return Figure("game-course", picture, f"{what}, after each turn.")
    return None


def _otherwise(looked: Hindsight | None) -> str:
    """The effects of orders and rulings, from playing without each."""
    if looked is None:
        return "Other orders or dice. The report with odds (without --no-odds) takes each back in turn."
    told = []
    for effects, what in (
        (looked.departures, "orders that left the model's choice"),
        (looked.rulings, "rulings"),
    ):
        if effects:
            moved = sum(bool(effect.sure) for effect in effects.values())
            told.append(f"of {len(effects):,} {what}, taken back one by one, {moved:,} changed the odds")
    said = capital("; ".join(told)) if told else "Nobody departed from the model's choices or ruled"
    return f"{said}. Other dice would change this game, and other assumptions the odds."
