"""Draws side by side give what each gives alone, to the last unit and month."""

from __future__ import annotations

import networks
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uncertain import plain_network, uncertain_networks, valued

from jointline.network.load import load_network
from jointline.simulate.chunks import Job, run_chunk
from jointline.simulate.draws import sample
from jointline.simulate.kernel import run_draws
from jointline.simulate.lanes import LANES, run_lanes
from jointline.simulate.layout import Layout, layout

QUEUED = ("fifo", "priority")


def both(arrays: Layout, draws: int, seed: int = 0):
    """First, final and units of the draws side by side and one after the other."""
    values, orders = sample(arrays.terms, seed, 0, draws), len(arrays.orders)
    found = []
    for run, more in ((run_lanes, ()), (run_draws, (None, None))):
        out = [
            np.full((draws, k), -9, t) for k, t in ((orders, np.int16), (orders, np.int16), (arrays.horizon, np.int32))
        ]
        run(*arrays.arguments(values), *out, *more)
        found.append(out)
    return found


def same(one, other):
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)


@settings(max_examples=500)
@given(networks.networks(policies=QUEUED))
def test_a_settled_network(raw):
    same(*both(layout(load_network(valued(raw))), 1))


@settings(max_examples=150)
@given(uncertain_networks(policies=QUEUED, max_orders=12), st.integers(1, 2 * LANES + 1), st.integers(0, 5))
def test_an_uncertain_network_whatever_the_last_group(raw, draws, seed):
    for order in raw["orders"].values():  # an uncertain one would make the queue differ by draw
        for field, value in (("placed", 0), ("priority", 3)):
            if isinstance(order.get(field), dict):
                order[field] = value
    arrays = layout(load_network(valued(raw)))
    assert arrays.one_queue
    same(*both(arrays, draws, seed))


@pytest.mark.parametrize("draws", [1, LANES - 1, LANES, 3 * LANES + 5])
def test_a_contended_network(draws):
    same(*both(layout(load_network(plain_network(40, 8))), draws))


def test_whichever_way_a_chunk_takes():
    job = Job((layout(load_network(plain_network())),), 4)
    whole, told = run_chunk(job, 0, 50)[0], run_chunk(Job(job.layouts, 4, deliveries=True), 0, 50)[0]
    same((whole.first, whole.final, whole.units), (told.first, told.final, told.units))


def test_which_networks_have_one_queue():
    raw = plain_network()
    assert layout(load_network(raw)).one_queue
    assert not layout(load_network(raw | {"policy": "pro_rata"})).one_queue
    raw["orders"]["o0"]["placed"] = {"uniform": [0, 9]}
    assert not layout(load_network(raw)).one_queue
