"""The monthly update as a value: what the three writers and ``--json`` put out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jointline._version import __version__
from jointline.backlog.rules import DEFAULT_RULE
from jointline.errors import NothingFound
from jointline.forecast.table import Forecast, forecast
from jointline.ledger.ledger import open_ledger
from jointline.report.brief import lead, sections
from jointline.report.brief.facts import Facts, default_month, gather
from jointline.report.brief.notes import Notes
from jointline.report.brief.value import Brief, ForecastLine, Noted
from jointline.report.lang.language import Language, language

if TYPE_CHECKING:
    from jointline.ledger.ledger import Ledger


def brief(
    month: str | None = None,
    lang: str | Language = "en",
    rule: str | os.PathLike[str] = DEFAULT_RULE,
    *,
    ledger: Ledger | None = None,
) -> Brief:
    """The monthly update: what Taiwan is owed at the month's end, what changed, on whose word, and what is to come.

    month: ``2026-03``; default the month in which the ledger's knowledge ends. lang: ``en`` or ``zh-TW``, or a
    language with its options. rule: a
    counting rule's name or file. Sums are US$ million; every figure has a footnote. ``save`` of the result writes a page
    (.html), a document (.docx) or a paper (.pdf). Raises ``JointlineError`` for what is no month, ``NothingFound`` for a
    month before the first case.

    >>> brief("2024-10").after_usd_m
    22386.4
    """
    ledger = ledger or open_ledger()
    words = lang if isinstance(lang, Language) else language(lang)
    facts = gather(month or default_month(ledger), rule, ledger, words)
    made = _forecast(facts)
    cases = sections.rests_on(facts, made)
    notes = Notes(ledger, words, cases)
    _learn(facts, notes)
    # made once to learn the numbers of the notes in the order of the document: the opening speaks of what comes below it
    draft = _written(facts, notes, made, words)
    ordered = Notes(ledger, words, cases)
    _learn(facts, ordered)
    for n in draft.lead:
        for number in n.notes:
            ordered.again(draft.notes[number - 1])
    return _written(facts, ordered, made, words)


def _written(facts: Facts, notes: Notes, made: Forecast | None, lang: Language) -> Brief:
    total = (lead.sum_note(facts, notes, lang),)
    categories = tuple(sections.category_lines(facts, notes, lang))
    changes = tuple(sections.change_lines(facts, notes, lang))
    slips = tuple(sections.slip_lines(facts, notes, lang))
    passed = tuple(sections.passed_lines(facts, notes, lang))
    largest = tuple(sections.largest_slips(facts, notes, lang))
    words, lines = _forecasts(made, facts, notes, lang)
    news = tuple(sections.news_lines(facts, notes, lang))
    cases = tuple(sections.case_lines(facts, notes))
    opening = tuple(lead.opening(facts, notes, slips, passed, lines, news, lang))
    c, after, _ = facts.changed, facts.after, lang.text
    return Brief(
        month=facts.month, language=lang.code, roc_years=lang.roc, myriads=lang.myriads, rule=facts.rule.name, rule_words=_(facts.rule.title),
        title=_("Arms for Taiwan: the backlog in {month}", month=lang.date(facts.month)), headline=lead.headline(facts, lang),
        before_on=c.before_on, as_of=c.after_on, covered=facts.covered, knowledge_ends_on=facts.knowledge_ends_on or None,
        warnings=lead.warnings(facts, lang), lead=opening, before_usd_m=c.before_usd_m, after_usd_m=c.after_usd_m,
        after_low_usd_m=after.total_low_usd_m, after_high_usd_m=after.total_high_usd_m, entered_usd_m=c.entered_usd_m,
        left_usd_m=c.left_usd_m, revalued_usd_m=c.revalued_usd_m, cases_before=c.cases_before, cases_after=c.cases_after,
        total_notes=total, categories=categories, history=facts.series, changes=changes, slips=slips,
        passed=passed, largest_slips=largest, forecast_words=words, forecasts=lines, joint_production=news, cases=cases,
        remarks=tuple(lang.say(r) for r in after.remarks), notes=notes.all,
        run={"version": __version__, "data": facts.ledger.data_hash(), "month": facts.month, "rule": facts.rule.name,
             "language": lang.code + (", ROC years" if lang.roc else "") + (", millions" if lang.is_chinese and not lang.myriads else ""), "as_of": c.after_on},
    )  # fmt: skip


def _learn(facts: Facts, notes: Notes) -> None:
    """Let the statements that the notes cite be found without reading the whole ledger again."""
    for case in facts.titles:
        notes.learn(facts.ledger.of_subject(case))
    notes.learn(facts.joint)


def _forecast(facts: Facts) -> Forecast | None:
    """The forecasts as of the month's end; none for a month of which nothing is known, as they would suppose that nothing came."""
    if facts.covered == "none":
        return None
    try:
        return forecast(as_of=facts.last_day, ledger=facts.ledger)
    except NothingFound:
        return None


def _forecasts(
    made: Forecast | None, facts: Facts, notes: Notes, lang: Language
) -> tuple[tuple[Noted, ...], tuple[ForecastLine, ...]]:
    """What must be said of the forecasts, and the forecasts."""
    _ = lang.text
    if made is None:
        why = (
            _("No forecast is given: it would suppose that nothing has come since the ledger's knowledge ends.")
            if facts.covered == "none" else _("No delivery of the cases that count is open to a forecast.")
        )  # fmt: skip
        return (Noted(why, ()),), ()
    parts = lang.text(", ").join(f"{lang.name('method', k)} {lang.share(v)}" for k, v in made.weights.items())
    how = _("Method blend: {parts}; weights learned from {forecasts} past forecasts on {cases} cases. The reference class rests on {register}.",
            parts=parts, forecasts=lang.number(made.weights_from_forecasts), cases=lang.number(made.weights_from_cases),
            register=made.register)  # fmt: skip
    meaning = _("P10, P50 and P90 are the months by whose end 10, 50 and 90 % of such deliveries have come, given that this one had not come by {day}.",
                day=lang.date(made.as_of))  # fmt: skip
    first = Noted(meaning, (notes.note((), how),))
    few = _("By then {first} first and {final} final deliveries were known: these ranges rest on few events.",
            first=lang.number(made.delivered_first), final=lang.number(made.delivered_final))  # fmt: skip
    rest = [Noted(few, ())]
    lines = tuple(sections.forecast_lines(made, facts, notes))
    silent = len({f.case for f in lines if f.may_have_come})
    if silent:
        text = lang.plural("{n} case is marked: nobody has said for over a year that it is still to come, and it may have come unsaid.",
                           "{n} cases are marked: nobody has said for over a year that they are still to come, and they may have come unsaid.",
                           silent)  # fmt: skip
        rest.append(Noted(text, ()))
    return (first, *rest), lines
