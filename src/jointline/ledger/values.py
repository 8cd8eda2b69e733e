"""Typed values: text in, one canonical text out, or one clear error.

Money is ``<CUR> <amount>m`` (millions of the currency and of the year's dollars the source gave), a range
``USD 19165m..19175m``, with ``@2019`` where the source names a price year. Numbers may be ranges
``300..800``. Nothing is converted between currencies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.sentences import says

_CURRENCY_SIGNS = {"US$": "USD", "NT$": "TWD", "€": "EUR", "£": "GBP", "A$": "AUD", "C$": "CAD"}
_SCALES = {"": Decimal("0.000001"), "m": Decimal(1), "mn": Decimal(1), "million": Decimal(1),
           "M": Decimal(1), "bn": Decimal(1000), "b": Decimal(1000), "B": Decimal(1000), "billion": Decimal(1000)}  # fmt: skip
_CURRENCIES = ("USD", "TWD", "EUR", "GBP", "JPY", "KRW", "AUD", "CAD", "NZD", "CHF", "CNY", "DKK", "ILS", "INR", "NOK",
               "PLN", "SAR", "SEK", "SGD", "TRY")  # fmt: skip
_BARE = 100_000  # an amount without unit below this is more likely meant in millions than in single units
_AMOUNT = r"[+-]?\d[\d,]*(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?P<cur>[A-Z]{{3}}|US\$|NT\$|A\$|C\$|€|£)\s*(?P<low>{_AMOUNT})\s*(?P<s1>m|M|mn|million|bn|b|B|billion)?"
    rf"(?:\s*\.\.\s*(?P<high>{_AMOUNT})\s*(?P<s2>m|M|mn|million|bn|b|B|billion)?)?(?:@(?P<year>\d{{4}}))?"
)
_DIGITS = 28  # as many as decimal arithmetic keeps
_NUMBER = re.compile(rf"(?P<low>{_AMOUNT})(?:\s*\.\.\s*(?P<high>{_AMOUNT}))?")
# control characters, marks that turn the direction of text, halves of surrogate pairs, and Unicode's noncharacters: 32 and
# the last two of each plane. XML forbids some of them, and what draws or sets text breaks off at those. The planes beyond
# the first are a branch of their own: in one class with them a search takes twenty times as long
_LAST = "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    rf"|[{_LAST[0]}-{_LAST[-1]}](?<=[{_LAST}])"
)


class BadValue(JointlineError):
    """A value that its property's type cannot hold."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in millions of ``currency``; ``low`` and ``high`` differ for a range."""

    currency: str
    low: Decimal
    high: Decimal
    year: str = ""

    @property
    def mid(self) -> Decimal:
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Number:
    """A number or a range of numbers."""

    low: Decimal
    high: Decimal


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros: ``8000``, ``223.56``."""
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "") else text


def _decimal(text: str) -> Decimal:
    if "," in text and not re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        raise BadValue(
            says("{text!r}: commas may only group thousands", text=text), remedy=says("Write 1,234.5 or 1234.5.")
        )
    if sum(c.isdigit() for c in text) > _DIGITS:
        raise BadValue(says("{text!r} has more than {digits} digits", text=text, digits=_DIGITS))
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:  # pragma: no cover - the pattern admits only numbers
        raise BadValue(says("{text!r} is not a number", text=text)) from None


@lru_cache(maxsize=1 << 14)
def parse_money(text: str) -> Money:
    """Money out of ``USD 8000m``, ``US$8bn``, ``NT$9.47bn``, ``USD 19165m..19175m``.

    >>> parse_money("NT$9.47bn").low
    Decimal('9470.00')
    """
    found = _MONEY.fullmatch(text.strip())
    if not found:
        raise BadValue(
            says("{text!r} is not an amount of money with its currency", text=text),
            remedy=says("Write the currency and the unit: USD 8000m, US$8bn, NT$9.47bn, USD 19165m..19175m."),
        )
    currency = _CURRENCY_SIGNS.get(found["cur"], found["cur"])
    scale = found["s1"] or found["s2"] or ""
    if currency not in _CURRENCIES:
        raise BadValue(
            says("{text!r}: {currency} is no currency known here", text=text, currency=currency),
            remedy=says("Known: {names}.", names=", ".join(_CURRENCIES)),
        )
    if not scale and _decimal(found["low"]) < _BARE:
        raise BadValue(
            says("{text!r} has no unit", text=text),
            remedy=says("Millions are written {currency} {value}m.", currency=currency, value=found["low"]),
        )
    low = _decimal(found["low"]) * _SCALES[scale]
    high = _decimal(found["high"]) * _SCALES[found["s2"] or scale] if found["high"] else low
    if low < 0:
        raise BadValue(
            says("{text!r} is negative", text=text), remedy=says("A notified value or contract is never negative.")
        )
    if low > high:
        raise BadValue(says("{text!r}: the low end is above the high end", text=text))
    return Money(currency, low, high, found["year"] or "")


def money_text(money: Money) -> str:
    """The canonical text of *money*."""
    span = f"{plain(money.low)}m" + ("" if money.low == money.high else f"..{plain(money.high)}m")
    return f"{money.currency} {span}" + (f"@{money.year}" if money.year else "")


@lru_cache(maxsize=1 << 14)
def parse_number(text: str) -> Number:
    """A number or range: ``108``, ``1,700``, ``300..800``. Raises ``BadValue``."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        raise BadValue(says("{text!r} is not a number", text=text), remedy=says("Write 108, or a range as 300..800."))
    low = _decimal(found["low"])
    high = _decimal(found["high"]) if found["high"] else low
    if low > high:
        raise BadValue(says("{text!r}: the low end is above the high end", text=text))
    return Number(low, high)


def number_text(number: Number) -> str:
    """The canonical text of *number*."""
    return plain(number.low) if number.low == number.high else f"{plain(number.low)}..{plain(number.high)}"


_ITEM = re.compile(r"(?P<n>[\d,]+(?:\.\.[\d,]+)?)\s*[x×]\s*(?P<name>\S.*)", re.IGNORECASE)


def parse_item(text: str) -> tuple[Number | None, str]:
    """``108 x M1A2T Abrams`` as its number and name; a name alone has no number."""
    found = _ITEM.fullmatch(text.strip())
    return (parse_number(found["n"]), found["name"].strip()) if found else (None, text.strip())


WORDS = {
    "category": ("traditional", "asymmetric", "munitions", "c4isr", "sustainment", "training"),
    "published_category": ("traditional", "asymmetric", "munitions"),
    "published_listing": ("listed", "delisted"),
    "published_mark": ("delivering",),
}


def code_point(character: str) -> str:
    """The number of a character as Unicode writes it.

    >>> code_point("\\x1b")
    'U+001B'
    """
    return f"U+{ord(character):04X}"


def canonical(property_: str, kind: str, text: str) -> str:
    """*text* in the one form its property's type is stored in.

    ``kind`` is the type column of properties.csv. Raises ``JointlineError`` where it does not fit.
    """
    value = text.strip()
    if not value:
        raise BadValue(says("the value is empty"), remedy=says("What is not known is not stated."))
    if found := CONTROL.search(value):
        raise BadValue(
            says("the value holds a control character ({code})", code=code_point(found[0])), remedy=says("Remove it.")
        )
    if kind == "date":
        return parse_date(value).text
    if kind == "money":
        return money_text(parse_money(value))
    if kind == "number":
        return number_text(parse_number(value))
    if kind == "item":
        number, name = parse_item(value)
        return f"{number_text(number)} x {name}" if number else name
    if kind == "subject":
        return check_subject(value)
    allowed = WORDS.get(property_)
    if allowed and value not in allowed:
        raise BadValue(
            says("{property} cannot be {value!r}", property=property_, value=value),
            remedy=says("Valid: {names}.", names=", ".join(allowed)),
        )
    return value


_SUBJECT = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")


@lru_cache(maxsize=1 << 16)
def check_subject(text: str) -> str:
    """*text* where it is a subject id (lower case, digits, ``-._``, parts split by ``/``)."""
    if not _SUBJECT.fullmatch(text) or len(text) > 120:
        raise BadValue(
            says("{text!r} is not a subject id", text=text),
            remedy=says(
                "Use lower-case letters, digits and - . _ , for instance tw-2026-10-01-himars or line/gmlrs-camden."
            ),
        )
    return text
