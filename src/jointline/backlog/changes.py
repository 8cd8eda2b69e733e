"""What changed in a month, and why: sentences ready to paste, each with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jointline._version import __version__
from jointline.backlog.counting import CONTRACT, DELIVERING, status
from jointline.backlog.plain import plain_data
from jointline.backlog.rules import DEFAULT_RULE, Rule, get_rule
from jointline.backlog.table import Counted, count, knowledge_warning
from jointline.ledger.dates import day_before, month_span, months_between
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import Statement
from jointline.shown import Shown

KINDS = ("entered", "left", "revalued", "recoded", "began delivery", "contract", "slipped", "brought forward",
         "delay announced", "denied", "found late", "corrected")  # fmt: skip
_EVENTS = ("loa_signed", "contract_awarded", "first_delivery", "final_delivery", "cancelled")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, the case, a sentence, what it adds to the total (US$ million), and its statements."""

    kind: str
    case: str
    name: str
    sentence: str
    effect_usd_m: float
    said_by: str
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


def changes(month: str, rule: str = DEFAULT_RULE, *, ledger: Ledger | None = None) -> Changes:
    """What entered, left, began delivery, slipped, was found late or corrected in a month (``2026-09``).

    Sums are US$ million by *rule*; where its values are ranges, the upper end is taken. Raises
    ``JointlineError`` for anything that is not a month.
    """
    span, chosen, ledger = month_span(month), get_rule(rule), ledger or open_ledger()
    start, end = day_before(span.low), span.high
    before = {c.case.id: c for c in count(ledger, start, chosen)}
    after = {c.case.id: c for c in count(ledger, end, chosen)}
    found = [change for id_ in sorted(after) for change in _of_case(before.get(id_), after[id_], span.low, chosen)]
    found += _corrections(ledger, start, end, after)
    found.sort(key=lambda c: (KINDS.index(c.kind), -abs(c.effect_usd_m), c.case))
    sums = {k: sum(Decimal(str(c.effect_usd_m)) for c in found if c.kind == k) for k in ("entered", "left", "revalued")}
    totals = [_total(before.values(), chosen), _total(after.values(), chosen)]
    beyond = knowledge_warning(ledger, end)
    return Changes(
        month=span.text, rule=chosen.name, before_on=start.isoformat(), after_on=end.isoformat(),
        before_usd_m=totals[0], after_usd_m=totals[1], entered_usd_m=float(sums["entered"]),
        left_usd_m=float(sums["left"]), revalued_usd_m=float(sums["revalued"]),
        cases_before=sum(c.membership.counts for c in before.values()),
        cases_after=sum(c.membership.counts for c in after.values()), changes=tuple(found),
        warnings=(beyond,) if beyond else (),
        run={"version": __version__, "data": ledger.data_hash(), "month": span.text, "rule": chosen.name},
    )  # fmt: skip


def _total(counted: Any, rule: Rule) -> float | None:
    if rule.value == "none":
        return None
    return float(sum((_worth(c) for c in counted if c.membership.counts), Decimal(0)))


def _worth(c: Counted | None) -> Decimal:
    return Decimal(0) if c is None or c.high is None else round(c.value if c.value is not None else c.high, 2)


def _of_case(before: Counted | None, after: Counted, start: date, rule: Rule) -> Iterator[Change]:
    was, is_ = bool(before and before.membership.counts), after.membership.counts
    if is_ and not was:
        yield _entered(before, after, start)
    elif was and not is_:
        yield _left(before, after)  # type: ignore[arg-type]
    elif is_ and before and _worth(before) != _worth(after):
        yield _revalued(before, after)
    if is_ and was and before and before.category != after.category:
        by = after.case.held["category"].winner
        yield _change(
            "recoded", after, f"counted as {after.category} from now on and no longer as {before.category}", by
        )
    if not (is_ or was):
        return  # news of a case that the rule does not count is no change of this backlog
    yield from _progress(before, after, start)
    yield from _promises(before, after)
    for s in after.case.every("delay_announced"):
        if s.known_on < start.isoformat():
            continue
        if s.is_evidence:
            hedge = " (hedged)" if s.hedged else ""
            yield _change("delay announced", after, f"a delay was announced{hedge}{_remark(s)}", s)
        else:
            way = "denied" if s.standing == "denied" else "not confirmed"
            yield _change("denied", after, f"the delay was {way} by {s.said_by}{_remark(s)}", s)


def _entered(before: Counted | None, after: Counted, start: date) -> Change:
    notified = after.case.held["notified_on"].winner
    by = after.membership.by or notified
    if notified.known_on >= start.isoformat():
        by, text = notified, f"entered the backlog, notified to Congress on {notified.value}"
    else:
        text = f"entered the backlog, found and listed by {by.said_by} though notified {notified.value}"
    return _change("entered", after, text, by, _worth(after), money=True)


def _left(before: Counted, after: Counted) -> Change:
    by = after.membership.by or after.case.last
    reasons = {
        "delivered": f"left the backlog, final delivery {_when(by)}",
        "cancelled": "left the backlog, cancelled",
        "delisted": f"left the backlog, {by.said_by} counts it no more",
        "not listed": f"left the backlog, not on the first list of {by.said_by}",
    }
    text = reasons.get(after.membership.why, f"left the backlog, {after.membership.why}")
    if after.membership.why == "delisted":
        text += _remark(by)
    return _change("left", before, text, by, -_worth(before), money=True)


def _revalued(before: Counted, after: Counted) -> Change:
    by = after.by[-1] if after.by else after.case.last
    if before.high is None:
        text = f"a value was found, US$ {_worth(after):,.1f} million ({after.basis})"
    else:
        text = f"counted at US$ {_worth(after):,.1f} million and no longer at {_worth(before):,.1f} ({after.basis})"
    return _change("revalued", after, text, by, _worth(after) - _worth(before))


def _progress(before: Counted | None, after: Counted, start: date) -> Iterator[Change]:
    old = status(before.case)[0] if before else ""
    new, shown_by = status(after.case)
    if new == old:
        return
    for s in (x for x in shown_by if x.known_on >= start.isoformat()):
        when = f" ({_when(s)})" if s.property in _EVENTS or s.property == "partial_delivery" else ""
        if new == DELIVERING:
            yield _change("began delivery", after, f"deliveries began{when}{_remark(s)}", s)
            break
        if new == CONTRACT:
            what = (
                "a letter of offer and acceptance was signed"
                if s.property == "loa_signed"
                else "a contract was awarded"
            )
            yield _change("contract", after, f"{what}{when}", s)
            break
    for name in _EVENTS:
        won = after.case.firm(name)
        if not won or won.known_on < start.isoformat() or not won.event:
            continue
        known_before = before.case.firm(name) if before else None
        lag = months_between(won.event.high, start)
        if lag > 1 and not known_before:
            yield _change("found late", after,
                          f"{_WORDS[name]} {_when(won)}, which was stated only in {won.stated_on}", won)  # fmt: skip


_WORDS = {
    "loa_signed": "letter of offer and acceptance signed", "contract_awarded": "contract awarded",
    "first_delivery": "first delivery", "final_delivery": "final delivery", "cancelled": "cancelled",
}  # fmt: skip


def _promises(before: Counted | None, after: Counted) -> Iterator[Change]:
    for name, what in (("final_delivery_promised", "final"), ("first_delivery_promised", "first")):
        old = before.case.winner(name) if before else None
        new = after.case.winner(name)
        if not old or not new or old.id == new.id or not old.event or not new.event:
            continue
        if old.event.overlaps(new.event):
            continue
        months = months_between(old.event.high, new.event.high)
        way = "slipped" if months > 0 else "brought forward"
        verb = f"a slip of {months:.0f} months" if months > 0 else f"brought forward by {-months:.0f} months"
        text = f"{what} delivery promised for {new.value} and no longer for {old.value}, {verb}"
        yield replace(_change(way, after, text, new), statements=(new.id, old.id))


def _corrections(ledger: Ledger, start: date, end: date, after: dict[str, Counted]) -> list[Change]:
    found = []
    low, high = start.isoformat(), end.isoformat()
    for s in ledger.statements():
        if s.supersedes and s.subject in after and low < s.known_on <= high:
            text = f"corrected, {s.property} is {s.value}{_remark(s)}"
            change = _change("corrected", after[s.subject], text, s)
            found.append(replace(change, statements=(s.id, s.supersedes)))
    return found


def _change(
    kind: str, c: Counted, text: str, by: Statement, effect: Decimal = Decimal(0), *, money: bool = False
) -> Change:
    # two cases may share a title: the year of notification tells them apart
    year = (c.case.date("notified_on") or by.stated).low.year
    value = f", US$ {abs(effect):,.1f} million" if effect else ", value unknown"
    about = f"{c.case.title} ({year}{value if money else ''})"
    return Change(
        kind, c.case.id, c.name, f"{about}: {text}.", float(effect), by.speaker, by.stated_on,
        by.source, (by.id,),
    )  # fmt: skip


def _when(s: Statement) -> str:
    """The date of a statement as people say it: ``by 2026-03`` for an interval that is open to the past."""
    return f"by {s.value.removeprefix('../')}" if s.value.startswith("../") else s.value


def _remark(s: Statement) -> str:
    return f": {s.note.rstrip('.')}" if s.note else ""
