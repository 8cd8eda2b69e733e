"""Notices written out in every form are read back as they were; what is cut off or not there is not made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import Sale, as_html, as_pdf, congressional_record, federal_register, release, upgrade

from jointline.readers.document import from_bytes
from jointline.readers.numbers import QUANTITY, quantity
from jointline.readers.read import read

FORMAL = {
    "register": federal_register,
    "register, 1997": lambda s: federal_register(s, numerals="old"),
    "record": congressional_record,
    "register, HTML": lambda s: as_html(federal_register(s)),
    "record, one line": lambda s: " ".join(congressional_record(s).split()),
    "record, blanks closed up": lambda s: "\n".join(
        x.strip() for x in congressional_record(s).split("\n") if x.strip()
    ),
}
BUYERS = (
    ("Taipei Economic and Cultural Representative Office in the United States (TECRO)", "TWN"), ("Government of Japan", "JPN"),
    ("Republic of Korea", "KOR"), ("Government of the United Kingdom", "GBR"), ("Kingdom of Saudi Arabia", "SAU"),
    ("Government of Turkey", "TUR"), ("Government of the Netherlands", "NLD"), ("Government of the United Arab Emirates", "ARE"),
    ("Government of the Czech Republic", "CZE"), ("North Atlantic Treaty Organization", None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "meant"), [("seven", 7), ("two", 2), ("one hundred and eight", 108), ("sixty-six", 66)]
)
def test_a_number_in_words_is_a_quantity_and_never_a_part_of_a_measure(words: str, meant: int) -> None:
    found = QUANTITY.search(f"sale of {words} missiles")
    assert found and quantity(found) == meant
    assert not QUANTITY.search(f"{words} years")


def record_of(text: str):
    result = read(text)
    assert result.kind == "notice"
    return result.record


@pytest.mark.parametrize("form", FORMAL)
def test_a_whole_formal_notice_is_read_field_by_field(form):
    sale = Sale()
    r = record_of(FORMAL[form](sale) + "\n")
    assert (r.transmittal, r.purchaser, r.buyer_country) == ("26-97", sale.purchaser, "TWN")
    assert (r.mde_usd_m, r.other_usd_m, r.total_usd_m) == sale.usd_m
    assert (r.agency, r.case_designator) == ("Navy", "TW-P-ZZA")
    assert [(i.qty, i.item) for i in r.items] == [(n, name) for _, n, name in sale.items]
    assert r.contractors == ("Example Sonar Corp.", "Sample Defense, Inc.")
    assert (r.published_on, r.delivered_on) == ("2026-10-01", "2026-09-15")
    assert (r.date_delivered_or_published, r.date_kind) == ("2026-10-01", "published")
    assert (r.title, r.form, r.truncated, r.refers_to) == (sale.title, "notice", False, None)


def test_a_release_is_read_field_by_field():
    sale = Sale()
    r = record_of(release(sale))
    assert (r.form, r.transmittal, r.purchaser, r.buyer_country) == ("release", "26-97", sale.purchaser, "TWN")
    assert (r.mde_usd_m, r.total_usd_m) == (None, 240)
    assert (r.date_delivered_or_published, r.date_kind, r.delivered_on) == ("2026-09-15", "delivered", "2026-09-15")
    assert [(i.qty, i.item) for i in r.items] == [(n, name) for _, n, name in sale.items]
    assert (
        r.contractors == ("Example Sonar Corp.", "Sample Defense, Inc.") and r.title == sale.title and not r.truncated
    )


def test_a_pdf_is_read_as_its_text():
    document = from_bytes(as_pdf(release(Sale())), name="release.pdf")
    r = read(document).record
    assert document.media_type == "application/pdf"
    assert (r.transmittal, r.total_usd_m, r.delivered_on, r.truncated) == ("26-97", 240, "2026-09-15", False)


def test_one_page_of_the_record_holds_several_notices():
    third = Sale(
        "26-99", "Government of Japan", "JPN", total="$1.01 billion", agency="Air Force", designator="JA-D-YYA"
    )
    page = congressional_record(Sale(), replace(third, transmittal="26-98"), third)
    r = record_of(page)
    assert [n.transmittal for n in (r, *r.other_notices)] == ["26-97", "26-98", "26-99"]
    assert [n.buyer_country for n in (r, *r.other_notices)] == ["TWN", "JPN", "JPN"]
    assert [n.total_usd_m for n in (r, *r.other_notices)] == [240, 1010, 1010]
    assert [n.agency for n in (r, *r.other_notices)] == ["Navy", "Air Force", "Air Force"]
    assert all(n.published_on == "2026-10-01" and not n.truncated for n in (r, *r.other_notices))


def test_an_upgrade_is_no_sale_and_its_amounts_are_the_earlier_ones():
    r = record_of(upgrade("20-0J", "17-12"))
    assert (r.form, r.transmittal, r.refers_to, r.buyer_country) == ("upgrade", "20-0J", ("17-12",), "AUS")
    assert (r.mde_usd_m, r.other_usd_m, r.total_usd_m, r.items) == (None, None, None, ())
    assert (r.original_total_usd_m, r.original_mde_usd_m) == (1300, 900)
    assert [(i.qty, i.item) for i in r.original_items] == [(5, "Heron-5 aircraft"), (12, "Thrush engines")]
    statements = read(upgrade("20-0J", "17-12")).statements
    assert [(p.statement.subject, p.statement.property, p.statement.value) for p in statements] == [
        ("sale/17-12", "upgrade_report", "20-0J")
    ]


@pytest.mark.parametrize(
    ("written", "mde", "other", "total"),
    [
        (("$0.", "$3.0 billion.", "$3.0 billion."), 0, 3000, 3000),
        (("$ -0- million", "52 million", "52 million"), 0, 52, 52),
        (("$ 0 million", "$ .175 billion", "$175 million"), 0, 175, 175),
        (("$401.3\nmillion", "$1,250 million", "$1.6513 billion"), 401.3, 1250, 1651.3),
        (("$45", "$155 million", "$200 million"), None, 155, 200),  # 45 of what is not said
    ],
)
def test_amounts_in_every_spelling(written, mde, other, total):
    r = record_of(federal_register(Sale(mde=written[0], other=written[1], total=written[2])))
    assert (r.mde_usd_m, r.other_usd_m, r.total_usd_m) == (mde, other, total)


@pytest.mark.parametrize("label", ["Other", "Sustainment", "Contractor Logistics Support", "Non-MDE"])
def test_the_second_line_of_the_table_goes_by_many_names(label):
    text = federal_register(Sale()).replace("Other..", f"{label}..")
    assert record_of(text).other_usd_m == 60


def test_a_list_with_commas_gives_its_numbered_things():
    text = release(Sale(items=(("114", 114, "PELICAN missiles, 3 AN/XYZ-65 Radar Sets, 26 M90 Launching Stations"),)))
    text = text.replace(
        ". The following non-MDE items will also be included: training; spare parts; and", ", spare parts, and"
    )
    assert [(i.qty, i.item) for i in record_of(text).items] == [
        (114, "PELICAN missiles"), (3, "AN/XYZ-65 Radar Sets"), (26, "M90 Launching Stations")
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["30 mm guns", "three years of support", "5.56mm rifles", "50 percent of the spares"])
def test_a_measure_is_no_quantity(text):
    body = federal_register(Sale(items=(("", 0, text),)))
    assert all(i.qty is None for i in record_of(body).items)


def test_no_contractor_is_made_up_where_none_is_known():
    assert record_of(release(Sale(contractors=()))).contractors is None


sales = st.builds(
    lambda number, letter, buyer, mde, other, agency, day, later, counts: Sale(
        transmittal=f"{20 + number % 7}-{letter}{number:02d}"[:6], purchaser=buyer[0], country=buyer[1] or "",
        mde=f"${mde} million", other=f"${other / 10} million", total=f"${(10 * mde + other) / 10} million",
        usd_m=(mde, other / 10, (10 * mde + other) / 10), agency=agency, delivered=day, published=day + timedelta(days=later),
        items=tuple((f"Up to {n:,} ({n:,})" if n % 2 else f"{n:,}", n, f"Heron-{i} aircraft") for i, n in enumerate(counts)),
    ),
    st.integers(0, 99), st.sampled_from(["", "0", "1"]), st.sampled_from(BUYERS), st.integers(0, 9000), st.integers(0, 90_000),
    st.sampled_from(["Army", "Navy", "Air Force"]), st.dates(date(2011, 1, 1), date(2025, 12, 31)), st.integers(0, 900),
    st.lists(st.integers(1, 4000), min_size=1, max_size=5),
)  # fmt: skip


@given(sales, st.sampled_from(sorted(FORMAL)))
def test_any_sale_in_any_form_is_read_back(sale, form):
    r = record_of(FORMAL[form](sale) + "\n")
    assert (r.transmittal, r.purchaser, r.buyer_country or "") == (sale.transmittal, sale.purchaser, sale.country)
    assert (r.mde_usd_m, r.other_usd_m, r.total_usd_m, r.agency) == (*sale.usd_m, sale.agency)
    assert (r.delivered_on, r.published_on) == (sale.delivered.isoformat(), sale.published.isoformat())
    assert not r.truncated


@given(sales, st.sampled_from(sorted(FORMAL)), st.floats(0.02, 0.98))
def test_what_a_cut_text_shows_is_what_the_whole_one_shows(sale, form, share):
    text = FORMAL[form](sale)
    whole = record_of(text + "\n")
    result = read(text[: int(len(text) * share)] + "\n")
    if result.kind is None:
        return
    cut = result.record
    for name in (
        "transmittal",
        "buyer_country",
        "mde_usd_m",
        "other_usd_m",
        "total_usd_m",
        "agency",
        "published_on",
        "delivered_on",
    ):
        assert getattr(cut, name) in (None, getattr(whole, name)), name
    assert {i.item for i in cut.items} <= {i.item for i in whole.items} | set(sale.services) | {"None"}
    assert cut.contractors is None or set(cut.contractors) <= set(whole.contractors or ())


@given(sales)
def test_every_statement_quotes_the_document_to_the_letter(sale):
    document = from_bytes(as_html(federal_register(sale)).encode(), name="x.htm")
    for p in read(document).statements:
        s = p.statement
        assert document.text[s.start : s.end] == s.quote and s.source == "x.htm"


def test_a_numbered_list_may_end_each_thing_with_a_full_stop():
    text = federal_register(
        Sale(
            items=(
                ("Nine hundred forty (940)", 940, "FGM-148F missiles (includes sixteen (16) fly-to-buy missiles)."),
                ("Up to 1,000", 1000, "small bombs."),
            )
        )
    )
    assert [(i.qty, i.item) for i in record_of(" ".join(text.split()) + "\n").items] == [
        (940, "FGM-148F missiles (includes sixteen (16) fly-to-buy missiles)"), (1000, "small bombs")
    ]  # fmt: skip


def test_a_release_of_before_the_departments_approvals_is_read():
    r = record_of(
        "WASHINGTON, Sept. 16, 2009 – The Defense Security Cooperation Agency notified Congress on Sept. 15 of a possible Foreign "
        "Military Sale to Korea of bombs and associated equipment, at an estimated cost of $145 million.\n\nThe Government of Korea has "
        "requested a possible sale of 367 Heron guided bombs, 280 Thrush bombs and training. The estimated cost is $145 million.\n"
    )
    assert (r.buyer_country, r.total_usd_m, r.delivered_on, r.title) == ("KOR", 145, "2009-09-16", "bombs")
    assert [(i.qty, i.item) for i in r.items] == [(367, "Heron guided bombs"), (280, "Thrush bombs and training")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Government of the Federal Republic of Germany", "DEU"), ("Government of the Republic of the Philippines", "PHL"), ("Hellenic Republic", "GRC"),
        ("Government of the Arab Republic of Egypt", "EGY"), ("Sultanate of Oman", "OMN"), ("Government of Türkiye", "TUR"), ("Kingdom of the Netherlands", "NLD"),
        ("American Institute in Taiwan (AIT)", "TWN"), ("Taipei Economic and Cultural Representative Office (TECRO) in the United States", "TWN"),
        ("Coordination Council for North American Affairs", "TWN"), ("NATO Support and Procurement Agency (NSPA) as Lead Nation", None), ("Government of Kosovo", "XKX"),
    ],
)  # fmt: skip
def test_buyers_under_their_formal_names(name, code):
    assert record_of(federal_register(Sale(purchaser=name))).buyer_country == code
