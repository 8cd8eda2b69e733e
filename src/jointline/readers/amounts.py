"""Amounts of US dollars as documents write them: ``$ 0 million``, ``$1.01 billion``, ``$26,219,305``, ``52 million``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

_UNITS = {"thousand": Decimal("0.001"), "million": Decimal(1), "billion": Decimal(1000), "trillion": Decimal(1_000_000)}
_NUMBER = r"(?:-\s?0\s?-|[0-9](?:[0-9,]{0,18}[0-9])?(?:\.[0-9]{1,6})?|\.[0-9]{1,6})"
# with a dollar sign the unit may be missing; without one it may not
AMOUNT = (
    rf"(?:(?:US\s?)?\$\s?(?P<dollars>{_NUMBER})(?:\s?(?P<unit>thousand|million|billion|trillion)|(?P<cut>\s(?:m|mi|mil|mill|milli|millio|b|bi|bil|bill|billi|billio)\Z))?"
    rf"|(?P<bare>{_NUMBER})\s(?P<bare_unit>thousand|million|billion|trillion))"
)
_AMOUNT = re.compile(AMOUNT, re.IGNORECASE)
_SINGLE_DOLLARS = 10_000  # an amount without unit below this is more likely short of its unit than meant so


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in millions of US dollars and where it stands in the text it was found in."""

    usd_m: Decimal
    start: int
    end: int

    @property
    def number(self) -> int | float:
        """The amount as JSON has it: whole where it is whole."""
        return int(self.usd_m) if self.usd_m == self.usd_m.to_integral_value() else float(self.usd_m)


def read_amount(found: re.Match[str]) -> Amount | None:
    """The amount that a match of ``AMOUNT`` means; ``None`` where a number has no unit and may be anything.

    A unit that the end of the text cuts off (``$100.0 milli``) is read.
    """
    digits = found["dollars"] or found["bare"]
    unit = (found["unit"] or found["bare_unit"] or "").casefold()
    start = found.start("dollars" if found["dollars"] else "bare")
    end = max(found.end("dollars"), found.end("bare"), found.end("unit"), found.end("bare_unit"), found.end("cut"))
    if found["dollars"]:
        start = found.string.rindex("$", 0, start)
    value = _number(digits)
    if value is None:
        return None
    if found["cut"] and found.end() == len(found.string):
        unit = "million" if found["cut"].strip().casefold()[0] == "m" else "billion"
    if unit:
        return Amount(value * _UNITS[unit], start, end)
    if value == 0 or value >= _SINGLE_DOLLARS:
        return Amount(value / 1_000_000, start, end)
    return None


def _number(digits: str) -> Decimal | None:
    text = digits.replace(" ", "").casefold()
    if text == "-0-":
        return Decimal(0)
    if "," in text and not re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", text):
        return None
    return Decimal(text.replace(",", ""))


@cache
def _labelled(label: str) -> re.Pattern[str]:
    return re.compile(label + r"[\s:*?.†‡/-]{0,12}" + AMOUNT, re.IGNORECASE)


def amount_after(text: str, label: str, start: int = 0, end: int | None = None) -> Amount | None:
    """The amount that stands right behind *label*, a pattern, with nothing but signs between them."""
    stop = len(text) if end is None else end
    for found in _labelled(label).finditer(text, start, stop):
        amount = read_amount(found)
        if amount:
            return amount
    return None
