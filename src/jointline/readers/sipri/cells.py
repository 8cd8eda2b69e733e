"""The cells of a register: numbers, years and marks as its exports write them."""

from __future__ import annotations

import re
from functools import lru_cache

from jointline.errors import JointlineError
from jointline.sentences import says

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_RANGE = re.compile(r"((?:19|20)[0-9]{2})\s?[-–]\s?((?:19|20)[0-9]{2})")
_YES = frozenset(("?", "yes", "y", "1", "1.0", "true"))
_NO = frozenset(("", " ", "no", "n", "0", "0.0", "false"))
_STATUS = {
    "n": "New", "new": "New", "s": "Second hand", "second hand": "Second hand", "secondhand": "Second hand",
    "r": "Second hand but modernized", "second hand but modernized": "Second hand but modernized",
    "secondhand but modernized": "Second hand but modernized",
}  # fmt: skip


@lru_cache(maxsize=1 << 12)
def year(text: str) -> tuple[str | None, bool]:
    """A year and whether it carries a mark of its own: ``2019``, ``2019.0``, ``(2019)``, ``2019?``."""
    bare, marked = _unmarked(text)
    if not bare or bare in ("0", "0.0"):
        return None, marked
    bare = bare.removesuffix(".0")
    if not _YEAR.fullmatch(bare):
        raise JointlineError(says("{text!r} is no year", text=text))
    return bare, marked


@lru_cache(maxsize=1 << 12)
def count(text: str) -> tuple[int | None, bool]:
    """A number of things and whether it carries a mark of its own; nothing where it is not known."""
    bare, marked = _unmarked(text)
    if not bare:
        return None, marked
    bare = bare.removesuffix(".0")
    if not bare.isascii() or not bare.isdigit() or len(bare) > 9:
        raise JointlineError(says("{text!r} is no number of things", text=text))
    return int(bare), marked


@lru_cache(maxsize=1 << 12)
def tiv(text: str) -> float | None:
    """A trend-indicator value in millions."""
    bare = text.strip()
    if not bare:
        return None
    try:
        value = float(bare)
    except ValueError:
        raise JointlineError(says("{text!r} is no trend-indicator value", text=text)) from None
    if not 0 <= value < 1e7:
        raise JointlineError(says("{text!r} is no trend-indicator value", text=text))
    return value


@lru_cache(maxsize=1 << 12)
def years(text: str) -> tuple[tuple[str, ...], bool]:
    """The years of delivery: ``2022; 2024`` each by itself, ``2007 - 2008`` as the span it is; none where blank."""
    bare, marked = _unmarked(text)
    if not bare:
        return (), marked
    found = []
    for part in re.split(r"[;,]", bare):
        piece, own = _unmarked(part)
        marked = marked or own
        span = _RANGE.fullmatch(piece)
        if span:
            if span[1] > span[2]:
                raise JointlineError(says("{text!r} ends before it begins", text=text))
            found.append(span[1] if span[1] == span[2] else f"{span[1]}/{span[2]}")
        elif piece:
            single, _ = year(piece)
            if single:
                found.append(single)
    return tuple(found), marked


@lru_cache(maxsize=64)
def flag(text: str) -> bool:
    """A mark of uncertainty: ``?``, ``Yes``, ``1``."""
    bare = text.strip().casefold()
    if bare in _YES:
        return True
    if bare in _NO:
        return False
    raise JointlineError(says("{text!r} is no mark of uncertainty", text=text))


@lru_cache(maxsize=64)
def status(text: str) -> str | None:
    """New, second hand, or second hand but modernized, whichever letter or word an export has for it."""
    bare = text.strip()
    return _STATUS.get(bare.casefold(), bare) if bare else None


def _unmarked(text: str) -> tuple[str, bool]:
    bare = text.strip()
    marked = bare.endswith("?") or (bare[:1] in "([" and bare[-1:] in ")]" and len(bare) > 2)
    return bare.strip("()[]? ") if marked else bare, marked
