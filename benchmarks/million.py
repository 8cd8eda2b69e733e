"""A ledger of a million statements: how fast it is taken in, how fast and in how little memory it answers.

    python benchmarks/million.py [--n 1000000] [--check]

A synthetic ledger is made in a temporary directory, imported once from CSV and once from JSON Lines (whole
processes), and asked `jointline backlog --as-of 2024-06-30`, in turn with the same command on the shipped data
alone. --check exits with 1 where the answer takes 30 times as long or more, any process holds 500 MB or more,
or an import runs below 20,000 statements a second.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from running import JOINTLINE, environment, ratio, run, seconds
from synthetic import write

RATIO_LIMIT, MEMORY_LIMIT, RATE_LIMIT = 30.0, 500.0, 20_000.0
ASKED = [*JOINTLINE, "backlog", "--as-of", "2024-06-30"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1_000_000, help="how many statements (default 1000000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pairs", type=int, default=5, help="how often both ledgers are asked (default 5)")
    parser.add_argument(
        "--dir", type=Path, help="where the temporary directory is made (it needs about 3 GB a million)"
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 where a limit is broken")
    given = parser.parse_args()
    if given.n < 1 or given.pairs < 1:
        parser.error("--n and --pairs are 1 or more")
    broken = []
    with tempfile.TemporaryDirectory(dir=given.dir) as made:
        scratch = Path(made)
        for kind in ("csv", "jsonl"):
            file, ledger = scratch / f"big.{kind}", scratch / f"{kind}.sqlite"
            begun = time.perf_counter()
            write(file, given.n, given.seed)
            print(f"made {file.name}: {given.n} statements, {file.stat().st_size >> 20} MB, "
                  f"{time.perf_counter() - begun:.0f} s", flush=True)  # fmt: skip
            taken = run([*JOINTLINE, "import", str(file)], environment(ledger, scratch / "bytecode"))
            rate = given.n / taken.seconds
            print(f"import {file.name}: {rate:,.0f} statements a second, peak memory {taken.megabytes:.0f} MB, "
                  f"ledger of {ledger.stat().st_size >> 20} MB", flush=True)  # fmt: skip
            broken += [f"import {kind} rate"] if rate < RATE_LIMIT else []
            broken += [f"import {kind} memory"] if taken.megabytes >= MEMORY_LIMIT else []
            file.unlink()
            if kind == "jsonl":
                ledger.unlink()
        big = environment(scratch / "csv.sqlite", scratch / "bytecode")
        small = environment(scratch / "none.sqlite", scratch / "bytecode")
        pairs = [(run(ASKED, big), run(ASKED, small)) for _ in range(given.pairs + 1)][1:]
        memory = max(p[0].megabytes for p in pairs)
        print(f"backlog --as-of 2024-06-30: {seconds([p[0] for p in pairs]):.2f} s, on the shipped data alone "
              f"{seconds([p[1] for p in pairs]):.2f} s (medians), ratio {ratio(pairs):.1f} (median of pairs), "
              f"peak memory {memory:.0f} MB")  # fmt: skip
        broken += ["answer"] if ratio(pairs) >= RATIO_LIMIT else []
        broken += ["answer memory"] if memory >= MEMORY_LIMIT else []
    print(f"beyond the limits: {', '.join(broken)}" if broken else "within the limits")
    return int(given.check and bool(broken))


if __name__ == "__main__":
    sys.exit(main())
