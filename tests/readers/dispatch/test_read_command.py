"""``jointline read`` on a dispatch: shown, written as a page and as JSON, accepted, and quoted by ``jointline why``."""

from __future__ import annotations

import json

import pytest

import jointline as jl
from jointline.cli.main import run
from jointline.ledger.fieldtable import field_table
from jointline.report.statements import subject_words

DISPATCH = """\
[Harbor Wire]
WASHINGTON, Sept. 3, 2024 - The 108 M1A2T tanks that Taiwan ordered will arrive by the end of 2026, an Army official said.

The State Department declined to comment on the tanks. Taiwan's defense ministry denied a report that the M1A2T order \
had been cut. [red]<b>Not mark-up</b>[/red], it said.
"""


@pytest.fixture
def dispatch(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "dispatch.txt"
    path.write_text(DISPATCH, encoding="utf-8")
    return path


def test_the_text_is_shown_with_its_claims(dispatch, capsys):
    assert run(["read", str(dispatch)]) == 0
    out = " ".join(capsys.readouterr().out.split())  # long lines are broken
    assert "dispatch.txt: dispatch" in out
    assert "[1] The 108 M1A2T tanks" in out and "anonymous: an Army official via Harbor Wire" in out
    assert "declined to confirm: State Department" in out
    assert "case tw-2019-07-08-m1a2t: m1a2t in its title, the only case notified by then" in out
    assert "[red]<b>Not mark-up</b>[/red]" in out


def test_json_has_the_documented_fields_and_the_passages(dispatch, capsys):
    assert run(["read", str(dispatch), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)["record"]
    assert set(record) == {f.field for f in field_table("jointline.readers", "dispatch")}
    fields = {f.field: f for f in field_table("jointline.readers", "dispatch_claim")}
    for claim in record["claims"]:
        assert set(claim) == set(fields)
        assert all(claim[name] is not None for name, f in fields.items() if f.required), claim
        assert claim["quote"] == DISPATCH[claim["start"] : claim["end"]]


def test_a_page_is_written_and_nothing_in_it_is_interpreted(dispatch, tmp_path, capsys):
    page = tmp_path / "page.html"
    assert run(["read", str(dispatch), "--html", str(page)]) == 0
    html = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;Not mark-up&lt;/b&gt;" in html and "<b>Not" not in html and "<script" not in html
    assert html.count("<mark ") == html.count("<li ")
    assert run(["read", str(dispatch), "--html", str(tmp_path)]) == 2
    assert run(["read", str(dispatch), "--kind", "dispatch", "--html", str(tmp_path / "no" / "page.html")]) == 2
    assert "no" in capsys.readouterr().err


def test_an_accepted_claim_is_quoted_by_why_and_a_refusal_is_no_evidence(dispatch, capsys):
    assert run(["read", str(dispatch), "--accept", "--all", "--source", "https://example.org/d"]) == 0
    capsys.readouterr()
    assert run(["why", "m1a2t", "reported", "--as-of", "2024-12-31", "--json"]) == 0
    assert "The 108 M1A2T tanks that Taiwan ordered" in capsys.readouterr().out
    ledger = jl.open_ledger()
    statements = [s for s in ledger.of_subject("tw-2019-07-08-m1a2t") if s.property == "reported"]
    for s in statements:
        assert s.quote == DISPATCH[s.start : s.end] and s.source == "https://example.org/d"
    assert {s.standing for s in statements if not s.is_evidence} == {"denied"}
    # the denial is kept, and is no evidence: why sets it apart
    assert run(["why", "m1a2t", "reported", "--as-of", "2024-12-31"]) == 0
    assert "Not evidence: declined to confirm or denied" in capsys.readouterr().out


def test_the_same_dispatch_twice_adds_nothing(dispatch, capsys):
    assert run(["read", str(dispatch), "--accept", "--all"]) == 0
    assert run(["read", str(dispatch), "--accept", "--all"]) == 0
    first, second = (x for x in capsys.readouterr().out.splitlines() if " statements added, " in x)
    assert first.split()[0] != "0" and second.startswith(f"0 statements added, {first.split()[0]} were there already")


@pytest.mark.parametrize("publisher", ["自由時報", "聯合報"])
def test_a_chinese_paper_has_a_key_of_its_own(tmp_path, publisher):
    path = tmp_path / "a.txt"
    path.write_text("國防部官員告訴本報，最後一批飛彈將於2028年交付。該官員又說，合約今年簽訂。", encoding="utf-8")
    result = jl.read(path, publisher=publisher, stated_on="2025-03-01")
    (subject,) = {p.statement.subject for p in result.statements}
    assert result.kind == "dispatch" and subject.startswith("dispatch/zh-") and subject.endswith("-2025-03-01")
    assert subject_words(subject) == "a dispatch of 1 Mar 2025"
    other = jl.read(path, publisher="中央通訊社", stated_on="2025-03-01")
    assert subject not in {p.statement.subject for p in other.statements}


def test_a_folder_without_documents_is_said_to_be_one(tmp_path, capsys):
    assert run(["read", str(tmp_path)]) == 1
    assert "there is no document in" in capsys.readouterr().err


def test_publisher_date_and_language_can_be_given(tmp_path, capsys):
    path = tmp_path / "bare.txt"
    path.write_text("The ministry said on Monday that two officials had left.\nHe said it again.", encoding="utf-8")
    assert (
        run(
            [
                "read",
                str(path),
                "--kind",
                "dispatch",
                "--publisher",
                "Reuters",
                "--published",
                "2024-09-03",
                "--lang",
                "en",
                "--json",
            ]
        )
        == 0
    )
    claim = json.loads(capsys.readouterr().out)["record"]["claims"][0]
    assert claim["via"] == ["Reuters"] and claim["said_on"] == "2024-09-02"


def test_without_a_date_nothing_is_stated_and_that_is_said(tmp_path, capsys):
    path = tmp_path / "bare.txt"
    path.write_text("The ministry said that two officials had left.\nIt said so twice.", encoding="utf-8")
    assert run(["read", str(path), "--kind", "dispatch", "--json"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert out["record"]["claims"] and not out["statements"]
    assert any("--published" in (p["remedy"] or "") for p in out["problems"])


def test_an_extractor_that_is_not_installed_is_named(dispatch, capsys):
    assert run(["read", str(dispatch), "--extractor", "nobody"]) == 2
    assert "no extractor 'nobody'" in capsys.readouterr().err


@pytest.mark.parametrize(("named", "case"), [
    ("F-16 Block 70 fighters", "tw-2019-08-20-f16-block70"), ("Harpoon coastal defense systems", "tw-2020-10-26-hcds"),
    ("Harpoon coastal defence systems", "tw-2020-10-26-hcds"), ("Stinger missiles notified in 2019", "tw-2019-07-08-stinger"),
    ("F-16 fighters", None), ("training of F-16 pilots", None), ("Harpoon missiles", None), ("Stinger missiles", None),
])  # fmt: skip
def test_a_case_is_found_by_further_words_of_its_title_or_left_open(named, case):
    said = f"Harbor Wire, Oct. 2, 2026\n\nThe Ministry of National Defense said on Friday that the last {named} will be delivered in 2028.\n"
    claim = jl.read(said, "dispatch").record.claims[0]
    assert claim.case == case
    assert ("in its title" if "notified" in named else "further words" if case else "several cases") in str(claim.case_reason)  # fmt: skip
