"""How far promises made so long before the date have slipped: a promise as a predictor, not as a fact.

A promise made h months before its last day, of a delivery that came T months after it was made:

    log (T + 12) = log (h + 12) + mu + kappa * log ((h + 12) / 36) + reported * [not by one who can answer for it]
                   + speaker_k + final * [of the final delivery] + scale * Z,     seen only where T > 0.

The 12 months keep a slip of half a year on a promise for next month from counting as six times its length. Promises
that are not met yet are waits that have not ended (on the last day the case was said to be open). All promises of one
case weigh together as one. Every effect has a normal prior around 0: with no promise kept or broken by the day, the
answer is the promise with the prior's wide spread. Sources: Lawless (2003), chapter 6; Hofman, Waiting for the weapons
(Naval Postgraduate School, schedule growth of programmes) is the same idea for programmes: growth as a ratio.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from jointline.backlog.counting import CANCELLED
from jointline.forecast.distribution import edges, from_survival
from jointline.forecast.events import CONVERTED, DELIVERED, Fate
from jointline.forecast.method import Answer, View
from jointline.forecast.official import PROPERTY, promise_of
from jointline.forecast.others import other_ends
from jointline.forecast.survival.aft import Aft, Prior, fit_aft, predictive
from jointline.forecast.survival.spells import Vector, months, spells
from jointline.ledger.dates import in_words
from jointline.ledger.statement import Statement
from jointline.sentences import date_part, says

NAME = "promise_slip"
SHIFT = 12.0  # months
_USUAL = 36.0  # log h is counted from here, shift included
_SPEAKERS = ("taiwan_government", "us_government", "media")
# mu: a promise is as likely to be beaten as missed, two thirds within 0.75 and 1.35 times its length
_MU_SD, _KAPPA_SD, _EFFECT_SD = 0.3, 0.3, 0.15
_SCALE, _SCALE_SD = 0.35, 0.5


@dataclass(frozen=True, slots=True)
class PromiseSlip:
    """The model as fitted on one day; ``met`` counts promises whose delivery has come, ``cases`` those they are of."""

    model: Aft
    promises: int
    met: int
    cases: int


@dataclass(frozen=True, slots=True)
class _Past:
    case: str
    row: Vector
    months_ahead: float
    low: float
    high: float


def fit(view: View) -> PromiseSlip:
    """How promises have fared, as known on the day."""
    past = list(_past(view))
    each = Counter(p.case for p in past)
    s = spells(
        [p.low + SHIFT for p in past], [p.high + SHIFT for p in past], [SHIFT] * len(past),
        [1.0 / each[p.case] for p in past],
    )  # fmt: skip
    design = np.array([p.row for p in past]).reshape(len(past), 4 + len(_SPEAKERS))
    effects = 2 + len(_SPEAKERS)
    prior = Prior(
        np.array([0.0] * (2 + effects) + [np.log(_SCALE)]),
        np.array([_MU_SD, _KAPPA_SD, *[_EFFECT_SD] * effects, _SCALE_SD]),
    )
    model = fit_aft(s, design, "lognormal", prior, np.log([p.months_ahead + SHIFT for p in past]))
    return PromiseSlip(model, len(past), s.ended, len(each))


def _past(view: View) -> Iterator[_Past]:
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
                    yield _Past(told.case.id, _row(s, event), ahead(s), *span)


def ahead(s: Statement) -> float:
    """Months from the saying to the last day promised, at least one."""
    assert s.event is not None
    return max(1.0, months((s.event.high - s.stated.high).days))


def _waited(s: Statement, f: Fate) -> tuple[float, float] | None:
    """Months from the saying to the event; ``None`` where the promise was of a later batch, or nothing is known after it."""
    if f.end == DELIVERED and f.low and f.high:
        if f.high <= s.stated.high:
            return None
        low = max(0.0, months((f.low - s.stated.high).days))
        return low, max(months((f.high - s.stated.low).days), low + months(1))
    low = months((f.open_on - s.stated.high).days)
    return (low, float("inf")) if low > 0 else None


def _row(s: Statement, event: str) -> Vector:
    reported = s.standing not in ("official", "named")
    length = np.log((ahead(s) + SHIFT) / _USUAL)
    return np.array([1.0, length, reported, event == "final", *(s.speaker_kind == k for k in _SPEAKERS)], float)


def forecasts(view: View) -> dict[tuple[str, str], Answer]:
    """An answer for every target that somebody promised."""
    m, ends, found = fit(view), other_ends(view), {}
    for t in view.targets:
        promise = promise_of(t)
        if promise is None:
            continue
        own = predictive(m.model, _row(promise, t.event), float(np.log(ahead(promise) + SHIFT)))
        since = max(0.0, months((view.as_of - promise.stated.high).days)) + SHIFT
        survival = own.survival(since + edges(view.as_of))
        start = float(own.survival(np.array([since]))[0])
        basis = says(
            "{date} said {stated}; {n} promises on {cases} cases, {met} met since",
            date=date_part(promise.value, in_words(promise.value)), stated=date_part(promise.stated_on),
            n=m.promises, cases=m.cases, met=m.met,
        )  # fmt: skip
        found[t.key] = Answer(from_survival(view.as_of, survival, start, ends), basis, (promise.id,))
    return found
