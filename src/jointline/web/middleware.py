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
from jointline.sentences import says
from jointline.web import security
from jointline.web.answers import PART_HEADERS, VARY
from jointline.web.asked_for import is_known, takes_gzip
from jointline.web.cache import LARGEST, Answer, Disk, LedgerMark, Memory, answer_of, code_mark, file_mark, key_of
from jointline.web.errors import error_answer, failed
from jointline.web.settings import Settings

LARGEST_BODY = 20 << 20  # bytes of a request: a document of 16 MB with what surrounds it
LONGEST_BODY, LONGEST_PAUSE = 300, 30  # seconds that a body may take, and that may pass between two of its pieces
_TOO_LARGE = JointlineError(
    says("More than {n} MB are not read.", n=LARGEST_BODY >> 20), remedy=says("Cut out the part that is meant.")
)
_READS = ("GET", "HEAD")
_STATEFUL = ("evidence",)  # views whose page depends on more than its address
# what tells of the copy that one asker has: an answer is made whole, for all of them (RFC 9110 lets a server ignore a range)
_OF_ONE_ASKER = (b"range", b"if-range", b"if-none-match", b"if-modified-since")
_POLICY = b"content-security-policy"
Raw = list[tuple[bytes, bytes]]


class Guard:
    """Refuses what may not pass, limits what is sent in, sets the headers of every answer, and answers where all else fails."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings, self.attempts = app, settings, security.Attempts()
        self.headers: Raw = [(k.encode(), v.encode()) for k, v in security.HEADERS.items()]
        self.names = {k for k, _ in self.headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, started = time.perf_counter(), False

        async def with_headers(event: Message) -> None:
            nonlocal started
            if event["type"] == "http.response.start":
                started = True
                found: Raw = [(k, v) for k, v in event["headers"] if k not in self.names or k == _POLICY]
                names = {k for k, _ in found}  # a briefing has a policy of its own: its style is in it, by its hash
                if b"cache-control" not in names:
                    found.append((b"cache-control", b"no-store"))
                if b"server-timing" not in names:
                    found.append((b"server-timing", _timing(began, "none")))
                event["headers"] = found + [(k, v) for k, v in self.headers if k not in names]
            await send(event)

        request = Request(scope)
        no = security.refused(request, self.settings, self.attempts)
        if no is None and _length(request.headers) > LARGEST_BODY:
            no = security.Refusal(413, _TOO_LARGE)
        if no is not None:
            await error_answer(request, no.status, no.error, no.headers)(scope, receive, with_headers)
            return
        try:
            await self.app(scope, _limited(receive), with_headers)
        except Exception as error:
            if started:  # half an answer cannot be taken back: the server breaks it off
                raise
            await failed(request, error)(scope, receive, with_headers)


def _length(headers: Headers) -> int:
    given = headers.get("content-length", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else 0


def _limited(receive: Receive) -> Receive:
    """*receive* with an end: of the bytes that a body may have, and of the time that it may take to come."""
    taken, until = 0, time.monotonic() + LONGEST_BODY
    whole = False

    async def counted() -> Message:
        nonlocal taken, whole
        if whole:  # what follows only says that the reader has gone
            return await receive()
        event: Message | None = None
        with anyio.move_on_after(min(LONGEST_PAUSE, until - time.monotonic())):
            event = await receive()
        if event is None:
            raise HTTPException(408, "The body did not arrive in time.")
        taken += len(event.get("body", b""))
        whole = not event.get("more_body", False)
        if taken > LARGEST_BODY:
            raise HTTPException(413, _TOO_LARGE.message)
        return event

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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":  # whatever can be had can be asked for its head
            scope, send = {**scope, "method": "GET"}, _without_body(send)
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
        await self._give(found, Headers(scope=scope), send, own + _timing(began, how))
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
        events: list[Message] = []

        async def gather(event: Message) -> None:
            events.append(event)

        headers = [(k, v) for k, v in scope["headers"] if k not in _OF_ONE_ASKER]
        await self.app({**scope, "headers": headers}, receive, gather)
        start, body = events[0], b"".join(m.get("body", b"") for m in events[1:])
        if not self._is_kept(Headers(scope=scope), start, body):
            for event in events:
                await send(event)
            return None, b""
        passed = (b"content-length", b"set-cookie", b"cache-control", b"etag", b"last-modified", b"accept-ranges", b"vary",
                  b"server-timing")  # fmt: skip
        own = dict(start["headers"]).get(b"server-timing", b"")
        kept = tuple((k, v) for k, v in start["headers"] if k not in passed)
        made = await anyio.to_thread.run_sync(answer_of, kept, body)
        return made, own + b", " if own else b""

    def _cookies(self, asked: Headers) -> Raw:
        """The cookie of the token, as a page gives it to one who asks by this host."""
        carrier = Response()
        security.give_token(carrier, self.settings, asked.get("host", ""))
        return [(k, v) for k, v in carrier.raw_headers if k == b"set-cookie"]

    def _is_kept(self, asked: Headers, start: Message, body: bytes) -> bool:
        cookies = [(k, v) for k, v in start["headers"] if k == b"set-cookie"]
        own = self._cookies(asked) if cookies else []
        return (
            start["status"] == 200 and len(body) <= LARGEST and all(c in own for c in cookies)
            and b"no-store" not in dict(start["headers"]).get(b"cache-control", b"")
            and self.settings.token.encode() not in body
        )  # fmt: skip

    async def _give(self, found: Answer, asked: Headers, send: Send, timing: bytes) -> None:
        headers: Raw = [
            *found.headers, (b"etag", found.etag), (b"cache-control", b"private, no-cache"), (b"server-timing", timing),
            (b"vary", f"accept-encoding, {VARY}".encode()),
        ]  # fmt: skip
        if dict(found.headers).get(b"content-type", b"").startswith(b"text/html"):
            headers += self._cookies(asked)
        if is_known(found.etag.decode(), ",".join(asked.getlist("if-none-match"))):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        body = found.body
        if found.pressed and takes_gzip(",".join(asked.getlist("accept-encoding"))):
            body = found.pressed
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _can_be_kept(scope: Scope) -> bool:
    first, _, rest = scope["path"].strip("/").partition("/")
    known = first in (*CODES, "api", "static") and not (first in CODES and rest.split("/")[0] in _STATEFUL)
    return scope["method"] == "GET" and known


def _without_body(send: Send) -> Send:
    """*send* for one who asked for the head alone: the headers are those of the whole."""

    async def head(event: Message) -> None:
        await send({**event, "body": b""} if event["type"] == "http.response.body" else event)

    return head


def _timing(began: float, how: str) -> bytes:
    return f'total;dur={1000 * (time.perf_counter() - began):.1f}, cache;desc="{how}"'.encode()


def add_middleware(app: Any, settings: Settings) -> None:
    """Put the guard and the kept answers before *app*: the guard is met first."""
    app.add_middleware(Kept, settings=settings)
    app.add_middleware(Guard, settings=settings)
