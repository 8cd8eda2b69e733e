"""Dates that keep the precision their source gave: an interval of days, never a made-up day.

Canonical texts: ``2026``, ``2026-10``, ``2026-10-02``, ``2026-Q2``, ``2026-H1``, ``early|mid|late 2026``,
``2020s``, ``early|mid|late 2020s``, an interval ``A/B`` of these, and ``../B`` or ``A/..`` where one end is
open. Years of the Republic of China (ROC year + 1911) are read and turned into these.

The thirds behind early, mid and late (January-April, May-August, September-December; of a decade years
0-3, 4-6, 7-9) are this project's reading: no standard fixes them.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from jointline.errors import JointlineError
from jointline.sentences import says

ROC_OFFSET = 1911
_FIRST, _LAST = 1900, 2199  # years a statement about arms sales can mean
_FORMS = says(
    "Write 2026, 2026-10, 2026-10-02, 2026-Q2, 2026-H1, late 2026, 2026-03/2026-09, "
    "or a ROC date such as 115-09-30 or 民國115年9月30日."
)
_THIRDS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_DECADE_THIRDS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_ZH_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class DateError(JointlineError):
    """A text that is no date, or a date that no calendar has."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date with its honest width: every day from ``low`` to ``high`` is possible."""

    text: str
    low: date
    high: date

    def __str__(self) -> str:
        return self.text

    def overlaps(self, other: DateSpan) -> bool:
        """True where both can mean the same day."""
        return self.low <= other.high and other.low <= self.high

    @property
    def is_day(self) -> bool:
        return self.low == self.high


def months_between(earlier: date, later: date) -> float:
    """Calendar months from one day to another, days as parts of 30.4375; negative where ``later`` is before.

    >>> round(months_between(date(2026, 12, 31), date(2027, 6, 30)), 1)
    6.0
    """
    whole = (later.year - earlier.year) * 12 + later.month - earlier.month
    return whole + (later.day - earlier.day) / 30.4375


@lru_cache(maxsize=1 << 16)
def parse_date(text: str) -> DateSpan:
    """The interval of days that *text* means. Raises ``DateError`` with the forms that are read.

    >>> parse_date("民國115年9月30日").text, parse_date("Q3 2026").text
    ('2026-09-30', '2026-Q3')
    >>> parse_date("2026-Q3").high
    datetime.date(2026, 9, 30)
    """
    raw = text.strip()
    if not raw:
        raise DateError(
            says("a date is empty"), remedy=says("An unknown date is left out, never written as an empty date.")
        )
    if "/" in raw and not _SLASHED.fullmatch(raw):
        return _interval(raw)
    return _single(raw)


def _interval(raw: str) -> DateSpan:
    left, right = (end.strip() for end in raw.split("/", 1))
    if left == ".." and right == "..":
        raise DateError(says("{raw!r} is open at both ends", raw=raw), remedy=_FORMS)
    if not left or not right:
        raise DateError(
            says("{raw!r} lacks an end", raw=raw),
            remedy=says("Write .. for an end that is open: 2026-03/.. or ../2026-09."),
        )
    low = None if left == ".." else _single(left)
    high = None if right == ".." else _single(right)
    if low and high and low.low > high.high:
        raise DateError(says("{raw!r} ends before it begins", raw=raw), remedy=says("Write the earlier date first."))
    return DateSpan(
        f"{low.text if low else '..'}/{high.text if high else '..'}",
        low.low if low else date.min,
        high.high if high else date.max,
    )


def _single(raw: str) -> DateSpan:
    for pattern, build in _PATTERNS:
        found = pattern.fullmatch(raw)
        if found:
            return build(raw, *found.groups())
    raise DateError(says("{raw!r} is not a date", raw=raw), remedy=_hint(raw))


def _hint(raw: str) -> str:
    if re.search(r"令和|平成|昭和|\bReiwa\b|\bHeisei\b|佛|BE\b", raw):
        return says(
            "Japanese and Buddhist era years are not read: give the Common Era or ROC year. {forms}", forms=_FORMS
        )
    if re.fullmatch(r"(3[2-9]|[4-9]\d)[./-]\d{1,2}[./-]\d{1,2}", raw):
        return says("A two-digit year is not read: put 民國 before it or write it in full. {forms}", forms=_FORMS)
    if re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", raw):
        return says("Day and month cannot be told apart here. {forms}", forms=_FORMS)
    if re.fullmatch(r"\d{1,2}-\d{1,2}(-\d{1,2})?", raw):
        return says("A two-digit year is not read: put 民國 before it or write it in full. {forms}", forms=_FORMS)
    return _FORMS


def _year(raw: str, text: str) -> int:
    year = int(text)
    if len(text) <= 3:
        if year < 1:
            raise DateError(says("{raw!r}: the ROC calendar has no year 0", raw=raw), remedy=says("民國1年 is 1912."))
        year += ROC_OFFSET
    if not _FIRST <= year <= _LAST:
        raise DateError(
            says("{raw!r}: year {year} is outside {first}-{last}", raw=raw, year=year, first=_FIRST, last=_LAST),
            remedy=_FORMS,
        )
    return year


def _from_year(raw: str, year: str) -> DateSpan:
    y = _year(raw, year)
    return DateSpan(f"{y:04d}", date(y, 1, 1), date(y, 12, 31))


def _from_month(raw: str, year: str, month: str) -> DateSpan:
    y, m = _year(raw, year), int(month)
    if not 1 <= m <= 12:
        raise DateError(says("{raw!r}: there is no month {m}", raw=raw, m=m), remedy=_FORMS)
    return DateSpan(f"{y:04d}-{m:02d}", date(y, m, 1), date(y, m, calendar.monthrange(y, m)[1]))


def _from_day(raw: str, year: str, month: str, day: str) -> DateSpan:
    month_span = _from_month(raw, year, month)
    d = int(day)
    if not 1 <= d <= month_span.high.day:
        raise DateError(
            says("{raw!r}: {text} has no day {d}", raw=raw, text=month_span.text, d=d),
            remedy=says("It has {day} days.", day=month_span.high.day),
        )
    exact = month_span.low.replace(day=d)
    return DateSpan(exact.isoformat(), exact, exact)


def _from_quarter(raw: str, year: str, quarter: str) -> DateSpan:
    y, q = _year(raw, year), _ZH_ORDINAL[quarter]
    return DateSpan(f"{y:04d}-Q{q}", date(y, 3 * q - 2, 1), _month_end(y, 3 * q))


def _from_half(raw: str, year: str, half: str) -> DateSpan:
    y, h = _year(raw, year), {"上": 1, "下": 2}.get(half) or int(half)
    return DateSpan(f"{y:04d}-H{h}", date(y, 6 * h - 5, 1), _month_end(y, 6 * h))


def _from_third(raw: str, part: str, year: str) -> DateSpan:
    y, (first, last) = _year(raw, year), _THIRDS[part.lower()]
    return DateSpan(f"{part.lower()} {y:04d}", date(y, first, 1), _month_end(y, last))


def _from_decade(raw: str, part: str | None, decade: str) -> DateSpan:
    y = _year(raw, decade)
    first, last = _DECADE_THIRDS[part.lower()] if part else (0, 9)
    text = f"{part.lower()} {y}s" if part else f"{y}s"
    return DateSpan(text, date(y + first, 1, 1), date(y + last, 12, 31))


def _swap(build: Callable[[str, str, str], DateSpan]) -> Callable[[str, str, str], DateSpan]:
    return lambda raw, part, year: build(raw, year, part)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_ERA = r"(?:中華)?民國\s*"
# one date written with slashes, which is no interval
_SLASHED = re.compile(
    rf"(?:{_ERA}\d{{1,3}}|\d{{2,4}})/\d{{1,2}}(/\d{{1,2}})?|\d{{1,2}}/(\d{{1,2}}/)?\d{{4}}|[QH]\d\s*/\s*\d{{4}}",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., DateSpan]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (r"(\d{4})-(\d{2})-(\d{2})", _from_day),
        (r"(\d{4})-(\d{2})", _from_month),
        (r"(\d{4})", _from_year),
        (r"(\d{4})-?Q([1-4])", _from_quarter),
        (r"(\d{4})\s+Q([1-4])", _from_quarter),
        (r"Q([1-4])[\s/-]*(\d{4})", _swap(_from_quarter)),
        (r"(\d{4})[-\s]?H([12])", _from_half),
        (r"H([12])[\s/-]*(\d{4})", _swap(_from_half)),
        (r"(early|mid|late)[\s-]+(\d{4})", _from_third),
        (r"(?:(early|mid|late)[\s-]+)?(\d{3}0)s", _from_decade),
        (r"(\d{4})(\d{2})(\d{2})", _from_day),
        (r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", _from_day),
        (r"(\d{4})[/.](\d{1,2})", _from_month),
        # ROC years: three digits bare, one to three behind 民國; seven digits as in a dispatch stamp
        (r"(\d{3})[-/.](\d{1,2})[-/.](\d{1,2})", _from_day),
        (r"(\d{3})[-/.](\d{1,2})", _from_month),
        (r"(\d{3})(\d{2})(\d{2})", _from_day),
        (rf"(?:{_ERA})?(\d{{3,4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日", _from_day),
        (rf"(?:{_ERA})?(\d{{3,4}})\s*年\s*(\d{{1,2}})\s*月", _from_month),
        (rf"(?:{_ERA})?(\d{{3,4}})\s*年第?([一二三四1-4])季", _from_quarter),
        (rf"(?:{_ERA})?(\d{{3,4}})\s*年([上下])半年", _from_half),
        (rf"(?:{_ERA})?(\d{{3,4}})\s*年", _from_year),
        (rf"{_ERA}(\d{{1,2}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日", _from_day),
        (rf"{_ERA}(\d{{1,2}})\s*年\s*(\d{{1,2}})\s*月", _from_month),
        (rf"{_ERA}(\d{{1,3}})\s*年?", _from_year),
        (rf"{_ERA}(\d{{1,3}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})", _from_day),
        (rf"{_ERA}(\d{{1,3}})[-/.](\d{{1,2}})", _from_month),
        (rf"{_ERA}(\d{{1,2}})\s*年第?([一二三四1-4])季", _from_quarter),
        (rf"{_ERA}(\d{{1,2}})\s*年([上下])半年", _from_half),
    )
)


def parse_day(text: str) -> date:
    """One day out of *text*; a month, quarter or year means its last day. Used for as-of dates.

    >>> parse_day("2023-11")
    datetime.date(2023, 11, 30)
    """
    span = parse_date(text)
    if span.high == date.max:
        raise DateError(says("{text!r} has no end", text=text), remedy=says("An as-of date needs a last day."))
    return span.high


def as_day(value: str | date) -> date:
    """The day a caller means: a text (its last day), a date, or a moment (datetime, pandas Timestamp).

    Raises ``DateError`` for anything else.
    """
    if isinstance(value, str):
        return parse_day(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise DateError(says("{value!r} is not a date", value=value), remedy=_FORMS)


def month_span(text: str) -> DateSpan:
    """The month *text* names; raises ``DateError`` for anything that is not one calendar month."""
    if not isinstance(text, str):
        raise DateError(
            says("{text!r} is not a month", text=text), remedy=says("Write a month as 2026-09 (ROC: 115-09).")
        )
    span = parse_date(text)
    if not re.fullmatch(r"\d{4}-\d{2}", span.text):
        raise DateError(
            says("{text!r} is not a month", text=text), remedy=says("Write a month as 2026-09 (ROC: 115-09).")
        )
    return span


def month_ends(first: date, last: date) -> list[date]:
    """Last days of every month from the month of *first* to the month of *last*."""
    days, year, month = [], first.year, first.month
    while (year, month) <= (last.year, last.month):
        days.append(_month_end(year, month))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return days


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def in_words(value: str) -> str:
    """An open interval as people say it (``by 2026-03``, ``from 2026-10``); anything else as it is."""
    if value.startswith("../"):
        return f"by {value.removeprefix('../')}"
    return f"from {value.removesuffix('/..')}" if value.endswith("/..") else value
