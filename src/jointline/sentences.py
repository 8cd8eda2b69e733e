"""Sentences that remember what they are made of, so that the report layer can say them in another language.

Each is a ``str`` with its English text, so results, JSON and the command line know nothing of languages.
``Language.say`` takes them apart again: a ``Sentence`` by its template, a ``Part`` by what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jointline.rounding import Rounded, half_up


class Sentence(str):
    """An English sentence that is a ``str`` everywhere and knows its template and arguments.

    >>> s = says("{n} cases are late: {names}.", n=2, names="f16-block70, m1a2t")
    >>> s
    '2 cases are late: f16-block70, m1a2t.'
    >>> s.template
    '{n} cases are late: {names}.'
    """

    __slots__ = ("args", "many", "template")

    template: str
    many: str
    args: Mapping[str, Any]

    def __new__(cls, template: str, args: Mapping[str, Any], many: str = "") -> Sentence:
        chosen = many if many and args["n"] != 1 else template
        args = {k: Rounded(v) if isinstance(v, float) else v for k, v in args.items()}
        made = super().__new__(cls, chosen.format(**args))
        made.template, made.many, made.args = template, many, args
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Sentence, (self.template, self.args, self.many)


class Part(str):
    """A piece of a sentence that a language writes in its own way: its English text, its kind and its value.

    Kinds: ``usd`` (value: millions of US dollars, digits), ``usd_range`` (both ends, digits), ``date`` and ``on_date`` (the date's text), ``name``
    (kind and key of a thing), ``list`` (parts, what stands between them),
    ``units`` (number, case or order, item), ``percent`` (its text), ``upper`` (words that begin a sentence).
    """

    __slots__ = ("kind", "value")

    kind: str
    value: tuple[Any, ...]

    def __new__(cls, english: str, kind: str, *value: Any) -> Part:
        made = super().__new__(cls, english)
        made.kind, made.value = kind, value
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Part, (str(self), self.kind, *self.value)


def says(template: str, **args: Any) -> Sentence:
    """A sentence from a template with named places; an argument may itself be a ``Sentence`` or a ``Part``.

    The template is the message that the catalogues translate: write it as a literal.
    """
    return Sentence(template, args)


def says_n(one: str, many: str, n: int, **args: Any) -> Sentence:
    """A sentence in the singular or plural form that *n* asks for; ``{n}`` stands for the number."""
    return Sentence(one, {"n": n, **args}, many)


def message(template: str) -> str:
    """A template that a sentence is made from elsewhere: marked here so that the catalogues hold it."""
    return template


def usd_part(usd_m: Any, digits: int = 1) -> Part:
    """Money with its unit: ``US$ 8,000.0 million``; usd_m: millions of US dollars."""
    return Part(f"US$ {half_up(usd_m, digits):,f} million", "usd", float(usd_m), digits)


def usd_range_part(low: float, high: float, digits: int = 1) -> Part:
    """Money between two ends: ``US$ 5,100.0 to 6,300.0 million``; low, high: millions of US dollars."""
    first, last = half_up(low, digits), half_up(high, digits)
    ends = f"{first:,f}" if low == high else f"{first:,f} to {last:,f}"
    return Part(f"US$ {ends} million".replace("-", "−"), "usd_range", float(low), float(high), digits)


def date_part(text: str, english: str = "") -> Part:
    """A date of the ledger; *english* where a sentence has it in words (``by 2026-03``)."""
    return Part(english or text, "date", text)


def on_date_part(text: str, english: str) -> Part:
    """A date with its preposition: ``on 2026-03-10``, ``in 2026-03``."""
    return Part(english, "on_date", text)


def name_part(kind: str, key: str, english: str = "", title: str = "") -> Part:
    """The name of a thing, as ``Language.name`` knows it; *english*: what a sentence of the library says, *title*: what an
    English page says in its place, where the library gives the id that its user types."""
    return Part(english or key, "name", kind, key, *([title] if title else []))


def list_part(parts: Iterable[str], between: str = ", ") -> Part:
    """Several parts one after the other: names with commas, half-sentences with semicolons."""
    held = tuple(parts)
    return Part(between.join(held), "list", held, between)


def units_part(n: str, subject: str, item: str = "") -> Part:
    """How many units of a case or order; *item*: what of it is counted."""
    return Part(f"{n} {item}" if item else "1 unit" if n == "1" else f"{n} units", "units", n, subject, item)


def percent_part(text: str) -> Part:
    """A share in per cent, already rounded: ``45 %``."""
    return Part(text, "percent", text)


def upper_part(text: str) -> Part:
    """*text* at the beginning of a sentence."""
    return Part(text[:1].upper() + text[1:], "upper", text)


def cases_words(n: int) -> Sentence:
    """How many cases, in words: ``no cases``, ``1 case``, ``12 cases``."""
    return says_n("{n} case", "{n} cases", n) if n else says("no cases")
