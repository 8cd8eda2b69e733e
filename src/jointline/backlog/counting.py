"""One case under one rule: does it count, for how much, and by which statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jointline.backlog.rules import Rule
from jointline.ledger.case import Case
from jointline.ledger.dates import DateSpan, months_between
from jointline.ledger.properties import names_heard
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement
from jointline.ledger.values import number_text, parse_item, parse_number
from jointline.sentences import Sentence, date_part, message, name_part, says

COMPLETE, CANCELLED, DELIVERING = "complete", "cancelled", "delivering"
CONTRACT, NO_CONTRACT = "contract or LOA", "no contract reported"
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a case counts, why (one of the words below), and the statement that decided."""

    counts: bool
    why: str  # notified, listed, delisted, delivered, cancelled, not listed, too early, class left out, not heard
    by: Statement | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in US$ million with its range, how it came about and the statements it rests on."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    how: str
    by: tuple[Statement, ...]


def status(case: Case) -> tuple[str, tuple[Statement, ...]]:
    """The state of a case by firm evidence alone, and the statements that show it."""
    if done := case.firm("final_delivery"):
        return COMPLETE, (done,)
    if dropped := case.firm("cancelled") or case.firm("converted"):
        return CANCELLED, (dropped,)
    begun = [s for s in (case.firm("first_delivery"), case.firm("units_delivered")) if s]
    begun += [s for s in case.every("partial_delivery") if s.is_firm]
    if begun:
        return DELIVERING, tuple(begun)
    signed = [s for s in (case.firm("loa_signed"), case.firm("contract_awarded")) if s]
    if not signed and (ends := case.firm("contract_ends_on")):
        signed = [ends]  # who says when a contract ends says that there is one, though not since when
    return (CONTRACT, tuple(signed)) if signed else (NO_CONTRACT, ())


def first_list(cases: list[Case], series: Iterable[Statement]) -> Statement | None:
    """What shows the publisher's first known list: its total of that day; ``None`` where no list is known yet.

    *series* are the known statements on the publisher's own totals.
    """
    listed = [s for c in cases for s in c.every("published_listing") if s.value == "listed"]
    earliest = min((s.known_on for s in listed), default="")
    on_that_day = [s for s in (*series, *listed) if s.known_on == earliest]
    return max(on_that_day, key=lambda s: (s.property == "backlog_total", precedence(s)), default=None)


def membership(case: Case, rule: Rule, first: Statement | None) -> Membership:
    """Does *case* count under *rule*? ``first`` is a statement of the publisher's first list, if there is one."""
    notified = case.winner("notified_on")
    assert notified is not None  # the ledger hands over notified cases only
    if case.value("category") in rule.leaves_out:
        return Membership(False, "class left out", case.winner("category"))
    if notified.stated.low < rule.first_day:
        return Membership(False, "too early", notified)
    state, shown_by = status(case)
    closed = Membership(False, "delivered" if state == COMPLETE else CANCELLED, shown_by[0]) if state in (
        COMPLETE, CANCELLED) else None  # fmt: skip
    if rule.membership == "publisher":
        return _publisher(case, notified, closed, first)
    if closed:
        return closed
    if rule.membership == "heard":
        told = names_heard()
        heard = [r.winner for p, r in case.held.items() if p in told and r.winner.speaker_kind in rule.heard]
        if not heard:
            return Membership(False, "not heard", None)
        return Membership(True, "heard", max(heard, key=lambda s: (s.known_on, s.id)))
    return Membership(True, "notified", notified)


def _publisher(case: Case, notified: Statement, closed: Membership | None, first: Statement | None) -> Membership:
    """The latest act decides: notification (after the first list), delivery, the publisher's own listing."""
    acts: list[tuple[str, int, Membership]] = []
    if not first or notified.known_on > first.known_on:
        acts.append((notified.known_on, 0, Membership(True, "notified", notified)))
    if closed and closed.by:
        acts.append((closed.by.known_on, 1, closed))
    for s in case.every("published_listing"):
        acts.append((s.known_on, 2, Membership(s.value == "listed", s.value, s)))
    if not acts:
        return Membership(False, "not listed", first)
    return max(acts, key=lambda act: act[:2])[2]


def amount(case: Case, rule: Rule, as_of: date, inside: bool) -> Amount:
    """What *case* adds to the sum. ``inside``: its value is part of another counted case's."""
    if rule.value == "none":
        return Amount(None, None, None, says("the source reports no value for a case"), ())
    own = case.winner("published_value") if rule.value == "publisher" else None
    stated = own or case.winner("total_value")
    if stated is None:
        return Amount(None, None, None, says("no value is known"), ())
    money = case.money("published_value" if own else "total_value")
    assert money is not None
    if money.currency != "USD":
        return Amount(None, None, None, says("stated in {currency}: not converted", currency=money.currency), (stated,))
    if inside and rule.amendments == "within":
        parent = name_part("case", case.value("value_within"))
        return Amount(_ZERO, _ZERO, _ZERO, says("inside the notified value of {case}", case=parent), (stated,))
    how = says("publisher's value") if own else says("notified value")
    full = Amount(money.mid, money.low, money.high, how, (stated,))
    return _undelivered(case, as_of, rule.silence_months, full) if rule.value == "undelivered" else full


def _undelivered(case: Case, as_of: date, silence_months: int, full: Amount) -> Amount:
    """The part of *full* that is still to come: by counted units, and down to 0 where the rest may have come unsaid."""
    assert full.low is not None and full.high is not None and full.value is not None
    state, shown_by = status(case)
    least = most = Decimal(1)
    how, by = says("nothing delivered"), list(full.by)
    delivered, ordered = case.firm("units_delivered"), _ordered(case)
    if delivered and ordered:
        units = parse_number(delivered.value)
        most, least = (max(_ZERO, 1 - n / ordered[0]) for n in (units.low, units.high))
        how = says("{n} of {whole} delivered", n=number_text(units), whole=f"{ordered[0]:f}")
        by += [delivered, ordered[1]]
    elif state == DELIVERING:
        least, how = _ZERO, says("delivering, but no count of units")
        by += shown_by
    counted = least == most or bool(delivered and ordered)
    if unsaid := _may_have_come(case, as_of, silence_months):
        least, counted = _ZERO, False
        how = says("{how}; {why}", how=how, why=unsaid[0]) if how != "nothing delivered" else unsaid[0]
        by.append(unsaid[1])
    value = full.value * (least + most) / 2 if counted else None
    return Amount(value, full.low * least, full.high * most, how, tuple(by))


def _may_have_come(case: Case, as_of: date, silence_months: int) -> tuple[Sentence, Statement] | None:
    """Why what is not reported as delivered may have been: its date has passed, or nobody speaks of the case."""
    final = case.winner("final_delivery_promised")
    what, stands = latest_promise(case, as_of)
    if final and final.event and passed(final.event, as_of) and (what == "final" or stands is None):
        told = any(s.is_evidence for s in case.every("final_delivery"))
        words = (
            message("due by {date} and no firm word says it came")
            if told
            else message("due by {date} and nothing says it came")
        )
        return says(words, date=date_part(final.event.text)), final
    silent = months_between(case.last.stated.high, as_of)
    if silence_months and silent > silence_months:
        return says("nobody has spoken of it for {years:.0f} years", years=silent / 12), case.last
    return None


def _ordered(case: Case) -> tuple[Decimal, Statement] | None:
    """Units of the lead item: as ordered, else as notified."""
    ordered = case.winner("units_ordered")
    if ordered:
        number = case.number("units_ordered")
        return (number.high, ordered) if number and number.high else None
    lead = case.winner("lead_item")
    if not lead:
        return None
    number, _ = parse_item(lead.value)
    return (number.high, lead) if number and number.high else None


def passed(promised: DateSpan, day: date) -> bool:
    """Has a promised date passed at the close of *day*: is the last day that it can mean over?"""
    return promised.high <= day


def latest_promise(case: Case, as_of: date) -> tuple[str | None, Statement | None]:
    """The promise that stands: of final delivery, else of first, else the end of the contract or budget.

    Where the promised final date has passed, a later word that promises the first units for a day ahead stands.
    """
    final, first = case.winner("final_delivery_promised"), case.winner("first_delivery_promised")
    if final and first and final.event and first.event:
        over = passed(final.event, as_of) and not passed(first.event, as_of)
        if over and first.known_on > final.known_on and status(case)[0] != DELIVERING:
            return "first", first
    for what, won in (("final", final), ("first", first)):
        if won:
            return what, won
    return latest_term(case)


def latest_term(case: Case) -> tuple[str | None, Statement | None]:
    """The outer bound that is known: the end of the contract, else of the budget."""
    for what, name in (("contract ends", "contract_ends_on"), ("budget ends", "budget_ends_on")):
        if won := case.winner(name):
            return what, won
    return None, None


def category(case: Case, rule: Rule) -> str:
    """The category a rule puts *case* in."""
    if rule.category == "publisher" and (coded := case.value("published_category")):
        return coded
    own = case.value("category") or "not coded"
    return rule.category_map.get(own, own)
