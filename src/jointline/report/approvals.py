"""What the terminal shows of approvals: the steps in order with a bar each, then what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from jointline.report.columns import Column, Rows
from jointline.report.text import line, stack

if TYPE_CHECKING:
    from jointline.network.approvals_path import Note, Rule
    from jointline.options.approvals import ApprovalRoutes, Approvals, ApprovalStep, RouteRow

_BOLD, _DIM, _WARN = "bold", "dim", "yellow"
_BRIEF = {"significant military equipment": "SME", "major defense equipment": "MDE"}
_BAR = 24  # cells of the longest route
_READ = {
    "primary": "text read",
    "secondary": "read in another's account",
    "recalled": "not read: recalled",
    "guess": "own guess",
}


def approvals_view(a: Approvals) -> RenderableType:
    """The totals, each route's steps with bars, what runs beside what, and what it rests on."""
    head = Text(f"{a.title or a.option}: what it needs by law and custom, as of {a.as_of}\n", _BOLD)
    head.append(f"shortest {a.shortest_months:g} months, usual {a.usual_months:g}, longest {a.longest_months:g}; ")
    head.append(f"a law sets {a.statutory_days} days of it\n")
    head.append(f"route {', '.join(a.routes)} ({a.routes_from}); ")
    head.append(
        f"held against US$ {a.value_usd_m} million" if a.value_usd_m else "no value known to hold against thresholds"
    )
    if a.buyer != "taiwan":
        head.append("\nas if the buyer were on the favoured list", _WARN)
    cited = _Cited()
    blocks: list[RenderableType] = []
    for route in a.routes:
        blocks += _route(route, [s for s in a.steps if s.route == route], a.usual_months, cited)
    beside = [Text(""), *(Text(f"{line}.") for line in a.parallel)] if a.parallel else []
    words = Text("\nmonths: low/mode/high. usual: start–end on the usual path, * and # where a step sets the total. "
                 "SME: significant military equipment. MDE: major defense equipment.", _DIM)  # fmt: skip
    stage = Text(f"\nstage approvals: {_stage(a)}, {a.stage_assumption}", _DIM)
    return stack(
        head, _listed(a.warnings, "! ", _WARN), *blocks, words, *beside, stage, *cited.lines(), *_not_in_force(a.not_in_force),
        _notes("The Taiwan Relations Act", [n for n in a.taiwan_relations_act if n.kind == "says"], "says: "),
        _notes("", [n for n in a.taiwan_relations_act if n.kind != "says"], "does not say: "),
        _notes("Not known", a.not_known, ""),
    )  # fmt: skip


class _Cited:
    """Footnotes in the order they are met: a row of the data has one number wherever it is cited."""

    def __init__(self) -> None:
        self.numbers: dict[str, tuple[int, tuple[str, str]]] = {}

    def mark(self, key: str, text: str, source: str) -> str:
        """The number of a row of the data, a new one where it is met first."""
        number, _ = self.numbers.setdefault(key, (len(self.numbers) + 1, (text, source)))
        return str(number)

    def lines(self) -> list[RenderableType]:
        """Each row's words, with its address whole on a line below."""
        blocks: list[RenderableType] = [Text("")]
        for number, (text, source) in self.numbers.values():
            blocks.append(Text(f"[{number}] {text}", _DIM))
            if source:
                blocks.append(line((f"    {source}", _DIM)))
        return blocks


def _stage(a: Approvals) -> str:
    low, mode, high = a.stage_months
    return f"{low:g} months" if low == high else f"pert {low:g} / {mode:g} / {high:g} months"


def _route(route: str, steps: Sequence[ApprovalStep], total: float, cited: _Cited) -> list[RenderableType]:
    columns = (
        Column("step", 27, keep=True), Column("needed", 21, ratio=1), Column("months", 11, right=True),
        Column("usual", 10, right=True), Column("0" + f"{total:g}".rjust(_BAR - 1), _BAR),
    )  # fmt: skip
    counted, others = [s for s in steps if s.counts], [s for s in steps if not s.counts]
    head = Text(f"\n{route}", _BOLD)
    blocks: list[RenderableType] = [head, Rows(columns, [_cells(s, total, cited) for s in counted])]
    if others:
        blocks.append(Text("in no total:", _DIM))
        for s in others:
            known = f"; {_months(s)} months" if s.low_months is not None else ""
            blocks.append(Text(f"- {s.title} ({_brief(s.needed)}{known}): {s.why}{_marks(s, cited)}", _DIM))
    return blocks


def _cells(s: ApprovalStep, total: float, cited: _Cited) -> list[tuple[str, str]]:
    days = f"{s.statutory_days} days by law" if s.statutory_days is not None else s.basis.split(",")[0]
    under = "unverified" if s.unverified else ""
    upper = f"{s.starts_months:g}–{s.ends_months:g}"
    star = "*" if s.sets_the_total else ""
    return [(s.title, f"  {s.who}"), (_brief(s.needed), days), (_months(s), under), (upper + star, ""),
            (_bar(s, total), _marks(s, cited).strip())]  # fmt: skip


def _brief(needed: str) -> str:
    for long, brief in _BRIEF.items():
        needed = needed.replace(long, brief)
    return needed


def _months(s: ApprovalStep) -> str:
    if s.low_months is None or s.mode_months is None or s.high_months is None:
        return "—"
    if s.low_months == s.high_months:
        return f"{s.low_months:g}"
    return f"{s.low_months:g}/{s.mode_months:g}/{s.high_months:g}"


def _bar(s: ApprovalStep, total: float) -> str:
    """The step on the route's time: a block a share of the usual total, a dot where it takes no time."""
    if s.starts_months is None or s.ends_months is None or total <= 0:
        return ""
    first, last = (round(_BAR * m / total) for m in (s.starts_months, s.ends_months))
    if s.ends_months == s.starts_months:
        return " " * min(first, _BAR - 1) + "."
    first = min(first, _BAR - 1)
    return " " * first + ("#" if s.sets_the_total else "-") * max(1, last - first)


def _marks(s: ApprovalStep, cited: _Cited) -> str:
    marks = [cited.mark(r.id, _rule(r), _at(r.source, r.statement)) for r in s.rules]
    marks += [cited.mark(d.id, f"{d.what} ({_READ[d.confidence]})", _at(d.source, d.statement)) for d in s.durations]
    return f" [{','.join(marks)}]" if marks else ""


def _rule(r: Rule) -> str:
    words = ((r.mde_usd_m, "major defense equipment"), (r.other_usd_m, "other"), (r.construction_usd_m, "construction"))
    amounts = [f"{v:g} {word}" for v, word in words if v is not None]
    text = f"{r.law}: {r.what}"
    if amounts:
        text += f": US$ m {', '.join(amounts)}"
    if r.days is not None:
        text += f": {r.days} {r.day_kind} days"
    since = f", from {r.from_on}" if r.from_on else ""
    read = f", last read as in force {r.last_read_on}" if r.last_read_on and r.status == "in_force" else ""
    return f"{text} ({_READ[r.confidence]}{since}{read})"


def _at(source: str, statement: str) -> str:
    return "  ".join(
        t for t in ("" if source == "own guess" else source, f"statement {statement}" if statement else "") if t
    )


def _not_in_force(others: Sequence[Rule]) -> list[RenderableType]:
    if not others:
        return []
    blocks: list[RenderableType] = [Text("\nProposed or claimed, not used", _BOLD)]
    for r in others:
        blocks.append(Text(f"- {r.status}: {_rule(r)}{'. ' if r.note else ''}{r.note}", _DIM))
        blocks.append(line((f"    {_at(r.source, r.statement)}", _DIM)))
    return blocks


def _notes(title: str, notes: Sequence[Note], word: str) -> Text | None:
    if not notes:
        return None
    text = Text(f"\n{title}\n" if title else "", _BOLD)
    return text.append("\n".join(f"- {word}{n.text} ({n.law}; {_READ[n.confidence]})" for n in notes), _DIM)


def _listed(texts: Sequence[str], mark: str, style: str) -> Text | None:
    return Text("\n".join(mark + t for t in texts), style) if texts else None


def routes_view(found: ApprovalRoutes) -> RenderableType:
    """Every route with its shortest, usual and longest months."""
    head = Text(f"Routes through law and administration, as of {found.as_of}: months\n", _BOLD)
    columns = (
        Column("route", 20, keep=True), Column("mode", 5), Column("shortest", 8, right=True), Column("usual", 6, right=True),
        Column("longest", 7, right=True), Column("what it is", 40, ratio=1),
    )  # fmt: skip
    words = Text(
        "\nFrom the decision to where each route ends. jointline approvals ROUTE shows its steps and their sources.",
        _DIM,
    )
    return stack(head, Rows(columns, [_row(r) for r in found.routes]), words)


def _row(r: RouteRow) -> list[tuple[str, str]]:
    months = [f"{m:g}" for m in (r.shortest_months, r.usual_months, r.longest_months)]
    return [(r.route, ""), (r.mode, ""), *((m, "") for m in months), (r.title, f"to: {r.ends}")]
