"""The model month by month for many draws side by side, where their queue is the same: what ``kernel`` gives, sooner.

A group of draws goes through the months together. Every array has the draws of the group innermost, and every step
is one short loop over them without a branch, which the compiler turns into vector instructions. The operations on
a draw's numbers are those of ``kernel.run_draws`` in the same order, so that results are equal to the last bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba.core.compiler import Compiler

from jointline.simulate.compiled import compiled
from jointline.simulate.kernel import BEYOND, ENOUGH, EPS, NOTHING, WHOLE

LANES = 32  # draws in a group
LEAST = 1.0 - 1e-8  # of what a unit needs: with less than this in stock no unit can be started
u4, i8 = np.uint32, np.int64


class _Apart(Compiler):  # type: ignore[misc]
    """Compiles a function whose arrays never overlap: only then are short loops worth vector instructions."""

    def define_pipelines(self) -> Any:
        self.state.flags.noalias = True
        return super().define_pipelines()


_lanes = compiled(pipeline_class=_Apart, forceinline=True, error_model="numpy")


@_lanes
def _rates(t, row, start, initial, full, ramp, share, rate):  # type: ignore[no-untyped-def]
    """``kernel.rate_at`` of a line or source, times its *share*, into *rate*; in how many draws it still ramps."""
    ramping = 0
    for w in range(LANES):
        begun, over, most = t - start[row, w], ramp[row, w], full[row, w]
        risen = initial[row, w] + (most - initial[row, w]) * min(1.0, begun / (over if over > 0.0 else 1.0))
        now = risen if over > 0.0 else most
        rate[row, w] = (now if begun >= 0.0 else 0.0) * share[row, w]
        ramping += t < start[row, w] + over
    return ramping


@_lanes
def _add(total, part):  # type: ignore[no-untyped-def]
    for i in range(part.size):
        total[i] += part[i]


@_lanes
def _fill(kept, limit, new):  # type: ignore[no-untyped-def]
    """Slots of a month: what was left, at most one each, and the rates."""
    for i in range(kept.size):
        kept[i] = min(kept[i], limit) + new[i]


@_lanes
def _supply(stock, flow, buffer):  # type: ignore[no-untyped-def]
    for i in range(stock.size):
        stock[i] = min(stock[i] + flow[i], buffer[i])


@_lanes
def _ask(t, o, line, release, left, slots, able):  # type: ignore[no-untyped-def]
    """What order *o* could start on *line* by its own units and the line's slots, into *able*."""
    for w in range(LANES):
        want = left[o, w] if release[o, w] <= t else 0.0
        able[w] = min(want, slots[line, w])


@_lanes
def _limit(c, a, stock, amount, quotient, able):  # type: ignore[no-untyped-def]
    """No more than component *c* suffices for; its quotient counts only where the kernel would divide."""
    for w in range(LANES):
        asked, have, each = able[w], stock[c, w], amount[a, w]
        quotient[w] = have / each  # kept, so that it is worked out for every draw at once
        most = min(asked, quotient[w])
        able[w] = most if have < asked * each * ENOUGH else asked


@_lanes
def _start(t, o, line, cell, off, left, slots, early, last, able):  # type: ignore[no-untyped-def]
    """Start the whole units in *able*, and leave them there: in how many draws something is started, units are left
    to start, slots are left."""
    started, owing, free = 0, 0, 0
    for w in range(LANES):
        x = np.floor(able[w] + EPS) if able[w] >= WHOLE else 0.0
        month = t + off[cell, w]
        able[w] = x
        rest, vacant = left[o, w] - x, slots[line, w] - x
        left[o, w], slots[line, w] = rest, vacant
        early[o, w] = min(early[o, w], month if x > 0.0 else early[o, w])
        last[o, w] = max(last[o, w], month if x > 0.0 else last[o, w])
        started += x > 0.0
        owing += rest > 0.0
        free += vacant >= WHOLE
    return started, owing, free


@_lanes
def _use(c, a, amount, able, stock):  # type: ignore[no-untyped-def]
    """Take what the units need; in how many draws there may be enough for another."""
    enough = 0
    for w in range(LANES):
        each = amount[a, w]
        rest = stock[c, w] - able[w] * each
        stock[c, w] = rest
        enough += rest > each * LEAST
    return enough


@_lanes
def _hand_over(t, cell, place, able, handed_over):  # type: ignore[no-untyped-def]
    for w in range(LANES):
        handed_over[t * u4(LANES) + place[cell, w]] += able[w]


@compiled(error_model="numpy")
def run_lanes(  # type: ignore[no-untyped-def]
        base, columns, draws, shape, order_product, ol_ptr, ol_idx, pl_ptr, pl_idx, serves, pc_ptr, pc_comp, src_comp,
        ip_order, queue, counted, first, final, units):  # fmt: skip
    """Run every draw of a chunk: arguments and results as of ``kernel.run_draws``."""
    n_lines, n_comps, n_sources, n_orders = shape[1], shape[2], shape[3], shape[4]
    n_amounts, n_batches, horizon = shape[5], shape[6], shape[7]
    s0 = 6 * n_lines
    o0 = s0 + 5 * n_sources
    a0 = o0 + 6 * n_orders
    b0 = a0 + n_amounts
    # one row a number, one block of rows: rows that begin with a cache line are read and written whole
    n_rows = (
        base.size + 2 * n_lines + n_sources + 3 * n_comps + 5 * n_orders + 2 * horizon + 2 + n_sources + ol_idx.size
    )
    room = np.empty((n_rows + 1) * LANES)
    ahead = (-room.ctypes.data // 8) % LANES
    rows = room[ahead : ahead + n_rows * LANES].reshape(n_rows, LANES)
    v, r = rows[: base.size], base.size
    for k in range(base.size):
        v[k] = base[k]
    l_start, l_initial, l_full = v[:n_lines], v[n_lines : 2 * n_lines], v[2 * n_lines : 3 * n_lines]
    l_ramp, l_yield, lead = v[3 * n_lines : 4 * n_lines], v[4 * n_lines : 5 * n_lines], v[5 * n_lines : s0]
    s_start, s_initial = v[s0 : s0 + n_sources], v[s0 + n_sources : s0 + 2 * n_sources]
    s_full, s_ramp = v[s0 + 2 * n_sources : s0 + 3 * n_sources], v[s0 + 3 * n_sources : s0 + 4 * n_sources]
    lag = v[o0 + 3 * n_orders : o0 + 4 * n_orders]
    amount = v[a0:b0]
    slots, rate_y, r = rows[r : r + n_lines], rows[r + n_lines : r + 2 * n_lines], r + 2 * n_lines
    rate_s, r = rows[r : r + n_sources], r + n_sources
    stock, flow, buffer, r = (
        rows[r : r + n_comps],
        rows[r + n_comps : r + 2 * n_comps],
        rows[r + 2 * n_comps : r + 3 * n_comps],
        r + 3 * n_comps,
    )
    left, release, owed = (
        rows[r : r + n_orders],
        rows[r + n_orders : r + 2 * n_orders],
        rows[r + 2 * n_orders : r + 3 * n_orders],
    )
    early, last, r = (
        rows[r + 3 * n_orders : r + 4 * n_orders],
        rows[r + 4 * n_orders : r + 5 * n_orders],
        r + 5 * n_orders,
    )
    handed_over, r = rows[r : r + 2 * horizon], r + 2 * horizon  # beyond the horizon too: no bound is looked for
    able, quotient, ones, r = rows[r], rows[r + 1], rows[r + 2 : r + 2 + n_sources], r + 2 + n_sources
    off = rows[r : r + ol_idx.size]
    ones[:] = 1.0
    all_slots, all_rates, all_handed_over = slots.reshape(-1), rate_y.reshape(-1), handed_over.reshape(-1)
    all_stock, all_flow, all_buffer = stock.reshape(-1), flow.reshape(-1), buffer.reshape(-1)
    place = np.empty((ol_idx.size, LANES), u4)
    waiting, opening = np.empty(n_orders, u4), np.empty(n_orders, i8)
    moving, moving_s, shut = np.empty(n_lines, u4), np.empty(n_sources, u4), np.empty(n_lines, i8)

    for begin in range(0, draws.shape[0], LANES):
        n = min(LANES, draws.shape[0] - begin)
        for k in range(columns.size):
            for w in range(LANES):
                v[columns[k], w] = draws[begin + min(w, n - 1), k]
        for o in range(n_orders):
            for w in range(LANES):
                left[o, w] = np.trunc(v[o0 + 4 * n_orders + o, w]) - np.trunc(v[o0 + 5 * n_orders + o, w])
                owed[o, w] = left[o, w]
                release[o, w] = np.trunc(v[o0 + o, w]) + np.trunc(v[o0 + n_orders + o, w])
                early[o, w], last[o, w] = horizon, -1.0
        handed_over[:] = 0.0
        for b in range(n_batches):
            o = ip_order[b]
            for w in range(LANES):
                month, batch = np.trunc(v[b0 + b, w]), min(np.trunc(v[b0 + n_batches + b, w]), left[o, w])
                if batch > 0:
                    left[o, w] -= batch
                    early[o, w], last[o, w] = min(early[o, w], month), max(last[o, w], month)
                    if counted[o] and month < horizon:
                        handed_over[i8(month), w] += batch
        n_waiting = u4(0)
        for k in range(n_orders):
            o = queue[k]
            if ol_ptr[o + u4(1)] == ol_ptr[o]:
                continue
            soonest = np.float64(horizon)
            for w in range(LANES):
                if left[o, w] > 0.0:
                    soonest = min(soonest, release[o, w])
            if soonest < horizon:
                opening[o] = i8(soonest)
                for cell in range(ol_ptr[o], ol_ptr[o + u4(1)]):
                    for w in range(LANES):
                        off[cell, w] = np.trunc(lead[ol_idx[cell], w]) + np.trunc(lag[o, w])
                        place[cell, w] = u4(min(off[cell, w], np.float64(horizon))) * u4(LANES) + u4(w)
                waiting[n_waiting] = o
                n_waiting += u4(1)
        for line in range(n_lines):
            shut[line], moving[line] = -1, line
            for w in range(LANES):
                slots[line, w] = 0.0
        stock[:], buffer[:] = 0.0, 0.0
        for s in range(n_sources):
            moving_s[s] = s
            for w in range(LANES):
                buffer[src_comp[s], w] += v[s0 + 4 * n_sources + s, w] * s_full[s, w]
        for c in range(n_comps):
            for w in range(LANES):
                buffer[c, w] = max(1.0, buffer[c, w])
        n_moving, n_moving_s = u4(n_lines), u4(n_sources)

        t = i8(-1)
        while t + 1 < horizon and n_waiting > 0:
            t += 1
            now = np.float64(t)
            # 1. slots
            kept = u4(0)
            for k in range(n_moving):
                line = moving[k]
                if _rates(now, line, l_start, l_initial, l_full, l_ramp, l_yield, rate_y) > 0:
                    moving[kept] = line
                    kept += u4(1)
            n_moving = kept
            _fill(all_slots, 1.0, all_rates)
            # 2. components
            if n_moving_s > 0:
                kept = u4(0)
                for k in range(n_moving_s):
                    s = moving_s[k]
                    if _rates(now, s, s_start, s_initial, s_full, s_ramp, ones, rate_s) > 0:
                        moving_s[kept] = s
                        kept += u4(1)
                n_moving_s = kept
                flow[:] = 0.0
                for s in range(n_sources):
                    _add(flow[src_comp[s]], rate_s[s])
            _supply(all_stock, all_flow, all_buffer)
            # 3. starts, and 4. their deliveries
            kept = u4(0)
            for k in range(n_waiting):
                o = waiting[k]
                waiting[kept] = o
                kept += u4(1)
                if opening[o] > t:
                    continue
                p = order_product[o]
                a_first, a_end = pc_ptr[p], pc_ptr[p + u4(1)]
                owing = 1
                for cell in range(ol_ptr[o], ol_ptr[o + u4(1)]):
                    line = ol_idx[cell]
                    if shut[line] == t:  # slots and stocks only fall within a month
                        continue
                    _ask(now, o, line, release, left, slots, able)
                    for a in range(a_first, a_end):
                        _limit(pc_comp[a], a, stock, amount, quotient, able)
                    started, owing, free = _start(now, o, line, cell, off, left, slots, early, last, able)
                    for a in range(a_first, a_end):
                        free = min(free, _use(pc_comp[a], a, amount, able, stock))
                    if started > 0 and counted[o]:
                        _hand_over(u4(t), cell, place, able, all_handed_over)
                    if free == 0:
                        shut[line] = t
                if owing == 0:
                    kept -= u4(1)
            n_waiting = kept
        for w in range(n):
            for o in range(n_orders):
                done = left[o, w] <= 0.0 and 0.0 <= last[o, w] < horizon
                first[begin + w, o] = i8(early[o, w]) if early[o, w] < horizon else BEYOND
                final[begin + w, o] = i8(last[o, w]) if done else BEYOND
                if owed[o, w] <= 0.0:
                    first[begin + w, o], final[begin + w, o] = NOTHING, NOTHING
            for month in range(horizon):
                units[begin + w, month] = i8(handed_over[month, w])
