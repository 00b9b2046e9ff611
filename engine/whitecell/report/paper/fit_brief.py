"""The first page of a fit: which ranges the facts narrow, and how much they leave open."""

from __future__ import annotations

from whitecell.analysis.fitting import Fit
from whitecell.report.fitting import narrower, reach, refusal
from whitecell.report.names import Names
from whitecell.report.paper.one_page import OnePage, weakest
from whitecell.report.wording import capital, clean, counted, figure, listed
from whitecell.scenario.model import Scenario

TOLD = 3
"""Most assumptions that the answer names."""


def fit_brief(scenario: Scenario, found: Fit) -> OnePage:
    """The first page of a fit; it has no picture."""
    used = [one for one in found.facts if one.standing == "used"]
    many = f"{counted(len(found.facts), 'fact/facts')}, {len(used)} of them used,"
    unmet = [f"Fact {clean(one.name)} and the ranges do not meet: {reach(one)}." for one in found.facts
             if one.standing == "out of reach"]  # fmt: skip
    answer = [" ".join(unmet)] if unmet else []
    if not found.enough:
        answer.append(refusal(found))
    elif not found.informed:
        answer.append(f"The {many} clearly narrow no range: all stay as stated.")
    else:
        answer.append(_narrowed(scenario, found, many))
    rest = len(found.assumptions) - len(found.informed)
    if found.informed and rest:
        answer.append(
            f"About the other {counted(rest, 'assumption/assumptions')} the facts say nothing clear: "
            f"{'its range stays' if rest == 1 else 'their ranges stay'} as stated."
        )
    sources = weakest(scenario, {}, [one.assumption for one in found.informed], "those that are narrowed")
    return OnePage(
        "Which values within the ranges make the facts likely, if history was one run of this scenario?",
        answer,
        None,
        f"By their weights the {len(found.weights):,} points tell as much as {found.effective:,.0f} of even "
        "weight. Brackets are for other runs and points, at 95 %; only facts that were kept back can support "
        "the fit.",
        f"That the rules are right: a fit cannot show that they are wrong. {sources}",
        "Other facts, and facts that were kept back (--fact).",
    )


def _narrowed(scenario: Scenario, found: Fit, many: str) -> str:
    names = Names(scenario)
    said = [
        f"{names.number(one.assumption)} to {figure(one.fitted[0])}–{figure(one.fitted[1])} (narrower by "
        f"{narrower(one)})"
        for one in found.informed[:TOLD]
    ]
    more = len(found.informed) - len(said)
    every = counted(len(found.assumptions), "assumption/assumptions")
    return capital(
        f"{many} clearly narrow {len(found.informed)} of {every}{', most' if more else ''}: {listed(said)}."
    )
