/* The month-by-month model of jointline.simulate.kernel.run_draws in C, for the benchmark beside it: the same steps on
 * the same arrays with the same order of floating-point operations, without its two extras (every delivery, and what
 * held an order up). It is compiled without contraction of a * b + c, which would round differently.
 *
 * cc -O3 -march=native -ffp-contract=off -shared -fPIC simulate_kernel.c
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EPS 1e-9
#define WHOLE (1.0 - EPS)
#define ENOUGH (1.0 + 1e-12) /* a stock this much above what is asked suffices however a quotient is rounded */
enum { FIFO, PRIORITY, PRO_RATA };
enum { BEYOND = -1, NOTHING = -2 };

typedef uint32_t u4;
typedef int64_t i8;

static inline double least(double a, double b) { return b < a ? b : a; }

static inline double rate_at(i8 t, double start, double initial, double full, double ramp)
{
    if ((double)t < start)
        return 0.0;
    if (ramp <= 0.0)
        return full;
    return initial + (full - initial) * least(1.0, ((double)t - start) / ramp);
}

/* Stable insertion of each place by its key; the queue differs by draw only where its keys are uncertain. */
static void sort_by(const double *restrict key, u4 n, u4 *restrict queue)
{
    for (u4 k = 1; k < n; k++) {
        u4 o = queue[k], at = k;
        for (; at > 0 && key[queue[at - 1]] > key[o]; at--)
            queue[at] = queue[at - 1];
        queue[at] = o;
    }
}

static void pools_of(u4 n_orders, u4 n_lines, const u4 *order_product, const uint8_t *serves, u4 *pool)
{
    for (u4 o = 0; o < n_orders; o++) {
        pool[o] = o;
        for (u4 k = 0; k < o; k++)
            if (pool[k] == k && order_product[k] == order_product[o]
                && !memcmp(serves + (size_t)k * n_lines, serves + (size_t)o * n_lines, n_lines)) {
                pool[o] = k;
                break;
            }
    }
}

struct rest { i8 rest; u4 k; };

static int by_rest(const void *a, const void *b)
{
    const struct rest *x = a, *y = b;
    if (x->rest != y->rest)
        return x->rest > y->rest ? -1 : 1;
    return x->k < y->k ? -1 : 1;
}

static void share_out(const u4 *restrict active, u4 n_active, const u4 *restrict order_product,
                      const i8 *restrict left, const u4 *restrict pl_ptr, const u4 *restrict pl_idx,
                      const uint8_t *restrict serves, u4 n_lines, const double *restrict slots, i8 *restrict share,
                      u4 n_products, i8 *restrict total, i8 *restrict whole, i8 *restrict given,
                      struct rest *restrict rest)
{
    for (u4 p = 0; p < n_products; p++)
        total[p] = whole[p] = given[p] = 0;
    for (u4 k = 0; k < n_active; k++)
        total[order_product[active[k]]] += left[active[k]];
    for (u4 p = 0; p < n_products; p++) {
        if (total[p] == 0)
            continue;
        for (u4 j = pl_ptr[p]; j < pl_ptr[p + 1]; j++) {
            u4 line = pl_idx[j];
            for (u4 k = 0; k < n_active; k++) {
                u4 o = active[k];
                if (order_product[o] == p && serves[(size_t)o * n_lines + line]) {
                    whole[p] += (i8)floor(slots[line] + EPS);
                    break;
                }
            }
        }
    }
    for (u4 k = 0; k < n_active; k++) {
        u4 o = active[k], p = order_product[o];
        rest[k] = (struct rest){0, k};
        if (whole[p] >= total[p]) {
            share[o] = left[o];
        } else {
            share[o] = whole[p] * left[o] / total[p];
            rest[k].rest = whole[p] * left[o] % total[p];
            given[p] += share[o];
        }
    }
    qsort(rest, n_active, sizeof *rest, by_rest);
    for (u4 k = 0; k < n_active; k++) {
        u4 o = active[rest[k].k], p = order_product[o];
        if (whole[p] < total[p] && given[p] < whole[p]) {
            share[o]++;
            given[p]++;
        }
    }
}

/* 0, or 1 where there is no memory. */
int run_draws(const double *restrict base, i8 n_base, const u4 *restrict columns, i8 n_columns,
              const double *restrict draws, i8 n_draws, const i8 *restrict shape, const u4 *restrict order_product,
              const u4 *restrict ol_ptr, const u4 *restrict ol_idx, const u4 *restrict pl_ptr,
              const u4 *restrict pl_idx, const uint8_t *restrict serves, const u4 *restrict pc_ptr,
              const u4 *restrict pc_comp, const u4 *restrict src_comp, const u4 *restrict ip_order,
              const u4 *restrict fixed_queue, const uint8_t *restrict counted, int16_t *restrict first,
              int16_t *restrict final, int32_t *restrict units)
{
    const u4 n_products = shape[0], n_lines = shape[1], n_comps = shape[2], n_sources = shape[3], n_orders = shape[4];
    const u4 n_amounts = shape[5], n_batches = shape[6];
    const i8 horizon = shape[7], policy = shape[8], queue_differs = shape[9];

    /* one block each of floats, of signed and of unsigned numbers */
    const size_t n_floats = n_base + 2 * n_lines + n_sources + 3 * n_comps;
    const size_t n_signed = 8 * n_orders + n_lines + 3 * n_products, n_places = 5 * n_orders + n_lines + n_sources;
    double *floats = malloc((n_floats + 1) * sizeof *floats);
    i8 *numbers = malloc((n_signed + 1) * sizeof *numbers);
    u4 *places = malloc((n_places + 1) * sizeof *places);
    uint8_t *flags = malloc(n_orders + 1);
    struct rest *rest = malloc((n_orders + 1) * sizeof *rest);
    if (!floats || !numbers || !places || !flags || !rest) {
        free(floats), free(numbers), free(places), free(flags), free(rest);
        return 1;
    }
    double *restrict v = floats;
    double *restrict slots = floats + n_base, *restrict rate_y = slots + n_lines, *restrict rate_s = rate_y + n_lines;
    double *restrict stock = rate_s + n_sources, *restrict flow = stock + n_comps, *restrict buffer = flow + n_comps;
    i8 *restrict left = numbers, *restrict release = left + n_orders, *restrict last = release + n_orders;
    i8 *restrict early = last + n_orders, *restrict shut = early + n_orders, *restrict share = shut + n_orders;
    i8 *restrict owed = share + n_orders;
    i8 *restrict lag = owed + n_orders, *restrict lead = lag + n_orders;
    i8 *restrict total = lead + n_lines, *restrict whole = total + n_products, *restrict given = whole + n_products;
    u4 *restrict queue = places, *restrict place = queue + n_orders, *restrict active = place + n_orders;
    u4 *restrict pending = active + n_orders, *restrict pool = pending + n_orders;
    u4 *restrict moving = pool + n_orders, *restrict moving_s = moving + n_lines;
    uint8_t *restrict missed = flags;

    const double *l_start = v, *l_initial = v + n_lines, *l_full = v + 2 * n_lines, *l_ramp = v + 3 * n_lines;
    const double *l_yield = v + 4 * n_lines, *l_lead = l_yield + n_lines;
    const double *s_start = v + 6 * n_lines, *s_initial = s_start + n_sources, *s_full = s_initial + n_sources;
    const double *s_ramp = s_full + n_sources, *s_buffer = s_ramp + n_sources;
    const double *placed = s_buffer + n_sources, *alt = placed + n_orders, *priority = alt + n_orders;
    const double *o_lag = priority + n_orders, *quantity = o_lag + n_orders, *had = quantity + n_orders;
    const double *amount = had + n_orders, *due = amount + n_amounts, *batches = due + n_batches;

    memcpy(queue, fixed_queue, n_orders * sizeof *queue);
    pools_of(n_orders, n_lines, order_product, serves, pool);

    for (i8 d = 0; d < n_draws; d++) {
        memcpy(v, base, n_base * sizeof *v);
        for (i8 k = 0; k < n_columns; k++)
            v[columns[k]] = draws[d * n_columns + k];
        if (queue_differs) {
            for (u4 o = 0; o < n_orders; o++)
                queue[o] = o;
            sort_by(placed, n_orders, queue);
            if (policy == PRIORITY)
                sort_by(priority, n_orders, queue);
        }

        /* units still to start, release, what is in process */
        u4 n_pending = 0;
        i8 next_release = horizon;
        int32_t *restrict handed_over = units + d * horizon;
        memset(handed_over, 0, horizon * sizeof *handed_over);
        for (u4 o = 0; o < n_orders; o++) {
            owed[o] = left[o] = (i8)quantity[o] - (i8)had[o];
            lag[o] = (i8)o_lag[o];
            last[o] = -1, early[o] = horizon, missed[o] = 0, shut[o] = -1;
        }
        for (u4 b = 0; b < n_batches; b++) {
            u4 o = ip_order[b];
            i8 month = (i8)due[b], batch = (i8)batches[b];
            if (batch > left[o])
                batch = left[o];
            if (batch <= 0)
                continue;
            left[o] -= batch;
            if (month < horizon) {
                last[o] = month > last[o] ? month : last[o];
                early[o] = month < early[o] ? month : early[o];
                if (counted[o])
                    handed_over[month] += batch;
            } else {
                missed[o] = 1;
            }
        }
        for (u4 k = 0; k < n_orders; k++) {
            u4 o = queue[k];
            place[o] = k;
            release[o] = (i8)placed[o] + (i8)alt[o];
            if (left[o] <= 0)
                continue;
            if (ol_ptr[o + 1] == ol_ptr[o] && policy != PRO_RATA) {
                missed[o] = 1; /* no line can serve it; in pro_rata it has its share all the same */
            } else {
                pending[n_pending++] = o;
                next_release = release[o] < next_release ? release[o] : next_release;
            }
        }

        /* stocks, slots and what still ramps */
        for (u4 line = 0; line < n_lines; line++)
            slots[line] = rate_y[line] = 0.0, moving[line] = line, lead[line] = (i8)l_lead[line];
        for (u4 c = 0; c < n_comps; c++)
            stock[c] = flow[c] = buffer[c] = 0.0;
        for (u4 s = 0; s < n_sources; s++) {
            rate_s[s] = 0.0, moving_s[s] = s;
            buffer[src_comp[s]] += s_buffer[s] * s_full[s];
        }
        for (u4 c = 0; c < n_comps; c++)
            buffer[c] = buffer[c] > 1.0 ? buffer[c] : 1.0;
        u4 n_moving = n_lines, n_moving_s = n_sources, n_active = 0;

        for (i8 t = 0; t < horizon && (n_active || n_pending); t++) {
            /* 1. slots */
            if (n_moving) {
                u4 kept = 0;
                for (u4 k = 0; k < n_moving; k++) {
                    u4 line = moving[k];
                    double start = l_start[line], ramp = l_ramp[line];
                    rate_y[line] = rate_at(t, start, l_initial[line], l_full[line], ramp) * l_yield[line];
                    if ((double)t < start + ramp)
                        moving[kept++] = line;
                }
                n_moving = kept;
            }
            for (u4 line = 0; line < n_lines; line++)
                slots[line] = least(slots[line], 1.0) + rate_y[line];
            /* 2. components */
            if (n_moving_s) {
                u4 kept = 0;
                for (u4 k = 0; k < n_moving_s; k++) {
                    u4 s = moving_s[k];
                    double start = s_start[s], ramp = s_ramp[s];
                    rate_s[s] = rate_at(t, start, s_initial[s], s_full[s], ramp);
                    if ((double)t < start + ramp)
                        moving_s[kept++] = s;
                }
                n_moving_s = kept;
                for (u4 c = 0; c < n_comps; c++)
                    flow[c] = 0.0;
                for (u4 s = 0; s < n_sources; s++)
                    flow[src_comp[s]] += rate_s[s];
            }
            for (u4 c = 0; c < n_comps; c++)
                stock[c] = least(stock[c] + flow[c], buffer[c]);
            /* orders released this month go to their place in the queue */
            if (n_pending && t >= next_release) {
                u4 kept = 0;
                next_release = horizon;
                for (u4 k = 0; k < n_pending; k++) {
                    u4 o = pending[k], at = n_active;
                    if (release[o] > t) {
                        pending[kept++] = o;
                        next_release = release[o] < next_release ? release[o] : next_release;
                        continue;
                    }
                    for (; at > 0 && place[active[at - 1]] > place[o]; at--)
                        active[at] = active[at - 1];
                    active[at] = o;
                    n_active++;
                }
                n_pending = kept;
            }
            /* 3. starts, and 4. their deliveries */
            int passes = 1;
            if (policy == PRO_RATA && n_active) {
                share_out(active, n_active, order_product, left, pl_ptr, pl_idx, serves, n_lines, slots, share,
                          n_products, total, whole, given, rest);
                passes = 2;
            }
            for (int turn = 0; turn < passes; turn++) {
                int rationed = passes == 2 && turn == 0;
                u4 n_done = 0;
                for (u4 k = 0; k < n_active; k++) {
                    u4 o = active[k];
                    if (shut[pool[o]] == t) /* slots and stocks only fall within a month */
                        continue;
                    i8 want = rationed ? share[o] : left[o];
                    if (want <= 0)
                        continue;
                    u4 p = order_product[o], a_first = pc_ptr[p], a_end = pc_ptr[p + 1];
                    int is_open = 0; /* is there anything left for the next order of the pool? */
                    for (u4 j = ol_ptr[o]; j < ol_ptr[o + 1]; j++) {
                        u4 line = ol_idx[j];
                        if (slots[line] < WHOLE)
                            continue;
                        double able = least((double)want, slots[line]);
                        for (u4 a = a_first; a < a_end; a++)
                            if (stock[pc_comp[a]] < able * amount[a] * ENOUGH)
                                able = least(able, stock[pc_comp[a]] / amount[a]);
                        if (able < WHOLE) { /* a component is too short for any line */
                            is_open = 0;
                            break;
                        }
                        double units_now = floor(able + EPS);
                        slots[line] -= units_now;
                        for (u4 a = a_first; a < a_end; a++)
                            stock[pc_comp[a]] -= units_now * amount[a];
                        i8 x = (i8)units_now;
                        left[o] -= x;
                        want -= x;
                        i8 month = t + lead[line] + lag[o];
                        if (month < horizon) {
                            last[o] = month > last[o] ? month : last[o];
                            early[o] = month < early[o] ? month : early[o];
                            if (counted[o])
                                handed_over[month] += x;
                        } else {
                            missed[o] = 1;
                        }
                        if (want == 0) {
                            is_open = 1;
                            break;
                        }
                        is_open |= slots[line] >= WHOLE;
                    }
                    if (!is_open)
                        shut[pool[o]] = t;
                    n_done += left[o] == 0;
                }
                if (n_done) {
                    u4 kept = 0;
                    for (u4 k = 0; k < n_active; k++)
                        if (left[active[k]] > 0)
                            active[kept++] = active[k];
                    n_active = kept;
                }
            }
        }
        for (u4 k = 0; k < n_active; k++)
            missed[active[k]] = 1;
        for (u4 k = 0; k < n_pending; k++)
            missed[pending[k]] = 1;
        for (u4 o = 0; o < n_orders; o++) {
            int none = owed[o] <= 0;
            first[d * n_orders + o] = none ? NOTHING : early[o] < horizon ? early[o] : BEYOND;
            final[d * n_orders + o] = none ? NOTHING : missed[o] || last[o] < 0 ? BEYOND : last[o];
        }
    }
    free(floats), free(numbers), free(places), free(flags), free(rest);
    return 0;
}
