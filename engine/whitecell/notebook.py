"""whitecell in a notebook: the commands' results as pandas data frames.

Needs the extra ``notebook``. The frames hold what the command line prints: the same scenario, seeds
and functions are behind both. ``docs/notebook.md`` shows each function at work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from whitecell.batch import Batch, load_batch, run_batch
from whitecell.scenario.model import Scenario
from whitecell.scenario.reading import read_scenario, read_source

if TYPE_CHECKING:
    from whitecell.analysis.design import Kind
    from whitecell.analysis.exploration import Exploration

__all__ = [
    "assumptions",
    "comparison",
    "exploration",
    "explore",
    "load",
    "play",
    "read",
    "runs",
    "stated",
    "story",
    "summary",
    "why",
]


def read(
    reference: str | Path, assumptions: Mapping[str, float] | None = None, days: int | None = None
) -> Scenario:
    """Read a scenario, with some assumptions set; see :func:`whitecell.scenario.reading.read_scenario`."""
    return read_scenario(reference, {name: str(value) for name, value in (assumptions or {}).items()}, days)


def assumptions(scenario: Scenario) -> pd.DataFrame:
    """The assumptions: ``value``, ``low``, ``high``, ``unit``, ``cites`` and ``judgement`` by name."""
    rows = {
        name: {
            "value": a.value,
            "low": a.range[0] if a.range else None,
            "high": a.range[1] if a.range else None,
            "unit": a.unit,
            "cites": ", ".join(a.cites),
            "judgement": a.judgement,
        }
        for name, a in scenario.assumptions.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("assumption")


def play(
    scenario: Scenario, n_runs: int = 1000, *, seed: int = 0, jobs: int = 1, folder: Path | None = None
) -> Batch:
    """Play a batch; the runs are those of ``whitecell batch`` with the same seeds."""
    return run_batch(scenario, range(seed, seed + n_runs), jobs=jobs, folder=folder)


def load(folder: str | Path) -> Batch:
    """Read a batch that was stored."""
    return load_batch(Path(folder))


def runs(batch: Batch) -> pd.DataFrame:
    """A row for each run, by seed; a column for each measure, NaN or None where it did not happen."""
    return pd.DataFrame(batch.columns, index=pd.Index(batch.seeds, name="seed"))


def summary(batch: Batch) -> pd.DataFrame:
    """The table of ``whitecell batch``: estimate, 95 % interval and quantiles of each measure."""
    from whitecell.analysis.summary import summarise
    from whitecell.report.rows import summary_rows

    return pd.DataFrame(summary_rows(summarise(batch.scenario, batch.columns))).set_index("measure")


def comparison(base: Batch, *others: Batch, shared: bool = False) -> pd.DataFrame:
    """The table of ``whitecell compare``: paired differences from the first batch.

    Sides are numbered from 2 in ``against``. Raises
    :class:`whitecell.analysis.comparison.IncomparableError` as the command does.
    """
    from whitecell.analysis.comparison import Arm, aligned, compared
    from whitecell.report.rows import contrast_rows

    sides = [
        Arm(str(number), batch.scenario, batch.seeds, batch.columns)
        for number, batch in enumerate((base, *others), start=1)
    ]
    found = zip((side.label for side in sides[1:]), compared(aligned(sides, shared)), strict=True)
    return pd.DataFrame(contrast_rows(found)).set_index(["against", "measure"])


def stated(first: Scenario, second: Scenario) -> pd.DataFrame:
    """Differences between two scenarios: a row for each place, with the basis of each side."""
    from whitecell.scenario.difference import differences

    return pd.DataFrame([difference.as_json() for difference in differences(first, second)])


def why(base: Batch, other: Batch, *, jobs: int = 1) -> dict[str, pd.DataFrame]:
    """Why two batches of the same seeds differ, as ``whitecell compare`` explains it; plays both once more.

    ``sentences`` is the chain as text; ``partings`` has a row for each seed, with the first day on which its
    runs diverge and by what; ``later`` has what differs afterwards; ``days`` has the difference of each
    measure day by day, with its standard error.
    """
    from whitecell.analysis.comparison import Arm, aligned
    from whitecell.analysis.side_by_side import traced
    from whitecell.report.divergence import chain, sentences
    from whitecell.report.rows import comparison_rows

    one, two = (Arm(name, b.scenario, b.seeds, b.columns) for name, b in (("1", base), ("2", other)))
    one, two = aligned([one, two])
    told = chain(one.scenario, two.scenario, traced(one.scenario, two.scenario, one.seeds, jobs))
    words = [str(b.folder) if b.folder else name for name, b in (("FIRST", base), ("SECOND", other))]
    rows = comparison_rows([("2", [], [], told)])
    tables = {name: pd.DataFrame(rows[name]) for name in ("partings", "later", "days")}
    tables["sentences"] = pd.DataFrame({"sentence": sentences(two.scenario, told, (words[0], words[1]))})
    return tables


def explore(
    reference: str | Path,
    points: int = 512,
    *,
    design: Kind = "lhs",
    seeds: int = 4,
    seed: int = 0,
    only: Sequence[str] = (),
    jobs: int = 1,
    when: Sequence[str] = (),
    against: Sequence[str | Path] = (),
    prefer: Mapping[str, bool] | None = None,
) -> Exploration:
    """Vary a scenario's assumptions over their ranges, as ``whitecell explore`` does.

    ``when`` are conditions such as ``"zone_held_days<30"``. ``against`` names other courses of action, which
    are played over the same points, and ``prefer`` the measures that regret is about: True where more is
    better. Assumptions in which the courses of action differ are not varied.
    """
    from whitecell.analysis import exploration as reading
    from whitecell.analysis.design import design as made
    from whitecell.analysis.design import ranged
    from whitecell.analysis.response import explored
    from whitecell.analysis.standing import standings
    from whitecell.scenario.claims import read_register
    from whitecell.scenario.library import locate_register

    scenario, source = read_source(reference)
    register = (
        read_register(locate_register(scenario.claims, source.stating("claims"))) if scenario.claims else None
    )
    others = {Path(name).stem: read_scenario(name) for name in against}
    names = [
        name
        for name in only or ranged(scenario)
        if all(other.assumptions.get(name) == scenario.assumptions[name] for other in others.values())
    ]
    plan = made(scenario, design, points, names, seed)
    played = {
        name: explored(side, plan, range(seed, seed + seeds), jobs=jobs)
        for name, side in {Path(reference).stem: scenario, **others}.items()
    }
    conditions = [reading.Condition.of(text) for text in when] or None
    responses = next(iter(played.values()))
    found = reading.explore(scenario, plan, responses, register.claims if register else {}, conditions)
    for name, higher in (prefer or {}).items():
        found.regrets[name] = reading.regret_of(played, name, higher)
    found.standings = standings(scenario, plan, responses, seed, jobs=jobs)
    return found


def exploration(found: Exploration) -> dict[str, pd.DataFrame]:
    """The tables of an exploration, as :func:`whitecell.report.rows.exploration_rows` has them.

    ``drivers``, ``boxes``, ``trees``, ``foundations``, ``stated``, and ``points`` with each mean response;
    empty tables are included.
    """
    from whitecell.report.rows import exploration_rows

    return {name: pd.DataFrame(rows) for name, rows in exploration_rows(found).items()}


def story(scenario: Scenario, seed: int) -> pd.DataFrame:
    """The events of one run, a row each: the fields of :class:`whitecell.game.record.Event`."""
    from whitecell.game.play import tell

    return pd.DataFrame([asdict(event) for event in tell(scenario, seed).events])
