"""Completions that a shell offers when Tab is pressed: scenarios, assumptions, actors."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from whitecell.scenario.library import bundled


def scenarios_like(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Shipped scenarios, and files."""
    names = [] if "/" in typed else _beginning(bundled(), typed)
    return [*names, CompletionItem(typed, type="file")]


def settings_like(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Assumptions of the scenario that was typed before, each with the sign that precedes its value."""
    return _beginning((f"{name}=" for name in _stated(ctx, "assumptions")), typed)


def actors_like(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Actors of the scenario that was typed before."""
    return _beginning(_stated(ctx, "actors"), typed)


def _stated(ctx: click.Context, section: str) -> Iterable[str]:
    """Names in a section of the scenario on the command line; none if it cannot be read."""
    from whitecell.scenario.problems import ScenarioError
    from whitecell.scenario.reading import read_scenario

    # An option without its value yet would keep the arguments before it from being read.
    typed = [ctx.params.get("scenario"), *(word for word in ctx.args if not word.startswith("-"))]
    reference = next((word for word in typed if isinstance(word, str)), None)
    try:
        return list(getattr(read_scenario(reference), section)) if reference else []
    except (ScenarioError, OSError):
        return []


def _beginning(names: Iterable[str], typed: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(typed)]
