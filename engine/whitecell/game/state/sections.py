"""The sections of the state, by subject: their arrays, and the values that each can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from whitecell.game.axes import Floats
from whitecell.game.moving import NEVER
from whitecell.game.state.kind import Kind

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]

HOLD = -1
"""In place of a zone of main effort: the actor stays where it is."""
UNSEEN = -2
"""In place of a holder: the holder of the zone has not been read yet."""


@dataclass(slots=True, eq=False, repr=False)
class Forces:
    """Forces and their destinations.

    By actor and zone: ``fighters``, ``wariness`` (strikes expected, before the weight ``fear``), and
    ``lasting``, the part of wariness that fades slowly.

    By actor: ``effort`` is the zone of the main effort, −1 to hold. ``alarmed`` marks actors that review it
    the next morning, ``beaten`` actors that had a force break somewhere the day before. ``ordered`` is the
    zone for which an effect ordered the actor to go, −1 to hold, until the day ``obeys``.

    By posts: ``on_road`` are fighters that march there and have not arrived, ``marching`` the same by day of
    arrival, counted cyclically. ``worn`` are losses that still weigh on a force, in fighters; fighters that
    fell back in disorder count as losses here. ``supply`` is the part of its needs that a force has, 0 to 1.
    """

    fighters: Annotated[Floats, Kind(("actors", "zones"))]
    wariness: Annotated[Floats, Kind(("actors", "zones"))]
    lasting: Annotated[Floats, Kind(("actors", "zones"))]
    effort: Annotated[Indices, Kind(("actors",), dtype=np.int64, start=HOLD, least=HOLD, below="zones")]
    alarmed: Annotated[Flags, Kind(("actors",), dtype=np.bool_, start=1)]
    beaten: Annotated[Flags, Kind(("actors",), dtype=np.bool_)]
    ordered: Annotated[Indices, Kind(("actors",), dtype=np.int64, start=HOLD, least=HOLD, below="zones")]
    obeys: Annotated[Floats, Kind(("actors",))]
    on_road: Annotated[Floats, Kind(("posts",))]
    marching: Annotated[Floats, Kind(("slots", "posts"))]
    worn: Annotated[Floats, Kind(("posts",))]
    supply: Annotated[Floats, Kind(("posts",), start=1.0)]


@dataclass(slots=True, eq=False, repr=False)
class Land:
    """The actors' shares of zones, 0 to 1, which add up to at most 1, and the civilians at home in them."""

    control: Annotated[Floats, Kind(("actors", "zones"))]
    people: Annotated[Floats, Kind(("zones",))]


@dataclass(slots=True, eq=False, repr=False)
class Patronages:
    """Patrons: shifts of their will by effects, and the pressure they added after breaches, 0 to 1."""

    shift: Annotated[Floats, Kind(("patronages",))]
    added: Annotated[Floats, Kind(("patronages",))]


@dataclass(slots=True, eq=False, repr=False)
class Standing:
    """Relations between actors that effects can change; the others are fixed.

    ``stance`` of a pair is 0 for neither, 1 for foes and 2 for friends; ``holds`` tells whether a patronage
    is in force. See :class:`whitecell.game.relations.Relations`, which fills them.
    """

    stance: Annotated[Indices, Kind(("ties",), dtype=np.int64, least=0, below="stances")]
    holds: Annotated[Flags, Kind(("bonds",), dtype=np.bool_)]


@dataclass(slots=True, eq=False, repr=False)
class Constraints:
    """Constraints: where they are agreed (from the start, or by an agreement in force) and where in force.

    ``waits`` are the days that an agreed constraint still has to wait before it binds. ``struck`` marks where
    a party had it struck from the text signed last.
    """

    agreed: Annotated[Flags, Kind(("constraints",), dtype=np.bool_)]
    waits: Annotated[Floats, Kind(("constraints",))]
    in_force: Annotated[Flags, Kind(("constraints",), dtype=np.bool_)]
    struck: Annotated[Flags, Kind(("constraints",), dtype=np.bool_)]


@dataclass(slots=True, eq=False, repr=False)
class Truces:
    """Ceasefires: the dispositions of the actors that they bind.

    ``resolve`` is, for each means by which an actor can break the truce, the obedience above which it keeps
    the truce, 0 to 1, as it last decided; −1 while the truce is not in force. By constraint and actor bound,
    ``lately`` is a running share of days on which the actor broke it, and ``usual`` one that moves more
    slowly.
    """

    resolve: Annotated[Floats, Kind(("keeping",), start=-1.0, least=-1.0)]
    lately: Annotated[Floats, Kind(("bound",), least=0.0)]
    usual: Annotated[Floats, Kind(("bound",), least=0.0)]


@dataclass(slots=True, eq=False, repr=False)
class Answers:
    """Answers to breaches of exclusions, by exclusion and zone.

    ``sat`` are fighters that have been there for long, if this matters. Where there are warnings, ``given``
    counts how far they have got in this breach, ``left`` are the days left to comply with the last one, and
    ``holds`` the days until they start again.
    """

    sat: Annotated[Floats, Kind(("sittings",), least=0.0)]
    given: Annotated[Floats, Kind(("notices",), least=0.0)]
    left: Annotated[Floats, Kind(("notices",), least=0.0)]
    holds: Annotated[Floats, Kind(("notices",), least=0.0)]


@dataclass(slots=True, eq=False, repr=False)
class Agreements:
    """Agreements: whether signed and in force, and whether that has changed since the last ``negotiate``.

    ``waits`` are the days to entry into force, ``age`` the days in force, ``stood`` the same over all terms.
    ``trust`` is 0 to 1, ``usual`` the usual number of recorded breaches a day. ``step`` counts the steps
    taken, ``since`` the days since the last step or entry, ``clean`` the consecutive days since then without
    a recorded breach of what the step brought. ``settled`` are the values of terms, as on the table or
    signed.
    """

    signed: Annotated[Flags, Kind(("agreements",), dtype=np.bool_)]
    in_force: Annotated[Flags, Kind(("agreements",), dtype=np.bool_)]
    changed: Annotated[Flags, Kind(("agreements",), dtype=np.bool_)]
    waits: Annotated[Floats, Kind(("agreements",))]
    age: Annotated[Floats, Kind(("agreements",))]
    trust: Annotated[Floats, Kind(("agreements",))]
    step: Annotated[Floats, Kind(("agreements",), least=0, below="steps")]
    since: Annotated[Floats, Kind(("agreements",))]
    clean: Annotated[Floats, Kind(("agreements",), least=0)]
    stood: Annotated[Floats, Kind(("agreements",))]
    usual: Annotated[Floats, Kind(("agreements",), least=0)]
    settled: Annotated[Floats, Kind(("terms",))]


@dataclass(slots=True, eq=False, repr=False)
class Talks:
    """Talks: whether they are open and known, the remaining cost of exposure, and their progress.

    ``text`` is how ready the text is, 0 to 1; ``held`` counts sessions; ``until`` are the days to the next
    one. ``sway`` is how far effects have shifted each party's wish for the agreement, ``mind`` the number, 0
    to 1, that the party's chance to sign has to exceed. ``balks`` counts consecutive refusals of a ready
    text; ``closed`` marks talks that broke off, ``rests`` are the days until they resume. ``fighting`` is the
    recent share of fighters lost in a day in zones that would have a ceasefire; ``alarm`` is 1 when the
    signed agreement ends, and fades.
    """

    open: Annotated[Flags, Kind(("talks",), dtype=np.bool_)]
    known: Annotated[Flags, Kind(("talks",), dtype=np.bool_)]
    exposure: Annotated[Floats, Kind(("talks",))]
    text: Annotated[Floats, Kind(("talks",))]
    held: Annotated[Floats, Kind(("talks",))]
    until: Annotated[Floats, Kind(("talks",))]
    sway: Annotated[Floats, Kind(("seats",))]
    mind: Annotated[Floats, Kind(("seats",), least=0.0)]
    balks: Annotated[Floats, Kind(("talks",), least=0)]
    closed: Annotated[Flags, Kind(("talks",), dtype=np.bool_)]
    rests: Annotated[Floats, Kind(("talks",))]
    fighting: Annotated[Floats, Kind(("talks",), least=0.0)]
    alarm: Annotated[Floats, Kind(("talks",), least=0.0)]


@dataclass(slots=True, eq=False, repr=False)
class Effects:
    """Injects: which happened, and when each was last decided. Effects: shifts of wishes for clauses."""

    happened: Annotated[Flags, Kind(("injects",), dtype=np.bool_)]
    decided: Annotated[Floats, Kind(("injects",), start=NEVER)]
    clause_shift: Annotated[Floats, Kind(("wishes",))]


@dataclass(slots=True, eq=False, repr=False)
class Decisions:
    """Decisions: the option that stands, as a place among options, and the day on which it was taken."""

    option: Annotated[Indices, Kind(("decisions",), dtype=np.int64, least=0, below="courses")]
    since: Annotated[Floats, Kind(("decisions",))]


@dataclass(slots=True, eq=False, repr=False)
class Numbers:
    """Numbers that move, and what formulas keep; see :class:`whitecell.game.moving.Rows`."""

    live: Annotated[Floats, Kind(("live",))]
    readings: Annotated[Floats, Kind(("readings",))]
    past: Annotated[Floats, Kind(("pasts",))]
    held: Annotated[Flags, Kind(("pasts",), dtype=np.bool_)]
    window: Annotated[Floats, Kind(("window_days",))]
    times: Annotated[Floats, Kind(("movements",), least=0.0)]
    since: Annotated[Floats, Kind(("movements",), start=NEVER)]
    level: Annotated[Floats, Kind(("variables",))]


@dataclass(slots=True, eq=False, repr=False)
class Corridors:
    """Corridors as last surveyed.

    Their strength; whether they are joined; the path by which they were first joined, −1 if they never were;
    and what each zone of a path would add.
    """

    strength: Annotated[Floats, Kind(("corridors",))]
    joined: Annotated[Flags, Kind(("corridors",), dtype=np.bool_)]
    via: Annotated[Indices, Kind(("corridors",), dtype=np.int64, start=-1, least=-1, below="paths")]
    missing: Annotated[Floats, Kind(("stretches",))]


@dataclass(slots=True, eq=False, repr=False)
class Ladders:
    """Rivalries: the rung of their ladder, from 0."""

    rung: Annotated[Floats, Kind(("ladders",), least=0, below="rungs")]


@dataclass(slots=True, eq=False, repr=False)
class Measures:
    """What measures keep of the days so far.

    ``kept`` is a sum, the highest value, the last value, the value of one day, or the first day, by the
    statistic of each. ``counted`` are the days that counted, for measures that count some days only.
    ``begun`` is the day of the event for which a measure waits, 0 before it.
    """

    kept: Annotated[Floats, Kind(("measures",), loose="unsettled")]
    counted: Annotated[Floats, Kind(("windows",))]
    begun: Annotated[Floats, Kind(("since",), least=0)]


@dataclass(slots=True, eq=False, repr=False)
class Story:
    """What the story of a told run has covered: it tells only what is new.

    ``fought`` is the last day of an actor's fighting in a zone, ``cost`` the heaviest losses of this
    fighting. ``holder`` is the leader of the side that last held a zone, −1 for nobody; ``in_breach`` marks
    actors that broke a constraint the day before.
    """

    fought: Annotated[Floats, Kind(("actors", "zones"), start=NEVER)]
    cost: Annotated[Floats, Kind(("actors", "zones"))]
    holder: Annotated[Indices, Kind(("zones",), dtype=np.int64, start=UNSEEN, least=UNSEEN, below="actors")]
    in_breach: Annotated[Flags, Kind(("bound",), dtype=np.bool_)]
