"""Arms for random theatres: some actors get one or two, and some of what names actors names an arm."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.quantities import FIGHTERS, SHARE, WEIGHT, Stated, some

UNITS = ("", "", "guns", "battery/batteries")
REACHED = ("reinforce", "withdraw", "hit")
"""Effects that may name an arm."""


def draw_arms(draw: DrawFn, stated: Stated) -> None:
    """Give some actors arms, and bind or reach these alone now and then."""
    arms: dict[str, list[str]] = {}
    for name, actor in stated["actors"].items():
        if draw(st.integers(0, 3)) == 0:
            actor["arms"] = {f"arm {k}": _arm(draw, stated) for k in range(draw(st.integers(1, 2)))}
            arms[name] = [f"{name}.{key}" for key in actor["arms"]]
    if not arms:
        return
    for clause in stated["constraints"].values():
        if clause["kind"] != "strike coordination":
            clause["applies_to"] = _named(draw, clause["applies_to"], arms)
        for key in ("toward", "exempt"):
            if clause.get(key):
                clause[key] = _named(draw, clause[key], arms)
    for route in stated["routes"]:
        route["closed_to"] = _named(draw, route["closed_to"], arms)
    for inject in stated["injects"].values():
        for effect in inject["effects"]:
            if effect["kind"] in REACHED and effect["actor"] in arms and draw(st.booleans()):
                effect["actor"] = draw(st.sampled_from(arms[effect["actor"]]))


def _arm(draw: DrawFn, stated: Stated) -> Stated:
    return {
        "name": "an arm",
        "unit": draw(st.sampled_from(UNITS)),
        "forces": {zone: draw(FIGHTERS) for zone in some(draw, list(stated["zones"]), least=1)},
        "mobility": draw(SHARE),
        "skill": draw(WEIGHT),
        "irregular": draw(st.booleans()),
    }


def _named(draw: DrawFn, actors: list[str], arms: dict[str, list[str]]) -> list[str]:
    """The same list with an arm in the place of some actors that have any."""
    return [
        draw(st.sampled_from(arms[actor])) if actor in arms and draw(st.booleans()) else actor
        for actor in actors
    ]
