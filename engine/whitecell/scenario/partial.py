"""What is left of a broken scenario, so that one mistake does not hide the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel

from whitecell.scenario.nodes import Key
from whitecell.scenario.problems import Problem
from whitecell.scenario.source import Source
from whitecell.scenario.vocabulary import Vocabulary

INSTEAD: dict[str, Any] = {"title": "", "start": date(2000, 1, 1), "days": 1}
"""Stand-ins for keys that a file must have."""
LISTS = frozenset({"routes", "relations", "correlations", "orders", "rerolls"})


class Partial:
    """What a chain of files states, without the broken parts, which were left out.

    Attributes
    ----------
    stated : dict
        What is stated, as plain values.
    left_out : set of tuple
        Places that were left out.
    names : set of str
        Names of those places and of their parts.
    """

    def __init__(self, source: Source, language: type[BaseModel]) -> None:
        self.source, self.language = source, language
        self.stated: dict[str, Any] = source.root.plain()
        self.left_out: set[tuple[Key, ...]] = set()
        self.names: set[str] = set()

    def is_whole(self, *sections: str) -> bool:
        """Whether nothing of some sections was left out."""
        return not any(str(place[0]) in sections for place in self.left_out)

    def leave_out_all(self, places: Iterable[tuple[Key, ...]]) -> bool:
        """Leave out each of some places; False if that is not possible."""
        done = [self.leave_out(place) for place in dict.fromkeys(places)]
        return all(done)

    def leave_out(self, place: tuple[Key, ...]) -> bool:
        """Leave out the smallest part around a place; False if nothing would be left.

        A list is left out as a whole, so that the numbers of items stay those of the file. A broken value
        that its part must have is replaced by any valid one, so that it does not hide other errors of the
        part.
        """
        within = any(place[:length] in self.left_out for length in range(1, len(place)))
        if within or (place in self.left_out and place[0] in LISTS):
            return True
        if place in self.left_out and len(place) > 1:
            # The stand-in was refused too.
            return self.leave_out(place[:-1])
        holder: Any = self.stated
        for index, step in enumerate(place):
            if isinstance(holder, list):
                return self.leave_out(place[:index])
            if not isinstance(holder, dict):
                return self.leave_out(place[:index])
            if step not in holder:
                return self._stand_in(place[: index + 1]) or self.leave_out(place[:index])
            if index == len(place) - 1:
                if place[0] in ("zones", "actors", "rules") and index == 0:
                    return False
                out = holder.pop(step)
                self.left_out.add(place)
                self.names.update(map(str, place[1:3]), out if isinstance(out, dict) else ())
                instead = Vocabulary(self.language, self.source).stand_in(place) if index else None
                if instead is not None:
                    holder[step] = instead
                return True
            holder = holder[step]
        return False

    def _stand_in(self, place: tuple[Key, ...]) -> bool:
        """Put something where the file must have something."""
        if len(place) == 1 and place[0] in INSTEAD:
            self.stated[str(place[0])] = INSTEAD[str(place[0])]
        elif len(place) == 2 and place[0] == "rules":
            self.stated["rules"][str(place[1])] = 0.0
        else:
            return False
        self.left_out.add(place)
        return True

    def own(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems that name no left-out part; the others only come from leaving parts out."""
        names = [f"'{name}'" for name in self.names]
        return [p for p in problems if not any(name in p.message for name in names)]
