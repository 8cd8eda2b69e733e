"""The model itself, month by month, one draw after the other: compiled once a machine and kept on disk.

docs/model.md says what happens in a month and in which order; the comments here name its steps. Three faces of one
function: plain results; every delivery (``delivered``); what held an order up (``blame``). Numba compiles each
apart and leaves out of it what is None.
"""

from __future__ import annotations

import numpy as np

from jointline.simulate.blame import of_draw, of_month
from jointline.simulate.compiled import compiled

EPS = 1e-9  # fractional slots and stocks count as a whole unit from here below it
WHOLE = 1.0 - EPS
ENOUGH = 1.0 + 1e-12  # a stock this much above what is asked suffices however a quotient is rounded: no need to divide
FIFO, PRIORITY, PRO_RATA = 0, 1, 2
BEYOND, NOTHING = -1, -2  # no delivery within the horizon; nothing was owed at month 0
u4, i8 = np.uint32, np.int64


@compiled(error_model="numpy")
def rate_at(t, start, initial, full, ramp):  # type: ignore[no-untyped-def]
    """Units a month of a line (before yield) or source in month *t*."""
    if t < start:
        return 0.0
    if ramp <= 0.0:
        return full
    return initial + (full - initial) * min(1.0, (t - start) / ramp)


@compiled()
def queue_of(v, o0, n_orders, policy, queue):  # type: ignore[no-untyped-def]
    """Orders in queue order into *queue*: (priority,) placed, input order."""
    placed = v[o0 : o0 + n_orders]
    by_placed = np.argsort(placed, kind="mergesort")
    if policy == PRIORITY:
        priority = v[o0 + 2 * n_orders : o0 + 3 * n_orders]
        by_placed = by_placed[np.argsort(priority[by_placed], kind="mergesort")]
    for k in range(n_orders):
        queue[k] = by_placed[k]


@compiled()
def share_out(active, n_active, order_product, left, pl_ptr, pl_idx, serves, slots, share, n_products):  # type: ignore[no-untyped-def]
    """pro_rata: each product's whole slots in proportion to units left; the rest by largest remainder, then fifo."""
    total, whole, given = np.zeros(n_products, i8), np.zeros(n_products, i8), np.zeros(n_products, i8)
    for k in range(n_active):
        total[order_product[active[k]]] += left[active[k]]
    for p in range(n_products):
        if total[p] == 0:
            continue
        for j in range(pl_ptr[p], pl_ptr[p + 1]):
            line = pl_idx[j]
            for k in range(n_active):
                o = active[k]
                if order_product[o] == p and serves[o, line]:
                    whole[p] += i8(np.floor(slots[line] + EPS))
                    break
    rest = np.zeros(n_active, i8)
    for k in range(n_active):
        o = active[k]
        p = order_product[o]
        if whole[p] >= total[p]:
            share[o] = left[o]
        else:
            share[o] = whole[p] * left[o] // total[p]
            rest[k] = whole[p] * left[o] % total[p]
            given[p] += share[o]
    for k in np.argsort(-rest, kind="mergesort"):  # stable: ties stay in fifo order
        p = order_product[active[k]]
        if whole[p] < total[p] and given[p] < whole[p]:
            share[active[k]] += 1
            given[p] += 1


@compiled()
def pools_of(order_product, serves):  # type: ignore[no-untyped-def]
    """For each order the first one of the same product and the same lines: what stops one for a month stops both."""
    n_orders = order_product.size
    pool, heads, n_heads = np.empty(n_orders, u4), np.empty(n_orders, u4), 0
    for o in range(n_orders):
        pool[o] = o
        for k in range(n_heads):
            if order_product[heads[k]] == order_product[o] and np.array_equal(serves[heads[k]], serves[o]):
                pool[o] = heads[k]
                break
        if pool[o] == o:
            heads[n_heads] = o
            n_heads += 1
    return pool


@compiled(error_model="numpy")
def run_draws(  # type: ignore[no-untyped-def]
        base, columns, draws, shape, order_product, ol_ptr, ol_idx, pl_ptr, pl_idx, serves, pc_ptr, pc_comp, src_comp,
        ip_order, fixed_queue, counted, first, final, units, delivered, blame):  # fmt: skip
    """Run every draw of a chunk.

    base (K,): the network's numbers, laid out as in ``layout``; columns (U,): which of them are uncertain; draws
    (n, U): their values. shape: products, lines, components, sources, orders, amounts, batches in process,
    horizon, policy, whether the queue differs by draw. *_ptr, *_idx: lists by order, by product. Out: first and
    final (n, orders) month of delivery, BEYOND or NOTHING; units (n, horizon) handed over on counted orders;
    delivered None or (n, orders, horizon) units; blame None or the arrays of ``blame.Blame``.

    Places in arrays are unsigned throughout: with signed ones every access would look for negative ones first.
    """
    n_products, n_lines, n_comps, n_sources, n_orders = shape[0], shape[1], shape[2], shape[3], shape[4]
    n_amounts, n_batches, horizon, policy, queue_differs = shape[5], shape[6], shape[7], shape[8], shape[9]
    s0 = 6 * n_lines
    o0 = s0 + 5 * n_sources
    a0 = o0 + 6 * n_orders
    b0 = a0 + n_amounts
    v = np.empty(base.size)
    l_start, l_initial, l_full = v[:n_lines], v[n_lines : 2 * n_lines], v[2 * n_lines : 3 * n_lines]
    l_ramp, l_yield = v[3 * n_lines : 4 * n_lines], v[4 * n_lines : 5 * n_lines]
    s_start, s_initial = v[s0 : s0 + n_sources], v[s0 + n_sources : s0 + 2 * n_sources]
    s_full, s_ramp = v[s0 + 2 * n_sources : s0 + 3 * n_sources], v[s0 + 3 * n_sources : s0 + 4 * n_sources]
    amount = v[a0:b0]
    slots, rate_y, rate_s = np.empty(n_lines), np.empty(n_lines), np.empty(n_sources)
    stock, flow, buffer = np.empty(n_comps), np.empty(n_comps), np.empty(n_comps)
    left, release, last = np.empty(n_orders, i8), np.empty(n_orders, i8), np.empty(n_orders, i8)
    early, missed = np.empty(n_orders, i8), np.empty(n_orders, np.bool_)
    queue, place = fixed_queue.copy(), np.empty(n_orders, u4)
    active, pending = np.empty(n_orders, u4), np.empty(n_orders, u4)
    moving, moving_s = np.empty(n_lines, u4), np.empty(n_sources, u4)
    pool, shut = pools_of(order_product, serves), np.empty(n_orders, i8)
    share, lag, lead = np.empty(n_orders, i8), np.empty(n_orders, i8), np.empty(n_lines, i8)
    if blame is not None:  # the starts of a month: each order at most once a turn on each of its lines
        most_events = 2 * ol_idx.size + 1
        e_line, e_order, e_units = np.empty(most_events, u4), np.empty(most_events, u4), np.empty(most_events, i8)
        done_at, made_by, waited = np.empty(n_orders, i8), np.empty(n_orders, i8), np.empty(n_orders, np.bool_)
        n_events = 0

    for d in range(draws.shape[0]):
        v[:] = base
        for k in range(columns.size):
            v[columns[k]] = draws[d, k]
        if queue_differs:
            queue_of(v, o0, n_orders, policy, queue)

        # units still to start, release, what is in process
        n_pending, next_release = u4(0), horizon
        for o in range(n_orders):
            left[o] = i8(v[o0 + 4 * n_orders + o]) - i8(v[o0 + 5 * n_orders + o])
            lag[o] = i8(v[o0 + 3 * n_orders + o])
            last[o], early[o], missed[o], shut[o] = -1, horizon, False, -1
        handed_over = units[d]
        handed_over[:] = 0
        owed = left.copy()
        for b in range(n_batches):
            o, month = ip_order[b], i8(v[b0 + b])
            batch = min(i8(v[b0 + n_batches + b]), left[o])
            if batch <= 0:
                continue
            left[o] -= batch
            if month < horizon:
                last[o], early[o] = max(last[o], month), min(early[o], month)
                if counted[o]:
                    handed_over[month] += batch
                if delivered is not None:
                    delivered[d, o, month] += batch
            else:
                missed[o] = True
        for k in range(n_orders):
            o = queue[k]
            place[o] = k
            release[o] = i8(v[o0 + o]) + i8(v[o0 + n_orders + o])
            if blame is not None:
                done_at[o], made_by[o], waited[o] = -1, -1, left[o] > 0
            if left[o] > 0:
                if ol_ptr[o + u4(1)] == ol_ptr[o] and blame is None and policy != PRO_RATA:
                    missed[o] = True  # no line can serve it; in pro_rata it has its share all the same
                else:
                    pending[n_pending] = o
                    n_pending += u4(1)
                    next_release = min(next_release, release[o])

        # stocks, slots and what still ramps
        for line in range(n_lines):
            lead[line] = i8(v[5 * n_lines + line])
            slots[line], rate_y[line], moving[line] = 0.0, 0.0, line
        n_moving, n_moving_s = u4(n_lines), u4(n_sources)
        for c in range(n_comps):
            stock[c], flow[c], buffer[c] = 0.0, 0.0, 0.0
        for s in range(n_sources):
            rate_s[s], moving_s[s] = 0.0, s
            buffer[src_comp[s]] += v[s0 + 4 * n_sources + s] * s_full[s]
        for c in range(n_comps):
            buffer[c] = max(1.0, buffer[c])

        n_active, t = u4(0), i8(-1)
        while t + 1 < horizon and (n_active > 0 or n_pending > 0):
            t += 1
            # 1. slots
            if n_moving > 0:
                kept = u4(0)
                for k in range(n_moving):
                    line = moving[k]
                    start, ramp = l_start[line], l_ramp[line]
                    rate_y[line] = rate_at(t, start, l_initial[line], l_full[line], ramp) * l_yield[line]
                    if t < start + ramp:
                        moving[kept] = line
                        kept += u4(1)
                n_moving = kept
            for line in range(n_lines):
                slots[line] = min(slots[line], 1.0) + rate_y[line]
            # 2. components
            if n_moving_s > 0:
                kept = u4(0)
                for k in range(n_moving_s):
                    s = moving_s[k]
                    start, ramp = s_start[s], s_ramp[s]
                    rate_s[s] = rate_at(t, start, s_initial[s], s_full[s], ramp)
                    if t < start + ramp:
                        moving_s[kept] = s
                        kept += u4(1)
                n_moving_s = kept
                for c in range(n_comps):
                    flow[c] = 0.0
                for s in range(n_sources):
                    flow[src_comp[s]] += rate_s[s]
            for c in range(n_comps):
                stock[c] = min(stock[c] + flow[c], buffer[c])
            # orders released this month go to their place in the queue
            if n_pending > 0 and t >= next_release:
                kept, next_release = u4(0), horizon
                for k in range(n_pending):
                    o = pending[k]
                    if release[o] > t:
                        pending[kept] = o
                        kept += u4(1)
                        next_release = min(next_release, release[o])
                        continue
                    at = n_active
                    while at > 0 and place[active[at - u4(1)]] > place[o]:
                        active[at] = active[at - u4(1)]
                        at -= u4(1)
                    active[at] = o
                    n_active += u4(1)
                n_pending = kept
            # 3. starts, and 4. their deliveries
            passes = 1
            if policy == PRO_RATA and n_active > 0:
                share_out(active, n_active, order_product, left, pl_ptr, pl_idx, serves, slots, share, n_products)
                passes = 2
            if blame is not None:
                n_events = 0
            for turn in range(passes):
                rationed = passes == 2 and turn == 0
                n_done = u4(0)
                for k in range(n_active):
                    o = active[k]
                    if shut[pool[o]] == t:  # slots and stocks only fall within a month
                        continue
                    want = share[o] if rationed else left[o]
                    if want <= 0:
                        continue
                    p = order_product[o]
                    a_first, a_end = pc_ptr[p], pc_ptr[p + u4(1)]
                    is_open = False  # is there anything left for the next order of the pool?
                    for j in range(ol_ptr[o], ol_ptr[o + u4(1)]):
                        line = ol_idx[j]
                        if slots[line] < WHOLE:
                            continue
                        able = min(np.float64(want), slots[line])
                        for a in range(a_first, a_end):
                            if stock[pc_comp[a]] < able * amount[a] * ENOUGH:
                                able = min(able, stock[pc_comp[a]] / amount[a])
                        if able < WHOLE:  # a component is too short for any line
                            is_open = False
                            break
                        whole = np.floor(able + EPS)
                        slots[line] -= whole
                        for a in range(a_first, a_end):
                            stock[pc_comp[a]] -= whole * amount[a]
                        x = i8(whole)
                        left[o] -= x
                        want -= x
                        month = t + lead[line] + lag[o]
                        if month < horizon:
                            last[o], early[o] = max(last[o], month), min(early[o], month)
                            if counted[o]:
                                handed_over[u4(month)] += x
                            if delivered is not None:
                                delivered[d, o, month] += x
                        else:
                            missed[o] = True
                        if blame is not None:
                            e_line[n_events], e_order[n_events], e_units[n_events] = line, o, x
                            n_events += 1
                            made_by[o] = max(made_by[o], month)
                        if want == 0:
                            is_open = True
                            break
                        is_open |= slots[line] >= WHOLE
                    if not is_open:
                        shut[pool[o]] = t
                    if left[o] == 0:
                        n_done += u4(1)
                        if blame is not None:
                            done_at[o] = t
                if n_done > 0:
                    kept = u4(0)
                    for k in range(n_active):
                        if left[active[k]] > 0:
                            active[kept] = active[k]
                            kept += u4(1)
                    n_active = kept
            if blame is not None:
                for k in range(n_active):
                    of_month(blame, d, t, active[k], left[active[k]], v, shape, ol_ptr, ol_idx, pc_ptr, pc_comp,
                             order_product, slots, stock, rate_y, e_line, e_order, e_units, n_events)  # fmt: skip
        for k in range(n_active):
            missed[active[k]] = True
        for k in range(n_pending):
            missed[pending[k]] = True
        for o in range(n_orders):
            first[d, o] = early[o] if early[o] < horizon else BEYOND
            final[d, o] = BEYOND if missed[o] or last[o] < 0 else last[o]
            if owed[o] <= 0:
                first[d, o], final[d, o] = NOTHING, NOTHING
            if blame is not None:
                of_draw(blame, d, o, horizon, owed[o], waited[o], release[o], done_at[o], made_by[o],
                        i8(final[d, o]), missed[o])  # fmt: skip
