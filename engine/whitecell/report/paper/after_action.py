"""The after-action report of a game: orders beside the state, the model's choices, and the odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from whitecell.analysis.hindsight import Hindsight, is_about
from whitecell.analysis.paired import Contrast
from whitecell.analysis.turning import Moved
from whitecell.game.record import Event
from whitecell.report.comparison import SURE
from whitecell.report.names import Names
from whitecell.report.orders import matter_name, option_name, order_text
from whitecell.report.outcome import label
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Document,
    Folded,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
)
from whitecell.report.paper.game_brief import game_brief
from whitecell.report.paper.hindsight import (
    TELLING,
    departures,
    on_the_map,
    plain,
    ruling_text,
    rulings,
    scored,
    shift,
    timeline,
)
from whitecell.report.paper.seat import dated, days, estimate, situation
from whitecell.report.wording import (
    calendar,
    capital,
    clean,
    counted,
    date_of,
    listed,
    percent,
)
from whitecell.scenario.model import Scenario
from whitecell.scenario.orders import WHOLE
from whitecell.table.entries import Entry, Injected, Message, Ordered, Referral, Reply, Request, Ruling
from whitecell.table.folder import Folder
from whitecell.table.replay import Replay, Turn
from whitecell.table.requests import sign_of
from whitecell.table.view import SeatView


def after_action(
    replay: Replay,
    moved: Sequence[Moved],
    runs: int,
    knew: Sequence[Sequence[SeatView]] = (),
    looked: Hindsight | None = None,
) -> Document:
    """The report.

    Parameters
    ----------
    replay : Replay
        The game as it was played.
    moved : sequence of Moved
        For each turn; empty if the odds were not calculated.
    runs : int
        Number of continuations behind the odds.
    knew : sequence of sequence of SeatView
        For each turn the information that each seat was shown before it; empty to leave that out.
    looked : Hindsight, optional
        Effects of orders and rulings, and scores; without it they are left out.
    """
    folder, scenario = replay.folder, replay.scenario
    names = Names(scenario)
    last = calendar(date_of(scenario.start, replay.game.day))
    about = f"{'Turn 1' if replay.number == 1 else f'Turns 1 to {replay.number}'}, to {last}"
    document = Document(f"After action: {clean(scenario.title)}", about, folded=True)
    turning = turning_points(moved)
    apart = sum(w.own not in ("", w.chosen) for turn in replay.turns for w in turn.weighings)
    document.blocks += game_brief(replay, turning if moved else None, looked, apart, runs).blocks()
    document.blocks.append(Heading("The table"))
    document.blocks += _table(folder, names)
    document.blocks += timeline(replay)
    document.blocks += on_the_map(replay)
    document.blocks += _turning_points(scenario, turning, runs) if moved else ()
    document.blocks += scored(scenario, looked) if looked else ()
    for turn in replay.turns:
        odds = moved[turn.number - 1] if moved else None
        shown = knew[turn.number - 1] if knew else ()
        document.blocks += _turn(folder, scenario, names, turn, odds, shown)
    document.blocks += _left(scenario, names, replay.turns)
    if looked:
        document.blocks += departures(scenario, names, looked)
        document.blocks += rulings(replay, looked)
    document.blocks += _end(replay)
    return document


def _table(folder: Folder, names: Names) -> Iterator[Block]:
    yield Paragraph(
        f"The scenario {clean(folder.settings.name)} under seed {folder.settings.seed}, in turns of "
        f"{counted(folder.settings.turn, 'days')}. The game replays to the bit from its log."
    )
    rows = [
        [capital(seat), names.actors(spec.actors), spec.led_by]
        for seat, spec in folder.settings.seats.items()
    ]
    yield Table("Who sat at the table", ("seat", "actors", "led by"), rows)


def turning_points(moved: Sequence[Moved]) -> list[tuple[int, Contrast]]:
    """Turns whose entries significantly moved the odds, and how; the largest shift comes first."""
    found = [(turn, c) for turn, each in enumerate(moved, start=1) for c in each.orders if _surely(c)]
    return sorted(found, key=lambda each: (-abs(each[1].effect), each[0], each[1].name))


def _turning_points(scenario: Scenario, found: Sequence[tuple[int, Contrast]], runs: int) -> Iterator[Block]:
    yield Heading("Turning points")
    if not found:
        yield Paragraph(f"No order moved the odds of any measure beyond doubt, over {runs} continuations.")
        return
    yield Paragraph(
        f"What was said before these turns moved the odds most, over {runs} continuations on the same dice."
    )
    yield Bullets([f"Turn {turn}: {shift(scenario, c)}." for turn, c in found[:TELLING]])


def _surely(contrast: Contrast) -> bool:
    """Whether the contrast is significant among all measures of the turn."""
    return contrast.p_holm < SURE


def _turn(
    folder: Folder,
    scenario: Scenario,
    names: Names,
    turn: Turn,
    moved: Moved | None,
    shown: Sequence[SeatView],
) -> Iterator[Block]:
    yield Heading(f"Turn {turn.number}: {days(scenario, turn.first, turn.last)}")
    for seen in shown:
        knew = [*situation(scenario, names, seen), *estimate(scenario, names, seen.estimate)]
        yield Folded(f"What {seen.seat} knew", [b for b in knew if not isinstance(b, Heading)])
    said = [entry for entry in folder.entries if entry.turn == turn.number]
    lines = [line for entry in said for line in _entry(scenario, names, entry, turn)]
    yield Bullets(lines) if lines else Paragraph("No new orders; earlier orders stayed in force.")
    if moved is not None:
        for what, found in (("What was said", moved.orders), ("How the turn went", moved.turn)):
            sure = [c for c in found if _surely(c)][:TELLING]
            shifts = "; ".join(shift(scenario, c) for c in sure)
            yield Paragraph(f"{what} moved: {shifts}." if sure else f"{what} moved nothing beyond doubt.")
    told = dated(scenario, turn.events)
    yield Bullets(told) if told else Paragraph("Nothing new happened.")


def _entry(scenario: Scenario, names: Names, entry: Entry, turn: Turn) -> Iterator[Inline]:
    """An entry and its reason; for an order, also the actor's own choice without it."""
    body, why = entry.body, f" – {clean(entry.reason)}" if entry.reason else ""
    who = Span(f"{capital(entry.seat)}:", strong=True)
    if isinstance(body, Ordered):
        itself = _itself(scenario, names, body, turn)
        yield [who, f" {order_text(scenario, names, body)}{why}.{' ' + itself if itself else ''}"]
    elif isinstance(body, Message):
        to = f" to {listed(body.to)}" if body.to else ""
        yield [who, f" message{to}: “{clean(body.text)}”"]
    elif isinstance(body, Request):
        yield [who, f" request {sign_of(entry.seat, entry.turn, body.text)}: “{clean(body.text)}”"]
    elif isinstance(body, Referral):
        yield [who, f" request {clean(body.request)} referred to {clean(body.owner)}{why}"]
    elif isinstance(body, Reply):
        yield [who, f" answer to request {clean(body.request)}: “{clean(body.text)}”"]
    elif isinstance(body, Injected):
        yield [who, f" inject: {clean(body.inject.name)}{why}"]
    elif isinstance(body, Ruling):
        yield [who, f" {ruling_text(names, body)}{why}"]


DEEDS = {"signs": "sign", "refuses": "refuse", "keeps": "accept", "strikes": "drop", "hold fire": "hold fire"}


def _chosen(name: str, choice: str) -> str:
    """The name that orders use for an option that was weighed."""
    return DEEDS.get(name, "strike" if choice == "strike" else name)


def _itself(scenario: Scenario, names: Names, order: Ordered, turn: Turn) -> str:
    """An actor's own choice in a turn without the order, in words; nothing if nothing was weighed."""
    found = [w for w in turn.weighings if w.own and is_about(w, order, scenario)]
    if not found:
        return ""
    first = found[0]
    counts = Counter(_chosen(w.own, order.choice) for w in found)
    chance = next((o.chance for o in first.options if o.name == first.own), None)
    odds = f" (a chance of {percent(chance)} on day {first.day})" if chance is not None else ""
    told = listed(
        option_name(scenario, names, order.choice, order.about, name)
        + (f" on {count} of {len(found)} days" if len(found) > 1 else "")
        for name, count in counts.most_common()
    )
    return f"The model would have chosen {told}{odds}."


def _left(scenario: Scenario, names: Names, turns: Sequence[Turn]) -> Iterator[Block]:
    """The matters on which the table left the model's choice."""
    told: dict[tuple[str, str, str], list[bool]] = {}
    for weighing in (w for turn in turns for w in turn.weighings if w.own):
        about = "" if weighing.subject in WHOLE else weighing.thing
        told.setdefault((weighing.actor, weighing.subject, about), []).append(weighing.own != weighing.chosen)
    yield Heading("Where the table left the model's choice")
    if not told:
        yield Paragraph("Nobody ordered anything that an actor then had to choose.")
        return
    rows = [
        [
            capital(names.actor(actor)), _matter(scenario, names, choice, about), str(len(apart)),
            str(sum(apart)),
        ]
        for (actor, choice, about), apart in sorted(told.items())
    ]  # fmt: skip
    heads = ("who", "what", "ordered choices", "other than the model's")
    yield Table("Choices under orders", heads, rows, right=frozenset({2, 3}))


def _matter(scenario: Scenario, names: Names, choice: str, about: str) -> str:
    if choice == "assent":
        return f"assent to {names.agreement(about)}"
    if choice == "clause":
        return f"clauses of {names.agreement(about)}"
    return matter_name(scenario, names, choice, about)


def _end(replay: Replay) -> Iterator[Block]:
    yield Heading("How it stands")
    scenario = replay.scenario
    rows = []
    for name, column in replay.measures().items():
        rows.append([label(scenario, name), plain(scenario, name, column[0])])
    yield Table("Every measure so far", ("measure", "value"), rows)


def beside(one: Replay, other: Replay, called: tuple[str, str]) -> Document:
    """Two games of one scenario and seed, turn by turn: different entries, and their consequences.

    Parameters
    ----------
    one, other : Replay
        The games, after the same turn.
    called : tuple of str
        Their names for readers.
    """
    scenario = one.folder.scenario
    document = Document(f"{called[0]} and {called[1]}", clean(scenario.title))
    for mine, theirs in zip(one.turns, other.turns, strict=True):
        said, theirs_said = (_said_in(replay, mine.number) for replay in (one, other))
        if [*map(_key, said)] == [*map(_key, theirs_said)] and mine.events == theirs.events:
            continue
        document.blocks.append(Heading(f"Turn {mine.number}: {days(scenario, mine.first, mine.last)}"))
        for name, replay, turn, own, others in (
            (called[0], one, mine, said, theirs_said), (called[1], other, theirs, theirs_said, said),
        ):  # fmt: skip
            names, rest = Names(replay.scenario), [*others]
            document.blocks.append(Heading(name, 3))
            lines: list[Inline] = []
            for entry in own:
                if _key(entry) in map(_key, rest):
                    continue
                lines += _entry(replay.scenario, names, entry, turn)
            known = {_happening(event) for event in (theirs if turn is mine else mine).events}
            lines += dated(replay.scenario, [e for e in turn.events if _happening(e) not in known])
            document.blocks.append(
                Bullets(lines) if lines else Paragraph("Nothing that is not in the other.")
            )
    if not document.blocks:
        document.blocks.append(Paragraph("Both are the same so far, to the bit."))
        return document
    rows = []
    ends = one.measures(), other.measures()
    for name in ends[0]:
        values = [plain(scenario, name, columns[name][0]) for columns in ends]
        if values[0] != values[1]:
            rows.append([label(scenario, name), *values])
    document.blocks.append(Heading("How they stand"))
    if rows:
        document.blocks.append(Table("Measures that differ", ("measure", *called), rows))
    else:
        document.blocks.append(Paragraph("No measure differs so far."))
    return document


def _said_in(replay: Replay, turn: int) -> list[Entry]:
    return [e for e in replay.folder.entries if e.turn == turn and e.kind != "step"]


def _happening(event: Event) -> tuple[object, ...]:
    """The identity of an event, without its figures."""
    return event.day, event.kind, event.actor, event.zone, event.thing, event.others


def _key(entry: Entry) -> tuple[str, object, str]:
    return entry.seat, entry.body, entry.reason
