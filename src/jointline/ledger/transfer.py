"""Statements out to CSV, JSON Lines and XLSX, and in again from CSV and JSON Lines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from jointline.errors import JointlineError, suggest
from jointline.files import whole
from jointline.ledger.statement import FIELD_NAMES, Statement, as_texts, make_statement

FORMATS = ("csv", "jsonl", "xlsx")
_MAX_PROBLEMS = 20
_LONGEST_FIELD = 1 << 26  # characters
_XLSX_CELL = 32767
# a spreadsheet runs a cell that begins with one of these as a formula; with East Asian settings their wide forms too
_BEGINS = "=+-@\t\r\n＝＋－＠"
_GUARDED = "'" + _BEGINS
_FORMULA = re.compile(f"'*[{re.escape(_BEGINS)}]")


def guard(text: str) -> str:
    """*text* with an apostrophe put before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text and text[0] in _GUARDED and _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Undo ``guard``: ``unguard(guard(t)) == t`` for every text."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def write_csv(statements: Iterable[Statement], path: Path) -> int:
    """Write *statements* as UTF-8 CSV with the field table's header; returns how many."""
    with atomic(path) as handle:
        return dump_csv(statements, handle)


def dump_csv(statements: Iterable[Statement], handle: IO[str]) -> int:
    """Write *statements* as CSV to an open text file; returns how many."""
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(FIELD_NAMES)
    n = 0
    for n, s in enumerate(statements, 1):  # noqa: B007 - n is the count
        writer.writerow([guard(t) for t in as_texts(s)])
    return n


def dump_jsonl(statements: Iterable[Statement], handle: IO[str]) -> int:
    """Write *statements* as JSON Lines (what was not said is left out); returns how many."""
    n = 0
    for n, s in enumerate(statements, 1):  # noqa: B007 - n is the count
        row = {k: v for k, v in s.as_dict().items() if v is not None and v != []}
        handle.write(json.dumps(row, ensure_ascii=False) + "\n")
    return n


def write_xlsx(statements: Iterable[Statement], path: Path) -> int:
    """Write *statements* as a workbook with a second sheet that describes the columns; returns how many."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    try:
        n = _fill(book, statements, path)
        with atomic(path, binary=True) as handle:
            book.save(handle)
    except BaseException:
        for sheet in book.worksheets:  # a half-written sheet complains on stderr when it is thrown away
            if not sheet.closed:
                sheet.close()
        raise
    return n


def _fill(book: Any, statements: Iterable[Statement], path: Path) -> int:
    from openpyxl.cell import WriteOnlyCell

    from jointline.ledger.fieldtable import field_table

    sheet = book.create_sheet("statements")
    sheet.append(list(FIELD_NAMES))
    n = 0
    for n, s in enumerate(statements, 1):  # noqa: B007 - n is the count
        sheet.append([_text_cell(WriteOnlyCell(sheet), s, text, path) for text in as_texts(s)])
    about = book.create_sheet("columns")
    about.append(["field", "type", "unit", "description"])
    for f in field_table("jointline.ledger", "statement"):
        about.append([f.field, f.type, f.unit, f.description])
    return n


def _text_cell(cell: Any, s: Statement, text: str, path: Path) -> Any:
    if len(text) > _XLSX_CELL:  # openpyxl would cut it off without a word
        raise JointlineError(
            f"statement {s.id} has a text of {len(text)} characters; a cell holds {_XLSX_CELL}",
            where=str(path), remedy="Export it as .csv or .jsonl.",
        )  # fmt: skip
    cell.value = text
    cell.data_type = "s"  # text stays text: openpyxl would read =... as a formula
    return cell


@contextmanager
def atomic(path: Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A file that appears whole or not at all: written beside *path* and then put in its place."""
    try:
        with (
            whole(path) as part,
            part.open("wb") if binary else part.open("w", encoding="utf-8", newline="") as handle,
        ):
            yield handle
    except OSError as error:
        raise JointlineError(f"cannot write: {error.strerror or error}", where=str(path)) from None


def read_statements(
    path: Path, *, recorded_by: str = "", progress: Callable[[int], None] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Iterator[Statement]:  # fmt: skip
    """The checked statements of a CSV or JSON Lines file, in file order.

    Every row is checked; the first faults are gathered and raised together as one ``JointlineError`` that
    names file, line and field each. ``progress`` is called with the number of bytes read so far. ``kinds`` gives
    the kind of speaker by name, for rows that do not say it.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("csv", "jsonl", "ndjson"):
        raise JointlineError(
            f"{path.suffix or 'a file without ending'} is not read here",
            where=str(path), remedy="Give a .csv or a .jsonl file as jointline export writes them.",
        )  # fmt: skip
    rows = _csv_rows(path, progress) if kind == "csv" else _jsonl_rows(path, progress)
    problems: list[JointlineError] = []
    for line, raw in rows:
        try:
            if isinstance(raw, JointlineError):
                raise raw
            if kinds and "speaker_kind" not in raw and raw.get("said_by") in kinds:
                raw = {**raw, "speaker_kind": kinds[raw["said_by"]]}
            statement = make_statement(raw, recorded_by=recorded_by)
        except JointlineError as error:
            problems.append(error.at(f"line {line}"))
            if len(problems) >= _MAX_PROBLEMS:
                break
            continue
        if not problems:
            yield statement
    if problems:
        raise _together(path, problems)


def _together(path: Path, problems: list[JointlineError]) -> JointlineError:
    if len(problems) == 1:
        return problems[0].at(str(path))
    more = "" if len(problems) < _MAX_PROBLEMS else " (and perhaps more)"
    lines = "\n".join(f"  {p.where}: {p.message}" + (f" {p.remedy}" if p.remedy else "") for p in problems)
    return JointlineError(f"{len(problems)} rows{more} cannot be read; nothing was taken in:\n{lines}", where=str(path))


@contextmanager
def _open_text(path: Path) -> Iterator[IO[str]]:
    try:
        with path.open("rb") as probe:
            head = probe.read(4)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise JointlineError("is UTF-16", where=str(path), remedy="Save it as UTF-8.")
        if head[:2] == b"PK":
            raise JointlineError("is a workbook or archive", where=str(path), remedy="Export it as CSV first.")
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield handle
    except UnicodeDecodeError as error:
        raise JointlineError(
            f"is not UTF-8 (byte 0x{error.object[error.start]:02x})", where=str(path),
            remedy="Find its encoding (a Chinese file is often Big5 or GB18030) and convert it: "
            f"iconv -f BIG5 -t UTF-8 {path.name}",
        ) from None  # fmt: skip
    except FileNotFoundError:
        raise JointlineError("there is no such file", where=str(path)) from None
    except IsADirectoryError:
        raise JointlineError("is a directory", where=str(path), remedy="Give one file.") from None
    except OSError as error:
        raise JointlineError(f"cannot be read: {error.strerror or error}", where=str(path)) from None


def _csv_rows(
    path: Path, progress: Callable[[int], None] | None
) -> Iterator[tuple[int, dict[str, str] | JointlineError]]:
    csv.field_size_limit(_LONGEST_FIELD)  # Python's own limit is below what an export may have written
    with _open_text(path) as handle:
        reader = csv.reader(handle, strict=True)
        try:
            header = next(reader, None)
            if not header:
                raise JointlineError("is empty", where=str(path), remedy=f"The header is {','.join(FIELD_NAMES)}")
            _check_header(path, header)
            width = len(header)
            for row in reader:
                line = reader.line_num
                if progress and line % 1000 == 0:
                    progress(handle.buffer.tell())  # type: ignore[attr-defined]
                if not row:
                    continue
                if len(row) != width:
                    yield line, JointlineError(f"has {len(row)} fields where the header has {width}")
                else:
                    yield line, {k: v if v[0] != "'" else unguard(v) for k, v in zip(header, row, strict=True) if v}
        except csv.Error as error:
            raise JointlineError(
                f"is broken CSV: {error}", where=f"{path}, line {reader.line_num}",
                remedy="A quote inside a quoted field is written twice.",
            ) from None  # fmt: skip


def _check_header(path: Path, header: list[str]) -> None:
    for name in header:
        if name not in FIELD_NAMES:
            raise JointlineError(
                f"there is no field {name!r}", where=f"{path}, line 1", remedy=suggest(name, FIELD_NAMES)
            )
    doubled = {n for n in header if header.count(n) > 1}
    if doubled:
        raise JointlineError(f"the column {min(doubled)!r} stands twice", where=f"{path}, line 1")
    missing = [n for n in ("subject", "property", "value", "standing", "stated_on", "source") if n not in header]
    if missing:
        raise JointlineError(f"the column {missing[0]!r} is missing", where=f"{path}, line 1")


def _jsonl_rows(
    path: Path, progress: Callable[[int], None] | None
) -> Iterator[tuple[int, dict[str, Any] | JointlineError]]:
    with _open_text(path) as handle:
        for line, text in enumerate(handle, 1):
            if progress and line % 1000 == 0:
                progress(handle.buffer.tell())  # type: ignore[attr-defined]
            if not text.strip():
                continue
            try:
                row = _DECODER.decode(text)
            except JointlineError as error:
                yield line, error
                continue
            except json.JSONDecodeError as error:
                yield line, JointlineError(f"is not JSON: {error.msg} at column {error.colno}")
                continue
            except ValueError:  # Python refuses integers of thousands of digits
                yield line, JointlineError("holds a number too long to read")
                continue
            except RecursionError:
                yield line, JointlineError("is nested too deeply")
                continue
            if isinstance(row, dict):
                yield line, row
            else:
                yield line, JointlineError("is not a JSON object")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        raise JointlineError(f"the key {next(n for n in names if names.count(n) > 1)!r} stands twice")
    return row


def _no_number(text: str) -> None:
    raise JointlineError(f"{text} is not a value")


_DECODER = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_number)  # json.loads makes one a line
