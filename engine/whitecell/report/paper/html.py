"""A document as one HTML file that needs nothing else: no network, no font, and no script to be read.

Everything that comes from a scenario is escaped. The page's content security policy forbids loading anything.
It allows one script, which moves the maps and is identified by its hash.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path

from whitecell.report.drawing import shown
from whitecell.report.look import dark, properties
from whitecell.report.maps.frames import Frames
from whitecell.report.maps.night import DAYS, SCRIPT, style
from whitecell.report.paper.blocks import (
    Block,
    Bullets,
    Cards,
    Document,
    Figure,
    Figures,
    Folded,
    Heading,
    Inline,
    Paragraph,
    Span,
    Table,
    figures,
    pieces,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
ICON = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"
_UNSAID = re.compile(r"[^a-z0-9]+")
_JOINT, _BREAK = re.compile(r"([._/])(?=[A-Za-z])"), r"\1<wbr>"
"""Signs between the parts of a long name, after which it may be broken."""
STYLE = Path(__file__).with_name("style.css")
RUNS = "; script-src 'sha256-{}'"
"""Addition to the policy where there are maps."""
MAP = 'class="theatre"'
"""A text that every map contains."""


@lru_cache(maxsize=1)
def maps_script() -> str:
    """The one script of a report: it enlarges and moves maps and steps through their days."""
    return "".join(path.read_text(encoding="utf-8") for path in (SCRIPT, DAYS))


def _hashed(script: str) -> str:
    """The hash by which a policy allows a script.

    Source: W3C (2018), Content Security Policy Level 3, section 6.7.3.3.
    """
    return b64encode(sha256(script.encode()).digest()).decode()


def page(document: Document) -> str:
    """Write a document as HTML."""
    blocks = [*document.blocks, *document.foot]
    heads = [block for block in blocks if isinstance(block, Heading) and block.level == 2]
    # The folded sections already are a list of contents, so a report with a brief needs no other.
    heads = [] if document.folded else heads
    pictures = (figure.picture for figure in figures(blocks))
    mapped = any(isinstance(picture, str) and MAP in picture for picture in pictures)
    script = f'<script type="module">{maps_script()}</script>\n' if mapped else ""
    may = RUNS.format(_hashed(maps_script())) if mapped else ""
    links = "".join(f'<li><a href="#{escape(h.key)}">{escape(h.text)}</a></li>' for h in heads)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}{may}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="whitecell">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="{ICON}">
<title>{escape(document.title)}</title>
<style>
{properties()}{STYLE.read_text(encoding="utf-8")}@media screen and (prefers-color-scheme: dark) {{
{dark()}
}}
{style() if mapped else ""}</style>
</head>
<body>
<a class="skip" href="#content">To the report</a>
<header{' class="short"' if document.folded else ""}>
<h1>{escape(document.title)}</h1>
<p class="about">{escape(document.about)}</p>
{f'<nav aria-label="Sections"><ul>{links}</ul></nav>' if links else ""}
</header>
<main id="content">
{sections(document.blocks, document.folded)}
</main>
<footer>
{_blocks(document.foot)}
</footer>
{script}</body>
</html>
"""


def sections(blocks: Sequence[Block], folded: bool = False) -> str:
    """Blocks in sections that begin with headings of level 2; if ``folded``, all but the first fold."""
    parts: list[str] = []
    end = ""
    for block in blocks:
        if not (isinstance(block, Heading) and block.level == 2):
            parts.append(_block(block))
            continue
        parts.append(end)
        # Every section has a name, for readers who fold it and for screen readers.
        key = escape(block.key or _UNSAID.sub("-", block.text.lower()).strip("-"))
        block = replace(block, key=key)
        if folded and end:
            # The key lies inside, so that a link to it opens what is folded.
            parts.append(
                f'<section aria-labelledby="{key}-title"><details class="part"><summary>'
                f'<h2 id="{key}-title">{escape(block.text)}</h2></summary><div id="{key}">'
            )
            end = "</div></details></section>"
        else:
            look = ' class="brief"' if folded else ""
            parts += [f'<section{look} aria-labelledby="{key}">', _block(block)]
            end = "</section>"
    return "\n".join(part for part in [*parts, end] if part)


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Heading():
            key = f' id="{escape(block.key)}"' if block.key else ""
            return f"<h{block.level}{key}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            look = f' class="{block.look}"' if block.look else ""
            return f"<p{look}>{_inline(block.text)}</p>"
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in block.items)}</{tag}>"
        case Cards():
            return _cards(block)
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)
        case Figures():
            return f'<div class="beside">{"".join(map(_figure, block.figures))}</div>'
        case Folded():
            look = "" if block.paper else ' class="screen"'
            inner = _blocks(block.blocks)
            return f"<details{look}><summary>{escape(block.summary)}</summary>\n{inner}\n</details>"


def _inline(text: Inline) -> str:
    return "".join(map(_span, pieces(text)))


def _span(span: Span) -> str:
    shown = escape(span.text).replace(" %", "\N{NO-BREAK SPACE}%")
    if span.code:
        shown = f"<code>{_JOINT.sub(_BREAK, shown)}</code>"
    if span.value is not None:
        shown = f'<data value="{span.value!r}">{shown}</data>'
    if span.strong:
        shown = f"<strong>{shown}</strong>"
    note = f' title="{escape(span.note)}"' if span.note else ""
    if span.to:
        return f'<a href="#{escape(span.to)}"{note}>{shown}</a>'
    return f"<span{note}>{shown}</span>" if note else shown


def _cards(block: Cards) -> str:
    shown = "".join(
        f"<div><dt>{escape(card.label)}</dt><dd><b>{_inline(card.number)}</b>"
        f"{f' <i>{escape(card.unit)}</i>' if card.unit else ''}"
        f"{f'<small>{_inline(card.more)}</small>' if card.more else ''}</dd></div>"
        for card in block.cards
    )
    return f'<dl class="cards">{shown}</dl>'


def _table(block: Table) -> str:
    def row(tag: str, cells: Sequence[Inline], key: str = "") -> str:
        named = f' id="{escape(key)}"' if key else ""
        shown = []
        for k, cell in enumerate(cells):
            look = ' class="n"' if k in block.right else ""
            scope = ' scope="col"' if tag == "th" else ""
            kind = "th" if tag == "td" and k == 0 else tag
            scope = ' scope="row"' if tag == "td" and k == 0 else scope
            # On a phone a row is a block of cells, each after the head of its column.
            head = f' data-head="{escape(block.heads[k])}"' if kind == "td" else ""
            shown.append(f"<{kind}{scope}{look}{head}>{_inline(cell)}</{kind}>")
        return f"<tr{named}>{''.join(shown)}</tr>"

    keys = block.keys or [""] * len(block.rows)
    body = "\n".join(row("td", cells, key) for cells, key in zip(block.rows, keys, strict=True))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(block.caption)}"><table>'
        f"<caption>{escape(block.caption)}</caption><thead>{row('th', block.heads)}</thead>\n"
        f"<tbody>{body}</tbody></table></div>"
    )


def _figure(block: Figure) -> str:
    wide, narrow = block.frames or ({}, {})
    picture = f"{shown(block.picture)}{_waiting(wide)}"
    if block.narrow:
        small = f"{shown(block.narrow)}{_waiting(narrow)}"
        picture = f'<div class="wide">{picture}</div><div class="narrow">{small}</div>'
    table = _block(Folded("As a table", [block.table])) if block.table else ""
    days = ""
    if block.dates:
        dates = "|".join(date for _, date in block.dates)
        days = f' data-days="{" ".join(str(day) for day, _ in block.dates)}" data-dates="{escape(dates)}"'
    return f"<figure{days}>{picture}<figcaption>{_inline(block.caption)}</figcaption>{table}</figure>"


def _waiting(frames: Frames) -> str:
    """Content of a map's layers from a day on, in a template that browsers draw only when a script asks."""
    layers = "".join(
        f'<g data-layer="{escape(layer)}">'
        + "".join(f'<g data-day="{day}">{drawn}</g>' for day, drawn in told)
        + "</g>"
        for layer, told in frames.items()
    )
    return f"<template><svg>{layers}</svg></template>" if layers else ""
