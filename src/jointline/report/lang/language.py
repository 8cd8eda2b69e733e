"""A language with its ways of writing numbers, money and dates: what every page, chart and briefing is written with."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jointline.errors import JointlineError, suggest
from jointline.sentences import Sentence

CODES = ("en", "zh-TW")
_DOMAIN = "jointline"


@dataclass(frozen=True, slots=True)
class Language:
    """One of ``CODES``, with the options of a Chinese reader.

    roc: dates in years of the Republic (民國113年) · myriads: money in 億 and 萬 of US dollars in place of millions.
    """

    code: str = "en"
    roc: bool = False
    myriads: bool = False

    @property
    def is_chinese(self) -> bool:
        """Whether texts are in Traditional Chinese."""
        return self.code == "zh-TW"

    def text(self, message: str, **args: Any) -> str:
        """The message in this language, its ``{places}`` filled. A literal argument: the catalogues are made from it."""
        said = _catalogue(self.code).gettext(message) if message else ""
        return said.format(**args) if args else said

    def plural(self, one: str, many: str, n: int, **args: Any) -> str:
        """The singular or plural form that *n* asks for; ``{n}`` stands for the number as this language writes it."""
        return _catalogue(self.code).ngettext(one, many, n).format(n=self.number(n), **args)

    def say(self, sentence: str) -> str:
        """A sentence of the library in this language; a plain string (a quote, a title) stays as it is."""
        if not isinstance(sentence, Sentence):
            return sentence
        args = {k: self.say(v) if isinstance(v, str) else v for k, v in sentence.args.items()}
        if sentence.many:
            return _catalogue(self.code).ngettext(sentence.template, sentence.many, int(args["n"])).format(**args)
        return _catalogue(self.code).gettext(sentence.template).format(**args)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with thousands separated."""
        return f"{value:,.{digits}f}"

    def usd(self, usd_m: float, digits: int = 1) -> str:
        """Money with its unit; usd_m: millions of US dollars."""
        return f"US$ {usd_m:,.{digits}f} million"

    def share(self, share: float, digits: int = 0) -> str:
        """A share from 0 to 1 as per cent."""
        return f"{100 * share:.{digits}f} %"

    def months(self, months: float, digits: int = 1) -> str:
        """A span of months with its unit."""
        return self.text("{n} months", n=self.number(months, digits))

    def date(self, text: str) -> str:
        """A date of the ledger (``2026``, ``2026-Q3``, ``2026-10-02``, ``late 2026``) as this language writes it, no more precise."""
        return text

    def name(self, kind: str, key: str, default: str = "") -> str:
        """The usual name of a thing: kind ``case`` (key: case id), ``speaker``, ``carrier``, ``standing``, ``status``, ``category``,
        ``property``, ``option``, ``country``, ``line``, ``product``, ...; *default*, else the key, where the tables have none."""
        return default or key.replace("_", " ")


ENGLISH = Language()


def language(code: str = "en", *, roc: bool = False, myriads: bool = False) -> Language:
    """The language of a code. Raises ``JointlineError`` for one that is not of ``CODES``."""
    if code not in CODES:
        raise JointlineError(f"there is no language {code!r}", remedy=suggest(code, CODES))
    return Language(code, roc, myriads)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    path = (
        resources.files("jointline.report.lang") / "locale" / code.replace("-", "_") / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    )
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as handle:
        return gettext.GNUTranslations(handle)
