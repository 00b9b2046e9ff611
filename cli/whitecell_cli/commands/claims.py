"""``whitecell claims``: which numbers cite which claim, and which cite none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.options import EXAMPLE, json_option, scenario_argument

if TYPE_CHECKING:
    from whitecell.scenario.claims import Register
    from whitecell.scenario.coverage import Coverage
    from whitecell.scenario.model import Scenario


@click.command(
    epilog=f"""\b
Examples: whitecell claims {EXAMPLE}
          whitecell claims {EXAMPLE} C36"""
)
@scenario_argument
@click.argument("names", metavar="[NAME]...", nargs=-1)
@json_option
@click.pass_context
def command(ctx: click.Context, scenario: str, names: tuple[str, ...], as_json: bool) -> None:
    """Trace a scenario's numbers to the claims they rest on, and claims to the numbers that cite them.

    Lists every claim of the scenario's register with the numbers that cite it, or the reason why it is
    not modelled, and every number without a source. The exit code is 2 if a claim or a number is left
    over.

    Give names of claims, tensions, facts, assumptions or other places of the scenario to see what each
    says, who says so, its grade, and what rests on it.
    """
    from whitecell.scenario.claims import read_register
    from whitecell.scenario.coverage import coverage
    from whitecell.scenario.library import locate_register
    from whitecell.scenario.reading import read_source

    plot, source = read_source(scenario)
    if not plot.claims:
        raise click.UsageError(
            f"'{console.safe(scenario)}' names no register: add `claims: ../seeds/NAME.yaml`"
        )
    register = read_register(locate_register(plot.claims, source.stating("claims")))
    base = read_source(source.files[-1])[0] if len(source.files) > 1 else None
    found = coverage(plot, register, base)
    if names:
        _tell(names, plot, register, found, as_json)
        return
    if as_json:
        console.write_json(asdict(found))
    else:
        console.show(list(_page(plot, register, found)))
    if found.idle or found.unknown or found.bare:
        ctx.exit(console.WRONG_INPUT)


def _tell(names: tuple[str, ...], plot: Scenario, register: Register, found: Coverage, as_json: bool) -> None:
    """The claims and numbers behind single names."""
    from whitecell.report import evidence
    from whitecell.report.page import pairs, title
    from whitecell.scenario.problems import did_you_mean

    rows: dict[str, evidence.Rows] = {}
    for name in names:
        told = evidence.told(name, plot, register, found)
        if told is None:
            hint = did_you_mean(name, evidence.names(plot, register))
            raise click.UsageError(
                f"'{console.safe(name)}' is no claim of the register and no number that rests on one"
                f"{f'; {hint}' if hint else ''}"
            )
        rows[name] = told
    if as_json:
        console.write_json({name: [{"what": w, "text": t} for w, t in told] for name, told in rows.items()})
        return
    for number, (name, told) in enumerate(rows.items()):
        console.show([*([""] if number else []), title(name), *pairs(told, console.width())])


def _page(plot: Scenario, register: Register, found: Coverage) -> Iterator[Any]:
    """The coverage for people."""
    from rich.text import Text

    from whitecell.report.page import item, pairs, section, title
    from whitecell.report.paper.one_page import weakest
    from whitecell.report.wording import clean, counted
    from whitecell.scenario.coverage import cited

    width = console.width()
    yield title(register.title)
    total, judged = len(register.claims), len(found.judged)
    yield from section("In brief")
    yield item(
        f"{counted(total, 'claims')}: {len(found.cited)} are cited, {len(found.left_out)} are not modelled "
        f"with a reason, {counted(len(found.idle), 'claims')} left over."
    )
    yield item(
        f"{counted(len(plot.assumptions), 'assumptions')}: {len(cited(plot))} cite a claim, {judged} rest "
        f"on a stated judgement. {counted(len(found.bare), 'numbers').capitalize()} without a source."
    )
    yield item(Text.assemble(("Weakest assumption: ", "bold"), weakest(plot, register.claims)))
    yield from section("Claims, and what rests on them")
    rows = [(f"{c} {register.claims[c].grade}", _places(places)) for c, places in found.cited.items()]
    yield from pairs(rows, width)
    yield from section("Not modelled")
    yield from pairs(found.left_out.items(), width)
    for head, names in (
        ("Used only by what it extends", found.given_up),
        ("Claims that nothing cites", found.idle),
        ("Numbers without a source", found.bare),
    ):
        if names:
            yield from section(head)
            yield from (Text(f"  {clean(name)}") for name in names)
    if found.unknown:
        yield from section("Cited, and not in the register")
        yield from pairs([(claim, ", ".join(places)) for claim, places in found.unknown.items()], width)


def _places(places: tuple[str, ...], shown: int = 4) -> str:
    """The first few places, without the section that says no more than its name."""
    short = [place.removeprefix("assumptions.") for place in places]
    more = f" and {len(short) - shown} more" if len(short) > shown else ""
    return ", ".join(short[:shown]) + more
