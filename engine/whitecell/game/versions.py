"""Versions and the machine's arithmetic, on which a game's numbers depend beside its scenario and seeds."""

from __future__ import annotations

import platform

import whitecell
from whitecell.game.arithmetic import arithmetic
from whitecell.scenario.model import Scenario
from whitecell.scenario.plugins import RECORDS, plugins, used

LIBRARIES = ("numpy", "scipy", "mesa")
"""Libraries with which a game is played."""


def versions(scenario: Scenario, libraries: tuple[str, ...] = LIBRARIES) -> dict[str, str]:
    """Versions of whitecell, Python, some libraries, and the packages whose words a scenario uses.

    The entry ``arithmetic`` identifies how the machine computes; see
    :func:`whitecell.game.arithmetic.arithmetic`.
    """
    from importlib.metadata import version  # takes longer to load than all else here

    words = plugins().kinds[RECORDS]
    records = {words[m.record] for m in scenario.measures.values() if m.record in words}
    return {
        "whitecell": whitecell.__version__,
        "python": platform.python_version(),
        **{library: version(library) for library in libraries},
        "arithmetic": arithmetic(),
        **plugins().versions({*used(scenario), *records}),
    }


def differences(there: dict[str, str], here: dict[str, str]) -> list[str]:
    """Differences between the versions with which something was made and the present ones, a line each."""
    return [
        f"{what}: {there.get(what, 'none')} there, {here.get(what, 'none')} here"
        for what in dict.fromkeys((*there, *here))
        if there.get(what, "none") != here.get(what, "none")
    ]
