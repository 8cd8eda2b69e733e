"""Many readers of one view at once, on this machine, beside one reader in the same run.

    python benchmarks/load.py [--readers 200] [--pages 8] [--think 1.5] [--view /en/backlog] [--check]

A server of its own is started on a free port with an empty ledger, and the view is asked for once, so that it is kept
(a first view is what benchmarks/page.py measures). A reader is a connection of its own that asks for the view, takes in
the whole answer as a browser does (gzip), thinks for --think seconds (half to one and a half times that, drawn with a
fixed seed) and reads on, --pages times. Timed is each page, from the first byte sent to the last byte taken in; opening
the connection counts for the first page. All readers are one process beside the server, so that what they cost counts too.
Four runs, one after the other:

- one reader after another, three in all: the single-user time (the median of their pages);
- all readers, who come within one time of thinking of one another: the load as people make it, and the one that is held
  to a limit: p95 at most 10 times the single-user time;
- all readers, who open the view in the same instant and then think between pages;
- all readers in the same instant and without thinking, each asking anew as soon as it has its answer: the worst that this
  number can do.

The last two are told and held to no ratio, and cannot be: where all ask in one instant the last of them waits for all others,
so that p95 comes to the number of readers times what one page costs, on whatever serves it. What a page costs the processor
is told too, of the server and of the readers. More server processes do not help on two cores, one of which the readers take.

--check ends with 1 where p95 of the second run is above the limit, or where any reader of any run meets an error. Whatever
else the machine does only adds to a ratio: where the limit is missed the first two runs are made anew, twice at most.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

LIMIT = 10.0
ALONE = 3  # readers, one after another
TRIES = 3


@dataclass(frozen=True)
class Run:
    """The pages of one run: seconds each, and how many were no whole answer."""

    seconds: list[float]
    errors: int
    wall: float

    def quantile(self, share: float) -> float:
        """The time that this share of the pages took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def words(self) -> str:
        per_second = len(self.seconds) / self.wall
        a, b, c, d = (
            1000 * x for x in (median(self.seconds), self.quantile(0.95), self.quantile(0.99), max(self.seconds))
        )
        return f"median {a:.1f} ms, p95 {b:.1f}, p99 {c:.1f}, most {d:.1f}; {self.errors} errors; {per_second:.0f} pages a second"


async def reader(
    host: str, port: int, path: str, pages: int, think: float, chance: random.Random, start: asyncio.Event, wait: float
) -> tuple[list[float], int]:
    """One reader: the seconds of each page, and how many went wrong."""
    asked = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    seconds: list[float] = []
    await start.wait()
    await asyncio.sleep(wait)
    try:
        begun = time.perf_counter()
        taking, giving = await asyncio.open_connection(host, port)
        for page in range(pages):
            if page:
                await asyncio.sleep(think * (0.5 + chance.random()))
                begun = time.perf_counter()
            giving.write(asked)
            head = await taking.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if not head.startswith(b"HTTP/1.1 200") or length is None:
                return seconds, pages - page
            await taking.readexactly(int(length[1]))
            seconds.append(time.perf_counter() - begun)
        giving.close()
    except (OSError, asyncio.IncompleteReadError):
        return seconds, pages - len(seconds)
    return seconds, 0


async def crowd(address: str, path: str, readers: int, pages: int, think: float, within: float = 0.0) -> Run:
    """All *readers*, who come within so many seconds of one another."""
    at = urlsplit(address)
    start = asyncio.Event()
    host, port = at.hostname or "127.0.0.1", at.port or 80
    tasks = [
        asyncio.create_task(reader(host, port, path, pages, think, random.Random(i), start, within * i / readers))
        for i in range(readers)
    ]
    await asyncio.sleep(0.1)
    begun = time.perf_counter()
    start.set()
    found = await asyncio.gather(*tasks)
    wall = time.perf_counter() - begun
    return Run([s for seconds, _ in found for s in seconds] or [float("inf")], sum(e for _, e in found), wall)


def together(runs: list[Run]) -> Run:
    """Runs one after the other as one."""
    return Run([s for r in runs for s in r.seconds], sum(r.errors for r in runs), sum(r.wall for r in runs))


def serve(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """A server of its own and its address."""
    env = {**os.environ, "JOINTLINE_LEDGER": str(folder / "ledger.sqlite"), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "jointline", "serve", "--port", "0"]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://\S+", line)
    if not found:
        raise SystemExit(f"the server did not start: {line}{process.stderr.read()}")
    return process, found[0].rstrip("/")


def spent(process: subprocess.Popen[str]) -> tuple[float, float]:
    """Seconds of the processor that the server and this process have taken; of the server 0 where the system does not say."""
    stat = Path(f"/proc/{process.pid}/stat")
    ticks = sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) if stat.exists() else 0
    return ticks / os.sysconf("SC_CLK_TCK"), time.process_time()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--think", type=float, default=1.5, help="seconds between pages")
    parser.add_argument("--view", default="/en/backlog")
    parser.add_argument("--check", action="store_true", help="exit with 1 where the limit is missed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        process, address = serve(Path(made))
        try:
            asyncio.run(crowd(address, given.view, 1, 3, 0.0))
            for _ in range(TRIES):
                alone = together(
                    [asyncio.run(crowd(address, given.view, 1, given.pages, given.think)) for _ in range(ALONE)]
                )
                people = asyncio.run(crowd(address, given.view, given.readers, given.pages, given.think, given.think))
                single = median(alone.seconds)
                ratio = people.quantile(0.95) / single
                if ratio <= LIMIT or people.errors:
                    break
                print(f"p95 of {given.readers} readers: {ratio:.1f} times the single-user time")
            burst = asyncio.run(crowd(address, given.view, given.readers, given.pages, given.think))
            before = spent(process)
            worst = asyncio.run(crowd(address, given.view, given.readers, 10 * given.pages, 0.0))
            after = spent(process)
        finally:
            process.terminate()
            process.wait()
    many = f"{given.readers} readers"
    for who, run in ((f"one reader, {given.think:g} s between pages", alone), (f"{many}, {given.think:g} s between pages", people),
                     (f"{many} who come in the same instant", burst), (f"{many} without a pause", worst)):  # fmt: skip
        print(f"{given.view}, {who}: {run.words}; p95 {run.quantile(0.95) / single:.1f} times the single-user time")
    server, readers = (1000 * (b - a) / len(worst.seconds) for a, b in zip(before, after, strict=True))
    print(f"a page without a pause costs the server {server:.2f} ms of the processor, its reader {readers:.2f} ms")
    print(f"p95 of {many}, {given.think:g} s between pages: {ratio:.1f} times the single-user time (limit {LIMIT:g})")
    errors = sum(run.errors for run in (alone, people, burst, worst))
    if errors:
        print(f"{errors} pages were no whole answer")
    return int(given.check and (errors > 0 or ratio > LIMIT))


if __name__ == "__main__":
    sys.exit(main())
