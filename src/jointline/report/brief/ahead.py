"""Of the promises still ahead: how many the forecast gives a better than even chance, and what has moved that count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from jointline.forecast.table import ForecastRow
from jointline.report.brief.basis import Outlook, Reweighed, chance_record, method_note, weights_note
from jointline.report.brief.facts import Facts
from jointline.report.brief.notes import Notes
from jointline.report.brief.texts import capital, listed, plain_title
from jointline.report.brief.value import ForecastLine, Noted
from jointline.report.lang.language import Language
from jointline.report.outlook import chance_words
from jointline.rounding import half_up

F = TypeVar("F", ForecastLine, ForecastRow)
_EVEN = Decimal("0.50")


def ahead_words(made: Sequence[ForecastLine], found: Outlook, notes: Notes, lang: Language) -> Iterator[Noted]:
    """How many promises of a final delivery have a better than even chance, how many not, and of how many that is open.

    Beside it how often such chances came, and what the counts would be with the weights of a month before.
    """
    ahead = _of_final(made)
    if not ahead or found.made is None:
        return
    likely, unlikely, untold = _parted(ahead)
    words = lang.plural(
        "Of the final deliveries {n} has a promised date that is still ahead",
        "Of the final deliveries {n} have a promised date that is still ahead",
        len(ahead),
    )
    parts: list[Noted] = []
    if likely:
        parts.append(Noted(
            lang.plural("the forecast gives one of them a better than even chance of keeping it: {cases}",
                        "the forecast gives {n} of them a better than even chance of keeping it: {cases}",
                        len(likely), cases=_chances(likely, lang)),
            _noted(likely),
        ))  # fmt: skip
    if unlikely:
        parts.append(Noted(
            lang.plural("the forecast gives one of them no better than an even chance of keeping it",
                        "the forecast gives {n} of them no better than an even chance of keeping it", len(unlikely)),
            _noted(unlikely),
        ))  # fmt: skip
    if untold:
        parts.append(Noted(
            lang.plural("for one of them dates known only as months or years leave open whether the chance is better than even: {cases}",
                        "for {n} of them dates known only as months or years leave open whether the chance is better than even: {cases}",
                        len(untold), cases=_chances(untold, lang)),
            _noted(untold),
        ))  # fmt: skip
    method = (method_note(found.made, notes, lang),)
    for i, part in enumerate(parts):
        if i == 0:
            yield Noted(lang.text("{ahead}; {part}.", ahead=words, part=part.text), (*method, *part.notes))
        else:
            yield Noted(lang.text("{part}.", part=capital(part.text)), part.notes)
    if len(unlikely) == len(ahead):
        best = max(ahead, key=lambda f: f.by_promise_high_share or 0)
        text = lang.text(
            "The best chance is {share}, of {case}.", share=chance_words(best, lang), case=plain_title(best.title)
        )
        yield Noted(text, best.notes)
    elif found.test:
        yield from chance_record(found.test, notes, lang, past=True)
    if found.reweighed and _moved(ahead, found.reweighed):
        yield _would_be(ahead, found.reweighed, found, notes, lang)


def new_weights(facts: Facts, found: Outlook, notes: Notes, lang: Language) -> Iterator[Noted]:
    """That the weights are not those of a month before, where the opening has no count to say it of."""
    if found.made is None or not found.reweighed:
        return
    counted = {r.case for r in facts.after.rows}
    if _moved([r for r in _of_final(found.made.rows) if r.case in counted], found.reweighed):
        return
    text = lang.text("The weights of the pooled methods were learned anew at the half-year: {changes}.",
                     changes=_changes(found.reweighed, lang))  # fmt: skip
    yield Noted(text, (method_note(found.made, notes, lang), weights_note(found.reweighed, notes, lang)))


def _of_final(made: Iterable[F]) -> list[F]:
    """The forecasts of a final delivery whose promised date is still ahead."""
    return [f for f in made if f.event == "final" and f.by_promise_share is not None]


def _parted(ahead: Iterable[F]) -> tuple[list[F], list[F], list[F]]:
    """Those with a better than even chance at the least, those with none at the most, and those between."""
    found = list(ahead)
    likely = [f for f in found if _shown(f.by_promise_low_share) > _EVEN]
    unlikely = [f for f in found if _shown(f.by_promise_high_share) <= _EVEN]
    return likely, unlikely, [f for f in found if f not in likely and f not in unlikely]


def _shown(share: float | None) -> Decimal:
    """A chance as it is written, in whole per cent: what reads as 50 % is not better than even."""
    return half_up(share or 0, 2)


def _counts(ahead: Sequence[F], reweighed: Reweighed) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How many of each sort there are, and how many there would be with the weights of a month before."""
    cases = {f.case for f in ahead}
    was = [r for r in _of_final(reweighed.rows) if r.case in cases]
    return tuple(map(len, _parted(ahead))), tuple(map(len, _parted(was)))


def _moved(ahead: Sequence[F], reweighed: Reweighed) -> bool:
    now, then = _counts(ahead, reweighed)
    return now != then


def _would_be(
    ahead: Sequence[ForecastLine], reweighed: Reweighed, found: Outlook, notes: Notes, lang: Language
) -> Noted:
    assert found.made is not None
    likely, unlikely, untold = _counts(ahead, reweighed)[1]
    counts = [
        lang.plural("{n} would have a better than even chance", "{n} would have a better than even chance", likely) if likely else "",
        lang.plural("{n} would have no better than an even chance", "{n} would have no better than an even chance", unlikely) if unlikely else "",
        lang.plural("for {n} it would be left open", "for {n} it would be left open", untold) if untold else "",
    ]  # fmt: skip
    text = lang.text(
        "The weights of the pooled methods were learned anew at the half-year ({changes}); with those of a month before, {counts}.",
        changes=_changes(reweighed, lang), counts=listed([c for c in counts if c], lang),
    )  # fmt: skip
    return Noted(text, (method_note(found.made, notes, lang), weights_note(reweighed, notes, lang)))


def _changes(reweighed: Reweighed, lang: Language) -> str:
    """Each method's weight, and what it was."""
    moved = [
        lang.text("{method} {share}, before {was}", method=lang.name("method", m), share=lang.share(w), was=lang.share(reweighed.before.weights.get(m, 0.0)))
        for m, w in reweighed.after.weights.items()
    ]  # fmt: skip
    return lang.text("; ").join(moved)


def _noted(lines: Iterable[ForecastLine]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for f in lines for n in f.notes))


def _chances(lines: Sequence[ForecastLine], lang: Language) -> str:
    """Cases, each with its chance."""
    return listed(
        [lang.text("{case} ({share})", case=plain_title(f.title), share=chance_words(f, lang)) for f in lines], lang
    )
