"""The headline and the opening sentences, computed from the data as an analyst would write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jointline.backlog.changes import Change, announced
from jointline.backlog.table import Backlog
from jointline.ledger.statement import Statement
from jointline.report.brief.facts import Facts, rule_words
from jointline.report.brief.notes import Notes, speaker
from jointline.report.brief.said import Unheeded, firmness, unheeded
from jointline.report.brief.sections import event_words, rests, slip_lines, slip_of
from jointline.report.brief.texts import listed, plain_title
from jointline.report.brief.value import NewsLine, Noted, PassedLine, SlipLine
from jointline.report.lang.language import Language

_WEAK = ("second_hand", "anonymous", "unattributed")  # standings that a figure must not lead with unsaid
_MOVING = ("entered", "left", "revalued")  # kinds of change that move the total


def total_words(b: Backlog, lang: Language, *, short: bool = False) -> str:
    """The total in words: an amount, a range, or empty where the rule gives none."""
    if b.total_usd_m is not None:
        return lang.usd_short(b.total_usd_m) if short else lang.usd_rounded(b.total_usd_m)
    if b.total_low_usd_m is None or b.total_high_usd_m is None:
        return ""
    if short:
        return lang.range(lang.usd_short(b.total_low_usd_m), lang.usd_short(b.total_high_usd_m))
    return lang.usd_range(b.total_low_usd_m, b.total_high_usd_m)


def headline(facts: Facts, notes: Notes, lang: Language) -> Noted:
    """What the month brought, in one line, with the notes of its sum and of the changes it names."""
    text, named = _headline(facts, notes, lang)
    return Noted(text, tuple(dict.fromkeys((sum_note(facts, notes, lang), *named))))


def _headline(facts: Facts, notes: Notes, lang: Language) -> tuple[str, Sequence[int]]:
    """The line and the notes of what it names."""
    _, month, total = lang.text, lang.month(facts.month), total_words(facts.after, lang, short=True)
    if facts.covered == "none":
        day = lang.date(facts.knowledge_ends_on)
        if facts.changed.changes:
            return _("Little is known of {month}: the ledger's knowledge ends on {day}", month=month, day=day), ()
        return _("Nothing is known of {month}: the ledger's knowledge ends on {day}", month=month, day=day), ()
    claimed = [u for u in unheeded(facts, notes) if u.event == "final"]
    news, named = _news(facts, claimed, notes, lang)
    if not total:
        cases = lang.plural("{n} case is owed", "{n} cases are owed", facts.after.cases)
        return _("{month}: {cases}, {news}", month=month, cases=cases, news=news), named
    if facts.is_first_list:
        return _("The first published list counts {total} in {month}", total=total, month=month), ()
    delta = _difference(facts)
    if not delta and not _known(facts) and not claimed:
        return _(
            "A quiet month: the backlog stays at {total} in {month}, and no change is known", total=total, month=month
        ), ()
    if not delta:
        return _("Backlog unchanged at {total} in {month}: {news}", total=total, month=month, news=news), named
    change = lang.usd_short(abs(delta))
    news = _movers(facts, notes, lang)
    named = _noted([c for c in facts.changed.changes if c.kind in _MOVING], facts, notes)
    if larger := [u for u in claimed if (u.row.value_usd_m or 0) > abs(delta)]:  # it would move more than what moved
        news = lang.text("; ").join([news, _claimed(facts, larger, lang)])
        named = (*named, *_claim_notes(larger, notes))
    if delta > 0:
        return _("Backlog up {change} to {total} in {month}: {news}",
                 change=change, total=total, month=month, news=news), named  # fmt: skip
    return _("Backlog down {change} to {total} in {month}: {news}",
             change=change, total=total, month=month, news=news), named  # fmt: skip


def _known(facts: Facts) -> list[Change]:
    """What changed, without what was said and is not counted."""
    return [c for c in facts.changed.changes if c.kind != "not counted"]


def _noted(found: Iterable[Change], facts: Facts, notes: Notes) -> tuple[int, ...]:
    return tuple(notes.note(rests(facts, notes, c)) for c in found)


def _claimed(facts: Facts, claimed: Sequence[Unheeded], lang: Language) -> str:
    cases = _few(facts, (u.row.case for u in claimed), lang)
    firm = lang.text(", ").join(dict.fromkeys(firmness(u.statement, lang) for u in claimed))
    return lang.text("{cases} said to be delivered in full ({firm}; not counted)", cases=cases, firm=firm)


def _claim_notes(claimed: Iterable[Unheeded], notes: Notes) -> tuple[int, ...]:
    return tuple(_claim_note(u.statement, notes) for u in claimed)


def _claim_note(s: Statement, notes: Notes) -> int:
    """The note on a word that does not count, with what the ledger notes on it: why it is not firm."""
    return notes.note([s.id], notes.remark(s))


def _difference(facts: Facts) -> float:
    c = facts.changed
    return 0.0 if c.before_usd_m is None or c.after_usd_m is None else round(c.after_usd_m - c.before_usd_m, 2)


def _movers(facts: Facts, notes: Notes, lang: Language) -> str:
    """The cases that moved the total, the way the total went first."""
    up = _difference(facts) > 0
    parts = [_mover(facts, kind, notes, lang) for kind in (("entered", "left") if up else ("left", "entered"))]
    said = [p for p in (*parts, _mover(facts, "revalued", notes, lang)) if p]
    return lang.text("; ").join(said[:2])


def _mover(facts: Facts, kind: str, notes: Notes, lang: Language) -> str:
    found = [c for c in facts.changed.changes if c.kind == kind]
    if not found:
        return ""
    _, n = lang.text, len(found)
    names = [_name_and_doubt(facts, c, notes, lang) for c in found]
    if n > 2:
        return {
            "entered": lang.plural("{n} case added", "{n} cases added", n),
            "left": lang.plural("{n} case removed", "{n} cases removed", n),
            "revalued": lang.plural("{n} case revalued", "{n} cases revalued", n),
        }[kind]
    both = listed(names, lang)
    return {
        "entered": _("{cases} added", cases=both), "left": _("{cases} removed", cases=both),
        "revalued": _("{cases} revalued", cases=both),
    }[kind]  # fmt: skip


def _news(facts: Facts, claimed: Sequence[Unheeded], notes: Notes, lang: Language) -> tuple[str, Sequence[int]]:
    """The most telling news of a month that moved no total, with its notes.

    Deliveries begun, then a whole delivery that is said to have come and is not counted, slips, delays, contracts.
    """
    by_kind: dict[str, list[Change]] = {}
    for c in _known(facts):
        by_kind.setdefault(c.kind, []).append(c)
    _ = lang.text
    if claimed and "began delivery" not in by_kind:
        return _claimed(facts, claimed, lang), _claim_notes(claimed, notes)
    text, named = _change_news(by_kind, facts, notes, lang)
    return text, _noted(named, facts, notes)


def _change_news(
    by_kind: Mapping[str, Sequence[Change]], facts: Facts, notes: Notes, lang: Language
) -> tuple[str, Sequence[Change]]:
    _, begun = lang.text, by_kind.get("began delivery")
    if begun:
        return _("deliveries of {cases} begin", cases=_few(facts, _of(begun), lang)), begun
    if slips := by_kind.get("slipped"):
        if len(slips) == 1:
            s = slip_of(slips[0], facts, notes, lang)
            what, case = event_words(s.event, lang), plain_title(s.title)
            text = _("promised {what} of {case} slips by {months}", what=what, case=case, months=_much(s, lang))
            return text, slips
        if len(set(_of(slips))) > 2:
            furthest = next(slip_lines(facts, notes, lang))
            return _("{n} promised dates slip, the furthest by {months}: {case}", n=lang.number(len(slips)),
                     months=_much(furthest, lang), case=plain_title(furthest.title)), slips  # fmt: skip
        cases = _few(facts, _of(slips), lang)
        return lang.plural(
            "{n} promised date slips, of {cases}", "{n} promised dates slip, of {cases}", len(slips), cases=cases
        ), slips
    if delays := by_kind.get("delay announced"):
        cases = _few(facts, _of(delays), lang)
        if all(announced(notes.statement(c.statements[0])) for c in delays):
            return _("delay of {cases} announced", cases=cases), delays
        if all(notes.statement(c.statements[0]).hedged for c in delays):
            return _("delay of {cases} reported (hedged)", cases=cases), delays
        return _("delay of {cases} reported", cases=cases), delays
    if came := by_kind.get("delivered"):
        return _("further deliveries of {cases}", cases=_few(facts, _of(came), lang)), came
    if signed := by_kind.get("contract"):
        return _("{cases} under contract", cases=_few(facts, _of(signed), lang)), signed
    if promised := by_kind.get("promised"):
        return _("dates promised for {cases}", cases=_few(facts, _of(promised), lang)), promised
    if rest := _known(facts):
        return lang.plural("{n} other change", "{n} other changes", len(rest)), rest
    return _("no change is known"), ()


def _much(s: SlipLine, lang: Language) -> str:
    """By how much a date slipped; where the two dates are for different quantities, that too."""
    months = lang.months(s.months, 0)
    if s.same_quantity or not (s.before_units and s.after_units):
        return months
    return lang.text("{months} ({units}, then {units2}: not the same quantity)", months=months, units=s.before_units, units2=s.after_units)  # fmt: skip


def _of(found: Iterable[Change]) -> list[str]:
    return [c.case for c in found]


def _few(facts: Facts, found: Iterable[str], lang: Language) -> str:
    names = [_name(facts, case) for case in dict.fromkeys(found)]
    return listed(names, lang) if len(names) <= 2 else lang.plural("{n} case", "{n} cases", len(names))


def _name(facts: Facts, case: str) -> str:
    return plain_title(facts.titles[case])


def _name_and_doubt(facts: Facts, c: Change, notes: Notes, lang: Language) -> str:
    """A case's name, with how firm the word is that a change of it rests on where that is less than a named speaker's."""
    s = notes.statement(c.statements[0])
    weak = s.is_evidence and (s.hedged or s.standing in _WEAK)
    name = _name(facts, c.case)
    return lang.text("{case} ({firm})", case=name, firm=firmness(s, lang)) if weak else name


def warnings(facts: Facts, lang: Language) -> tuple[str, ...]:
    """What a reader must know before the figures, the end of the knowledge first."""
    said: list[str] = []
    if facts.covered == "none":
        day, month = lang.date(facts.knowledge_ends_on), lang.date(facts.month)
        said.append(
            lang.text(
                "The figures are those of {day} carried forward: they are no news of {month}.", day=day, month=month
            )
        )
    library = (*facts.changed.warnings, *facts.after.warnings)
    return tuple(dict.fromkeys((*said, *(lang.say(w) for w in library))))


def opening(
    facts: Facts, notes: Notes, slips: Sequence[SlipLine], passed: Sequence[PassedLine], ahead: Iterable[Noted],
    news: Sequence[NewsLine], lang: Language,
) -> Iterator[Noted]:  # fmt: skip
    """The opening sentences: the total, why it differs, deliveries begun, promises, forecasts, joint production."""
    yield _total(facts, notes, lang)
    yield from _why(facts, notes, lang)
    yield from _published(facts, notes, lang)
    yield from _said_delivered(facts, notes, lang)
    yield from _begun(facts, notes, lang)
    if slips:
        yield _slipped(slips, lang)
    yield from _delays(facts, notes, lang)
    yield from _passed(passed, lang)
    yield from ahead
    yield from _joint(facts, news, lang)


def sum_note(facts: Facts, notes: Notes, lang: Language) -> int:
    """The note on the total: which rule, and where its parts are."""
    text = lang.text(
        "The sum of the {n} cases in the table of cases, each with its own note, by counting rule {rule}: {counts}",
        n=lang.number(facts.after.cases), rule=rule_words(facts, lang), counts=lang.say(facts.rule.counts),
    )  # fmt: skip
    return notes.note([i for r in facts.after.rows for i in r.statements], text, only=())


def _total(facts: Facts, notes: Notes, lang: Language) -> Noted:
    _, total, n = lang.text, total_words(facts.after, lang), facts.after.cases
    note = (sum_note(facts, notes, lang),)
    day = lang.date(facts.last_day.isoformat())
    cases = lang.plural("{n} case", "{n} cases", n)
    if not total:
        return Noted(
            _(
                "On {day} {cases} were approved by Washington and not delivered in full. This counting rule gives no total.",
                day=day,
                cases=cases,
            ),
            note,
        )
    if facts.covered == "none":
        return Noted(_("As last known, on {known}, Taiwan was owed {total} of arms in {cases} that Washington had approved and not delivered in full.",
                       known=lang.date(facts.knowledge_ends_on), total=total, cases=cases), note)  # fmt: skip
    delta = _difference(facts)
    than = (
        _("as much as a month before") if not delta
        else _("{change} more than a month before", change=lang.usd_rounded(delta)) if delta > 0
        else _("{change} less than a month before", change=lang.usd_rounded(-delta))
    )  # fmt: skip
    return Noted(
        _("On {day} Taiwan was owed {total} of arms in {cases} that Washington had approved and not delivered in full, {than}.",
          day=day, total=total, cases=cases, than=than), note)  # fmt: skip


def _why(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """Each part of the difference with the cases that make it."""
    _ = lang.text
    for kind, amount in (
        ("entered", facts.changed.entered_usd_m),
        ("left", facts.changed.left_usd_m),
        ("revalued", facts.changed.revalued_usd_m),
    ):
        found = [c for c in facts.changed.changes if c.kind == kind]
        if not found:
            continue
        names = listed([_name_and_doubt(facts, c, notes, lang) for c in found], lang)
        worth = lang.usd_rounded(abs(amount))
        text = {
            "entered": _("{amount} entered the count: {cases}.", amount=worth, cases=names),
            "left": _("{amount} left the count: {cases}.", amount=worth, cases=names),
            "revalued": _("{amount} is the effect of values that changed: {cases}.", amount=worth if amount >= 0 else f"−{worth}", cases=names),
        }[kind]  # fmt: skip
        yield Noted(text, tuple(dict.fromkeys(notes.note(rests(facts, notes, c)) for c in found)))


def _published(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """The publisher's own total of the month, where one was read."""
    month = next((m for m in facts.series.months if m.month == facts.month), None)
    figure = next((f for f in month.published if f.figure == "total"), None) if month else None
    if month is None or figure is None or facts.rule.membership != "publisher":
        return
    _, by = lang.text, lang.name("speaker", month.published_by or "", month.published_by or "")
    printed = lang.usd_rounded(figure.published_usd_m) if lang.is_chinese else f"US$ {figure.as_printed}"
    text = (
        _(
            "The total that {publisher} published for the month, {total}, agrees with this count within its rounding.",
            publisher=by,
            total=printed,
        )
        if figure.within_rounding
        else _(
            "{publisher} published {total} for the month. {why}.",
            publisher=by,
            total=printed,
            why=lang.say(figure.explanation),
        )
    )
    yield Noted(text, (notes.note([figure.statement]),))


def _begun(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    b, _ = facts.after, lang.text
    if b.delivering_by_evidence_usd_m is None or not any(r.status == "delivering" or r.delivering for r in b.rows):
        return
    evident = [r for r in b.rows if r.status == "delivering"]
    names = listed([_in_dispute(_name(facts, r.case), r.first_in_dispute, lang) for r in evident], lang)
    if evident:
        yield Noted(
            _(
                "Deliveries have begun, but are not complete, on cases worth {amount}: {cases}.",
                amount=lang.usd_rounded(b.delivering_by_evidence_usd_m),
                cases=names,
            ),
            (
                *(notes.of_case(r.case) for r in evident),
                *(notes.note(_both_sides(facts, r.case)) for r in evident if r.first_in_dispute),
            ),
        )


def _in_dispute(name: str, disputed: bool, lang: Language) -> str:
    """A case's name, marked where a later and firmer word puts the first delivery in the future that others reported."""
    return lang.text("{case} (in dispute)", case=name) if disputed else name


def _both_sides(facts: Facts, case: str) -> list[str]:
    """The statements on either side of a first delivery in dispute."""
    record = facts.records[case, "first"]
    return [s.id for s in (record.event, record.contested_by) if s]


def _said_delivered(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """Whole deliveries that are said to have come, why they do not count, and what they would take off the total."""
    for u in unheeded(facts, notes):
        if u.event != "final":
            continue
        who, firm, case = speaker(u.statement, lang), firmness(u.statement, lang), _name(facts, u.row.case)
        worth = u.row.value_usd_m
        text = (
            lang.text("Full delivery of {case} is reported ({speaker}; {firm}) but is not counted; it would take {amount} off the total.",
                      case=case, speaker=who, firm=firm, amount=lang.usd_rounded(worth)) if worth
            else lang.text("Full delivery of {case} is reported ({speaker}; {firm}) but is not counted.", case=case, speaker=who, firm=firm)
        )  # fmt: skip
        yield Noted(text, (_claim_note(u.statement, notes), *([notes.of_case(u.row.case)] if worth else [])))


def _slipped(slips: Sequence[SlipLine], lang: Language) -> Noted:
    _, worst, n = lang.text, slips[0], len(slips)
    much = _("{what} of {case} by {months}, from {before} ({before_by}, {before_on}) to {after} ({after_by}, {after_on})",
             what=event_words(worst.event, lang), case=plain_title(worst.title), months=_much(worst, lang),
             before=lang.date(worst.before), before_by=worst.before_by, before_on=lang.date(worst.before_on),
             after=lang.date(worst.after), after_by=worst.said_by, after_on=lang.date(worst.said_on))  # fmt: skip
    text = (
        _("In the month one promised date slipped: {much}.", much=much) if n == 1
        else lang.plural("In the month {n} promised date slipped, {much}.", "In the month {n} promised dates slipped, the furthest {much}.", n, much=much)
    )  # fmt: skip
    return Noted(text, tuple(dict.fromkeys(n for s in slips for n in s.notes)))


def _delays(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """Delays that were announced or reported, and those that were denied."""
    _, by_kind = (
        lang.text,
        {k: [c for c in facts.changed.changes if c.kind == k] for k in ("delay announced", "denied")},
    )
    told, denied = ({c.case for c in found} for found in by_kind.values())
    heard = [c for c in by_kind["delay announced"] if c.case not in denied]
    firm = [c for c in heard if announced(notes.statement(c.statements[0]))]
    for found, text in (
        (firm, _("Delays were announced: {cases}.")),
        ([c for c in heard if c not in firm], _("Delays were reported: {cases}.")),
        ([c for c in by_kind["delay announced"] + by_kind["denied"] if c.case in told & denied], _("A delay was reported and then denied or not confirmed: {cases}.")),
        ([c for c in by_kind["denied"] if c.case not in told], _("A delay was denied or not confirmed: {cases}.")),
    ):  # fmt: skip
        if found:
            names = listed([_name_and_doubt(facts, c, notes, lang) for c in _first_of_each(found)], lang)
            yield Noted(text.format(cases=names), tuple(dict.fromkeys(notes.note(c.statements) for c in found)))


def _first_of_each(found: Iterable[Change]) -> list[Change]:
    """The first change of each case."""
    held: dict[str, Change] = {}
    for c in found:
        held.setdefault(c.case, c)
    return list(held.values())


def _passed(passed: Sequence[PassedLine], lang: Language) -> Iterator[Noted]:
    if passed:
        both = [words for event in ("first", "final") if (words := _overdue(passed, event, lang))]
        cases = lang.text("{first} and {last}", first=both[0], last=both[1]) if len(both) > 1 else both[0]
        text = lang.plural("In the month {n} promised date passed and nothing says that it was kept: {cases}.",
                           "In the month {n} promised dates passed and nothing says that they were kept: {cases}.",
                           len(passed), cases=cases)  # fmt: skip
        yield Noted(text, tuple(dict.fromkeys(n for p in passed for n in p.notes)))


def _overdue(passed: Sequence[PassedLine], event: str, lang: Language) -> str:
    """How many of the promised first or final deliveries did not come, and of which cases; empty where there are none."""
    names = [plain_title(p.title) for p in passed if p.event == event]
    if not names:
        return ""
    cases = listed(names, lang)
    if event == "first":
        return lang.plural("{n} first delivery ({cases})", "{n} first deliveries ({cases})", len(names), cases=cases)
    return lang.plural("{n} final delivery ({cases})", "{n} final deliveries ({cases})", len(names), cases=cases)


def _joint(facts: Facts, news: Sequence[NewsLine], lang: Language) -> Iterator[Noted]:
    _, new = lang.text, [n for n in news if n.in_month]
    if new:
        text = lang.plural("On joint production with the United States {n} statement is known from the month.",
                           "On joint production with the United States {n} statements are known from the month.", len(new))  # fmt: skip
        yield Noted(text, tuple(dict.fromkeys(x for n in new for x in n.notes)))
    elif facts.covered == "whole":
        yield Noted(_("No statement on joint production with the United States is known from the month."), ())
