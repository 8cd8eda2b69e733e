"""One case and one figure taken apart: the trail of what was said, and why one statement won."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jointline._version import __version__
from jointline.backlog.counting import CANCELLED, category, latest_promise, membership, status
from jointline.backlog.due import due
from jointline.backlog.plain import plain_data
from jointline.backlog.promises import Record, promise_record
from jointline.backlog.rules import DEFAULT_RULE, Rule, get_rule
from jointline.backlog.table import Counted, count, first_publication, knowledge_warning
from jointline.errors import JointlineError, NothingFound, suggest
from jointline.ledger.case import Case, short_names
from jointline.ledger.dates import as_day
from jointline.ledger.entries import note_of
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.properties import get_property, properties
from jointline.ledger.resolve import RULES, Resolved
from jointline.ledger.statement import Statement
from jointline.ledger.values import plain
from jointline.sentences import Part, date_part, list_part, name_part, says, says_n
from jointline.shown import Shown

PROMISES = (("first_delivery_promised", "first_delivery"), ("final_delivery_promised", "final_delivery"))
# what a user may call a figure, and the properties it stands for, in the order they are looked at
ALIASES = {
    "notified": ("notified_on",),
    "contract": ("contract_awarded", "loa_signed"),
    "first_delivery": ("first_delivery", "first_delivery_promised"),
    "final_delivery": ("final_delivery", "final_delivery_promised"),
    "units": ("units_delivered", "units_ordered"),
    "listed": ("published_listing",),
}
COMPUTED = ("status", "counted", "value", "promise")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is held of one property, and on whose word."""

    property: str
    value: str
    said_by: str | None
    stated_on: str
    standing: str
    hedged: bool
    confidence: str
    set_aside: int
    statement: str
    counts: bool  # false for an event that is only said: hedged or assumed, it stands for nothing that happened


@dataclass(frozen=True, slots=True)
class Rival:
    """Statements on one property that give different answers, the winner first."""

    property: str
    rule: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class CaseReport(Shown):
    """Everything said about one case by a date."""

    case: str
    name: str
    title: str
    as_of: str
    status: str
    category: str | None
    published_category: str | None
    counted: bool
    counted_why: str
    facts: tuple[Fact, ...]
    called: tuple[str, ...]
    trail: tuple[Statement, ...]
    promises: tuple[Record, ...]
    rivals: tuple[Rival, ...]
    superseded: int
    not_yet_stated: int
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        raw: dict[str, Any] = {f: getattr(self, f) for f in self.__dataclass_fields__}
        raw["trail"] = [s.as_dict() for s in self.trail]
        raw["promises"] = [record_dict(r) for r in self.promises]
        raw["rivals"] = [
            {"property": r.property, "rule": r.rule, "statements": [s.as_dict() for s in r.statements]}
            for r in self.rivals
        ]
        return {k: plain_data(v) for k, v in raw.items()}


def record_dict(r: Record) -> dict[str, Any]:
    """A promise record with statements as ids and the dates they give."""
    return {
        "property": r.property, "promises": r.promises, "promises_after_event": len(r.after_event), "first": r.first.value, "first_stated_on": r.first.stated_on,
        "first_said_by": r.first.said_by or None, "first_units": r.first.units or None, "latest": r.latest.value, "latest_stated_on": r.latest.stated_on,
        "latest_said_by": r.latest.said_by or None, "latest_units": r.latest.units or None, "same_quantity": r.like,
        "state": r.state, "moved_months": r.moved_months,
        "moves": [{"before": m.before.value, "after": m.after.value, "months": m.months, "same_quantity": m.like,
                   "stated_on": m.after.stated_on, "said_by": m.after.said_by or None,
                   "statements": [m.before.id, m.after.id]} for m in r.moves],
        "event": r.event.value if r.event else None, "event_months_after_first_promise": r.event_months_after_first,
        "event_units": (r.event.units or None) if r.event else None, "event_same_quantity": r.like_event if r.event else None,
        "event_contested_by": r.contested_by.id if r.contested_by else None,
        "ended_by": r.ended_by.id if r.ended_by else None,
        "moved_nothing": [{"promised": a.promise.value, "why": a.why, "statement": a.promise.id} for a in r.aside],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Why(Shown):
    """Why a figure is what it is: the statement that won, those set aside, the rule."""

    case: str
    name: str
    title: str
    property: str
    asked: str
    as_of: str
    value: str
    rule: str
    rule_text: str
    winners: tuple[Statement, ...]
    set_aside: tuple[Statement, ...]
    not_evidence: tuple[Statement, ...]
    superseded: tuple[Statement, ...]
    entry_notes: tuple[str, ...]
    also: str
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        raw: dict[str, Any] = {f: getattr(self, f) for f in self.__dataclass_fields__}
        for name in ("winners", "set_aside", "not_evidence", "superseded"):
            raw[name] = [s.as_dict() for s in getattr(self, name)]
        return raw


def case(name: str, as_of: str | date | None = None, *, ledger: Ledger | None = None) -> CaseReport:
    """Everything said about one case, in time order, as known on a day (default today).

    *name* is a case id, a short name (``f16-block70``), a transmittal number or a name used elsewhere.
    Raises ``JointlineError`` with the nearest names.
    """
    ledger, day = ledger or open_ledger(), date.today() if as_of is None else as_day(as_of)
    found = ledger.case(name, day)
    everything = ledger.of_subject(found.id)
    trail = sorted(ledger.known_of(found.id, day), key=lambda s: (s.known_on, s.stated.low, s.property, s.id))
    later = [s for s in everything if s.known_on > day.isoformat()]
    rule = get_rule(DEFAULT_RULE)
    member = membership(found, rule, first_publication(ledger, ledger.cases(day), day, None, rule))
    records = promise_records(found, day, ledger.knowledge_ends()[0])
    facts = tuple(
        _fact(found.held[name])
        for name, p in properties().items()
        if name in found.held and p.group in ("case", "event", "promise", "term") and p.resolves_by != "all"
    )
    beyond = knowledge_warning(ledger, day)
    return CaseReport(
        case=found.id, name=short_names(ledger.case_ids())[found.id], title=found.title, as_of=day.isoformat(),
        status=status(found)[0], category=found.value("category") or None,
        published_category=category(found, rule) if member.counts or found.winner("published_category") else None, counted=member.counts, counted_why=member.why, facts=facts,
        called=tuple(dict.fromkeys(s.value for s in found.every("also_called"))), trail=tuple(trail),
        promises=records, rivals=_rivals(found, records),
        superseded=len(everything) - len(later) - len(trail), not_yet_stated=len(later),
        warnings=(beyond,) if beyond else (),
        run={"version": __version__, "data": ledger.data_hash(), "as_of": day.isoformat()},
    )  # fmt: skip


def promise_records(found: Case, day: date, ends: str) -> tuple[Record, ...]:
    """The records of a case's promises, first delivery before final, each with the state of its latest promise on *day*.

    *ends* is where the shipped knowledge ends (``Ledger.knowledge_ends``).
    """
    records = []
    state, shown_by = status(found)
    for promised, event in PROMISES:
        record = promise_record(promised, found.every(promised), found.firm(event))
        if record and (record.event is None or record.contested_by):
            waits = due(found, day, max(ends, found.last.known_on)).get(event.removesuffix("_delivery"))
            record = replace(record, state=waits.state if waits else None)
            if state == CANCELLED:
                record = replace(record, ended_by=shown_by[0])
        if record:
            records.append(record)
    return tuple(records)


def _fact(held: Resolved) -> Fact:
    w = held.winner
    aside = sum(s.is_evidence for s in held.set_aside)
    counts = w.is_firm or get_property(held.property).group != "event"
    return Fact(
        held.property, w.value, w.said_by or None, w.stated_on, w.standing, w.hedged, w.confidence, aside, w.id, counts
    )


def _rivals(found: Case, records: Iterable[Record]) -> tuple[Rival, ...]:
    """Properties on which evidence disagrees; promises and running counts are a story in time and not rivals.

    A promise stands beside an event only where it puts one that others reported in the future.
    """
    contested = {r.event.property: r.contested_by for r in records if r.event and r.contested_by}
    rivals = []
    for name, held in found.held.items():
        if held.rule in ("all", "latest_event") or get_property(name).group in ("promise", "foresight", "publisher"):
            continue
        ahead = contested.get(name)
        if held.rivals or ahead:
            rivals.append(Rival(name, held.rule, (held.winner, *((ahead,) if ahead else ()), *held.rivals)))
    return tuple(rivals)


def why(
    name: str, property_: str, as_of: str | date | None = None, *, rule: str | os.PathLike[str] = DEFAULT_RULE,
    ledger: Ledger | None = None,
) -> Why:  # fmt: skip
    """Why a case's figure is what it is: the winning statement, those set aside and the rule that decided.

    *property_* is a property of the field table, or one of ``value``, ``promise``, ``contract``, ``units``,
    ``listed``, ``status``, ``counted``. Raises ``NothingFound`` where nothing was said by then.
    """
    ledger, day = ledger or open_ledger(), date.today() if as_of is None else as_day(as_of)
    found = ledger.case(name, day)
    short = short_names(ledger.case_ids())[found.id]
    run = {"version": __version__, "data": ledger.data_hash(), "as_of": day.isoformat()}
    if property_ in COMPUTED:
        return _computed(ledger, found, short, property_, day, rule, run)
    wanted = ALIASES.get(property_) or (property_,)
    if property_ not in ALIASES and property_ not in properties() and not property_.startswith("x-"):
        choices = [*ALIASES, *COMPUTED, *properties()]
        raise JointlineError(
            says("there is no property {property!r}", property=property_), remedy=suggest(property_, choices)
        )
    everything = ledger.of_subject(found.id)
    known = {s.id for s in ledger.known_of(found.id, day)}
    said = [s for s in everything if s.property in wanted and s.known_on <= day.isoformat()]
    chosen = next((w for w in wanted if w in found.held), None)
    asked_for, today = name_part("property", wanted[0]), date_part(day.isoformat())
    named = name_part("case", found.id, short)
    no_evidence = tuple(s for s in said if not s.is_evidence and s.id in known)
    if chosen is None:
        if no_evidence:
            raise NothingFound(
                says("nobody stated {property} of {case} by {date}", property=asked_for, case=named, date=today),
                remedy=says_n(
                    "{n} declined to confirm or denied it: see jointline case {name}.",
                    "{n} declined to confirm or denied it: see jointline case {name}.",
                    len(no_evidence), name=short,
                ),
            )  # fmt: skip
        raise NothingFound(
            says("nothing was said about {property} of {case} by {date}", property=asked_for, case=named, date=today),
            remedy=_said_of(found),
        )
    held = found.held[chosen]
    also = (
        ""
        if chosen == wanted[0] or property_ not in properties()
        else says(
            "Nobody has stated {property} by {date}; this is {other}.",
            property=asked_for,
            date=today,
            other=name_part("property", chosen),
        )
    )
    aside = tuple(s for s in held.set_aside if s.is_evidence)
    winners = (held.winner, *aside) if held.rule == "all" else (held.winner,)
    return Why(
        found.id, short, found.title, chosen, property_, day.isoformat(), held.value, held.rule,
        RULES[held.rule], winners, () if held.rule == "all" else aside,
        tuple(s for s in no_evidence if s.property == chosen),
        tuple(s for s in said if s.id not in known and s.property == chosen), _entry_notes(said, everything), also, _beyond(ledger, day), run,
    )  # fmt: skip


def _entry_notes(said: Iterable[Statement], everything: Sequence[Statement]) -> tuple[str, ...]:
    """Ids of those whose note is that of a whole entry, or is about another statement of it."""
    return tuple(s.id for s in said if s.note and note_of(s, everything) != (s.note, False))


def _said_of(found: Case) -> str:
    return says("Said so far: {properties}.", properties=list_part(name_part("property", p) for p in found.held))


def _computed(
    ledger: Ledger,
    found: Case,
    short: str,
    asked: str,
    day: date,
    rule_name: str | os.PathLike[str],
    run: dict[str, str],
) -> Why:
    aside: tuple[Statement, ...] = ()
    rule = get_rule(rule_name)
    counted = next(c for c in count(ledger, day, rule) if c.case.id == found.id)
    text: str = _rule_text(rule)
    value: str
    by: tuple[Statement, ...]
    if asked == "status":
        state, by = status(counted.case)
        value = name_part("status", state)
        text = says(
            "complete by a firm final delivery; cancelled; delivering once any unit was firmly reported handed over; "
            "contract or LOA once one was signed, or somebody says when it ends; otherwise no contract reported"
        )
    elif asked == "promise":
        what, promise = latest_promise(counted.case, day)
        if what is None or promise is None:
            named = name_part("case", found.id, short)
            raise NothingFound(
                says("nobody has promised {case} for a date by {date}", case=named, date=date_part(day.isoformat())),
                remedy=_said_of(found),
            )
        kind = name_part("promise_what", what)
        value, by = says("{what} {date}", what=kind, date=date_part(promise.value)), (promise,)
        aside = tuple(s for s in counted.case.held[promise.property].set_aside if s.is_evidence)
        text = says("final delivery, else first, else the end of the contract or budget; {rule}", rule=RULES["promise"])
    elif asked == "counted":
        member = counted.membership
        flag = name_part("flag", "yes" if member.counts else "no")
        value = says("{flag}, {why}", flag=flag, why=name_part("membership", member.why))
        by = (member.by,) if member.by else ()
    else:
        value, by = says("{value} ({basis})", value=_usd_m(counted), basis=counted.basis), counted.by
        aside = tuple(s for r in counted.case.held.values() if r.winner in by for s in r.set_aside if s.is_evidence)
    return Why(
        found.id, short, found.title, asked, asked, day.isoformat(), value, asked, text, tuple(by), aside, (), (),
        _entry_notes((*by, *aside), ledger.of_subject(found.id)), "",
        _beyond(ledger, day), run,
    )  # fmt: skip


def _usd_m(c: Counted) -> str:
    if c.value is not None:
        return Part(f"USD {plain(round(c.value, 2))}m", "usd", float(c.value), 1)
    if c.low is None or c.high is None:
        return says("no value")
    return Part(f"USD {plain(c.low)}m..{plain(c.high)}m", "usd_range", float(c.low), float(c.high), 1)


def _rule_text(rule: Rule) -> str:
    """Title of a rule and what it counts in one line."""
    return Part(f"{rule.title}. {rule.counts}".rstrip("."), "list", (rule.title, rule.counts), ". ")


def _beyond(ledger: Ledger, day: date) -> tuple[str, ...]:
    text = knowledge_warning(ledger, day)
    return (text,) if text else ()
