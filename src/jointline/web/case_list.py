"""The cases of a backlog as a reader wants to see them: one category, those that a word finds, in an order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jointline.backlog.table import Backlog, BacklogRow
from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import parse_date
from jointline.report.lang.language import Language
from jointline.sentences import says

SORTS = ("value", "age", "new", "promised")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked to see of the table: a category or all, words to find, an order."""

    category: str = ""
    find: str = ""
    sort: str = "value"


def wanted(category: str, find: str, sort: str, b: Backlog) -> Wanted:
    """What was asked for, checked against *b*. Raises ``JointlineError`` for an unknown category or order."""
    names = [c.name for c in b.categories]
    if category and category not in names:
        raise JointlineError(
            says("there is no category {category!r}", category=category), where="category", remedy=suggest(category, names)
        )  # fmt: skip
    if sort and sort not in SORTS:
        raise JointlineError(says("cannot sort by {sort!r}", sort=sort), where="sort", remedy=suggest(sort, SORTS))
    return Wanted(category, find.strip(), sort or "value")


def chosen(b: Backlog, asked: Wanted, lang: Language) -> tuple[BacklogRow, ...]:
    """The rows asked for, in the order asked for; every word to find has to be in what the row says."""
    words = asked.find.casefold().split()
    found = [
        r for r in b.rows
        if (not asked.category or r.category == asked.category) and _has(r, words, lang)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda r: (_KEYS[asked.sort](r), r.case)))


def _has(r: BacklogRow, words: Iterable[str], lang: Language) -> bool:
    said = (
        r.case, r.name, r.title, lang.name("case", r.case, r.title), r.category, lang.name("category", r.category), r.status,
        lang.name("status", r.status), r.promised_by, r.promised_on, r.last_stated_by, r.notified_on,
    )  # fmt: skip
    text = " ".join(s for s in said if s).casefold()
    return all(w in text for w in words)


def _value(r: BacklogRow) -> tuple[float, ...]:
    worth = r.value_usd_m if r.value_usd_m is not None else r.value_high_usd_m
    return (-worth,) if worth is not None else (1.0,)


def _promised(r: BacklogRow) -> tuple[float, ...]:
    return (parse_date(r.promised_on).high.toordinal(),) if r.promised_on else (float(date.max.toordinal()),)


def _age(r: BacklogRow) -> tuple[float, ...]:
    return (float(parse_date(r.notified_on).high.toordinal()),)


def _new(r: BacklogRow) -> tuple[float, ...]:
    return (-_age(r)[0],)


_KEYS: dict[str, Callable[[BacklogRow], tuple[float, ...]]] = {
    "value": _value, "age": _age, "new": _new, "promised": _promised,
}  # fmt: skip


def total_of(rows: Iterable[BacklogRow]) -> tuple[float | None, float | None, float | None]:
    """Sum, low and high end of *rows* in US$ million; the sum is ``None`` where a row has only a range, all where none has a value."""
    valued = [r for r in rows if r.value_high_usd_m is not None]
    if not valued:
        return None, None, None
    low = round(sum(r.value_low_usd_m or 0.0 for r in valued), 2)
    high = round(sum(r.value_high_usd_m or 0.0 for r in valued), 2)
    middle = None
    if all(r.value_usd_m is not None for r in valued):
        middle = round(sum(r.value_usd_m or 0.0 for r in valued), 2)
    return middle, low, high
