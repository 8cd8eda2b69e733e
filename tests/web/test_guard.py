"""Every answer carries the headers of the page, whatever it is; what may not pass is refused before anything is done."""

from __future__ import annotations

from typing import Any

import pytest
from asking import HOST, client

from jointline.web.security import HEADERS

EVERY = [
    "/", "/en/backlog", "/zh-TW/method", "/api/", "/api/openapi.json", "/api/backlog", "/api/backlog.csv", "/api/backlog.xlsx",
    "/api/case/none", "/nowhere", "/static/css/base.css", "/static/none.css", "/en/chart/none.svg", "/en/chart/history.png?month=2024-10", "/en", "/en/statements?ids=none",
]  # fmt: skip


@pytest.mark.parametrize("address", EVERY)
def test_every_answer_has_the_headers(address: str) -> None:
    page = client()
    for _ in range(2):  # made, then kept
        answer = page.get(address, follow_redirects=False)
        for name, value in HEADERS.items():
            assert answer.headers.get_list(name) == [value], (address, name)
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"]
    again = page.get(address, headers={"if-none-match": answer.headers.get("etag", "none")}, follow_redirects=False)
    assert (again.status_code == 304) == ("etag" in answer.headers)
    for other in (again, page.head(address, follow_redirects=False)):
        for name, value in HEADERS.items():
            assert other.headers.get_list(name) == [value], (address, name)


def test_a_kept_answer_is_not_given_to_who_may_not_have_it() -> None:
    page = client(host="192.0.2.1", password="a long enough password")
    good = {"authorization": "Basic " + __import__("base64").b64encode(b"x:a long enough password").decode()}
    assert page.get("/api/backlog", headers=good).status_code == 200
    for headers in ({}, {"authorization": "Basic eDp5"}):
        answer = page.get("/api/backlog", headers=headers)
        assert answer.status_code == 401
        assert set(answer.json()) == {"error", "where", "remedy"}
        assert answer.headers["www-authenticate"]


def test_another_host_name_is_refused_even_where_the_answer_is_kept() -> None:
    page = client()
    page.get("/en/backlog")
    assert page.get("/en/backlog", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_write_from_another_site_is_refused(site: str) -> None:
    answer: Any = client().post("/api/add", json={}, headers={"sec-fetch-site": site, "origin": HOST})
    assert answer.status_code == 403
