"""Every error has its status, is said in the reader's language with what a reader of a page can do, and stands where it happened."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from asking import HOST, client

from jointline.ledger import store
from jointline.ledger.ledger import open_ledger
from jointline.report.lang.language import ENGLISH, language
from jointline.sentences import says
from jointline.web.remedies import _PAGE, fault

CHINESE = language("zh-TW")
COMMAND = re.compile(r"(?<![\w-])--[a-z]|\bjointline (?:[a-z]+ --|read|backlog|case|why|forecast|add|statements)\b")
WRONG = {
    "backlog?month=2031-01": 422, "backlog?month=abc": 422, "backlog?rule=nix": 422, "backlog?category=x": 422, "backlog?sort=x": 422,
    "backlog/timeline?month=x": 422, "backlog/sum?figure=x": 422, "case/nothing": 404, "case/hcds?as_of=2010-01-01": 404,
    "case/hcds?as_of=2099-01-01": 422, "case/hcds?property=nix": 422, "case/hcds?standing=nix": 422, "case/hcds/forecast?as_of=2001": 404,
    "case/nothing/why-late": 404, "case/mq9b/forecast?as_of=2021-02-29": 422, "why/hcds/nix": 422, "why/hcds/cancelled": 404,
    "why/hcds/value?rule=x": 422, "statements": 404, "statements?ids=zzz": 404, "lab?option=nix": 422, "lab?set.x=1": 422, "lab?set.lines.stinger-taiwan.start=1e9": 422,
    "lab?as_of=1990": 422, "lab?even=x": 422, "chart/nix.svg": 404, "chart/promises.svg": 422, "chart/history.gif": 422, "chart/..%2f..%2fpasswd.png": 404,
    "nothing": 404, "nothing/at/all": 404, "evidence/read": 405,
}  # fmt: skip


def words(answer: Any) -> str:
    """What the notice of an answer says, without its marks."""
    found = re.search(r'(?s)<(section|div) class="notice notice--error" role="alert">.*?</\1>', answer.text)
    assert found, answer.text[:500]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


@pytest.fixture(scope="module")
def page() -> Any:
    return client()


@pytest.mark.parametrize(("address", "status"), WRONG.items())
def test_each_has_its_status_its_language_and_no_command(page: Any, address: str, status: int) -> None:
    for code in ("en", "zh-TW"):
        answer = page.get(f"/{code}/{address}")
        assert answer.status_code == status, words(answer)
        assert answer.headers["content-security-policy"] and answer.headers["x-content-type-options"] == "nosniff"
        told = words(answer)
        assert not COMMAND.search(told), told
        assert (
            f'lang="{"zh-Hant-TW" if code == "zh-TW" else "en"}"' in answer.text
            and f'href="/{code}/backlog"' in answer.text
        )
        part = page.get(f"/{code}/{address}", headers={"hx-request": "true"})
        assert part.status_code == status and "<html" not in part.text and words(part)


def test_no_remedy_of_the_library_reaches_a_page_as_a_command() -> None:
    from jointline.errors import JointlineError

    for template in _PAGE:
        named = {k: 2 if k == "n" else k for k in re.findall(r"\{(\w+)", template)}
        for lang in (ENGLISH, CHINESE):
            told = fault(JointlineError("no", remedy=says(template, **named)), lang)
            assert told.remedy and not COMMAND.search(told.remedy), told
    left_out = fault(JointlineError("no", remedy="Give a day. Use --day for it."), ENGLISH)
    assert left_out.remedy == "Give a day."


def test_every_remedy_with_a_flag_that_can_reach_a_page_has_its_counterpart() -> None:
    """The sources hold no further one than those that are told of here and those that only the command line can meet."""
    source = Path(store.__file__).parent.parent
    flag = re.compile(
        r'says\(\s*"([^"\n]*(?:(?<![\w-])--[a-z]|\bjointline (?:read|backlog|case|why|forecast|add|statements|export)\b)[^"\n]*)"'
    )
    found = {
        m
        for p in source.rglob("*.py")
        if "/cli/" not in str(p) and p.name != "remedies.py"
        for m in flag.findall(p.read_text())
    }
    only_commands = {
        "Give --from and --to.", "jointline forecast --record keeps one.",
    }  # fmt: skip
    assert found - set(_PAGE) - only_commands == set()


def test_an_error_hands_out_no_tables(page: Any) -> None:
    for address in ("nothing", "lab?option=zzz", "statements?ids=zzz", "case/nothing"):
        assert "data-tables" not in page.get(f"/en/{address}").text
    assert "data-tables" in page.get("/en/backlog").text


def test_an_error_is_headed_by_words(page: Any) -> None:
    for address in ("lab?option=zzz", "scores/unscored?why=zzz"):
        answer = page.get(f"/en/{address}")
        assert not re.search(r'class="where">\s*[a-z]', answer.text), answer.text
        assert answer.status_code in (404, 422) and "''" not in unescape(answer.text)
    assert page.get("/en/scores/unscored").status_code == 200  # all of them, each with its reason


def test_a_case_that_may_be_meant_is_a_link(page: Any) -> None:
    answer = page.get("/en/case/hcd?units=millions")
    assert answer.status_code == 404 and 'href="/en/case/hcds"' in answer.text


def test_a_language_alone_leads_to_its_first_view(page: Any) -> None:
    for code in ("en", "zh-TW"):
        assert page.get(f"/{code}", follow_redirects=False).headers["location"] == f"/{code}/backlog"
    nobody = page.get("/fr/backlog", headers={"accept-language": "zh-TW,zh;q=0.9"})
    assert nobody.status_code == 404 and 'lang="zh-Hant-TW"' in nobody.text
    assert page.get("/nowhere").status_code == 404


def test_a_ledger_that_cannot_be_used_is_said_on_every_view(own_ledger: Path, monkeypatch: Any) -> None:
    own_ledger.parent.mkdir()
    own_ledger.write_bytes(b"not a database at all, whatever its name says" * 40)
    broken = client()
    for view in ("backlog", "case/hcds", "statements?ids=x", "why/hcds/value", "lab", "scores", "method"):
        answer = broken.get(f"/en/{view}")
        assert answer.status_code == 503, view
        assert "not a database" in words(answer) and "Whoever started this page" in words(answer)
    assert broken.get("/api/backlog").status_code == 503
    assert broken.get("/en/evidence").status_code == 200
    given = {
        "text": "The Ministry of National Defense said on Friday that it will come.",
        "kind": "dispatch",
        "published": "2026-10-02",
    }
    answer = broken.post("/en/evidence/read", data=given)
    assert answer.status_code == 503 and "not a database" in words(answer)


def test_a_ledger_that_another_process_writes_is_waited_for_then_told(own_ledger: Path, monkeypatch: Any) -> None:
    from conftest import statement

    monkeypatch.setattr(store, "_LOCK_SECONDS", 0.05)
    open_ledger().add([statement()])
    page = client()
    given = {
        "text": "Harbor Wire, Oct. 2, 2026\n\nThe Ministry of National Defense said on Friday that it will come.",
        "kind": "dispatch",
    }
    ids = re.findall(r'name="chosen" value="([0-9a-f]+)"', page.post("/en/evidence/read", data=given).text)
    other = sqlite3.connect(own_ledger, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        answer = page.post("/en/evidence/accept", data=given | {"chosen": ids})
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert answer.status_code == 503 and "try again when it has finished" in words(answer)
    assert page.post("/en/evidence/accept", data=given | {"chosen": ids}).status_code == 200


def test_a_fault_of_the_program_is_a_page_with_every_header(monkeypatch: Any) -> None:
    from starlette.testclient import TestClient

    from jointline.web.app import create_app
    from jointline.web.security import HEADERS
    from jointline.web.views import method

    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("secret detail of the machine")

    monkeypatch.setattr(method, "answer", broken)
    page = TestClient(create_app(), base_url=HOST, raise_server_exceptions=False)
    for address, headers in (("/zh-TW/method", {}), ("/zh-TW/method", {"x-part": "drawer"})):
        answer = page.get(address, headers=headers)
        assert answer.status_code == 500 and "secret" not in answer.text and words(answer)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
