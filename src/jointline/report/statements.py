"""A statement in the words of a language: what it says, who said it, how firmly."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlsplit

from jointline.ledger.properties import get_property
from jointline.ledger.statement import Statement
from jointline.ledger.values import parse_item, parse_money, parse_number, plain
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.lang.notes import SPOKEN, said
from jointline.report.lang.numbers import grouped

# half of the last digit of a figure in billions, in millions: how many decimals it was printed with
_PRINTED = {Decimal(500): 0, Decimal(50): 1, Decimal(5): 2}
_KEYED = re.compile(r"zh-[0-9a-f]{8}")  # a publisher whose name has no Latin letters: its key is no name
_COMPANIES = ("contractor", "prime_contractor", "licensor")


def property_words(name: str, lang: Language = ENGLISH) -> str:
    """What a property is called; a user's own one loses its mark."""
    return lang.name("property", name, name.removeprefix("x-").replace("_", " "))


def value_words(name: str, value: str, lang: Language = ENGLISH, subject: str = "") -> str:
    """A value of property *name* as the language writes its type; items, companies and the title of the case *subject* by
    their usual names, where the tables have them. Other texts stay as they were said."""
    kind = get_property(name).type
    if name == "title":
        return lang.name("case", subject, value) if subject and lang.is_chinese else value
    if name in _COMPANIES:
        return company_words(value, lang)
    if name == "implementing_agency":
        return lang.name("agency", value, value)
    if name == "reported":
        return reported_words(value, lang)
    if name == "sale_buyer_country":
        return lang.name("country", value)
    if kind == "date":
        return lang.date(value)
    if kind == "money":
        return printed_words(value, lang) if name == "backlog_total" else money_words(value, lang)
    if kind == "number":
        n = parse_number(value)
        low, high = (lang.number(float(x), max(0, -int(x.as_tuple().exponent))) for x in (n.low, n.high))
        return low if n.low == n.high else lang.range(low, high)
    if kind == "item":
        number, item = parse_item(value)
        known = lang.name("item", item, item)
        if not number:
            return known
        many = lang.range(*(lang.number(float(x)) if x == int(x) else plain(x) for x in (number.low, number.high)))
        return f"{many} × {item}" if known == item else lang.units(many, "", item)
    if kind == "text" and name in SPOKEN:
        return said(value, lang)
    if kind == "word":
        return lang.name("category" if name.endswith("category") else name, value)
    return value


def company_words(text: str, lang: Language = ENGLISH) -> str:
    """A company, or several (``Lockheed Martin; Northrop Grumman``), each by its usual name where the tables have one."""
    if (known := lang.name("company", text, text)) != text or not lang.is_chinese:
        return known
    return lang.text(", ").join(lang.name("company", c, c) for c in re.split(r"; | / ", text))


def reported_words(text: str, lang: Language = ENGLISH) -> str:
    """What is reported to be said: the text's own words, and in the reader's that somebody denies them or will not confirm."""
    for lead, words in (
        ("will not confirm: ", lang.text("will not confirm: {what}")), ("denies: ", lang.text("denies: {what}"))
    ):  # fmt: skip
        if text.startswith(lead):
            return words.replace("{what}", text.removeprefix(lead))
    return text


def subject_words(subject: str, lang: Language = ENGLISH, title: str = "") -> str:
    """What statements are about: a case by its name (*title* where no table has one), a deal of a register by *title*, anything else by its kind and key."""
    kind, slash, key = subject.partition("/")
    if not slash:
        return lang.name("case", subject, title or subject)
    _ = lang.text
    if kind == "dispatch":
        publisher, day = key[:-11], key[-10:]
        if len(key) > 11 and key[-11] == "-" and day[:4].isdigit():
            return _("a dispatch of {date}", date=lang.date(day)) if publisher == "unnamed" or _KEYED.fullmatch(publisher) else _(
                "a dispatch of {date} ({name})", date=lang.date(day), name=publisher.replace("-", " "))  # fmt: skip
        return _("a dispatch")
    if kind == "joint-production":
        return _("joint production") if key == "reported" else _("joint production ({name})", name=key)
    if kind == "sale":
        return _("sale {number}, no case of this ledger", number=key.upper())
    if kind == "contract":
        return _("contract {number}", number=key.upper())
    if kind == "sipri":
        parties, _slash, deal = key.partition("/")
        year, _dash, what = deal.partition("-")
        names = [lang.name("country", p.upper()) for p in parties.split("-")]
        return _(
            "{what}, ordered {year}: {countries}",
            what=title or what.replace("-", " "),
            year=year,
            countries=" → ".join(names),
        )
    return lang.name(kind, key, f"{kind.replace('-', ' ')} {key}")


def money_words(value: str, lang: Language = ENGLISH) -> str:
    """US dollars as the language writes them; another currency is not converted and keeps its own form."""
    m = parse_money(value)
    if m.currency != "USD":
        return value
    low, high = (lang.usd(float(x), min(2, max(1, -int(x.normalize().as_tuple().exponent)))) for x in (m.low, m.high))
    words = low if m.low == m.high else lang.range(low, high)
    return lang.text("{value} in dollars of {year}", value=words, year=lang.date(m.year)) if m.year else words


def printed_words(value: str, lang: Language = ENGLISH) -> str:
    """A total as it was printed: the ledger keeps what its rounding can mean, and the figure in a newspaper is the middle of it."""
    m = parse_money(value)
    if m.currency != "USD" or m.low == m.high:
        return money_words(value, lang)
    digits = _PRINTED.get((m.high - m.low) / 2)
    if digits is None:  # no rounding of one figure but a range that was given
        return money_words(value, lang)
    middle = float((m.low + m.high) / 2)
    return lang.usd(middle) if lang.is_chinese else f"US$ {grouped(middle / 1000, digits)} billion"


def units_words(s: Statement, lang: Language = ENGLISH) -> str:
    """How many units a statement is about, and of what; empty where that is not said."""
    if not s.units:
        return ""
    n = value_words("units_ordered", s.units, lang)
    return lang.units(n, s.subject, s.item)


def speaker_words(s: Statement, lang: Language = ENGLISH) -> str:
    """Who said it; where nobody is named, what kind of speaker it was."""
    if s.said_by:
        return lang.name("speaker", s.said_by, s.said_by)
    return lang.name("speaker_kind", s.speaker_kind)


def carriers_words(s: Statement, lang: Language = ENGLISH) -> tuple[str, ...]:
    """Through whom it came, nearest to the reader first; who stands among the words for the speaker is said already."""
    who = speaker_words(s, lang) if s.said_by else ""
    named = [lang.name("carrier", v, v) for v in s.via if v != s.said_by]
    return tuple(dict.fromkeys(v for v in named if v not in who))


def is_address(source: str) -> bool:
    """Whether a source can be followed: a file name or anything else stays text."""
    try:
        return source.startswith(("https://", "http://")) and bool(urlsplit(source).hostname)
    except ValueError:  # a broken address in brackets
        return False


def host(address: str) -> str:
    """Whose page an address is: what a reader wants to see of it."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def tongue(text: str) -> str:
    """The language of a quote, as HTML names it: Chinese where it holds a Chinese character, else English."""
    return "zh-Hant" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"


def is_text(name: str) -> bool:
    """Whether a property's value is a text in the words of its source."""
    return get_property(name).type in ("text", "item")


def foreign(name: str, words: str) -> bool:
    """Whether a value is shown in the words of its source, which are not Chinese."""
    return is_text(name) and not any("\u3400" <= c <= "\u9fff" for c in words)


def original(s: Statement, lang: Language) -> str:
    """The source's own words for what is shown by its usual Chinese name; empty where nothing is."""
    renamed = lang.is_chinese and s.property not in SPOKEN and foreign(s.property, s.value)
    return s.value if renamed and not foreign(s.property, value_words(s.property, s.value, lang, s.subject)) else ""


def is_short(name: str) -> bool:
    """Whether a property's value is a date, an amount, a number or a word, which fits beside its name."""
    return get_property(name).type in ("date", "money", "number", "word")
