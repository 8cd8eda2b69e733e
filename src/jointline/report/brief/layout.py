"""The briefing as a document: the same blocks in the same order for page, document and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jointline.backlog.due import AHEAD, NOT_KNOWN, OVERDUE
from jointline.report.brief.blocks import Block, Cell, Column, Group, Heading, Listing, Paragraph, Picture, Piece, Table
from jointline.report.brief.picture import chart_heading
from jointline.report.brief.sections import event_words
from jointline.report.brief.texts import capital
from jointline.report.brief.value import (
    Brief,
    CaseLine,
    ForecastLine,
    NewsLine,
    PassedLine,
    PromiseLine,
    SlipLine,
)
from jointline.report.lang import notes
from jointline.report.lang.language import Language
from jointline.report.outlook import chance_words, middle_words

DASH, _UNSAID = "–", "†"
_WIDTHS, _CHINESE_WIDTHS = (48, 15, 21, 20, 32, 21, 32), (33, 13, 27, 27, 33, 27, 33)  # of the table of cases


def blocks(b: Brief, lang: Language) -> Iterator[Block]:
    """Everything between the headline and the notes."""
    _ = lang.text
    yield from (Paragraph((Piece(w.text, w.notes),), "warning") for w in b.warnings)
    yield Paragraph(tuple(Piece(n.text, n.notes) for n in b.lead), "lead")
    if any(m.total_usd_m is not None for m in b.history.months):
        yield Picture("backlog", *chart_heading(b, lang), series_words(b, lang), b.chart_notes)
    if b.after_usd_m is not None:
        yield _totals(b, lang)
    yield Heading(_("What changed"))
    yield from _changes(b, lang)
    yield Heading(_("Promises"))
    yield from _promises(b, lang)
    yield Heading(_("Joint production"))
    yield from _joint(b, lang)
    yield Heading(_("The cases: promises and forecasts"))
    yield from _cases(b, lang)
    yield Heading(_("How to read this"))
    points = (*(Piece(r.text, r.notes) for r in b.remarks), *(Piece(r) for r in reading(lang)))
    yield Listing(tuple(Paragraph((p,)) for p in points))


def reading(lang: Language) -> tuple[str, ...]:
    """What holds for every briefing."""
    _ = lang.text
    return (
        _("A case is one sale that Congress was notified of. Its notified value is nearly always a ceiling above what is signed."),
        _("A date keeps the precision its source gave: a year means some day of it. A promise has slipped only where the new date cannot mean the old one."),
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
    if sum(map(bool, (b.entered_usd_m, b.left_usd_m, b.revalued_usd_m))) < 2:
        parts = ""  # the column of differences says it
    moved = (n for c in b.changes if c.effect_usd_m for n in c.notes)
    return Table(
        "totals", _("The backlog by category, {unit}", unit=lang.usd_unit), columns, (Group("", tuple(rows)),), parts,
        (*b.before_notes, *b.total_notes), () if not parts else tuple(dict.fromkeys((*b.before_notes, *b.total_notes, *moved))),
    )  # fmt: skip


def _gap(before: float | None, after: float | None, lang: Language) -> str:
    return DASH if before is None or after is None else signed(round(after - before, 2), lang)


def _changes(b: Brief, lang: Language) -> Iterator[Block]:
    if not b.changes:
        yield Paragraph((Piece(lang.text("Nothing changed that the ledger knows of.")),))
    for kind in dict.fromkeys(c.kind for c in b.changes):
        same = [c for c in b.changes if c.kind == kind]
        if kind == "slipped":
            yield _slips("slips", lang.text("Promised dates that slipped in the month"), b.slips, lang)
            continue
        yield Heading(same[0].kind_words, 2)
        yield Listing(tuple(Paragraph((Piece(c.sentence, c.notes),)) for c in same))


def _promises(b: Brief, lang: Language) -> Iterator[Block]:
    _ = lang.text
    if not b.slips:
        yield Paragraph((Piece(_("No promised date is known to have slipped in the month.")),))
    if b.passed:
        columns = (Column(_("Case"), 60), Column(_("Promised"), 80))
        rows = tuple(_passed(p, lang) for p in b.passed)
        yield Table(
            "passed",
            _("Promised dates that passed in the month with no word that they were kept"),
            columns,
            (Group("", rows),),
        )
    if b.promises:
        heads = (_("Case"), _("Date given"), _("The date that stands"))
        yield Table(
            "promises", _("Other promised dates given in the month"), tuple(Column(h, 50) for h in heads),
            (Group("", tuple(_promise(p, lang) for p in b.promises)),),
            _("A date changes nothing where it can mean the one that stands, or is less firm than it."),
        )  # fmt: skip
    if b.largest_slips:
        yield _slips(
            "largest", _("The largest slips so far of what is still owed"), b.largest_slips, lang,
            _("From the first promise known to the latest one. A slip is counted between the last days that the two can mean."),
        )  # fmt: skip


def _slips(name: str, caption: str, lines: Sequence[SlipLine], lang: Language, under: str = "") -> Table:
    _ = lang.text
    columns = (Column(_("Case"), 42), Column(_("From"), 40), Column(_("To"), 40), Column(_("Slip"), 18, True))
    rows = tuple(
        (Cell(s.title, event_words(s.event, lang), s.notes),
         Cell(_of(s.before, s.before_units, s, lang), given(s.before_by, s.before_on, lang)),
         Cell(_of(s.after, s.after_units, s, lang), _passed_words(s.state, given(s.said_by, s.said_on, lang), lang)),
         Cell(lang.months(s.months, 0), _slip_words(s, lang)))
        for s in lines
    )  # fmt: skip
    return Table(name, caption, columns, (Group("", rows),), under)


def _of(date: str, units: str | None, s: SlipLine, lang: Language) -> str:
    """A promised date, with its quantity where the other one is for another."""
    said = lang.date(date)
    return said if s.same_quantity or not units else lang.text("{date} ({units})", date=said, units=units)


def _passed_words(state: str | None, said: str, lang: Language) -> str:
    """Who gave a date and when, and whether it has passed."""
    _ = lang.text
    words = {"overdue": _("passed, no delivery known"), "not known": _("passed after what is known ends")}.get(
        state or ""
    )
    return _("; ").join((said, words)) if words else said


def _slip_words(s: SlipLine, lang: Language) -> str:
    moves = lang.plural("{n} move", "{n} moves", s.moves) if s.moves > 1 else ""
    alike = "" if s.same_quantity else lang.text("not the same quantity")
    return lang.text("; ").join(filter(None, (moves, alike)))


def _passed(p: PassedLine, lang: Language) -> tuple[Cell, ...]:
    return (
        Cell(p.title, event_words(p.event, lang), p.notes),
        Cell(lang.date(p.promised_on), given(p.promised_by, p.said_on, lang)),
    )


def _promise(p: PromiseLine, lang: Language) -> tuple[Cell, ...]:
    by = lang.text("{speaker} ({standing})", speaker=p.promised_by, standing=p.standing)
    stands = (
        Cell(lang.date(p.stands), given(p.stands_by, p.stands_on, lang))
        if p.stands and p.stands_by and p.stands_on
        else Cell(lang.text("the same") if p.stands else DASH)
    )
    return (
        Cell(p.title, event_words(p.event, lang), p.notes),
        Cell(lang.date(p.promised_on), given(by, p.said_on, lang)),
        stands,
    )


def given(who: str, on: str, lang: Language) -> str:
    """Who gave a date, and when."""
    return lang.text("{speaker}, {day}", speaker=who, day=lang.date(on))


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
    words = notes.said(n.says, lang)
    if words != n.says:
        return Paragraph((Piece(head, bold=True), Piece(f"{words}{lang.text('. ')}".rstrip(), n.notes)))
    return Paragraph((Piece(head, bold=True), Piece(f"{n.says}{item}.", n.notes, foreign=True)))


def _cases(b: Brief, lang: Language) -> Iterator[Block]:
    """One row a case: value, wait, promises and forecasts; without forecasts the promise alone."""
    _ = lang.text
    yield Paragraph(tuple(Piece(n.text, n.notes) for n in b.forecast_words))
    made: dict[str, dict[str, ForecastLine]] = {}
    for f in b.forecasts:
        made.setdefault(f.case, {})[f.event] = f
    wide = _CHINESE_WIDTHS if lang.is_chinese else _WIDTHS
    ranges = _("P50, P10 to P90")
    tail = (_("First: promised"), ranges, _("Final: promised"), ranges) if made else (_("Status"), _("Latest promise"))
    heads = (_("Case"), lang.usd_unit, _("Notified"), *tail)
    columns = [
        Column(h, w, i == 1, keep=i in (2, 3, 5))
        for i, (h, w) in enumerate(zip(heads, wide if made else (*wide[:3], 22, 24), strict=True))
    ]
    groups = []
    for category in dict.fromkeys(c.category for c in b.cases):
        rows = tuple(_case(c, made.get(c.case, {}) if made else None, lang) for c in b.cases if c.category == category)
        groups.append(Group(capital(lang.name("category", category)), rows))
    under = _(
        "Below a promise: the chance that the delivery comes by the last day that the promise can mean. A first delivery that has come is left out."
    )
    if any(f.may_have_come for f in b.forecasts):
        under += lang.gap + _("{mark} It may have come unsaid.", mark=_UNSAID)
    yield Table(
        "cases", _("Approved and not delivered in full on {day}", day=lang.date(b.as_of)), tuple(columns), tuple(groups),
        under if made else "", (*b.total_notes, *(b.forecast_words[0].notes if made else ())),
    )  # fmt: skip


def _case(c: CaseLine, made: dict[str, ForecastLine] | None, lang: Language) -> tuple[Cell, ...]:
    _ = lang.text
    status = lang.name("status", c.status)
    waits = _("{n} years ago", n=lang.number(c.waited_months / 12, 1))
    value, notified = Cell(case_value(c, lang)), Cell(lang.date(c.notified_on), waits)
    if made is None:
        return (
            Cell(c.title, notes=c.notes),
            value,
            notified,
            Cell(status, _first_due(c, lang)),
            Cell(*promise_words(c, lang)),
        )
    if any(f.may_have_come for f in made.values()):
        status += f" {_UNSAID}"
    final, said = made.get("final"), _delivery(made.get("final"), c.final_state, lang)
    if final and final.promised_on is None and c.term_what and c.term_on:
        said = Cell(lang.date(c.term_on), _what(c.term_what, lang)), said[1]  # an outer bound is all that is known
    first = _disputed(c, lang) if c.first_in_dispute else _delivery(made.get("first"), c.first_state, lang)
    return Cell(c.title, status, c.notes), value, notified, *first, *said


def _disputed(c: CaseLine, lang: Language) -> tuple[Cell, Cell]:
    """The first delivery that others reported and a later word promised anew: no forecast is made of it."""
    state, doubt = _state(c.first_state, lang), lang.text("said to have come, in dispute")
    on = lang.date(c.first_promised_on) if c.first_promised_on else lang.text("none")
    return Cell(on, lang.text("{state}; {doubt}", state=state, doubt=doubt) if state else doubt), Cell("")


def _first_due(c: CaseLine, lang: Language) -> str:
    """That the first delivery did not come when promised, where the latest promise is another one; or is in dispute."""
    if c.first_in_dispute:
        return lang.text("first delivery in dispute")
    if c.promised_what == "first" or c.first_state in (None, AHEAD):
        return ""
    return lang.text("{what}, {state}", what=_what("first", lang), state=_state(c.first_state, lang))


def _state(state: str | None, lang: Language) -> str:
    """What has become of a promised date that has passed; empty for one ahead."""
    _ = lang.text
    return {OVERDUE: _("overdue"), NOT_KNOWN: _("due; whether it came is unknown")}.get(state or "", "")


def _what(what: str, lang: Language) -> str:
    _ = lang.text
    return {
        "final": _("final delivery"), "first": _("first delivery"), "contract ends": _("contract ends"), "budget ends": _("budget ends"),
    }[what]  # fmt: skip


def _delivery(f: ForecastLine | None, state: str | None, lang: Language) -> tuple[Cell, Cell]:
    """Promise of one delivery with its chance, and the forecast."""
    _ = lang.text
    if f is None:
        return Cell(""), Cell("")
    p10, p90 = (lang.date(m) if m else _("beyond") for m in (f.p10, f.p90))
    if f.promised_on is None:
        promised = Cell(_("none"))
    else:
        promised = Cell(
            lang.date(f.promised_on),
            _state(state, lang) or _("passed")
            if f.by_promise_share is None
            else _("{share} chance", share=chance_words(f, lang)),
        )
    return promised, Cell(middle_words(f, lang, _("beyond")), lang.range(p10, p90))


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
    state, under = _state(c.promise_state, lang), _what(c.promised_what, lang)
    return lang.date(c.promised_on), _("{what}, {state}", what=under, state=state) if state else under


def run_words(b: Brief, lang: Language) -> str:
    """The run card in one line: the same card means the same bytes."""
    return lang.text("Run card: {card}", card=", ".join(f"{k} {v}" for k, v in b.run.items()))
