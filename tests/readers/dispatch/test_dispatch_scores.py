"""How well dispatches are read: the authored ones always, the shared ones where they are at hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from dispatch_scoring import documents, marked, score, text_of

from jointline.readers.dispatch.claims import read_dispatch

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "dispatches"
needs_shared = pytest.mark.skipif(not (SHARED / "gold.jsonl").is_file(), reason="the shared dispatches are not at hand")


def test_authored_dispatches_the_rules_were_corrected_on():
    found = score(documents(tuning=True))
    assert found.passages >= 0.96 and found.whole >= 0.90, "\n".join(found.wrong)


def test_authored_dispatches_held_out_of_the_tuning():
    found = score(documents(tuning=False))
    assert found.passages >= 0.90 and found.whole >= 0.75, "\n".join(found.wrong)


@pytest.mark.parametrize(("blind", "passages", "whole"), [("newsroom", 0.92, 0.75), ("variety", 0.82, 0.34)])
def test_dispatches_of_an_author_who_had_not_seen_the_rules(blind: str, passages: float, whole: float):
    found = score(documents(tuning=False, blind=blind))
    assert found.passages >= passages and found.whole >= whole, "\n".join(found.wrong)


def test_marked_passages_are_what_stands_in_the_texts():
    for name, rows in marked().items():
        text = text_of(name)
        assert all(text[r["start"] : r["end"]] == r["passage"] for r in rows), name


@needs_shared
def test_shared_dispatches():
    spec = importlib.util.spec_from_file_location("dispatch_score", SHARED / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    golds = [json.loads(line) for line in (SHARED / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    claims = [
        {"doc": d, "start": c.start, "end": c.end, "speaker": c.speaker, "via": list(c.via), "standing": c.standing,
         "hedged": c.hedged, "said_date": c.said_on}
        for d in sorted({g["doc"] for g in golds})
        for c in read_dispatch((SHARED / "docs" / f"{d}.txt").read_text(encoding="utf-8")).claims
    ]  # fmt: skip
    found, _, _ = scorer.score(claims, golds)
    assert found["claim_f1"] >= 0.88
    assert found["end_to_end_f1"] >= 0.65


@needs_shared
def test_the_founding_dispatch_is_read_wholly():
    text = (SHARED / "docs" / "01.txt").read_text(encoding="utf-8")
    golds = [
        g for g in map(json.loads, (SHARED / "gold.jsonl").read_text(encoding="utf-8").splitlines()) if g["doc"] == "01"
    ]
    reading = read_dispatch(text)
    assert reading.publisher == "Central News Agency" and reading.published == "2022-10-20"
    assert [(c.start, c.end) for c in reading.claims][3:] == [(g["start"], g["end"]) for g in golds][3:]
    for c, g in zip(reading.claims, golds, strict=True):
        said = text[c.start : c.end]
        assert c.standing == g["standing"] and c.hedged == g["hedged"], said
        assert c.n_sources == g["n_sources"] and c.speaker_kind == g["speaker_kind"], said
        assert list(c.via) in [g["via"], *g["via_alt"]], said
        assert c.said_on in [g["said_date"], *g["said_alt"]], said
        assert c.event_on == g["event_date"], said
    lead, refusal, stress, quoted, *_ = reading.claims
    assert (lead.speaker, lead.via) == (quoted.speaker, quoted.via) == (
        "three people familiar with the matter", ("Central News Agency", "Nikkei Asia"))  # fmt: skip
    assert refusal.speaker == stress.speaker == "State Department"
    assert [c.speaker for c in reading.claims[6:9]] == ["Vedant Patel"] * 3  # the translator's Battelle among them
    assert reading.claims[9].speaker == "Defense News" and reading.claims[9].quantity == 10
