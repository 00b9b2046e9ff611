"""Observations compared with runs, as text: a table for each ensemble, and the result in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from whitecell.analysis.calibration import Calibration, Share, Verdict
from whitecell.analysis.scoring import Against, Fact, Held
from whitecell.report.histogram import bars
from whitecell.report.page import fitting, section
from whitecell.report.rows import Row
from whitecell.report.wording import (
    MINUS,
    capital,
    clean,
    figure,
    listed,
    number_word,
    percent,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

HEADS = ("observation", "observed", "middle half", "middle 90 %", "lies in", "PIT", "score", "skill against")
LAYOUTS = ((0, 1, 2, 3, 4, 5, 6, 7), (0, 1, 3, 4, 5, 6, 7), (0, 1, 3, 4, 5, 7))
"""Columns of tables from the widest to the narrowest; the first that fits is taken."""
NUMBERS = (1, 2, 3, 5)
"""Columns that are set flush right."""
TITLES = {"stated": "At the stated values", "ranges": "Over the ranges"}
ALPHA = 0.05
"""Part of a model's own histories below which observations are said to contradict it."""
FEW = 20
"""Fewer observations than this say little, and the page says so."""


def score_page(
    facts: Sequence[Fact], verdicts: Sequence[Verdict], width: int, plain: bool = False
) -> list[RenderableType]:
    """All results of scoring, for a console ``width`` characters wide; ``plain`` is in ASCII only."""
    page: list[RenderableType] = []
    for verdict in verdicts:
        page += section(TITLES[verdict.ensemble])
        page += _rows(facts, verdict, width)
        if verdict.together is not None:
            page.append(Text(_picture(verdict.together, plain)))
    page += ["", *(Text(line) for line in notes(facts))]
    return page


def answer(facts: Sequence[Fact], verdicts: Sequence[Verdict]) -> list[str]:
    """The verdict of each ensemble, with what it hardly reaches, then the naive forecasts that it beats."""
    said, naive = [], []
    for verdict in verdicts:
        first, *beaten = sentences(verdict)
        out = [
            clean(fact.label) for fact in facts
            if (held := verdict.held[fact.name]) and not fact.fitted and not held.in_90
        ]  # fmt: skip
        said.append(f"{first} Outside: {listed(out)}." if out else first)
        naive += beaten
    return [*said, " ".join(naive) or "No naive forecast is stated for two observations or more."]


def sentences(verdict: Verdict) -> list[str]:
    """The result of the observations in two sentences; in one if no naive forecast is stated for several."""
    found, where = verdict.together, TITLES[verdict.ensemble]
    if found is None:
        return [
            f"{where} no observation counts: each is in-sample, or of something that no run has a value for."
        ]
    inside, many = found.within_90, found.within_90.of
    first = (
        f"{where} {_contradicted(found)}: {percent(found.farther)} of its own histories lie as far out or "
        f"farther. Of {_observations(many)} {_count(inside)} fell within the middle 90 % of the runs "
        f"{_interval(inside)}; in a history of the model's own {figure(round(found.expected_90, 1))} on "
        "average do."
    )
    several = [(name, share) for name, share in found.better.items() if share.of > 1]
    beaten = listed(
        f"than '{clean(name)}' in {_count(share)} of {number_word(share.of)} {_interval(share)}"
        for name, share in several
    )
    return [first, f"{where} the runs score better {beaten}."] if beaten else [first]


def _contradicted(found: Calibration) -> str:
    """Whether the observations look like a history of the model's own."""
    if found.farther < ALPHA:
        return "the observations contradict the model"
    if found.farther > 1.0 - ALPHA:
        return "the runs are spread wider than the observations"
    return "nothing contradicts the model"


def _count(share: Share) -> str:
    return number_word(share.count) if share.count else "none"


def sure(facts: Sequence[Fact]) -> str:
    """How much the observations can show."""
    counting = sum(not fact.fitted for fact in facts)
    if not counting:
        return "No observation counts."
    few = counting < FEW
    return (
        f"{capital(_observations(counting))} of one history {'say' if few else 'count'}"
        f"{' little' if few else ''}: they depend on each other, but brackets of counts take them as "
        "independent."
    )


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"[{100 * low:.0f}, {100 * high:.0f} %]"


def _observations(count: int) -> str:
    return f"{number_word(count)} observation{'' if count == 1 else 's'}"


def notes(facts: Sequence[Fact]) -> Iterator[str]:
    """Notes that a reader of the table needs."""
    fitted = [fact for fact in facts if fact.fitted]
    if fitted:
        names = listed(f"{clean(fact.name)} ({', '.join(map(clean, fact.fitted))})" for fact in fitted)
        yield f"In-sample, shown and not counted, for the scenario was made to fit these facts: {names}."
    yield (
        "PIT: where the observation falls among the runs, 0 to 1, half of the same below it; for the picture "
        "fixed dice say how many of the same."
    )
    yield (
        "Scores: Brier of yes and no, CRPS otherwise, in the unit of the measure; 0 is perfect, skill 1. "
        "Brackets: 95 %."
    )


def _picture(found: Calibration, plain: bool) -> str:
    """The histogram of the transforms, which is flat if the observations spread as the runs do."""
    parts = "fifths" if len(found.histogram) == 5 else "tenths"
    counts = " ".join(str(count) for count in found.histogram)
    return f"PIT in {parts} from 0 to 1: {bars(found.histogram, plain)}  {counts}"


def _rows(facts: Sequence[Fact], verdict: Verdict, width: int) -> list[RenderableType]:
    """The widest table that fits, or everything below the names."""
    rows = [row for fact in facts for row in lines(fact, verdict.held[fact.name])]
    return fitting(HEADS, rows, LAYOUTS, width, NUMBERS)


def lines(fact: Fact, held: Held | None) -> list[list[str]]:
    """The lines of an observation, by :data:`HEADS`: one, and one more for each further naive forecast."""
    cells = [clean(fact.name), told(fact)]
    if held is None:
        return [[*cells, "", "", "no run has a value", "", "", ""]]
    fitted = f"in-sample: {', '.join(map(clean, fact.fitted))}" if fact.fitted else ""
    against = [skill_told(name, other) for name, other in held.naive.items()] or [fitted]
    empty = [""] * (len(HEADS) - 1)
    return [[*cells, *_cells(fact, held), against[0]], *([*empty, more] for more in against[1:])]


def _cells(fact: Fact, held: Held) -> list[str]:
    """The result of an ensemble for an observation, in the columns after the observed value."""
    lies = "50 %" if held.in_50 else "90 %" if held.in_90 else "neither"
    if fact.kind == "flag":
        bands = ["", f"yes in {percent(held.mean)}"]
    else:
        bands = [_band(fact, held.band_50), _band(fact, held.band_90)]
    score = ""
    if held.score is not None:
        score = _figure(held.score)
        if held.low is not None and held.high is not None:
            score += f" [{_figure(held.low)}, {_figure(held.high)}]"
    return [*bands, lies, f"{held.pit_middle:.2f}", score]


def _band(fact: Fact, band: tuple[float, float]) -> str:
    if fact.kind != "day":
        return " to ".join(dict.fromkeys(figure(end) for end in band))
    ends = dict.fromkeys(_day(fact, end) for end in band)
    return " to ".join(ends).replace(" to day ", " to ")


def _day(fact: Fact, value: float) -> str:
    return "never" if fact.never is not None and round(value) >= fact.never else f"day {value:.0f}"


def told(fact: Fact) -> str:
    """The observed value in words: ``yes``, ``day 4 ± 1``, ``never``, ``63.9``."""
    if fact.kind == "flag":
        return "yes" if fact.value else "no"
    tolerance = f" ± {figure(fact.tolerance)}" if fact.tolerance else ""
    if fact.kind == "day":
        day = _day(fact, fact.value)
        return day if day == "never" else day + tolerance
    return figure(fact.value) + tolerance


def skill_told(name: str, other: Against) -> str:
    """Skill against a naive forecast: ``last value +0.42 [0.31, 0.50]``."""
    if other.skill is None:
        return f"{clean(name)}: it was exact"
    ends = ""
    if other.low is not None and other.high is not None:
        ends = f" [{other.low:.2f}, {other.high:.2f}]".replace("-", MINUS)
    return f"{clean(name)} {other.skill:+.2f}{ends}".replace("-", MINUS)


def _figure(value: float) -> str:
    """A score, small ones with three decimals."""
    return f"{value:.3f}" if value < 1 else figure(value)


def score_rows(facts: Sequence[Fact], verdicts: Sequence[Verdict]) -> list[Row]:
    """A row for each observation, ensemble and naive forecast; one row if no naive forecast is stated."""
    rows: list[Row] = []
    for verdict in verdicts:
        for fact in facts:
            held = verdict.held[fact.name]
            naive: dict[str, Against | None] = {**(held.naive if held else {})} or {"": None}
            for name, other in naive.items():
                rows.append({
                    "observation": fact.name, "measure": fact.measure, "ensemble": verdict.ensemble,
                    "observed": None if fact.value == fact.never else fact.value,
                    "tolerance": fact.tolerance, "in_sample": " ".join(fact.fitted), **_plain(held),
                    "naive": name, "naive_score": other and other.score, "skill": other and other.skill,
                    "skill_low": other and other.low, "skill_high": other and other.high,
                    "source": fact.source,
                })  # fmt: skip
    return rows


def _plain(held: Held | None) -> Row:
    """The result of an ensemble for an observation, as flat values; empty if no run has a value."""
    found: Row = {}
    for key in (k for k in Held.__slots__ if k != "naive"):
        value = getattr(held, key) if held is not None else None
        if key.startswith("band"):
            found[f"{key}_low"], found[f"{key}_high"] = value or (None, None)
        else:
            found[key] = value
    return found


def score_content(facts: Sequence[Fact], verdicts: Sequence[Verdict]) -> Row:
    """All results of scoring, as plain values for JSON."""
    return {
        "observations": {
            fact.name: {
                "measure": fact.measure, "label": fact.label, "unit": fact.unit, "kind": fact.kind,
                "observed": None if fact.value == fact.never else fact.value, "tolerance": fact.tolerance,
                "source": fact.source, "in_sample": list(fact.fitted),
                "held": {v.ensemble: _nested(v.held[fact.name]) for v in verdicts},
            }
            for fact in facts
        },
        "together": {v.ensemble: v.together.as_json() if v.together else None for v in verdicts},
        "verdict": {v.ensemble: sentences(v) for v in verdicts},
    }  # fmt: skip


def _nested(held: Held | None) -> Row | None:
    if held is None:
        return None
    named = {key: getattr(held, key) for key in Held.__slots__}
    against = {
        name: {key: getattr(other, key) for key in Against.__slots__} for name, other in held.naive.items()
    }
    return {**named, "naive": against}
