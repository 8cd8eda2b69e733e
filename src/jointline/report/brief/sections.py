"""The tables of a briefing, row by row, each row with its footnote."""

from __future__ import annotations

from collections.abc import Iterator

from jointline.backlog.changes import Change
from jointline.backlog.due import EVENTS, OVERDUE
from jointline.backlog.promises import Record, same_quantity
from jointline.backlog.table import BacklogRow
from jointline.forecast.table import Forecast
from jointline.ledger.case import short_names
from jointline.ledger.dates import months_between, parse_date
from jointline.ledger.statement import Statement
from jointline.report.brief.facts import Facts
from jointline.report.brief.notes import Notes, speaker
from jointline.report.brief.value import (
    CaseLine,
    CategoryLine,
    ChangeLine,
    ForecastLine,
    NewsLine,
    PassedLine,
    SlipLine,
)
from jointline.report.lang.language import Language
from jointline.report.statements import units_words

_LARGEST = 8  # slips so far that are shown
_WORTH = ("notified_on", "total_value", "published_value", "value_within")
_BEFORE = 4  # statements on joint production from before the month that are shown


def kind_words(kind: str, lang: Language) -> str:
    """The heading of a kind of change."""
    _ = lang.text
    return {
        "entered": _("Entered the backlog"), "left": _("Left the backlog"), "revalued": _("Counted at another value"),
        "recoded": _("Counted in another category"), "began delivery": _("Deliveries began"),
        "delivered": _("Delivered"), "marked": _("Marked as partly delivered"), "contract": _("Contracts and letters of offer"),
        "production": _("Production"), "promised": _("Newly promised"), "slipped": _("Slipped"),
        "brought forward": _("Brought forward"), "delay announced": _("Delays announced or reported"),
        "denied": _("Denied or not confirmed"), "found late": _("Found late"), "corrected": _("Corrected"),
        "not counted": _("Said, and not counted"),
    }[kind]  # fmt: skip


def event_words(event: str, lang: Language) -> str:
    """First or final delivery."""
    _ = lang.text
    return _("final delivery") if event == "final" else _("first delivery")


def category_lines(facts: Facts, notes: Notes, lang: Language) -> Iterator[CategoryLine]:
    """Each category at the beginning and the end of the month."""
    before = {c.name: c for c in facts.before.categories}
    for c in facts.after.categories:
        was = before.get(c.name)
        rows = [r for r in facts.after.rows if r.category == c.name]
        note = notes.note(
            _ids(rows), lang.text("The sum of the {n} cases in category {category} of the table of cases; each has its own note.",
                                  n=lang.number(c.cases), category=lang.name("category", c.name)), only=(),
        )  # fmt: skip
        yield CategoryLine(
            c.name, lang.name("category", c.name), None if was is None else _most(was.total_usd_m, was.total_high_usd_m),
            _most(c.total_usd_m, c.total_high_usd_m), c.cases, (note,) if rows else (),
        )  # fmt: skip


def _most(value: float | None, high: float | None) -> float | None:
    """The value, or the upper end of its range."""
    return value if value is not None else high


def _ids(rows: list[BacklogRow]) -> list[str]:
    return [i for r in rows for i in r.statements]


def change_lines(facts: Facts, notes: Notes, lang: Language) -> Iterator[ChangeLine]:
    """What changed, in the order of its kinds."""
    for c in facts.changed.changes:
        yield ChangeLine(
            c.kind, kind_words(c.kind, lang), c.case, c.name, lang.say(c.sentence), c.effect_usd_m,
            (notes.note(rests(facts, notes, c)),),
        )  # fmt: skip


def rests(facts: Facts, notes: Notes, c: Change) -> tuple[str, ...]:
    """What a change rests on; of one that moves the total the amount and the notice too, as its sentence names them."""
    if not c.effect_usd_m:
        return c.statements
    rows = [r for r in (*facts.after.rows, *facts.before.rows) if r.case == c.case]
    worth = [i for r in rows for i in r.statements if notes.statement(i).property in _WORTH]
    return tuple(dict.fromkeys((*c.statements, *worth)))


def slip_lines(facts: Facts, notes: Notes, lang: Language) -> Iterator[SlipLine]:
    """The promised dates that moved back in the month: those for the same quantity first, the furthest of them first."""
    found = [c for c in facts.changed.changes if c.kind == "slipped"]
    made = [slip_of(c, facts, notes, lang) for c in found]
    yield from sorted(made, key=lambda s: (not s.same_quantity, -s.months, s.case, s.event))


def slip_of(c: Change, facts: Facts, notes: Notes, lang: Language) -> SlipLine:
    """A promised date that moved, by its change."""
    after, before = (notes.statement(i) for i in c.statements)
    assert after.event is not None and before.event is not None  # a promise is a date
    return SlipLine(
        c.case, c.name, facts.titles[c.case], _event(after), before.value, after.value,
        round(months_between(before.event.high, after.event.high), 1), 1, speaker(before, lang), before.stated_on,
        speaker(after, lang), after.stated_on, same_quantity(before, after), *_units(before, after, lang), None, (notes.note(c.statements),),
    )  # fmt: skip


def _event(promise: Statement) -> str:
    return "final" if promise.property.startswith("final") else "first"


def passed_lines(facts: Facts, notes: Notes, lang: Language) -> Iterator[PassedLine]:
    """Promises that are overdue at the month's end and whose last possible day lay in the month, first and final apart."""
    for r in facts.after.rows:
        for what, state, on in (
            ("first", r.first_state, r.first_promised_on),
            ("final", r.final_state, r.final_promised_on),
        ):
            if state != OVERDUE or not on or not facts.first_day <= parse_date(on).high <= facts.last_day:
                continue
            promise = next(s for s in map(notes.statement, r.statements) if _promises(s, what, on))
            yield PassedLine(
                r.case, r.name, facts.titles[r.case], what, on, speaker(promise, lang), promise.stated_on,
                (notes.note([promise.id]),),
            )  # fmt: skip


def _promises(s: Statement, what: str, on: str) -> bool:
    return s.property == f"{EVENTS[what]}_promised" and s.value == on


def largest_slips(facts: Facts, notes: Notes, lang: Language) -> Iterator[SlipLine]:
    """The cases still owed whose promised dates have moved furthest, from the first promise to the latest."""
    moved = [(key, r) for key, r in facts.records.items() if r.moves and r.moved_months > 0 and r.event is None]
    moved.sort(key=lambda item: (-item[1].moved_months, item[0]))
    names = short_names(facts.ledger.case_ids())
    for (case, event), r in moved[:_LARGEST]:
        yield SlipLine(
            case, names[case], facts.titles[case], event, r.first.value, r.latest.value, r.moved_months,
            len(r.moves), speaker(r.first, lang), r.first.stated_on, speaker(r.latest, lang), r.latest.stated_on,
            r.like, *_units(r.first, r.latest, lang), r.state, (notes.note(_of_record(r)),),
        )  # fmt: skip


def _units(before: Statement, after: Statement, lang: Language) -> tuple[str | None, str | None]:
    return units_words(before, lang) or None, units_words(after, lang) or None


def _of_record(r: Record) -> list[str]:
    return [r.first.id, *(m.after.id for m in r.moves), r.latest.id]


def forecast_lines(made: Forecast, facts: Facts, notes: Notes) -> Iterator[ForecastLine]:
    """The forecast of each delivery of the cases that count, beside its promise, the highest value first."""
    rank = {r.case: i for i, r in enumerate(facts.after.rows)}
    rows = [r for r in made.rows if r.case in rank]
    for r in sorted(rows, key=lambda r: (rank[r.case], r.event != "first")):
        yield ForecastLine(
            r.case, r.name, facts.titles[r.case], r.event, r.promised_on, r.p10, r.p50, r.p50_latest, r.p90,
            r.by_promise_share, r.by_promise_low_share, r.by_promise_high_share, r.promised_on is not None and r.by_promise_share is None, r.may_have_come, (notes.of_case(r.case),),
        )  # fmt: skip


def rests_on(facts: Facts, made: Forecast | None) -> dict[str, tuple[str, ...]]:
    """What all figures of a case rest on: its row of the table and its forecasts; one note a case."""
    found = {r.case: [*r.statements] for r in facts.after.rows}
    for f in made.rows if made else ():
        if f.case in found:
            found[f.case] += f.statements
    return {case: tuple(dict.fromkeys(ids)) for case, ids in found.items()}


def news_lines(facts: Facts, notes: Notes, lang: Language) -> Iterator[NewsLine]:
    """What was said on joint production in the month, and the latest before."""
    first = facts.first_day.isoformat()
    new = [s for s in facts.joint if s.known_on >= first]
    for s in [*new, *[s for s in facts.joint if s.known_on < first][:_BEFORE]]:
        yield NewsLine(
            s.id, s.subject.rpartition("/")[2], s.known_on >= first, s.value, s.item, speaker(s, lang),
            lang.name("standing", s.standing), s.stated_on, (notes.note([s.id]),),
        )  # fmt: skip


def case_lines(facts: Facts, notes: Notes) -> Iterator[CaseLine]:
    """Every case of the table at the month's end, by category and value."""
    order = [c.name for c in facts.after.categories]
    for r in sorted(facts.after.rows, key=lambda r: order.index(r.category)):
        yield CaseLine(
            r.case, r.name, facts.titles[r.case], r.category, r.value_usd_m, r.value_low_usd_m,
            r.value_high_usd_m, r.notified_on, r.waited_months, r.status, r.promised_what, r.promised_on,
            r.promise_state, r.first_promised_on, r.first_state, r.first_in_dispute, r.final_state, r.term_what, r.term_on, (notes.of_case(r.case),),
        )  # fmt: skip
