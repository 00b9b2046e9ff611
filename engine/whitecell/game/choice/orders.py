"""Orders of the scenario, which replace actors' own choices, and its dice that are rolled again."""

from __future__ import annotations

from whitecell.game.board import Board
from whitecell.game.policy import FOR_GOOD, Order, Orders


def obey(board: Board) -> None:
    """Let the orders that a scenario states choose for their actors; of several the last one counts."""
    scenario = board.setup.stated
    given: dict[tuple[str, str], Orders] = {}
    for said in scenario.orders:
        key = said.actor, said.choice
        if key not in given:
            given[key] = Orders()
            board.choice.hand_over(*key, given[key])
        given[key].give(
            Order(
                said.option or None,
                first=(said.from_ - scenario.start).days if said.from_ else 1,
                last=(said.until - scenario.start).days if said.until else FOR_GOOD,
                thing=said.about,
                zone=said.zone,
                holds=board.numbers.condition(said.when) if said.when else None,
            )
        )


def roll_again(board: Board) -> None:
    """Let dice be rolled again on the days that a scenario states; called after all dice are declared."""
    setup, scenario = board.setup, board.setup.stated
    for number, said in enumerate(scenario.rerolls, start=1):
        of = said.of
        if of in scenario.actors:
            of = setup.actor_key(of)
        elif of in scenario.zones:
            of = setup.zone_key(setup.zones.index(of))
        first, last = ((day - scenario.start).days for day in (said.from_, said.until))
        board.dice.again(first, last, of, f"@{number}")
