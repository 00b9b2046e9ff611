"""Independent pieces of work in several processes."""

import errno
import math
import os
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from whitecell.batch.errors import BatchError, WorkerDiedError
from whitecell.batch.hands import Here
from whitecell.batch.pool import Pool, each
from whitecell.batch.workers import StoppedError


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_comes_of_the_items_is_in_their_order(jobs: int) -> None:
    assert list(each(math.sqrt, [9.0, 1.0, 4.0], jobs)) == [3.0, 1.0, 2.0]
    assert list(each(math.sqrt, [], jobs)) == []


@pytest.mark.desk
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_a_piece_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ValueError, match="math domain error"):
        list(each(math.sqrt, [1.0, -1.0, 4.0], jobs))


def test_other_processes_work_only_where_there_is_something_to_share() -> None:
    process = "__import__('os').getpid()"
    assert set(each(eval, [process], 2)) == {os.getpid()}
    assert os.getpid() not in set(each(eval, [process] * 2, 2))


def test_a_pool_goes_on_after_an_error_and_after_results_that_nobody_took() -> None:
    with Pool(2) as pool:
        left = pool.map(math.sqrt, [4.0] * 6)
        assert next(left) == 2.0
        with pytest.raises(ValueError, match="math domain error"):
            list(pool.map(math.sqrt, [1.0, -1.0, 9.0]))
        assert list(pool.map(math.sqrt, [9.0, 16.0, 25.0, 36.0])) == [3.0, 4.0, 5.0, 6.0]


def test_here_what_is_asked_for_later_is_done_later() -> None:
    done: list[int] = []
    found = Here().map(done.append, [1, 2, 3])
    next(found)
    assert done == [1]


@pytest.mark.desk
def test_work_over_which_workers_die_is_given_up_alone() -> None:
    with Pool(2) as pool:
        fatal, fine = pool.submit(os._exit, 3), pool.submit(math.sqrt, 4.0)
        with pytest.raises(WorkerDiedError, match=r"worker process died 3 times \(exit code 3\)"):
            fatal.result(60)
        assert fine.result(60) == 2.0
        assert pool.submit(math.sqrt, 9.0).result(60) == 3.0


ASKED = "__import__('whitecell.batch.workers', fromlist=['']).stopped"
LONG = f"""(
    __import__('pathlib').Path(PLACE).touch(),
    [__import__('time').sleep(0.01) for _ in iter({ASKED}, True)],
    'stopped',
)[-1]"""


@pytest.mark.desk
def test_work_that_nobody_waits_for_is_stopped_in_the_middle(tmp_path: Path) -> None:
    with Pool(1) as pool:
        long = pool.submit(eval, LONG.replace("PLACE", repr(str(tmp_path / "begun"))))
        waiting = pool.submit(math.sqrt, 4.0)
        while not (tmp_path / "begun").exists():
            assert not long.done()
            time.sleep(0.01)
        assert waiting.cancel()
        assert not long.cancel()
        assert long.result(60) == "stopped"
        # What came of the stop does not stop what comes next.
        assert pool.submit(eval, f"{ASKED}()").result(60) is False


def test_a_pool_that_is_shut_down_waits_for_nothing(tmp_path: Path) -> None:
    began = time.monotonic()
    with Pool(1) as pool:
        pool.submit(math.sqrt, 4.0).result(60)
        asleep, waiting = pool.submit(time.sleep, 600), pool.submit(math.sqrt, 4.0)
    assert time.monotonic() - began < 60
    for future in (asleep, waiting):
        with pytest.raises(StoppedError):
            future.result(0)
    with pytest.raises(StoppedError):
        pool.submit(math.sqrt, 4.0)


def test_workers_that_cannot_be_started_are_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def short_of_processes(*_: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    with Pool(1) as pool:
        monkeypatch.setattr(get_context("forkserver").Process, "start", short_of_processes)
        for _ in range(2):
            with pytest.raises(BatchError, match="cannot start a worker process: Resource temporarily"):
                pool.submit(math.sqrt, 4.0).result(60)
        monkeypatch.undo()
        assert pool.submit(math.sqrt, 4.0).result(60) == 2.0


def test_what_cannot_be_sent_is_an_error_of_the_piece() -> None:
    with Pool(2) as pool:
        with pytest.raises(Exception, match=r"pickle|local object"):
            list(pool.map(eval, ["lambda: 1", "lambda: 2"]))
        with pytest.raises(Exception, match=r"pickle|local object"):
            pool.submit(lambda: 1)


def test_words_that_are_bound_are_the_first() -> None:
    with Pool(2) as pool:
        for hands in (Here(), pool):
            assert list(hands.map(hands.bound(divmod, 17), [5, 6])) == [(3, 2), (2, 5)]
