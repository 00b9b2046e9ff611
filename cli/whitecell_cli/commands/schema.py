"""``whitecell schema``: the scenario language for editors."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell import disk
from whitecell_cli import console


@click.command(
    epilog="""\b
Examples: whitecell schema -o scenario.schema.json
          # and in the first line of a scenario:
          # yaml-language-server: $schema=scenario.schema.json"""
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to a file.",
)  # fmt: skip
def command(output: Path | None) -> None:
    """Print the JSON Schema of scenario files.

    Editors with a YAML language server use it to complete and explain keys.
    """
    from whitecell.scenario.schema import text

    if output is None:
        console.write(text())
    else:
        disk.write(output, text())
        console.complain(f"Written to {output}")
