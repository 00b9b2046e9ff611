"""``whitecell scenarios``: what ships."""

from __future__ import annotations

import click

from whitecell_cli import console
from whitecell_cli.options import json_option


@click.command(epilog="Example: whitecell scenarios")
@json_option
def command(as_json: bool) -> None:
    """List the scenarios that ship.

    Wherever a command takes a SCENARIO, it takes one of these names or the path of a file.
    """
    from whitecell.scenario.library import bundled
    from whitecell.scenario.problems import ScenarioError
    from whitecell.scenario.reading import read_scenario

    rows: list[dict[str, str]] = []
    for name, path in bundled().items():
        try:
            scenario = read_scenario(path)
            rows.append({"name": name, "title": scenario.title, "extends": scenario.extends})
        except ScenarioError:
            title = f"cannot be read: see whitecell check {name}"
            rows.append({"name": name, "title": title, "extends": ""})
    if as_json:
        console.write_json(rows)
        return
    if not rows:
        console.complain("No scenarios ship with this installation.")
        return
    from whitecell.report.page import pairs

    console.show(pairs([(row["name"], row["title"]) for row in rows], console.width(), indent=0))
