"""The evidence view: a document is read and marked, chosen statements are added, nothing else can be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import jointline as jl
from jointline.web.app import create_app
from jointline.web.documents import LARGEST
from jointline.web.settings import Settings

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
