"""The kernel does what two slow readings of the model do, unit for unit."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import networks
import numpy as np
import pytest
import reading
import simpy_oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from uncertain import Raw, rows_of, run, settled, uncertain_networks, valued

from jointline.simulate.run import simulate


def months_of(network: Raw) -> dict[str, tuple[Any, Any]]:
    """As the kernel says it: -1 beyond the horizon, -2 nothing owed."""
    found = {}
    for name, pair in reading.first_and_final(network).items():
        order = network["orders"][name]
        missing = -1 if order["quantity"] > order.get("delivered", 0) else -2
        found[name] = tuple(missing if m is None else m for m in pair)
    return found


def agrees(raw: Raw) -> None:
    network, outcome = run(raw)
    assert rows_of(network, outcome) == reading.deliveries(raw)
    pairs = zip(outcome.first[0].tolist(), outcome.final[0].tolist(), strict=True)
    assert dict(zip(network.orders, pairs, strict=True)) == months_of(raw)
    counted = np.bincount(
        [m for _, m, _ in rows_of(network, outcome)], [u for *_, u in rows_of(network, outcome)], network.horizon
    )
    assert (outcome.units[0] == counted).all()


@settings(max_examples=500)
@given(networks.networks())
def test_every_unit_is_where_the_plain_reading_has_it(raw):
    agrees(raw)


@settings(max_examples=150)
@given(networks.networks(policies=("pro_rata",)))
def test_pro_rata_shares_are_those_of_the_plain_reading(raw):
    agrees(raw)


@settings(max_examples=50)
@given(networks.networks())
def test_every_unit_is_where_simpy_has_it(raw):
    network, outcome = run(raw)
    assert rows_of(network, outcome) == simpy_oracle.deliveries(raw)


@settings(max_examples=60)
@given(uncertain_networks(), st.integers(0, 5), st.integers(0, 3))
def test_each_draw_is_the_network_with_its_numbers(raw, seed, draw):
    network, outcome = run(raw, draws=4, seed=seed)
    alone = settled(raw, network, seed, draw)
    assert rows_of(network, outcome, draw) == reading.deliveries(alone)


@settings(max_examples=50)
@given(networks.networks())
def test_the_public_function_says_the_same(raw):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.csv")
        data = simulate(valued(raw), draws=1, deliveries=out)
        with out.open(encoding="utf-8", newline="") as file:
            rows = [
                (r["option"], r["draw"], r["order"], int(r["month"]), int(r["units"])) for r in csv.DictReader(file)
            ]
    assert rows == [("baseline", "0", *row) for row in reading.deliveries(raw)]
    for what, k in (("first", 0), ("final", 1)):
        months = data[f"{what}_delivery"].values[0, 0]
        wanted = [months_of(raw)[o][k] for o in data.order.values]
        np.testing.assert_array_equal(months, [np.nan if m < 0 else m for m in wanted])


@pytest.mark.parametrize("policy", networks.POLICIES)
def test_a_policy_in_place_of_the_networks(policy):
    raw = next(iter_networks())
    assert simulate(raw | {"policy": "fifo"}, draws=1, policy=policy).identical(
        simulate(raw | {"policy": policy}, draws=1).assign_attrs(
            network=simulate(raw | {"policy": "fifo"}, draws=1).attrs["network"]
        )
    )


def iter_networks():
    orders = {
        f"o{i}": {"product": "p", "customer": "TWN", "quantity": 9 + i, "placed": -i, "priority": i % 3, "case": "c"}
        for i in range(5)
    }
    yield valued({"as_of": "2026-10", "products": {"p": {}}, "orders": orders,
                  "lines": {"l": {"product": "p", "country": "USA", "rate_max": 3.7}}})  # fmt: skip
