"""What simulate() returns: its names, units and definitions, and its errors."""

from __future__ import annotations

import csv
import json
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import xarray
from uncertain import plain_network

from jointline.errors import JointlineError
from jointline.simulate.run import simulate

SHAPES = {
    "first_delivery": ("option", "draw", "order"), "final_delivery": ("option", "draw", "order"),
    "units_delivered": ("option", "draw", "month"), "value_owed_usd_m": ("option", "draw", "month"),
    "first_delivery_quantile": ("option", "quantile", "order"),
    "final_delivery_quantile": ("option", "quantile", "order"),
    "first_beyond_share": ("option", "order"), "final_beyond_share": ("option", "order"),
    "assumed_spread_share": ("option", "order"), "units_to_date_quantile": ("option", "quantile", "month"),
    "value_owed_usd_m_quantile": ("option", "quantile", "month"), "units_to_date_mean": ("option", "month"),
    "value_owed_usd_m_mean": ("option", "month"),
}  # fmt: skip
EXTRA = {"add": "orders.extra", "product": "p0", "customer": "TWN", "quantity": 3, "case": "case0"}
EVIDENCE = {"source": "https://example.org/page", "said_by": "the ministry", "standing": "named"}


def small(**top):
    """One line of 2 a month, two orders of one case and one of another customer."""
    orders = {
        "a": {"case": "one", "product": "p", "customer": "TWN", "quantity": 4},
        "b": {"case": "one", "product": "p", "customer": "TWN", "quantity": 6},
        "c": {"case": "two", "product": "p", "customer": "USA", "quantity": 5},
    }
    return {
        "as_of": "2026-10", "horizon": 12, "customer": "TWN", "products": {"p": {}}, "orders": orders,
        "lines": {"l": {"product": "p", "country": "USA", "rate_max": 2, "production_lead_time": 1}},
        "cases": {"one": {"value_usd_m": 50}, "two": {"value_usd_m": 20}},
    } | top  # fmt: skip


def with_extra():
    return plain_network() | {"options": {"more": {"changes": [EXTRA]}}}


def test_dimensions_coordinates_units_and_the_run_card():
    data = simulate(with_extra(), ["more"], draws=40, seed=7)
    assert {str(k): v.dims for k, v in data.data_vars.items()} == SHAPES
    assert data.sizes == {"option": 2, "draw": 40, "order": 13, "month": 120, "quantile": 3}
    for variable in (*data.data_vars.values(), data.month, data.owed):
        assert variable.attrs["units"]
        assert variable.attrs["long_name"]
    assert data.option.values.tolist() == ["baseline", "more"]
    assert data.order.values.tolist() == [*plain_network()["orders"], "extra"]
    assert data.month.values.tolist() == list(range(120))
    assert data["quantile"].values.tolist() == ["p10", "p50", "p90"]
    assert set(data.coords) == {"option", "draw", "order", "month", "quantile", "customer", "product", "case", "owed"}
    assert data.owed.sel(order="extra") == 3
    assert data.customer.sel(order="extra") == "TWN"
    card = data.attrs
    assert (card["draws"], card["seed"], card["policy"], card["as_of"], card["horizon"]) == (
        40,
        "7",
        "fifo",
        "2026-10",
        120,
    )
    assert card["numbers_uncertain"] == 5 * 4 + 2 + 12
    assert card["numbers_with_evidence"] == 0
    assert card["cases_without_value"] == ""
    assert len(card["network"]) == 16
    assert card["network"] != simulate(plain_network(seed=2), draws=1).attrs["network"]
    json.dumps(card)


def test_a_result_is_saved_and_read_again(tmp_path):
    data = simulate(with_extra(), ["more"], draws=40)
    data.to_netcdf(tmp_path / "out.nc")
    with xarray.open_dataset(tmp_path / "out.nc") as again:
        for name, variable in data.variables.items():
            np.testing.assert_array_equal(again[name].values, variable.values)
            assert {k: v for k, v in again[name].attrs.items() if k in ("units", "long_name")} == dict(variable.attrs)
        assert {k: v.item() if hasattr(v, "item") else v for k, v in again.attrs.items()} == data.attrs


def test_an_order_of_one_option_alone_is_missing_in_the_others():
    data = simulate(with_extra(), ["more"], draws=40).sel(order="extra")
    for name in ("first_delivery", "final_delivery", "final_delivery_quantile", "final_beyond_share"):
        assert data[name].sel(option="baseline").isnull().all()
        assert data[name].sel(option="more").notnull().all()


def test_a_short_horizon_by_hand():
    data = simulate(small(), draws=3).isel(option=0)
    # slots 2 a month, started in months 0..., delivered a month later: a 4 units, b 6, c 5
    assert data.first_delivery.values.tolist() == [[1, 3, 6]] * 3
    assert data.final_delivery.values.tolist() == [[2, 5, 8]] * 3
    assert data.units_delivered.values[0].tolist() == [0, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0]
    # the case of a and b counts in full until both are there; the other customer's case counts as well
    assert data.value_owed_usd_m.values[0].tolist() == [70] * 5 + [20] * 3 + [0] * 4
    assert data.value_owed_usd_m_mean.values.tolist() == data.value_owed_usd_m.values[0].tolist()
    assert data.units_to_date_quantile.sel(quantile="p50").values.tolist() == [0, 2, 4, 6, 8] + [10] * 7
    beyond = simulate(small(horizon=8), draws=1).isel(option=0, draw=0)
    assert beyond.final_delivery.values[:2].tolist() == [2, 5]
    assert np.isnan(beyond.final_delivery.values[2])
    assert beyond.first_delivery.values[2] == 6
    assert beyond.final_beyond_share.values.tolist() == [0, 0, 1]
    assert beyond.final_delivery_quantile.isnull().values[:, 2].all()


def test_an_order_with_nothing_owed_has_no_months_and_is_not_beyond():
    raw = small()
    raw["orders"]["b"] |= {"delivered": 6}
    data = simulate(raw, draws=4).isel(option=0).sel(order="b")
    for name in ("first_delivery", "final_delivery", "first_delivery_quantile", "final_delivery_quantile"):
        assert data[name].isnull().all()
    assert data.final_beyond_share == 0
    assert data.owed == 0
    assert simulate(raw, draws=1).value_owed_usd_m.values[0, 0, :3].tolist() == [70, 70, 20]  # with a alone
    raw["orders"]["a"] |= {"delivered": 4}
    assert simulate(raw, draws=1).value_owed_usd_m.values[0, 0, 0] == 20  # no order of the case is owed


def test_units_in_process_are_handed_over_when_they_are_due():
    raw = small()
    raw["orders"]["a"]["in_process"] = [[7, 3], [20, 1]]
    data = simulate(raw, draws=1).isel(option=0, draw=0)
    assert data.first_delivery.sel(order="a") == 7
    assert data.final_delivery.sel(order="a").isnull()  # the last one is due beyond the horizon
    assert data.units_delivered.values[7] == 3
    assert data.value_owed_usd_m.values[-1] == 50


def test_the_value_owed_is_that_of_the_final_deliveries():
    data = simulate(plain_network(horizon=60), draws=60)
    case_of = data.case.values
    final = np.where(data.final_delivery.isnull(), 60, data.final_delivery)[0]
    owed = np.zeros((60, 60))
    for case in dict.fromkeys(case_of):
        last = final[:, case_of == case].max(axis=1)
        owed += np.where(np.arange(60) < last[:, None], plain_network()["cases"][case]["value_usd_m"], 0)
    assert data.final_delivery.isnull().any()
    np.testing.assert_allclose(data.value_owed_usd_m.values[0], owed, rtol=1e-12)


def test_a_case_without_value_is_named():
    raw = small()
    del raw["cases"]["two"]["value_usd_m"]
    data = simulate(raw, draws=1)
    assert data.attrs["cases_without_value"] == "two"
    assert data.value_owed_usd_m.values[0, 0, 7] == 0


def test_the_deliveries_add_up_to_the_curves(tmp_path):
    out = tmp_path / "out.csv"
    data = simulate(with_extra(), ["more"], draws=50, deliveries=out)
    units = np.zeros((2, 50, 120), int)
    keys = []
    with out.open(encoding="utf-8", newline="") as file:
        assert file.readline() == "option,draw,order,month,units\n"
        file.seek(0)
        for row in csv.DictReader(file):
            option, order = data.option.values.tolist().index(row["option"]), row["order"]
            keys.append((option, int(row["draw"]), data.order.values.tolist().index(order), int(row["month"])))
            assert int(row["units"]) > 0
            if data.customer.sel(order=order) == "TWN":
                units[option, int(row["draw"]), int(row["month"])] += int(row["units"])
    np.testing.assert_array_equal(data.units_delivered.values, units)
    assert keys == sorted(set(keys))
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_names_with_commas_survive_in_the_deliveries(tmp_path):
    raw = small(options={"m,1": {"changes": []}})
    name = "é,x;\\台"
    raw["orders"] = {name: raw["orders"]["a"]}
    simulate(raw, ["m,1"], draws=2, deliveries=tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {r["order"] for r in rows} == {name}
    assert {r["option"] for r in rows} == {"baseline", "m,1"}
    assert rows[0] == {"option": "baseline", "draw": "0", "order": name, "month": "1", "units": "2"}


def loose(*evidence):
    raw = small(horizon=60)
    raw["lines"]["l"] |= {"rate_max": {"uniform": [1, 3]}, "production_lead_time": {"uniform": [0, 24]}}
    raw["lines"]["l"]["evidence"] = dict.fromkeys(evidence, EVIDENCE)
    return raw


def test_the_share_of_the_spread_that_is_assumed():
    def share(*evidence, **how):
        return simulate(loose(*evidence), draws=2000, **how).assumed_spread_share.values[0]

    assert (share() == 1).all()
    assert (share("rate_max", "production_lead_time") == 0).all()
    rate, lead = share("rate_max"), share("production_lead_time")
    assert (rate > 0.6).all()  # the lead time is assumed, and spreads most
    assert (rate < 1).all()
    assert (lead < 0.4).all()
    assert (lead >= 0).all()
    np.testing.assert_array_equal(rate, share("rate_max", keep="summary", workers=3))
    assert np.isnan(simulate(small(), draws=5).assumed_spread_share).all()  # no spread at all
    raw = loose("rate_max", "production_lead_time")
    raw["lines"]["l"]["assumptions"] = {"rate_max": "a spread of our own", "production_lead_time": "the same"}
    assert (simulate(raw, draws=200).assumed_spread_share == 1).all()


def test_progress_rises_to_the_draws():
    seen = []
    simulate(plain_network(), draws=1000, workers=4, progress=lambda done, of: seen.append((done, of)))
    assert len(seen) > 1
    assert [of for _, of in seen] == [1000] * len(seen)
    assert seen == sorted(set(seen))
    assert seen[-1] == (1000, 1000)


@pytest.mark.parametrize("how", [{"workers": 1}, {"workers": 3}, {"executor": True}])
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_run_leaves_nothing_behind(tmp_path, how, error):
    calls = []

    def stop(done, of):
        calls.append(done)
        if len(calls) == 2:
            raise error

    with ThreadPoolExecutor(2) as pool:
        how = {"executor": pool} if "executor" in how else how
        with pytest.raises(error):
            simulate(plain_network(300, 4), draws=5000, deliveries=tmp_path / "out.csv", progress=stop, **how)
    assert list(tmp_path.iterdir()) == []
    assert len(calls) == 2


def test_a_file_that_was_there_is_replaced_whole_or_not_at_all(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")

    def stop(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(small(), draws=2, deliveries=out, progress=stop)
    assert out.read_text() == "mine"
    (tmp_path / "link.csv").symlink_to(out)
    simulate(small(), draws=2, deliveries=tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert out.read_text().startswith("option,")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.csv", "out.csv"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"draws": 0}, "draws"), ({"draws": -3}, "draws"), ({"draws": True}, "draws"), ({"draws": 1.5}, "draws"),
        ({"draws": "10"}, "draws"), ({"draws": None}, "draws"), ({"draws": 2**31 + 1}, "draws"),
        ({"seed": -1}, "seed"), ({"seed": False}, "seed"), ({"seed": 0.5}, "seed"), ({"seed": None}, "seed"),
        ({"workers": 0}, "workers"), ({"workers": True}, "workers"),
        ({"policy": "lifo"}, "policy"), ({"sampling": "halton"}, "sampling"), ({"keep": "all"}, "keep"),
        ({"options": ["nil"]}, "nil"), ({"options": ["a+nil"]}, "nil"), ({"options": [""]}, "option"),
        ({"options": "a"}, "list of names"), ({"options": ["long"]}, "horizon"),
    ],
)  # fmt: skip
def test_what_is_refused(how, words):
    raw = small(options={"a": {"changes": []}, "long": {"changes": [{"set": "horizon", "to": 24}]}})
    with pytest.raises(JointlineError, match=words):
        simulate(raw, **{"draws": 2} | how)


def test_numbers_of_numpy_are_numbers():
    one, other = simulate(small(), draws=np.int64(2), seed=np.uint32(3)), simulate(small(), draws=2, seed=3)
    assert one.identical(other)
    json.dumps(one.attrs)


def test_deliveries_that_cannot_be_written_are_refused_at_once(tmp_path):
    def never(done, of):
        raise AssertionError

    for place in (tmp_path / "none" / "out.csv", tmp_path):
        with pytest.raises(JointlineError) as caught:
            simulate(small(), draws=2, deliveries=place, progress=never)
        assert caught.value.where
    with pytest.raises(JointlineError):
        simulate(small(), draws=2, deliveries=os.devnull, progress=never)
    assert list(tmp_path.iterdir()) == []


def test_more_units_than_can_be_counted_are_refused():
    raw = small()
    raw["orders"] |= {f"big{i}": raw["orders"]["c"] | {"quantity": 10**9} for i in range(3)}
    with pytest.raises(JointlineError, match="more units"):
        simulate(raw, draws=1)


def test_a_quantity_without_bound_keeps_a_fine_summary():
    raw = small(horizon=120)
    raw["orders"]["a"]["quantity"] = {"lognormal": [40, 1.5]}
    kept, summary = (simulate(raw, draws=3000, keep=k).units_to_date_quantile for k in ("draws", "summary"))
    assert np.abs(kept - summary).max() < 0.2
