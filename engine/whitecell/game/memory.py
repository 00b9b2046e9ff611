"""Memory in processes that play: freed memory is kept, and the garbage collector can be paused."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Names that glibc's ``mallopt`` gives to two of its settings, in ``malloc.h``."""


@cache
def keep_memory() -> None:
    """Let the C library keep freed memory for the next array, if it allows this; once in a process.

    A day of a slab makes and frees hundreds of arrays. If glibc returns their memory to the system at once,
    each new array causes page faults. glibc's own threshold follows the largest array freed so far and causes
    few; Dask starts workers with ``MALLOC_TRIM_THRESHOLD_=65536``, which causes a hundred times as many. The
    values set here are the largest that glibc would reach by itself.
    """
    if sys.platform != "linux":
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(MMAP_THRESHOLD, 32 * 2**20)
        set_option(TRIM_THRESHOLD, 64 * 2**20)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Pause Python's search for reference cycles: a day makes many objects, and a game leaves no cycles."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()
