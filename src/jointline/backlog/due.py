"""Promised dates that have passed: one test for every table, page, briefing and answer.

A date has passed at the close of the last day it can mean. A delivery is *overdue* where its promised date has passed and
nothing says that it came; where that cannot be told, it is *not known*. First and final delivery are looked at apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jointline.backlog.counting import CANCELLED, COMPLETE, DELIVERING, passed, status
from jointline.backlog.promises import promise_record
from jointline.ledger.case import Case
from jointline.ledger.statement import Statement

EVENTS = {"final": "final_delivery", "first": "first_delivery"}
AHEAD, OVERDUE, NOT_KNOWN = "ahead", "overdue", "not known"
_NOT_YET = {
    "first": ("first_delivery_promised",),
    "final": ("final_delivery_promised", "partial_delivery", "units_delivered"),
}  # what sets aside an earlier word that it came


@dataclass(frozen=True, slots=True)
class Due:
    """The promise that stands on one delivery that is still to come: ``first`` or ``final``, ``state`` as above."""

    what: str
    promise: Statement
    state: str


def due(case: Case, day: date, ends: str) -> dict[str, Due]:
    """The promised dates of the deliveries that nothing firm says to have come, or whose coming is contested, as known on *day*.

    *ends* is where the knowledge of the case ends (an ISO day; empty: nowhere). What was said later never changes the answer.
    """
    state = status(case)[0]
    came = ("first", "final") if state in (COMPLETE, CANCELLED) else ("first",) if state == DELIVERING else ()
    open_ = [what for what in ("first", "final") if what not in came or (state != CANCELLED and contested(case, what))]
    found = {}
    for what in open_:
        promise = case.winner(f"{EVENTS[what]}_promised")
        if promise and promise.event:
            found[what] = Due(what, promise, _state(case, what, promise, day, ends))
    return found


def contested(case: Case, what: str) -> Statement | None:
    """The later and firmer word that puts a delivery (``first`` or ``final``) in the future which others say has come."""
    event = EVENTS[what]
    promised = f"{event}_promised"
    record = promise_record(promised, case.every(promised), case.firm(event))
    return record.contested_by if record else None


def _state(case: Case, what: str, promise: Statement, day: date, ends: str) -> str:
    assert promise.event is not None  # a promise is a date
    if not passed(promise.event, day):
        return AHEAD
    if ends and promise.event.high.isoformat() >= ends:
        return NOT_KNOWN
    return NOT_KNOWN if _may_have_been_kept(case, what) else OVERDUE


def _may_have_been_kept(case: Case, what: str) -> bool:
    """Does a word that does not count (a hedged one) say that it came, and no later one that it is still to come?

    Whoever says that a part has come says so of the first.
    """
    names = ("first_delivery", "partial_delivery", "units_delivered") if what == "first" else (EVENTS[what],)
    last = max((s.known_on for name in names for s in case.every(name) if s.is_evidence), default="")
    return bool(last) and not any(s.known_on > last for name in _NOT_YET[what] if (s := case.firm(name)))
