"""Networks and simulations from the command line: files whole or not at all, exit codes, pictures, progress, interruption."""

from __future__ import annotations

import csv
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
import tomli
import xarray
from rich.console import Console

import jointline as jl
from jointline.cli.main import run
from jointline.report.production import why_late_view

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from production_pages import NETWORK

JOINTLINE = [sys.executable, "-m", "jointline"]


@pytest.fixture(autouse=True)
def beside_a_network(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rockets.toml").write_text(NETWORK, encoding="utf-8")


def test_check_prints_every_fault_with_its_place_and_the_nearest_name(capsys):
    bad = NETWORK.replace('"rocket"\ncountry', '"rockett"\ncountry').replace("quantity = 600", "quantitiy = 600")
    Path("bad.toml").write_text(bad, encoding="utf-8")
    assert run(["network", "check", "bad.toml"]) == 2
    out = " ".join(capsys.readouterr().out.split())  # a long line is broken
    assert "N301" in out and "'rockett'" in out and "Did you mean: rocket?" in out
    assert "N102" in out and "quantitiy" in out and "Did you mean: quantity?" in out
    assert "N103" in out and "line " in out


def test_check_strict_turns_doubts_into_faults(capsys):
    assert run(["network", "check", "rockets.toml"]) == 0
    assert "no faults" in capsys.readouterr().out
    assert run(["network", "check", "rockets.toml", "--strict", "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["doubts"] == [] and {f["rule"] for f in found["faults"]} == {"N501"}


def test_show_says_of_every_number_what_it_rests_on(capsys):
    assert run(["network", "show", "rockets.toml", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    numbers = {n["name"]: n for p in shown["parts"] for n in p["numbers"]}
    assert numbers["line/rocket-usa/rate_max"]["said_by"] == "The maker"
    assert numbers["line/rocket-usa/production_lead_time"]["status"] == "assumption"
    assert numbers["line/rocket-usa/yield"]["status"] == "default"
    assert all(n["source"] if n["status"].startswith("evidence") else not n["source"] for n in numbers.values())
    assert run(["network", "show", "rockets.toml", "rocket-usa"]) == 0
    out = capsys.readouterr().out
    assert "The maker, 2026-03 (named)" in out and "assumption" in out


def test_the_picture_names_every_line_order_and_component(capsys):
    assert run(["network", "show", "rockets.toml", "-o", "r.svg", "--option", "both"]) == 0
    words = " ".join(ET.parse("r.svg").getroot().itertext())
    for name in ("rocket-usa", "rocket-taiwan", "us-army (USA), 600 owed", "taiwan (TWN), 400 owed", "motor"):
        assert name in words, name
    assert run(["network", "show", "rockets.toml", "-o", "r.png"]) == 0
    assert Path("r.png").read_bytes().startswith(b"\x89PNG")
    assert run(["network", "show", "rockets.toml", "-o", "r.jpeg"]) == 2
    assert "a picture ends in .svg or .png" in capsys.readouterr().err
    assert sorted(p.name for p in Path().iterdir()) == ["r.png", "r.svg", "rockets.toml"]


def test_init_writes_a_file_that_loads_and_never_overwrites(capsys):
    assert run(["network", "init", "taiwan", "--as-of", "2026-03-31"]) == 0
    assert tomli.loads(Path("taiwan.toml").read_text(encoding="utf-8")) == jl.shipped_network("taiwan", "2026-03-31")
    before = Path("taiwan.toml").read_bytes()
    assert run(["network", "init", "taiwan"]) == 2
    assert "--force" in capsys.readouterr().err
    assert Path("taiwan.toml").read_bytes() == before
    assert run(["network", "init", "taiwan", "--as-of", "2026-03-31", "--force"]) == 0
    assert Path("taiwan.toml").read_bytes() == before
    assert run(["network", "check", "taiwan.toml"]) == 0
    assert run(["network", "init", "taiwan", "-o", "no/where.toml"]) == 2


def test_simulate_writes_deliveries_and_netcdf(capsys):
    args = shlex.split("simulate rockets.toml --option both --draws 200 --seed 7 --deliveries d.csv -o r.nc --json")
    assert run(args) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["options"] == ["baseline", "both"] and table["run"]["seed"] == "7"
    with Path("d.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["option", "draw", "order", "month", "units"]
    sums: dict[tuple[str, str], int] = {}
    for r in rows:
        sums[r["option"], r["order"]] = sums.get((r["option"], r["order"]), 0) + int(r["units"])
    assert sums["baseline", "taiwan"] == 200 * 400 and sums["both", "us-army"] == 200 * 600
    data = xarray.open_dataset("r.nc")
    last = max(int(r["month"]) for r in rows if (r["option"], r["draw"], r["order"]) == ("both", "11", "taiwan"))
    assert float(data.final_delivery.sel(option="both", draw=11, order="taiwan")) == last
    first = Path("d.csv").read_bytes(), Path("r.nc").read_bytes()
    assert run([*args, "--workers", "3"]) == 0
    assert (Path("d.csv").read_bytes(), Path("r.nc").read_bytes()) == first


@pytest.mark.parametrize(("args", "words"), [
    (["simulate", "nowhere.toml"], "there is no such file"),
    (["simulate", "rockets.toml", "--option", "bothh"], "Did you mean: both?"),
    (["simulate", "rockets.toml", "--policy", "lifo"], "Did you mean: fifo?"),
    (["simulate", "rockets.toml", "--draws", "0"], "at least 1"),
    (["simulate", "rockets.toml", "--seed", "-1"], "at least 0"),
    (["simulate", "rockets.toml", "--deliveries", "no/d.csv", "--draws", "10"], "no such directory"),
    (["simulate", "rockets.toml", "-o", "no/r.nc", "--draws", "10"], "cannot be written"),
    (["why-late", "taiwann", "--network", "rockets.toml"], "Did you mean: taiwan?"),
    (["bottleneck", "moter", "--network", "rockets.toml"], "Did you mean: motor?"),
    (["network", "show", "rockets.toml", "linez"], "Did you mean: lines?"),
    (["network", "init", "tiwan"], "taiwan"),
])  # fmt: skip
def test_bad_usage_is_one_clear_error_and_leaves_nothing(args, words, capsys):
    assert run(args) == 2
    err = capsys.readouterr().err
    assert words in err and "Traceback" not in err
    assert [p.name for p in Path().iterdir()] == ["rockets.toml"]


def test_a_bottleneck_that_holds_nothing_up_is_said_and_exits_with_1(capsys):
    assert run(["bottleneck", "motor", "--network", "rockets.toml", "--draws", "50"]) == 0
    plenty = NETWORK.replace("rate_max = { uniform = [20, 35] }", "rate_max = 5000")
    Path("plenty.toml").write_text(plenty, encoding="utf-8")
    capsys.readouterr()
    assert run(["bottleneck", "motor", "--network", "plenty.toml", "--draws", "50"]) == 1
    assert "It holds nothing up in any draw." in capsys.readouterr().out


def test_months_are_rounded_half_up_as_the_page_does():
    found = jl.why_late("taiwan", "rockets.toml", draws=50)
    causes = tuple(
        replace(c, months_mean=0.25, months_p10=1.25, months_p50=2.25, months_p90=3.25) for c in found.causes
    )
    console = Console(width=120)
    with console.capture() as shown:
        console.print(why_late_view(replace(found, months_mean=65.05, causes=causes)))
    text = shown.get()
    assert f"{65.05:.1f} {2.25:.1f}" == "65.0 2.2"  # the binary fraction lies below what was written
    assert "65.1 months on average" in text
    rows = [r.split() for r in text.splitlines() if "%" in r]
    assert rows and all(
        [v for v in r if v in ("0.3", "1.3", "2.3", "3.3")] == ["0.3", "1.3", "2.3", "3.3"] for r in rows
    )


def test_progress_on_a_terminal_and_a_clean_interruption():
    leader, follower = pty.openpty()
    done = subprocess.Popen([*JOINTLINE, "simulate", "taiwan", "--draws", "3000000", "--deliveries", "d.csv"], stdin=follower,
                            stdout=follower, stderr=follower, env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # fmt: skip
    os.close(follower)  # the signal's default is set above: tests run in the background inherit that it is ignored
    seen, asked, end = b"", False, time.monotonic() + 120
    os.set_blocking(leader, False)
    while done.poll() is None and time.monotonic() < end:
        try:
            seen += os.read(leader, 65536)
        except (BlockingIOError, OSError):
            time.sleep(0.05)
        if b"simulating" in seen and b" of 3,000,000 draws" in seen and not asked:
            asked = True
            done.send_signal(signal.SIGINT)
    assert asked, seen[-2000:]
    # a shell shows 130 for both: Python ends by the signal itself where it came while a module was being made
    assert done.wait(timeout=120) in (130, -signal.SIGINT)
    assert [p.name for p in Path().iterdir()] == ["rockets.toml"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("-o rockets.toml", "ends in .nc"), ("--deliveries out.nc", "ends in .csv"),
        ("-o rockets.nc", "overwrite the network"), ("--deliveries d.csv -o d.csv", "ends in .nc"),
    ],
)  # fmt: skip
def test_a_result_never_takes_the_place_of_the_network(args, words, capsys):
    Path("rockets.nc").write_text(NETWORK, encoding="utf-8")
    file = "rockets.nc" if "rockets.nc" in args else "rockets.toml"
    before = Path(file).read_bytes()
    assert run(["simulate", file, "--draws", "5", *args.split()]) == 2
    assert words in capsys.readouterr().err
    assert Path(file).read_bytes() == before


def test_a_customer_who_ordered_nothing_is_told(capsys):
    Path("other.toml").write_text(
        NETWORK.replace('customer = "TWN"             #', 'customer = "TW"              #'), encoding="utf-8"
    )
    for command in (
        ["compare", "other.toml"],
        ["compare", "other.toml", "--json"],
        ["explain", "both", "--network", "other.toml"],
    ):
        assert run([*command, "--draws", "20"]) == 2
        err = capsys.readouterr().err
        assert "nothing is owed to the customer" in err
        assert "TWN" in err


def test_a_misspelt_route_is_a_fault(capsys):
    Path("route.toml").write_text(
        NETWORK.replace('mode = "A"', 'mode = "A"\nroute = "licenced-production"'), encoding="utf-8"
    )
    assert run(["network", "check", "route.toml"]) == 2
    assert "licensed-production" in capsys.readouterr().out
