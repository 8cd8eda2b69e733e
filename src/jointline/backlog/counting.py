"""One case under one rule: does it count, for how much, and by which statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jointline.backlog.rules import Rule
from jointline.ledger.case import Case
from jointline.ledger.dates import months_between
from jointline.ledger.properties import names_heard
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement

COMPLETE, CANCELLED, DELIVERING = "complete", "cancelled", "delivering"
CONTRACT, NO_CONTRACT = "contract or LOA", "no contract reported"
STATUSES = (NO_CONTRACT, CONTRACT, DELIVERING, COMPLETE, CANCELLED)
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
    return (CONTRACT, tuple(signed)) if signed else (NO_CONTRACT, ())


def first_list(cases: list[Case]) -> Statement | None:
    """A statement of the publisher's first known list, ``None`` where none is known yet."""
    listed = [s for c in cases for s in c.every("published_listing") if s.value == "listed"]
    earliest = min((s.known_on for s in listed), default="")
    return max((s for s in listed if s.known_on == earliest), key=precedence, default=None)


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
        return Amount(None, None, None, "the source reports no value for a case", ())
    own = case.winner("published_value") if rule.value == "publisher" else None
    stated = own or case.winner("total_value")
    if stated is None:
        return Amount(None, None, None, "no value is known", ())
    money = case.money("published_value" if own else "total_value")
    assert money is not None
    if money.currency != "USD":
        return Amount(None, None, None, f"stated in {money.currency}: not converted", (stated,))
    if inside and rule.amendments == "within":
        return Amount(_ZERO, _ZERO, _ZERO, f"inside the notified value of {case.value('value_within')}", (stated,))
    full = Amount(money.mid, money.low, money.high, "publisher's value" if own else "notified value", (stated,))
    return _undelivered(case, rule, as_of, full) if rule.value == "undelivered" else full


def _undelivered(case: Case, rule: Rule, as_of: date, full: Amount) -> Amount:
    state, shown_by = status(case)
    assert full.low is not None and full.high is not None and full.value is not None
    delivered, ordered = case.number("units_delivered"), _ordered(case)
    if delivered and ordered:
        share = max(_ZERO, 1 - delivered.low / ordered[0])
        least = max(_ZERO, 1 - delivered.high / ordered[0])
        how = f"{delivered.low:f} of {ordered[0]:f} delivered"
        by = (case.held["units_delivered"].winner, ordered[1])
        return Amount(full.value * (share + least) / 2, full.low * least, full.high * share, how, (*full.by, *by))
    if state == DELIVERING:
        return Amount(None, _ZERO, full.high, "delivering, but no count of units", (*full.by, *shown_by))
    promise = latest_promise(case, as_of)[1]
    final = case.winner("final_delivery_promised")
    if promise and promise is final and promise.event and promise.event.high < as_of:
        return Amount(None, _ZERO, full.high, f"due by {promise.event} and nothing says it came", (*full.by, promise))
    silent = months_between(case.last.stated.high, as_of)
    if rule.silence_months and silent > rule.silence_months:
        return Amount(
            None, _ZERO, full.high, f"nobody has spoken of it for {silent / 12:.0f} years", (*full.by, case.last)
        )
    return Amount(full.value, full.low, full.high, "nothing delivered", full.by)


def _ordered(case: Case) -> tuple[Decimal, Statement] | None:
    """Units of the lead item: as ordered, else as notified."""
    from jointline.ledger.values import parse_item

    ordered = case.winner("units_ordered")
    if ordered:
        number = case.number("units_ordered")
        return (number.high, ordered) if number and number.high else None
    lead = case.winner("lead_item")
    if not lead:
        return None
    number, _ = parse_item(lead.value)
    return (number.high, lead) if number and number.high else None


def latest_promise(case: Case, as_of: date) -> tuple[str | None, Statement | None]:
    """The promise that stands: of final delivery, else of first, else the end of the contract or budget.

    Where the promised final date has passed and a later word promises the first units, that word stands.
    """
    final, first = case.winner("final_delivery_promised"), case.winner("first_delivery_promised")
    if final and first and final.event and final.event.high < as_of and first.known_on > final.known_on:
        return "first", first
    for what, won in (
        ("final", final), ("first", first), ("contract ends", case.winner("contract_ends_on")),
        ("budget ends", case.winner("budget_ends_on")),
    ):  # fmt: skip
        if won:
            return what, won
    return None, None


def category(case: Case, rule: Rule) -> str:
    """The category a rule puts *case* in."""
    if rule.category == "publisher" and (coded := case.value("published_category")):
        return coded
    own = case.value("category") or "not coded"
    return rule.category_map.get(own, own)
