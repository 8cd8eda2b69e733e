"""A statement in the words of a language: what it says, who said it, how firmly."""

from __future__ import annotations

from urllib.parse import urlsplit

from jointline.ledger.properties import get_property
from jointline.ledger.statement import Statement
from jointline.ledger.values import parse_item, parse_money, parse_number, plain
from jointline.report.lang.language import ENGLISH, Language


def property_words(name: str, lang: Language = ENGLISH) -> str:
    """What a property is called; a user's own one loses its mark."""
    return lang.name("property", name, name.removeprefix("x-").replace("_", " "))


def value_words(name: str, value: str, lang: Language = ENGLISH) -> str:
    """A value of property *name* as the language writes its type; texts, titles and items stay as they were said."""
    kind = get_property(name).type
    if kind == "date":
        return lang.date(value)
    if kind == "money":
        return money_words(value, lang)
    if kind == "number":
        n = parse_number(value)
        low, high = (lang.number(float(x), max(0, -int(x.as_tuple().exponent))) for x in (n.low, n.high))
        return low if n.low == n.high else lang.range(low, high)
    if kind == "item":
        number, item = parse_item(value)
        return f"{plain(number.low)} × {item}" if number and number.low == number.high else value
    if kind == "word":
        return lang.name("category" if name.endswith("category") else name, value)
    return value


def money_words(value: str, lang: Language = ENGLISH) -> str:
    """US dollars as the language writes them; another currency is not converted and keeps its own form."""
    m = parse_money(value)
    if m.currency != "USD":
        return value
    low, high = (lang.usd(float(x), min(2, max(1, -int(x.normalize().as_tuple().exponent)))) for x in (m.low, m.high))
    words = low if m.low == m.high else lang.range(low, high)
    return lang.text("{value} in dollars of {year}", value=words, year=lang.date(m.year)) if m.year else words


def units_words(s: Statement, lang: Language = ENGLISH) -> str:
    """How many units a statement is about, and of what; empty where that is not said."""
    if not s.units:
        return ""
    n = value_words("units_ordered", s.units, lang)
    return f"{n} × {s.item}" if s.item else lang.text("{n} units", n=n)


def speaker_words(s: Statement, lang: Language = ENGLISH) -> str:
    """Who said it; where nobody is named, what kind of speaker it was."""
    if s.said_by:
        return lang.name("speaker", s.said_by, s.said_by)
    return lang.name("speaker_kind", s.speaker_kind)


def carriers_words(s: Statement, lang: Language = ENGLISH) -> tuple[str, ...]:
    """Through whom it came, nearest to the reader first; the speaker himself is no carrier."""
    return tuple(lang.name("carrier", v, v) for v in s.via if v != s.said_by)


def is_address(source: str) -> bool:
    """Whether a source can be followed: a file name or anything else stays text."""
    try:
        return source.startswith(("https://", "http://")) and bool(urlsplit(source).hostname)
    except ValueError:  # a broken address in brackets
        return False


def host(address: str) -> str:
    """Whose page an address is: what a reader wants to see of it."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def is_text(name: str) -> bool:
    """Whether a property's value is a text in the words of its source."""
    return get_property(name).type in ("text", "item")


def is_short(name: str) -> bool:
    """Whether a property's value is a date, an amount, a number or a word, which fits beside its name."""
    return get_property(name).type in ("date", "money", "number", "word")
