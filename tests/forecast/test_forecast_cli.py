"""forecast, backtest and score as typed: output, charts, files, errors."""

from __future__ import annotations

import csv
import json

import pytest

from jointline.cli.main import run

DAY = ["--as-of", "2026-03-31"]


def output(args: list[str], capsys, code: int = 0) -> str:
    assert run(args) == code
    return capsys.readouterr().out


def test_forecast_of_all_and_of_one(capsys):
    text = output(["forecast", *DAY], capsys)
    assert "first delivery" in text and "final delivery" in text and "f16-block70" in text
    assert "these ranges rest on few events" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 100
    text = output(["forecast", "f16-block70", *DAY], capsys)
    for word in ("blend", "reference_class", "promise_slip", "production", "official", "Combat and trainer aircraft"):
        assert word in text


def test_json_is_the_forecast(capsys):
    found = json.loads(output(["forecast", "hcds", *DAY, "--method", "blend", "--json"], capsys))
    assert found["rows"][0]["event"] == "final" and found["as_of"] == "2026-03-31"
    shares = [found["rows"][0][f"{k}_share"] for k in ("delivered", "cancelled", "converted", "beyond")]
    assert sum(shares) == pytest.approx(1, abs=1e-3)


def test_charts_are_svg_or_png(tmp_path, capsys):
    for args, name in (
        (["forecast", "hcds", *DAY, "--method", "official"], "one.png"),
        (["backtest", "--from", "2024-01"], "reliability.svg"),
    ):
        output([*args, "-o", str(tmp_path / name)], capsys)
    assert (tmp_path / "one.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert (tmp_path / "reliability.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_chart_shows_bars_promises_and_what_came(tmp_path, capsys):
    path = tmp_path / "f.svg"
    output(["forecast", *DAY, "-o", str(path)], capsys)
    text = path.read_text(encoding="utf-8")
    for word in ("P10 to P90", "promised", "first delivery came", "M1A2T Abrams tanks", "air-defence missiles (2019)"):
        assert word in text


def test_csv_and_run_card(tmp_path, capsys):
    output(["forecast", *DAY, "--csv", str(tmp_path / "f.csv")], capsys)
    rows = list(csv.DictReader((tmp_path / "f.csv").open(encoding="utf-8")))
    assert len(rows) > 50 and {r["method"] for r in rows} == {"blend"}
    assert json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))["as_of"] == "2026-03-31"


def test_record_then_score(capsys):
    assert (
        run(
            [
                "forecast",
                "m1a2t",
                "--as-of",
                "2023-06-30",
                "--method",
                "official",
                "--method",
                "promise_slip",
                "--record",
            ]
        )
        == 0
    )
    assert "4 forecasts recorded" in capsys.readouterr().err
    text = output(["score"], capsys)
    assert "4 recorded forecasts" in text and "more than 31 days" in text


def test_backtest_prints_sizes_verdicts_and_cases(capsys):
    text = output(["backtest"], capsys)
    for word in ("half-years", "no skill shown", "better", "javelin-2015", "90 % range", "Weights of the blend"):
        assert word in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("args", "says", "code"),
    [(["forecast", "no-such-case"], "there is no case", 2), (["forecast", "javelin-2015", *DAY], "Javelin anti-tank missiles: delivered by", 1),
     (["forecast", *DAY, "--method", "magic"], "there is no method", 2), (["forecast", *DAY, "-o", "f.pdf"], "a picture ends in", 2),
     (["forecast", *DAY, "--csv", "f.txt"], "ends in .csv", 2), (["forecast", *DAY, "--csv", "no/such/f.csv"], "cannot write", 2),
     (["forecast", "--as-of", "soon"], "not a date", 2), (["forecast", *DAY, "--register", "none.csv"], "no such file", 2),
     (["forecast", "--as-of", "2014"], "no case of the backlog", 1), (["backtest", "--from", "2031-01"], "no half-year", 2),
     (["backtest", "--from", "x"], "not a date", 2), (["score"], "no forecast was recorded", 1), (["score", "--file", "none.csv"], "cannot be read", 2)],
)  # fmt: skip
def test_bad_questions_get_one_clear_error(args, says, code, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(args) == code
    captured = capsys.readouterr()
    assert says in captured.err and "Traceback" not in captured.err
    assert captured.out == "" and list(tmp_path.rglob("f.*")) == []
