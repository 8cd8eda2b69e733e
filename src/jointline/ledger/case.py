"""A case as known on a date: each property resolved, with what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jointline.ledger.dates import DateSpan, parse_date
from jointline.ledger.properties import get_property
from jointline.ledger.resolve import Resolved
from jointline.ledger.statement import Statement
from jointline.ledger.values import Money, Number, parse_money, parse_number


@dataclass(frozen=True, slots=True)
class Case:
    """One notified sale. ``held`` maps a property to what is held of it; ``last`` is the newest statement."""

    id: str
    held: dict[str, Resolved]
    last: Statement

    def winner(self, name: str) -> Statement | None:
        """The statement that won on a property, if anything is held of it."""
        resolved = self.held.get(name)
        return resolved.winner if resolved else None

    def firm(self, name: str) -> Statement | None:
        """The winner where it is evidence, not hedged and not an assumption: what an event needs to count."""
        won = self.winner(name)
        return won if won and won.is_firm else None

    def value(self, name: str) -> str:
        """The winning value as text, empty where nothing is held."""
        won = self.winner(name)
        return won.value if won else ""

    def every(self, name: str) -> tuple[Statement, ...]:
        """Every statement held on a property, oldest first."""
        resolved = self.held.get(name)
        if not resolved:
            return ()
        return tuple(sorted((resolved.winner, *resolved.set_aside), key=lambda s: (s.known_on, s.id)))

    def date(self, name: str) -> DateSpan | None:
        """The winning date of a date property."""
        text = self.value(name)
        return parse_date(text) if text else None

    def money(self, name: str) -> Money | None:
        """The winning amount of a money property."""
        text = self.value(name)
        return parse_money(text) if text else None

    def number(self, name: str) -> Number | None:
        """The winning number of a number property."""
        text = self.value(name)
        return parse_number(text) if text else None

    @property
    def nothing_since_notice(self) -> bool:
        """Whether the last word on the case is that of its notice."""
        notified = self.winner("notified_on")
        said_in_notice = get_property(self.last.property).group == "case"
        return said_in_notice and notified is not None and self.last.known_on <= notified.known_on

    @property
    def title(self) -> str:
        return self.value("title") or self.id


def _parts(case_id: str) -> tuple[str, str] | None:
    """Year and name out of ``tw-2020-10-21-himars`` (a coarser date has fewer parts); ``None`` for another form."""
    country, _, rest = case_id.partition("-")
    year, _, name = rest.partition("-")
    if len(country) != 2 or len(year) != 4 or not year.isdigit() or not name:
        return None
    for _ in ("month", "day"):
        number, _, more = name.partition("-")
        if len(number) != 2 or not number.isdigit() or not more:
            break
        name = more
    return year, name


def short_names(ids: Iterable[str]) -> dict[str, str]:
    """For each case id the shortest name that means it alone: ``f16-block70``, ``himars-2020``.

    >>> short_names(["tw-2020-10-21-himars", "tw-2025-12-17-himars", "tw-2020-11-03-mq9b"])
    {'tw-2020-10-21-himars': 'himars-2020', 'tw-2025-12-17-himars': 'himars-2025', 'tw-2020-11-03-mq9b': 'mq9b'}
    """
    ids = list(ids)
    parts = {i: found for i in ids if (found := _parts(i))}
    slugs = Counter(slug for _, slug in parts.values())
    dated = Counter(f"{slug}-{year}" for year, slug in parts.values())
    names = {}
    for i in ids:
        part = parts.get(i)
        slug, year = (part[1], f"{part[1]}-{part[0]}") if part else (i, i)
        if slugs[slug] == 1:
            names[i] = slug
        else:
            names[i] = year if dated[year] == 1 else i
    taken, known = Counter(names.values()), set(ids)
    return {i: i if taken[name] > 1 or name in known else name for i, name in names.items()}
