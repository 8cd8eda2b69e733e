"""The backlog as of a date: rows, totals, and on which statements each number rests."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jointline._version import __version__
from jointline.backlog.counting import (
    DELIVERING,
    Membership,
    amount,
    category,
    first_list,
    latest_promise,
    latest_term,
    membership,
    status,
)
from jointline.backlog.due import contested, due
from jointline.backlog.plain import plain_data
from jointline.backlog.rules import DEFAULT_RULE, Rule, get_rule, rule_names
from jointline.errors import JointlineError, suggest
from jointline.ledger.case import Case, short_names
from jointline.ledger.dates import as_day, day_before, months_between
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.shipped import manifest
from jointline.ledger.statement import Statement
from jointline.ledger.values import parse_money
from jointline.sentences import Part, date_part, list_part, message, name_part, says, says_n
from jointline.shown import Shown

if TYPE_CHECKING:
    import pandas

SORTS = ("value", "age", "new")
_ORDER = ("traditional", "asymmetric", "munitions", "c4isr", "sustainment", "training")


@dataclass(frozen=True, slots=True)
class BacklogRow:
    """One case in the backlog; the fields are those of fields/backlog_row.csv."""

    case: str
    name: str
    title: str
    category: str
    value_usd_m: float | None
    value_low_usd_m: float | None
    value_high_usd_m: float | None
    value_basis: str
    unverified: bool
    notified_on: str
    waited_months: float
    status: str
    delivering: bool
    promised_on: str | None
    promised_what: str | None
    promised_by: str | None
    promised_stated_on: str | None
    promised_standing: str | None
    promise_state: str | None
    first_promised_on: str | None
    first_state: str | None
    first_in_dispute: bool
    final_promised_on: str | None
    final_state: str | None
    term_what: str | None
    term_on: str | None
    last_stated_on: str
    last_stated_by: str | None
    last_property: str
    last_value: str
    counted_since: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """One category's sum."""

    name: str
    total_usd_m: float | None
    total_low_usd_m: float | None
    total_high_usd_m: float | None
    cases: int


@dataclass(frozen=True, slots=True)
class SourceSays:
    """What a rule's source itself last said about the whole, known by the as-of date."""

    property: str
    value: str
    said_by: str
    stated_on: str
    text: str
    statement: str


@dataclass(frozen=True, slots=True)
class Backlog(Shown):
    """What is approved and not delivered, as of a date, by a rule. ``str()`` gives the printed table."""

    as_of: str
    rule: str
    rule_title: str
    total_usd_m: float | None
    total_low_usd_m: float | None
    total_high_usd_m: float | None
    cases: int
    unvalued_cases: int
    categories: tuple[CategoryTotal, ...]
    delivering_usd_m: float | None
    delivering_share: float | None
    delivering_by_evidence_usd_m: float | None
    rows: tuple[BacklogRow, ...]
    knowledge_ends_on: str | None
    own_knowledge_ends_on: str | None
    source_says: tuple[SourceSays, ...]
    warnings: tuple[str, ...]
    remarks: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return plain_data(self)  # type: ignore[no-any-return]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a DataFrame, one case a row; ``attrs`` holds the totals and the run card."""
        import pandas

        frame = pandas.DataFrame([plain_data(r) for r in self.rows], columns=[f.name for f in fields(BacklogRow)])
        frame.attrs = {k: v for k, v in self.as_dict().items() if k != "rows"}
        return frame


@dataclass(frozen=True, slots=True)
class Counted:
    """One case looked at under a rule: what every table and comparison is made from."""

    case: Case
    name: str
    membership: Membership
    category: str
    low: Decimal | None
    value: Decimal | None
    high: Decimal | None
    basis: str
    by: tuple[Statement, ...]


def count(
    ledger: Ledger, as_of: date, rule: Rule, as_recorded: date | None = None, *, whole: bool = False
) -> list[Counted]:
    """Every known case under *rule*, counted or not, in id order; *whole* with every statement on it."""
    cases = ledger.cases(as_of, as_recorded, heard=rule.heard, whole=whole)
    names = short_names(ledger.case_ids())  # of every case there is: a name must mean the same on every day
    first = first_publication(ledger, cases, as_of, as_recorded, rule)
    members = {c.id: membership(c, rule, first) for c in cases}
    found = []
    for c in cases:
        parent = c.value("value_within")
        inside = parent in members and members[parent].counts
        a = amount(c, rule, as_of, inside)
        found.append(Counted(c, names[c.id], members[c.id], category(c, rule), a.low, a.value, a.high, a.how, a.by))
    return found


def first_publication(
    ledger: Ledger, cases: list[Case], as_of: date, as_recorded: date | None, rule: Rule
) -> Statement | None:
    """What shows the first list of *rule*'s publisher, where the rule goes by one and it is known by then."""
    if rule.membership != "publisher":
        return None
    return first_list(cases, ledger.known_of(rule.series, as_of, as_recorded) if rule.series else ())


def backlog(
    as_of: str | date | None = None,
    rule: str | os.PathLike[str] = DEFAULT_RULE,
    *,
    category: str | None = None,
    sort: str = "value",
    as_recorded: str | date | None = None,
    ledger: Ledger | None = None,
) -> Backlog:
    """What Taiwan is owed: approved and not delivered as of a day, by a counting rule.

    as_of: ISO or ROC date; a month, quarter or year means its last day; default today.
    rule: a name from ``rule_names()`` or the path of a rule file.
    category: only this category's rows and sums. sort: ``value``, ``age`` or ``new``.
    as_recorded: only statements recorded by this day (what this ledger held then).
    Values are US$ million of the notified dollars, waits are months. Raises ``JointlineError``.

    >>> backlog("2023-11-30").total_usd_m
    19169.6
    """
    day = date.today() if as_of is None else as_day(as_of)
    recorded = None if as_recorded is None else as_day(as_recorded)
    chosen, ledger = get_rule(rule), ledger or open_ledger()
    if sort not in SORTS:
        raise JointlineError(says("cannot sort by {sort!r}", sort=sort), remedy=suggest(sort, SORTS))
    every = list(count(ledger, day, chosen, recorded))
    heard = max((c.case.last.known_on for c in every), default="")
    counted = [c for c in every if c.membership.counts]
    known = sorted({c.category for c in counted} | set(_ORDER[:3]), key=_category_order)
    if category is not None:
        if category not in (*known, *_ORDER):
            raise JointlineError(
                says("there is no category {category!r}", category=category),
                remedy=suggest(category, (*known, *_ORDER)),
            )
        counted, known = [c for c in counted if c.category == category], [category]
    return _table(ledger, day, recorded, chosen, sorted(counted, key=_SORT[sort]), known, heard)


def _table(
    ledger: Ledger, day: date, recorded: date | None, rule: Rule, counted: list[Counted], categories: list[str],
    heard: str,
) -> Backlog:  # fmt: skip
    ends, own_ends = ledger.knowledge_ends()
    rows = tuple(_row(c, rule, day, ends or heard) for c in counted)
    by_category = []
    for name in categories:
        part = [c for c in counted if c.category == name]
        by_category.append(CategoryTotal(name, *sums(part, rule), len(part)))
    value, low, high = sums(counted, rule)
    begun = {r.case for r in rows if r.delivering}
    begun_value = sums([c for c in counted if c.case.id in begun], rule)[0 if rule.value != "undelivered" else 2]
    evident = {r.case for r in rows if r.status == DELIVERING}
    evident_value = sums([c for c in counted if c.case.id in evident], rule)[0 if rule.value != "undelivered" else 2]
    whole = value if rule.value != "undelivered" else high
    return Backlog(
        as_of=day.isoformat(), rule=rule.name, rule_title=rule.title, total_usd_m=value, total_low_usd_m=low,
        total_high_usd_m=high, cases=len(rows), unvalued_cases=sum(c.high is None for c in counted),
        categories=tuple(by_category), delivering_usd_m=begun_value,
        delivering_share=round(begun_value / whole, 4) if begun_value is not None and whole else None,
        delivering_by_evidence_usd_m=evident_value, rows=rows, knowledge_ends_on=ends or None,
        own_knowledge_ends_on=own_ends or None,
        source_says=tuple(_source_says(ledger, rule, day, recorded)), warnings=tuple(_warnings(ledger, day, recorded, rule, counted)),
        remarks=rule.remarks,
        run={"version": __version__, "data": ledger.data_hash(), "as_of": day.isoformat(), "rule": rule.name,
             "as_recorded": recorded.isoformat() if recorded else "now"},
    )  # fmt: skip


def _source_says(ledger: Ledger, rule: Rule, day: date, recorded: date | None) -> Iterable[SourceSays]:
    if not rule.series:
        return
    said = [s for s in ledger.known_of(rule.series, day, recorded) if s.property in _SAYS and s.is_evidence]
    newest = max((s.known_on for s in said), default="")
    for name, words in _SAYS.items():
        for s in said:
            if s.property == name and s.known_on == newest:
                what = says(words, value=_printed(s) if name == "backlog_total" else s.original or s.value)
                who = name_part("speaker", s.said_by)
                text = says("{who} ({date}): {what}", who=who, date=date_part(s.stated_on), what=what)
                yield SourceSays(name, s.value, s.said_by, s.stated_on, text, s.id)


def _printed(s: Statement) -> str:
    """A published sum as its source printed it, in billions: with as many digits as it has."""
    text = f"US$ {s.original or s.value}"
    if not s.original.endswith(" billion"):
        return text
    money, decimals = parse_money(s.value), len(s.original.split()[0].partition(".")[2])
    return Part(text, "usd", float(money.mid), max(0, decimals - 3))


_SAYS = {
    "backlog_total": message("published total {value}"), "backlog_cases": message("{value} programmes"),
    "programmes_on_time": message("{value} on time"), "programmes_late": message("{value} late"),
    "programmes_early": message("{value} early"),
}  # fmt: skip


def _row(c: Counted, rule: Rule, day: date, ends: str) -> BacklogRow:
    state, shown_by = status(c.case)
    notified = c.case.held["notified_on"].winner
    what, promise = latest_promise(c.case, day)
    last = c.case.last
    to_come = due(c.case, day, max(ends, last.known_on) if ends else "")
    first, final = to_come.get("first"), to_come.get("final")
    term_what, term = latest_term(c.case)
    promises = (promise, *(d.promise for d in to_come.values()), term)
    used = [notified, *c.by, *shown_by, *(p for p in promises if p)]
    used += [c.membership.by] if c.membership.by else []
    span = notified.event or notified.stated
    return BacklogRow(
        case=c.case.id, name=c.name, title=c.case.title, category=c.category, value_usd_m=usd(c.value),
        value_low_usd_m=usd(c.low), value_high_usd_m=usd(c.high), value_basis=c.basis,
        unverified=any(s.confidence == "recalled" for s in c.by), notified_on=notified.value,
        waited_months=round(months_between(min(span.high, day), day), 1), status=state, delivering=delivery_begun(c.case, rule),
        promised_on=promise.value if promise else None, promised_what=what,
        promised_by=promise.said_by if promise else None,
        promised_stated_on=promise.stated_on if promise else None,
        promised_standing=promise.standing if promise else None,
        promise_state=to_come[what].state if what in to_come else None,
        first_promised_on=first.promise.value if first else None, first_state=first.state if first else None,
        first_in_dispute=contested(c.case, "first") is not None,
        final_promised_on=final.promise.value if final else None, final_state=final.state if final else None,
        term_what=term_what, term_on=term.value if term else None, last_stated_on=last.stated_on,
        last_stated_by=last.said_by or None, last_property=last.property, last_value=last.value,
        counted_since=c.membership.by.known_on if c.membership.by else notified.known_on,
        statements=tuple(dict.fromkeys(s.id for s in used)),
    )  # fmt: skip


def delivery_begun(case: Case, rule: Rule) -> bool:
    """Has delivery begun, as *rule* marks it: by the publisher's own mark or by the ledger's evidence?"""
    if rule.delivering == "publisher":
        return case.winner("published_mark") is not None
    return status(case)[0] == DELIVERING


def sums(counted: Iterable[Counted], rule: Rule) -> tuple[float | None, float | None, float | None]:
    """Sum of values, lows and highs. The middle is ``None`` where a row has only a range, or none is known."""
    part = list(counted)
    if rule.value == "none":
        return None, None, None
    valued = [c for c in part if c.high is not None]
    low = sum((c.low for c in valued if c.low is not None), Decimal(0))
    high = sum((c.high for c in valued if c.high is not None), Decimal(0))
    if any(c.value is None for c in valued):
        return None, usd(low), usd(high)
    return usd(sum((c.value for c in valued if c.value is not None), Decimal(0))), usd(low), usd(high)


def usd(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 2))


def _category_order(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _notified(c: Counted) -> date:
    notified = c.case.held["notified_on"].winner
    return (notified.event or notified.stated).high


_SORT = {
    "value": lambda c: (-(c.high if c.high is not None else Decimal(-1)), c.case.id),
    "age": lambda c: (_notified(c), c.case.id),
    "new": lambda c: (-_notified(c).toordinal(), c.case.id),
}


def _warnings(ledger: Ledger, day: date, recorded: date | None, rule: Rule, counted: list[Counted]) -> Iterable[str]:
    ends, _ = ledger.knowledge_ends()
    if beyond := knowledge_warning(ledger, day, rule.heard):
        yield beyond
    if ends and recorded and recorded.isoformat() < manifest().recorded_on:
        yield says(
            "This ledger held nothing by {date}: the shipped statements were recorded on {recorded}.",
            date=date_part(recorded.isoformat()), recorded=date_part(manifest().recorded_on),
        )  # fmt: skip
    if unpublished := unpublished_warning(ledger, day, rule):
        yield unpublished
    blank = [c for c in counted if c.high is None]
    if blank and rule.value != "none":
        yield says("No value is known for {cases}: listed, adds nothing to the sum.", cases=_names(blank))
    unread = [c for c in counted if any(s.confidence == "recalled" for s in c.by)]
    if unread:
        yield says("The value of {cases} was read nowhere: unverified.", cases=_names(unread))
    inside = [c for c in counted if c.basis.startswith("inside")]
    if inside:
        yield says(
            "{cases}: the amount is inside an earlier case's notified value and is not added again.",
            cases=_names(inside),
        )


def _names(counted: list[Counted]) -> str:
    return list_part(name_part("case", c.case.id, c.name) for c in counted)


def unpublished_warning(ledger: Ledger, day: date, rule: Rule) -> str:
    """What must be said of a figure that the rule's publisher is not known to have published; else empty."""
    if rule.membership != "publisher" or not rule.series:
        return ""
    totals = [s for s in ledger.known_of(rule.series, day) if s.property == "backlog_total"]
    last = max((s.event_on or s.stated_on for s in totals), default="")
    if not last:
        return says("No published list is known of this date: the figure is this program's count by the same rule.")
    whole_month = (day + timedelta(days=1)).day == 1  # within a month the list of the month before still holds
    newest = day if whole_month else day_before(day.replace(day=1))
    if last >= newest.isoformat()[:7]:
        return ""
    return says(
        "The last published list that was read is of {date}: a later figure is this program's count by the same rule.",
        date=date_part(last),
    )


def knowledge_warning(ledger: Ledger, day: date, heard: tuple[str, ...] = ()) -> str:
    """What must be said of a day after the shipped knowledge ends; empty for an earlier one. *heard*: as a rule has it."""
    ends, own_ends = ledger.knowledge_ends()
    if not ends or day.isoformat() <= ends:
        return ""
    months = round(months_between(date.fromisoformat(ends), day))
    ago = says_n(", {n} month before this date", ", {n} months before this date", months) if months else ""
    few = _said_after(ledger, ends, day, heard)
    own = says("; your own statements reach {date}", date=date_part(own_ends)) if own_ends > ends else ""
    return says(
        "Shipped knowledge ends on {date}{ago}: what was said or delivered after that is not counted{few}{own}.",
        date=date_part(ends), ago=ago, few=few, own=own,
    )  # fmt: skip


def _said_after(ledger: Ledger, ends: str, day: date, heard: tuple[str, ...]) -> str:
    """How many statements from after *ends* are counted all the same, and which are known and are not; empty without any."""
    later = ledger.shipped_after(ends, day.isoformat())
    idle = [
        s for s in later
        if (heard and s.speaker_kind not in heard) or not _counts(ledger.case(s.subject, day), s)
    ]  # fmt: skip
    n, told = len(later) - len(idle), ""
    if n:
        told = says_n(" but for {n} second-hand statement", " but for {n} second-hand statements", n)
    if not idle:
        return told
    names = short_names(ledger.case_ids())
    cases = list_part(
        name_part("case", i, names[i], ledger.case(i, day).title) for i in sorted({s.subject for s in idle})
    )
    if not n:
        return says_n(
            "; {n} second-hand statement, on {cases}, is known and not counted",
            "; {n} second-hand statements, on {cases}, are known and not counted", len(idle), cases=cases,
        )  # fmt: skip
    return list_part([told, says_n(
        "; another, on {cases}, is known and not counted", "; {n} others, on {cases}, are known and not counted", len(idle), cases=cases,
    )], "")  # fmt: skip


def _counts(case: Case, s: Statement) -> bool:
    """Is *s* held of the case as firm: not hedged, and not set aside for another?"""
    held = case.held.get(s.property)
    return s.is_firm and held is not None and (held.rule == "all" or held.winner.id == s.id)


def compare_rules(
    as_of: str | date | None = None,
    own: Iterable[str | os.PathLike[str]] = (),
    *,
    as_recorded: str | date | None = None,
    ledger: Ledger | None = None,
) -> list[Backlog]:
    """The backlog by every shipped rule as of one day, the default rule first, then by rule files of one's *own*."""
    ledger = ledger or open_ledger()
    return [backlog(as_of, name, as_recorded=as_recorded, ledger=ledger) for name in (*rule_names(), *own)]
