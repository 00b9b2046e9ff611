"""How far an actor is for something: by its own word, or by those of its members."""

from __future__ import annotations

import numpy as np

from whitecell.game.axes import ByRunOr1
from whitecell.game.parameters import Parameters
from whitecell.scenario.cast import Actor


def voice(parameters: Parameters, spec: Actor, toward: str) -> ByRunOr1:
    """How far an actor is for something, −1 to 1: its own word, or its members' weighted mean.

    A member that says nothing on the matter counts as indifferent. Source for an actor of several
    voices: Putnam (1988), "Diplomacy and domestic politics", International Organization 42.
    """
    if toward in spec.wants:
        return parameters.value(spec.wants[toward])
    if not spec.members:
        return 0.0
    said: ByRunOr1 = 0.0
    weight: ByRunOr1 = 0.0
    for name in sorted(spec.members):
        member = spec.members[name]
        share = parameters.value(member.weight)
        weight = weight + share
        said = said + share * parameters.value(member.wants.get(toward, 0.0))
    return said / np.maximum(weight, 1e-12)
