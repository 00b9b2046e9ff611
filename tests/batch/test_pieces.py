"""Independent pieces of work in several processes."""

import math
import os

import pytest

from whitecell.batch.pieces import each


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
