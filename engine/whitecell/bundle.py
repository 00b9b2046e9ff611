"""A batch to hand on: one zip with its scenario, the files that it extends, registers, manifest and runs.

The receiver need not trust the sender. The names, kinds and sizes of all members are checked before anything
is unpacked, and each member is compared with its SHA-256 as it is written. The new folder appears only if
everything is right.

The hashes show that a bundle is whole and that its parts belong together. They do not show who packed it.
"""

from __future__ import annotations

import json
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import Annotated, BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from whitecell import __version__, disk
from whitecell.plain_json import read_json

LIST = "bundle.json"
"""The member that lists the others."""
BATCH, SCENARIO, SHIPPED = "batch", "scenario", "shipped"
"""Folders of a bundle: the batch; the user's files; and copies of shipped files, for reading."""
MOST_FILES = 100_200
MOST_BYTES = 16 * 2**30
MOST_IN_LIST = 32 * 2**20
"""Bytes of the zip's own list of members, and of ours."""
SWELLS = 200
"""How many times its own size a bundle may unpack to; scenarios are text, runs hardly shrink."""
LEAST_SWELL = 64 * 2**20
"""Bytes that any bundle may unpack to."""
DEEPEST, LONGEST = 12, 200
"""Folders inside each other, and letters of a name with its folders."""
_PART = 1 << 20
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the same batch gives the same bytes."""
_END = struct.Struct("<4s4H2LH")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_BROKEN = (
    zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip


class BundleError(Exception):
    """A bundle that cannot be made or is not to be trusted; in one line."""


class Member(BaseModel):
    """What the list says of a member."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    bytes: Annotated[int, Field(ge=0, le=MOST_BYTES)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Listed(BaseModel):
    """What a bundle says about itself.

    ``scenario`` is what the command names: a file below ``scenario``, or the name of one that ships.
    ``digest`` is that of the scenario that was played.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    format: Literal[1]
    whitecell: Annotated[str, Field(max_length=100)]
    scenario: Annotated[str, Field(max_length=LONGEST)]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    files: Annotated[dict[str, Member], Field(max_length=MOST_FILES)]


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a bundle: files by their names in it, what the command names, and the digest."""

    files: Mapping[str, Path]
    scenario: str
    digest: str


def pack(contents: Contents, target: Path) -> Listed:
    """Write a bundle; the same contents give the same bytes.

    Raises
    ------
    BundleError
        If a file has a name that a bundle cannot hold.
    OSError
        If something cannot be read or written; files are not read through links.
    """
    for name in contents.files:
        if fault := _bad_name(name):
            raise BundleError(f"{contents.files[name]}: {fault}; rename it")
    members: dict[str, Member] = {}
    with disk.fresh(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents.files):
            with disk.stream(contents.files[name], through_links=False) as file:
                members[name] = _put(archive, name, file)
        listed = Listed(
            format=1, whitecell=__version__, scenario=contents.scenario, digest=contents.digest, files=members
        )
        text = json.dumps(listed.model_dump(), ensure_ascii=False, indent=1)
        archive.writestr(_info(LIST), f"{text}\n".encode())
    return listed


def unpack(source: Path, target: Path) -> Listed:
    """Check a bundle and write what it holds into a new folder.

    Raises
    ------
    BundleError
        If it is no bundle, is damaged, or holds what no bundle holds; nothing is left behind.
    OSError
        If it cannot be read or written.
    """
    if target.exists() or target.is_symlink():
        raise BundleError(f"{target} is there already; name a new folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    place = target.with_name(f".{target.name[:80]}.{token_hex(4)}{disk.PART}")
    try:
        with disk.stream(source) as file, disk.folder(place):
            _check_end(file)
            with zipfile.ZipFile(file) as archive:
                listed = _checked(archive, file)
                for name, member in listed.files.items():
                    _take(archive, name, member, place / name)
            place.replace(target)
    except (*_BROKEN, ValidationError) as error:
        said = str(error) if type(error) is ValueError else "it is damaged, or no bundle of whitecell"
        raise BundleError(f"{source}: {said}; nothing was unpacked") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return listed


def _info(name: str) -> zipfile.ZipInfo:
    """How a member is written: a plain file that its owner may write, without a time."""
    info = zipfile.ZipInfo(name, _WHEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    info.create_system = 3
    return info


def _put(archive: zipfile.ZipFile, name: str, file: BinaryIO) -> Member:
    """Copy a file into the zip; gives its size and hash."""
    digest, size = sha256(), 0
    with archive.open(_info(name), "w", force_zip64=True) as member:
        while piece := file.read(_PART):
            member.write(piece)
            digest.update(piece)
            size += len(piece)
    return Member(bytes=size, sha256=digest.hexdigest())


def _check_end(file: BinaryIO) -> None:
    """Look at the record at the end, before the zip's own list of members is read into memory."""
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES:,} bytes")
    file.seek(max(size - _END.size, 0))
    end = file.read()
    if len(end) < _END.size:
        raise ValueError("it is cut off, or no zip at all")
    signature, _, _, _, members, listed, _, comment = _END.unpack(end)
    if signature != b"PK\5\6" or comment:
        raise ValueError("it is cut off, or no zip at all")
    # A zip with more members than this field holds says so in another record, which then counts.
    if listed > MOST_IN_LIST or members > MOST_FILES:
        raise ValueError("it has more members than a bundle can have")
    file.seek(0)


def _checked(archive: zipfile.ZipFile, file: BinaryIO) -> Listed:
    """The list of a bundle, once the zip's own list of its members has been checked."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(names) > MOST_FILES:
        raise ValueError("it has more members than a bundle can have")
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError("it has two members of one name")
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if fault := _bad_name(info.orig_filename):
            raise ValueError(f"{fault}: {info.orig_filename[:80]!r}")
        if kind not in (0, stat.S_IFREG) or info.is_dir():
            raise ValueError(f"{info.filename[:80]!r} is a link, a folder or a device, no plain file")
        if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"{info.filename[:80]!r} is encrypted, or packed in an unknown way")
    size = file.seek(0, 2)
    most = min(max(SWELLS * size, LEAST_SWELL), MOST_BYTES)
    if sum(info.file_size for info in infos) > most:
        raise ValueError(f"it would unpack to more than {most:,} bytes, {SWELLS} times what it is")
    if LIST not in names:
        raise ValueError(f"it has no {LIST}: it is no bundle of whitecell")
    if archive.getinfo(LIST).file_size > MOST_IN_LIST:
        raise ValueError(f"its {LIST} is too large")
    try:
        listed = Listed.model_validate(read_json(archive.read(LIST)))
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])[:80]
        raise ValueError(f"its {LIST} is not as it should be, at {place!r}") from None
    if set(listed.files) != set(names) - {LIST}:
        raise ValueError(f"its members are not those that its {LIST} names")
    wrong = [n for n, member in listed.files.items() if archive.getinfo(n).file_size != member.bytes]
    if wrong:
        raise ValueError(f"{wrong[0][:80]!r} has another size than it should have")
    return listed


def _take(archive: zipfile.ZipFile, name: str, member: Member, path: Path) -> None:
    """Write a member to the disk and see that it is what the list says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with archive.open(name) as packed, disk.fresh(path, over=False) as part, part.open("wb") as file:
        while piece := packed.read(_PART):
            size += len(piece)
            if size > member.bytes:
                raise ValueError(f"{name[:80]!r} is larger than it says")
            digest.update(piece)
            file.write(piece)
    if size != member.bytes or digest.hexdigest() != member.sha256:
        raise ValueError(f"{name[:80]!r} is not what was packed: its hash differs")


def _bad_name(name: str) -> str:
    """Why no member may have this name; empty if it may."""
    if len(name) > LONGEST or not name.isprintable() or not name:
        return "a name is empty, too long, or has characters that cannot be printed"
    if "\\" in name or ":" in name or name.startswith("/"):
        return "a name leads out of the folder"
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts) or len(parts) > DEEPEST:
        return "a name leads out of the folder"
    if any(part.endswith((".", " ")) or part.split(".")[0].casefold() in _RESERVED for part in parts):
        return "a name is not one that every system can hold"
    return "" if str(PurePosixPath(name)) == name else "a name leads out of the folder"
