import os
import signal
import threading
import time

import pytest

from whitecell import interrupts
from whitecell.scenario.reading import read_scenario


def ctrl_c() -> None:
    """What the terminal does, and time for it to have its effect."""
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)


def test_ctrl_c_waits_and_then_has_its_effect() -> None:
    done: list[None] = []
    with pytest.raises(KeyboardInterrupt), interrupts.held():
        done.append(ctrl_c())
    assert done
    with pytest.raises(KeyboardInterrupt):
        ctrl_c()


def test_nothing_is_held_in_another_thread() -> None:
    before, seen = signal.getsignal(signal.SIGINT), []

    def elsewhere() -> None:
        with interrupts.held():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [before]


def test_ctrl_c_is_not_lost_while_a_scenario_is_written_out() -> None:
    scenario = read_scenario("southwest-syria-2017")

    def write_for_seconds() -> None:
        until = time.monotonic() + 5.0
        while time.monotonic() < until:
            scenario.model_dump(mode="json")

    for _ in range(20):
        sender = threading.Timer(0.01, ctrl_c)
        sender.start()
        with pytest.raises(KeyboardInterrupt):
            write_for_seconds()
        sender.join()
