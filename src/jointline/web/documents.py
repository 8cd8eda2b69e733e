"""A reader's document on the page: what was found in it, with the marked text, and the chosen statements added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from jointline.errors import JointlineError
from jointline.ledger.exchange import Added
from jointline.ledger.statement import make_statement
from jointline.readers.accept import accept
from jointline.readers.dispatch.reading import Claim, DispatchReading
from jointline.readers.document import Document, from_bytes
from jointline.readers.known import DISPATCH
from jointline.readers.read import read
from jointline.readers.result import DIFFERS, KNOWN, NEW, Proposal, ReadResult
from jointline.report.marked import Piece, marked
from jointline.sentences import says, says_n

LARGEST = 16 << 20  # bytes that the page takes
MOST = 300  # claims or statements that are shown at once
EVERY_ROW = "all"  # of a register; otherwise only what Taiwan receives
_TAIWAN = "TWN"


@dataclass(frozen=True, slots=True)
class Given:
    """What the reader handed over: the bytes of a file or a pasted text, and what was said about it.

    rows: of a register, ``EVERY_ROW`` or only Taiwan's
    """

    data: bytes
    name: str
    kind: str = ""
    source: str = ""
    publisher: str = ""
    published: str = ""
    encoding: str = ""
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One passage: a claim of a dispatch, or words that statements of another document rest on; with what would be added.

    subject: what its statements are about, of a document that is no dispatch
    """

    number: int
    quote: str
    claim: Claim | None
    proposals: tuple[Proposal, ...]
    subject: str = ""

    @property
    def state(self) -> str:
        """What the ledger has on it: the most urgent of its statements' states."""
        states = [p.state for p in self.proposals]
        return next((s for s in (DIFFERS, NEW) if s in states), KNOWN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A document read: its passages, the text in pieces, and how much of it is shown.

    first: how many statements (of a dispatch, claims) come before these · more: how many after them
    new, known: statements among those shown that the ledger has not, has already
    """

    result: ReadResult
    found: tuple[Found, ...]
    pieces: tuple[Piece, ...]
    first: int
    more: int
    new: int
    known: int

    @property
    def groups(self) -> tuple[tuple[str, tuple[Found, ...]], ...]:
        """The passages by what they are about; those of a dispatch stand together."""
        return tuple((subject, tuple(of)) for subject, of in groupby(self.found, key=lambda f: f.subject))

    @property
    def why(self) -> dict[str, str]:
        """By what the subject of a group was found, where the reader says so."""
        said: dict[str, str] = {}
        for f in self.found:
            for p in f.proposals:
                if f.subject and p.why:
                    said.setdefault(f.subject, p.why)
        return said


def shown(given: Given, first: int = 0) -> Shown:
    """The document read and marked, from the statement *first* on; nothing is added. Raises ``JointlineError`` where it cannot be
    read at all."""
    document, result = _read(given)
    every: Sequence[object] = result.statements
    if isinstance(result.record, DispatchReading):
        every = result.record.claims
        found = _claims(result.record, result, first)
    else:
        found = _passages(tuple(islice(result.statements, first, first + MOST)))
    spans = [_span(f) for f in found]
    states = [p.state for f in found for p in f.proposals]
    known = sum(s == KNOWN for s in states)
    more = max(0, len(every) - first - MOST)
    return Shown(result, found, tuple(marked(document.text, spans)), first, more, len(states) - known, known)


def whole(given: Given) -> ReadResult:
    """All that the document supports. Raises ``JointlineError`` where it cannot be read at all."""
    return _read(given)[1]


def untied(proposal: Proposal) -> bool:
    """Is it a claim of a dispatch that no case was found for, so that a person may say which one it is about?"""
    return proposal.state != KNOWN and proposal.statement.subject.startswith(DISPATCH)


def added(
    given: Given, ids: list[str], by: str, about: Mapping[str, str] | None = None
) -> tuple[Added, tuple[Proposal, ...]]:
    """The statements of the document whose ids are chosen, added to the ledger, all or none. Raises ``JointlineError``.

    The document is read again: what is added is what the readers find in it, never what a request says was found. about:
    the case that a person chose for a statement, by the statement's id, where the readers found none; the note says so.
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
    chosen = tuple(_tied(p, (about or {}).get(p.statement.id, "")) for p in chosen)
    return accept(chosen, by=by or None), chosen


def _tied(proposal: Proposal, case: str) -> Proposal:
    if not case or not untied(proposal):
        return proposal
    fields = proposal.statement.as_dict() | {"id": None, "subject": case}
    fields["note"] = f"{fields['note']}; tied to the case by the person who recorded it"
    return replace(proposal, statement=make_statement({k: v for k, v in fields.items() if v is not None}))


def _read(given: Given) -> tuple[Document, ReadResult]:
    if len(given.data) > LARGEST:
        raise JointlineError(
            says("is larger than {n} MB", n=LARGEST >> 20), where=given.name,
            remedy=says("Cut out the part that is meant."),
        )  # fmt: skip
    if not given.data:
        raise JointlineError(
            says("is empty"), where=given.name, remedy=says("Choose another file, or paste its text into the field.")
        )
    document = from_bytes(
        given.data, name=given.name, source=given.source or given.name, encoding=given.encoding or None
    )
    rows = "" if given.rows == EVERY_ROW else _TAIWAN
    result = read(
        document, given.kind or None, stated_on=given.published, publisher=given.publisher, recipient=rows
    )  # fmt: skip
    return document, result


def _claims(reading: DispatchReading, result: ReadResult, first: int) -> tuple[Found, ...]:
    by_span: dict[tuple[int | None, int | None], list[Proposal]] = {}
    for p in result.statements:
        by_span.setdefault((p.statement.start, p.statement.end), []).append(p)
    return tuple(
        Found(i, reading.text[c.start : c.end], c, tuple(by_span.get((c.start, c.end), ())))
        for i, c in enumerate(reading.claims[first : first + MOST], first)
    )


def _passages(some: Iterable[Proposal]) -> tuple[Found, ...]:
    """The words that statements rest on, by subject in the order of the text; what has no words of its own comes last."""
    held = list(some)
    begins: dict[str, int] = {}
    for p in held:
        if p.statement.start is not None:
            begins[p.statement.subject] = min(p.statement.start, begins.get(p.statement.subject, p.statement.start))
    places: dict[tuple[str, int, int], list[Proposal]] = {}
    for p in held:
        s = p.statement
        place = (s.subject, -1, -1) if s.start is None or s.end is None else (s.subject, s.start, s.end)
        places.setdefault(place, []).append(p)
    order = sorted(places, key=lambda k: (begins.get(k[0], len(places)), k[0], k[1] < 0, k[1], k[2]))
    return tuple(
        Found(i, places[k][0].statement.quote or "" if k[1] >= 0 else "", None, tuple(places[k]), k[0])
        for i, k in enumerate(order)
    )


def _span(f: Found) -> tuple[int, int]:
    if f.claim:
        return f.claim.start, f.claim.end
    s = f.proposals[0].statement
    return (s.start, s.end) if s.start is not None and s.end is not None else (0, 0)
