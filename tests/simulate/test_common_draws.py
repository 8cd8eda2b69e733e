"""The same draw of the same number is met in every option: only what an option changes differs."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from uncertain import drawn, plain_network

from jointline.network.changes import with_options
from jointline.network.load import load_network
from jointline.simulate.draws import sample
from jointline.simulate.layout import layout
from jointline.simulate.run import simulate

LINE = {
    "add": "lines.new",
    "product": "p0",
    "country": "TWN",
    "rate_max": {"uniform": [3, 9]},
    "stages": {"a": {"uniform": [2, 8]}},
}
ORDER = {
    "add": "orders.new",
    "product": "p1",
    "customer": "TWN",
    "quantity": 40,
    "administrative_lead_time": {"uniform": [1, 9]},
}


def network():
    raw = plain_network()
    raw["products"]["apart"] = {}
    raw["lines"]["apart"] = {
        "product": "apart",
        "country": "USA",
        "rate_max": {"uniform": [1, 3]},
        "production_lead_time": 4,
    }
    raw["orders"]["apart"] = {"product": "apart", "customer": "TWN", "quantity": 60, "case": "apart"}
    raw["cases"]["apart"] = {"value_usd_m": 7}
    return raw | {
        "options": {
            "nothing": {"changes": []},
            "itself": {"changes": [{"set": "lines.l0.ramp_months", "to": 12}, {"set": "policy", "to": "fifo"}]},
            "line": {"changes": [LINE]},
            "order": {"changes": [ORDER]},
            "line-again": {"changes": [LINE]},
            "priority": {"changes": [{"set": "policy", "to": "priority"}, {"set": "orders.o9.priority", "to": 1}]},
            "fast": {"changes": [{"set": "lines.l0.rate_max", "to": 50}]},
            "slow": {"changes": [{"set": "lines.l0.rate_max", "to": 1}, {"set": "lines.l0.rate_initial", "to": 1}]},
            "both": {"combine": ["line", "priority"]},
        }
    }


def columns(net, seed=0):
    """Every draw of every uncertain number by its names."""
    arrays = layout(net)
    values = sample(arrays.terms, seed, 0, 64)
    return {
        (int(c), tuple(t.name for t in terms)): values[:, k]
        for k, (c, terms) in enumerate(zip(arrays.columns, arrays.terms, strict=True))
    }


@pytest.mark.parametrize("option", ["line", "order", "priority", "both"])
def test_what_is_added_leaves_every_other_number_alone(option):
    base = load_network(network())
    before = {names: values for (_, names), values in columns(base).items()}
    after = {names: values for (_, names), values in columns(with_options(base, [option])).items()}
    assert before.keys() <= after.keys()
    for names, values in before.items():
        np.testing.assert_array_equal(after[names], values)


def test_the_order_of_the_parts_does_not_move_a_number():
    raw = network()
    turned = {**raw, "lines": dict(reversed(raw["lines"].items())), "sources": dict(reversed(raw["sources"].items()))}
    assert drawn(load_network(raw), 4, 17) == drawn(load_network(turned), 4, 17)


@pytest.mark.parametrize("keep", ["draws", "summary"])
def test_an_option_that_changes_nothing_differs_by_nothing(keep):
    data = simulate(network(), ["nothing", "itself", "line", "line-again"], draws=500, keep=keep)
    for name, variable in data.data_vars.items():
        for one, other in (("baseline", "nothing"), ("baseline", "itself"), ("line", "line-again")):
            np.testing.assert_array_equal(variable.sel(option=one), variable.sel(option=other), err_msg=str(name))
    if keep == "draws":
        assert (data.final_delivery.sel(option="line") != data.final_delivery.sel(option="baseline")).any()


def test_results_do_not_depend_on_which_options_are_run_beside():
    alone = simulate(network(), draws=500)
    beside = simulate(network(), ["line", "order", "priority", "both"], draws=500)
    for name, variable in alone.data_vars.items():
        mine = beside[name].sel(option="baseline")
        mine = mine.sel(order=alone.order) if "order" in mine.dims else mine
        np.testing.assert_array_equal(variable.values[0], mine.values, err_msg=str(name))


def test_an_order_apart_is_delivered_alike_in_every_draw():
    raw = network()
    options = ["line", "order", "priority", "fast", "both"]
    final = simulate(raw, options, draws=400).final_delivery.sel(order="apart")
    assert (final == final.sel(option="baseline")).all()
    more = copy.deepcopy(raw)
    more["orders"] = {"before": ORDER | {"case": "case0"}} | more["orders"]
    del more["orders"]["before"]["add"]
    np.testing.assert_array_equal(
        simulate(more, draws=400).final_delivery.sel(order="apart", option="baseline"), final[0]
    )


def test_the_policy_of_an_option_and_of_the_call():
    data = simulate(network(), ["priority", "nothing"], draws=50, policy="pro_rata")
    kept = simulate(network(), ["priority"], draws=50)
    same = data.final_delivery.sel(option="priority") == kept.final_delivery.sel(option="priority")
    assert (same | kept.final_delivery.sel(option="priority").isnull()).all()  # an option's own policy stands
    np.testing.assert_array_equal(data.final_delivery[0], data.final_delivery.sel(option="nothing"))
    assert (data.final_delivery[0] != kept.final_delivery[0]).any()


def test_combined_options_are_made_one_after_the_other():
    data = simulate(network(), ["line", "fast", "slow", "fast+slow", "slow+fast", "both", "line+priority"], draws=100)

    def same(one, other):
        return data.sel(option=one, drop=True).identical(data.sel(option=other, drop=True))

    assert same("fast+slow", "slow")
    assert not same("slow+fast", "fast")  # the first rate that slow set remains
    assert same("both", "line+priority")
    assert not same("both", "line")
