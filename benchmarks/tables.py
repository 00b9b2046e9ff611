"""Kill games at random moments; check that no accepted entry is lost or doubled, and that all still replay.

``python -m benchmarks.tables`` kills one game a hundred times, in the middle of orders, injects and steps.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from whitecell.scenario.reading import read_scenario
from whitecell.table.entries import Message, Ordered, Step
from whitecell.table.folder import Seat, append, create, open_game
from whitecell.table.replay import Replay

NAME = "southwest-syria-2017"
DAYS = 365
LONGEST = 1.5
"""Seconds that a process lives, at most."""


def play(path: Path, actor: str, zone: str, told: Connection) -> None:
    """Play a game, and print the number of each entry once it is accepted."""
    folder = open_game(path)
    replay = Replay(folder, 0)
    told.send(0)
    while True:
        option = ("hold", zone)[folder.turn % 2]
        for seat, body in (
            ("one", Message(text="x" * 15_000)),
            ("one", Ordered(actor=actor, choice="effort", option=option)),
            ("white", Step()),
        ):
            folder = append(folder, seat, body, str(len(folder.entries) + 1))
            told.send(len(folder.entries))
        replay = replay.onward(folder)


def killed(times: int, seed: int = 0) -> Counter[str]:
    """Kill a number of processes that play one game, each at a random moment after it is ready.

    Returns
    -------
    Counter of str
        ``kills``, ``accepted`` entries, ``lost`` and ``doubled`` ones, ``torn`` last lines, and ``replays``
        that succeeded afterwards.
    """
    moments, found = random.Random(seed), Counter[str]()
    scenario = read_scenario(NAME, days=DAYS)
    actor = next(name for name, spec in scenario.actors.items() if spec.armed and spec.worth)
    zone = next(iter(scenario.actors[actor].worth))
    context = get_context("forkserver")
    context.set_forkserver_preload(["whitecell.table.replay"])
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "game"
        create(path, NAME, scenario, seed=1, turn=1, seats={"one": Seat(actors=(actor,))})
        accepted = 0
        while found["kills"] < times:
            here, there = context.Pipe(duplex=False)
            player = context.Process(target=play, args=(path, actor, zone, there))
            player.start()
            there.close()
            here.recv()
            time.sleep(moments.uniform(0.0, LONGEST))
            if not player.is_alive():
                raise RuntimeError("the player ended by itself; nothing was killed")
            player.kill()
            player.join()
            try:
                while True:
                    accepted = max(accepted, here.recv())
            except EOFError:
                here.close()
            found["kills"] += 1
            folder = open_game(path)
            numbers = [entry.reason for entry in folder.entries]
            found["lost"] += max(accepted - len(numbers), 0)
            found["doubled"] += len(numbers) - len(set(numbers))
            found["torn"] += bool(folder.torn)
        found["accepted"] = accepted
        folder = open_game(path)
        found["replays"] = int(Replay(folder).number == folder.turn - 1)
    return found


def main() -> None:
    """Kill a game and print the result; exits with 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    found = killed(parser.parse_args().times)
    order = ("kills", "accepted", "lost", "doubled", "torn", "replays")
    print(", ".join(f"{found[what]} {what}" for what in order))
    sys.exit(int(found["lost"] + found["doubled"] > 0 or not found["replays"]))


if __name__ == "__main__":
    main()
