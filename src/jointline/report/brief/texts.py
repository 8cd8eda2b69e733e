"""Small questions of setting text: what may not be broken, how an address is shown, what may become a link."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

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
