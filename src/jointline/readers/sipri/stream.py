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
    make, width, separator = head.format.make, head.format.columns, head.separator
    lines = text[head.start :].split("\n")
    index, at = 0, head.start
    while index < len(lines):
        first, begin, raw = index, at, lines[index]
        index, at = index + 1, at + len(raw) + 1
        record = raw.rstrip(";") if head.padded else raw
        if not record or record.isspace():
            continue
        number = head.line + 1 + first
        simple = not _is_quoted(record, separator)
        cells = record.split(separator) if simple else _quoted(record, separator)
        if len(cells) != width:
            simple = False
            taken, record, mended = _mended(lines, first, head, record, cells)
            if mended is None:
                faults.add(number, f"has {len(cells)} cells where the header has {width}: not read")
                continue
            cells = mended
            if taken > 1:
                faults.joined.append(number)
                index = first + taken
                at = begin + sum(len(line) + 1 for line in lines[first:index])
        if wanted is not None and not wanted(cells):
            yield None
            continue
        try:
            yield make(cells, number, begin, begin + len(record), simple)
        except JointlineError as error:
            faults.add(number, f"{error.message}: not read")


def _mended(lines: list[str], first: int, head: Head, record: str, cells: Cells) -> tuple[int, str, Cells | None]:
    """A record of the wrong width put right: (lines it takes, its text, its cells); no cells where that is not sure.

    Too few cells: a stray line end broke it, or a quoted cell runs over lines. Too many: the commas of its comment
    were not taken for part of it. A line that has every cell of its own is never taken for the rest of another.
    """
    width, separator = head.format.columns, head.separator
    if len(cells) > width:
        return 1, record, _with_comment(cells, head.format)
    quoted = _is_quoted(record, separator)
    for more in range(1, _CONTINUED if quoted else 2):
        if first + more >= len(lines):
            break
        line = lines[first + more].rstrip(";") if head.padded else lines[first + more]
        if len(line.split(separator)) >= width:
            break
        record = f"{record}\n{line}"
        found = _quoted(record, separator) if quoted or _is_quoted(line, separator) else record.split(separator)
        if len(found) == width:
            return more + 1, record, found
    return 1, record, None


def _is_quoted(record: str, separator: str) -> bool:
    """Does a cell begin with a quote? One within a cell is an inch, or a name."""
    return '"' in record and (record[0] == '"' or f'{separator}"' in record)


def _quoted(record: str, separator: str) -> Cells:
    """The cells of a record that has quoted ones, which may hold line ends."""
    try:
        return next(csv.reader(record.splitlines(keepends=True), delimiter=separator))
    except (csv.Error, StopIteration):
        return record.split(separator)


def _with_comment(cells: Cells, form: Format) -> Cells | None:
    """Cells with those that belong to the comment put together again."""
    extra = len(cells) - form.columns
    if form.comment is None or extra > 40:
        return None
    at = form.comment
    return [*cells[:at], ",".join(cells[at : at + extra + 1]), *cells[at + extra + 1 :]]
