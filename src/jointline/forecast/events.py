"""What a day's knowledge says of a case's first and final delivery: when it was notified, when it ended or was last open.

Only statements that are firm count, and only those the case holds, so an earlier day never hears a later word.

- *first*: the winning first delivery; else by the earliest partial delivery, count of units in hand or final delivery.
- *final*: the winning final delivery. A cancelled or converted case has ended otherwise.
- An event had happened by the day it was said to have. It had not happened on a day on which somebody still spoke of
  it as ahead; that narrows an interval such as 2025, never the other way round.
- A case is known to be open only up to the last such word, not up to the day of asking: silence is no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jointline.backlog.counting import CANCELLED, status
from jointline.ledger.case import Case
from jointline.ledger.dates import DateSpan
from jointline.ledger.statement import Statement

KINDS = ("first", "final")
DELIVERED, CONVERTED, OPEN = "delivered", "converted", "open"
_PROMISES = {"first": ("first_delivery_promised",), "final": ("final_delivery_promised", "first_delivery_promised")}
_SIGNED = ("loa_signed", "contract_awarded")
_BEGUN = ("first_delivery", "partial_delivery", "units_delivered")


@dataclass(frozen=True, slots=True)
class Fate:
    """What is known of one delivery of one case.

    ``end``: delivered, cancelled, converted or open. ``low``, ``high``: first and last day it can have ended.
    ``open_on``: last day on which a firm word shows it open (the day of notification where there is none);
    ``followed``: somebody spoke of the case's progress at all. ``by``: ids of the statements.
    """

    case: str
    kind: str
    notified: DateSpan
    known_from: date
    end: str
    low: date | None
    high: date | None
    open_on: date
    followed: bool
    by: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.end == OPEN


def fate(case: Case, kind: str) -> Fate:
    """The fate of the *first* or *final* delivery of a case, from the statements it holds."""
    notified = case.held["notified_on"].winner
    span = notified.event or notified.stated
    known = min(date.fromisoformat(s.known_on) for s in case.every("notified_on"))
    event, by = _event(case, kind)
    words = list(_still_ahead(case, kind, event))
    open_on = max((said_on(w) for w in words), default=span.low)
    told = bool(by) or bool(words)
    if event:
        low, high = event
        low, high = max(low, span.low), max(high, span.low)
        if low < open_on <= high:
            low = min(open_on + timedelta(days=1), high)
        return Fate(case.id, kind, span, known, DELIVERED, low, high, min(open_on, low), True, by)
    state, shown = status(case)
    if state == CANCELLED:
        end = CONVERTED if case.firm("converted") else CANCELLED
        dropped = shown[0].event or shown[0].stated
        low = max(dropped.low, span.low)
        high = max(low, min(dropped.high, shown[0].stated.high))
        return Fate(case.id, kind, span, known, end, low, high, min(open_on, low), True, (shown[0].id,))
    return Fate(case.id, kind, span, known, OPEN, None, None, max(open_on, span.low), told, tuple(w.id for w in words))


def _event(case: Case, kind: str) -> tuple[tuple[date, date] | None, tuple[str, ...]]:
    """First and last day the delivery can have happened, and by which statements."""
    done = case.firm("final_delivery")
    if kind == "final":
        return (_days(done), (done.id,)) if done else (None, ())
    if begun := case.firm("first_delivery"):
        return _days(begun), (begun.id,)
    later = [s for p in ("partial_delivery", "units_delivered") for s in case.every(p) if s.is_firm]
    later += [done] if done else []
    if not later:
        return None, ()
    earliest = min(later, key=lambda s: (_days(s)[1], s.id))
    low, high = _days(earliest)
    only_by_then = earliest.property in ("units_delivered", "final_delivery")  # begun some time before
    return (date.min if only_by_then else low, high), (earliest.id,)


def _days(s: Statement) -> tuple[date, date]:
    """The days an event can have happened on: not after it was said to have."""
    span = s.event or s.stated
    return span.low, max(span.low, min(span.high, s.stated.high))


def _still_ahead(case: Case, kind: str, event: tuple[date, date] | None) -> Iterator[Statement]:
    """Firm words that show the delivery was still to come when they were said."""
    names: Iterable[str] = _PROMISES[kind]
    names = (*names, *_SIGNED)
    if kind == "final":
        names = (*names, "delay_announced", *_BEGUN)
    for name in names:
        for s in case.every(name):
            if not s.is_firm or (event and said_on(s) >= event[1]):
                continue
            if name.endswith("_promised") and s.event and s.event.high < s.stated.low:
                continue
            if kind == "first" and name == "first_delivery_promised" and _later_batch(case, s):
                continue
            yield s


_TERMS = ("contract_ends_on", "budget_ends_on")


def heard_open(case: Case, kind: str) -> date | None:
    """Last day on which anybody spoke of the delivery as still to come; ``None`` where nobody did.

    Wider than ``open_on``, which forecasts learn from: a hedged word is one too, as is the end of a contract or budget that lay
    ahead, and who speaks of the whole as still to come says the same of its first part while none is known to have come.
    """
    ahead = (s for name in (*_PROMISES["final"], *_TERMS) for s in case.every(name) if s.is_evidence)
    heard = [s.stated.low for s in ahead if s.event and s.event.high > s.stated.low]
    names = ("delay_announced", *_SIGNED, *(_BEGUN if kind == "final" else ()))
    heard += [said_on(s) for name in names for s in case.every(name) if s.is_evidence]
    return max(heard, default=None)


def said_on(s: Statement) -> date:
    """The first day it can have been said on; a signature shows the case open on its own day alone."""
    span = (s.event or s.stated) if s.property in _SIGNED else s.stated
    return span.low


def _later_batch(case: Case, promise: Statement) -> bool:
    """A first delivery promised after one was reported is of a later batch."""
    begun = [s for p in _BEGUN for s in case.every(p) if s.is_firm]
    return any(s.known_on < promise.known_on for s in begun)
