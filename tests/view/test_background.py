"""The screening and the runs ahead of a session."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from whitecell.scenario.kept import SWITCH
from whitecell.scenario.reading import read_scenario
from whitecell.view.background import Background
from whitecell.view.mattering import mattering_said, preview_said
from whitecell.view.screening import MATTERING
from whitecell.view.session import RefusedError, Session


async def until(background: Background, *names: str) -> None:
    """Wait until there are runs ahead of some sliders."""
    ends = time.monotonic() + 60.0
    while not set(names) <= set(background.ready) and time.monotonic() < ends:
        await asyncio.sleep(0.05)


def test_it_screens_once_keeps_that_and_plays_ahead(
    valley: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, str(tmp_path / "cache"))
    plot = read_scenario(valley)

    async def run() -> None:
        session = Session(plot, {}, runs=20, workers=1)
        try:
            before = mattering_said(session)
            assert not before["ready"] and before["names"][0] in plot.assumptions
            await session.background.screened()
            found = mattering_said(session)
            assert found["ready"] and session.background.failed == ""
            assert found["names"] == [w.name for w in session.background.weights or () if w.score][:MATTERING]
            assert "leak_chance" in found["names"] and found["moves"]
            await until(session.background, "leak_chance")
            near = session.background.near({"leak_chance": 0.055}, "leak_chance")
            assert near is not None and near[0] == pytest.approx(0.0525) and len(near[1].seeds) == 20
            said = preview_said(session, "leak_chance", {"leak_chance": 0.055}, near[0], len(near[1].seeds))
            assert said.startswith("Preview: 20 runs at 0.052") and said.endswith("Playing all 20…")
            # Beside another change there are none yet; they come when it is asked for.
            beside = {"leak_chance": 0.055, "rules.drift": 0.3}
            assert session.background.near(beside, "leak_chance") is None
            session.background.fill(beside, "leak_chance")
            for _ in range(600):
                if session.background.near(beside, "leak_chance"):
                    break
                await asyncio.sleep(0.05)
            assert session.background.near(beside, "leak_chance") is not None
            first = session.background.weights
        finally:
            session.close()
        again = Session(plot, {}, runs=20, workers=1)
        try:
            await again.background.screened()
            assert again.background.weights == first and again.background.done == 0
            with pytest.raises(RefusedError, match="with a range"):
                again.ranged("no_such")
        finally:
            again.close()

    asyncio.run(run())


def test_a_screening_that_fails_says_so(
    valley: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(SWITCH, str(tmp_path / "cache"))

    async def run() -> None:
        session = Session(read_scenario(valley), {}, runs=20, workers=1)
        session.background.close()
        await session.background.screened()
        found = mattering_said(session)
        session.close()
        assert found["ready"] and "The screening failed" in found["said"] and found["names"]

    asyncio.run(run())
