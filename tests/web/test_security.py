"""Who is answered, what is sent along, and what a write needs."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from jointline.errors import JointlineError
from jointline.web import middleware
from jointline.web.app import create_app
from jointline.web.security import HEADERS, WITHIN, WRONG_WORDS, Attempts
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


@pytest.mark.parametrize("path", ["/en/evidence", "/en/tables/backlog.csv?month=2024-06", "/api/nothing"])
@pytest.mark.parametrize("host", [b"127.0.0.1:\xe9", b"127.0.0.1:abc", b"127.0.0.1:-1", b"127.0.0.1:8763@evil", b"[::1", b"::1", b"", b"127.0.0.1:", b"127.0.0.1:123456",
                                  b"evil@127.0.0.1", b"127.0.0.1/x", b"127.0.0.1 ", b"[127.0.0.1]:1]", b"127.0.0.1:\xb2", b"localhost,evil.example", b"[::1]x:1"])  # fmt: skip
def test_a_host_is_a_name_and_perhaps_a_port(host: bytes, path: str) -> None:
    for settings in (OPEN, Settings("::1", token="t")):
        answer = client(settings).get(path, headers=[(b"host", host)])
        assert answer.status_code == 421 and answer.headers["x-frame-options"] == "DENY"


def test_beyond_this_machine_too_a_host_has_to_be_one() -> None:
    page = client(Settings("0.0.0.0", password="correct horse", token="t"), host="example.org")
    page.headers |= basic("correct horse")
    for path in ("/en/evidence", "/en/tables/backlog.csv?month=2024-06"):
        assert page.get(path).status_code == 200
        assert page.get(path, headers=[(b"host", b"example.org:\xe9"), *basic_raw("correct horse")]).status_code == 421
    both = [(b"host", b"example.org"), (b"host", b"evil.example"), *basic_raw("correct horse")]
    assert page.get("/en/evidence", headers=both).status_code == 421


def basic_raw(word: str) -> list[tuple[bytes, bytes]]:
    return [(k.encode(), v.encode()) for k, v in basic(word).items()]


def test_two_servers_of_one_machine_do_not_take_each_others_token_away() -> None:
    """A browser keeps one cookie of a name for all ports of a host."""
    jar: dict[str, str] = {}
    for port in ("8765", "9000"):
        settings = Settings(port=int(port), token=f"token-of-{port}")
        for path in ("/en/evidence", "/en/api", "/en/api"):  # one that is never kept, one that is made, then kept
            jar |= dict(client(settings, f"127.0.0.1:{port}").get(path).cookies)
    assert jar == {"jointline_token_8765": "token-of-8765", "jointline_token_9000": "token-of-9000"}
    forwarded = client(Settings(port=8765, token="t"), "localhost:9999").get("/en/api")
    assert dict(forwarded.cookies) == {"jointline_token_9999": "t"}  # by the port that the reader's address has
    assert dict(client(Settings(token="t"), "localhost").get("/en/api").cookies) == {"jointline_token": "t"}


@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost:8765", "localhost:8765", "127.0.0.1", "[::1]:8765", "127.0.0.2:1"]
)
def test_this_machine_is_answered(host: str) -> None:
    assert client().get("/en/evidence", headers={"host": host}).status_code == 200


def test_a_write_needs_the_token_of_the_page() -> None:
    page = client()
    assert page.post("/en/evidence/read", data={"text": "x"}).status_code == 403
    assert page.post("/en/evidence/read", data={"text": "x"}, headers={"x-jointline-token": "other"}).status_code == 403
    assert page.get("/en/evidence").cookies["jointline_token_8765"] == "the-token"
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


def basic(word: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"reader:{word}".encode()).decode()}


def test_whoever_guesses_passwords_has_to_wait() -> None:
    settings = Settings("0.0.0.0", password="correct horse", token="t")
    app = create_app(settings)
    guesser = TestClient(app, base_url="http://example.org", client=("192.0.2.7", 1))
    for _ in range(WRONG_WORDS):
        assert guesser.get("/en/evidence", headers=basic("guess")).status_code == 401
    for word in ("guess", "correct horse"):  # not even looked at any more
        answer = guesser.get("/en/evidence", headers=basic(word))
        assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= WITHIN
        assert "Too many wrong passwords" in answer.text and answer.headers["x-frame-options"] == "DENY"
    assert guesser.get("/en/evidence").status_code == 401  # who gives none has guessed nothing
    other = TestClient(app, base_url="http://example.org", client=("192.0.2.8", 1))
    assert other.get("/en/evidence", headers=basic("correct horse")).status_code == 200


def test_wrong_passwords_are_forgotten_after_a_while_and_counted_by_network() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for i in range(WRONG_WORDS):
        now[0] = float(i)
        attempts.wrong(f"2001:db8::{i:x}")  # one machine has all of these
    assert attempts.wait("2001:db8::ffff") == WITHIN - WRONG_WORDS + 1
    assert attempts.wait("2001:db8:0:1::1") == attempts.wait("192.0.2.1") == attempts.wait("") == 0
    now[0] = float(WITHIN)
    assert attempts.wait("2001:db8::1") == 0
    for i in range(5_000):  # many addresses do not fill the memory
        attempts.wrong(f"10.0.{i >> 8}.{i & 255}")
    assert len(attempts._wrong) <= 4_096


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://[", "https://127.0.0.1.evil.example:8765"]
)
def test_a_write_of_an_older_browser_is_judged_by_its_origin(origin: str) -> None:
    right = {"x-jointline-token": "the-token"}
    assert client().post("/en/evidence/read", data={"text": "x"}, headers=right | {"origin": origin}).status_code == 403
    own = right | {"origin": "http://127.0.0.1:8765"}
    assert client().post("/en/evidence/read", data={"text": "x"}, headers=own).status_code == 200


@pytest.mark.parametrize(
    "address", ["/en/evidence/accept", "/en/evidence/read", "/api/accept", "/api/add", "/api/read"]
)
def test_a_question_never_writes(address: str, own_ledger: Path) -> None:
    right = {"x-jointline-token": "the-token"}
    for method in ("GET", "HEAD", "OPTIONS"):
        assert client().request(method, f"{address}?chosen=x&text=y", headers=right).status_code == 405
    assert not own_ledger.exists()


def test_every_refusal_is_said_in_the_readers_language_and_carries_the_headers() -> None:
    beyond = Settings("0.0.0.0", password="correct horse", token="t")
    right = {"x-jointline-token": "the-token"}
    answers = {
        401: client(beyond, "example.org").get("/zh-TW/evidence"), 421: client().get("/zh-TW/backlog", headers={"host": "evil.example"}),
        403: client().post("/zh-TW/evidence/read", data={"text": "x"}), 405: client().post("/zh-TW/backlog", headers=right),
        413: client().post("/zh-TW/evidence/read", content=b"a" * (middleware.LARGEST_BODY + 1), headers=right),
        404: client().get("/zh-TW/nothing"), 400: client().post("/zh-TW/evidence/read", content=b"--y", headers=right | {"content-type": "multipart/form-data; boundary=x"}),
    }  # fmt: skip
    for status, answer in answers.items():
        assert answer.status_code == status
        assert 'lang="zh-Hant-TW"' in answer.text, status
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (status, name)
    assert (
        "<link" not in answers[401].text and "<script" not in answers[421].text
    )  # asks for nothing that would be refused


def test_a_body_without_a_length_is_read_no_further_than_the_limit() -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(64):
            sent += 1 << 20
            yield bytes(1 << 20)

    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": "/en/evidence/read", "raw_path": b"/en/evidence/read", "query_string": b"", "scheme": "http", "root_path": "",
        "http_version": "1.1", "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"127.0.0.1:8765"), (b"x-jointline-token", b"the-token"), (b"content-type", b"multipart/form-data; boundary=x")],
    }  # fmt: skip
    head = b'--x\r\ncontent-disposition: form-data; name="document"; filename="a.txt"\r\n\r\n'
    body = iter([head, *[]]), pieces()

    async def receive() -> dict[str, Any]:
        piece = next(body[0], None) or next(body[1], b"")
        return {"type": "http.request", "body": piece, "more_body": bool(piece)}

    assert alone(status_of(scope, receive)) == 413
    assert sent <= middleware.LARGEST_BODY + (2 << 20)


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "LONGEST_PAUSE", 0.05)
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": "/en/evidence/read", "raw_path": b"/en/evidence/read", "query_string": b"", "scheme": "http", "root_path": "",
        "http_version": "1.1", "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"127.0.0.1:8765"), (b"x-jointline-token", b"the-token"), (b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", b"9")],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        raise AssertionError

    assert alone(asyncio.wait_for(status_of(scope, receive), 20)) == 408


def alone(work: Coroutine[Any, Any, int]) -> int:
    """What *work* gives, in a thread of its own: a browser of other tests may have this one's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def status_of(scope: dict[str, Any], receive: Any) -> int:
    """The status that the application answers with."""
    found: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        found.append(message)

    await create_app(OPEN)(scope, receive, send)  # type: ignore[arg-type]
    status: int = found[0]["status"]
    return status


@pytest.mark.parametrize(
    ("arguments", "password", "words"),
    [
        (["--host", "0.0.0.0"], "a long enough password", "--beyond-this-machine"), (["--host", "::"], "", "--beyond-this-machine"),
        (["--host", "192.0.2.1"], "", "can be reached from other machines"), (["--host", ""], "", "--beyond-this-machine"),
        (["--host", "127.0.0.1.evil.example"], "", "can be reached"), (["--host", "0.0.0.0", "--beyond-this-machine"], "", "password of at least 12"),
        (["--host", "::", "--beyond-this-machine"], "short", "JOINTLINE_PASSWORD"),
    ],
)  # fmt: skip
def test_the_command_refuses_an_open_door(
    arguments: list[str], password: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from jointline.cli.main import run

    def never(*_args: Any, **_more: Any) -> None:
        raise AssertionError("served")

    monkeypatch.setattr("jointline.web.serve.serve", never)
    monkeypatch.setenv("JOINTLINE_PASSWORD", password)
    assert run(["serve", *arguments]) == 2
    said = capsys.readouterr()
    assert words in said.err and not said.out and "Traceback" not in said.err


def test_the_loopback_of_ipv6_is_this_machine() -> None:
    assert client(Settings("::1", token="t"), host="[::1]:8765").get("/en/evidence").status_code == 200
    assert client(Settings("::1", token="t"), host="[2001:db8::1]:8765").get("/en/evidence").status_code == 421


def test_a_write_without_a_token_is_told_where_one_is_and_no_other_method_is_taken() -> None:
    page = client()
    bare = page.post("/api/read", data={"text": "x"}).json()
    assert "jointline_token" in bare["remedy"] and "older" not in bare["remedy"]
    old = page.post("/api/read", data={"text": "x"}, headers={"x-jointline-token": "of another server"}).json()
    assert "older" in old["remedy"]
    for method in ("DELETE", "PUT", "PATCH"):
        answer = page.request(method, "/api/statements")
        assert answer.status_code == 405 and "POST" in answer.headers["allow"], method
