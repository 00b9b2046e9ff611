"""``whitecell deal``: which deal would be signed, would hold, and gives whom what."""

from __future__ import annotations

import shlex
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.designs import MOST, made_design, must_know, varied
from whitecell_cli.options import (
    SEED,
    json_option,
    must_be_seed,
    one_format,
    play_words,
    read,
    scenario_argument,
    scenario_options,
    short_name,
    where,
    where_options,
)
from whitecell_cli.stopping import stopped, stopping

if TYPE_CHECKING:
    from whitecell.analysis.deals import Answers
    from whitecell.analysis.design import Design
    from whitecell.analysis.packages import Deal, Played
    from whitecell.analysis.robustness import Robust
    from whitecell.report.deal import DealText
    from whitecell.scenario.model import Scenario

MOST_PACKAGES = 400
"""Packages above which a grid is taken for a slip."""
SHORT = 8
"""Packages that are played over futures at most."""
EACH = 4
"""Runs of each future."""


def _values(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, list[str]]:
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


@click.command(
    epilog="""\b
Examples: whitecell deal SCENARIO
          whitecell deal SCENARIO --term depth=10,20,30,40 --term watch=1
          whitecell deal SCENARIO --futures 200 --page deal.html"""
)
@scenario_argument
@click.option("--agreement", default="", metavar="NAME", help="The agreement, where several have terms.")
@click.option("--term", "values", multiple=True, metavar="TERM=VALUE,…", callback=_values,
              help="Put these values of a term on the table, options by name or number; repeat.")  # fmt: skip
@click.option("--points", type=click.IntRange(2, 50), default=5, show_default=True,
              help="Values of each other term that is a number, evenly over its range.")  # fmt: skip
@click.option("--packages", type=click.IntRange(2, MOST_PACKAGES),
              help="Spread so many packages over all terms instead of a grid.")  # fmt: skip
@click.option("--runs", type=click.IntRange(2, 100_000), default=400, show_default=True,
              help="Runs of each package, with the same dice for all.")  # fmt: skip
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of the first run.")
@click.option("--aim", "aims", multiple=True, metavar="ACTOR=MEASURE:high|low",
              help="What an actor wants, beside the aims that the scenario states; repeat.")  # fmt: skip
@click.option(
    "--futures", type=click.IntRange(min=0), default=0, show_default=True,
    help="Play the shortlist in so many futures drawn from the ranges of all assumptions.",
)  # fmt: skip
@scenario_options
@where_options
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the runs.  [default: batches/SCENARIO-deal-…]")  # fmt: skip
@click.option("--no-store", is_flag=True, help="Keep no runs.")
@click.option("--page", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the page to take along: .html, .md or .pdf.")  # fmt: skip
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str,
    agreement: str,
    values: dict[str, list[str]],
    points: int,
    packages: int | None,
    runs: int,
    seed: int,
    aims: tuple[str, ...],
    futures: int,
    settings: dict[str, str],
    days: int | None,
    jobs: int | None,
    scheduler: str | None,
    output: Path | None,
    no_store: bool,
    page: Path | None,
    as_json: bool,
) -> None:
    """Put every package of terms on the table and see which is signed, holds, and gives whom what.

    Each package is played with the same dice, and so is no deal. The answer, in words first: the zone of
    possible agreement, the package that is kept most often, the smallest concession that brings all on board,
    what each actor gets by its aims, and who would spoil it.
    """
    if output is not None and no_store:
        raise click.UsageError("-o names a folder and --no-store wants none; give one of the two")
    if page is not None and find_spec("vl_convert") is None:
        raise click.UsageError("--page needs the extra: pip install 'whitecell[report]'")
    if (futures or packages) and find_spec("scipy") is None:
        raise click.UsageError("--futures and --packages need the extra: pip install 'whitecell[explore]'")
    one_format(None, as_json)
    must_be_seed(seed + max(runs, EACH) - 1)
    players = where(jobs, scheduler)
    plot = read(scenario, settings, days)
    deal = _deal(plot, agreement)
    wanted = [_aim(plot, text) for text in aims]
    tabled = _tabled(deal, values, points, packages, seed)
    if (len(tabled) + 1) * runs > MOST:
        raise click.UsageError(f"that is {(len(tabled) + 1) * runs:,} runs; take fewer --runs or packages")

    made = made_design(plot, "lhs", futures, varied(plot, {}, ())[0], seed, EACH) if futures else None

    from whitecell.analysis.deals import Answers, aims_of, outcomes
    from whitecell.analysis.packages import play_packages
    from whitecell.report.deal import DealText

    words = play_words("deal", scenario, settings, days)
    words += _words(agreement, values, points, packages, runs, seed, aims, futures)
    folder = None if no_store else output or _home(short_name(scenario), deal, tabled, runs, seed)
    nothing = "it was played with --no-store"
    every = (len(tabled) + 1) * runs
    bar = console.Progress(every, "packages")
    with stopping(ctx, lambda: stopped(bar.done, every, folder, nothing)), bar:
        played = play_packages(
            deal, tabled, range(seed, seed + runs), folder=folder, progress=bar.advance,
            command=shlex.join(words), **players,
        )  # fmt: skip
    answers = Answers(deal, outcomes(played, aims_of(deal, wanted)))
    robust: list[Robust] = []
    if made is not None:
        robust = _over_futures(ctx, answers, made, seed, wanted, folder, shlex.join(words), players)
    text = DealText(answers, robust)
    if page is not None:
        _write(page, text, scenario, words, runs, seed, played)
    if as_json:
        console.write_json(_content(text, short_name(scenario), runs, seed))
    else:
        console.show(_shown(text, runs, seed))
    if folder is not None:
        console.flush()
        console.complain(f"Kept in {folder}")


def _deal(plot: Scenario, agreement: str) -> Deal:
    from whitecell.analysis.packages import Deal, NoTermsError

    try:
        return Deal.of(plot, agreement)
    except NoTermsError as error:
        raise click.UsageError(console.safe(str(error))) from None


def _aim(plot: Scenario, text: str) -> tuple[str, str, bool]:
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


def _tabled(
    deal: Deal, values: dict[str, list[str]], points: int, packages: int | None, seed: int
) -> list[dict[str, float]]:
    """The packages that are put on the table."""
    from whitecell.analysis.packages import grid, scattered

    chosen = {}
    for term, texts in values.items():
        must_know(term, list(deal.terms), "term", "--term")
        chosen[term] = [_value(deal, term, text) for text in dict.fromkeys(texts)]
    if packages is not None:
        if values:
            raise click.UsageError("--packages spreads all terms, --term names values; give one of the two")
        return scattered(deal, packages, seed)
    found = grid(deal, points, chosen)
    if len(found) > MOST_PACKAGES:
        raise click.UsageError(
            f"that is a grid of {len(found):,} packages; take fewer --points, fix some terms by --term, or "
            f"spread some over all terms by --packages"
        )
    return found


def _value(deal: Deal, term: str, text: str) -> float:
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


def _words(
    agreement: str, values: dict[str, list[str]], points: int, packages: int | None, runs: int, seed: int,
    aims: tuple[str, ...], futures: int,
) -> list[str]:  # fmt: skip
    words = ["--agreement", agreement] if agreement else []
    words += [word for term, texts in values.items() for word in ("--term", f"{term}={','.join(texts)}")]
    words += ["--packages", str(packages)] if packages else ["--points", str(points)]
    words += ["--runs", str(runs), "--seed", str(seed)]
    words += [word for text in aims for word in ("--aim", text)]
    return words + (["--futures", str(futures)] if futures else [])


def _home(name: str, deal: Deal, tabled: list[dict[str, float]], runs: int, seed: int) -> Path:
    """Folder in which the runs are kept."""
    from whitecell.filenames import made_of
    from whitecell.scenario.digest import digest

    told = sha256(repr((deal.agreement, tabled, runs, seed)).encode()).hexdigest()[:8]
    return Path("batches") / f"{made_of(name)}-{digest(deal.scenario)[:8]}-deal-{told}"


def _over_futures(
    ctx: click.Context, answers: Answers, made: Design, seed: int, wanted: list[tuple[str, str, bool]],
    folder: Path | None, said: str, players: Any,
) -> list[Robust]:  # fmt: skip
    """The shortlist in futures drawn from the ranges: what is kept most often, and what nobody betters."""
    from whitecell.analysis.deals import aims_of
    from whitecell.analysis.packages import play_packages
    from whitecell.analysis.robustness import over_futures

    deal = answers.deal
    ranked = sorted(answers.possible or answers.outcomes, key=lambda each: -each.kept.value)
    chosen = {each.number: each for each in [answers.best, *answers.undominated[: SHORT // 2], *ranked]}
    short = [dict(each.values) for each in list(chosen.values())[:SHORT]]
    every = (len(short) + 1) * len(made.points) * EACH
    bar = console.Progress(every, "futures")
    place = None if folder is None else folder / "futures"
    with stopping(ctx, lambda: stopped(bar.done, every, place, "it was played with --no-store")), bar:
        played = play_packages(
            deal, short, range(seed, seed + EACH), futures=made, folder=place, progress=bar.advance,
            command=said, **players,
        )  # fmt: skip
    return over_futures(played, aims_of(deal, wanted))


def _content(text: DealText, name: str, runs: int, seed: int) -> dict[str, Any]:
    answers = text.answers
    return {
        "scenario": name,
        "agreement": answers.deal.agreement,
        "runs": runs,
        "seed": seed,
        "answers": [*text.brief(), *text.more()],
        "possible": [each.number for each in answers.possible],
        "best": answers.best.number,
        "undominated": [each.number for each in answers.undominated],
        "packages": [each.as_json() for each in answers.outcomes],
        "futures": [each.outcome.as_json() for each in text.robust],
    }


def _shown(text: DealText, runs: int, seed: int) -> list[Any]:
    """The answer on a terminal: sentences, then a table of packages."""
    from rich.text import Text

    from whitecell.report.deal import package_table
    from whitecell.report.page import item, section, title
    from whitecell.report.wording import clean, counted

    count = len(text.answers.outcomes)
    return [
        title(text.title()),
        Text(f"{counted(count, 'packages')}, {runs:,} runs of each and of no deal, seeds {seed} to "
             f"{seed + runs - 1}, {counted(text.deal.scenario.days, 'days')}"),
        "",
        *(item(clean(line)) for line in text.brief()),
        *section("What it gives whom, and who would spoil it"),
        *(item(clean(line)) for line in text.more()),
        *section("Packages"),
        *package_table(text, console.width()),
        "",
        Text("Signs: of the runs with a text, those in which the party would sign the first. Kept: signed, "
             "and in force on the last day. Under the stated assumptions; not a forecast."),
    ]  # fmt: skip


def _write(
    page: Path, text: DealText, scenario: str, words: list[str], runs: int, seed: int, played: Played
) -> None:
    """Write the page to take along."""
    from whitecell.batch.manifest import versions
    from whitecell.batch.pool import hired
    from whitecell.report.paper.deal import deal_report
    from whitecell.report.paper.repeat import Source
    from whitecell.scenario.digest import digest
    from whitecell_cli.documents import form_of, write

    said = shlex.join([*words, "--page", str(page)])
    source = Source(
        short_name(scenario), digest(played.deal.scenario), shlex.join(words), versions(played.deal.scenario),
        f"seeds {seed} to {seed + runs - 1}", scenario,
    )  # fmt: skip
    document = deal_report(text, source, said, about=f"{runs:,} runs of each", words=scenario)
    with hired(1) as hands:
        write(document, form_of(page), page, hands)
