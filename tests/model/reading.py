"""A plain-Python reading of the production-delivery model: slow and obvious, to be held against the page.

It reads a network as ``tomllib`` gives it, every number a plain number, and simulates it a month at a time.
"""

from __future__ import annotations

from math import floor
from typing import Any, NamedTuple

Network = dict[str, Any]


class Start(NamedTuple):
    order: str
    line: str
    month: int
    units: int


def deliveries(network: Network) -> list[tuple[str, int, int]]:
    """(order, month, units) for every order and month with units, by input order and month."""
    horizon = network.get("horizon", 240)
    orders = network.get("orders", {})
    handed_over: dict[tuple[str, int], int] = {}  # several deliveries of one order in one month are one row

    def hand_over(name: str, month: int, units: int) -> None:
        if month < horizon:  # what is due in month T or later is not counted
            handed_over[name, month] = handed_over.get((name, month), 0) + units

    for name, order in orders.items():
        # "in_process units count as delivered in the month they are due": no acceptance lag is added
        for month, units in order.get("in_process", []):
            hand_over(name, month, units)
    # Deliveries: "Units started in month t on line l are delivered in month t + PLT of l + acceptance_lag of o"
    for start in starts(network):
        line, order = network["lines"][start.line], orders[start.order]
        due = start.month + line.get("production_lead_time", 0) + order.get("acceptance_lag", 0)
        hand_over(start.order, int(due), start.units)

    place = {name: i for i, name in enumerate(orders)}
    rows = [(name, month, units) for (name, month), units in handed_over.items() if units > 0]
    return sorted(rows, key=lambda row: (place[row[0]], row[1]))


def first_and_final(network: Network) -> dict[str, tuple[int | None, int | None]]:
    """The months of each order's first and final delivery, None where beyond the horizon.

    What was handed over before month 0 has no month: an order that was delivered in full has neither.
    """
    answer = {}
    rows = deliveries(network)
    for name, order in network.get("orders", {}).items():
        mine = [(month, units) for row_name, month, units in rows if row_name == name]
        owed = order["quantity"] - order.get("delivered", 0)
        complete = sum(units for _, units in mine) == owed
        first = mine[0][0] if mine else None
        final = mine[-1][0] if mine and complete else None
        answer[name] = (first, final)
    return answer


def starts(network: Network) -> list[Start]:
    """Every start of units, in the order in which they were made."""
    horizon = network.get("horizon", 240)
    policy = network.get("policy", "fifo")
    products = network.get("products", {})
    lines = network.get("lines", {})
    sources = network.get("sources", {})
    orders = network.get("orders", {})

    # Before month 0 slots and stocks are 0. "A component that no source makes is unlimited": it has no stock.
    slots = dict.fromkeys(lines, 0.0)
    stock = {source["component"]: 0.0 for source in sources.values()}
    # units to start = quantity - delivered - units in process
    left = {
        name: order["quantity"] - order.get("delivered", 0) - sum(units for _, units in order.get("in_process", []))
        for name, order in orders.items()
    }
    placed = {name: month_of(order["placed"], network) for name, order in orders.items()}

    # Queue order; sorted() keeps the input order of what ties
    fifo = sorted(orders, key=lambda name: placed[name])
    by_priority = sorted(orders, key=lambda name: (orders[name].get("priority", 5), placed[name]))

    made: list[Start] = []

    def start_units(name: str, at_most: int, month: int) -> None:
        """Walk the lines of one order and start at most so many units of it."""
        order = orders[name]
        bill = products[order["product"]].get("bill_of_materials", {})
        for line_name in lines_in_turn(name, network):
            v = min(at_most, slots[line_name])
            for component, amount in bill.items():
                if component in stock:  # a limited component
                    v = min(v, stock[component] / amount)
            x = floor(v + 1e-9)
            if x < 1:  # nothing is started
                continue
            slots[line_name] -= x  # plain floats, here and in the stocks
            for component, amount in bill.items():
                if component in stock:
                    stock[component] -= x * amount
            left[name] -= x
            at_most -= x
            made.append(Start(name, line_name, month, x))

    for t in range(horizon):  # nothing is started in month T or later
        # 1. Slots. Every month from 0, also before the line's start (its rate is 0 then).
        for name, line in lines.items():
            slots[name] = min(slots[name], 1) + line_rate(line, t)

        # 2. Components.
        for component in stock:
            made_now = 0.0
            buffer = 0.0
            for source in sources.values():  # every source counts to the buffer, also one that has not started
                if source["component"] == component:
                    made_now += rate(source, t)
                    buffer += source.get("buffer_months", 3) * source["rate_max"]
            stock[component] = min(stock[component] + made_now, max(1, buffer))

        # 3. Starts.
        released = [name for name in fifo if t >= placed[name] + orders[name].get("administrative_lead_time", 0)]
        if policy == "fifo":
            for name in released:
                start_units(name, left[name], t)
        elif policy == "priority":
            for name in by_priority:
                if name in released:
                    start_units(name, left[name], t)
        elif policy == "pro_rata":
            waiting = [name for name in released if left[name] > 0]
            # once a month, from what slots there are after steps 1 and 2
            share = shares(network, waiting, left, slots)
            for name in waiting:  # each order at most its share of its product's slots
                start_units(name, share[name], t)
            for name in waiting:  # "what a component shortage leaves over goes to the next in fifo order"
                start_units(name, left[name], t)
        else:
            raise ValueError(policy)
    return made


def shares(network: Network, waiting: list[str], left: dict[str, int], slots: dict[str, float]) -> dict[str, int]:
    """Each product's slots of the month in proportion to units left; *waiting* is in fifo order."""
    share: dict[str, int] = {}
    for product in network["products"]:
        names = [name for name in waiting if network["orders"][name]["product"] == product]
        if not names:
            continue
        total = sum(left[name] for name in names)
        # the whole slots of the product's lines that serve at least one of these orders
        serving = {line for name in names for line in lines_in_turn(name, network)}
        whole_slots = sum(floor(slots[line] + 1e-9) for line in serving)
        if whole_slots >= total:
            share |= {name: left[name] for name in names}
            continue
        # whole units by largest remainder, in integers so that ties are ties; sorted() keeps fifo order among them
        for name in names:
            share[name] = (whole_slots * left[name]) // total
        over = whole_slots - sum(share[name] for name in names)
        by_remainder = sorted(names, key=lambda name: -((whole_slots * left[name]) % total))
        for name in by_remainder[:over]:
            share[name] += 1
    return share


def lines_in_turn(name: str, network: Network) -> list[str]:
    """The lines that make the order's product and serve its customer: the customer's own country first."""
    order = network["orders"][name]
    customer = order["customer"]
    able = []
    for line_name, line in network.get("lines", {}).items():
        customers = line.get("customers", [])
        if line["product"] == order["product"] and (not customers or customer in customers):
            able.append(line_name)
    own = [line_name for line_name in able if network["lines"][line_name]["country"] == customer]
    return own + [line_name for line_name in able if line_name not in own]


def rate(maker: dict[str, Any], t: int) -> float:
    """The rate of a line or source in month t, before a line's yield."""
    start = maker.get("start", 0)
    if "stages" in maker:  # "months each, added up"
        start = sum(maker["stages"].values())
    rate_max = maker["rate_max"]
    rate_initial = maker.get("rate_initial", rate_max)
    ramp_months = maker.get("ramp_months", 0)
    if t < start:
        return 0.0
    if ramp_months == 0:
        return rate_max
    return rate_initial + (rate_max - rate_initial) * min(1, (t - start) / ramp_months)


def line_rate(line: dict[str, Any], t: int) -> float:
    """A line's rate is multiplied by its yield."""
    return rate(line, t) * line.get("yield", 1)


def month_of(when: int | str, network: Network) -> int:
    """A month number, or a date such as "2026-03" in months after as_of."""
    if not isinstance(when, str):
        return when
    year, month = (int(part) for part in when.split("-")[:2])
    year_0, month_0 = (int(part) for part in network["as_of"].split("-")[:2])
    return (year * 12 + month) - (year_0 * 12 + month_0)
