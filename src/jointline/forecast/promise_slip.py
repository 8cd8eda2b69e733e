"""How far promises made so long before the date have slipped: a promise as a predictor, not as a fact.

A promise made h months before the day promised, of a delivery that came T months after it was made:

    log (T + 12) = log (h + 12) + mu + reported * [not by one who can answer for it] + speaker_k
                   + final * [of the final delivery] + scale * Z,     seen only where T > 0.

The 12 months keep a slip of half a year on a promise for next month from counting as six times its length. h is any number
of months that the promise can mean, T any that the delivery's date can mean: what follows from them all is given as an
earliest and a latest forecast (survival/box.py). Promises that are not met yet are waits that have not ended (on the last
day the case was said to be open). All promises of one case weigh together as one. Every effect has a normal prior around 0:
with no promise kept or broken by the day, the answer is the promise with the prior's wide spread. The scale is held, for
what slips differ by cannot be told from few of them, and so that wider intervals cannot make a forecast sharper.
Sources: Lawless (2003), chapter 6; Hofman, Waiting for the weapons (Naval Postgraduate School, schedule growth of
programmes) is the same idea for programmes: growth as a ratio.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from jointline.backlog.counting import CANCELLED
from jointline.forecast.distribution import from_law, waited
from jointline.forecast.events import CONVERTED, DELIVERED, Fate
from jointline.forecast.method import Answer, Assumed, View
from jointline.forecast.official import PROPERTY, promise_of
from jointline.forecast.others import bounds_of_ends
from jointline.forecast.survival.box import Box, BoxFit, fit_boxes
from jointline.forecast.survival.spells import Vector, months
from jointline.ledger.dates import in_words
from jointline.ledger.statement import Statement
from jointline.sentences import date_part, says

NAME = "promise_slip"
SHIFT = 12.0  # months
_SPEAKERS = ("taiwan_government", "us_government", "media")
# mu: a promise is as likely to be beaten as missed, two thirds within 0.75 and 1.35 times its length
_MU_SD, _EFFECT_SD = 0.3, 0.15
_SCALE = 0.35


@dataclass(frozen=True, slots=True)
class PromiseSlip:
    """The model as fitted on one day; ``met`` counts promises whose delivery has come, ``cases`` those they are of."""

    model: BoxFit
    promises: int
    met: int
    cases: int


@dataclass(frozen=True, slots=True)
class PastPromise:
    """A promise whose case tells how it fared: months from the saying to the day promised (12 more) and to the delivery."""

    case: str
    event: str
    statement: Statement
    row: Vector
    about: tuple[float, float]
    low: float
    high: float
    is_open: bool


def fit(view: View) -> PromiseSlip:
    """How promises have fared, as known on the day."""
    past = list(past_promises(view))
    each = Counter(p.case for p in past)
    boxes = [Box(p.low + SHIFT, p.high + SHIFT, p.is_open, (SHIFT, SHIFT), p.about, 1.0 / each[p.case]) for p in past]
    effects = 2 + len(_SPEAKERS)
    design = np.array([p.row for p in past]).reshape(len(past), 1 + effects)
    model = fit_boxes(boxes, design, np.zeros(1 + effects), np.array([_MU_SD, *[_EFFECT_SD] * effects]), _SCALE)
    return PromiseSlip(model, len(past), sum(not p.is_open for p in past), len(each))


def past_promises(view: View) -> Iterator[PastPromise]:
    """Every promise on a case whose fate tells something of it."""
    for told in view.told:
        for event, name in PROPERTY.items():
            f = told.fates[event]
            if f.end in (CANCELLED, CONVERTED):
                continue
            for s in told.case.every(name):
                if not s.is_evidence or not s.event or s.event.high == date.max:
                    continue
                if span := _waited(s, f):
                    yield PastPromise(told.case.id, event, s, _row(s, event), length(s), *span)


def length(s: Statement) -> tuple[float, float]:
    """Fewest and most months from the saying to the day promised, at least one, and 12 more."""
    assert s.event is not None
    fewest = 1.0 if s.event.low == date.min else max(1.0, months((s.event.low - s.stated.high).days))
    return fewest + SHIFT, max(1.0, months((s.event.high - s.stated.low).days)) + SHIFT


def _waited(s: Statement, f: Fate) -> tuple[float, float, bool] | None:
    """Months from the saying to the event; ``None`` where the promise was of a later batch, or nothing is known after it."""
    if f.end == DELIVERED and f.low and f.high:
        if f.high <= s.stated.high:
            return None
        low = max(0.0, months((f.low - s.stated.high).days))
        return low, months((f.high - s.stated.low).days + 1), False
    if f.open_on <= s.stated.high:
        return None
    return months((f.open_on - s.stated.high).days), months((f.open_on - s.stated.low).days), True


def _row(s: Statement, event: str) -> Vector:
    reported = s.standing not in ("official", "named")
    return np.array([1.0, reported, event == "final", *(s.speaker_kind == k for k in _SPEAKERS)], float)


def assumed() -> Iterator[Assumed]:
    """The numbers of the method that nobody published."""
    yield Assumed(
        NAME, says("months added to the length of a promise before its slip is taken as a part of it"), f"{SHIFT:g}"
    )
    yield Assumed(NAME, says("how far promises as a whole may slip, on the log of months"), f"{_MU_SD:g}")
    yield Assumed(NAME, says("how far speakers may differ in it, on the log of months"), f"{_EFFECT_SD:g}")
    yield Assumed(NAME, says("spread of a single promise, on the log of months"), f"{_SCALE:g}")


def forecasts(view: View) -> dict[tuple[str, str], Answer]:
    """An answer for every target that somebody promised."""
    m, ends, found = fit(view), bounds_of_ends(view), {}
    for t in view.targets:
        promise = promise_of(t)
        if promise is None:
            continue
        law = m.model.law(_row(promise, t.event), length(promise))
        bounds = from_law(view.as_of, law, waited(view.as_of, promise.stated.low, promise.stated.high), ends, SHIFT)
        basis = says(
            "{date} said {stated}; {n} promises on {cases} cases, {met} met since",
            date=date_part(promise.value, in_words(promise.value)), stated=date_part(promise.stated_on),
            n=m.promises, cases=m.cases, met=m.met,
        )  # fmt: skip
        found[t.key] = Answer(bounds.middle(), basis, (promise.id,), bounds)
    return found
