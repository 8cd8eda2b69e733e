"""Forecasts of one day by every method, and those of the half-years before it, each from what had been said by then."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jointline.errors import JointlineError, suggest
from jointline.forecast import blend, official, production, promise_slip, reference_class
from jointline.forecast.blend import MEMBERS, Weights
from jointline.forecast.distribution import Bounds, not_before
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
    return answered(View(ledger, as_of), register, simulated=simulated)


def answered(view: View, register: Register | None, *, simulated: bool = False) -> Day:
    """What every method but the blend answers to a view."""
    answers: Answers = {
        reference_class.NAME: reference_class.forecasts(view, register),
        promise_slip.NAME: promise_slip.forecasts(view),
        official.NAME: official.forecasts(view),
    }
    if simulated:
        answers[production.NAME] = production.forecasts(view)
    return Day(view, {k: _in_order(a, at_its_word=k in (official.NAME, production.NAME)) for k, a in answers.items()})


def _in_order(answers: dict[tuple[str, str], Answer], *, at_its_word: bool = False) -> dict[tuple[str, str], Answer]:
    """No first delivery after the final one, at either bound of what the evidence allows."""
    made = dict(answers)
    for (case, event), a in answers.items():
        last = answers.get((case, "final"))
        if event == "first" and last is not None:
            one, other = a.sides, last.sides
            both = Bounds(not_before(one.early, other.early), not_before(one.late, other.late))
            dated = not_before(a.dated, last.dated) if at_its_word else both.middle()
            made[case, event] = Answer(dated, a.basis, a.by, both)
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
    return blended(day, weights), weights


def blended(day: Day, weights: Weights) -> Day:
    """The day with the answers of a blend that has these weights."""
    return Day(day.view, {blend.NAME: _in_order(blend.forecasts(day.answers, weights)), **day.answers})
