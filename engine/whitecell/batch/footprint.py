"""How much memory runs of a scenario take, before any is played."""

from __future__ import annotations

import os
import sys

from whitecell.batch.errors import BatchError
from whitecell.scenario.model import Scenario

WIDE = 1000
"""Pairs of actor and zone above which posts are counted, which takes as long as making a game."""
_A_PAIR_OF_FEW, _A_POST, _A_PAIR = 600, 1200, 20
"""Bytes a run (measured: 370 to 550 a pair in small theatres; in wide ones 950 a post and 17 a pair)."""


def of_a_run(scenario: Scenario) -> int:
    """Bytes that a run takes while it is played beside others: an estimate on the high side.

    In a wide theatre most pairs of actor and zone are no post: the actor's forces can never be in the zone,
    and little is stored for the pair.
    """
    rows = len(scenario.actors) + len(scenario.arms)
    pairs = max(rows * len(scenario.zones), 1)
    if pairs <= WIDE:
        return _A_PAIR_OF_FEW * pairs
    from whitecell.game.setup import Setup

    return _A_POST * len(Setup(scenario, 1).posts) + _A_PAIR * pairs


def of_the_machine() -> int | None:
    """Bytes of this machine's memory; None if unknown."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.virtual_memory().total)
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def must_fit(scenario: Scenario, each: int, runs: int, processes: int) -> None:
    """Refuse runs that do not fit into this machine's memory at once.

    Parameters
    ----------
    scenario : Scenario
    each : int
        Bytes of a run, from :func:`of_a_run`.
    runs : int
        Runs of a slab.
    processes : int
        Processes, which play one slab each.

    Raises
    ------
    BatchError
        If they need more memory than the machine has; the message says how many runs would fit.
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
