"""The API answers with the documents of --json, within limits, and says what is wrong in one shape."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

import pytest
from asking import client

from jointline.cli.main import run
from jointline.readers.kinds import KINDS
from jointline.web.api.document_routes import Kind
from jointline.web.api.routes import routes_of
from jointline.web.api.schemas import document

SAME = {
    "/api/backlog?as_of=2025-11-30&rule=owed&sort=age": ("backlog", "backlog --as-of 2025-11-30 --rule owed --sort age"),
    "/api/backlog/rules?as_of=2025-11-30": ("rules", "backlog --rules --as-of 2025-11-30"),
    "/api/case/m1a2t?as_of=2025-12-31": ("case", "case m1a2t --as-of 2025-12-31"),
    "/api/case/f16-block70/why/final_delivery?as_of=2025-12-31": ("why", "why f16-block70 final_delivery --as-of 2025-12-31"),
    "/api/changes/2025-11": ("changes", "changes 2025-11"),
    "/api/history?from=2024-10&to=2024-11": ("history", "history --from 2024-10 --to 2024-11"),
    "/api/statements?case=mq9b&limit=1000": ("statements", "statements --case mq9b"),
    "/api/sources?case=mq9b": ("sources", "sources --case mq9b"),
    "/api/approvals?as_of=2026-10-31": ("approval_routes", "approvals --as-of 2026-10-31"),
    "/api/approvals/licensed-production?as_of=2026-10-31&value=40": ("approvals", "approvals licensed-production --as-of 2026-10-31 --value 40"),
    "/api/network?part=gmlrs-camden": ("network", "network show taiwan gmlrs-camden"),
    "/api/forecast?case=jsow&as_of=2026-03-31": ("forecast", "forecast jsow --as-of 2026-03-31"),
    "/api/bottleneck/gmlrs-camden?draws=64": ("bottleneck", "bottleneck gmlrs-camden --draws 64"),
    "/api/compare?option=priority&draws=64": ("comparison", "compare taiwan --option priority --draws 64"),
}  # fmt: skip


@pytest.fixture(scope="module")
def asked() -> Any:
    return client()


@pytest.mark.parametrize("address", SAME)
def test_a_document_is_the_one_of_the_command(asked: Any, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, command = SAME[address]
    answer = asked.get(address)
    assert answer.status_code == 200, answer.text
    assert run([*command.split(), "--json"]) == 0
    assert answer.json() == json.loads(capsys.readouterr().out)
    document(name).model_validate(answer.json())


def test_every_route_says_what_it_answers_and_every_field_what_it_is(asked: Any) -> None:
    schema = asked.get("/api/openapi.json").json()
    routes = routes_of(schema)
    assert len(routes) > 40
    assert all(r["summary"] for r in routes)
    row = schema["components"]["schemas"]["BacklogRow"]["properties"]
    assert (
        row["value_usd_m"]["description"]
        == "What the row adds; null where only a range, or nothing, is known [US$ million]."
    )
    for name, made in schema["components"]["schemas"].items():
        for field, about in made.get("properties", {}).items():
            assert about.get("description") or name.startswith("Body_"), f"{name}.{field}"
    for methods in schema["paths"].values():
        for about in methods.values():
            assert {"401", "421", "422"} <= set(about["responses"])


def test_the_kinds_of_documents_are_those_that_are_read() -> None:
    assert set(get_args(get_args(get_args(Kind)[0])[0])) == set(KINDS)


@pytest.mark.parametrize(("address", "status", "said"), [
    ("/api/case/f16-blok70", 404, "f16-block70"),
    ("/api/backlog?rule=/etc/passwd", 422, "published"),
    ("/api/backlog?rule=../rule.toml", 422, "published"),
    ("/api/backlog?as_of=yesterday", 422, "yesterday"),
    ("/api/backlog?as_of=%00", 422, "pattern"),
    ("/api/simulate?draws=20001", 422, "20000"),
    ("/api/simulate?option=no-such", 422, "no-such"),
    ("/api/history?from=1950-01", 422, "2008"),
    ("/api/history?from=2010-01&to=2190-01", 422, "240"),
    ("/api/backtest?from=2190-01&known_on=2199-12-30", 422, "no half-year"),
    ("/api/breakeven/priority?vary=a&vary=b&vary=c", 422, "2 items"),
    ("/api/breakeven/priority?vary=lines.none.start&at=nan", 422, "finite"),
    ("/api/statements?case=mq9b&said_by=nobody", 404, "no statement"),
    ("/api/statements?limit=100000", 422, "1000"),
    ("/api/backlog.pdf", 422, "csv"),
    ("/api/nothing", 404, "Not Found"),
])  # fmt: skip
def test_what_cannot_be_answered_is_one_error(asked: Any, address: str, status: int, said: str) -> None:
    answer = asked.get(address)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "where", "remedy"}
    assert said in answer.text


def test_a_misspelt_parameter_is_no_other_question(asked: Any) -> None:
    answer = asked.get("/api/backlog?asof=2023-11-30")
    assert answer.status_code == 422
    assert answer.json()["error"] == "there is no parameter 'asof'" and "as_of" in answer.json()["remedy"]
    schema = asked.get("/api/openapi.json").json()
    for path, methods in schema["paths"].items():
        for method, about in methods.items():
            address = path.replace("{ending}", "csv").replace("{", "").replace("}", "")
            refused = asked.request(method.upper(), address, params={"no-such": "1"})
            assert refused.status_code == 422 and "'no-such'" in refused.json()["error"], address
            for p in (p["name"] for p in about.get("parameters", ()) if p["in"] == "query"):
                known = asked.request(method.upper(), address, params={p: "\0"})
                assert "there is no parameter" not in known.text, (address, p)


@pytest.mark.parametrize(
    "view",
    ["backlog?month=2024-10&rule=owed&category=munitions", "case/mq9b?as_of=2026-03-31", "method", "lab", "scores"],
)
def test_a_page_asks_the_api_for_nothing_it_does_not_know(asked: Any, view: str) -> None:
    routes = {
        re.sub(r"\{(\w+)\}", r"[^/]+?", path): {p["name"] for p in methods["get"].get("parameters", ())}
        for path, methods in asked.get("/api/openapi.json").json()["paths"].items() if "get" in methods
    }  # fmt: skip
    for lang in ("en", "zh-TW"):
        for link in re.findall(r'"(/api/[^"]*)"', asked.get(f"/{lang}/{view}").text):
            parts = urlsplit(unescape(link))
            known = next(names for path, names in routes.items() if re.fullmatch(path, parts.path))
            assert {k for k, _ in parse_qsl(parts.query)} <= known, link


def test_statements_come_in_pages(asked: Any) -> None:
    seen, address = [], "/api/statements?case=mq9b&limit=7"
    while address:
        answer = asked.get(address)
        seen += [s["id"] for s in answer.json()["statements"]]
        address = answer.links.get("next", {}).get("url", "")
    assert len(seen) == len(set(seen)) == answer.json()["count"] > 7


NOTICE = "Transmittal No. 21-66\nNotice of Proposed Issuance of Letter of Offer Pursuant to Section 36(b)(1)\n"
ONE = {
    "subject": "f16-block70", "property": "final_delivery_promised", "value": "2028-Q1", "said_by": "Ministry of National Defense",
    "standing": "official", "stated_on": "2026-10-02", "source": "https://example.org/page",
}  # fmt: skip


def test_a_write_needs_the_token() -> None:
    for address, given in (("/api/add", {"json": ONE}), ("/api/read", {"data": {"text": NOTICE}})):
        answer = client().post(address, headers={"x-jointline-token": "guessed"}, **given)
        assert answer.status_code == 403
        assert set(answer.json()) == {"error", "where", "remedy"}


def test_a_statement_is_added_and_shows_at_once() -> None:
    page = client()
    before = page.get("/api/case/f16-block70?as_of=2026-10-31").json()
    added = page.post("/api/add", json=ONE)
    assert added.status_code == 200, added.text
    document("add").model_validate(added.json())
    assert added.json()["added"] == 1
    assert added.json()["statement"]["subject"] == "tw-2019-08-20-f16-block70"
    after = page.get("/api/case/f16-block70?as_of=2026-10-31").json()
    assert len(after["trail"]) == len(before["trail"]) + 1
    assert page.post("/api/add", json=ONE).json()["added"] == 0
    unwritable = page.post("/api/add", json=ONE | {"property": "title", "value": "T\uffffX"})
    assert unwritable.status_code == 422 and "U+FFFF" in unwritable.json()["error"]
    refused = page.post("/api/add", json=ONE | {"value": "soon"})
    assert refused.status_code == 422
    assert refused.json()["where"].startswith("field value")


@pytest.mark.parametrize(("address", "body", "kind", "status", "said"), [
    ("/api/add", b"{", "application/json", 400, "no JSON"), ("/api/add", b"[1,]", "application/json", 400, "no JSON"),
    ("/api/add", b"\xff", "application/json", 400, "body"), ("/api/add", b"[]", "application/json", 422, "dictionary"),
    ("/api/add", b"{}", "text/plain", 415, "'text/plain'"), ("/api/add", b"a=b", "application/x-www-form-urlencoded", 415, "application/json"),
    ("/api/add", b"{}", "", 415, "content type"), ("/api/add", b"{}", "Application/JSON; charset=utf-8", 422, "subject"),
    ("/api/read", b'{"text": "x"}', "application/json", 415, "multipart/form-data"), ("/api/accept", b"id=1", "text/csv", 415, "'text/csv'"),
    ("/api/read", b"--y", "multipart/form-data; boundary=x", 400, "body"), ("/api/read", b"", "", 422, "no document"),
])  # fmt: skip
def test_a_body_is_what_its_content_type_says(
    asked: Any, address: str, body: bytes, kind: str, status: int, said: str
) -> None:
    answer = asked.post(address, content=body, headers={"content-type": kind} if kind else {})
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error", "where", "remedy"} and said in answer.text
    assert str(status) in asked.get("/api/openapi.json").json()["paths"][address]["post"]["responses"]


def test_a_document_is_read_and_what_was_chosen_of_it_is_added() -> None:
    sys_path_tools()
    from reading_pages import FILES

    name = next(n for n in FILES if n.startswith("notice"))
    page, file = client(), {"file": (name, FILES[name].encode(), "text/plain")}
    found = page.post("/api/read", files=file, data={"source": "https://example.org/notice"})
    assert found.status_code == 200, found.text
    document("read").model_validate(found.json())
    assert found.json()["kind"] == "notice"
    ids = [s["id"] for s in found.json()["statements"] if s["state"] != "known"]
    assert ids
    done = page.post("/api/accept", files=file, data={"source": "https://example.org/notice", "id": ids})
    assert done.status_code == 200, done.text
    assert done.json()["added"] == len(ids)
    other = page.post("/api/accept", files=file, data={"source": "https://example.org/other", "id": ids})
    assert other.status_code == 422  # another address makes other statements


def test_a_document_that_is_too_large_is_refused_before_it_is_read() -> None:
    answer = client().post("/api/read", files={"file": ("big.txt", b"x" * (21 << 20), "text/plain")})
    assert answer.status_code == 413
    assert set(answer.json()) == {"error", "where", "remedy"}


def sys_path_tools() -> None:
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))


def test_a_parameter_given_twice_is_no_guess(asked: Any) -> None:
    answer = asked.get("/api/backlog?as_of=2023-11-30&as_of=2025-11-30")
    assert answer.status_code == 422 and "more than once" in answer.json()["error"]
    assert asked.get("/api/compare?option=priority&option=gmlrs-taiwan&draws=8").status_code == 200  # these are several
