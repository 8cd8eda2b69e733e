"""Every command's --json has exactly the fields its field table documents, with the documented types."""

from __future__ import annotations

import json
import sys
from importlib import resources
from pathlib import Path

import pytest

from jointline.cli.main import run
from jointline.ledger.dates import parse_date
from jointline.ledger.fieldtable import field_table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import reading_pages
from doc_pages import PACKAGES
from production_pages import NETWORK

COMMANDS = {
    "backlog": ["backlog", "--as-of", "2025-11-30"],
    "rules": ["backlog", "--rules", "--as-of", "2025-11-30"],
    "case": ["case", "m1a2t", "--as-of", "2025-12-31"],
    "why": ["why", "f16-block70", "final_delivery", "--as-of", "2025-12-31"],
    "changes": ["changes", "2025-11"],
    "history": ["history", "--from", "2024-10", "--to", "2024-11"],
    "statements": ["statements", "--case", "mq9b"],
    "sources": ["sources", "--case", "mq9b"],
    "check": ["network", "check", "rockets.toml"],
    "network": ["network", "show", "rockets.toml"],
    "made_network": ["network", "init", "taiwan", "--as-of", "2026-03-31"],
    "deliveries": ["simulate", "rockets.toml", "--option", "taiwan-motors", "--draws", "64"],
    "why_late": ["why-late", "taiwan", "--network", "rockets.toml", "--draws", "64"],
    "read": ["read", "notice.txt"],
    "bottleneck": ["bottleneck", "motor", "--network", "rockets.toml", "--draws", "64"],
    "comparison": ["compare", "rockets.toml", "--draws", "64"],
    "approvals": ["approvals", "made-in-taiwan", "--network", "rockets.toml", "--as-of", "2026-10-31"],
    "approval_routes": ["approvals", "--as-of", "2026-10-31"],
    "explanation": ["explain", "made-in-taiwan", "--network", "rockets.toml", "--draws", "64"],
    "sensitivity": ["sensitivity", "rockets.toml", "taiwan-motors", "--draws", "256"],
    "breakeven": [
        "breakeven",
        "taiwan-motors",
        "--vary",
        "sources.motor-taiwan.rate_max",
        "--network",
        "rockets.toml",
        "--at",
        "8",
        "--draws",
        "64",
    ],
    "forecast": ["forecast", "jsow", "--as-of", "2026-03-31"],
    "backtest": ["backtest", "--from", "2024-06"],
    "brief": ["brief", "--month", "2025-11"],
    "score": ["score", "--file", str(Path(__file__).resolve().parent.parent / "docs" / "forecasts" / "2026-03-31.csv")],
}


@pytest.fixture(autouse=True)
def beside_a_network(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rockets.toml").write_text(NETWORK, encoding="utf-8")
    reading_pages.write_files(Path())


def table(name: str):
    package = next(p for p in PACKAGES if (resources.files(p) / "fields" / f"{name}.csv").is_file())
    fields = field_table(package, name)
    return (*field_table("jointline.ledger", "statement"), *fields) if name == "proposal" else fields


def output(args: list[str], capsys) -> dict:
    assert run([*args, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def check(value: object, kind: str, where: str) -> None:
    if kind == "list of text":
        assert all(isinstance(v, str) for v in value), where
    elif kind.startswith("list of "):
        assert isinstance(value, list), where
        for i, part in enumerate(value):
            check(part, kind.removeprefix("list of "), f"{where}[{i}]")
    elif kind == "map of dates":
        assert isinstance(value, dict), where
        for part in value.values():
            assert part is None or parse_date(part), where
    elif kind.startswith("map of "):
        assert isinstance(value, dict), where
        for part in value.values():
            assert part is None or isinstance(part, int | float), where
    elif kind == "run card":
        assert isinstance(value, dict) and all(isinstance(v, str) for v in value.values()), where
        assert {"version", "data"} <= set(value), where
    elif kind == "number":
        assert isinstance(value, int | float) and not isinstance(value, bool), where
    elif kind == "count":
        assert isinstance(value, int) and not isinstance(value, bool), where
    elif kind == "flag":
        assert isinstance(value, bool), where
    elif kind == "date":
        assert isinstance(value, str), where
        parse_date(value)
    elif kind == "list":
        assert isinstance(value, list), where
    elif kind == "record":
        assert isinstance(value, dict), where  # which table it has depends on the kind of document: see below
    elif kind in ("text", "property", "by property", "choice"):
        assert isinstance(value, str), where
    else:
        check_record(value, kind, where)


def check_record(value: object, name: str, where: str, *, without: frozenset[str] = frozenset()) -> None:
    assert isinstance(value, dict), where
    fields = {f.field: f for f in table(name) if f.field not in without}
    assert set(value) == set(fields), f"{where}: {set(value) ^ set(fields)}"
    for key, f in fields.items():
        if value[key] is None:
            assert not f.required, f"{where}.{key} is null"
        elif name not in ("statement", "proposal"):
            check(value[key], f.type, f"{where}.{key}")


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "rules"])
def test_json_output_is_what_the_field_table_says(command, capsys):
    check_record(output(COMMANDS[command], capsys), command, command)


def test_rules_json_is_backlogs_without_rows(capsys):
    found = output(COMMANDS["rules"], capsys)
    assert set(found) == {f.field for f in table("rules")}
    for part in found["rules"]:
        check_record(part, "backlog", "rules", without=frozenset({"rows"}))


def test_json_of_export_import_and_add(tmp_path, capsys):
    path = tmp_path / "mq9b.csv"
    check_record(output(["export", str(path), "--case", "mq9b"], capsys), "export", "export")
    check_record(output(["import", str(path)], capsys), "import", "import")
    added = ["add", "--subject", "mq9b", "--property", "final_delivery_promised", "--value", "2027-Q2", "--said-by", "MND",
             "--standing", "official", "--stated-on", "2026-04-01", "--source", "https://example.org"]  # fmt: skip
    found = output(added, capsys)
    check_record(found, "add", "add")
    assert found["statement"]["recorded_by"] == "tester"


RECORDS = {"notice": "notice.txt", "contract": "contracts.txt", "register": "register.csv", "dispatch": "dispatch.txt"}


@pytest.mark.parametrize("name", RECORDS)
def test_the_record_of_each_kind_is_what_its_field_table_says(name, capsys):
    found = output(["read", RECORDS[name]], capsys)
    check_record(found, "read", "read")
    check_record(found["record"], name, f"read {name}")


def test_json_error_is_one_object_on_stderr(capsys):
    assert run(["case", "no-such-case", "--json"]) == 2
    captured = capsys.readouterr()
    check_record(json.loads(captured.err), "error", "error")
    assert captured.out == ""


def test_every_field_table_is_used_by_a_command():
    used: set[str] = set()

    def visit(name: str) -> None:
        if name in used:
            return
        used.add(name)
        for f in table(name):
            kind = f.type.removeprefix("list of ")
            if kind in every:
                visit(kind)

    every = {
        p.name.removesuffix(".csv")
        for package in PACKAGES
        for p in (resources.files(package) / "fields").iterdir()
        if p.name != "properties.csv"
    }
    for name in (*COMMANDS, *RECORDS, "export", "import", "add", "error", "site"):  # site: tests/web/test_site.py
        visit(name)
    assert used == every
