"""Options about seats: texts such as ``red=ACTOR``."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

import click

from whitecell_cli import console

if TYPE_CHECKING:
    from whitecell.scenario.model import Scenario
    from whitecell.table.folder import Better


def told(given: Iterable[str], option: str) -> Iterator[tuple[str, str]]:
    """Texts such as ``red=random``, each split into its two parts."""
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise click.BadParameter(f"'{console.safe(text)}' is not SEAT=…", param_hint=f"'{option}'")
        yield name, value


def assigned(given: Iterable[str], option: str) -> dict[str, str]:
    """The same as a mapping, in which each seat may occur only once."""
    found: dict[str, str] = {}
    for name, value in told(given, option):
        if name in found:
            raise click.BadParameter(f"'{console.safe(name)}' stands twice", param_hint=f"'{option}'")
        found[name] = value
    return found


def aimed(given: Iterable[str], scenario: Scenario, seats: Container[str]) -> dict[str, dict[str, Better]]:
    """The aims of seats, from texts such as ``red=MEASURE:high``."""
    from whitecell.table.errors import GameError
    from whitecell.table.folder import check_aims

    found: dict[str, dict[str, Better]] = {}
    for seat, value in told(given, "--aim"):
        name, _, better = value.rpartition(":")
        if better not in ("high", "low"):
            raise click.BadParameter(
                f"'{console.safe(value)}' does not end in :high or :low", param_hint="'--aim'"
            )
        if seat not in seats:
            raise click.BadParameter(f"there is no seat '{console.safe(seat)}'", param_hint="'--aim'")
        try:
            check_aims(scenario, seat, [name])
        except GameError as error:
            raise click.BadParameter(console.safe(str(error)), param_hint="'--aim'") from None
        found.setdefault(seat, {})[name] = "high" if better == "high" else "low"
    return found
