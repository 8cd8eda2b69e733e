"""A fault of the program is told in the shape of every other error; its traceback goes to the server's log alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import client
from fastapi.responses import StreamingResponse

from jointline.report.lang.language import language
from jointline.web import errors
from jointline.web.security import HEADERS

SECRET = "what only the log may tell"


def fail(lang: str = "") -> None:
    raise RuntimeError(SECRET)


def broken(path: str) -> Any:
    """A client of the page with a route in it that fails."""
    page = client()
    page.app.add_api_route(path, fail, methods=["GET", "POST"])
    page.app.router.routes.insert(0, page.app.router.routes.pop())
    return page


def says_no_more(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert answer.status_code == 500
    assert {k: answer.headers.get_list(k) for k in HEADERS} == {k: [v] for k, v in HEADERS.items()}
    assert answer.headers["cache-control"] == "no-store"
    assert not [w for w in (SECRET, "RuntimeError", "Traceback", ".py") if w in answer.text]
    told = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert len(told) == 1 and told[0].exc_info and SECRET in str(told[0].exc_info[1])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/api/fails", "/api/backlog"])  # of its own, and in the place of one that is kept
def test_the_api_answers_in_its_one_shape(path: str, method: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = broken(path).request(method, path)
    says_no_more(answer, caplog)
    assert set(answer.json()) == {"error", "where", "remedy"}
    assert "report it" in answer.json()["remedy"]


@pytest.mark.parametrize("code", ["en", "zh-TW"])
@pytest.mark.parametrize("view", ["backlog", "evidence", "fails"])
def test_a_reader_gets_the_page_of_errors_in_his_language(
    code: str, view: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken("/{lang}/" + view).get(f"/{code}/{view}")
    says_no_more(answer, caplog)
    assert language(code).text("The program failed") in answer.text and 'role="alert"' in answer.text


def test_where_the_page_of_errors_fails_too_something_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*args: object, **kwargs: object) -> str:
        raise RuntimeError("templates are gone")

    monkeypatch.setattr(errors, "page", no)
    answer = broken("/{lang}/backlog").get("/en/backlog")
    assert answer.status_code == 500 and set(answer.json()) == {"error", "where", "remedy"}
    assert answer.headers["content-security-policy"]


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one() -> None:
    def half() -> Iterator[bytes]:
        yield b"one"
        raise RuntimeError("in the middle")

    page = client()
    page.app.add_api_route("/en/evidence/half", lambda: StreamingResponse(half()), methods=["GET"])
    with pytest.raises(RuntimeError, match="in the middle"):
        page.get("/en/evidence/half")


def test_a_ledger_that_cannot_be_read_is_an_error_of_its_own(own_ledger: Path) -> None:
    own_ledger.parent.mkdir(parents=True)
    own_ledger.write_bytes(b"no database " * 400)
    page = client()
    for address in ("/en/backlog", "/api/backlog", "/zh-TW/lab"):
        answer = page.get(address)
        assert answer.status_code == 503, answer.text
        assert own_ledger.name in answer.text
