"""A scenario as plain values, and its fingerprint: the same for the same statements, however written down."""

from __future__ import annotations

import json
from collections import deque
from hashlib import sha256
from typing import Any

from whitecell.scenario.model import Scenario

_known: deque[tuple[Scenario, str]] = deque(maxlen=4)
"""Scenarios that were read before, and their plain values as JSON text."""


def plain(scenario: Scenario) -> dict[str, Any]:
    """The resolved scenario as values that JSON has, its entries in the order in which it states them."""
    for known, text in _known:
        if known is scenario:
            found: dict[str, Any] = json.loads(text)
            return found
    return scenario.model_dump(mode="json")


def remember(scenario: Scenario, text: str) -> None:
    """Take the plain values of this object from JSON text: Pydantic would first build what writes them."""
    _known.append((scenario, text))


def canonical(scenario: Scenario) -> str:
    """The resolved scenario as JSON text with sorted keys."""
    return json.dumps(plain(scenario), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(scenario: Scenario) -> str:
    """SHA-256 of :func:`canonical`, in hexadecimal."""
    return sha256(canonical(scenario).encode()).hexdigest()
