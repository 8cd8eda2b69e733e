"""Everything a briefing is written from, asked of the library once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jointline.backlog.changes import Changes, changes
from jointline.backlog.history import FIRST_PUBLISHED, History, history
from jointline.backlog.inspect import promise_records
from jointline.backlog.promises import Record
from jointline.backlog.rules import Rule, get_rule
from jointline.backlog.table import Backlog, BacklogRow, backlog
from jointline.errors import JointlineError, NothingFound
from jointline.ledger.case import Case
from jointline.ledger.dates import as_day, day_before, month_span
from jointline.ledger.exchange import statements
from jointline.ledger.ledger import Ledger
from jointline.ledger.statement import Statement
from jointline.report.lang.language import Language

JOINT = "joint_production_claim"
_LEAST_MONTHS = 12  # months of the chart, where the first published list is not further back


@dataclass(frozen=True, slots=True)
class Facts:
    """A month under a rule: both tables, what changed between them, the series, promises, news of joint production."""

    ledger: Ledger
    month: str
    first_day: date
    last_day: date
    rule: Rule
    knowledge_ends_on: str
    titles: dict[str, str]  # of every case that counts at either end, in the language
    before: Backlog
    after: Backlog
    changed: Changes
    series: History
    records: dict[tuple[str, str], Record]  # by case and event, of the cases still counted
    joint: tuple[Statement, ...]  # known by the month's end, newest first

    @property
    def covered(self) -> str:
        """``whole``, ``part`` or ``none``: how far the ledger's knowledge reaches into the month."""
        if not self.knowledge_ends_on or self.knowledge_ends_on >= self.last_day.isoformat():
            return "whole"
        return "part" if self.knowledge_ends_on >= self.first_day.isoformat() else "none"

    @property
    def is_first_list(self) -> bool:
        """Whether the publisher's first list is of this month: what it leaves out and takes in is no news."""
        return self.rule.membership == "publisher" and self.month == FIRST_PUBLISHED.isoformat()[:7]


def default_month(ledger: Ledger) -> str:
    """The month in which the ledger's knowledge ends, the user's own statements included.

    Not the last full month of the calendar: a briefing is about what is known, and must be the same on every day.
    """
    ends = max(ledger.knowledge_ends())
    if not ends:
        raise JointlineError("the ledger is empty: there is no month to report on")
    return ends[:7]


def gather(month: str, rule: str | os.PathLike[str], ledger: Ledger, lang: Language) -> Facts:
    """The facts of a month. Raises ``JointlineError`` for what is no month, ``NothingFound`` before the first case."""
    span, chosen = month_span(month), get_rule(rule)
    first, last = span.low, span.high
    after = backlog(last, rule, ledger=ledger)
    before = backlog(day_before(first), rule, ledger=ledger)
    if not after.rows and not before.rows:
        raise NothingFound(
            f"no case was counted in {span.text} by rule {chosen.name}",
            remedy="jointline backlog --rule all --as-of DATE shows what was known on a day.",
        )
    start = min(FIRST_PUBLISHED, _months_back(last, _LEAST_MONTHS - 1))
    if last < FIRST_PUBLISHED:
        start = _months_back(last, 2 * _LEAST_MONTHS - 1)
    return Facts(
        ledger=ledger, month=span.text, first_day=first, last_day=last, rule=chosen,
        knowledge_ends_on=max(ledger.knowledge_ends()), titles=_titles((*before.rows, *after.rows), ledger.cases(last), lang), before=before, after=after,
        changed=changes(span.text, rule, ledger=ledger),
        series=history(rule, start.isoformat()[:7], span.text, ledger=ledger),
        records=_records(ledger, after, last), joint=_joint(ledger, last),
    )  # fmt: skip


def _titles(rows: Iterable[BacklogRow], cases: Iterable[Case], lang: Language) -> dict[str, str]:
    """What each case sold, by its usual name: those of the *rows*, then all others, which a note may name.

    Two of one name are told apart by the year of their notice, among the rows by themselves.
    """
    counted = {r.case: (lang.name("case", r.case, r.title), r.notified_on[:4]) for r in rows}
    other = {c.id: (lang.name("case", c.id, c.title), c.value("notified_on")[:4]) for c in cases if c.id not in counted}
    of_rows = Counter(name for name, _ in counted.values())
    of_all = Counter(name for name, _ in (*counted.values(), *other.values()))

    def told(name: str, year: str, often: Counter[str]) -> str:
        return lang.text("{case} ({year})", case=name, year=lang.date(year)) if often[name] > 1 and year else name

    return {i: told(*x, of_rows) for i, x in counted.items()} | {i: told(*x, of_all) for i, x in other.items()}


def _months_back(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return as_day(f"{count // 12:04}-{count % 12 + 1:02}")


def _records(ledger: Ledger, after: Backlog, day: date) -> dict[tuple[str, str], Record]:
    """How far the promises of the cases that are still counted have moved by *day*."""
    ends, found = ledger.knowledge_ends()[0], {}
    for row in after.rows:
        for record in promise_records(ledger.case(row.case, day), day, ends):
            found[row.case, record.property.partition("_")[0]] = record
    return found


def _joint(ledger: Ledger, day: date) -> tuple[Statement, ...]:
    """What was said on joint production by *day*, corrections taken into account, newest first."""
    subjects = dict.fromkeys(s.subject for s in statements(property=JOINT, ledger=ledger))
    said = (s for subject in subjects for s in ledger.known_of(subject, day) if s.property == JOINT)
    return tuple(sorted(said, key=lambda s: (s.known_on, s.stated.low, s.id), reverse=True))


def rule_words(facts: Facts, lang: Language) -> str:
    """The counting rule by its title, as the pages name it."""
    return lang.text("“{words}”", words=lang.say(facts.rule.title))
