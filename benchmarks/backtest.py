"""The back-test of 2018 to 2026 beside `python -c "import pandas"`, each in a fresh process.

    python benchmarks/backtest.py [--pairs 5] [--check]

The two run in turn (A B A B ...) after one of each that does not count, so that whatever else the machine does falls on
both. What counts is the ratio within a pair: how many such imports the command takes that makes and scores every forecast
of every half-year. It is told for all methods but the simulated network, which is the default, and for all methods.
--check exits with 1 where the default takes 60 seconds or more, the one limit in seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from running import IMPORT_PANDAS, JOINTLINE, Run, environment, ratio, run, seconds

LIMIT = 60.0
BACKTEST = [*JOINTLINE, "backtest", "--from", "2018-01", "--to", "2026-12", "--json"]
KINDS = (("all but the simulated network", BACKTEST), ("every method", [*BACKTEST, "--method", "all"]))


def measure(command: list[str], pairs: int, scratch: Path) -> list[tuple[Run, Run]]:
    """*pairs* runs of the command and the import in turn, after one of each that does not count."""
    kept = environment(scratch / "none.sqlite", scratch / "bytecode")
    done = [(run(command, kept), run(IMPORT_PANDAS, kept)) for _ in range(pairs + 1)]
    return done[1:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--check", action="store_true", help="exit with 1 where the default takes a minute")
    given = parser.parse_args()
    if given.pairs < 1:
        parser.error("--pairs is 1 or more")
    longest = 0.0
    with tempfile.TemporaryDirectory() as made:
        for name, command in KINDS:
            pairs = measure(command, given.pairs, Path(made))
            ours, theirs = ([p[i] for p in pairs] for i in (0, 1))
            if command is BACKTEST:
                longest = max(r.seconds for r in ours)
            print(f"jointline backtest, 2018 to 2026, {name}, {given.pairs} pairs:")
            print(
                f"  {seconds(ours):.1f} s, {max(r.megabytes for r in ours):.0f} MB; import pandas {seconds(theirs):.2f} s (medians)",
                end="",
            )
            print(f", ratio {ratio(pairs):.1f} (median of pairs)", flush=True)
    print(f"limit of the default: {LIMIT:.0f} s{'' if longest < LIMIT else ' MISSED'}")
    return int(given.check and longest >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
