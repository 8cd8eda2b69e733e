"""Reading dispatches: 1,000 of them beside cutting the same texts into sentences, in turn in one process.

    python benchmarks/dispatch.py [--rounds 5] [--check]

The texts are the authored ones of tests/readers/dispatch, again and again. What counts is the ratio within a
round, never the seconds. --check exits with 1 where reading takes more than 80 times as long as cutting.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from jointline.readers.dispatch.claims import read_dispatch
from jointline.readers.dispatch.sentences import sentences, shadow

LIMIT = 80.0
DOCS = Path(__file__).resolve().parents[1] / "tests" / "readers" / "dispatch" / "docs"
MANY = 1_000


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Time of *work* on each text, one core."""
    begun = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - begun


def cut(text: str) -> object:
    """The text in sentences: what any reader has to do first."""
    return sentences(shadow(text))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--check", action="store_true", help=f"exit with 1 where the ratio is above {LIMIT:g}")
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error("--rounds is 1 or more")
    authored = [p.read_text(encoding="utf-8") for p in sorted(DOCS.glob("*.txt"))]
    texts = [authored[i % len(authored)] for i in range(MANY)]
    read_dispatch(texts[0])  # the cue tables are read once
    rounds = [(seconds(read_dispatch, texts), seconds(cut, texts)) for _ in range(given.rounds)]
    ratio = median(a / b for a, b in rounds)
    size = sum(map(len, texts)) / 1000
    print(f"{MANY:,} dispatches ({size:,.0f} thousand characters) on one core")
    print(f"  read             {median(a for a, _ in rounds):6.2f} s")
    print(f"  cut into sentences {median(b for _, b in rounds):4.2f} s")
    print(f"  ratio            {ratio:6.1f}")
    return 1 if given.check and ratio > LIMIT else 0


if __name__ == "__main__":
    raise SystemExit(main())
