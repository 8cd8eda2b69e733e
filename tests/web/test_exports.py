"""What is downloaded: the run card goes with it, numbers stay numbers, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from asking import client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from conftest import statement
from jointline.ledger.ledger import open_ledger
from jointline.report.export import BOM, Column, Sheet, csv_text, file_name, xlsx_bytes

HOSTILE = [
    "=HYPERLINK(\"http://evil.example\",\"click\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "＝1+1", "'=1+1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]></script><svg onload=alert(1)>", "javascript:alert(1)",
    "{{7*7}}${7*7}", "\u202egnp.exe",
]  # fmt: skip
FIRST = tuple("=+-@\t\r\n＝＋－＠")
TABULAR = [
    "/api/backlog", "/api/backlog/rules", "/api/case/mq9b", "/api/case/mq9b/why/final_delivery", "/api/changes/2026-10",
    "/api/history", "/api/statements", "/api/sources", "/api/network", "/api/network/check", "/api/approvals",
    "/api/approvals/licensed-production",
]  # fmt: skip


@pytest.fixture(autouse=True)
def own_ledger(ledger_of_the_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One empty ledger for the whole file: what the page keeps in memory is kept from test to test."""
    monkeypatch.setenv("JOINTLINE_LEDGER", str(ledger_of_the_file))
    return ledger_of_the_file


@pytest.fixture(scope="module")
def hostile_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds statements as an enemy would write them."""
    path = tmp_path_factory.mktemp("hostile") / "ledger.sqlite"
    open_ledger(str(path)).add([
        statement(said_by=text.replace("\u202e", ""), note=text.replace("\u202e", ""), quote=text.replace("\u202e", ""),
                  via=[text.replace(";", ",").replace("\u202e", "")], source=f"https://example.org/{i}?{text}".replace("\u202e", ""),
                  value=f"20{28 + i}-01")
        for i, text in enumerate(HOSTILE)
    ])  # fmt: skip
    return path


@pytest.fixture
def hostile(hostile_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of that ledger."""
    monkeypatch.setenv("JOINTLINE_LEDGER", str(hostile_ledger))
    return client()


@pytest.mark.parametrize(
    ("view", "has"),
    [
        ("backlog?month=2024-10", "Harpoon Coastal Defense Systems"), ("case/mq9b?as_of=2026-03-31", "MQ-9B"), ("lab?as_of=2026-03-31", "months"), ("scores", "CRPS"),
        ("method", "published"), ("why/mq9b/value?as_of=2026-03-31", "600.0"), ("statements?ids=da7102d2482b7fe205fa", "da7102d2482b7fe205fa"),
        ("case/mq9b/forecast?methods=all&as_of=2026-03-31", "P90"),
    ],
)  # fmt: skip
def test_every_view_hands_out_its_tables(view: str, has: str) -> None:
    page = client()
    links = html.document_fromstring(page.get(f"/en/{view}").text).xpath("//footer//a[@data-tables]/@href")
    assert [x.partition("?")[0].rpartition(".")[2] for x in links] == ["csv", "xlsx"]
    rows = rows_of(page.get(links[0]))
    assert rows[0][0].startswith("# run card: version ") and "view " in rows[0][0]
    book = openpyxl.load_workbook(io.BytesIO(page.get(links[1]).content))
    assert book.sheetnames[-2:] == ["columns", "run card"] and len(book.sheetnames) > 2
    cells = [
        str(c) for w in book.worksheets[:-2] for row in w.iter_rows(values_only=True) for c in row if c is not None
    ]
    text = {number_or_text(c) for row in rows for c in row}
    assert any(has in str(c) for row in rows for c in row)
    assert {number_or_text(c) for c in cells if not c.startswith(FIRST)} <= text


def number_or_text(cell: str) -> float | str:
    return float(cell) if is_number(cell) else cell


def test_a_file_is_no_view() -> None:
    for address in (
        "/en/tables/tables/backlog.csv.csv",
        "/en/tables/chart/history.svg.csv",
        "/en/tables/no-such.xlsx",
        "/en/tables/evidence.csv",
    ):
        assert client().get(address).status_code in (404, 422)


@pytest.mark.parametrize("path", ["%00", "a%00b", "%0a", "%7f", "", "..", "%2e%2e/en/backlog", "backlog/..", "backlog//", "%2e/backlog",
                                  "%3Fa", "%23", "backlog%3Fmonth=2026-01", "%ff", "%e2%80%ae", "臺灣", "http:%2F%2Fexample.org", "%5c..%5c", "a" * 190])  # fmt: skip
def test_an_address_that_is_none_has_no_tables(path: str) -> None:
    page = client()
    for ending in ("csv", "xlsx"):
        assert page.get(f"/en/tables/{path}.{ending}").status_code == 404, path
    assert page.get("/en/tables/" + "a" * 5000 + ".csv").status_code in (404, 422)


def test_no_cell_of_a_view_becomes_a_formula(hostile: Any) -> None:
    for row in rows_of(hostile.get("/en/tables/case/mq9b.csv")):
        assert not [c for c in row if c.startswith(FIRST) and not is_number(c)]


def rows_of(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    text = answer.content.decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM))))


@pytest.mark.parametrize("address", TABULAR)
def test_no_cell_of_a_csv_file_is_a_formula(hostile: Any, address: str) -> None:
    card, header, *rows = rows_of(hostile.get(f"{address}.csv"))
    assert len(card) == 1 and card[0].startswith("# run card: version ")
    assert rows or address == "/api/network/check"  # nothing is wrong with the shipped network
    for row in rows:
        assert len(row) == len(header)
        for cell in row:
            assert not cell.startswith(FIRST) or is_number(cell), cell
    assert len(rows_of(hostile.get(f"{address}.csv?card=false"))) == len(rows) + 1


@pytest.mark.parametrize("address", TABULAR)
def test_no_cell_of_a_workbook_is_a_formula(hostile: Any, address: str) -> None:
    answer = hostile.get(f"{address}.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[-2:] == ["columns", "run card"]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b"), (sheet.title, cell.coordinate, cell.value)
                if isinstance(cell.value, str) and cell.value.startswith(FIRST):
                    assert cell.quotePrefix, cell.value


def test_hostile_words_reach_the_export_whole(hostile: Any) -> None:
    _, header, *rows = rows_of(hostile.get("/api/statements.csv?own=true"))
    notes = {r[header.index("note")] for r in rows}
    for text in (t.replace("\u202e", "") for t in HOSTILE):
        assert text in notes or f"'{text}" in notes


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_hostile_words_are_text_on_every_page(hostile: Any, lang: str) -> None:
    ids = ",".join(s["id"] for s in hostile.get("/api/statements?own=true").json()["statements"])
    views = ["backlog", "case/mq9b", "lab", "evidence", "scores", "method", f"statements?ids={ids}"]
    for view in views:
        text = hostile.get(f"/{lang}/{view}").text
        for tag in ("<script>alert", "<img src=x", "<svg onload"):
            assert tag not in text, (view, tag)
        assert 'href="javascript:' not in text


def test_numbers_stay_numbers_and_dates_keep_their_precision() -> None:
    page = client()
    _, header, *rows = rows_of(page.get("/api/backlog.csv?as_of=2025-11-30"))
    book = openpyxl.load_workbook(io.BytesIO(page.get("/api/backlog.xlsx?as_of=2025-11-30").content))
    made = page.get("/api/backlog?as_of=2025-11-30").json()
    at = header.index("value_usd_m")
    assert [float(r[at]) for r in rows if r[at]] == [
        r["value_usd_m"] for r in made["rows"] if r["value_usd_m"] is not None
    ]
    sheet = book["rows"]
    column = [c.value for c in sheet[1]].index("value_usd_m") + 1
    assert [sheet.cell(i + 2, column).value for i in range(len(made["rows"]))] == [
        r["value_usd_m"] for r in made["rows"]
    ]
    promised = [c.value for c in sheet[1]].index("promised_on") + 1
    assert [sheet.cell(i + 2, promised).value for i in range(len(made["rows"]))] == [
        r["promised_on"] for r in made["rows"]
    ]
    card = {r[0].value: r[1].value for r in book["run card"].iter_rows()}
    assert card["data"] == made["run"]["data"] and card["as_of"] == "2025-11-30"
    about = {(r[0].value, r[1].value): (r[3].value, r[4].value) for r in book["columns"].iter_rows(min_row=2)}
    assert about["rows", "value_usd_m"][0] == "US$ million"


def test_the_same_question_gives_the_same_bytes() -> None:
    for ending in ("csv", "xlsx"):
        a, b = (client().get(f"/api/history.{ending}").content for _ in range(2))
        assert a == b


def test_files_are_named_after_what_they_hold() -> None:
    page = client()
    names = {
        "/api/backlog.csv?as_of=2026-03-31": "jointline-backlog-2026-03-31.csv",
        "/api/case/mq9b.xlsx?as_of=2026-03-31": "jointline-case-mq9b-2026-03-31.xlsx",
        "/api/changes/2025-11.csv": "jointline-changes-2025-11.csv",
        "/api/history.csv?from=2024-10&to=2025-01": "jointline-history-2025-01-31.csv",
    }  # fmt: skip
    for address, name in names.items():
        assert page.get(address).headers["content-disposition"] == f'attachment; filename="{name}"'
    assert file_name("case", '../x"\r\ny', ending="csv") == "jointline-case-x-y.csv"


def test_a_file_of_statements_can_be_imported_again(tmp_path: Any, monkeypatch: Any) -> None:
    from jointline import import_statements

    monkeypatch.setenv("JOINTLINE_LEDGER", str(tmp_path / "own.sqlite"))
    open_ledger().add([statement(note=t) for t in ("=1+1", "＝1", "'=x", "臺灣")])
    path = tmp_path / "own.csv"
    path.write_bytes(client().get("/api/statements.csv?own=true&card=false").content)
    monkeypatch.setenv("JOINTLINE_LEDGER", str(tmp_path / "other.sqlite"))
    assert import_statements(path).added == 4
    assert {s["note"] for s in client().get("/api/statements?own=true").json()["statements"]} == {
        "=1+1",
        "＝1",
        "'=x",
        "臺灣",
    }


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(st.lists(st.tuples(TEXT, st.floats(allow_nan=False, allow_infinity=False) | st.none()), max_size=5))
def test_any_text_comes_back_from_both_files(rows: list[tuple[str, float | None]]) -> None:
    columns = [Column("words", "text", "", ""), Column("n", "number", "", "")]
    data = [{"words": w, "n": n} for w, n in rows]
    read = list(csv.reader(io.StringIO(csv_text(columns, data, None).removeprefix(BOM), newline="")))[1:]
    for (text, n), cells in zip(rows, read, strict=True):
        assert cells[0].removeprefix("'") == text.removeprefix("'") and not cells[0].startswith(FIRST)
        assert cells[1] == ("" if n is None else str(n))
    openpyxl.load_workbook(io.BytesIO(xlsx_bytes([Sheet("t", columns, data)], {"version": "1"})))


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("lang", "low"), [("en", "Months saved, final delivery: low"), ("zh-TW", "節省月數（全數交付）：下限")]
)
def test_a_range_below_its_figure_has_columns_of_its_own_and_a_drawing_none(lang: str, low: str) -> None:
    answer = client().get(f"/{lang}/tables/lab.xlsx?option=priority&as_of=2025-05-31")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    figures, cases = (list(w.iter_rows(values_only=True)) for w in book.worksheets[:2])
    at = figures[0].index(low)
    middle, first, last = figures[2][at - 1 : at + 2]
    assert all(isinstance(v, int | float) for v in (middle, first, last)) and first <= middle <= last
    assert not {"Picture", "圖示"} & set(cases[0]) and book.sheetnames[0] in ("1 The figures", "1 數據")
