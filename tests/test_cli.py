"""The command line as a user meets it: real processes, pipes, terminals, exit codes."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jointline.cli.main import COMMANDS, SUMMARIES, main, run

JOINTLINE = [sys.executable, "-m", "jointline"]


def call(*args: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*JOINTLINE, *args], capture_output=True, text=True, check=False, **options)


EXAMPLES = [
    ["backlog", "--as-of", "2026-03-21"], ["backlog", "--as-of", "2022-10-20", "--sort", "age"],
    ["backlog", "--rule", "owed", "--as-of", "2026-03-21"], ["backlog", "--rule", "mnd", "--as-of", "2025-12-31"],
    ["backlog", "--rule", "all", "--as-of", "2026-11-22"], ["backlog", "--rules", "--as-of", "2024-12-31"],
    ["case", "m1a2t"], ["case", "f16-block70", "--as-of", "2020"], ["why", "f16-block70", "final_delivery"],
    ["history"], ["history", "--rule", "owed"], ["statements", "--case", "hcds"], ["sources", "--case", "hcds"],
]  # fmt: skip


@pytest.mark.parametrize("args", EXAMPLES, ids=" ".join)
def test_output_fits_a_terminal_of_100_columns(args, capsys):
    assert run(args) == 0
    for line in capsys.readouterr().out.splitlines():
        assert len(line) <= 100 or "http" in line or line.lstrip().startswith("- "), line


def test_piped_output_has_no_colour_and_no_trailing_blanks():
    out = call("backlog", "--as-of", "2023-11-30").stdout
    assert "\x1b" not in out and "\r" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_on_a_terminal_there_is_colour():
    leader, follower = pty.openpty()
    done = subprocess.Popen([*JOINTLINE, "backlog", "--as-of", "2023-11-30"], stdout=follower, stderr=follower,
                            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"})  # fmt: skip
    os.close(follower)
    seen = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    assert done.wait() == 0
    assert b"\x1b[1m" in seen and b"19,169.6" in seen


def test_every_row_names_what_the_table_promises():
    out = call("backlog", "--as-of", "2026-03-21").stdout
    for part in ("32,459.1", "traditional", "asymmetric", "munitions", "deliveries have begun", "f16-block70", "2019-08-20",
                 "waits 6.6 y", "contract/LOA", "final 2026", "2025-12-05"):  # fmt: skip
        assert part in out, part


def test_today_is_the_default_and_warns_beyond_knowledge():
    out = call("backlog").stdout
    assert "Shipped knowledge ends on 2026-03-21" in out


def test_a_reader_that_goes_away_is_no_error():
    done = subprocess.run(f"{sys.executable} -m jointline backlog | head -1", shell=True, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.stdout.startswith("Taiwan") and "Traceback" not in done.stderr and "Error" not in done.stderr


def test_a_pipe_closed_on_json_is_no_error():
    command = f"set -o pipefail; {sys.executable} -m jointline statements --json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout == "{\n" and done.stderr == ""


@pytest.mark.parametrize(("args", "code"), [
    (["backlog", "--as-of", "2024"], 0), (["backlog", "--as-of", "1999"], 1),
    (["backlog", "--category", "training", "--as-of", "2024"], 1), (["statements", "--said-by", "nobody at all"], 1),
    (["why", "slam-er", "loa_signed"], 1), (["case", "nonsense"], 2), (["backlog", "--as-of", "yesterday"], 2),
    (["nonsense"], 2), (["backlog", "--nonsense"], 2), ([], 2), (["--help"], 0), (["--version"], 0),
])  # fmt: skip
def test_exit_codes(args, code, capsys):
    assert run(args) == code
    assert "Traceback" not in capsys.readouterr().err


def every_command() -> list[str]:
    """Commands, and in place of a group its commands."""
    names = []
    for name in COMMANDS:
        inner = getattr(main.get_command(None, name), "commands", None)
        names += [f"{name} {n}" for n in inner] if inner else [name]
    return names


@pytest.mark.parametrize("command", every_command())
def test_every_command_has_help_with_an_example(command, capsys):
    assert run([*command.split(), "--help"]) == 0
    out = capsys.readouterr().out
    assert "Example" in out and f"jointline {command}" in out
    first, *rest = command.split()
    assert first in SUMMARIES
    found = main.get_command(None, first)
    found = found.commands[rest[0]] if rest else found
    assert command in ("completion", "serve") or "--json" in out  # these print no result
    assert all(getattr(p, "help", None) for p in found.params if p.param_type_name == "option"), command


@pytest.mark.parametrize(("shell", "sign"), [("bash", "complete"), ("zsh", "compdef"), ("fish", "complete")])
def test_completion_scripts(shell, sign, capsys):
    assert run(["completion", shell]) == 0
    assert sign in capsys.readouterr().out


def test_case_names_are_completed():
    env = {**os.environ, "_JOINTLINE_COMPLETE": "bash_complete", "COMP_WORDS": "jointline case hi", "COMP_CWORD": "2"}
    out = call(env=env).stdout
    assert "plain,himars-2020" in out and "plain,himars-2025" in out


def on_a_terminal(answers: str, *args: str) -> tuple[int, str]:
    """Run jointline with *answers* typed on a terminal; returns exit code and what was seen. Gives up after two minutes."""
    leader, follower = pty.openpty()
    process = subprocess.Popen([*JOINTLINE, *args], stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    os.write(leader, answers.encode())
    seen, ends = b"", time.monotonic() + 120
    while time.monotonic() < ends:
        ready, _, _ = select.select([leader], [], [], 0.5)
        try:
            part = os.read(leader, 65536) if ready else None
        except OSError:
            break
        if part == b"":
            break
        seen += part or b""
    else:
        process.kill()
    return process.wait(), seen.decode()


def test_add_asks_for_what_is_missing_on_a_terminal():
    answers = "2027-Q2\nofficial\nMinistry of National Defense\n115-10-02\nhttps://example.org/page\n"
    code, seen = on_a_terminal(answers, "add", "--subject", "mq9b", "--property", "final_delivery_promised")
    assert code == 0 and "recorded by tester" in seen, seen
    found = json.loads(call("statements", "--own", "--json").stdout)
    assert [s["value"] for s in found["statements"]] == ["2027-Q2"]
    assert found["statements"][0]["stated_on"] == "2026-10-02"


def test_add_asks_again_for_what_does_not_fit():
    """A wrong subject, property, value and speaker are asked again at once; a date that contradicts the value at the end."""
    answers = ("no_such\nfinal_delivery\nnonsense\nmq9b\nyesterday\n2027\nofficial\n\nMND\n2026-04-01\n"
               "https://example.org/page\n2026-03\n")  # fmt: skip
    code, seen = on_a_terminal(answers, "add")
    assert code == 0, seen
    for part in ("there is no case 'nonsense'", "there is no property 'no_such'", "'yesterday' is not a date",
                 "a speaker is needed", "before it happened"):  # fmt: skip
        assert part in seen, part
    assert json.loads(call("statements", "--own", "--json").stdout)["statements"][0]["value"] == "2026-03"


def test_add_without_a_terminal_says_what_is_needed():
    done = call("add", "--subject", "mq9b", stdin=subprocess.DEVNULL)
    assert done.returncode == 2 and "--property is needed" in done.stderr


def test_a_dry_run_adds_nothing(tmp_path, capsys):
    args = ["add", "--subject", "mq9b", "--property", "x-remark", "--value", "v", "--said-by", "me", "--standing", "named",
            "--stated-on", "2026-04-01", "--source", "x"]  # fmt: skip
    assert run([*args, "--dry-run"]) == 0
    assert not Path(os.environ["JOINTLINE_LEDGER"]).exists()
    assert run(args) == 0 and run(args) == 0
    assert "was there already" in capsys.readouterr().out


def test_a_slip_of_the_pen_is_no_new_case(capsys):
    args = ["--property", "final_delivery_promised", "--value", "2027", "--said-by", "MND", "--standing", "official",
            "--stated-on", "2026-04-01", "--source", "x"]  # fmt: skip
    assert run(["add", "--subject", "tw-2019-08-20-f16-blok70", *args]) == 2
    assert "tw-2019-08-20-f16-block70" in capsys.readouterr().err
    assert run(["add", "--subject", "tw-2026-10-01-new", *args]) == 2
    assert "notified_on" in capsys.readouterr().err
    assert not Path(os.environ["JOINTLINE_LEDGER"]).exists()


def test_a_new_case_begins_with_its_notification():
    args = ["--said-by", "DSCA", "--standing", "official", "--stated-on", "115-10-01", "--source", "x"]
    new = ["add", "--subject", "tw-2026-10-01-new"]
    assert run([*new, "--property", "notified_on", "--value", "115-10-01", *args]) == 0
    assert run([*new, "--property", "total_value", "--value", "US$500m", *args]) == 0
    assert run(["case", "new", "--as-of", "2026-10-01"]) == 0


def test_an_import_about_a_case_nobody_notified_is_refused(tmp_path, capsys):
    path = tmp_path / "short.csv"
    path.write_text("subject,property,value,said_by,standing,stated_on,source\n"
                    "f16-block70,final_delivery_promised,2028,MND,official,2026-05-01,x\n", encoding="utf-8")  # fmt: skip
    assert run(["import", str(path)]) == 2
    err = capsys.readouterr().err
    assert "short.csv" in err and "Its id is tw-2019-08-20-f16-block70" in err
    assert run(["statements", "--own"]) == 1


def test_a_known_speaker_keeps_his_kind(capsys):
    args = ["add", "--subject", "mq9b", "--property", "final_delivery_promised", "--value", "2027", "--standing", "official",
            "--said-by", "Ministry of National Defense", "--stated-on", "2026-04-01", "--source", "x", "--json"]  # fmt: skip
    assert run(args) == 0
    assert json.loads(capsys.readouterr().out)["statement"]["speaker_kind"] == "taiwan_government"


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_the_environment_cannot_colour_a_pipe(variable):
    assert "\x1b" not in call("backlog", "--as-of", "2023-11-30", env={**os.environ, variable: "1"}).stdout


def test_a_statement_by_its_id(capsys):
    assert run(["backlog", "--as-of", "2023-11-30", "--json"]) == 0
    wanted = json.loads(capsys.readouterr().out)["rows"][0]["statements"]
    for id_ in wanted:
        assert run(["statements", "--id", id_, "--json"]) == 0
        assert [s["id"] for s in json.loads(capsys.readouterr().out)["statements"]] == [id_]


def test_addresses_are_never_broken(capsys):
    assert run(["sources", "--case", "m1a2t"]) == 0
    out = capsys.readouterr().out
    assert all(line.split()[-1].count("http") <= 1 for line in out.splitlines()[1:])
    long = "https://tw.news.yahoo.com/%E6%88%91%E5%90%91%E7%BE%8E%E6%8E%A1%E8%B3%BCmq-9b"
    assert any(len(line) > 100 and long[:40] in line for line in out.splitlines())


def test_export_and_import_round_trip(tmp_path, monkeypatch, capsys):
    for ending in ("csv", "jsonl"):
        path = tmp_path / f"all.{ending}"
        assert run(["export", str(path), "--subject", "precedent"]) == 0
        text = path.read_text(encoding="utf-8").replace("precedent/", "precedent/copy-of-")
        copy = tmp_path / f"copy.{ending}"
        # other subjects, so other statements: the ids of the old ones must go
        lines = text.splitlines()
        if ending == "csv":
            lines = [line if i == 0 else "," + line.split(",", 1)[1] for i, line in enumerate(lines)]
        else:
            lines = [json.dumps({k: v for k, v in json.loads(line).items() if k != "id"}) for line in lines]
        copy.write_text("\n".join(lines) + "\n", encoding="utf-8")
        monkeypatch.setenv("JOINTLINE_LEDGER", str(tmp_path / f"{ending}.sqlite"))
        assert run(["import", str(copy), "--json"]) == 0
        out = capsys.readouterr().out
        first = json.loads(out[out.index("{") :])
        assert first["added"] == len(lines) - (ending == "csv") and first["already_there"] == 0
        assert run(["import", str(copy), "--json"]) == 0
        again = json.loads(capsys.readouterr().out)
        assert again["added"] == 0 and again["already_there"] == first["added"]


def test_an_import_of_shipped_statements_adds_nothing(tmp_path, capsys):
    path = tmp_path / "all.csv"
    assert run(["export", str(path)]) == 0
    capsys.readouterr()
    assert run(["import", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 0
