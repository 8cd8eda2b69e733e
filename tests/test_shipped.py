"""The shipped statements: whole, checked, reproducible, and none of SIPRI's rows."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from jointline.ledger.dates import parse_date
from jointline.ledger.properties import properties
from jointline.ledger.shipped import AREAS, area, data_hash, manifest, shipped
from jointline.ledger.statement import make_statement

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
FILES = ROOT / "src" / "jointline" / "data" / "statements"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the gathered data directory is not beside the project")


def test_every_shipped_statement_passes_the_checks_again_with_its_id():
    for s in shipped():
        assert make_statement(s.as_row()) == s


def test_ids_are_unique_and_files_sorted():
    everything = shipped()
    assert len({s.id for s in everything}) == len(everything) == manifest().statements
    for name in AREAS:
        keys = [(s.subject, s.property, s.known_on, s.stated_on, s.value, s.source, s.id) for s in area(name)]
        assert keys == sorted(keys), name


def test_every_statement_has_a_source_a_date_and_a_known_property():
    for s in shipped():
        assert s.source and s.stated_on and s.property in properties()
        assert s.recorded_on == manifest().recorded_on


def test_what_was_not_read_is_marked():
    recalled = {s.subject for s in area("cases") if s.confidence == "recalled" and s.property == "total_value"}
    assert {"tw-2008-10-03-apache", "tw-2008-10-03-e2t"} <= recalled
    assert all(s.confidence == "recalled" for s in area("production") if s.standing == "assumption")


def test_contract_and_budget_ends_are_no_promises():
    f16 = [s for s in area("cases") if s.subject.endswith("f16-block70")]
    assert any(s.property == "contract_ends_on" and s.value == "2028-12" for s in f16)
    assert not any(s.property.endswith("promised") and s.value == "2028-12" for s in f16)


def test_quarters_and_halves_have_their_width():
    values = {(s.subject, s.property, s.value) for s in area("cases")}
    assert ("tw-2015-12-16-frigates", "first_delivery_foreseen", "2016-H1") in values
    assert ("tw-2019-07-08-m1a2t", "final_delivery_promised", "2026-Q1") in values
    assert ("tw-2015-12-16-phalanx", "first_delivery_promised", "2021-H1") in values


def test_no_row_of_sipri_ships():
    text = "".join((FILES / f"{name}.csv").read_text(encoding="utf-8") for name in AREAS)
    assert "TIV" not in text and "armstransfers.sipri" not in text


def test_the_manifest_is_true():
    stated = [s.known_on for s in area("cases") if s.property.endswith("_promised")]
    assert max(stated) == manifest().knowledge_ends_on == "2026-03-21"
    raw = json.loads((FILES / "manifest.json").read_text(encoding="utf-8"))
    assert raw["statements"] == {name: len(area(name)) for name in AREAS}
    assert len(data_hash()) == 16


@needs_shared
def test_rebuilding_gives_the_same_bytes(tmp_path):
    """Run in a copy of the tree, so that a failing test changes nothing."""
    import shutil

    for part in ("src", "tools"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    made = tmp_path / "src" / "jointline" / "data" / "statements"
    before = {p.name: p.read_bytes() for p in FILES.iterdir()}
    for _ in range(2):
        done = subprocess.run([sys.executable, str(tmp_path / "tools" / "build_shipped.py"), str(SHARED)],
                              env={"PYTHONPATH": str(tmp_path / "src")}, capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert {p.name: p.read_bytes() for p in made.iterdir()} == before


@needs_shared
def test_every_gathered_row_is_there():
    """Each notification and milestone row gives at least one statement with its address."""
    cases = area("cases")
    notified = {s.subject: s for s in cases if s.property == "notified_on"}
    with (SHARED / "taiwan" / "notifications.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert {r["case_id"] for r in rows} == set(notified) and len(rows) == 83
    values = {s.subject: s.value for s in cases if s.property == "total_value"}
    for r in rows:
        if r["total_usd_m"]:
            assert values[r["case_id"]] == f"USD {r['total_usd_m']}m"
    said = {(s.subject, s.source, s.said_by) for s in cases}
    with (SHARED / "taiwan" / "milestones.csv").open(encoding="utf-8") as handle:
        for r in csv.DictReader(handle):
            assert (r["case_id"], r["source_url"] or "not read", r["said_by"]) in said, r
            wide = [s for s in cases if s.subject == r["case_id"] and s.said_by == r["said_by"]]
            end = parse_date(r["event_date"]).high
            assert any((s.event and s.event.low <= end <= s.event.high) or s.original for s in wide), r


@needs_shared
def test_notified_values_add_up_as_the_data_page_says():
    amends = {s.subject for s in area("cases") if s.property == "amends"}
    total = sum(float(s.value.split()[1].removesuffix("m")) for s in area("cases")
                if s.property == "total_value" and s.said_by != "Cato Institute" and s.subject not in amends)  # fmt: skip
    assert round(total, 2) == 58515.66
