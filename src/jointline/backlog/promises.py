"""Promises against events: how often and how far the promised date moved.

The promised date of a case at any time is the one the promise rule holds then. It has moved when the new
interval does not overlap the one before: going from 2026 to December 2026 is no move. A move is measured in
months from the last day the old promise could mean to the last day the new one can.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jointline.ledger.dates import DateSpan, months_between
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a promised date; ``months`` is positive for a slip, negative where brought forward."""

    property: str
    before: Statement
    after: Statement
    months: float


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one kind of promise on a case; months are measured between last possible days."""

    property: str
    promises: int
    moves: tuple[Move, ...]
    first: Statement
    latest: Statement
    moved_months: float
    event: Statement | None
    event_months_after_first: float | None


def promise_record(property_: str, promises: Iterable[Statement], event: Statement | None) -> Record | None:
    """The record of *promises* (one property of one case, known ones only) against the firm *event*, if any."""
    until = event.known_on if event else "9999"  # what is promised after the event is about later batches
    given = (s for s in promises if s.is_evidence and s.known_on <= until)
    ordered = sorted(given, key=lambda s: (s.known_on, precedence(s)))
    if not ordered:
        return None
    held, moves = ordered[0], []
    first = max((s for s in ordered if s.known_on == held.known_on), key=precedence)
    for s in ordered[1:]:
        if precedence(s) <= precedence(held):
            continue
        one_breath = s.stated_on == held.stated_on  # several batches or rival plans of one day: no move
        if not one_breath and not _span(s).overlaps(_span(held)):
            moves.append(Move(property_, held, s, round(months_between(_span(held).high, _span(s).high), 1)))
        held = s
    late = None
    if event:
        late = round(months_between(_span(first).high, _span(event).high), 1)
    return Record(
        property_, len(ordered), tuple(moves), first, held,
        round(months_between(_span(first).high, _span(held).high), 1), event, late,
    )  # fmt: skip


def _span(s: Statement) -> DateSpan:
    assert s.event is not None  # a promise is a date property
    return s.event
