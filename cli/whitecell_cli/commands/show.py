"""``whitecell show``: a scenario as a brief, resolved, or compared with another."""

from __future__ import annotations

import click

from whitecell_cli import console
from whitecell_cli.options import (
    ANOTHER,
    EXAMPLE,
    complain_of,
    json_option,
    read,
    scenario_options,
    short_name,
)


@click.command(
    epilog=f"""\b
Examples: whitecell show {EXAMPLE} | less
          whitecell show --diff {EXAMPLE} {ANOTHER}"""
)
@click.argument("scenarios", metavar="SCENARIO [OTHER]", nargs=-1, required=True)
@click.option(
    "--resolved",
    is_flag=True,
    help="Print the scenario as YAML, with everything that it extends, and list what it overrides.",
)
@click.option("--diff", is_flag=True, help="Print the differences between two scenarios.")
@scenario_options
@json_option
def command(
    scenarios: tuple[str, ...],
    resolved: bool,
    diff: bool,
    settings: dict[str, str],
    days: int | None,
    as_json: bool,
) -> None:
    """Print a scenario as a brief: actors, zones, rules and assumptions.

    With --json, print the resolved scenario as JSON.
    """
    if diff and resolved:
        raise click.UsageError("--diff and --resolved are two answers; ask for one of them")
    if len(scenarios) != (2 if diff else 1):
        wanted = "--diff takes two scenarios" if diff else "one scenario at a time; --diff compares two"
        raise click.UsageError(wanted)
    if diff:
        _diff(scenarios[0], scenarios[1], settings, days, as_json)
        return
    from whitecell.scenario.reading import read_source

    plot, source = read_source(scenarios[0], settings, days)
    complain_of(plot, source, settings)
    if as_json:
        console.write_json(plot.model_dump(mode="json"))
    elif resolved:
        from whitecell.scenario.resolved import resolved as text_of

        console.write(console.safe(text_of(plot, source, settings)))
    else:
        from whitecell.report.brief import brief_page
        from whitecell.report.givens import Givens

        console.show(brief_page(plot, console.width(), Givens.of(plot, source, settings)))


def _diff(first: str, second: str, settings: dict[str, str], days: int | None, as_json: bool) -> None:
    from rich.text import Text

    from whitecell.report.comparison import stated
    from whitecell.report.page import title
    from whitecell.report.wording import clean
    from whitecell.scenario.difference import differences

    one, other = (read(name, settings, days) for name in (first, second))
    found = differences(one, other)
    if as_json:
        console.write_json([item.as_json() for item in found])
        return
    console.show(
        [
            title(f"{short_name(first)} → {short_name(second)}"),
            Text(clean(f"{one.title} → {other.title}")),
            "",
            *stated(one, other, found, (short_name(first), short_name(second))),
        ]
    )
