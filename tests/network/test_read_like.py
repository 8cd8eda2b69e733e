"""A network read beside the one it was made from is the network read by itself: the same parts, numbers, order and faults."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointline.network.changes import applied, steps
from jointline.network.load import load_network
from jointline.network.parts import Network
from jointline.network.read import SECTIONS, read_parts
from jointline.network.shipped import shipped_network

BASE = load_network(shipped_network("taiwan", "2026-03-31"))


def same(raw: dict[str, Any], like: Network) -> None:
    beside, alone = read_parts(raw, "network", like), read_parts(raw, "network")
    assert beside == alone
    assert list(beside.network.numbers) == list(alone.network.numbers)  # the order of the random streams


@pytest.mark.parametrize("option", BASE.options)
def test_each_option(option: str) -> None:
    raw, found = applied(BASE.raw, steps(BASE, [option]))
    assert found == []
    same(raw, BASE)


PLACES = [(s, n, f) for s in SECTIONS for n, table in BASE.raw.get(s, {}).items() for f in table]
VALUES = st.sampled_from(
    [True, 1, 1.0, 0, -3, "2027-01", "no date", None, [], {}, {"uniform": [1, 2]}, {"uniform": [2, 1]}]
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(PLACES), VALUES), max_size=3),
    st.sampled_from([None, "2026-03", "2027-01", "soon"]),
)
def test_whatever_is_changed(changes: list[tuple[tuple[str, str, str], Any]], as_of: str | None) -> None:
    raw = copy.deepcopy(dict(BASE.raw))
    for (section, name, field), value in changes:
        raw[section][name][field] = value
    if as_of:
        raw["as_of"] = as_of
    same(raw, BASE)


def test_a_number_that_became_a_truth_is_still_a_fault() -> None:
    """1, 1.0 and true are equal in Python, and a line that makes true units a month is none."""
    line = next(n for n, t in BASE.raw["lines"].items() if "rate_max" in t)
    raw = copy.deepcopy(dict(BASE.raw))
    raw["lines"][line]["rate_max"] = 1
    one = load_network(raw)
    raw = copy.deepcopy(raw)
    raw["lines"][line]["rate_max"] = True
    assert read_parts(raw, "network", one).found
    same(raw, one)


def test_a_part_that_lost_its_product_is_a_fault() -> None:
    raw = copy.deepcopy(dict(BASE.raw))
    del raw["products"][next(iter(raw["orders"].values()))["product"]]
    assert read_parts(raw, "network", BASE).found
    same(raw, BASE)
