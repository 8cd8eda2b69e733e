"""Scores against sums done another way; weights; the bootstrap."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointline.forecast.blend import Past, learn, past
from jointline.forecast.bootstrap import mean_range
from jointline.forecast.distribution import CELLS, Dated, edges, even, from_survival
from jointline.forecast.scores import Outcome, bias, certainly_late, covered, crps, decided, pinball

DAY = date(2024, 6, 30)
SPANS = st.tuples(st.floats(0.5, 60), st.floats(0.05, 17)).map(lambda x: Outcome(x[0], x[0] + x[1], 90.0))


def wait(median: float, power: float = 3) -> Dated:
    return from_survival(DAY, 1 / (1 + (edges(DAY) / median) ** power), 1.0, {})


def plainly(d: Dated, o: Outcome) -> float:
    """The CRPS as a sum over a thousand slices a month."""
    t = np.linspace(0, o.until, 200_001)
    f = np.interp(t, np.concatenate([[0], edges(DAY)]), np.concatenate([[0], d.cumulative()]))
    known = np.clip((t - o.low) / (o.high - o.low), 0, 1) if o.came else 0
    return float(np.trapezoid((f - known) ** 2, t))


@given(st.floats(3, 80), SPANS)
def test_crps_is_the_integral(median, o):
    assert crps(wait(median), o) == pytest.approx(plainly(wait(median), o), abs=1e-3)


def test_crps_of_an_open_case_counts_only_what_should_have_come():
    o = Outcome(np.inf, np.inf, 24.0)
    assert crps(wait(200), o) < 0.01
    assert crps(even(DAY, DAY, DAY), o) == pytest.approx(23.3, abs=0.5)


def test_crps_of_a_point_is_the_distance():
    point = Outcome(30.0, 30.0 + 1 / 30.4375, 90.0)
    assert crps(even(DAY, date(2025, 12, 31), date(2025, 12, 31)), point) == pytest.approx(12, abs=1)


@given(st.floats(5, 60))
def test_no_forecast_gains_by_lying(true_median):
    """Of outcomes drawn from a wait and cut off at two years, the wait itself scores best on average (properness)."""
    shares = (np.arange(60) + 0.5) / 60
    came = true_median * (shares / (1 - shares)) ** (1 / 3)
    outcomes = [Outcome(t, t + 0.01, 24.0) if t < 24 else Outcome(np.inf, np.inf, 24.0) for t in came]

    def mean(median: float, power: float = 3) -> float:
        return float(np.mean([crps(wait(median, power), o) for o in outcomes]))

    best = mean(true_median)
    assert all(best <= mean(true_median * x) + 0.02 for x in (0.5, 0.8, 1.25, 2.0))
    assert best <= mean(true_median, 12) + 0.02


@given(st.floats(3, 80), SPANS)
def test_pinball_is_the_quantile_loss_of_days_within_the_interval(median, o):
    y = np.linspace(o.low, o.high, 4001)
    wanted = np.mean(
        [
            np.mean(2 * np.where(y < q, (1 - a) * (q - y), a * (y - q)))
            for a in (0.1, 0.5, 0.9)
            for q in [wait(median).position(a)]
        ]
    )
    assert pinball(wait(median), o) == pytest.approx(wanted, rel=0.02, abs=0.02)


def test_coverage_bias_and_lateness():
    d = even(DAY, date(2025, 1, 1), date(2025, 12, 31))  # months 6 to 18
    inside, half, after = Outcome(10, 11, 60), Outcome(17, 18, 60), Outcome(30, 31, 60)
    assert covered(d, inside, 0.8) == 1
    assert 0 <= covered(d, half, 0.8) < 0.5
    assert covered(d, after, 0.8) == 0
    assert bias(d, after) == pytest.approx(18.5, abs=0.2)
    still_open = Outcome(np.inf, np.inf, 30)
    assert certainly_late(d, still_open) and not certainly_late(d, Outcome(np.inf, np.inf, 12))
    assert covered(d, still_open, 0.8) is None and pinball(d, still_open) is None and bias(d, still_open) is None


@pytest.mark.parametrize(
    ("o", "after", "had"),
    [(Outcome(3, 5, 30), 6, True), (Outcome(3, 5, 30), 4, None), (Outcome(3, 5, 30), 2, False),
     (Outcome(np.inf, np.inf, 8), 6, False), (Outcome(np.inf, np.inf, 8), 12, None)],
)  # fmt: skip
def test_what_is_decided(o, after, had):
    assert decided(o, after) is had


@given(st.lists(st.tuples(st.floats(3, 60), st.floats(3, 60), SPANS), min_size=1, max_size=6))
def test_weights_are_the_best_there_are(rows):
    """Against a fine search of every weight, the pull to equal ones included."""
    found = [past(f"case-{i}", [wait(a), wait(b), even(DAY, DAY, DAY)], o) for i, (a, b, o) in enumerate(rows)]
    names = ("one", "two", "three")
    made = learn(found, names)
    q = np.mean([p.products for p in found], axis=0)
    pull = 5 / (len(found) + 5) * np.trace(q) / 3

    def cost(w):
        return w @ q @ w + pull * ((w - 1 / 3) ** 2).sum()

    w = np.array([made.weights[n] for n in names])
    assert w.min() >= 0 and w.sum() == pytest.approx(1, abs=1e-5)
    every = [np.array([i, j, 40 - i - j]) / 40 for i in range(41) for j in range(41 - i)]
    assert cost(w) <= min(map(cost, every)) * 1.0001 + 1e-6


def test_without_a_past_all_weigh_alike_and_a_good_member_gains():
    assert set(learn([], ("a", "b")).weights.values()) == {0.5}
    right, wrong = even(DAY, date(2025, 6, 1), date(2025, 6, 30)), even(DAY, DAY, DAY)
    o = Outcome(11.0, 12.0, 60.0)
    few, many = (learn([past(f"c{i}", [right, wrong], o) for i in range(n)], ("right", "wrong")) for n in (1, 60))
    assert 0.5 < few.weights["right"] < many.weights["right"]
    assert many.weights["right"] > 0.9


def test_a_case_counts_once_however_often_it_was_forecast():
    a, b = np.array([[1.0, 0], [0, 9.0]]), np.array([[9.0, 0], [0, 1.0]])
    one = learn([Past("x", a), *[Past("y", b)] * 50], ("p", "q"))
    assert one.weights["p"] == pytest.approx(one.weights["q"])


def test_bootstrap_draws_cases():
    """Ten forecasts of one case are one draw: the range of few cases is wide however many forecasts they have."""
    values = [0.0] * 10 + [10.0] * 10 + [20.0] * 10
    low, high = mean_range(["a"] * 10 + ["b"] * 10 + ["c"] * 10, values)
    assert low <= 3.4 and high >= 16.6
    narrow = mean_range([f"c{i}" for i in range(30)], values)
    assert narrow[1] - narrow[0] < high - low
    assert mean_range(["a", "b"], [1.0, 2.0]) is None
    assert mean_range(["a", "b", "c"], [1.0, 2.0, 3.0]) == mean_range(["a", "b", "c"], [1.0, 2.0, 3.0])


def test_a_distribution_without_mass_is_beyond():
    d = Dated(DAY, np.zeros(CELLS), np.zeros(CELLS), np.zeros(CELLS), 1.0)
    assert d.month(0.1) is None and d.position(0.1) == np.inf
