import asyncio
import json
import os
import time
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from starlette.testclient import TestClient

from whitecell.batch.hands import Here
from whitecell.batch.pool import Pool
from whitecell.batch.workers import StoppedError
from whitecell.game.play import play, tell
from whitecell.scenario.reading import read_scenario, read_source
from whitecell.view.app import application
from whitecell.view.desk import Desk
from whitecell.view.parts import play_part, tell_run
from whitecell.view.session import RefusedError, Session, cut


def test_runs_are_those_of_the_game_whoever_plays_them(valley: Path) -> None:
    plot = read_scenario(valley)
    changed = read_scenario(valley, settings={"leak_chance": "0.06"})

    async def run() -> None:
        session = Session(plot, {}, runs=602, workers=2)
        try:
            parts = [part async for part in session.what_if({"leak_chance": 0.06})]
            assert len(parts[0].seeds) in (301, 602)  # the first share to come in, or both at once
            assert parts[-1].seeds.tolist() == list(range(602))
            for name, column in play(changed, np.arange(602)).items():
                assert parts[-1].columns[name].tolist() == pytest.approx(column.tolist(), abs=0, nan_ok=True)
            kept = [part async for part in session.what_if({"leak_chance": 0.06})]
            assert kept == [parts[-1]]
            telling = await session.told(5, {"leak_chance": 0.06})
            assert telling.story == tell(changed, 5)
            assert telling.days.control.shape[0] == plot.days + 1
        finally:
            session.close()

    asyncio.run(run())


def test_what_nobody_waits_for_is_dropped_and_the_next_is_played(valley: Path) -> None:
    plot = read_scenario(valley, days=1500)

    async def run() -> None:
        session = Session(plot, {}, runs=40, workers=1)
        try:
            stale = session.what_if({"leak_chance": 0.01})
            waiting = asyncio.ensure_future(anext(stale))
            await asyncio.sleep(0.3)
            (worker,) = session.workers
            process = worker.submit(os.getpid)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            short = await session.told(1, {})
            assert short.story.seed == 1
            assert worker.submit(os.getpid).result() == process.result()
        finally:
            session.close()

    asyncio.run(run())


def test_a_part_is_stopped_in_the_middle_and_the_worker_goes_on_with_the_next(valley: Path) -> None:
    plot = read_scenario(valley, days=1500)
    with Pool(1) as pool:
        # To the end it would take minutes.
        part = pool.submit(play_part, plot, {}, np.arange(20_000))
        while not part.running():
            time.sleep(0.01)
        time.sleep(0.3)
        assert not part.cancel()
        with pytest.raises(StoppedError):
            part.result(60)
        assert pool.submit(tell_run, plot, {}, 1).result(60).story.seed == 1


def test_a_worker_that_dies_is_replaced(valley: Path) -> None:
    plot = read_scenario(valley)

    async def run() -> None:
        session = Session(plot, {}, runs=20, workers=1)
        try:
            await session.base()
            session.workers[0].submit(os._exit, 3)
            parts = [part async for part in session.what_if({"leak_chance": 0.05})]
            assert len(parts[-1].seeds) == 20
        finally:
            session.close()

    asyncio.run(run())


def test_after_the_end_nothing_is_told(valley: Path) -> None:
    session = Session(read_scenario(valley), {}, runs=20, workers=1)
    session.close()
    with pytest.raises(RefusedError, match="the server is stopping"):
        asyncio.run(session.told(1, {}))


def test_the_page_is_told_when_no_worker_plays(valley: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plot = read_scenario(valley)
    session = Session(plot, {}, runs=20, workers=1)
    desk = Desk(str(valley), read_source(valley)[1], valley.parent)
    with TestClient(application(session, desk), raise_server_exceptions=False) as page:

        def ask() -> dict[str, Any]:
            answer = page.post("/api/what-if", json={"values": {"leak_chance": 0.03}})
            return cast(dict[str, Any], json.loads(answer.text.splitlines()[-1]))

        def fails(*_: object) -> None:
            raise KeyError("no such part")

        monkeypatch.setattr(session.workers[0], "submit", lambda *_: Here().submit(fails))
        assert "no such part" in ask()["error"]
        monkeypatch.undo()
        assert ask()["done"] is True


def test_values_are_checked_and_those_of_the_base_are_no_change(valley: Path) -> None:
    session = Session(read_scenario(valley), {}, runs=20, workers=1)
    try:
        assert session.values({"leak_chance": 0.02}) == {}
        assert session.values({"leak_chance": 0.03}) == {"leak_chance": 0.03}
        with pytest.raises(RefusedError, match="outside") as refused:
            session.values({"leak_chance": 0.5, "rules.drift": 0.05, "leek": 0})
        assert set(refused.value.reasons) == {"leak_chance", "leek"}
    finally:
        session.close()


def test_each_worker_plays_as_many() -> None:
    assert [len(share) for share in cut(2000, 2)] == [1000, 1000]
    assert [len(share) for share in cut(300, 2)] == [150, 150]
    assert [len(share) for share in cut(299, 2)] == [299]
    assert np.concatenate(cut(1007, 3)).tolist() == list(range(1007))
    assert len(cut(2, 4)) == 1
