"""What the server of a game answers; each place has a secret link of its own."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from whitecell.disk import IrregularError
from whitecell.game.record import Event
from whitecell.scenario.parsing import parse
from whitecell.scenario.problems import ScenarioError
from whitecell.table.branches import branches
from whitecell.table.decks import Card, timely
from whitecell.table.entries import BODIES, WHITE, hash_of
from whitecell.table.errors import GameError
from whitecell.table.foreseen import outlook
from whitecell.table.replay import Replay
from whitecell.table.view import SeatView, view
from whitecell.view.game.branches import branch_off
from whitecell.view.game.debrief import as_shown, compared, report
from whitecell.view.game.drafts import Drafts
from whitecell.view.game.ground import Ground, of_side, public_standing, seen_standing, true_standing
from whitecell.view.game.host import Host, StaleError
from whitecell.view.game.links import WALL, Links
from whitecell.view.game.odds import FEWEST, MOST, odds
from whitecell.view.game.pages import desk_page, proposal, public, seat_page, wall_page
from whitecell.view.shipped import json_object, parts

BEAT = 5.0
"""Seconds after which a live connection sends a sign of life and the log is checked."""
RUNS = 200
"""Continuations over which the events of a turn on trial are counted, by default."""
NO_CARDS: Mapping[str, Card] = MappingProxyType({})
Answer = Callable[[Request, str], Awaitable[Response]]


class Hall:
    """The pages of a game, and the places that are online.

    Parameters
    ----------
    host : Host
    links : Links
    cards : mapping of str to Card
        The deck of the white cell, by name.
    """

    def __init__(self, host: Host, links: Links, cards: Mapping[str, Card] = NO_CARDS) -> None:
        self.host, self.links, self.cards = host, links, cards
        self.drafts = Drafts()
        self.boot = secrets.token_hex(8)
        self.watching: Counter[str] = Counter()
        self._waiting: set[asyncio.Event] = set()
        self._grounds: dict[str, Ground] = {}
        self.closed = False

    # pages of a place -----------------------------------------------------------------------

    def page(self, place: str) -> dict[str, Any]:
        """The page of a place, as it is now."""
        return self.host.kept(place, lambda replay: self._page(place, replay))

    def _page(self, place: str, replay: Replay) -> dict[str, Any]:
        events: Sequence[Event]
        if place == WHITE:
            shown, standing = desk_page(replay, self.cards), true_standing(replay)
            events = replay.turns[-1].events if replay.turns else ()
        elif place == WALL:
            views = [self._seen(seat) for seat in replay.folder.settings.seats]
            shown, standing, events = wall_page(replay, views), public_standing(replay, views), public(views)
        else:
            seen = self._seen(place)
            shown, standing, events = seat_page(replay, seen), seen_standing(replay, seen), seen.events
        shown |= {"layers": self._ground(place, replay).layers(standing, replay.scenario, events)}
        return shown | {"head": hash_of(json.dumps(shown).encode())}

    def backdrop(self, place: str, size: str) -> str:
        """The ground of a place's map."""
        return self.host.kept(
            f"map {place} {size}", lambda replay: self._ground(place, replay).backdrop(size)
        )

    def _seen(self, seat: str) -> SeatView:
        return self.host.kept(f"view {seat}", lambda replay: view(replay, seat))

    def _ground(self, place: str, replay: Replay) -> Ground:
        if place not in self._grounds:
            scenario, spec = replay.folder.scenario, replay.folder.settings.seats.get(place)
            if place == WHITE:
                self._grounds[place] = Ground(scenario, lambda standing: standing)
            else:
                side = replay.game.setup.ever_beside(spec.actors) if spec else ()
                self._grounds[place] = Ground(scenario, lambda standing: of_side(standing, side))
        return self._grounds[place]

    # live connections -----------------------------------------------------------------------------------

    def announce(self) -> None:
        """Tell all live connections that something may be new."""
        for event in self._waiting:
            event.set()

    def close(self) -> None:
        """End all live connections."""
        self.closed = True
        self.announce()

    async def live(self, place: str) -> AsyncIterator[str]:
        """News as server-sent events: a hash of the page, the number of the last draft, who is online."""
        event, before, head = asyncio.Event(), None, ""
        self._waiting.add(event)
        self.watching[place] += 1
        self.announce()
        try:
            while not self.closed:
                event.clear()
                # Only what is new at this place: not everybody may know that others said something.
                with suppress(GameError, IrregularError):
                    head = (await run_in_threadpool(self.page, place))["head"]
                now = {
                    "head": head, "boot": self.boot, "draft": self.drafts.number(place),
                    "here": self.watching[place],
                }  # fmt: skip
                if place == WHITE:
                    now["watching"] = {name: n for name, n in self.watching.items() if n}
                yield f"data: {json.dumps(now)}\n\n" if now != before else ": here\n\n"
                before = now
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(event.wait(), BEAT)
        finally:
            self._waiting.discard(event)
            self.watching[place] -= 1
            self.announce()


def application(hall: Hall) -> Starlette:
    """The routes, without the guard."""
    host = hall.host
    # The empty page and the files that belong to it are all that is shown without a link.
    part = parts(
        (
            entry
            for folder in ("whitecell.view", "whitecell.view.game")
            for entry in files(folder).joinpath("static").iterdir()
            if entry.name in ("dom.js", "theatre.js", "view.css") or folder.endswith("game")
        ),
        "game.html",
    )

    def placed(answer: Answer, *, white: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """An answer for whoever has a link; some answers are for the white cell only."""

        async def checked(request: Request) -> Response:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            place = hall.links.place(token) if scheme == "Bearer" else None
            if place is None:
                return JSONResponse({"error": "This link opens nothing; ask the white cell for yours."}, 401)
            if white and place != WHITE:
                return JSONResponse({"error": "Only the white cell's desk may ask for this."}, 403)
            return await answer(request, place)

        return checked

    async def page(_: Request, place: str) -> Response:
        shown = await run_in_threadpool(hall.page, place)
        return JSONResponse(shown | {"place": place, "boot": hall.boot})

    async def theatre(request: Request, place: str) -> Response:
        size = request.path_params["size"]
        if size not in ("wide", "narrow"):
            return JSONResponse({"error": "there is no such map"}, 404)
        return JSONResponse({"svg": await run_in_threadpool(hall.backdrop, place, size)})

    async def live(_: Request, place: str) -> Response:
        return StreamingResponse(hall.live(place), media_type="text/event-stream")

    async def drafts(request: Request, place: str) -> Response:
        """Store what was written here, and return what others wrote since."""
        asked = await _asked(request)
        since, by = asked.get("since"), asked.get("by")
        if not isinstance(since, int) or not isinstance(by, str):
            raise GameError("a draft says since which change, and by which page")
        if place == WALL:
            raise GameError("nothing is written at the wall")
        if asked.get("texts"):
            hall.drafts.write(place, asked["texts"], by[:80])
            hall.announce()
        return JSONResponse({"fields": hall.drafts.since(place, since), "n": hall.drafts.number(place)})

    async def say(request: Request, place: str) -> Response:
        asked = await _asked(request)
        kind, body, reason = asked.get("kind"), asked.get("body"), asked.get("reason", "")
        turn, key = asked.get("turn"), asked.get("key", "")
        if not isinstance(kind, str) or kind not in BODIES or not isinstance(body, dict):
            raise GameError("say what kind of entry it is, and what it says")
        if place == WALL:
            raise GameError("nothing is said from the wall")
        if not isinstance(reason, str) or not isinstance(key, str) or len(reason) > 20_000 or len(key) > 80:
            raise GameError("a reason is a text")
        if turn is not None and not isinstance(turn, int):
            raise GameError("a turn is a number")
        if kind == "step" and turn is None:
            raise GameError("say which turn is to be played")
        if kind == "step" and place == WHITE and turn is not None:
            await run_in_threadpool(host.ask, turn)
        if effects := asked.get("effects"):
            body = _with_effects(kind, body, effects)
        if kind == "inject" and (card := asked.get("card")) is not None:
            if card not in hall.cards:
                raise GameError("the deck has no such card")
            body = {"name": card, "inject": dict(hall.cards[card].stated), "to": body.get("to", [])}
        if kind == "inject":
            folder = (await run_in_threadpool(host.replay)).folder
            body = _dated(body, folder.days(folder.turn)[0])
        if kind in ("inject", "ruling") and not reason.strip():
            raise GameError("an inject and a ruling need a reason; it stands in the log and in the report")
        entry = await run_in_threadpool(
            lambda: host.say(place, kind, body, reason.strip(), turn=turn, key=key)
        )
        # The desk comes first: the white cell waits for its picture, and the others' take longer.
        await run_in_threadpool(hall.page, WHITE)
        hall.announce()
        return JSONResponse({"n": entry.n, "turn": entry.turn})

    async def propose(request: Request, _: str) -> Response:
        runs = (await _asked(request)).get("runs", RUNS)
        if not isinstance(runs, int) or not FEWEST <= runs <= MOST:
            raise GameError(f"continuations are {FEWEST} to {MOST}")

        def reckoned() -> dict[str, Any]:
            before, trial = host.proposed()
            return proposal(outlook(before, trial, range(runs)))

        return JSONResponse(await run_in_threadpool(reckoned))

    async def look_ahead(request: Request, _: str) -> Response:
        asked = await _asked(request)
        replay = await run_in_threadpool(host.replay)
        return JSONResponse(
            await run_in_threadpool(
                odds, replay, asked.get("orders", []), asked.get("runs"), asked.get("days")
            )
        )

    async def branched(_: Request, __: str) -> Response:
        replay = await run_in_threadpool(host.replay)
        found = await run_in_threadpool(branches, replay.folder)
        return JSONResponse({"branches": [asdict(each) for each in found]})

    async def reported(request: Request, _: str) -> Response:
        asked = await _asked(request)
        replay = await run_in_threadpool(host.replay)
        found = await run_in_threadpool(report, replay, asked.get("runs", 0), bool(asked.get("knew")))
        return JSONResponse(as_shown(found))

    async def beside(request: Request, _: str) -> Response:
        asked = await _asked(request)
        replay = await run_in_threadpool(host.replay)
        return JSONResponse(as_shown(await run_in_threadpool(compared, replay, asked.get("name"))))

    async def branching(request: Request, _: str) -> Response:
        asked = await _asked(request)
        replay = await run_in_threadpool(host.replay)
        name = await run_in_threadpool(branch_off, replay.folder, asked.get("name"), asked.get("turn"))
        return JSONResponse({"name": name})

    async def refused(_: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, 409 if isinstance(error, StaleError) else 422)

    async def failed(_: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, 500)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        hall.close()

    return Starlette(
        routes=[
            Route("/", part),
            Route("/static/{name}", part),
            Route("/api/page", placed(page)),
            Route("/api/map/{size}", placed(theatre)),
            Route("/api/live", placed(live)),
            Route("/api/drafts", placed(drafts), methods=["POST"]),
            Route("/api/say", placed(say), methods=["POST"]),
            Route("/api/propose", placed(propose, white=True), methods=["POST"]),
            Route("/api/ahead", placed(look_ahead, white=True), methods=["POST"]),
            Route("/api/report", placed(reported, white=True), methods=["POST"]),
            Route("/api/compare", placed(beside, white=True), methods=["POST"]),
            Route("/api/branches", placed(branched, white=True)),
            Route("/api/branch", placed(branching, white=True), methods=["POST"]),
        ],
        exception_handlers={
            GameError: refused, IrregularError: refused, OSError: failed, RuntimeError: failed,
            ValueError: failed,
        },
        lifespan=lifespan,
    )  # fmt: skip


def _with_effects(kind: str, body: dict[str, Any], text: Any) -> dict[str, Any]:
    """The body of an inject or a ruling, with its effects read from a text, one a line."""
    if not isinstance(text, str):
        raise GameError("effects are a text")
    try:
        stated = [parse(line, "effects", "effect").plain() for line in text.splitlines() if line.strip()]
    except ScenarioError as error:
        problem = error.problems[0]
        raise GameError(f"this is no effect: {problem.message}") from None
    if kind != "inject":
        return body | {"effects": stated}
    inject = body.get("inject")
    return body | {"inject": (inject if isinstance(inject, dict) else {}) | {"effects": stated}}


def _dated(body: dict[str, Any], first: int) -> dict[str, Any]:
    """An inject; it comes on the first day of the turn unless it states when it comes."""
    inject = body.get("inject")
    return body | {"inject": timely(inject, first)} if isinstance(inject, dict) else body


async def _asked(request: Request) -> dict[str, Any]:
    """The body as a JSON object; raises GameError."""
    return await json_object(request, GameError)
