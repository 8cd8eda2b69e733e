"""A slider of the options lab: the server's answer to one move, beside one replication of the network in SimPy.

    python benchmarks/lab.py [--pairs N]

Both run in turn in one process (A B A B ...) after a warm-up, so that whatever else the machine does falls on both. A move is
a whole request to the page's application, from the address to the bytes of the part that the script asks for: 1,024 draws of
each option that has the number (three at most in the shipped network have one in common), and of the baseline and every chosen
option where the baseline shares it; with all options chosen, each kind of number that is shared. What is told is the median of
the ratios within a pair. Exits with 1 where a move takes more than 150 milliseconds of the processor, all threads together, the
one limit that is set in time: no case is exempt. The clock, which two idle cores make shorter, is told beside it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
DAY, LIMIT_MS = "2026-11-30", 150.0
START, SHARED = "set.lines.stinger-taiwan.start", "set.lines.stinger-tucson.rate_max"
# what is chosen, the number that moves, its values; every option named has the number
CASES = (
    ("one option", ["stinger-taiwan"], START, range(1, 20)),
    ("two options", ["stinger-taiwan", "joint-production"], START, range(20, 40)),
    ("three options", ["stinger-taiwan", "joint-production", "all-together"], START, range(40, 60)),
    ("two options and the baseline", ["stinger-taiwan", "priority"], SHARED, range(26, 46)),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=12)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JOINTLINE_LEDGER"] = str(Path(folder) / "ledger.sqlite")
        return measure(pairs)


def measure(pairs: int) -> int:
    from fastapi.testclient import TestClient

    from jointline.ledger.ledger import Ledger
    from jointline.network.shipped import shipped_network
    from jointline.options.bench import Bench
    from jointline.web.app import create_app
    from jointline.web.settings import Settings

    sys.path.insert(0, str(HERE.parent / "tests" / "model"))
    sys.path.insert(0, str(HERE))
    import simpy_oracle

    from what_if import settled

    raw = shipped_network("taiwan", date(2026, 11, 30), Ledger("none.sqlite"))
    instance = settled(raw)
    client = TestClient(create_app(Settings()), base_url="http://127.0.0.1")
    bench = Bench(raw)
    every = [("every option and the baseline", list(bench.options), SHARED, range(46, 66))]
    for knob in bench.knobs(bench.options):
        if knob.shared and f"set.{knob.key}" != SHARED:
            steps = np.linspace(knob.least, knob.most, pairs + 4)[1:-1].round(3).tolist()
            every.append((f"every option and the baseline, {knob.key}", list(bench.options), f"set.{knob.key}", steps))
    missed = False
    for name, options, key, values in (*CASES, *every):
        moves = _addresses(options, key, values)
        client.get(next(moves)[0])
        clock, cpu, told = np.empty((2, pairs + 1)), np.empty(pairs + 1), np.empty(pairs + 1)
        for i in range(pairs + 1):
            address, head = next(moves)
            begun, used = time.perf_counter(), time.process_time()
            answer = client.get(address, headers=head)
            clock[0, i], cpu[i] = time.perf_counter() - begun, time.process_time() - used
            assert answer.status_code == 200, answer.text
            told[i] = float(answer.headers["server-timing"].partition("total;dur=")[2].partition(",")[0])
            begun = time.perf_counter()
            simpy_oracle.deliveries(instance)
            clock[1, i] = time.perf_counter() - begun
        ratio = float(np.median(clock[0, 1:] / clock[1, 1:]))
        ms = float(np.median(cpu[1:])) * 1e3
        late = ms > LIMIT_MS
        missed |= late
        print(f"{name}: {ms:.0f} ms of the processor, {np.median(told[1:]):.0f} ms by the clock of the server-timing header, "
              f"as long as {ratio:.1f} SimPy replications of {np.median(clock[1, 1:]) * 1e3:.0f} ms{' MISSED' if late else ''}")  # fmt: skip
    return int(missed)


def _addresses(options: list[str], key: str, values: Iterable[float]) -> Iterator[tuple[str, dict[str, str]]]:
    """Addresses that differ by the number alone: none is asked for twice."""
    chosen = "&".join(f"option={o}" for o in options)
    for value in values:
        yield f"/en/lab?{chosen}&as_of={DAY}&{key}={value}", {"x-part": "result"}


if __name__ == "__main__":
    sys.exit(main())
