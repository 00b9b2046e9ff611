"""Addresses at which no Dask scheduler answers."""

from __future__ import annotations

import socketserver
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from benchmarks.hostile.trial import Answer, Trial, valley, whitecell

LONGEST = 30.0
"""Seconds within which a command must have given up."""


def _batch(home: Path, address: str) -> Answer:
    valley(home)
    words = ("batch", "valley.yaml", "--runs", "6", "--no-store", "--scheduler", address)
    return whitecell(home, *words, patience=2 * LONGEST)


def forms(*addresses: str) -> Callable[[Path], str]:
    """A trial of addresses that no scheduler can have."""

    def perform(home: Path) -> str:
        for address in addresses:
            answer = _batch(home, address)
            if wrong := answer.refused("scheduler"):
                return f"{address}: {wrong}"
            if answer.seconds > 5.0:
                return f"{address}: it took {answer.seconds:.0f} s"
            (home / "valley.yaml").unlink()
        return ""

    return perform


def answering(answer: bytes | None) -> Callable[[Path], str]:
    """A trial of an address where a server accepts the connection and sends this, or nothing."""

    class Stranger(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            if answer is not None:
                self.request.sendall(answer)
            while self.request.recv(1000):
                pass

    def perform(home: Path) -> str:
        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Stranger) as server:
            server.daemon_threads = True
            Thread(target=server.serve_forever, daemon=True).start()
            told = _batch(home, f"tcp://127.0.0.1:{server.server_address[1]}")
            server.shutdown()
            if told.seconds > LONGEST:
                return f"it took {told.seconds:.0f} s"
            return told.refused("no Dask scheduler answers")

    return perform


def nobody(home: Path) -> str:
    """An address where no server listens."""
    answer = _batch(home, "tcp://127.0.0.1:1")
    return answer.refused("no Dask scheduler answers")


AT_ONCE = "refused at once, in one line"
SOON = "refused within 30 s, in one line"
TRIALS = [
    Trial(
        "`--scheduler` of another form: `nonsense`, empty, `10.0.0.5`, `http://…`, port 70000", AT_ONCE,
        forms("nonsense", "", "10.0.0.5", "http://10.0.0.5:8786", "tcp://10.0.0.5:70000"),
    ),
    Trial("a scheduler where nobody listens", AT_ONCE, nobody),
    Trial("a scheduler that takes the call and is silent", SOON, answering(None), quick=False),
    Trial(
        "a web server instead of a scheduler", SOON,
        answering(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), quick=False,
    ),
    Trial("a server that answers with 4 KB of nonsense", SOON, answering(b"\xff\x00" * 2048), quick=False),
]  # fmt: skip
