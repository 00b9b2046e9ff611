"""The scenario language: YAML in, a checked scenario out."""

from importlib import import_module
from typing import Any

__all__ = ["Problem", "Scenario", "ScenarioError", "bundled", "read_scenario"]

_HOMES = {
    "Problem": "problems",
    "Scenario": "model",
    "ScenarioError": "problems",
    "bundled": "library",
    "read_scenario": "reading",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: the command line's help needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
