"""The sections of the state, by subject: which arrays there are, and what each can hold."""

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
"""In place of a holder: nobody has looked yet who holds the zone."""


@dataclass(slots=True)
class Forces:
    """Forces and where they are bound.

    ``fighters`` and ``wariness`` (strikes expected, before the weight ``fear``) are by actor and zone;
    ``lasting`` is the part of wariness that fades slowly.
    ``effort`` is the zone of each actor's main effort, −1 to hold; ``alarmed`` marks who reviews it the next
    morning, ``beaten`` whose force broke somewhere the day before. ``ordered`` is the zone that an effect
    told it to go for, −1 to hold, until the day ``obeys``.

    By posts: ``on_road`` are the fighters who march there and have not arrived, ``marching`` the same by the
    day on which they arrive, counted round; ``worn`` the losses that still weigh on a force, in fighters (who
    fell back in disorder counts as lost there, though he is not), and
    ``supply`` what it has of all that it needs, 0 to 1.
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


@dataclass(slots=True)
class Land:
    """Who holds the zones, as shares 0 to 1 that add up to at most one, and the civilians at home in them."""

    control: Annotated[Floats, Kind(("actors", "zones"))]
    people: Annotated[Floats, Kind(("zones",))]


@dataclass(slots=True)
class Patronages:
    """Patrons: how far injects shifted their will, and the pressure they added after breaches, 0 to 1."""

    shift: Annotated[Floats, Kind(("patronages",))]
    added: Annotated[Floats, Kind(("patronages",))]


@dataclass(slots=True)
class Standing:
    """How actors stand to each other where effects change it; the rest is fixed.

    ``stance`` of a pair is 0 for neither, 1 for foes and 2 for friends; ``holds`` says of a patronage whether
    it does. See :class:`whitecell.game.relations.Relations`, which fills them.
    """

    stance: Annotated[Indices, Kind(("ties",), dtype=np.int64, least=0, below="stances")]
    holds: Annotated[Flags, Kind(("bonds",), dtype=np.bool_)]


@dataclass(slots=True)
class Constraints:
    """Constraints: where they are agreed (from the start, or by an agreement in force) and where in force.

    ``waits`` are the days that one that is agreed still has to wait before it binds. ``struck`` says where a
    party had it struck from the text that was signed last.
    """

    agreed: Annotated[Flags, Kind(("constraints",), dtype=np.bool_)]
    waits: Annotated[Floats, Kind(("constraints",))]
    in_force: Annotated[Flags, Kind(("constraints",), dtype=np.bool_)]
    struck: Annotated[Flags, Kind(("constraints",), dtype=np.bool_)]


@dataclass(slots=True)
class Truces:
    """Ceasefires: how those whom they bind are disposed to them.

    ``resolve`` says for each means by which one can break it how far its obedience has to reach for it to
    keep it, 0 to 1, as it last decided; −1 while the truce is not in force. By constraint and actor bound:
    ``lately`` is a running share of days on which it broke it, and ``usual`` one that moves slowly.
    """

    resolve: Annotated[Floats, Kind(("keeping",), start=-1.0, least=-1.0)]
    lately: Annotated[Floats, Kind(("bound",), least=0.0)]
    usual: Annotated[Floats, Kind(("bound",), least=0.0)]


@dataclass(slots=True)
class Answers:
    """Answers to breaches of exclusions, by exclusion and zone.

    ``sat`` are the fighters who have sat there for long, where this matters. Where there are warnings,
    ``given`` counts how far they have come in this breach, and ``left`` are the days that are left to heed
    the last one, and ``holds`` those after which they begin anew.
    """

    sat: Annotated[Floats, Kind(("sittings",), least=0.0)]
    given: Annotated[Floats, Kind(("notices",), least=0.0)]
    left: Annotated[Floats, Kind(("notices",), least=0.0)]
    holds: Annotated[Floats, Kind(("notices",), least=0.0)]


@dataclass(slots=True)
class Agreements:
    """Agreements: whether signed and in force, and whether that changed since they were last looked at.

    ``waits`` are the days to its entry, ``age`` those it has been in force, ``stood`` the same over all its
    terms; ``trust`` is 0 to 1, ``usual`` how many breaches a day are recorded as a rule by now. ``step``
    counts the steps taken, ``since`` the days since the last one or entry, ``clean`` those of them in a row
    without a recorded breach of what it brought.
    ``settled`` are the values of its terms, as they are on the table or were signed.
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


@dataclass(slots=True)
class Talks:
    """Talks: whether open and known, what their exposure still costs, and how far they have come.

    ``text`` is how ready it is, 0 to 1; ``held`` counts sessions; ``until`` are the days to the next one.
    ``sway`` is how far effects have shifted what each party wants of the agreement, ``mind`` the number, 0 to
    1, that its chance to sign has to exceed. ``balks`` counts refusals
    of a ready text in a row; ``closed`` says whether talks broke off, ``rests`` are the days until they
    resume. ``fighting`` is the share of fighters lost in a day, lately, where they would have a ceasefire;
    ``alarm`` is 1 as what they signed ends, and fades.
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


@dataclass(slots=True)
class Effects:
    """Injects: which happened, when each was last decided, and how far effects shifted wishes for clauses."""

    happened: Annotated[Flags, Kind(("injects",), dtype=np.bool_)]
    decided: Annotated[Floats, Kind(("injects",), start=NEVER)]
    clause_shift: Annotated[Floats, Kind(("wishes",))]


@dataclass(slots=True)
class Decisions:
    """Decisions: the option that stands, as a place among them, and the day on which it was taken."""

    option: Annotated[Indices, Kind(("decisions",), dtype=np.int64, least=0, below="courses")]
    since: Annotated[Floats, Kind(("decisions",))]


@dataclass(slots=True)
class Numbers:
    """Numbers that move, and what formulas remember; see :class:`whitecell.game.moving.Rows`."""

    live: Annotated[Floats, Kind(("live",))]
    readings: Annotated[Floats, Kind(("readings",))]
    past: Annotated[Floats, Kind(("pasts",))]
    held: Annotated[Flags, Kind(("pasts",), dtype=np.bool_)]
    window: Annotated[Floats, Kind(("window_days",))]
    times: Annotated[Floats, Kind(("movements",), least=0.0)]
    since: Annotated[Floats, Kind(("movements",), start=NEVER)]
    level: Annotated[Floats, Kind(("variables",))]


@dataclass(slots=True)
class Corridors:
    """Corridors as they were surveyed last.

    Their strength, 0 to 1; whether they are joined; the path by which they first were, −1 if they never were;
    and what each zone of a path would add.
    """

    strength: Annotated[Floats, Kind(("corridors",))]
    joined: Annotated[Flags, Kind(("corridors",), dtype=np.bool_)]
    via: Annotated[Indices, Kind(("corridors",), dtype=np.int64, start=-1, least=-1, below="paths")]
    missing: Annotated[Floats, Kind(("stretches",))]


@dataclass(slots=True)
class Ladders:
    """Rivalries: the rung of their ladder, from 0."""

    rung: Annotated[Floats, Kind(("ladders",), least=0, below="rungs")]


@dataclass(slots=True)
class Measures:
    """What measures keep of the days so far.

    ``kept`` is a sum, the highest value, the last one, that of one day, or the first day, as the statistic of
    each asks; ``counted`` the days that counted, of measures that count some only; ``begun`` the day of the
    event that a measure waits for, 0 before it.
    """

    kept: Annotated[Floats, Kind(("measures",), loose="unsettled")]
    counted: Annotated[Floats, Kind(("windows",))]
    begun: Annotated[Floats, Kind(("since",), least=0)]


@dataclass(slots=True)
class Story:
    """What the story of a told run goes by: told is only what is new.

    ``fought`` is the day on which a fight of an actor in a zone was last told, ``cost`` the worst that was
    told of it; ``holder`` who led the side that held a zone last, −1 for nobody; ``in_breach`` who broke a
    constraint the day before.
    """

    fought: Annotated[Floats, Kind(("actors", "zones"), start=NEVER)]
    cost: Annotated[Floats, Kind(("actors", "zones"))]
    holder: Annotated[Indices, Kind(("zones",), dtype=np.int64, start=UNSEEN, least=UNSEEN, below="actors")]
    in_breach: Annotated[Flags, Kind(("bound",), dtype=np.bool_)]
