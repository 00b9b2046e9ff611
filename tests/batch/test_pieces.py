"""Independent pieces of work in several processes."""

import math
import os

import pytest

from whitecell.batch.errors import BatchError
from whitecell.batch.pieces import Hands, each


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_comes_of_the_items_is_in_their_order(jobs: int) -> None:
    assert list(each(math.sqrt, [9.0, 1.0, 4.0], jobs)) == [3.0, 1.0, 2.0]
    assert list(each(math.sqrt, [], jobs)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_a_piece_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ValueError, match="math domain error"):
        list(each(math.sqrt, [1.0, -1.0, 4.0], jobs))


def test_other_processes_work_only_where_there_is_something_to_share() -> None:
    process = "__import__('os').getpid()"
    assert set(each(eval, [process], 2)) == {os.getpid()}
    assert os.getpid() not in set(each(eval, [process] * 2, 2))


def test_hands_go_on_after_an_error_and_after_results_that_nobody_took() -> None:
    with Hands(2) as hands:
        left = hands.each(math.sqrt, [4.0] * 6)
        assert next(left) == 2.0
        with pytest.raises(ValueError, match="math domain error"):
            list(hands.each(math.sqrt, [1.0, -1.0, 9.0]))
        assert list(hands.each(math.sqrt, [9.0, 16.0, 25.0, 36.0])) == [3.0, 4.0, 5.0, 6.0]


def test_a_worker_that_dies_is_told() -> None:
    with Hands(2) as hands, pytest.raises(BatchError, match=r"worker process died \(exit code 3\)"):
        list(hands.each(os._exit, [3, 3]))


def test_what_cannot_be_sent_is_an_error_of_the_piece() -> None:
    with Hands(2) as hands, pytest.raises(Exception, match=r"pickle|local object"):
        list(hands.each(eval, ["lambda: 1", "lambda: 2"]))
