"""The report of an exploration: drivers, conditions of an outcome, regret, and research priorities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whitecell.analysis.days import opening
from whitecell.analysis.regret import Regret
from whitecell.analysis.standing import Standing
from whitecell.report import lined
from whitecell.report.drawing import Chart
from whitecell.report.exploration import FEW, INDEX, amount, best_at, off_centre, verdict
from whitecell.report.heat import few, heat, unsure
from whitecell.report.look import WIDTH
from whitecell.report.names import Names
from whitecell.report.paper import theatre
from whitecell.report.paper.batch import Grounds
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Figures,
    Folded,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
)
from whitecell.report.paper.boxes import boxes, part
from whitecell.report.paper.exploration_brief import exploration_brief
from whitecell.report.paper.repeat import Source, repeat
from whitecell.report.paper.scenario import assumed, described, period
from whitecell.report.paper.swings import moved, table, tornado, untold
from whitecell.report.wording import MINUS, capital, clean, counted, percent, plus_minus
from whitecell.scenario.model import Scenario

KINDS = {
    "lhs": "Latin hypercube", "sequence": "Sobol sequence", "sobol": "Saltelli's sample",
    "morris": "Morris trajectories",
}  # fmt: skip
TOP, DIG, FIRST = 8, 12, 5
"""Most drivers drawn for each measure, research priorities, and lines of the brief's picture."""


def exploration_report(
    scenario: Scenario,
    found: Mapping[str, Any],
    source: Source,
    grounds: Grounds,
    command: str,
    by: str | None = None,
) -> Document:
    """Put an exploration's report together.

    Parameters
    ----------
    scenario : Scenario
    found : mapping
        The results that ``whitecell explore`` keeps beside the runs, as
        :func:`whitecell.report.exploration_file.exploration_content` gives them.
    source : Source
    grounds : Grounds
    command : str
        The command that writes this report.
    by : str, optional
        The measure of the brief and the tornado; if left out, the first that an assumption clearly moves.
    """
    kind, names = str(found["design"]), found["assumptions"]
    points = (
        f"{KINDS.get(kind, kind)} of {found['points']:,} points over {counted(len(names), 'assumptions')}"
    )
    each = f"{counted(found['seeds'], 'runs')} at each with the same dice"
    response = moved(found, by)
    picture: Block | None = tornado(scenario, found, response, FIRST, "tornado-brief")
    map_of_all = _heat(scenario, found)
    if picture is None:
        picture = next(iter(_variances(scenario, found, FIRST)), None)
    first = exploration_brief(scenario, found, response, picture)
    blocks: list[Block] = [
        *first.blocks(),
        Heading("What the exploration says", 2, "answer"),
        Paragraph("Which assumptions drive the outcome, and how much is chance?", "lead"),
        *([Paragraph(said, "warning")] if (said := few(found["points"])) else []),
        Bullets(_answers(scenario, found)),
        Paragraph("Over the stated ranges; not a forecast.", "note"),
    ]
    if found["left_out"]:
        apart = [Span(clean(name), code=True) for name in found["left_out"]]
        told: list[str | Span] = ["Not varied, for the courses of action differ in it: "]
        for k, name in enumerate(apart):
            told += [", ", name] if k else [name]
        blocks.append(Paragraph(told))
    dug = {str(f["assumption"]) for f in found["foundations"][:DIG]}
    blocks += [
        Heading("Research priorities: influential but weakly sourced", 2, "dig"),
        Paragraph("Assumptions by influence times the weakness of their best source grade."),
        _dig(scenario, found["foundations"]),
        Heading("What drives each measure", 2, "drivers"),
        *map_of_all,
        *_swings(scenario, found, response),
        *_drivers(scenario, found, kind),
        *_standings(scenario, found["stated"]),
        *boxes(scenario, found["discoveries"]),
        *_regrets(scenario, found["regret"]),
        *described(scenario),
        Heading("The theatre", 2, "map"),
        theatre.mapped(scenario, opening(scenario), "map-start"),
        *assumed(scenario, grounds.claims, grounds.missing, dug),
    ]
    about = f"{points}, {each}; {period(scenario)}"
    return Document(
        f"Exploration: {clean(scenario.title)}", about, blocks, repeat([source], command), folded=True
    )


def _answers(scenario: Scenario, found: Mapping[str, Any]) -> list[Inline]:
    """A sentence for each measure: the share of chance, and the strongest driver."""
    told: list[Inline] = []
    for measure, drivers in _by_measure(found["drivers"]).items():
        clear = [d for d in drivers if d["clear"]][:3]
        parts: list[str | Span] = [f"{capital(Names(scenario).response(measure))}: "]
        if not clear:
            parts.append("nothing drives it clearly")
        for k, d in enumerate(clear):
            way = "raises" if d["rank"] > 0 else "lowers"
            parts += [", " if k else "", f"{Names(scenario).number(d['assumption'])} {way} it"]
        made = drivers[0]["variance_chance"]
        parts.append("." if made is None else f"; chance alone makes {percent(made)} of its variance.")
        told.append(parts)
    return told


def _by_measure(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(str(row["measure"]), []).append(row)
    return groups


def _heat(scenario: Scenario, found: Mapping[str, Any]) -> list[Block]:
    """One picture of all drivers of all measures."""
    names = Names(scenario)
    rows = [
        {
            "measure": capital(names.response(str(d["measure"]))),
            "what": capital(names.number(d["assumption"])), "rank": d["rank"], "clear": d["clear"],
        }
        for d in found["drivers"]
    ]  # fmt: skip
    if not any(row["clear"] for row in rows):
        return []
    charts = []
    for wide in (2 * WIDTH, WIDTH):
        spec, measures, assumptions = heat(rows, width=wide)
        told = [
            f"{row['what']} {'raises' if row['rank'] > 0 else 'lowers'} {row['measure']} ({row['rank']:+.2f})"
            for row in rows
            if row["clear"] and row["measure"] in measures and row["what"] in assumptions
        ]
        charts.append(Chart(spec, f"heat-{wide}", "; ".join(told), recolour=False))
    half = unsure(found["points"])
    caption = (
        "Rank correlation of each assumption with each measure, −1 to 1: blue raises it, orange lowers it. "
        f"Over {found['points']:,} points a correlation near 0 is known to within ±{half:.2f}; what cannot "
        "be told from none is left blank."
    )
    return [Figure("heat", charts[0], caption, charts[1])]


def _swings(scenario: Scenario, found: Mapping[str, Any], response: str) -> list[Block]:
    """One measure at the ends of the ranges, with its numbers."""
    figure = tornado(scenario, found, response, TOP)
    if figure is None:
        return untold(found)
    head = Heading(f"{capital(Names(scenario).response(response))}: how far each assumption moves it", 3)
    return [head, figure, Folded("As a table", [table(scenario, found, response)])]


def _drivers(scenario: Scenario, found: Mapping[str, Any], kind: str) -> list[Block]:
    title = {"sobol": "total index", "morris": "effect in standard deviations"}.get(
        kind, f"{INDEX[kind]} index"
    )
    drawn: list[Figure] = []
    rows: list[Sequence[Inline]] = []
    for k, (measure, drivers) in enumerate(_by_measure(found["drivers"]).items()):
        clear = [d for d in drivers if d["clear"]]
        bars = []
        for d in clear:
            total = d["total"] is not None
            size, error = (d["total"], d["total_error"]) if total else (d["index"], d["error"])
            cell = f"{size:.2f} ± {error:.2f}" if error > 0.0 else "–"
            rank = Span(f"{d['rank']:+.2f}".replace("-", MINUS), value=d["rank"])
            name = capital(Names(scenario).number(d["assumption"]))
            rows.append((Names(scenario).response(measure), name, Span(cell, value=size), rank))
            shown = size if error > 0.0 else d["rank"] ** 2
            way = "raises it" if d["rank"] > 0 else "lowers it"
            ends = {"low": shown - error, "high": shown + error}
            bars.append({"what": name, "index": shown, **ends, "way": way})
        if not bars:
            continue
        caption = f"{capital(Names(scenario).response(measure))}."
        said = f"{caption} " + "; ".join(f"{b['what']} {b['index']:.2f}, {b['way']}" for b in bars[:TOP])
        picture = Chart(lined.bars(bars[:TOP], title), f"b{k}", said)
        drawn.append(Figure(f"drivers-{measure.replace(' ', '-').replace(':', '')}", picture, caption))
    if not drawn:
        return [Paragraph("No assumption clearly drives any measure in this design.")]
    note = (
        "Bars are shares of the variance of the points' means, with 95 % intervals; where an index was not "
        "estimated, the squared rank correlation stands, without one."
    )
    heads = ("measure", "assumption", title, "rank")
    return [
        *_variances(scenario, found),
        Paragraph(note, "note"),
        Figures(drawn),
        Table("Every clear driver; rank is Spearman's correlation", heads, rows, frozenset({2, 3})),
    ]


def _variances(scenario: Scenario, found: Mapping[str, Any], most: int = 0) -> list[Block]:
    """A bar for each measure: the shares of its variance from assumptions, chance, and both together.

    With ``most``, only the picture, with this many measures.
    """
    bars = []
    for measure, drivers in _by_measure(found["drivers"]).items():
        made = {name: drivers[0][f"variance_{name}"] for name in ("assumptions", "together", "chance")}
        if made["chance"] is not None:
            bars.append({"what": capital(Names(scenario).response(measure)), **made})
    if not bars:
        return []
    bars = bars[:most] if most else bars
    key = "variance-brief" if most else "variance"
    said = "; ".join(
        f"{b['what']}: assumptions {percent(b['assumptions'])}, both together {percent(b['together'])}, "
        f"chance {percent(b['chance'])}"
        for b in bars
    )
    pictures = [
        Chart(lined.variances(bars, width=wide), f"{key}-{wide}", said) for wide in (2 * WIDTH, WIDTH)
    ]
    note = (
        "What makes a run differ from another: assumptions whatever the seed, chance whatever the "
        "assumptions, and chance that matters under some assumptions more than under others."
    )
    if found["seeds"] < FEW:
        note += f" Chance is judged by {found['seeds']} seeds only."
    heads = ("measure", "assumptions", "both together", "chance")
    rows = [(b["what"], *(part(b[name]) for name in ("assumptions", "together", "chance"))) for b in bars]
    caption = "What makes runs differ."
    numbers = Table("What makes runs differ, as shares of the variance", heads, rows, frozenset({1, 2, 3}))
    if most:
        return [Figure(key, pictures[0], caption, pictures[1])]
    return [Paragraph(note, "note"), Figure(key, pictures[0], caption, pictures[1], numbers)]


def _standings(scenario: Scenario, rows: Sequence[Mapping[str, Any]]) -> list[Block]:
    if not rows:
        return []
    found = [Standing(**row) for row in rows]
    cells = [
        (
            Names(scenario).response(s.measure), Span(amount(s.stated, s.unit), value=s.stated),
            Span(amount(s.ranges, s.unit), value=s.ranges),
            Span(f"{100 * s.percentile:.0f}", value=s.percentile),
        )
        for s in sorted(found, key=lambda s: -abs(s.percentile - 0.5))
    ]  # fmt: skip
    heads = ("measure", "as stated", "over the ranges", "percentile")
    caption = (
        "Means at the stated values and over the ranges, and the percentile of the former among the points"
    )
    return [
        Heading("Where the stated values lie in what was explored", 2, "stated"),
        Paragraph(off_centre(found)),
        Table(caption, heads, cells, frozenset({1, 2, 3})),
    ]


def _regrets(scenario: Scenario, rows: Sequence[Mapping[str, Any]]) -> list[Block]:
    if not rows:
        return []
    blocks: list[Block] = [
        Heading("Which course of action is regretted least", 2, "regret"),
        Paragraph("Regret: how far a course of action stays behind the best at the same point.", "note"),
    ]
    heads = ("course of action", "mean", "best at", "mean regret", "worst regret", "against the first")
    note = "± and brackets: 95 % for other points and seeds; best at: share of points [surely, possibly]."
    for measure, group in _by_measure(rows).items():
        found = [Regret(**{name: value for name, value in row.items() if name != "measure"}) for row in group]
        cells: list[Sequence[Inline]] = []
        for number, r in enumerate(found):
            cells.append((
                clean(r.option), _with_error(r.mean, r.mean_error), Span(best_at(r), value=r.best),
                _with_error(r.average, r.average_error), _with_error(r.worst, r.worst_error),
                "–" if number == 0 else _with_error(r.gap, r.gap_error),
            ))  # fmt: skip
        blocks.append(Table(Names(scenario).response(measure), heads, cells, frozenset({1, 2, 3, 4, 5})))
        blocks.append(Paragraph(verdict(found)))
    return [*blocks, Paragraph(note, "note")]


def _with_error(value: float, error: float | None) -> Span:
    return Span(plus_minus(value, error), value=value)


def _dig(scenario: Scenario, rows: Sequence[Mapping[str, Any]]) -> Block:
    if not rows:
        return Paragraph("No assumption clearly drives anything in this design.")
    cells = [
        (
            capital(Names(scenario).number(f["assumption"])),
            Span(f"{f['influence']:.2f}", value=f["influence"]),
            Names(scenario).response(str(f["measure"])), clean(f["grade"]),
            Span(f"{f['score']:.2f}", value=f["score"]),
        )
        for f in rows[:DIG]
    ]  # fmt: skip
    heads = ("assumption", "influence", "on", "best grade", "score")
    return Table("Assumptions to look into first", heads, cells, frozenset({1, 4}))
