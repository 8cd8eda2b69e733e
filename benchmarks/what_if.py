"""One changed number of the shipped network, 2,000 draws, beside one replication of it in SimPy.

    python benchmarks/what_if.py [--pairs N]

Both run in turn in one process (A B A B ...) after a warm-up, so that whatever else the machine does falls on both. What
is told is the median of the ratios within a pair: how many SimPy replications a what-if of 2,000 draws takes. Exits
with 1 where a what-if takes more than 100 milliseconds, the one limit that a page with a slider sets in seconds.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from jointline.ledger.ledger import Ledger
from jointline.network.load import load_network
from jointline.network.shipped import shipped_network
from jointline.options.whatif import prepare, what_if
from jointline.simulate.draws import median, whole

HERE = Path(__file__).resolve().parent
DRAWS, LIMIT_MS = 2_000, 100.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    sys.path.insert(0, str(HERE.parent / "tests" / "model"))
    import simpy_oracle

    raw = shipped_network("taiwan", date(2026, 11, 30), Ledger("none.sqlite"))
    instance = settled(raw)
    prepared = prepare(raw, "stinger-taiwan", draws=DRAWS)
    starts = iter(range(1, 10_000))
    times = np.empty((2, pairs + 1))
    for i in range(pairs + 1):
        for k, do in enumerate((
            lambda: what_if(prepared, {"lines.stinger-taiwan.start": next(starts) % 60}),
            lambda: simpy_oracle.deliveries(instance),
        )):  # fmt: skip
            begun = time.perf_counter()
            do()
            times[k, i] = time.perf_counter() - begun
    ours, theirs = times[:, 1:]
    ms, ratio = float(np.median(ours)) * 1e3, float(np.median(ours / theirs))
    print(f"a what-if of {DRAWS:,} draws on the shipped network ({len(raw['orders'])} orders): {ms:.0f} ms, as long as {ratio:.1f} "
          f"SimPy replications ({np.median(theirs) * 1e3:.1f} ms each): {DRAWS / ratio:,.0f} times as fast a draw "
          f"(limit: {LIMIT_MS:.0f} ms){'' if ms <= LIMIT_MS else ' MISSED'}")  # fmt: skip
    return int(ms > LIMIT_MS)


def settled(raw: dict[str, Any]) -> dict[str, Any]:
    """The network without uncertainty: every number at its median, as SimPy takes it."""
    network = load_network(raw)
    out: dict[str, Any] = {k: v for k, v in raw.items() if k not in ("options", "notes", "cases")}

    def number(name: str) -> float:
        n = network.numbers[name]
        value = median(n.number)
        return int(whole(np.array(value))) if n.type in ("months", "moment", "units") else value

    for section, kind in (("products", "product"), ("lines", "line"), ("sources", "source"), ("orders", "order")):
        parts = {}
        for name, part in raw[section].items():
            one = {k: v for k, v in part.items() if k not in ("evidence", "assumptions", "title")}
            for key in one:
                if f"{kind}/{name}/{key}" in network.numbers:
                    one[key] = number(f"{kind}/{name}/{key}")
                elif key in ("stages", "bill_of_materials"):
                    one[key] = {inner: number(f"{kind}/{name}/{key}/{inner}") for inner in one[key]}
                elif key == "in_process":
                    one[key] = [
                        [number(f"{kind}/{name}/{key}/{i}/{w}") for w in ("month", "units")]
                        for i in range(len(one[key]))
                    ]
            parts[name] = one
        out[section] = parts
    return out


if __name__ == "__main__":
    sys.exit(main())
