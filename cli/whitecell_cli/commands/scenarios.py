"""`whitecell scenarios`: what ships."""

from __future__ import annotations

import click

from whitecell_cli.console import say, say_json
from whitecell_cli.options import json_option


@click.command()
@json_option
def scenarios(as_json: bool) -> None:
    """List the scenarios that ship.

    Example: whitecell scenarios
    """
    from whitecell.scenario.library import bundled
    from whitecell.scenario.nodes import parse, read_text

    titles = {}
    for name, path in bundled().items():
        title = parse(read_text(path), str(path)).child("title")
        titles[name] = str(title.value) if title else ""
    if as_json:
        say_json([{"name": name, "title": title} for name, title in titles.items()])
        return
    width = max((len(name) for name in titles), default=0)
    for name, title in titles.items():
        say(f"{name:<{width}}  {title}")
