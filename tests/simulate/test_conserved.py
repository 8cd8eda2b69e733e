"""What cannot come from nothing, in every draw."""

from __future__ import annotations

import networks
import numpy as np
import reading
from hypothesis import given, settings
from uncertain import drawn, rows_of, run, settled, uncertain_networks


@settings(max_examples=80)
@given(uncertain_networks())
def test_no_order_is_given_more_than_it_ordered(raw):
    draws = 8
    network, outcome = run(raw, draws)
    for draw in range(draws):
        values = drawn(network, 0, draw)
        given_ = dict.fromkeys(network.orders, 0)
        for name, _, units in rows_of(network, outcome, draw):
            assert units > 0
            given_[name] += units
        for i, o in enumerate(network.orders.values()):
            quantity = values.get(f"order/{o.name}/quantity", o.quantity.low)
            owed = quantity - values.get(f"order/{o.name}/delivered", o.delivered.low)
            assert given_[o.name] <= max(0, owed)
            assert (outcome.final[draw, i] >= 0) == (owed > 0 and given_[o.name] == owed)


@settings(max_examples=80)
@given(uncertain_networks())
def test_no_component_is_used_before_it_is_made_or_out_of_more_than_the_buffer(raw):
    for line in raw["lines"].values():
        line["production_lead_time"] = 0
    for order in raw["orders"].values():
        order["acceptance_lag"] = 0
        order.pop("in_process", None)
    network, outcome = run(raw, 4)
    for draw in range(4):
        alone = settled(raw, network, 0, draw)
        for component in network.limited:
            sources = [s for s in alone["sources"].values() if s["component"] == component]
            made = np.array([sum(reading.rate(s, t) for s in sources) for t in range(network.horizon)])
            buffer = max(1.0, sum(s.get("buffer_months", 3) * s["rate_max"] for s in sources))
            used = np.zeros(network.horizon)
            for name, month, units in rows_of(network, outcome, draw):
                bill = alone["products"][alone["orders"][name]["product"]].get("bill_of_materials", {})
                used[month] += units * bill.get(component, 0)
            assert used.max() <= buffer + 1e-6
            made_by, used_by = np.cumsum(made), np.cumsum(used)
            assert (used_by <= made_by + 1e-6).all()
            # between any two months: what was made, and one full buffer
            assert (used_by - np.minimum.accumulate(used_by - made_by) - made_by <= buffer + 1e-6).all()


@settings(max_examples=150)
@given(networks.networks(max_products=1, max_components=0, max_lines=3, policies=("fifo",)))
def test_a_faster_line_never_delays_the_last_delivery(raw):
    for line in raw["lines"].values():
        line |= {"production_lead_time": 2, "customers": []}
    for order in raw["orders"].values():
        order["acceptance_lag"] = 1
    _, before = run(raw)
    for line in raw["lines"].values():
        line["rate_initial"] = line.get("rate_initial", line["rate_max"])
        line["rate_max"] += 1.5
        _, after = run(raw)
        ends = [np.where(x.final == -1, raw["horizon"], x.final).max() for x in (before, after)]
        assert ends[1] <= ends[0]
        before = after
