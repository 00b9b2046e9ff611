"""``whitecell game odds``: the turn on trial, with the odds of its events."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.games.opened import game_argument, opened
from whitecell_cli.options import SEED, json_option


@click.command(epilog="Example: whitecell game odds day-1 --runs 400")
@game_argument
@click.option(
    "--runs", type=click.IntRange(10, 65_536), default=200, show_default=True, help="Continuations."
)
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of the first of them.")
@json_option
def odds(game: Path, runs: int, seed: int, as_json: bool) -> None:
    """Play the next turn on trial, and tell the odds of each of its events.

    Nothing is said in the log. The odds are the share of continuations of this very state in which an event
    of the same kind, actor and place comes within the turn. Do nothing to accept it; `game rule` sets, rolls
    again or narrates.
    """
    import numpy as np

    from whitecell.report.foreseen import told
    from whitecell.report.paper.seat import days
    from whitecell.table.foreseen import outlook, proposed
    from whitecell.table.replay import Replay

    before = Replay(opened(game))
    trial = before.onward(proposed(before.folder))
    events, others = told(outlook(before, trial, np.arange(seed, seed + runs)))
    turn = trial.turns[-1]
    if as_json:
        console.write_json(
            {
                "turn": turn.number, "days": [turn.first, turn.last], "runs": runs, "seed": seed,
                "events": [asdict(line) for line in events], "others": [asdict(line) for line in others],
            }
        )  # fmt: skip
        return
    lines = [
        f"Turn {turn.number} if it were played now, {days(trial.scenario, turn.first, turn.last)}; odds over "
        f"{runs} continuations, seeds {seed} to {seed + runs - 1}:"
    ]
    for line in events:
        again = f" [dice: {', '.join(line.dice)}]" if line.dice else ""
        lines.append(f"  {line.odds:>10}  {line.when}: {line.text}{again}")
    if not events:
        lines.append("  Nothing new would happen.")
    if others:
        lines += ["", "What it would not bring, and continuations do:"]
        lines += [f"  {line.odds:>10}  {line.text}" for line in others]
    console.write(console.safe("\n".join(lines)) + "\n")
