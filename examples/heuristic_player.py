"""A seat played by rules of thumb; it needs nothing but Python.

It reads a line of JSON for each turn on its stdin and answers with one on its stdout; docs/environments.md
says what stands in them. Each of its actors makes its main effort where its side holds little of the ground
and is not outnumbered by what is seen of the foe; a text at open talks is signed, and everything else is left
to the model.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def strength(seen: dict[str, float], zone: str) -> float:
    """Fighters of its side in a zone."""
    return sum(value for name, value in seen.items() if name.startswith("own/") and name.endswith(f"/{zone}"))


def effort(seen: dict[str, float], actor: str, options: list[str]) -> str:
    """Where an actor's main effort pays most: ground that is not held yet, against few foes."""
    ours = sum(value for name, value in seen.items() if name.startswith(f"own/{actor}/"))

    def promise(zone: str) -> float:
        foes = seen.get(f"foes/{actor}/{zone}", 0.0)
        there = strength(seen, zone) + 0.5 * ours
        chance = there / (there + foes) if there + foes > 0 else 0.0
        return (1.0 - seen.get(f"held/{zone}", 0.0)) * chance

    zones = [option for option in options if option != "hold"]
    best = max(zones, key=promise, default="hold")
    return best if best != "hold" and promise(best) > 0.25 else "hold"


def orders(asked: dict[str, Any]) -> list[dict[str, str]]:
    """What is ordered for a turn."""
    found = []
    for matter in asked["legal"]:
        option = ""
        if matter["choice"] == "effort":
            option = effort(asked["observation"], matter["actor"], matter["options"])
        elif matter["choice"] == "assent" and matter["now"]:
            option = "sign"
        if option:
            found.append({key: matter[key] for key in ("actor", "choice", "about")} | {"option": option})
    return found


def main() -> None:
    """Answer until nothing is asked any more."""
    for line in sys.stdin:
        asked = json.loads(line)
        answer = {"n": asked["n"], "orders": orders(asked), "note": "Ground that is not held, few foes."}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
