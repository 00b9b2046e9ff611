"""``whitecell game status``, ``brief``, ``ahead``, ``compare`` and ``report``: ways to look at a game."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.documents import form_of, show
from whitecell_cli.games.opened import game_argument, opened
from whitecell_cli.games.seated import aimed
from whitecell_cli.options import SEED, json_option

if TYPE_CHECKING:
    from whitecell.scenario.orders import StandingOrder
    from whitecell.table.folder import Folder

OUTPUT = click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
                      help="Write a file instead: .html, .md, .pdf or .pptx.")  # fmt: skip


@click.command(epilog="Example: whitecell game status day-1")
@game_argument
@json_option
def status(game: Path, as_json: bool) -> None:
    """Say which turn is next, who sits where, and what is ordered."""
    from whitecell.report.names import Names
    from whitecell.report.orders import order_text
    from whitecell.report.paper.blocks import pieces
    from whitecell.report.paper.seat import days, request_line
    from whitecell.report.wording import capital, counted
    from whitecell.table.entries import WHITE
    from whitecell.table.played import as_played
    from whitecell.table.requests import requests
    from whitecell.table.view import standing

    folder = opened(game)
    seats = {name: standing(folder, spec.actors) for name, spec in folder.settings.seats.items()}
    asked = [each for each in requests(folder.entries) if each.open]
    if as_json:
        console.write_json(
            {
                "scenario": folder.settings.name, "seed": folder.settings.seed, "turn": folder.turn,
                "turns": folder.turns, "days": folder.days(folder.turn), "entries": len(folder.entries),
                "seats": {
                    name: {
                        "actors": list(folder.settings.seats[name].actors),
                        "led_by": folder.settings.seats[name].led_by,
                        "orders": [order.model_dump() for order in orders],
                    }
                    for name, orders in seats.items()
                },
                "requests": [asdict(each) for each in asked],
            }
        )  # fmt: skip
        return
    scenario = as_played(folder)
    names = Names(scenario)
    over = folder.turn > folder.turns
    said = counted(len(folder.entries), "entry/entries")
    lines = [f"{folder.settings.name}, seed {folder.settings.seed}, {said}."]
    if folder.settings.branched:
        lines.append(f"A branch after turn {folder.settings.branched.turn}.")
    lines.append(
        f"All {folder.turns} turns have been played." if over
        else f"Turn {folder.turn} of {folder.turns} is next: {days(scenario, *folder.days(folder.turn))}."
    )  # fmt: skip
    for seat, orders in seats.items():
        spec = folder.settings.seats[seat]
        by = f" (by {spec.led_by})" if spec.led_by != "its players" else ""
        lines.append(f"{capital(seat)}: {names.actors(spec.actors)}{by}.")
        lines += [f"  {order_text(scenario, names, order)}." for order in orders]
    if asked:
        lines.append("Requests for information:")
        lines += ["  " + "".join(s.text for s in pieces(request_line(each, WHITE))) for each in asked]
    console.write(console.safe("\n".join(lines)) + "\n")


@click.command(epilog="Example: whitecell game brief day-1 --seat blue -o blue-1.html")
@game_argument
@click.option("--seat", required=True, help="For whom.")
@json_option
@OUTPUT
def brief(game: Path, seat: str, as_json: bool, output: Path | None) -> None:
    """Write a seat's brief: what to decide and by when, what changed, the situation as the seat sees it."""
    form_of(output)
    from whitecell.report.paper.seat import brief as written
    from whitecell.scenario.problems import did_you_mean
    from whitecell.table.replay import Replay
    from whitecell.table.view import view

    folder = opened(game)
    if seat not in folder.settings.seats:
        hint = did_you_mean(seat, list(folder.settings.seats))
        raise click.BadParameter(f"there is no seat '{console.safe(seat)}'; {hint}", param_hint="'--seat'")
    replay = Replay(folder)
    seen = view(replay, seat)
    if as_json:
        console.write_json(seen.as_json())
    else:
        show(written(folder, replay.scenario, seen), output)


@click.command(
    epilog="""\b
Examples: whitecell game ahead day-1 --runs 200
          whitecell game ahead day-1 --order "ACTOR effort hold" --days 60
          whitecell game ahead day-1 --order "ACTOR effort hold when day > 30\""""
)
@game_argument
@click.option("--runs", type=click.IntRange(2, 65_536), default=200, show_default=True, help="Continuations.")
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of the first of them.")
@click.option("--days", type=click.IntRange(min=1), help="How far to look.  [default: to the end]")
@click.option("--order", "orders", multiple=True, metavar="ORDER",
              help="An order under discussion, as `game order` takes it; with 'when CONDITION' after it, it "
              "stands while that is so; repeat.")  # fmt: skip
@json_option
def ahead(game: Path, runs: int, seed: int, days: int | None, orders: tuple[str, ...], as_json: bool) -> None:
    """Tell the odds from here: how this very game may go on, under other dice.

    Orders under discussion are played on the same dice, so the difference is what they do.
    """
    import numpy as np

    from whitecell.analysis.paired import contrasts
    from whitecell.analysis.summary import summarise
    from whitecell.table.morning import every_acceptance
    from whitecell.table.replay import Replay
    from whitecell.table.replay import ahead as played

    folder = opened(game)
    replay = Replay(folder)
    if replay.game.day >= folder.scenario.days:
        raise click.UsageError("the game is over; nothing is ahead")
    more = [_discussed(folder, text) for text in orders]
    seeds = np.arange(seed, seed + runs)
    now = played(replay, seeds, days=days)
    then = played(replay, seeds, more, days) if more else None
    last = min(replay.game.day + (days or folder.scenario.days), folder.scenario.days)
    found = summarise(replay.scenario, now)
    apart = contrasts(replay.scenario, now, then, last) if then is not None else []
    if as_json:
        console.write_json(
            {
                "day": replay.game.day, "until": last, "runs": runs, "seed": seed,
                "measures": [each.as_json() for each in found],
                "differences": [each.as_json() for each in apart],
                "terms": [
                    {"actor": w.actor, "term": w.thing, "on_the_table": w.chosen,
                     "chances": {option.name: option.chance for option in w.options}}
                    for w in every_acceptance(replay)
                ],
            }
        )  # fmt: skip
        return
    from whitecell.report.paper.hindsight import shift
    from whitecell.report.paper.seat import acceptance_line
    from whitecell.report.table import summary_table

    console.show([f"Day {last} as seen from day {replay.game.day}, over {runs} continuations:", ""])
    console.show(summary_table(found, console.width(), not console.draws_blocks()))
    if then is not None:
        sure = [c for c in apart if c.low > 0.0 or c.high < 0.0]
        lines = [f"  {shift(replay.scenario, c)}" for c in sure] or ["  nothing beyond doubt"]
        console.write(console.safe("\n".join(["", "With what is under discussion:", *lines])) + "\n")
    terms = [f"  {acceptance_line(replay.scenario, w)}" for w in every_acceptance(replay)]
    if terms:
        head = "Chance that a party would sign a text with a value, the other terms as on the table:"
        console.write(console.safe("\n".join(["", head, *terms])) + "\n")


def _discussed(folder: Folder, text: str) -> StandingOrder:
    """An order under discussion, from the first day of the next turn."""
    import shlex

    from whitecell.scenario.formula import FormulaError
    from whitecell.scenario.formulas import Stated, understood
    from whitecell.scenario.matters import amiss
    from whitecell.table.entries import Ordered
    from whitecell.table.played import date_of, standing
    from whitecell_cli.games.say import order_of

    text, _, condition = text.partition(" when ")
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        words = ()
    given = order_of(words, "", withdraw=False)
    if given is None:
        raise click.BadParameter(
            f"'{console.safe(text)}' is not ACTOR CHOICE [ABOUT] OPTION [when CONDITION], such as "
            "'ACTOR effort hold'",
            param_hint="'--order'",
        )
    found = standing(Ordered.model_validate(given), date_of(folder.scenario, folder.days(folder.turn)[0]))
    if found.actor not in folder.scenario.actors:
        raise click.BadParameter(f"there is no actor '{console.safe(found.actor)}'", param_hint="'--order'")
    if (wrong := amiss(folder.scenario, found)) is not None:
        raise click.BadParameter(console.safe(f"{wrong[1]}; {wrong[2]}"), param_hint="'--order'")
    if not condition:
        return found
    try:
        understood(Stated(("orders", 1, "when"), condition, None), folder.scenario)
    except FormulaError as error:
        hint = f"; {error.hint}" if error.hint else ""
        raise click.BadParameter(
            console.safe(f"'{condition}': {error.message}{hint}"), param_hint="'--order'"
        ) from None
    return found.model_copy(update={"when": condition})


@click.command(epilog="Example: whitecell game compare day-1 day-1-other")
@click.argument("games", metavar="GAME GAME", nargs=2, type=click.Path(path_type=Path))
def compare(games: tuple[Path, Path]) -> None:
    """Say what two games of one scenario differ in: what was said, and what came of it on the same dice.

    What it does over a thousand seeds says `whitecell compare GAME GAME`.
    """
    from whitecell.report.paper.after_action import beside
    from whitecell.table.replay import Replay

    one, other = (opened(game) for game in games)
    if one.settings.scenario != other.settings.scenario or one.settings.seed != other.settings.seed:
        raise click.UsageError("these are games of other scenarios or seeds; nothing in them goes together")
    turns = min(one.turn, other.turn) - 1
    played = [Replay(folder, turns) for folder in (one, other)]
    show(beside(played[0], played[1], (str(games[0]), str(games[1]))), None)


@click.command(epilog="Example: whitecell game report day-1 -o day-1.html")
@game_argument
@click.option("--runs", type=click.IntRange(2, 65_536), default=100, show_default=True,
              help="Continuations from which the odds are reckoned, before and after each turn.")  # fmt: skip
@click.option("--no-odds", is_flag=True, help="Leave out odds and scores, which take longest.")
@click.option("--aim", "aims", multiple=True, metavar="SEAT=MEASURE:high|low",
              help="Score a seat by this measure too; repeat.")  # fmt: skip
@click.option("--knew", is_flag=True, help="Tell what each seat knew when it decided.")
@OUTPUT
def report(
    game: Path, runs: int, no_odds: bool, aims: tuple[str, ...], knew: bool, output: Path | None
) -> None:
    """Write the after-action report: orders against state, where the odds moved, and scores by aims.

    As HTML, Markdown, PDF or slides, by the ending of the file; as Markdown on stdout without one.
    """
    form_of(output)
    from whitecell.analysis.hindsight import hindsight, seats_aims
    from whitecell.analysis.turning import Moved, moved
    from whitecell.report.paper.after_action import after_action
    from whitecell.table.replay import Replay
    from whitecell.table.view import view

    folder = opened(game)
    wanted = aimed(aims, folder.scenario, folder.settings.seats)
    replay = Replay(folder)
    if not replay.turns:
        raise click.UsageError("no turn has been played; there is nothing to report")
    odds: list[Moved] = []
    if not no_odds:
        with console.Progress(replay.number, "odds") as progress:
            odds = moved(folder, runs, lambda: progress.advance(1))
    before = [Replay(folder, turn) for turn in range(replay.number)] if knew else []
    shown = [[view(each, seat) for seat in folder.settings.seats] for each in before]
    known = {name: {**aims, **wanted.get(name, {})} for name, aims in seats_aims(folder).items()}
    looked = None if no_odds else hindsight(replay, runs, known)
    show(after_action(replay, odds, runs, shown, looked), output)
