"""Today: everything that belongs to one day only. It is replaced as a whole every morning.

Records of which there are many a day are not frozen, since a frozen one takes four times as long to make.
Nothing writes into them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import FlagByRun, Floats
from whitecell.game.layout import Layout
from whitecell.game.places import Places
from whitecell.game.state.kind import Kind, kinds

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Picture:
    """The morning's strengths, before anybody moves; each observer adds its own fog.

    Attributes
    ----------
    strength, quality, mobile : arrays, shape ``(n_posts, n_runs)``
        Own strength, the strength of one fighter, and fighters that may leave, at each post.
    threat, support : arrays, shape ``(n_views, n_runs)``
        Strength of all foes, and of the actor and its friends, in each zone that the actor looks at.
    looming, backing : arrays, shape ``(n_views, n_runs)``
        The same, including forces that march there.
    held : array, shape ``(n_views, n_runs)``
        Share of the zone held by the actor and its friends that can stand there.
    safe : array of bool, shape ``(n_views, n_runs)``
        Whether the actor and its friends hold most of the zone, or are the stronger there.
    """

    strength: Floats
    quality: Floats
    mobile: Floats
    threat: Floats
    support: Floats
    looming: Floats
    backing: Floats
    held: Floats
    safe: Flags


@dataclass(frozen=True, slots=True)
class Assault:
    """Forces that are attacked today: their places (``foe``), and the odds against their side at each."""

    foe: Places
    odds: Floats


@dataclass(slots=True, eq=False, repr=False)
class Attacks:
    """Attacks or fire on the ground: attackers (``attacker``) and their foes (``foe``), place by place.

    ``felt`` marks fire that causes losses; it is None for attacks.
    """

    attacker: Places
    foe: Places
    felt: Flags | None = None


@dataclass(slots=True, eq=False, repr=False)
class Sortie:
    """Sorties of an actor over a zone against a fielded actor, in the runs where they are flown."""

    actor: str
    zone: int
    target: int
    where: FlagByRun


@dataclass(slots=True, eq=False, repr=False)
class Violations:
    """Violations of a constraint by one means: their number (``count``) by actor, zone and run.

    ``actor`` is a place among bound actors, ``zone`` a place among zones; all have the same shape.
    """

    constraint: str
    means: str
    actor: Indices
    zone: Indices
    run: Indices
    count: Floats


@dataclass(slots=True, eq=False, repr=False)
class Tally:
    """How many violations of a constraint a watcher counted today.

    ``count`` is their number at ``place``, places of breaches, flat over ``(n_bound, n_runs)``.
    """

    constraint: str
    watcher: str
    place: Indices
    count: Floats


@dataclass(slots=True, eq=False, repr=False)
class Contact:
    """A strike of one actor on another, or (``meeting``) a near miss of their aircraft, in some runs."""

    one: str
    other: str
    where: FlagByRun
    meeting: bool = False


@dataclass(frozen=True, slots=True)
class Fight:
    """The day's attacks as fights: places of attackers and foes, losses of foes and losses of attackers.

    ``hit``, losses of foes, has the shape of the places; ``paid``, of attackers, is ``(n_actors, n_runs)``.
    """

    attacker: Places
    foe: Places
    hit: Floats
    paid: Floats


@dataclass(slots=True, eq=False, repr=False)
class Today:
    """The values of one day, which nothing keeps.

    Attributes
    ----------
    losses, arrived : arrays, shape ``(n_posts, n_runs)``
        Fighters put out of action (subtracted from forces when the day is settled), and fighters that joined.
        By posts (:class:`whitecell.game.posts.Posts`), since there are no forces elsewhere.
    struck : array of bool, shape ``(n_posts, n_runs)``
        Where an actor was struck by an enforcer.
    fought : array of bool, shape ``(n_zones, n_runs)``
        Where there were attacks.
    fled : array, shape ``(n_zones, n_runs)``
        People who fled.
    broke, recorded, blamed : arrays of bool, shape ``(n_bound, n_runs)``
        Actors that breached a constraint, whose breach a watcher recorded, and to which a recorded breach is
        attributed.
    kept : array of bool, shape ``(n_keeping, n_runs)``
        Where an actor keeps a ceasefire by one of the means by which it could break it.
    grave : array of bool, shape ``(n_bound, n_runs)``
        Actors whose breach was an attack or an air raid.
    violations, noted : arrays, shape ``(n_bound, n_runs)``
        Number of each actor's violations of a constraint, and the largest number that a watcher counted.
    assent : array, shape ``(n_seats, n_runs)``
        Chance that each party of talks would sign.
    delivered : array, shape ``(n_corridors, n_runs)``
    sorties_of : dict of str to array, shape ``(n_runs,)``
        By key of flights: combat sorties, if orders change their actor's use of sorties.
    spared_by : dict of (str, int) to array of bool, shape ``(n_runs,)``
        By key of flights and target: where orders direct the flights only against another target.
    lessons : dict of int to array, shape ``(n_runs,)``
        By post: wariness taught by warnings, as a part of what a strike teaches.
    attacks, sorties, contacts, acts, tallies : lists
        In their order.
    picture : Picture or None
    fight : Fight or None
    assault : Assault or None
    """

    losses: Annotated[Floats, Kind(("posts",))]
    arrived: Annotated[Floats, Kind(("posts",))]
    struck: Annotated[Flags, Kind(("posts",), dtype=np.bool_)]
    fought: Annotated[Flags, Kind(("zones",), dtype=np.bool_)]
    fled: Annotated[Floats, Kind(("zones",))]
    broke: Annotated[Flags, Kind(("bound",), dtype=np.bool_)]
    recorded: Annotated[Flags, Kind(("bound",), dtype=np.bool_)]
    blamed: Annotated[Flags, Kind(("bound",), dtype=np.bool_)]
    kept: Annotated[Flags, Kind(("keeping",), dtype=np.bool_)]
    grave: Annotated[Flags, Kind(("bound",), dtype=np.bool_)]
    violations: Annotated[Floats, Kind(("bound",))]
    noted: Annotated[Floats, Kind(("bound",))]
    assent: Annotated[Floats, Kind(("seats",))]
    delivered: Annotated[Floats, Kind(("corridors",))]
    sorties_of: dict[str, Floats] = field(default_factory=dict)
    spared_by: dict[tuple[str, int], FlagByRun] = field(default_factory=dict)
    lessons: dict[int, Floats] = field(default_factory=dict)
    attacks: list[Attacks] = field(default_factory=list)
    sorties: list[Sortie] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    acts: list[Violations] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    picture: Picture | None = None
    fight: Fight | None = None
    assault: Assault | None = None

    @classmethod
    def of(cls, layout: Layout, n_runs: int) -> Today:
        """A day on which nothing has happened yet."""
        made: dict[str, Any] = {name: kind.made(kind.shape(layout, n_runs)) for name, kind in _KINDS.items()}
        return cls(**made)

    def next(self) -> Today:
        """The following day, on which nothing has happened yet.

        It reuses the memory of this day, which is no longer needed; memory used just now costs nothing to
        get.
        """
        arrays: dict[str, Any] = {name: getattr(self, name) for name in _KINDS}
        for name, array in arrays.items():
            array.fill(_KINDS[name].start)
        return Today(**arrays)

    @property
    def morning(self) -> Picture:
        """The morning's picture, once it has been taken.

        Raises
        ------
        ValueError
            If it has not been taken: a phase before ``perceive`` asked for it.
        """
        if self.picture is None:
            raise ValueError("nobody has looked yet this morning: strengths are not known")
        return self.picture


_KINDS = kinds(Today)
