"""What every request passes before it reaches a view: the guard, then the answers that are kept."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import anyio
import anyio.to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jointline.errors import JointlineError
from jointline.network.shipped import NAMES
from jointline.report.lang.language import CODES
from jointline.web import security
from jointline.web.answers import PART_HEADERS, VARY
from jointline.web.cache import LARGEST, Answer, Disk, LedgerMark, Memory, answer_of, code_mark, file_mark, key_of
from jointline.web.errors import as_json
from jointline.web.settings import Settings

LARGEST_BODY = 20 << 20  # bytes of a request: a document of 16 MB with what surrounds it
_READS = ("GET", "HEAD")
_STATEFUL = ("evidence",)  # views whose page depends on more than its address
Raw = list[tuple[bytes, bytes]]


class Guard:
    """Refuses what may not pass, limits what is sent in, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.headers: Raw = [(k.encode(), v.encode()) for k, v in security.HEADERS.items()]
        self.names = {k for k, _ in self.headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                found: Raw = [(k, v) for k, v in message["headers"] if k not in self.names]
                names = {k for k, _ in found}
                if b"cache-control" not in names:
                    found.append((b"cache-control", b"no-store"))
                if b"server-timing" not in names:
                    found.append((b"server-timing", _timing(began, "none")))
                message["headers"] = found + self.headers
            await send(message)

        request = Request(scope)
        no = security.refused(request, self.settings)
        if no is None and request.method not in _READS and _length(request.headers) > LARGEST_BODY:
            no = Response(f"More than {LARGEST_BODY >> 20} MB are not read.\n", 413)
        if no is None:
            await self.app(scope, _limited(receive), with_headers)
            return
        if scope["path"].startswith("/api"):  # every error of the API has one shape
            kept = {k: v for k, v in no.headers.items() if k not in ("content-length", "content-type")}
            no = as_json(JointlineError(bytes(no.body).decode().strip()).as_dict(), no.status_code, kept)
        await no(scope, receive, with_headers)


def _length(headers: Headers) -> int:
    given = headers.get("content-length", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else 0


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise HTTPException(413, f"More than {LARGEST_BODY >> 20} MB are not read.")
        return message

    return counted


class Kept:
    """Answers that were given before, given again: from memory without leaving the event loop, or from disk.

    What many ask for at once is made once. Only a plain answer (200) to a question is kept, and none of a view that
    depends on more than its address; an answer that says ``no-store`` is not kept either.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.memory, self.disk, self.ledger = Memory(), Disk(settings.cache), LedgerMark()
        self.turns: WeakValueDictionary[str, anyio.Lock] = WeakValueDictionary()
        carrier = Response()
        security.give_token(carrier, settings)
        self.cookies: Raw = [(k, v) for k, v in carrier.raw_headers if k == b"set-cookie"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.settings.frozen or not _can_be_kept(scope):
            if scope["type"] == "http" and scope["method"] not in _READS:
                self.ledger.forget()
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        key = await self._key(scope)
        found, how, own = self.memory.get(key), "memory", b""
        if found is None:
            turn = self.turns.setdefault(key, anyio.Lock())
            async with turn:
                found = self.memory.get(key)
                if found is None:
                    how = "disk"
                    found = await anyio.to_thread.run_sync(self.disk.get, key)
                    if found is None:
                        how = "made"
                        found, own = await self._made(scope, receive, send, key)
                    if found is None:
                        return
                    self.memory.put(key, found)
        await self._give(found, Headers(scope=scope), scope["method"], send, own + _timing(began, how))
        if how == "made" and not scope["path"].startswith("/static"):  # behind the answer: nobody waits for it
            await anyio.to_thread.run_sync(self.disk.put, key, found)

    async def _key(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        ledger = self.ledger.get() if self.ledger.is_quick else await anyio.to_thread.run_sync(self.ledger.get)
        name = self.settings.network
        network = name if name in NAMES else f"{name} {file_mark(Path(name))}"
        parts = [f"{h}={headers.get(h, '')}" for h in PART_HEADERS]
        address = (scope["path"], scope["query_string"].decode("latin-1"))
        return key_of(code_mark(), date.today().isoformat(), ledger, network, *parts, *address)

    async def _made(self, scope: Scope, receive: Receive, send: Send, key: str) -> tuple[Answer | None, bytes]:
        """The answer that the application makes, and what it says of its own time; ``None`` where it is not to be kept
        and was sent as it came."""
        messages: list[Message] = []

        async def gather(message: Message) -> None:
            messages.append(message)

        await self.app({**scope, "method": "GET"}, receive, gather)
        start, body = messages[0], b"".join(m.get("body", b"") for m in messages[1:])
        if not self._is_kept(start, body):
            for message in messages:
                await send(message)
            return None, b""
        passed = (b"content-length", b"set-cookie", b"cache-control", b"etag", b"last-modified", b"accept-ranges", b"vary",
                  b"server-timing")  # fmt: skip
        own = dict(start["headers"]).get(b"server-timing", b"")
        headers = tuple((k, v) for k, v in start["headers"] if k not in passed)
        made = await anyio.to_thread.run_sync(answer_of, headers, body)
        return made, own + b", " if own else b""

    def _is_kept(self, start: Message, body: bytes) -> bool:
        cookies = [(k, v) for k, v in start["headers"] if k == b"set-cookie"]
        return (
            start["status"] == 200 and len(body) <= LARGEST and all(c in self.cookies for c in cookies)
            and b"no-store" not in dict(start["headers"]).get(b"cache-control", b"")
            and self.settings.token.encode() not in body
        )  # fmt: skip

    async def _give(self, found: Answer, asked: Headers, method: str, send: Send, timing: bytes) -> None:
        headers: Raw = [
            *found.headers, (b"etag", found.etag), (b"cache-control", b"private, no-cache"), (b"server-timing", timing),
            (b"vary", f"accept-encoding, {VARY}".encode()),
        ]  # fmt: skip
        if dict(found.headers).get(b"content-type", b"").startswith(b"text/html"):
            headers += self.cookies
        if found.etag.decode() in (asked.get("if-none-match") or ""):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        body = found.body
        if found.pressed and "gzip" in (asked.get("accept-encoding") or ""):
            body = found.pressed
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


def _can_be_kept(scope: Scope) -> bool:
    first, _, rest = scope["path"].strip("/").partition("/")
    asks_part = any(name == b"range" for name, _ in scope["headers"])
    known = first in (*CODES, "api", "static") and not (first in CODES and rest.split("/")[0] in _STATEFUL)
    return scope["method"] in _READS and known and not asks_part


def _timing(began: float, how: str) -> bytes:
    return f'total;dur={1000 * (time.perf_counter() - began):.1f}, cache;desc="{how}"'.encode()


def add_middleware(app: Any, settings: Settings) -> None:
    """Put the guard and the kept answers before *app*: the guard is met first."""
    app.add_middleware(Kept, settings=settings)
    app.add_middleware(Guard, settings=settings)
