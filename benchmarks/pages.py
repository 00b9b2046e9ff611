"""Parts of documents that commands write: the lines between two marks."""

from __future__ import annotations

import statistics
import time
from io import BytesIO
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).parents[1] / "docs"


def put(page: Path, part: str, lines: list[str]) -> None:
    """Write lines between ``<!-- part -->`` and ``<!-- /part -->`` of a page.

    Raises
    ------
    ValueError
        If the page has no such marks.
    """
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    text = page.read_text(encoding="utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{page} needs {begin} and {end} once each")
    head, rest = text.split(begin)
    tail = rest.split(end)[1]
    page.write_text(head + "\n".join([begin, "", *lines, "", end]) + tail, encoding="utf-8")


def light(png: bytes) -> bytes:
    """A picture with a palette of 256 colours: a quarter of the size, and enough for maps."""
    made = BytesIO()
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        made, "PNG", optimize=True
    )
    return made.getvalue()


def spread(times: list[float]) -> str:
    """Two cells of a table: the median, and the least and the most."""
    return f"{statistics.median(times):.2f} | {min(times):.2f} – {max(times):.2f}"


def verdict(found: float, aim: float) -> str:
    """Whether a figure is below its aim, in words, and how far it is from it if not."""
    return "met" if found < aim else f"missed: it takes {found / aim:.1f} times as much"


class Yardstick:
    """The machine's speed during a measurement, since the speed of shared machines changes by the hour."""

    def __init__(self) -> None:
        self._times: list[float] = []

    def look(self) -> None:
        """Time a million steps of a plain loop; to be called from time to time."""
        began = time.perf_counter()
        sum(k * k for k in range(1_000_000))
        self._times.append(1000.0 * (time.perf_counter() - began))

    def said(self) -> str:
        """A sentence for a page."""
        low, middle, high = min(self._times), statistics.median(self._times), max(self._times)
        return (
            f"Meanwhile a million steps of a plain loop took {middle:.0f} ms ({low:.0f} – {high:.0f}): "
            "the yardstick for other machines, and other hours on this one."
        )
