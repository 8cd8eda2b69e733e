"""Start-up: `jointline backlog` beside `python -c "import pandas"`, each in a fresh process.

    python benchmarks/startup.py [--pairs 15] [--check]

The two run in turn (A B A B ...), so that whatever else the machine does falls on both; what counts is the
ratio within a pair, never the seconds. --check exits with 1 where a ratio is above 1.5.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from running import IMPORT_PANDAS, JOINTLINE, Run, environment, ratio, run, seconds
from synthetic import write

LIMIT = 1.5
BACKLOG = [*JOINTLINE, "backlog"]
_DROP = Path("/proc/sys/vm/drop_caches")


def measure(pairs: int, ledger: Path, scratch: Path, *, cold: bool) -> list[tuple[Run, Run]]:
    """*pairs* runs of both commands in turn, after one of each that does not count."""
    done = []
    for i in range(pairs + 1):
        pair = []
        for command in (BACKLOG, IMPORT_PANDAS):
            # a directory of its own has no byte code in it yet: everything is compiled again
            bytecode = Path(tempfile.mkdtemp(dir=scratch)) if cold else scratch / "bytecode"
            if cold:
                drop_page_cache()
            pair.append(run(command, environment(ledger, bytecode)))
        if i:
            done.append((pair[0], pair[1]))
    return done


def drop_page_cache() -> bool:
    """Forget every file the system holds in memory, where this process may; tells whether it did."""
    try:
        os.sync()
        _DROP.write_text("3", encoding="ascii")
    except (OSError, AttributeError):
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15, help="pairs a set-up when warm, a third of it when cold")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a ratio is above 1.5")
    given = parser.parse_args()
    if given.pairs < 1:
        parser.error("--pairs is 1 or more")
    dropped = drop_page_cache()
    how = (
        "no byte code, page cache dropped" if dropped else "no byte code; PAGE CACHE NOT DROPPED (needs root on Linux)"
    )
    worst = 0.0
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        write(scratch / "own.csv", 100)
        run([*JOINTLINE, "import", str(scratch / "own.csv")], environment(scratch / "own.sqlite", scratch / "bytecode"))
        for cold in (False, True):
            for name in ("none.sqlite", "own.sqlite"):
                n = max(1, given.pairs // 3) if cold else given.pairs
                pairs = measure(n, scratch / name, scratch, cold=cold)
                worst = max(worst, ratio(pairs))
                own = "an own ledger of 100 statements" if name == "own.sqlite" else "no own ledger"
                ours, theirs = (1000 * seconds([p[i] for p in pairs]) for i in (0, 1))
                print(f"{f'cold ({how})' if cold else 'warm'}, {own}, {n} pairs:")
                print(f"  jointline backlog {ours:.0f} ms, import pandas {theirs:.0f} ms (medians)", end="")
                print(f", ratio {ratio(pairs):.2f} (median of pairs; limit {LIMIT})", flush=True)
    return int(given.check and worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
