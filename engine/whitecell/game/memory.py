"""What processes that play do with freed memory, and with what might be freed."""

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
    """Let the C library keep freed memory for the next array, where it can be told so; once in a process.

    A day of a slab makes and frees hundreds of arrays. Where glibc gives them back as soon as they are free,
    each runs into page faults again: a little by its own rule, which follows the largest array freed so far,
    and a hundred times as much under Dask, which starts workers with ``MALLOC_TRIM_THRESHOLD_=65536``. What
    is set here is the most that glibc comes to by itself.
    """
    if sys.platform != "linux":
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(MMAP_THRESHOLD, 32 * 2**20)
        set_option(TRIM_THRESHOLD, 64 * 2**20)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Python look for no circles of objects meanwhile: a day makes many objects, a game leaves none."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()
