"""A process of its own for the store's tests: adds statements, or hangs in the middle of adding many."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from jointline.ledger.ledger import open_ledger
from jointline.ledger.statement import Statement, make_statement
from jointline.ledger.store import open_store

DEFAULTS = {"subject": "line/test", "property": "title", "said_by": "MND", "standing": "official",
            "stated_on": "2026-10-02", "recorded_on": "2026-10-03", "source": "u"}  # fmt: skip


def numbered(prefix: str, first: int, last: int) -> Iterator[Statement]:
    """Different statements whose values tell who made them and in what order."""
    return (make_statement(DEFAULTS | {"value": f"{prefix} {i}"}) for i in range(first, last))


def add(place: str, prefix: str, count: int, at_once: int, *, backwards: bool) -> None:
    """Add *count* statements, *at_once* in each transaction, when told to begin; say how many were new."""
    ledger = open_ledger(place, shipped=False)
    mine = list(numbered(prefix, 0, count))
    if backwards:
        mine.reverse()
    print("ready", flush=True)
    sys.stdin.readline()
    done = [ledger.add(mine[first : first + at_once]) for first in range(0, count, at_once)]
    print(sum(new for new, _ in done), sum(there for _, there in done), flush=True)


def hang(place: str, count: int) -> None:
    """Add statements in one transaction and stop for ever before the last of them."""
    store = open_store(place, create=True)
    assert store is not None

    def rows() -> Iterator[Statement]:
        yield from numbered("hanging", 0, count)
        print("inside", flush=True)
        time.sleep(600)

    store.add(rows())


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "hang":
        hang(where, int(rest[0]))
    else:
        add(where, rest[0], int(rest[1]), int(rest[2]), backwards=what == "add-backwards")
