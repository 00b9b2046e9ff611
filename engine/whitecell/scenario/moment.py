"""Dates of a scenario: a day of the calendar, or a day of the game."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

DAY = re.compile(r"day ([0-9]{1,4})")
"""A day of the game, counted from the start."""


def _dated(value: Any, info: ValidationInfo) -> Any:
    """The date of ``day 12``; the validation context has the ``start`` from which it counts."""
    found = DAY.fullmatch(value) if isinstance(value, str) else None
    start = (info.context or {}).get("start")
    if found is None or start is None:
        return value
    try:
        first = start if isinstance(start, date) else date.fromisoformat(start)
        return first + timedelta(int(found[1]))
    except OverflowError:
        return date.max
    except (TypeError, ValueError):
        # A start that is not a date gets its own finding.
        return date.min


Moment = Annotated[
    date,
    BeforeValidator(_dated),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": f"^{DAY.pattern}$"}]}
    ),
]
"""A date, or a day of the game."""
