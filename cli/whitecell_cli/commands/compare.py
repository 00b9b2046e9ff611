"""``whitecell compare``: what comes out differently, how surely, and why."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.commands.batch import CAP, RUNS, SLAB, default_folder
from whitecell_cli.options import (
    ANOTHER,
    EXAMPLE,
    LAST_SEED,
    SEED,
    Where,
    json_option,
    play_words,
    read,
    scenario_options,
    short_name,
    stored_scenario,
    target_option,
    where,
    where_options,
)

if TYPE_CHECKING:
    from whitecell.analysis.comparison import Side
    from whitecell.analysis.paired import Contrast
    from whitecell.analysis.stopping import Target
    from whitecell.batch import Batch
    from whitecell.report.parting import Chain
    from whitecell.scenario.model import Scenario
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
@click.option("--no-store", is_flag=True, help="Keep no runs.")
@click.option("--no-why", is_flag=True, help="Leave out where the stories part.")
@click.option("--shared", is_flag=True,
              help="Compare what all have where seeds, measures or the number of days differ.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="Print a table as CSV.")
@click.option(
    "--table", type=click.Choice(TABLES), default=TABLES[0], show_default=True,
    help="Which one: the measures; what is stated differently; for each seed where its stories part; "
    "what differs later; the difference day by day.",
)  # fmt: skip
@json_option
def command(
    references: tuple[str, ...],
    runs: int | None,
    seed: int | None,
    settings: dict[str, str],
    days: int | None,
    until: Target | None,
    jobs: int | None,
    scheduler: str,
    no_store: bool,
    no_why: bool,
    shared: bool,
    as_csv: bool,
    table: str,
    as_json: bool,
) -> None:
    """Compare scenarios, courses of action or stored batches with the first of them.

    Both sides are played with the same seeds, so with the same dice, and compared run by run. With one
    scenario and --set, it is compared with itself as it stands; with more, --set and --days change all that
    are to be played. Beside a stored batch, its seeds are played.
    """
    if as_csv and as_json:
        raise click.UsageError("--csv and --json are two formats; give one of them")
    if table != TABLES[0] and not as_csv:
        raise click.UsageError("--table says which table --csv prints; give --csv too")
    if len(references) == 1 and not settings:
        raise click.UsageError("one scenario is nothing to compare; name a second, or change it with --set")
    from whitecell.analysis.comparison import IncomparableError, aligned, compared

    players = _players(references, settings, days, runs, seed)
    hands = where(jobs, scheduler)
    _tell_versions(players)
    try:
        if shared:
            _cut_to_shared_days(players)
        if until is None:
            sides = aligned([p.side(p.runs or RUNS, hands, no_store) for p in players], shared)
        else:
            sides = _until(players, until, runs or CAP, hands, no_store, shared)
    except IncomparableError as error:
        raise click.UsageError(console.safe(str(error))) from None
    families = compared(sides)
    labels = told_apart(players)
    told = not no_why and not (as_csv and table in ("measures", "stated"))
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
        console.show(_page(players, sides, families, chains, labels))


class Player:
    """One side before it is played: a scenario to play, or a batch that was."""

    def __init__(self, reference: str, settings: dict[str, str], days: int | None, seed: int = 0) -> None:
        self.reference, self.settings, self.days = reference, settings, days
        self.stored: Batch | None = None
        self.seed = seed
        self.runs = 0
        plot = stored_scenario(reference, {}, None)
        if plot is None:
            self.scenario: Scenario = read(reference, settings, days)
        else:
            from whitecell.batch import load_batch

            self.stored = load_batch(Path(reference))
            self.scenario, self.settings, self.days = plot, {}, None
            self.seed, self.runs = int(self.stored.seeds[0]), len(self.stored.seeds)
        self.folder = self.stored is None

    @property
    def label(self) -> str:
        """What a reader sees."""
        words = [short_name(self.reference), *(f"{k}={v}" for k, v in self.settings.items())]
        return " ".join(words)

    @property
    def words(self) -> str:
        """The words after ``whitecell run`` that tell one of its runs."""
        return shlex.join(play_words("run", self.reference, self.settings, self.days)[2:])

    def cut(self, days: int) -> None:
        """Play only so many days, even if it has been played: a shorter horizon is the start of a longer."""
        if self.scenario.days > days:
            self.scenario = self.scenario.model_copy(update={"days": days})
            self.stored, self.folder = None, False

    def side(self, runs: int, hands: Where, no_store: bool) -> Side:
        """Play it, or take what was played."""
        if self.stored is not None:
            return self.seen(self.stored)
        with console.Progress(runs, self.label[:30]) as progress:
            return self.seen(self.play(self.seed, runs, hands, no_store, progress.advance))

    def seen(self, batch: Batch) -> Side:
        """A batch as a side of the comparison."""
        from whitecell.analysis.comparison import Side

        return Side(self.label, self.scenario, batch.seeds, batch.columns)

    def play(
        self, first: int, runs: int, hands: Where, no_store: bool, advance: Callable[[int], None]
    ) -> Batch:
        """Play some runs, in the scenario's own folder unless nothing is to be kept."""
        from whitecell.batch import run_batch

        seeds = range(first, first + runs)
        if seeds.stop - 1 > LAST_SEED:
            raise click.UsageError(f"the last seed would be above {LAST_SEED}")
        kept = self.folder and not no_store
        folder = default_folder(self.scenario, self.reference, seeds, SLAB, part=True) if kept else None
        words = play_words("batch", self.reference, self.settings, self.days)
        words += ["--runs", str(runs), "--seed", str(first), "--slab", str(SLAB)]
        return run_batch(
            self.scenario, seeds, **hands, slab=SLAB, folder=folder, progress=advance,
            command=shlex.join(words), part=True,
        )  # fmt: skip


def _players(
    references: tuple[str, ...],
    settings: dict[str, str],
    days: int | None,
    runs: int | None,
    seed: int | None,
) -> list[Player]:
    """The sides; what is to be played takes the seeds of the first that was, unless others are asked for."""
    if len(references) == 1:
        players = [Player(references[0], {}, days), Player(references[0], settings, days)]
    else:
        players = [Player(reference, settings, days) for reference in references]
    played = next((p for p in players if p.stored is not None), None)
    asked = settings or days is not None or runs is not None or seed is not None
    if asked and all(p.stored is not None for p in players):
        raise click.UsageError(
            f"{console.safe(references[0])} has been played; --set, --days, --runs and --seed change "
            "scenarios that are to be played"
        )
    for player in players:
        if player.stored is None:
            player.seed = seed if seed is not None else played.seed if played else 0
            player.runs = runs or (played.runs if played else 0)
    return players


def _tell_versions(players: list[Player]) -> None:
    """Say so if a batch was played by another version of whitecell, whose runs may be others."""
    import whitecell
    from whitecell.batch.manifest import Manifest

    for player in players:
        if player.stored is None:
            continue
        there = Manifest.read(Path(player.reference) / "manifest.json").versions.get("whitecell", "another")
        if there != whitecell.__version__:
            console.complain(
                f"Warning: {player.reference} was played with whitecell {there}; runs that are played now "
                f"are those of {whitecell.__version__}, and may be others"
            )


def _cut_to_shared_days(players: list[Player]) -> None:
    days = min(p.scenario.days for p in players)
    for player in players:
        if player.scenario.days > days and player.stored is not None:
            console.complain(f"{player.reference} is played anew for the {days} days that all have")
        player.cut(days)


def _until(
    players: list[Player], until: Target, cap: int, hands: Where, no_store: bool, shared: bool
) -> list[Side]:
    """Play more and more runs until the difference is known as well as asked."""
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


def told_apart(players: list[Player]) -> list[str]:
    """What tells the sides apart; a number where their names are the same."""
    labels = [p.label for p in players]
    if len(set(labels)) == len(labels):
        return labels
    return [f"{label} ({number})" for number, label in enumerate(labels, start=1)]


def chains_of(sides: list[Side], jobs: int) -> list[Chain | None]:
    """Why each further side differs from the first; None for those that do not."""
    from whitecell.analysis.comparison import identical
    from whitecell.analysis.side_by_side import traced
    from whitecell.report.parting import chain

    base = sides[0]
    chains: list[Chain | None] = []
    for side in sides[1:]:
        if identical(base, side):
            chains.append(None)
            continue
        with console.Progress(len(side.seeds), "why") as progress:
            found = traced(base.scenario, side.scenario, side.seeds, jobs, progress.advance)
        chains.append(chain(base.scenario, side.scenario, found))
    return chains


def _content(
    players: list[Player],
    sides: list[Side],
    families: list[list[Contrast]],
    chains: list[Chain | None],
    labels: list[str],
) -> dict[str, Any]:
    from whitecell.analysis.comparison import identical
    from whitecell.report.parting import sentences
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
                    "sentences": sentences(side.scenario, chain, (players[0].words, player.words)),
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
    sides: list[Side],
    families: list[list[Contrast]],
    chains: list[Chain | None],
    labels: list[str],
) -> list[Any]:
    from rich.padding import Padding
    from rich.text import Text

    from whitecell.analysis.comparison import identical
    from whitecell.report.comparison import contrast_table, legend, stated
    from whitecell.report.page import section, title
    from whitecell.report.parting import sentences
    from whitecell.report.wording import clean, counted
    from whitecell.scenario.difference import differences

    base = sides[0]
    first, last = int(base.seeds[0]), int(base.seeds[-1])
    page: list[Any] = [
        title(base.scenario.title),
        Text(f"{counted(len(base.seeds), 'runs')} of each, seeds {first} to {last}, "
             f"{base.scenario.days} days, the same dice"),
    ]  # fmt: skip
    for label, side, family, chain, player in zip(
        labels[1:], sides[1:], families, chains, players[1:], strict=True
    ):
        page += ["", Text(clean(f"{labels[0]}  against  {label}"), style="bold")]
        page += [Text(clean(f"second: {side.scenario.title}"))]
        page += [*section("What is stated differently"), *stated(differences(base.scenario, side.scenario))]
        if identical(base, side):
            page += [
                "",
                Text(f"Every measure is the same in all {len(side.seeds):,} seeds, to the last bit."),
            ]
            continue
        page += [
            *section("What comes out differently"),
            *contrast_table(family, console.width(), not console.draws_blocks()),
        ]
        page += [Text(line) for line in legend(family)]
        if chain is not None:
            page += section("Why")
            for line in sentences(side.scenario, chain, (players[0].words, player.words)):
                page.append(Padding(Text(clean(line)), (0, 0, 0, 2)))
    page += ["", Text("Differences follow from the stated assumptions; not a forecast.")]
    return page
