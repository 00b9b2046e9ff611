"""A Firefox without a window, asked by its own protocol (Marionette): no driver has to be downloaded."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

NAMES = ("firefox-esr", "firefox")
PATIENCE = 90.0
"""Seconds until it listens, or answers."""


def installed() -> str | None:
    """Where a Firefox is, if one is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Firefox:
    """A Firefox with a profile of its own, to be closed when it is not wanted any more."""

    def __init__(self, where: str, profile: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        (profile / "user.js").write_text(
            f'user_pref("marionette.port", {port});\n'
            'user_pref("app.update.disabledForTesting", true);\n'
            'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
            'user_pref("network.proxy.type", 1);\nuser_pref("network.proxy.http", "127.0.0.1");\n'
            'user_pref("network.proxy.http_port", 9);\nuser_pref("network.proxy.ssl", "127.0.0.1");\n'
            'user_pref("network.proxy.ssl_port", 9);\n',
            encoding="utf-8",
        )
        self._process = subprocess.Popen(
            [where, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._n = 0
        self._line = self._connected(port)
        self._heard()  # it says who it is
        self.ask("WebDriver:NewSession", {})

    def _connected(self, port: int) -> socket.socket:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), PATIENCE)
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    self._process.kill()
                    self._process.wait()
                    raise
                time.sleep(0.2)

    def ask(self, command: str, words: dict[str, Any]) -> Any:
        """What comes of a command."""
        self._n += 1
        said = json.dumps([0, self._n, command, words])
        self._line.sendall(f"{len(said.encode())}:{said}".encode())
        _, _, error, result = self._heard()
        assert error is None, error
        return result

    def _heard(self) -> Any:
        size = b""
        while (byte := self._line.recv(1)) != b":":
            assert byte, "Firefox has gone"
            size += byte
        content = b""
        while len(content) < int(size):
            content += self._line.recv(int(size) - len(content))
        return json.loads(content)

    def open(self, page: Path | str, width: int = 1280) -> None:
        """Open a file, or an address, in a window of a width."""
        self.ask("WebDriver:SetWindowRect", {"width": width, "height": 900})
        address = page.resolve().as_uri() if isinstance(page, Path) else page
        self.ask("WebDriver:Navigate", {"url": address})

    def wait(self, condition: str) -> None:
        """Wait until an expression holds on the page."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"never came: {condition}"
            time.sleep(0.1)

    def evaluate(self, script: str, *words: Any) -> Any:
        """What the body of a function returns on the page."""
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": list(words)})["value"]

    def close(self) -> None:
        """End it."""
        self._line.close()
        self._process.terminate()
        self._process.wait(30)
