"""Who is answered, what is sent along, and what a write needs."""

from __future__ import annotations

import base64

import pytest
from fastapi.testclient import TestClient

from jointline.errors import JointlineError
from jointline.web.app import create_app
from jointline.web.settings import Settings, checked

OPEN = Settings(token="the-token")


def client(settings: Settings = OPEN, host: str = "127.0.0.1:8765") -> TestClient:
    return TestClient(create_app(settings), base_url=f"http://{host}")


@pytest.mark.parametrize("path", ["/en/evidence", "/static/css/base.css", "/nowhere", "/en/evidence/read"])
def test_every_answer_has_the_headers(path: str) -> None:
    answer = client().get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "[::1].evil.example"])
def test_a_name_that_was_resolved_to_this_machine_is_not_answered(host: str) -> None:
    assert client().get("/en/evidence", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1", "[::1]:8765", "127.0.0.2:1"])
def test_this_machine_is_answered(host: str) -> None:
    assert client().get("/en/evidence", headers={"host": host}).status_code == 200


def test_a_write_needs_the_token_of_the_page() -> None:
    page = client()
    assert page.post("/en/evidence/read", data={"text": "x"}).status_code == 403
    assert page.post("/en/evidence/read", data={"text": "x"}, headers={"x-jointline-token": "other"}).status_code == 403
    assert page.get("/en/evidence").cookies["jointline_token"] == "the-token"
    right = {"x-jointline-token": "the-token"}
    assert page.post("/en/evidence/read", data={"text": "x"}, headers=right).status_code != 403


def test_a_write_from_another_site_is_refused_even_with_the_token() -> None:
    headers = {"x-jointline-token": "the-token", "sec-fetch-site": "cross-site"}
    assert client().post("/en/evidence/read", data={"text": "x"}, headers=headers).status_code == 403


def test_the_cookie_of_the_token_is_not_sent_from_other_sites() -> None:
    assert "samesite=strict" in client().get("/en/evidence").headers["set-cookie"].lower()


def test_beyond_this_machine_takes_a_flag_and_a_password() -> None:
    with pytest.raises(JointlineError, match="other machines"):
        checked(Settings("0.0.0.0"), beyond_loopback=False)
    for weak in ("", "short"):
        with pytest.raises(JointlineError, match="password"):
            checked(Settings("0.0.0.0", password=weak), beyond_loopback=True)
    assert checked(Settings("0.0.0.0", password="twelve chars"), beyond_loopback=True)
    assert checked(Settings("::1"), beyond_loopback=False)


def test_a_password_is_asked_of_every_reader() -> None:
    page = client(Settings("0.0.0.0", password="correct horse", token="t"), host="example.org")
    assert page.get("/en/evidence").status_code == 401
    assert page.get("/static/css/base.css").status_code == 401

    def given(word: str) -> dict[str, str]:
        return {"authorization": "Basic " + base64.b64encode(f"reader:{word}".encode()).decode()}

    assert page.get("/en/evidence", headers=given("wrong horse")).status_code == 401
    assert page.get("/en/evidence", headers={"authorization": "Basic !!"}).status_code == 401
    assert page.get("/en/evidence", headers=given("correct horse")).status_code == 200
