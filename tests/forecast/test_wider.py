"""A date known less well never makes a forecast sharper: by each method, on made-up waits and on the shipped evidence.

Sharper is: at some date the chance given lies farther from one half, or a central range (P10 to P90) is narrower. What is
widened is a date as the forecast reads it: when a delivery came, what a promise can mean, when a case was notified. A
delivery's date is not widened over a later day on which somebody still promised it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointline.forecast.blend import held
from jointline.forecast.distribution import Bounds, Dated, from_law, pooled, waited
from jointline.forecast.method import Told, View
from jointline.forecast.official import PROPERTY
from jointline.forecast.past import Day, answered, blended
from jointline.forecast.register import shipped_register
from jointline.forecast.survival.box import Box, Law, fit_boxes
from jointline.ledger.case import Case
from jointline.ledger.dates import DateSpan
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import Statement

DAYS = (date(2020, 12, 31), date(2023, 6, 30), date(2026, 3, 31))
PROMISES = tuple(PROPERTY.values())
CENTRAL = ((0.05, 0.95), (0.1, 0.9), (0.25, 0.75), (0.4, 0.6))
NONE: tuple[dict[str, float], dict[str, float]] = ({}, {})
MORE = st.integers(0, 900)

# made-up waits


@st.composite
def samples(draw: st.DrawFn) -> tuple[list[Box], list[Box], np.ndarray, np.ndarray, float]:
    """Waits with a design of mixed signs, the same waits in wider boxes, one more row, and the sd that is held."""
    n, k = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    number = st.floats(-1.5, 1.5)
    design = np.array(draw(st.lists(st.lists(number, min_size=k, max_size=k), min_size=n + 1, max_size=n + 1)))
    narrow, wide = [], []
    for _ in range(n):
        low, length, down, up = (draw(st.floats(0, top)) for top in (80, 40, 30, 60))
        is_open, weight, seen = draw(st.booleans()), draw(st.floats(0.05, 1)), draw(st.sampled_from([0.0, 0.5]))
        about = draw(st.floats(5, 50))
        one = Box(low + 12, low + 12 + length, is_open, (12 * seen, 12 * seen), (about, about + length / 3), weight)
        narrow.append(one)
        wide.append(
            replace(
                one, low=max(12.0, one.low - down), high=one.high + up, about=(about - down / 8, one.about[1] + up / 2)
            )
        )
    return narrow, wide, design[:-1], design[-1], draw(st.floats(0.2, 1.2))  # fmt: skip


@given(samples())
def test_wider_boxes_hold_the_location_of_narrower_ones_and_are_no_surer(sample):
    narrow, wide, design, row, sd = sample
    prior = np.zeros(design.shape[1]), np.full(design.shape[1], 0.4)
    a, b = (fit_boxes(boxes, design, *prior, sd).law(row) for boxes in (narrow, wide))
    assert b.early <= a.early + 1e-9 and a.late <= b.late + 1e-9
    assert b.sd == a.sd >= sd


@given(samples())
def test_points_leave_no_interval(sample):
    narrow, _, design, row, sd = sample
    points = [replace(b, high=b.low, about=(b.about[0], b.about[0])) for b in narrow]
    law = fit_boxes(points, design, np.zeros(design.shape[1]), np.full(design.shape[1], 0.4), sd).law(row)
    assert law.early == pytest.approx(law.late, abs=1e-6)


@given(
    st.floats(0, 5),
    st.floats(0, 2),
    st.floats(0, 2),
    st.floats(0, 2),
    st.floats(0.2, 1.3),
    st.integers(0, 3000),
    MORE,
    MORE,
    MORE,
)
def test_what_is_forecast_from_a_wider_law_and_a_wider_beginning_is_never_sharper(early, more, down, up, sd, ago, a, b, c):  # fmt: skip
    as_of = DAYS[-1]
    low = as_of - timedelta(days=ago + a)
    narrow = from_law(as_of, Law(early, early + more, sd), waited(as_of, low, low + timedelta(days=a)), NONE, 12.0)
    begun = waited(as_of, low - timedelta(days=b), low + timedelta(days=a + c))
    wide = from_law(as_of, Law(early - down, early + more + up, sd), begun, NONE, 12.0)
    never_sharper(narrow, wide)


@given(st.floats(0.05, 0.95), st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_a_pool_of_wider_bounds_is_never_sharper(weight, x):
    as_of = DAYS[-1]

    def pool(down: float, up: float) -> Bounds:
        laws = [Law(2 + x[i] - down * x[i + 2], 2.5 + x[i] + up * x[i + 4], 0.4 + x[i + 6]) for i in (0, 1)]
        made = [from_law(as_of, law, np.array([20.0]), NONE) for law in laws]
        return Bounds(
            *(pooled([(weight, getattr(made[0], k)), (1 - weight, getattr(made[1], k))]) for k in ("early", "late"))
        )

    never_sharper(pool(0, 0), pool(1, 1))


def never_sharper(narrow: Bounds, wide: Bounds, what: object = "") -> None:
    """The wider bounds hold the narrower ones, no chance moves away from one half, no P10 later and no P90 earlier."""
    assert (wide.early.cumulative() >= narrow.early.cumulative() - 1e-9).all(), what
    assert (wide.late.cumulative() <= narrow.late.cumulative() + 1e-9).all(), what
    one, two = narrow.middle(), wide.middle()
    off = np.abs(two.cumulative() - 0.5) - np.abs(one.cumulative() - 0.5)
    assert (off <= 1e-9).all(), what
    assert sum(two.shares().values()) == pytest.approx(1)
    for low, high in CENTRAL:
        assert cell(two, low) <= cell(one, low) and cell(two, high) >= cell(one, high), what


def cell(d: Dated, share: float) -> float:
    """Which month a share is reached in, as ``Dated.month`` counts; infinite beyond the horizon."""
    reached = np.flatnonzero(d.cumulative() >= share - (1e-8 if share < 0.5 else -1e-8))
    return float(reached[0]) if len(reached) else np.inf


# the shipped evidence


@cache
def shipped(as_of: date) -> Day:
    """What every method answers on a day."""
    return made_of(View(open_ledger("none.sqlite"), as_of))


def made_of(view: View) -> Day:
    """Every method's answers to a view, as ``jointline forecast`` makes them."""
    return blended(answered(view, shipped_register()), held(view.as_of))


def dated(view: View) -> list[tuple[str, str]]:
    """Everything in a view that has a date to widen: fates that ended, notifications, promises."""
    ended = [(t.case.id, k) for t in view.told for k, f in t.fates.items() if f.low]
    told = [(t.case.id, "notified") for t in view.told]
    return ended + told + [("promise", s.id) for t in view.told for n in PROMISES for s in t.case.every(n)]


def widened(view: View, changes: dict[tuple[str, str], tuple[int, int]]) -> View:
    """The view with these dates wider by so many days before and after; nothing is later than the day."""
    made = View(view.ledger, view.as_of)
    made.told = tuple(_widened(t, changes, view.as_of) for t in view.told)
    return made


def _widened(t: Told, changes: dict[tuple[str, str], tuple[int, int]], as_of: date) -> Told:
    span = t.fates["first"].notified
    before, after = changes.get((t.case.id, "notified"), (0, 0))
    notified = DateSpan(
        span.text, span.low - timedelta(before), max(span.high, min(span.high + timedelta(after), as_of))
    )
    fates = {}
    for kind, f in t.fates.items():
        before, after = changes.get((t.case.id, kind), (0, 0))
        low = f.low - timedelta(before) if f.low else None
        high = f.high
        if (
            f.high
        ):  # not over a day on which it was promised still: that word would count, which the narrow date overruled
            words = [s.stated.high for s in t.case.every(PROPERTY[kind]) if s.stated.high >= f.high]
            latest = min([as_of, *(w - timedelta(days=1) for w in words)])
            high = max(f.high, min(f.high + timedelta(after), latest))
        fates[kind] = replace(f, notified=notified, low=low, high=high)
    held = {}
    for name, r in t.case.held.items():
        if name in PROMISES:
            r = replace(
                r, winner=_promise(r.winner, changes), set_aside=tuple(_promise(s, changes) for s in r.set_aside)
            )
        held[name] = r
    return replace(t, case=Case(t.case.id, held, t.case.last), fates=fates)


def _promise(s: Statement, changes: dict[tuple[str, str], tuple[int, int]]) -> Statement:
    if ("promise", s.id) not in changes or not s.event:
        return s
    before, after = changes["promise", s.id]
    low = ".." if s.event.low == date.min else (s.event.low - timedelta(before)).isoformat()
    high = ".." if s.event.high == date.max else (s.event.high + timedelta(after)).isoformat()
    text = f"{low}/{high}"
    return replace(s, value=text, event_on=text)


def hold(as_of: date, changes: dict[tuple[str, str], tuple[int, int]]) -> None:
    day = shipped(as_of)
    after = made_of(widened(day.view, changes))
    assert {m: set(a) for m, a in after.answers.items()} == {m: set(a) for m, a in day.answers.items()}
    for method, answers in day.answers.items():
        for key, one in answers.items():
            two, what = after.answers[method][key], (method, key, changes)
            never_sharper(one.sides, two.sides, what)
            if (
                method == "official"
            ):  # every day of a promise alike: a longer one may begin to come later, its range is wider
                a, b, c, d = (x.dated.position(q) for x in (one, two) for q in (0.1, 0.9))
                assert d - c >= b - a - 1e-6, what
            else:
                assert two.dated.cumulative() == pytest.approx(two.sides.middle().cumulative())


@settings(max_examples=25)
@given(st.data(), st.sampled_from(DAYS), MORE, MORE)
def test_one_wider_date_of_the_evidence_makes_no_forecast_sharper(data, as_of, before, after):
    which = data.draw(st.sampled_from(dated(shipped(as_of).view)))
    hold(as_of, {which: (before, after)})


@settings(max_examples=15)
@given(st.data(), st.sampled_from(DAYS))
def test_many_wider_dates_make_no_forecast_sharper(data, as_of):
    each = st.dictionaries(st.sampled_from(dated(shipped(as_of).view)), st.tuples(MORE, MORE), min_size=2, max_size=60)
    hold(as_of, data.draw(each))


@pytest.mark.parametrize("as_of", DAYS)
def test_every_date_wider_makes_no_forecast_sharper(as_of):
    hold(as_of, dict.fromkeys(dated(shipped(as_of).view), (45, 45)))


def test_it_is_no_idle_test():
    """The dates that are widened do count: some forecast of each method is wider for it, at some date by a tenth."""
    day = shipped(DAYS[-1])
    wide = made_of(widened(day.view, dict.fromkeys(dated(day.view), (90, 90))))
    for method, answers in day.answers.items():
        moved = [
            np.abs(a.dated.cumulative() - wide.answers[method][k].dated.cumulative()).max() for k, a in answers.items()
        ]
        assert max(moved) > 0.1, method
