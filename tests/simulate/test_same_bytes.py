"""Same network, draws and seed: same bytes, whatever works on it and however the draws are cut."""

from __future__ import annotations

import hashlib
import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from uncertain import plain_network

from jointline.network.load import load_network
from jointline.simulate.chunks import Job, outcomes, run_chunk
from jointline.simulate.layout import layout
from jointline.simulate.run import simulate

DRAWS = 700


def network():
    return plain_network() | {
        "options": {
            "priority": {"changes": [{"set": "policy", "to": "priority"}, {"set": "orders.o1.priority", "to": 1}]},
            "more": {"changes": [{"set": "lines.l0.rate_max", "to": 40}]},
        }
    }


def files(folder: Path, **how) -> tuple[bytes, bytes, dict[str, bytes]]:
    """The netCDF file, the deliveries and the bytes of every variable of a run."""
    data = simulate(network(), ["priority", "more"], draws=DRAWS, seed=3, deliveries=folder / "out.csv", **how)
    data.to_netcdf(folder / "out.nc")
    raw = {str(k): np.ascontiguousarray(v.values).tobytes() for k, v in data.variables.items() if v.dtype != object}
    return (folder / "out.nc").read_bytes(), (folder / "out.csv").read_bytes(), raw


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return files(tmp_path_factory.mktemp("alone"), workers=1)


@pytest.mark.parametrize("workers", [2, 7, None])
def test_threads(alone, tmp_path, workers):
    assert files(tmp_path, workers=workers) == alone


@pytest.mark.parametrize(("method", "workers"), [("spawn", 2), ("fork", 7)])
def test_processes(alone, tmp_path, method, workers):
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method)) as executor:
        assert files(tmp_path, executor=executor) == alone


def test_another_program_run(alone, tmp_path):
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path; import test_same_bytes as t\n"
        "nc, csv, _ = t.files(Path(sys.argv[1])); print(hashlib.sha256(nc + csv).hexdigest())"
    )
    here = Path(__file__).resolve().parent
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(here), str(here.parent / "model")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(alone[0] + alone[1]).hexdigest()


def test_the_first_draws_of_many_are_those_of_few():
    many, few = (simulate(plain_network(), draws=n, seed=5) for n in (1000, 100))
    for name, variable in few.data_vars.items():
        if "draw" in variable.dims:
            np.testing.assert_array_equal(many[name].values[:, :100], variable.values)


def test_chunks_cut_anywhere_are_one_run():
    job = Job((layout(load_network(plain_network())),), 9)
    whole = run_chunk(job, 0, 96)[0]
    parts = [run_chunk(job, begin, n)[0] for begin, n in ((0, 1), (1, 30), (31, 64), (95, 1))]
    for what in ("first", "final", "units"):
        np.testing.assert_array_equal(getattr(whole, what), np.concatenate([getattr(p, what) for p in parts]))
    for workers in (1, 3):
        begins = [(begin, len(found[0].first)) for begin, found in outcomes(job, 1000, workers)]
        assert [b for b, _ in begins] == np.cumsum([0, *(n for _, n in begins)])[:-1].tolist()
        assert sum(n for _, n in begins) == 1000


def test_summary_and_draws_agree():
    kept, summary = (simulate(network(), ["more"], draws=1000, keep=k) for k in ("draws", "summary"))
    assert "draw" not in summary.dims
    curves = ("units_to_date_quantile", "value_owed_usd_m_quantile")
    for name, variable in summary.data_vars.items():
        if name not in curves:
            np.testing.assert_array_equal(kept[name].values, variable.values, err_msg=str(name))
    orders = network()["orders"].values()
    most = {
        curves[0]: sum(o["quantity"] for o in orders if o["customer"] == "TWN"),
        curves[1]: float(kept[curves[1]].max()),
    }
    for name in curves:
        assert np.abs(kept[name] - summary[name]).max() <= most[name] / 2048


def test_quantiles_are_those_of_numpy_by_nearest_rank():
    data = simulate(network(), draws=777)
    for name, values in (
        ("units_to_date_quantile", data.units_delivered.cumsum("month").values[0]),
        ("value_owed_usd_m_quantile", data.value_owed_usd_m.values[0]),
    ):
        wanted = np.quantile(values, [0.1, 0.5, 0.9], axis=0, method="inverted_cdf")
        np.testing.assert_array_equal(data[name].values[0], wanted)
    for what in ("first", "final"):
        months = np.nan_to_num(data[f"{what}_delivery"].values[0], nan=np.inf)
        wanted = np.quantile(months, [0.1, 0.5, 0.9], axis=0, method="inverted_cdf")
        np.testing.assert_array_equal(
            data[f"{what}_delivery_quantile"].values[0], np.where(np.isinf(wanted), np.nan, wanted)
        )
        np.testing.assert_allclose(data[f"{what}_beyond_share"].values[0], np.isinf(months).mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(data.value_owed_usd_m_mean.values[0], data.value_owed_usd_m.values[0].mean(axis=0))
    np.testing.assert_allclose(data.units_to_date_mean.values[0], data.units_delivered.values[0].mean(axis=0).cumsum())


def test_memory_does_not_grow_with_the_draws():
    code = (
        "import resource, sys; sys.path[:0] = sys.argv[2:]\n"
        "from uncertain import plain_network; from jointline.simulate.run import simulate\n"
        "simulate(plain_network(300, 60), draws=int(sys.argv[1]), keep='summary')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    here = Path(__file__).resolve().parent
    peaks = [
        int(subprocess.run(
            [sys.executable, "-c", code, str(draws), str(here), str(here.parent / "model")],
            capture_output=True, text=True, check=True,
        ).stdout)
        for draws in (2000, 8000)
    ]  # fmt: skip
    assert peaks[1] < 1.15 * peaks[0]
