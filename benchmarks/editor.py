"""Ask a real YAML language server about a shipped scenario, and write down its answers.

``make .venv/.editor`` installs the server if there is npm; ``python -m benchmarks.editor`` asks it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

from benchmarks.pages import put
from whitecell.scenario.library import bundled

PAGE = Path(__file__).parents[1] / "docs" / "scenario-language.md"
NAME = "southwest-syria-2017"
COMMAND = Path(sys.prefix) / "editor" / "node_modules" / ".bin" / "yaml-language-server"
PATIENCE = 60
"""Seconds after which a server that does not answer is ended."""


class Server:
    """A language server that speaks JSON-RPC over its standard streams; a context manager."""

    def __init__(self, command: Path) -> None:
        self.process = subprocess.Popen(
            [str(command), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.number = 0
        self.version = 0
        self.watchdog = Timer(PATIENCE, self.process.kill)

    def __enter__(self) -> Server:
        self.watchdog.start()
        folder = bundled()[NAME].resolve().parent.as_uri()
        self.ask("initialize", {"processId": None, "rootUri": folder, "capabilities": {}})
        self.say("initialized", {})
        return self

    def __exit__(self, *failure: Any) -> None:
        self.watchdog.cancel()
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        self.process.wait()

    def say(self, method: str, params: Any, number: int | None = None) -> None:
        """Send a message."""
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        self._send(message)

    def _send(self, message: Any) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def hear(self) -> Any:
        """Wait for a message; requests of the server get an empty answer.

        Raises
        ------
        EOFError
            If the server has ended.
        """
        assert self.process.stdout is not None
        size = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length"):
                size = int(line.split(b":")[1])
        if not size:
            raise EOFError(f"the language server has ended, or gave no answer in {PATIENCE} s")
        message = json.loads(self.process.stdout.read(size))
        if "id" in message and "method" in message:
            wanted = message.get("params", {}).get("items", [])
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": [None for _ in wanted]})
        return message

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its answer."""
        self.number += 1
        self.say(method, params, self.number)
        while True:
            message = self.hear()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def open(self, path: Path, text: str) -> list[Any]:
        """Show a text as the content of a file; returns the faults that the server finds in it."""
        self.version += 1
        # The server reports faults by file, so each text is a file of its own.
        self.uri = path.with_name(f"{path.stem}-{self.version}.yaml").as_uri()
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        self.say("textDocument/didOpen", {"textDocument": document})
        while True:
            message = self.hear()
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == self.uri
            ):
                found: list[Any] = message["params"]["diagnostics"]
                return found

    def hover(self, line: int, column: int) -> str:
        """The text shown at a place of the last opened text; empty if there is none."""
        shown = self.ask("textDocument/hover", self._at(line, column))
        return " ".join(shown["contents"]["value"].split()) if shown else ""

    def offered(self, line: int, column: int) -> list[str]:
        """The completions offered at a place of the last opened text."""
        answer = self.ask("textDocument/completion", self._at(line, column))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return sorted({item["label"] for item in items})

    def _at(self, line: int, column: int) -> Any:
        return {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}}


def shipped() -> tuple[Path, list[str], int]:
    """The shipped scenario, its lines, and the number of the line that states the gap of talks."""
    path = bundled()[NAME].resolve()
    lines = path.read_text(encoding="utf-8").splitlines()
    row = lines.index("talks:")
    return path, lines, next(n for n in range(row, len(lines)) if lines[n].strip().startswith("gap:"))


def asked(command: Path) -> list[str]:
    """The server's answers about the shipped scenario."""
    path, lines, gap = shipped()
    indent = len(lines[gap]) - len(lines[gap].lstrip())
    with Server(command) as server:
        faults = server.open(path, "\n".join(lines))
        said = server.hover(gap, indent + 1).split(" Example")[0].lstrip("# ")
        # A line of its own, begun with the letters of a key.
        server.open(path, "\n".join([*lines[: gap + 1], " " * indent + "sin", *lines[gap + 1 :]]))
        names = ", ".join(f"`{key}`" for key in server.offered(gap + 1, indent + 3))
    return [
        f"On `gap` of the talks it shows: “{said[:160]}”.",
        "",
        f"In a new line of the talks it offers the keys that are not there yet: {names}.",
        "",
        f"Faults that it reports in the file: {len(faults)}.",
    ]


def main() -> None:
    """Ask, print and write."""
    lines = asked(Path(sys.argv[1]) if len(sys.argv) > 1 else COMMAND)
    print("\n".join(lines))
    put(PAGE, "editor", lines)


if __name__ == "__main__":
    main()
