"""What reading a document gives: its record, the statements it proposes with their spans, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from jointline.errors import JointlineError
from jointline.ledger.statement import Statement
from jointline.readers.document import Document
from jointline.shown import Shown

NEW, KNOWN, DIFFERS = "new", "known", "differs"  # what the ledger has on what a proposal says
Claim = Mapping[str, Any]  # fields of a statement that is not checked yet, as make_statement takes them


class Record(Protocol):
    """What a kind of document was found to say, under the names of its field table."""

    def as_dict(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader of one kind hands back: the record, the claims it rests on, what could not be read.

    ``claims`` may be made only when they are asked for: a register has hundreds of thousands.
    """

    record: Record | None
    claims: Sequence[Claim] = ()
    problems: tuple[JointlineError, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A checked statement that a document supports, and what the ledger already has on it.

    ``state`` is ``new``, ``known`` (the ledger has the same value) or ``differs`` (it has another one, which
    stays: ``against`` are the ids of those statements). ``why`` says what it was compared by.
    """

    statement: Statement
    state: str = NEW
    against: tuple[str, ...] = ()
    why: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The statement's fields and the proposal's own; when and by whom it is recorded is not known yet."""
        row = self.statement.as_dict() | {"recorded_on": None, "recorded_by": None}
        return row | {"state": self.state, "against": list(self.against), "why": self.why or None}

    def recorded(self, on: str, by: str) -> Statement:
        """The statement as it enters a ledger. The id does not change: it is the hash of the content."""
        return replace(self.statement, recorded_on=on, recorded_by=by)


@dataclass(frozen=True, slots=True)
class ReadResult(Shown):
    """One document read: its ``kind`` (``None`` where it was not recognised), ``record``, proposals, problems."""

    document: str
    kind: str | None
    record: Record | None
    statements: Sequence[Proposal]
    problems: tuple[JointlineError, ...]
    unreadable: bool = False  # the file could not be opened or holds no text: its error is the one problem

    def as_dict(self) -> dict[str, Any]:
        """The result as ``jointline read --json`` prints it."""
        return self.head() | {"statements": [p.as_dict() for p in self.statements]} | self.tail()

    def head(self) -> dict[str, Any]:
        record = self.record.as_dict() if self.record else None
        return {"document": self.document, "kind": self.kind, "record": record}

    def tail(self) -> dict[str, Any]:
        return {"problems": [p.as_dict() for p in self.problems]}

    def new(self) -> Iterator[Proposal]:
        """The proposals that would add something: not those the ledger has already."""
        return (p for p in self.statements if p.state != KNOWN)


def span_of(document: Document, start: int, end: int) -> dict[str, Any]:
    """The fields of a claim that say where it stands: ``start``, ``end`` and the words between them.

    White space at the ends is left out; an empty span gives no fields.
    """
    text = document.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return {"start": start, "end": end, "quote": text[start:end]} if start < end else {}
