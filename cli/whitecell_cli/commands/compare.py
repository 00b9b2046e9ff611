"""``whitecell compare``: which outcomes differ, how surely, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.commands.batch import CAP, RUNS
from whitecell_cli.options import (
    ANOTHER,
    EXAMPLE,
    SEED,
    Where,
    json_option,
    one_format,
    scenario_options,
    target_option,
    where,
    where_options,
    xlsx_option,
)
from whitecell_cli.sides import Player, chains_of, cut_to_shared_days, players_of, tell_versions, told_apart

if TYPE_CHECKING:
    from whitecell.analysis.comparison import Arm
    from whitecell.analysis.paired import Contrast
    from whitecell.analysis.stopping import Target
    from whitecell.report.divergence import Chain
    from whitecell.scenario.difference import Difference
    from whitecell_cli.until import Play

TABLES = ("measures", "stated", "partings", "later", "days")


@click.command(
    epilog=f"""\b
Examples: whitecell compare {EXAMPLE} {ANOTHER}
          whitecell compare {EXAMPLE} --set leak_chance=0.08
          whitecell compare batches/one batches/other --csv"""
)
@click.argument("references", metavar="A [B …]", nargs=-1, required=True)
@click.option("--runs", type=click.IntRange(min=2), help=f"How many runs of each.  [default: {RUNS}]")
@click.option("--seed", type=SEED, help="Seed of the first run.  [default: 0]")
@scenario_options
@target_option
@where_options
@click.option("--no-store", is_flag=True, help="Store no runs.")
@click.option("--no-why", is_flag=True, help="Skip the analysis of where runs diverge.")
@click.option("--full", is_flag=True, help="Tell all that was found of where runs diverge.")
@click.option("--shared", is_flag=True,
              help="Compare only the seeds, measures and days that all sides share.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print a table as CSV.")
@click.option(
    "--table", type=click.Choice(TABLES), default=TABLES[0], show_default=True,
    help="Which table: the measures; the differences between the scenarios; the day on which each seed's "
    "runs diverge; what differs later; the difference day by day.",
)  # fmt: skip
@xlsx_option
@json_option
def command(
    references: tuple[str, ...],
    runs: int | None,
    seed: int | None,
    settings: dict[str, str],
    days: int | None,
    until: Target | None,
    jobs: int | None,
    scheduler: str | None,
    no_store: bool,
    no_why: bool,
    full: bool,
    shared: bool,
    as_csv: bool,
    table: str,
    workbook: Path | None,
    as_json: bool,
) -> None:
    """Compare scenarios, courses of action or stored batches with the first one.

    Both sides are played with the same seeds and compared run by run. With one scenario and --set, the
    changed scenario is compared with the original; with several, --set and --days change all that are
    still to be played. Beside a stored batch, the seeds of that batch are played.
    """
    one_format(as_csv, as_json)
    if table != TABLES[0] and not as_csv:
        raise click.UsageError("--table says which table --csv prints; give --csv too")
    if len(references) == 1 and not settings:
        raise click.UsageError("one scenario is nothing to compare; name a second, or change it with --set")
    from whitecell.analysis.comparison import IncomparableError, aligned, compared

    players = players_of(references, settings, days, runs, seed)
    hands = where(jobs, scheduler)
    tell_versions(players)
    try:
        if shared:
            cut_to_shared_days(players)
        if until is None:
            sides = aligned([p.side(p.runs or RUNS, hands, no_store) for p in players], shared)
        else:
            sides = _until(players, until, runs or CAP, hands, no_store, shared)
    except IncomparableError as error:
        raise click.UsageError(console.safe(str(error))) from None
    families = compared(sides)
    labels = told_apart([player.label for player in players])
    told = not no_why and not (as_csv and workbook is None and table in ("measures", "stated"))
    chains: list[Chain | None] = chains_of(sides, hands["jobs"]) if told else [None] * len(families)
    if as_csv:
        from whitecell.report.rows import as_csv as written
        from whitecell.report.rows import comparison_rows
        from whitecell.scenario.difference import differences

        stated = [differences(sides[0].scenario, side.scenario) for side in sides[1:]]
        parts = zip(labels[1:], families, stated, chains, strict=True)
        console.write(written(comparison_rows(parts)[table]))
    elif as_json:
        console.write_json(_content(players, sides, families, chains, labels))
    else:
        console.show(_page(players, sides, families, chains, labels, full))
    if workbook is not None:
        from whitecell_cli.workbooks import comparison_book, keep

        console.flush()
        keep(comparison_book(sides, families, chains, labels), workbook)


def _until(
    players: list[Player], until: Target, cap: int, hands: Where, no_store: bool, shared: bool
) -> list[Arm]:
    """Play more and more runs until the difference is known precisely enough."""
    from whitecell.analysis.comparison import aligned, compared
    from whitecell.analysis.stopping import half_width_of, looks
    from whitecell.scenario.problems import did_you_mean
    from whitecell_cli.until import Growing, shrinking, verdict

    if any(p.stored is not None for p in players):
        raise click.UsageError("--until plays more runs; name scenarios, not batches that were played")
    for player in players:
        if until.measure not in player.scenario.measures:
            known = list(player.scenario.measures)
            hint = did_you_mean(until.measure, known) or f"there are {', '.join(known)}"
            message = f"{player.label} has no measure '{until.measure}'; {hint}"
            raise click.BadParameter(console.safe(message), param_hint="'--until'")
    with console.Progress(cap * len(players), f"{until.name}, wanted {until.half:.3g}") as progress:

        def play(player: Player) -> Play:
            return lambda first, runs, advance: player.play(first, runs, hands, no_store, advance)

        growing = [
            Growing(p.scenario, p.seed, p.folder and not no_store, play(p), progress.advance) for p in players
        ]
        for n in looks(cap):
            batches = [g.to(n) for g in growing]
            sides = aligned([p.seen(b) for p, b in zip(players, batches, strict=True)], shared)
            try:
                width = max(half_width_of(family, until) for family in compared(sides))
            except ValueError as error:
                progress.close()
                raise click.BadParameter(console.safe(str(error)), param_hint="'--until'") from None
            progress.say(shrinking(until, width))
            if width <= until.half:
                break
    console.complain(verdict(until, width, n))
    return sides


def _content(
    players: list[Player],
    sides: list[Arm],
    families: list[list[Contrast]],
    chains: list[Chain | None],
    labels: list[str],
) -> dict[str, Any]:
    from whitecell.analysis.comparison import identical
    from whitecell.report.divergence import sentences
    from whitecell.scenario.difference import differences

    base = sides[0]
    return {
        "sides": [
            {
                "label": label,
                "title": side.scenario.title,
                "runs": len(side.seeds),
                "first_seed": int(side.seeds[0]),
                "days": side.scenario.days,
            }
            for label, side in zip(labels, sides, strict=True)
        ],
        "comparisons": [
            {
                "against": label,
                "identical": identical(base, side),
                "stated": [d.as_json() for d in differences(base.scenario, side.scenario)],
                "measures": [_plain(c.as_json()) for c in family],
                "why": {
                    **chain.as_json(),
                    "sentences": sentences(
                        side.scenario, chain, (players[0].words, player.words), (labels[0], label)
                    ),
                }
                if chain
                else None,
            }
            for label, side, family, chain, player in zip(
                labels[1:], sides[1:], families, chains, players[1:], strict=True
            )
        ],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Without NaN, which JSON does not have."""
    return {k: None if isinstance(v, float) and v != v else v for k, v in values.items()}


def _page(
    players: list[Player],
    sides: list[Arm],
    families: list[list[Contrast]],
    chains: list[Chain | None],
    labels: list[str],
    full: bool,
) -> list[Any]:
    """The comparison for people: both sides and the answer first, then numbers, reasons and differences."""
    from rich.padding import Padding
    from rich.text import Text

    from whitecell.analysis.comparison import identical
    from whitecell.report.comparison import contrast_table, legend, stated
    from whitecell.report.divergence import in_short, sentences
    from whitecell.report.names import Names
    from whitecell.report.page import pairs, section, title
    from whitecell.report.sidenames import short_names
    from whitecell.report.wording import clean, counted
    from whitecell.scenario.difference import differences

    base, names = sides[0], [clean(label) for label in short_names(labels)]
    first, last = int(base.seeds[0]), int(base.seeds[-1])
    apart = [differences(base.scenario, side.scenario) for side in sides[1:]]
    page: list[Any] = [
        title(f"{labels[0]} compared with {', '.join(labels[1:])}"),
        *pairs(zip(names, (side.scenario.title for side in sides), strict=True), console.width()),
        Text(f"{counted(len(base.seeds), 'runs')} of each with the same seeds, {first} to {last}; "
             f"{counted(base.scenario.days, 'days')}."),
    ]  # fmt: skip
    if any(not identical(base, side) for side in sides[1:]):
        page += _brief(sides, families, apart, names)
    for k, (side, family, chain, player) in enumerate(
        zip(sides[1:], families, chains, players[1:], strict=True), start=1
    ):
        called = (names[0], names[k])
        told = f": {names[k]}" if len(sides) > 2 else ""
        if identical(base, side):
            same = f"Every measure is the same in all {len(side.seeds):,} seeds, to the last bit."
            page += ["", Text(same)]
        else:
            page += [
                *section(f"What comes out differently{told}"),
                *contrast_table(
                    family, console.width(), not console.draws_blocks(), Names(side.scenario), called
                ),
                *(Text(line, style="dim") for line in legend(family)),
            ]
        if chain is not None:
            page += section(f"Why{told}")
            words = (players[0].words, player.words)
            lines = (sentences if full else in_short)(side.scenario, chain, words, called)
            page += [Padding(Text(clean(line)), (0, 0, 0, 2)) for line in lines]
            if not full:
                page.append(Padding(Text("--full tells all that was found.", style="dim"), (0, 0, 0, 2)))
        page += section(f"Differences between the scenarios{told}")
        page += stated(base.scenario, side.scenario, apart[k - 1], called)
    return [*page, "", Text("Differences follow from the stated assumptions; not a forecast.")]


def _brief(
    sides: list[Arm], families: list[list[Contrast]], apart: list[list[Difference]], names: list[str]
) -> list[Any]:
    """The answer, and how sure it is."""
    from whitecell.report.paper.one_page import of_comparison
    from whitecell.scenario.difference import assumptions_in
    from whitecell_cli.briefs import lines

    changed = assumptions_in(d for found in apart for d in found)
    titles = [side.scenario.title for side in sides]
    runs = len(sides[0].seeds)
    return lines(of_comparison(sides[0].scenario, titles, families, runs, None, {}, changed, names))
