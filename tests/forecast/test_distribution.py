"""Dated distributions: nothing before the day, shares that add up, quantiles, pools, even spreads."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.forecast.distribution import (
    CELLS,
    Dated,
    cell_ends,
    edges,
    even,
    from_survival,
    month_of,
    not_before,
    pooled,
)

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
HAZARDS = st.fixed_dictionaries({"cancelled": st.floats(0, 0.05), "converted": st.floats(0, 0.05)})


def waits(as_of: date, median: float, waited: float, ends: dict[str, float]) -> Dated:
    """A log-logistic wait of *median* months that has lasted *waited*."""
    survival = 1 / (1 + ((edges(as_of) + waited) / median) ** 3)
    return from_survival(as_of, survival, 1 / (1 + (waited / median) ** 3), ends)


@given(DAYS, st.floats(1, 300), st.floats(0, 400), HAZARDS)
def test_nothing_lies_before_the_day_and_shares_add_up_to_one(as_of, median, waited, ends):
    d = waits(as_of, median, waited, ends)
    assert d.by(as_of) == 0 and d.by(as_of - timedelta(days=400)) == 0
    assert sum(d.shares().values()) == pytest.approx(1)
    assert min(d.delivered.min(), d.cancelled.min(), d.converted.min(), d.beyond) >= 0
    first = d.month(1e-6)
    assert first is None or first >= (as_of + timedelta(days=1)).isoformat()[:7]


@given(DAYS)
def test_cells_are_the_months_after_the_day(as_of):
    ends = cell_ends(as_of)
    assert ends[0] > as_of and (ends[0] - as_of).days <= 31
    assert all((b + timedelta(days=1)).day == 1 for b in ends)
    assert len(ends) == CELLS
    assert edges(as_of)[0] > 0 and (np.diff(edges(as_of)) > 0).all()


@given(DAYS, st.floats(5, 200), st.floats(0, 100))
def test_without_competitors_it_is_the_conditional_wait(as_of, median, waited):
    d = waits(as_of, median, waited, {})
    start = 1 / (1 + (waited / median) ** 3)
    wanted = 1 - (1 / (1 + ((edges(as_of) + waited) / median) ** 3)) / start
    assert d.cumulative() == pytest.approx(wanted, abs=1e-9)


@given(DAYS, st.floats(5, 200), st.floats(0, 100), st.integers(31, 900), st.sampled_from([0.1, 0.5, 0.9]))
def test_the_longer_the_wait_the_later_it_comes(as_of, median, waited, days, share):
    """The same model asked on a later day, nothing having come: no quantile moves to an earlier day."""
    early, late = (
        waits(as_of, median, waited, {}),
        waits(as_of + timedelta(days=days), median, waited + days / 30.4375, {}),
    )
    if np.isfinite(early.position(share)):  # the horizon moves on with the day
        assert late.position(share) + days / 30.4375 >= early.position(share) - 0.05


def test_a_constant_hazard_of_another_end_takes_its_share():
    """Deliveries and cancellations equally likely each month: half of all cases end in each."""
    as_of = date(2026, 3, 31)
    survival = np.exp(-0.05 * edges(as_of))
    d = from_survival(as_of, survival, 1.0, {"cancelled": 0.05})
    assert d.shares()["delivered"] == pytest.approx(0.5, abs=0.02)
    assert d.shares()["cancelled"] == pytest.approx(0.5, abs=0.02)


def test_a_wait_the_model_thinks_impossible_still_has_an_answer():
    d = from_survival(date(2026, 3, 31), np.zeros(CELLS), 0.0, {})
    assert d.month(0.5) == month_of(date(2026, 3, 31), CELLS // 2 - 1)


@given(DAYS, st.integers(-2000, 3000), st.integers(0, 900), st.integers(0, 400), st.integers(0, 400))
def test_a_wider_promise_is_never_sharper_and_never_in_the_past(as_of, begin, length, before, after):
    low, high = as_of + timedelta(days=begin), as_of + timedelta(days=begin + length)
    narrow, wide = even(as_of, low, high), even(as_of, low - timedelta(days=before), high + timedelta(days=after))
    for d in (narrow, wide):
        assert d.by(as_of) == 0
        assert sum(d.shares().values()) == pytest.approx(1)
    if low > as_of + timedelta(days=before):  # what lies in the past is cut off, which may leave less
        assert wide.position(0.9) - wide.position(0.1) >= narrow.position(0.9) - narrow.position(0.1) - 0.05


def test_a_promise_in_the_past_is_kept_at_once():
    d = even(date(2026, 3, 31), date(2024, 1, 1), date(2024, 12, 31))
    assert d.month(0.1) == d.month(0.9) == "2026-04"


def test_a_promised_year_is_what_is_left_of_it():
    d = even(date(2026, 6, 30), date(2026, 1, 1), date(2026, 12, 31))
    assert d.by(date(2026, 9, 30)) == pytest.approx(0.5, abs=0.01)
    assert d.by(date(2026, 12, 31)) == pytest.approx(1)


@given(DAYS, st.floats(0, 1), st.floats(5, 100), st.floats(5, 100))
def test_a_pool_lies_between_its_members(as_of, weight, a, b):
    one, two = waits(as_of, a, 10, {}), waits(as_of, b, 10, {})
    mixed = pooled([(weight, one), (1 - weight, two)])
    assert mixed.cumulative() == pytest.approx(weight * one.cumulative() + (1 - weight) * two.cumulative())
    assert sum(mixed.shares().values()) == pytest.approx(1)


@given(DAYS, st.floats(5, 100), st.floats(5, 100), HAZARDS)
def test_the_first_delivery_is_never_after_the_final_one(as_of, a, b, ends):
    first, final = waits(as_of, a, 10, ends), waits(as_of, b, 10, ends)
    made = not_before(first, final)
    assert (made.cumulative() >= final.cumulative() - 1e-9).all()
    assert (made.cumulative() >= first.cumulative() - 1e-9).all()
    assert sum(made.shares().values()) == pytest.approx(1)


@given(DAYS, st.floats(5, 100), st.floats(0.01, 0.99))
def test_position_and_month_agree(as_of, median, share):
    d = waits(as_of, median, 0, {})
    at, month = d.position(share), d.month(share)
    if month is not None and np.isfinite(at):
        assert d.within(at) == pytest.approx(share, abs=1e-6)
        assert month == month_of(as_of, int(np.searchsorted(edges(as_of), at - 1e-9)))
