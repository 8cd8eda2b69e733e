"""The headline and the opening sentences, computed from the data as an analyst would write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from jointline.backlog.table import Backlog
from jointline.report.brief.facts import Facts
from jointline.report.brief.notes import Notes
from jointline.report.brief.sections import event_words
from jointline.report.brief.value import ForecastLine, NewsLine, Noted, PassedLine, SlipLine
from jointline.report.lang.language import Language

_NAMED = 3  # cases named in one sentence; more are counted
_EVEN = 0.5


def total_words(b: Backlog, lang: Language, *, short: bool = False) -> str:
    """The total in words: an amount, a range, or empty where the rule gives none."""
    if b.total_usd_m is not None:
        return lang.usd_short(b.total_usd_m) if short else lang.usd(b.total_usd_m)
    if b.total_low_usd_m is None or b.total_high_usd_m is None:
        return ""
    if short:
        return lang.range(lang.usd_short(b.total_low_usd_m), lang.usd_short(b.total_high_usd_m))
    return lang.usd_range(b.total_low_usd_m, b.total_high_usd_m)


def headline(facts: Facts, lang: Language) -> str:
    """What the month brought, in one line."""
    _, month, total = lang.text, lang.date(facts.month), total_words(facts.after, lang, short=True)
    if facts.covered == "none":
        day = lang.date(facts.knowledge_ends_on)
        if facts.changed.changes:
            return _("Little is known of {month}: the ledger's knowledge ends on {day}", month=month, day=day)
        return _("Nothing is known of {month}: the ledger's knowledge ends on {day}", month=month, day=day)
    if not total:
        return _(
            "{month}: {cases}, {news}",
            month=month,
            cases=lang.plural("{n} case is owed", "{n} cases are owed", facts.after.cases),
            news=_news(facts, lang),
        )
    if facts.is_first_list:
        return _("The first published list counts {total} in {month}", total=total, month=month)
    delta = _difference(facts)
    if not delta:
        return _("Backlog unchanged at {total} in {month}: {news}", total=total, month=month, news=_news(facts, lang))
    change = lang.usd_short(abs(delta))
    if delta > 0:
        return _(
            "Backlog up {change} to {total} in {month}: {news}",
            change=change,
            total=total,
            month=month,
            news=_movers(facts, lang),
        )
    return _(
        "Backlog down {change} to {total} in {month}: {news}",
        change=change,
        total=total,
        month=month,
        news=_movers(facts, lang),
    )


def _difference(facts: Facts) -> float:
    c = facts.changed
    return 0.0 if c.before_usd_m is None or c.after_usd_m is None else round(c.after_usd_m - c.before_usd_m, 2)


def _movers(facts: Facts, lang: Language) -> str:
    """The cases that moved the total, the way the total went first."""
    up = _difference(facts) > 0
    parts = [_mover(facts, kind, lang) for kind in (("entered", "left") if up else ("left", "entered"))]
    said = [p for p in (*parts, _mover(facts, "revalued", lang)) if p]
    return lang.text("; ").join(said[:2])


def _mover(facts: Facts, kind: str, lang: Language) -> str:
    cases = [c.case for c in facts.changed.changes if c.kind == kind]
    if not cases:
        return ""
    _, n = lang.text, len(cases)
    names = [_name(facts, c) for c in cases]
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


def _news(facts: Facts, lang: Language) -> str:
    """The most telling news of a month that moved no total: deliveries, then slips, then delays, then contracts."""
    by_kind: dict[str, list[str]] = {}
    for c in facts.changed.changes:
        by_kind.setdefault(c.kind, []).append(c.case)
    _, begun = lang.text, by_kind.get("began delivery", [])
    if begun:
        return _("deliveries of {cases} begin", cases=_few(facts, begun, lang))
    if slips := by_kind.get("slipped"):
        return lang.plural("{n} promised date slips", "{n} promised dates slip", len(slips))
    if delays := by_kind.get("delay announced"):
        return _("delay of {cases} announced", cases=_few(facts, delays, lang))
    if came := by_kind.get("delivered"):
        return _("further deliveries of {cases}", cases=_few(facts, came, lang))
    if signed := by_kind.get("contract"):
        return _("{cases} under contract", cases=_few(facts, signed, lang))
    if promised := by_kind.get("promised"):
        return _("dates promised for {cases}", cases=_few(facts, promised, lang))
    if by_kind:
        n = len(facts.changed.changes)
        return lang.plural("{n} other change", "{n} other changes", n)
    return _("no change is known")


def _few(facts: Facts, cases: Iterable[str], lang: Language) -> str:
    names = [_name(facts, c) for c in dict.fromkeys(cases)]
    return listed(names, lang) if len(names) <= 2 else lang.plural("{n} case", "{n} cases", len(names))


def listed(names: Sequence[str], lang: Language, most: int = _NAMED) -> str:
    """Names as a sentence lists them; beyond *most* the rest is counted. Names that hold commas are parted by semicolons."""
    shown, rest = list(names[:most]), len(names) - most
    heavy = any("," in n or " and " in n for n in shown)
    if rest > 0:
        shown.append(lang.plural("{n} more", "{n} more", rest))
    if len(shown) == 1:
        return shown[0]
    if heavy:
        return lang.text("; ").join(shown)
    return lang.text("{first} and {last}", first=lang.text(", ").join(shown[:-1]), last=shown[-1])


def plain_title(title: str) -> str:
    """A title without what stands in brackets at its end: for sentences."""
    return re.sub(r"\s*[(（](?!\d{4}[)）])[^()（）]*[)）]$", "", title) or title


def _name(facts: Facts, case: str) -> str:
    return plain_title(facts.titles[case])


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
    facts: Facts, notes: Notes, slips: Sequence[SlipLine], passed: Sequence[PassedLine], made: Sequence[ForecastLine],
    news: Sequence[NewsLine], lang: Language,
) -> Iterator[Noted]:  # fmt: skip
    """The opening sentences: the total, why it differs, deliveries begun, promises, forecasts, joint production."""
    yield _total(facts, notes, lang)
    yield from _why(facts, notes, lang)
    yield from _published(facts, notes, lang)
    yield from _begun(facts, notes, lang)
    if slips:
        yield _slipped(slips, lang)
    yield from _delays(facts, notes, lang)
    yield from _passed(passed, lang)
    yield from _ahead(made, lang)
    yield from _joint(facts, news, lang)


def sum_note(facts: Facts, notes: Notes, lang: Language) -> int:
    """The note on the total: which rule, and where its parts are."""
    text = lang.text(
        "The sum of the {n} cases in the table of cases, each with its own note, by counting rule {rule}: {counts}",
        n=lang.number(facts.after.cases), rule=facts.rule.name, counts=lang.say(facts.rule.counts),
    )  # fmt: skip
    return notes.note([i for r in facts.after.rows for i in r.statements], text, spelt=False)


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
        else _("{change} more than a month before", change=lang.usd(delta)) if delta > 0
        else _("{change} less than a month before", change=lang.usd(-delta))
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
        names = listed([_name(facts, c.case) for c in found], lang)
        worth = lang.usd(abs(amount))
        text = {
            "entered": _("{amount} entered the count: {cases}.", amount=worth, cases=names),
            "left": _("{amount} left the count: {cases}.", amount=worth, cases=names),
            "revalued": _("{amount} is the effect of values that changed: {cases}.", amount=worth if amount >= 0 else f"−{worth}", cases=names),
        }[kind]  # fmt: skip
        yield Noted(text, tuple(dict.fromkeys(notes.note(c.statements) for c in found)))


def _published(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """The publisher's own total of the month, where one was read."""
    month = next((m for m in facts.series.months if m.month == facts.month), None)
    figure = next((f for f in month.published if f.figure == "total"), None) if month else None
    if month is None or figure is None or facts.rule.membership != "publisher":
        return
    _, by = lang.text, lang.name("speaker", month.published_by or "", month.published_by or "")
    printed = lang.usd(figure.published_usd_m, 2) if lang.is_chinese else f"US$ {figure.as_printed}"
    text = (
        _(
            "The total that {publisher} published for the month, {total}, is met within its rounding.",
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
    names = listed([_name(facts, r.case) for r in evident], lang)
    if evident:
        yield Noted(
            _(
                "Deliveries have begun, but are not complete, on cases worth {amount}: {cases}.",
                amount=lang.usd(b.delivering_by_evidence_usd_m),
                cases=names,
            ),
            tuple(notes.of_case(r.case) for r in evident),
        )


def _slipped(slips: Sequence[SlipLine], lang: Language) -> Noted:
    _, worst, n = lang.text, slips[0], len(slips)
    much = _("{what} of {case} by {months}, to {date}", what=event_words(worst.event, lang), case=plain_title(worst.title),
             months=lang.months(worst.months, 0), date=lang.date(worst.after))  # fmt: skip
    text = (
        _("In the month one promised date slipped: {much}.", much=much) if n == 1
        else lang.plural("In the month {n} promised date slipped, {much}.", "In the month {n} promised dates slipped, the furthest {much}.", n, much=much)
    )  # fmt: skip
    return Noted(text, worst.notes)


def _delays(facts: Facts, notes: Notes, lang: Language) -> Iterator[Noted]:
    """Delays that were announced or reported, and those that were denied."""
    _, by_kind = (
        lang.text,
        {k: [c for c in facts.changed.changes if c.kind == k] for k in ("delay announced", "denied")},
    )
    told, denied = ({c.case for c in found} for found in by_kind.values())
    for found, text in (
        ([c for c in by_kind["delay announced"] if c.case not in denied], _("Delays were announced or reported: {cases}.")),
        ([c for c in by_kind["delay announced"] + by_kind["denied"] if c.case in told & denied], _("A delay was reported and then denied or not confirmed: {cases}.")),
        ([c for c in by_kind["denied"] if c.case not in told], _("A delay was denied or not confirmed: {cases}.")),
    ):  # fmt: skip
        if found:
            names = listed(list(dict.fromkeys(_name(facts, c.case) for c in found)), lang)
            yield Noted(text.format(cases=names), tuple(dict.fromkeys(notes.note(c.statements) for c in found)))


def _passed(passed: Sequence[PassedLine], lang: Language) -> Iterator[Noted]:
    if passed:
        cases = listed([plain_title(p.title) for p in passed], lang)
        text = lang.plural("In the month {n} promised date passed and nothing says that it was kept: {cases}.",
                           "In the month {n} promised dates passed and nothing says that they were kept: {cases}.",
                           len(passed), cases=cases)  # fmt: skip
        yield Noted(text, tuple(dict.fromkeys(n for p in passed for n in p.notes)))


def _ahead(made: Sequence[ForecastLine], lang: Language) -> Iterator[Noted]:
    """How many promises of a final delivery the forecast gives an even chance."""
    ahead = [f for f in made if f.event == "final" and f.by_promise_share is not None]
    if not ahead:
        return
    likely = [f for f in ahead if (f.by_promise_share or 0) >= _EVEN]
    words = lang.plural(
        "Of the final deliveries {n} has a promised date that is still ahead",
        "Of the final deliveries {n} have a promised date that is still ahead",
        len(ahead),
    )
    if likely:
        cases = listed([plain_title(f.title) for f in likely], lang)
        text = lang.plural("{ahead}; the forecast gives one of them an even chance or better of keeping it: {cases}.",
                           "{ahead}; the forecast gives {n} of them an even chance or better of keeping it: {cases}.",
                           len(likely), ahead=words, cases=cases)  # fmt: skip
        yield Noted(text, tuple(dict.fromkeys(n for f in likely for n in f.notes)))
    else:
        best = max(ahead, key=lambda f: f.by_promise_share or 0)
        text = lang.text("{ahead}; the forecast gives none an even chance of keeping it. The best chance is {share}, of {case}.",
                         ahead=words, share=lang.share(best.by_promise_share or 0, 1), case=plain_title(best.title))  # fmt: skip
        yield Noted(text, best.notes)


def _joint(facts: Facts, news: Sequence[NewsLine], lang: Language) -> Iterator[Noted]:
    _, new = lang.text, [n for n in news if n.in_month]
    if new:
        text = lang.plural("On joint production with the United States {n} statement is known from the month.",
                           "On joint production with the United States {n} statements are known from the month.", len(new))  # fmt: skip
        yield Noted(text, tuple(dict.fromkeys(x for n in new for x in n.notes)))
    elif facts.covered == "whole":
        yield Noted(_("No statement on joint production with the United States is known from the month."), ())
