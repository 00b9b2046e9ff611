"""What holds where a scenario states nothing else: the laws' parameters and the defaults of actors.

They are YAML as a scenario's own numbers are, in ``laws.yaml`` beside this file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from whitecell.scenario.nodes import Node

LAWS = Path(__file__).with_name("laws.yaml")
"""The file; its sections are those of :data:`SHIPPED`."""
SHIPPED = ("rules", "defaults")
"""Sections of a scenario that the engine has too, entry by entry."""


@cache
def shipped_laws() -> Node:
    """The sections with the place of every value."""
    from whitecell.scenario.parsing import parse  # a scenario that was kept needs no reader of YAML

    return parse(text_of_laws(), str(LAWS))


@cache
def text_of_laws() -> str:
    """The file as it was read."""
    return LAWS.read_text(encoding="utf-8")


def shipped_value(section: str, name: str) -> float:
    """The value of one of the engine's assumptions."""
    return float(shipped_laws().value[section].value[name].value["value"].value)
