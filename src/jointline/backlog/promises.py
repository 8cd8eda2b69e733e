"""Promises against events: how often and how far the promised date moved.

The promised date of a case at any time is the one the promise rule holds then. It has moved when the new
interval does not overlap the one before: going from 2026 to December 2026 is no move. A move is measured in
months from the last day the old promise could mean to the last day the new one can.
"""

from __future__ import annotations

from builtins import property as computed  # a record has a field called property
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jointline.ledger.dates import DateSpan, months_between
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement

ANSWERING = ("official", "named")  # the standings of one who can answer for a date


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a promised date; ``months`` is positive for a slip, negative where brought forward."""

    property: str
    before: Statement
    after: Statement
    months: float

    @computed
    def like(self) -> bool:
        """Whether both dates are for the same quantity, as far as they name one."""
        return same_quantity(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one kind of promise on a case; months are measured between last possible days.

    ``promises`` are those given until the event, ``after_event`` those given later. ``contested_by`` is the one of them
    that puts a weakly reported event in the future. ``state`` is that of the latest promise on the day asked for
    (``ahead``, ``overdue``, ``not known``) where the event has not come.
    """

    property: str
    promises: int
    moves: tuple[Move, ...]
    first: Statement
    latest: Statement
    moved_months: float
    event: Statement | None
    event_months_after_first: float | None
    after_event: tuple[Statement, ...] = ()
    contested_by: Statement | None = None
    state: str | None = None

    @computed
    def like(self) -> bool:
        """Whether the first and the latest promise are for the same quantity, as far as they name one."""
        return same_quantity(self.first, self.latest)

    @computed
    def alike(self) -> bool:
        """Whether all of its steps are for the same quantity, as far as they name one."""
        return self.like and all(m.like for m in self.moves)

    @computed
    def as_promised(self) -> bool:
        """Whether the event came, at the latest, on a day that the first promise can mean."""
        return self.event is not None and _span(self.first).low <= _span(self.event).high <= _span(self.first).high

    @computed
    def passed(self) -> bool:
        """Whether the last promised date has passed and the event is not known to have come."""
        return self.state in ("overdue", "not known")


def same_quantity(a: Statement, b: Statement) -> bool:
    """Whether two promises are for the same number of the same item; true where one of them names none."""
    return not (a.units and b.units) or (a.units, a.item) == (b.units, b.item)


def promise_record(property_: str, promises: Iterable[Statement], event: Statement | None) -> Record | None:
    """The record of *promises* (one property of one case, known ones only) against the firm *event*, if any.

    It begins with the earliest promise; where nobody who can answer for the date gave that one, with the first word of
    somebody who can in the same month.
    """
    until = event.known_on if event else "9999"  # what is promised after the event is about later batches
    given = sorted((s for s in promises if s.is_evidence), key=lambda s: (s.known_on, precedence(s)))
    ordered = [s for s in given if s.known_on <= until]
    if not ordered:
        return None
    first = _first(ordered)
    held, moves = first, []
    for s in ordered:
        if s.known_on <= first.known_on or precedence(s) <= precedence(held):
            continue
        one_breath = s.stated_on == held.stated_on  # several batches or rival plans of one day: no move
        if not one_breath and not _span(s).overlaps(_span(held)):
            moves.append(Move(property_, held, s, round(months_between(_span(held).high, _span(s).high), 1)))
        held = s
    late, after = None, tuple(s for s in given if s.known_on > until)
    if event:
        late = round(months_between(_span(first).high, _span(event).high), 1)
    return Record(
        property_, len(ordered), tuple(moves), first, held,
        round(months_between(_span(first).high, _span(held).high), 1), event, late, after,
        _contesting(event, after) if event else None,
    )  # fmt: skip


def _first(ordered: Sequence[Statement]) -> Statement:
    """The promise that a record begins with; of several of one day the one that wins."""
    opening = [s for s in ordered if s.known_on[:7] == ordered[0].known_on[:7]]
    answering = [s for s in opening if s.standing in ANSWERING and s.confidence != "recalled"]
    found = answering or opening
    return max((s for s in found if s.known_on == found[0].known_on), key=precedence)


def _contesting(event: Statement, after: Iterable[Statement]) -> Statement | None:
    """The strongest later word by one who can answer for it that the event is still to come, where others reported it."""
    if event.standing in ANSWERING:
        return None
    ahead = (s for s in after if s.standing in ANSWERING and _span(s).low > _span(event).high)
    return max(ahead, key=precedence, default=None)


def _span(s: Statement) -> DateSpan:
    assert s.event is not None  # a promise is a date property
    return s.event
