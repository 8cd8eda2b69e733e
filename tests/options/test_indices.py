"""Sensitivity indices out of given draws, against what is known exactly and what SALib gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import sobol
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami

from jointline.errors import JointlineError
from jointline.options.finding_out import width_if_known, worth_of_certainty, worth_of_knowing
from jointline.options.indices import first_and_total
from jointline.simulate.streams import uniforms

WITHIN = 0.03


def draws(k: int, n: int = 4_096, seed: int = 0, sampling: str = "sobol") -> np.ndarray:
    return uniforms(seed, [f"x{i}" for i in range(k)], 0, n, sampling).T


def salib(function, k: int) -> tuple[np.ndarray, np.ndarray]:
    problem = {"num_vars": k, "names": [f"x{i}" for i in range(k)], "bounds": [[0, 1]] * k}
    x = sobol_sample.sample(problem, 4_096, calc_second_order=False, seed=1)
    found = sobol.analyze(problem, function(x), calc_second_order=False, seed=1)
    return np.asarray(found["S1"]), np.asarray(found["ST"])


def ishigami(u: np.ndarray) -> np.ndarray:
    return np.asarray(Ishigami.evaluate(-np.pi + 2 * np.pi * u))


def linear(u: np.ndarray) -> np.ndarray:
    return u @ np.array([1.0, 2.0, 3.0])


def g_function(u: np.ndarray) -> np.ndarray:
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    return np.asarray(np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=1))


def steps(u: np.ndarray) -> np.ndarray:
    """Whole months and a threshold, as the simulation has them."""
    return np.floor(10 * u[:, 0] + 5 * u[:, 1]) * (u[:, 2] > 0.3) + 4 * np.minimum(u[:, 3], u[:, 4])


@pytest.mark.parametrize("sampling", ["sobol", "random"])
@pytest.mark.parametrize(("function", "k"), [(ishigami, 3), (linear, 3), (g_function, 8), (steps, 6)])
def test_within_3_hundredths_of_salib(function, k, sampling):
    u = draws(k, sampling=sampling)
    found = first_and_total(u, function(u))
    first, total = salib(function, k)
    assert np.abs(found.first - first).max() < WITHIN
    assert np.abs(found.total - total).max() < WITHIN


@pytest.mark.parametrize("n", [1_024, 4_096, 10_000])
def test_ishigami_and_a_linear_answer_as_worked_out_by_hand(n):
    a, b, pi = 7.0, 0.1, np.pi
    parts = 0.5 * (1 + b * pi**4 / 5) ** 2, a**2 / 8, b**2 * pi**8 * (1 / 18 - 1 / 50)
    first = np.array([parts[0], parts[1], 0]) / sum(parts)
    total = np.array([parts[0] + parts[2], parts[1], parts[2]]) / sum(parts)
    u = draws(3, n)
    found = first_and_total(u, ishigami(u))
    np.testing.assert_allclose(found.first, first, atol=0.005)
    np.testing.assert_allclose(found.total, total, atol=0.005)
    assert abs(found.unexplained) < 0.005
    found = first_and_total(u, linear(u))
    np.testing.assert_allclose(found.first, np.array([1, 4, 9]) / 14, atol=0.005)
    np.testing.assert_allclose(found.total, found.first, atol=0.005)


def test_three_hundred_inputs_of_which_three_count():
    u = draws(300, 2_000)
    found = first_and_total(u, 3 * u[:, 7] + 2 * u[:, 100] + 6 * (u[:, 7] - 0.5) * (u[:, 250] - 0.5))
    parts = {7: (9 / 12, 9 / 12 + 36 / 144), 100: (4 / 12, 4 / 12), 250: (0, 36 / 144)}
    whole = 9 / 12 + 4 / 12 + 36 / 144
    for i in range(300):
        first, total = parts.get(i, (0, 0))
        assert found.first[i] == pytest.approx(first / whole, abs=0.01), i
        assert found.total[i] == pytest.approx(total / whole, abs=0.01), i


def test_a_step_and_a_plateau_are_followed():
    u = draws(4)
    found = first_and_total(u, 1.0 * (u[:, 0] > 0.371))
    assert found.first[0] == pytest.approx(1, abs=WITHIN) and np.abs(found.first[1:]).max() < 0.01
    found = first_and_total(u, (u[:, 0] > 0.5) * 1.0 * (u[:, 1] > 0.5))
    np.testing.assert_allclose(found.first[:2], 1 / 3, atol=WITHIN)
    np.testing.assert_allclose(found.total[:2], 2 / 3, atol=WITHIN)


def test_an_answer_without_spread_and_an_input_without_one():
    u = draws(3, 256)
    found = first_and_total(u, np.full(256, 7.0))
    assert found.variance == 0 and not found.first.any() and not found.total.any() and found.among("abc") == {}
    u = u.copy()
    u[:, 1] = 4.0
    found = first_and_total(u, u[:, 0] + u[:, 1])
    assert found.first[1] == found.total[1] == 0
    assert found.first[0] == pytest.approx(1, abs=1e-6)


def test_a_heavy_tail_does_not_rule_the_polynomials():
    u = draws(3)
    x = u.copy()
    x[:, 0] = np.exp(3 * (u[:, 0] - 0.5) * 12)  # the same order, values over sixteen powers of ten
    y = u[:, 0] + u[:, 1]
    np.testing.assert_allclose(first_and_total(x, y).first, [0.5, 0.5, 0], atol=0.01)


def test_what_groups_hold_adds_up():
    u = draws(5)
    found = first_and_total(u, steps(u))
    shares = found.among(["a", "a", "b", "b", "b"])
    assert set(shares) <= {frozenset("a"), frozenset("b"), frozenset("ab")}
    assert sum(s for s, _ in shares.values()) + found.unexplained == pytest.approx(1)
    assert all(e >= 0 for _, e in shares.values())


def test_standard_errors_cover_the_truth_as_often_as_they_should():
    inside = 0
    for seed in range(40):
        u = draws(5, 512, seed, "random")
        found = first_and_total(u[:, :2], linear(u[:, :3]) + 2 * u[:, 3] + 2 * u[:, 4])  # three inputs nobody gave
        inside += abs(found.first[1] - 4 / 22) < 2 * found.first_se[1]
    assert inside >= 34  # of 40; 38 are expected


def test_bad_input_is_refused():
    u = draws(2, 128)
    with pytest.raises(JointlineError, match="too few"):
        first_and_total(u[:63], u[:63, 0])
    with pytest.raises(JointlineError, match="no numbers"):
        first_and_total(u, np.where(np.arange(128) == 3, np.nan, 1.0))
    with pytest.raises(JointlineError, match="are needed"):
        first_and_total(u, u)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.sampled_from((64, 200, 1_024)), st.integers(0, 2**31), st.data())
def test_indices_are_shares(k, n, seed, data):
    """Of any sum of steps, ramps and products: shares in range, the first within the total, all of them adding up."""
    u = draws(k, n, seed)
    weight = st.just(0.0) | st.floats(0.01, 5) | st.floats(-5, -0.01)  # 100 + 1e-7 u is a constant to a float
    y = sum(data.draw(weight) * np.floor(data.draw(st.sampled_from((1, 4, 40))) * u[:, i]) for i in range(k))
    y = y + data.draw(weight) * np.maximum(u[:, 0], u[:, -1]) * u[:, k // 2]
    found = first_and_total(u, y)
    loose = 5 * found.first_se + 0.05 if n >= 1_024 else 5 * found.first_se + 0.3
    assert (found.first >= -loose).all() and (found.first <= 1 + loose).all()
    assert (found.total >= found.first - loose).all() and (found.total <= 1 + loose + 5 * found.total_se).all()
    assert found.first.sum() <= 1 + loose.sum()
    again = first_and_total(u, 3 * y + 100)
    np.testing.assert_allclose(again.first, found.first, atol=0.02)
    if found.surrogate is not None:
        held = found.among([i % 2 for i in range(k)])
        assert sum(s for s, _ in held.values()) + found.unexplained == pytest.approx(1)


def test_what_knowing_is_worth_as_worked_out_by_hand():
    """A gain of a + b with a from -1 to 1 and b from -1/2 to 1/2, taken or left: knowing a is worth E[max(0, a)]."""
    u = draws(3)
    gain = 2 * u[:, 0] - 1 + u[:, 1] - 0.5
    found = first_and_total(u, gain)
    assert worth_of_knowing(found, [0], gain)[0] == pytest.approx(0.25, abs=0.01)
    assert worth_of_knowing(found, [1], gain)[0] == pytest.approx(0.125, abs=0.01)
    assert worth_of_knowing(found, [2], gain)[0] == pytest.approx(0, abs=0.001)
    assert worth_of_knowing(found, [0, 1], gain)[0] == pytest.approx(worth_of_certainty(gain), abs=0.001)
    assert worth_of_certainty(gain) == pytest.approx(13 / 48, abs=0.003)
    assert worth_of_knowing(found, [0], gain, at=-5)[0] == worth_of_certainty(gain, -5) == 0
    known = width_if_known(u[:, 0], gain)
    assert known == pytest.approx(0.8, abs=0.03)  # P10 to P90 of b alone
