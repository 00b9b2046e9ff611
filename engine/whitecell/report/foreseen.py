"""The turn on trial in words: its events with their odds, and events that it would not bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from whitecell.analysis.intervals import wilson
from whitecell.game.readers.occurrences import Mark
from whitecell.report.event_text import Teller
from whitecell.report.names import Names
from whitecell.report.wording import calendar, capital, clean, date_of, percent
from whitecell.scenario.model import Scenario
from whitecell.table.foreseen import Outlook, dice_of

TOLD = 8
"""Most events listed that a turn would not bring."""
RARE = 0.05
"""Share of continuations below which such an event is not listed."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event of the foreseen turn as a reader sees it, with those that would no longer happen.

    Attributes
    ----------
    when, text : str
        Its date and its sentence; no date for an event that would not come.
    counted : str
        The event that is counted over the continuations, in words.
    share, low, high : float
        Share of the continuations in which it comes within the turn, with a 95 % interval.
    dice : tuple of str
        The dice that can be rolled again.
    effects : str
        An effect that would change it, in the words of the language; empty for none.
    """

    when: str
    text: str
    counted: str
    share: float
    low: float
    high: float
    dice: tuple[str, ...]
    effects: str

    @property
    def odds(self) -> str:
        """The share in words."""
        return percent(self.share)


def told(outlook: Outlook) -> tuple[list[Line], list[Line]]:
    """The events that a turn would bring, and those that only other continuations bring."""
    scenario = outlook.trial.scenario
    teller, names, runs = Teller(scenario), Names(scenario), len(outlook.seeds)
    turn = outlook.trial.turns[-1]
    days = turn.last - turn.first + 1

    def line(mark: Mark, count: int, when: str, text: str, actor: str) -> Line:
        (low, high), own = wilson(count, runs), replace(mark, actor=actor)
        return Line(
            when, text, counted(names, mark), count / runs, low, high,
            tuple(dice_of(scenario, own)), effects(own, days),
        )  # fmt: skip

    events = [
        line(
            e.mark,
            e.count,
            calendar(date_of(scenario.start, e.event.day)),
            clean(capital(teller.tell(e.event))),
            e.event.actor,
        )
        for e in outlook.events
    ]
    likely = [(mark, count) for mark, count in outlook.others if count >= RARE * runs][:TOLD]
    return events, [line(m, n, "", f"{capital(counted(names, m))}.", m.actor) for m, n in likely]


def counted(names: Names, mark: Mark) -> str:
    """A mark in words, in the past tense, so that names need not agree with a verb in number."""
    who, zone, law = names.actor(mark.actor), names.zone(mark.zone), names.constraint
    pact, talks, thing = names.agreement, names.talks, mark.thing
    where = f" in {zone}" if mark.zone else ""
    match mark.kind:
        case "inject":
            return f"“{names.inject(thing)}” happened"
        case "decision":
            return f"{who} decided on {clean(_option(names.scenario, mark))}"
        case "effort":
            return f"{who} turned to {zone}" if mark.zone else f"{who} gave up the main effort and held"
        case "battle":
            return f"{who} attacked{where}"
        case "control":
            return f"{zone} fell to the side of {who}"
        case "retreat":
            return f"{who} retreated from {zone}"
        case "air_incident":
            return f"aircraft got into each other's way{where.replace(' in ', ' over ', 1)}"
        case "withdrew" | "handed_over" | "surrender" | "interned":
            words = {
                "withdrew": "withdrew from", "handed_over": "changed sides in",
                "surrender": "surrendered in", "interned": "were interned in",
            }  # fmt: skip
            return f"fighters of {who} {words[mark.kind]} {zone}"
        case "turned_hostile" | "turned_allied" | "turned_neutral":
            words = {
                "turned_hostile": "turned against others", "turned_allied": "joined others",
                "turned_neutral": "left others",
            }  # fmt: skip
            return f"{who if mark.actor else 'some'} {words[mark.kind]}"
        case "patron_began" | "patron_ended":
            return f"{who} {'took a client' if mark.kind == 'patron_began' else 'let a client go'}"
        case "hit":
            return f"{who if mark.actor else 'somebody'} hit {zone} from afar"
        case "rung":
            return f"escalation between {names.rivalry(thing)} rose or fell"
        case "breach":
            return f"{who} violated {law(thing)}"
        case "warned":
            return f"{who} warned those who violated {law(thing)}{where}"
        case "strike" | "turned_back" | "seized":
            deed = {"strike": "struck", "turned_back": "turned back", "seized": "seized"}[mark.kind]
            return f"{who} {deed} those who violated {law(thing)}{where}"
        case "imposed" | "clause_lifted" | "clause_began" | "clause_ended" | "clause_dropped":
            words = {
                "imposed": "was imposed", "clause_lifted": "was lifted", "clause_began": "came into force",
                "clause_ended": "went out of force", "clause_dropped": "was left out of the text",
            }  # fmt: skip
            return f"{law(thing)} {words[mark.kind]}"
        case "joined" | "cut":
            return f"{names.corridor(thing)} {'opened' if mark.kind == 'joined' else 'was cut'}"
        case "signed":
            return f"the parties signed {pact(thing)}"
        case "in_force" | "lifted" | "ended" | "collapse" | "lapse" | "renewed" | "step":
            words = {
                "in_force": "came into force", "lifted": "was replaced", "ended": "was ended",
                "collapse": "collapsed", "lapse": "ran out", "renewed": "was renewed", "step": "took a step",
            }  # fmt: skip
            return f"{pact(thing)} {words[mark.kind]}"
        case (
            "leak" | "session" | "balk" | "failed" | "suspended" | "resumed" | "opened" | "closed" | "spread"
        ):
            words = {
                "leak": "leaked", "session": "met", "balk": "met and somebody refused to sign",
                "failed": "failed", "suspended": "broke off", "resumed": "resumed", "opened": "opened",
                "closed": "closed", "spread": "opened by example",
            }  # fmt: skip
            return f"{talks(thing)} {words[mark.kind]}"
    about = [who if mark.actor else "", clean(thing)]
    return f"{clean(mark.kind.replace('_', ' '))}: {', '.join(filter(None, about))}{where}".strip(": ")


def _option(scenario: Scenario, mark: Mark) -> str:
    decision = scenario.decisions.get(mark.thing)
    found = decision.options.get(mark.option) if decision else None
    return f"{decision.name}: {found.name}" if decision and found else mark.thing


def dice_name(names: Names, key: str) -> str:
    """The owner of the dice, for a reader; ``key`` is one of :func:`whitecell.table.foreseen.dice_of`."""
    scenario = names.scenario
    called: dict[str, Callable[[str], str]] = {
        "actors": names.actor, "zones": names.zone, "constraints": names.constraint, "talks": names.talks,
        "agreements": names.agreement, "rivalries": names.rivalry, "injects": names.inject,
    }  # fmt: skip
    found = [say(key) for section, say in called.items() if key in getattr(scenario, section)]
    return found[0] if found else clean(scenario.decisions[key].name)


def effects(mark: Mark, days: int) -> str:
    """An effect that would change something for a turn of this many days; empty for none."""
    match mark.kind:
        case "control" | "battle" | "effort" if mark.actor:
            if mark.kind == "control":
                return f"{{kind: withdraw, actor: {mark.actor}, zone: {mark.zone}}}"
            return f"{{kind: order, actor: {mark.actor}, lasts: {days}}}"
        case "session" | "leak" | "balk" | "resumed" | "opened":
            return f"{{kind: close talks, talks: {mark.thing}}}"
        case "failed" | "suspended" | "closed":
            return f"{{kind: open talks, talks: {mark.thing}}}"
        case "signed" | "in_force" | "renewed" | "collapse" | "lapse":
            return f"{{kind: end agreement, agreement: {mark.thing}}}"
        case "strike" | "warned" | "breach" | "turned_back" | "seized" | "imposed" | "clause_began":
            return f"{{kind: lift, constraint: {mark.thing}}}"
        case "clause_lifted" | "clause_ended" | "clause_dropped":
            return f"{{kind: impose, constraint: {mark.thing}}}"
        case "rung":
            return f"{{kind: escalate, rivalry: {mark.thing}, by: -1}}"
    return ""
