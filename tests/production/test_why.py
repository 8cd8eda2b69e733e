"""What held an order up: tiny networks whose months can be counted by hand, and the totals on real ones."""

from __future__ import annotations

import pytest

from jointline.errors import JointlineError
from jointline.network.load import load_network
from jointline.simulate.run import simulate
from jointline.simulate.why import bottleneck, why_late


def net(**parts):
    base = {"as_of": "2026-01", "horizon": 120, "products": {"p": {}},
            "lines": {"l": {"product": "p", "rate_max": 1, "production_lead_time": 3}}}  # fmt: skip
    return base | parts


def order(quantity, **fields):
    return {"product": "p", "customer": "TWN", "quantity": quantity} | fields


def months(found):
    return {(c.kind, c.name): c.months_mean for c in found.causes}


def test_release_then_rate_then_lead_time():
    # released in month 4, one a month and one kept back: starts 2, 1, 1 in months 4, 5, 6; the rate holds it for
    # 2 months; the last comes in 6 + 3 + 2
    network = net(orders={"o": order(4, administrative_lead_time=4, acceptance_lag=2)})
    found = why_late("o", network, draws=8)
    assert months(found) == {("release", None): 4, ("line_rate", "l"): 2, ("lead_time", None): 5}
    assert (found.final_p10, found.final_p90, found.months_mean) == ("2026-12", "2026-12", 11)
    release = next(c for c in found.causes if c.kind == "release")
    assert (release.from_on, release.to_on, release.share) == ("2026-01", "2026-04", round(4 / 11, 4))


def test_the_queue_ahead_is_named():
    # the first order takes months 0 to 4; the second starts in month 5 and waits 5 months behind it
    network = net(orders={"first": order(5, customer="USA", placed=-1), "second": order(1)})
    found = why_late("second", network, draws=4)
    assert months(found) == {("queue", "first"): 5, ("lead_time", None): 3}
    queue = found.causes[0]
    assert (queue.customer, queue.from_on, queue.to_on, queue.seen_share) == ("USA", "2026-01", "2026-05", 1)


def test_a_line_that_has_not_started():
    network = net(lines={"l": {"product": "p", "rate_max": 10, "start": 6}}, orders={"o": order(3)})
    assert months(why_late("o", network, draws=4)) == {("line_start", "l"): 6}


def test_a_component_that_is_short():
    # two components a month come for units that need four each: one unit every second month, starts in 1, 3, 5
    network = net(products={"p": {"bill_of_materials": {"c": 4}}}, sources={"s": {"component": "c", "rate_max": 2}},
                  lines={"l": {"product": "p", "rate_max": 50}}, orders={"o": order(3)})  # fmt: skip
    found = why_late("o", network, draws=4)
    assert months(found) == {("component", "c"): 5}
    held = bottleneck("c", network, draws=4).orders[0]
    assert (held.held_months_p50, held.earlier_months_p50) == (5, 5)


def test_units_in_process_and_no_line():
    network = net(orders={"made": order(2, in_process=[[7, 2]]), "never": order(1, product="q")},
                  products={"p": {}, "q": {}})  # fmt: skip
    assert months(why_late("made", network, draws=4)) == {("in_process", None): 7}
    never = why_late("never", network, draws=4)
    assert months(never) == {("no_line", None): 120}
    assert (never.beyond_share, never.final_p10) == (1, "beyond")


def test_nothing_owed_is_held_by_nothing():
    assert why_late("o", net(orders={"o": order(2, delivered=2)}), draws=4).causes == ()


UNCERTAIN = net(
    products={"p": {"bill_of_materials": {"c": 1}}, "q": {"bill_of_materials": {"c": 2}}},
    lines={"l": {"product": "p", "rate_max": {"uniform": [0.5, 3]}, "production_lead_time": {"triangular": [3, 6, 12]}},
           "m": {"product": "q", "rate_max": {"uniform": [1, 2]}, "ramp_months": 12, "rate_initial": 0.2,
                 "stages": {"approval": {"triangular": [2, 6, 18]}}}},
    sources={"s": {"component": "c", "rate_max": {"lognormal": [2, 1.5]}}},
    orders={"a": order(30, placed=-3), "b": order(40, customer="USA", administrative_lead_time={"uniform": [0, 12]}),
            "c": order(15, product="q", in_process=[[2, 3]]), "d": order(10, product="q", customer="USA", placed=2)},
)  # fmt: skip


@pytest.mark.parametrize("policy", ["fifo", "priority", "pro_rata"])
@pytest.mark.parametrize("name", "abcd")
def test_every_month_to_the_final_delivery_is_counted_once(name, policy):
    found = why_late(name, UNCERTAIN, draws=256, policy=policy)
    data = simulate(UNCERTAIN, draws=256, policy=policy)
    final = data.final_delivery.sel(option="baseline", order=name).fillna(120)
    assert found.months_mean == pytest.approx(float(final.mean()), abs=0.01)
    assert sum(c.share for c in found.causes) == pytest.approx(1, abs=0.001)
    assert found.beyond_share == float(data.final_beyond_share.sel(option="baseline", order=name))


def test_held_months_agree_with_the_months_of_the_order():
    """What bottleneck counts to a resource holds at least what why_late counts to its rate, start or supply."""
    for name, kinds in (("l", ("line_rate", "line_start")), ("m", ("line_rate", "line_start")), ("c", ("component",))):
        rows = {r.order: r for r in bottleneck(name, UNCERTAIN, draws=128).orders}
        for o in "abcd":
            own = sum(
                c.months_mean for c in why_late(o, UNCERTAIN, draws=128).causes if c.kind in kinds and c.name == name
            )
            held = rows[o].held_months_mean if o in rows else 0
            assert held >= own - 0.05, (name, o)


def test_an_option_takes_a_bottleneck_away():
    network = UNCERTAIN | {"options": {"more": {"mode": "B", "changes": [
        {"add": "sources.tw", "component": "c", "country": "TWN", "rate_max": 100}]}}}  # fmt: skip
    with_it = bottleneck("c", network, option="more", draws=128)
    assert with_it.orders == () and with_it.option == "more"
    assert bottleneck("c", network, draws=128).orders


def test_the_taiwan_network_explains_every_order():
    network = load_network("taiwan")
    found = why_late("hcds-missile", network, draws=128)
    assert sum(c.share for c in found.causes) == pytest.approx(1, abs=0.001)
    assert {c.name for c in found.causes if c.kind == "line_rate"} == {"harpoon-st-charles"}
    held = {r.order for r in bottleneck("harpoon-st-charles", network, draws=128).orders}
    assert "hcds-missile" in held


@pytest.mark.parametrize(("ask", "words"), [
    (lambda: why_late("hcds-missil", "taiwan"), ("there is no order 'hcds-missil'", "hcds-missile")),
    (lambda: bottleneck("harpon-st-charles", "taiwan"), ("no line or limited component", "harpoon-st-charles")),
    (lambda: why_late("a", UNCERTAIN, option="nothing"), ("there is no option 'nothing'", "baseline")),
    (lambda: why_late("a", UNCERTAIN, draws=0), ("draws must be",)),
])  # fmt: skip
def test_wrong_questions_are_refused_with_the_nearest_name(ask, words):
    with pytest.raises(JointlineError) as error:
        ask()
    assert all(w in str(error.value) for w in words)
