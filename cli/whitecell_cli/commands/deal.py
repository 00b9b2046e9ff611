"""``whitecell deal``: which deals would be signed, which would hold, and what each actor gets."""

from __future__ import annotations

import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.designs import MOST, made_design, varied
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
from whitecell_cli.proposing import FUTURES
from whitecell_cli.proposing import propose as proposed
from whitecell_cli.stopping import stopped, stopping
from whitecell_cli.tabling import (
    MOST_PACKAGES,
    SEARCHED,
    aim_of,
    deal_of,
    home_of,
    packages_of,
    term_values,
    words_of,
)

if TYPE_CHECKING:
    from whitecell.analysis.answers import Answers
    from whitecell.analysis.deals import Outcome
    from whitecell.analysis.design import Design
    from whitecell.analysis.packages import Played
    from whitecell.analysis.robustness import Robust
    from whitecell.game.record import Story
    from whitecell.report.deal import DealText

STORIES = 6
"""Packages that the page tells a run of, at most."""
SHORT = 8
"""Packages that are played over futures, at most."""
EACH = 4
"""Runs of each future."""


@click.command(
    epilog="""\b
Examples: whitecell deal SCENARIO
          whitecell deal SCENARIO --term depth=10,20,30,40 --term watch=1
          whitecell deal SCENARIO --packages 40 --search 8
          whitecell deal SCENARIO --futures 200 --page deal.html"""
)
@scenario_argument
@click.option("--agreement", default="", metavar="NAME", help="The agreement, where several have terms.")
@click.option("--term", "values", multiple=True, metavar="TERM=VALUE,…", callback=term_values,
              help="Put these values of a term on the table, options by name or number; repeat.")  # fmt: skip
@click.option("--points", type=click.IntRange(2, 50), default=5, show_default=True,
              help="Values of each other term that is a number, evenly over its range.")  # fmt: skip
@click.option("--packages", type=click.IntRange(2, MOST_PACKAGES),
              help="Spread so many packages over all terms instead of a grid.")  # fmt: skip
@click.option("--search", type=click.IntRange(1, 100), metavar="GENERATIONS",
              help="Search on from --packages (40, if not given) for this many generations of as many, for "
              "what is kept most often and gives each actor most.")  # fmt: skip
@click.option("--runs", type=click.IntRange(2, 100_000), default=400, show_default=True,
              help="Runs of each package, with the same dice for all.")  # fmt: skip
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of the first run.")
@click.option("--aim", "aims", multiple=True, metavar="ACTOR=MEASURE:high|low",
              help="What an actor wants, beside the aims that the scenario states; repeat.")  # fmt: skip
@click.option(
    "--futures", type=click.IntRange(min=0), default=0, show_default=True,
    help="Play the shortlist in so many futures drawn from the ranges of all assumptions.",
)  # fmt: skip
@click.option(
    "--propose", is_flag=True,
    help="Instead, print positions for actors that state none: where their aims do best, in --futures (200).",
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
    search: int | None,
    runs: int,
    seed: int,
    aims: tuple[str, ...],
    futures: int,
    propose: bool,
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
    if search and find_spec("pymoo") is None:
        raise click.UsageError("--search needs the extra: pip install 'whitecell[search]'")
    one_format(None, as_json)
    must_be_seed(seed + max(2 * runs, futures * EACH) - 1)
    players = where(jobs, scheduler)
    plot = read(scenario, settings, days)
    deal = deal_of(plot, agreement)
    wanted = [aim_of(plot, text) for text in aims]
    packages = packages or (SEARCHED if search else None)
    tabled = packages_of(deal, values, points, packages, seed)
    every = (len(tabled) * (1 + (search or 0)) + 2) * runs  # and no deal, and the best package again
    if every > MOST:
        raise click.UsageError(f"that is {every:,} runs; take fewer --runs, packages or generations")

    futures = futures or (FUTURES if propose else 0)
    made = made_design(plot, "lhs", futures, varied(plot, {}, ())[0], seed, EACH) if futures else None

    from whitecell.analysis.answers import Answers
    from whitecell.analysis.deals import aims_of, outcomes
    from whitecell.analysis.packages import play_packages
    from whitecell.report.deal import DealText

    stated = aims_of(deal, wanted)
    words = play_words("deal", scenario, settings, days)
    words += words_of(agreement, values, points, packages, search, runs, seed, aims, futures)
    sought = stated if search else []
    folder = None if no_store else output or home_of(short_name(scenario), deal, tabled, runs, seed, sought)
    if propose:
        assert made is not None
        said = shlex.join([*words, "--propose"])
        positions = proposed(ctx, deal, stated, made, points, seed, scenario, folder, command=said, **players)
        console.write(console.safe(positions))
        return
    nothing = "it was played with --no-store"
    bar = console.Progress(every, "packages")
    with stopping(ctx, lambda: stopped(bar.done, every, folder, nothing)), bar:
        kept: Any = {"folder": folder, "progress": bar.advance, "command": shlex.join(words), **players}
        seeds = range(seed, seed + runs)
        if search:
            from whitecell.analysis.search import search_packages

            played = search_packages(deal, len(tabled), 1 + search, seeds, stated, **kept)
        else:
            played = play_packages(deal, tabled, seeds, **kept)
        answers = Answers(deal, outcomes(played, stated))
        if folder is not None:
            kept["folder"] = folder / "again"
        fresh = range(seed + runs, seed + 2 * runs)
        again = outcomes(play_packages(deal, [answers.best.values], fresh, without=played.without, **kept))[0]
    robust: list[Robust] = []
    if made is not None:
        robust = _over_futures(ctx, answers, made, seed, wanted, folder, shlex.join(words), players)
    text = DealText(answers, robust, again)
    if page is not None:
        _write(page, text, scenario, words, runs, seed, played)
    if as_json:
        console.write_json(_content(text, short_name(scenario), runs, seed))
    else:
        console.show(_shown(text, runs, seed))
    if folder is not None:
        console.flush()
        console.complain(f"Kept in {folder}")


def _over_futures(
    ctx: click.Context, answers: Answers, made: Design, seed: int, wanted: list[tuple[str, str, bool]],
    folder: Path | None, said: str, players: Any,
) -> list[Robust]:  # fmt: skip
    """The shortlist in futures drawn from the ranges: which is kept most often, and which are undominated."""
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
        "best_with_other_dice": None if text.again is None else text.again.kept.as_json(),
        "undominated": [each.number for each in answers.undominated],
        "packages": [each.as_json() for each in answers.outcomes],
        "futures": [each.outcome.as_json() for each in text.robust],
    }


def _shown(text: DealText, runs: int, seed: int) -> list[Any]:
    """The answer on a terminal: sentences, then a table of packages."""
    from rich.text import Text

    from whitecell.report.deal_table import package_table
    from whitecell.report.page import item, section, title
    from whitecell.report.paper.deal_brief import deal_brief
    from whitecell.report.wording import clean, counted
    from whitecell_cli.briefs import lines

    count = len(text.answers.outcomes)
    return [
        title(text.title()),
        Text(f"{counted(count, 'packages')}, {runs:,} runs of each and of no deal, seeds {seed} to "
             f"{seed + runs - 1}, {counted(text.deal.scenario.days, 'days')}"),
        *lines(deal_brief(text, None)),
        *section("What it gives whom, and who would spoil it"),
        *(item(clean(line)) for line in text.more()),
        *section("Packages"),
        *package_table(text, console.width()),
        "",
        Text("Signs: of the runs with a text, those in which the party would sign the first. Kept: signed, "
             "and in force on the last day. Under the stated assumptions; not a forecast."),
    ]  # fmt: skip


def _stories(text: DealText, played: Played, seed: int) -> list[tuple[Outcome, Story]]:
    """The most representative run of each package that a mediator asks about first."""
    from whitecell.game.play import tell
    from whitecell.report.typical import typical_run
    from whitecell.scenario.bargains import with_tabled

    told = []
    for each in text.worth_telling()[:STORIES]:
        columns = {name: played.columns[name][each.number - 1] for name in played.deal.scenario.measures}
        story = tell(with_tabled(played.deal.scenario, each.values), seed + typical_run(columns))
        told.append((each, story))
    return told


def _write(
    page: Path, text: DealText, scenario: str, words: list[str], runs: int, seed: int, played: Played
) -> None:
    """Write the page to hand out."""
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
    stories = _stories(text, played, seed)
    document = deal_report(text, source, said, stories, about=f"{runs:,} runs of each", words=scenario)
    with hired(1) as hands:
        write(document, form_of(page), page, hands)
