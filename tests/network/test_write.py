"""A network written to a file is the network that is read from it."""

from __future__ import annotations

import datetime as dt
import stat
import sys
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

import jointline as jl
from jointline.errors import JointlineError
from jointline.network.load import load_network
from jointline.network.write import network_text, write_network

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from production_pages import NETWORK

DAYS = ("2022-10-20", "2024-12-31", "2026-03-31")


@pytest.mark.parametrize("day", DAYS)
def test_a_shipped_network_reads_back_equal(day, tmp_path):
    path = tmp_path / "taiwan.toml"
    made = jl.init_network("taiwan", day, path)
    tables = jl.shipped_network("taiwan", day)
    assert tomli.loads(path.read_text(encoding="utf-8")) == tables
    read, straight = load_network(path), load_network(tables)
    for part in ("title", "as_of", "horizon", "policy", "customer", "notes", "products", "lines", "sources", "orders", "cases",
                 "options", "numbers"):  # fmt: skip
        assert getattr(read, part) == getattr(straight, part)
    for section in ("products", "lines", "sources", "orders", "cases", "options", "numbers"):  # in the same order too
        assert list(getattr(read, section)) == list(getattr(straight, section))
    assert made.numbers == len(read.numbers)
    found = jl.check_network(path).findings
    assert found and all(f.level == "doubt" and f.line for f in found)


def test_a_file_written_again_has_the_same_bytes(tmp_path):
    first = network_text(jl.shipped_network("taiwan", "2026-03-31"))
    assert network_text(tomli.loads(first)) == first
    assert network_text(jl.shipped_network("taiwan", "2026-03-31")) == first


def test_the_example_of_the_docs_reads_back_equal():
    tables = tomli.loads(NETWORK)
    assert tomli.loads(network_text(tables)) == tables


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
SCALARS = st.one_of(
    TEXTS, st.integers(-(2**62), 2**62), st.booleans(), st.floats(allow_nan=False), st.dates(dt.date(1, 1, 1)),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda x: st.lists(x, max_size=3) | st.dictionaries(TEXTS, x, max_size=3),
    max_leaves=6,
)
NAMES = TEXTS.filter(bool)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS, "rate_max": VALUES, "stages": st.dictionaries(NAMES, VALUES, max_size=3), "changes": st.lists(VALUES, max_size=3),
        "in_process": st.lists(VALUES, max_size=3), "evidence": st.dictionaries(NAMES, VALUES, min_size=1, max_size=3),
        "assumptions": st.dictionaries(NAMES, TEXTS, min_size=1, max_size=3),
    },
)  # fmt: skip
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS, "horizon": VALUES, "notes": st.lists(TEXTS, max_size=3),
        **{s: st.dictionaries(NAMES, PARTS, max_size=3) for s in ("products", "cases", "lines", "sources", "orders", "options")},
    },
)  # fmt: skip


@given(TABLES)
def test_any_tables_of_this_form_read_back_equal(tables):
    assert tomli.loads(network_text(tables)) == tables


def test_nothing_is_written_over_or_left_behind(tmp_path):
    path = tmp_path / "mine.toml"
    write_network(tomli.loads(NETWORK), path)
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    before = path.read_bytes()
    with pytest.raises(JointlineError, match="there is such a file already"):
        write_network({}, path)
    with pytest.raises(JointlineError, match="cannot be written"):
        write_network({}, tmp_path / "no" / "such.toml")
    with pytest.raises(JointlineError):
        write_network({}, tmp_path, force=True)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"] and path.read_bytes() == before
    write_network(tomli.loads(NETWORK), path, force=True)
    assert path.read_bytes() == before
