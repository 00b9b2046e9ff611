"""What a package imports from whitecell to extend the scenario language."""

from __future__ import annotations

from whitecell.scenario.kinds import Clause, ConstraintKind, EffectKind, RecordKind, World
from whitecell.scenario.named import (
    ActorName,
    AgreementName,
    ForceName,
    RivalryName,
    TalksName,
    TermName,
    ZoneName,
)
from whitecell.scenario.quantity import Amount, Change, Days, Factor, Leaning, Share

__all__ = [
    "ActorName",
    "AgreementName",
    "Amount",
    "Change",
    "Clause",
    "ConstraintKind",
    "Days",
    "EffectKind",
    "Factor",
    "ForceName",
    "Leaning",
    "RecordKind",
    "RivalryName",
    "Share",
    "TalksName",
    "TermName",
    "World",
    "ZoneName",
]
