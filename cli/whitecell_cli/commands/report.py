"""``whitecell report``: one file that explains a batch, a comparison or an exploration."""

from __future__ import annotations

import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whitecell import disk
from whitecell_cli import console
from whitecell_cli.documents import form_of, must_be_installed, write
from whitecell_cli.options import cores
from whitecell_cli.stored import days_of, grounds_of, label_of, manifest_of, played, ranking, words_of

if TYPE_CHECKING:
    from whitecell.batch.hands import Hands
    from whitecell.report.paper.blocks import Document


@click.command(
    epilog="""\b
Examples: whitecell report batches/base
          whitecell report batches/base batches/no-exclusion -o compared.html
          whitecell report batches/base --by zone_held_days:high --format pdf"""
)
@click.argument("targets", metavar="FOLDER …", nargs=-1, required=True)
@click.option("--against", multiple=True, metavar="FOLDER", help="Another batch to compare; repeatable.")
@click.option("-o", "--output", metavar="PATH", type=click.Path(path_type=Path),
              help="File, or folder for png.  [default: report.html in the first FOLDER]")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["html", "md", "pdf", "pptx", "png"]),
              help="HTML in one file, Markdown, PDF, slides, or pictures.  [default: html]")  # fmt: skip
@click.option("--by", metavar="MEASURE[:high|low]",
              help="Tell the best and the worst run by it; an exploration begins with it.")  # fmt: skip
@click.option("--claims", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Path of the register of claims, if it has moved.")  # fmt: skip
@click.option("--no-why", is_flag=True, help="In a comparison, skip the analysis of where runs diverge.")
@click.option("--shared", is_flag=True, help="Compare only the seeds and measures that both sides share.")
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: the cores]")
def command(
    targets: tuple[str, ...],
    against: tuple[str, ...],
    output: Path | None,
    form: str | None,
    by: str | None,
    claims: Path | None,
    no_why: bool,
    shared: bool,
    jobs: int | None,
) -> None:
    """Write a report to hand over.

    FOLDER is a stored batch, several batches to compare with the first, or an exploration. The report
    is one file that needs no network: a one-page brief, maps, every measure, three runs as stories, the
    assumptions with their claims, and how to repeat it. Days are played again from the seeds.
    """
    if find_spec("vl_convert") is None:
        raise click.UsageError("report needs the extra: pip install 'whitecell[report]'")
    folders = [_folder(target) for target in (*targets, *against)]
    if form:
        must_be_installed(form)
    form = form or form_of(output)
    words = ["whitecell", "report", *targets, *(w for name in against for w in ("--against", name))]
    words += ["--by", by] if by else []
    words += [flag for flag, given in (("--no-why", no_why), ("--shared", shared)) if given]
    jobs = jobs or cores()
    if jobs > 1:
        from whitecell.batch.workers import make_ready

        make_ready()
    from whitecell.batch.pool import hired

    said = shlex.join(words)
    with hired(jobs) as hands:
        if any((folder / "exploration.json").is_file() for folder in folders):
            if len(folders) > 1:
                raise click.UsageError("an exploration is reported alone; name its folder only")
            document = _exploration(folders[0], by, claims, said)
        elif len(folders) == 1:
            document = _batch(folders[0], by, claims, jobs, hands, said)
        else:
            document = _comparison(folders, by, claims, no_why, shared, jobs, hands, said)
        write(document, form, _target(output, folders[0], form), hands)


def _folder(reference: str) -> Path:
    """The folder of a batch or exploration that the user means."""
    folder = Path(reference)
    if not (folder / "manifest.json").is_file():
        below = sorted(folder.glob("*/exploration.json")) if folder.is_dir() else []
        if below:
            return below[0].parent
        said = console.safe(reference)
        if folder.is_dir():
            raise click.UsageError(f"{said} is not the folder of a batch or an exploration: no manifest.json")
        raise click.UsageError(
            f"there is no folder {said}; play a scenario first, 'whitecell batch {said} -o FOLDER', and name "
            "that FOLDER"
        )
    explored = (folder / "design.csv").is_file()
    if explored and not (folder / "exploration.json").is_file():
        raise click.UsageError(
            f"{console.safe(reference)} has the runs of an exploration and not what was read from them; give "
            "its 'whitecell explore' command again, which plays nothing twice"
        )
    return folder


def _target(output: Path | None, folder: Path, form: str) -> Path:
    """The path of the report."""
    if form == "png":
        target = output or folder / "pictures"
        if output is None:
            disk.refuse_link(target)
        if target.is_file():
            raise click.UsageError(f"{target} is a file; --format png writes a folder of pictures")
        return target
    name = f"report.{form}"
    target = output or folder / name
    return target / name if target.is_dir() else target


# three kinds of reports --------------------------------------------------------------------------


def _batch(folder: Path, by: str | None, claims: Path | None, jobs: int, hands: Hands, said: str) -> Document:
    from whitecell.report.paper.batch import batch_report

    batch = played(folder)
    ranked = ranking(batch.scenario, by)
    grounds = grounds_of(manifest_of(folder), claims)
    return batch_report(batch, days_of(batch, jobs, "days"), grounds, ranked, said, hands)


def _comparison(
    folders: list[Path],
    by: str | None,
    claims: Path | None,
    no_why: bool,
    shared: bool,
    jobs: int,
    hands: Hands,
    said: str,
) -> Document:
    from dataclasses import replace

    from whitecell.analysis.comparison import Arm, IncomparableError, aligned, compared
    from whitecell.report.divergence import sentences
    from whitecell.report.paper.comparison import Against, comparison_report
    from whitecell.scenario.difference import differences
    from whitecell_cli.sides import chains_of, told_apart

    labels = told_apart([label_of(manifest_of(folder)) for folder in folders])
    batches = [played(folder, label) for folder, label in zip(folders, labels, strict=True)]
    sides = [Arm(b.source.label, b.scenario, b.seeds, b.columns) for b in batches]
    try:
        sides = aligned(sides, shared)
    except IncomparableError as error:
        raise click.UsageError(str(error)) from None
    batches = [
        replace(b, seeds=side.seeds, columns=side.columns) for b, side in zip(batches, sides, strict=True)
    ]
    ranked = ranking(batches[0].scenario, by)
    grounds = grounds_of(manifest_of(folders[0]), claims)
    families = compared(sides)
    chains = [None] * len(families) if no_why else chains_of(sides, jobs)
    days = [days_of(batch, jobs, batch.source.label) for batch in batches]
    base = batches[0]
    found = [
        Against(
            batch,
            its_days,
            differences(base.scenario, batch.scenario),
            family,
            sentences(
                batch.scenario,
                chain,
                (base.source.words, batch.source.words),
                (base.source.label, batch.source.label),
            )
            if chain
            else (),
        )
        for batch, its_days, family, chain in zip(batches[1:], days[1:], families, chains, strict=True)
    ]
    return comparison_report(base, days[0], found, grounds, ranked, said, hands)


def _exploration(folder: Path, by: str | None, claims: Path | None, said: str) -> Document:
    from whitecell.report.exploration_file import FILE, ExplorationFileError, read
    from whitecell.report.paper.exploration import exploration_report
    from whitecell.report.paper.repeat import Source

    found, manifest = read(folder), manifest_of(folder)
    grounds = grounds_of(manifest, claims)
    ranked = ranking(manifest.scenario, by) if by else None
    try:
        first = int(found["first_seed"])
        seeds = f"seeds {first} to {first + int(found['seeds']) - 1} at each point"
        source = Source(
            label_of(manifest), manifest.digest, str(found["command"]), manifest.versions, seeds,
            shlex.join(words_of(manifest)),
        )  # fmt: skip
        measure = ranked.measure if ranked else None
        return exploration_report(manifest.scenario, found, source, grounds, said, measure)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        # The tables are long and of many kinds; faults in them appear when the report is made.
        raise ExplorationFileError(
            f"{folder / FILE}: its tables are not those of an exploration of this scenario "
            f"({type(error).__name__}: {error}); explore again"
        ) from error
