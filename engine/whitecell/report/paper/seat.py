"""A seat's brief: one page before each turn, with everything that the seat can know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whitecell.game.record import Event, Story, Weighing
from whitecell.report.names import Names
from whitecell.report.orders import matter_name, option_name
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import Block, Bullets, Document, Heading, Inline, Paragraph, Span, Table
from whitecell.report.settled import TermText
from whitecell.report.story import chapters
from whitecell.report.why import Explainer
from whitecell.report.wording import (
    calendar,
    capital,
    clean,
    date_of,
    figure,
    listed,
    percent,
    rounded,
    signed,
)
from whitecell.scenario.bargains import term_of
from whitecell.scenario.matters import Matter, matters
from whitecell.scenario.model import Scenario
from whitecell.table.entries import WHITE, Entry, Injected, Message, Ruling
from whitecell.table.folder import Folder
from whitecell.table.requests import Asked
from whitecell.table.view import SeatView, TalksSeen

MANY = 6
"""Most options of an estimate that are shown."""


def brief(folder: Folder, scenario: Scenario, seen: SeatView) -> Document:
    """The brief of a seat.

    Parameters
    ----------
    folder : Folder
    scenario : Scenario
        As it is played, with the injects of the white cell.
    seen : SeatView
        The information that the seat is shown.
    """
    names = Names(scenario)
    title = f"{capital(seen.seat)}: turn {seen.turn} of {folder.turns}"
    document = Document(title, clean(scenario.title))
    if seen.turn > folder.turns:
        document.blocks.append(Paragraph("The game is over. This is how it stood for you at the end."))
    else:
        document.blocks += _to_decide(folder, scenario, names, seen)
    document.blocks += _changed(scenario, seen)
    document.blocks += situation(scenario, names, seen)
    document.blocks += _said(seen.said)
    document.blocks += _requests(seen)
    if seen.turn <= folder.turns:
        document.blocks += estimate(scenario, names, seen.estimate)
    return document


def days(scenario: Scenario, first: int, last: int) -> str:
    """Days in words, with their dates."""
    one, other = (calendar(date_of(scenario.start, day)) for day in (first, last))
    return f"day {first}, {one}" if first == last else f"days {first} to {last}, {one} to {other}"


def dated(scenario: Scenario, events: Sequence[Event]) -> list[Inline]:
    """Events as sentences, each day with its date."""
    # Not everybody may know the effects of an inject; the brief only says that it happened.
    bare = {
        name: inject.model_copy(
            update={
                "effects": (),
                "outcomes": {n: o.model_copy(update={"effects": ()}) for n, o in inject.outcomes.items()},
            }
        )
        for name, inject in scenario.injects.items()
    }
    scenario = scenario.model_copy(update={"injects": bare})
    story = Story(0, {}, tuple(events), ())
    return [
        [Span(f"{calendar(chapter.date)}:", strong=True), " " + " ".join(clean(s) for s in chapter.sentences)]
        for chapter in chapters(scenario, story, full=True).days
    ]


def _to_decide(folder: Folder, scenario: Scenario, names: Names, seen: SeatView) -> Iterator[Block]:
    first, last = folder.days(seen.turn)
    yield Heading("What to decide")
    yield Paragraph(
        f"Orders given before the turn is played count from its first day: {days(scenario, first, last)}. "
        "They stand until you change or withdraw them. What you leave open, your actors choose by themselves."
    )
    aims = folder.settings.seats[seen.seat].aims
    if aims:
        told = listed(f"{label(scenario, name)} {better}" for name, better in aims.items())
        yield Paragraph(f"Your stated aims: {told}.")
    rows: list[list[Inline]] = [
        [
            capital(names.actor(actor)),
            matter_name(scenario, names, matter.choice, matter.about),
            _standing(scenario, names, matter, seen),
            ", ".join(matter.options),
            Span(" ".join(filter(None, (actor, matter.choice, matter.about))), code=True),
        ]
        for actor in seen.actors
        for matter in matters(folder.scenario, actor)
    ]
    if rows:
        heads = ("who", "what", "your order", "options", "to order it")
        yield Table("What your actors choose", heads, rows)
    else:
        yield Paragraph("Your actors have nothing to choose.")


def _standing(scenario: Scenario, names: Names, matter: Matter, seen: SeatView) -> str:
    key = matter.actor, matter.choice, matter.about
    found = [order for order in seen.orders if order.matter[:3] == key]
    return listed(
        option_name(scenario, names, o.choice, o.about, o.option)
        + (f" in {names.zone(o.zone)}" if o.zone else "")
        for o in found
    ) or "none"  # fmt: skip


def _changed(scenario: Scenario, seen: SeatView) -> Iterator[Block]:
    yield Heading("What changed" if seen.turn > 1 else "How it begins")
    told = dated(scenario, seen.events)
    yield Bullets(told) if told else Paragraph("You have heard of nothing new.")


def situation(scenario: Scenario, names: Names, seen: SeatView) -> Iterator[Block]:
    """The situation, as a seat sees it."""
    yield Heading("Situation")
    rows = [
        [
            capital(names.zone(zone.zone)),
            listed(f"{names.actor(who)} {figure(round(n))}" for who, n in zone.own.items()) or "nobody",
            percent(zone.held),
            "not in sight" if zone.estimate is None else f"about {figure(rounded(zone.estimate))}",
        ]
        for zone in seen.zones
    ]
    if rows:
        caption = "Your side as it is; the strength of foes as your side puts it, which may be wrong."
        yield Table(caption, ("zone", "your side", "held by it", "foes"), rows, right=frozenset({2, 3}))
    lines = [
        f"{capital(names.actor(actor))}: {'main effort at ' + names.zone(zone) if zone else 'holds'}."
        for actor, zone in seen.efforts.items()
    ]
    lines += [
        f"{capital(names.actor(actor))} flies "
        + listed(
            f"{figure(round(n, 1))} sorties a day over {names.zone(zone)}" for zone, n in by_zone.items()
        )
        + ", unless ordered otherwise."
        for actor, by_zone in seen.sorties.items()
    ]
    if seen.in_force:
        lines.append(f"In force: {listed(names.agreement(name) for name in seen.in_force)}.")
    lines += [_talks(names, talks) for talks in seen.talks]
    lines += [
        f"The ladder of {names.rivalry(n)} stands at {names.rung(n, r)}." for n, r in seen.rungs.items()
    ]
    lines += [
        f"{clean(scenario.decisions[name].name)}: "
        f"{option_name(scenario, names, 'decision', name, option)} stands."
        for name, option in seen.decisions.items()
    ]
    if lines:
        yield Bullets([capital(line) for line in lines])


def _talks(names: Names, talks: TalksSeen) -> str:
    state = "signed" if talks.signed else "open" if talks.open else "closed"
    text = "" if talks.text is None or talks.signed else f", with a text that stands at {percent(talks.text)}"
    return f"{names.talks(talks.talks)}: {state}{text}."


def _said(said: Sequence[Entry]) -> Iterator[Block]:
    lines: list[Inline] = []
    for entry in said:
        body = entry.body
        where = Span(f"Turn {entry.turn}, {capital(entry.seat)}:", strong=True)
        if isinstance(body, Message):
            to = f" (to {listed(body.to)})" if body.to else ""
            lines.append([where, f" {clean(body.text)}{to}"])
        elif isinstance(body, Ruling):
            lines.append([where, f" {clean(body.text)}"])
        elif isinstance(body, Injected):
            lines.append([where, f" inject: {clean(body.inject.name)}"])
    if lines:
        yield Heading("Messages")
        yield Bullets(lines)


def _requests(seen: SeatView) -> Iterator[Block]:
    """Requests for information: those that the seat has to answer, its own open ones, and the answers."""
    if seen.requests:
        yield Heading("Requests for information")
        yield Bullets([request_line(each, seen.seat) for each in seen.requests])


def request_line(asked: Asked, seat: str) -> list[str | Span]:
    """A request in a line, as a seat or the white cell reads it."""
    asker, owner = ("you" if who == seat else _called(who) for who in (asked.asker, asked.owner))
    head = Span(f"{asked.sign}: {asker} asked in turn {asked.turn}:", strong=True)
    owes = "owe" if owner == "you" else "owes"
    text = f" {clean(asked.text)} "
    if asked.open:
        return [head, text, Span(f"Open: {owner} {owes} the answer since turn {asked.since}.", strong=True)]
    return [head, text, Span(f"Answer in turn {asked.answered}:", strong=True), f" {clean(asked.answer)}"]


def _called(seat: str) -> str:
    return "the white cell" if seat == WHITE else capital(seat)


def acceptance(scenario: Scenario, names: Names, weighing: Weighing) -> Table:
    """A party's chance to sign for each value of a term, the other terms as they are on the table."""
    term = weighing.thing
    agreement, _ = term_of(scenario, term) or ("", None)
    rows = _chances(scenario, names, weighing)
    who, name = capital(names.actor(weighing.actor)), names.number(term)
    now = TermText(names).value(agreement, term, float(weighing.chosen))
    caption = f"{who}: {name}, and the chance to sign a text with it; on the table: {now}"
    return Table(caption, ("value", "chance"), rows, right=frozenset({1}))


def acceptance_line(scenario: Scenario, weighing: Weighing) -> str:
    """The same in a line."""
    names = Names(scenario)
    odds = "; ".join(" ".join(row) for row in _chances(scenario, names, weighing))
    return f"{capital(names.actor(weighing.actor))}, {names.number(weighing.thing)}: {odds}"


def _chances(scenario: Scenario, names: Names, weighing: Weighing) -> list[list[str]]:
    """Each value of a term, and the chance to sign a text with it."""
    return [
        [option_name(scenario, names, "term", weighing.thing, option.name), percent(option.chance)]
        for option in weighing.options
    ]


def estimate(scenario: Scenario, names: Names, weighed: Sequence[Weighing]) -> Iterator[Block]:
    """The staff estimate; nothing where it is switched off or there is nothing to choose."""
    if not weighed:
        return
    yield Heading("Staff estimate")
    yield Paragraph(
        "What the model would weigh in your place on the next morning, from what your side perceives, and "
        "how likely it would be to choose each option. It is no advice: it does not know your aims."
    )
    if any(weighing.subject == "term" for weighing in weighed):
        yield Paragraph(
            "Of terms it says how likely you would be to sign a text with each value, the others as they are "
            "on the table. What other parties would sign you have to find out."
        )
    explainer = Explainer(scenario)
    for weighing in weighed:
        who = capital(names.actor(weighing.actor))
        if weighing.subject == "assent":
            option = weighing.options[0]
            yield Paragraph(
                f"{who} would sign what {names.talks(weighing.thing)} may sign with a chance of "
                f"{percent(option.chance)}: {explainer.terms(option) or 'nothing speaks for or against it'}."
            )
            continue
        if weighing.subject == "term":
            yield acceptance(scenario, names, weighing)
            continue
        ranked = sorted(weighing.options, key=lambda option: -option.chance)[:MANY]
        rows = [
            [
                option_name(scenario, names, weighing.subject, weighing.thing, option.name),
                percent(option.chance), signed(option.utility), explainer.terms(option),
            ]
            for option in ranked
        ]  # fmt: skip
        about = matter_name(scenario, names, weighing.subject, weighing.thing)
        yield Table(f"{who}: {about}", ("option", "chance", "worth", "why"), rows, right=frozenset({1, 2}))
