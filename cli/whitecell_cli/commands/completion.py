"""``whitecell completion``: the script with which a shell completes commands, scenarios and assumptions."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from whitecell_cli import console

SHELLS = ("bash", "zsh", "fish")


@click.command(
    epilog="""\b
Examples: whitecell completion bash >> ~/.bashrc
          whitecell completion fish > ~/.config/fish/completions/whitecell.fish"""
)
@click.argument("shell", type=click.Choice(SHELLS), required=False)
def command(shell: str | None) -> None:
    """Print the shell script that completes commands, options, scenarios and assumptions.

    Without SHELL, the shell of this terminal is used. The shell has to read the script at its start;
    open a new one to try it.
    """
    chosen = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(chosen) if chosen in SHELLS else None
    if kind is None:
        raise click.UsageError(f"name the shell: {', '.join(SHELLS)}")
    from whitecell_cli.main import cli

    console.write(kind(cli, {}, "whitecell", "_WHITECELL_COMPLETE").source() + "\n")
