"""What the server answers: the page and its files, the scenario, changed cases, single runs, and saving."""

from __future__ import annotations

import json
from asyncio import create_task
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from whitecell.batch.errors import BatchError
from whitecell.disk import IrregularError
from whitecell.scenario.problems import ScenarioError
from whitecell.view.desk import Desk
from whitecell.view.mattering import mattering_said, preview_said
from whitecell.view.opening import opening
from whitecell.view.picture import picture
from whitecell.view.saving import FileNameError, ThereAlreadyError, case_text, file_name, save
from whitecell.view.session import RefusedError, Session
from whitecell.view.shipped import TYPES, json_object, parts
from whitecell.view.sources import Sources
from whitecell.view.stage import Stage
from whitecell.view.storyboard import storyboard
from whitecell.view.twins import CASE, Twins

PLACES, SIZES = ("what-if", "story", "first", "second"), ("wide", "narrow")


def application(session: Session, desk: Desk) -> Starlette:
    """The routes, without the guard."""
    plot, stage, sources = session.scenario, Stage(session.scenario), Sources(session)
    twins = Twins(session, desk, stage)
    static = files("whitecell.view").joinpath("static").iterdir()
    part = parts((entry for entry in static if Path(entry.name).suffix in TYPES), "index.html")

    async def scenario(_: Request) -> Response:
        return JSONResponse(await run_in_threadpool(opening, session, desk.reference, desk.told))

    async def theatre(request: Request) -> Response:
        """A map's ground; on the page's first tab the base is drawn on it."""
        place, _, beside = request.path_params["place"].partition(":")
        size = request.path_params["size"]
        if place not in PLACES or size not in SIZES:
            return JSONResponse({"error": "there is no such map"}, 404)
        base = await session.base()
        of = await run_in_threadpool(twins.staged, beside or CASE, {}) if place == "second" else stage
        svg = await run_in_threadpool(of.backdrop, place, size == "narrow", base)
        layers = (
            await run_in_threadpool(stage.end, size == "narrow", base, base) if place == "what-if" else {}
        )
        return JSONResponse({"svg": svg, "layers": layers})

    async def mattering(_: Request) -> Response:
        return JSONResponse(mattering_said(session))

    async def ahead(request: Request) -> Response:
        asked = await _asked(request)
        values = session.values(asked.get("values", {}))
        session.background.fill(values, session.ranged(asked.get("moving")))
        return JSONResponse({})

    async def preview(request: Request) -> Response:
        """What a few dozen runs show, which were played beforehand at a value near the slider's."""
        asked = await _asked(request)
        values, narrow = session.values(asked.get("values", {})), asked.get("narrow") is True
        moving = session.ranged(asked.get("moving"))
        found = session.background.near(values, moving)
        if found is None:
            return JSONResponse({"none": True})
        place, case = found
        base = await session.base()
        drawn = await run_in_threadpool(picture, session.changed(values), base, case, True)
        layers = await run_in_threadpool(stage.end, narrow, base, case)
        said = preview_said(session, moving, values, place, len(case.seeds))
        return JSONResponse({**drawn, "layers": layers, "of": session.runs, "done": False, "preview": said})

    async def source(request: Request) -> Response:
        kind, name = request.path_params["kind"], request.query_params.get("name", "")
        found = await run_in_threadpool(sources.of, kind, name)
        return JSONResponse(found) if found else JSONResponse({"error": "there is no such number"}, 404)

    async def what_if(request: Request) -> Response:
        asked = await _asked(request)
        values, narrow = session.values(asked.get("values", {})), asked.get("narrow") is True

        async def lines() -> AsyncIterator[str]:
            try:
                base = await session.base()
                async for case in session.what_if(values):
                    drawn = await run_in_threadpool(
                        picture, session.changed(values), base, case, bool(values)
                    )
                    layers = await run_in_threadpool(stage.end, narrow, base, case)
                    yield _line(
                        {
                            **drawn,
                            "layers": layers,
                            "of": session.runs,
                            "done": len(case.seeds) == session.runs,
                        }
                    )
                session.background.fill(values)
            except Exception as error:
                # The status has been sent already, so the error goes into the body of the answer.
                yield _line({"error": str(error) or type(error).__name__})

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    async def story(request: Request) -> Response:
        asked = await _asked(request)
        values, seed = session.values(asked.get("values", {})), session.seed(asked.get("seed"))
        telling = await session.told(seed, values)
        board = await run_in_threadpool(storyboard, session.changed(values), telling)
        standings = (telling.days.standing(day) for day in range(plot.days + 1))
        base, narrow = await session.base(), asked.get("narrow") is True
        frames = await run_in_threadpool(stage.days, narrow, base, standings, telling.story)
        return JSONResponse(board | {"frames": frames})

    async def beside(_: Request) -> Response:
        return JSONResponse(await run_in_threadpool(twins.beside))

    async def twin(request: Request) -> Response:
        asked = await _asked(request)
        values, seed = session.values(asked.get("values", {})), session.seed(asked.get("seed"))
        narrow = asked.get("narrow") is True
        return JSONResponse(await twins.told(seed, values, asked.get("beside"), narrow))

    async def saving(request: Request) -> Response:
        asked = await _asked(request)
        values = session.values(asked.get("values", {}))
        for name in desk.preset:
            values.setdefault(name, session.sliders[name].value)
        return JSONResponse(await run_in_threadpool(_saved, asked, values))

    def _saved(asked: dict[str, Any], values: dict[str, float]) -> dict[str, str]:
        name = file_name(asked.get("name"))
        if not values and desk.days is None:
            raise RefusedError({"": "nothing differs from the base: move a slider first"})
        path = desk.folder / name
        if path.resolve() in [file.resolve() for file in desk.source.files]:
            raise RefusedError({"name": f"{name} is the base itself; choose another name"})
        title = asked.get("title")
        title = title.strip()[:200] if isinstance(title, str) and title.strip() else plot.title
        text = case_text(desk.reference, desk.source, path, title, values, session.sliders, desk.days)
        save(path, text, asked.get("over") is True)
        return {"file": name, "folder": str(desk.folder), "text": text}

    async def refused(_: Request, error: Exception) -> Response:
        if isinstance(error, RefusedError):
            return JSONResponse({"error": str(error), "reasons": error.reasons}, 422)
        if isinstance(error, ThereAlreadyError):
            return JSONResponse({"error": str(error), "there": True}, 409)
        return JSONResponse({"error": str(error)}, 422)

    async def failed(_: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, 500)

    async def prepare() -> None:
        """Screen and play ahead; and draw one picture, since the first takes longest."""
        base = await session.base()
        session.background.begin()
        turned = {name: column[::-1] for name, column in base.columns.items()}
        await run_in_threadpool(picture, plot, base, replace(base, columns=turned), True)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        session.warm()
        preparing = create_task(prepare())
        yield
        preparing.cancel()
        session.close()

    return Starlette(
        routes=[
            Route("/", part),
            Route("/static/{name}", part),
            Route("/api/scenario", scenario),
            Route("/api/map/{place}/{size}", theatre),
            Route("/api/mattering", mattering),
            Route("/api/source/{kind}", source),
            Route("/api/ahead", ahead, methods=["POST"]),
            Route("/api/preview", preview, methods=["POST"]),
            Route("/api/what-if", what_if, methods=["POST"]),
            Route("/api/story", story, methods=["POST"]),
            Route("/api/beside", beside),
            Route("/api/twins", twin, methods=["POST"]),
            Route("/api/save", saving, methods=["POST"]),
        ],
        exception_handlers={
            IrregularError: refused,
            RefusedError: refused, FileNameError: refused, ThereAlreadyError: refused, ScenarioError: refused,
            BatchError: failed, OSError: failed, RuntimeError: failed, ValueError: failed,
        },
        lifespan=lifespan,
    )  # fmt: skip


async def _asked(request: Request) -> dict[str, Any]:
    """The body as a JSON object; raises RefusedError."""
    return await json_object(request, lambda why: RefusedError({"": why}))


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
