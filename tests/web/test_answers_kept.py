"""Answers are kept and given again, and never outlive what they depend on."""

from __future__ import annotations

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from asking import client
from starlette.responses import Response

import jointline.web.cache as cache
from conftest import statement
from jointline.ledger.ledger import open_ledger
from jointline.web.cache import Answer, Disk, Memory, answer_of, key_of
from jointline.web.middleware import Kept
from jointline.web.settings import Settings

ADDRESS = "/api/case/mq9b?as_of=2026-10-31"


def how(answer: Any) -> str:
    return str(answer.headers["server-timing"]).partition("desc=")[2].strip('"')


def test_an_answer_is_made_once_and_outlives_the_server(tmp_path: Path) -> None:
    page = client(tmp_path)
    first, second = page.get(ADDRESS), page.get(ADDRESS)
    assert (how(first), how(second)) == ("made", "memory")
    later = client(tmp_path).get(ADDRESS)
    assert how(later) == "disk"
    assert first.content == second.content == later.content
    assert how(client(None).get(ADDRESS)) == "made"  # without a folder nothing is written or found


def test_a_page_carries_the_token_of_its_own_server(tmp_path: Path) -> None:
    a, b = client(tmp_path), client(tmp_path)
    one, other = a.get("/en/backlog"), b.get("/en/backlog")
    assert how(other) == "disk"
    assert one.cookies["jointline_token"] == a.headers["x-jointline-token"]
    assert other.cookies["jointline_token"] == b.headers["x-jointline-token"]
    for file in tmp_path.iterdir():
        assert a.headers["x-jointline-token"].encode() not in file.read_bytes()


def test_what_is_unchanged_is_not_sent_again() -> None:
    page = client()
    first = page.get(ADDRESS)
    again = page.get(ADDRESS, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert page.get(ADDRESS, headers={"if-none-match": '"other"'}).status_code == 200
    assert first.headers["cache-control"] == "private, no-cache"
    assert page.head(ADDRESS).headers["content-length"] and page.head(ADDRESS).content == b""


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', '"a,b" , W/{} ,"c"', "*", " * "])
def test_a_mark_is_compared_weakly_and_as_one_of_several(form: str) -> None:
    page = client()
    mark = page.get(ADDRESS).headers["etag"].removeprefix("W/")
    for method in ("get", "head"):
        again = getattr(page, method)(ADDRESS, headers={"if-none-match": form.format(mark)})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == f"W/{mark}"


@pytest.mark.parametrize("form", ["", "{0}x", '"{0}"', '"x{0}', "W/", "**", '"*"'])
def test_another_mark_is_another(form: str) -> None:
    page = client()
    mark = page.get(ADDRESS).headers["etag"].removeprefix("W/").strip('"')
    assert page.get(ADDRESS, headers={"if-none-match": form.format(mark[:-1])}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/en", "/en/evidence", "/en/backlog", ADDRESS, "/api/", "/api/no-such", "/static/css/base.css",
                                     "/en/chart/history.svg", "/en/tables/method.csv", "/nothing", "/api/add"])  # fmt: skip
@pytest.mark.parametrize("more", [{}, {"range": "bytes=0-9"}])
def test_the_head_of_whatever_can_be_had_can_be_had(address: str, more: dict[str, str]) -> None:
    page = client()
    whole, head = (page.request(m, address, headers=more, follow_redirects=False) for m in ("GET", "HEAD"))
    assert head.content == b"" and head.status_code == whole.status_code != 206
    names = {"content-type", "content-length", "etag", "vary", "location", "content-disposition"}
    assert {k: v for k, v in head.headers.items() if k in names} == {
        k: v for k, v in whole.headers.items() if k in names
    }
    if whole.status_code == 200 and address != "/en/evidence":
        assert whole.headers["etag"] and "accept-encoding" in whole.headers["vary"]


@pytest.mark.parametrize(("accepted", "pressed"), [
    ("gzip", True), ("GZip", True), ("br;q=1, gzip;q=0.2", True), ("*", True), ("deflate, *;q=0.1", True), ("x-gzip", True), ("gzip;q=1.0", True),
    ("gzip;q=0", False), ("gzip;q=0.0", False), ("gzip ; Q=0, *", False), ("*;q=0", False), ("identity, gzip;q=0.5", False), ("", False),
    ("gzipped", False), ("deflate", False), ("gzip;q=x", False),
])  # fmt: skip
def test_an_answer_is_pressed_as_the_header_says(accepted: str, pressed: bool) -> None:
    answer = client().get(ADDRESS, headers={"accept-encoding": accepted})
    assert ("content-encoding" in answer.headers) is pressed
    assert "accept-encoding" in answer.headers["vary"]


def test_a_large_answer_is_pressed_for_those_who_take_it() -> None:
    page = client()
    pressed, plain = page.get(ADDRESS), page.get(ADDRESS, headers={"accept-encoding": "identity"})
    assert pressed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert pressed.content == plain.content
    assert int(pressed.headers["content-length"]) < int(plain.headers["content-length"]) / 3


def test_a_new_statement_shows_at_once(tmp_path: Path) -> None:
    page = client(tmp_path)
    before = page.get(ADDRESS).json()
    open_ledger().add([statement()])
    after = page.get(ADDRESS)
    assert how(after) == "made"
    assert len(after.json()["trail"]) == len(before["trail"]) + 1


def test_two_ledgers_of_the_same_size_are_not_taken_for_one_another(tmp_path: Path, monkeypatch: Any) -> None:
    page = client(tmp_path / "kept")
    seen = []
    for name in ("a", "b"):
        monkeypatch.setenv("JOINTLINE_LEDGER", str(tmp_path / f"{name}.sqlite"))
        open_ledger().add([statement(note=name)])
        seen.append({s["note"] for s in page.get(ADDRESS).json()["trail"]})
    assert "a" in seen[0] and "b" in seen[1] and "a" not in seen[1]


@pytest.mark.parametrize("what", ["code", "day", "network"])
def test_whatever_an_answer_depends_on_makes_another(tmp_path: Path, monkeypatch: Any, what: str) -> None:
    network = tmp_path / "own.toml"
    network.write_text("", encoding="utf-8")
    page = client(tmp_path / "kept", network=str(network))
    page.get(ADDRESS)
    assert how(page.get(ADDRESS)) == "memory"
    if what == "code":
        monkeypatch.setattr("jointline.web.middleware.code_mark", lambda: "other")
    elif what == "day":
        monkeypatch.setattr("jointline.web.middleware.date", tomorrow())
    else:
        network.write_text("# changed", encoding="utf-8")
    assert how(page.get(ADDRESS)) == "made"


def tomorrow() -> Any:
    from datetime import date, timedelta

    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date.today() + timedelta(days=1)

    return Later


def test_parts_of_a_page_are_kept_apart() -> None:
    page = client()
    page.get("/en/backlog")
    assert how(page.get("/en/backlog", headers={"x-part": "drawer"})) == "made"


def test_errors_writes_and_pages_with_a_memory_of_their_own_are_not_kept() -> None:
    page = client()
    for address in ("/api/case/no-such", "/en/evidence", "/api/nothing"):
        answers = [page.get(address) for _ in range(2)]
        assert {how(a) for a in answers} <= {"made", "none"}
        assert all(a.headers["cache-control"] in ("no-store", "private, no-cache") for a in answers)
        assert how(answers[1]) == "none"


def test_a_broken_file_is_an_answer_to_be_made_anew(tmp_path: Path) -> None:
    page = client(tmp_path)
    whole = page.get(ADDRESS).content
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    for broken in (
        b"",
        data[:10],
        data[:-1],
        data[:-20] + b"x" * 20,
        b"\xff" * 100,
        data.replace(b'"headers"', b'"header"'),
    ):
        file.write_bytes(broken)
        answer = client(tmp_path).get(ADDRESS)
        assert (how(answer), answer.content) == ("made", whole)
        assert file.read_bytes() == data  # and written again


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_second_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    page = client(tmp_path / "file")
    assert page.get(ADDRESS).status_code == 200
    assert how(page.get(ADDRESS)) == "memory"


def test_memory_lets_go_of_what_was_not_asked_for() -> None:
    held = Memory(most=2_000)
    for name in "abc":
        held.put(name, Answer((), name.encode() * 400, b"", b""))
        held.get("a")
    assert held.get("a") and held.get("c") and held.get("b") is None
    assert held.bytes <= 2_000
    held.put("large", Answer((), b"x" * 9_000, b"", b""))
    assert held.bytes == 0 or held.bytes <= 2_000


def test_the_folder_stays_small_and_forgets_days_gone_by(tmp_path: Path) -> None:
    disk = Disk(tmp_path, most=10_000)
    old = tmp_path / "2020-01-01-0.answer"
    old.write_bytes(b"x")
    for i in range(30):
        disk.put(key_of(str(i)), answer_of(((b"content-type", b"image/png"),), os.urandom(1_000)))
    disk.tidy()
    assert not old.exists()
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) <= 10_000
    assert list(tmp_path.iterdir())


def test_a_file_holds_pressed_text(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    made = answer_of(((b"content-type", b"text/html; charset=utf-8"),), "臺灣".encode() * 2_000)
    disk.put("k", made)
    assert disk.get("k") == made
    assert gzip.decompress(made.pressed) == made.body
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size < 1_000


def test_many_who_ask_at_once_have_it_made_once() -> None:
    made: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        made.append(1)
        await anyio.sleep(0.05)
        await Response(b"x" * 10, media_type="text/plain")(scope, receive, send)

    kept = Kept(app, Settings())
    answers: list[bytes] = []

    async def ask() -> None:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                answers.append(message["body"])

        scope = {"type": "http", "method": "GET", "path": "/en/backlog", "query_string": b"", "headers": []}
        await kept(scope, lambda: None, send)

    async def all_at_once() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(ask)

    with ThreadPoolExecutor(1) as pool:  # Playwright keeps a loop running in this thread
        pool.submit(anyio.run, all_at_once).result()
    assert made == [1]
    assert answers == [b"x" * 10] * 50


def test_the_mark_of_the_code_follows_its_files(monkeypatch: Any) -> None:
    assert cache.code_mark() == cache.code_mark()
    cache.code_mark.cache_clear()
    monkeypatch.setattr(cache, "__version__", "9.9")
    other = cache.code_mark()
    cache.code_mark.cache_clear()
    monkeypatch.undo()
    assert other != cache.code_mark()
