"""What is read is compared with the ledger, shown, and added only where that is asked for, all of it or nothing."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import pytest
from written import Sale, congressional_record, federal_register, release, upgrade

import jointline as jl
from jointline.cli.main import run

NEW = "tw-2026-09-15-sonobuoys-launchers"
# as the shipped ledger has it: tw-2022-12-06-nonstd-spares, USD 98m, notified 2022-12-06
SPARES = Sale(
    transmittal="26-91", title="Aircraft Non-Standard Spare Parts", total="$98 million", delivered=date(2022, 12, 6),
    published=date(2022, 12, 20), items=(("", 0, "Non-standard spare parts for aircraft"),),
)  # fmt: skip


def states(result):
    return {(p.statement.property, p.statement.value): p.state for p in result.statements}


def write(tmp_path, text, name="notice.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_nothing_is_added_without_being_asked(tmp_path, own_ledger, capsys):
    assert run(["read", write(tmp_path, federal_register(Sale()))]) == 0
    assert "+ total value: USD 240m" in capsys.readouterr().out and not own_ledger.exists()


def test_all_is_added_once_and_makes_a_case(tmp_path, capsys):
    path = write(tmp_path, federal_register(Sale()))
    assert run(["read", path, "--accept", "--all"]) == 0
    first = capsys.readouterr().out.strip().splitlines()[-1]
    assert run(["read", path, "--accept", "--all"]) == 0
    again = capsys.readouterr().out.strip().splitlines()[-1]
    assert first.startswith("13 statements added, 0 were there") and again.startswith("0 statements added")
    case = jl.case(NEW, "2026-10-31")
    assert case.title == "Sonobuoys and Launchers"
    row = next(r for r in jl.backlog("2026-10-31", rule="all").rows if r.case == NEW)
    assert (row.value_usd_m, row.notified_on) == (240, "2026-09-15")
    recorded = jl.statements(NEW)
    assert {s.recorded_by for s in recorded} == {"tester"} and all(s.quote for s in recorded)


def test_a_second_document_on_the_same_sale_only_adds_what_is_new(tmp_path):
    jl.accept(jl.read(write(tmp_path, release(Sale()))))
    later = jl.read(write(tmp_path, federal_register(Sale())))
    assert later.record.case == NEW and later.record.case_by == "the same transmittal number 26-97"
    found = states(later)
    assert found["total_value", "USD 240m"] == "known" and found["mde_value", "USD 180m"] == "new"
    assert found["notified_on", "2026-09-15"] == "known" and "title" not in {name for name, _ in found}
    assert {p.statement.property for p in later.new()} == {
        "mde_value", "other_value", "implementing_agency", "case_designator",
    }  # fmt: skip


def test_two_documents_on_a_new_sale_in_one_run_are_one_case(tmp_path):
    paths = [write(tmp_path, release(Sale()), "a.txt"), write(tmp_path, federal_register(Sale()), "b.txt")]
    results = list(jl.read_many(paths))
    assert [r.record.case for r in results] == [NEW, NEW]
    jl.accept(p for r in results for p in r.new())
    assert [s.value for s in jl.statements(NEW, property="total_value")] == ["USD 240m"] * 2  # each from its own source


def test_without_a_number_in_common_buyer_date_and_title_find_the_case():
    result = jl.read(release(SPARES).replace("Transmittal No. 26-91\n", ""))
    assert result.record.transmittal is None and result.record.case == "tw-2022-12-06-nonstd-spares"
    assert result.record.case_by.startswith(
        "the same buyer; notified 2022-12-06, this delivered 2022-12-06; titles share"
    )
    assert states(result)["total_value", "USD 98m"] == "known"


def test_another_number_is_another_case():
    known = jl.read(release(replace(SPARES, transmittal="22-56")))
    assert known.record.case_by == "the same transmittal number 22-56"
    other = jl.read(release(SPARES))
    assert other.record.case != "tw-2022-12-06-nonstd-spares"


def test_another_day_is_another_case():
    text = release(replace(SPARES, delivered=date(2024, 12, 6))).replace("Transmittal No. 26-91\n", "")
    assert jl.read(text).record.case != "tw-2022-12-06-nonstd-spares"


def test_disagreement_is_shown_and_both_stay(capsys, tmp_path):
    path = write(tmp_path, release(replace(SPARES, transmittal="22-56", total="$99 million")))
    result = jl.read(path)
    assert states(result)["total_value", "USD 99m"] == "differs"
    proposal = next(p for p in result.statements if p.state == "differs")
    assert [s.value for i in proposal.against for s in jl.statements(id=i)] == ["USD 98m"]
    assert run(["read", path]) == 0
    assert f"! total value: USD 99m  the ledger has another: {proposal.against[0]}" in " ".join(
        capsys.readouterr().out.split("\n")
    )
    jl.accept(result)
    assert sorted(s.value for s in jl.statements("nonstd-spares-2022", property="total_value")) == [
        "USD 98m",
        "USD 99m",
    ]


def test_an_upgrade_of_a_known_case_adds_no_value_to_it():
    before = jl.backlog("2026-11-01").total_usd_m
    buyer = "Taipei Economic and Cultural Representative Office in the United States (TECRO)"
    result = jl.read(upgrade("20-0J", "19-50", buyer=buyer))
    assert [(p.statement.subject, p.statement.property) for p in result.statements] == [
        ("tw-2019-08-20-f16-block70", "upgrade_report")
    ]
    jl.accept(result)
    assert jl.backlog("2026-11-01").total_usd_m == before


def test_a_sale_to_another_buyer_is_in_no_backlog():
    before = jl.backlog("2026-11-01", rule="all")
    result = jl.read(federal_register(Sale(purchaser="Government of Japan", country="JPN")))
    assert {p.statement.subject for p in result.statements} == {"sale/26-97"}
    jl.accept(result)
    after = jl.backlog("2026-11-01", rule="all")
    assert (after.cases, after.total_usd_m) == (before.cases, before.total_usd_m)
    assert {s.property for s in jl.statements(subject="sale/")} >= {
        "sale_notified_on",
        "sale_buyer_country",
        "total_value",
    }


def test_a_notice_that_does_not_show_its_day_begins_no_case():
    text = federal_register(Sale()).partition("(viii)")[0]
    result = jl.read(text)
    assert result.record.case == "sale/26-97" and "notified_on" not in {p.statement.property for p in result.statements}
    assert any("on which day Congress was notified" in p.message for p in result.problems)


def test_a_document_without_a_date_supports_nothing_until_it_is_given_one():
    text = "Transmittal No. 21-66\nNotice of Proposed Issuance of Letter of Offer\n(i) Prospective Purchaser: Taiwan\n(ii) Total Estimated Value:\n"
    assert len(jl.read(text).statements) == 0 and "--stated-on" in jl.read(text).problems[0].remedy
    assert {p.statement.stated_on for p in jl.read(text, stated_on="2022-02-07").statements} == {"2022-02-07"}


@pytest.mark.parametrize(
    ("source", "via", "confidence"),
    [
        ("https://www.govinfo.gov/x.htm", ["Federal Register"], "primary"),
        ("https://example.org/x", ["example.org", "Federal Register"], "secondary"),
    ],
)
def test_the_address_says_how_it_was_read(source, via, confidence):
    s = jl.read(federal_register(Sale()), source=source).statements[0].statement
    assert (s.source, list(s.via), s.confidence, s.said_by) == (
        source,
        via,
        confidence,
        "Defense Security Cooperation Agency",
    )


def test_json_is_one_object_a_document(tmp_path, capsys):
    one = write(tmp_path, federal_register(Sale()))
    assert run(["read", one, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["document", "kind", "record", "statements", "problems"]
    assert (found["document"], found["kind"], found["record"]["transmittal"]) == (one, "notice", "26-97")
    assert all(s["quote"] and s["recorded_on"] is None and s["state"] == "new" for s in found["statements"])
    write(tmp_path, "Nothing of interest.\n", "other.txt")
    assert run(["read", str(tmp_path), str(tmp_path / "none.txt"), "--json"]) == 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["kind"] for line in lines] == ["notice", None, None] and "no such file" in lines[2]["problems"][0][
        "error"
    ]


def test_the_same_document_gives_the_same_bytes(tmp_path, capsys):
    path = write(tmp_path, congressional_record(Sale(), Sale("26-98")))
    outs = []
    for _ in range(2):
        run(["read", path, "--json"])
        outs.append(capsys.readouterr().out)
    assert outs[0] == outs[1]


def test_standard_input_is_read(monkeypatch, capsys):
    done = subprocess.run(
        [sys.executable, "-m", "jointline", "read", "-", "--json"],
        input=release(Sale()).encode(),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["record"]["transmittal"] == "26-97"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["none.txt"], 2, "no such file"), (["notice.txt", "--kind", "notise"], 2, "Did you mean: notice?"), (["notice.txt", "--all"], 2, "give both"),
        (["notice.txt", "--accept"], 2, "Add --all"), (["notice.txt", "--stated-on", "soon"], 2, "--stated-on"), ([], 2, "Missing argument"),
        (["notice.txt", "notice.txt", "--source", "https://example.org"], 2, "one document"), (["other.txt"], 1, "no kind of document"),
        (["notice.txt", "--encoding", "klingon"], 2, "klingon"),
    ],
)  # fmt: skip
def test_bad_usage_is_one_clear_error(args, code, said, tmp_path, monkeypatch, capsys, own_ledger):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, federal_register(Sale()))
    write(tmp_path, "Nothing of interest.\n", "other.txt")
    assert run(["read", *args]) == code
    out, err = capsys.readouterr()
    assert said in " ".join((err if code == 2 else out).split()) and "Traceback" not in err
    assert not own_ledger.exists()


def test_one_statement_that_does_not_fit_keeps_all_out(own_ledger):
    result = jl.read(federal_register(Sale()))
    orphan = [p for p in result.statements if p.statement.property != "notified_on"]  # of a case that nobody notified
    with pytest.raises(jl.JointlineError, match="no case"):
        jl.accept(orphan)
    assert not own_ledger.exists() or jl.statements(own=True) == []


def on_a_terminal(args: list[str], answers: list[tuple[str, str]]) -> str:
    """What the command prints on a terminal where each answer is typed once its question has been seen."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # as a terminal has it, also where the tests run in the background
        os.execv(sys.executable, [sys.executable, "-m", "jointline", *args])
    seen, asked, end, typed = "", 0, time.monotonic() + 60, ""
    waiting = list(answers)
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.5)[0]:
            if typed == "\x03":  # Python misses one that comes just before it waits for a line; a person presses again
                os.write(terminal, typed.encode())
            continue
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the command has ended
            break
        if not part:
            break
        seen += part.decode(errors="replace")
        while waiting and waiting[0][0] in seen[asked:]:
            question, typed = waiting.pop(0)
            asked = seen.index(question, asked) + len(question)
            os.write(terminal, typed.encode())
    else:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        pytest.fail(f"the command still waits after {typed!r}: {seen[-500:]!r}")
    os.waitpid(pid, 0)
    return seen


FIRST, EACH = "[q]uit: ", "[y/N]: "


@pytest.mark.parametrize(
    ("answers", "added"),
    [
        ([(FIRST, "a\n")], 13), ([(FIRST, "n\n")], 0), ([(FIRST, "q\n")], 0), ([(FIRST, "c\n"), (EACH, "y\n"), *[(EACH, "n\n")] * 12], 1),
        ([(FIRST, "c\n"), (EACH, "y\n"), (EACH, "\x03")], 0),
    ],
    ids=["all", "none", "quit", "one", "interrupted"],
)  # fmt: skip
def test_on_a_terminal_one_may_choose(answers, added, tmp_path, own_ledger):
    seen = on_a_terminal(["read", write(tmp_path, federal_register(Sale())), "--accept"], answers)
    assert "13 new. Add them?" in seen
    assert len(jl.statements(own=True)) == added
