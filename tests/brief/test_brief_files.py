"""The three files: each says what the value says, shows hostile text as text, and has the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

import jointline as jl
from jointline.cli.main import run
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import make_statement
from jointline.report.brief.texts import bound, linked, readable
from jointline.report.brief.write import brief_bytes

FORMS = ("html", "docx", "pdf")
HOSTILE = (
    '<script>alert(1)</script> #panic("x") *bold* _it_ $x^2$ [a](javascript:x) =HYPERLINK("x") \\u{1} {{ 7*7 }} & "q"'
)


@pytest.fixture(scope="module", params=["en", "zh-TW"])
def made(request):
    return jl.brief("2025-11", request.param)


@pytest.fixture(scope="module")
def files(made):
    return {form: brief_bytes(made, form) for form in FORMS}


def text_of(raw: bytes, form: str) -> str:
    """The words of a file as a reader sees them, blanks evened out."""
    if form == "pdf":
        text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(raw)).pages)
    elif form == "docx":
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            from lxml import etree

            roots = [etree.fromstring(package.read(f"word/{n}.xml")) for n in ("document", "endnotes")]
            text = " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for r in roots for p in r.iter(qn("w:p")))
    else:
        reader = _Words()
        reader.feed(raw.decode())
        text = "".join(reader.found)
    return re.sub(r"\s+", "", text)


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.tags, self.hidden = [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.hidden = tag == "style"

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden:
            self.found.append(data)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("form", FORMS)
def test_each_file_says_what_the_value_says(made, files, form):
    text = text_of(files[form], form)
    assert squeezed(made.headline) in text
    told = [c.sentence for c in made.changes if c.kind != "slipped"]  # slips are a table
    for words in (*(n.text for n in (*made.lead, *made.warnings)), *told):
        assert squeezed(words)[:40] in text
    assert made.slips
    for s in made.slips:
        for who, on in ((s.before_by, s.before_on), (s.said_by, s.said_on)):
            assert squeezed(who) in text and squeezed(made.lang.date(on)) in text
    for c in made.cases:
        assert squeezed(c.title)[:20] in text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_briefing_gives_the_same_bytes(made, files, form):
    assert files[form] == brief_bytes(made, form)


def test_the_document_opens_with_headings_a_repeated_head_and_words_for_its_picture(made, files):
    document = docx.Document(io.BytesIO(files["docx"]))
    title = next(p for p in document.paragraphs if p.style.name == "Title")
    assert title.runs[0].text.replace("\xa0", " ") == made.headline
    assert sum(p.style.name == "Heading 1" for p in document.paragraphs) >= 6
    assert all(t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for t in document.tables)
    assert len(document.inline_shapes) == 1
    assert len(document.inline_shapes[0]._inline.docPr.get("descr")) > 60
    fonts = document.styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "Microsoft JhengHei"
    assert document.core_properties.title == made.headline


def test_the_document_keeps_dates_amounts_and_heads_whole(made, files):
    document = docx.Document(io.BytesIO(files["docx"]))
    title = next(p for p in document.paragraphs if p.style.name == "Title")
    rule = document.settings.element.find(qn("w:noLineBreaksBefore"))
    assert set("年月日億，。") <= set(rule.get(qn("w:val"))) and rule.get(qn("w:lang")) == "zh-TW"
    after = [e.tag for e in rule.itersiblings()]
    assert qn("w:savePreviewPicture") in after and qn("w:compat") in after  # the order that the format asks for
    assert title.text.count(",\u00a0") == len(made.headline_notes) - 1
    if not made.lang.is_chinese:
        assert "US$\u00a021.5\u00a0billion" in title.text and "November\u00a02025" in title.text
    cases = next(t for t in document.tables if len(t.columns) == 7)
    heads = [c.text for c in cases.rows[0].cells]
    assert heads[3] == ("首批交付：\n承諾" if made.lang.is_chinese else "First:\npromised")


def test_the_paper_is_tagged_titled_and_set_in_the_shipped_font(made, files):
    reader = pypdf.PdfReader(io.BytesIO(files["pdf"]))
    root = reader.trailer["/Root"]
    assert reader.metadata.title.replace("\xa0", " ") == made.headline
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/Lang"].startswith("zh" if made.language == "zh-TW" else "en")
    fonts = {str(f.get_object()["/BaseFont"]) for p in reader.pages for f in p["/Resources"]["/Font"].values()}
    assert fonts and all("NotoSansTC" in f for f in fonts)


def test_the_paper_breaks_no_date_amount_or_head(files, made):
    lines = [x.strip() for p in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages for x in p.extract_text().splitlines()]
    text, torn = "\n".join(lines), []
    if made.lang.is_chinese:
        torn += re.findall(r"年\n\d+月|月\n\d+日|[A-Z]-\n\d|AN/\n|（[A-Z]+\n[A-Z]+）", text)
        torn += re.findall(r"\d\n年|\d\n月|\d\n日|\d\n億(?!美元\n傳)|億\n美元|承\n諾 P50", text)
    else:
        torn += re.findall(
            r"US\$\n\d|\d\n(?:million|billion)|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|November)\n\d{4}\b", text
        )
    assert not torn


def test_the_page_in_chinese_breaks_no_date_and_no_name_with_a_number(files, made):
    page = files["html"].decode()
    assert ('<span class="unbroken">' in page) == made.lang.is_chinese
    if made.lang.is_chinese:
        assert '<span class="unbroken">2025年11月30日' in page and re.search(
            r'<span class="unbroken">MQ-9B</span>', page
        )
        assert 'class="unbroken"' not in re.search("<title>.*?</title>", page, re.S)[0]
        assert not set("\u200b\u2060\ufeff") & set(page)


def test_the_page_has_no_script_one_style_and_notes_that_lead_both_ways(made, files):
    reader = _Words()
    reader.feed(files["html"].decode())
    tags = [t for t, _ in reader.tags]
    assert "script" not in tags and "link" not in [t for t, a in reader.tags if a.get("rel") != "icon"]
    assert not [a for _, a in reader.tags if any(k.startswith("on") for k in a)]
    ids = {a["id"] for _, a in reader.tags if "id" in a}
    inner = [a["href"][1:] for t, a in reader.tags if t == "a" and a.get("href", "").startswith("#")]
    assert set(inner) <= ids
    assert {f"note-{n.number}" for n in made.notes} <= set(inner)
    assert not [
        a
        for t, a in reader.tags
        if t in ("img", "iframe", "object", "video") and not a.get("src", "data:").startswith("data:")
    ]


@pytest.fixture
def hostile(own_ledger):
    said = make_statement({
        "subject": "tw-2019-07-08-m1a2t", "property": "delay_announced", "value": "2025-11-20", "said_by": HOSTILE,
        "via": [HOSTILE], "standing": "named", "stated_on": "2025-11-20", "recorded_on": "2025-11-21",
        "source": 'javascript:alert("x")', "note": HOSTILE,
    })  # fmt: skip
    open_ledger(own_ledger).add([said])
    return jl.brief("2025-11")


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_statement_is_shown_as_text(hostile, form):
    raw = brief_bytes(hostile, form)
    text = text_of(raw, form)
    for piece in (
        "<script>alert(1)</script>",
        '#panic("x")',
        "*bold*",
        "_it_",
        "$x^2$",
        "{{7*7}}",
        "[a](javascript:x)",
    ):
        assert piece in text, piece
    if form == "html":
        assert b"<script" not in raw and b'href="javascript' not in raw
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            for name in ("document", "endnotes"):
                assert b"javascript:" not in package.read(f"word/_rels/{name}.xml.rels")
    if form == "pdf":
        assert b"javascript" not in raw.lower().replace(b"/javascript", b"javascript") or b"/JS" not in raw


def test_a_character_that_the_font_lacks_is_named_and_nothing_is_written(own_ledger, tmp_path, capsys):
    said = make_statement({
        "subject": "tw-2019-07-08-m1a2t", "property": "delay_announced", "value": "2025-11-20", "said_by": "Սպասողը",
        "standing": "named", "stated_on": "2025-11-20", "recorded_on": "2025-11-21", "source": "https://example.org",
    })  # fmt: skip
    open_ledger(own_ledger).add([said])
    target = tmp_path / "b.pdf"
    assert run(["brief", "--month", "2025-11", "-o", str(target)]) == 2
    assert "Ս (U+054D)" in capsys.readouterr().err
    assert not list(tmp_path.glob("*b.pdf*"))
    assert run(["brief", "--month", "2025-11", "-o", str(tmp_path / "b.html")]) == 0


def test_bad_places_are_refused_before_the_work(tmp_path, capsys):
    for path, words in (
        (tmp_path / "b.txt", "ends in .html, .docx or .pdf"),
        (tmp_path / "no" / "b.pdf", "no such folder"),
    ):
        assert run(["brief", "-o", str(path)]) == 2
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(("month", "lang"), [("2026-03", "zh-TW"), ("2024-06", "en")])
def test_no_row_of_the_cases_stands_alone_on_a_page(month, lang):
    made = jl.brief(month, lang)
    pages = [re.sub(r"\s+", "", p.extract_text()) for p in pypdf.PdfReader(io.BytesIO(brief_bytes(made, "pdf"))).pages]
    last = next(i for i, text in enumerate(pages) if "Howtoreadthis" in text or "閱讀說明" in text)
    after = re.split("Howtoreadthis|閱讀說明", pages[last])[0]
    amounts = [made.lang.usd_amount(c.value_usd_m) for c in made.cases if c.value_usd_m is not None]
    assert sum(after.count(f"{a}{'20' if lang == 'zh-TW' else ''}") > 0 for a in set(amounts)) != 1


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".html"])
def test_an_ending_is_no_folder(tmp_path, monkeypatch, capsys, ending):
    monkeypatch.chdir(tmp_path)
    assert run(["brief", "-o", ending]) == 2
    assert "without a name" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_ways_of_writing_chinese_are_for_chinese(capsys):
    assert run(["brief", "--roc"]) == 2
    assert "--lang zh-TW" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "shown", "link"),
    [
        ("https://udn.com/news/1", "udn.com/news/1", True),
        ("https://a.tw/%E6%88%91-1", "a.tw/我-1", True),
        ("https://a.tw/a%20b", "a.tw/a%20b", True),
        ("https://a.tw/%FF", "a.tw/%FF", True),
        ("javascript:alert(1)", "javascript:alert(1)", False),
        ("notes.txt", "notes.txt", False),
    ],
)
def test_addresses(address, shown, link):
    assert readable(address) == shown
    assert bool(linked(address)) == link


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_a_browser_asks_nothing_of_anybody(browser, tmp_path, lang):
    path = jl.brief("2025-11", lang).save(tmp_path / "b.html")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked, said = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.goto(path.as_uri(), wait_until="load")
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert [u for u in asked if not u.startswith("data:")] == [path.as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("a.ref").first.click()
    page.wait_for_url("**#note-1")
    found = find_spec("axe_playwright_python")
    if found and found.origin:
        page.goto(path.as_uri())
        page.evaluate(Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            result = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
            grave = [
                (v["id"], v["nodes"][0]["html"]) for v in result["violations"] if v["impact"] in ("serious", "critical")
            ]
            assert grave == [], scheme
    page.close()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("up US$ 1.86 billion in March 2026", "up US$~1.86~billion in March~2026"),
        ("on 31 Mar 2026", "on 31~Mar~2026"),
        ("by Q1 2026 and May 2027", "by Q1~2026 and May~2027"),
        ("by 84 months in 31 cases and 2 more, 5 % less", "by 84~months in 31~cases and 2~more, 5~% less"),
        ("In March nothing; 18 HIMARS", "In March nothing; 18 HIMARS"),
    ],
)
def test_an_amount_and_a_date_are_one_word(text, kept):
    assert bound(text).replace("\u00a0", "~") == kept


def test_a_ledger_that_took_characters_no_file_can_hold_is_written_all_the_same(own_ledger, monkeypatch):
    """Ledgers of earlier versions may hold them: XML forbids them, and what draws charts would end the process."""
    from jointline.ledger import statement, values

    spoilt = "Tanks\ufffe of \uffff the M1A2T"
    facts = {"said_by": "Army\ufffe Command", "note": spoilt, "quote": spoilt, "standing": "official", "stated_on": "2025-11-06",
             "recorded_on": "2025-11-07", "subject": "tw-2019-07-08-m1a2t", "source": "https://example.org/\uffff"}  # fmt: skip
    for module in (statement, values):
        monkeypatch.setattr(module, "CONTROL", re.compile("(?!)"))
    open_ledger(own_ledger).add([
        make_statement(facts | {"property": "title", "value": spoilt}), make_statement(facts | {"property": "final_delivery", "value": "2025-11-05"}),
    ])  # fmt: skip
    monkeypatch.undo()
    monkeypatch.setenv("JOINTLINE_LEDGER", str(own_ledger))
    held = jl.brief("2025-11")
    assert any("\ufffe" in n.text or any("\ufffe" in c.speaker for c in n.cited) for n in held.notes)
    text = text_of(brief_bytes(held, "docx"), "docx")
    assert "Tanksofthe" in text and not set(text) & set("\ufffe\uffff")
