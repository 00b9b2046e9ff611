"""What can go wrong with a batch, said so that its user can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whitecell.batch.slabs import Slab

if TYPE_CHECKING:
    from whitecell.batch.batch import Batch

SHOWN = 5
"""Failed slabs that a message names."""


class BatchError(Exception):
    """A batch cannot be played, written or read; the message says why and what to do."""


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


class SlabsFailed(BatchError):
    """Some slabs could not be played. The rest were: they are in ``batch``."""

    def __init__(self, failures: Sequence[SlabFailure], batch: Batch) -> None:
        self.failures = tuple(sorted(failures, key=lambda failure: failure.slab))
        self.batch = batch
        lost = sum(failure.slab.runs for failure in failures)
        lines = [
            f"{lost} of {lost + len(batch.seeds)} runs could not be played:",
            *(f"  {failure}" for failure in self.failures[:SHOWN]),
        ]
        if len(self.failures) > SHOWN:
            lines.append(f"  … and {len(self.failures) - SHOWN} more slabs")
        if batch.folder is not None:
            lines.append("The others are kept; the same command tries the missing ones again.")
        super().__init__("\n".join(lines))
