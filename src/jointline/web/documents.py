"""A reader's document on the page: what was found in it, with the marked text, and the chosen statements added."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from jointline.errors import JointlineError
from jointline.ledger.exchange import Added
from jointline.readers.accept import accept
from jointline.readers.dispatch.reading import Claim, DispatchReading
from jointline.readers.document import Document, from_bytes
from jointline.readers.read import read
from jointline.readers.result import Proposal, ReadResult
from jointline.report.marked import Piece, marked
from jointline.sentences import says, says_n

LARGEST = 16 << 20  # bytes that the page takes
MOST = 300  # claims or statements that are shown of one document


@dataclass(frozen=True, slots=True)
class Given:
    """What the reader handed over: the bytes of a file or a pasted text, and what was said about it."""

    data: bytes
    name: str
    kind: str = ""
    source: str = ""
    publisher: str = ""
    published: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One passage: a claim of a dispatch, or a statement of another document; with what would be added."""

    number: int
    quote: str
    claim: Claim | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A document read: its passages in the order of the text, and the text in pieces."""

    result: ReadResult
    found: tuple[Found, ...]
    pieces: tuple[Piece, ...]
    record: dict[str, Any]
    more: int
    new: int


def shown(given: Given) -> Shown:
    """The document read and marked; nothing is added. Raises ``JointlineError`` where it cannot be read at all."""
    document, result = _read(given)
    if isinstance(result.record, DispatchReading):
        found = _claims(result.record, result)
        record = result.record.summary()
        more = len(result.record.claims) - len(found)
    else:
        some = tuple(islice(result.statements, MOST))
        found = _statements(some)
        record = _record(result)
        more = len(result.statements) - len(some)
    spans = [_span(f) for f in found]
    new = sum(p.state != "known" for f in found for p in f.proposals)
    return Shown(result, found, tuple(marked(document.text, spans)), record, more, new)


def added(given: Given, ids: list[str], by: str) -> tuple[Added, tuple[Proposal, ...]]:
    """The statements of the document whose ids are chosen, added to the ledger, all or none. Raises ``JointlineError``.

    The document is read again: what is added is what the readers find in it, never what a request says was found.
    """
    if not ids:
        raise JointlineError(says("nothing was chosen"), remedy=says("Tick the statements to add."))
    _, result = _read(given)
    wanted = set(ids)
    chosen = tuple(p for p in result.statements if p.statement.id in wanted)
    missing = wanted - {p.statement.id for p in chosen}
    if missing:
        raise JointlineError(
            says_n("{n} chosen statement is not in this document", "{n} chosen statements are not in this document", len(missing)),
            remedy=says("Read the document again, then choose."),
        )  # fmt: skip
    return accept(chosen, by=by or None), chosen


def _read(given: Given) -> tuple[Document, ReadResult]:
    if len(given.data) > LARGEST:
        raise JointlineError(
            says("is larger than {n} MB", n=LARGEST >> 20), where=given.name,
            remedy=says("jointline read takes larger files."),
        )  # fmt: skip
    document = from_bytes(
        given.data, name=given.name, source=given.source or given.name, encoding=given.encoding or None
    )
    result = read(document, given.kind or None, stated_on=given.published, publisher=given.publisher)
    return document, result


def _claims(reading: DispatchReading, result: ReadResult) -> tuple[Found, ...]:
    by_span: dict[tuple[int | None, int | None], list[Proposal]] = {}
    for p in result.statements:
        by_span.setdefault((p.statement.start, p.statement.end), []).append(p)
    return tuple(
        Found(i, reading.text[c.start : c.end], c, tuple(by_span.get((c.start, c.end), ())))
        for i, c in enumerate(reading.claims[:MOST])
    )


def _statements(some: tuple[Proposal, ...]) -> tuple[Found, ...]:
    """One passage a statement: those without words of their own last."""
    order = sorted(some, key=lambda p: (p.statement.start is None, p.statement.start or 0, p.statement.property))
    return tuple(Found(i, p.statement.quote or "", None, (p,)) for i, p in enumerate(order))


def _span(f: Found) -> tuple[int, int]:
    if f.claim:
        return f.claim.start, f.claim.end
    s = f.proposals[0].statement
    return (s.start, s.end) if s.start is not None and s.end is not None else (0, 0)


def _record(result: ReadResult) -> dict[str, Any]:
    if result.record is None:
        return {}
    if hasattr(result.record, "summary"):
        return dict(result.record.summary())
    kept = {k: v for k, v in result.record.as_dict().items() if isinstance(v, str | int | float) and v != ""}
    return dict(islice(kept.items(), 16))
