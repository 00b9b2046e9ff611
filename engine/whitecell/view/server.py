"""The server: on this machine's loopback address, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from whitecell.view.app import Desk, application
from whitecell.view.guard import Guard
from whitecell.view.session import Session

HOST = "127.0.0.1"
PORT = 8737
"""The port of the page if none is asked for and this one is free."""
PATIENCE = 2
"""Seconds that answers under way have after Ctrl-C."""


class PortTakenError(OSError):
    """Another program listens on the port that was asked for."""


def listening(port: int | None) -> socket.socket:
    """A socket on the loopback address; on any free port if none is asked for and the usual one is taken.

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
            found.bind((HOST, number))
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

    The door, as :func:`listening` gives it, and the session are closed at the end.
    """
    with door:
        number = door.getsockname()[1]
        guarded = Guard(application(session, desk), number)
        config = uvicorn.Config(
            guarded, log_level="error", access_log=False, server_header=False, lifespan="on",
            timeout_graceful_shutdown=PATIENCE, ws="none",
        )  # fmt: skip
        server = _Server(config)
        server.ready = lambda: ready(f"http://{HOST}:{number}/")
        try:
            server.run(sockets=[door])
        finally:
            session.close()


class _Server(uvicorn.Server):
    """Calls back when it has started."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()
