"""What held an order up, month by month: the part of the kernel that why-late and bottleneck add.

Each month from month 0 to an order's final delivery has one weight of 1, split as follows:

- before its release: waiting for release;
- units left, and every line that serves it is used up: the lines not yet started, the queue (what others took of
  those lines this month) and the lines' own rate. The queue's part is all of the month where what others took
  would have covered the units left, else others' part of what the lines made;
- units left, and the lines have slots: the component with least in stock holds it, split between others' use of it
  and its supply in the same way;
- all started: lead time (production lead time and acceptance lag), or units that were in process at month 0.
"""

from __future__ import annotations

import numpy as np

from jointline.simulate.compiled import compiled

RELEASE, LEAD, IN_PROCESS, NO_LINE, FIXED_CAUSES = 0, 1, 2, 3, 4
EPS = 1e-9


def n_causes(lines: int, components: int, orders: int) -> int:
    """How many causes there are: four, each line's start, its rate, each component, each order ahead."""
    return FIXED_CAUSES + 2 * lines + components + orders


@compiled()
def put(blame, d, o, cause, weight, since, until):  # type: ignore[no-untyped-def]
    """Count *weight* months to *cause* from month *since* to before *until*, where *o* is the order asked about."""
    focus, _, months, begin, end, _ = blame
    if o != focus or weight <= 0.0 or until <= since:
        return
    months[d, cause] += weight
    begin[d, cause] = since if begin[d, cause] < 0 else min(begin[d, cause], since)
    end[d, cause] = max(end[d, cause], until)


@compiled()
def hold(blame, d, o, resource, weight):  # type: ignore[no-untyped-def]
    """Count *weight* months of order *o* to the line or component asked about."""
    if resource == blame[1]:
        blame[5][d, o] += weight


@compiled()
def of_month(  # type: ignore[no-untyped-def]
    blame, d, t, o, left, v, shape, ol_ptr, ol_idx, pc_ptr, pc_comp, order_product, slots, stock, rate_y, e_line,
    e_order, e_units, n_events,
):  # fmt: skip
    """What held order *o*, released and with *left* units to start, in month *t*."""
    n_lines, n_comps, n_sources, n_orders = shape[1], shape[2], shape[3], shape[4]
    a0 = 6 * n_lines + 5 * n_sources + 6 * n_orders
    l_start, l_rate = FIXED_CAUSES, FIXED_CAUSES + n_lines
    comps, orders = FIXED_CAUSES + 2 * n_lines, FIXED_CAUSES + 2 * n_lines + n_comps
    begin, end = ol_ptr[o], ol_ptr[o + np.uint32(1)]
    if begin == end:
        put(blame, d, o, NO_LINE, 1.0, t, t + 1)
        return
    free, running, soonest = False, 0.0, ol_idx[begin]
    for j in range(begin, end):
        line = ol_idx[j]
        free |= slots[line] >= 1.0 - EPS
        running += rate_y[line]
        if v[line] < v[soonest]:
            soonest = line
    p = order_product[o]
    short, least = np.int64(-1), np.inf
    if free:
        for a in range(pc_ptr[p], pc_ptr[p + np.uint32(1)]):
            able = stock[pc_comp[a]] / v[a0 + a]
            if able < least:
                short, least = np.int64(a), able
    if free and short >= 0:
        # a component: who used it
        c = pc_comp[short]
        own, others = 0.0, 0.0
        for e in range(n_events):
            q = order_product[e_order[e]]
            for a in range(pc_ptr[q], pc_ptr[q + np.uint32(1)]):
                if pc_comp[a] == c:
                    if e_order[e] == o:
                        own += e_units[e] * v[a0 + a]
                    else:
                        others += e_units[e] * v[a0 + a]
        queue = 0.0
        if others > 0.0:
            queue = 1.0 if others >= left * v[a0 + short] else others / (own + others)
            for e in range(n_events):
                q = order_product[e_order[e]]
                for a in range(pc_ptr[q], pc_ptr[q + np.uint32(1)]):
                    if pc_comp[a] == c and e_order[e] != o:
                        put(blame, d, o, orders + e_order[e], queue * e_units[e] * v[a0 + a] / others, t, t + 1)
        put(blame, d, o, comps + c, 1.0 - queue, t, t + 1)
        hold(blame, d, o, n_lines + c, 1.0)
        return
    if running <= 0.0:
        put(blame, d, o, l_start + soonest, 1.0, t, t + 1)
        hold(blame, d, o, soonest, 1.0)
        return
    own, others = 0.0, 0.0
    for e in range(n_events):
        for j in range(begin, end):
            if ol_idx[j] == e_line[e]:
                if e_order[e] == o:
                    own += e_units[e]
                else:
                    others += e_units[e]
    queue = 0.0
    if others > 0.0:
        queue = 1.0 if others >= left else others / (own + others)
        for e in range(n_events):
            for j in range(begin, end):
                if ol_idx[j] == e_line[e] and e_order[e] != o:
                    put(blame, d, o, orders + e_order[e], queue * e_units[e] / others, t, t + 1)
                    hold(blame, d, o, e_line[e], queue * e_units[e] / others)
    for j in range(begin, end):
        line = ol_idx[j]
        part = (1.0 - queue) * rate_y[line] / running
        put(blame, d, o, l_rate + line, part, t, t + 1)
        hold(blame, d, o, line, part)


@compiled()
def of_draw(blame, d, o, horizon, owed, waited, release, done_at, made_by, final, missed):  # type: ignore[no-untyped-def]
    """The months of a draw outside the queue: *waited* says that units had to be started at all."""
    if owed <= 0:
        return
    until = horizon if missed else final
    if not waited:
        put(blame, d, o, IN_PROCESS, np.float64(until), 0, until)
        return
    released = min(max(release, 0), horizon)
    put(blame, d, o, RELEASE, np.float64(released), 0, released)
    if done_at >= 0:
        finished = min(max(made_by, done_at), until)
        put(blame, d, o, LEAD, np.float64(finished - done_at), done_at, finished)
        put(blame, d, o, IN_PROCESS, np.float64(until - finished), finished, until)
