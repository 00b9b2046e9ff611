"""``whitecell show``: a scenario as a brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from whitecell_cli import console
from whitecell_cli.options import json_option, read, scenario_argument, scenario_options

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario


@click.command(epilog="Example: whitecell show southwest-syria-2017 | less")
@scenario_argument
@click.option(
    "--resolved",
    is_flag=True,
    help="Print the scenario itself as YAML, with all that it extends and sets filled in.",
)
@scenario_options
@json_option
def command(scenario: str, resolved: bool, settings: dict[str, str], days: int | None, as_json: bool) -> None:
    """Print a scenario as a brief: who plays where, under which rules, on which assumptions.

    With --json, print it resolved, as JSON.
    """
    plot = read(scenario, settings, days)
    if as_json:
        console.write_json(plot.model_dump(mode="json"))
    elif resolved:
        console.write(console.safe(_yaml(plot)))
    else:
        from whitecell.report.brief import brief_page

        console.show(brief_page(plot, console.width()))


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
