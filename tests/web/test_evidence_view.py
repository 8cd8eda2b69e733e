"""The evidence view: a document is read and marked, chosen statements are added, nothing else can be."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient

import jointline as jl
from jointline.web.app import create_app
from jointline.web.documents import LARGEST
from jointline.web.settings import Settings

SHARED = Path(__file__).parents[3] / "shared" / "data"
NOTICE = b"""Transmittal No. 21-66
Notice of Proposed Issuance of Letter of Offer Pursuant to Section 36(b)(1) of the Arms Export Control Act
(i) Prospective Purchaser: Taipei Economic and Cultural Representative Office in the United States
(ii) Total Estimated Value:
Major Defense Equipment $320 million
Other $180 million
TOTAL $500 million
(iii) Description and Quantity or Quantities of Articles or Services under Consideration for Purchase:
Five (5) Hypothetical Radars
"""
DISPATCH = (
    "Harbor Wire, Oct. 2, 2026\n\nThe Ministry of National Defense said on Friday that the last missiles will be delivered in 2028. "
    "Two people familiar with the matter said a contract may be signed this year.\n"
)
HOSTILE = (
    "Harbor Wire, Oct. 2, 2026\n\nThe Ministry of National Defense said on Friday that <script>alert(1)</script>"
    '<img src=x onerror=alert(2)> =HYPERLINK("http://evil.example") the missiles will be delivered in 2028.\n'
)


@pytest.fixture
def client() -> Any:
    settings = Settings(token="test-token")
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8765") as made:
        made.headers["x-jointline-token"] = "test-token"
        yield made


def read(client: TestClient, text: str, **words: str) -> Any:
    return client.post("/en/evidence/read", data={"text": text, "kind": "dispatch", "published": "2026-10-02", **words})


def test_a_dispatch_is_marked_and_nothing_is_added(client: TestClient, own_ledger: Path) -> None:
    answer = read(client, DISPATCH)
    assert answer.status_code == 200
    found = jl.read(DISPATCH, "dispatch", stated_on="2026-10-02")
    assert answer.text.count('class="claim"') == len(found.record.claims) > 1  # type: ignore[union-attr]
    assert not own_ledger.exists()


def test_what_is_chosen_is_added_and_why_quotes_it(client: TestClient) -> None:
    found = jl.read(DISPATCH, "dispatch", stated_on="2026-10-02", publisher="Harbor Wire")
    chosen = found.statements[0].statement
    # the page reads the text under another name than jl.read does: the ids are taken from its own answer
    offered = re.findall(r'name="chosen" value="([0-9a-f]+)"', read(client, DISPATCH, publisher="Harbor Wire").text)
    given = {"text": DISPATCH, "kind": "dispatch", "published": "2026-10-02", "publisher": "Harbor Wire"}
    answer = client.post("/en/evidence/accept", data=given | {"chosen": offered[:1], "by": "tester"})
    assert answer.status_code == 200 and "1 statement added" in answer.text
    (added,) = (s for s in jl.open_ledger(shipped=False).statements() if s.recorded_by == "tester")
    assert added.quote == chosen.quote and DISPATCH[added.start : added.end] == added.quote


def test_what_is_about_a_case_changes_it_and_what_is_not_changes_no_total(client: TestClient) -> None:
    def add(text: str) -> tuple[str, list[str]]:
        given = {"text": text, "kind": "dispatch", "published": "2026-10-02", "publisher": "Harbor Wire"}
        ids = re.findall(r'name="chosen" value="([0-9a-f]+)"', client.post("/en/evidence/read", data=given).text)
        answer = client.post("/en/evidence/accept", data=given | {"chosen": ids})
        assert answer.status_code == 200 and ids
        return answer.text, ids

    before = client.get("/api/backlog?as_of=2026-09-30").json()
    said, _ = add(DISPATCH)
    assert "it is about no case, so no total changes" in said and "counts from now on" not in said
    assert client.get("/api/backlog?as_of=2026-09-30").json()["total_usd_m"] == before["total_usd_m"]
    said, ids = add(
        "Harbor Wire, Oct. 2, 2026\n\nThe Ministry of National Defense said on Friday that the last of the MQ-9B drones will be delivered in 2031.\n"
    )
    assert "counts from now on" in said and "it is about no case" not in said
    trail = client.get("/en/case/mq9b").text
    assert all(i in trail for i in ids) and "2031" in trail
    assert any("2031" in str(row) for row in client.get("/api/backlog?as_of=2026-11-25").json()["rows"])


def test_an_id_that_the_document_does_not_hold_adds_nothing(client: TestClient, own_ledger: Path) -> None:
    answer = client.post("/en/evidence/accept", data={"text": DISPATCH, "kind": "dispatch", "published": "2026-10-02", "chosen": ["f" * 20]})  # fmt: skip
    assert answer.status_code == 422 and "not in this document" in answer.text
    assert not own_ledger.exists()


def test_a_notice_shows_its_statements(client: TestClient) -> None:
    answer = client.post(
        "/en/evidence/read", files={"document": ("notice.txt", NOTICE)}, data={"published": "2021-10-06"}
    )
    assert answer.status_code == 200
    assert "21-66" in answer.text and 'class="passage' in answer.text


@pytest.mark.parametrize("given", [{}, {"text": "  "}, {"text": "nothing of any kind"}, {"text": "x", "kind": "poem"}])
def test_what_cannot_be_read_says_why(client: TestClient, given: dict[str, str]) -> None:
    answer = client.post("/en/evidence/read", data=given)
    assert answer.status_code in (200, 422)
    assert "notice" in answer.text and "Traceback" not in answer.text


def test_a_document_is_shown_as_text(client: TestClient) -> None:
    answer = read(client, HOSTILE)
    assert "<script" not in answer.text and "<img" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_document_beyond_the_limit_is_refused(client: TestClient) -> None:
    answer = client.post("/en/evidence/read", files={"document": ("big.txt", b"a " * (LARGEST // 2 + 1))})
    assert answer.status_code == 422 and "larger than" in answer.text


def _bytes(kind: str) -> bytes:
    """A file that cannot be read."""
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/worksheets/sheet1.xml", bytes(32 << 20))  # unpacks to a thousand times its size
    else:
        from pypdf import PdfWriter

        paper = PdfWriter()
        paper.add_blank_page(200, 200)
        if kind == "locked":
            paper.encrypt("secret")
        paper.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"", "It is empty"), ("b.txt", b" \n ", "It holds no text"), ("c.bin", bytes(range(256)) * 9, "It is no text"), ("d.gz", gzip.compress(bytes(range(256)) * 40), "It is no text"),
        ("e.xlsx", "zip", "workbook or archive"), ("f.docx", "zip", "workbook or archive"), ("g.pdf", "locked", "locked with a password"), ("h.pdf", "scan", "It may be a scan"),
        ("i.pdf", b"%PDF-1.4\nnothing", "a PDF that cannot be read: Stream"), ("j.txt", b"said \x00" * 50, "null bytes"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_what_to_do(
    client: TestClient, own_ledger: Path, name: str, data: bytes | str, told: str
) -> None:
    made = _bytes(data) if isinstance(data, str) else data
    for code in ("en", "zh-TW"):
        answer = client.post(f"/{code}/evidence/read", files={"document": (name, made)})
        assert answer.status_code == 422 and name in answer.text and 'role="alert"' in answer.text
        assert told in answer.text or code != "en"
        assert not re.search(r"(?<![\w-])--|Error:", answer.text)
    assert not own_ledger.exists()


def test_a_document_of_another_encoding_says_how_to_read_it(client: TestClient) -> None:
    big5 = "中央社台北2026年10月2日電\n\n國防部表示，飛彈最後一批將於2028年交付。\n".encode("big5")
    asked = client.post("/en/evidence/read", files={"document": ("a.txt", big5)}).text
    assert "read as Big5" in asked and "choose the encoding" in asked and "--encoding" not in asked
    assert "國防部表示" in asked and 'class="claim"' in asked
    read = client.post("/en/evidence/read", files={"document": ("a.txt", big5)}, data={"encoding": "big5"}).text
    assert "國防部表示" in read and 'class="claim"' in read


def test_a_document_without_a_date_asks_for_it_on_the_page(client: TestClient) -> None:
    answer = client.post("/en/evidence/read", files={"document": ("notice.txt", NOTICE)}).text
    assert "Enter the day under" in answer and "--stated-on" not in answer
    assert "has all of it already" not in answer


def test_a_register_shows_what_taiwan_receives_unless_all_is_asked_for(client: TestClient) -> None:
    head = "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
    rows = "".join(
        f"{to},United States,2019,,{n},,M-1A2,tank,0,,,New,,4,{n},0\n" for to, n in (("Poland", 250), ("Taiwan", 108))
    )
    files = {"document": ("r.csv", (head + rows).encode())}
    data = {"kind": "sipri", "published": "2026-05-18"}
    ours = client.post("/en/evidence/read", files=files, data=data).text
    assert "M-1A2, ordered 2019: United States → Taiwan" in ours and "United States → Poland" not in ours
    assert "United States → Poland" in client.post("/en/evidence/read", files=files, data=data | {"rows": "all"}).text


def test_a_long_document_is_shown_a_part_at_a_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jointline.web.documents.MOST", 1)
    monkeypatch.setattr("jointline.web.views.evidence.MOST", 1)
    one = read(client, DISPATCH).text
    assert one.count('class="claim"') == 1 and 'data-first="1"' in one and "1 more after these" in one
    two = read(client, DISPATCH, first="1").text
    assert (
        two.count('class="claim"') == 1
        and 'id="passage-1"' in two
        and 'data-first="0"' in two
        and "1 before these" in two
    )
    assert 'id="text-1"' in two and 'data-passage="1"' in two


def test_every_document_there_is_reads_well_in_chinese(client: TestClient) -> None:
    """No key, no command and no path of the program in what a reader is shown beside the document's own words."""
    if not SHARED.is_dir():
        pytest.skip("the shared documents are not here")
    for path in sorted(
        p
        for folder in ("dispatches/docs", "notices", "sipri", "fms", "production")
        for p in (SHARED / folder).iterdir()
    ):
        answer = client.post("/zh-TW/evidence/read", files={"document": (path.name, path.read_bytes())})
        assert answer.status_code == 200, path
        beside = re.sub(r'(?s)<div class="reading__text".*?</div>\s*(?=<form)', "", answer.text)
        shown = re.sub(
            r'(?s)<q .*?</q>|<span lang="(?:en|zh-Hant)" dir="auto">.*?</span>|<strong>.*?</strong>|<[^>]+>',
            " ",
            beside,
        )
        assert not re.search(
            r"(?<![\w-])--[a-z]|jointline |\b[a-z]+_[a-z]+\b|\btw-\d{4}|\b(?:dispatch|sale|sipri|contract)/|None|True|False",
            shown.replace(path.name, ""),
        ), path
        marks, numbers = answer.text.count('id="text-'), len(re.findall(r'href="#text-', answer.text))
        assert marks == numbers, path  # each passage in the text has its claim, each claim its passage


def test_a_user_drops_a_document_and_adds_a_claim(served: str, browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "dispatch.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("dialog", lambda d: said.append(f"dialog: {d.message}"))
    page.goto(f"{served}/en/evidence")
    page.locator("details.given__more summary").click()
    page.select_option("select[name=kind]", "dispatch")
    page.fill("input[name=published]", "2026-10-02")
    page.set_input_files("#document", str(path))
    page.wait_for_selector(".claim")
    assert "<script>alert(1)</script>" in page.inner_text(".reading__text")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("#all")
    page.click("#add")
    page.wait_for_selector("#added .notice")
    assert re.search(r"\d+ statements? added", page.inner_text("#added"))
    assert said == []
    page.close()


def test_a_person_ties_a_claim_to_the_case_that_no_reader_found(client: TestClient, own_ledger: Path) -> None:
    given = {"text": DISPATCH, "kind": "dispatch", "published": "2026-10-02", "publisher": "Harbor Wire"}
    page = lxml.html.fromstring(read(client, DISPATCH, publisher="Harbor Wire").text)
    loose = page.xpath("//select[@name='about']/@data-statement")[0]
    offered = re.findall(r'<option value="(tw-[^"]+)"', lxml.html.tostring(page).decode())
    case = next(c for c in offered if c.endswith("-mq9b"))
    refused = client.post("/en/evidence/accept", data=given | {"chosen": [loose], "about": [f"{loose} nosuch"]})
    assert refused.status_code == 422 and "nosuch" in refused.text and not own_ledger.exists()
    answer = client.post("/en/evidence/accept", data=given | {"chosen": [loose], "about": [f"{loose} {case}"]})
    assert answer.status_code == 200 and "counts from now on" in answer.text
    (said,) = jl.open_ledger(shipped=False).statements()
    assert said.subject == case and "by the person who recorded it" in said.note
    assert said.id in client.get("/en/case/mq9b").text
    again = lxml.html.fromstring(read(client, DISPATCH, publisher="Harbor Wire").text)
    assert again.xpath(f"//input[@value='{loose}']/@disabled"), "the ledger has the passage, on the case"


def _who(client: TestClient, lang: str, text: str) -> list[str]:
    answer = client.post(f"/{lang}/evidence/read", data={"text": text, "kind": "dispatch"})
    return [" ".join(p.text_content().split()) for p in lxml.html.fromstring(answer.text).find_class("claim__who")]


def test_a_chain_ends_with_the_paper_that_carries_the_others(client: TestClient) -> None:
    head = "Taipei, March 20, 2026 (CNA) "
    for said in (
        "Reuters quoted lawmaker Wang Ting-yu as saying that the missiles would arrive by June.",
        "The missiles would arrive by June, lawmaker Wang Ting-yu told Reuters.",
    ):
        (who,) = _who(client, "en", head + said)
        assert who.index("Wang Ting-yu") < who.index("Reuters") < who.index("Central News Agency")
    (who,) = _who(client, "zh-TW", "（中央社台北2026年3月20日電）路透社引述立委王定宇的話說，飛彈將於6月運抵。")
    assert who.index("王定宇") < who.index("路透社") < who.index("中央社")


def test_a_paper_that_speaks_is_named_once(client: TestClient) -> None:
    (who,) = _who(client, "zh-TW", "【中國時報】《中國時報》報導指出，飛彈延誤。")
    assert who.count("中國時報") == 1


def test_a_claim_on_a_delivery_says_which_one(client: TestClient) -> None:
    (who,) = _who(
        client, "en", "Taipei, March 30, 2026 (CNA) The last 28 of the 108 tanks arrived on March 24, the army said."
    )
    assert "fact reported: last delivery" in who
    first, last = _who(
        client, "zh-TW", "（中央社台北2026年3月20日電）海軍說，首批2架將於2026年第3季交付，其餘2架2027年交付。"
    )
    assert "時程：承諾首批交付" in first and "時程：承諾全數交付" in last
