"""What became of a broken file, and the promises that it must not break."""

from __future__ import annotations

import resource
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

SECONDS = 5
"""Of the processor, so that a busy machine breaks no promise."""
HANGING = 60
"""By the clock, after which a file is taken to hang."""
BYTES = 2**30
PLAYED = 20
"""One in so many is tried at length."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; ``fault`` is empty unless it broke a promise."""

    code: int
    seconds: float
    fault: str
    text: bytes
    peak: int
    """The largest memory its process had until then, in bytes."""


def judged(text: bytes, perform: Callable[[], tuple[int, str]]) -> Outcome:
    """Perform something with a text, which gives an exit code and what was wrong; use it with limits."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(HANGING)
    began, before = time.process_time(), peak()
    try:
        code, fault = perform()
        seconds = time.process_time() - began
        if not fault and seconds > SECONDS:
            fault = f"{seconds:.1f} s"
        if not fault and peak() - before > BYTES:
            fault = f"{peak() - before:,} bytes of memory"
        return Outcome(code, seconds, fault, text, peak())
    except BaseException as error:
        told = f"{type(error).__name__}: {error}"
        return Outcome(-1, time.process_time() - began, told, text, peak())
    finally:
        signal.alarm(0)


def answer(*words: str) -> tuple[int, str]:
    """The exit code of a command, and what is wrong with how it ended."""
    from whitecell_cli.main import cli

    result = CliRunner().invoke(cli, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return result.exit_code, "".join(traceback.format_exception(result.exception))
    return result.exit_code, "" if result.exit_code in (0, 2) else f"exit code {result.exit_code}"


class HangsError(BaseException):
    """A file hangs; no command may take it for a mistake of the user's, as it would an ``OSError``."""


def _too_long(*_: Any) -> None:
    raise HangsError(f"no answer within {HANGING} s")


def peak() -> int:
    """The largest resident memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
