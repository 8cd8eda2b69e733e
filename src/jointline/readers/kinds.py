"""The kinds of documents that are read, and how one is recognised.

A kind is a module with three names:

- ``KIND``: its name, as ``--kind`` takes it;
- ``recognise(document) -> float``: how sure it is that the document is of its kind, from 0 (it is not) to 1. It looks
  at the beginning or for a few fixed words, quickly: every document is shown to every kind;
- ``read(document, options) -> Reading``: what the document says. It never raises for what a document holds: what
  cannot be read is a problem of the result, and a value that the text does not show is ``None``;
- ``LONGEST``, if it reads more characters than ``LONGEST`` below.

To add one: the module, a line in ``KINDS``, a field table of its record in ``readers/fields``, tests on real
documents, a section in docs/readers.md.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.readers.document import Document
from jointline.readers.known import Known
from jointline.readers.match import Cases
from jointline.sentences import says

# kind -> its module, imported when a document is shown to it
KINDS = {
    "notice": "jointline.readers.notice.reader",
    "contract": "jointline.readers.contract.reader",
    "sipri": "jointline.readers.sipri.reader",
    "dispatch": "jointline.readers.dispatch.reader",
}
LONGEST = 4_000_000  # characters of a document; a day's Congressional Record has about two million
_LEAST = 0.3  # a document is of no kind below this


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader is told besides the document.

    known, cases: the ledger, and its cases to match a notice to. stated_on: the date of a document that does not show its own.
    supplier, recipient: only these rows of a register (ISO 3166 alpha-3 codes or names). lang (auto, en, zh), publisher,
    extractor: of a dispatch.
    """

    known: Known
    cases: Cases
    stated_on: str = ""
    supplier: str = ""
    recipient: str = ""
    lang: str = "auto"
    publisher: str = ""
    extractor: str = ""


def check_kind(kind: str) -> None:
    """Raises ``JointlineError`` where there is no such kind."""
    if kind not in KINDS:
        raise JointlineError(says("there is no kind {kind!r}", kind=kind), where="--kind", remedy=suggest(kind, KINDS))


def reader_of(kind: str) -> Any:
    """The module that reads *kind*."""
    check_kind(kind)
    return importlib.import_module(KINDS[kind])


def recognise(document: Document) -> str | None:
    """The kind that is surest of the document (the first of equals), ``None`` where none is."""
    best, kind = _LEAST, None
    for name in KINDS:
        score = float(reader_of(name).recognise(document))
        if score > best or (kind is None and score >= best):
            best, kind = score, name
    return kind
