"""The simulation beside SimPy and beside its own kernel in C, its cost as networks grow, and its memory.

    python benchmarks/simulate.py [--quick] [--large]

What is compared runs in turn in one process (A B A B ...) after a warm-up, so that whatever else the machine does
falls on both; what counts is the ratio within a pair, never the seconds. Exits with 1 where a limit is missed:

1. the whole simulation (draws and kernel, two threads) makes a replication at least 1,000 times as fast as SimPy;
2. the kernel that takes one draw after the other (it can do every network) reaches 0.7 of the speed of the same kernel in C on one thread, with equal results (left out where
   there is no C compiler);
3. a draw's time an order-month until the orders are finished differs by less than 2 times from 30 to 240 orders;
4. the peak memory of a run of 1,500 orders and 300 lines does not grow with its draws: twice as many, at most 1.15
   times the memory. --large makes 100,000 draws of it in less than 1,000 MB (this takes long).

The networks are made up (``simulate_network``); SimPy runs tests/model/simpy_oracle.py.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from jointline.network.load import load_network
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
COMPILE = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]

Arrays = tuple[Any, Any, Any]  # first, final, units


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
    """The kernel that takes one draw after the other and the same in C, for every policy; fifo is held to the limit."""
    compiler = shutil.which("cc")
    if compiler is None:
        print("  beside C: left out, there is no C compiler (cc) on this machine")
        return True
    ratios = {}
    with tempfile.TemporaryDirectory() as made:
        library = Path(made) / "simulate_kernel.so"
        subprocess.run([compiler, *COMPILE, "-o", str(library), str(HERE / "simulate_kernel.c")], check=True)
        in_c = ctypes.CDLL(str(library)).run_draws
        for policy in ("fifo", "priority", "pro_rata"):
            arrays = layout(load_network(tables() | {"policy": policy}))
            values = np.ascontiguousarray(sample(arrays.terms, 0, 0, draws))
            ours, theirs = kernel(arrays, values, by=run_draws), kernel(arrays, values, by=calling(in_c))
            assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True)), policy
            here, there = in_turn(pairs, [
                lambda a=arrays, v=values: kernel(a, v, by=run_draws),
                lambda a=arrays, v=values: kernel(a, v, by=calling(in_c)),
            ])  # fmt: skip
            ratios[policy] = float(np.median(there / here))
    others = ", ".join(f"{policy} {ratio:.2f}" for policy, ratio in ratios.items() if policy != "fifo")
    return told(f"kernel, one draw after the other, reaches {ratios['fifo']:.2f} of the speed of C ({others}), results equal",
                ratios["fifo"] >= C_LIMIT, f"at least {C_LIMIT}")  # fmt: skip


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


def kernel(arrays: Layout, values: Any, by: Callable[..., Any] | None = None) -> Arrays:
    """Every draw of *values* through the kernel on this thread: draws side by side where their queue is the same."""
    n, orders = len(values), len(arrays.orders)
    out = np.empty((n, orders), np.int16), np.empty((n, orders), np.int16), np.empty((n, HORIZON), np.int32)
    if by is None and arrays.one_queue:
        run_lanes(*arrays.arguments(values), *out)
    else:
        (by or run_draws)(*arrays.arguments(values), *out, None, None)
    return out


def calling(function: Any) -> Callable[..., None]:
    """*function* of the C library with the arguments of ``run_draws``."""

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
