"""What the terminal shows of options: side by side, why, and from where on they are worth it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from jointline.report.columns import Column, Rows
from jointline.report.lang.language import ENGLISH
from jointline.report.lang.numbers import grouped
from jointline.report.text import count, draws_share, stack

if TYPE_CHECKING:
    from jointline.options.breakeven import Breakeven, Point
    from jointline.options.compare import Compared, Comparison
    from jointline.options.explain import Explanation
    from jointline.options.needs import Needs

_BOLD, _DIM, _WARN = "bold", "dim", "yellow"
_MOVED = 0.05  # months on average from which a case is listed


def comparison_view(found: Comparison, cases: bool = False) -> RenderableType:
    """One row an option, then what each takes; *cases*: the cases it moves, too."""
    head = Text(f"{found.title or 'Options'}\n", _BOLD)
    head.append(f"month 0 is {found.as_of or 'not a date'}; {count(found.cases, 'case')} worth US$ {grouped(found.total_usd_m, 1)} million; {int(found.run['draws']):,} "
                f"draws, the same for every option\n")  # fmt: skip
    head.append(f"baseline: the last case is complete in {_or_beyond(found.baseline_clears_p50)} (P50; "
                f"{_or_beyond(found.baseline_clears_p10)} to {_or_beyond(found.baseline_clears_p90)})")  # fmt: skip
    warn = (
        Text(f"! No value is known of {', '.join(found.cases_without_value)}: they add no value-months.", _WARN)
        if found.cases_without_value
        else None
    )
    cut = max(found.baseline_clears_beyond_share, *(o.clears_beyond_share for o in found.options))
    late = (
        Text(f"! In up to {draws_share(cut)} of the draws the last case is not complete within {found.horizon} months: what lies "
             "beyond counts as at the horizon, so months saved there are cut off.", _WARN)
        if cut else None
    )  # fmt: skip
    columns = (
        Column("option", 18, ratio=1, keep=True), Column("avoided P10", 11, right=True), Column("P50", 9, right=True),
        Column("P90", 9, right=True), Column("first", 6, right=True), Column("final", 6, right=True),
        Column("earlier", 8, right=True), Column("later", 8, right=True), Column("clears", 7, right=True),
    )  # fmt: skip
    blocks: list[RenderableType] = [Text(""), Rows(columns, [_row(o) for o in found.options], single=True)]
    if cases:
        for o in found.options:
            blocks += _cases(o)
    blocks += [Text("\nWhat it takes", _BOLD), *(_takes(o) for o in found.options)]
    blocks += [Text(f"! {w}", _WARN) for o in found.options for w in o.warnings]
    words = Text(
        "\navoided: US$ million times months of backlog avoided. first, final: months saved on first and final delivery, "
        "cases weighted by value, P50. earlier, later: share of draws in which the backlog is paid down sooner, or later. "
        "clears: when the last case is complete, P50. Delivery beyond the horizon counts as at the horizon.\n"
        f"run: {', '.join(f'{k} {v}' for k, v in found.run.items())}", _DIM)  # fmt: skip
    return stack(head, warn, late, *blocks, words)


def _row(o: Compared) -> list[tuple[str, str]]:
    cells = (
        o.option, grouped(o.value_months_p10), grouped(o.value_months_p50), grouped(o.value_months_p90),
        _months(o.weighted_first_months_p50), _months(o.weighted_final_months_p50),
        draws_share(o.earlier_share), draws_share(o.later_share), _or_beyond(o.clears_p50),
    )  # fmt: skip
    return [(c, "") for c in cells]


def _cases(o: Compared) -> list[RenderableType]:
    """The cases, and the other customers' orders, that the option moves."""
    moved = [c for c in o.cases if abs(c.final_saved_months_mean) >= _MOVED]
    if not moved:
        return [Text(f"\n{o.option}: moves no case by as much as {_MOVED} months on average.")]
    columns = (
        Column(o.option, 24, ratio=1, keep=True), Column("US$ m", 9, right=True), Column("without", 8), Column("with", 8),
        Column("saved P10", 9, right=True), Column("P50", 6, right=True), Column("P90", 6, right=True),
        Column("earlier", 8, right=True), Column("later", 8, right=True),
    )  # fmt: skip
    rows = []
    for c in sorted(moved, key=lambda c: (-abs(c.final_saved_months_mean), c.case)):
        value = "not known" if c.value_usd_m is None else grouped(c.value_usd_m, 1)
        cells = (c.case, value, _or_beyond(c.baseline_final_p50), _or_beyond(c.option_final_p50), _months(c.final_saved_months_p10),
                 _months(c.final_saved_months_p50), _months(c.final_saved_months_p90), draws_share(c.earlier_share), draws_share(c.later_share))  # fmt: skip
        rows.append([(x, "") for x in cells])
    others = [d for d in o.others if d.later_months_mean >= _MOVED]
    said = ", ".join(f"{d.order} ({d.customer}) {grouped(d.later_months_mean, 1)}" for d in others[:5])
    more = f" and {len(others) - 5} more" if len(others) > 5 else ""
    paid = Text(f"later for others, months on average: {said}{more}", _DIM) if others else None
    return [Text(""), Rows(columns, rows, single=True), *([paid] if paid else [])]


def _takes(o: Compared) -> Text:
    text = Text.assemble(
        (o.option, _BOLD), f"  {o.title}" if o.title else "", f" (mode {o.mode})" if o.mode != "other" else ""
    )
    return text.append(f"\n  {f'what {_and(o.combines)} take' if o.combines else needs_text(o.needs)}", _DIM)


def _and(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def needs_text(needs: Needs) -> str:
    """Approvals, stages and money of an option in one sentence each."""
    within = any(s.stage == "approvals" for s in needs.stages)
    left_out = "" if within else ", whose months are not in the figures"
    parts = [
        f"approvals: {needs.route} (jointline approvals){left_out}" if needs.route else "approvals: no route is named"
    ]
    by_part: dict[str, list[str]] = {}
    for s in needs.stages:
        by_part.setdefault(s.part, []).append(
            f"{s.stage} {s.months}{'' if s.basis.startswith('evidence') else ' (assumed)'}"
        )
    parts += [f"{part}: {', '.join(stages)} months" for part, stages in by_part.items()]
    parts.append(
        f"cost: US$ {needs.cost_usd_m} million ({needs.cost_basis})" if needs.cost_usd_m else "cost: not published"
    )
    return "; ".join(parts)


def explanation_view(found: Explanation) -> RenderableType:
    """The sentences, one a line."""
    head = Text.assemble((f"{found.option}: {found.title or found.option}", _BOLD), f" {found.verdict}.")
    if found.binds:
        head.append(f" What binds the cases it is about: {_BINDS[found.binds]}.")
    words = Text(
        f"\nMonths are counted to causes as why-late does, on the same draws.\nrun: {', '.join(f'{k} {v}' for k, v in found.run.items())}",
        _DIM,
    )
    return stack(head, *(Text(f"- {ENGLISH.say(r.text)}") for r in found.reasons), words)


_BINDS = {
    "assembly": "assembly (the rate of a line)", "component": "a component", "queue": "the queue ahead of them",
    "release": "waiting for release to production", "lead_time": "nothing but production, test and shipping",
    "in_process": "nothing: all of it is being made already",
}  # fmt: skip


def breakeven_view(found: Breakeven) -> RenderableType:
    """The verdict, then every point."""
    head = Text(f"{found.option}: {found.title or found.option}\n", _BOLD)
    head.append(f"{found.verdict}\n", _BOLD)
    least = (
        f"{found.at:g} month{'' if found.at == 1 else 's'} saved on average or more"
        if found.target == "months"
        else f"earlier in {100 * found.at:g} % of the draws or more"
    )
    given = ", ".join(f"{k} is {g}" for k, g in zip(found.vary, found.as_given, strict=True))
    head.append(
        f"worth it: {least}, judged by {', '.join(found.cases[:4])}{' and more' if len(found.cases) > 4 else ''}; now {given}"
    )
    two = len(found.vary) > 1
    columns = (
        *(Column(key.rsplit(".", 1)[-1], 20, keep=True) for key in found.vary),
        Column("months saved", 12, right=True), Column("P10", 7, right=True), Column("P50", 7, right=True), Column("P90", 7, right=True),
        Column("earlier", 8, right=True), Column("later", 8, right=True), Column("worth it", 8),
    )  # fmt: skip
    rows = [_point(p, two, found) for p in found.points]
    words = Text(f"\nrun: {', '.join(f'{k} {v}' for k, v in found.run.items())}", _DIM)
    return stack(head, Text(""), Rows(columns, rows, single=True), words)


def _point(p: Point, two: bool, found: Breakeven) -> list[tuple[str, str]]:
    worth = (p.months_mean if found.target == "months" else p.earlier_share) >= found.at
    cells = [f"{p.value:g}", *([f"{p.other:g}"] if two else []), grouped(p.months_mean, 2), _months(p.months_p10), _months(p.months_p50),
             _months(p.months_p90), draws_share(p.earlier_share), draws_share(p.later_share), "yes" if worth else "no"]  # fmt: skip
    return [(c, "") for c in cells]


def _or_beyond(month: str | None) -> str:
    return month or "beyond"


def _months(value: float) -> str:
    """Months with one decimal; exactly nothing is 0."""
    return grouped(value, 1) if value else "0"
