"""Which class of weapon a case or a register's order belongs to, how many units, new or from stock."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jointline.ledger.case import Case
from jointline.ledger.values import parse_item

UNKNOWN = "unknown"
DATA = Path(__file__).resolve().parent.parent / "data" / "forecast"


@dataclass(frozen=True, slots=True)
class WeaponClass:
    """One row of data/forecast/classes.csv: words of a case's lead item and title, and a register's descriptions."""

    name: str
    title: str
    register: frozenset[str]
    words: re.Pattern[str]
    from_stock: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of case it is; ``units`` is missing where the notice gives none."""

    weapon: str
    from_stock: bool
    units: float | None

    @property
    def log_units(self) -> float | None:
        return math.log(self.units) if self.units and self.units > 0 else None


@cache
def weapon_classes() -> tuple[WeaponClass, ...]:
    """The classes, in table order: the first whose words are met is a case's."""
    with (DATA / "classes.csv").open(encoding="utf-8") as handle:
        return tuple(
            WeaponClass(
                r["class"], r["title"], frozenset(x.strip().casefold() for x in r["register"].split(";")),
                re.compile(r["words"], re.IGNORECASE),
                re.compile(r["from_stock"], re.IGNORECASE) if r["from_stock"] else None,
            )
            for r in csv.DictReader(handle)
        )  # fmt: skip


def class_title(name: str) -> str:
    """A class as people call it."""
    return next((c.title for c in weapon_classes() if c.name == name), "no class of its own")


def kind_of(case: Case) -> Kind:
    """The kind of a case by the first item of its notice, else by its title; what fits no class is ``unknown``."""
    lead = case.value("lead_item")
    units: float | None = None
    item = ""
    if lead:
        number, item = parse_item(lead)
        units = float(number.high) if number and number.high else None
    for text in filter(None, (item, case.title)):
        for c in weapon_classes():
            if c.words.search(text):
                return Kind(c.name, bool(c.from_stock and c.from_stock.search(text)), units)
    return Kind(UNKNOWN, False, units)


def register_class(description: str) -> str:
    """The class of a register's weapon description; engines and whatever else fits none are ``unknown``."""
    wanted = description.strip().casefold()
    return next((c.name for c in weapon_classes() if wanted in c.register), UNKNOWN)
