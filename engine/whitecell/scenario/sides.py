"""Sides: names for lists of actors, which the reader writes out wherever a list of actors stands.

After the reader there are only actors; a scenario keeps its sides for people who read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, get_args, get_origin

from whitecell.scenario.model import Scenario
from whitecell.scenario.named import Names
from whitecell.scenario.nodes import Node
from whitecell.scenario.problems import Problem, ScenarioError
from whitecell.scenario.records import ABOUT
from whitecell.scenario.source import Source
from whitecell.scenario.vocabulary import fields_of, kind_of, models_of
from whitecell.scenario.yardsticks import Record

MOST = 200_000
"""A limit on the names of actors that sides can stand for in all."""


def with_sides(source: Source) -> Source:
    """What files state, with each side in a list of actors replaced by its actors, in their order.

    An actor already in the list is not named again. The actors of a side get the place of the side's name.
    Names of actors stay as they are, and so do sides that hold each other in a circle.

    Raises
    ------
    ScenarioError
        If sides stand for too many names.
    """
    stated = source.root.child("sides")
    if stated is None or not isinstance(stated.value, dict):
        return source
    base = with_sides(source.base) if source.base is not None else None
    return replace(source, root=_Writer(source, stated).root(), base=base)


def sides_amiss(scenario: Scenario, source: Source) -> Iterator[Problem]:
    """Sides that have the name of an actor, and those that hold each other."""
    for name in scenario.sides:
        if name in scenario.actors:
            yield source.problem(
                "error", ("sides", name), f"'{name}' is a side and an actor",
                "give the side another name", key=True,
            )  # fmt: skip
    sorter = TopologicalSorter({name: held_in(scenario, name) for name in scenario.sides})
    try:
        sorter.prepare()
    except CycleError as error:
        circle = list(error.args[1])[::-1]
        yield source.problem(
            "error", ("sides", circle[0]), f"sides hold each other: {' → '.join(circle)}",
            "take one of them out of another", key=True,
        )  # fmt: skip


def held_in(scenario: Scenario, side: str) -> list[str]:
    """Sides that a side still holds once sides are written out: those of a circle."""
    return [
        name for name in scenario.sides[side].actors if name in scenario.sides and name not in scenario.actors
    ]


class _Writer:
    """Writes sides out in a tree of nodes."""

    def __init__(self, source: Source, stated: Node) -> None:
        self.source, root = source, source.root
        actors = root.child("actors")
        self.actors = frozenset(actors.value if actors is not None and isinstance(actors.value, dict) else ())
        lists = {name: _listed(node) for name, node in stated.value.items() if name not in self.actors}
        self.lists = {name: node for name, node in lists.items() if node is not None}
        self.others = frozenset(
            name
            for section, node in root.value.items()
            if section not in ("actors", "sides") and isinstance(node.value, dict)
            for name in node.value
        )
        self.names = 0
        self.members: dict[str, tuple[str, ...]] = {}
        self._resolve()

    def root(self) -> Node:
        """The tree of the files; a side that is written as a plain list becomes an object with actors."""
        root = self.source.root
        sides = {
            name: replace(n, value={"actors": n}, keys={"actors": (n.file, n.line, n.column)}, over=None)
            if isinstance(n.value, list)
            else n
            for name, n in root.value["sides"].value.items()
        }
        held = replace(root.value["sides"], value=sides)
        return self.written(replace(root, value={**root.value, "sides": held}), Scenario)

    def _resolve(self) -> None:
        """Find the actors of each side, each once; those that lead back to themselves stay out."""
        stated = {name: [str(n.value) for n in node.value] for name, node in self.lists.items()}
        sorter = TopologicalSorter({name: [n for n in held if n in stated] for name, held in stated.items()})
        with suppress(CycleError):
            sorter.prepare()
        while sorter.is_active():
            for side in sorter.get_ready():
                found: dict[str, None] = {}
                for name in stated[side]:
                    known = self.members.get(name, (name,) if name in self.actors else ())
                    self._count(len(known), side)
                    found.update(dict.fromkeys(known))
                self.members[side] = tuple(found)
                sorter.done(side)

    def _count(self, names: int, side: str) -> None:
        """Count the names written out: nested sides can make a short text very long."""
        self.names += names
        if self.names > MOST:
            message = f"sides stand for more than {MOST:,} names of actors"
            hint = "let fewer sides hold each other"
            raise ScenarioError([self.source.problem("error", ("sides", side), message, hint, key=True)])

    def written(self, node: Node, annotation: Any) -> Node:
        """A node of a type of the language, with sides written out in it."""
        if isinstance(node.value, list):
            if _takes_sides(annotation):
                return self._with_actors(node)
            inner = [part for part in get_args(annotation) if part is not Ellipsis]
            kinds = inner * len(node.value) if len(inner) == 1 else inner
            parts = [self.written(n, k) for n, k in zip(node.value, kinds, strict=False)]
            return replace(node, value=[*parts, *node.value[len(parts) :]])
        if not isinstance(node.value, dict):
            return node
        if get_origin(annotation) is dict:
            inside = get_args(annotation)[1]
            return replace(node, value={key: self.written(n, inside) for key, n in node.value.items()})
        return self._entry(node, annotation)

    def _entry(self, node: Node, annotation: Any) -> Node:
        """An object of the language; of several kinds the one that it states."""
        kind = node.child("kind")
        models = models_of(annotation)
        said = [m for m in models if kind is not None and kind.value in get_args(kind_of(m))]
        value: dict[str, Node] = dict(node.value)
        for model in (said or models)[:1]:
            fields = fields_of(model)
            for key, inner in node.value.items():
                if key == "of" and issubclass(model, Record):
                    value[key] = self._of(inner, node)
                elif key in fields:
                    value[key] = self.written(inner, fields[key].annotation)
        return replace(node, value=value)

    def _of(self, node: Node, record: Node) -> Node:
        """What a record is about, if that may be actors; things of other sections keep their names."""
        said = record.child("record")
        word = said.value if said is not None and isinstance(said.value, str) else ""
        if "actors" not in ABOUT.get(word, ()) or not isinstance(node.value, list):
            return node
        return self._with_actors(node, self.others if len(ABOUT[word]) > 1 else frozenset())

    def _with_actors(self, node: Node, others: frozenset[str] = frozenset()) -> Node:
        """A list of actors, with the actors of each side in it."""
        found: list[Node] = []
        there, lent = set[str](), set[str]()
        for item in node.value:
            name = item.value if isinstance(item.value, str) else ""
            members = self.members.get(name) if name not in others else None
            if members is None:
                if name not in lent:
                    found.append(item)
                there.add(name)
                continue
            self._count(len(members), name)
            found += [replace(item, value=actor) for actor in members if actor not in there]
            there.update(members)
            lent.update(members)
        return replace(node, value=found)


def _listed(node: Node) -> Node | None:
    """The list of a side's actors: what it is, or what stands under its key."""
    inner = node if isinstance(node.value, list) else node.child("actors")
    return inner if inner is not None and isinstance(inner.value, list) else None


def _takes_sides(annotation: Any) -> bool:
    """Whether a type is a list of any number of actors."""
    parts = get_args(annotation)
    if get_origin(annotation) is not tuple or Ellipsis not in parts:
        return False
    said = getattr(parts[0], "__metadata__", ())
    return Names("actors") in said or Names("forces") in said
