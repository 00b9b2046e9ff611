"""The folder of a game: its settings in ``game.yaml``, and what was said in an append-only log.

Everything else is derived: a game is a scenario, a seed and a list of orders. The scenario is kept beside
them as ``scenario.json``, with copies of the files that it was read from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from whitecell import disk
from whitecell.game.dice import LAST_SEED
from whitecell.game.versions import differences, versions
from whitecell.plain_json import read_json
from whitecell.scenario.aims import no_aim
from whitecell.scenario.digest import digest
from whitecell.scenario.model import Scenario
from whitecell.scenario.nodes import scalar
from whitecell.scenario.orders import StandingOrder
from whitecell.scenario.parsing import parse as parse_yaml
from whitecell.scenario.problems import ScenarioError
from whitecell.scenario.reading import unsound
from whitecell.table.entries import LONGEST, MOST, WHITE, Body, Entry, Hash, Name, hash_of, parse, written
from whitecell.table.errors import GameError

FORMAT = 1
"""Version of the folder's layout."""
GAME, SCENARIO, LOG, LOCK, FILES = "game.yaml", "scenario.json", "log.jsonl", ".lock", "files"
MOST_IN_SETTINGS = 1_000_000
MOST_IN_SCENARIO = 16_000_000
MOST_IN_LOG = 256_000_000


class _Dumper(yaml.SafeDumper):
    """Quotes every text that a YAML reader would take for another type."""


def _text(dumper: _Dumper, said: str) -> yaml.Node:
    plain = said == scalar(said)
    return dumper.represent_scalar("tag:yaml.org,2002:str", said, style=None if plain else "'")


_Dumper.add_representer(str, _text)


Better = Literal["high", "low"]
Word = Annotated[str, Field(min_length=1, max_length=1000)]


class Seat(BaseModel):
    """A seat at the table.

    Attributes
    ----------
    actors : tuple of str
        The actors that it chooses for. The model chooses whatever it leaves open.
    plan : tuple of StandingOrder
        The script of a seat that follows one: orders in the words of the language, by date or condition.
    program : tuple of str
        The command of the program that plays it. The program is started only for a user who stated it, or
        allowed it, on this machine.
    seconds : float
        Time limit for each answer of the program.
    model : bool
        Whether the model plays it.
    aims : dict of str to "high" or "low"
        Measures that it wants high or low; the report scores it by them.
    estimate : bool
        Whether it is shown the staff estimate.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    actors: Annotated[tuple[Name, ...], Field(min_length=1)]
    plan: tuple[StandingOrder, ...] = ()
    program: Annotated[tuple[Word, ...], Field(max_length=100)] = ()
    seconds: Annotated[float, Field(gt=0.0, le=3600.0)] = 60.0
    model: bool = False
    aims: dict[Name, Better] = Field(default_factory=dict)
    estimate: bool = True

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(map(bool, (self.plan, self.program, self.model))) > 1:
            raise ValueError("a seat is played by a plan, a program or the model, and not by two of them")
        return self

    @property
    def led_by(self) -> str:
        """The person, plan, program or model that plays it, in words."""
        known = {"a script": self.plan, "a program": self.program, "the model": self.model}
        return next((words for words, so in known.items() if so), "its players")


class Origin(BaseModel):
    """The origin of a branch: the last turn that both games share, and the hash of the last shared line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    turn: Annotated[int, Field(ge=0)]
    line: Hash


class Settings(BaseModel):
    """The content of ``game.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    name: Name = Field(description="What the scenario was called when the game began.")
    scenario: Hash = Field(description="The digest of the scenario.")
    files: dict[Name, Hash] = Field(
        default_factory=dict, description="The hashes of the files it was read from."
    )
    seed: Annotated[int, Field(ge=0, le=LAST_SEED)]
    turn: Annotated[int, Field(ge=1, le=3650)] = Field(description="Days of a turn.")
    seats: Annotated[dict[Name, Seat], Field(min_length=1)]
    versions: dict[Name, Name]
    branched: Origin | None = None

    def text(self) -> str:
        """As YAML."""
        content = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        content["seats"] = {
            name: seat.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            for name, seat in self.seats.items()
        }
        text: str = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
        return text


@dataclass(frozen=True, slots=True)
class Folder:
    """A game that was opened.

    Attributes
    ----------
    path : Path
    settings : Settings
    scenario : Scenario
        The scenario as it was when the game began.
    entries : tuple of Entry
        All entries so far.
    first : str
        The hash of ``game.yaml``.
    torn : bytes
        The start of a last line that was not written completely; the next entry replaces it.
    """

    path: Path
    settings: Settings
    scenario: Scenario
    entries: tuple[Entry, ...]
    first: str
    torn: bytes = b""

    @property
    def turn(self) -> int:
        """The turn that is to be played next, from 1."""
        return 1 + sum(entry.kind == "step" for entry in self.entries)

    @property
    def turns(self) -> int:
        """Turns of the whole game; the last one may be shorter."""
        return -(-self.scenario.days // self.settings.turn)

    def days(self, turn: int) -> tuple[int, int]:
        """The first and the last day of a turn."""
        length = self.settings.turn
        return (turn - 1) * length + 1, min(turn * length, self.scenario.days)

    @property
    def head(self) -> str:
        """The hash that the next entry will hold."""
        return self.entries[-1].hash if self.entries else self.first


def create(
    path: Path,
    name: str,
    scenario: Scenario,
    *,
    seed: int,
    turn: int,
    seats: Mapping[str, Seat],
    files: Mapping[str, bytes] | None = None,
) -> Folder:
    """Begin a game in a new folder.

    Parameters
    ----------
    path : Path
        Of a folder that does not exist or is empty.
    name : str
        The name of the scenario.
    scenario : Scenario
    seed : int
    turn : int
        Days of a turn.
    seats : mapping of str to Seat
    files : mapping of str to bytes, optional
        The files of the scenario by name, to be kept beside it for readers.

    Raises
    ------
    GameError
        If the path already exists, or the seats are not valid.
    """
    settings = _stated(
        name=name, scenario=digest(scenario), seed=seed, turn=turn, seats=dict(seats),
        files={file: hash_of(content) for file, content in (files or {}).items()},
        versions=versions(scenario),
    )  # fmt: skip
    check_seats(settings, scenario)
    return _begin(path, settings, scenario, files or {}, ())


def _stated(**said: Any) -> Settings:
    try:
        settings = Settings(**said)
        _settings(settings.text().encode())
    except ValidationError as error:
        raise GameError(f"this is no game: {_first(error)}") from None
    return settings


def branch(folder: Folder, path: Path, turn: int) -> Folder:
    """A new game that shares all turns up to a given one with another game, and then continues separately.

    Raises
    ------
    GameError
        If that turn has not been played, or the path already exists.
    """
    if not 0 <= turn < folder.turn:
        raise GameError(f"turn {turn} has not been played; a branch begins after turn 0 to {folder.turn - 1}")
    shared = [entry for entry in folder.entries if entry.turn <= turn]
    last = shared[-1].hash if shared else folder.first
    settings = folder.settings.model_copy(update={"branched": Origin(turn=turn, line=last)})
    copies = {
        name: disk.read(folder.path / FILES / name, MOST_IN_SCENARIO, through_links=False)
        for name in folder.settings.files
    }
    return _begin(path, settings, folder.scenario, copies, shared)


def _begin(
    path: Path, settings: Settings, scenario: Scenario, files: Mapping[str, bytes], shared: Sequence[Entry]
) -> Folder:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise GameError(f"{path}: already exists; name another folder")
    for name in files:
        if name != Path(name).name or name.startswith("."):
            raise GameError(f"'{name[:80]}' is no name of a file")
    with disk.folder(path):
        if files:
            (path / FILES).mkdir()
        for name, content in files.items():
            disk.write(path / FILES / name, content)
        disk.write(path / SCENARIO, _as_json(scenario))
        text = settings.text().encode()
        first = before = hash_of(text)
        entries, lines = [], []
        for old in shared:
            entry, line = written(old.n, old.turn, old.seat, old.body, old.reason, before)
            entries.append(entry)
            lines.append(line)
            before = entry.hash
        disk.write(path / LOG, b"".join(lines))
        # This file comes last: a folder without it is no game.
        disk.write(path / GAME, text)
    return Folder(path, settings, scenario, tuple(entries), first)


def _as_json(scenario: Scenario) -> str:
    return json.dumps(scenario.model_dump(mode="json"), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def is_game(path: Path) -> bool:
    """Whether a path is that of a game's folder."""
    return (path / GAME).is_file()


def open_game(path: Path) -> Folder:
    """Open a game.

    Raises
    ------
    GameError
        In one line: if the folder holds no game, a game of other versions, or files that were changed.
    """
    try:
        text = _as_written(disk.read(path / GAME, MOST_IN_SETTINGS, through_links=False))
        settings = _settings(text)
        scenario = _scenario(disk.read(path / SCENARIO, MOST_IN_SCENARIO, through_links=False))
        if digest(scenario) != settings.scenario:
            raise GameError(f"{SCENARIO} is not the scenario with which the game began (its digest differs)")
        if reasons := differences(settings.versions, versions(scenario)):
            raise GameError(
                "it was begun with other versions and would not replay to the bit; play it on with those: "
                + "; ".join(reasons[:5])
            )
        check_seats(settings, scenario)
        log = _as_written(disk.read(path / LOG, MOST_IN_LOG, through_links=False))
        entries, torn = parse(log, hash_of(text), scenario.start)
    except GameError as error:
        raise GameError(f"{path}: {error}") from None
    except disk.IrregularError as error:
        raise GameError(str(error)) from error
    except FileNotFoundError as error:
        raise GameError(
            f"{path}: not the folder of a game: {Path(error.filename).name} is missing"
        ) from error
    except OSError as error:
        raise GameError(f"{path}: cannot be read: {error.strerror}") from error
    return Folder(path, settings, scenario, tuple(entries), hash_of(text), torn)


def _as_written(content: bytes) -> bytes:
    """The content as it was written: Git or mail may have changed the line ends of a game's files.

    Neither file holds carriage returns of its own: JSON and quoted YAML write them with a backslash.
    """
    return content.replace(b"\r\n", b"\n")


def _settings(text: bytes) -> Settings:
    try:
        # The reader of scenarios: it knows neither tags nor aliases, and bounds depth.
        stated = parse_yaml(text.decode(), GAME, "game").plain()
        if isinstance(stated, dict) and stated.get("format") != FORMAT:
            said = str(stated.get("format"))[:40]
            raise GameError(f"its layout is {said}, this version of whitecell knows {FORMAT}")
        return Settings.model_validate(stated)
    except UnicodeDecodeError:
        raise GameError(f"{GAME} is not UTF-8 text") from None
    except ScenarioError as error:
        problem = error.problems[0]
        raise GameError(f"{GAME}:{problem.line}: {problem.message}") from None
    except ValidationError as error:
        raise GameError(f"{GAME}: {_first(error)}") from None


@lru_cache(maxsize=4)
def _scenario(content: bytes) -> Scenario:
    """The scenario in a file. It is checked in one pass, since each new entry reads the folder again."""
    try:
        scenario = Scenario.model_validate_json(json.dumps(read_json(content)))
    except ValidationError as error:
        raise GameError(f"{SCENARIO}: {_first(error)}") from None
    except ValueError as error:
        raise GameError(f"{SCENARIO}: {str(error)[:200]}") from None
    if faults := unsound(scenario, SCENARIO):
        raise GameError(f"{SCENARIO}: {faults[0].message}")
    return scenario


def _first(error: ValidationError) -> str:
    found = error.errors()[0]
    place = ".".join(str(step) for step in found["loc"])[:80] or "all of it"
    return f"{place}: {found['msg'].splitlines()[0][:200]}"


def check_aims(scenario: Scenario, seat: str, aims: Iterable[str]) -> None:
    """Check that the aims of a seat are measures that can be high or low; raises GameError if not."""
    for name in aims:
        if why := no_aim(scenario, name):
            raise GameError(f"the seat '{seat}' aims at '{name[:80]}', which {why}")


def check_seats(settings: Settings, scenario: Scenario) -> None:
    """Check that seats have actors of the scenario and valid aims, and each actor has at most one seat.

    Raises
    ------
    GameError
        If not.
    """
    taken: dict[str, str] = {}
    for seat, spec in settings.seats.items():
        if seat == WHITE or not seat.isidentifier():
            raise GameError(
                f"'{seat[:40]}' is no name of a seat: a word, and not '{WHITE}', who runs the game"
            )
        check_aims(scenario, seat, spec.aims)
        for actor in spec.actors:
            if actor not in scenario.actors:
                raise GameError(f"there is no actor '{actor[:80]}' for the seat '{seat}'; there are "
                                f"{', '.join(scenario.actors)}")  # fmt: skip
            if actor in taken:
                raise GameError(f"'{actor}' sits on '{taken[actor]}' and on '{seat}'; give it one seat")
            taken[actor] = seat


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Lock a game, so that no second process writes to it.

    Raises
    ------
    GameError
        If another process has locked it.
    """
    with disk.held(path / LOCK) as free:
        if not free:
            raise GameError(f"{path}: another process is writing to this game; try again in a moment")
        yield


def append(folder: Folder, seat: str, body: Body, reason: str = "") -> Folder:
    """Append an entry to the log, and return the game with it.

    When this returns, the entry is on the disk. An incomplete last line is removed first.

    Parameters
    ----------
    folder : Folder
        As it was opened.
    seat : str
    body : Ordered, Message, Injected, Ruling or Step
    reason : str

    Raises
    ------
    GameError
        If another process has locked the game, or has written to it since it was opened.
    """
    with writing(folder.path):
        now = open_game(folder.path)
        if now.head != folder.head:
            raise GameError(
                f"{folder.path}: somebody else has written to this game since it was looked at; look again"
            )
        if len(now.entries) >= MOST or (folder.path / LOG).stat().st_size + LONGEST > MOST_IN_LOG:
            raise GameError(f"{folder.path}: the log is full; branch the game, or begin another")
        entry, line = written(len(now.entries) + 1, now.turn, seat, body, reason, now.head)
        path = folder.path / LOG
        with path.open("r+b") as file:
            end = path.stat().st_size - len(now.torn)
            file.truncate(end)
            file.seek(end)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    return replace(now, entries=(*now.entries, entry), torn=b"")
