"""What all pages share: serving the files that belong to them, and reading what is sent to the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from whitecell.plain_json import read_json
from whitecell.report.look import properties
from whitecell.report.maps import night as maps

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def parts(entries: Iterable[Traversable], first: str) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that answers with a page and the files that belong to it; no other file is ever read.

    Parameters
    ----------
    entries : iterable of Traversable
        The files, including ``view.css``; all are read now. The files of maps, ``map.css`` and ``map.js``,
        are added.
    first : str
        The name of the file that is shown if none is asked for.
    """
    shipped = {entry.name: (entry.read_bytes(), TYPES[Path(entry.name).suffix]) for entry in entries}
    style, kind = shipped["view.css"]
    shipped["view.css"] = properties().encode() + style, kind
    shipped["map.css"] = maps.style().encode(), TYPES[".css"]
    shipped["map.js"] = maps.SCRIPT.read_bytes(), TYPES[".js"]

    async def part(request: Request) -> Response:
        name = request.path_params.get("name", first)
        if name not in shipped:
            return JSONResponse({"error": "there is no such page"}, 404)
        content, kind = shipped[name]
        return Response(content, media_type=kind)

    return part


async def json_object(request: Request, refuse: Callable[[str], Exception]) -> dict[str, Any]:
    """The body of a request as a JSON object; if it is none, raises what ``refuse`` makes of the reason."""
    try:
        found = read_json(await request.body())
    except ValueError as error:
        raise refuse(f"expected JSON: {error}") from None
    if not isinstance(found, dict):
        raise refuse("expected a JSON object")
    return found
