"""A fit as a scenario file: it extends the scenario that was fitted, and states the fitted ranges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from whitecell.analysis.fitting import Fit, Fitted
from whitecell.report.wording import clean, figure, listed
from whitecell.scenario.model import Scenario
from whitecell.scenario.overriding import named_from, overriding, scalar
from whitecell.scenario.source import Source
from whitecell.scenario.values import written


def fitted_text(
    scenario: Scenario, source: Source, reference: str, path: Path, found: Fit, command: str
) -> str:
    """The text of the file.

    Only assumptions that the facts clearly narrow are stated: range, shape if it changed, and value if it
    had to move. Their sources stay as in the scenario.

    Parameters
    ----------
    scenario, source
        The scenario that was fitted, and where it was read from.
    reference : str
        Its bundled name, or its path as seen from here.
    path : Path
        Where the text will be written.
    found : Fit
    command : str
        The command that made the fit.
    """
    facts = [*scenario.fitted_from, *found.weighing]
    lines = [
        "# yaml-language-server: $schema=scenario.schema.json",
        f"# {clean(command)}",
        "# Ranges as the facts of `fitted_from` leave them; that runs meet these facts proves nothing.",
        "",
        f"extends: {scalar(named_from(reference, path))}",
        f"title: {scalar(f'{scenario.title}, fitted')}",
        f"fitted_from: [{', '.join(scalar(fact) for fact in facts)}]",
    ]
    apart = [one for one in found.informed if written(one.assumption, source)[0] == "assumptions"]
    placed = [one for one in found.informed if one not in apart]
    if apart:
        lines += ["", "assumptions:"]
        lines += [f"  {one.assumption}: {_inline(_entry(one, scenario))}  # {_was(one)}" for one in apart]
    if placed:
        changes = [(one.assumption, _entry(one, scenario)) for one in placed]
        lines += ["", "# Assumptions that stand in place:"]
        lines += [f"#   {clean(one.assumption)}: {_was(one)}" for one in placed]
        lines.append(
            yaml.safe_dump(
                overriding(source.root.plain(), changes),
                sort_keys=False, allow_unicode=True, width=100, default_flow_style=None,
            ).rstrip()
        )  # fmt: skip
    return "\n".join([*lines, ""])


def _entry(one: Fitted, scenario: Scenario) -> dict[str, Any]:
    """The fields in which an assumption differs."""
    entry: dict[str, Any] = {} if one.moved == one.value else {"value": one.moved}
    entry["range"] = list(one.fitted)
    if one.shape != scenario.assumptions[one.assumption].shape:
        entry["shape"] = one.shape
    return entry


def _inline(entry: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, width=10_000)
    return text.strip()


def _was(one: Fitted) -> str:
    """The stated range, and the facts that narrow it."""
    moved = f", value {figure(one.value)}" if one.moved != one.value else ""
    low, high = (figure(end) for end in one.stated)
    return f"was {low} to {high}{moved}; from {listed(clean(fact) for fact in one.facts)}"
