"""The deal on the table, its packages and the aims of actors, as the command line names them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell_cli import console
from whitecell_cli.designs import must_know

if TYPE_CHECKING:
    from whitecell.analysis.terms import Deal
    from whitecell.scenario.model import Scenario

MOST_PACKAGES = 400
"""Packages above which a grid is taken for a typing error."""
SEARCHED = 40
"""Packages of a generation of a search, by default."""


def term_values(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, list[str]]:
    """Read ``term=value,value`` texts."""
    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, values = text.partition("=")
        if not equals or not name.strip() or not values.strip():
            raise click.BadParameter(
                f"'{console.safe(text)}' is not TERM=VALUE,…; write it like depth=10,20,30", ctx, param
            )
        found[name.strip()] = [value.strip() for value in values.split(",")]
    return found


def deal_of(plot: Scenario, agreement: str) -> Deal:
    """The named deal; raises UsageError if there is none."""
    from whitecell.analysis.terms import Deal, NoTermsError

    try:
        return Deal.of(plot, agreement)
    except NoTermsError as error:
        raise click.UsageError(console.safe(str(error))) from None


def aim_of(plot: Scenario, text: str) -> tuple[str, str, bool]:
    """Read ``ACTOR=MEASURE:high`` or ``:low``; raises BadParameter if it is neither."""
    from whitecell.scenario.aims import no_aim

    actor, equals, wish = text.partition("=")
    measure, _, way = wish.rpartition(":")
    if not equals or way not in ("high", "low") or not measure:
        raise click.BadParameter(
            f"'{console.safe(text)}' is not ACTOR=MEASURE:high or ACTOR=MEASURE:low", param_hint="'--aim'"
        )
    must_know(actor, list(plot.actors), "actor", "--aim")
    must_know(measure, list(plot.measures), "measure", "--aim")
    if why := no_aim(plot, measure):
        raise click.BadParameter(f"'{measure}' {why}", param_hint="'--aim'")
    return actor, measure, way == "high"


def packages_of(
    deal: Deal, values: dict[str, list[str]], points: int, packages: int | None, seed: int
) -> list[dict[str, float]]:
    """The packages on the table."""
    from whitecell.analysis.packages import grid, scattered

    chosen = {}
    for term, texts in values.items():
        must_know(term, list(deal.terms), "term", "--term")
        chosen[term] = [value_of(deal, term, text) for text in dict.fromkeys(texts)]
    if packages is not None:
        if values:
            raise click.UsageError(
                "--packages and --search spread all terms, --term names values; give one of the two"
            )
        return scattered(deal, packages, seed)
    found = grid(deal, points, chosen)
    if len(found) > MOST_PACKAGES:
        raise click.UsageError(
            f"that is a grid of {len(found):,} packages; take fewer --points, fix some terms by --term, or "
            f"spread some over all terms by --packages, and perhaps --search on from there"
        )
    return found


def value_of(deal: Deal, term: str, text: str) -> float:
    """A value of a term, an option by name or number; raises BadParameter if there is no such value."""
    options, (low, high) = deal.options(term), deal.span(term)
    if text in options:
        return float(options.index(text))
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high or (options and value != round(value)):
        what = f"one of {', '.join(options)}" if options else f"a number from {low:g} to {high:g}"
        raise click.BadParameter(
            f"'{console.safe(text)}' is no value of '{term}': it takes {what}", param_hint="'--term'"
        )
    return value


def words_of(
    agreement: str, values: dict[str, list[str]], points: int, packages: int | None, search: int | None,
    runs: int, seed: int, aims: tuple[str, ...], futures: int,
) -> list[str]:  # fmt: skip
    """The words of a command that put the same on the table."""
    words = ["--agreement", agreement] if agreement else []
    words += [word for term, texts in values.items() for word in ("--term", f"{term}={','.join(texts)}")]
    words += ["--packages", str(packages)] if packages else ["--points", str(points)]
    words += ["--search", str(search)] if search else []
    words += ["--runs", str(runs), "--seed", str(seed)]
    words += [word for text in aims for word in ("--aim", text)]
    return words + (["--futures", str(futures)] if futures else [])


def home_of(
    name: str, deal: Deal, tabled: list[dict[str, float]], runs: int, seed: int,
    sought: list[tuple[str, str, bool]],
) -> Path:  # fmt: skip
    """The folder in which the runs are stored; a longer search extends that of a shorter one."""
    from whitecell.filenames import made_of
    from whitecell.scenario.digest import digest

    told = sha256(repr((deal.agreement, tabled, runs, seed, sought)).encode()).hexdigest()[:8]
    return Path("batches") / f"{made_of(name)}-{digest(deal.scenario)[:8]}-deal-{told}"
