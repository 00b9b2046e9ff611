"""Ask a real YAML language server what it makes of a shipped scenario, and write that down.

``python -m benchmarks.editor`` needs ``yaml-language-server`` (npm) on the PATH, or its path as an argument.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.pages import put
from whitecell.scenario.library import bundled

PAGE = Path(__file__).parents[1] / "docs" / "scenario-language.md"
NAME = "southwest-syria-2017"


class Server:
    """A language server that speaks JSON-RPC over its standard streams."""

    def __init__(self, command: str) -> None:
        self.process = subprocess.Popen([command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        self.faults: list[Any] = []

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
        """Wait for a message."""
        assert self.process.stdout is not None
        size = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length"):
                size = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(size))

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its answer; what else it asks for is answered with nothing."""
        self.number += 1
        self.say(method, params, self.number)
        while True:
            message = self.hear()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")
            if message.get("method") == "textDocument/publishDiagnostics":
                self.faults = message["params"]["diagnostics"]
            elif "id" in message:
                wanted = message.get("params", {}).get("items", [])
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": [None for _ in wanted]})


def asked(command: str) -> list[str]:
    """What the server says of the shipped scenario."""
    path = bundled()[NAME].resolve()
    text = path.read_text(encoding="utf-8")
    server = Server(command)
    server.ask("initialize", {"processId": None, "rootUri": path.parent.as_uri(), "capabilities": {}})
    server.say("initialized", {})
    document = {"uri": path.as_uri()}
    server.say(
        "textDocument/didOpen",
        {"textDocument": {**document, "languageId": "yaml", "version": 1, "text": text}},
    )
    lines = text.splitlines()
    row = next(n for n, line in enumerate(lines) if line.startswith("talks:"))
    gap = next(n for n in range(row, len(lines)) if lines[n].strip().startswith("gap:"))
    indent = len(lines[gap]) - len(lines[gap].lstrip())
    here = {"textDocument": document, "position": {"line": gap, "character": indent + 1}}
    hover = server.ask("textDocument/hover", here)
    # A line of its own, begun with the letters of a key.
    begun = [*lines[: gap + 1], " " * indent + "sin", *lines[gap + 1 :]]
    change = {"textDocument": {**document, "version": 2}, "contentChanges": [{"text": "\n".join(begun)}]}
    server.say("textDocument/didChange", change)
    there = {"textDocument": document, "position": {"line": gap + 1, "character": indent + 3}}
    completion = server.ask("textDocument/completion", there)
    items = completion["items"] if isinstance(completion, dict) else completion or []
    server.process.kill()
    said = (
        " ".join(hover["contents"]["value"].split()).split(" Example")[0].lstrip("# ") if hover else "nothing"
    )
    offered = sorted({item["label"] for item in items})
    names = ", ".join(f"`{key}`" for key in offered)
    return [
        f"On `gap` of the talks it shows: “{said[:160]}”.",
        "",
        f"In a new line of the talks it offers the keys that are not there yet: {names}.",
        "",
        f"Faults that it reports in the file: {len(server.faults)}.",
    ]


def main() -> None:
    """Ask, print and write."""
    lines = asked(sys.argv[1] if len(sys.argv) > 1 else "yaml-language-server")
    print("\n".join(lines))
    put(PAGE, "editor", lines)


if __name__ == "__main__":
    main()
