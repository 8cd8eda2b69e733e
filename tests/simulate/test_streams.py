"""Random streams by name, and the distributions drawn from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from jointline.network.numbers import parse_number
from jointline.simulate.draws import Term, median, quantile, sample, whole
from jointline.simulate.streams import SAMPLINGS, uniforms

NAMES = [f"line/l{i}/rate_max" for i in range(60)]


@pytest.mark.parametrize("seed", [0, 1, 12345678901234567890])
def test_every_aligned_block_is_evenly_spread(seed):
    u = uniforms(seed, NAMES[:8], 0, 4096)
    for m in (3, 6, 9, 12):
        for block in u.reshape(8, -1, 2**m):
            for draws in block:
                for k in range(m + 1):
                    assert (np.bincount((draws * 2**k).astype(int), minlength=2**k) == 2 ** (m - k)).all()


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_names_are_uncorrelated(sampling):
    n = 2048
    u = uniforms(7, NAMES, 0, n, sampling)
    r = np.corrcoef(u)[np.triu_indices(len(NAMES), 1)] * np.sqrt(n)  # about normal: 1,770 pairs
    assert abs(r.mean()) < 0.15
    assert 0.7 < r.std() < 1.5
    assert abs(r).max() < 6


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_top_bits_of_two_names_meet_in_every_way(sampling):
    u = (uniforms(3, NAMES, 0, 1 << 14, sampling) * 4).astype(int)
    p = []
    for i in range(0, len(NAMES), 2):
        table = np.zeros((4, 4))
        np.add.at(table, (u[i], u[i + 1]), 1)
        p.append(stats.chi2_contingency(table).pvalue)
    assert min(p) > 1e-5
    if sampling == "random":
        assert stats.kstest(p, "uniform").pvalue > 1e-4


def test_a_smooth_mean_is_far_better_known_than_with_plain_draws():
    def error(sampling):
        means = []
        for seed in range(20):
            u = uniforms(seed, ["a", "b", "c"], 0, 4096, sampling)
            means.append(np.exp(u).sum(axis=0).mean() - 3 * (np.e - 1))
        return float(np.sqrt(np.mean(np.square(means))))

    assert error("sobol") < error("random") / 50


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_any_chunk_finds_its_own(sampling):
    long = uniforms(11, NAMES[:5], 0, 1000, sampling)
    for first, n in ((0, 1), (1, 3), (2, 2), (3, 97), (500, 500), (999, 1)):
        np.testing.assert_array_equal(uniforms(11, NAMES[:5], first, n, sampling), long[:, first : first + n])
    late = uniforms(11, NAMES[:1], 2**31 - 5, 5, sampling)
    np.testing.assert_array_equal(late[:, 2:], uniforms(11, NAMES[:1], 2**31 - 3, 3, sampling))


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_seed_and_name_decide_and_nothing_else(sampling):
    u = [uniforms(seed, ["a"], 0, 64, sampling)[0] for seed in range(4)]
    assert len({tuple(x) for x in u}) == 4
    together = uniforms(0, ["z", "a", "b"], 0, 64, sampling)
    np.testing.assert_array_equal(together[1], u[0])
    assert not np.array_equal(together[0], together[1])
    assert uniforms(0, [], 0, 64, sampling).shape == (0, 64)


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_never_0_and_never_1(sampling):
    u = uniforms(0, NAMES[:4], 0, 1 << 16, sampling)
    assert u.min() > 0
    assert u.max() < 1


def test_the_ends_of_the_sequences_are_drawn_from_safely():
    ends = np.array([2.0**-53, 2.0**-33, 0.5, 1 - 2.0**-33, 1 - 2.0**-53])
    for number in ({"pert": [1, 2, 5]}, {"triangular": [1, 2, 5]}, {"uniform": [1, 5]}, {"empirical": [1, 3, 5]}):
        values = quantile(parse_number(number), ends)
        assert (np.diff(values) >= 0).all()
        assert values[0] >= 1
        assert values[-1] <= 5
    assert np.isfinite(quantile(parse_number({"lognormal": [24, 1.5]}), ends)).all()


U = np.concatenate([(np.arange(997) + 0.5) / 997, 2.0 ** -np.arange(2, 33), 1 - 2.0 ** -np.arange(2, 33)])
levels = st.lists(st.floats(-50, 500).map(lambda x: round(x, 3)), min_size=3, max_size=3, unique=True).map(sorted)


@settings(max_examples=60)
@given(levels, st.sampled_from(("between", "low", "high")))
def test_quantiles_are_those_of_scipy(three, where):
    low, mode, high = three
    mode = {"between": mode, "low": low, "high": high}[where]
    at, width = (mode - low) / (high - low), high - low
    for kind, args, other in (
        ("uniform", [low, high], stats.uniform(low, width)),
        ("triangular", [low, mode, high], stats.triang(at, low, width)),
        ("pert", [low, mode, high], stats.beta(1 + 4 * at, 1 + 4 * (1 - at), low, width)),
    ):
        found = quantile(parse_number({kind: args}), U)
        np.testing.assert_allclose(found, other.ppf(U), rtol=0, atol=1e-12 * (width + abs(low) + abs(high)))


@settings(max_examples=60)
@given(st.floats(0.01, 500), st.floats(1.01, 4))
def test_lognormal_is_that_of_scipy(middle, gsd):
    found = quantile(parse_number({"lognormal": [middle, gsd]}), U)
    np.testing.assert_allclose(found, stats.lognorm(np.log(gsd), scale=middle).ppf(U), rtol=1e-12)


def test_pert_keeps_its_small_tail():
    u = 2.0 ** -np.arange(1.0, 33)
    for at in (0.0, 0.1, 0.5, 0.9, 1.0):
        found = quantile(parse_number({"pert": [0, at, 1]}), u)
        np.testing.assert_allclose(found, stats.beta(1 + 4 * at, 5 - 4 * at).ppf(u), rtol=1e-12)


def test_empirical_values_come_equally_often():
    values = quantile(parse_number({"empirical": [9, 2, 2, 5]}), uniforms(0, ["a"], 0, 1024)[0])
    assert dict(zip(*np.unique(values, return_counts=True), strict=True)) == {2: 512, 5: 256, 9: 256}


@pytest.mark.parametrize(
    "number", [5, {"uniform": [5, 5]}, {"triangular": [5, 5, 5]}, {"lognormal": [5, 1]}, {"empirical": [5]}]
)
def test_a_distribution_of_one_value_is_that_value(number):
    number = parse_number(number)
    assert number.is_fixed
    assert (quantile(number, U) == 5).all()
    assert median(number) == 5


def test_medians():
    assert median(parse_number({"uniform": [2, 4]})) == 3
    assert median(parse_number({"lognormal": [24, 2]})) == pytest.approx(24, rel=1e-14)
    assert median(parse_number({"pert": [1, 3, 5]})) == pytest.approx(3, rel=1e-14)
    assert median(parse_number({"empirical": [1, 2, 3]})) == 2


def test_whole_months_round_halves_up():
    assert whole(np.array([-1.5, -0.5, 0.4, 0.5, 1.5, 2.5, 2.49])).tolist() == [-1, 0, 0, 1, 2, 3, 2]


def test_each_stage_is_rounded_before_it_is_added():
    stages = [[Term(f"line/l/stages/{s}", parse_number({"uniform": [0.4, 1.3]}), True) for s in "abc"]]
    sums = sample(stages, 0, 0, 64)
    parts = [whole(0.4 + 0.9 * uniforms(0, [t.name], 0, 64)[0]) for t in stages[0]]
    np.testing.assert_array_equal(sums[:, 0], sum(parts))
    fixed = [
        [Term("a", parse_number(2.5), True), Term("b", parse_number(2.5), True), Term("c", parse_number(2.5), False)]
    ]
    assert (sample(fixed, 0, 0, 3) == 8.5).all()


def test_a_sum_is_never_drawn_anew_for_another_column():
    term, drawn = Term("a", parse_number({"uniform": [0, 1]}), False), {}
    once = sample([[term]], 0, 10, 16, drawn=drawn)
    twice = sample([[term, term], [term]], 0, 10, 16, drawn=drawn)
    np.testing.assert_array_equal(twice[:, 0], 2 * once[:, 0])
    np.testing.assert_array_equal(twice[:, 1], once[:, 0])
    held = sample([[term]], 0, 10, 16, held=frozenset("a"))
    assert (held == 0.5).all()
