"""The survival code against brute force, against surpyval, and on simulated data."""

from __future__ import annotations

import math

import numpy as np
import pytest
import surpyval
from hypothesis import given
from hypothesis import strategies as st
from samples import KINDS, drawn
from scipy import stats
from scipy.integrate import quad

from jointline.errors import JointlineError
from jointline.forecast.survival.aft import Prior, fit_aft, pool, predictive
from jointline.forecast.survival.incidence import hazards_of, incidence
from jointline.forecast.survival.likelihood import log_likelihood, with_slopes
from jointline.forecast.survival.shapes import SHAPES, shape
from jointline.forecast.survival.spells import Spells, spells
from jointline.forecast.survival.turnbull import turnbull

ORACLE = {"lognormal": surpyval.LogNormal, "weibull": surpyval.Weibull, "log-logistic": surpyval.LogLogistic}


def frozen(name: str, location: float, scale: float):
    """The same waiting time in SciPy's terms."""
    if name == "lognormal":
        return stats.lognorm(scale, scale=math.exp(location))
    if name == "weibull":
        return stats.weibull_min(1 / scale, scale=math.exp(location))
    return stats.fisk(1 / scale, scale=math.exp(location))


def brute(s: Spells, i: int, name: str, location: float, scale: float) -> float:
    """One spell's log-likelihood by integrating SciPy's density."""
    dist = frozen(name, location, scale)
    beyond = quad(dist.pdf, s.entry[i], np.inf, limit=200)[0] if s.entry[i] else 1.0
    if s.low[i] == s.high[i]:
        return math.log(dist.pdf(s.low[i]) / beyond)
    high = s.high[i] if np.isfinite(s.high[i]) else np.inf
    return math.log(quad(dist.pdf, s.low[i], high, limit=200)[0] / beyond)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_likelihood_is_that_of_integrating_the_density(name, kind):
    s = drawn(kind, 12)
    found = log_likelihood(s, np.full(len(s), 3.4), 0.7, shape(name))
    assert found == pytest.approx([brute(s, i, name, 3.4, 0.7) for i in range(len(s))], abs=1e-6)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_slopes_are_those_of_the_likelihood(name, kind):
    s, step = drawn(kind, 30), 1e-6
    for location, scale in ((3.4, 0.7), (2.0, 1.3)):
        at = np.full(len(s), location)
        _, by_location, by_scale = with_slopes(s, at, scale, shape(name))

        def likelihood(where, log_scale, s=s):
            return log_likelihood(s, where, math.exp(log_scale), shape(name))

        log_scale = math.log(scale)
        wanted = (likelihood(at + step, log_scale) - likelihood(at - step, log_scale)) / (2 * step)
        assert by_location == pytest.approx(wanted, rel=1e-4, abs=1e-5)
        wanted = (likelihood(at, log_scale + step) - likelihood(at, log_scale - step)) / (2 * step)
        assert by_scale == pytest.approx(wanted, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_fit_is_surpyvals(name, kind):
    s = drawn(kind)
    if kind == "exact":
        other = ORACLE[name].fit(x=s.low)
    else:
        ends = [[a, b if np.isfinite(b) else a] for a, b in zip(s.low, s.high, strict=True)]
        flags = [1 if not np.isfinite(b) else 0 if a == b else 2 for a, b in zip(s.low, s.high, strict=True)]
        # surpyval wants an entry before the wait's first end; a millionth of a month does not show
        other = ORACLE[name].fit(x=ends, c=flags, tl=s.entry - 1e-6 if kind == "truncated" else None)
    mine = fit_aft(s, np.ones((len(s), 1)), name)
    a, b = other.params
    wanted = (a, b) if name == "lognormal" else (math.log(a), 1 / b)
    assert (mine.mode[0], mine.scale) == pytest.approx(wanted, rel=1e-4)
    assert mine.log_likelihood == pytest.approx(-other.neg_ll(), abs=1e-4)


@pytest.mark.parametrize("kind", ["censored", "interval", "truncated"])
def test_turnbull_is_surpyvals(kind):
    """Without truncation at every point; with it, against the likelihood, which no other masses may exceed."""
    s = drawn(kind, 60)
    mine = turnbull(s)
    assert mine.mass.sum() == pytest.approx(1)
    if kind == "truncated":
        assert npmle(s, mine.low, mine.high, mine.mass) >= max(
            npmle(s, mine.low, mine.high, tilted(mine.mass, seed)) for seed in range(200)
        )
        return
    ends = [[a, b if np.isfinite(b) else a] for a, b in zip(s.low, s.high, strict=True)]
    other = surpyval.Turnbull.fit(
        x=ends, c=[2 if np.isfinite(b) and a != b else 0 if a == b else 1 for a, b in ends_of(s)]
    )
    for t in (12.0, 24.0, 36.0, 60.0, 96.0):
        least, most = mine.survival_bounds(t)
        assert least - 0.01 <= float(other.sf(t)) <= most + 0.01


def ends_of(s: Spells):
    return zip(s.low, s.high, strict=True)


def npmle(s: Spells, low, high, mass) -> float:
    inside = ((low >= s.low[:, None]) & (high <= s.high[:, None])) @ mass
    seen = (low >= s.entry[:, None]) @ mass
    return float(np.log(np.maximum(inside, 1e-300) / np.maximum(seen, 1e-300)).sum())


def tilted(mass, seed: int):
    made = mass * np.exp(0.2 * np.random.default_rng(seed).normal(size=len(mass)))
    return made / made.sum()


def test_turnbull_without_censoring_counts():
    found = turnbull(spells([1, 2, 2, 5], [1, 2, 2, 5]))
    assert found.low.tolist() == [1, 2, 5]
    assert found.mass == pytest.approx([0.25, 0.5, 0.25])
    assert found.quantile(0.5) == (2, 2)


def test_turnbull_of_right_censored_waits_is_kaplan_meier():
    found = turnbull(spells([3, 5, 5, 8], [3, np.inf, 5, 8]))
    assert [found.survival_bounds(t)[0] for t in (3, 5, 8)] == pytest.approx([0.75, 0.5, 0.0], abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_known_parameters_are_recovered(kind):
    s = drawn(kind, 6000, seed=11)
    found = fit_aft(s, np.ones((len(s), 1)), "lognormal")
    assert found.mode[0] == pytest.approx(3.5, abs=4 * found.sd()[0])
    assert found.scale == pytest.approx(0.6, abs=0.03)
    assert found.sd()[0] < 0.02


def test_coefficients_and_class_spread_are_recovered():
    rng = np.random.default_rng(4)
    groups, n = 12, 80
    effect = rng.normal(0, 0.4, groups)
    design = np.repeat(np.column_stack([np.ones(groups), np.eye(groups)]), n, axis=0)
    x = rng.normal(size=groups * n)
    t = np.exp(3.0 + np.repeat(effect, n) + 0.3 * x + 0.5 * rng.normal(size=groups * n))
    s = spells(np.floor(t / 6) * 6, np.floor(t / 6) * 6 + 6)
    design = np.column_stack([design, x])

    def at(tau):
        return fit_aft(
            s, design, "lognormal", Prior(np.zeros(groups + 3), np.array([np.inf, *[tau] * groups, np.inf, np.inf]))
        )

    tau, model = pool(at)
    assert 0.2 < tau < 0.7
    assert model.mode[-2] == pytest.approx(0.3, abs=0.05)
    assert model.mode[0] + model.mode[1 : groups + 1] == pytest.approx(3.0 + effect, abs=0.25)


def test_small_classes_are_drawn_to_the_middle():
    """Of two classes with the same mean, the one of few cases lies nearer to the rest."""
    t = [10.0] * 40 + [60.0] * 2 + [60.0] * 30
    group = [0] * 40 + [1] * 2 + [2] * 30
    design = np.column_stack([np.ones(72), np.eye(3)[group]])
    model = fit_aft(spells(t, t), design, "lognormal", Prior(np.zeros(5), np.array([np.inf, 0.3, 0.3, 0.3, np.inf])))
    assert model.mode[2] < model.mode[3]
    assert model.sd()[2] > model.sd()[3]


def test_without_spells_the_prior_stays():
    prior = Prior(np.array([3.0, np.log(0.5)]), np.array([0.4, 0.1]))
    found = fit_aft(spells([], []), np.zeros((0, 1)), "lognormal", prior)
    assert found.mode == pytest.approx(prior.mean, abs=1e-4)
    assert found.sd() == pytest.approx(prior.sd, rel=1e-3)


def test_predictive_is_the_average_over_what_is_not_known():
    """Against plain draws from the posterior normal."""
    s = drawn("interval", 25)
    model = fit_aft(s, np.ones((len(s), 1)), "lognormal")
    draws = np.random.default_rng(1).multivariate_normal(model.mode, model.covariance, 200_000)
    t = np.array([10.0, 30.0, 60.0, 120.0])
    wanted = [stats.norm.sf((np.log(x) - draws[:, 0]) / np.exp(draws[:, 1])).mean() for x in t]
    assert predictive(model, np.ones(1)).survival(t) == pytest.approx(wanted, abs=0.004)


@given(st.floats(5, 80), st.floats(0.05, 60), st.floats(0.0, 60), st.floats(0.3, 1.5))
def test_a_wider_interval_never_tells_more(middle, half, more, scale):
    """With the scale held and the others exact, a wider interval leaves the location less sure."""
    others = [20.0, 30.0, 45.0]

    def sd(low: float, high: float) -> float:
        s = spells([*others, max(low, 0.01)], [*others, high])
        return float(
            fit_aft(s, np.ones((4, 1)), "lognormal", Prior(np.array([0, np.log(scale)]), np.array([np.inf, 0]))).sd()[0]
        )

    narrow, wide = sd(middle - half, middle + half), sd(middle - half - more, middle + half + more)
    assert wide >= narrow - 1e-6


@given(st.lists(st.tuples(st.floats(0, 0.6), st.floats(0, 0.6), st.floats(0, 0.6)), min_size=1, max_size=40))
def test_shares_of_competing_ends_add_up_to_one(rows):
    mass, left = incidence(np.array(rows))
    assert (mass >= 0).all() and 0 <= left <= 1
    assert mass.sum() + left == pytest.approx(1)


def test_incidence_counts_what_happens_to_a_crowd():
    """Brute force: a million cases walked month by month."""
    hazards = np.array([[0.10, 0.02], [0.30, 0.05], [0.20, 0.10]])
    rng = np.random.default_rng(2)
    alive, counts, n = np.ones(1_000_000, bool), np.zeros((3, 2)), 1_000_000
    for i, (a, b) in enumerate(hazards):
        u = rng.random(n)
        first, second = alive & (u < a), alive & (u >= a) & (u < a + b)
        counts[i] = first.sum(), second.sum()
        alive &= ~(first | second)
    mass, left = incidence(hazards)
    assert mass == pytest.approx(counts / n, abs=0.002)
    assert left == pytest.approx(alive.mean(), abs=0.002)


def test_counted_hazards_give_the_aalen_johansen_estimate():
    """Five cases worked by hand: delivered at 1, cancelled at 2, open at 2, delivered at 3, open at 4."""
    counted = np.array([[1 / 5, 0], [0, 1 / 4], [1 / 2, 0]])  # ends over cases at risk
    share = np.cumsum(incidence(counted)[0], axis=0)
    assert share[:, 0] == pytest.approx([0.2, 0.2, 0.2 + 0.6 * 0.5])
    assert share[:, 1] == pytest.approx([0.0, 0.2, 0.2])


def test_hazards_give_the_distribution_back():
    mass = np.array([0.1, 0.0, 0.4, 0.2])
    found, left = incidence(hazards_of(mass, 0.3)[:, None])
    assert found[:, 0] == pytest.approx(mass)
    assert left == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("low", "high", "entry", "says"),
    [([5], [3], None, "ends before it begins"), ([-1], [3], None, "begins before 0"), ([0], [0], None, "has no length"),
     ([1], [2], [4], "had ended before"), ([float("nan")], [2], None, "is no number"), ([1, 2], [3], None, "different lengths")],
)  # fmt: skip
def test_spells_that_cannot_be_are_refused(low, high, entry, says):
    with pytest.raises(JointlineError, match=says):
        spells(low, high, entry)
