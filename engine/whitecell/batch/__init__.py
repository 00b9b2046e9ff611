"""Many runs: which seeds to play, who plays them, and where they are stored."""

from whitecell.batch.batch import Batch, SlabsFailed, load_batch, run_batch
from whitecell.batch.errors import BatchError, SlabFailure

__all__ = ["Batch", "BatchError", "SlabFailure", "SlabsFailed", "load_batch", "run_batch"]
