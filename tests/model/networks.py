"""Hypothesis strategies for deterministic networks, as ``tomllib`` would give them: small, valid and contended."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

POLICIES = ("fifo", "priority", "pro_rata")
COUNTRIES = ("USA", "TWN", "JPN")
AS_OF = (2026, 10)
PRODUCTS = ("missile", "launcher", "radar", "drone")
COMPONENTS = ("motor", "seeker", "chip", "casing")

countries = st.sampled_from(COUNTRIES)
amounts = st.sampled_from((1, 0.5, 2, 1.5, 0.25, 1, 3))
# units a month: 0.1 to 12, with the slow lines that need carried slots drawn often
tenths = st.integers(1, 120).map(lambda n: n / 10)
rates = st.one_of(
    tenths,
    st.sampled_from((0.4, 0.1, 0.25, 0.3, 0.5, 0.75, 0.9, 1, 1.5, 2, 4, 10)),
    st.integers(5, 95).map(lambda n: n / 100),
)
yields = st.one_of(st.just(1), st.integers(10, 20).map(lambda n: n / 20), st.integers(50, 100).map(lambda n: n / 100))
buffers = st.sampled_from((3, 1, 0, 0.5, 1.5, 2, 6))
start_months = st.one_of(st.sampled_from((0, -12, 1, 6)), st.integers(-48, 0), st.integers(-12, 36))
stages = st.dictionaries(
    st.sampled_from(("decision", "approvals", "technology_transfer", "first_article")),
    st.integers(0, 9),
    min_size=1,
)


def _maker(keys: dict[str, st.SearchStrategy], optional: dict[str, st.SearchStrategy]) -> st.SearchStrategy:
    """A line or a source; defaults are left out at times, and the start is a month or a sum of stages."""
    common = {"rate_initial": st.one_of(rates, st.just(0)), "ramp_months": st.integers(0, 24)}
    by_start = st.fixed_dictionaries(keys, optional=common | optional | {"start": start_months})
    return st.one_of(
        by_start,
        by_start,
        st.fixed_dictionaries(keys | {"stages": stages}, optional=common | optional),
    )


@cache
def _lines(products: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return _maker(
        {"product": st.sampled_from(products), "country": countries, "rate_max": rates},
        {
            "yield": yields,
            "production_lead_time": st.one_of(st.integers(0, 6), st.integers(0, 30)),
            "customers": st.one_of(st.just([]), st.just([]), st.lists(countries, min_size=1, max_size=2, unique=True)),
        },
    )


@cache
def _sources(component: str) -> st.SearchStrategy[dict[str, Any]]:
    return _maker(
        {"component": st.just(component), "country": countries, "rate_max": rates}, {"buffer_months": buffers}
    )


# few different months and quantities, so that orders tie
placed_near_0 = st.sampled_from((0, -3, -12, 2, 6))
quantities = st.one_of(st.integers(1, 200), st.integers(1, 40), st.sampled_from((10, 3, 24, 60)))
order_terms = st.fixed_dictionaries(
    {},
    optional={
        "administrative_lead_time": st.integers(0, 18),
        "priority": st.integers(1, 6),
        "acceptance_lag": st.integers(0, 6),
    },
)


def date_of(month: int) -> str:
    """The date that a month number stands for, as in "2026-03"."""
    year, month_0 = divmod(AS_OF[0] * 12 + AS_OF[1] - 1 + month, 12)
    return f"{year}-{month_0 + 1:02}"


@st.composite
def _orders(draw: st.DrawFn, products: tuple[str, ...], horizon: int) -> dict[str, Any]:
    # most are released in time to wait for one another
    placed = draw(placed_near_0 if draw(st.booleans()) else st.integers(-36, horizon // 2))
    order = {
        "product": draw(st.sampled_from(products)),
        "customer": draw(countries),
        "quantity": draw(quantities),
        "placed": date_of(placed) if draw(st.integers(0, 3)) == 3 else placed,
    }
    order |= draw(order_terms)
    remaining = order["quantity"]
    if draw(st.integers(0, 2)) == 2:
        order["delivered"] = draw(st.integers(0, remaining))
        remaining -= order["delivered"]
    if remaining and draw(st.integers(0, 2)) == 2:
        in_process = []
        for _ in range(draw(st.integers(0, 3))):
            units = draw(st.integers(0, remaining))
            remaining -= units
            if units:
                in_process.append([draw(st.integers(0, min(horizon + 6, 40))), units])
        order["in_process"] = in_process
    return order


@cache
def _count(least: int, usual: int, most: int) -> st.SearchStrategy[int]:
    """How many of something: mostly the usual number or more."""
    usual = min(usual, most)
    return st.sampled_from((usual, usual, usual, least)).flatmap(lambda n: st.integers(n, most))


@st.composite
def networks(
    draw: st.DrawFn,
    *,
    max_products: int = 4,
    max_lines: int = 6,
    max_components: int = 4,
    max_sources: int = 3,
    max_orders: int = 12,
    max_horizon: int = 120,
    policies: tuple[str, ...] = POLICIES,
) -> dict[str, Any]:
    """A valid network: products share components, and orders share lines, of which a few serve some customers only.

    A component may have no source (it is unlimited), and a product may have no line or none that serves a customer
    (its order is never delivered).
    """
    horizon = draw(st.one_of(st.integers(12, max_horizon), st.integers(max(12, max_horizon // 2), max_horizon)))
    products = PRODUCTS[: draw(_count(1, 2, max_products))]
    components = COMPONENTS[: draw(_count(0, 1, max_components))]
    network: dict[str, Any] = {
        "as_of": f"{AS_OF[0]}-{AS_OF[1]:02}",
        "horizon": horizon,
        "policy": draw(st.sampled_from(policies)),
        "products": {},
        "lines": {},
        "sources": {},
        "orders": {},
    }
    for name in products:
        # the first component goes into nearly every product
        used = [c for c in components if draw(st.integers(0, 7 if c == components[0] else 1))]
        network["products"][name] = {"bill_of_materials": {c: draw(amounts) for c in used}} if used else {}
    in_turn = draw(st.sampled_from((True, True, False)))  # mostly each product in turn has a line
    for i in range(draw(_count(1, len(products) + 1, max_lines))):
        line = draw(_lines(products[i % len(products) :][:1] if in_turn else products))
        network["lines"][f"{line['product']}-line-{i}"] = line
    for component in components:
        for i in range(draw(_count(0, 1, max_sources))):
            network["sources"][f"{component}-source-{i}"] = draw(_sources(component))
    # most orders are for what some line makes
    made = tuple(name for name in products if any(line["product"] == name for line in network["lines"].values()))
    product_of = st.sampled_from((made, made, made, products))
    for i in range(draw(_count(1, 6, max_orders))):
        order = draw(_orders(draw(product_of), horizon))
        network["orders"][f"{order['customer'].lower()}-{order['product']}-{i}"] = order | {"case": f"case-{i}"}
    return network
