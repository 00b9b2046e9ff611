"""``whitecell new``: a scenario to start from."""

from __future__ import annotations

from pathlib import Path

import click

from whitecell import disk
from whitecell_cli import console
from whitecell_cli.options import EXAMPLE


@click.command(
    epilog=f"""\b
Examples: whitecell new valley
          whitecell new port --template blockade
          whitecell new what-if --extends {EXAMPLE}"""
)
@click.argument("name")
@click.option("--extends", "base", metavar="SCENARIO", help="Write only the differences from this scenario.")
@click.option(
    "--template",
    type=click.Choice(["talks", "ceasefire", "blockade", "siege", "coalition"]),
    help="Write a larger, commented scenario of this type of conflict.",
)
@click.option("--title", help="Title of the scenario.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
def command(name: str, base: str | None, template: str | None, title: str | None, force: bool) -> None:
    """Write NAME.yaml: a scenario that runs and fits a screen, or a course of action of another scenario.

    Beside it, scenario.schema.json lets editors complete and explain keys.
    """
    from whitecell.filenames import fault, made_of

    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if not path.name.isprintable() or path.name.startswith("."):
        raise click.BadParameter(
            "a file's name is printable and does not begin with a dot", param_hint="'NAME'"
        )
    if reason := fault(path.name):
        raise click.BadParameter(
            f"{console.safe(path.name)} is a file's name that not every system takes: {reason}; "
            f"{console.safe(made_of(path.name))} would do",
            param_hint="'NAME'",
        )
    if path.exists() and not force:
        raise click.UsageError(f"{console.safe(str(path))} already exists; --force overwrites it")
    if base is not None and template is not None:
        raise click.UsageError("--template starts a scenario of its own: leave --extends out, or it")
    said = title or path.stem.replace("-", " ").replace("_", " ").capitalize()
    if base is None:
        from whitecell.scenario.skeleton import first, skeleton

        text = skeleton(said, path.name, template) if template else first(said, path.name)
    else:
        from whitecell.scenario.skeleton import course

        text = course(said, base, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.write(path, text, over=force)
    from whitecell.scenario.schema import text as schema

    beside = path.parent / "scenario.schema.json"
    if not beside.exists():
        disk.write(beside, schema(), over=False)
    console.write(f"Written: {console.safe(str(path))}\nNext: whitecell check {console.safe(str(path))}\n")
