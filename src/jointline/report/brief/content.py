"""The monthly update as a value: what the three writers and ``--json`` put out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jointline._version import __version__
from jointline.backlog.rules import DEFAULT_RULE
from jointline.ledger.ledger import open_ledger
from jointline.report.brief import ahead, basis, lead, said, sections
from jointline.report.brief.facts import Facts, default_month, gather
from jointline.report.brief.notes import Notes
from jointline.report.brief.value import Brief, Noted
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
    found = basis.outlook(facts)
    cases = sections.rests_on(facts, found.made)
    notes = Notes(ledger, words, cases, facts.titles)
    _learn(facts, notes)
    # made once to learn the numbers of the notes in the order of the document: the opening speaks of what comes below it
    draft = _written(facts, notes, found, words)
    ordered = Notes(ledger, words, cases, facts.titles)
    _learn(facts, ordered)
    for numbers in (draft.headline_notes, *(n.notes for n in (*draft.warnings, *draft.lead))):
        for number in numbers:
            ordered.again(draft.notes[number - 1])
    return _written(facts, ordered, found, words)


def _written(facts: Facts, notes: Notes, found: basis.Outlook, lang: Language) -> Brief:
    total = (lead.sum_note(facts, notes, lang),)
    chart = basis.chart_note(facts, notes, lang)
    before = basis.before_note(facts, notes, lang) if facts.changed.after_usd_m is not None else ()
    categories = tuple(sections.category_lines(facts, notes, lang))
    changes = tuple(sections.change_lines(facts, notes, lang))
    slips = tuple(sections.slip_lines(facts, notes, lang))
    passed = tuple(sections.passed_lines(facts, notes, lang))
    promises = tuple(said.promise_lines(facts, notes, lang))
    largest = tuple(sections.largest_slips(facts, notes, lang))
    news = tuple(sections.news_lines(facts, notes, lang))
    words = (*basis.forecast_words(found, facts, notes, lang), *ahead.new_weights(facts, found, notes, lang))
    cases = tuple(sections.case_lines(facts, notes))
    lines = tuple(sections.forecast_lines(found.made, facts, notes)) if found.made else ()
    remarks = tuple(basis.remarks(facts, notes, lang))
    opening = tuple(lead.opening(facts, notes, slips, passed, ahead.ahead_words(lines, found, notes, lang), news, lang))
    head = lead.headline(facts, notes, lang)
    warnings = tuple(Noted(w, basis.warning_notes(facts, w, notes, lang)) for w in lead.warnings(facts, lang))
    c, after, _ = facts.changed, facts.after, lang.text
    return Brief(
        month=facts.month, language=lang.code, roc_years=lang.roc, myriads=lang.myriads, rule=facts.rule.name, rule_words=_(facts.rule.title),
        title=_("Arms for Taiwan: the backlog in {month}", month=lang.month(facts.month)), headline=head.text, headline_notes=head.notes,
        before_on=c.before_on, as_of=c.after_on, covered=facts.covered, knowledge_ends_on=facts.knowledge_ends_on or None,
        warnings=warnings, lead=opening, before_usd_m=c.before_usd_m, after_usd_m=c.after_usd_m,
        after_low_usd_m=after.total_low_usd_m, after_high_usd_m=after.total_high_usd_m, entered_usd_m=c.entered_usd_m,
        left_usd_m=c.left_usd_m, revalued_usd_m=c.revalued_usd_m, cases_before=c.cases_before, cases_after=c.cases_after,
        chart_notes=chart, before_notes=before, total_notes=total, categories=categories, history=facts.series, changes=changes, slips=slips,
        passed=passed, promises=promises, largest_slips=largest, forecast_words=words, forecasts=lines, joint_production=news, cases=cases,
        remarks=remarks, notes=notes.all,
        run={"version": __version__, "data": facts.ledger.data_hash(), "month": facts.month, "rule": facts.rule.name,
             "language": lang.code + (", ROC years" if lang.roc else "") + (", millions" if lang.is_chinese and not lang.myriads else ""), "as_of": c.after_on},
    )  # fmt: skip


def _learn(facts: Facts, notes: Notes) -> None:
    """Let the statements that the notes cite be found without reading the whole ledger again."""
    for case in facts.titles:
        notes.learn(facts.ledger.of_subject(case))
    notes.learn(facts.joint)
