"""Quantities as documents write them: ``eighty-two (82)``, ``1,584``, ``three``, ``990 million gallons``."""

from __future__ import annotations

import re

_ONES = dict(zip(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], range(1, 20), strict=True))  # fmt: skip
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
NUMBER_WORD = "|".join((*_TENS, *sorted(_ONES, key=len, reverse=True)))
_WORD = f"{NUMBER_WORD}|hundred|thousand|million|and"
# to the last word, by looking ahead: possessive groups are wrong in Python before 3.11.5 (gh-106052)
_WORDS = rf"(?:{_WORD})(?:[\s-]{{1,2}}(?:{_WORD}))*(?![\s-]{{1,2}}(?:{_WORD}))"
# what behind a number is a measure, a span of time or a share, and makes it no quantity of things
_MEASURE = (
    r"(?:mm|cm|m|km|kg|kw|kva|mhz|ghz|inch(?:es)?|in\.|foot|feet|ft|lbs?|pounds?|tons?|kilo\w*|meters?|metres?|miles?|"
    r"percent|%|years?|months?|weeks?|days?|hours?|calib(?:er|re)|cal|volts?|watts?|degrees?|phases?|blocks?)"
)
_BEFORE = r"(?:(?:approximately|up to(?: a maximum)?(?: of)?|a maximum(?: of)?|a quantity of|at least|about|the sale of|an? additional)\s){0,2}"
QUANTITY = re.compile(
    rf"{_BEFORE}(?:(?P<words>{_WORDS})\s?(?:\((?P<inside>[0-9][0-9,]{{0,9}})\))?|(?P<digits>[0-9][0-9,]{{0,9}})(?:\s?\((?P<again>[0-9][0-9,]{{0,9}})\))?)"
    rf"(?:\s(?P<scale>million|thousand))?(?:\s\([0-9]{{1,4}}\s[^()]{{2,40}}\))?\s(?!{_MEASURE}(?![\w-]))(?=[^\s(])",
    re.IGNORECASE,
)


def quantity(found: re.Match[str]) -> int | None:
    """The number that a match of ``QUANTITY`` means; ``None`` where the words make none (``and``, ``million``)."""
    digits = found["inside"] or found["digits"]
    value = whole(digits) if digits else spelled(found["words"])
    if value is None:
        return None
    return value * {"million": 1_000_000, "thousand": 1000}[found["scale"].casefold()] if found["scale"] else value


def whole(digits: str) -> int | None:
    """``1,584`` as a number, ``None`` where its commas do not group thousands."""
    if "," in digits and not re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", digits):
        return None
    return int(digits.replace(",", ""))


def spelled(words: str) -> int | None:
    """A number in words up to the millions.

    >>> spelled("four hundred forty-seven"), spelled("and")
    (447, None)
    """
    total = current = 0
    seen = False
    for word in re.split(r"[\s-]+", words.casefold().strip()):
        if word in _ONES or word in _TENS:
            current += _ONES.get(word, 0) + _TENS.get(word, 0)
            seen = True
        elif word == "hundred" and seen:
            current = (current or 1) * 100
        elif word in ("thousand", "million") and seen:
            total += (current or 1) * (1000 if word == "thousand" else 1_000_000)
            current = 0
        elif word != "and":
            return None
    return total + current if seen else None
