"""What the terminal shows of networks and simulations: one function a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from jointline.report.columns import Column, Rows
from jointline.report.lang.numbers import grouped
from jointline.report.text import count, draws_share, line, percent, stack

if TYPE_CHECKING:
    from jointline.network.check import CheckReport
    from jointline.network.findings import Finding
    from jointline.network.shipped import MadeNetwork
    from jointline.network.shows import ShownNetwork, ShownNumber, ShownPart
    from jointline.simulate.table import DeliveryRow, DeliveryTable
    from jointline.simulate.why import Bottleneck, WhyLate

_BOLD, _DIM, _WARN = "bold", "dim", "yellow"


def check_view(report: CheckReport) -> RenderableType:
    """Faults, then doubts, each with its place, reason and remedy."""
    parts = _counted(report.parts)
    head = Text(report.file, _BOLD).append(f": {parts}" if parts else "", "")
    verdict = f"{_many(len(report.faults), 'fault')}, {_many(len(report.doubts), 'doubt')}"
    rows = [*(_finding(f, "fault") for f in report.faults), *(_finding(f, "doubt") for f in report.doubts)]
    return stack(head, *rows, Text(verdict, _BOLD))


def _counted(parts: dict[str, int]) -> str:
    return ", ".join(_many(n, name[:-1]) for name, n in parts.items() if n)


def _many(n: int, word: str) -> str:
    return f"{n or 'no'} {word}{'' if n == 1 else 's'}"


def _finding(f: Finding, level: str) -> Text:
    place = f"line {f.line}, {f.key}" if f.line else f.key or "file"
    text = Text.assemble((f"{level} {f.rule} ", "red" if level == "fault" else _WARN), (place, _BOLD), f": {f.reason}")
    return text.append(f"{'' if f.reason.endswith('.') else '.'} {f.remedy}" if f.remedy else "", _DIM)


def network_view(shown: ShownNetwork) -> RenderableType:
    """The head, then every part with its numbers."""
    known = shown.numbers_with_evidence
    head = Text(f"{shown.title or shown.file}\n", _BOLD)
    head.append(f"month 0 is {shown.as_of or 'not a date'}, horizon {shown.horizon} months, policy {shown.policy}\n")
    head.append(f"{shown.numbers:,} numbers: {known} with evidence, {shown.numbers_defaulted} at their default, "
                f"{shown.numbers - known - shown.numbers_defaulted} assumptions")  # fmt: skip
    notes = [Text(f"- {n}", _DIM) for n in shown.notes]
    blocks: list[RenderableType] = []
    for part in shown.parts:
        blocks += [Text(""), *_part(part)]
    options = [Text(f"option {o.name} (mode {o.mode}): {o.text}") for o in shown.options]
    return stack(head, *notes, *blocks, *([Text("")] if options else []), *options)


def _part(part: ShownPart) -> list[RenderableType]:
    facts = (part.title, part.product, part.component, part.site, part.country, part.customer, part.case)
    head = Text(f"{part.section[:-1]} {part.name}", _BOLD).append(
        f"  {', '.join(dict.fromkeys(f for f in facts if f))}", ""
    )
    if part.customers:
        head.append(f"  for {part.customers} only")
    columns = (Column("number", 26, keep=True), Column("value", 28, keep=True), Column("rests on", 30, ratio=1))
    numbers = [n for n in part.numbers if n.status != "default"]
    return [head, Rows(columns, [_number(n) for n in numbers])] if numbers else [head]


def _number(n: ShownNumber) -> list[tuple[str, str]]:
    said = f"{n.said_by or 'unnamed'}, {n.stated_on or 'undated'} ({n.standing or 'no standing given'})"
    basis, under = (said, n.source or "") if n.status.startswith("evidence") else ("assumption", n.assumption or "")
    if n.status == "evidence, spread assumed":
        basis, under = f"{said}; spread assumed", f"{n.assumption} {n.source or ''}"
    return [(f"  {n.field}", ""), (n.value, f"  {n.unit}"), (basis, under)]


def made_view(made: MadeNetwork) -> RenderableType:
    """What was written, and what to do with it."""
    parts = _counted(made.parts)
    return stack(
        Text(f"{made.file}: the {made.name} network as of {made.as_of}", _BOLD), Text(f"{parts}"),
        Text(f"{made.numbers:,} numbers, {made.numbers_with_evidence} of them with evidence"),
        *(Text(f"- {n}", _DIM) for n in made.notes[:3]),
        Text(f"- and {len(made.notes) - 3} more notes, on what is not modelled and why: at the head of the file", _DIM)
        if len(made.notes) > 3 else None,
        line(f"Next: jointline network check {made.file}, jointline simulate {made.file}"),
    )  # fmt: skip


def deliveries_view(table: DeliveryTable, everyone: bool = True) -> RenderableType:
    """First and final delivery of each order; *everyone*: other customers' too."""
    head = Text(f"{table.title or 'Deliveries'}\n", _BOLD)
    run = table.run
    head.append(f"{count(int(run['draws']), 'draw')} from {table.as_of or 'month 0'}, horizon {table.horizon} months, "
                f"policy {run['policy']}, seed {run['seed']}\n")  # fmt: skip
    head.append(
        f"{table.numbers_with_evidence} of {table.numbers} numbers have evidence, {table.numbers_uncertain} are drawn"
    )
    if table.assumed_spread_share is not None:
        head.append(f"; {percent(table.assumed_spread_share)} of the spread of a typical order is assumed")
    blocks: list[RenderableType] = []
    rows = [r for r in table.rows if everyone or not table.customer or r.customer == table.customer]
    for option in table.options:
        own = [r for r in rows if r.option == option]
        columns = (
            Column(option, 20, ratio=1, keep=True), Column("owed", 6, right=True, keep=True),
            Column("first P10", 9), Column("P50", 7), Column("P90", 7), Column("final P10", 9), Column("P50", 7),
            Column("P90", 7), Column("beyond", 7, right=True), Column("assumed", 7, right=True),
        )  # fmt: skip
        blocks += [Text(""), Rows(columns, [_delivery(r) for r in own], single=True)]
    hidden = len(table.rows) - len(rows)
    left = Text(f"\n{count(hidden, 'row')} of other customers left out: --all shows them.", _DIM) if hidden else None
    warn = Text("\n".join(f"! {w}" for w in table.warnings), _WARN) if table.warnings else None
    words = Text(
        "\nP10, P50, P90: the month by which 10, 50, 90 % of the draws have it. beyond: share of draws after the horizon. "
        "assumed: how much narrower P10 to P90 of the final delivery is with every assumed number at its median.\n"
        f"run: {', '.join(f'{k} {v}' for k, v in run.items())}", _DIM)  # fmt: skip
    return stack(head, warn, *blocks, left, words)


def _delivery(r: DeliveryRow) -> list[tuple[str, str]]:
    months = [r.first_p10, r.first_p50, r.first_p90, r.final_p10, r.final_p50, r.final_p90]
    if r.owed == 0:
        months = ["nothing", "owed", "", "", "", ""]
    spread = "" if r.assumed_spread_share is None else percent(r.assumed_spread_share)
    cells = [
        r.order,
        grouped(r.owed),
        *("beyond" if m is None else m for m in months),
        draws_share(r.final_beyond_share),
        spread,
    ]
    return [(c, "") for c in cells]


_CAUSES = {
    "release": "release (administrative lead time)", "lead_time": "lead time: production, test, shipping",
    "in_process": "units already being made", "no_line": "no line can serve it",
    "line_start": "line {} has not started", "line_rate": "rate of line {}", "component": "short of {}",
    "queue": "behind {}",
}  # fmt: skip


def why_late_view(found: WhyLate) -> RenderableType:
    """What held one order, the largest share first."""
    head = Text(
        f"{found.order}: {found.title or found.product} for {found.customer}, {grouped(found.owed)} units owed\n", _BOLD
    )
    head.append(f"option {found.option}, month 0 is {found.as_of or 'not a date'}; final delivery {found.final_p10} (P10), "
                f"{found.final_p50} (P50), {found.final_p90} (P90)\n")  # fmt: skip
    head.append(f"{grouped(found.months_mean, 1)} months on average")
    if found.beyond_share:
        head.append(f"; {draws_share(found.beyond_share)} of the draws end beyond the horizon and count up to it")
    if not found.causes:
        return stack(head, Text("Nothing is owed: nothing holds it up."))
    columns = (
        Column("what holds it", 40, ratio=1), Column("share", 7, right=True), Column("months", 7, right=True),
        Column("P10", 6, right=True), Column("P50", 6, right=True), Column("P90", 6, right=True), Column("from", 8),
        Column("to", 8), Column("in draws", 8, right=True),
    )  # fmt: skip
    rows = []
    for c in found.causes:
        name = f"{c.name} ({c.customer})" if c.customer else c.name or ""
        cells = (_CAUSES[c.kind].format(name), draws_share(c.share), grouped(c.months_mean, 1), grouped(c.months_p10, 1),
                 grouped(c.months_p50, 1), grouped(c.months_p90, 1), c.from_on, c.to_on, draws_share(c.seen_share))  # fmt: skip
        rows.append([(x, "") for x in cells])
    words = Text("\nEach month to the final delivery counts once. from and to: medians over the draws that have the cause.\n"
                 f"run: {', '.join(f'{k} {v}' for k, v in found.run.items())}", _DIM)  # fmt: skip
    return stack(head, Text(""), Rows(columns, rows, single=True), words)


def bottleneck_view(found: Bottleneck) -> RenderableType:
    """The orders that one line or component holds up, the longest held first."""
    head = Text(f"{found.kind} {found.name}: what it holds up (option {found.option})", _BOLD)
    if not found.orders:
        return stack(head, Text("It holds nothing up in any draw."))
    columns = (
        Column("order", 24, ratio=1, keep=True), Column("for", 8, ratio=1), Column("held", 6, right=True),
        Column("P10", 6, right=True), Column("P50", 6, right=True), Column("P90", 6, right=True),
        Column("in draws", 8, right=True), Column("earlier", 7, right=True), Column("P10", 6, right=True),
        Column("P50", 6, right=True), Column("P90", 6, right=True),
    )  # fmt: skip
    rows = []
    for r in found.orders:
        numbers = (r.held_months_mean, r.held_months_p10, r.held_months_p50, r.held_months_p90)
        sooner = (r.earlier_months_mean, r.earlier_months_p10, r.earlier_months_p50, r.earlier_months_p90)
        cells = [
            r.order,
            r.customer,
            *(grouped(x, 1) for x in numbers),
            draws_share(r.seen_share),
            *(grouped(x, 1) for x in sooner),
        ]
        rows.append([(c, "") for c in cells])
    free = "had a rate without end from its start on" if found.kind == "line" else "were unlimited"
    words = Text(
        "\nheld: months counted to it, the queue at it included. earlier: months by which the final delivery comes "
        f"sooner if it {free}; below 0: others then take what the order needs. In the same draws.\n"
        f"run: {', '.join(f'{k} {v}' for k, v in found.run.items())}", _DIM)  # fmt: skip
    return stack(head, Text(""), Rows(columns, rows, single=True), words)
