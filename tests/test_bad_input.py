"""Bad input of every kind through the real command line: a clear error, its place, a way out, and no damage."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import jointline as jl
from conftest import DEFAULTS, statement
from jointline.cli.main import run
from jointline.errors import JointlineError
from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import FIELD_NAMES
from jointline.ledger.transfer import write_xlsx

GOOD = DEFAULTS | {"note": "a good row"}
HERE = "{here}"  # stands for the test's own directory in arguments and messages


@dataclass(frozen=True)
class Bad:
    """What is typed, the files it needs, the exit code, and words the error must hold (in any of its parts)."""

    args: list[str]
    says: list[str]
    code: int = 2
    files: dict[str, bytes] | None = None


def row(line: int, field: str, *says: str, **changes: Any) -> Bad:
    """An import whose row at *line* is wrong in *field*, behind a good one."""
    bad = {k: v for k, v in (GOOD | changes).items() if v is not None}
    names = [n for n in FIELD_NAMES if n in bad or n in GOOD]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerow(GOOD)
    writer.writerow(bad)
    file = {"rows.csv": out.getvalue().encode()}
    return Bad(["import", f"{HERE}/rows.csv"], [f"rows.csv, line {line}", f"field {field}", *says], files=file)


def file(name: str, content: str | bytes, *says: str) -> Bad:
    """An import of a file that is wrong as a whole."""
    raw = content if isinstance(content, bytes) else content.encode()
    return Bad(["import", f"{HERE}/{name}"], [f"{HERE}/{name}", *says], files={name: raw})


def line(content: str, *says: str) -> Bad:
    """An import of JSON Lines whose second line is wrong."""
    text = json.dumps(GOOD, ensure_ascii=False) + "\n" + content + "\n"
    return Bad(["import", f"{HERE}/lines.jsonl"], ["lines.jsonl, line 2", *says], files={"lines.jsonl": text.encode()})


def add(*says: str, without: str = "", **changes: str) -> Bad:
    """``jointline add`` with one option changed, or left out."""
    said = {k: v for k, v in DEFAULTS.items() if not k.startswith("recorded")} | {"stated_on": "2024-10-02"}
    fields = said | changes
    args = [a for k, v in fields.items() if k != without for a in (f"--{k.replace('_', '-')}", v)]
    return Bad(["add", *args], list(says))


def with_key(**changes: Any) -> str:
    return json.dumps(GOOD | changes, ensure_ascii=False)


HEADER = "subject,property,value,standing,stated_on,source,said_by"
ROW = "tw-2020-11-03-mq9b,title,坦克,official,2024-10-02,u,MND"
RULE = 'name="mine"\ntitle="t"\ncounts="c"\nsource="s"\nmembership="evidence"\nvalue="notified"\namendments="separate"\n' \
       'category="ledger"\ndelivering="evidence"\nleaves_out=[]\n'  # fmt: skip


def rule(text: str, *says: str) -> Bad:
    return Bad(["backlog", "--rule", f"{HERE}/mine.toml"], ["mine.toml", *says], files={"mine.toml": text.encode()})


BAD: dict[str, Bad] = {
    # names that nothing has
    "a misspelt case": Bad(["case", "himarss"], ["no case 'himarss'", "himars-2020"]),
    "a case like no other": Bad(["case", "qqqqqqqq"], ["no case 'qqqqqqqq'"]),
    "an empty case": Bad(["case", ""], ["no case ''"]),
    "an ambiguous case": Bad(["case", "himars"], ["means 2 cases", "himars-2020", "himars-2025"]),
    "an ambiguous case in why": Bad(["why", "himars", "value"], ["means 2 cases", "himars-2020"]),
    "a case not yet known": Bad(["case", "mq9b", "--as-of", "2015"], ["was not known on 2015-12-31", "2020-"], code=1),
    "a misspelt command": Bad(["bakclog"], ["no command 'bakclog'", "backlog"]),
    "a misspelt option": Bad(["backlog", "--asof", "2024"], ["--asof", "--as-of"]),
    "an option without its value": Bad(["backlog", "--as-of"], ["--as-of"]),
    "too many arguments": Bad(["backlog", "2024"], ["2024"]),
    "a missing argument": Bad(["case"], ["NAME"]),
    "a misspelt rule": Bad(["backlog", "--rule", "publishd"], ["no counting rule 'publishd'", "published"]),
    "a misspelt category": Bad(["backlog", "--category", "tradtional"], ["no category 'tradtional'", "traditional"]),
    "a category with all rules": Bad(["backlog", "--rules", "--category", "munitions"], ["--category"]),
    "an unknown order": Bad(["backlog", "--sort", "size"], ["--sort", "'age'"]),
    "a misspelt property": Bad(["statements", "--property", "final_delivry"], ["final_delivry", "final_delivery"]),
    "a misspelt property in why": Bad(["why", "mq9b", "final_delivry"], ["final_delivry", "final_delivery"]),
    "a misspelt standing": Bad(["statements", "--standing", "oficial"], ["oficial", "official"]),
    "an unknown case in statements": Bad(["statements", "--case", "himarss"], ["himarss", "himars"]),
    "an unknown case in sources": Bad(["sources", "--case", "himarss"], ["himarss", "himars"]),
    "an unknown case in export": Bad(["export", f"{HERE}/x.csv", "--case", "himarss"], ["himarss", "himars"]),
    "a limit of nothing": Bad(["statements", "--limit", "0"], ["--limit"]),
    "a limit in words": Bad(["statements", "--limit", "few"], ["--limit", "few"]),
    # nothing found
    "no statement fits": Bad(["statements", "--said-by", "nobody at all"], ["no statement fits"], code=1),
    "no statement to export": Bad(["export", f"{HERE}/x.csv", "--subject", "nothing"], ["no statement fits"], code=1),
    "no own statement": Bad(["statements", "--own", "--subject", "nothing"], ["no statement fits"], code=1),
    "a time that ends before it begins": Bad(["statements", "--since", "2025", "--until", "2020"], ["no statement fits"], 1),
    # dates
    "an as-of date in words": Bad(["backlog", "--as-of", "yesterday"], ["'yesterday' is not a date", "2026-10-02"]),
    "an empty as-of date": Bad(["backlog", "--as-of", ""], ["a date is empty"]),
    "a day that no month has": Bad(["backlog", "--as-of", "2024-02-30"], ["2024-02 has no day 30", "29 days"]),
    "a leap day of a common year": Bad(["case", "mq9b", "--as-of", "112-02-29"], ["2023-02 has no day 29", "28 days"]),
    "a month that no year has": Bad(["backlog", "--as-of", "113年13月"], ["no month 13"]),
    "a year beyond all sales": Bad(["backlog", "--as-of", "2569-01-01"], ["2569", "1900-2199"]),
    "a Japanese year": Bad(["backlog", "--as-of", "令和6年"], ["令和6年", "ROC year"]),
    "a Buddhist year": Bad(["why", "mq9b", "value", "--as-of", "2567 BE"], ["2567 BE", "Buddhist"]),
    "a two-digit year": Bad(["backlog", "--as-of", "99-09-30"], ["99-09-30", "民國"]),
    "day or month first": Bad(["backlog", "--as-of", "03/04/2026"], ["03/04/2026", "Day and month"]),
    "an as-of date without an end": Bad(["backlog", "--as-of", "2024/.."], ["2024/..", "has no end"]),
    "a recorded date in words": Bad(["backlog", "--as-recorded", "now"], ["'now' is not a date"]),
    "a year for a month": Bad(["changes", "2026"], ["'2026' is not a month", "2026-09"]),
    "a month in words": Bad(["changes", "September"], ["'September' is not a date"]),
    "a series backwards": Bad(["history", "--from", "2025-01", "--to", "2024-01"], ["2024-01-31", "2025-01-31"]),
    "a series from nowhere": Bad(["history", "--from", "begin"], ["'begin' is not a date"]),
    "since when": Bad(["statements", "--since", "2024-00"], ["2024-00", "no month 0"]),
    "until when": Bad(["statements", "--until", "1899"], ["1899", "1900-2199"]),
    # rules of the user's own
    "a rule file that is missing": Bad(["backlog", "--rule", f"{HERE}/none.toml"], ["none.toml", "cannot be read"]),
    "a rule file that is no TOML": rule("name = = 1", "is not TOML"),
    "a rule file in another encoding": Bad(
        ["backlog", "--rule", f"{HERE}/mine.toml"], ["mine.toml", "cannot be read"],
        files={"mine.toml": "name='坦克'".encode("big5")}),
    "a misspelt key in a rule": rule(RULE + 'membershp="heard"', "membershp", "membership"),
    "a missing key in a rule": rule(RULE.replace('title="t"\n', ""), "'title' is missing"),
    "a misspelt word in a rule": rule(RULE.replace('ship="evidence"', 'ship="herd"'), "key membership", "heard"),
    "a wrong type in a rule": rule(RULE.replace("leaves_out=[]", "leaves_out=1"), "key leaves_out"),
    "a rule that leaves out the unknown": rule(RULE.replace("[]", '["trainin"]'), "leaves_out", "training"),
    # files that are wrong as a whole
    "a file that is missing": Bad(["import", f"{HERE}/none.csv"], [f"{HERE}/none.csv", "no such file"]),
    "a directory": Bad(["import", f"{HERE}/folder.csv"], ["folder.csv", "is a directory"]),
    "a file of another kind": Bad(["import", f"{HERE}/book.xlsx"], ["book.xlsx", ".csv"]),
    "a file without ending": file("statements", "x", "without ending"),
    "a name that no file can have": Bad(["import", "n" * 300 + ".csv"], ["nnn.csv", "cannot be read"]),
    "an empty file": file("rows.csv", "", "is empty", "subject,property"),
    "an unknown column": file("rows.csv", HEADER.replace("standing", "standng") + "\n", "line 1", "standng", "standing"),
    "a column twice": file("rows.csv", f"{HEADER},value\n", "line 1", "'value' stands twice"),
    "a column that is missing": file("rows.csv", HEADER.replace(",source", "") + "\n", "line 1", "'source' is missing"),
    "a row too short": file("rows.csv", f"{HEADER}\n{ROW}\na,b\n", "line 3", "has 2 fields where the header has 7"),
    "a row too long": file("rows.csv", f"{HEADER}\n{ROW},x\n", "line 2", "has 8 fields where the header has 7"),
    "a quote that never ends": file("rows.csv", f'{HEADER}\n{ROW}\n"a,b\n', "line 3", "is broken CSV"),
    "a quote within a quote": file("rows.csv", f'{HEADER}\n"a"b,c,d,e,f,g,h\n', "line 2", "is broken CSV", "twice"),
    "semicolons for commas": file("rows.csv", HEADER.replace(",", ";") + "\n", "line 1", "there is no field"),
    "Big5": file("rows.csv", f"{HEADER}\n{ROW}\n".encode("big5"), "is not UTF-8", "iconv -f BIG5"),
    "Big5 in JSON Lines": file("rows.jsonl", with_key(note="坦克").encode("big5"), "is not UTF-8"),
    "UTF-16": file("rows.csv", f"{HEADER}\n{ROW}\n".encode("utf-16"), "is UTF-16", "UTF-8"),
    "UTF-16 in JSON Lines": file("rows.jsonl", with_key().encode("utf-16"), "is UTF-16", "UTF-8"),
    "zeros in a file": file("rows.csv", f"{HEADER}\n{ROW}".replace("坦克", "a\0b") + "\n", "line 2", "control character"),
    "a workbook under another name": Bad(["import", f"{HERE}/book.csv"], ["book.csv", "workbook", "CSV"]),
    # lines of JSON
    "broken JSON": line('{"subject": ', "is not JSON", "column"),
    "JSON in single quotes": line("{'subject': 'x'}", "is not JSON"),
    "an array": line('["a"]', "is not a JSON object"),
    "a number": line("12", "is not a JSON object"),
    "an object within": line(with_key(value={"day": "2028"}), "field value", "is an object"),
    "a list within": line(with_key(value=["2028"]), "field value", "is a list"),
    "an object among the carriers": line(with_key(via=["CNA", {"a": 1}]), "field via"),
    "a hundred thousand brackets": line("[" * 100_000, "nested too deeply"),
    "a hundred thousand objects": line('{"a":' * 100_000, "nested too deeply"),
    "a key twice": line('{"value": "1", "value": "2"}', "'value' stands twice"),
    "no number": line('{"value": NaN}', "NaN is not a value"),
    "a number without end": line('{"value": ' + "9" * 5000 + "}", "too long"),
    "half a character": line(with_key(note="x").replace('"x"', '"\\ud800"'), "field note", "control character"),
    "an unknown key": line(with_key(standng="official"), "no field 'standng'", "standing"),
    # statements that do not hold together
    "a delivery before it happened": row(3, "value", "before it happened", "promise", property="final_delivery"),
    "a promise already past": row(3, "value", "already past", "event", value="2025"),
    "recorded before it was said": row(3, "recorded_on", "before it was said", recorded_on="2026-10-01"),
    "recorded in some month": row(3, "recorded_on", "is not one day", recorded_on="2026-10"),
    "a span that is not its quote": row(3, "quote", "10 characters", "quote 5", start=0, end=10, quote="hello"),
    "a span without an end": row(3, "start", "go together", start=7, quote="hello"),
    "a span backwards": row(3, "end", "ends before it begins", start=7, end=2, quote="hello"),
    "an id of another content": row(3, "id", "is not the hash", "supersedes", id="0" * 20),
    "an event that is not the value": row(3, "event_on", "differs from the value", event_on="2029"),
    "speaking without an end": row(3, "stated_on", "has no end", stated_on="2026-01/.."),
    "a day that was not": row(3, "stated_on", "no day 31", stated_on="2026-09-31"),
    "a Japanese year in a row": row(3, "stated_on", "ROC year", stated_on="令和8年10月2日"),
    "negative units": row(3, "units", "negative", units="-66"),
    "units in words": row(3, "units", "is not a number", units="dozens"),
    "units backwards": row(3, "units", "low end is above", units="8..4"),
    "money without currency": row(3, "value", "currency", property="total_value", value="8000"),
    "negative money": row(3, "value", "negative", property="total_value", value="USD -5m"),
    "an unknown property": row(3, "property", "final_delivery", property="final_delivry"),
    "an unknown standing": row(3, "standing", "official", standing="oficial"),
    "an unknown kind of speaker": row(3, "speaker_kind", "company", speaker_kind="companie"),
    "an unknown confidence": row(3, "confidence", "primary", confidence="sure"),
    "an unknown word": row(3, "value", "delisted", property="published_listing", value="delistd"),
    "no subject id": row(3, "subject", "lower-case", subject="F-16 Block 70"),
    "neither yes nor no": row(3, "hedged", "yes nor no", hedged="maybe"),
    "nobody said it": row(3, "said_by", "nobody is named", said_by=None),
    "no sources": row(3, "n_sources", "0 sources", n_sources=0),
    "half a source": row(3, "n_sources", "whole number", n_sources="1.5"),
    "an escape sequence": row(3, "quote", "control character", quote="a\x1b[2Jb"),
    "text that turns around": row(3, "note", "control character", note="a\u202eb"),
    "no character at all": row(3, "quote", "control character (U+FFFF)", quote="a\uffffb"),
    "no value": row(3, "value", "required and empty", value=None),
    "no source": row(3, "source", "required and empty", source=" "),
    # links that lead nowhere
    "superseding what is not there": file("lines.jsonl", with_key(supersedes="0" * 20), "0" * 20, "not in the ledger"),
    "disputing what is not there": file("lines.jsonl", with_key(disputes="0" * 20), "0" * 20, "not in the ledger"),
    "a case that nobody notified": file("lines.jsonl", with_key(subject="tw-2020-11-03-mq9c"), "no case", "tw-2020-11-03-mq9b"),
    # one statement by hand
    "add without a value": add("--value", without="value"),
    "add without a speaker": add("--said-by", without="said_by"),
    "add without anything": Bad(["add"], ["--property"]),
    "add on a misspelt case": add("field subject", "himarss", "himars", subject="himarss"),
    "add on an ambiguous case": add("field subject", "himars-2020", subject="himars"),
    "add on a case that nobody notified": add("field subject", "tw-2020-11-03-mq9b", subject="tw-2020-11-03-mq9c"),
    "add no day": add("field stated_on", "no day 31", stated_on="2026-09-31"),
    "add an unknown property": add("field property", "final_delivery", property="final_delivry"),
    "add an unknown standing": add("field standing", "official", standing="oficial"),
    "add money without currency": add("field value", "currency", property="total_value", value="8000"),
    "add a delivery to come": add("field value", "before it happened", property="final_delivery", value="2099"),
    "add negative units": add("field units", "negative", units="-1"),
    "add a correction of nothing": add("not in the ledger", "0" * 20, supersedes="0" * 20),
    "add a control character": add("field note", "control character", note="a\x07b"),
    "add by a control character": Bad([*add().args, "--by", "a\x00b"], ["field recorded_by", "control character"]),
    # files to write
    "export to a directory that is missing": Bad(["export", f"{HERE}/none/x.csv"], [f"{HERE}/none/x.csv", "directory"]),
    "export below a file": Bad(["export", f"{HERE}/book.xlsx/x.csv"], ["x.csv", "directory"]),
    "export to a directory": Bad(["export", f"{HERE}/folder.csv"], [f"{HERE}/folder.csv", "is a directory"]),
    "export to an unknown ending": Bad(["export", f"{HERE}/x.parquet"], ["x.parquet", ".jsonl"]),
    "export without an ending": Bad(["export", f"{HERE}/x"], [f"{HERE}/x", ".csv"]),
    "export to a name that no file can have": Bad(["export", f"{HERE}/{'n' * 300}.csv"], ["nnn.csv"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def made_ledger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a ledger with one statement."""
    path = tmp_path_factory.mktemp("made") / "ledger.sqlite"
    open_ledger(str(path)).add([statement(subject="tw-2020-11-03-mq9b", note="one of the user's own")])
    return path.read_bytes()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def fails(args: list[str], says: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The command fails with *code* and an error of one shape that holds all these words, and prints nothing else."""
    assert run(args) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("jointline: ")
    assert "Traceback" not in err and "fault of the program" not in err
    assert [word for word in says if word not in err] == [], err

    assert run([args[0], "--json", *args[1:]]) == code
    out, err = capsys.readouterr()
    assert out == ""
    error = json.loads(err)
    assert list(error) == ["error", "where", "remedy"]
    assert all(isinstance(text, str) for text in error.values()) and error["error"]
    assert [word for word in says if word not in "\n".join((error["where"] + ",", *error.values()))] == [], error


@pytest.mark.parametrize("there", [False, True], ids=["no ledger", "a ledger"])
@pytest.mark.parametrize("bad", [pytest.param(bad, id=name) for name, bad in BAD.items()])
def test_bad_input_is_named_and_changes_nothing(
    bad: Bad, there: bool, own_ledger: Path, made_ledger: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in (bad.files or {}).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.csv").mkdir()
    write_xlsx([statement()], tmp_path / "book.xlsx")
    (tmp_path / "book.csv").write_bytes((tmp_path / "book.xlsx").read_bytes())
    if there:
        own_ledger.parent.mkdir()
        own_ledger.write_bytes(made_ledger)
    before = contents(tmp_path)
    fails([a.replace(HERE, str(tmp_path)) for a in bad.args], [w.replace(HERE, str(tmp_path)) for w in bad.says],
          bad.code, capsys)  # fmt: skip
    assert contents(tmp_path) == before


def test_an_unknown_shell_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "tcsh"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "'tcsh'" in err and "'bash'" in err and "'zsh'" in err


def test_there_are_many_kinds_of_bad_input_and_none_twice() -> None:
    assert len(BAD) >= 60
    assert len({(tuple(b.args), str(b.files)) for b in BAD.values()}) == len(BAD)


def test_the_good_row_of_these_tests_is_good(tmp_path: Path) -> None:
    """Else the imports above would fail for another reason than the one they name."""
    good = row(3, "note", note="another good row")
    assert good.files is not None
    (tmp_path / "rows.csv").write_bytes(good.files["rows.csv"])
    assert run(["import", str(tmp_path / "rows.csv")]) == 0
    (tmp_path / "lines.jsonl").write_text(with_key() + "\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "lines.jsonl")]) == 0
    (tmp_path / "few.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    assert run(["import", str(tmp_path / "few.csv")]) == 0
    assert run([*add().args, "--dry-run"]) == 0
    (tmp_path / "mine.toml").write_text(RULE, encoding="utf-8")
    assert run(["backlog", "--as-of", "2024", "--rule", str(tmp_path / "mine.toml")]) == 0


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join([HEADER, ROW, ROW.replace("official", "oficial"), "a,b", ROW.replace("title", "titel")])
    (tmp_path / "rows.csv").write_text(text + "\n", encoding="utf-8")
    says = [str(tmp_path / "rows.csv"), "3 rows", "line 3, field standing", "line 4", "line 5, field property", "title"]
    fails(["import", str(tmp_path / "rows.csv")], says, 2, capsys)


# ledgers that cannot be used

COMMANDS = {
    "backlog": ["backlog"], "case": ["case", "mq9b"], "changes": ["changes", "2024-10"], "history": ["history"],
    "why": ["why", "mq9b", "value"], "statements": ["statements"], "sources": ["sources"], "add": add().args,
    "export": ["export", f"{HERE}/out.csv"], "import": ["import", f"{HERE}/rows.csv"],
}  # fmt: skip


def _no_database(path: Path) -> None:
    path.write_bytes(b"no database at all\n" * 100)


def _another_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILT: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "no database": (_no_database, ["not a database", "JOINTLINE_LEDGER"]),
    "another database": (_another_database, ["bookmarks", "JOINTLINE_LEDGER"]),
    "a newer version's": (_newer, ["newer jointline", "9999", "Upgrade"]),
    "cut short": (_cut_short, ["malformed", "restore a copy"]),
    "a directory": (_directory, ["unable to open", "JOINTLINE_LEDGER"]),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_ledger_is_named_by_every_command_and_left_as_it_is(
    command: str, how: str, own_ledger: Path, made_ledger: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, says = SPOILT[how]
    own_ledger.parent.mkdir()
    if how != "another database":
        own_ledger.write_bytes(made_ledger)
    spoil(own_ledger)
    (tmp_path / "rows.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    before = contents(tmp_path)
    fails([a.replace(HERE, str(tmp_path)) for a in COMMANDS[command]], [str(own_ledger), *says], 2, capsys)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("nothing://host/name", ["nothing", "PostgreSQL"]),
        ("://", ["'://' is not a database URL", "JOINTLINE_LEDGER"]),
        ("postgresql://user:secret@host:port/name", ["is not a database URL", "user:***@host"]),
        ("mysql://user:secret@host/name", ["mysql", "user:***@host", "PostgreSQL"]),
        ("postgresql+pg8000://user:secret@host/name", ["pg8000", "user:***@host", "pip install"]),
    ],
)
def test_a_place_that_is_none_is_named_without_its_password(
    place: str, says: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOINTLINE_LEDGER", place)
    assert run(["backlog"]) == 2
    assert "secret" not in capsys.readouterr().err
    fails(["backlog"], says, 2, capsys)


def test_a_ledger_below_a_file_is_refused_when_it_is_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("JOINTLINE_LEDGER", str(tmp_path / "file" / "ledger.sqlite"))
    fails(add().args, [str(tmp_path / "file"), "directory", "JOINTLINE_LEDGER"], 2, capsys)
    assert contents(tmp_path) == {"file": b"mine"}


# the same from Python


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: jl.backlog("2024-02-30"), "2024-02 has no day 30"),
        (lambda: jl.backlog(rule="publishd"), "published"),
        (lambda: jl.backlog(sort="size"), "age"),
        (lambda: jl.backlog(category="tradtional"), "traditional"),
        (lambda: jl.case("himarss"), "himars"),
        (lambda: jl.why("mq9b", "final_delivry"), "final_delivery"),
        (lambda: jl.changes("2026"), "is not a month"),
        (lambda: jl.history(first="2025-01", last="2024-01"), "before it begins"),
        (lambda: jl.statements(standing="oficial"), "official"),
        (lambda: jl.statements(since="soon"), "is not a date"),
        (lambda: jl.add(**{**DEFAULTS, "value": "soon"}), "field value"),
        (lambda: jl.add(**DEFAULTS, colour="red"), "no field 'colour'"),
        (lambda: jl.add(**{**DEFAULTS, "stated_on": date(2026, 10, 4)}), "before it was said"),
    ],
)
def test_python_gets_the_same_errors(call: Callable[[], object], words: str, own_ledger: Path) -> None:
    with pytest.raises(JointlineError) as raised:
        call()
    assert words in str(raised.value)
    assert set(raised.value.as_dict()) == {"error", "where", "remedy"}
    assert not own_ledger.exists()
