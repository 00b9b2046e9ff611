"""``whitecell set``: change numbers in a scenario file in place."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console
from whitecell_cli.options import read_settings


@click.command(
    epilog="""\b
Examples: whitecell set my-case.yaml leak_chance=0.05
          whitecell set my-case.yaml days=90 actors.red.mobility=0.4
          whitecell set my-case.yaml --upgrade"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("settings", metavar="NAME=VALUE …", nargs=-1, callback=read_settings)
@click.option("--upgrade", is_flag=True, help="Rewrite keys of older language versions.")
def command(file: Path, settings: dict[str, str], upgrade: bool) -> None:
    """Set assumptions, or any number by its dotted path, keeping comments and layout.

    A value that `check` would refuse is refused, and then nothing is written. A number that the file
    does not state yet gets a line of its own.
    """
    if not file.exists():
        from whitecell.scenario.library import bundled

        if str(file) in bundled():
            raise click.UsageError(
                f"'{file}' ships with whitecell and stays as it is; "
                f"`whitecell new my-case --extends {file}` makes a file of your own"
            )
    if not settings and not upgrade:
        raise click.UsageError("say what to set: NAME=VALUE, or --upgrade")
    from whitecell.scenario import editing

    if upgrade:
        notes = editing.upgrade(file)
        console.write("".join(f"{note}\n" for note in notes) or "nothing to rewrite\n")
    if settings:
        editing.edit(file, settings)
    console.write("".join(f"{name} = {value}\n" for name, value in settings.items()))
