"""Many runs: which seeds to play, who plays them, and where they are stored."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whitecell.batch.batch import Batch, SlabsFailed, load_batch, run_batch
    from whitecell.batch.errors import BatchError, SlabFailure

__all__ = ["Batch", "BatchError", "SlabFailure", "SlabsFailed", "load_batch", "run_batch"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: a worker that plays needs no manifest and no store."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "errors" if name in ("BatchError", "SlabFailure") else "batch"
    return getattr(import_module(f"{__name__}.{home}"), name)
