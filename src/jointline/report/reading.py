"""What the terminal shows of a document that was read: its record, the statements it supports, the words behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from jointline.report.text import stack

if TYPE_CHECKING:
    from jointline.errors import JointlineError
    from jointline.readers.result import Proposal, ReadResult

_DIM, _BOLD, _WARN = "dim", "bold", "yellow"
_MARKS = {"new": "+", "known": "=", "differs": "!"}
_QUOTE = 160  # characters of a quote that are shown
_MOST_PROBLEMS = 20


def read_view(r: ReadResult, limit: int = 40) -> RenderableType:
    """One document: what it is, its record, then its statements; ``+`` is new, ``=`` known, ``!`` differs."""
    head = Text(f"{r.document}: {r.kind or 'not recognised'}", _BOLD)
    if r.kind == "dispatch":
        return _dispatch(r, head, limit)
    return stack(head, _record(r) if r.record else None, *_statements(r, limit), _problems(r.problems), Text(""))


def _dispatch(r: ReadResult, head: Text, limit: int) -> RenderableType:
    """The text with its claims marked, each claim with who said it, then the subjects the statements are about."""
    from jointline.readers.dispatch.reading import DispatchReading
    from jointline.report.dispatch import claim_lines, dispatch_text

    assert isinstance(r.record, DispatchReading)
    marks = {(p.statement.start, p.statement.end): _MARKS[p.state] for p in r.statements}
    count = f"{len(r.record.claims)} claims, {sum(m == '+' for m in marks.values())} of them new to the ledger"
    about = ", ".join(dict.fromkeys(p.statement.subject for p in r.statements))
    subjects = Text(f"statements about: {about}" if about else "no statement", _DIM)
    lines = claim_lines(r.record, limit)
    return stack(
        head,
        _record(r),
        Text(""),
        dispatch_text(r.record),
        Text(""),
        *lines,
        Text(""),
        Text(count),
        subjects,
        _problems(r.problems),
        Text(""),
    )


def _record(r: ReadResult) -> RenderableType:
    grid = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=True, show_header=False)
    grid.add_column(width=30, style=_DIM)
    grid.add_column(ratio=1)
    rows = getattr(r.record, "rows", None)
    for name, value in _fields(r).items():
        shown = _shown(value)
        if shown:
            grid.add_row(Text(f"  {name}"), Text(shown))
    if rows is not None:
        grid.add_row(Text("  rows"), Text(f"{len(rows):,}"))
    return grid


def _fields(r: ReadResult) -> Mapping[str, Any]:
    """The record, but for what the statements below say again: a register's rows, a page's second list."""
    assert r.record is not None
    if hasattr(r.record, "summary"):
        summary: Mapping[str, Any] = r.record.summary()
        return summary
    return {k: v for k, v in r.record.as_dict().items() if k != "announcements"}


def _shown(value: Any) -> str:
    if value is None or value == [] or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        parts = [_shown(v) for v in value[:40]]
        parts += [f"and {len(value) - 40} more"] if len(value) > 40 else []
        return "\n".join(parts) if any(isinstance(v, Mapping) for v in value) else ", ".join(parts)
    if isinstance(value, Mapping):
        if set(value) == {"qty", "item"}:
            return str(value["item"]) if value["qty"] is None else f"{value['qty']:,} x {value['item']}"
        return ", ".join(f"{k} {_shown(v)}" for k, v in value.items() if _shown(v))
    return str(value)


def _statements(r: ReadResult, limit: int) -> Iterable[RenderableType]:
    if not len(r.statements):
        if r.kind:
            yield Text("  no statement", _DIM)
        return
    subject = why = ""
    for p in islice(r.statements, limit):
        if p.statement.subject != subject:
            subject, why = p.statement.subject, p.why
            yield Text.assemble((subject, _BOLD), (f"  {why}" if why else "", _DIM))
        yield _proposal(p, p.why if p.why != why else "")
    if len(r.statements) > limit:
        yield Text(f"  {len(r.statements) - limit:,} more statements: raise --limit, or use --json", _DIM)


def _proposal(p: Proposal, why: str) -> RenderableType:
    s = p.statement
    text = Text(f"  {_MARKS[p.state]} {s.property.replace('_', ' ')}: {s.value}")
    text.append(" (hedged)" if s.hedged else "", _DIM)
    if p.state == "differs":
        text.append(f"  the ledger has another: {', '.join(p.against)}", _WARN)
    if why:
        text.append(f"  [{why}]", _DIM)
    if s.quote:
        quote = " ".join(s.quote.split())
        if quote != s.value:
            text.append(f"\n      “{quote[:_QUOTE]}{'…' if len(quote) > _QUOTE else ''}”", _DIM)
        text.append(f" {s.start}-{s.end}", _DIM)
    return text


def _problems(problems: Iterable[JointlineError]) -> Text | None:
    shown = [f"! {p.where + ': ' if p.where else ''}{p.message}{'. ' + p.remedy if p.remedy else ''}" for p in problems]
    more = [f"! and {len(shown) - _MOST_PROBLEMS} more"] if len(shown) > _MOST_PROBLEMS else []
    return Text("\n".join([*shown[:_MOST_PROBLEMS], *more]), style=_WARN) if shown else None
