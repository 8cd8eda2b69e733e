"""An address as people read it, and whether it may become a link."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote, urlsplit

_KEEP = "/?&=#:;,@!$'()*+~%"


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
