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
class Aside:
    """A promise that moved nothing: ``overlaps`` the one held, ``same day`` as it, ``weaker`` than it, or ``before`` the first counted."""

    promise: Statement
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one kind of promise on a case; months are measured between last possible days.

    ``promises`` are those given until the event, ``after_event`` those given later. ``contested_by`` is a later word that
    puts a weakly reported event in the future: then all promises are one record, and none is of a later batch. ``state`` is that of the
    latest promise on the day asked for (``ahead``, ``overdue``, ``not known``) where the event has not come or is contested.
    ``aside`` are the promises that moved nothing, each with the reason. ``ended_by`` is what cancelled or converted the sale.
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
    aside: tuple[Aside, ...] = ()
    ended_by: Statement | None = None

    @computed
    def like(self) -> bool:
        """Whether the first and the latest promise are for the same quantity, as far as they name one."""
        return same_quantity(self.first, self.latest)

    @computed
    def alike(self) -> bool:
        """Whether all of its steps are for the same quantity, as far as they name one."""
        return self.like and all(m.like for m in self.moves)

    @computed
    def like_event(self) -> bool:
        """Whether the event was of the quantity first promised, as far as both name one."""
        return self.event is None or same_quantity(self.first, self.event)

    @computed
    def steady(self) -> bool:
        """Whether no promise moved the date and the latest still overlaps the first: at most it was said more exactly."""
        return not self.moves and _span(self.first).overlaps(_span(self.latest))

    @computed
    def narrower(self) -> bool:
        """Whether the latest promise lies inside the first: the same date, said more exactly."""
        first, latest = _span(self.first), _span(self.latest)
        return first != latest and first.low <= latest.low and latest.high <= first.high

    @computed
    def lapsed_before(self) -> bool:
        """Whether a later promise than the first had passed before the event came, and before anybody knew that it had."""
        if self.event is None or self.contested_by or self.latest.value == self.first.value:
            return False
        ended = _span(self.latest).high
        return ended < _span(self.event).high and ended.isoformat() < self.event.known_on

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

    What is promised after the event is about later batches, but where it is contested. The record begins with the earliest promise; where nobody who can answer for the date gave that one, with the first word of
    somebody who can in the same month.
    """
    given = sorted((s for s in promises if s.is_evidence), key=lambda s: (s.known_on, precedence(s)))
    after = tuple(s for s in given if event and s.known_on > event.known_on)  # about later batches, if it is true
    ahead = _contesting(event, after) if event else None
    if ahead:
        after = ()
    ordered = [s for s in given if s not in after]
    if not ordered:
        return None
    first = _first(ordered)
    held = first
    moves: list[Move] = []
    aside: list[Aside] = []
    for s in ordered:
        if s.id == first.id:
            continue
        if s.known_on <= first.known_on:
            aside.append(Aside(s, _beside_first(s, first)))
            continue
        if precedence(s) <= precedence(held):
            aside.append(Aside(s, "weaker"))
            continue
        if _span(s).overlaps(_span(held)):
            aside.append(Aside(s, "overlaps"))
        elif s.stated_on == held.stated_on:  # several batches or rival plans of one day: no move
            listed = held.id in (first.id, *(m.after.id for m in moves))
            aside.append(Aside(s if listed else held, "same day"))
        else:
            moves.append(Move(property_, held, s, round(months_between(_span(held).high, _span(s).high), 1)))
        held = s
    late = None
    if event and not ahead:
        late = round(months_between(_span(first).high, _span(event).high), 1)
    return Record(
        property_, len(ordered), tuple(moves), first, held,
        round(months_between(_span(first).high, _span(held).high), 1), event, late, after, ahead,
        aside=tuple(a for a in aside if a.promise.id != held.id),
    )  # fmt: skip


def _first(ordered: Sequence[Statement]) -> Statement:
    """The promise that a record begins with; of several of one day the one that wins."""
    opening = [s for s in ordered if s.known_on[:7] == ordered[0].known_on[:7]]
    answering = [s for s in opening if s.standing in ANSWERING and s.confidence != "recalled"]
    found = answering or opening
    return max((s for s in found if s.known_on == found[0].known_on), key=precedence)


def _beside_first(s: Statement, first: Statement) -> str:
    """Why a promise of the first one's day, or of earlier in its month, is not the first."""
    if s.known_on < first.known_on:
        return "before"
    if (s.standing in ANSWERING) < (first.standing in ANSWERING) or s.hedged > first.hedged:
        return "weaker"
    return "overlaps" if _span(s).overlaps(_span(first)) else "same day"


def _contesting(event: Statement, after: Iterable[Statement]) -> Statement | None:
    """The strongest later word by one who can answer for it that the event is still to come, where others reported it."""
    if event.standing in ANSWERING:
        return None
    ahead = (s for s in after if s.standing in ANSWERING and _span(s).low > _span(event).high)
    return max(ahead, key=precedence, default=None)


def _span(s: Statement) -> DateSpan:
    assert s.event is not None  # a promise is a date property
    return s.event
