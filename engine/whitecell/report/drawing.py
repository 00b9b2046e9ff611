"""Vega-Lite specifications as pictures by vl-convert, without a browser. Needs the extra ``report``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from importlib.util import find_spec
from typing import Any, TypeAlias

from whitecell.report.letters import length

VERSION = "5.21"
"""Version of Vega-Lite."""
_TEXT = re.compile(
    r'<text (?P<look>[^>]*font-size="(?P<size>[\d.]+)px"[^>]*(?<!/))>(?P<said>.*?)</text>', re.DOTALL
)
_STEP = re.compile(r' dy="([\d.]+)"')
_LINE = re.compile(r"<tspan([^>]*)>([^<]*)</tspan>")


def able() -> bool:
    """Whether vl-convert is installed."""
    return find_spec("vl_convert") is not None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is not drawn yet; it holds the parameters of :func:`svg`."""

    spec: dict[str, Any]
    key: str
    said: str
    recolour: bool = True

    def svg(self) -> str:
        """The chart as an ``<svg>`` element."""
        return svg(self.spec, self.key, self.said, self.recolour)


Picture: TypeAlias = "str | Chart"
"""An ``<svg>`` element, or a chart that becomes one."""


def shown(picture: Picture) -> str:
    """A picture as an ``<svg>`` element, drawn now if it was not drawn before."""
    return picture if isinstance(picture, str) else picture.svg()


def svg(spec: dict[str, Any], key: str, said: str, recolour: bool = True) -> str:
    """A chart as an ``<svg>`` element to stand in a page; each text keeps its length in any font.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.
    key : str
        Begins every ``id``, so that a page may hold several charts.
    said : str
        The chart in words, for those who do not see it; escaped.
    recolour : bool
        Whether a dark page may change its colours: not if the lightness of a colour stands for a number.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, show_warnings=False)
    drawn = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', drawn)
    drawn = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", drawn)
    # vl-convert completes the address of a link by that of its data sets; it stays in the page.
    drawn = re.sub(r'xlink:href="https?://[^"#]*#', 'href="#', drawn)
    # The picture is one image with a name of its own; parts without names would be read as images too.
    drawn = re.sub(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")', "", drawn)
    drawn = _TEXT.sub(_measured, drawn)
    drawn = re.sub(r"<svg [^>]*?viewBox=", '<svg xmlns="http://www.w3.org/2000/svg" viewBox=', drawn, count=1)
    role = "group" if "<a " in drawn else "img"  # a picture with links is not an image
    look = 'class="drawn" ' if recolour else ""
    head = f'{look}role="{role}" aria-label="{escape(said)}"'
    return drawn.replace("<svg ", f"<svg {head} ", 1)


def _measured(found: re.Match[str]) -> str:
    """A text with its length; each line is a text of its own, since Firefox ignores the length of parts."""
    look, said, size = found["look"], found["said"], float(found["size"])
    bold = 'font-weight="bold"' in look
    if "<tspan" not in said:
        return f"<text {look}{length(unescape(said), size, bold)}>{said}</text>"
    lines, down = [], 0.0
    for where, line in _LINE.findall(said):
        step = _STEP.search(where)
        down += float(step[1]) if step else 0.0
        at = f'{_STEP.sub("", where)} dy="{down:g}"'
        lines.append(f"<text {look}{at}{length(unescape(line), size, bold)}>{line}</text>")
    return "".join(lines)


def png(picture: str, scale: float = 2.0) -> bytes:
    """An ``<svg>`` element as a PNG picture."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(picture, scale=scale))


def pdf(picture: str) -> bytes:
    """An ``<svg>`` element as a PDF page."""
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(picture))
