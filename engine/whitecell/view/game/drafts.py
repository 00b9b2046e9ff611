"""Drafts: what is written at a place and not yet sent; everybody who sits there sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from whitecell.table.errors import GameError

MOST, LONGEST = 2_000, 20_000
"""Fields of a place, and characters of a field, at most."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A field of a form: its text, the number of its last change, and the page that made it."""

    text: str
    n: int
    by: str


@dataclass(slots=True)
class Drafts:
    """The fields of each place, by name. A field that was sent is empty."""

    _fields: dict[str, dict[str, Draft]] = field(default_factory=dict)

    def number(self, place: str) -> int:
        """The number of the last change at a place."""
        return max((draft.n for draft in self._fields.get(place, {}).values()), default=0)

    def since(self, place: str, n: int) -> dict[str, dict[str, Any]]:
        """The fields of a place that changed after the change of that number."""
        return {
            name: {"text": draft.text, "n": draft.n, "by": draft.by}
            for name, draft in self._fields.get(place, {}).items()
            if draft.n > n
        }

    def write(self, place: str, texts: Any, by: str) -> None:
        """Store texts of fields.

        Raises
        ------
        GameError
            If they are not texts, or are too many or too long.
        """
        known = self._fields.setdefault(place, {})
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise GameError("a draft has names of fields and their texts")
        if len(known.keys() | texts.keys()) > MOST or any(
            len(text) > LONGEST or len(name) > 500 for name, text in texts.items()
        ):
            raise GameError(f"a draft has at most {MOST} fields of {LONGEST} characters")
        # Each place counts its own changes: a common count would show it how much is written elsewhere.
        for n, (name, text) in enumerate(texts.items(), start=self.number(place) + 1):
            known[name] = Draft(text, n, by)
