"""``whitecell game new`` and ``branch``: how games begin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.games.consent import allow_here, allowed, programs
from whitecell_cli.games.opened import game_argument, opened
from whitecell_cli.games.seated import aimed, assigned
from whitecell_cli.options import (
    EXAMPLE,
    SEED,
    complain_of,
    json_option,
    scenario_argument,
    scenario_options,
    short_name,
)

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario
    from whitecell.scenario.source import Source
    from whitecell.table.folder import Seat


class Spell(click.ParamType[int]):
    """A number of days, such as ``7d``."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        found = re.fullmatch(r"([0-9]{1,4})\s*(d|days?)?", str(value).strip())
        if not found or int(found[1]) < 1:
            self.fail(f"'{console.safe(str(value))}' is not a number of days, such as 7d", param, ctx)
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
@click.option("--program", "commands", multiple=True, metavar="SEAT=COMMAND",
              help="A seat that a program plays, asked before each turn, with your rights.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=0.0, min_open=True, max=3600.0), default=60.0,
              show_default=True, help="How long an answer of a program may take.")  # fmt: skip
@click.option("--model", "models", multiple=True, metavar="SEAT", help="A seat that the model plays.")
@click.option("--aim", "aims", multiple=True, metavar="SEAT=MEASURE:high|low",
              help="A measure that a seat wants high or low, by which it is scored; repeat.")  # fmt: skip
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
    commands: tuple[str, ...],
    seconds: float,
    models: tuple[str, ...],
    aims: tuple[str, ...],
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
    complain_of(plot, source, settings)
    known = _seats(seats, no_estimate, plot, assigned(_apart(scripts), "--script"))
    known = _played(known, assigned(commands, "--program"), seconds, models)
    for name, wanted in aimed(aims, plot, known).items():
        known[name] = known[name].model_copy(update={"aims": wanted})
    folder = create(
        output, short_name(scenario), plot, seed=seed, turn=turn, seats=known, files=_files(source)
    )
    console.write(f"{output}: {folder.turns} turns of {turn} days, seed {seed}.\n")
    for name, seat in known.items():
        by = f", by {seat.led_by}" if seat.led_by != "its players" else ""
        console.write(f"  {name}: {', '.join(seat.actors)}{by}\n")
    if any(seat.program for seat in known.values()):
        allow_here(folder, Path.cwd())


def _apart(given: tuple[str, ...]) -> list[str]:
    """Texts that name several seats, split into one for each seat."""
    return [part for each in given for part in each.split()]


def _seats(
    given: tuple[str, ...], silent: tuple[str, ...], plot: Scenario, scripts: dict[str, str]
) -> dict[str, Seat]:
    from whitecell.table.folder import Seat
    from whitecell.table.scripts import read_plan

    actors = {name: tuple(value.split(",")) for name, value in assigned(_apart(given), "--seats").items()}
    for option, named in (("--script", scripts), ("--no-estimate", silent)):
        for name in named:
            _must_sit(name, actors, option)
    return {
        name: Seat(
            actors=who,
            plan=read_plan(Path(scripts[name]), plot, who) if name in scripts else (),
            estimate=name not in silent,
        )
        for name, who in actors.items()
    }


def _played(
    seats: dict[str, Seat], commands: dict[str, str], seconds: float, models: tuple[str, ...]
) -> dict[str, Seat]:
    """The seats, with programs and the model assigned as players."""
    import shlex

    for option, named in (("--program", commands), ("--model", models)):
        for name in named:
            _must_sit(name, seats, option)
    played = dict(seats)
    for name, command in commands.items():
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise click.BadParameter(
                f"'{console.safe(command)}': {error}", param_hint="'--program'"
            ) from None
        if not words:
            raise click.BadParameter(f"'{name}=' names no program", param_hint="'--program'")
        played[name] = seats[name].model_copy(update={"program": words, "seconds": seconds})
    return played | {name: played[name].model_copy(update={"model": True}) for name in models}


def _must_sit(name: str, seats: Iterable[str], option: str) -> None:
    if name not in seats:
        raise click.BadParameter(f"there is no seat '{console.safe(name)}'", param_hint=f"'{option}'")


def _files(source: Source) -> dict[str, bytes]:
    """The files that a scenario was read from, by names that distinguish them."""
    from whitecell.filenames import made_of

    return {
        f"{number}-{made_of(file.name)}": "\n".join([*source.lines[str(file)], ""]).encode()
        for number, file in enumerate(source.files, start=1)
    }


@click.command(epilog="Example: whitecell game branch day-1 --at 2 -o day-1-other")
@game_argument
@click.option("--at", "turn", type=click.IntRange(min=0), required=True, metavar="TURN",
              help="The last turn that both share; 0 begins again.")  # fmt: skip
@click.option("-o", "--output", required=True, metavar="FOLDER", type=click.Path(path_type=Path),
              help="Where the branch lies; nothing may be there.")  # fmt: skip
def branch(game: Path, turn: int, output: Path) -> None:
    """Go on from an earlier turn, in a game of its own."""
    from whitecell.table.folder import branch as branched

    folder = opened(game)
    other = branched(folder, output, turn)
    place = allowed(folder) if programs(folder) else None
    if place is not None:
        allow_here(other, place)
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
