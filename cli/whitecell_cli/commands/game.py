"""``whitecell game``: play a scenario at a table, turn by turn."""

from __future__ import annotations

import click

from whitecell_cli.games import ask, asking, begin, consent, look, say, serve, trial
from whitecell_cli.options import EXAMPLE


@click.group(
    epilog=f"""\b
Example: whitecell game new {EXAMPLE} --seats blue=ACTOR,ACTOR --seats red=ACTOR -o day-1"""
)
def command() -> None:
    """Play a scenario at a table: seats, orders, a white cell.

    A game is a scenario, a seed and a list of orders, so it replays to the bit and branches at any turn; run,
    batch and compare take its folder where they take a scenario.
    """


for part in (
    begin.new, look.status, look.brief, say.order, ask.ask, consent.allow, say.message,
    asking.request, asking.refer, asking.answer, say.inject, say.rule, say.step,
    begin.branch, begin.branches, trial.odds, look.ahead, look.compare, look.report, serve.serve,
):  # fmt: skip
    command.add_command(part)
