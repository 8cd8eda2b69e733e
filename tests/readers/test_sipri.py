"""Registers in every export format, made up row by row: what is uncertain stays so, what is broken is told by line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.ledger.statement import make_statement
from jointline.readers.document import from_bytes
from jointline.readers.read import read

PREAMBLE = (
    "Transfers of major conventional arms from All countries  to All countries . Deals with deliveries{} made for the year range "
    "'{}' to '{}' \nA '?' in a column indicates uncertain data.\nData generated: 18 May 2026 2:29:20 PM\n"
)
WHOLE = PREAMBLE.format(" or orders", "Not specified", "Not specified")
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
ROW = "Taiwan,United States,2020,,40,?,Sentinel-X,air-search radar,12,?,2023; 2024,New,$75 m deal; for the navy,2.5,100,30\n"


def register(text: str):
    result = read(text)
    assert result.kind == "sipri"
    return result


def said(result):
    return [
        (p.statement.property.removeprefix("register_"), p.statement.value, p.statement.hedged)
        for p in result.statements
    ]


def test_a_row_of_the_register_keeps_its_marks():
    result = register(WHOLE + HEADER + ROW)
    (row,) = result.record.rows
    assert (row.supplier, row.recipient, row.ordered_on, row.ordered_on_uncertain) == (
        "United States",
        "Taiwan",
        "2020",
        False,
    )
    assert (row.number_ordered, row.number_ordered_uncertain) == (40, True)
    assert (row.number_delivered, row.number_delivered_uncertain, row.delivered_on) == (12, True, ("2023", "2024"))
    assert (row.tiv_unit, row.tiv_ordered, row.tiv_delivered, row.line) == (2.5, 100.0, 30.0, 5)
    assert said(result) == [
        ("supplier", "United States", False), ("recipient", "Taiwan", False), ("designation", "Sentinel-X", False),
        ("description", "air-search radar", False), ("ordered_on", "2020", False), ("number_ordered", "40", True),
        ("number_delivered", "12", True), ("delivered_on", "2023", False), ("delivered_on", "2024", False), ("status", "New", False),
        ("comment", "$75 m deal; for the navy", False), ("deal_value", "USD 75m", False), ("tiv_unit", "2.5", False),
        ("tiv_ordered", "100", False), ("tiv_delivered", "30", False),
    ]  # fmt: skip
    first = result.statements[0].statement
    assert (first.subject, first.stated_on, first.standing) == ("sipri/usa-twn/2020-sentinel-x", "2026-05-18", "named")
    assert first.said_by == "Stockholm International Peace Research Institute"


def test_a_statement_quotes_its_cell():
    document = from_bytes((WHOLE + HEADER + ROW).encode("cp1252"), name="r.csv")
    for p in read(document).statements:
        s = p.statement
        assert document.text[s.start : s.end] == s.quote and s.value.split()[-1].rstrip("m") in s.quote


def test_what_is_not_known_is_not_said():
    result = register(WHOLE + HEADER + "Taiwan,United States,2023,?,,,Pelican-9,,,,,,,,0,\n")
    assert said(result)[3:] == [("ordered_on", "2023", True)]
    assert result.record.rows[0].number_ordered is None


@pytest.mark.parametrize("words", ["Selected but not yet ordered", "selected 2022 but probably not yet ordered"])
def test_selected_is_not_ordered(words):
    row = f"Taiwan,United States,2025,?,6,?,Pelican-9,transport aircraft,0,,,New,Aid; {words} by end-2025,10,60,0\n"
    properties = {name for name, _, _ in said(register(WHOLE + HEADER + row))}
    assert "selected" in properties and not properties & {"ordered_on", "number_ordered", "tiv_ordered", "comment"}
    assert register(WHOLE + HEADER + row).record.rows[0].selected


@pytest.mark.parametrize(
    ("comment", "value"),
    [("$75 m deal", "USD 75m"), ("For navy; $1.2 b deal; aid", "USD 1200m"), ("Part of $75 m deal", None), ("$75 m deal (part of $420 m deal)", None),
     ("TWD5.8 b ($180 m)", None), ("$17-20 m aid", None), ("Possibly $145 m deal", None)],
)  # fmt: skip
def test_a_deals_value_is_this_rows_alone(comment, value):
    found = {n: v for n, v, _ in said(register(WHOLE + HEADER + ROW.replace("$75 m deal; for the navy", comment)))}
    assert found.get("deal_value") == value


FORMATS = {
    "deliveries": (
        "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,Numbers delivered,"
        "Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production",
        "611,United States,Taiwan,Sentinel-X,air-search radar,Sensors,2020,Yes,12,No,2023,,Second hand,5,2,24,No",
        ("611", "2020", True, None, 12, False, ("2023",), "Second hand", 24.0),
    ),
    "web": (
        "id,tradeId,buyer,seller,orderYr,orderYrEst,units,unitsEst,deliveryYr,status,statusEst,desg,desc,category,reason1700,transferType,locInvolvement,note",
        "1743,476,Taiwan,United States,2020,1.0,40.0,0.0,0,S,0.0,Sentinel-X,air-search radar,Sensors,,,,",
        ("476", "2020", True, 40, None, False, (), "Second hand", None),
    ),
    "report": (
        "Id,Supplier,Recipient,No. ordered,No. ordered data uncertain,Designation,Description,Status,Status data uncertain,Year of order,"
        "Year of order data uncertain,Year(s) of deliveries,No. delivered,Year(s) of delivery or no. delivered data uncertain,Recipient Involvement,Comment",
        '163,United States,Taiwan,40,Yes,Sentinel-X,air-search radar,SecondHand,,2005,Yes,2007 - 2008,12,Yes,,"$45 m deal, aid"',
        ("163", "2005", True, 40, 12, True, ("2007/2008",), "Second hand", None),
    ),
    "window": (
        "buyercod,sellercod,desig2,desc,nrdel,buyer,seller,tivunit,tivorder,tivdel",
        "TAI,USA,Sentinel-X,air-search radar,,Taiwan,United States,2.5,100,0",
        (None, None, False, None, 0, False, (), None, 0.0),
    ),
    "service": (
        "tidn,buyercod,sellercod,odat,odai,onum,onai,ldat,term,desig2,wcat,desc,coprod,nrdel,nrdelai,delyears,buyer,seller,status,tivunit,tivorder,tivdel",
        "77,TAI,USA,2001,?,40,,,,Sentinel-X,Sensors,air-search radar,,12,?,2003; 2004,Taiwan,United States,N,2.5,100,30",
        ("77", "2001", True, 40, 12, True, ("2003", "2004"), "New", 30.0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_format(name):
    header, line, wanted = FORMATS[name]
    result = read(f"{header}\r{line}\r".encode("cp1252"), stated_on="2024-01-01")
    (row,) = result.record.rows
    assert (result.kind, result.record.format) == ("sipri", name)
    assert (row.supplier, row.recipient, row.designation, row.description) == (
        "United States",
        "Taiwan",
        "Sentinel-X",
        "air-search radar",
    )
    assert wanted == (
        row.sipri_id, row.ordered_on, row.ordered_on_uncertain, row.number_ordered, row.number_delivered, row.number_delivered_uncertain,
        row.delivered_on, row.status, row.tiv_delivered,
    )  # fmt: skip
    assert {p.statement.stated_on for p in result.statements} == {"2024-01-01"}


def test_an_export_that_does_not_say_when_it_was_made_supports_nothing():
    result = register(HEADER + ROW)
    assert (
        list(result.statements) == [] and "--stated-on" in result.problems[-1].remedy and len(result.record.rows) == 1
    )


def test_a_spreadsheets_padding_is_taken_off():
    damaged = "".join(
        line.rstrip("\n") + ";" * 41 + "\r\n" for line in (HEADER, ROW, ROW.replace("2023; 2024", "2023;2024"))
    )
    rows = register(damaged).record.rows
    assert [r.delivered_on for r in rows] == [("2023", "2024")] * 2 and rows[0].tiv_delivered == 30.0


def test_a_row_broken_by_a_line_end_is_put_together():
    broken = ROW.replace("for the navy", "for the\r\n navy")
    result = register(WHOLE + HEADER + ROW + broken + ROW)
    assert len(result.record.rows) == 3 and result.record.joined_lines == (6,)
    assert result.record.rows[1].comment == "$75 m deal; for the\n navy" and result.record.rows[2].line == 8


def test_a_row_that_cannot_be_read_is_told_by_its_line_and_the_rest_goes_on():
    bad = [
        ROW.replace("2020", "twenty"),
        "one,two\n",
        ROW.replace(",40,", ",forty,"),
        ROW.replace(",?,Sentinel", ",perhaps,Sentinel"),
    ]
    result = register(WHOLE + HEADER + ROW + bad[0] + ROW + bad[1] + ROW + bad[2] + bad[3] + ROW)
    assert [r.line for r in result.record.rows] == [5, 7, 9, 12] and result.record.unread == 4
    assert [p.where.rpartition(", ")[2] for p in result.problems] == ["line 6", "line 8", "line 10", "line 11"]


@pytest.mark.parametrize("comment", ['for 5" guns', '"quoted', 'the "Heron" class'])
def test_a_stray_quote_takes_no_other_row_with_it(comment):
    result = register(WHOLE + HEADER + ROW + ROW.replace("$75 m deal; for the navy", comment) + ROW * 30)
    assert len(result.record.rows) + result.record.unread == 32 and result.record.unread <= 1


def test_a_quoted_cell_may_hold_commas_and_line_ends():
    quoted = ROW.replace("$75 m deal; for the navy", '"for army, navy,\nmarines"')
    result = register(WHOLE + HEADER + quoted + ROW)
    assert [r.comment for r in result.record.rows] == ["for army, navy,\nmarines", "$75 m deal; for the navy"]


def test_a_comma_in_a_comment_does_not_shift_the_cells():
    row = register(WHOLE + HEADER + ROW.replace("for the navy", "for army, navy, marines")).record.rows[0]
    assert (row.comment, row.tiv_unit) == ("$75 m deal; for army, navy, marines", 2.5)


@pytest.mark.parametrize(
    ("supplier", "recipient", "lines"),
    [("USA", "TWN", [5]), ("us", "", [5, 6]), ("", "Taiwan", [5, 7]), ("FRA", "JPN", [8])],
)
def test_rows_can_be_limited_by_code_or_name(supplier, recipient, lines):
    others = (
        ROW.replace("Taiwan", "Japan")
        + ROW.replace("United States", "France")
        + ROW.replace("Taiwan,United States", "Japan,France")
    )
    result = read(WHOLE + HEADER + ROW + others, supplier=supplier, recipient=recipient)
    assert [r.line for r in result.record.rows] == lines and result.record.left_out == 4 - len(lines)


def test_a_name_that_no_row_has_is_told():
    result = read(WHOLE + HEADER + ROW, recipient="Atlantis")
    assert any("'Atlantis'" in p.message for p in result.problems) and list(result.statements) == []


def test_equal_deals_are_two_subjects_and_a_filter_does_not_change_them():
    text = WHOLE + HEADER + ROW + ROW.replace("Taiwan", "Japan") + ROW
    wanted = ["sipri/usa-twn/2020-sentinel-x", "sipri/usa-twn/2020-sentinel-x-2"]
    for recipient in ("", "TWN"):
        subjects = dict.fromkeys(p.statement.subject for p in read(text, recipient=recipient).statements)
        assert [s for s in subjects if "twn" in s] == wanted


def test_an_export_of_deliveries_says_what_it_lacks():
    result = register(PREAMBLE.format("", "1950", "2025") + HEADER + ROW)
    assert result.record.deliveries_only and any("1950 to 2025" in p.message for p in result.problems)
    note = next(p.statement.note for p in result.statements if p.statement.property == "register_number_delivered")
    assert "1950 to 2025" in note
    assert not register(PREAMBLE.format("", "Not specified", "Not specified") + HEADER + ROW).record.deliveries_only


def test_a_table_of_values_is_no_register():
    result = read("country,1950,1951,1952,Total\nTaiwan,1,,3,4\n")
    assert result.record is None and "no deals" in result.problems[0].message


cells = st.text(st.characters(codec="cp1252", exclude_characters=',;"\r\n', exclude_categories=("C",)), max_size=20)


@given(
    st.integers(1950, 2026), st.one_of(st.none(), st.integers(0, 99_999)), st.booleans(), st.lists(st.integers(1950, 2026), max_size=6),
    cells.filter(lambda t: t.strip()), cells,
)  # fmt: skip
def test_any_row_is_read_back_and_its_statements_are_valid(year, number, uncertain, years, name, comment):
    row = ["Taiwan", "United States", str(year), "?" if uncertain else "", "" if number is None else str(number), "", name, "",
           "0", "", "; ".join(map(str, years)), "New", comment, "1", "", ""]  # fmt: skip
    result = read((WHOLE + HEADER + ",".join(row) + "\n").encode("cp1252"))
    (r,) = result.record.rows
    assert (r.ordered_on, r.ordered_on_uncertain, r.number_ordered) == (str(year), uncertain, number)
    assert r.delivered_on == tuple(map(str, years))
    for p in result.statements:
        texts = {k: v for k, v in p.statement.as_row().items() if v and k not in ("recorded_on", "id")}
        assert make_statement(texts, recorded_on="2026-12-31").id == p.statement.id


@given(st.lists(st.lists(cells, min_size=0, max_size=20), max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_table_however_broken_stops_the_reader(table, end):
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(table)
    result = register(WHOLE + HEADER + out.getvalue())
    assert len(result.record.rows) + result.record.unread >= 0 and all(p.where for p in result.problems)
