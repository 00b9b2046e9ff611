"""Slabs played on a Dask cluster: the same slabs, the same bytes, on other machines.

Results come back to the process that leads, which alone writes; workers need no shared folder. Dask
hands a slab out again when its worker dies, and takes in workers that join late. A worker whose
versions are not those of the leader plays nothing: its numbers could differ in a bit.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import re
import socket
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from whitecell.batch.errors import BatchError, SlabFailure
from whitecell.batch.manifest import versions
from whitecell.batch.memory import keep_memory
from whitecell.batch.slabs import Slab
from whitecell.batch.table import Columns
from whitecell.batch.workers import Player, Result, attempt
from whitecell.scenario.model import Scenario

PATIENCE = 20.0
"""Seconds to wait for a scheduler, and then for its first worker."""
ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})/?")
"""Form of a scheduler's address: protocol, which may be left out, host and port."""
AHEAD = 3
"""Slabs that are handed out for each thread of the workers, so that none waits for the leader."""


class Refusal(str):
    """Why a worker will not play."""


def played_on(
    address: str, scenario: Scenario, slabs: Sequence[Slab], player: Player
) -> Generator[Result, None, None]:
    """Play slabs on the workers of a Dask scheduler and give each as soon as it is done.

    Close the generator if it is not used up: that takes back what was handed out.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786``.
    scenario, slabs, player
        As of :func:`whitecell.batch.workers.played`.

    Raises
    ------
    BatchError
        If there is no scheduler or no worker, the scheduler goes away, or a worker has other versions.
    """
    with _client(address) as client:
        yield from _Round(client, scenario, player).work(deque(slabs))


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A connection to a scheduler that has a worker at least."""
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
    """Refuse what is no scheduler before Dask's client tries again and again, and complains in its own words.

    First the form of the address, then whether anything listens there, then what it says it is.
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
        # Whatever is not Dask can answer anything, and Dask's reader raises whatever comes of it.
        raise BatchError(f"no Dask scheduler answers at {address}: {_said(error)}") from None
    kind = identity.get("type") if isinstance(identity, dict) else None
    if kind != "Scheduler":
        what = "a worker" if kind in ("Worker", "Nanny") else "something else"
        raise BatchError(f"{what} answers at {address}, not a Dask scheduler")


async def _identity(address: str) -> Any:
    """What the server at an address says it is; raises whatever Dask does, TimeoutError if it is silent."""
    from distributed.core import rpc
    from distributed.security import Security

    async def ask() -> Any:
        settings = Security().get_connection_args("client")
        async with rpc(address, timeout=PATIENCE, connection_args=settings) as server:
            return await server.identity()

    return await asyncio.wait_for(ask(), PATIENCE)


def _said(error: Exception) -> str:
    """What an error says, in one line."""
    if isinstance(error, TimeoutError):
        return "it took too long"
    text = str(error).strip().partition("\n")[0] or type(error).__name__
    return error.strerror if isinstance(error, OSError) and error.strerror else text


class _Round:
    """Slabs on their way: a few for each thread of the workers, so that nothing piles up."""

    def __init__(self, client: Any, scenario: Scenario, player: Player) -> None:
        self.client = client
        self.order = pickle.dumps((scenario, player, versions(scenario)))
        self.out: dict[Any, Slab] = {}

    def work(self, waiting: deque[Slab]) -> Generator[Result, None, None]:
        from distributed import as_completed

        try:
            running = as_completed(loop=self.client.loop)
            self._hand_out(waiting, running)
            while self.out:
                future = next(running)
                slab = self.out.pop(future)
                result = self._taken(slab, future)
                future.release()
                self._hand_out(waiting, running)
                yield slab, result
        finally:
            self.client.cancel(list(self.out), force=True)

    def _hand_out(self, waiting: deque[Slab], running: Any) -> None:
        most = AHEAD * max(sum(self.client.nthreads().values()), 1)
        while waiting and len(self.out) < most:
            slab = waiting.popleft()
            future = self.client.submit(_play, self.order, slab, pure=False)
            self.out[future] = slab
            running.add(future)

    def _taken(self, slab: Slab, future: Any) -> Columns | SlabFailure:
        """What a worker says of its slab; what it cannot play is a failure of that slab alone."""
        from distributed import KilledWorker

        try:
            found: Columns | SlabFailure | Refusal = future.result()
        except KilledWorker as error:
            died = f"its workers died again and again, at last {error.last_worker.address}"
            return SlabFailure(slab, f"{died}; if memory is short, use smaller slabs")
        except CancelledError:
            raise BatchError("the scheduler took the slabs back or went away; what came in is kept") from None
        except Exception as error:
            return SlabFailure(slab, f"a worker cannot play: {type(error).__name__}: {error}")
        if isinstance(found, Refusal):
            raise BatchError(found)
        return found


@lru_cache(maxsize=2)
def _read(order: bytes) -> tuple[Scenario, Player] | Refusal:
    """What a leader wants played, once in a worker; or why not, if the versions there are others."""
    scenario, player, wanted = pickle.loads(order)
    here = versions(scenario)
    other = [
        f"{what} {here.get(what, 'none')} there, {wanted.get(what, 'none')} here"
        for what in dict.fromkeys((*wanted, *here))
        if here.get(what) != wanted.get(what)
    ]
    if other:
        return Refusal(
            f"a worker of the cluster has other versions: {'; '.join(other)}. Install the same everywhere"
        )
    keep_memory()
    return scenario, player


def _play(order: bytes, slab: Slab) -> Columns | SlabFailure | Refusal:
    """Play a slab, on a worker."""
    read = _read(order)
    return read if isinstance(read, Refusal) else attempt(read[0], slab, read[1])
