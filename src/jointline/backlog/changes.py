"""What changed in a month, and why: sentences ready to paste, each with its source."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jointline._version import __version__
from jointline.backlog.counting import DELIVERING, status
from jointline.backlog.plain import plain_data
from jointline.backlog.promises import promise_record
from jointline.backlog.rules import DEFAULT_RULE, Rule, get_rule
from jointline.backlog.table import Counted, count, first_publication, knowledge_warning, unpublished_warning
from jointline.ledger.dates import day_before, in_words, month_span, parse_date
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.properties import get_property
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement
from jointline.rounding import half_up
from jointline.sentences import Part, Sentence, date_part, message, name_part, on_date_part, says, units_part, usd_part
from jointline.shown import Shown

KINDS = ("entered", "left", "revalued", "recoded", "began delivery", "delivered", "marked", "contract", "production",
         "promised", "slipped", "brought forward", "delay announced", "denied", "found late", "corrected",
         "not counted")  # fmt: skip


_SELLER_OR_BUYER = ("taiwan_government", "us_government", "company")
_TOLD = ("event", "promise", "term")  # groups of properties that tell how a case goes on


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, the case, a sentence, what it adds to the total (US$ million), and its statements."""

    kind: str
    case: str
    name: str
    sentence: str
    effect_usd_m: float
    said_by: str
    standing: str
    stated_on: str
    source: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes(Shown):
    """A month's changes; ``before + entered + left + revalued = after`` to the cent."""

    month: str
    rule: str
    before_on: str
    after_on: str
    before_usd_m: float | None
    after_usd_m: float | None
    entered_usd_m: float
    left_usd_m: float
    revalued_usd_m: float
    cases_before: int
    cases_after: int
    changes: tuple[Change, ...]
    moved_nothing: tuple[str, ...]
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return plain_data(self)  # type: ignore[no-any-return]


def changes(month: str, rule: str | os.PathLike[str] = DEFAULT_RULE, *, ledger: Ledger | None = None) -> Changes:
    """What entered, left, began delivery, slipped, was found late or corrected in a month (``2026-09``).

    Sums are US$ million by *rule*; where its values are ranges, the upper end is taken. Raises
    ``JointlineError`` for anything that is not a month.
    """
    span, chosen, ledger = month_span(month), get_rule(rule), ledger or open_ledger()
    start, end = day_before(span.low), span.high
    before = {c.case.id: c for c in count(ledger, start, chosen, whole=True)}
    after = {c.case.id: c for c in count(ledger, end, chosen, whole=True)}
    found: list[Change] = []
    said: list[str] = []
    for id_ in sorted(after):
        if any(c is not None and c.membership.counts for c in (before.get(id_), after[id_])):
            fresh = _said(ledger, id_, span.low, end, chosen)
            found += _of_case(ledger, before.get(id_), after[id_], span.low, end, chosen, fresh)
            said += [s.id for s in fresh if get_property(s.property).group in _TOLD]
    found += _corrections(ledger, start, end, after)
    told = {i for c in found for i in c.statements}
    found.sort(key=lambda c: (KINDS.index(c.kind), -abs(c.effect_usd_m), c.case))
    sums = {k: sum(Decimal(str(c.effect_usd_m)) for c in found if c.kind == k) for k in ("entered", "left", "revalued")}
    totals = [_total(before.values(), chosen), _total(after.values(), chosen)]
    return Changes(
        month=span.text, rule=chosen.name, before_on=start.isoformat(), after_on=end.isoformat(),
        before_usd_m=totals[0], after_usd_m=totals[1], entered_usd_m=float(sums["entered"]),
        left_usd_m=float(sums["left"]), revalued_usd_m=float(sums["revalued"]),
        cases_before=sum(c.membership.counts for c in before.values()),
        cases_after=sum(c.membership.counts for c in after.values()), changes=tuple(found),
        moved_nothing=tuple(i for i in said if i not in told),
        warnings=tuple(_warnings(ledger, start, end, chosen)),
        run={"version": __version__, "data": ledger.data_hash(), "month": span.text, "rule": chosen.name},
    )  # fmt: skip


def _total(counted: Any, rule: Rule) -> float | None:
    if rule.value == "none":
        return None
    return float(sum((_worth(c) for c in counted if c.membership.counts), Decimal(0)))


def _worth(c: Counted | None) -> Decimal:
    return Decimal(0) if c is None or c.high is None else round(c.value if c.value is not None else c.high, 2)


def _warnings(ledger: Ledger, start: date, end: date, rule: Rule) -> Iterator[str]:
    then, now = (first_publication(ledger, ledger.cases(day), day, None, rule) for day in (start, end))
    if now and not then:
        yield says(
            "The first published list is of this month ({who}, {date}): what is not on it leaves the "
            "count and what it holds enters, which is a change of method and no news.",
            who=name_part("speaker", now.said_by), date=date_part(now.stated_on),
        )  # fmt: skip
    if rule.value == "undelivered":
        yield says("Where this rule gives a range, its upper end is taken.")
    yield from filter(None, (knowledge_warning(ledger, end, rule.heard), unpublished_warning(ledger, end, rule)))


def _of_case(
    ledger: Ledger, before: Counted | None, after: Counted, start: date, end: date, rule: Rule, said: list[Statement]
) -> Iterator[Change]:
    """What changed of a case that counts before or after; *said*: what became known of it in the month."""
    was, is_ = bool(before and before.membership.counts), after.membership.counts
    if is_ and not was:
        yield _entered(after, start)
    elif was and not is_ and before:
        yield _left(before, after)
    elif is_ and before and _worth(before) != _worth(after):
        yield _revalued(before, after)
    if is_ and was and before and before.category != after.category:
        coded = (
            "published_category"
            if rule.category == "publisher" and after.case.value("published_category")
            else "category"
        )
        by = after.case.held[coded].winner
        yield _change(
            "recoded", after, says(
                "counted as {after} from now on and no longer as {before}",
                after=name_part("category", after.category), before=name_part("category", before.category),
            ), by,
        )  # fmt: skip
    yield from _news(before, after, start)
    yield from _promises(ledger, before, after, start, end)
    for s in said:  # of the month's statements, as what is denied and nothing else is not held
        if s.property != "delay_announced":
            continue
        if s.is_evidence:
            words = says("a delay was announced") if announced(s) else says("a delay was reported")
            words = says("{what} (hedged)", what=words) if s.hedged else words
            yield _change("delay announced", after, _remarked(words, s), s)
        else:
            who = name_part("speaker", s.said_by)
            denied = s.standing == "denied"
            words = says("the delay was denied by {who}", who=who) if denied else says(
                "the delay was not confirmed by {who}", who=who)  # fmt: skip
            yield _change("denied", after, _remarked(words, s), s)
    if is_:
        yield from _not_counted(after, start)


def announced(s: Statement) -> bool:
    """Is a delay told by the side that knows it, by name? Else it is reported: by a paper, a legislator, an unnamed official."""
    return s.standing in ("official", "named") and s.speaker_kind in _SELLER_OR_BUYER and not s.hedged


def _not_counted(after: Counted, start: date) -> Iterator[Change]:
    """What was said in the month of a delivery that came and does not count, because the word is hedged."""
    for name, words in (
        ("final_delivery", message("{who} says that all have been delivered, {date} ({firm}; not counted)")),
        ("first_delivery", message("{who} says that the first have been delivered, {date} ({firm}; not counted)")),
    ):
        if after.case.firm(name):
            continue
        for s in after.case.every(name):
            if s.known_on >= start.isoformat() and s.is_evidence and not s.is_firm:
                firm: str = name_part("standing", s.standing, s.standing.replace("_", " "))
                firm = says("{standing}, hedged", standing=firm) if s.hedged else firm
                who = name_part("speaker", s.said_by)
                text = says(words, who=who, date=_on_event(s), firm=firm)
                why = s.note.strip().rstrip(".")  # whole, how it was read too: that is why it does not count
                yield _change("not counted", after, says("{what}: {note}", what=text, note=why) if why else text, s)


def _said(ledger: Ledger, case: str, start: date, end: date, rule: Rule) -> list[Statement]:
    """What became known of a case in the month, by those whom the rule listens to, oldest first."""
    heard = (s for s in ledger.known_of(case, end) if not rule.heard or s.speaker_kind in rule.heard)
    return sorted((s for s in heard if s.known_on >= start.isoformat()), key=lambda s: (s.known_on, s.id))


def _entered(after: Counted, start: date) -> Change:
    notified = after.case.held["notified_on"].winner
    by = after.membership.by or notified
    if notified.known_on >= start.isoformat():
        by, text = notified, says("entered the backlog, notified to Congress {on_date}", on_date=_on(notified))
    elif after.membership.why == "listed":
        who, on_date = name_part("speaker", by.said_by), _on(notified)
        text = says(
            "entered the backlog, found and listed by {who} though notified {on_date}", who=who, on_date=on_date
        ) if by.standing != "derived" else says(
            "entered the backlog, as follows from the sums of {who} though notified {on_date}", who=who, on_date=on_date
        )  # fmt: skip
    elif after.membership.why == "heard":
        text = says("entered the list, first spoken of by {who}", who=name_part("speaker", by.said_by))
    else:
        text = says("entered the backlog, notified {on_date}", on_date=_on(notified))
    return _change("entered", after, text, by, _worth(after), money=True)


def _left(before: Counted, after: Counted) -> Change:
    by = after.membership.by or after.case.last
    who = name_part("speaker", by.said_by)
    gone = says("left the backlog, {who} counts it no more", who=who) if by.standing != "derived" else says(
        "left the backlog, {who} counts it no more, as follows from the sums", who=who)  # fmt: skip
    reasons = {
        "delivered": lambda: says("left the backlog, final delivery {date}", date=_when(by)),
        "cancelled": lambda: says("left the backlog, cancelled"),
        "delisted": lambda: _remarked(gone, by),
        "not listed": lambda: says("left the count, not on the first list of {who}", who=who),
    }
    why = after.membership.why
    text = reasons.get(why, lambda: says("left the backlog, {why}", why=name_part("membership", why)))()
    return _change("left", before, text, by, -_worth(before), money=True)


def _revalued(before: Counted, after: Counted) -> Change:
    by = max(after.by, key=lambda s: (s.known_on, s.id), default=after.case.last)
    if before.high is None:
        text = says("a value was found, {value} ({basis})", value=usd_part(_worth(after)), basis=after.basis)
    else:
        was = Part(f"{half_up(_worth(before), 1):,f}", "usd", float(_worth(before)), 1)
        text = says(
            "counted at {value} and no longer at {was} ({basis})",
            value=usd_part(_worth(after)), was=was, basis=after.basis,
        )  # fmt: skip
    return _change("revalued", after, text, by, _worth(after) - _worth(before))


# what may happen to a case: property, words, and the kind of change it is
_NEWS = (
    ("loa_signed", message("a letter of offer and acceptance was signed"), "contract"),
    ("contract_awarded", message("a contract was awarded"), "contract"),
    ("production_started", message("the first unit was built"), "production"),
    ("first_delivery", message("deliveries began"), "delivered"),
    ("units_delivered", message("{value} units are in hand"), "delivered"),
    ("partial_delivery", message("a part was delivered"), "delivered"),
    ("final_delivery", message("the last units were delivered"), "delivered"),
    ("published_mark", message("{value} marks it as partly delivered"), "marked"),
)  # fmt: skip
_LATE = 31  # days after which news of an event is news found late


def _news(before: Counted | None, after: Counted, start: date) -> Iterator[Change]:
    """Firm events that became known in the month, each once: a repeat of a known date is no news."""
    told: set[tuple[str, str]] = set()  # a count and a batch may rest on the same words of the same source
    begun = bool(before and status(before.case)[0] == DELIVERING)
    leaves = after.membership.why == "delivered"
    for name, words, kind in _NEWS:
        known = [s for s in after.case.every(name) if s.known_on < start.isoformat() and s.is_firm]
        fresh = [s for s in after.case.every(name) if s.known_on >= start.isoformat() and s.is_firm]
        for s in sorted(fresh, key=precedence, reverse=True):
            if (
                any(_same(s, k) for k in known)
                or (s.source, s.stated_on) in told
                or (name == "final_delivery" and leaves)
            ):
                continue
            known.append(s)
            if kind == "delivered":
                told.add((s.source, s.stated_on))
            text = says(words, value=name_part("speaker", s.said_by) if kind == "marked" else s.value)
            when = s.event if name != "published_mark" else None
            which = "began delivery" if kind == "delivered" and not begun and name != "final_delivery" else kind
            begun = begun or kind == "delivered"
            if when:
                text = says("{what} {on_date}", what=text, on_date=_on_event(s))
            if when and (start - when.high).days > _LATE:
                stated = _on_text(s.stated_on)
                late = says("{what}, which was stated only {on_date}", what=text, on_date=stated)
                yield _change("found late", after, late, s)
            else:
                yield _change(which, after, _with_units(text, s), s)


def _same(s: Statement, known: Statement) -> bool:
    """Do both tell of the same thing: the same count, or dates that can be the same day?"""
    if s.property in ("units_delivered", "published_mark"):
        return s.value == known.value
    alike = s.units == known.units or not (s.units and known.units)
    return alike and bool(s.event and known.event and s.event.overlaps(known.event))


def _with_units(text: Sentence, s: Statement) -> Sentence:
    if not s.units or s.property == "units_delivered":
        return text
    return says("{what} ({units})", what=text, units=units_part(s.units, s.subject, s.item))


def _promises(ledger: Ledger, before: Counted | None, after: Counted, start: date, end: date) -> Iterator[Change]:
    for name, what, event in (
        ("final_delivery_promised", message("final delivery"), "final_delivery"),
        ("first_delivery_promised", message("first delivery"), "first_delivery"),
    ):
        old = before.case.winner(name) if before else None
        new = after.case.winner(name)
        if new is None or (old and old.id == new.id):
            continue
        if old is None:
            if before:
                text = says("{delivery} promised for {date}", delivery=says(what), date=_when(new))
                yield _change("promised", after, text, new)
            continue
        said = [s for s in ledger.known_of(after.case.id, end) if s.property == name]
        record = promise_record(name, said, after.case.firm(event))
        for m in record.moves if record else ():
            if m.after.known_on < start.isoformat():
                continue
            way = "slipped" if m.months > 0 else "brought forward"
            verb = says("a slip of {months:.0f} months", months=m.months) if m.months > 0 else says(
                "brought forward by {months:.0f} months", months=-m.months)  # fmt: skip
            text = says(
                "{delivery} promised for {after} and no longer for {before}, {moved}",
                delivery=says(what), after=_when(m.after), before=_when(m.before), moved=verb,
            )  # fmt: skip
            if not m.like:
                text = says("{what} (not the same quantity: {before}, then {after})", what=text, before=_units(m.before), after=_units(m.after))  # fmt: skip
            yield replace(_change(way, after, text, m.after), statements=(m.after.id, m.before.id))


def _units(s: Statement) -> Part:
    return units_part(s.units, s.subject, s.item)


def _corrections(ledger: Ledger, start: date, end: date, after: dict[str, Counted]) -> list[Change]:
    found = []
    low, high = start.isoformat(), end.isoformat()
    for s in ledger.statements():
        if s.supersedes and s.subject in after and low < s.known_on <= high:
            named = name_part("property", s.property, s.property.replace("_", " "))
            text = says("corrected, {property} is {value}", property=named, value=_value(s))
            change = _change("corrected", after[s.subject], _remarked(text, s), s)
            found.append(replace(change, statements=(s.id, s.supersedes)))
    return found


def _change(
    kind: str, c: Counted, text: Sentence, by: Statement, effect: Decimal = Decimal(0), *, money: bool = False
) -> Change:
    # two cases may share a title: the year of notification tells them apart
    year = (c.case.date("notified_on") or by.stated).low.year
    unknown = c.high is None and (bool(c.by) or c.basis == "no value is known")
    about = {"title": name_part("case_title", c.case.id, c.case.title), "year": date_part(str(year))}
    if money and effect and not (unknown and c.basis == "no value is known"):
        sentence = says("{title} ({year}, {value}): {what}.", **about, value=usd_part(abs(effect)), what=text)
    elif money and unknown:
        sentence = says("{title} ({year}, value unknown): {what}.", **about, what=text)
    else:
        sentence = says("{title} ({year}): {what}.", **about, what=text)
    return Change(
        kind, c.case.id, c.name, sentence, float(effect), by.speaker, by.standing, by.stated_on, by.source, (by.id,)
    )


def _when(s: Statement) -> Part:
    """The date a statement gives, as people say it: ``by 2026-03`` for an interval that is open to the past."""
    return date_part(s.value, in_words(s.value))


def _value(s: Statement) -> str:
    """A statement's value, where it is a date as people say it."""
    return _when(s) if get_property(s.property).type == "date" else in_words(s.value)


def _on(s: Statement) -> Part:
    return _on_text(s.value)


def _on_event(s: Statement) -> Part:
    return _on_text(s.event_on) if not s.event_on.startswith("../") else date_part(s.event_on, in_words(s.event_on))


def _on_text(text: str) -> Part:
    """``on 2026-03-10`` for a day, ``in 2026-03`` for anything wider."""
    return on_date_part(text, f"{'on' if parse_date(text).is_day else 'in'} {text}")


# notes on how a page was read are for the ledger's reader and not for a text to paste
_READING = re.compile(
    r"undated|inferred|not read|not seen|part read|excerpt|copy|reprint|page |month from|date from|read as|"
    r"other press|counts? from the beginning|link |mapping|assumed|notice|in the list|no arrival date|see other",
    re.IGNORECASE,
)


def _remarked(text: Sentence, s: Statement) -> Sentence:
    """*text* with the parts of a statement's note that tell of the matter, put behind a colon."""
    parts = [p for p in re.split(r"(?<=[.;])\s+", s.note.strip()) if p and not _READING.search(p)]
    note = " ".join(parts).rstrip(".;")
    return says("{what}: {note}", what=text, note=note) if note else text
