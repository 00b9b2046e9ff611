"""Work on other machines: the workers of a Dask cluster, as an executor.

Results return to the leading process, and only this process writes; workers need no shared folder. Dask
repeats a task whose worker died, and accepts workers that join late. A worker whose versions differ from the
leader's plays nothing: its numbers could differ in a bit.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, ParamSpec, TypeVar

from whitecell.batch.errors import BatchError, WorkerDiedError
from whitecell.batch.hands import Hands
from whitecell.batch.manifest import versions
from whitecell.scenario.model import Scenario

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 20.0
"""Seconds to wait for a scheduler, and then for its first worker."""
ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})/?")
"""Form of a scheduler's address: an optional protocol, host and port."""
AHEAD = 3
"""Tasks that are handed out for each thread of the workers, so that no thread waits for the leader."""
GONE = "the scheduler took the slabs back or went away; what came in is kept"


@contextmanager
def cluster(address: str, scenario: Scenario) -> Iterator[Cluster]:
    """The workers of a Dask scheduler; at the end, unfinished tasks are cancelled.

    Parameters
    ----------
    address : str
        Address of the scheduler, such as ``tcp://10.0.0.5:8786``.
    scenario : Scenario
        The scenario to be played: workers must have the versions that its numbers depend on.

    Raises
    ------
    BatchError
        If there is no scheduler or no worker.
    """
    with _client(address) as client, Cluster(client, scenario) as workers:
        yield workers


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A connection to a scheduler that has at least one worker."""
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    _ask_who_answers(address)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:
        raise BatchError(f"no Dask scheduler answers at {address}: {_said(error)}") from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close(timeout=5)
        raise BatchError(
            f"the scheduler at {address} has no workers; start some: dask worker {address} --nthreads 1"
        ) from None
    try:
        yield client
    finally:
        client.close(timeout=5)


def _ask_who_answers(address: str) -> None:
    """Refuse an address without a scheduler before Dask's client retries and reports errors in its own words.

    Checks the form of the address, then whether anything listens there, then what it says it is.
    """
    form = ADDRESS.fullmatch(address)
    if form is None or not 0 < int(form[3]) < 65536:
        raise BatchError(
            f"'{address}' is no address of a scheduler: write tcp://HOST:PORT, such as tcp://10.0.0.5:8786"
        )
    try:
        socket.create_connection((form[1] or form[2], int(form[3])), timeout=PATIENCE).close()
    except OSError as error:
        raise BatchError(f"no Dask scheduler answers at {address}: {_said(error)}") from None
    try:
        identity = asyncio.run(_identity(address))
    except Exception as error:
        # Another program may answer anything, and Dask's reader then raises any error.
        raise BatchError(f"no Dask scheduler answers at {address}: {_said(error)}") from None
    kind = identity.get("type") if isinstance(identity, dict) else None
    if kind != "Scheduler":
        what = "a worker" if kind in ("Worker", "Nanny") else "something else"
        raise BatchError(f"{what} answers at {address}, not a Dask scheduler")


async def _identity(address: str) -> Any:
    """What the server at an address says it is; raises TimeoutError if it is silent, or any Dask error."""
    from distributed.core import rpc
    from distributed.security import Security

    async def ask() -> Any:
        settings = Security().get_connection_args("client")
        async with rpc(address, timeout=PATIENCE, connection_args=settings) as server:
            return await server.identity()

    return await asyncio.wait_for(ask(), PATIENCE)


def _said(error: Exception) -> str:
    """The message of an error, in one line."""
    if isinstance(error, TimeoutError):
        return "it took too long"
    text = str(error).strip().partition("\n")[0] or type(error).__name__
    return error.strerror if isinstance(error, OSError) and error.strerror else text


class Cluster(Hands):
    """The workers of a scheduler.

    A future's exception is :class:`.errors.WorkerDiedError` if its workers died repeatedly, and
    ``BatchError`` if the scheduler ends or a worker has other versions.
    """

    def __init__(self, client: Any, scenario: Scenario) -> None:
        self._client = client
        self._scenario = scenario
        self._out: set[Any] = set()

    @property
    def room(self) -> int:
        """A few tasks for each thread of the workers that are connected now."""
        if self._client.status != "running":
            raise BatchError(GONE)
        try:
            threads: int = sum(self._client.nthreads().values())
        except OSError:
            raise BatchError(GONE) from None
        return AHEAD * max(threads, 1)

    def bound(self, work: Callable[..., R], *words: Any) -> Callable[..., R]:
        """Work with its first arguments, for workers of the same versions."""
        packed = pickle.dumps((self._scenario, versions(self._scenario), work, words))
        return partial(_in_step, packed)

    def submit(self, work: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> Future[R]:
        """Have a task done by some worker."""
        near: Future[R] = Future()
        near.set_running_or_notify_cancel()
        far = self._client.submit(work, *words, pure=False, **named)
        self._out.add(far)
        far.add_done_callback(partial(self._settle, near))
        return near

    def _settle(self, near: Future[Any], far: Any) -> None:
        """Pass on the result or the error of a task."""
        from distributed import KilledWorker

        self._out.discard(far)
        try:
            found = far.result()
        except KilledWorker as error:
            died = f"its workers died again and again, at last {error.last_worker.address}"
            near.set_exception(WorkerDiedError(f"{died}; if memory is short, use smaller slabs"))
        except CancelledError:
            near.set_exception(BatchError(GONE))
        except Exception as error:
            near.set_exception(error)
        else:
            near.set_result(found)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel all unfinished tasks."""
        self._client.cancel(list(self._out), force=True)


def _in_step(packed: bytes, *words: Any) -> Any:
    """Do the work on a worker; raises BatchError if its versions differ."""
    return _read(packed)(*words)


@lru_cache(maxsize=2)
def _read(packed: bytes) -> Callable[..., Any]:
    """The work that a leader sent, read once in each worker."""
    scenario, wanted, work, words = pickle.loads(packed)
    here = versions(scenario)
    other = [
        f"{what} {here.get(what, 'none')} there, {wanted.get(what, 'none')} here"
        for what in dict.fromkeys((*wanted, *here))
        if here.get(what) != wanted.get(what)
    ]
    if other:
        raise BatchError(
            f"a worker of the cluster has other versions: {'; '.join(other)}. Install the same everywhere"
        )
    return partial(work, *words)
