"""Dates of the ledger in the words of a language: as wide as the source gave them, never more precise."""

from __future__ import annotations

import re
from functools import lru_cache

from jointline.ledger.dates import ROC_OFFSET, DateError, parse_date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_PART = re.compile(r"(\d{4})-([QH])(\d)")
_THIRD = re.compile(r"(early|mid|late) (\d{4})(s?)")
_DECADE = re.compile(r"(\d{4})s")
_HALVES = ("first", "second")
_ZH_HALVES = ("上", "下")
# 年底 would be December alone and 年初 January: the words here are as wide as a third of a year
_ZH_THIRDS = {"early": "前期", "mid": "中期", "late": "後期"}


@lru_cache(maxsize=1 << 14)
def english_date(text: str) -> str:
    """``2 Oct 2026``, ``Oct 2026``, ``Q3 2026``, ``first half of 2026``, ``late 2026``, ``by Mar 2026``; no date stays as it is.

    >>> english_date("2026-10-02"), english_date("../2026-03"), english_date("2025-12/2026-01")
    ('2 Oct 2026', 'by Mar 2026', 'Dec 2025 to Jan 2026')
    """
    low, high = _ends(text)
    if low == "..":
        return f"by {_english(high)}"
    if high == "..":
        return f"from {_english(low)}"
    return f"{_english(low)} to {_english(high)}" if high else _english(low)


def english_month(text: str) -> str:
    """A month with its name in full, for headlines: ``June 2025``; any other date as ``english_date`` has it."""
    found = _MONTH.fullmatch(text)
    return f"{_LONG[int(found[2]) - 1]} {found[1]}" if found else english_date(text)


@lru_cache(maxsize=1 << 14)
def english_on_date(text: str) -> str:
    """With its preposition: ``on 2 Oct 2026``, ``in Oct 2026``, ``by Mar 2026``."""
    low, high = _ends(text)
    if ".." in (low, high):
        return english_date(text)
    return f"{'on' if _DAY.fullmatch(low) and not high else 'in'} {english_date(text)}"


@lru_cache(maxsize=1 << 14)
def chinese_date(text: str, roc: bool) -> str:
    """``2024年10月``, ``2026年第3季``, ``2026年上半年``, ``2020年代後期``, ``2026年3月底前``; *roc*: ``民國113年10月``.

    A decade stays in years of the Common Era: the ROC calendar has none.

    >>> chinese_date("2024-10", False), chinese_date("2024-10", True), chinese_date("late 2020s", True)
    ('2024年10月', '民國113年10月', '2020年代後期')
    """
    if text == "beyond" or text.startswith("month "):  # of a simulation: beyond its horizon, or without a calendar
        return "模擬期間以後" if text == "beyond" else f"第{text.removeprefix('month ')}個月"
    low, high = _ends(text)
    if low == "..":
        return f"{_chinese(high, roc)}{'' if _DAY.fullmatch(high) else '底'}前"
    if high == "..":
        return f"{_chinese(low, roc)}起"
    return f"{_chinese(low, roc)}至{_chinese(high, roc)}" if high else _chinese(low, roc)


def in_roc_years(name: str) -> str:
    """A name with its years of the Common Era as years of the Republic: ``標槍飛彈（2025年案）`` is ``標槍飛彈（民國114年案）``."""
    return re.sub(r"(?<!\d)(\d{4})年(?!代)", lambda m: _year(m[1], roc=True), name)


def _ends(text: str) -> tuple[str, str]:
    """The ends of a date in canonical form; the second is empty for a date that is no interval."""
    try:
        text = parse_date(text).text
    except DateError:
        return text, ""
    low, _, high = text.partition("/")
    return low, high


def _english(text: str) -> str:
    if found := _DAY.fullmatch(text):
        return f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := _MONTH.fullmatch(text):
        return f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := _PART.fullmatch(text):
        return f"Q{found[3]} {found[1]}" if found[2] == "Q" else f"{_HALVES[int(found[3]) - 1]} half of {found[1]}"
    return text


def _chinese(text: str, roc: bool) -> str:
    if found := _DAY.fullmatch(text):
        return f"{_year(found[1], roc)}{int(found[2])}月{int(found[3])}日"
    if found := _MONTH.fullmatch(text):
        return f"{_year(found[1], roc)}{int(found[2])}月"
    if found := _PART.fullmatch(text):
        part = f"第{found[3]}季" if found[2] == "Q" else f"{_ZH_HALVES[int(found[3]) - 1]}半年"
        return f"{_year(found[1], roc)}{part}"
    if found := _THIRD.fullmatch(text):
        return f"{found[2]}年代{_ZH_THIRDS[found[1]]}" if found[3] else f"{_year(found[2], roc)}{_ZH_THIRDS[found[1]]}"
    if found := _DECADE.fullmatch(text):
        return f"{found[1]}年代"
    return _year(text, roc) if re.fullmatch(r"\d{4}", text) else text


def _year(year: str, roc: bool) -> str:
    before = int(year) <= ROC_OFFSET  # years before the Republic have no number in it
    return f"{year}年" if not roc or before else f"民國{int(year) - ROC_OFFSET}年"
