"""What changed in a month, and why: sentences ready to paste, each with its source."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jointline._version import __version__
from jointline.backlog.counting import DELIVERING, status
from jointline.backlog.plain import plain_data
from jointline.backlog.promises import promise_record
from jointline.backlog.rules import DEFAULT_RULE, Rule, get_rule
from jointline.backlog.table import Counted, count, first_publication, knowledge_warning, unpublished_warning
from jointline.ledger.dates import day_before, in_words, month_span, parse_date
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement
from jointline.shown import Shown

KINDS = ("entered", "left", "revalued", "recoded", "began delivery", "delivered", "marked", "contract", "production",
         "promised", "slipped", "brought forward", "delay announced", "denied", "found late", "corrected")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, the case, a sentence, what it adds to the total (US$ million), and its statements."""

    kind: str
    case: str
    name: str
    sentence: str
    effect_usd_m: float
    said_by: str
    standing: str
    stated_on: str
    source: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes(Shown):
    """A month's changes; ``before + entered + left + revalued = after`` to the cent."""

    month: str
    rule: str
    before_on: str
    after_on: str
    before_usd_m: float | None
    after_usd_m: float | None
    entered_usd_m: float
    left_usd_m: float
    revalued_usd_m: float
    cases_before: int
    cases_after: int
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return plain_data(self)  # type: ignore[no-any-return]


def changes(month: str, rule: str | os.PathLike[str] = DEFAULT_RULE, *, ledger: Ledger | None = None) -> Changes:
    """What entered, left, began delivery, slipped, was found late or corrected in a month (``2026-09``).

    Sums are US$ million by *rule*; where its values are ranges, the upper end is taken. Raises
    ``JointlineError`` for anything that is not a month.
    """
    span, chosen, ledger = month_span(month), get_rule(rule), ledger or open_ledger()
    start, end = day_before(span.low), span.high
    before = {c.case.id: c for c in count(ledger, start, chosen, whole=True)}
    after = {c.case.id: c for c in count(ledger, end, chosen, whole=True)}
    found = [
        change
        for id_ in sorted(after)
        for change in _of_case(ledger, before.get(id_), after[id_], span.low, end, chosen)
    ]
    found += _corrections(ledger, start, end, after)
    found.sort(key=lambda c: (KINDS.index(c.kind), -abs(c.effect_usd_m), c.case))
    sums = {k: sum(Decimal(str(c.effect_usd_m)) for c in found if c.kind == k) for k in ("entered", "left", "revalued")}
    totals = [_total(before.values(), chosen), _total(after.values(), chosen)]
    return Changes(
        month=span.text, rule=chosen.name, before_on=start.isoformat(), after_on=end.isoformat(),
        before_usd_m=totals[0], after_usd_m=totals[1], entered_usd_m=float(sums["entered"]),
        left_usd_m=float(sums["left"]), revalued_usd_m=float(sums["revalued"]),
        cases_before=sum(c.membership.counts for c in before.values()),
        cases_after=sum(c.membership.counts for c in after.values()), changes=tuple(found),
        warnings=tuple(_warnings(ledger, start, end, chosen)),
        run={"version": __version__, "data": ledger.data_hash(), "month": span.text, "rule": chosen.name},
    )  # fmt: skip


def _total(counted: Any, rule: Rule) -> float | None:
    if rule.value == "none":
        return None
    return float(sum((_worth(c) for c in counted if c.membership.counts), Decimal(0)))


def _worth(c: Counted | None) -> Decimal:
    return Decimal(0) if c is None or c.high is None else round(c.value if c.value is not None else c.high, 2)


def _warnings(ledger: Ledger, start: date, end: date, rule: Rule) -> Iterator[str]:
    then, now = (first_publication(ledger, ledger.cases(day), day, None, rule) for day in (start, end))
    if now and not then:
        yield (
            f"The first published list is of this month ({now.said_by}, {now.stated_on}): what is not on it leaves the "
            "count and what it holds enters, which is a change of method and no news."
        )
    if rule.value == "undelivered":
        yield "Where this rule gives a range, its upper end is taken."
    yield from filter(None, (knowledge_warning(ledger, end), unpublished_warning(ledger, end, rule)))


def _of_case(
    ledger: Ledger, before: Counted | None, after: Counted, start: date, end: date, rule: Rule
) -> Iterator[Change]:
    was, is_ = bool(before and before.membership.counts), after.membership.counts
    if is_ and not was:
        yield _entered(after, start)
    elif was and not is_ and before:
        yield _left(before, after)
    elif is_ and before and _worth(before) != _worth(after):
        yield _revalued(before, after)
    if is_ and was and before and before.category != after.category:
        coded = (
            "published_category"
            if rule.category == "publisher" and after.case.value("published_category")
            else "category"
        )
        by = after.case.held[coded].winner
        yield _change(
            "recoded", after, f"counted as {after.category} from now on and no longer as {before.category}", by
        )
    if not (is_ or was):
        return  # news of a case that the rule does not count is no change of this backlog
    yield from _news(before, after, start)
    yield from _promises(ledger, before, after, start, end)
    for s in after.case.every("delay_announced"):
        if s.known_on < start.isoformat():
            continue
        if s.is_evidence:
            hedge = " (hedged)" if s.hedged else ""
            yield _change("delay announced", after, f"a delay was announced{hedge}{_remark(s)}", s)
        else:
            way = "denied" if s.standing == "denied" else "not confirmed"
            yield _change("denied", after, f"the delay was {way} by {s.said_by}{_remark(s)}", s)


def _entered(after: Counted, start: date) -> Change:
    notified = after.case.held["notified_on"].winner
    by = after.membership.by or notified
    if notified.known_on >= start.isoformat():
        by, text = notified, f"entered the backlog, notified to Congress {_on(notified)}"
    elif after.membership.why == "listed":
        how = "found and listed by" if by.standing != "derived" else "as follows from the sums of"
        text = f"entered the backlog, {how} {by.said_by} though notified {_on(notified)}"
    elif after.membership.why == "heard":
        text = f"entered the list, first spoken of by {by.said_by}"
    else:
        text = f"entered the backlog, notified {_on(notified)}"
    return _change("entered", after, text, by, _worth(after), money=True)


def _left(before: Counted, after: Counted) -> Change:
    by = after.membership.by or after.case.last
    how = "counts it no more" if by.standing != "derived" else "counts it no more, as follows from the sums"
    reasons = {
        "delivered": f"left the backlog, final delivery {_when(by)}",
        "cancelled": "left the backlog, cancelled",
        "delisted": f"left the backlog, {by.said_by} {how}{_remark(by)}",
        "not listed": f"left the count, not on the first list of {by.said_by}",
    }
    text = reasons.get(after.membership.why, f"left the backlog, {after.membership.why}")
    return _change("left", before, text, by, -_worth(before), money=True)


def _revalued(before: Counted, after: Counted) -> Change:
    by = max(after.by, key=lambda s: (s.known_on, s.id), default=after.case.last)
    if before.high is None:
        text = f"a value was found, US$ {_worth(after):,.1f} million ({after.basis})"
    else:
        text = f"counted at US$ {_worth(after):,.1f} million and no longer at {_worth(before):,.1f} ({after.basis})"
    return _change("revalued", after, text, by, _worth(after) - _worth(before))


# what may happen to a case: property, words, and the kind of change it is
_NEWS = (
    ("loa_signed", "a letter of offer and acceptance was signed", "contract"),
    ("contract_awarded", "a contract was awarded", "contract"),
    ("production_started", "the first unit was built", "production"),
    ("first_delivery", "deliveries began", "delivered"),
    ("units_delivered", "{} units are in hand", "delivered"),
    ("partial_delivery", "a part was delivered", "delivered"),
    ("final_delivery", "the last units were delivered", "delivered"),
    ("published_mark", "{} marks it as partly delivered", "marked"),
)  # fmt: skip
_LATE = 31  # days after which news of an event is news found late


def _news(before: Counted | None, after: Counted, start: date) -> Iterator[Change]:
    """Firm events that became known in the month, each once: a repeat of a known date is no news."""
    told: set[tuple[str, str]] = set()  # a count and a batch may rest on the same words of the same source
    begun = bool(before and status(before.case)[0] == DELIVERING)
    leaves = after.membership.why == "delivered"
    for name, words, kind in _NEWS:
        known = [s for s in after.case.every(name) if s.known_on < start.isoformat() and s.is_firm]
        fresh = [s for s in after.case.every(name) if s.known_on >= start.isoformat() and s.is_firm]
        for s in sorted(fresh, key=precedence, reverse=True):
            if (
                any(_same(s, k) for k in known)
                or (s.source, s.stated_on) in told
                or (name == "final_delivery" and leaves)
            ):
                continue
            known.append(s)
            if kind == "delivered":
                told.add((s.source, s.stated_on))
            text = words.format(s.said_by if kind == "marked" else s.value)
            when = s.event if name != "published_mark" else None
            which = "began delivery" if kind == "delivered" and not begun and name != "final_delivery" else kind
            begun = begun or kind == "delivered"
            tail = f" {_on_event(s)}" if when else ""
            if when and (start - when.high).days > _LATE:
                yield _change("found late", after, f"{text}{tail}, which was stated only {_on_text(s.stated_on)}", s)
            else:
                yield _change(which, after, f"{text}{tail}{_units(s)}", s)


def _same(s: Statement, known: Statement) -> bool:
    """Do both tell of the same thing: the same count, or dates that can be the same day?"""
    if s.property in ("units_delivered", "published_mark"):
        return s.value == known.value
    alike = s.units == known.units or not (s.units and known.units)
    return alike and bool(s.event and known.event and s.event.overlaps(known.event))


def _units(s: Statement) -> str:
    return f" ({s.units} {s.item or 'units'})" if s.units and s.property != "units_delivered" else ""


def _promises(ledger: Ledger, before: Counted | None, after: Counted, start: date, end: date) -> Iterator[Change]:
    for name, what, event in (
        ("final_delivery_promised", "final", "final_delivery"),
        ("first_delivery_promised", "first", "first_delivery"),
    ):
        old = before.case.winner(name) if before else None
        new = after.case.winner(name)
        if new is None or (old and old.id == new.id):
            continue
        if old is None:
            if before:
                yield _change("promised", after, f"{what} delivery promised for {_when(new)}", new)
            continue
        said = [s for s in ledger.known_of(after.case.id, end) if s.property == name]
        record = promise_record(name, said, after.case.firm(event))
        for m in record.moves if record else ():
            if m.after.known_on < start.isoformat():
                continue
            way = "slipped" if m.months > 0 else "brought forward"
            verb = f"a slip of {m.months:.0f} months" if m.months > 0 else f"brought forward by {-m.months:.0f} months"
            text = f"{what} delivery promised for {_when(m.after)} and no longer for {_when(m.before)}, {verb}"
            yield replace(_change(way, after, text, m.after), statements=(m.after.id, m.before.id))


def _corrections(ledger: Ledger, start: date, end: date, after: dict[str, Counted]) -> list[Change]:
    found = []
    low, high = start.isoformat(), end.isoformat()
    for s in ledger.statements():
        if s.supersedes and s.subject in after and low < s.known_on <= high:
            text = f"corrected, {s.property.replace('_', ' ')} is {in_words(s.value)}{_remark(s)}"
            change = _change("corrected", after[s.subject], text, s)
            found.append(replace(change, statements=(s.id, s.supersedes)))
    return found


def _change(
    kind: str, c: Counted, text: str, by: Statement, effect: Decimal = Decimal(0), *, money: bool = False
) -> Change:
    # two cases may share a title: the year of notification tells them apart
    year = (c.case.date("notified_on") or by.stated).low.year
    value = f", US$ {abs(effect):,.1f} million" if effect else ", value unknown" if c.high is None and c.by else ""
    if money and c.high is None and c.basis == "no value is known":
        value = ", value unknown"
    about = f"{c.case.title} ({year}{value if money else ''})"
    return Change(
        kind, c.case.id, c.name, f"{about}: {text}.", float(effect), by.speaker, by.standing, by.stated_on,
        by.source, (by.id,),
    )  # fmt: skip


def _when(s: Statement) -> str:
    """The date a statement gives, as people say it: ``by 2026-03`` for an interval that is open to the past."""
    return in_words(s.value)


def _on(s: Statement) -> str:
    return _on_text(s.value)


def _on_event(s: Statement) -> str:
    return _on_text(s.event_on) if not s.event_on.startswith("../") else in_words(s.event_on)


def _on_text(text: str) -> str:
    """``on 2026-03-10`` for a day, ``in 2026-03`` for anything wider."""
    return f"{'on' if parse_date(text).is_day else 'in'} {text}"


# notes on how a page was read are for the ledger's reader and not for a text to paste
_READING = re.compile(
    r"undated|inferred|not read|not seen|part read|excerpt|copy|reprint|page |month from|date from|read as|"
    r"other press|counts? from the beginning|link |mapping|assumed|notice|in the list|no arrival date|see other",
    re.IGNORECASE,
)


def _remark(s: Statement) -> str:
    """The parts of a statement's note that tell of the matter, put behind a colon."""
    parts = [p for p in re.split(r"(?<=[.;])\s+", s.note.strip()) if p and not _READING.search(p)]
    text = " ".join(parts).rstrip(".;")
    return f": {text}" if text else ""
