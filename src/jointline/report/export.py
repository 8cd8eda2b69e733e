"""Tables as CSV and XLSX files, each with the run card that says how to make it again.

A text that a spreadsheet would run as a formula stays a text: in CSV an apostrophe goes before it (the advice of OWASP,
with the wide forms of the signs that East Asian settings take too), in XLSX its cell is typed as text and marked with
the prefix, so that editing it does not run it either. Numbers stay numbers, dates stay texts with their precision.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jointline.errors import JointlineError
from jointline.ledger.fieldtable import Field
from jointline.ledger.transfer import guard
from jointline.report.writable import writable

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # without it Excel reads a CSV file in the code page of the machine, and Chinese is lost
_CELL = 32767  # characters that a cell of a workbook holds
_LONGEST_NAME = 120  # characters of a file's name: with a folder's it stays within what Windows opens
_SEPARATOR = "; "
_TEXTS = ("list of text", "list", "list of number", "list of count")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
Run = Mapping[str, str]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the key in its rows, and what it is.

    key: of a map the name of the field and of the entry, ``categories.munitions``
    """

    key: str
    type: str
    unit: str
    description: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, columns, rows."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]


def sheet(name: str, fields: Sequence[Field], rows: Sequence[Row]) -> Sheet:
    """The flat table of *rows*, whose field table is *fields*: one column a field, one a name of each map.

    Records within a row are left out: they are tables of their own.
    """
    columns: list[Column] = []
    for f in fields:
        if f.type.startswith("map of "):
            inner = f.type.removeprefix("map of ").removesuffix("s")
            names = dict.fromkeys(k for r in rows for k in (r[f.field] or {}))
            columns += [Column(f"{f.field}.{n}", inner, f.unit, f"{f.description}: {n}") for n in names]
        elif _is_flat(f.type):
            columns.append(Column(f.field, f.type, f.unit, f.description))
    return Sheet(name, columns, rows)


def _is_flat(kind: str) -> bool:
    plain = ("text", "date", "number", "count", "flag", "choice", "property", "by property", *_TEXTS)
    return kind in plain


def value(row: Row, column: Column) -> str | int | float | bool | None:
    """What stands in a cell: a number, a flag, a text (a list joined by ``; ``), or nothing."""
    name, _, entry = column.key.partition(".")
    found = row[column.key] if column.key in row else row[name] and row[name].get(entry)
    if isinstance(found, list | tuple):
        return _SEPARATOR.join(str(x) for x in found)
    return found  # type: ignore[no-any-return]


def run_line(run: Run) -> str:
    """The run card as one line: ``# run card: version 0.1.0; data deb77e451430a99c; ...``."""
    return "# run card: " + "; ".join(f"{_one_line(k)} {_one_line(v)}" for k, v in run.items())


def csv_text(columns: Sequence[Column], rows: Iterable[Row], run: Run | None) -> str:
    """A table as CSV in UTF-8 with a byte order mark; the run card, where one is given, is its first line.

    Lines end in CR LF (RFC 4180), flags are yes and no, what is not known is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    if run is not None:
        writer.writerow([run_line(run)])
    writer.writerow([c.key for c in columns])
    for row in rows:
        writer.writerow([_csv_cell(value(row, c)) for c in columns])
    return BOM + out.getvalue()


def _csv_cell(found: str | int | float | bool | None) -> str | int | float:
    if found is None:
        return ""
    if isinstance(found, bool):
        return "yes" if found else "no"
    return guard(found) if isinstance(found, str) else found


def xlsx_bytes(sheets: Sequence[Sheet], run: Run) -> bytes:
    """A workbook: the tables, then ``columns`` (what each column is, with its unit) and ``run card``.

    Raises ``JointlineError`` where a text is longer than a cell holds.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for made in sheets:
        page = book.create_sheet(_title(made.name))
        page.freeze_panes = "A2"
        page.append([_text(page, c.key, bold=True) for c in made.columns])
        for row in made.rows:
            page.append([_xlsx_cell(page, value(row, c)) for c in made.columns])
    about = book.create_sheet("columns")
    about.append([_text(about, t, bold=True) for t in ("table", "column", "type", "unit", "description")])
    for made in sheets:
        for c in made.columns:
            about.append([_text(about, t) for t in (made.name, c.key, c.type, c.unit, c.description)])
    card = book.create_sheet("run card")
    for key, text in run.items():
        card.append([_text(card, key, bold=True), _text(card, text)])
    out = io.BytesIO()
    book.save(out)
    return _timeless(out)


def _timeless(book: io.BytesIO) -> bytes:
    """The workbook without the moment it was made at: the same table is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _MOMENT.sub(b"1980-01-01T00:00:00Z", data)
            kept.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _xlsx_cell(page: Any, found: str | int | float | bool | None) -> Any:
    return _text(page, found) if isinstance(found, str) else found  # nothing stays an empty cell


def _text(page: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if not text:
        return None
    if len(text) > _CELL:  # openpyxl would cut it off without a word
        raise JointlineError(
            f"a text has {len(text):,} characters; a cell of a workbook holds {_CELL:,}", remedy="Take the CSV file."
        )
    cell = WriteOnlyCell(page)
    cell.value = writable(text)
    cell.data_type = "s"  # text stays text: openpyxl would read =... as a formula
    if guard(text) != text:
        cell.quotePrefix = 1
    if bold:
        cell.font = Font(bold=True)
    return cell


def _title(name: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of ``[]:*?/\\``."""
    return re.sub(r"[\[\]:*?/\\]", "-", name)[:31]


def file_name(view: str, *parts: str, ending: str) -> str:
    """``jointline-backlog-2026-03-31.csv``: plain letters, so that it means the same on every system; cut at 120."""
    words = (re.sub(r"[^a-z0-9]+", "-", p.lower()).strip("-")[:60] for p in (view, *parts))
    name = "-".join(["jointline", *(w for w in words if w)])
    return name[: _LONGEST_NAME - len(ending) - 1].rstrip("-") + f".{ending}"


def _one_line(text: str) -> str:
    return re.sub(r"[\n\r\t;]+", " ", writable(str(text))).strip()


def asked_words(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What an address asked for, as a run card says it; a parameter that is given several times is kept whole (``a+b``)."""
    words: dict[str, str] = {}
    for name, value in items:
        words[name] = f"{words[name]}+{value}" if name in words else value
    return words
