"""``whitecell scenarios``: the shipped scenarios."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.options import json_option


@click.command(epilog="Example: whitecell scenarios")
@json_option
def command(as_json: bool) -> None:
    """List the scenarios that come with whitecell.

    Any command that takes a SCENARIO takes one of these names or the path of a file.
    """
    from whitecell.scenario.library import bundled

    rows = [{"name": name, "title": _title(name, path)} for name, path in bundled().items()]
    if as_json:
        console.write_json(rows)
        return
    if not rows:
        console.complain("No scenarios ship with this installation.")
        return
    from whitecell.report.page import pairs

    console.show(pairs([(row["name"], row["title"]) for row in rows], console.width(), indent=0))


def _title(name: str, path: Path) -> str:
    """The title of a scenario; the file is only read up to its title, and not checked."""
    import yaml

    try:
        with path.open(encoding="utf-8-sig") as text:
            depth = 0
            words: list[str] = []
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth == 1 and isinstance(event, yaml.ScalarEvent):
                    if words == ["title"]:
                        return str(event.value)
                    words = [event.value]
                else:
                    words = []
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        pass
    return f"cannot be read: see whitecell check {name}"
