"""Errors of batches, with messages that say how to mend them."""

from __future__ import annotations

from dataclasses import dataclass

from whitecell.batch.slabs import Slab


class BatchError(Exception):
    """A batch cannot be played, written or read; the message says why and what to do."""


class WorkerDiedError(BatchError):
    """A task was given up, since each worker that held it died."""


@dataclass(frozen=True, slots=True)
class SlabFailure:
    """A slab that could not be played.

    ``reason`` is one line; ``details`` is the traceback, if there is one.
    """

    slab: Slab
    reason: str
    details: str = ""

    def __str__(self) -> str:
        return f"{self.slab}: {self.reason}"
