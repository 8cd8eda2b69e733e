"""Two-line rows in aligned columns, drawn straight into segments: Rich's own table takes ten times as long, which
shows with thousands of cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style

_GAP = 1  # blank columns between two columns


@dataclass(frozen=True, slots=True)
class Column:
    """One column: at least ``width`` cells, a share of what is left (``ratio``), cut with an ellipsis or never."""

    title: str
    width: int
    ratio: int = 0
    right: bool = False
    keep: bool = False  # as wide as its widest first line: a number or name that must not be cut


@dataclass(frozen=True, slots=True)
class Rows:
    """A head and rows of cells; a cell is its upper and its lower line. The first column's upper line is bold.

    ``single``: rows of one line.
    """

    columns: Sequence[Column]
    cells: Sequence[Sequence[tuple[str, str]]]
    single: bool = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        bold, dim = Style(bold=True), Style(dim=True)
        widths = self._widths(options.max_width)
        yield Segment(self._line([c.title for c in self.columns], widths), bold)
        yield Segment.line()
        for row in self.cells:
            first, *rest = (self._fit(i, upper, widths[i]) for i, (upper, _) in enumerate(row))
            yield Segment(first, bold)
            yield Segment(" " + " ".join(rest))
            yield Segment.line()
            if self.single:
                continue
            yield Segment(self._line([lower for _, lower in row], widths), dim)
            yield Segment.line()

    def _widths(self, total: int) -> list[int]:
        widths = []
        for i, c in enumerate(self.columns):
            widest = max((cell_len(row[i][0]) for row in self.cells), default=0) if c.keep else 0
            widths.append(max(c.width, widest))
        left = total - sum(widths) - _GAP * (len(widths) - 1)
        shares = sum(c.ratio for c in self.columns)
        for i, c in enumerate(self.columns):
            if c.ratio and left > 0:
                widths[i] += left * c.ratio // shares
        return widths

    def _line(self, texts: Sequence[str], widths: Sequence[int]) -> str:
        return " ".join(self._fit(i, text, widths[i]) for i, text in enumerate(texts))

    def _fit(self, column: int, text: str, width: int) -> str:
        length = len(text) if text.isascii() else cell_len(text)
        if length > width:
            return set_cell_size(text, width - 1) + "…"
        blanks = " " * (width - length)
        return blanks + text if self.columns[column].right else text + blanks
