"""What a user says of seats: texts such as ``red=ACTOR``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from whitecell_cli import console


def told(given: Iterable[str], option: str) -> Iterator[tuple[str, str]]:
    """Texts such as ``red=random`` taken apart, each on its own."""
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise click.BadParameter(f"'{console.safe(text)}' is not SEAT=…", param_hint=f"'{option}'")
        yield name, value


def assigned(given: Iterable[str], option: str) -> dict[str, str]:
    """The same as a mapping, in which each seat stands once."""
    found: dict[str, str] = {}
    for name, value in told(given, option):
        if name in found:
            raise click.BadParameter(f"'{console.safe(name)}' stands twice", param_hint=f"'{option}'")
        found[name] = value
    return found
