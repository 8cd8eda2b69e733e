"""The foreign buyers that an announcement names, with their shares: ``Taiwan (35%)``, ``FMS to Taiwan 35%``, ``100% FMS to ...``."""

from __future__ import annotations

import re
from functools import cache

from jointline.readers.countries import country_code, is_body, names

_FMS = re.compile(
    r"(?:Foreign\sMilitary\sSales?|\bFMS\b)(?!,?\sand\sinternational\sprograms)(?!\sprograms?\soffice)", re.IGNORECASE
)
_SHARE = r"(?P<share>[0-9]{1,3}(?:\.[0-9]{1,3})?)\s?(?:%|percent\b)"
_BEHIND = re.compile(rf"\s?[(,:;-]?\s?\$?{_SHARE}\s?\)?")
_BEFORE = re.compile(
    rf"{_SHARE}\s?\)?\s?(?:of\swhich\sis\s)?(?:for|to|from)?\s?(?:the\s)?(?:government\sof\s)?(?:the\s)?\Z",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"\(?{_SHARE}\)?\s(?:unclassified\s)?(?:of\sthe\s)?(?:Foreign\sMilitary\sSales?|FMS)", re.IGNORECASE
)


def is_fms(text: str, start: int, end: int) -> bool:
    """Does a sentence speak of foreign military sales in this award, and not of the trade as such?"""
    found = _FMS.search(text, start, end)
    if not found:
        return False
    before = text[max(start, found.start() - 40) : found.start()].casefold()
    return not before.rstrip().endswith(("security assistance,", "security assistance and", "no", "not involve"))


@cache
def _named() -> re.Pattern[str]:
    every = "|".join(re.escape(n) for n in names())
    return re.compile(rf"(?<![\w-])(?:{every})(?![\w])", re.IGNORECASE)


def customers(
    text: str, start: int, end: int, *, closed: bool
) -> list[tuple[str, str | None, int | float | None, int, int]]:
    """(name, code, share, start, end) of each country or body named between two places, in order.

    closed: the sentence ends there; otherwise a name that reaches the end may be cut off and is left out.
    """
    found: list[tuple[str, str | None, int | float | None, int, int]] = []
    for m in _named().finditer(text, start, end):
        name, a, b = m.group(), m.start(), m.end()
        if not name[0].isupper() or (not closed and b >= end):
            continue
        code = country_code(name)
        if code == "USA" or (code is None and not is_body(name)):
            continue
        if text[max(start, a - 4) : a] == "the " and not re.search(
            r"(?:governments?|kingdom|republic) of the \Z", text[max(start, a - 30) : a]
        ):
            a -= 4
            name = text[a:b]
        found.append((name, code, _share(text, a, b, start, end), a, b))
    whole = _WHOLE.search(text, start, end)
    if len(found) == 1 and found[0][2] is None and whole:
        name, code, _, a, b = found[0]
        found[0] = (name, code, _number(whole["share"]), a, b)
    return found


def _share(text: str, a: int, b: int, start: int, end: int) -> int | float | None:
    behind = _BEHIND.match(text, b, end)
    if behind:
        return _number(behind["share"])
    before = _BEFORE.search(text[max(start, a - 40) : a])
    return _number(before["share"]) if before else None


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value
