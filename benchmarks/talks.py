"""Compare talks at their defaults with data on ceasefires: table and picture of docs/validity.md.

``python -m benchmarks.talks``. The data: ETH/PRIO Civil Conflict Ceasefire Dataset (Clayton et al. 2022), as
counted by us outside Syria and before 11 June 2017. For 567 ceasefires, the days from declaration to effect
are known. For 124 that failed on a known day, we counted how many were followed by another in the same
conflict. That may be any ceasefire, also between other parties, so these shares are upper bounds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from benchmarks.curves import HEIGHT, WIDTH, Counted, against, draw
from benchmarks.pages import DOCS, put
from whitecell.analysis.intervals import wilson
from whitecell.game.war_game import WarGame
from whitecell.report.look import Spec
from whitecell.scenario.reading import read_scenario

NAME, AGREEMENT = "southwest-syria-2017", "amman_zone"
RUNS = 1000
DAYS = 600
"""Days of a run: long enough to look a year ahead from collapses."""
PAGE = DOCS / "validity.md"
LAGS = {0: 0.77, 2: 0.91, 7: 0.97}
"""Days → ceasefires of the data that were in effect within this many days."""
LAGS_KNOWN = 567
AGAIN = {30: 0.66, 90: 0.75, 365: 0.85}
"""Days → ceasefires that failed on a known day and were followed by another within this many days."""
AGAIN_KNOWN = 124
SPELLS = ((1, 30), (30, 60), (60, 90), (90, 180), (180, 360))


@dataclass
class Watched:
    """The talks by run: days of signatures, of entries into force and of ends, each in order."""

    signed: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    entered: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    runs: int = RUNS
    days: int = DAYS

    def lags(self) -> list[int]:
        """Days from each signature to its entry into force."""
        return [
            entry - max(day for day in self.signed[run] if day <= entry)
            for run, entries in self.entered.items()
            for entry in entries
        ]

    def again(self, within: int) -> tuple[int, int]:
        """First ends with a new entry into force ``within`` this many days, and all observed that long."""
        told = [(run, ends[0]) for run, ends in self.ended.items() if ends[0] + within <= self.days]
        back = sum(any(end < day <= end + within for day in self.entered[run]) for run, end in told)
        return back, len(told)

    def hazard(self, first: int, last: int) -> float:
        """First entries per 1,000 days at risk, from day ``first`` up to day ``last``."""
        days = [self.entered[run][0] if self.entered.get(run) else self.days for run in range(self.runs)]
        came = sum(first <= day < last for day in days)
        at_risk = sum(min(max(day, first), last) - first for day in days)
        return 1000.0 * came / max(at_risk, 1)


def watch(name: str, agreement: str, runs: int = RUNS, days: int = DAYS) -> Watched:
    """Play a scenario for a number of days and record what becomes of an agreement."""
    scenario = read_scenario(name, days=days)
    seen = Watched(runs=runs, days=days)
    kinds = {"signed": seen.signed, "in_force": seen.entered, "collapse": seen.ended}
    with WarGame(scenario, np.arange(runs, dtype=np.int64)) as game:
        game.log.ask(*kinds)
        for _ in range(days):
            game.step()
            for happening in game.log.happenings:
                if happening.thing == agreement and happening.kind in kinds:
                    for run in np.flatnonzero(happening.where):
                        kinds[happening.kind][int(run)].append(game.day)
    return seen


def share(count: int, whole: int) -> str:
    """A share with its 95 % interval."""
    least, most = wilson(count, whole)
    return f"{count / max(whole, 1):.1%} [{least:.1%}, {most:.1%}]"


def table(seen: Watched) -> list[str]:
    """The model beside the data."""
    lags = seen.lags()
    lines = [
        f"`{NAME}` played for {DAYS} days, {RUNS:,} runs; the data without Syria and before 11 June 2017.",
        "",
        "| | model | data | |",
        "|---|---|---|---|",
    ]
    for days, truth in LAGS.items():
        count = sum(lag <= days for lag in lags)
        least, most = wilson(round(truth * LAGS_KNOWN), LAGS_KNOWN)
        verdict = "within" if least <= count / len(lags) <= most else "**outside**"
        when = f"within {days} days" if days else "the same day"
        lines.append(
            f"| in effect {when} | {share(count, len(lags))} "
            f"| {truth:.0%} [{least:.1%}, {most:.1%}], n = {LAGS_KNOWN} | {verdict} |"
        )
    for days, truth in AGAIN.items():
        count, whole = seen.again(days)
        verdict = "below" if count / max(whole, 1) <= truth else "**above**"
        lines.append(
            f"| in force again within {days} days of a collapse | {share(count, whole)}, n = {whole} "
            f"| at most {truth:.0%}, n = {AGAIN_KNOWN} | {verdict} |"
        )
    lines += ["", "First entries into force per 1,000 days at risk:", ""]
    lines += ["| days | " + " | ".join(f"{a}–{b}" for a, b in SPELLS) + " |"]
    lines += ["|---" * (len(SPELLS) + 1) + "|"]
    lines += ["| hazard | " + " | ".join(f"{seen.hazard(a, b):.1f}" for a, b in SPELLS) + " |"]
    return lines


LAST = 14
"""Days from signature that the picture shows."""


def picture(seen: Watched, width: int = WIDTH, height: int = HEIGHT) -> Spec:
    """The lag of the model's agreements, and that of ceasefires with its intervals."""
    lags = np.array(seen.lags())
    name = f"model, and {LAGS_KNOWN} ceasefires"
    ends = {day: wilson(round(share * LAGS_KNOWN), LAGS_KNOWN) for day, share in LAGS.items()}
    return against(
        {name: [float((lags <= day).mean()) for day in range(LAST + 1)]},
        {name: [Counted(day, share, *ends[day]) for day, share in LAGS.items()]},
        "days since signature, or declaration", "share in effect",
        ticks=(*LAGS, LAST), floor=0.6, width=width, height=height,
    )  # fmt: skip


def main() -> None:
    """Play, print, write and draw."""
    seen = watch(NAME, AGREEMENT)
    lines = table(seen)
    put(PAGE, "talks", lines)
    draw("talks", picture(seen))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
