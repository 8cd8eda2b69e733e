"""Two readings of the production-delivery model agree, keep what must be conserved, and match what is worked by hand."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any

import pytest
import reading
import simpy_oracle
from hypothesis import HealthCheck, given, settings
from networks import networks

slow_to_draw = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


# ---- any network


NONE, ONE = Fraction(0), Fraction(1)


@cache
def exact(number: float) -> Fraction:
    """The decimal number that was written, without the rounding of a float."""
    return Fraction(str(number))


def exact_rate(maker: dict[str, Any], month: int) -> Fraction:
    running = month - (sum(maker["stages"].values()) if "stages" in maker else maker.get("start", 0))
    ramp = maker.get("ramp_months", 0)
    if running < 0:
        return NONE
    last = exact(maker["rate_max"])
    if running < ramp:
        first = exact(maker.get("rate_initial", maker["rate_max"]))
        last = first + (last - first) * Fraction(running, ramp)
    return last * exact(maker["yield"]) if "yield" in maker else last


def replay(network: dict[str, Any], starts: list[reading.Start]) -> None:
    """Go through the starts in exact arithmetic: capacity suffices for each, and none is left that an order could use."""
    orders, lines, sources = network["orders"], network["lines"], network["sources"]
    bills = {
        name: {c: exact(a) for c, a in product.get("bill_of_materials", {}).items()}
        for name, product in network["products"].items()
    }
    left = {
        name: order["quantity"] - order.get("delivered", 0) - sum(units for _, units in order.get("in_process", []))
        for name, order in orders.items()
    }
    slots = dict.fromkeys(lines, NONE)
    stock = dict.fromkeys((source["component"] for source in sources.values()), NONE)
    buffer = {
        c: max(1, sum(exact(s.get("buffer_months", 3)) * exact(s["rate_max"]) for s in sources.values() if s["component"] == c))
        for c in stock
    }  # fmt: skip

    def possible(name: str, line: str) -> int:
        if slots[line] < 1:
            return 0
        bill = bills[orders[name]["product"]]
        return floor(min(left[name], slots[line], *(stock[c] / a for c, a in bill.items() if c in stock)))

    by_month: dict[int, list[reading.Start]] = {}
    for start in starts:
        by_month.setdefault(start.month, []).append(start)
    assert not by_month or (min(by_month) >= 0 and max(by_month) < network["horizon"])
    able = {
        name: [
            line
            for line, spec in lines.items()
            if spec["product"] == order["product"]
            and order["customer"] in (spec.get("customers") or [order["customer"]])
        ]
        for name, order in orders.items()
    }
    for month in range(network["horizon"]):
        for name, line in lines.items():
            slots[name] = min(slots[name], ONE) + exact_rate(line, month)
        for c in stock:
            made = sum(exact_rate(source, month) for source in sources.values() if source["component"] == c)
            stock[c] = min(stock[c] + made, Fraction(buffer[c]))
        released = [
            name
            for name, order in orders.items()
            if month >= reading.month_of(order["placed"], network) + order.get("administrative_lead_time", 0)
        ]
        for start in by_month.get(month, []):
            assert start.order in released
            assert start.line in able[start.order]
            assert 1 <= start.units <= possible(start.order, start.line)
            left[start.order] -= start.units
            slots[start.line] -= start.units
            for c, amount in bills[orders[start.order]["product"]].items():
                if c in stock:
                    stock[c] -= start.units * amount
        for name in released:
            assert not left[name] or not any(possible(name, line) for line in able[name])


@settings(slow_to_draw, max_examples=500)
@given(networks())
def test_conservation(network):
    starts = reading.starts(network)
    replay(network, starts)

    rows = reading.deliveries(network)
    places = list(network["orders"])
    keys = [(places.index(name), month) for name, month, _ in rows]
    assert keys == sorted(set(keys))
    assert all(0 <= month < network["horizon"] and units > 0 for _, month, units in rows)
    delivered: Counter[str] = Counter()
    for name, _, units in rows:
        delivered[name] += units
    begun: Counter[str] = Counter()
    for start in starts:
        begun[start.order] += start.units
    ends = reading.first_and_final(network)
    assert list(ends) == places
    for name, order in network["orders"].items():
        owed = order["quantity"] - order.get("delivered", 0)
        in_process = sum(units for _, units in order.get("in_process", []))
        assert delivered[name] <= begun[name] + in_process <= owed
        months = [month for row, month, _ in rows if row == name]
        assert ends[name][0] == min(months, default=None)
        assert ends[name][1] == (max(months) if months and delivered[name] == owed else None)


@settings(slow_to_draw, max_examples=50)
@given(networks())
def test_simpy_agrees(network):
    assert simpy_oracle.deliveries(network) == reading.deliveries(network)


# ---- worked by hand


ORACLES = pytest.mark.parametrize("oracle", [reading.deliveries, simpy_oracle.deliveries], ids=["reading", "simpy"])


def line(rate_max: float, **more: Any) -> dict[str, Any]:
    return {"product": "missile", "country": "USA", "rate_max": rate_max} | more


def order(quantity: int, **more: Any) -> dict[str, Any]:
    return {"product": "missile", "customer": "TWN", "quantity": quantity, "placed": -1} | more


def network_of(lines: dict[str, Any], orders: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "as_of": "2026-10",
        "horizon": 60,
        "products": {"missile": {"bill_of_materials": {"motor": 0.5}}},  # unlimited while no source makes motors
        "lines": lines,
        "orders": orders,
    } | more


@ORACLES
def test_a_ramp(oracle):
    # 2 + (6 - 2) * min(1, (t - 1) / 4): 2, 3, 4, 5, 6, 6 in months 1 to 6, and 2 + 3 + 4 + 5 + 6 = 20; a month's making
    up = line(6, start=1, rate_initial=2, ramp_months=4, production_lead_time=1)
    assert oracle(network_of({"a": up}, {"o": order(25)})) == [
        ("o", 2, 2), ("o", 3, 3), ("o", 4, 4), ("o", 5, 5), ("o", 6, 6), ("o", 7, 5),
    ]  # fmt: skip
    # down, with a yield of one half: (8, 6, 4, 4) / 2 = 4, 3, 2, 2; begun two months before month 0: 2 + 2 + 1
    down = line(4, start=-2, rate_initial=8, ramp_months=2) | {"yield": 0.5}
    assert oracle(network_of({"a": down}, {"o": order(5)})) == [("o", 0, 2), ("o", 1, 2), ("o", 2, 1)]
    # half way down in month 0: 3, then 2
    down["start"] = -1
    assert oracle(network_of({"a": down}, {"o": order(5)})) == [("o", 0, 3), ("o", 1, 2)]


@ORACLES
def test_a_line_slower_than_one_a_month(oracle):
    # slots 0.4, 0.8, 1.2 -> start 1 in month 2; 0.2 left: 0.6, 1.0 -> 1 in month 4; 0 left: 0.4, 0.8, 1.2 -> month 7;
    # 0.6, 1.0 -> month 9
    assert oracle(network_of({"a": line(0.4)}, {"o": order(4)})) == [("o", 2, 1), ("o", 4, 1), ("o", 7, 1), ("o", 9, 1)]


@ORACLES
def test_one_slot_is_carried(oracle):
    # idle months leave one slot: in month 4 min(3, 1) + 3 = 4, then min(0, 1) + 3 = 3, and 10 - 4 - 3 = 3
    assert oracle(network_of({"a": line(3)}, {"o": order(10, placed=4)})) == [("o", 4, 4), ("o", 5, 3), ("o", 6, 3)]
    # in month 0 nothing has been carried, even where the line has run before: 3, 3, 3, 1
    assert oracle(network_of({"a": line(3, start=-12)}, {"o": order(10)})) == [
        ("o", 0, 3), ("o", 1, 3), ("o", 2, 3), ("o", 3, 1),
    ]  # fmt: skip
    # 2.75 a month: 2.75 -> 2; 0.75 + 2.75 = 3.5 -> 3; 0.5 + 2.75 = 3.25 -> 3; 0.25 + 2.75 = 3 -> 3; 2.75 -> 2
    assert oracle(network_of({"a": line(2.75)}, {"o": order(13)})) == [
        ("o", 0, 2), ("o", 1, 3), ("o", 2, 3), ("o", 3, 3), ("o", 4, 2),
    ]  # fmt: skip


@ORACLES
def test_a_component_and_its_buffer(oracle):
    motors = {"component": "motor", "country": "USA", "rate_max": 1.5, "buffer_months": 2}
    # stock 1.5, 3, 3 (the buffer is 2 * 1.5 = 3), ... until month 5: 3 / 0.5 = 6 units; then 1.5 / 0.5 = 3; 1 is left
    one = network_of({"a": line(100)}, {"o": order(10, placed=5)}, sources={"s": motors})
    assert oracle(one) == [("o", 5, 6), ("o", 6, 3), ("o", 7, 1)]
    # a second source that starts in month 8 counts to the buffer before it makes anything: 2 * 1.5 + 3 * 1 = 6;
    # stock 1.5, 3, 4.5, 6, 6, 6 in month 5: 12 units, then 3 a month from the first source; with both (1.5 + 1) / 0.5 = 5
    later = {"component": "motor", "country": "TWN", "rate_max": 1, "start": 8}  # 3 months of buffer by default
    two = network_of({"a": line(100)}, {"o": order(25, placed=5)}, sources={"s": motors, "later": later})
    assert oracle(two) == [("o", 5, 12), ("o", 6, 3), ("o", 7, 3), ("o", 8, 5), ("o", 9, 2)]
    # without a buffer of its own a stock holds one: min(0 + 1.5, 1) / 0.5 = 2 units a month
    none = network_of({"a": line(100)}, {"o": order(5, placed=5)}, sources={"s": motors | {"buffer_months": 0}})
    assert oracle(none) == [("o", 5, 2), ("o", 6, 2), ("o", 7, 1)]


@ORACLES
def test_own_country_first(oracle):
    lines = {"camden": line(3, production_lead_time=1), "taichung": line(2, country="TWN", production_lead_time=4)}
    # 4 for Taiwan: 2 from Taichung (month 4), the other 2 from Camden (month 1)
    assert oracle(network_of(lines, {"o": order(4)})) == [("o", 1, 2), ("o", 4, 2)]
    # 4 for Japan, which has no line: 3 from Camden, given first (month 1), 1 from Taichung (month 4)
    assert oracle(network_of(lines, {"o": order(4, customer="JPN")})) == [("o", 1, 3), ("o", 4, 1)]


@ORACLES
@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        # 4 to a; the last 2 of a and 2 to b; the last of b
        ("fifo", [("a", 0, 4), ("a", 1, 2), ("b", 1, 2), ("b", 2, 1)]),
        # the 3 of b and 1 to a; 4 to a; the last of a
        ("priority", [("a", 0, 1), ("a", 1, 4), ("a", 2, 1), ("b", 0, 3)]),
        # 4 * 6 / 9 = 2 and 6/9, 4 * 3 / 9 = 1 and 3/9: the fourth slot to a, 3 and 1;
        # 4 * 3 / 5 = 2 and 2/5, 4 * 2 / 5 = 1 and 3/5: the fourth slot to b, 2 and 2; 1 of a is left
        ("pro_rata", [("a", 0, 3), ("a", 1, 2), ("a", 2, 1), ("b", 0, 1), ("b", 1, 2)]),
    ],
)
def test_policies(oracle, policy, expected):
    # a is placed before b, though given after it; b has the higher priority
    orders = {"b": order(3, placed="2026-09", priority=1), "a": order(6, placed=-2)}
    found = oracle(network_of({"l": line(4)}, orders, policy=policy))
    assert found == sorted(expected, key=lambda row: row[0] == "a")  # rows come in the order given


@ORACLES
def test_pro_rata_ties_and_leftovers(oracle):
    # 4 slots, 3 orders of 2: 4 * 2 / 6 = 1 and 2/6 each, so the fourth slot goes to a, the first given; then b and c
    # are owed 1 each, and 4 slots suffice. x is not released until month 9 and has no share before
    three = {name: order(2) for name in "abc"}
    assert oracle(network_of({"l": line(4)}, {"x": order(3, placed=9)} | three, policy="pro_rata")) == [
        ("x", 9, 3), ("a", 0, 2), ("b", 0, 1), ("b", 1, 1), ("c", 0, 1), ("c", 1, 1),
    ]  # fmt: skip
    # 2 slots that serve both and 2 for Japan only: 2 each, but Japan's order, first in the queue, takes its 2 from the
    # line given first, so that Taiwan's finds none, and what it leaves over goes to Japan's in the second pass: 4 and 0.
    # Then Taiwan's is alone and has the 2 of the first line
    lines = {"all": line(2), "japan": line(2, customers=["JPN"])}
    orders = {"j": order(4, customer="JPN"), "t": order(4)}
    assert oracle(network_of(lines, orders, policy="pro_rata")) == [("j", 0, 4), ("t", 1, 2), ("t", 2, 2)]
    # a line that serves none of those who wait is not shared out: 3 slots, not 7, so 3 * 6 / 9 = 2 and 3 * 3 / 9 = 1;
    # then 3 * 4 / 6 = 2 and 1, and 3 slots for the last 2 and 1
    lines = {"all": line(3), "taiwan": line(4, customers=["TWN"])}
    orders = {name: order(quantity, customer="JPN") for name, quantity in (("a", 6), ("b", 3))}
    assert oracle(network_of(lines, orders, policy="pro_rata")) == [
        ("a", 0, 2), ("a", 1, 2), ("a", 2, 2), ("b", 0, 1), ("b", 1, 1), ("b", 2, 1),
    ]  # fmt: skip


@ORACLES
def test_in_process(oracle):
    # 10 ordered, 3 delivered, 2 due in month 0 and 1 in month 5, without acceptance lag; the other 4 start in month 0
    # and come in month 0 + 3 + 2 = 5, in one row with the 1 in process
    owed = order(10, delivered=3, in_process=[[0, 2], [5, 1]], acceptance_lag=2)
    network = network_of({"l": line(9, production_lead_time=3)}, {"o": owed})
    assert oracle(network) == [("o", 0, 2), ("o", 5, 5)]
    assert reading.first_and_final(network) == {"o": (0, 5)}
    # what is due in month T is beyond the horizon
    assert oracle(network | {"horizon": 5}) == [("o", 0, 2)]
    assert reading.first_and_final(network | {"horizon": 5}) == {"o": (0, None)}
    done = network_of({"l": line(9)}, {"o": order(3, delivered=3)})
    assert oracle(done) == []
    assert reading.first_and_final(done) == {"o": (None, None)}


@ORACLES
def test_a_restricted_line(oracle):
    # Taiwan's order may use only the line of 1 a month: months 0, 1, 2; Japan's has the 2 of its own, then 1 of those
    lines = {"japan": line(2, customers=["JPN"]), "all": line(1)}
    orders = {"t": order(3), "j": order(3, customer="JPN")}
    assert oracle(network_of(lines, orders)) == [("t", 0, 1), ("t", 1, 1), ("t", 2, 1), ("j", 0, 2), ("j", 1, 1)]


@ORACLES
def test_stages_and_lead_times(oracle):
    # the line starts in month 3 + 6 = 9; the order is released in month 2 + 8 = 10 ("2026-12" is month 2); carried
    # slot: min(5, 1) + 5 = 6 in month 10, delivered in month 10 + 4 + 1 = 15, the other 2 in month 16
    stages = {"decision": 3, "approvals": 0, "first_article": 6}
    slow = order(8, placed="2026-12", administrative_lead_time=8, acceptance_lag=1)
    assert oracle(network_of({"l": line(5, stages=stages, production_lead_time=4)}, {"o": slow})) == [
        ("o", 15, 6), ("o", 16, 2),
    ]  # fmt: skip
