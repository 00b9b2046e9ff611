"""What can go wrong with a batch, said so that its user can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from whitecell.batch.slabs import Slab


class BatchError(Exception):
    """A batch cannot be played, written or read; the message says why and what to do."""


class WorkerDiedError(BatchError):
    """A task is given up, since each worker that held it died."""


@dataclass(frozen=True, slots=True)
class SlabFailure:
    """A slab that could not be played.

    ``reason`` is one line; ``details`` the traceback, if there is one.
    """

    slab: Slab
    reason: str
    details: str = ""

    def __str__(self) -> str:
        return f"{self.slab}: {self.reason}"
