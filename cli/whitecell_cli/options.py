"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

scenario_argument: Decorator = click.argument("scenario", metavar="SCENARIO")
"""A bundled name or the path of a file."""

json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

days_option: Decorator = click.option(
    "--days", type=click.IntRange(1, 3650), help="Play so many days instead of the scenario's."
)


def _settings(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    settings = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise click.BadParameter(f"'{text}' is not of the form name=value")
        settings[name.strip()] = value.strip()
    return settings


set_option: Decorator = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_settings,
    help="Set an assumption; may be given again.",
)
