"""Small questions of setting text: what may not be broken, how an address is shown, what may become a link, lists of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from jointline.report.lang.language import Language

NAMED = 3  # cases named in one sentence; more are counted
_KEEP = "/?&=#:;,@!$'()*+~%"
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_BOUND = re.compile(
    rf"(US\$|NT\$) (?=\d)|(?<=\d) (?=%|(?:million|billion|cases?|months?|units?|more)\b)|(?<=\d) (?=(?:{_MONTHS})\b)|\b({_MONTHS}) (?=\d{{4}}\b)|(?<=\bQ\d) (?=\d{{4}}\b)"
)


def bound(text: str) -> str:
    """*text* with an amount and its unit, a count and what it counts, and the parts of a date, kept on one line."""
    return _BOUND.sub(lambda found: f"{found[1] or found[2] or ''}\u00a0", text)


def linked(address: str) -> str:
    """*address* where it is one of the web, which a reader may follow; else empty."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def readable(address: str) -> str:
    """*address* without its scheme and with its letters in place of their codes, where these can be turned back."""
    try:
        said = unquote(address, errors="strict")
    except UnicodeDecodeError:
        said = address
    plain = all(c.isprintable() and not c.isspace() and unicodedata.category(c)[0] in "LNPS" for c in said)
    if not plain or quote(said, safe=_KEEP) != address:
        said = address
    return said.removeprefix("https://").removeprefix("http://").removesuffix("/")


def capital(text: str) -> str:
    """*text* with its first letter large."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], lang: Language, most: int = NAMED) -> str:
    """Names as a sentence lists them; beyond *most* the rest is counted. Names that hold commas are parted by semicolons."""
    shown, rest = list(names[:most]), len(names) - most
    heavy = any("," in n or " and " in n for n in shown)
    if rest > 0:
        shown.append(lang.plural("{n} more", "{n} more", rest))
    if len(shown) == 1:
        return shown[0]
    if heavy:
        return lang.text("; ").join(shown)
    return lang.text("{first} and {last}", first=lang.text(", ").join(shown[:-1]), last=shown[-1])


def plain_title(title: str) -> str:
    """A title without what stands in brackets at its end, but for the year that tells two of one name apart: for sentences."""
    return re.sub(r"\s*[(（](?!(?:民國)?\d+年?[)）])[^()（）]*[)）]$", "", title) or title


def alternative(caption: str, words: str, lang: Language) -> str:
    """What stands for a chart where it is not seen: its caption, then what it shows in words."""
    return f"{caption}{lang.text('. ')}{words}"
