"""A zip of arrays that somebody else wrote: read without pickles, and never larger than the file itself.

Its parts are not compressed, so a small file cannot fill a large memory. Nothing is unpacked to the disk.
"""

from __future__ import annotations

import io
import math
import struct
import zipfile
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

SUFFIX = ".npy"
MOST_MEMBERS = 1000
MOST_IN_LIST = 200_000
"""Bytes of the list of members, at most."""
ARRAY_HEADER = 4096
"""Bytes before the numbers of an array, at most."""
BROKEN = (
    zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError, OverflowError,
    SyntaxError, struct.error,
)  # fmt: skip
"""Exceptions that a damaged or forged file may raise; a reader turns them into an error of its own."""
_END = struct.Struct("<4s4H2LH")
"""The record at the end of a zip: signature, four numbers of disks and members, list, place, comment."""
_FAR = 20
"""Bytes of the record before it in a zip of more than 4 GiB."""


class Archive:
    """The members of a zip whose own statements about itself have been checked.

    Raises
    ------
    ValueError, or another of ``BROKEN``
        With a message of one line; the methods raise them too.
    """

    def __init__(self, file: BinaryIO) -> None:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(size - _END.size - _FAR, 0))
        end = file.read()
        if len(end) < _END.size:
            raise ValueError("it is cut off, or no zip at all")
        signature, _, _, _, members, listed, _, comment = _END.unpack(end[-_END.size :])
        if signature != b"PK\5\6" or comment:
            raise ValueError("it is cut off, or no zip at all")
        if members > MOST_MEMBERS or listed > MOST_IN_LIST or end.startswith(b"PK\6\7"):
            raise ValueError("it is larger than any saved game")
        self._zip = zipfile.ZipFile(file)
        infos = self._zip.infolist()
        self.sizes = {info.filename: info.file_size for info in infos}
        if len(self.sizes) < len(infos):
            raise ValueError("it has two parts of one name")
        if any(i.compress_type != zipfile.ZIP_STORED or i.compress_size != i.file_size for i in infos):
            raise ValueError("it is compressed; a saved game is not")
        if sum(self.sizes.values()) > size:
            raise ValueError("its parts are larger than itself")

    def text(self, name: str, most: int) -> bytes:
        """The bytes of a member, ``most`` of them at most."""
        if self.sizes.get(name, most + 1) > most:
            raise ValueError(f"it has no '{name}', or a far too large one")
        return self._zip.read(name)

    def fits(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> bool:
        """Whether a member has the size of an array; nothing is read."""
        data = math.prod(shape) * dtype.itemsize
        return data < self.sizes.get(name + SUFFIX, -1) <= data + ARRAY_HEADER

    def array(self, name: str) -> NDArray[Any]:
        """An array of plain numbers or flags, read-only; it cannot be larger than the file."""
        with self._zip.open(name + SUFFIX) as member:
            if npy.read_magic(member) != (1, 0):
                raise ValueError(f"'{name[:80]}' is written in a way that saved games are not")
            shape, across, dtype = npy.read_array_header_1_0(member)
            content = member.read()
        if dtype.kind not in "bif" or across or not dtype.isnative or dtype.hasobject:
            raise ValueError(f"'{name[:80]}' holds no plain numbers")
        if any(length < 0 for length in shape) or math.prod(shape) * dtype.itemsize != len(content):
            raise ValueError(f"'{name[:80]}' has another size than it says")
        if dtype.kind == "b" and len(content) and max(content) > 1:
            raise ValueError(f"'{name[:80]}' holds flags that are neither true nor false")
        return np.frombuffer(content, dtype=dtype).reshape(shape)
