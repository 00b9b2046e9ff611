"""``whitecell show``: a scenario as a brief, resolved, or beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.options import ANOTHER, EXAMPLE, json_option, read, scenario_options, short_name

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario


@click.command(
    epilog=f"""\b
Examples: whitecell show {EXAMPLE} | less
          whitecell show --diff {EXAMPLE} {ANOTHER}"""
)
@click.argument("scenarios", metavar="SCENARIO [OTHER]", nargs=-1, required=True)
@click.option(
    "--resolved",
    is_flag=True,
    help="Print the scenario itself as YAML, with all that it extends and sets filled in.",
)
@click.option("--diff", is_flag=True, help="Print what two scenarios state differently.")
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
    """Print a scenario as a brief: who plays where, under which rules, on which assumptions.

    With --json, print it resolved, as JSON.
    """
    if diff and resolved:
        raise click.UsageError("--diff and --resolved are two answers; ask for one of them")
    if len(scenarios) != (2 if diff else 1):
        wanted = "--diff takes two scenarios" if diff else "one scenario at a time; --diff compares two"
        raise click.UsageError(wanted)
    if diff:
        _diff(scenarios[0], scenarios[1], settings, days, as_json)
        return
    plot = read(scenarios[0], settings, days)
    if as_json:
        console.write_json(plot.model_dump(mode="json"))
    elif resolved:
        console.write(console.safe(_yaml(plot)))
    else:
        from whitecell.report.brief import brief_page

        console.show(brief_page(plot, console.width()))


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
            *stated(found),
        ]
    )


def _yaml(plot: Scenario) -> str:
    """The resolved scenario as YAML that can be read again."""
    import yaml

    content = _plain(plot.model_dump(exclude_defaults=True))
    content.pop("extends", None)
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return text


def _plain(value: Any) -> Any:
    """Tuples as lists, which YAML can write."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value
