"""Positions that were proposed from the model, as YAML that extends the scenario."""

from __future__ import annotations

import json
from collections.abc import Sequence

from whitecell.analysis.proposed import MARK, Proposal
from whitecell.analysis.terms import Deal
from whitecell.report.names import Names
from whitecell.report.outcome import label
from whitecell.report.settled import TermText
from whitecell.report.wording import clean, listed

HEAD = (
    "# Positions that the model proposes: with the agreement in force from the first day, the value of each",
    "# term at which an actor's own aims do best. They say what serves its aims here, not what it has said.",
    "# Red lines are not proposed.",
)


def proposed_yaml(
    deal: Deal, found: Sequence[Proposal], aims: Sequence[tuple[str, str, bool]], futures: int, extends: str
) -> str:
    """Positions for actors that state none, as a scenario; comments compare the stated ones.

    Parameters
    ----------
    deal : Deal
    found : sequence of Proposal
    aims : sequence of (str, str, bool)
        Aims by which they were found.
    futures : int
        Number of futures in which each value was played.
    extends : str
        The scenario, as ``extends`` names it.
    """
    names = Names(deal.scenario)
    text = TermText(names)
    notes, wanted = list[str](), dict[str, list[Proposal]]()
    for each in found:
        head = f"# {clean(each.actor)}, {names.number(each.term)}:"
        if not each.clear:
            notes.append(f"{head} no value is clearly better for its aims than another.")
        elif each.stated:
            best = text.value(deal.agreement, each.term, each.ideal)
            also = _as_good(text, deal, each)
            notes.append(f"{head} a position is stated; its aims do best at {best}{also}.")
        else:
            wanted.setdefault(each.term, []).append(each)
    lines = [*HEAD, *notes, f"extends: {_quoted(extends)}"]
    if wanted:
        lines += ["agreements:", f"  {deal.agreement}:", "    terms:"]
    for term, proposals in wanted.items():
        unit = "option" if deal.options(term) else clean(deal.scenario.variables[term].unit)
        lines += [f"      {term}:", "        positions:"]
        for each in proposals:
            own = listed(
                f"{label(deal.scenario, measure)} {'high' if higher else 'low'}"
                for actor, measure, higher in aims
                if actor == each.actor
            )
            why = f"{MARK}: of {each.values} values in {futures} futures {own} does best here"
            care = f"{MARK}: from the worst value to the best its aims gain this many standard deviations"
            lines += [
                f"          {each.actor}:",
                f"            ideal: {{value: {each.ideal:g}, range: [{each.low:g}, {each.high:g}], "
                f"unit: {_quoted(unit)}, judgement: {_quoted(why)}}}",
                f"            salience: {{value: {each.salience:.2f}, range: [{each.salience_low:.2f}, "
                f"{each.salience_high:.2f}], unit: share, judgement: {_quoted(care)}}}",
            ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _as_good(text: TermText, deal: Deal, each: Proposal) -> str:
    """The values that are not clearly worse, if there are any."""
    if each.low == each.high:
        return ""
    low, high = (text.value(deal.agreement, each.term, end) for end in (each.low, each.high))
    return f", and {low} to {high} are not clearly worse"
