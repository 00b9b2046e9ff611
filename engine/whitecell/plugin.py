"""What a package that grows the scenario language imports from whitecell."""

from __future__ import annotations

from whitecell.scenario.kinds import ConstraintKind, EffectKind, RecordKind
from whitecell.scenario.named import ActorName, AgreementName, RivalryName, TalksName, TermName, ZoneName
from whitecell.scenario.quantity import Amount, Change, Days, Factor, Leaning, Share

__all__ = [
    "ActorName",
    "AgreementName",
    "Amount",
    "Change",
    "ConstraintKind",
    "Days",
    "EffectKind",
    "Factor",
    "Leaning",
    "RecordKind",
    "RivalryName",
    "Share",
    "TalksName",
    "TermName",
    "ZoneName",
]
