"""``whitecell set``: change numbers in a scenario file in place."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.options import read_settings


@click.command(
    epilog="""\b
Examples: whitecell set my-case.yaml leak_chance=0.05
          whitecell set my-case.yaml days=90 actors.red.mobility=0.4"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("settings", metavar="NAME=VALUE …", nargs=-1, required=True, callback=read_settings)
def command(file: Path, settings: dict[str, str]) -> None:
    """Set assumptions, or anything by its dotted path, and keep comments and layout.

    What `check` would refuse is refused, and then nothing is written. What the file does
    not state itself gets a line of its own.
    """
    if not file.exists():
        from whitecell.scenario.library import bundled

        if str(file) in bundled():
            raise click.UsageError(
                f"'{file}' ships with whitecell and stays as it is; "
                f"`whitecell new my-case --extends {file}` makes a file of your own"
            )
    from whitecell.scenario.editing import edit

    edit(file, settings)
    console.write("".join(f"{name} = {value}\n" for name, value in settings.items()))
