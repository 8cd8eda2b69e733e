"""The briefing as a document: the same blocks in the same order for page, document and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jointline.report.brief.blocks import Block, Cell, Column, Group, Heading, Listing, Paragraph, Picture, Piece, Table
from jointline.report.brief.picture import chart_heading
from jointline.report.brief.sections import event_words
from jointline.report.brief.texts import capital
from jointline.report.brief.value import Brief, CaseLine, ForecastLine, NewsLine, Note, PassedLine, SlipLine
from jointline.report.lang.language import Language

DASH = "–"


def blocks(b: Brief, lang: Language) -> Iterator[Block]:
    """Everything between the headline and the notes."""
    _ = lang.text
    yield from (Paragraph((Piece(w),), "warning") for w in b.warnings)
    yield Paragraph(tuple(Piece(n.text, n.notes) for n in b.lead), "lead")
    if any(m.total_usd_m is not None for m in b.history.months):
        yield Picture("backlog", *chart_heading(b, lang), series_words(b, lang))
    if b.after_usd_m is not None:
        yield _totals(b, lang)
    yield Heading(_("What changed"))
    yield from _changes(b, lang)
    yield Heading(_("Promises"))
    yield from _promises(b, lang)
    yield Heading(_("Forecasts beside promises"))
    yield from _forecasts(b, lang)
    yield Heading(_("Joint production"))
    yield from _joint(b, lang)
    yield Heading(_("The cases"))
    yield _cases(b, lang)
    yield Heading(_("How to read this"))
    yield Listing(tuple(Paragraph((Piece(r),)) for r in (*b.remarks, *reading(lang))))


def reading(lang: Language) -> tuple[str, ...]:
    """What holds for every briefing."""
    _ = lang.text
    return (
        _("A case is one sale that Congress was notified of. Its notified value is nearly always a ceiling above what is signed."),
        _("A date keeps the precision its source gave: 2026 means some day of 2026. A promise has slipped only where the new date cannot mean the old one."),
        _("Notes are numbered in the order of first use. Each names who said it, through whom, how firmly, when and where; what is a sum or a forecast says so."),
    )  # fmt: skip


def series_words(b: Brief, lang: Language) -> str:
    """What the chart shows, for those who cannot see it."""
    known = [(m.month, m.total_usd_m) for m in b.history.months if m.total_usd_m is not None]
    top = max(known, key=lambda m: m[1])
    return lang.text(
        "The total by month from {first} to {last}: {start} at the beginning, {end} at the end, {most} at most, in {month}.",
        first=lang.date(known[0][0]), last=lang.date(known[-1][0]), start=lang.usd(known[0][1]), end=lang.usd(known[-1][1]),
        most=lang.usd(top[1]), month=lang.date(top[0]),
    )  # fmt: skip


def money(value: float | None, lang: Language) -> str:
    """An amount for a column under a head that names the unit; a dash where it is not known."""
    return DASH if value is None else lang.usd_amount(value)


def signed(value: float, lang: Language) -> str:
    """A difference with its sign."""
    return lang.usd_amount(0.0) if not value else f"{'+' if value > 0 else '−'}{lang.usd_amount(abs(value))}"


def _totals(b: Brief, lang: Language) -> Table:
    """Category by category before and after, and the parts of the difference."""
    _ = lang.text
    columns = (
        Column("", 40), Column(lang.date(b.before_on), 20, True), Column(lang.date(b.as_of), 20, True),
        Column(_("Difference"), 18, True), Column(_("Cases"), 10, True),
    )  # fmt: skip
    rows = [
        (Cell(capital(c.words), notes=c.notes), Cell(money(c.before_usd_m, lang)), Cell(money(c.after_usd_m, lang)),
         Cell(_gap(c.before_usd_m, c.after_usd_m, lang)), Cell(lang.number(c.cases)))
        for c in b.categories
    ]  # fmt: skip
    rows.append((
        Cell(_("Total"), notes=b.total_notes, bold=True), Cell(money(b.before_usd_m, lang), bold=True), Cell(money(b.after_usd_m, lang), bold=True),
        Cell(_gap(b.before_usd_m, b.after_usd_m, lang), bold=True), Cell(lang.number(b.cases_after), bold=True),
    ))  # fmt: skip
    parts = _("Of the difference {entered} entered, {left} left and {revalued} is the effect of values that changed.",
              entered=signed(b.entered_usd_m, lang), left=signed(b.left_usd_m, lang), revalued=signed(b.revalued_usd_m, lang))  # fmt: skip
    return Table(
        "totals", _("The backlog by category, {unit}", unit=lang.usd_unit), columns, (Group("", tuple(rows)),), parts
    )


def _gap(before: float | None, after: float | None, lang: Language) -> str:
    return DASH if before is None or after is None else signed(round(after - before, 2), lang)


def _changes(b: Brief, lang: Language) -> Iterator[Block]:
    if not b.changes:
        yield Paragraph((Piece(lang.text("Nothing changed that the ledger knows of.")),))
    for kind in dict.fromkeys(c.kind for c in b.changes):
        same = [c for c in b.changes if c.kind == kind]
        yield Heading(same[0].kind_words, 2)
        yield Listing(tuple(Paragraph((Piece(c.sentence, c.notes),)) for c in same))


def _promises(b: Brief, lang: Language) -> Iterator[Block]:
    _ = lang.text
    if b.slips:
        yield _slips("slips", _("Promised dates that slipped in the month"), b.slips, lang)
    else:
        yield Paragraph((Piece(_("No promised date is known to have slipped in the month.")),))
    if b.passed:
        columns = (Column(_("Case"), 44), Column(_("Promised"), 26, keep=True), Column(_("By whom"), 40))
        rows = tuple(_passed(p, lang) for p in b.passed)
        yield Table(
            "passed",
            _("Promised dates that passed in the month with no word that they were kept"),
            columns,
            (Group("", rows),),
        )
    if b.largest_slips:
        yield _slips(
            "largest", _("The largest slips so far of what is still owed"), b.largest_slips, lang,
            _("From the first promise known to the latest one; months between the last days the two can mean."),
        )  # fmt: skip


def _slips(name: str, caption: str, lines: Sequence[SlipLine], lang: Language, under: str = "") -> Table:
    _ = lang.text
    columns = (
        Column(_("Case"), 44), Column(_("Promised for"), 18, keep=True), Column(_("Now for"), 18, keep=True),
        Column(_("Slip"), 20, True), Column(_("By whom"), 36),
    )  # fmt: skip
    rows = tuple(
        (Cell(s.title, event_words(s.event, lang), s.notes), Cell(lang.date(s.before)), Cell(lang.date(s.after)),
         Cell(lang.months(s.months, 0), lang.plural("{n} move", "{n} moves", s.moves) if s.moves > 1 else ""), Cell(s.said_by))
        for s in lines
    )  # fmt: skip
    return Table(name, caption, columns, (Group("", rows),), under)


def _passed(p: PassedLine, lang: Language) -> tuple[Cell, ...]:
    return (
        Cell(p.title, event_words(p.event, lang), p.notes),
        Cell(lang.date(p.promised_on)),
        Cell(p.promised_by),
    )


def _forecasts(b: Brief, lang: Language) -> Iterator[Block]:
    _ = lang.text
    yield Paragraph(tuple(Piece(n.text, n.notes) for n in b.forecast_words))
    if not b.forecasts:
        return
    columns = (
        Column(_("Case"), 40), Column(_("First: promised"), 20, keep=True), Column(_("P50, P10 to P90"), 32, keep=True), Column(_("Chance"), 11, True),
        Column(_("Final: promised"), 20, keep=True), Column(_("P50, P10 to P90"), 32, keep=True), Column(_("Chance"), 11, True),
    )  # fmt: skip
    by_case: dict[str, dict[str, ForecastLine]] = {}
    for f in b.forecasts:
        by_case.setdefault(f.case, {})[f.event] = f
    rows = tuple(_forecast(found, lang) for found in by_case.values())
    under = _(
        "Chance: of coming by the last day that the promise can mean. Beyond: after 20 years, or never. A first delivery that has come is left out."
    )
    yield Table("forecasts", _("When it will come: promise and forecast"), columns, (Group("", rows),), under)


def _forecast(found: dict[str, ForecastLine], lang: Language) -> tuple[Cell, ...]:
    one = next(iter(found.values()))
    under = lang.text("may have come unsaid") if any(f.may_have_come for f in found.values()) else ""
    return Cell(one.title, under, one.notes), *_delivery(found.get("first"), lang), *_delivery(found.get("final"), lang)


def _delivery(f: ForecastLine | None, lang: Language) -> tuple[Cell, ...]:
    """Promise, forecast and chance of one delivery."""
    _ = lang.text
    if f is None:
        return Cell(""), Cell(""), Cell("")
    p10, p50, p90 = (lang.date(m) if m else _("beyond") for m in (f.p10, f.p50, f.p90))
    chance = (
        DASH
        if f.promised_on is None
        else _("passed")
        if f.by_promise_share is None
        else share(f.by_promise_share, lang)
    )
    promised = Cell(lang.date(f.promised_on)) if f.promised_on else Cell(_("none"))
    return promised, Cell(p50, lang.range(p10, p90)), Cell(chance)


def share(value: float, lang: Language) -> str:
    """A chance in per cent; a small one is never 0."""
    return f"<{lang.share(0.01)}" if 0 < value < 0.01 else lang.share(value)


def mode_words(mode: str, lang: Language) -> str:
    """What a mode of joint production is."""
    _ = lang.text
    return {
        "a": _("mode A, made in Taiwan under licence"), "b": _("mode B, Taiwan-made components for US lines"),
        "other": _("on joint production as a whole"),
    }.get(mode, mode)  # fmt: skip


def _joint(b: Brief, lang: Language) -> Iterator[Block]:
    _ = lang.text
    new, old = [n for n in b.joint_production if n.in_month], [n for n in b.joint_production if not n.in_month]
    if not new:
        yield Paragraph((Piece(_("No statement on joint production is known from the month.")),))
    for words, lines in ((_("Said in the month"), new), (_("Said before, the latest first"), old)):
        if lines:
            yield Heading(words, 2)
            yield Listing(tuple(_said(n, lang) for n in lines))


def _said(n: NewsLine, lang: Language) -> Paragraph:
    head = lang.text("{speaker} ({standing}), {day}, {mode}:", speaker=capital(n.speaker), standing=n.standing,
                     day=lang.date(n.stated_on), mode=mode_words(n.mode, lang))  # fmt: skip
    item = f" [{n.item}]" if n.item and n.item != "not specified" else ""
    return Paragraph((Piece(head, bold=True), Piece(f"{n.says}{item}.", n.notes, foreign=True)))


def _cases(b: Brief, lang: Language) -> Table:
    _ = lang.text
    columns = (
        Column(_("Case"), 46), Column(lang.usd_unit, 17, True), Column(_("Notified"), 20, keep=True), Column(_("Waits"), 16, True),
        Column(_("Status"), 22), Column(_("Latest promise"), 24),
    )  # fmt: skip
    groups = []
    for category in dict.fromkeys(c.category for c in b.cases):
        rows = tuple(_case(c, lang) for c in b.cases if c.category == category)
        groups.append(Group(capital(lang.name("category", category)), rows))
    return Table(
        "cases", _("Approved and not delivered in full on {day}", day=lang.date(b.as_of)), columns, tuple(groups)
    )


def _case(c: CaseLine, lang: Language) -> tuple[Cell, ...]:
    return (
        Cell(c.title, notes=c.notes), Cell(case_value(c, lang)), Cell(lang.date(c.notified_on)),
        Cell(lang.text("{n} years", n=lang.number(c.waited_months / 12, 1))), Cell(lang.name("status", c.status)),
        Cell(*promise_words(c, lang)),
    )  # fmt: skip


def case_value(c: CaseLine, lang: Language) -> str:
    """The case's value, its range, or a dash."""
    if c.value_usd_m is not None or c.value_high_usd_m is None or c.value_low_usd_m is None:
        return money(c.value_usd_m, lang)
    return lang.range(money(c.value_low_usd_m, lang), money(c.value_high_usd_m, lang))


def promise_words(c: CaseLine, lang: Language) -> tuple[str, str]:
    """The promise that stands and what it is about."""
    _ = lang.text
    if not c.promised_on or not c.promised_what:
        return _("none known"), ""
    what = {
        "final": _("final delivery"),
        "first": _("first delivery"),
        "contract ends": _("contract ends"),
        "budget ends": _("budget ends"),
    }
    state = {"overdue": _("overdue"), "not known": _("due, not known")}.get(c.promise_state or "", "")
    under = what[c.promised_what]
    return lang.date(c.promised_on), _("{what}, {state}", what=under, state=state) if state else under


def note_text(n: Note, lang: Language) -> list[tuple[str, str]]:
    """A note in parts of (text, address): the words on how a figure comes about, then each source."""
    parts = [(n.text, "")] if n.text else []
    for c in n.cited:
        firm = lang.text("{standing}, hedged", standing=c.standing) if c.hedged else c.standing
        said = lang.text("{speaker} ({standing}, {day})", speaker=capital(c.speaker), standing=firm, day=c.stated_on)
        text = lang.text("{said}: {what}", said=said, what=c.says) if c.says else said
        parts.append((lang.text("{said}, ", said=text), c.source))
    return parts


def run_words(b: Brief, lang: Language) -> str:
    """The run card in one line: the same card means the same bytes."""
    return lang.text("Run card: {card}", card=", ".join(f"{k} {v}" for k, v in b.run.items()))
