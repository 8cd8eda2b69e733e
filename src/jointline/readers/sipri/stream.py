"""One pass over a register: every line to a row, broken ones mended where that is sure, the rest reported by line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jointline.errors import JointlineError
from jointline.readers.sipri.formats import Cells, Format, format_of
from jointline.readers.sipri.row import Row

_HEAD = 60  # lines a header is looked for in
_MOST_PROBLEMS = 200
_CONTINUED = 20  # lines a quoted cell may run over


@dataclass(frozen=True, slots=True)
class Head:
    """Where the table begins: its format, separator, the line of the header, the text before it."""

    format: Format
    separator: str
    padded: bool
    line: int
    start: int
    preamble: str


@dataclass(slots=True)
class Faults:
    """What could not be read, by line, and which lines were mended."""

    problems: list[JointlineError] = field(default_factory=list)
    unread: int = 0
    joined: list[int] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.unread += 1
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(JointlineError(message, where=f"line {line}"))


def find_head(text: str) -> Head | None:
    """The header of a register among the first lines of *text*."""
    at = 0
    for number in range(1, _HEAD + 1):
        stop = text.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)]
        for separator in (",", ";", "\t"):
            padded = separator == "," and line.endswith(";")
            found = format_of(_cells(line.rstrip(";") if padded else line, separator))
            if found:
                return Head(found, separator, padded, number, stop + 1 if stop >= 0 else len(text), text[:at])
        if stop < 0:
            return None
        at = stop + 1
    return None


def _cells(line: str, separator: str) -> Cells:
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator))
    except (csv.Error, StopIteration):
        return line.split(separator)


def rows(text: str, head: Head, wanted: Callable[[Cells], bool] | None, faults: Faults) -> Iterator[Row | None]:
    """Every row in file order; ``None`` for one that is not *wanted*. What cannot be read goes to *faults*."""
    make, width, separator, padded = head.format.make, head.format.columns, head.separator, head.padded
    at, number = head.start, head.line
    lines = text[head.start :].split("\n") if head.start else text.split("\n")
    pending: tuple[str, int, int] | None = None  # a record that is not whole yet: its text, line and start
    held = 0
    for raw in lines:
        number += 1
        start, at = at, at + len(raw) + 1
        line = raw.rstrip(";") if padded else raw
        if pending is None:
            if not line or line.isspace():
                continue
            record, first, begin = line, number, start
        else:
            record, first, begin = f"{pending[0]}\n{line}", pending[1], pending[2]
            held += 1
        simple = '"' not in record and pending is None
        if not simple and record.count('"') % 2 and held < _CONTINUED:
            pending = (record, first, begin)
            continue
        cells = record.split(separator) if '"' not in record else _quoted(record, separator)
        if pending is not None and len(cells) != width:
            # the two are no one row: the first is no row at all, the second stands for itself
            faults.add(
                pending[1], f"has {len(_cells(pending[0], separator))} cells where the header has {width}: not read"
            )
            record, first, begin, pending = line, number, start, None
            simple, cells = '"' not in line, _cells(line, separator)
        if len(cells) < width and pending is None:
            pending, held = (record, first, begin), 0
            continue
        if len(cells) > width:
            mended = _mended(cells, head.format)
            if mended is None:
                faults.add(first, f"has {len(cells)} cells where the header has {width}: not read")
                continue
            cells, simple = mended, False
        if pending is not None and first != number:
            faults.joined.append(first)
        pending = None
        if wanted is not None and not wanted(cells):
            yield None
            continue
        try:
            yield make(cells, first, begin, begin + len(record), simple)
        except JointlineError as error:
            faults.add(first, f"{error.message}: not read")
    if pending is not None:
        faults.add(pending[1], f"is cut off: it has fewer than {width} cells")


def _quoted(record: str, separator: str) -> Cells:
    try:
        return [cell for line in csv.reader(record.split("\n"), delimiter=separator) for cell in line]
    except csv.Error:
        return record.split(separator)


def _mended(cells: Cells, form: Format) -> Cells | None:
    """Cells with those that belong to the comment put together again: its commas were not taken for part of it."""
    extra = len(cells) - form.columns
    if form.comment is None or extra <= 0 or extra > 40:
        return None
    at = form.comment
    comment = ",".join(cells[at : at + extra + 1])
    return [*cells[:at], comment, *cells[at + extra + 1 :]]
