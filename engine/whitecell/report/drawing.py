"""Vega-Lite specifications as pictures by vl-convert, without a browser. Needs the extra ``report``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from typing import Any, TypeAlias

VERSION = "5.21"
"""Of Vega-Lite."""


def able() -> bool:
    """Whether the library is there."""
    return find_spec("vl_convert") is not None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is still to be drawn; see :func:`svg`, whose parameters it holds."""

    spec: dict[str, Any]
    key: str
    said: str

    def svg(self) -> str:
        """The chart as an ``<svg>`` element."""
        return svg(self.spec, self.key, self.said)


Picture: TypeAlias = "str | Chart"
"""An ``<svg>`` element, or a chart that becomes one."""


def shown(picture: Picture) -> str:
    """A picture as an ``<svg>`` element, drawn now if it was not before."""
    return picture if isinstance(picture, str) else picture.svg()


def svg(spec: dict[str, Any], key: str, said: str) -> str:
    """A chart as an ``<svg>`` element to stand in a page.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.
    key : str
        Begins every ``id``, so that several may stand in a page.
    said : str
        The chart in words, for those who do not see it; escaped.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, show_warnings=False)
    drawn = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', drawn)
    drawn = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", drawn)
    # The picture is one image with a name of its own; parts without names would be read as images too.
    drawn = re.sub(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")', "", drawn)
    drawn = re.sub(r"<svg [^>]*?viewBox=", '<svg xmlns="http://www.w3.org/2000/svg" viewBox=', drawn, count=1)
    head = f'role="img" aria-label="{escape(said)}"'
    return drawn.replace("<svg ", f"<svg {head} ", 1)


def png(picture: str, scale: float = 2.0) -> bytes:
    """An ``<svg>`` element as a PNG picture."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(picture, scale=scale))


def pdf(picture: str) -> bytes:
    """An ``<svg>`` element as a PDF page."""
    import vl_convert

    return bytes(vl_convert.svg_to_pdf(picture))
