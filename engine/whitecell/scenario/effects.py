"""Effects of injects: what each kind states."""

from __future__ import annotations

from typing import Literal

from whitecell.scenario.named import ActorName, RivalryName, TalksName, TermName, ZoneName
from whitecell.scenario.quantity import Amount, Change, Days, Entry


class ShiftWants(Entry):
    """An actor comes to want an agreement or clause more or less."""

    kind: Literal["shift wants"]
    actor: ActorName
    toward: TermName
    by: Change


class ShiftWill(Entry):
    """A patron comes to press a client harder or less."""

    kind: Literal["shift will"]
    patron: ActorName
    client: ActorName
    by: Change


class Postpone(Entry):
    """The next session of talks is put off."""

    kind: Literal["postpone"]
    talks: TalksName
    days: Days


class Expose(Entry):
    """Secret talks become known."""

    kind: Literal["expose"]
    talks: TalksName


class Escalate(Entry):
    """A rivalry climbs or descends its ladder."""

    kind: Literal["escalate"]
    rivalry: RivalryName
    by: Change


class Reinforce(Entry):
    """Fighters arrive in a zone."""

    kind: Literal["reinforce"]
    actor: ActorName
    zone: ZoneName
    fighters: Amount


OWN: tuple[type[Entry], ...] = (ShiftWants, ShiftWill, Postpone, Expose, Escalate, Reinforce)
"""The kinds that the engine has itself."""
