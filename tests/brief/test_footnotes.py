"""Every figure of a briefing has a footnote; every footnote leads to statements, or to a rule or method with its statements."""

from __future__ import annotations

import io
import re
import zipfile

import pypdf
import pytest
from lxml import etree, html

import jointline as jl
from jointline.ledger.ledger import open_ledger
from jointline.ledger.values import parse_money
from jointline.report.brief.blocks import Heading, Listing, Paragraph, Picture, Table
from jointline.report.brief.layout import blocks
from jointline.report.brief.note_parts import note_parts
from jointline.report.brief.write import brief_bytes

# the first list, entries and removals, slips, a month of news, a quiet one, one after the knowledge, one before any list
MONTHS = ("2022-10", "2023-11", "2024-10", "2025-06", "2025-08", "2025-11", "2026-03", "2026-09")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# a figure is a digit that is no part of a head P10, P50, P90
HEADS = re.compile(r"\bP(10|50|90)\b")


@pytest.fixture(
    scope="module",
    params=[*((m, "en") for m in MONTHS), ("2024-10", "zh-TW"), ("2026-03", "zh-TW")],
    ids=lambda p: "-".join(p),
)
def made(request):
    return jl.brief(*request.param)


def units(b):
    """Every text of the document below its title with the notes that stand at it: what a reader takes in at one look."""
    yield b.headline, b.headline_notes
    for block in blocks(b, b.lang):
        if isinstance(block, Heading):
            yield block.text, ()
        elif isinstance(block, Paragraph):
            yield from sentences(block)
        elif isinstance(block, Listing):
            for p in block.points:
                yield "".join(x.text for x in p.pieces), tuple(n for x in p.pieces for n in x.notes)
        elif isinstance(block, Picture):
            yield f"{block.caption} {block.under}", block.notes
        else:
            assert isinstance(block, Table)
            yield block.caption, block.notes
            # the heads of columns are the days that the notes of the caption speak of
            yield " ".join(c.head for c in block.columns), block.notes
            for row in (row for g in block.groups for row in g.rows):
                yield " ".join(f"{c.text} {c.under}" for c in row), tuple(n for c in row for n in c.notes)
            yield block.under, block.under_notes


def sentences(paragraph):
    yield from ((p.text, p.notes) for p in paragraph.pieces)


def figures(text):
    return re.findall(r"\d", HEADS.sub("", text))


def test_every_figure_has_a_footnote(made):
    bare = [text for text, notes in units(made) if figures(text) and not notes]
    assert bare == []


def test_footnotes_are_numbered_in_the_order_of_first_use_and_each_is_used(made):
    used = list(dict.fromkeys(n for _, notes in units(made) for n in notes))
    assert used == [n.number for n in made.notes] == list(range(1, len(made.notes) + 1))


def test_every_footnote_leads_to_statements_or_to_a_rule_or_method(made):
    said = {s.id: s for s in open_ledger().statements()}
    cited = {i for n in made.notes for c in n.cited for i in c.statements}
    for note in made.notes:
        assert set(note.statements) <= cited, note  # of a sum: by the notes of its parts
        assert note.cited or re.search(r"\w{4}|[一-鿿]{2}", note.text), note
        for c in note.cited:
            assert set(c.statements) <= set(note.statements)
            for s in (said[i] for i in c.statements):
                assert c.source == s.source and c.hedged == s.hedged
                assert c.stated_on == made.lang.date(s.stated_on)
            assert c.speaker and c.standing and c.source
        words = "".join(p.text + p.words + p.address for p in note_parts(note, made.lang))
        assert all(c.source in words and c.stated_on in words for c in note.cited)
        if not note.statements:
            rule_or_method = (
                made.rule,
                made.rule_words,
                "blend",
                "jointline backtest",
                str(made.lang.name("method", "blend")),
            )
            assert any(w in note.text for w in rule_or_method) or note.text == made.lang.text(
                "No delivery was known."
            ), note


def test_the_amount_of_a_change_is_in_its_footnote(made):
    said = {s.id: s for s in open_ledger().statements()}
    for c in (c for c in made.changes if c.effect_usd_m and c.kind in ("entered", "left")):
        cited = (said[i] for n in c.notes for x in made.notes[n - 1].cited for i in x.statements)
        amounts = [float(parse_money(s.value).mid) for s in cited if s.property in ("total_value", "published_value")]
        assert pytest.approx(abs(c.effect_usd_m), abs=0.01) in amounts, c.sentence


# --- the files say the same --------------------------------------------------------------------------------------------


@pytest.fixture(
    scope="module", params=[("2024-10", "en"), ("2025-08", "zh-TW"), ("2026-03", "en")], ids=lambda p: "-".join(p)
)
def filed(request):
    b = jl.brief(*request.param)
    return b, [n for _, notes in units_in_order(b) for n in notes]


def units_in_order(b):
    """As the files have them: the head of a table has no marks of its own, its caption does."""
    seen = list(units(b))
    heads = {" ".join(c.head for c in t.columns) for t in blocks(b, b.lang) if isinstance(t, Table)}
    return [(text, () if text in heads else notes) for text, notes in seen]


def test_the_page_has_every_mark_and_each_leads_there_and_back(filed):
    b, marks = filed
    root = html.fromstring(brief_bytes(b, "html"))
    refs = root.xpath("//a[@class='ref']")
    assert [int(a.text) for a in refs] == marks
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    back = [a.get("href")[1:] for a in root.xpath("//a[@class='back']")]
    assert sorted(back) == sorted(a.get("id") for a in refs)
    for a in refs:
        note = root.xpath(f"//li[@id='{a.get('href')[1:]}']")
        assert len(note) == 1 and note[0].xpath(f".//a[@class='back'][@href='#{a.get('id')}']")
    # by what is on the page, whatever wrote it
    for e in root.xpath(
        "//h1 | //main/p[not(@class='over')] | //li[not(starts-with(@id, 'note-'))] | //tbody/tr | //caption | //figcaption"
    ):
        text = _without_refs(e)
        assert not figures(text) or e.xpath(".//a[@class='ref']"), text


def _without_refs(element):
    return "".join(t for t in element.xpath(".//text()[not(ancestor::sup)]"))


def test_the_document_has_endnotes_of_its_own(filed):
    b, marks = filed
    with zipfile.ZipFile(io.BytesIO(brief_bytes(b, "docx"))) as package:
        body, notes = (etree.fromstring(package.read(f"word/{n}.xml")) for n in ("document", "endnotes"))
        links = etree.fromstring(package.read("word/_rels/endnotes.xml.rels"))
        types = package.read("[Content_Types].xml").decode()
    assert "/word/endnotes.xml" in types
    first = [int(r.get(f"{W}id")) for r in body.iter(f"{W}endnoteReference")]
    assert first == [n.number for n in b.notes]
    found = {int(n.get(f"{W}id")): n for n in notes.iter(f"{W}endnote")}
    assert sorted(found) == [-1, 0, *first]
    for n in b.notes:
        assert len(list(found[n.number].iter(f"{W}endnoteRef"))) == 1
        text = "".join(t.text or "" for t in found[n.number].iter(f"{W}t"))
        assert all(c.stated_on.replace(" ", "") in re.sub(r"\s", "", text) for c in n.cited)
    # every later mark is a field that points at the first one
    names = {e.get(f"{W}name") for e in body.iter(f"{W}bookmarkStart")}
    fields = re.findall(r"NOTEREF (\S+)", "".join(t.text for t in body.iter(f"{W}instrText")))
    assert set(fields) <= names and len(first) + len(fields) == len(marks)
    targets = {r.get("Target") for r in links}
    assert {c.source for n in b.notes for c in n.cited if c.source.startswith("http")} == targets


def test_the_paper_links_every_mark_to_its_note(filed):
    b, marks = filed
    reader = pypdf.PdfReader(io.BytesIO(brief_bytes(b, "pdf")))
    inner = [
        a.get_object()
        for p in reader.pages
        for a in p.get("/Annots", [])
        if "/URI" not in str(a.get_object().get("/A", ""))
    ]
    places = {str(a.get("/Dest", a.get("/A", {}).get("/D", ""))) for a in inner}
    assert len(inner) == len(marks) + len(b.notes)  # there, and back
    assert len(places) >= len(b.notes)


def test_the_published_totals_are_one_entry_a_publisher_each_month_a_link():
    b = jl.brief("2025-11")
    note = next(n for n in b.notes if n.number in b.chart_notes)
    parts = note_parts(note, b.lang)
    said = "".join(p.plain for p in parts)
    assert said.count("Cato Institute") == said.count("Taiwan Security Monitor: ") == 1
    assert "US$ 20.5 billion (Jul 2024, Aug 2024, Sep 2024)" in said and "Feb 2025 derived" in said
    assert [p.address for p in parts if p.address] == [c.source for c in note.cited] and len(said) < 900
    raw = brief_bytes(b, "html").decode()
    assert (
        '">Aug\u00a02024</a>' in raw
        and b"published total" not in raw.encode().split(f'id="note-{note.number}"'.encode())[1].split(b"</li>")[0]
    )


def test_a_chance_and_a_weight_say_what_they_are():
    b = jl.brief("2025-11")
    table = next(t for t in blocks(b, b.lang) if isinstance(t, Table) and t.name == "cases")
    shares = [c.under for g in table.groups for row in g.rows for c in row if "%" in c.under]
    assert shares and all(s.endswith(" % chance") for s in shares)
    assert any("with the weights reference class" in n.text for n in b.notes)
