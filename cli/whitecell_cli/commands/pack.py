"""``whitecell pack``: a stored batch and everything that it depends on, as one zip."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell_cli import console


@click.command(epilog="Example: whitecell pack batches/base base.zip")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("output", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
def command(folder: Path, output: Path) -> None:
    """Pack a stored batch for somebody else: runs, manifest, scenario, what it extends, its register.

    The scenario's files have to be there as they were when it was played. `whitecell unpack` checks the zip
    and unpacks it.
    """
    from whitecell.bundle import pack
    from whitecell_cli.bundles import contents

    packed = contents(folder)
    listed = pack(packed, output)
    console.complain(f"Packed {len(listed.files)} files into {output}")
