"""The server: on this machine's loopback address unless more is asked for, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from whitecell.view.app import application
from whitecell.view.desk import Desk
from whitecell.view.guard import Guard
from whitecell.view.session import Session

HOST = "127.0.0.1"
PORT = 8737
"""The default port of the page, if it is free."""
PATIENCE = 2
"""Seconds that unfinished answers have after Ctrl-C."""


class PortTakenError(OSError):
    """Another program uses the port that was asked for."""


def listening(port: int | None, host: str = HOST) -> socket.socket:
    """A socket on an address; on any free port if none is asked for and the usual one is taken.

    Parameters
    ----------
    port : int, optional
    host : str
        The loopback address, or ``0.0.0.0`` for all of this machine's networks.

    Raises
    ------
    PortTakenError
        If the port that was asked for cannot be had.
    """
    tries = [PORT, 0] if port is None else [port]
    for number in tries:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
            found.listen(64)
        except OSError as error:
            found.close()
            if number == tries[-1]:
                raise PortTakenError(f"port {number} cannot be had: {error.strerror}") from None
            continue
        return found
    raise AssertionError("no port was tried")


def serve(door: socket.socket, session: Session, desk: Desk, ready: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; ``ready`` is called with its address as soon as it can be opened.

    At the end the session and the door, a socket from :func:`listening`, are closed.
    """
    number = door.getsockname()[1]
    try:
        run(door, Guard(application(session, desk), number), lambda: ready(f"http://{HOST}:{number}/"))
    finally:
        session.close()


def run(
    door: socket.socket,
    app: Callable[..., Any],
    ready: Callable[[], None],
    *,
    leaving: Callable[[], None] = lambda: None,
    certificate: tuple[Path, Path] | None = None,
) -> None:
    """Serve an application behind a door until Ctrl-C, and close the door.

    Parameters
    ----------
    door : socket
    app : ASGI application
    ready : callable
        Called when pages can be opened.
    leaving : callable
        Called when the server is to end, before it waits for unfinished answers.
    certificate : pair of Path, optional
        Certificate and key, as PEM; pages are then served by TLS.

    Raises
    ------
    OSError, ssl.SSLError
        If the certificate or the key cannot be used.
    """
    tls: dict[str, Any] = {}
    if certificate:
        tls = {"ssl_certfile": str(certificate[0]), "ssl_keyfile": str(certificate[1])}
    with door:
        config = uvicorn.Config(
            app, log_level="error", access_log=False, server_header=False, lifespan="on",
            timeout_graceful_shutdown=PATIENCE, ws="none", **tls,
        )  # fmt: skip
        config.load()
        server = _Server(config)
        server.ready, server.leaving = ready, leaving
        server.run(sockets=[door])


class _Server(uvicorn.Server):
    """Calls back when it has started, and when it is to end."""

    ready: Callable[[], None]
    leaving: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.leaving()
        await super().shutdown(sockets)
