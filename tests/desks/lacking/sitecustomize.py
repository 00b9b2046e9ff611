"""Takes away from Python what it lacks on Windows, in every process that finds this file on its path.

What cannot be taken away so: paths with drives, a file that is open and cannot be replaced, the console.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing import context, popen_fork
from typing import Any

MODULES = ("fcntl", "grp", "pty", "pwd", "syslog", "termios", "tty")
OF_SYSTEM = (
    "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "fchown", "fork", "forkpty", "geteuid", "getpgid", "getpgrp",
    "killpg", "mkfifo", "setpgid", "setsid",
)  # fmt: skip
OF_SIGNALS = (
    "ITIMER_REAL", "SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1", "SIG_BLOCK", "SIG_SETMASK", "SIG_UNBLOCK",
    "alarm", "pthread_kill", "pthread_sigmask", "setitimer", "siginterrupt", "sigpending", "sigwait",
)  # fmt: skip


def _terminate(process: Any) -> None:
    """What killing is on Windows: another name for ending."""
    process.terminate()


for name in MODULES:
    sys.modules[name] = None  # type: ignore[assignment]
for place, names in ((os, OF_SYSTEM), (signal, OF_SIGNALS)):
    for name in names:
        if hasattr(place, name):
            delattr(place, name)
for name in ("fork", "forkserver"):
    context._concrete_contexts.pop(name, None)  # type: ignore[attr-defined]
multiprocessing.set_start_method("spawn")
multiprocessing.get_all_start_methods = lambda: ["spawn"]
subprocess.Popen.kill = _terminate  # type: ignore[method-assign]
popen_fork.Popen.kill = _terminate  # type: ignore[method-assign]
