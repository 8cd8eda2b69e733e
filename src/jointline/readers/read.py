"""Documents read: each is recognised, read by its kind's module, and compared with the ledger. Nothing is added here.

How a kind is added is told in ``kinds``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import make_statement
from jointline.readers.document import Document, files_in, from_bytes, load
from jointline.readers.kinds import KINDS, LONGEST, Options, check_kind, reader_of, recognise
from jointline.readers.known import Known
from jointline.readers.match import Cases
from jointline.readers.result import Claim, Proposal, Reading, ReadResult
from jointline.sentences import list_part, says

Given = str | Path | bytes | Document


def read(
    given: Given, kind: str | None = None, *, source: str | None = None, stated_on: str = "", supplier: str = "",
    recipient: str = "", encoding: str | None = None, ledger: Ledger | None = None, lang: str = "auto",
    publisher: str = "", extractor: str = "",
) -> ReadResult:  # fmt: skip
    """One document read: its kind, record, proposed statements with their spans, and what could not be read.

    given: a file, its bytes, a ``Document``, or a text of several lines. kind: one of ``KINDS``, where it is not to
    be recognised. source: the address that statements cite. stated_on: the date of a document that shows none.
    supplier, recipient: only these rows of a register. lang (auto, en, zh), publisher, extractor: of a dispatch, whose day of
    publication is stated_on. encoding: of a text that is not UTF-8. Nothing is added to
    the ledger (``accept`` does). Raises ``JointlineError`` where the file cannot be read at all.

    >>> read("Transmittal No. 21-66\\nNotice of Proposed Issuance of Letter of Offer").record.transmittal
    '21-66'
    """
    options = _options(kind, stated_on, supplier, recipient, ledger, lang, publisher, extractor)
    return read_document(_document(given, source, encoding), options, kind)


def read_many(
    given: Iterable[str | Path], kind: str | None = None, *, source: str | None = None, stated_on: str = "",
    supplier: str = "", recipient: str = "", encoding: str | None = None, ledger: Ledger | None = None,
    lang: str = "auto", publisher: str = "", extractor: str = "",
) -> Iterator[ReadResult]:  # fmt: skip
    """Each document of *given*, one after the other; a directory stands for its files. Keywords as for ``read``.

    A file that cannot be read becomes a result without kind that holds the error: the rest goes on.
    """
    options = _options(kind, stated_on, supplier, recipient, ledger, lang, publisher, extractor)
    for place in files_in(given):
        try:
            yield read_document(load(place, source=source, encoding=encoding), options, kind)
        except JointlineError as error:
            yield ReadResult(str(place), None, None, (), (error,), unreadable=True)


def _options(
    kind: str | None, stated_on: str, supplier: str, recipient: str, ledger: Ledger | None, lang: str, publisher: str,
    extractor: str,
) -> Options:  # fmt: skip
    if kind:
        check_kind(kind)
    if extractor:
        from jointline.readers.dispatch.extractors import find_extractor

        find_extractor(extractor)
    try:
        day = parse_date(stated_on).text if stated_on else ""
    except JointlineError as error:
        raise error.at("--stated-on") from None
    known = Known(ledger or open_ledger())
    return Options(known, Cases(known), day, supplier, recipient, lang, publisher, extractor)


def _document(given: Given, source: str | None, encoding: str | None) -> Document:
    if isinstance(given, Document):
        return given
    if isinstance(given, bytes):
        return from_bytes(given, name="bytes", source=source, encoding=encoding)
    if isinstance(given, str) and "\n" in given:
        return from_bytes(given.encode("utf-8", "replace"), name="text", source=source)
    return load(given, source=source, encoding=encoding)


def read_document(document: Document, options: Options, kind: str | None = None) -> ReadResult:
    """*document* read as *kind*, or as the kind that recognises it."""
    notes = tuple(JointlineError(n, where=document.name) for n in document.notes)
    chosen = kind or recognise(document)
    if chosen is None:
        remedy = says("--kind forces one of {kinds}.", kinds=list_part(KINDS))
        unknown = JointlineError(says("is no kind of document that is read here"), where=document.name, remedy=remedy)
        return ReadResult(document.name, None, None, (), (*notes, unknown))
    reader = reader_of(chosen)
    longest = getattr(reader, "LONGEST", LONGEST)
    if len(document.text) > longest:
        raise JointlineError(
            says("has {n:,} characters, more than the {longest:,} that are read of this kind", n=len(document.text), longest=longest),
            where=document.name, remedy=says("Cut out the part that is meant."),
        )  # fmt: skip
    reading: Reading = reader.read(document, options)
    statements, faults = proposals(reading.claims, options.known)
    return ReadResult(document.name, chosen, reading.record, statements, (*notes, *reading.problems, *faults))


def proposals(claims: Sequence[Claim], known: Known) -> tuple[Sequence[Proposal], tuple[JointlineError, ...]]:
    """Each claim checked and compared with the ledger; a claim that is no valid statement is a problem.

    Claims that come with ``lazily`` are left to it: a register checks its rows itself and makes them when asked.
    """
    lazily = getattr(claims, "proposals", None)
    if lazily is not None:
        made: Sequence[Proposal] = lazily(known)
        return made, ()
    found: dict[str, Proposal] = {}
    faults = []
    for claim in claims:
        try:
            proposal = checked(claim, known)
            found.setdefault(proposal.statement.id, proposal)
        except JointlineError as error:
            faults.append(error.at(f"statement {claim.get('property', '')}".strip()))
    return tuple(found.values()), tuple(faults)


def checked(claim: Claim, known: Known) -> Proposal:
    """One claim as a proposal; ``why`` among its fields is the proposal's. Raises ``JointlineError``."""
    fields = dict(claim)
    why = fields.pop("why", "")
    # recorded on the last day it can have been said: a placeholder until it is accepted, and no clock is asked
    recorded_on = parse_date(str(fields.get("stated_on", ""))).high.isoformat()
    return known.compared(make_statement(fields, recorded_on=recorded_on), why)
