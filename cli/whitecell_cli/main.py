"""`whitecell`: the group of commands. Each command is imported only when it is used."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from whitecell import __version__

COMMANDS = {
    "scenarios": "List the scenarios that ship.",
    "show": "Print a scenario as a brief.",
    "check": "Say what is wrong or weak in a scenario.",
    "run": "Play one run and tell its story.",
    "batch": "Play many runs and sum them up.",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"whitecell_cli.commands.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: whitecell batch southwest-syria-2017",
)
@click.version_option(__version__, prog_name="whitecell")
def cli() -> None:
    """Play a conflict that is written in YAML, many times over, and see what follows.

    The numbers are shares of runs under the stated assumptions. They are not a forecast.
    """


def main() -> None:
    """Run the command line; user's mistakes and interruptions end without a traceback."""
    from whitecell_cli.console import failing_kindly

    try:
        with failing_kindly():
            cli.main(standalone_mode=False)
    except SystemExit:
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
