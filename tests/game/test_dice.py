"""Dice have an address: stream, seed and day, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.game import dice as dice_module
from whitecell.game.dice import BLOCK, DAYS_AHEAD, Dice, DrawCache, StreamClashError, spell_of, stream_key


def rolled(
    seeds: list[int], days: int, names: tuple[str, ...] = ("a", "b"), law: str = "uniform"
) -> np.ndarray:
    dice = Dice(np.array(seeds, dtype=np.int64))
    streams = dice.streams(law, names)  # type: ignore[arg-type]
    result = []
    for _ in range(days):
        dice.roll()
        result.append(streams.today.copy())
    return np.array(result)


@pytest.mark.parametrize("law", ["uniform", "normal", "exponential"])
def test_a_seed_rolls_the_same_alone_and_in_company(law: str) -> None:
    together = rolled([*range(BLOCK + 9)], 20, law=law)
    for seed in (0, 8, BLOCK - 1, BLOCK, BLOCK + 8):
        np.testing.assert_array_equal(rolled([seed], 20, law=law)[:, :, 0], together[:, :, seed])


def test_order_and_repetition_of_seeds_do_not_matter() -> None:
    found = rolled([5, 900, 5, 0], 3)
    np.testing.assert_array_equal(found[:, :, 0], found[:, :, 2])
    np.testing.assert_array_equal(found[:, :, 1:2], rolled([900], 3))


def test_other_streams_do_not_matter() -> None:
    np.testing.assert_array_equal(rolled([3], 5)[:, 1], rolled([3], 5, ("b",))[:, 0])


def test_days_beyond_one_draw_go_on() -> None:
    many = rolled([1], 3 * DAYS_AHEAD + 1)
    np.testing.assert_array_equal(many[:DAYS_AHEAD], rolled([1], DAYS_AHEAD))
    assert len(np.unique(many)) == many.size


def test_streams_seeds_and_days_are_independent() -> None:
    found = rolled([*range(2 * BLOCK)], 40)
    assert abs(found.mean() - 0.5) < 0.005
    correlation = np.corrcoef(found[:, 0].ravel(), found[:, 1].ravel())[0, 1]
    assert abs(correlation) < 0.02


def test_seed_zero_is_a_seed_of_its_own() -> None:
    assert not np.array_equal(rolled([0], 3), rolled([1], 3))


def test_equal_hashes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dice_module, "stream_key", lambda name: len(name))
    dice = Dice(np.array([0]))
    dice.streams("uniform", ["ab"])
    with pytest.raises(StreamClashError, match="'cd' and 'ab' would roll the same dice"):
        dice.streams("uniform", ["cd"])


def test_the_hash_of_a_name_never_changes() -> None:
    assert stream_key("militia/review") == 3024712970168824478


@pytest.mark.parametrize("seeds", [[], [-1]])
def test_seeds_that_are_none_are_refused(seeds: list[int]) -> None:
    with pytest.raises(ValueError, match=r"none of them negative"):
        Dice(np.array(seeds, dtype=np.int64))


def on_cache(cache: DrawCache, days: int) -> np.ndarray:
    dice = Dice(cache.seeds, cache)
    streams = dice.streams("normal", ("a", "b"))
    first = dice.once("uniform", "c")
    result = []
    for _ in range(days):
        dice.roll()
        result.append(streams.today.copy())
    return np.concatenate([np.array(result).ravel(), first])


def test_a_tray_gives_the_same_numbers_however_far_it_was_filled() -> None:
    seeds = np.array([7, BLOCK + 1, 3])
    long = on_cache(DrawCache(seeds), 3 * DAYS_AHEAD)
    cache = DrawCache(seeds)
    on_cache(cache, DAYS_AHEAD + 1)
    for _ in range(2):
        np.testing.assert_array_equal(on_cache(cache, 3 * DAYS_AHEAD), long)
    np.testing.assert_array_equal(
        long[: -len(seeds)], rolled(seeds.tolist(), 3 * DAYS_AHEAD, law="normal").ravel()
    )


def test_numbers_of_a_tray_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = DrawCache(np.array([1, 2]))
    on_cache(cache, DAYS_AHEAD)
    monkeypatch.setattr(dice_module, "_fill", None)
    on_cache(cache, DAYS_AHEAD)


def test_a_tray_of_other_seeds_is_refused() -> None:
    with pytest.raises(ValueError, match="other seeds"):
        Dice(np.array([1, 2]), DrawCache(np.array([2, 1])))


@pytest.mark.parametrize("days", [1, 29, 30, 31, 90, 180, 365, 3650])
def test_the_length_of_a_game_changes_no_number_and_little_is_drawn_in_vain(days: int) -> None:
    dice = Dice(np.array([5, BLOCK]), days=days)
    streams = dice.streams("normal", ("a", "b"))
    shown = []
    for _ in range(40):
        dice.roll()
        shown.append(streams.today.copy())
    np.testing.assert_array_equal(shown, rolled([5, BLOCK], 40, law="normal"))
    assert 1 <= spell_of(days) <= DAYS_AHEAD
    assert -days % spell_of(days) < days / spell_of(days)


LAWS = ("uniform", "normal", "exponential")


def all_rolled(dice: Dice, days: int) -> list[np.ndarray]:
    """The numbers of some days, of all laws together; to be called once."""
    streams = [dice.streams(law, (f"{law} 1", f"{law} 2")) for law in LAWS]  # type: ignore[arg-type]
    return [np.concatenate([s.today for s in streams]) for _ in range(days) if dice.roll() is None]


@pytest.mark.parametrize("cache", [False, True])
def test_dice_go_to_any_day_from_any_other(cache: bool) -> None:
    seeds, days = np.array([3, 300, 7]), 2 * DAYS_AHEAD + 5
    whole = all_rolled(Dice(seeds, days=days), days)
    dice = Dice(seeds, DrawCache(seeds) if cache else None, days)
    streams = [dice.streams(law, (f"{law} 1", f"{law} 2")) for law in LAWS]  # type: ignore[arg-type]
    for day in (0, 1, days - 1, DAYS_AHEAD, 5, spell_of(days), 2 * spell_of(days) - 1, 0):
        dice.seek(day)
        for later in range(day, min(day + 3, days)):
            dice.roll()
            found = np.concatenate([s.today for s in streams])
            np.testing.assert_array_equal(found, whole[later], err_msg=f"day {later + 1} from {day}")


def test_a_tray_serves_games_that_take_turns_in_going_ahead() -> None:
    """A game that finds some days in the cache draws the others as if it had drawn all."""
    seeds, days = np.array([4]), 4 * DAYS_AHEAD
    whole = all_rolled(Dice(seeds, days=days), days)
    cache = DrawCache(seeds)
    games = [Dice(seeds, cache, days) for _ in range(2)]
    streams = [[dice.streams(law, (f"{law} 1", f"{law} 2")) for law in LAWS] for dice in games]  # type: ignore[arg-type]
    gone = [0, 0]
    for turn in (0, 1, 1, 0, 0, 1):
        for _ in range(DAYS_AHEAD // 2 + 7):
            games[turn].roll()
            found = np.concatenate([s.today for s in streams[turn]])
            np.testing.assert_array_equal(found, whole[gone[turn]])
            gone[turn] += 1


def test_dice_are_rolled_again_on_some_days_and_only_those_that_are_named() -> None:
    def rolled(dice: Dice, *, again: bool) -> list[np.ndarray]:
        both = dice.streams("normal", ["red/hill/fog", "blue/hill/fog"])
        if again:
            dice.again(4, 6, "red", "@1")
        days = []
        for _ in range(40):
            dice.roll()
            days.append(both.today.copy())
        dice.seek(4)
        dice.roll()
        assert np.array_equal(both.today, days[4])
        return days

    cache = DrawCache(np.arange(5))
    once, twice, kept, afterwards = (
        rolled(Dice(np.arange(5), kept), again=again)
        for again, kept in ((False, None), (True, None), (True, cache), (False, cache))
    )
    assert np.array_equal(twice, kept)
    assert np.array_equal(once, afterwards)
    differs = [(a != b).any(axis=1).tolist() for a, b in zip(once, twice, strict=True)]
    assert [day for day, (red, _) in enumerate(differs, start=1) if red] == [4, 5, 6]
    assert not any(blue for _, blue in differs)


@pytest.mark.parametrize("cached", [False, True])
def test_tomorrow_is_what_will_be_rolled_and_changes_nothing(cached: bool) -> None:
    seeds = np.array([3, 900], dtype=np.int64)
    plain = rolled([3, 900], 2 * DAYS_AHEAD + 3)
    dice = Dice(seeds, DrawCache(seeds) if cached else None)
    streams = dice.streams("uniform", ("a", "b"))
    for day in range(2 * DAYS_AHEAD + 3):
        before = streams.today.copy()
        np.testing.assert_array_equal(dice.tomorrow(streams), plain[day])
        if day:
            np.testing.assert_array_equal(streams.today, before)
        dice.roll()
        np.testing.assert_array_equal(streams.today, plain[day])


def test_tomorrow_knows_what_will_be_rolled_again() -> None:
    def laid(look: bool) -> list[np.ndarray]:
        dice = Dice(np.array([3], dtype=np.int64))
        streams = dice.streams("uniform", ("a", "b"))
        dice.again(3, 5, "a", "@1")
        found = []
        for _ in range(8):
            ahead = dice.tomorrow(streams).copy() if look else None
            dice.roll()
            assert ahead is None or np.array_equal(ahead, streams.today)
            found.append(streams.today.copy())
        return found

    np.testing.assert_array_equal(laid(True), laid(False))
    assert not np.array_equal(np.array(laid(True))[2:5, 0], rolled([3], 8)[2:5, 0])


@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("law", ["uniform", "normal"])
def test_numbers_that_are_read_in_part_are_those_of_the_whole(law: str, cached: bool) -> None:
    seeds = [3, 900, 4, 2 * BLOCK]
    plain = rolled(seeds, 3 * DAYS_AHEAD, ("a", "b", "c"), law)
    cache = DrawCache(np.array(seeds)) if cached else None
    by_chance = np.random.default_rng(0)
    for _ in range(2):
        dice = Dice(np.array(seeds), cache)
        streams = dice.streams(law, ("a", "b", "c"))  # type: ignore[arg-type]
        for day in range(3 * DAYS_AHEAD):
            dice.roll()
            row, run = by_chance.integers(0, 3, 2), by_chance.integers(0, 4, 2)
            np.testing.assert_array_equal(streams.at(row * 4 + run), plain[day, row, run])
            if by_chance.random() < 0.1:
                np.testing.assert_array_equal(dice.tomorrow(streams), plain[day + 1])
            np.testing.assert_array_equal(streams.at(row * 4 + run), plain[day, row, run])
            if by_chance.random() < 0.02:
                np.testing.assert_array_equal(streams.today, plain[day])


def test_what_nothing_reads_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Dice(np.array([0, BLOCK]))
    streams, made = dice.streams("uniform", ("a", "b")), []
    drawn = dice_module._generator
    monkeypatch.setattr(
        dice_module, "_generator", lambda name, block: made.append((name, block)) or drawn(name, block)
    )
    dice.roll()
    streams.at(np.array([2, 2]))
    assert made == [("b", 0)]
    streams.at(np.array([1, 2]))
    assert made == [("b", 0), ("a", 1)]
    assert streams.today.shape == (2, 2)
    assert len(made) == 4
