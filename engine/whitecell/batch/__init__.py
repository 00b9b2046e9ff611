"""Many runs: which seeds to play, who plays them, and where they are stored."""

from importlib import import_module
from typing import Any

__all__ = ["Batch", "BatchError", "SlabFailure", "SlabsFailed", "load_batch", "run_batch"]

_HOMES = {
    "Batch": "batch",
    "BatchError": "errors",
    "SlabFailure": "errors",
    "SlabsFailed": "batch",
    "load_batch": "batch",
    "run_batch": "batch",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: a worker that plays needs no manifest and no store."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
