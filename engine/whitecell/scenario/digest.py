"""A scenario's fingerprint: the same for the same statements, however they are written down."""

from __future__ import annotations

import json
from hashlib import sha256

from whitecell.scenario.model import Scenario


def canonical(scenario: Scenario) -> str:
    """The resolved scenario as JSON text with sorted keys."""
    return json.dumps(
        scenario.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def digest(scenario: Scenario) -> str:
    """SHA-256 of :func:`canonical`, in hexadecimal."""
    return sha256(canonical(scenario).encode()).hexdigest()
