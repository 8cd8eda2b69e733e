"""Real notices and announcements against what a person read in them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from score_readers import score, table

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "data" / "notices"

pytestmark = pytest.mark.skipif(not (GOLD / "gold.jsonl").is_file(), reason=f"the real notices are not at {GOLD}")


@pytest.fixture(scope="module")
def done():
    return score(GOLD)


def test_every_document_is_recognised(done):
    assert done.kinds == {"notice": 43, "contract": 5}


def test_at_least_98_of_100_fields_are_exactly_right_and_none_is_made_up(done):
    assert done.share >= 0.98, table(done)
    assert sum(done.made_up.values()) == 0, [w for w in done.wrong if w[2] in (None, [])]


def test_amounts_numbers_and_countries_are_all_right(done):
    for name in (
        "transmittal",
        "purchaser",
        "buyer_country",
        "mde_usd_m",
        "other_usd_m",
        "total_usd_m",
        "agency",
        "refers_to",
        "truncated",
    ):
        assert done.right[name] == done.there[name], name


def test_the_accuracy_table_of_the_docs_is_what_is_measured(done):
    page = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
    for row in table(done).splitlines()[2:]:
        name = row.split("|")[1].strip()
        if f"| {name} |" in page and name != "all":
            assert row in page, row
    there, right, absent = (sum(c.values()) for c in (done.there, done.right, done.absent))
    assert f"| all | {there} | {right} ({100 * done.share:.1f} %) | {absent} | 0 |" in page
