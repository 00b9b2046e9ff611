"""A seat played by a language model behind an OpenAI-compatible address; it needs nothing but Python.

    python examples/language_model_player.py --url http://localhost:8000/v1 --model NAME

It reads a line of JSON for each turn on its stdin and answers with one on its stdout; docs/environments.md
says what stands in them. What the model was told and what it said goes into the answer under ``kept``, and so
into the file that whitecell keeps of a game's programs. A key is read from the environment variable
OPENAI_API_KEY, if it is set, and is kept nowhere. What the model says that cannot be read gives no orders,
and is told on stderr.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import urllib.request
from typing import Any

RULES = """You play a seat in a war game. You are told what your side can know, and for each of your actors
what it can choose. Answer with one JSON object and nothing else:
{"orders": [{"actor": "...", "choice": "...", "about": "...", "option": "..."}], "note": "why, in a sentence"}
Take actors, choices, what they are about and options from "legal", letter by letter. What you do not order is
left to the judgement of your actors. "now" says whether a choice can have an effect this turn."""


def told(asked: dict[str, Any]) -> str:
    """The turn as the model is told it: zeros are left out, for they are many."""
    seen = {name: round(value, 2) for name, value in asked["observation"].items() if value}
    return json.dumps({**asked, "observation": seen}, ensure_ascii=False)


def said(url: str, model: str, messages: list[dict[str, str]], seconds: float) -> str:
    """What the model says."""
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get("OPENAI_API_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    body = json.dumps({"model": model, "messages": messages, "temperature": 0}).encode()
    request = urllib.request.Request(f"{url.rstrip('/')}/chat/completions", body, headers)
    with urllib.request.urlopen(request, timeout=seconds) as response:
        text: str = json.load(response)["choices"][0]["message"]["content"]
    return text


def read(text: str) -> dict[str, Any]:
    """The object in what the model said, with or without words or fences around it.

    Raises
    ------
    ValueError
        If there is none with a list of orders.
    """
    first, last = text.find("{"), text.rfind("}")
    found = json.loads(text[first : last + 1]) if first >= 0 else None
    if not isinstance(found, dict) or not isinstance(found.get("orders"), list):
        raise ValueError("there is no object with a list of orders")
    return found


def main() -> None:
    """Answer until nothing is asked any more."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="such as http://localhost:8000/v1")
    parser.add_argument("--model", required=True)
    parser.add_argument("--seconds", type=float, default=50.0, help="how long to wait for the model")
    given = parser.parse_args()
    for line in sys.stdin:
        asked = json.loads(line)
        number = asked.pop("n")
        messages = [{"role": "system", "content": RULES}, {"role": "user", "content": told(asked)}]
        answer: dict[str, Any] = {"n": number, "orders": [], "kept": {"messages": messages}}
        try:
            text = said(given.url, given.model, messages, given.seconds)
            answer["kept"]["reply"] = text
            found = read(text)
            answer |= {"orders": found["orders"], "note": str(found.get("note", ""))}
        except (OSError, ValueError, LookupError, TypeError) as error:
            print(f"turn {asked.get('turn')}: {error}", file=sys.stderr, flush=True)
        print(json.dumps(answer, ensure_ascii=True), flush=True)


if __name__ == "__main__":
    main()
