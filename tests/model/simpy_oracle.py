"""The production-delivery model as a discrete-event simulation in SimPy, written apart from the other programs.

Lines and sources are processes that add a month's capacity, orders are processes that join the queue when they are
released, a dispatcher starts units when the month's capacity is there, and each start is a shipment that arrives after
its lead times. The simulation ends when nothing is left to start and all shipments have arrived, or at the horizon.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Generator, Iterable
from heapq import nlargest
from math import floor
from typing import Any

import simpy
from simpy.events import NORMAL, Event

Process = Generator[Event, Any, None]
TOLERANCE = 1e-9


class AfterCapacity(Event):
    """Comes in the present month when all of its ordinary events, such as a line's new slots, have come."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        env.schedule(self, priority=NORMAL + 1)


class Maker:
    """What a line and a source have in common: from when and at what rate it makes something."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.start = sum(spec["stages"].values()) if "stages" in spec else spec.get("start", 0)
        self.ramp_months = spec.get("ramp_months", 0)
        self.last = spec["rate_max"]
        self.first = spec.get("rate_initial", self.last) if self.ramp_months else self.last

    def rate(self, month: float) -> float:
        """The rate in a month that is not before the start."""
        running = month - self.start
        if running >= self.ramp_months:
            return self.last
        return self.first + (self.last - self.first) * running / self.ramp_months


class Product:
    def __init__(self, needs: list[tuple[Component, float]]) -> None:
        self.needs = needs  # limited components only
        self.lines: list[Line] = []
        self.to_start = 0  # units of all its orders, released or not


class Line(Maker):
    def __init__(self, spec: dict[str, Any], product: Product) -> None:
        super().__init__(spec)
        self.product = product
        self.country = spec["country"]
        self.customers = frozenset(spec.get("customers", ()))
        self.yields = spec.get("yield", 1)
        self.lead_time = spec.get("production_lead_time", 0)
        self.slots = 0.0
        product.lines.append(self)

    def serves(self, customer: str) -> bool:
        return not self.customers or customer in self.customers

    def run(self, env: simpy.Environment) -> Process:
        yield env.timeout(max(0, self.start))
        while self.product.to_start:
            self.slots = min(self.slots, 1) + self.rate(env.now) * self.yields
            yield env.timeout(1)


class Component:
    """A limited component: a stock that sources fill up to its buffer."""

    def __init__(self) -> None:
        self.stock = 0.0
        self.buffer = 0.0
        self.users: list[Product] = []


class Source(Maker):
    def __init__(self, spec: dict[str, Any], component: Component) -> None:
        super().__init__(spec)
        self.component = component
        component.buffer += spec.get("buffer_months", 3) * self.last

    def run(self, env: simpy.Environment) -> Process:
        component = self.component
        buffer = max(1, component.buffer)
        yield env.timeout(max(0, self.start))
        while any(product.to_start for product in component.users):
            component.stock = min(component.stock + self.rate(env.now), buffer)
            yield env.timeout(1)


class Order:
    def __init__(self, spec: dict[str, Any], product: Product, placed: int, place: int, policy: str) -> None:
        self.product = product
        self.in_process = spec.get("in_process", [])
        self.left = spec["quantity"] - spec.get("delivered", 0) - sum(units for _, units in self.in_process)
        self.release = placed + spec.get("administrative_lead_time", 0)
        self.lag = spec.get("acceptance_lag", 0)
        self.turn = (spec.get("priority", 5) if policy == "priority" else 0, placed, place)
        self.arrived: Counter[int] = Counter()
        customer = spec["customer"]
        # sort() is stable: the customer's own lines come first, and either group stays in input order
        self.lines = [line for line in product.lines if line.serves(customer)]
        self.lines.sort(key=lambda line: line.country != customer)
        product.to_start += self.left


class Dispatcher:
    """Keeps the queue of released orders and starts their units, once a month, when the capacity has come in."""

    def __init__(self, env: simpy.Environment, policy: str) -> None:
        self.env = env
        self.pro_rata = policy == "pro_rata"
        self.queue: list[Order] = []
        self.work = env.event()

    def submit(self, order: Order) -> Process:
        yield self.env.timeout(max(0, order.release))
        insort(self.queue, order, key=lambda queued: queued.turn)
        if not self.work.triggered:
            self.work.succeed()

    def run(self) -> Process:
        env = self.env
        while True:
            if not self.queue:
                self.work = env.event()
                yield self.work
            yield AfterCapacity(env)
            if self.pro_rata:
                for order, share in self.shares():
                    self.start(order, share)
            for order in self.queue:
                self.start(order, order.left)
            self.queue = [order for order in self.queue if order.left]
            yield env.timeout(1)

    def start(self, order: Order, wanted: int) -> None:
        needs = order.product.needs
        for line in order.lines:
            if not wanted:
                return
            feasible = min(wanted, line.slots)
            for component, amount in needs:
                feasible = min(feasible, component.stock / amount)
            units = floor(feasible + TOLERANCE)
            if units < 1:
                continue
            line.slots -= units
            for component, amount in needs:
                component.stock -= units * amount
            wanted -= units
            order.left -= units
            order.product.to_start -= units
            ship(self.env, order, units, line.lead_time + order.lag)

    def shares(self) -> Iterable[tuple[Order, int]]:
        """What each queued order may take of its product's slots, in the order of the queue."""
        rivals: dict[Product, list[Order]] = {}
        for order in self.queue:
            rivals.setdefault(order.product, []).append(order)
        share: dict[Order, int] = {}
        for orders in rivals.values():
            slots = sum(floor(line.slots + TOLERANCE) for line in {line for order in orders for line in order.lines})
            owed = sum(order.left for order in orders)
            if slots >= owed:
                share.update((order, order.left) for order in orders)
                continue
            remainder: dict[Order, int] = {}
            for order in orders:
                share[order], remainder[order] = divmod(slots * order.left, owed)
            # the remainders add up to the spare units; nlargest() gives what ties in the order of the queue
            for order in nlargest(sum(remainder.values()) // owed, orders, key=remainder.__getitem__):
                share[order] += 1
        return [(order, share[order]) for order in self.queue]


def ship(env: simpy.Environment, order: Order, units: int, after: float) -> None:
    """Let units arrive some months from now."""

    def arrive(_: Event) -> None:
        order.arrived[int(env.now)] += units

    arrival = env.timeout(after)
    arrival.callbacks.append(arrive)


def months_since(as_of: str, when: str) -> int:
    (year, month), (as_of_year, as_of_month) = (map(int, text.split("-")[:2]) for text in (when, as_of))
    return 12 * (year - as_of_year) + month - as_of_month


def deliveries(network: dict[str, Any]) -> list[tuple[str, int, int]]:
    """(order, month, units) for every order and month with units, by input order and month."""
    env = simpy.Environment()
    policy = network.get("policy", "fifo")
    sources = network.get("sources", {})

    components = {spec["component"]: Component() for spec in sources.values()}
    products: dict[str, Product] = {}
    for name, spec in network.get("products", {}).items():
        bill = spec.get("bill_of_materials", {})
        products[name] = Product([(components[c], amount) for c, amount in bill.items() if c in components])
        for component, _ in products[name].needs:
            component.users.append(products[name])
    lines = [Line(spec, products[spec["product"]]) for spec in network.get("lines", {}).values()]
    makers = [*lines, *(Source(spec, components[spec["component"]]) for spec in sources.values())]
    dispatcher = Dispatcher(env, policy)
    orders: dict[str, Order] = {}
    for place, (name, spec) in enumerate(network.get("orders", {}).items()):
        placed = months_since(network["as_of"], spec["placed"]) if isinstance(spec["placed"], str) else spec["placed"]
        orders[name] = Order(spec, products[spec["product"]], placed, place, policy)

    for maker in makers:
        env.process(maker.run(env))
    env.process(dispatcher.run())
    for order in orders.values():
        for due, units in order.in_process:
            ship(env, order, units, due)
        if order.left:
            env.process(dispatcher.submit(order))
    env.run(until=network.get("horizon", 240))  # stops before the events of that month

    return [
        (name, month, units)
        for name, order in orders.items()
        for month, units in sorted(order.arrived.items())
        if units
    ]
