"""Draws in chunks: each one worked out apart, by any thread or process, with the same result."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointline.simulate.draws import Floats, Term, sample
from jointline.simulate.kernel import run_draws
from jointline.simulate.lanes import run_lanes
from jointline.simulate.layout import Layout

_LEAST = 32  # draws in a chunk
_WORK = 16_000_000  # order-months in a chunk: below a second, so that an interruption is soon obeyed


@dataclass(frozen=True, slots=True)
class Job:
    """What is run: one layout an option; ``held``: names that stand still; ``deliveries``: keep every one."""

    layouts: tuple[Layout, ...]
    seed: int
    sampling: str = "sobol"
    held: frozenset[str] = frozenset()
    deliveries: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A chunk of draws of one option: ``first`` and ``final`` (n, orders) months, -1 beyond the horizon, -2 nothing
    owed; ``units`` (n, months) handed over on counted orders; ``deliveries`` (rows, 4): draw, order, month, units."""

    first: NDArray[np.int16]
    final: NDArray[np.int16]
    units: NDArray[np.int32]
    deliveries: NDArray[np.int64] | None


def chunk_size(layouts: tuple[Layout, ...]) -> int:
    """The most draws in a chunk: a power of two from 32 to 2,048 by the size of the network."""
    months = max(len(x.orders) for x in layouts) * layouts[0].horizon * len(layouts)
    return int(min(2048, max(_LEAST, 2 ** int(np.log2(max(1, _WORK // max(1, months)))))))


def run_chunk(job: Job, begin: int, n: int) -> list[Outcome]:
    """Draws *begin* to *begin* + *n* - 1 of every option of *job*."""
    drawn: dict[Term, Floats] = {}
    out = []
    for layout in job.layouts:
        values = sample(layout.terms, job.seed, begin, n, job.sampling, job.held, drawn)
        orders, horizon = len(layout.orders), layout.horizon
        first, final = np.empty((n, orders), np.int16), np.empty((n, orders), np.int16)
        units = np.empty((n, horizon), np.int32)
        each = np.zeros((n, orders, horizon), np.int32) if job.deliveries else None
        if layout.one_queue and each is None:
            run_lanes(*layout.arguments(values), first, final, units)
        else:
            run_draws(*layout.arguments(values), first, final, units, each, None)
        rows = None
        if each is not None:
            where = np.nonzero(each)
            rows = np.stack([where[0] + begin, where[1], where[2], each[where]], axis=1).astype(np.int64)
        out.append(Outcome(first, final, units, rows))
    return out


def outcomes(
    job: Job, draws: int, workers: int | None = None, executor: Executor | None = None
) -> Generator[tuple[int, list[Outcome]]]:
    """(first draw, one outcome an option) of each chunk in the order of the draws.

    workers: threads (default: one a core). executor: where chunks run in place of threads; one of processes will
    do. A few chunks are held at a time, however many draws there are; leaving early cancels what has not begun.
    """
    count = int(workers or getattr(executor, "_max_workers", 0) or os.cpu_count() or 1)
    rounds = -(-draws // (chunk_size(job.layouts) * count))  # every worker has the same number of chunks
    size = max(_LEAST, -(-draws // (rounds * count)))
    parts = [(begin, min(size, draws - begin)) for begin in range(0, draws, size)]
    if executor is None and (count == 1 or len(parts) == 1):
        for begin, n in parts:
            yield begin, run_chunk(job, begin, n)
        return
    pool: Any = executor or ThreadPoolExecutor(count, thread_name_prefix="jointline")
    waiting: deque[tuple[int, Future[list[Outcome]]]] = deque()
    try:
        for begin, n in parts[: 2 * count]:
            waiting.append((begin, pool.submit(run_chunk, job, begin, n)))
        for begin, n in parts[2 * count :]:
            yield _next(waiting)
            waiting.append((begin, pool.submit(run_chunk, job, begin, n)))
        while waiting:
            yield _next(waiting)
    finally:
        for _, future in waiting:
            future.cancel()
        if executor is None:
            pool.shutdown(wait=True, cancel_futures=True)


def _next(waiting: deque[tuple[int, Future[list[Outcome]]]]) -> tuple[int, list[Outcome]]:
    begin, future = waiting[0]
    result = future.result()
    waiting.popleft()
    return begin, result
