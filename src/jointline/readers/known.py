"""What the ledger already has on what a document says: the same value, another one, or nothing."""

from __future__ import annotations

import re
from functools import cached_property

from jointline.ledger.ledger import Ledger
from jointline.ledger.properties import get_property
from jointline.ledger.shipped import shipped
from jointline.ledger.statement import Statement
from jointline.ledger.values import parse_item
from jointline.readers.result import DIFFERS, KNOWN, Proposal

DISPATCH = "dispatch/"  # what begins the subject of a claim that is about no case
_KEPT = 4096  # subjects whose statements are kept at hand
_WORD = re.compile(r"[a-z0-9]+")


class Known:
    """The ledger as the readers ask it: statements by subject, looked up once."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._of: dict[str, list[Statement]] = {}
        self._cited: dict[tuple[str, str], dict[tuple[object, ...], str]] = {}

    @cached_property
    def _shipped(self) -> dict[str, list[Statement]]:
        by_subject: dict[str, list[Statement]] = {}
        for s in shipped() if self.ledger.with_shipped else ():
            by_subject.setdefault(s.subject, []).append(s)
        return by_subject

    def of(self, subject: str) -> list[Statement]:
        """Every statement of the ledger about *subject*; superseded ones are left out."""
        if subject not in self._of:
            if len(self._of) >= _KEPT:
                self._of.clear()
            own = self.ledger.store.of_subject(subject) if self.ledger.store else []
            both = [*self._shipped.get(subject, ()), *own]
            gone = {s.supersedes for s in both}
            self._of[subject] = [s for s in both if s.id not in gone]
        return self._of[subject]

    def compared(self, statement: Statement, why: str = "") -> Proposal:
        """*statement* as a proposal: new, known already, or different from what is held."""
        said = [s for s in self.of(statement.subject) if s.property == statement.property]
        there = [s for s in said if s.is_evidence]
        same = [s for s in said if s.id == statement.id] or [s for s in there if _same(s, statement)]
        if same:
            return Proposal(statement, KNOWN, tuple(s.id for s in same), why)
        if statement.subject.startswith(DISPATCH) and (tied := self._tied(statement)):
            return Proposal(statement, KNOWN, (tied,), why)
        others = () if get_property(statement.property).resolves_by == "all" else tuple(s.id for s in there)
        return Proposal(statement, DIFFERS, others, why) if others else Proposal(statement, why=why)

    def _tied(self, statement: Statement) -> str:
        """The id of a claim of this very passage that a person has tied to a case; empty where none has."""
        key = statement.source, statement.property
        if key not in self._cited:
            own = self.ledger.store.of_source(*key) if self.ledger.store else []
            self._cited[key] = {_passage(s): s.id for s in own}
        return self._cited[key].get(_passage(statement), "")


def _passage(s: Statement) -> tuple[object, ...]:
    return s.start, s.end, s.quote, s.value, s.stated_on, s.said_by


def _same(a: Statement, b: Statement) -> bool:
    """Do two statements on one property say the same? Names are compared by their words, items by number and words."""
    if a.value == b.value:
        return True
    kind = get_property(a.property).type
    if kind == "item":
        (number, name), (other, other_name) = parse_item(a.value), parse_item(b.value)
        if number is None or other is None:
            return number is other and words(name) == words(other_name)
        return number == other and bool(words(name) & words(other_name))
    return kind == "text" and words(a.value) == words(b.value)


def words(text: str) -> frozenset[str]:
    """The words of a name, lower case, designations without their hyphens: ``F-16`` is ``f16``."""
    plain = re.sub(r"(?<=[a-z0-9])[-/](?=[0-9])|(?<=[0-9])[-/](?=[a-z0-9])", "", text.casefold())
    return frozenset(_WORD.findall(plain)) - _EMPTY


_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "of",
        "for",
        "to",
        "in",
        "on",
        "by",
        "with",
        "its",
        "s",
        "as",
        "at",
        "or",
        "from",
        "related",
        "equipment",
        "support",
        "services",
    ]
)
