"""The footnotes of what is no row: warnings, the chart, the total before, how the forecasts were made and how they have done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jointline.backlog.history import SERIES
from jointline.errors import JointlineError, NothingFound
from jointline.forecast.backtest import BackTest, backtest
from jointline.forecast.blend import NAME as BLEND
from jointline.forecast.blend import Weights, held
from jointline.forecast.events import DELIVERED, KINDS
from jointline.forecast.means import ALL, CAME
from jointline.forecast.method import View
from jointline.forecast.table import Forecast, ForecastRow, forecast, weighed
from jointline.ledger.dates import as_day, day_before
from jointline.ledger.ledger import Ledger
from jointline.ledger.properties import get_property
from jointline.report.brief.facts import Facts, rule_words
from jointline.report.brief.notes import Notes
from jointline.report.brief.value import Noted
from jointline.report.lang.language import Language

_TIME = re.compile(r"(?<=\d{4}) \d{1,2}:\d\d(:\d\d)?( [AP]M)?")  # of a register: its day is enough
_AHEAD = ("promise", "term")  # groups of properties that tell what is to come
_AIM = 0.8  # of deliveries between P10 and P90


@dataclass(frozen=True, slots=True)
class Reweighed:
    """The weights of the pooled methods where they are not those of a month before, and the month's forecasts by the old ones."""

    before_on: date
    before: Weights
    after: Weights
    rows: tuple[ForecastRow, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecasts of the month's end, the deliveries that they learn from, and how such forecasts have done."""

    made: Forecast | None
    delivered: tuple[str, ...] = ()  # statements
    test: BackTest | None = None
    reweighed: Reweighed | None = None


def outlook(facts: Facts) -> Outlook:
    """None for a month of which nothing is known: a forecast would suppose that nothing came."""
    if facts.covered == "none":
        return Outlook(None)
    return _foreseen(facts.ledger, facts.ledger.data_hash(), facts.last_day, day_before(facts.first_day))


@lru_cache(maxsize=1)  # the same in every language
def _foreseen(ledger: Ledger, data: str, day: date, month_before: date) -> Outlook:
    try:
        made = forecast(as_of=day, ledger=ledger)
    except NothingFound:
        return Outlook(None)
    fates = [t.fates[kind] for t in View(ledger, day).told for kind in KINDS]
    delivered = tuple(i for f in fates if f.end == DELIVERED for i in f.by)
    try:
        # no later than the knowledge ends: one publication has one record, that of the scores view
        test = backtest(method=BLEND, known_on=min(day, as_day(max(ledger.knowledge_ends()))), ledger=ledger)
    except JointlineError:  # too early for a half-year's end, or for an outcome
        test = None
    before, after = held(month_before), held(day)
    changed = before.weights != after.weights
    return Outlook(
        made, delivered, test,
        Reweighed(month_before, before, after, weighed(day, before, ledger=ledger)) if changed else None,
    )  # fmt: skip


def chart_note(facts: Facts, notes: Notes, lang: Language) -> tuple[int, ...]:
    """How the series comes about, with the published totals that are drawn on it."""
    if not any(m.total_usd_m is not None for m in facts.series.months):
        return ()
    drawn = facts.series.months if facts.series.is_published else ()
    published = [f.statement for m in drawn for f in m.published if f.figure == "total"]
    text = lang.text(
        "The sum at each month's end of the cases that count by rule {rule}, as known then.",
        rule=rule_words(facts, lang),
    )
    if published:
        text = lang.text("{sum} The totals as published:", sum=text)
    return (notes.note(published, text, listed=True),)


def before_note(facts: Facts, notes: Notes, lang: Language) -> tuple[int, ...]:
    """What the total of the month before is the sum of, with the sources that no note of a case has."""
    rows = [i for r in facts.before.rows for i in r.statements]
    ids = [
        i for i in rows if get_property(notes.statement(i).property).group not in _AHEAD
    ]  # a sum rests on no date ahead
    day, n = lang.date(facts.before.as_of), lang.number(facts.before.cases)
    if facts.before.cases == 0:
        return (
            notes.note(
                (), lang.text("No case was counted on {day} by rule {rule}.", day=day, rule=rule_words(facts, lang))
            ),
        )
    text = lang.text(
        "On {day} the sum of {n} cases by the same rule: those of the table of cases, but for what entered, left or was revalued since.",
        day=day, n=n,
    )  # fmt: skip
    return (notes.note(ids, text, only=notes.of_no_case(ids), named=True),)


def warning_notes(facts: Facts, words: str, notes: Notes, lang: Language) -> tuple[int, ...]:
    """What the dates and counts of a warning rest on: the newest statements, or the last published list."""
    if not any(c.isdigit() for c in words):
        return ()
    ends, day = facts.knowledge_ends_on, facts.last_day.isoformat()
    shipped_ends, own_ends = facts.ledger.knowledge_ends()
    found: list[int] = []
    if any(e and lang.date(e) in words for e in (shipped_ends, own_ends, ends)):
        told = [s for case in facts.ledger.case_ids() for s in facts.ledger.of_subject(case)]
        notes.learn(told)
        newest = [s.id for s in told if s.known_on in (shipped_ends, own_ends) and s.known_on <= max(ends, day)]
        later = [s.id for s in facts.ledger.shipped_after(shipped_ends, day)] if shipped_ends else []
        found.append(notes.note([*newest, *later], lang.text("The newest statements of the ledger:")))
    listed = [s for s in facts.ledger.of_subject(SERIES) if s.property == "backlog_total" and s.known_on <= day]
    last = max(listed, key=lambda s: (s.event_on, s.id), default=None)
    if last is not None and last.event_on and lang.date(last.event_on) in words:
        notes.learn(listed)
        found.append(notes.note([last.id]))
    if not found:
        found.append(rule_note(facts, notes, lang))
    return tuple(found)


def rule_note(facts: Facts, notes: Notes, lang: Language) -> int:
    """The counting rule in words."""
    return notes.note(
        (), lang.text("Counting rule {rule}: {title}.", rule=facts.rule.name, title=lang.say(facts.rule.title))
    )


def remarks(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """What the rule's reader must know; a date in it leads to the first published list, or to the rule."""
    first = next((f.statement for m in facts.series.months for f in m.published if f.figure == "total"), None)
    for remark in facts.after.remarks:
        words = lang.say(remark)
        dated = any(c.isdigit() for c in words)
        note = notes.note([first]) if dated and first else rule_note(facts, notes, lang) if dated else None
        yield Noted(words, () if note is None else (note,))


def forecast_words(found: Outlook, facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """What must be said of the forecasts: what the figures mean, on how little they rest, how such forecasts have done."""
    _, made = lang.text, found.made
    if made is None:
        yield Noted(
            _("No forecast is given: it would suppose that nothing has come since the ledger's knowledge ends.")
            if facts.covered == "none" else _("No delivery of the cases that count is open to a forecast."), (),
        )  # fmt: skip
        return
    yield Noted(
        lang.sentences([
            _("P10, P50 and P90 are the months by whose end 10, 50 and 90 % of such deliveries have come, given that this one had not come by {day}; beyond is after 20 years, or never.",
              day=lang.date(made.as_of)),
            _("P50 and a chance are given from end to end of what dates known as months or years allow."),
        ]), (method_note(made, notes, lang),))  # fmt: skip
    yield Noted(
        _("By then {first} first and {final} final deliveries were known: these ranges rest on few events.",
          first=lang.number(made.delivered_first), final=lang.number(made.delivered_final)),
        (notes.note(found.delivered, _("The deliveries that were known:") if found.delivered else _("No delivery was known."), named=True),))  # fmt: skip
    if found.test:
        yield from _record(found.test, notes, lang)
    unsaid = {f.case for f in made.rows if f.may_have_come}
    silent = [r.case for r in facts.after.rows if r.case in unsaid]
    if silent:
        text = lang.plural("{n} case is marked †: nobody has said for over a year that it is still to come, and it may have come unsaid.",
                           "{n} cases are marked †: nobody has said for over a year that they are still to come, and they may have come unsaid.",
                           len(silent))  # fmt: skip
        yield Noted(text, tuple(notes.of_case(c) for c in silent))


def weights_note(reweighed: Reweighed, notes: Notes, lang: Language) -> int:
    """What the weights of a month before were."""
    was = reweighed.before
    parts = lang.text(", ").join(f"{lang.name('method', k)} {lang.share(v)}" for k, v in was.weights.items())
    text = lang.text(
        "Forecast method blend on {day}: the weights {parts}, learned from {forecasts} past forecasts on {cases} cases.",
        day=lang.date(reweighed.before_on.isoformat()), parts=parts, forecasts=lang.number(was.forecasts), cases=lang.number(was.cases),
    )  # fmt: skip
    return notes.note((), text)


def method_note(made: Forecast, notes: Notes, lang: Language) -> int:
    """How the forecasts were made."""
    parts = lang.text(", ").join(f"{lang.name('method', k)} {lang.share(v)}" for k, v in made.weights.items())
    how = lang.text(
        "Forecast method blend, a pool with the weights {parts}, learned from {forecasts} past forecasts on {cases} cases. Reference class: {register}. The statements that a case's forecast uses are in the case's note.",
        parts=parts, forecasts=lang.number(made.weights_from_forecasts), cases=lang.number(made.weights_from_cases),
        register=_TIME.sub("", lang.say(made.register)),
    )  # fmt: skip
    return notes.note((), how)


def _record(test: BackTest, notes: Notes, lang: Language) -> Iterator[Noted]:
    """How such forecasts have done where it is known what came, scored by what was known at the month's end."""
    score = next((m for m in test.methods if m.method == BLEND), None)
    if score is None or score.covered_80 is None:
        return
    _ = lang.text
    yield Noted(
        _("Their record: made in the same way at each half-year's end since {first}, {share} of the forecasts whose delivery has come had it between P10 and P90, where {aim} is right.",
          first=lang.date(test.first[:7]), share=lang.share(score.covered_80), aim=lang.share(_AIM)),
        (_record_note(test, notes, lang),))  # fmt: skip
    beside = next((c for c in test.comparisons if c.method == BLEND and c.on == ALL), None)
    if beside:
        better = {
            "better": _("They were nearer to what came than the promises at their word."),
            "worse": _("They were further from what came than the promises at their word."),
        }.get(beside.verdict, _("That they were nearer to what came than the promises at their word is not shown."))
        came = next((c for c in test.comparisons if c.method == BLEND and c.on == CAME), None)
        if beside.verdict == "better" and came and came.verdict != "better":
            better = _(
                "Over all that can be scored, open deliveries too, they were nearer to what came than the promises at their word; on the deliveries that came alone that is not shown."
            )
        yield Noted(better, (_record_note(test, notes, lang),))
    yield from chance_record(test, notes, lang)


def chance_record(test: BackTest, notes: Notes, lang: Language, *, past: bool = False) -> Iterator[Noted]:
    """How often it came, of the chances that were given as even or better; *past*: where nothing before tells of the back-test."""
    high = [b for b in test.reliability if b.method == BLEND and b.low >= 0.5]
    if n := sum(b.forecasts for b in high):
        came, said = (sum(b.forecasts * x for b, x in zip(high, xs, strict=True)) / n
                      for xs in ([b.came_share for b in high], [b.mean_share for b in high]))  # fmt: skip
        shares = {"said": lang.share(said), "came": lang.share(came)}
        text = (
            lang.text("Where past forecasts made in the same way gave an even chance or better, {said} on average, {came} came.", **shares) if past
            else lang.text("Where they gave an even chance or better, {said} on average, {came} came.", **shares)
        )  # fmt: skip
        yield Noted(text, (_record_note(test, notes, lang),))


def _record_note(test: BackTest, notes: Notes, lang: Language) -> int:
    score = next(m for m in test.methods if m.method == BLEND)
    text = lang.text(
        "Back-test (jointline backtest) of method blend on {n} forecasts of {cases} cases from {first} to {last}, each from what had been said by then, scored by what was known on {known}; {came} of them, of {delivered} cases, had their delivery.",
        n=lang.number(score.forecasts), cases=lang.number(score.cases), first=lang.date(test.first), last=lang.date(test.last),
        known=lang.date(test.known_on), came=lang.number(score.deliveries), delivered=lang.number(score.cases_delivered),
    )  # fmt: skip
    said = [text]
    beside = next((c for c in test.comparisons if c.method == BLEND and c.on == ALL), None)
    if beside:
        said.append(lang.text(
            "Where both made one, the mean error (CRPS) is {here} months against {promise} of the promise.",
            here=lang.number(beside.crps, 1), promise=lang.number(beside.official_crps, 1),
        ))  # fmt: skip
    said.append(lang.text("It is no blind test: the methods were written in 2026, by people who knew the outcomes."))
    return notes.note((), lang.sentences(said))
