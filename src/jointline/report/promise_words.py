"""What became of a promised date, in sentences: how it moved, whether it passed, whether what is said to have come is in dispute."""

from __future__ import annotations

from jointline.backlog.promises import ANSWERING, Record
from jointline.ledger.statement import Statement
from jointline.report.lang.language import ENGLISH, Language
from jointline.report.statements import speaker_words, units_words

_EVEN = 0.5  # months: less is no difference


def finding(r: Record, lang: Language = ENGLISH, *, alone: bool = True) -> str:
    """The one sentence that a record comes to; *alone*: it must say by itself that its dates are for different quantities."""
    if r.ended_by is not None:
        return _ended(r, lang)
    if r.event is not None:
        found, like = _came(r, lang), r.like_event or r.contested_by is not None
    elif r.passed:
        return _passed(r, lang)
    else:
        found, like = _ahead(r, lang), r.like
    remarks = [] if like or not alone else [lang.text("not the same quantity")]
    if weak(r):
        assert r.event is not None
        remarks.append(lang.name("standing", r.event.standing))
    for remark in remarks:
        found = lang.text("{found} ({remark}).", found=found.rstrip(".。"), remark=remark)
    return found


def weak(r: Record) -> bool:
    """Whether nobody who can answer for it says that the delivery came, and nobody denies it."""
    return r.event is not None and r.contested_by is None and r.event.standing not in ANSWERING


def _ahead(r: Record, lang: Language) -> str:
    _ = lang.text
    first = r.property == "first_delivery_promised"
    if r.steady and r.latest.event != r.first.event:
        both = {"before": lang.date(r.first.value), "after": lang.date(r.latest.value)}
        return (
            _("The date promised for the first delivery has not moved: {before}, now said as {after}.", **both) if first
            else _("The date promised for the final delivery has not moved: {before}, now said as {after}.", **both)
        )  # fmt: skip
    by = lang.months(abs(r.moved_months), 0)
    if abs(r.moved_months) < _EVEN:
        return (
            _("The first delivery is promised as at first.") if first
            else _("The final delivery is promised as at first.")
        )  # fmt: skip
    if r.moved_months > 0:
        return (
            _("The first delivery has slipped {months} since its first promise.", months=by) if first
            else _("The final delivery has slipped {months} since its first promise.", months=by)
        )  # fmt: skip
    return (
        _("The first delivery is promised {months} sooner than at first.", months=by) if first
        else _("The final delivery is promised {months} sooner than at first.", months=by)
    )  # fmt: skip


def _ended(r: Record, lang: Language) -> str:
    """What was promised when the sale was cancelled or converted."""
    _, s, first = lang.text, r.ended_by, r.property == "first_delivery_promised"
    assert s is not None
    both = {"date": lang.date(r.latest.value), "on": lang.date(s.value if s.event else s.stated_on)}
    if s.property == "converted":
        return (
            _("The first delivery was promised for {date} before the sale was converted ({on}).", **both) if first
            else _("The final delivery was promised for {date} before the sale was converted ({on}).", **both)
        )  # fmt: skip
    return (
        _("The first delivery was promised for {date} before the sale was cancelled ({on}).", **both) if first
        else _("The final delivery was promised for {date} before the sale was cancelled ({on}).", **both)
    )  # fmt: skip


def _came(r: Record, lang: Language) -> str:
    _, late = lang.text, r.event_months_after_first or 0.0
    first, by = r.property == "first_delivery_promised", lang.months(abs(late), 0)
    if r.contested_by:
        return (
            _("Whether the first delivery has come is in dispute.") if first
            else _("Whether the final delivery has come is in dispute.")
        )  # fmt: skip
    if r.as_promised or abs(late) < _EVEN:
        return (
            _("The first delivery came as first promised.") if first
            else _("The final delivery came as first promised.")
        )  # fmt: skip
    if late < 0:
        return (
            _("The first delivery came {months} earlier than first promised.", months=by) if first
            else _("The final delivery came {months} earlier than first promised.", months=by)
        )  # fmt: skip
    if late <= 1:  # a date known as a month, the first after the promised year: how many days late nobody said
        return (
            _("The first delivery came within a month after the date first promised.") if first
            else _("The final delivery came within a month after the date first promised.")
        )  # fmt: skip
    return (
        _("The first delivery came {months} later than first promised.", months=by) if first
        else _("The final delivery came {months} later than first promised.", months=by)
    )  # fmt: skip


def _passed(r: Record, lang: Language) -> str:
    _, date = lang.text, lang.date(r.latest.value)
    first = r.property == "first_delivery_promised"
    if r.state == "overdue":
        return (
            _("The date promised for the first delivery, {date}, passed with no delivery known.", date=date) if first
            else _("The date promised for the final delivery, {date}, passed with no delivery known.", date=date)
        )  # fmt: skip
    return (
        _("The date promised for the first delivery, {date}, passed after what is known ends: whether it came cannot be told.", date=date) if first
        else _("The date promised for the final delivery, {date}, passed after what is known ends: whether it came cannot be told.", date=date)
    )  # fmt: skip


def details(r: Record, lang: Language = ENGLISH) -> list[str]:
    """What a reader must know beside the finding: both sides of a dispute, how a date moved before it passed, two quantities."""
    _, found = lang.text, []
    if r.event and r.contested_by:
        found.append(dispute(r.event, r.contested_by, lang))
    if r.passed and r.contested_by:
        found.append(_("The date promised last, {date}, has passed too: nothing firm says that it was kept.", date=lang.date(r.latest.value)))  # fmt: skip
    if r.passed and r.moves:
        found.append(
            _("It had been promised for {before} at first.", before=lang.date(r.first.value)),
        )
    if r.lapsed_before:
        found.append(_("When that became known, the date promised last, {date} ({who}, {standing}), had passed.", date=lang.date(r.latest.value),
                       who=speaker_words(r.latest, lang), standing=lang.name("standing", r.latest.standing)))  # fmt: skip
    if weak(r):
        assert r.event is not None
        found.append(_("That it came rests on {who} ({standing}, {on}).", who=speaker_words(r.event, lang),
                       standing=lang.name("standing", r.event.standing), on=lang.date(r.event.stated_on)))  # fmt: skip
    if (r.event is None or r.contested_by) and not r.like:
        found.append(quantities(r.first, r.latest, lang))
    if r.event and not r.contested_by and not r.like_event:
        found.append(quantities(r.first, r.event, lang))
    return found


def told(r: Record, lang: Language = ENGLISH) -> str:
    """How many promises there are, how far they moved, and what became of the last one: what a reader sees above the steps."""
    _, _n, after = lang.text, lang.plural, len(r.after_event)
    given = (
        _n("{n} promise before it, {after} after", "{n} promises before it, {after} after", r.promises, after=lang.number(after)) if after
        else _n("{n} promise", "{n} promises", r.promises)
    )  # fmt: skip
    moved = (
        _n("the date moved once", "the date moved {n} times", len(r.moves)) if r.moves
        else _("the date did not move")
    )  # fmt: skip
    text = lang.text("; ").join((given, moved))
    if r.moves and r.moved_months:
        by = lang.months(abs(r.moved_months), 0)
        whole = (
            _("later by {months} in all", months=by)
            if r.moved_months > 0
            else _("earlier by {months} in all", months=by)
        )
        text = f"{text}{'，' if lang.is_chinese else ', '}{whole}"
    sentences = [text + lang.text(".")]
    alone = sum(m.months for m in r.moves)
    if r.moves and abs(alone - r.moved_months) >= _EVEN:
        by = ("+" if alone > 0 else "−") + lang.months(abs(alone), 0)
        sentences.append(_("The moves make {months}; the rest lies between dates that overlap: a promise said more exactly has not moved.", months=by))  # fmt: skip
    if not r.moves and r.steady and r.latest.event != r.first.event:
        sentences.append(_("Dates that overlap are no move: a promise said more exactly has not moved."))
    if not r.moves and not r.steady:
        sentences.append(_("Each date overlaps the one before and is no move by itself; from {before} at first it has come to {after}.", before=lang.date(r.first.value), after=lang.date(r.latest.value)))  # fmt: skip
    if left := left_out(r, lang):
        sentences.append(left)
    if r.event and not r.contested_by:
        sentences.append(_("It happened: {date}.", date=lang.date(r.event.value)))
    if r.event or r.passed or r.ended_by:
        sentences.append(finding(r, lang))
    return lang.sentences((*sentences, *details(r, lang)))


def left_out(r: Record, lang: Language = ENGLISH) -> str:
    """Which promises are no step of the record, and why; empty where all are."""
    _, _n, reasons = lang.text, lang.plural, []
    for why in ("same day", "overlaps", "weaker", "before"):
        mine = [a.promise for a in r.aside if a.why == why]
        if not mine:
            continue
        dates = lang.text(", ").join(dict.fromkeys(_lot(s, lang) for s in mine))
        reasons.append({
            "same day": lambda n, d: _n("{n} said on the same day as the one taken: the firmer word, of equal ones the later date ({dates})", "{n} said on the same day as the one taken: the firmer word, of equal ones the later date ({dates})", n, dates=d),
            "overlaps": lambda n, d: _n("{n} that overlaps the one held ({dates})", "{n} that overlap the one held ({dates})", n, dates=d),
            "weaker": lambda n, d: _n("{n} less firm than the one held ({dates})", "{n} less firm than the one held ({dates})", n, dates=d),
            "before": lambda n, d: _n("{n} less firm, shortly before the first that is counted ({dates})", "{n} less firm, shortly before the first that is counted ({dates})", n, dates=d),
        }[why](len(mine), dates))  # fmt: skip
    return (
        _("Not among the steps, as they moved nothing: {reasons}.", reasons=lang.text("; ").join(reasons))
        if reasons
        else ""
    )


def _lot(s: Statement, lang: Language) -> str:
    """The date promised, with the quantity where one is named."""
    if not s.units:
        return lang.date(s.value)
    return lang.text("{units} for {date}", units=units_words(s, lang), date=lang.date(s.value))


def dispute(event: Statement, ahead: Statement, lang: Language = ENGLISH) -> str:
    """Who says that it has come, and who later promised it for a day still ahead."""
    return lang.text(
        "{who} ({standing}, {on}) has it on {date}; {who2} ({standing2}, {on2}) promised it for {date2}, still ahead then.",
        who=speaker_words(event, lang), standing=lang.name("standing", event.standing), on=lang.date(event.stated_on), date=lang.date(event.value),
        who2=speaker_words(ahead, lang), standing2=lang.name("standing", ahead.standing), on2=lang.date(ahead.stated_on), date2=lang.date(ahead.value),
    )  # fmt: skip


def quantities(before: Statement, after: Statement, lang: Language = ENGLISH) -> str:
    """The two quantities and dates of promises that are not for the same: their difference is no slip of one thing."""
    return lang.text(
        "{units} for {date} → {units2} for {date2}: not the same quantity.",
        units=units_words(before, lang), date=lang.date(before.value), units2=units_words(after, lang), date2=lang.date(after.value),
    )  # fmt: skip
