"""Hand-made networks whose answers can be worked out on paper: what binds is assembly, a component, the queue."""

from __future__ import annotations

from typing import Any

Raw = dict[str, Any]


def network(**parts: Any) -> Raw:
    """One product that Taiwan has 200 of on order and a US line makes at 10 a month: final delivery in month 19."""
    raw: Raw = {
        "as_of": "2026-01", "horizon": 120, "customer": "TWN",
        "products": {"rocket": {}},
        "lines": {"usa": {"product": "rocket", "country": "USA", "rate_max": 10}},
        "orders": {"tw": {"product": "rocket", "customer": "TWN", "quantity": 200, "case": "tw-case"}},
        "cases": {"tw-case": {"value_usd_m": 100}},
    }  # fmt: skip
    return raw | parts


TAIWAN_LINE = {"add": "lines.twn", "product": "rocket", "country": "TWN", "rate_max": 10, "start": 10}


def assembly_bound() -> Raw:
    """10 a month; a Taiwan line adds 10 a month from month 10: 100 by month 9, then 20 a month: final 14, 5 saved."""
    return network(options={
        "line": {"mode": "A", "changes": [TAIWAN_LINE]},
        "late": {"mode": "A", "changes": [TAIWAN_LINE | {"start": 30}]},
        "nothing": {"changes": []},
        "same": {"changes": [{"set": "lines.usa.rate_max", "to": 10}]},
        "twice": {"changes": [{"set": "lines.usa.rate_max", "to": 20}]},
    })  # fmt: skip


def component_bound() -> Raw:
    """A line for 40 a month, motors for 10 (no stock to begin with): final 19. A line more saves nothing; a source
    of 10 a month from month 10: 100 by month 9, then 20 a month: final 14, 5 saved."""
    raw = network(
        products={"rocket": {"bill_of_materials": {"motor": 1}}},
        sources={"motor-usa": {"component": "motor", "country": "USA", "rate_max": 10, "buffer_months": 1}},
        options={
            "line": {"mode": "A", "changes": [TAIWAN_LINE | {"start": 0, "rate_max": 40}]},
            "motors": {"mode": "B", "changes": [{"add": "sources.motor-twn", "component": "motor", "country": "TWN", "rate_max": 10,
                                                 "start": 10, "buffer_months": 1}]},
            "both": {"combine": ["line", "motors"]},
        },
    )  # fmt: skip
    raw["lines"]["usa"]["rate_max"] = 40
    return raw


def queue_bound() -> Raw:
    """100 for the US army ahead of Taiwan's 200, at 10 a month: Taiwan's final is 29; first in the queue it is 19 and
    the army's is 29 and not 9."""
    raw = network(options={
        "priority": {"changes": [{"set": "policy", "to": "priority"}, {"set": "orders.tw.priority", "to": 1}]},
        "motors": {"mode": "B", "changes": [{"add": "sources.m", "component": "motor", "country": "TWN", "rate_max": 1}]},
    })  # fmt: skip
    raw["orders"] = {"army": {"product": "rocket", "customer": "USA", "quantity": 100, "placed": -1}} | raw["orders"]
    return raw


def diverting() -> Raw:
    """Two products that need the same motor, of which there are 10 a month. The US army's missiles (100, first in the
    queue by a month) take all motors until month 9, Taiwan's rockets have no US line of their own; a Taiwan line would
    take its place in the queue for motors. Taiwan's order is the older one: it takes the motors from the army."""
    return network(
        products={"rocket": {"bill_of_materials": {"motor": 1}}, "missile": {"bill_of_materials": {"motor": 1}}},
        sources={"motor-usa": {"component": "motor", "country": "USA", "rate_max": 10, "buffer_months": 1}},
        lines={
            "usa": {"product": "rocket", "country": "USA", "rate_max": 2},
            "missile-usa": {"product": "missile", "country": "USA", "rate_max": 20},
        },
        orders={
            "tw": {"product": "rocket", "customer": "TWN", "quantity": 100, "case": "tw-case", "placed": -2},
            "army": {"product": "missile", "customer": "USA", "quantity": 80, "placed": -1},
        },
        options={"line": {"mode": "A", "changes": [TAIWAN_LINE | {"start": 0, "rate_max": 8}]}},
    )  # fmt: skip
