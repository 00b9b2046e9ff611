"""``whitecell game new`` and ``branch``: how games begin."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.games.opened import game_argument, opened
from whitecell_cli.games.seated import assigned
from whitecell_cli.options import EXAMPLE, SEED, json_option, scenario_argument, scenario_options, short_name

if TYPE_CHECKING:
    from whitecell.scenario.chain import Source
    from whitecell.scenario.model import Scenario
    from whitecell.table.folder import Seat


class Spell(click.ParamType[int]):
    """A number of days, such as ``7d``."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        found = re.fullmatch(r"([0-9]{1,4})\s*(d|days?)?", str(value).strip())
        if not found or int(found[1]) < 1:
            self.fail(f"'{console.safe(str(value))}' is no number of days, such as 7d", param, ctx)
        return int(found[1])


@click.command(
    epilog=f"""\b
Example: whitecell game new {EXAMPLE} --seats blue=ACTOR,ACTOR --seats red=ACTOR -o day-1"""
)
@scenario_argument
@click.option("--seats", multiple=True, required=True, metavar="SEAT=ACTOR,…",
              help="A seat and the actors for whom it chooses; repeat. The model plays others.")  # fmt: skip
@click.option("--script", "scripts", multiple=True, metavar="SEAT=FILE",
              help="A seat that follows a plan: orders in the words of the language.")  # fmt: skip
@click.option("--turn", type=Spell(), default="7d", show_default=True, help="Days of a turn.")
@click.option("--seed", type=SEED, default=0, show_default=True, help="The dice.")
@click.option("--no-estimate", multiple=True, metavar="SEAT", help="A seat that gets no staff estimate.")
@scenario_options
@click.option("-o", "--output", required=True, metavar="FOLDER", type=click.Path(path_type=Path),
              help="Where the game lies; nothing may be there.")  # fmt: skip
def new(
    scenario: str,
    seats: tuple[str, ...],
    scripts: tuple[str, ...],
    turn: int,
    seed: int,
    no_estimate: tuple[str, ...],
    settings: dict[str, str],
    days: int | None,
    output: Path,
) -> None:
    """Begin a game: a scenario, a seed, and who sits at the table."""
    from whitecell.scenario.reading import read_source
    from whitecell.table.folder import create

    plot, source = read_source(scenario, settings, days)
    known = _seats(seats, no_estimate, plot, assigned(_apart(scripts), "--script"))
    folder = create(
        output, short_name(scenario), plot, seed=seed, turn=turn, seats=known, files=_files(source)
    )
    console.write(f"{output}: {folder.turns} turns of {turn} days, seed {seed}.\n")
    for name, seat in known.items():
        console.write(f"  {name}: {', '.join(seat.actors)}{', by a script' if seat.plan else ''}\n")


def _apart(given: tuple[str, ...]) -> list[str]:
    """Texts of several seats as one each."""
    return [part for each in given for part in each.split()]


def _seats(
    given: tuple[str, ...], silent: tuple[str, ...], plot: Scenario, scripts: dict[str, str]
) -> dict[str, Seat]:
    from whitecell.table.folder import Seat
    from whitecell.table.scripts import read_plan

    actors = {name: tuple(value.split(",")) for name, value in assigned(_apart(given), "--seats").items()}
    for option, named in (("--script", scripts), ("--no-estimate", silent)):
        if strange := [name for name in named if name not in actors]:
            raise click.BadParameter(
                f"there is no seat '{console.safe(strange[0])}'", param_hint=f"'{option}'"
            )
    return {
        name: Seat(
            actors=who,
            plan=read_plan(Path(scripts[name]), plot, who) if name in scripts else (),
            estimate=name not in silent,
        )
        for name, who in actors.items()
    }


def _files(source: Source) -> dict[str, bytes]:
    """The files that a scenario was read from, by names that tell them apart."""
    from whitecell.filenames import made_of

    return {
        f"{number}-{made_of(file.name)}": "\n".join([*source.lines[str(file)], ""]).encode()
        for number, file in enumerate(source.files, start=1)
    }


@click.command(epilog="Example: whitecell game branch day-1 --at 2 -o day-1-other")
@game_argument
@click.option("--at", "turn", type=click.IntRange(min=0), required=True, metavar="TURN",
              help="The last turn that both share; 0 begins anew.")  # fmt: skip
@click.option("-o", "--output", required=True, metavar="FOLDER", type=click.Path(path_type=Path),
              help="Where the branch lies; nothing may be there.")  # fmt: skip
def branch(game: Path, turn: int, output: Path) -> None:
    """Go on from an earlier turn, in a game of its own."""
    from whitecell.table.folder import branch as branched

    other = branched(opened(game), output, turn)
    console.write(f"{output}: shares {turn} turns with {game}; turn {other.turn} is next.\n")


@click.command(epilog="Example: whitecell game branches day-1")
@game_argument
@json_option
def branches(game: Path, as_json: bool) -> None:
    """List the games of the same scenario and seed that lie beside a game, each below its parent."""
    from whitecell.report.wording import counted
    from whitecell.table.branches import branches as beside

    found = beside(opened(game))
    if as_json:
        console.write_json([asdict(each) for each in found])
        return
    for each in found:
        after = "" if each.after is None else f", branched after turn {each.after}"
        of = f" of {each.parent}" if each.parent else " of a game that is not here" if after else ""
        here = " (this one)" if each.here else ""
        line = f"{'  ' * each.depth}{each.name}{here}: {counted(each.played, 'turns')} played{after}{of}"
        console.write(console.safe(line) + "\n")
