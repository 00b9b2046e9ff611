"""Play the same batch over and over, killed at every step that Python sees; then finish it.

Argument: a folder for the batches. Prints how many kills there were. The audit hook sees files
opened, made, listed, renamed and removed.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

import duckdb  # noqa: F401  imported once, not by every child
import stand_in

from whitecell.batch import run_batch

STEPS = ("open", "os.mkdir", "os.rename", "os.remove", "os.scandir", "os.listdir", "glob.glob")


def play_until(step: int, folder: Path, runs: int) -> None:
    """Play, and be killed just before the step."""
    left = step

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS and str(folder) in str(arguments[0] if arguments else ""):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    run_batch(stand_in.small_scenario(), range(runs), slab=256, folder=folder, player=stand_in.play)


def main(root: Path) -> None:
    for step in count():
        folder = root / str(step)
        # Every other batch is one that grows.
        if step % 2:
            run_batch(stand_in.small_scenario(), range(300), slab=256, folder=folder, player=stand_in.play)
        child = os.fork()
        if child == 0:
            play_until(step, folder, 600)
            os._exit(0)
        ended = os.waitpid(child, 0)[1]
        run_batch(stand_in.small_scenario(), range(600), slab=256, folder=folder, player=stand_in.play)
        if ended == 0:
            break
    sys.stdout.write(f"{step}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
