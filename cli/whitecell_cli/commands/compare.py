"""``whitecell compare``: what comes out differently, how surely, and why."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.commands.batch import SLAB, default_folder
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
    target_option,
    where,
    where_options,
)

if TYPE_CHECKING:
    from whitecell.analysis.comparison import Side
    from whitecell.analysis.paired import Contrast
    from whitecell.analysis.stopping import Target
    from whitecell.report.parting import Chain
    from whitecell.scenario.model import Scenario

CAP = 50_000
RUNS = 1000


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
@click.option("--shared", is_flag=True, help="Compare what both have where seeds or measures differ.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV.")
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
    as_json: bool,
) -> None:
    """Compare scenarios, courses of action or stored batches with the first of them.

    Both sides are played with the same seeds, so with the same dice, and compared run by run. With one
    scenario and --set, it is compared with itself as it stands; with more, --set changes them all.
    """
    if as_csv and as_json:
        raise click.UsageError("--csv and --json are two formats; give one of them")
    if len(references) == 1 and not settings:
        raise click.UsageError("one scenario is nothing to compare; name a second, or change it with --set")
    from whitecell.analysis.comparison import IncomparableError, aligned, compared

    players = _players(references, settings, days, runs, seed)
    hands = where(jobs, scheduler)
    try:
        if until is None:
            sides = aligned([p.side(p.runs or runs or RUNS, hands, no_store) for p in players], shared)
        else:
            sides = _until(players, until, runs or CAP, hands, no_store, shared)
    except IncomparableError as error:
        raise click.UsageError(str(error)) from None
    families = compared(sides)
    labels = told_apart(players)
    if as_csv:
        from whitecell.report.rows import as_csv as written
        from whitecell.report.rows import contrast_rows

        console.write(written(contrast_rows(zip(labels[1:], families, strict=True))))
        return
    chains: list[Chain | None] = [None] * len(families) if no_why else chains_of(sides, hands["jobs"])
    if as_json:
        console.write_json(_content(players, sides, families, chains, labels))
    else:
        console.show(_page(players, sides, families, chains, labels))


class Player:
    """One side before it is played: a scenario to play, or a batch that was."""

    def __init__(self, reference: str, settings: dict[str, str], days: int | None) -> None:
        self.reference, self.settings, self.days = reference, settings, days
        self.stored = None
        self.seed = 0
        self.runs = 0
        path = Path(reference)
        if (path / "manifest.json").is_file():
            if settings or days is not None:
                raise click.UsageError(
                    f"{reference} has been played; --set and --days change scenarios that are to be played"
                )
            from whitecell.batch import load_batch

            self.stored = load_batch(path)
            self.scenario: Scenario = self.stored.scenario
            self.seed, self.runs = int(self.stored.seeds[0]), len(self.stored.seeds)
        else:
            self.scenario = read(reference, settings, days)

    @property
    def label(self) -> str:
        """What a reader sees."""
        words = [short_name(self.reference), *(f"{k}={v}" for k, v in self.settings.items())]
        return " ".join(words)

    @property
    def words(self) -> str:
        """The words after ``whitecell run`` that tell one of its runs."""
        if self.stored is None:
            return shlex.join(play_words("run", self.reference, self.settings, self.days)[2:])
        import json

        manifest = json.loads((Path(self.reference) / "manifest.json").read_text(encoding="utf-8"))
        words = shlex.split(manifest["command"])[2:]
        return shlex.join(words[: words.index("--runs")] if "--runs" in words else words) or self.reference

    def side(self, runs: int, hands: Where, no_store: bool) -> Side:
        """Play it, or take what was played."""
        from whitecell.analysis.comparison import Side

        if self.stored is not None:
            return Side(self.label, self.scenario, self.stored.seeds, self.stored.columns)
        from whitecell.batch import run_batch

        seeds = range(self.seed, self.seed + runs)
        if seeds.stop - 1 > LAST_SEED:
            raise click.UsageError(f"the last seed would be above {LAST_SEED}")
        folder = None if no_store else default_folder(self.scenario, self.reference, seeds, SLAB, part=True)
        words = play_words("batch", self.reference, self.settings, self.days)
        words += ["--runs", str(runs), "--seed", str(self.seed), "--slab", str(SLAB)]
        with console.Progress(runs, self.label[:30]) as progress:
            batch = run_batch(
                self.scenario, seeds, **hands, slab=SLAB, folder=folder, progress=progress.advance,
                command=shlex.join(words), part=True,
            )  # fmt: skip
        return Side(self.label, self.scenario, batch.seeds, batch.columns)


def _players(
    references: tuple[str, ...],
    settings: dict[str, str],
    days: int | None,
    runs: int | None,
    seed: int | None,
) -> list[Player]:
    if len(references) == 1:
        players = [Player(references[0], {}, days), Player(references[0], settings, days)]
    else:
        players = [Player(reference, settings, days) for reference in references]
    played = next((p for p in players if p.stored is not None), None)
    for player in players:
        if player.stored is None:
            player.seed = seed if seed is not None else played.seed if played else 0
            player.runs = runs or (played.runs if played else 0)
    return players


def _until(
    players: list[Player], until: Target, cap: int, hands: Where, no_store: bool, shared: bool
) -> list[Side]:
    """Play more and more runs until the difference is known as well as asked."""
    from whitecell.analysis.comparison import aligned, compared
    from whitecell.analysis.stopping import half_width_of, looks

    if any(p.stored is not None for p in players):
        raise click.UsageError("--until plays more runs; name scenarios, not batches that were played")
    for player in players:
        if until.measure.split(":")[0] not in player.scenario.measures:
            raise click.UsageError(f"{player.label} has no measure '{console.safe(until.measure)}'")
    sides: list[Side] = []
    for n in looks(cap):
        sides = aligned([p.side(n, hands, no_store) for p in players], shared)
        width = max(half_width_of(family, until.measure) for family in compared(sides))
        if width <= until.half:
            console.complain(f"{until} met after {n:,} runs: half-width {width:.3g}")
            return sides
        console.complain(f"{n:,} runs: half-width {width:.3g}, wanted {until.half:g}")
    console.complain(f"{until} not met with {cap:,} runs; --runs raises the cap")
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
    from whitecell.report.comparison import contrast_table, stated
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
        page.append(
            Text("Bold: p below 0.05 after Holm's correction over all rows. 'days until': restricted mean, "
                 "never counting as the last day. Pairing: what the same dice divide the variance by.")
        )  # fmt: skip
        if chain is not None:
            page += section("Why")
            for line in sentences(side.scenario, chain, (players[0].words, player.words)):
                page.append(Padding(Text(clean(line)), (0, 0, 0, 2)))
    page += ["", Text("Differences follow from the stated assumptions; not a forecast.")]
    return page
