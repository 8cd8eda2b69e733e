"""The first view of a cold process, with and without the answers that an earlier process kept.

    python benchmarks/page.py [--rounds 5] [--check]

Each round starts a server anew, waits until it listens, and asks for one view; the time is what the server says it took
(`server-timing`), from the request taken in to the answer sent. In turn (A B A B ...): with the answers on disk that an
earlier process of the same code, ledger and day left, and with an empty folder. --check ends with 1 where a view out of
kept answers takes more than a second: the one limit that is in seconds: a reader feels it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path
from statistics import median

from load import serve

VIEWS = ("backlog", "case/f16-block70", "lab", "evidence", "scores", "method")
LIMIT_MS = 1_000.0


def first_view(folder: Path, view: str, lang: str = "en") -> tuple[float, str]:
    """Milliseconds that a new process took for its first view, and where the answer came from."""
    process, address = serve(folder)
    try:
        with urllib.request.urlopen(f"{address}/{lang}/{view}", timeout=300) as answer:
            answer.read()
            said = answer.headers["server-timing"]
    finally:
        process.terminate()
        process.wait()
    found = re.search(r'total;dur=([\d.]+), cache;desc="(\w+)"', said)  # a view may say more before it
    assert found, said
    return float(found[1]), found[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a kept view takes more than a second")
    given = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as made:
        for view in VIEWS:
            kept, bare = Path(made) / "kept", Path(made) / "bare"
            first_view(kept, view)
            times: tuple[list[float], list[float]] = ([], [])
            how = set()
            for _ in range(given.rounds):
                ms, where = first_view(kept, view)
                times[0].append(ms)
                how.add(where)
                shutil.rmtree(bare, ignore_errors=True)
                times[1].append(first_view(bare, view)[0])
            worst = max(worst, *times[0])
            a, b = median(times[0]), median(times[1])
            print(
                f"{view:18} kept ({', '.join(sorted(how))}) {a:7.1f} ms, most {max(times[0]):7.1f}; made anew {b:7.1f} ms: {b / a:.0f} times",
                flush=True,
            )
    return int(given.check and worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
