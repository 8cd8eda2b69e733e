"""Forecasts of one day by every method, and those of the half-years before it, each from what had been said by then."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jointline.errors import JointlineError, suggest
from jointline.forecast import blend, official, production, promise_slip, reference_class
from jointline.forecast.blend import MEMBERS, Weights
from jointline.forecast.distribution import not_before
from jointline.forecast.method import Answer, View
from jointline.forecast.register import Register
from jointline.forecast.scores import Outcome, outcome
from jointline.ledger.dates import as_day
from jointline.ledger.ledger import Ledger
from jointline.sentences import says

METHODS = (blend.NAME, reference_class.NAME, promise_slip.NAME, production.NAME, official.NAME)
FIRST = date(2018, 6, 30)  # before it the ledger knows a single delivery
Answers = dict[str, dict[tuple[str, str], Answer]]


@dataclass(frozen=True, slots=True)
class Day:
    """One day's view and what each method answered."""

    view: View
    answers: Answers


def check_methods(names: Iterable[str]) -> tuple[str, ...]:
    """Known method names in their order. Raises ``JointlineError``."""
    wanted = list(names)
    for name in wanted:
        if name not in METHODS:
            raise JointlineError(says("there is no method {name!r}", name=name), remedy=suggest(name, METHODS))
    return tuple(m for m in METHODS if m in wanted)


def half_years(first: date, last: date) -> list[date]:
    """The ends of June and December from *first* to *last*."""
    days = [date(y, m, calendar.monthrange(y, m)[1]) for y in range(first.year, last.year + 1) for m in (6, 12)]
    return [d for d in days if first <= d <= last]


def asked(ledger: Ledger, as_of: date, register: Register | None, *, simulated: bool = False) -> Day:
    """What every method but the blend answers on a day; the simulated network only where asked for."""
    view = View(ledger, as_of)
    answers: Answers = {
        reference_class.NAME: reference_class.forecasts(view, register),
        promise_slip.NAME: promise_slip.forecasts(view),
        official.NAME: official.forecasts(view),
    }
    if simulated:
        answers[production.NAME] = production.forecasts(view)
    return Day(view, {k: _in_order(a) for k, a in answers.items()})


def _in_order(answers: dict[tuple[str, str], Answer]) -> dict[tuple[str, str], Answer]:
    """No first delivery after the final one."""
    made = dict(answers)
    for (case, event), a in answers.items():
        last = answers.get((case, "final"))
        if event == "first" and last is not None:
            made[case, event] = Answer(not_before(a.dated, last.dated), a.basis, a.by)
    return made


def weights_on(day: View, before: Sequence[Day]) -> Weights:
    """The weights of the blend on a day: from the days before it, scored by what was known on it."""
    fates = {(t.case.id, event): f for t in day.told for event, f in t.fates.items()}
    ends = max(day.ledger.knowledge_ends())
    known_on = min(day.as_of, as_day(ends)) if ends else day.as_of  # nothing is known of the months after it
    found = []
    for earlier in before:
        for key in earlier.answers[MEMBERS[0]]:
            if not all(key in earlier.answers[m] for m in MEMBERS):
                continue
            known = outcome(fates[key], earlier.view.as_of, known_on) if key in fates else ""
            if isinstance(known, Outcome):
                found.append(blend.past(key[0], [earlier.answers[m][key].dated for m in MEMBERS], known))
    return blend.learn(found)


def with_blend(day: Day, before: Sequence[Day]) -> tuple[Day, Weights]:
    """The day with the blend's answers added, and its weights."""
    weights = weights_on(day.view, before)
    pool = _in_order(blend.forecasts(day.answers, weights))
    return Day(day.view, {blend.NAME: pool, **day.answers}), weights


def days_before(ledger: Ledger, as_of: date, register: Register | None) -> list[Day]:
    """Every half-year before a day, from the first on, as it would have been forecast then."""
    return [asked(ledger, d, register) for d in half_years(FIRST, as_of) if d < as_of]
