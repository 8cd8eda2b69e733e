"""Which known case a notice is about: by its transmittal number, else by buyer, date and title together."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from jointline.ledger.dates import DateSpan, parse_date
from jointline.ledger.statement import Statement
from jointline.ledger.values import Money, parse_item, parse_money
from jointline.readers.known import Known, words
from jointline.sentences import date_part, list_part, says

_LEAST = 0.5  # share of a title's words, weighed by how rare they are, that two names of one sale have in common
_MARGIN = 0.1  # by which the best has to lead, or nothing is chosen
_SAME_DAY = timedelta(days=3)  # a release may be dated a day or two beside the notification
_PRINTED_WITHIN = timedelta(days=3 * 365)  # the Register prints a notice up to years later


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case as far as a notice can be compared with it."""

    id: str
    transmittals: frozenset[str]
    notified: DateSpan
    title: frozenset[str]
    total: Money | None


@dataclass(frozen=True, slots=True)
class Match:
    """The case that was found and by what; or no case, and those it may be."""

    case: str | None
    by: str
    rivals: tuple[str, ...] = ()


class Cases:
    """The ledger's cases, and those that notices read before in the same run begin."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.every: list[KnownCase] = []
        self._often: Counter[str] = Counter()  # in how many titles a word stands
        for i in known.ledger.case_ids():
            self.begin(_known_case(i, known.of(i)))

    def begin(self, case: KnownCase) -> None:
        """Count *case* as known from here on: the next document may be about it too."""
        self.every.append(case)
        self._often.update(case.title)

    def by_transmittal(self, number: str) -> str | None:
        """The case that has this transmittal number."""
        return next((c.id for c in self.every if number.casefold() in c.transmittals), None)

    def find(
        self,
        transmittal: str | None,
        delivered_on: str | None,
        printed_on: str | None,
        title: str,
        total_usd_m: float | None,
    ) -> Match:
        """The case of a notice to Taiwan; dates are ISO texts, *title* any words on what is sold."""
        if transmittal:
            same = self.by_transmittal(transmittal)
            if same:
                return Match(same, says("the same transmittal number {number}", number=transmittal))
        wanted = words(title)
        scored = sorted(
            (
                (self._score(c, wanted, total_usd_m), c)
                for c in self.every
                if _fits(c, transmittal, delivered_on, printed_on)
            ),
            key=lambda pair: (-pair[0], pair[1].id),
        )
        if not scored or scored[0][0] < _LEAST:
            return Match(None, "")
        best = scored[0][1]
        if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
            rivals = tuple(c.id for score, c in scored if scored[0][0] - score < _MARGIN)
            return Match(None, "", rivals)
        notified, day = date_part(str(best.notified)), date_part(str(delivered_on or printed_on))
        when = says("notified {date}, this delivered {day}", date=notified, day=day) if delivered_on else says(
            "notified {date}, this printed {day}", date=notified, day=day)  # fmt: skip
        reasons = [says("the same buyer"), when]
        reasons.append(says("titles share {words}", words=list_part(sorted(best.title & wanted))))
        if _same_total(best, total_usd_m):
            reasons.append(says("the same total"))
        return Match(best.id, list_part(reasons, "; "))

    def of_contract(self, what: str, awarded_on: str) -> Match:
        """The case of Taiwan's that a contract for *what* seems to be for: a designation in its title or items stands in it."""
        wanted, day = words(what), parse_date(awarded_on).high
        scored = []
        for c in self.every:
            shared = c.title & wanted
            if c.notified.high <= day and any(_tells(w) for w in shared):
                scored.append((self._score(c, wanted, None), c))
        scored.sort(key=lambda pair: (-pair[0], pair[1].id))
        if not scored or scored[0][0] < _LEAST or (len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN):
            return Match(None, "")
        best = scored[0][1]
        return Match(
            best.id,
            says(
                "Taiwan among the buyers and {words} in its title or items",
                words=list_part(sorted(best.title & wanted)),
            ),
        )

    def _score(self, case: KnownCase, title: frozenset[str], total: float | None) -> float:
        weight = {w: 1 + math.log((1 + len(self.every)) / (1 + self._often[w])) for w in case.title | title}
        smaller = min(sum(weight[w] for w in case.title), sum(weight[w] for w in title))
        shared = sum(weight[w] for w in case.title & title)
        return (shared / smaller if smaller else 0.0) + (0.25 if shared and _same_total(case, total) else 0.0)


def _tells(word: str) -> bool:
    """Is it a designation (``aim9x``) and no plain word or number?"""
    return any(ch.isdigit() for ch in word) and any(ch.isalpha() for ch in word)


def _fits(case: KnownCase, transmittal: str | None, delivered: str | None, printed: str | None) -> bool:
    if transmittal and case.transmittals:
        return False  # both have a number, and it is another one
    if delivered:
        day = parse_date(delivered).low
        return _minus(case.notified.low) <= day <= case.notified.high + _SAME_DAY
    if printed:
        span = parse_date(printed)
        return case.notified.low <= span.high and span.low <= case.notified.high + _PRINTED_WITHIN
    return False


def _minus(day: date) -> date:
    return day - _SAME_DAY if day > date.min + _SAME_DAY else day


def _same_total(case: KnownCase, total: float | None) -> bool:
    return total is not None and case.total is not None and float(case.total.low) == float(case.total.high) == total


def _known_case(subject: str, statements: list[Statement]) -> KnownCase:
    values: dict[str, list[str]] = {}
    for s in statements:
        if s.is_evidence:
            values.setdefault(s.property, []).append(s.value)
    names = [*values.get("title", []), *values.get("also_called", [])]
    names += [parse_item(v)[1] for p in ("lead_item", "notified_item") for v in values.get(p, [])]
    totals = values.get("total_value", [])
    return KnownCase(
        subject,
        frozenset(v.casefold() for v in values.get("transmittal", [])),
        parse_date(values["notified_on"][0]),
        frozenset().union(*(words(n) for n in names)) if names else frozenset(),
        parse_money(totals[0]) if totals else None,
    )
