"""Reading documents: a register of 30,000 rows beside pandas in one run, 1,000 notices, memory by number of documents.

    python benchmarks/readers.py [--pairs 7] [--rows 30000] [--register FILE] [--check]

The register is made up row by row in the form of 2026, its cells drawn from the patterns of FILE (an export of your
own, trade register of 2023 or later) or from a few made-up rows. jointline.read and pandas.read_csv with
to_dict("records") run in turn (A B A B ...) in one process; what counts is the ratio within a pair. --check exits
with 1 where the median ratio is above 3 or 400 more documents take more than 2 MB more memory.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import jointline as jl

LIMIT = 3.0
MORE_MEMORY = 2.0  # megabytes
PREAMBLE = (
    "Transfers of major conventional arms from All countries  to All countries . Deals with deliveries made for the year range "
    "'Not specified' to 'Not specified' \nA '?' in a column indicates uncertain data.\nData generated: 18 May 2026 2:29:20 PM\n"
)
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
ROWS = (
    "Taiwan,United States,2020,,40,?,Sentinel-X,air-search radar,12,?,2023; 2024,New,$75 m deal; for the navy,2.5,100,30",
    "Japan,France,2011,?,2,,Heron,light helicopter,2,,2013,Second hand,Second-hand; aid,3,6,6",
    "Brazil,Germany,2024,,,,Pelican-9,transport aircraft,0,,,New,Selected but not yet ordered by end-2025,10,0,0",
    "Norway,United States,1998,,120,?,Thrush,anti-ship missile,120,?,1999; 2000; 2001; 2002,New,,0.6,72,72",
)
NOTICE = (
    """\
[Federal Register Volume 91, Number 190 (Thursday, October 1, 2026)]
[Notices]
[Transmittal No. {number}]
Arms Sales Notification
Transmittal No. {number}
Notice of Proposed Issuance of Letter of Offer Pursuant to Section
36(b)(1) of the Arms Export Control Act, as amended
    (i) Prospective Purchaser: Government of Japan
    (ii) Total Estimated Value:
Major Defense Equipment*................................  ${value} million
Other...................................................   $60 million
    Total...............................................  ${total} million
    (iii) Description and Quantity or Quantities of Articles or
Services under Consideration for Purchase:
    Major Defense Equipment (MDE):
    Six hundred (600) sonobuoys
    Twelve (12) launchers
    Non-MDE:
    Training; spare parts; and other related elements of logistics.
    (iv) Military Department: Navy (JA-P-ZZA)
    (v) Prior Related Cases, if any: None
    (vi) Sales Commission, Fee, etc., Paid, Offered, or Agreed to be Paid: None
    (vii) Sensitivity of Technology Contained in the Defense Article or
Defense Services Proposed to be Sold: See Attached Annex
    (viii) Date Report Delivered to Congress: September 15, 2026

POLICY JUSTIFICATION

Japan--Sonobuoys

    The Government of Japan has requested to buy sonobuoys.
"""
    + "    This proposed sale will support the foreign policy goals of the United States by improving security.\n" * 60
)
NOTICE += (
    "    The principal contractor will be Example Sonar Corp., Norfolk, VA. There are no known offset agreements.\n"
)


def register(rows: int, patterns: list[str]) -> str:
    """A register of *rows* rows: each column's cells drawn by itself from the patterns, so that no row is a real one."""
    draw = random.Random(20260518)
    columns = list(zip(*(line.split(",") for line in patterns if line.count(",") == HEADER.count(",")), strict=True))
    lines = (",".join(draw.choice(column) for column in columns) for _ in range(rows))
    return PREAMBLE + HEADER + "\n" + "\n".join(lines) + "\n"


def patterns_of(path: Path | None) -> list[str]:
    if path is None:
        return list(ROWS)
    lines = path.read_text(encoding="cp1252").splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("Recipient,Supplier"))
    return lines[head + 1 :]


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def beside_pandas(path: Path, pairs: int) -> float:
    import pandas as pd

    ours, theirs = [], []
    for i in range(pairs + 1):
        a = timed(lambda: jl.read(path))
        b = timed(lambda: pd.read_csv(path, skiprows=3, encoding="utf-8").to_dict("records"))
        if i:  # the first pair warms up
            ours.append(a)
            theirs.append(b)
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
    print(
        f"  jointline.read {1000 * median(ours):.0f} ms, pandas {1000 * median(theirs):.0f} ms (medians of {pairs} pairs)",
        end="",
    )
    print(f", ratio {ratio:.2f} (limit {LIMIT})")
    return ratio


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--notices", type=int, default=1000)
    parser.add_argument("--register", type=Path, help="an export to take the patterns of the cells from")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a limit is passed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "register.csv"
        path.write_text(register(given.rows, patterns_of(given.register)), encoding="utf-8")
        print(f"A register of {given.rows:,} rows ({path.stat().st_size / 1e6:.1f} MB), every row typed and checked:")
        ratio = beside_pandas(path, given.pairs)
        result = jl.read(path)
        count = 0

        def walk() -> None:
            nonlocal count
            count = sum(1 for _ in result.statements)

        seconds = timed(walk)
        print(f"  its {count:,} statements made and checked: {seconds:.1f} s, {1e6 * seconds / count:.0f} us each")
        path.unlink()
        for i in range(given.notices):
            text = NOTICE.format(number=f"{10 + i % 17}-{i % 1000:03d}", value=i, total=i + 60)
            (Path(made) / f"{i:05d}.txt").write_text(text, encoding="utf-8")
        print(f"{given.notices:,} notices of {len(NOTICE):,} characters:")
        begun, peaks = time.perf_counter(), []
        for r in jl.read_many([made]):
            assert r.record is not None and len(r.statements) > 8
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        grown = peaks[-1] - peaks[len(peaks) // 2]
        print(f"  read, with their statements: {time.perf_counter() - begun:.1f} s; ", end="")
        print(
            f"memory grown over the last {len(peaks) - len(peaks) // 2} documents: {grown:.1f} MB (limit {MORE_MEMORY})"
        )
    return int(given.check and (ratio > LIMIT or grown > MORE_MEMORY))


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, line_buffering=True)
    sys.exit(main())
