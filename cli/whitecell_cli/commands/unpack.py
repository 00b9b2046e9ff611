"""``whitecell unpack``: checks a zip that ``pack`` wrote, and unpacks it."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console


@click.command(epilog="Example: whitecell unpack base.zip base")
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path))
def command(file: Path, folder: Path) -> None:
    """Check a packed batch and unpack it into a new folder.

    The zip may come from anybody: names that lead out of the folder, links, bombs and files that are not
    what was packed are refused, and then nothing is unpacked. That the runs are those of the scenario is
    checked as far as files say so; playing one run again proves it.
    """
    from whitecell.bundle import BATCH, unpack
    from whitecell_cli.bundles import examined

    listed = unpack(file, folder)
    for line in examined(folder, listed):
        console.complain(line)
    batch = folder / BATCH
    console.complain(f"Unpacked {len(listed.files)} files into {folder}; the batch is {batch}")
