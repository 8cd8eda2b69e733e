"""The monthly series of the total beside the published one, with every difference explained."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jointline._version import __version__
from jointline.backlog.plain import plain_data
from jointline.backlog.rules import DEFAULT_RULE, Rule, get_rule
from jointline.backlog.table import Counted, count, delivery_begun, knowledge_warning, sums, unpublished_warning, usd
from jointline.errors import JointlineError
from jointline.ledger.dates import as_day, month_ends
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import Statement
from jointline.ledger.values import parse_money
from jointline.rounding import half_up
from jointline.sentences import Part, Sentence, list_part, name_part, says, says_n
from jointline.shown import Shown

SERIES = "backlog/cato-tsm"
FIGURES = ("total", "traditional", "asymmetric", "munitions", "delivering")
FIRST_PUBLISHED = date(2023, 11, 30)
_SHOWN_CASES = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure beside the one counted here; ``low`` and ``high`` are the published rounding."""

    figure: str
    counted_usd_m: float | None
    published_usd_m: float
    published_low_usd_m: float
    published_high_usd_m: float
    as_printed: str
    standing: str
    difference_usd_m: float | None
    within_rounding: bool
    explanation: str
    statement: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month end of the series."""

    month: str
    total_usd_m: float | None
    total_low_usd_m: float | None
    total_high_usd_m: float | None
    categories: dict[str, float | None]
    cases: int
    published_by: str | None
    published: tuple[Figure, ...]
    remark: str | None


@dataclass(frozen=True, slots=True)
class History(Shown):
    """The series by one rule."""

    rule: str
    is_published: bool
    months: tuple[Month, ...]
    compared: int
    within_rounding: int
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return plain_data(self)  # type: ignore[no-any-return]

    def to_pandas(self) -> Any:
        """One row a month: ``month``, ``total_usd_m`` ..., ``published_usd_m``, as a pandas DataFrame."""
        import pandas

        rows = []
        for m in self.months:
            total = next((f for f in m.published if f.figure == "total"), None)
            rows.append({
                "month": m.month, "total_usd_m": m.total_usd_m, "total_low_usd_m": m.total_low_usd_m,
                "total_high_usd_m": m.total_high_usd_m, **{f"{k}_usd_m": v for k, v in m.categories.items()},
                "cases": m.cases, "published_usd_m": total.published_usd_m if total else None})  # fmt: skip
        return pandas.DataFrame(rows)


def history(
    rule: str | os.PathLike[str] = DEFAULT_RULE,
    first: str | date | None = None,
    last: str | date | None = None,
    *,
    ledger: Ledger | None = None,
) -> History:
    """Totals at month ends from *first* (default November 2023) to *last* (default: where knowledge ends).

    Sums are US$ million. Each published figure of a month (Cato, then the Taiwan Security Monitor) stands
    beside the counted one; a difference beyond the published rounding is explained by its cases.
    """
    chosen, ledger = get_rule(rule), ledger or open_ledger()
    ends, own_ends = ledger.knowledge_ends()
    default_last = date.fromisoformat(max(ends, own_ends)) if ends or own_ends else date.today()
    start = FIRST_PUBLISHED if first is None else as_day(first)
    stop = min(default_last, date.today()) if last is None else as_day(last)
    if start > stop:
        raise JointlineError(
            says("the series would end on {stop}, before it begins on {start}", stop=stop, start=start)
        )
    if (stop.year - start.year) * 12 + stop.month - start.month > 600:
        raise JointlineError(says("the series would be longer than 50 years"), remedy=says("Give --from and --to."))
    series = _published(ledger)
    months = tuple(
        _month(ledger, chosen, day, series.get(day.strftime("%Y-%m"), [])) for day in month_ends(start, stop)
    )
    figures = [f for m in months for f in m.published]
    last_day = month_ends(stop, stop)[0]
    warnings = [
        w
        for w in (knowledge_warning(ledger, last_day, chosen.heard), unpublished_warning(ledger, last_day, chosen))
        if w
    ]
    return History(
        chosen.name, chosen.membership == "publisher", months, len(figures), sum(f.within_rounding for f in figures), tuple(warnings),
        {"version": __version__, "data": ledger.data_hash(), "rule": chosen.name,
         "from": start.isoformat(), "to": stop.isoformat()},
    )  # fmt: skip


def _published(ledger: Ledger) -> dict[str, list[Statement]]:
    by_month: dict[str, list[Statement]] = {}
    for s in ledger.of_subject(SERIES):
        if s.event_on:
            by_month.setdefault(s.event_on, []).append(s)
    return by_month


def _month(ledger: Ledger, rule: Rule, day: date, published: list[Statement]) -> Month:
    counted = [c for c in count(ledger, day, rule) if c.membership.counts]
    value, low, high = sums(counted, rule)
    names = sorted({c.category for c in counted})
    parts = {n: sums([c for c in counted if c.category == n], rule)[0] for n in names}
    here = {"total": value, "delivering": sums([c for c in counted if _in(c, "delivering", rule)], rule)[0]} | parts
    by_figure = {s.property.removeprefix("backlog_"): s for s in published}
    remark = by_figure.get("remark")
    figures = []
    for name in FIGURES:
        if name in by_figure:
            figures.append(_figure(ledger, rule, day, counted, name, here.get(name), by_figure[name], remark))
    return Month(
        day.strftime("%Y-%m"), value, low, high, parts, len(counted),
        published[0].said_by if published else None, tuple(figures), remark.value if remark else None,
    )  # fmt: skip


def _figure(
    ledger: Ledger, rule: Rule, day: date, counted: list[Counted], name: str, here: float | None, s: Statement,
    remark: Statement | None,
) -> Figure:  # fmt: skip
    money = parse_money(s.value)
    low, high = float(money.low), float(money.high)
    printed = Decimal(s.original.split()[0]) * 1000 if s.original else money.mid
    within = here is not None and low <= here <= high
    difference = None if here is None else round(here - float(printed), 2)
    explanation = "" if within else _explain(ledger, rule, day, counted, name, here, low, high, s, remark)
    return Figure(name, here, float(printed), low, high, s.original, s.standing, difference, within, explanation, s.id)


def _explain(
    ledger: Ledger, rule: Rule, day: date, counted: list[Counted], name: str, here: float | None, low: float,
    high: float, s: Statement, remark: Statement | None,
) -> str:  # fmt: skip
    """The difference by cases: against the publisher's own list, and what that list leaves open."""
    publishers = get_rule(DEFAULT_RULE)
    listed_then = (c for c in count(ledger, day, publishers) if c.membership.counts)
    theirs = {c.case.id: c for c in listed_then if _in(c, name, publishers)}
    ours = {c.case.id: c for c in counted if _in(c, name, rule)}
    parts: list[tuple[Decimal, Sentence]] = []
    for id_ in theirs.keys() | ours.keys():
        a, b = ours.get(id_), theirs.get(id_)
        gap = _worth(a) - _worth(b)
        if gap:
            named = a or b
            assert named is not None
            why: str = says("not counted by this rule") if a is None else says("not in the published list")
            why = why if a is None or b is None else a.basis
            case = name_part("case", named.case.id, named.name)
            parts.append((gap, says("{case} {gap} ({why})", case=case, gap=_gap(gap), why=why)))
    parts.sort(key=lambda p: (-abs(p[0]), p[1]))
    listed = sum((_worth(c) for c in theirs.values()), Decimal(0))
    told: list[str] = [p[1] for p in parts[:_SHOWN_CASES]]
    if len(parts) > _SHOWN_CASES:
        rest = sum((p[0] for p in parts[_SHOWN_CASES:]), Decimal(0))
        n = len(parts) - _SHOWN_CASES
        told.append(says_n("{n} more case {gap}", "{n} more cases {gap}", n, gap=_gap(rest)))
    if not low <= float(listed) <= high:
        nearest = low if float(listed) < low else high
        told.append(
            says(
                "The publisher's own list adds up to {listed}, {outside} outside what its printed figure can mean "
                "({low} to {high}): no case accounts for it",
                listed=_sum(usd(listed) or 0.0), outside=_sum(abs(float(listed) - nearest)), low=_sum(low), high=_sum(high),
            )
        )  # fmt: skip
        note = s.note.partition(". ")[2]
        if note:
            told.append(says("the figure is {note}", note=note))
    if here is None and not told:
        told.append(says("This rule gives a range or no value"))
    return list_part(told, "; ")


def _gap(usd_m: Decimal) -> Part:
    return Part(f"{half_up(usd_m, 1):+,f}", "usd", float(usd_m), 1)


def _sum(usd_m: float) -> Part:
    return Part(f"{half_up(usd_m, 1):,f}", "usd", usd_m, 1)


def _in(c: Counted, figure: str, rule: Rule) -> bool:
    """Does *c* belong to a published figure, as *rule* codes and marks it?"""
    if figure == "delivering":
        return delivery_begun(c.case, rule)
    return figure in ("total", c.category)


def _worth(c: Counted | None) -> Decimal:
    return Decimal(0) if c is None or c.high is None else (c.value if c.value is not None else c.high)
