"""The log keeps what somebody asks for, and no more."""

from __future__ import annotations

import numpy as np
import pytest

from whitecell.game.log.log import Log

HERE, NOWHERE = np.array([True, False, True]), np.zeros(3, dtype=np.bool_)


def test_only_what_is_asked_for_and_happens_is_kept() -> None:
    log = Log()
    log.ask("signed")
    log.happened("signed", HERE, thing="pact")
    log.happened("signed", NOWHERE, thing="other")
    log.happened("leak", HERE, thing="talks")
    assert [(each.kind, each.thing) for each in log.happenings] == [("signed", "pact")]
    assert [each.thing for each in log.of("signed", ["pact", "other"])] == ["pact"]
    assert not log.asks("leak")
    log.turn()
    assert not log.happenings


def test_a_reader_may_ask_about_some_things_only() -> None:
    log = Log()
    log.ask("breach", about=["truce"])
    log.happened("breach", HERE, thing="truce")
    log.happened("breach", HERE, thing="other")
    assert [each.thing for each in log.happenings] == ["truce"]
    assert log.asks("breach", "truce")
    assert not log.asks("breach", "other")


def test_flags_add_up_over_what_happens_twice() -> None:
    log = Log()
    log.ask("leak")
    log.happened("leak", HERE, thing="talks")
    log.happened("leak", ~HERE, thing="talks")
    assert log.flags(3)["leak", "", "", "talks"].all()


def test_a_reader_gets_news_once() -> None:
    log = Log()
    log.tell_all()
    log.happened("leak", HERE, thing="talks")
    assert len(log.news()[0]) == 1
    log.happened("inject", HERE, thing="storm")
    assert [each.kind for each in log.news()[0]] == ["inject"]
    assert len(log.happenings) == 2


def test_what_cannot_happen_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="nothing of the kind 'miracle' can happen"):
        Log().ask("miracle")
