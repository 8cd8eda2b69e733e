"""What the terminal shows of forecasts, back-tests and scores: one function a command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from jointline.ledger.dates import in_words
from jointline.report.columns import Column, Rows
from jointline.report.lang.numbers import grouped
from jointline.report.text import percent, short, stack

if TYPE_CHECKING:
    from jointline.forecast.backtest import BackTest, CaseScore
    from jointline.forecast.means import Comparison, MethodScore
    from jointline.forecast.record import RecordedScore, Score
    from jointline.forecast.table import Forecast, ForecastRow

_BOLD, _DIM, _WARN = "bold", "dim", "yellow"
BEYOND = "beyond"
_YEARS = 3  # coming years shown; --json has ten


def forecast_view(f: Forecast) -> RenderableType:
    """The head, then every delivery with its range, its promise and the coming years."""
    one_case = len({r.case for r in f.rows}) == 1
    head = Text(f"Forecasts as of {f.as_of}", _BOLD)
    head.append(f": {f.rows[0].title} ({f.rows[0].name})\n" if one_case and f.rows else "\n", _BOLD)
    head.append(
        "By the end of which month 10, 50 and 90 % of such deliveries have come, given that this one had not by then; "
        "P50 and the chances from end to end of what dates known as intervals allow\n"
    )
    if f.weights:
        parts = ", ".join(f"{k} {percent(v)}" for k, v in f.weights.items())
        head.append(
            f"blend: {parts}, learned from {f.weights_from_forecasts} past forecasts on {f.weights_from_cases} cases\n"
        )
    years = sorted(f.rows[0].by_year)[:_YEARS] if f.rows else []
    blocks: list[RenderableType] = []
    for event in ("first", "final"):
        rows = [r for r in f.rows if r.event == event]
        if rows:
            columns = (
                Column(f"{event} delivery", 17, ratio=6, keep=True), Column("P10", 7), Column("P50", 8), Column("P90", 7),
                *(Column(f"by {y}", 7, right=True) for y in years), Column("by promise", 10, right=True), Column("promised", 14, ratio=5),
            )  # fmt: skip
            blocks += [Text(""), Rows(columns, [_forecast_row(r, years, one_case, len(f.methods) > 1) for r in rows])]
    came = [
        Text(f"first delivery: had come by {r.first_came_on}{' (in dispute)' if r.first_in_dispute else ''}")
        for r in f.rows[:1]
        if one_case and r.first_came_on
    ]
    missing = (
        [Text(f"{n.method}, {n.event} delivery: no answer, {n.why}", _DIM) for n in f.no_answer] if one_case else []
    )
    if not one_case and f.no_answer:
        missing = [Text(f"{len(f.no_answer)} deliveries have no answer by one of these methods.", _DIM)]
    basis = [Text(f"{r.method}, {r.event}: {r.basis}", _DIM) for r in f.rows] if one_case else []
    gap = [Text("")] if missing or basis or came else []
    words = Text(f"\n{_history(f)}beyond: after {f.horizon_months // 12} years, or never. register: {f.register}", _DIM)
    return stack(head, _warnings(f.warnings), *blocks, *gap, *came, *missing, *basis, words)


def _history(f: Forecast) -> str:
    """The ledger's own waits in a sentence each."""
    text = ""
    for h in f.own_history:
        if h.median_low_months is None:
            continue
        low, high = grouped(h.median_low_months), grouped(h.median_high_months) if h.median_high_months else ""
        until = f"over {low}" if not high else low if low == high else f"{low} to {high}"
        text += f"Of {h.cases} cases that somebody spoke of, {h.delivered} had their {h.event} delivery; half take {until} months, no shape assumed.\n"
    return text


def _forecast_row(r: ForecastRow, years: Sequence[str], one_case: bool, several: bool) -> list[tuple[str, str]]:
    name = r.method if one_case else r.name
    under = "" if one_case else r.method if several else r.title
    promise = (
        (in_words(r.promised_on), f"{r.promised_stated_on} {short(r.promised_by)}") if r.promised_on else ("none", "")
    )
    state = (
        "passed"
        if r.promised_on and r.by_promise_share is None
        else _between(r.by_promise_low_share, r.by_promise_high_share)
    )
    return [
        (name, under), (r.p10 or BEYOND, ""), (r.p50 or BEYOND, _until(r)), (r.p90 or BEYOND, ""),
        *((_between(r.by_year_low[y], r.by_year_high[y]), "") for y in years),
        (state, ""), promise,
    ]  # fmt: skip


def _until(r: ForecastRow) -> str:
    """How late the middle may lie, where dates known as intervals leave it open."""
    return f"–{r.p50_latest or BEYOND}" if r.p50 != r.p50_latest else ""


def _between(low: float | None, high: float | None) -> str:
    """The least and the most that the evidence allows."""
    first, last = _share(low), _share(high)
    return first if first == last else f"{first.removesuffix(' %')}–{last}"


def _share(x: float | None) -> str:
    return "" if x is None else "<1 %" if 0 < x < 0.01 else percent(x)


def _warnings(texts: Iterable[str]) -> Text | None:
    shown = [f"! {t}" for t in texts]
    return Text("\n".join(shown), _WARN) if shown else None


def backtest_view(b: BackTest) -> RenderableType:
    """Methods beside the promise at its word, coverage, reliability, then each case."""
    head = Text(
        f"Forecasts made at {len(b.days)} half-years, {b.first} to {b.last}, scored by what was known on {b.known_on}\n",
        _BOLD,
    )
    scored = b.targets - sum(b.not_scored.values())
    head.append(f"{b.targets} deliveries to forecast, {scored} scored")
    head.append("".join(f"; {n} not: {why}" for why, n in b.not_scored.items()))
    reliability: list[RenderableType] = [
        Text("\nHow often it came, of forecasts of 6 to 36 months ahead that gave it this chance", _BOLD),
        _reliability(b),
    ]
    cases = Text("\nBy case: mean CRPS in months, beside that of the promise at its word on the same days", _BOLD)
    last = b.weights[-1] if b.weights else None
    weights = [] if last is None else [Text(
        f"\nWeights of the blend on {last.as_of}: " + ", ".join(f"{k} {percent(v)}" for k, v in last.weights.items())
        + f" (from {last.forecasts} forecasts on {last.cases} cases); at each half-year in --json", _DIM)]  # fmt: skip
    return stack(
        head,
        _warnings(b.warnings),
        *methods_table(b.methods),
        *comparisons_table(b.comparisons),
        *reliability,
        cases,
        _cases(b.cases),
        *weights,
    )


def methods_table(methods: Sequence[MethodScore]) -> list[RenderableType]:
    """Scores of each method on all it forecast."""
    own = (
        Column("all forecasts", 16, keep=True), Column("number", 6, right=True), Column("cases", 5, right=True), Column("came", 5, right=True),
        Column("CRPS", 6, right=True), Column("pinball", 7, right=True), Column("50 %", 5, right=True), Column("80 %", 5, right=True),
        Column("range", 9, right=True), Column("P90 past", 8, right=True), Column("bias", 6, right=True),
    )  # fmt: skip
    rows = [
        (m.method, f"{m.forecasts}", f"{m.cases}", f"{m.deliveries}", _number(m.crps), _number(m.pinball), _per_cent(m.covered_50),
         _per_cent(m.covered_80), _range(m.covered_80_low, m.covered_80_high), f"{m.still_open_past_p90}", _number(m.bias_months))
        for m in methods
    ]  # fmt: skip
    words = Text(
        "CRPS, pinball, bias in months (lower is better; bias: it came later than P50, median). 50 %, 80 %: of the deliveries that came, "
        "the part within the range, with its 90 % bootstrap range. P90 past: still open after the P90.", _DIM)  # fmt: skip
    return [Text(""), _single(own, rows), words]


def comparisons_table(found: Sequence[Comparison]) -> list[RenderableType]:
    """Each method beside the promise at its word, on the forecasts that both made."""
    if not found:
        return []
    columns = (
        Column("beside promise", 15, keep=True), Column("on", 13, keep=True), Column("made", 4, right=True), Column("cases", 5, right=True),
        Column("CRPS", 5, right=True), Column("promise", 7, right=True), Column("diff.", 6, right=True), Column("90 % range", 14, right=True),
        Column("skill", 5, right=True, keep=True), Column("", 14, keep=True),
    )  # fmt: skip
    rows = [
        (c.method, c.on, f"{c.forecasts}", f"{c.cases}", _number(c.crps), _number(c.official_crps), _number(c.difference),
         "" if c.difference_low is None or c.difference_high is None else f"{grouped(c.difference_low, 1)} to {grouped(c.difference_high, 1)}", _per_cent(c.skill), c.verdict)
        for c in found
    ]  # fmt: skip
    words = Text(
        "On forecasts that official made too: all of them, those whose promise was still ahead, those whose delivery came. diff.: CRPS less that of the promise taken at its word, with its 90 % bootstrap range over cases. skill: 1 - CRPS / promise's.",
        _DIM,
    )
    return [Text(""), _single(columns, rows), words]


def _single(columns: Sequence[Column], rows: Iterable[Iterable[str]]) -> Rows:
    return Rows(columns, [[(c, "") for c in row] for row in rows], single=True)


def _number(x: float | None) -> str:
    return "" if x is None else grouped(x, 1)


def _per_cent(x: float | None) -> str:
    return "" if x is None else percent(x)


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{grouped(100 * low)}-{percent(high)}"


def _reliability(b: BackTest) -> Rows:
    bins = sorted({(r.low, r.high) for r in b.reliability})
    methods = list(dict.fromkeys(r.method for r in b.reliability))
    found = {(r.method, r.low): r for r in b.reliability}
    columns = (
        Column("chance given", 16, keep=True),
        *(Column(f"{grouped(100 * low)}-{percent(high)}", 12, right=True) for low, high in bins),
    )
    rows = [
        (m, *(f"{percent(r.came_share)} of {r.forecasts}" if (r := found.get((m, low))) else "" for low, _ in bins)) for m in methods
    ]  # fmt: skip
    return _single(columns, rows)


def _cases(cases: Sequence[CaseScore]) -> Rows:
    methods = list(dict.fromkeys(c.method for c in cases))
    columns = (
        Column("case", 17, keep=True), Column("delivery", 8), Column("made", 4, right=True), *(Column(_BRIEF.get(m, m), 9, right=True) for m in methods),
        Column("outcome", 20, ratio=1),
    )  # fmt: skip
    keys = list(dict.fromkeys((c.name, c.event) for c in cases))
    found = {(c.name, c.event, c.method): c for c in cases}
    rows = []
    for name, event in keys:
        some = next(found[name, event, m] for m in methods if (name, event, m) in found)
        scores = (found.get((name, event, m)) for m in methods)
        rows.append((name, event, f"{some.forecasts}", *(_number(s.crps) if s else "" for s in scores), some.outcome))
    return _single(columns, rows)


_BRIEF = {"reference_class": "ref.class", "promise_slip": "prom.slip", "production": "simulated", "official": "promise"}


def score_view(s: Score) -> RenderableType:
    """Recorded forecasts, scored where something is known of the outcome."""
    head = Text(f"{s.recorded} recorded forecasts, {s.scored} scored by what was known on {s.known_on}\n", _BOLD)
    head.append("; ".join(f"{n} not: {why}" for why, n in s.not_scored.items()))
    columns = (
        Column("case", 17, keep=True), Column("delivery", 8), Column("method", 15, keep=True), Column("as of", 10), Column("P10", 7), Column("P50", 8),
        Column("P90", 7), Column("CRPS", 5, right=True), Column("", 4), Column("outcome", 14, ratio=1),
    )  # fmt: skip
    table = [*methods_table(s.methods), *comparisons_table(s.comparisons)] if s.methods else []
    return stack(head, _warnings(s.warnings), *table, Text(""), _single(columns, [_recorded(r) for r in s.rows]))


def _recorded(r: RecordedScore) -> tuple[str, ...]:
    late = "" if r.in_time else "late"
    return (
        r.name,
        r.event,
        r.method,
        r.as_of,
        r.p10 or BEYOND,
        r.p50 or BEYOND,
        r.p90 or BEYOND,
        _number(r.crps),
        late,
        r.outcome,
    )
