"""Which statement a note is about, where one entry of a table gave several and its note stands with each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jointline.ledger.statement import Statement

# a row on a contract or an agreement tells its date, and by the way how many units were ordered
_DATED = frozenset({"contract_ends_on", "contract_awarded", "loa_signed"})
_BY_THE_WAY = "units_ordered"
_ALSO = re.compile(r" ?Also: \S+$")
_NO_COUNT = re.compile(  # numbers that count no units: money, years, days of a month
    r"(?:USD|NT\$|US\$) ?[\d.,]+ ?(?:bn|m)?|\b(?:19|20)\d\d\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_COUNT = re.compile(r"quantit|\bunits?\b|(?<![-\w])\d+\b", re.IGNORECASE)


def note_of(s: Statement, about: Iterable[Statement]) -> tuple[str, bool]:
    """The note to show with *s*, and whether it is that of the whole entry; *about*: the statements on its subject.

    Empty where the note is about another statement of the entry: that of a contract's end says nothing of the units
    ordered that the same row gives. Whether it is about this one alone cannot be told of any other shared note.
    """
    if not _ALSO.sub("", s.note):  # nothing but a second address
        return s.note, False
    entry = {x.property for x in about if _entry(x) == _entry(s)} - {s.property}
    if not entry:
        return s.note, False
    if s.property == _BY_THE_WAY and entry <= _DATED and not _counts(s.note):
        return "", False
    alone = s.property in _DATED and entry == {_BY_THE_WAY} and not _counts(s.note)
    return s.note, not alone


def _entry(s: Statement) -> tuple[str, ...]:
    return s.subject, s.said_by, s.stated_on, s.source, _ALSO.sub("", s.note)


def _counts(note: str) -> bool:
    """Whether a note speaks of a number of units."""
    return bool(_COUNT.search(_NO_COUNT.sub("", note)))
