"""What drives the answer of a network, against the same network run by brute force."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path

import numpy as np
import pytest
import tomli

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from pick_freeze import brute_force

import jointline as jl
from jointline.cli.main import run
from jointline.options.afresh import total_afresh
from jointline.options.runs import run_options
from production_pages import NETWORK

RAW = tomli.loads(NETWORK)
WITHIN = 0.03


@pytest.mark.parametrize("option", ["baseline", "taiwan-motors", "taiwan-first", "both"])
def test_within_3_hundredths_of_brute_force(option):
    truth = brute_force(RAW, option, 8_192)
    found = jl.sensitivity(RAW, option)
    assert {r.name for r in found.rows} == set(truth)
    for row in found.rows:
        first, total = truth[row.name]
        assert row.first == pytest.approx(first, abs=WITHIN), row.name
        assert row.total == pytest.approx(total, abs=WITHIN), row.name


def test_shares_are_laid_to_what_the_numbers_rest_on():
    found = jl.sensitivity(RAW, "baseline", measure="months")
    parts = (found.sourced_share, found.assumed_share, found.together_share, found.unexplained_share)
    assert sum(parts) == pytest.approx(1, abs=0.001)
    assert found.numbers == 4 and found.numbers_assumed == 3
    assert found.assumed_share > 0.95  # the motors' rate and the lead time, both assumed
    raw = copy.deepcopy(RAW)
    said = {"source": "https://example.org/motors", "said_by": "The maker", "stated_on": "2026-03", "standing": "named"}
    raw["sources"]["motor-usa"]["evidence"] = {"rate_max": said}
    sourced = jl.sensitivity(raw, "baseline", measure="months")
    motors = next(r for r in sourced.rows if r.name == "source/motor-usa/rate_max")
    assert motors.status == "evidence" and motors.said_by == "The maker"
    assert sourced.sourced_share == pytest.approx(motors.first, abs=0.01) and sourced.assumed_share < 0.2
    raw["sources"]["motor-usa"]["assumptions"] = {"rate_max": "Five either way"}
    around = jl.sensitivity(raw, "baseline", measure="months")
    assert around.spread_assumed_share == pytest.approx(sourced.sourced_share, abs=0.01)
    assert around.assumed_share == found.assumed_share
    assert f"{100 * around.assumed_share:.0f} %" in around.sentences[0] or "over 99 %" in around.sentences[0]


def test_on_the_shipped_network_the_draws_tell_what_runs_drawn_afresh_tell():
    network = jl.load_network(jl.shipped_network("taiwan", "2026-11-30"))
    found = jl.sensitivity(network, "baseline", measure="value-months", afresh=0)
    assert found.numbers > 100 and found.unexplained_share < 0.1
    runs = run_options(network, [], found.draws, seed=3)
    worth = np.nan_to_num(runs.values)
    for row in found.rows[:3]:
        total, error = total_afresh(runs, lambda r: r.runs[0].final @ worth, [row.name])
        assert row.total == pytest.approx(total, abs=WITHIN + 2 * error), row.name


def test_directions_and_dates():
    found = {r.name: r for r in jl.sensitivity(RAW, "baseline", case="taiwan").rows}
    assert found["source/motor-usa/rate_max"].direction == "helps"
    assert found["line/rocket-usa/production_lead_time"].direction == "hurts"
    assert found["source/motor-usa/rate_max"].narrower_share > 0.5
    assert all(r.worth_of_knowing is None for r in found.values())


def test_an_option_that_is_never_worse_is_worth_0_to_find_out_about():
    found = jl.sensitivity(RAW, "taiwan-motors")
    assert found.worth_of_knowing_all == 0 and all(r.worth_of_knowing == 0 for r in found.rows)
    assert any("worth 0" in s for s in found.sentences)
    assert found.rows[0].narrower_share > 0.5


def test_where_the_choice_hangs_on_a_number_knowing_it_is_worth_something():
    found = jl.sensitivity(RAW, "taiwan-motors", at=20_000)
    rows = {r.name: r for r in found.rows}
    motors, lead = rows["source/motor-usa/rate_max"], rows["line/rocket-usa/production_lead_time"]
    assert 0 < motors.worth_of_knowing <= found.worth_of_knowing_all
    assert motors.worth_of_knowing > 0.8 * found.worth_of_knowing_all and lead.worth_of_knowing == 0
    assert found.worth_of_knowing_assumed >= motors.worth_of_knowing - 3 * motors.worth_of_knowing_se


def test_it_agrees_with_what_compare_tells():
    compared = jl.compare(RAW, ["taiwan-motors"]).options[0]
    found = jl.sensitivity(RAW, "taiwan-motors")
    assert found.mean == pytest.approx(compared.value_months_mean, abs=0.01)
    assert (found.p10, found.p50, found.p90) == (
        compared.value_months_p10,
        compared.value_months_p50,
        compared.value_months_p90,
    )


def test_same_input_same_result_whatever_works():
    one = jl.sensitivity(RAW, "both", draws=512)
    assert jl.sensitivity(RAW, "both", draws=512, workers=3) == one
    assert jl.sensitivity(RAW, "both", draws=512, seed=1) != one


def test_without_spread_it_says_so():
    raw = copy.deepcopy(RAW)
    raw["options"]["idle"] = {"changes": []}
    found = jl.sensitivity(raw, "idle", draws=256)
    assert found.mean == found.spread == 0 and "no spread" in found.sentences[0]
    assert all(r.first == r.total == 0 and r.direction == "neither" for r in found.rows)
    assert found.sourced_share == found.assumed_share == found.unexplained_share == 0
    assert "no spread" in str(found)


def test_a_rare_gain_is_told_by_drawing_afresh():
    """It gains in one draw of eleven: a polynomial follows that badly, and a run with a number drawn afresh does not."""
    truth = brute_force(RAW, "made-in-taiwan", 60_000)
    found = jl.sensitivity(RAW, "made-in-taiwan", draws=16_384)
    assert found.drawn_afresh == found.numbers and all(r.afresh for r in found.rows)
    for row in found.rows:
        assert row.total == pytest.approx(truth[row.name][1], abs=WITHIN), row.name
    assert any("drawn afresh" in w for w in found.warnings)
    assert found.unexplained_share == 0
    assert found.sourced_share + found.assumed_share + found.together_share == pytest.approx(1, abs=0.001)


def test_without_drawing_afresh_it_says_what_could_not_be_told_apart():
    found = jl.sensitivity(RAW, "made-in-taiwan", afresh=0)
    assert found.unexplained_share > 0.1 and found.drawn_afresh == 0
    assert any("could not be laid to any number" in w for w in found.warnings)
    assert found.rows[0].total_se > 0.03


def test_shares_by_basis_agree_between_the_draws_and_runs_drawn_afresh(monkeypatch):
    told = jl.sensitivity(RAW, "baseline")
    assert told.drawn_afresh == 0
    monkeypatch.setattr("jointline.options.sensitivity._UNTOLD", -1)
    again = jl.sensitivity(RAW, "baseline")
    assert again.drawn_afresh == 4
    for what in ("sourced_share", "assumed_share", "together_share", "assumption_share", "spread_assumed_share"):
        assert getattr(again, what) == pytest.approx(getattr(told, what), abs=WITHIN), what
    for one, other in zip(told.rows, again.rows, strict=True):
        assert other.total == pytest.approx(one.total, abs=WITHIN)


def test_few_draws_and_the_horizon_are_said():
    raw = copy.deepcopy(RAW) | {"horizon": 60}
    found = jl.sensitivity(raw, "baseline", draws=128)
    assert any("128 draws are few" in w for w in found.warnings)
    assert found.beyond_share > 0 and any("beyond the horizon" in w for w in found.warnings)


@pytest.mark.parametrize(("args", "words"), [
    (["rockets.toml", "taiwan-motorz"], "Did you mean: taiwan-motors"),
    (["rockets.toml", "both", "--case", "taiwann"], "Did you mean"),
    (["rockets.toml", "both", "--draws", "12"], "at least 64"),
    (["rockets.toml", "both", "--draws", "0"], "at least 1"),
    (["rockets.toml", "both", "--seed", "-1"], "at least 0"),
    (["rockets.toml", "both", "--afresh", "-1"], "at least 0"),
    (["rockets.toml", "both", "--at", "nan"], "at is a number"),
    (["rockets.toml", "both", "--measure", "years"], "months"),
    (["nowhere.toml", "both"], "there is no such file"),
    (["worthless.toml", "both"], "no value is known"),
    (["other.toml", "both"], "nothing is owed"),
])  # fmt: skip
def test_bad_usage_is_one_clear_error(args, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("rockets.toml").write_text(NETWORK, encoding="utf-8")
    Path("worthless.toml").write_text(NETWORK.replace("value_usd_m = 4050", ""), encoding="utf-8")
    Path("other.toml").write_text(NETWORK.replace('customer = "TWN"  ', 'customer = "JPN"  '), encoding="utf-8")
    assert run(["sensitivity", *args]) == 2
    err = capsys.readouterr().err
    assert words in err and "Traceback" not in err


def test_what_the_terminal_shows(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("rockets.toml").write_text(NETWORK, encoding="utf-8")
    assert run(["sensitivity", "rockets.toml", "taiwan-motors", "--draws", "1024"]) == 0
    out = capsys.readouterr().out
    assert "of the spread comes from assumptions nobody has published" in out
    assert "source/motor-usa/rate_max" in out and "2 numbers more" in out
    assert run(["sensitivity", "rockets.toml", "taiwan-motors", "--draws", "1024", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == 4
