"""Which requests the server answers: those of its own pages, sent to one of its own names.

Any web page that the user visits can reach a server on the loopback address. Two headers distinguish such a
page from ours: Host, which shows another name that was pointed at this address (DNS rebinding), and Origin,
which a browser adds to everything that a page posts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 256 * 1024
"""Bytes of a request's body, at most."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""Headers of every answer."""
HERE = ("127.0.0.1", "localhost")
"""Names of the loopback address."""


class Guard:
    """Wraps an application: refuses requests from other pages, and adds headers to every answer.

    Parameters
    ----------
    app : ASGI application
    port : int
    names : sequence of str
        Names under which the server is reached.
    scheme : str
        ``http``, or ``https`` where it has a certificate.
    """

    def __init__(self, app: ASGIApp, port: int, names: Sequence[str] = HERE, scheme: str = "http") -> None:
        self.app = app
        known = [name.lower() for name in names]
        usual = port == {"http": 80, "https": 443}[scheme]
        self.hosts = {f"{name}:{port}" for name in known} | (set(known) if usual else set())
        self.origins = {f"{scheme}://{host}" for host in self.hosts}
        self.said = " and ".join(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refused = self.refusal(scope["method"], Headers(scope=scope))
        if refused:
            status, reason = refused
            await PlainTextResponse(f"{reason}\n", status)(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers)

    def refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """Status and reason if a request is refused, else None."""
        if headers.getlist("host") != [headers.get("host")] or headers["host"].lower() not in self.hosts:
            return 403, f"This server answers to {self.said} only."
        if method in ("GET", "HEAD"):
            elsewhere = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
            if elsewhere and headers.get("sec-fetch-mode") != "navigate":
                return 403, "Another site's page asked for this."
            return None
        if method != "POST":
            return 405, "Only GET and POST."
        if headers.get("origin", "").lower() not in self.origins:
            return 403, "Only this server's own page may ask for this."
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "Another site's page asked for this."
        if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            return 415, "Send JSON."
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return 413, f"Send at most {LARGEST} bytes, and say how many."
        return None
