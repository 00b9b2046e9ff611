"""Building blocks of a report on a terminal: titles, aligned pairs, tables without frames."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.box import Box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whitecell.report.wording import capital, clean

RULED = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
"""A rule of hyphens under the head and nothing else: the same on a terminal, in a pipe, in a file."""

STACKED = 64
"""Below this width, things that would stand side by side are stacked."""
GAP = 2
"""Characters between columns."""


def title(text: str) -> Text:
    """The first line of a report."""
    return Text(clean(text), style="bold")


def section(text: str) -> list[RenderableType]:
    """A heading with a blank line before it."""
    return ["", Text(clean(text), style="bold")]


def item(text: str | Text, indent: int = 2) -> RenderableType:
    """A line of a list, its continuation indented further."""
    grid = Table.grid(padding=(0, 0))
    grid.add_column(width=2, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text("- "), Text(capital(clean(text))) if isinstance(text, str) else text)
    return Padding(grid, (0, 0, 0, indent - 2))


def pairs(rows: Iterable[tuple[str, str]], width: int, indent: int = 2) -> list[RenderableType]:
    """Labels and their texts in two columns, or stacked if there is no room."""
    rows = [(clean(name), clean(text)) for name, text in rows]
    if not rows:
        return []
    widest = max(len(name) for name, _ in rows)
    if width < STACKED and widest > width // 2:
        stacked: list[RenderableType] = []
        for name, text in rows:
            stacked.append(Padding(Text(f"{name}:"), (0, 0, 0, indent)))
            stacked.append(Padding(Text(text), (0, 0, 0, indent + 2)))
        return stacked
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, text in rows:
        grid.add_row(Text(name), Text(text))
    return [Padding(grid, (0, 0, 0, indent))]


def fitting(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    layouts: Iterable[Sequence[int]],
    width: int,
    right: Collection[int] = (),
) -> list[RenderableType]:
    """Rows as the first table that fits the width, or stacked below the text of their first column.

    Parameters
    ----------
    heads : sequence of str
    rows : sequence of sequence of str
        Each as long as ``heads``; a row whose first cell is empty belongs to the one above.
    layouts : iterable of sequence of int
        Columns of tables, from the widest to the narrowest.
    width : int
        Characters of a line.
    right : collection of int
        Columns of numbers, set flush right.
    """
    for columns in layouts:
        widest = [max(len(heads[k]), *(len(row[k]) for row in rows)) for k in columns]
        if sum(widest) + GAP * (len(columns) - 1) <= width:
            flush = [place for place, k in enumerate(columns) if k in right]
            grid = table(*(heads[k] for k in columns), right=flush, fixed=range(len(columns)))
            for row in rows:
                grid.add_row(*(row[k] for k in columns))
            return [grid]
    stacked: list[RenderableType] = []
    for row in rows:
        stacked += [Text(row[0])] if row[0] else []
        for head, cell in zip(heads[1:], row[1:], strict=True):
            stacked += [Padding(Text(f"{head}: {cell}"), (0, 0, 0, 2))] if cell else []
    return stacked


def table(*heads: str, right: Iterable[int] = (), fixed: Iterable[int] = ()) -> Table:
    """An empty table with a ruled head.

    Parameters
    ----------
    heads : str
        The heads of the columns.
    right : iterable of int
        Columns of numbers, set flush right.
    fixed : iterable of int
        Further columns that are never broken over lines.
    """
    right, fixed = set(right), set(fixed)
    grid = Table(box=RULED, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for number, head in enumerate(heads):
        grid.add_column(
            Text(head),
            justify="right" if number in right else "left",
            no_wrap=number in right or number in fixed,
            overflow="fold",
        )
    return grid
