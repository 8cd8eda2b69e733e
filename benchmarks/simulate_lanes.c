/* The model of jointline.simulate.lanes.run_lanes in C, for the benchmark beside it: 32 draws go through the months
 * side by side, on the same block of rows and with the same order of floating-point operations. It is compiled
 * without contraction of a * b + c, which would round differently.
 *
 * cc -O3 -march=native -ffp-contract=off -fno-math-errno -fno-trapping-math -shared -fPIC simulate_lanes.c
 *
 * With the flags before -shared gcc turns every loop over the draws but hand_over's into vector instructions (see
 * -fopt-info-vec). What is only asked to be zero or not is gathered with |=, which is cheaper than a count.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NEVER_THE_SAME _Pragma("GCC ivdep") /* rows do not overlap: no look at run time whether they do */
#define EVERY_DRAW(w) NEVER_THE_SAME for (int w = 0; w < LANES; w++)

#define LANES 32 /* draws in a group */
#define ROW (LANES * sizeof(double))
#define EPS 1e-9
#define WHOLE (1.0 - EPS)
#define ENOUGH (1.0 + 1e-12) /* a stock this much above what is asked suffices however a quotient is rounded */
#define LEAST (1.0 - 1e-8)   /* of what a unit needs: with less than this in stock no unit can be started */
enum { BEYOND = -1, NOTHING = -2 };

typedef uint32_t u4;
typedef int64_t i8;
typedef double row[LANES]; /* one number in every draw of the group */

static inline double least(double a, double b) { return b < a ? b : a; }
static inline double most(double a, double b) { return b > a ? b : a; }

/* A line's or source's rate in month t, times its share; 1 where it still ramps in any draw. */
static inline i8 rates(double t, const double *restrict start, const double *restrict initial,
                       const double *restrict full, const double *restrict ramp, const double *restrict share,
                       double *restrict rate)
{
    i8 ramping = 0;
    EVERY_DRAW(w) {
        double begun = t - start[w], over = ramp[w];
        double risen = initial[w] + (full[w] - initial[w]) * least(1.0, begun / (over > 0.0 ? over : 1.0));
        double now = over > 0.0 ? risen : full[w];
        rate[w] = (begun >= 0.0 ? now : 0.0) * share[w];
        ramping |= t < start[w] + over;
    }
    return ramping;
}

/* What an order could start on a line by its own units and the line's slots. */
static inline void ask(double t, const double *restrict release, const double *restrict left,
                       const double *restrict slots, double *restrict able)
{
    EVERY_DRAW(w)
        able[w] = least(release[w] <= t ? left[w] : 0.0, slots[w]);
}

/* No more than a component suffices for; its quotient counts only where the scalar kernel would divide. */
static inline void limit(const double *restrict stock, const double *restrict amount, double *restrict able)
{
    EVERY_DRAW(w) {
        double asked = able[w], have = stock[w], each = amount[w];
        double at_most = least(asked, have / each);
        able[w] = have < asked * each * ENOUGH ? at_most : asked;
    }
}

struct found { i8 started, owing, free; }; /* 1 where it is so in any draw */

/* Start the whole units in able, and leave them there. */
static inline struct found start(double t, const double *restrict off, double *restrict left, double *restrict slots,
                                 double *restrict early, double *restrict last, double *restrict able)
{
    i8 started = 0, owing = 0, vacant = 0;
    EVERY_DRAW(w) {
        double x = floor(able[w] >= WHOLE ? able[w] + EPS : 0.0), month = t + off[w], e = early[w], l = last[w];
        double rest = left[w] - x, open = slots[w] - x;
        able[w] = x;
        left[w] = rest, slots[w] = open;
        early[w] = least(e, x > 0.0 ? month : e);
        last[w] = most(l, x > 0.0 ? month : l);
        started |= x > 0.0;
        owing |= rest > 0.0;
        vacant |= open >= WHOLE;
    }
    return (struct found){started, owing, vacant};
}

/* Take what the units need; 1 where there may be enough for another in any draw. */
static inline i8 use(const double *restrict amount, const double *restrict able, double *restrict stock)
{
    i8 enough = 0;
    EVERY_DRAW(w) {
        double each = amount[w], rest = stock[w] - able[w] * each;
        stock[w] = rest;
        enough |= rest > each * LEAST;
    }
    return enough;
}

static inline void hand_over(const u4 *restrict place, const double *restrict able, double *restrict handed_over)
{
    for (int w = 0; w < LANES; w++)
        handed_over[place[w]] += able[w];
}

static inline void fill(row *to, size_t n, double value)
{
    double *restrict at = to[0];
    for (size_t i = 0; i < n * LANES; i++)
        at[i] = value;
}

/* 0, or 1 where there is no memory. */
int run_lanes(const double *restrict base, i8 n_base, const u4 *restrict columns, i8 n_columns,
              const double *restrict draws, i8 n_draws, const i8 *restrict shape, const u4 *restrict order_product,
              const u4 *restrict ol_ptr, const u4 *restrict ol_idx, const u4 *restrict pl_ptr,
              const u4 *restrict pl_idx, const uint8_t *restrict serves, const u4 *restrict pc_ptr,
              const u4 *restrict pc_comp, const u4 *restrict src_comp, const u4 *restrict ip_order,
              const u4 *restrict queue, const uint8_t *restrict counted, int16_t *restrict first,
              int16_t *restrict final, int32_t *restrict units)
{
    const u4 n_lines = shape[1], n_comps = shape[2], n_sources = shape[3], n_orders = shape[4];
    const u4 n_amounts = shape[5], n_batches = shape[6], horizon = shape[7], n_cells = ol_ptr[n_orders];
    (void)pl_ptr, (void)pl_idx, (void)serves;

    /* one row a number, one block of rows */
    const size_t n_rows = n_base + 2 * n_lines + n_sources + 3 * n_comps + 5 * n_orders + 2 * horizon + 1 + 1 + n_cells;
    row *v = aligned_alloc(ROW, n_rows * ROW);
    u4(*place)[LANES] = aligned_alloc(ROW, (n_cells + 2) / 2 * ROW);
    u4 *places = malloc((2 * n_orders + 2 * n_lines + n_sources + 1) * sizeof *places);
    if (!v || !place || !places) {
        free(v), free(place), free(places);
        return 1;
    }
    const row *l_start = v, *l_initial = l_start + n_lines, *l_full = l_initial + n_lines, *l_ramp = l_full + n_lines;
    const row *l_yield = l_ramp + n_lines, *lead = l_yield + n_lines;
    const row *s_start = lead + n_lines, *s_initial = s_start + n_sources, *s_full = s_initial + n_sources;
    const row *s_ramp = s_full + n_sources, *s_buffer = s_ramp + n_sources;
    const row *placed = s_buffer + n_sources, *alt = placed + n_orders, *o_lag = alt + 2 * n_orders;
    const row *quantity = o_lag + n_orders, *had = quantity + n_orders;
    const row *amount = had + n_orders, *due = amount + n_amounts, *batches = due + n_batches;
    row *slots = v + n_base, *rate_y = slots + n_lines, *rate_s = rate_y + n_lines;
    row *stock = rate_s + n_sources, *flow = stock + n_comps, *buffer = flow + n_comps;
    row *left = buffer + n_comps, *release = left + n_orders, *owed = release + n_orders;
    row *early = owed + n_orders, *last = early + n_orders;
    row *handed_over = last + n_orders; /* beyond the horizon too: no bound is looked for */
    row *ones = handed_over + 2 * horizon, *off = ones + 1;
    double able[LANES] __attribute__((aligned(64)));
    u4 *restrict waiting = places, *restrict opening = waiting + n_orders;
    u4 *restrict moving = opening + n_orders, *restrict shut = moving + n_lines, *restrict moving_s = shut + n_lines;

    for (i8 k = 0; k < n_base; k++)
        fill(v + k, 1, base[k]);
    fill(ones, 1, 1.0);

    for (i8 begin = 0; begin < n_draws; begin += LANES) {
        const int n = n_draws - begin < LANES ? (int)(n_draws - begin) : LANES;
        for (int w = 0; w < LANES; w++) {
            const double *restrict draw = draws + (begin + (w < n ? w : n - 1)) * n_columns;
            for (i8 k = 0; k < n_columns; k++)
                v[columns[k]][w] = draw[k];
        }
        for (u4 o = 0; o < n_orders; o++)
            for (int w = 0; w < LANES; w++) {
                owed[o][w] = left[o][w] = trunc(quantity[o][w]) - trunc(had[o][w]);
                release[o][w] = trunc(placed[o][w]) + trunc(alt[o][w]);
                early[o][w] = horizon, last[o][w] = -1.0;
            }
        fill(handed_over, 2 * horizon, 0.0);
        for (u4 b = 0; b < n_batches; b++) {
            u4 o = ip_order[b];
            for (int w = 0; w < LANES; w++) {
                double month = trunc(due[b][w]), batch = least(trunc(batches[b][w]), left[o][w]);
                if (batch <= 0.0)
                    continue;
                left[o][w] -= batch;
                early[o][w] = least(early[o][w], month), last[o][w] = most(last[o][w], month);
                if (counted[o] && month < horizon)
                    handed_over[(i8)month][w] += batch;
            }
        }
        u4 n_waiting = 0;
        for (u4 k = 0; k < n_orders; k++) {
            u4 o = queue[k];
            if (ol_ptr[o + 1] == ol_ptr[o])
                continue;
            double soonest = horizon;
            for (int w = 0; w < LANES; w++)
                if (left[o][w] > 0.0)
                    soonest = least(soonest, release[o][w]);
            if (soonest >= horizon)
                continue;
            opening[o] = soonest > 0.0 ? (u4)soonest : 0;
            for (u4 cell = ol_ptr[o]; cell < ol_ptr[o + 1]; cell++)
                for (int w = 0; w < LANES; w++) {
                    double after = trunc(lead[ol_idx[cell]][w]) + trunc(o_lag[o][w]);
                    off[cell][w] = after;
                    place[cell][w] = (u4)least(after, horizon) * LANES + w;
                }
            waiting[n_waiting++] = o;
        }
        for (u4 line = 0; line < n_lines; line++)
            shut[line] = horizon, moving[line] = line;
        fill(slots, n_lines, 0.0);
        fill(stock, n_comps, 0.0);
        fill(flow, n_comps, 0.0);
        fill(buffer, n_comps, 0.0);
        for (u4 s = 0; s < n_sources; s++) {
            moving_s[s] = s;
            for (int w = 0; w < LANES; w++)
                buffer[src_comp[s]][w] += s_buffer[s][w] * s_full[s][w];
        }
        for (u4 c = 0; c < n_comps; c++)
            for (int w = 0; w < LANES; w++)
                buffer[c][w] = most(1.0, buffer[c][w]);
        u4 n_moving = n_lines, n_moving_s = n_sources;

        for (u4 t = 0; t < horizon && n_waiting; t++) {
            const double now = t;
            /* 1. slots: what was left, at most one each, and the rates */
            u4 kept = 0;
            for (u4 k = 0; k < n_moving; k++) {
                u4 line = moving[k];
                if (rates(now, l_start[line], l_initial[line], l_full[line], l_ramp[line], l_yield[line], rate_y[line]))
                    moving[kept++] = line;
            }
            n_moving = kept;
            {
                double *restrict to = slots[0];
                const double *restrict more = rate_y[0];
                NEVER_THE_SAME for (size_t i = 0; i < (size_t)n_lines * LANES; i++)
                    to[i] = least(to[i], 1.0) + more[i];
            }
            /* 2. components */
            if (n_moving_s) {
                kept = 0;
                for (u4 k = 0; k < n_moving_s; k++) {
                    u4 s = moving_s[k];
                    if (rates(now, s_start[s], s_initial[s], s_full[s], s_ramp[s], *ones, rate_s[s]))
                        moving_s[kept++] = s;
                }
                n_moving_s = kept;
                fill(flow, n_comps, 0.0);
                for (u4 s = 0; s < n_sources; s++) {
                    double *restrict to = flow[src_comp[s]];
                    const double *restrict more = rate_s[s];
                    for (int w = 0; w < LANES; w++)
                        to[w] += more[w];
                }
            }
            {
                double *restrict to = stock[0];
                const double *restrict more = flow[0], *restrict bound = buffer[0];
                NEVER_THE_SAME for (size_t i = 0; i < (size_t)n_comps * LANES; i++)
                    to[i] = least(to[i] + more[i], bound[i]);
            }
            /* 3. starts, and 4. their deliveries */
            kept = 0;
            for (u4 k = 0; k < n_waiting; k++) {
                u4 o = waiting[k];
                waiting[kept++] = o;
                if (opening[o] > t)
                    continue;
                u4 p = order_product[o], a_first = pc_ptr[p], a_end = pc_ptr[p + 1];
                i8 owing = 1;
                for (u4 cell = ol_ptr[o]; cell < ol_ptr[o + 1]; cell++) {
                    u4 line = ol_idx[cell];
                    if (shut[line] == t) /* slots and stocks only fall within a month */
                        continue;
                    ask(now, release[o], left[o], slots[line], able);
                    for (u4 a = a_first; a < a_end; a++)
                        limit(stock[pc_comp[a]], amount[a], able);
                    struct found found = start(now, off[cell], left[o], slots[line], early[o], last[o], able);
                    owing = found.owing;
                    for (u4 a = a_first; a < a_end; a++) {
                        i8 enough = use(amount[a], able, stock[pc_comp[a]]);
                        found.free = enough < found.free ? enough : found.free;
                    }
                    if (found.started && counted[o])
                        hand_over(place[cell], able, handed_over[t]);
                    if (!found.free)
                        shut[line] = t;
                }
                if (!owing)
                    kept--;
            }
            n_waiting = kept;
        }
        for (int w = 0; w < n; w++) {
            for (u4 o = 0; o < n_orders; o++) {
                int16_t *one = first + (begin + w) * n_orders + o, *all = final + (begin + w) * n_orders + o;
                int none = owed[o][w] <= 0.0;
                int done = left[o][w] <= 0.0 && 0.0 <= last[o][w] && last[o][w] < horizon;
                *one = none ? NOTHING : early[o][w] < horizon ? (int16_t)early[o][w] : BEYOND;
                *all = none ? NOTHING : done ? (int16_t)last[o][w] : BEYOND;
            }
            int32_t *restrict total = units + (begin + w) * horizon;
            for (u4 month = 0; month < horizon; month++)
                total[month] = (int32_t)handed_over[month][w];
        }
    }
    free(v), free(place), free(places);
    return 0;
}
