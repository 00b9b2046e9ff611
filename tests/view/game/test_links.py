from __future__ import annotations

import hmac
import os
from pathlib import Path

import pytest

from whitecell.table.errors import GameError
from whitecell.table.folder import Folder, branch
from whitecell.view.game import links as module
from whitecell.view.game.links import FILE, links


def test_each_place_has_a_long_link_of_its_own_that_stays(tmp_path: Path) -> None:
    first = links(tmp_path, ["blue", "red"])
    assert list(first.tokens) == ["white", "wall", "blue", "red"]
    assert len({*first.tokens.values()}) == 4 and min(map(len, first.tokens.values())) >= 43
    assert links(tmp_path, ["blue", "red"]) == first
    assert [first.place(token) for token in first.tokens.values()] == list(first.tokens)


def test_new_links_end_the_old_ones(tmp_path: Path) -> None:
    first, later = links(tmp_path, ["blue"]), links(tmp_path, ["blue"], new=True)
    assert all(later.place(token) is None for token in first.tokens.values())
    assert links(tmp_path, ["blue"]) == later


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        links(tmp_path, ["blue"])
        links(tmp_path, ["blue", "red"])
    finally:
        os.umask(before)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_what_is_no_token_opens_nothing(tmp_path: Path) -> None:
    known = links(tmp_path, ["blue"])
    token = known.tokens["blue"]
    for guess in ("", "x", token[:-1], token + "x", token.swapcase(), "é" * 43, "blue", "white"):
        assert known.place(guess) is None


def test_every_token_is_compared_in_constant_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, compared = links(tmp_path, ["blue", "red"]), []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append(one)
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(module, "compare_digest", compare)
    assert known.place(known.tokens["white"]) == "white"
    assert len(compared) == 4  # none is left out when one was found


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    for text in ("", "[]", '{"tokens": {"white": ""}}', '{"tokens": {"white": "guess-me"}}', '{"token": {}}'):
        (tmp_path / FILE).write_text(text)
        with pytest.raises(GameError, match="--new-links"):
            links(tmp_path, ["blue"])
    assert links(tmp_path, ["blue"], new=True).tokens


def test_a_seat_cannot_be_the_wall(tmp_path: Path) -> None:
    with pytest.raises(GameError, match="wall"):
        links(tmp_path, ["wall"])


def test_a_branch_has_links_of_its_own(folder: Folder, tmp_path: Path) -> None:
    first = links(folder.path, folder.settings.seats)
    other = branch(folder, tmp_path / "other", 0)
    assert not (other.path / FILE).exists()
    assert not {*first.tokens.values()} & {*links(other.path, other.settings.seats).tokens.values()}
