"""Dice with an address: every random number belongs to a stream, a seed and a day.

A stream has a name, such as ``"garrison/hill/fog"``. Seeds are drawn in aligned blocks: one generator for
each stream and block gives the whole block's numbers day after day, and each run takes its column. So a run's
dice depend only on its seed and the names in its scenario. They do not depend on the other runs, on the order
of the file, or on whether the number is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import ByRun, Flags, Floats, any_of, distinct, raised

BLOCK = 256
"""Seeds that share a generator. Changing it changes every result."""
_PARTS = re.compile(r"[/+]")
LAST_SEED = 2**63 - 2
"""Seeds are kept as 64-bit integers, and so is the end of a range of seeds."""
DAYS_AHEAD = 30
"""Most days drawn in one call; it affects the time, not the numbers."""

FEW = 16
"""Places a day and cell up to which cells are drawn by themselves; of more, nearly all cells are read."""

Law: TypeAlias = Literal["uniform", "normal", "exponential"]
Indices: TypeAlias = NDArray[np.int64]
Places: TypeAlias = slice | Indices
_NO_FLAGS: Flags = np.zeros(0, dtype=np.bool_)


class StreamClashError(ValueError):
    """Two streams of a scenario have the same name or hash, so they would roll the same dice."""


def stream_key(name: str) -> int:
    """A 64-bit hash of a stream's name, the same on every machine."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def spell_of(days: int) -> int:
    """Days drawn in one call for a game of this many days: equal parts, so that few drawn days go unused."""
    return -(-days // -(-days // DAYS_AHEAD))


def _generator(name: str, block: int) -> np.random.Generator:
    sequence = np.random.SeedSequence(entropy=block, spawn_key=(stream_key(name),))
    return np.random.Generator(np.random.PCG64DXSM(sequence))


def _fill(generator: np.random.Generator, law: Law, sheet: Floats) -> None:
    if law == "uniform":
        generator.random(out=sheet)
    elif law == "normal":
        generator.standard_normal(out=sheet)
    else:
        generator.standard_exponential(out=sheet)


def _pass(generator: np.random.Generator, law: Law, sheet: Floats, sheets: int) -> None:
    """Skip some sheets. A uniform number takes one step of the generator; the steps of others vary."""
    if law == "uniform" and isinstance(generator.bit_generator, np.random.PCG64DXSM):
        generator.bit_generator.advance(sheets * sheet.size)
        return
    for _ in range(sheets):
        _fill(generator, law, sheet)


def _as_slice(places: Indices) -> Places:
    """Places as a slice, if they are consecutive."""
    first = int(places[0])
    adjoin = np.array_equal(places, np.arange(first, first + len(places)))
    return slice(first, first + len(places)) if adjoin else places


class DrawCache:
    """Numbers drawn for some seeds, kept so that other games of the same seeds need not draw them again.

    Holds a number for each stream, run and day that was read, rounded up to a spell (:func:`spell_of`).
    """

    def __init__(self, seeds: Indices) -> None:
        self.seeds = seeds
        self._drawn: dict[tuple[Law, int, tuple[str, ...]], dict[int, tuple[Floats, Flags]]] = {}

    def of(self, law: Law, spell: int, names: tuple[str, ...]) -> dict[int, tuple[Floats, Flags]]:
        """The numbers of a group of streams drawn so far, by number of the spell of this many days.

        With them a flag for each row and block, up if they are still to be drawn.
        """
        return self._drawn.setdefault((law, spell, names), {})


class Streams:
    """A group of streams of one law that are drawn together, one row each.

    Numbers are drawn in spells of some days, when they are first read: a group that nothing reads for a whole
    spell costs little. A *cell* is a row and a block of seeds, which have a generator of their own.
    """

    def __init__(self, dice: Dice, law: Law, names: Sequence[str], spell: int) -> None:
        self.names = tuple(names)
        self.law: Law = law
        self._block = dice.block_of_run
        self._n_blocks = len(dice.blocks)
        self._cells = [
            (name, row, block, *taken)
            for row, name in enumerate(names)
            for block, taken in zip(dice.blocks, dice.columns, strict=True)
        ]
        self._spell = spell
        self._shape = spell, len(names), len(dice.seeds)
        self._kept = None if dice.cache is None else dice.cache.of(law, spell, self.names)
        self._generators: dict[int, np.random.Generator] = {}
        self._drawn: dict[int, int] = {}
        self._ahead, self._missing = self._memory() if self._kept is None else (np.empty(0), _NO_FLAGS)
        self._loaded, self._whole = -1, False
        self._day = 0
        self._today: Floats | None = None

    def _memory(self) -> tuple[Floats, Flags]:
        """Memory for the numbers of a spell, and a flag for each cell: all are missing."""
        return np.empty(self._shape), np.ones(len(self._cells), dtype=np.bool_)

    @property
    def today(self) -> Floats:
        """The day's numbers, ``(n_streams, n_runs)``; zeros before the first day."""
        if self._today is None:
            self._today = self._of(self._day) if self._day else np.zeros(self._shape[1:])
        return self._today

    @today.setter
    def today(self, numbers: Floats) -> None:
        self._today = numbers

    def at(self, places: Indices) -> Floats:
        """The day's numbers at places, flat over ``(n_streams, n_runs)``; no other cells need be drawn."""
        if self._today is not None or not self._day or len(places) > FEW * len(self._cells):
            numbers = self.today
        else:
            spell, place = divmod(self._day - 1, self._spell)
            self._load(spell)
            if not self._whole:
                cell = places // self._shape[2]
                if self._n_blocks > 1:
                    run = places - cell * self._shape[2]
                    cell = cell * self._n_blocks + self._block.take(run)
                missing = self._missing.take(cell)
                if any_of(missing):
                    self._draw(spell, distinct(cell[missing]))
                    self._whole = not any_of(self._missing)
            numbers = self._ahead[place]
        return numbers.take(places)

    def roll(self) -> None:
        """Advance to the next day's numbers."""
        self._day += 1
        self._today = None

    def tomorrow(self) -> Floats:
        """The next day's numbers, ``(n_streams, n_runs)``, without advancing to them."""
        if self._day and self._day % self._spell == 0:
            self._today = self.today.copy()  # the next spell may be drawn into the same memory
        return self._of(self._day + 1)

    def _of(self, day: int) -> Floats:
        """The numbers of a day, counted from 1, from the cache if it has them."""
        spell, place = divmod(day - 1, self._spell)
        self._load(spell)
        if not self._whole:
            self._draw(spell, raised(self._missing))
            self._whole = True
        numbers: Floats = self._ahead[place]
        if self._kept is not None:
            numbers.flags.writeable = False
        return numbers

    def _load(self, spell: int) -> None:
        """Turn to a spell, none of whose numbers need be drawn yet."""
        if spell == self._loaded:
            return
        if self._kept is None:
            self._missing.fill(True)
        else:
            if spell not in self._kept:
                self._kept[spell] = self._memory()
            self._ahead, self._missing = self._kept[spell]
        self._loaded, self._whole = spell, False

    def seek(self, day: int) -> None:
        """Go to the end of a day: the next roll gives the numbers of the following day."""
        self._generators, self._drawn = {}, {}
        self._day, self._loaded, self._today = day, -1, None

    def _draw(self, spell: int, cells: Indices) -> None:
        """Draw the numbers of some cells in a spell, and skip those of earlier spells that were not drawn."""
        sheet = np.empty((self._spell, BLOCK))
        for cell in cells.tolist():
            name, row, block, place, taken = self._cells[cell]
            generator = self._generators.get(cell)
            if generator is None:
                generator = self._generators[cell] = _generator(name, block)
            skipped = spell - self._drawn.get(cell, 0)
            if skipped:
                _pass(generator, self.law, sheet, skipped)
            _fill(generator, self.law, sheet)
            self._ahead[:, row, place] = sheet[:, taken]
            self._drawn[cell] = spell + 1
        self._missing[cells] = False


class Again:
    """Rows of a group of streams that are rolled again on some days, under names of their own."""

    def __init__(self, of: Streams, rows: Sequence[int], under: Streams, first: int, last: int) -> None:
        self._of, self._rows, self._under = of, list(rows), under
        self._first, self._last = first, last
        self._day = -1

    def lay(self, day: int) -> None:
        """Replace the day's numbers by those rolled again, if the day is one of those days."""
        if not self._first <= day <= self._last:
            return
        if self._day != day - 1:
            self._under.seek(day - 1)
        self._under.roll()
        self._day = day
        self._of.today = self._of.today.copy()
        self._of.today[self._rows] = self._under.today

    def tomorrow(self, of: Streams, day: int, numbers: Floats) -> Floats:
        """The numbers of a group on the next day, ``day``; ``numbers`` are those without rolling again."""
        if of is not self._of or not self._first <= day <= self._last:
            return numbers
        if self._day != day - 1:
            self._under.seek(day - 1)
            self._day = day - 1
        again = numbers.copy()
        again[self._rows] = self._under.tomorrow()
        return again


class Dice:
    """All dice of a slab of runs.

    Parameters
    ----------
    seeds : integers, shape ``(n_runs,)``
        The seeds of the runs, not negative, in any order.
    cache : DrawCache, optional
        Where numbers are kept that another game of the same seeds may need.
    days : int
        Length of the game, if it is known; it affects the time, not the numbers.
    """

    def __init__(self, seeds: Indices, cache: DrawCache | None = None, days: int = DAYS_AHEAD) -> None:
        self.seeds = np.asarray(seeds, dtype=np.int64)
        if self.seeds.ndim != 1 or len(self.seeds) == 0 or int(self.seeds.min()) < 0:
            raise ValueError("seeds must be a list of at least one integer, none of them negative")
        if cache is not None and not np.array_equal(cache.seeds, self.seeds):
            raise ValueError("the cache holds the dice of other seeds")
        self.cache, self._spell = cache, spell_of(days)
        self.blocks: list[int] = [int(b) for b in distinct(self.seeds // BLOCK)]
        self.columns = [self._places(block) for block in self.blocks]
        self.block_of_run: Indices = np.searchsorted(self.blocks, self.seeds // BLOCK)
        self._groups: list[Streams] = []
        self._again: list[Again] = []
        self._day = 0
        self._keys: dict[int, str] = {}
        self._claimed: set[str] = set()

    def _places(self, block: int) -> tuple[Places, Places]:
        """The places of a block's runs in the slab, and the columns of the block that they take."""
        where = np.flatnonzero(self.seeds // BLOCK == block)
        return _as_slice(where), _as_slice(self.seeds[where] % BLOCK)

    def _claim(self, names: Iterable[str]) -> None:
        for name in names:
            other = self._keys.setdefault(stream_key(name), name)
            if other != name or name in self._claimed:
                raise StreamClashError(
                    f"'{name}' and '{other}' would roll the same dice; give one of them another name"
                )
            self._claimed.add(name)

    def streams(self, law: Law, names: Sequence[str]) -> Streams:
        """Declare streams; :meth:`roll` rolls them every day from then on."""
        self._claim(names)
        group = Streams(self, law, names, self._spell)
        if names:
            self._groups.append(group)
        return group

    def once(self, law: Law, name: str) -> ByRun:
        """Roll a stream once, for a single number for each run, shape ``(n_runs,)``."""
        self._claim((name,))
        group = Streams(self, law, (name,), 1)
        group.roll()
        return np.array(group.today[0])

    def again(self, first: int, last: int, of: str, address: str) -> None:
        """Let declared streams be rolled again on some days, under their name followed by an address.

        Numbers rolled once for a whole run stay as they are. Of several calls for one day the last counts.

        Parameters
        ----------
        first, last : int
            The days.
        of : str
            Only streams whose name has this part; all if it is empty.
        address : str
            Such as ``"@1"``; different in each call.
        """
        for group in self._groups:
            rows = [k for k, name in enumerate(group.names) if not of or of in _PARTS.split(name)]
            if rows:
                names = [group.names[row] + address for row in rows]
                self._claim(names)
                under = Streams(self, group.law, names, self._spell)
                self._again.append(Again(group, rows, under, first, last))

    def roll(self) -> None:
        """Roll all dice of a new day."""
        self._day += 1
        for group in self._groups:
            group.roll()
        for again in self._again:
            again.lay(self._day)

    def tomorrow(self, group: Streams) -> Floats:
        """What a group will roll on the next day, ``(n_streams, n_runs)``; nothing is rolled yet."""
        numbers = group.tomorrow()
        for again in self._again:
            numbers = again.tomorrow(group, self._day + 1, numbers)
        return numbers

    def seek(self, day: int) -> None:
        """Go to the end of any day: the next roll gives the dice of the following day."""
        self._day = day
        for group in self._groups:
            group.seek(day)
