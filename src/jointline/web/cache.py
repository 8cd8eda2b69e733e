"""Answers kept: in memory for the readers of now, on disk for the next start of the server.

An answer is kept under everything it depends on: address, part asked for, the code, the ledger, the network and the day
(what names no day speaks for today). Whatever changes makes another key; nothing has to be thrown away by hand. A file
that is broken or cannot be written is no more than an answer to be made anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import time
import zlib
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jointline._version import __version__
from jointline.files import whole
from jointline.ledger.ledger import ledger_place, open_ledger

MEMORY_BYTES = 64 << 20
DISK_BYTES = 128 << 20
LARGEST = 8 << 20  # bytes of one answer
_SMALL = 1_400  # bytes that one packet takes: pressing less than that saves nothing
_FORMAT = b"jointline answer 1\n"
_ENDING = ".answer"
_TIDY_AFTER = 64  # files written
_PRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """One kept answer: its headers, its body as it is and as gzip (empty where that does not pay), its mark (ETag)."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    pressed: bytes
    etag: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return len(self.body) + len(self.pressed) + 500


def answer_of(headers: tuple[tuple[bytes, bytes], ...], body: bytes) -> Answer:
    """An answer to keep, pressed where that pays."""
    kind = dict(headers).get(b"content-type", b"").decode("latin-1")
    pays = len(body) > _SMALL and kind.startswith(_PRESSED)
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'.encode()
    return Answer(headers, body, gzip.compress(body, 6, mtime=0) if pays else b"", etag)


class Memory:
    """Answers in memory up to a number of bytes; the one not asked for longest goes first. For one event loop."""

    def __init__(self, most: int = MEMORY_BYTES) -> None:
        self._most = most
        self._held: OrderedDict[str, Answer] = OrderedDict()
        self.bytes = 0

    def get(self, key: str) -> Answer | None:
        """What is kept under *key*."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: str, answer: Answer) -> None:
        """Keep *answer*, and let go of what no longer has room."""
        old = self._held.pop(key, None)
        self.bytes += answer.size - (old.size if old else 0)
        self._held[key] = answer
        while self.bytes > self._most and self._held:
            _, gone = self._held.popitem(last=False)
            self.bytes -= gone.size


class Disk:
    """Answers in a folder, one file each, written whole or not at all; ``None`` as folder keeps nothing."""

    def __init__(self, folder: Path | None, most: int = DISK_BYTES) -> None:
        self._folder, self._most = folder, most
        self._written = 0

    def get(self, key: str) -> Answer | None:
        """What is kept under *key*; ``None`` too where the file is broken."""
        if self._folder is None:
            return None
        path = self._path(key)
        try:
            data = path.read_bytes()
            answer = _unpacked(data)
        except (OSError, ValueError, KeyError, TypeError, zlib.error, EOFError):
            return None
        with suppress(OSError):
            path.touch()  # when it was last asked for
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keep *answer*. A folder that cannot be written is passed over."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with whole(self._path(key)) as part:
                part.write_bytes(_packed(answer))
        self._written += 1
        if self._written % _TIDY_AFTER == 1:
            self.tidy()

    def tidy(self) -> None:
        """Remove the answers of days gone by, then those not asked for longest, until the folder is small enough."""
        if self._folder is None:
            return
        left = []
        with suppress(OSError):
            for path in self._folder.glob(f"*{_ENDING}"):
                with suppress(OSError):
                    state = path.stat()
                    if path.name[:10] < date.today().isoformat():
                        path.unlink()
                    else:
                        left.append((state.st_mtime, state.st_size, path))
        total = sum(size for _, size, _ in left)
        for _, size, path in sorted(left):
            if total <= self._most:
                break
            with suppress(OSError):
                path.unlink()
                total -= size

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{date.today().isoformat()}-{key}{_ENDING}"


def _packed(a: Answer) -> bytes:
    body = a.pressed or a.body
    head = {
        "headers": [[k.decode("latin-1"), v.decode("latin-1")] for k, v in a.headers], "etag": a.etag.decode(),
        "pressed": bool(a.pressed), "hash": hashlib.sha256(body).hexdigest(),
    }  # fmt: skip
    return _FORMAT + json.dumps(head).encode() + b"\n" + body


def _unpacked(data: bytes) -> Answer:
    """The answer of a file. Raises ``ValueError`` (or another error of what it is made of) where it is broken."""
    if not data.startswith(_FORMAT):
        raise ValueError("no kept answer")
    head, _, body = data[len(_FORMAT) :].partition(b"\n")
    about: dict[str, Any] = json.loads(head)
    if hashlib.sha256(body).hexdigest() != about["hash"]:
        raise ValueError("broken")
    headers = tuple((k.encode("latin-1"), v.encode("latin-1")) for k, v in about["headers"])
    plain = gzip.decompress(body) if about["pressed"] else body
    return Answer(headers, plain, body if about["pressed"] else b"", about["etag"].encode())


def key_of(*parts: str) -> str:
    """The key of an answer that depends on *parts*."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:40]


@cache
def code_mark() -> str:
    """What changes with the program: its version, and size and time of each of its files."""
    root = Path(str(resources.files("jointline")))
    files = sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    stated = ((str(p.relative_to(root)), s.st_size, s.st_mtime_ns) for p in files for s in (p.stat(),))
    return hashlib.sha256(f"{__version__} {list(stated)}".encode()).hexdigest()[:20]


def file_mark(path: Path) -> str:
    """What changes with a file: size and time of it and of a write-ahead log beside it."""
    marks = []
    for p in (path, path.with_name(path.name + "-wal")):
        try:
            s = p.stat()
            marks.append(f"{s.st_size}.{s.st_mtime_ns}.{s.st_ino}")
        except OSError:
            marks.append("none")
    return " ".join(marks)


class LedgerMark:
    """What changes with the ledger: of a file its size and time, of a database server how much is in it.

    A database is asked at most once a second: a colleague's statement shows a second later.
    """

    def __init__(self) -> None:
        self._asked, self._said = 0.0, ""

    @property
    def is_quick(self) -> bool:
        """Whether ``get`` asks nobody: it may be called in an event loop."""
        return "://" not in ledger_place() or time.monotonic() - self._asked < 1

    def get(self) -> str:
        """The mark of the ledger that ``JOINTLINE_LEDGER`` names."""
        place = ledger_place()
        if "://" not in place:
            return f"{place} {file_mark(Path(place).expanduser())}"
        if time.monotonic() - self._asked >= 1:
            held = open_ledger(place)
            self._said = f"{place} {held.data_hash()} {held.knowledge_ends()}"
            self._asked = time.monotonic()
        return self._said

    def forget(self) -> None:
        """Ask anew: something was written."""
        self._asked = 0.0
