"""Dates of a dispatch: stamps of the ROC calendar, and days told by the day of publication; never finer than the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from jointline.ledger.dates import DateError, parse_date

_MONTHS = {
    m: i
    for i, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_MONTHS |= {m[:3]: i for m, i in list(_MONTHS.items())} | {"sept": 9}
_DAYS = {d: i for i, d in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
_ZH_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_MONTH = r"(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_ZH_MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
_FULL = re.compile(
    rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b|\b(\d{{1,2}}) {_MONTH},? (\d{{4}})\b", re.IGNORECASE
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH},? (?:of )?(\d{{4}})\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d{{4}})", re.IGNORECASE)
_MONTH_ONLY = re.compile(
    rf"\b(?:(?:in|since|by|until|last|this|next|late|early|mid|of)[ -])+{_MONTH}(?! \d)", re.IGNORECASE
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"(?<![\d/.])(20\d\d)[/.](\d{1,2})[/.](\d{1,2})(?![\d/])")
_ZH_FULL = re.compile(r"((?:民國)?\d{2,4})年(\d{1,2})月(\d{1,2})日")
_ZH_MONTH = re.compile(r"((?:民國)?\d{2,4})年(\d{1,2})月")
_YEAR = r"(?<![\d,.$/-])(20[0-4]\d|19\d\d)(?![\d/]|,\d|-\d{2}|\.\d)"


def stamp_date(stamp: str) -> str:
    """The day of a closing stamp: ``1111020`` is 2022-10-20; empty where it is none.

    >>> stamp_date("1111020")
    '2022-10-20'
    """
    if not stamp:
        return ""
    try:
        return parse_date(stamp).text if len(stamp) in (7, 8) else ""
    except DateError:
        return ""


def month_number(word: str) -> int | None:
    """The number of an English month or its abbreviation."""
    return _MONTHS.get(word.lower().rstrip("."))


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _year(text: str) -> int:
    digits = int(re.sub(r"\D", "", text))
    return digits + 1911 if digits < 1000 else digits


def written_date(text: str) -> str:
    """The date that *text* spells out in full, or as month and year, or as a year; empty where it has none."""
    found = _spelt(text, (_FULL, _ISO, _SLASHED, _ZH_FULL, _MONTH_YEAR, _ZH_MONTH))
    if found is None:
        m = re.search(_YEAR, text)
        return m[1] if m else ""
    return found


def _spelt(text: str, forms: Iterable[re.Pattern[str]]) -> str | None:
    """The date in the first of the *forms* that the text has, empty where there is no such day; ``None`` without any."""
    for form in forms:
        if m := form.search(text):
            return _MADE[form](m)
    return None


def _full(m: re.Match[str]) -> str:
    day, month, year = (m[2], m[1], m[3]) if m[1] else (m[4], m[5], m[6])
    return _iso(int(year), _MONTHS[month.lower()], int(day))


def _zh_month(m: re.Match[str]) -> str:
    return f"{_year(m[1]):04d}-{int(m[2]):02d}" if 1 <= int(m[2]) <= 12 else ""


_MADE = {
    _FULL: _full,
    _ISO: lambda m: _iso(int(m[1]), int(m[2]), int(m[3])),
    _SLASHED: lambda m: _iso(int(m[1]), int(m[2]), int(m[3])),
    _ZH_FULL: lambda m: _iso(_year(m[1]), int(m[2]), int(m[3])),
    _MONTH_YEAR: lambda m: f"{int(m[2]):04d}-{_MONTHS[m[1].lower()]:02d}",
    _ZH_MONTH: _zh_month,
}


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published) if len(published) == 10 else None
    except ValueError:
        return None


def said_on(text: str, published: str) -> str:
    """When somebody spoke, by the words of the reporting clause; weekdays and *today* count back from *published*.

    Raises nothing: where the words do not say, or the day of publication would be needed and is not known, the
    answer is empty.

    >>> said_on("said on the 19th", "2022-10-20"), said_on("reported in late August", "2022-10-20")
    ('2022-10-19', '2022-08')
    """
    exact = _exact(text)
    if exact:
        return exact
    day = _day(published)
    year = int(published[:4]) if published[:4].isdigit() else None
    if day:
        if re.search(
            r"\btoday\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b|今天|今日|今晚|(?<!如)今(?=[（(在表說指])|本日",
            text,
            re.IGNORECASE,
        ):
            return day.isoformat()
        if re.search(r"\byesterday\b|昨天|昨日|昨晚|昨(?=[（(在表說指])", text, re.IGNORECASE):
            return (day - timedelta(1)).isoformat()
        if re.search(r"前天|前日|the day before yesterday", text):
            return (day - timedelta(2)).isoformat()
        if m := re.search(
            r"\b(last )?(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b", text, re.IGNORECASE
        ):
            back = (day.weekday() - _DAYS[m[2].lower()]) % 7
            return (day - timedelta(back or (7 if m[1] else 0))).isoformat()
        if m := re.search(r"(上)?(?:星期|週|周|禮拜)([一二三四五六日天])", text):
            back = (day.weekday() - _ZH_DAYS[m[2]]) % 7
            if m[1]:
                back = day.weekday() - _ZH_DAYS[m[2]] + 7
            return (day - timedelta(back)).isoformat()
        if m := re.search(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b|(?<![\d月年])(\d{1,2})日(?!圓|元|幣)", text):
            return _on_day(day, int(m[1] or m[2]))
        if re.search(r"\blast week\b|\ba week ago\b|上(?:週|周|星期)(?![一二三四五六日天])", text, re.IGNORECASE):
            return f"{day - timedelta(7):%Y-%m}"
        if re.search(r"\ba few days (?:before|earlier|ago)\b|\bearlier this week\b|日前|近日|\bdays ago\b", text):
            return f"{day:%Y-%m}"
    text = re.sub(
        r"(?<![一二三四五六七八九十\d])(十[一二]|[一二三四五六七八九十])月",
        lambda k: f"{_ZH_MONTHS.index(k[1]) + 1}月",
        text,
    )
    if m := re.search(rf"\b{_MONTH} (\d{{1,2}})\b|(?<!\d年)(?<!\d)(\d{{1,2}})月(\d{{1,2}})日", text):
        month, on = (_MONTHS[m[1].lower()], int(m[2])) if m[1] else (int(m[3]), int(m[4]))
        if year and 1 <= month <= 12:
            found = _iso(year, month, on)
            return _iso(year - 1, month, on) if day and found > day.isoformat() else found
    if m := re.search(
        rf"\b(?:in|last|this|since|of|early|late|mid|mid-)[ -]?(?:early |late |mid-?)?{_MONTH}|(?<![\d年])(\d{{1,2}})月(?!\d)|去年(\d{{1,2}})月",
        text,
        re.IGNORECASE,
    ):
        month = _MONTHS[m[1].lower()] if m[1] else int(m[2] or m[3])
        if year and 1 <= month <= 12:
            pm = int(published[5:7]) if len(published) >= 7 else 12
            back = 1 if month > pm or m[3] or (re.search(r"\blast\b", m[0], re.IGNORECASE) and month == pm) else 0
            return f"{year - back:04d}-{month:02d}"
    if year and re.search(r"\blast year\b|去年", text):
        return f"{year - 1:04d}"
    if day and re.search(r"\blast month\b|上個?月", text):
        first = day.replace(day=1) - timedelta(1)
        return f"{first:%Y-%m}"
    if day and re.search(r"\bearlier this month\b|\bthis month\b|本月", text):
        return f"{day:%Y-%m}"
    if year and re.search(r"\bearlier this year\b|今年", text):
        return f"{year:04d}"
    m = re.search(rf"\bin {_YEAR}|{_YEAR}年", text)
    return (m[1] or m[2]) if m else ""


def _on_day(day: date, number: int) -> str:
    """The latest day with that number of the month which is not after *day*."""
    if not 1 <= number <= 31:
        return ""
    month = day if number <= day.day else day.replace(day=1) - timedelta(1)
    return _iso(month.year, month.month, number)


def _exact(text: str) -> str:
    return _spelt(text, (_FULL, _ZH_FULL, _ISO, _SLASHED, _MONTH_YEAR, _ZH_MONTH)) or ""


def event_on(text: str, published: str, *, ahead: bool = False) -> str:
    """When the claimed thing happened or is due, as precisely as the words of the claim say; else empty.

    A day or month without its year is the latest one by the day of publication, or the next one where it lies *ahead*.

    >>> event_on("not even scheduled until the late 2020s", ""), event_on("可望於2026年第3季開始試產", "")
    ('2027/2029', '2026-Q3')
    """
    if (moved := _MOVED.search(text)) and re.search(r"\d|年|year|month", text[moved.end() :]):
        text = text[moved.end() :]  # from 2025 to 2026: the new date
    year = int(published[:4]) if published[:4].isdigit() else None
    pm = int(published[5:7]) if len(published) >= 7 else None
    if m := re.search(r"\b(early|mid|late)[ -](?:the )?(20\d0)s\b", text, re.IGNORECASE):
        low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[m[1].lower()]
        return f"{int(m[2]) + low}/{int(m[2]) + high}"
    if m := re.search(r"(20\d\d|民國1\d\d|1\d\d)年?(?:的)?第?([一二三四1-4])季", text):
        return f"{_year(m[1])}-Q{_QUARTERS[m[2]]}"
    if m := re.search(
        r"\b(first|second|third|fourth) quarter of (\d{4})|\bQ([1-4])[ -](?:of )?(\d{4})", text, re.IGNORECASE
    ):
        n = {"first": 1, "second": 2, "third": 3, "fourth": 4}[m[1].lower()] if m[1] else int(m[3])
        return f"{m[2] or m[4]}-Q{n}"
    if m := re.search(
        rf"\b(?:from|between) (?:fiscal )?{_YEAR} (?:to|and|through|until) (?:fiscal )?{_YEAR}|{_YEAR}(?:年)?[至到]{_YEAR}",
        text,
    ):
        a, b = [g for g in m.groups() if g][:2]
        return f"{a}/{b}" if a <= b else a
    if m := _ROC_SPAN.search(text):
        return f"{int(m[1]) + 1911}/{int(m[2]) + 1911}"
    both = [f"{m[2]}-{_MONTHS[m[1].lower()]:02d}" for m in _MONTH_YEAR.finditer(text)]
    if len(both) == 2 and both[0] < both[1] and re.search(r"\b(?:from|to|between|and)\b", text):
        return f"{both[0]}/{both[1]}"
    exact = _exact(text)
    if exact:
        return exact
    if m := re.search(
        r"\b(?:March|January|February|April|May|June|July|August|September|October|November|December) of the (1\d\d)th year",
        text,
    ):
        return f"{int(m[1]) + 1911}-{_MONTHS[m[0].split()[0].lower()]:02d}"
    if m := re.search(r"\b(1[01]\d)(?:th year| years?\b)|民國(\d{2,3})年|(?<!\d)(1[0-2]\d)年", text):
        return str(int(next(g for g in m.groups() if g)) + 1911)
    if year and (m := re.search(r"(今年|去年|明年)(\d{1,2})月", text)) and 1 <= int(m[2]) <= 12:
        return f"{year + {'今年': 0, '去年': -1, '明年': 1}[m[1]]:04d}-{int(m[2]):02d}"
    if year and (m := _MONTH_OF_YEAR.search(text)):
        return f"{year + _YEARS_EN[m[2].lower()]:04d}-{_MONTHS[m[1].lower()]:02d}"
    if year and (m := re.search(rf"\b(last|next|this) {_MONTH}", text, re.IGNORECASE)):
        month = _MONTHS[m[2].lower()]
        back = {"last": -1 if pm and month >= pm else 0, "next": 1 if pm and month <= pm else 0, "this": 0}[
            m[1].lower()
        ]
        return f"{year + back:04d}-{month:02d}"
    if year and (m := _MONTH_DAY.search(text) or _ZH_MONTH_DAY.search(text)):
        month, on = (_MONTHS[m[1].lower()], int(m[2])) if m.re is _MONTH_DAY else (int(m[1]), int(m[2]))
        return _nearest(year, month, published, ahead, on) if 1 <= month <= 12 else ""
    if year and re.search(r"今、?明(?:兩|二)?年", text):
        return f"{year}/{year + 1}"
    if year and (m := _ZH_QUARTER.search(text)):
        return f"{year + _YEARS_ZH[m[1] or '']}-Q{_QUARTERS[m[2]]}"
    if (day := _day(published)) and (m := re.search(r"\bon the (\d{1,2})(?:st|nd|rd|th)\b", text)):
        later = int(m[1]) >= day.day
        return _iso(day.year, day.month, int(m[1])) if later else _on_day(day, int(m[1]))
    years = re.findall(_YEAR, text)
    if years:
        return str(years[-1])
    if year:
        for pattern, shift in (
            (r"\bnext year\b|明年", 1),
            (r"\blast year\b|去年", -1),
            (r"\bthis year\b|今年", 0),
            (r"後年", 2),
        ):
            if re.search(pattern, text, re.IGNORECASE):
                return str(year + shift)
    return _by_publication(text, published, ahead) if year else ""


def _nearest(year: int, month: int, published: str, ahead: bool, on: int = 0) -> str:
    """The month, or the day *on* of it, that lies nearest before the day of publication, or behind it where *ahead*."""
    made = [_iso(y, month, on) if on else f"{y:04d}-{month:02d}" for y in (year - 1, year, year + 1)]
    own = published[: len(made[1])]
    if len(own) < len(made[1]):  # only the year of publication is known
        return made[1]
    return (made[1] if made[1] >= own else made[2]) if ahead else (made[1] if made[1] <= own else made[0])


def _by_publication(text: str, published: str, ahead: bool) -> str:
    """A day, month, quarter or year that is told by the day of publication alone: today, next month, by June, 年底前."""
    day, year = _day(published), int(published[:4])
    if day:
        for pattern, back in _DAYS_AGO:
            if pattern.search(text):
                return (day - timedelta(back)).isoformat()
        if not ahead and (m := _WEEKDAY.search(text)):
            return (day - timedelta((day.weekday() - _DAYS[m[1].lower()]) % 7)).isoformat()
        if not ahead and (m := _ZH_DAY.search(text)):
            return _on_day(day, int(m[1]))
        if _LAST_WEEK.search(text):
            return f"{day - timedelta(7):%Y-%m}"
        if _MONTH_END.search(text):
            return f"{day:%Y-%m}"
        if m := _ZH_THIS_MONTH.search(text):
            first = day.replace(day=1) if m[1] in ("本", "這個") else (day.replace(day=1) - timedelta(1)).replace(day=1)
            return _iso(first.year, first.month, int(m[2]))
        if m := _MONTH_AWAY.search(text):
            months = day.year * 12 + day.month - 1 + (1 if m["next"] else -1 if m["last"] else 0)
            return f"{months // 12:04d}-{months % 12 + 1:02d}"
    if m := _IN_MONTH.search(text):
        month = _MONTHS[m[1].lower()] if m[1] else int(m[2])
        return _nearest(year, month, published, ahead) if 1 <= month <= 12 else ""
    if m := _IN_QUARTER.search(text):
        return f"{year}-Q{_QUARTERS[m[1].lower()]}"
    return str(year) if _YEAR_END.search(text) else ""


_MOVED = re.compile(
    r"\b(?:mov|push|slip|postpon|defer|delay|shift|extend)\w*\b[^.;]{0,60}?\bfrom\b[^.;]{0,40}?\b(?:to|until|into)\b|(?:延|順延|推遲|延後|改|展延|延宕|提前)(?:至|到|為)",
    re.IGNORECASE,
)
_ZH_MONTH_DAY = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")
_YEARS_ZH = {"": 0, "今年": 0, "去年": -1, "明年": 1, "後年": 2}
_ZH_QUARTER = re.compile(r"(今年|去年|明年|後年)?(?:的)?第([一二三四1-4])季")
_DAYS_AGO = (
    (
        re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b|今天|今日|今晨|今早|今晚", re.IGNORECASE),
        0,
    ),
    (re.compile(r"\b(?:yesterday|last night)\b|昨天|昨日|昨晚|昨夜", re.IGNORECASE), 1),
    (re.compile(r"前天|前日|\bthe day before yesterday\b", re.IGNORECASE), 2),
)
_WEEKDAY = re.compile(r"\b(?:on|last) (Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b", re.IGNORECASE)
_ZH_DAY = re.compile(r"(?<![\d月年])(\d{1,2})日(?!圓|元|幣|電)")
_ROC_SPAN = re.compile(r"(?<!\d)(1[0-3]\d)年?(?:底|初)?[至到~～](1[0-3]\d)年")
_MONTH_OF_YEAR = re.compile(rf"\b{_MONTH} (?:of )?(last|this|next) year\b", re.IGNORECASE)
_YEARS_EN = {"last": -1, "this": 0, "next": 1}
_ZH_THIS_MONTH = re.compile(r"(本|這個|上個?)月(\d{1,2})日")
_MONTH_END = re.compile(r"(?<![上下\d十個月])月[底內]|\bthe end of the month\b|\bmonth-end\b", re.IGNORECASE)
_LAST_WEEK = re.compile(r"\blast week\b|上(?:週|周|星期)(?![一二三四五六日天])", re.IGNORECASE)
_MONTH_AWAY = re.compile(
    r"(?P<next>\bnext month\b|下個?月)|(?P<last>\blast month\b|上個?月)|\bthis month\b|本月|這個月", re.IGNORECASE
)
_IN_MONTH = re.compile(
    rf"\b(?:in|by|since|until|before|of|early|late|mid)[ -](?:early |late |mid-?|the end of )?{_MONTH}(?! \d)|(?<![\d年個])(1[0-2]|[1-9])月(?!\d)",
    re.IGNORECASE,
)
_IN_QUARTER = re.compile(r"\b(first|second|third|fourth) quarter\b(?! (?:of|results))", re.IGNORECASE)
_YEAR_END = re.compile(
    r"\b(?:year-end|the end of the year|the year's end)\b|年底|(?<![半一二兩三四五六七八九十\d])年內|下半年|上半年",
    re.IGNORECASE,
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4} | {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
}
