"""A register's orders as waiting times; fits on a made-up register; the parameters that ship; a user's own file."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from samples import orders

from jointline.errors import JointlineError
from jointline.forecast.own_register import own_register, read_orders
from jointline.forecast.register import Order, fit_register, read_register, register_text, shipped_register, wait
from jointline.forecast.table import forecast

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "sipri"
MAIN = SHARED / "trade-register_us-orders-2010on+taiwan-all_generated-2026-05-18.csv"
HEAD = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)


def order(**changes) -> Order:
    base = {
        "recipient": "Taiwan", "supplier": "United States", "ordered": 2015, "order_is_estimate": False, "description": "tank",
        "units": 10.0, "delivered": 10.0, "delivered_in": (2018, 2019), "from_stock": False,
    }  # fmt: skip
    return Order(**(base | changes))


def test_waits_are_as_wide_as_years_are():
    assert wait(order(), 2020, "first") == (24, 48)
    assert wait(order(), 2020, "final") == (36, 60)
    assert wait(order(order_is_estimate=True), 2020, "final") == (24, 72)
    assert wait(order(ordered=2018), 2020, "first") == (0, 12)


def test_a_year_does_not_know_what_comes_later():
    assert wait(order(), 2017, "first") == (24, math.inf)
    assert wait(order(), 2018, "first") == (24, 48)
    assert wait(order(), 2018, "final") == (36, math.inf)
    assert wait(order(), 2014, "first") is None


def test_the_rest_counts_from_the_first_delivery():
    assert wait(order(), 2020, "rest") == (0, 24)
    assert wait(order(delivered_in=(2016, 2018, 2021)), 2022, "rest") == (48, 72)
    assert wait(order(), 2018, "rest") == (0, math.inf)
    assert wait(order(delivered=3.0), 2022, "rest") == (48, math.inf)
    assert wait(order(), 2017, "rest") is None


def test_what_is_not_fully_delivered_is_not_final():
    assert wait(order(delivered=8.0), 2020, "final") == (60, math.inf)
    assert wait(order(units=None), 2020, "final") == (60, math.inf)


def test_fit_recovers_what_a_made_up_register_was_made_of():
    f = next(f for f in fit_register(orders(1500), [2023], "made up").fits if f.kind == "final")
    medians = {n: math.exp(f.level[0] + f.classes[n].mean) for n in ("armour", "naval_weapon")}
    assert medians["armour"] == pytest.approx(30, rel=0.12)
    assert medians["naval_weapon"] == pytest.approx(60, rel=0.12)
    assert f.taiwan[0] == pytest.approx(math.log(4 / 3), abs=0.1)
    assert f.scale == pytest.approx({"lognormal": 0.5, "log-logistic": 0.29, "weibull": 0.4}[f.shape], abs=0.07)


def test_an_early_year_is_fitted_on_what_was_known_then():
    """What is added after a year cannot change its fit."""
    made = orders()
    later = [*made, *(order(ordered=2019, delivered_in=(2019,)) for _ in range(50))]
    assert fit_register(made, [2016], "x") == fit_register(later, [2016], "x")


def test_a_register_too_small_is_refused():
    with pytest.raises(JointlineError, match="fewer than"):
        fit_register(orders(20), [2023], "x")


def test_parameters_survive_their_file():
    made = fit_register(orders(), [2015, 2023], "made up")
    assert read_register(register_text(made)) == made


def test_the_newest_register_is_the_one_that_had_been_published():
    shipped = shipped_register()
    years = {
        d: shipped.known_on(date.fromisoformat(d), "final").year for d in ("2020-03-30", "2020-03-31", "2026-11-25")
    }
    assert years == {"2020-03-30": 2018, "2020-03-31": 2019, "2026-11-25": 2025}
    assert shipped.known_on(date(2012, 1, 1), "final") is None


def test_shipped_parameters_say_whose_register_they_are_of_and_hold_no_row():
    shipped = shipped_register()
    assert "SIPRI" in shipped.source and "fitted" in shipped.source
    text = register_text(shipped)
    assert not any(word in text for word in ("Javelin", "Abrams", "Taiwan (", "Poland", "Ukraine"))
    assert {f.kind for f in shipped.fits} == {"first", "final", "rest"}
    assert {f.year for f in shipped.fits} == set(range(2012, 2026))


@pytest.mark.skipif(
    not MAIN.is_file(), reason=f"the SIPRI register is not at {SHARED.name}/: its terms keep it out of the project"
)
def test_shipped_parameters_are_those_of_the_register():
    read, dated = read_orders(MAIN)
    assert dated in shipped_register().source
    assert len([o for o in read if o.supplier == "United States"]) == 2375  # 25 were selected and not ordered
    for f in fit_register(read, [2025], "x").fits:
        kept = next(k for k in shipped_register().fits if (k.year, k.kind) == (2025, f.kind))
        assert (kept.shape, kept.orders, kept.delivered) == (f.shape, f.orders, f.delivered)
        assert kept.level == pytest.approx(f.level, abs=0.005)
        assert kept.scale == pytest.approx(f.scale, abs=0.005)


def written(path: Path, *rows: str, head: str = HEAD) -> Path:
    path.write_text(
        "\n".join(["Transfers of major conventional arms", "Data generated: 1 March 2024", head, *rows]) + "\n",
        encoding="cp1252",
    )
    return path


def line(o: Order) -> str:
    years = "; ".join(map(str, o.delivered_in))
    return f"{o.recipient},{o.supplier},{o.ordered},,{o.units:.0f},,X,{o.description},{o.delivered:.0f},,{years},New,,1,1,1"


def test_an_own_register_takes_the_place_of_the_shipped_one(tmp_path):
    path = written(tmp_path / "mine.csv", *(line(o) for o in orders()))
    made = forecast("m1a2t", "2024-06-30", "reference_class", register=path)
    assert "the register in mine.csv, generated 1 March 2024" in made.register
    assert made.rows[0].p50 != forecast("m1a2t", "2024-06-30", "reference_class").rows[0].p50


def test_selected_but_not_ordered_is_no_order(tmp_path):
    row = "Taiwan,United States,2025,?,60,?,M-109A7,self-propelled gun,0,,,New,Selected but not yet ordered by end-2025,1,1,"
    assert read_orders(written(tmp_path / "r.csv", row, line(order())))[0] == [order()]


@pytest.mark.parametrize(
    ("rows", "head", "says"),
    [(["Taiwan,United States,2019,,10"], HEAD, ["line 4", "5 cells"]),
     ([line(order()).replace("2015", "about 2015")], HEAD, ["line 4", "is no year"]),
     ([line(order())], "a,b,c", ["not a trade register"]), ([], HEAD, ["fewer than"])],
)  # fmt: skip
def test_a_faulty_register_is_told_by_line(tmp_path, rows, head, says):
    with pytest.raises(JointlineError) as caught:
        own_register(written(tmp_path / "r.csv", *rows, head=head), date(2024, 6, 30))
    assert all(word in str(caught.value) for word in says)


def test_a_register_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(JointlineError, match="no such file"):
        own_register(tmp_path / "none.csv", date(2024, 6, 30))
