"""The command group: finds a command's file when it is called, and turns failures into messages."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from whitecell import disk
from whitecell_cli import console
from whitecell_cli.options import EXAMPLE

COMMANDS = (
    "scenarios", "show", "check", "new", "set", "schema", "run", "batch", "compare", "explore", "deal",
    "settle", "score", "fit", "report", "export", "pack", "unpack", "view", "game", "tournament", "claims",
    "completion",
)  # fmt: skip
"""Commands in the order in which a new user needs them; each is a module of that name."""


class Commands(click.Group):
    """Loads a command when it is asked for, and turns known failures into messages."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the words before a command; errors in them are reported like all others."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            console.complain(_usage_error(error))
            raise click.exceptions.Exit(console.WRONG_INPUT) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"whitecell_cli.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or say which was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(COMMANDS)}."
            typed = console.safe(args[0])
            raise click.UsageError(f"There is no command '{typed}'. {hint}", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a user's mistake, a closed pipe and Ctrl-C end without a traceback."""
        try:
            result = super().invoke(ctx)
            console.flush()
            return result
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            console.complain(_usage_error(error))
            ctx.exit(console.WRONG_INPUT)
        except BrokenPipeError:
            console.abandon_output()
            ctx.exit(0)
        except KeyboardInterrupt:
            console.complain("Stopped.")
            ctx.exit(console.STOPPED)
        except OSError as error:
            console.complain(f"Error: {_os_error(error)}")
            ctx.exit(console.WRONG_INPUT if isinstance(error, disk.IrregularError) else console.FAILED)
        except MemoryError:
            console.complain("Error: out of memory; fewer --jobs or a smaller --slab need less.")
            ctx.exit(console.FAILED)
        except Exception as error:
            code = console.explain(error)
            if code is None:
                raise
            ctx.exit(code)


def _usage_error(error: click.UsageError) -> str:
    """An error in the words of a command, in the form of all other errors, with a pointer to the help."""
    text = error.format_message().rstrip(".")
    message = text[:1].lower() + text[1:] if text[1:2].islower() else text
    path = error.ctx.command_path if error.ctx is not None else "whitecell"
    return f"Error: {message}\n    `{path} --help` lists the options"


def _os_error(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version
        from platform import python_version

        from whitecell import __version__

        under = ", ".join(f"{name} {version(name)}" for name in ("mesa", "numpy"))
        click.echo(f"whitecell {__version__} (Python {python_version()}, {under})")
        ctx.exit()


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"A first look: whitecell run {EXAMPLE} --seed 7",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
    help="Print the versions of whitecell and its libraries.",
)  # fmt: skip
def cli() -> None:
    """Play a war game that is stated as a scenario: one run as a story, or many as a table.

    Results follow from the scenario's stated assumptions. They are not a forecast.
    """


def _be_a_module() -> None:
    """Tell multiprocessing that this process runs this package: workers would run an installed script again.

    They need nothing of it, and it imports the command line.
    """
    script = sys.modules["__main__"]
    if script.__spec__ is None:
        script.__spec__ = find_spec("whitecell_cli.__main__")


def main() -> None:
    """Entry point of the ``whitecell`` command."""
    # A game multiplies no dense matrices, and OpenBLAS would start a thread for each core in each process.
    # NumPy reads this when it is imported; workers inherit it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Modules and scenarios are many objects that stay in memory; the garbage collector need not search them
    # repeatedly.
    gc.set_threshold(200_000, 20, 20)
    atexit.register(console.leave_memory)
    _be_a_module()
    console.open_what_is_closed()
    console.write_what_fits()
    console.tell_warnings()
    # A shell has already expanded patterns; where none does, `e[1]` in quotes means a folder of that name.
    cli(prog_name="whitecell", windows_expand_args=False)
