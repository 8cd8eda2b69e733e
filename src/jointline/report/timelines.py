"""Each case as a line in time: notified, signed, promised as it was said over time, delivered."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jointline.backlog.counting import latest_promise
from jointline.backlog.inspect import PROMISES
from jointline.backlog.promises import promise_record
from jointline.backlog.rules import DEFAULT_RULE, get_rule
from jointline.backlog.table import Counted, count
from jointline.errors import NothingFound
from jointline.ledger.dates import DateSpan, as_day, parse_date
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import Statement
from jointline.sentences import date_part, says

SIGNED = ("loa_signed", "contract_awarded")


@dataclass(frozen=True, slots=True)
class Promised:
    """A promised date and the statement that first gave it; ``current``: it is the one held now."""

    span: DateSpan
    by: Statement
    current: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """One case; events and promises are keyed ``first`` and ``final``, absent where nothing was stated.

    ``contested``: the events of ``came`` that a later and firmer word puts in the future.
    """

    case: str
    name: str
    title: str
    category: str
    value_usd_m: float | None
    status_promise: str | None
    notified: tuple[DateSpan, Statement] | None
    signed: tuple[DateSpan, Statement] | None
    came: dict[str, tuple[DateSpan, Statement]]
    promised: dict[str, tuple[Promised, ...]]
    contested: frozenset[str]


@dataclass(frozen=True, slots=True)
class Timelines:
    """The cases of a backlog in time, as known on a day."""

    as_of: date
    rows: tuple[Timeline, ...]
    run: dict[str, str]


def timelines(
    as_of: str | date | None = None, cases: Sequence[str] | None = None,
    rule: str | os.PathLike[str] = DEFAULT_RULE, *, ledger: Ledger | None = None,
) -> Timelines:  # fmt: skip
    """The backlog's cases (or only *cases*, ids, in their order) in time; default order: largest value first.

    Raises ``NothingFound`` where no case is in the backlog on that day.
    """
    from jointline._version import __version__

    ledger, day = ledger or open_ledger(), date.today() if as_of is None else as_day(as_of)
    chosen = get_rule(rule)
    counted = {c.case.id: c for c in count(ledger, day, chosen) if cases is not None or c.membership.counts}
    order = list(cases) if cases is not None else sorted(counted, key=lambda i: (-(counted[i].value or 0), i))
    rows = tuple(_timeline(counted[i], day) for i in order if i in counted)
    if not rows:
        raise NothingFound(
            says("no case is in the backlog on {date}", date=date_part(day.isoformat())),
            remedy=says("Ask for a later day, or another --rule."),
        )
    run = {"version": __version__, "data": ledger.data_hash(), "as_of": day.isoformat(), "rule": chosen.name}
    return Timelines(day, rows, run)


def _timeline(c: Counted, day: date) -> Timeline:
    case = c.case
    came, promised, contested = {}, {}, set()
    for property_, event in PROMISES:
        kind = event.removesuffix("_delivery")
        firm = case.firm(event)
        if firm and firm.event:
            came[kind] = (firm.event, firm)
        found = promise_record(property_, case.every(property_), firm)
        if found:
            if found.contested_by:
                contested.add(kind)
            said = [found.first, *(m.after for m in found.moves)]
            if found.latest.id != said[-1].id and found.latest.event != said[-1].event:
                said.append(found.latest)
            promised[kind] = tuple(
                Promised(parse_date(s.value), s, i == len(said) - 1) for i, s in enumerate(said)
            )  # fmt: skip
    signed = next((found for found in (_event(case.winner(p)) for p in SIGNED) if found), None)
    what, _ = latest_promise(case, day)
    return Timeline(
        case.id, c.name, case.title, c.category, None if c.value is None else float(c.value), what,
        _event(case.winner("notified_on")), signed, came, promised, frozenset(contested),
    )  # fmt: skip


def _event(s: Statement | None) -> tuple[DateSpan, Statement] | None:
    return (s.event, s) if s and s.event else None
