"""The simulation beside SimPy and beside its own kernels in C, its cost as networks grow, its memory, and a whole run.

    python benchmarks/simulate.py [--quick] [--large]

What is compared runs in turn in one process (A B A B ...) after a warm-up, so that whatever else the machine does
falls on both; what counts is the ratio within a pair, never the seconds. Exits with 1 where a limit is missed:

1. the whole simulation (draws and kernel, two threads) makes a replication at least 1,000 times as fast as SimPy;
2. the kernel reaches 0.7 of the speed of the same kernel in C on one thread, with equal results. Draws go side by
   side where the queue is the same in every draw (fifo, which is held to the limit, and priority), one after the
   other else (pro_rata); the kernel that takes one after the other can do every network and is told for all three.
   Left out where there is no C compiler: ``cc``, or what the environment variable CC names;
3. a draw's time an order-month until the orders are finished differs by less than 2 times from 30 to 240 orders;
4. the peak memory of a run of 1,500 orders and 300 lines does not grow with its draws: twice as many, at most 1.15
   times the memory. --large makes 100,000 draws of it in less than 1,000 MB (this takes long);
5. 10,000 draws of the shipped network of Taiwan take less than a second on all cores, the one limit in seconds. It
   is held for a network that is read already; with building it from the ledger the time is told.

The networks of 1 to 4 are made up (``simulate_network``); SimPy runs tests/model/simpy_oracle.py.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from jointline.ledger.ledger import Ledger
from jointline.network.load import load_network
from jointline.network.parts import Network
from jointline.network.shipped import shipped_network
from jointline.simulate.chunks import Job, outcomes
from jointline.simulate.draws import sample
from jointline.simulate.kernel import NOTHING, run_draws
from jointline.simulate.lanes import run_lanes
from jointline.simulate.layout import Layout, layout
from running import environment, run
from simulate_network import HORIZON, drawn_tables, tables

HERE = Path(__file__).resolve().parent
SIMPY_LIMIT, C_LIMIT, LINEAR_LIMIT, GROWTH_LIMIT, MEMORY_LIMIT = 1000.0, 0.7, 2.0, 1.15, 1000.0
SIZES = ((30, 15, 5), (60, 30, 10), (120, 60, 20), (240, 120, 40))  # orders, lines, components
LARGE, LARGE_DRAWS = (1500, 300, 100), 100_000
TAIWAN_DRAWS, TAIWAN_LIMIT = 10_000, 1.0
# no contraction, which rounds differently; the next two change no result and give C all its vector instructions
COMPILE = ["-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC"]

Arrays = tuple[Any, Any, Any]  # first, final, units
Kernel = Callable[..., Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer draws and pairs")
    parser.add_argument("--large", action="store_true", help="also 100,000 draws of 1,500 orders")
    parser.add_argument("--memory-of", type=int, help=argparse.SUPPRESS)  # what the processes of part 4 are asked
    given = parser.parse_args()
    if given.memory_of:
        return run_large(given.memory_of)
    pairs = 3 if given.quick else 9
    met = [beside_simpy(pairs, 2048 if given.quick else 4096)]
    met += [beside_c(pairs, 256 if given.quick else 512)]
    met += [linear(pairs, 64 if given.quick else 256)]
    met += [memory(256 if given.quick else 2000)]
    met += [large()] if given.large else []
    met += [taiwan(pairs)]
    print("within the limits" if all(met) else "beyond the limits")
    return int(not all(met))


def beside_simpy(pairs: int, draws: int) -> bool:
    """A replication in SimPy and here."""
    sys.path.insert(0, str(HERE.parent / "tests" / "model"))
    try:
        import simpy_oracle
    except ImportError as error:
        raise SystemExit(f"{error}: the benchmark needs SimPy (pip install simpy)") from None
    network = tables()
    arrays = layout(load_network(network))
    instances, values = drawn_tables(network, arrays, seed=0, n=4)
    first, final, _ = kernel(arrays, values)
    busy = []
    for d, instance in enumerate(instances):  # both simulate the same thing
        months: dict[str, list[int]] = {o: [] for o in arrays.orders}
        for order, month, _ in simpy_oracle.deliveries(instance):
            months[order].append(month)
        for i, found in enumerate(months.values()):
            assert not found or found[0] == first[d, i], (d, i)
            assert final[d, i] < 0 or found[-1] == final[d, i], (d, i)
        busy.append(np.where(final[d] < 0, HORIZON, final[d]).mean())
    print(f"60 orders, 30 lines, 10 components, {HORIZON} months, {len(arrays.terms)} uncertain numbers; "
          f"an order is busy until month {np.mean(busy):.0f}")  # fmt: skip
    job, many = Job((arrays,), seed=0), sample(arrays.terms, 0, 0, 512)

    def by_simpy() -> None:
        for instance in instances:
            simpy_oracle.deliveries(instance)

    def whole() -> None:
        for _ in outcomes(job, draws, workers=2):
            pass

    times = in_turn(pairs, [by_simpy, whole, lambda: kernel(arrays, many), lambda: sample(arrays.terms, 0, 0, 512)])
    one, ours, alone, drawing = (t / n for t, n in zip(times, (len(instances), draws, 512, 512), strict=True))
    ratio = float(np.median(one / ours))
    print(f"  SimPy {np.median(one) * 1e3:.1f} ms a replication; kernel alone, one thread, {np.median(alone) * 1e6:.0f} µs: "
          f"{np.median(one / alone):,.0f} times as fast; draws alone, one thread, {np.median(drawing) * 1e6:.0f} µs")  # fmt: skip
    return told(f"whole simulation, two threads, {np.median(ours) * 1e6:.0f} µs: {ratio:,.0f} times as fast as SimPy",
                ratio >= SIMPY_LIMIT, f"at least {SIMPY_LIMIT:,.0f}")  # fmt: skip


def beside_c(pairs: int, draws: int) -> bool:
    """Each kernel and the same in C, for every policy; the one that is used for fifo is held to the limit."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    if shutil.which(compiler[0]) is None:
        print(f"  beside C: left out, there is no C compiler ({compiler[0]}) on this machine")
        return True
    used: dict[str, float] = {}  # speed of the kernel that is used, C's being 1
    scalar: dict[str, float] = {}  # of the kernel that takes one draw after the other
    with tempfile.TemporaryDirectory() as made:
        in_c = compiled(compiler, Path(made))
        for policy in ("fifo", "priority", "pro_rata"):
            arrays = layout(load_network(tables() | {"policy": policy}))
            values = np.ascontiguousarray(sample(arrays.terms, 0, 0, draws))
            kernels: list[Kernel | None] = [run_draws, in_c["run_draws"]]
            kernels += [None, in_c["run_lanes"]] if arrays.one_queue else []
            found = [kernel(arrays, values, by=by) for by in kernels]
            assert all(np.array_equal(a, b) for one in found for a, b in zip(found[0], one, strict=True)), policy
            times = in_turn(pairs, [lambda a=arrays, v=values, k=by: kernel(a, v, by=k) for by in kernels])
            ratios = [float(np.median(there / here)) for here, there in zip(times[::2], times[1::2], strict=True)]
            scalar[policy], used[policy] = ratios[0], ratios[-1]
    print("  kernel that takes one draw after the other: " + ", ".join(f"{p} {r:.2f}" for p, r in scalar.items())
          + " of the speed of C, results equal")  # fmt: skip
    return told(f"kernel that is used reaches {used['fifo']:.2f} of the speed of C (priority {used['priority']:.2f}, "
                f"pro_rata {used['pro_rata']:.2f}), results equal", used["fifo"] >= C_LIMIT, f"at least {C_LIMIT}")  # fmt: skip


def compiled(compiler: list[str], made: Path) -> dict[str, Kernel]:
    """Both kernels in C, by the name of the function whose arguments they take."""
    found = {}
    for name, function in (("simulate_kernel", "run_draws"), ("simulate_lanes", "run_lanes")):
        library = made / f"{name}.so"
        subprocess.run([*compiler, *COMPILE, "-o", str(library), str(HERE / f"{name}.c"), "-lm"], check=True)
        found[function] = calling(getattr(ctypes.CDLL(str(library)), function))
    return found


def linear(pairs: int, draws: int) -> bool:
    """Time a draw by order-months until finished, as a network grows in all its parts."""
    doing, work = [], []
    for size in SIZES:
        arrays = layout(load_network(tables(*size)))
        values = sample(arrays.terms, 0, 0, draws)
        _, final, _ = kernel(arrays, values)
        work.append(np.where(final == NOTHING, 0, np.where(final < 0, HORIZON, final)).sum() / 1e9)
        doing.append(lambda a=arrays, v=values: kernel(a, v))
    costs = in_turn(pairs, doing) / np.array(work)[:, None]  # nanoseconds an order-month
    ratio = float(np.median(costs.max(axis=0) / costs.min(axis=0)))
    each = ", ".join(f"{size[0]} orders {np.median(cost):.1f}" for size, cost in zip(SIZES, costs, strict=True))
    return told(
        f"nanoseconds an order-month: {each}; largest to smallest {ratio:.2f}",
        ratio <= LINEAR_LIMIT,
        f"at most {LINEAR_LIMIT}",
    )


def memory(draws: int) -> bool:
    """Peak memory of whole processes with *draws* draws and with twice as many."""
    less, more = (peak(n)[0] for n in (draws, 2 * draws))
    ratio = more / less
    return told(f"1,500 orders, 300 lines: {less:.0f} MB with {draws:,} draws, {more:.0f} MB with {2 * draws:,}; ratio {ratio:.2f}",
                ratio <= GROWTH_LIMIT, f"at most {GROWTH_LIMIT}")  # fmt: skip


def large() -> bool:
    """100,000 draws of the large network."""
    megabytes, seconds = peak(LARGE_DRAWS)
    return told(f"1,500 orders, 300 lines, {LARGE_DRAWS:,} draws: {megabytes:.0f} MB, {seconds / 60:.0f} minutes "
                f"({seconds / LARGE_DRAWS * 1e3:.1f} ms a draw)", megabytes <= MEMORY_LIMIT, f"at most {MEMORY_LIMIT:,.0f} MB")  # fmt: skip


def taiwan(rounds: int) -> bool:
    """Every step of ``simulate`` on the shipped network, from the tables to the quantiles."""
    from jointline.simulate.run import simulate

    def built() -> Network:
        return load_network(shipped_network("taiwan", date(2026, 11, 30), Ledger("none.sqlite")))

    network = built()
    alone, whole = in_turn(rounds, [
        lambda: simulate(network, draws=TAIWAN_DRAWS, seed=0),
        lambda: simulate(built(), draws=TAIWAN_DRAWS, seed=0),
    ])  # fmt: skip
    seconds = float(np.median(alone))
    return told(f"shipped network, {len(network.orders)} orders, {TAIWAN_DRAWS:,} draws, {os.cpu_count()} threads: {seconds:.2f} s "
                f"(with building it {np.median(whole):.2f} s)", seconds < TAIWAN_LIMIT, f"below {TAIWAN_LIMIT:.0f} s")  # fmt: skip


def peak(draws: int) -> tuple[float, float]:
    """Megabytes and seconds of a process that simulates the large network."""
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        done = run(
            [sys.executable, __file__, "--memory-of", str(draws)],
            environment(scratch / "none.sqlite", scratch / "bytecode"),
        )
    return done.megabytes, done.seconds


def run_large(draws: int) -> int:
    from jointline.simulate.run import simulate

    begun = time.perf_counter()

    def progress(done: int, asked: int) -> None:
        if sys.stdout.isatty():
            left = (time.perf_counter() - begun) * (asked - done) / done
            print(f"\r{done:,} of {asked:,} draws, {left / 60:.0f} minutes left ", end="", flush=True)

    simulate(tables(*LARGE), draws=draws, seed=0, keep="summary", workers=2, progress=progress)
    return 0


def kernel(arrays: Layout, values: Any, by: Kernel | None = None) -> Arrays:
    """Every draw of *values* through the kernel on this thread: draws side by side where their queue is the same."""
    n, orders = len(values), len(arrays.orders)
    out = np.empty((n, orders), np.int16), np.empty((n, orders), np.int16), np.empty((n, HORIZON), np.int32)
    if by is None and arrays.one_queue:
        run_lanes(*arrays.arguments(values), *out)
    else:
        (by or run_draws)(*arrays.arguments(values), *out, None, None)
    return out


def calling(function: Any) -> Kernel:
    """*function* of a C library with the arguments of ``run_draws``."""

    def called(base: Any, columns: Any, draws: Any, *more: Any) -> None:
        *arrays, delivered, blame = more
        assert delivered is None and blame is None
        assert all(a.flags.c_contiguous for a in (base, columns, draws, *arrays))
        sizes = [ctypes.c_int64(n) for n in (base.size, columns.size, len(draws))]
        places = [ctypes.c_void_p(a.ctypes.data) for a in (base, columns, draws, *arrays)]
        if function(places[0], sizes[0], places[1], sizes[1], places[2], sizes[2], *places[3:]):
            raise MemoryError

    return called


def in_turn(pairs: int, doing: list[Callable[[], object]]) -> Any:
    """Seconds (one row each of *doing*, one column a round), each done in turn, after a round that does not count."""
    times = np.empty((len(doing), pairs + 1))
    for i in range(pairs + 1):
        for k, do in enumerate(doing):
            begun = time.perf_counter()
            do()
            times[k, i] = time.perf_counter() - begun
    return times[:, 1:]


def told(what: str, met: bool, limit: str) -> bool:
    print(f"  {what} (limit: {limit}){'' if met else ' MISSED'}", flush=True)
    return met


if __name__ == "__main__":
    sys.exit(main())
