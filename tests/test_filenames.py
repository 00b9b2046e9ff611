"""Names of files that every system takes."""

from __future__ import annotations

import ntpath
import sys
import warnings
from pathlib import PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whitecell.filenames import MOST, UNNAMED, fault, made_of
from whitecell.report.paper.blocks import Figure

pytestmark = pytest.mark.desk

DEVICES = ("CON", "PRN", "AUX", "NUL", *(f"{kind}{n}" for kind in ("COM", "LPT") for n in range(1, 10)))


def reserved(name: str) -> bool:
    """Whether Python's own table of Windows has it as a device's."""
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return PureWindowsPath(name).is_reserved()


@given(st.text() | st.sampled_from(DEVICES).flatmap(lambda d: st.sampled_from([d, d.lower(), f"{d}.txt"])))
@example("")
@example("..")
@example("C:\\x")
@example("a/b")
@example("nul .txt")
@example("x. . ")
@example("\N{LINE SEPARATOR}")
def test_what_is_made_is_one_name_that_windows_takes(text: str) -> None:
    name = made_of(text)
    path = PureWindowsPath(name)
    assert not path.drive and not path.root and path.parts == (name,)
    assert not reserved(name)
    assert name not in (".", "..") and name == name.rstrip(". ") and name.isprintable()
    assert 0 < len(name) <= MOST + 1
    assert fault(name) == ""
    assert made_of(name) == name


@pytest.mark.parametrize("text", ["southwest-syria-2017", "Daraa – städt", "a b", "x.v2", "连", "-x"])
def test_what_every_system_takes_is_left_alone(text: str) -> None:
    assert made_of(text) == text
    assert fault(text) == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [("CON", "device"), ("aux", "device"), ("nul.txt", "device"), ("com1.yaml", "device"), ("a:b", ": \\*"),
     ("what?", "\\?"), ("end.", "dot or a space"), ("end ", "dot or a space")],
)  # fmt: skip
def test_what_windows_does_not_take_is_told(name: str, said: str) -> None:
    import re

    assert re.search(said, fault(name))


def test_nothing_is_left_of_some_texts() -> None:
    assert made_of("") == made_of("..") == UNNAMED


def test_pictures_whose_names_differ_in_capitals_or_letters_are_two_files() -> None:
    names = ["town", "Town", "TOWN", "städt", "stödt", "con", "a b", "a-b"]
    files = [Figure(name, "", "").file for name in names]
    assert len({file.lower() for file in files}) == len(names)
    assert all(not reserved(f"{file}.svg") for file in files)
    assert files[0] == "town"
