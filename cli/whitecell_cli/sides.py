"""The sides of a comparison: scenarios to play, or batches that were played, and why they diverge."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.commands.batch import default_folder
from whitecell_cli.options import Where, must_be_seed, play_words, read, short_name, stored_scenario

if TYPE_CHECKING:
    from whitecell.analysis.comparison import Arm
    from whitecell.batch import Batch
    from whitecell.report.divergence import Chain
    from whitecell.scenario.model import Scenario


class Player:
    """One side before it is played: a scenario to play, or a stored batch."""

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
        """The side's label for readers."""
        words = [short_name(self.reference), *(f"{k}={v}" for k, v in self.settings.items())]
        return " ".join(words)

    @property
    def words(self) -> str:
        """The words after ``whitecell run`` that print one of its runs."""
        return shlex.join(play_words("run", self.reference, self.settings, self.days)[2:])

    def cut(self, days: int) -> None:
        """Play only this many days, also of a stored batch: a short run is the start of a longer one."""
        if self.scenario.days > days:
            self.scenario = self.scenario.model_copy(update={"days": days})
            self.stored, self.folder = None, False

    def side(self, runs: int, hands: Where, no_store: bool) -> Arm:
        """Play it, or take the stored runs."""
        if self.stored is not None:
            return self.seen(self.stored)
        with console.Progress(runs, self.label[:30]) as progress:
            return self.seen(self.play(self.seed, runs, hands, no_store, progress.advance))

    def seen(self, batch: Batch) -> Arm:
        """A batch as a side of the comparison."""
        from whitecell.analysis.comparison import Arm

        return Arm(self.label, self.scenario, batch.seeds, batch.columns)

    def play(
        self, first: int, runs: int, hands: Where, no_store: bool, advance: Callable[[int], None]
    ) -> Batch:
        """Play some runs, in the scenario's own folder unless nothing is to be stored."""
        from whitecell.batch import run_batch

        seeds = range(first, first + runs)
        must_be_seed(seeds.stop - 1)
        kept = self.folder and not no_store
        folder = default_folder(self.scenario, self.reference, seeds, part=True) if kept else None
        words = play_words("batch", self.reference, self.settings, self.days)
        words += ["--runs", str(runs), "--seed", str(first)]
        return run_batch(
            self.scenario, seeds, **hands, folder=folder, progress=advance,
            command=shlex.join(words), part=True,
        )  # fmt: skip


def players_of(
    references: tuple[str, ...],
    settings: dict[str, str],
    days: int | None,
    runs: int | None,
    seed: int | None,
) -> list[Player]:
    """The sides; those to be played take the seeds of the first stored batch, unless others are asked for."""
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


def tell_versions(players: list[Player]) -> None:
    """Say so if a batch was played by another version of whitecell, whose runs may differ."""
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


def cut_to_shared_days(players: list[Player]) -> None:
    """Cut all sides to the days that all have."""
    days = min(p.scenario.days for p in players)
    for player in players:
        if player.scenario.days > days and player.stored is not None:
            console.complain(f"{player.reference} is played again for as many days as all have, {days}")
        player.cut(days)


def told_apart(labels: list[str]) -> list[str]:
    """Labels that distinguish the sides; with a number where some are the same."""
    if len(set(labels)) == len(labels):
        return labels
    return [f"{label} ({number})" for number, label in enumerate(labels, start=1)]


def chains_of(sides: list[Arm], jobs: int) -> list[Chain | None]:
    """The reasons why each further side differs from the first; None for a side that does not."""
    from whitecell.analysis.comparison import identical
    from whitecell.analysis.side_by_side import traced
    from whitecell.report.divergence import chain

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
