"""How much memory runs of a scenario take, before any is played."""

from __future__ import annotations

import os
import sys

from whitecell.batch.errors import BatchError
from whitecell.scenario.model import Scenario

WIDE = 1000
"""Pairs of actor and zone from which on posts are counted, which takes as long as making a game."""
_A_PAIR_OF_FEW, _A_POST, _A_PAIR = 600, 1200, 20
"""Bytes a run (measured: 370 to 550 by pair in small theatres; in wide ones 950 by post and 17 by pair)."""


def of_a_run(scenario: Scenario) -> int:
    """Bytes that a run takes while it is played beside others, about and rather too many.

    In a wide theatre most pairs of actor and zone are no post: no force can ever stand there, and little is
    kept of them.
    """
    rows = len(scenario.actors) + len(scenario.arms)
    pairs = max(rows * len(scenario.zones), 1)
    if pairs <= WIDE:
        return _A_PAIR_OF_FEW * pairs
    from whitecell.game.setup import Setup

    return _A_POST * len(Setup(scenario, 1).posts) + _A_PAIR * pairs


def of_the_machine() -> int | None:
    """Bytes of this machine's memory; None where it does not say."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.virtual_memory().total)
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def must_fit(scenario: Scenario, each: int, runs: int, processes: int) -> None:
    """Refuse runs that cannot be played at once here.

    Parameters
    ----------
    scenario : Scenario
    each : int
        Bytes of a run, as :func:`of_a_run` says.
    runs : int
        Of a slab.
    processes : int
        That play one each.

    Raises
    ------
    BatchError
        If they need more than the machine has; it says how many runs would fit.
    """
    machine = of_the_machine()
    if machine is None or each * runs * processes <= machine:
        return
    fit = machine // (2 * each * processes)
    theatre = f"{len(scenario.zones):,} zones and {len(scenario.actors):,} actors"
    mend = f"play at most {fit:,} at once (--slab), or with fewer jobs" if fit else "use fewer jobs"
    raise BatchError(
        f"{runs:,} runs at once of a theatre of {theatre} in {processes} processes need about "
        f"{each * runs * processes / 2**30:.1f} GiB, and this machine has {machine / 2**30:.1f} GiB: {mend}"
    )
