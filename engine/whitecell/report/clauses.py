"""A constraint as sentences: the actors it binds, where, who monitors it, who responds to a violation."""

from __future__ import annotations

from collections.abc import Iterator

from whitecell.report.names import Names
from whitecell.report.wording import calendar, clean, counted, figure, listed, percent
from whitecell.scenario.clauses import Ceasefire, Exclusion, Observer, StrikeCoordination, Undertaking
from whitecell.scenario.model import AnyConstraint

WARNED = {"word": "by word", "show of force": "by a show of force", "hotline": "over the hotline"}
"""How a warning is given, in words."""


def constraint_sentence(names: Names, key: str) -> str:
    """The text of a constraint of the scenario."""
    entry = names.scenario.constraints[key]
    return f"{clean(entry.name).rstrip('. ')}: " + " ".join(_sentences(names, key, entry))


def _sentences(names: Names, key: str, entry: AnyConstraint) -> Iterator[str]:
    who, where = names.actors(entry.applies_to), names.zones(entry.zones)
    if isinstance(entry, Exclusion):
        passed = names.value(entry.tolerance)
        units = names.units(entry.applies_to, "or")
        mercy = f"; up to {figure(passed)} {units} are let pass" if passed else ""
        yield f"an exclusion that keeps {who} out of {where}{mercy}."
    elif isinstance(entry, Ceasefire):
        exempt = f"; {names.actors(entry.exempt)} may still be attacked" if entry.exempt else ""
        toward = f" toward {names.actors(entry.toward)}" if entry.toward else ""
        yield f"a ceasefire that binds {who} in {where}{toward}{exempt}."
    elif isinstance(entry, StrikeCoordination):
        against = f" against {names.actors(entry.against)}" if entry.against else ""
        yield f"strike coordination of {who} over {where}{against}."
    elif isinstance(entry, Undertaking):
        yield f"an undertaking of {who}, broken while {clean(entry.breached_when)}."
    else:
        yield f"{entry.word}, which binds {who} in {where}. {_says(entry)}"
    yield f"{_brought(names, key, entry)}{_dates(names, entry)}."
    watch, answer = entry.watched_by, entry.answered_by
    if watch:
        watcher = names.actor(watch.actor) if watch.actor else "monitors"
        astray = names.value(watch.blames_wrongly)
        wrong = f", {percent(astray)} of them attributed to the wrong party" if astray else ""
        seen = percent(names.value(watch.detects))
        yield f"Watched by {watcher}: {seen} of breaches seen{_late(names, watch)}{wrong}."
        for other in entry.also_watched_by:
            seen = percent(names.value(other.detects))
            yield f"Watched by {names.actor(other.actor)} too: {seen}{_late(names, other)}."
    if answer:
        ways = dict.fromkeys(WARNED[way.by] for way in answer.warns)
        warned = f", after a warning {listed(ways)}" if ways else ""
        yield f"Answered by {names.actor(answer.actor)} by {answer.by}{warned}."
    obedient = {actor: names.value(share) for actor, share in entry.obedience.items()}
    obedient = {actor: share for actor, share in obedient.items() if share}
    if obedient:
        parts = [f"{names.actor(actor)} {percent(share)}" for actor, share in obedient.items()]
        yield f"Obeyed of their own accord: {', '.join(parts)}."


def _late(names: Names, watch: Observer) -> str:
    """When a watcher is present in full, if not at once."""
    days = names.value(watch.deploys)
    return f" once it is there, after {counted(days, 'days')}" if days else ""


def _says(entry: AnyConstraint) -> str:
    """For a kind of constraint from a package, the first sentence of its docstring."""
    first = clean(" ".join((entry.__doc__ or "").strip().split("\n\n")[0].split()))
    return first.rstrip(".") + "."


def _dates(names: Names, entry: AnyConstraint) -> str:
    """The dates between which a constraint binds by itself."""
    after = names.value(entry.after)
    text = f", {counted(after, 'days')} later" if after and entry.brought_by else ""
    if entry.from_:
        text += f", not before {calendar(entry.from_)}"
    return f"{text}, until {calendar(entry.until)}" if entry.until else text


def _brought(names: Names, key: str, entry: AnyConstraint) -> str:
    """The thing that brings a constraint into force: nothing, an agreement, or a step of one."""
    if not entry.brought_by:
        return "In force from the start"
    agreement = names.agreement(entry.brought_by)
    chance = names.value(entry.chance)
    doubt = f", if it gets into the text (chance {percent(chance)})" if chance < 1 else ""
    stage = names.scenario.agreements[entry.brought_by].stage(key)
    step = f"step {stage} of " if stage else ""
    return f"In force with {step}{agreement}{doubt}"
