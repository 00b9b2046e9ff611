"""Arguments and options that several commands share, and reading the scenario they name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from whitecell.scenario.library import bundled
from whitecell_cli import console
from whitecell_cli.completion import scenarios_like, settings_like

if TYPE_CHECKING:
    from whitecell.analysis.stopping import Target
    from whitecell.scenario.model import Scenario
    from whitecell.scenario.source import Source

Function = TypeVar("Function", bound=Callable[..., Any])


def _examples(shipped: list[str]) -> tuple[str, str]:
    """The scenario with the most courses of action, by their names, and the first of these."""
    parts = {name: [other for other in shipped if other.startswith(f"{name}-")] for name in shipped}
    first = max(shipped, key=lambda name: len(parts[name]), default="SCENARIO")
    return first, next(iter(parts.get(first, ())), "OTHER")


EXAMPLE, ANOTHER = _examples(list(bundled()))
"""Scenarios that the examples of a help text play."""
LAST_SEED = 2**63 - 2
BLOCK = 256
MOST_IN_SLAB = 65_536
"""The same as in :mod:`whitecell.batch.slabs`, which is slow to import."""
SEED = click.IntRange(0, LAST_SEED)
DESIGNED = ("whitecell explore ", "whitecell deal ", "whitecell score ", "whitecell fit ")
"""Beginnings of commands whose stored runs differ in their assumptions."""
GAME = "game.yaml"
"""The same as in :mod:`whitecell.table.folder`."""
MOST_DAYS = 3650
"""The same as in :mod:`whitecell.scenario.model`."""


def read_settings(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Turn ``name=value`` texts into a mapping."""
    settings: dict[str, str] = {}
    like = "--set " if param.param_type_name == "option" else ""
    for text in given:
        name, equals, value = text.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name or not value:
            raise click.BadParameter(
                f"'{console.safe(text)}' is not NAME=VALUE; write it like {like}leverage=0.2", ctx, param
            )
        if name in settings:
            raise click.BadParameter(f"'{console.safe(name)}' is set twice; set it once", ctx, param)
        settings[name] = value
    return settings


def _target(ctx: click.Context, param: click.Parameter, given: str | None) -> Target | None:
    """Read ``measure±half-width``."""
    if given is None:
        return None
    from whitecell.analysis.stopping import Target

    try:
        return Target.of(given)
    except ValueError as error:
        raise click.BadParameter(console.safe(str(error)), ctx, param) from None


def target_option(command: Function) -> Function:
    """The precision at which playing stops."""
    return click.option(
        "--until", metavar="MEASURE±X", callback=_target,
        help="Play until the half-width of a measure's 95 % interval is X; --runs is then the limit.",
    )(command)  # fmt: skip


def scenario_argument(command: Function) -> Function:
    """The scenario: a bundled name or a path."""
    return click.argument("scenario", metavar="SCENARIO", shell_complete=scenarios_like)(command)


def scenario_options(command: Function) -> Function:
    """Options that change the scenario before it is used."""
    command = click.option(
        "--days",
        type=click.IntRange(1, MOST_DAYS),
        help="Number of days to play.  [default: the scenario's]",
    )(command)
    return set_option(command)


def set_option(command: Function) -> Function:
    """Other values for numbers of the scenario."""
    return click.option(
        "--set", "settings", multiple=True, metavar="NAME=VALUE", callback=read_settings,
        shell_complete=settings_like,
        help="Set an assumption, or any number by its path, to another value; repeatable.",
    )(command)  # fmt: skip


class Moment(click.ParamType[int | date]):
    """A day of a run: its number, counted from 1, or its date."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | date:
        """Read a number or a date."""
        text = str(value).strip()
        try:
            return int(text) if re.fullmatch("[0-9]{1,6}", text) else date.fromisoformat(text)
        except ValueError:
            self.fail(f"'{console.safe(text)}' is no day; write 40 or 2017-07-22", param, ctx)


class Where(TypedDict):
    """Where runs are played: in a number of processes here, or by the workers of a scheduler."""

    jobs: int
    scheduler: str


def where(jobs: int | None, scheduler: str | None) -> Where:
    """Where runs are played, from the two options; raises UsageError if they exclude each other."""
    if scheduler == "":
        raise click.UsageError("--scheduler is empty; write its address, such as tcp://host:8786")
    if scheduler and jobs:
        raise click.UsageError("--jobs plays here and --scheduler elsewhere; give one of the two")
    if scheduler and find_spec("distributed") is None:
        raise click.UsageError("--scheduler needs the extra: pip install 'whitecell[cluster]'")
    return {"jobs": jobs or cores(), "scheduler": scheduler or ""}


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def where_options(command: Function) -> Function:
    """The options for where runs are played."""
    command = click.option(
        "--scheduler", metavar="ADDRESS",
        help="Play on the workers of a Dask scheduler, such as tcp://host:8786.",
    )(command)  # fmt: skip
    return click.option("--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: the cores]")(
        command
    )


def store_option(command: Function) -> Function:
    """A folder for runs that are otherwise not stored."""
    return click.option(
        "--store", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
        help="Keep the runs in this folder; the same command resumes from there.",
    )(command)  # fmt: skip


def xlsx_option(command: Function) -> Function:
    """Every table of the answer as a workbook, besides the printed output."""
    return click.option(
        "--xlsx", "workbook", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
        callback=_with_library, help="Also write every table to a workbook, with units and notes.",
    )(command)  # fmt: skip


def _with_library(ctx: click.Context, param: click.Parameter, given: Path | None) -> Path | None:
    """Check before anything is played that a workbook's extra is installed and its ending is right."""
    if given is not None and find_spec("xlsxwriter") is None:
        raise click.UsageError("--xlsx needs the extra: pip install 'whitecell[tables]'")
    if given is not None and given.suffix.lower() != ".xlsx":
        raise click.BadParameter("a workbook's name ends in .xlsx", ctx, param)
    return given


def one_format(csv: object, as_json: bool) -> None:
    """Refuse two formats at once."""
    if csv and as_json:
        raise click.UsageError("--csv and --json are two formats; give one of them")


def must_be_seed(last: int) -> None:
    """Refuse a last seed that is too large."""
    if last > LAST_SEED:
        raise click.UsageError(f"the last seed would be above {LAST_SEED}")


def json_option(command: Function) -> Function:
    """Text for machines instead of text for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def read(reference: str, settings: Mapping[str, str], days: int | None) -> Scenario:
    """Read the scenario that the user named, with what the user set.

    Warns on stderr of parts without effect, which may be misspelt names, and of values set outside their
    range. For a game, this is the scenario with the orders of its table.
    """
    if (Path(reference) / GAME).is_file():
        return _of_game(reference, settings, days)
    from whitecell.scenario.kept import read_told

    plot, told = read_told(reference, settings, days)
    for problem in told:
        console.complain(str(problem))
    return plot


def complain_of(plot: Scenario, source: Source, settings: Mapping[str, str]) -> None:
    """Warn on stderr of parts of a scenario without effect, and of values set outside their range."""
    from whitecell.scenario.sanity import odd

    for problem in odd(plot, source, settings):
        console.complain(str(problem))


def _of_game(reference: str, settings: Mapping[str, str], days: int | None) -> Scenario:
    """The scenario of a game, with the orders, injects and rulings of its table."""
    from whitecell.table.folder import open_game
    from whitecell.table.played import as_played

    if settings:
        raise click.UsageError(
            f"{console.safe(reference)} is a game, whose numbers were fixed when it began; --set "
            "changes scenarios"
        )
    plot = as_played(open_game(Path(reference)))
    return plot if days is None else plot.model_copy(update={"days": days})


def seed_of(reference: str) -> int:
    """The seed of a game; 0 for everything else."""
    if not (Path(reference) / GAME).is_file():
        return 0
    from whitecell.table.folder import open_game

    return open_game(Path(reference)).settings.seed


def short_name(reference: str) -> str:
    """The name of a scenario: its file's, without folder and ending."""
    return Path(reference).name.removesuffix(".yaml").removesuffix(".yml")


def play_words(command: str, reference: str, settings: Mapping[str, str], days: int | None) -> list[str]:
    """The words of a command that plays the same scenario again."""
    words = ["whitecell", command, reference]
    for name, value in settings.items():
        words += ["--set", f"{name}={value}"]
    if days is not None:
        words += ["--days", str(days)]
    return words


def stored_scenario(reference: str, settings: Mapping[str, str], days: int | None) -> Scenario | None:
    """The scenario of a stored batch, or None if the user did not name a batch's folder.

    Raises UsageError for settings, which would make it another scenario, and for an exploration, whose runs
    differ in their assumptions.
    """
    folder = Path(reference)
    if not (folder / "manifest.json").is_file():
        return None
    from whitecell.batch.manifest import Manifest

    manifest = Manifest.read(folder / "manifest.json")
    if manifest.command.startswith(DESIGNED):
        raise click.UsageError(
            f"{console.safe(reference)} is an exploration or the like: its runs are points of a design, not "
            "seeds of a scenario; name the scenario"
        )
    if settings or days is not None:
        raise click.UsageError(
            f"{console.safe(reference)} has been played; --set and --days change scenarios that are to be "
            "played"
        )
    return manifest.scenario
