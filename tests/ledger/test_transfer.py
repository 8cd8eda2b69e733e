"""Statements out and in again: CSV, JSON Lines, XLSX, whole files or none, and no formula in any of them."""

from __future__ import annotations

import csv
import gc
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import statement
from jointline.errors import JointlineError
from jointline.ledger.exchange import Added, export_statements, import_statements
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import FIELD_NAMES, Statement, as_texts
from jointline.ledger.transfer import FORMATS, atomic, guard, read_statements, unguard, write_csv, write_xlsx
from statement_strategies import TEXTS, statement_sets

FORMULA_SIGNS = "=+-@\t\r"
TRICKY = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''=1", "'quoted'", '"', '""', ",", ";", "a\nb", "臺灣：「交付」", "a\u2028b",
          "\ufeff", "#N/A", "TRUE", "2026-10-02", "001", "1e5", "NULL", "\\N", "{}", "<b>", "%s", "_x0041_"]  # fmt: skip


def tricky(*texts: str) -> list[Statement]:
    """Statements with every text in every field that takes a text."""
    return [
        statement(property="title", value=t, said_by=t, via=[t], item=t, source=t, quote=t, note=t, original=t,
                  recorded_by=t)
        for t in texts
    ]  # fmt: skip


written_texts = TEXTS.filter(str.strip)
ledgers = st.one_of(
    statement_sets(),
    st.lists(written_texts, max_size=4, unique_by=str.strip).map(lambda texts: tricky(*texts)),
)


def unchanged(found: list[Statement], ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"statements{ending}"
        assert export_statements(path, found) == len(found)
        assert list(read_statements(path)) == found
        assert [p.name for p in Path(folder).iterdir()] == [path.name]


@given(ledgers)
@example(tricky(*TRICKY))
@example([])
def test_csv_gives_back_the_same_statements(found: list[Statement]) -> None:
    unchanged(found, ".csv")


@given(ledgers)
@example(tricky(*TRICKY))
@example([])
def test_json_lines_give_back_the_same_statements(found: list[Statement]) -> None:
    unchanged(found, ".jsonl")


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_the_shipped_statements_survive_a_journey(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"all{ending}"
    shipped = list(open_ledger().statements())
    assert export_statements(path) == len(shipped) > 1000
    assert list(read_statements(path)) == shipped


def test_the_same_statements_make_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    write_csv(tricky(*TRICKY), one)
    export_statements(other, read_statements(one))
    assert one.read_bytes() == other.read_bytes()


def test_what_was_not_said_is_left_out_of_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    export_statements(path, [statement()])
    row = json.loads(path.read_text(encoding="utf-8"))
    assert set(row) < set(FIELD_NAMES)
    assert not {"quote", "via", "n_sources", "supersedes"} & set(row)
    assert row["hedged"] is False


# no cell is a formula


@given(st.text(st.sampled_from("'=+-@\t\rab"), max_size=6) | st.text(max_size=8))
def test_guarding_is_undone_without_loss_and_leaves_no_formula(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in FORMULA_SIGNS or text == ""
    assert guard(text) in (text, f"'{text}")


@given(st.text(st.sampled_from("'=+-a"), max_size=5), st.text(st.sampled_from("'=+-a"), max_size=5))
def test_two_texts_never_share_one_guarded_text(one: str, other: str) -> None:
    assert (guard(one) == guard(other)) is (one == other)


def test_no_csv_cell_begins_like_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "tricky.csv"
    write_csv(tricky(*TRICKY), path)
    with path.open(encoding="utf-8", newline="") as handle:
        cells = [cell for row in csv.reader(handle) for cell in row]
    assert len(cells) == (len(TRICKY) + 1) * len(FIELD_NAMES)
    assert [cell for cell in cells if cell[:1] and cell[0] in FORMULA_SIGNS] == []


def test_every_cell_of_a_workbook_is_text_and_none_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "tricky.xlsx"
    found = [*tricky(*TRICKY), statement(units="-0", n_sources=3)]
    assert write_xlsx(found, path) == len(found)
    book = openpyxl.load_workbook(path)
    rows = list(book["statements"].iter_rows())
    assert tuple(cell.value for cell in rows[0]) == FIELD_NAMES
    for row, s in zip(rows[1:], found, strict=True):
        assert tuple(cell.value or "" for cell in row) == as_texts(s)
        # a blank cell is read back with type n and no value
        assert {cell.data_type for cell in row if cell.value is not None} == {"s"}
    assert {cell.data_type for row in book["columns"].iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert [row[0] for row in book["columns"].iter_rows(min_row=2, values_only=True)] == list(FIELD_NAMES)


def test_a_text_that_no_cell_can_hold_is_refused_rather_than_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    write_xlsx([statement(note="n" * 32767)], path)
    before = path.read_bytes()
    with pytest.raises(JointlineError, match="32768 characters") as raised:
        write_xlsx([statement(note="n" * 32768)], path)
    assert raised.value.where == str(path)
    assert path.read_bytes() == before


# a file appears whole or not at all


class Failure(Exception):
    """Anything that goes wrong while statements are made."""


def failing(error: Exception) -> Iterator[Statement]:
    yield from (statement(note=str(i)) for i in range(50))
    raise error


@pytest.mark.parametrize("old", [None, "what was there before\n"])
@pytest.mark.parametrize("ending", [f".{name}" for name in FORMATS])
@pytest.mark.parametrize("error", [Failure(), KeyboardInterrupt(), JointlineError("no"), OSError(28, "No space left")])
def test_a_failing_export_leaves_the_old_file_or_none(
    tmp_path: Path, ending: str, old: str | None, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    path = tmp_path / f"out{ending}"
    if old:
        path.write_text(old, encoding="utf-8")
    with pytest.raises((Failure, KeyboardInterrupt, JointlineError, OSError)):
        export_statements(path, failing(error))
    error.__traceback__ = None  # it would keep what was half-written alive
    gc.collect()
    assert complaints == []  # nothing half-written complains on stderr when it is thrown away
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ([path.name] if old else [])
    assert not old or path.read_text(encoding="utf-8") == old


def test_while_a_file_is_written_the_old_one_is_still_there(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    with path.open(encoding="utf-8") as reader:
        with atomic(path) as handle:
            handle.write("new")
            handle.flush()
            assert path.read_text(encoding="utf-8") == "old"
        assert reader.read() == "old"  # who had it open reads it to its end
    assert path.read_text(encoding="utf-8") == "new"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["out.txt"]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_path_below_a_file_cannot_be_written_and_says_so(
    tmp_path: Path, write: Callable[[list[Statement], Path], int]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(JointlineError, match="cannot write") as raised:
        write([statement()], tmp_path / "file" / "out")
    assert raised.value.where == str(tmp_path / "file" / "out")


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with pytest.raises(JointlineError, match="No space left") as raised, atomic(tmp_path / "out"):
        raise OSError(28, "No space left on device")
    assert raised.value.where == str(tmp_path / "out")


# reading


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


HEADER = "subject,property,value,standing,stated_on,source,said_by\n"
ROW = "tw-2020-11-03-mq9b,title,Tanks,official,2024-10-02,u,MND\n"


def test_columns_may_be_few_and_in_any_order_with_blank_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path / "few.csv", ("\ufeff" + HEADER + "\n" + ROW + "\n\n").replace("\n", "\r\n"))
    (found,) = read_statements(path, recorded_by="me")
    assert (found.value, found.recorded_by) == ("Tanks", "me")


def test_the_recorder_of_a_row_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    write_csv([statement(recorded_by="her")], path)
    assert [s.recorded_by for s in read_statements(path, recorded_by="me")] == ["her"]


def test_faults_are_gathered_and_each_is_named_by_line_and_field(tmp_path: Path) -> None:
    rows = [ROW, ROW.replace("title", "titel"), ROW, ROW.replace("2024-10-02", "2024-13"), "a,b\n"]
    with pytest.raises(JointlineError) as raised:
        list(read_statements(write(tmp_path / "bad.csv", HEADER + "".join(rows))))
    message = raised.value.message
    assert raised.value.where == str(tmp_path / "bad.csv")
    assert message.startswith("3 rows cannot be read")
    for text in ("line 3, field property", "line 5, field stated_on", "line 6: has 2 fields where the header has 7"):
        assert text in message


def test_a_fault_behind_a_field_of_several_lines_is_named_by_its_own_line(tmp_path: Path) -> None:
    rows = ROW.replace("Tanks", '"Tanks\nand\nmore"') + ROW.replace("official", "offical")
    with pytest.raises(JointlineError) as raised:
        list(read_statements(write(tmp_path / "bad.csv", HEADER + rows)))
    assert raised.value.where == f"{tmp_path / 'bad.csv'}, line 5, field standing"


def test_a_file_of_faults_only_is_given_up_after_twenty(tmp_path: Path) -> None:
    with pytest.raises(JointlineError, match=r"20 rows \(and perhaps more\)"):
        list(read_statements(write(tmp_path / "bad.csv", HEADER + ROW.replace("official", "x") * 100)))


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_progress_is_told_in_bytes_and_never_passes_the_end(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"many{ending}"
    export_statements(path, [statement(note=f"{'臺灣' * 200}{i}") for i in range(2500)])
    told: list[int] = []
    assert len(list(read_statements(path, progress=told.append))) == 2500
    assert told == sorted(told) and len(told) >= 2
    assert path.stat().st_size / 4 < told[-1] <= path.stat().st_size
    assert told[1] > path.stat().st_size * 0.7


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ('"value": "a", "value": "b"', "the key 'value' stands twice"),
        ('"value": NaN', "NaN is not a value"),
        ('"value": -Infinity', "-Infinity is not a value"),
        ('"value": ' + "9" * 5000, "a number too long"),
        ('"value": "\\ud800"', "control character"),
        ('"value": ' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_json_that_would_be_read_as_something_else_is_refused(tmp_path: Path, fields: str, message: str) -> None:
    path = write(tmp_path / "bad.jsonl", '{"subject": "tw-1", "property": "title", "source": "u", ' + fields + "}\n")
    with pytest.raises(JointlineError) as raised:
        list(read_statements(path))
    assert message in raised.value.message
    assert raised.value.where.startswith(f"{path}, line 1")


def test_numbers_lists_and_flags_of_json_are_read_as_such(tmp_path: Path) -> None:
    row: dict[str, Any] = {k: v for k, v in statement().as_dict().items() if v is not None}
    row |= {"units": 66, "n_sources": 3, "via": ["Focus Taiwan", "CNA"], "hedged": True, "id": None}
    (found,) = read_statements(write(tmp_path / "one.jsonl", json.dumps(row)))
    assert (found.units, found.n_sources, found.via, found.hedged) == ("66", 3, ("Focus Taiwan", "CNA"), True)


# taking in


def test_an_import_says_what_was_new_and_what_was_there(tmp_path: Path, own_ledger: Path) -> None:
    path, both = tmp_path / "one.csv", tmp_path / "both.jsonl"
    one, other = statement(note="1"), statement(note="2")
    write_csv([one, one], path)
    export_statements(both, [one, other])
    assert import_statements(path) == Added(1, 1, str(own_ledger))
    assert import_statements(path) == Added(0, 2, str(own_ledger))
    assert import_statements(both) == Added(1, 1, str(own_ledger))


def test_shipped_statements_taken_in_again_are_already_there(tmp_path: Path, own_ledger: Path) -> None:
    path = tmp_path / "some.csv"
    some = list(open_ledger().statements())[:5]
    write_csv(some, path)
    done = import_statements(path)
    assert (done.added, done.already_there) == (0, 5)
    assert not own_ledger.exists()


def test_an_import_records_who_took_it_in(tmp_path: Path) -> None:
    path = write(tmp_path / "one.csv", HEADER + ROW)
    import_statements(path)
    store = open_ledger().store
    assert store is not None
    assert [s.recorded_by for s in store.select()] == ["tester"]


def test_a_long_quote_comes_back(tmp_path: Path) -> None:
    long = statement(quote="long " * 60_000 + "end")
    write_csv([long], tmp_path / "long.csv")
    assert list(read_statements(tmp_path / "long.csv")) == [long]
