"""What the terminal shows of each result: one function a command, each returning a Rich renderable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jointline.ledger.dates import in_words
from jointline.report.columns import Column, Rows
from jointline.report.lang.numbers import grouped
from jointline.report.text import amount, count, line, percent, short, span, stack, wait
from jointline.rounding import half_up

if TYPE_CHECKING:
    from jointline.backlog.changes import Changes
    from jointline.backlog.history import History
    from jointline.backlog.inspect import CaseReport, Why
    from jointline.backlog.promises import Record
    from jointline.backlog.table import Backlog, BacklogRow
    from jointline.ledger.statement import Statement

_DIM, _BOLD, _WARN = "dim", "bold", "yellow"
_RECALLED = "quoted from memory: unverified"


def _table(*columns: tuple[str, dict[str, object]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=True, header_style=_BOLD)
    for name, options in columns:
        table.add_column(name, **options)  # type: ignore[arg-type]
    return table


def _grid(*widths: int) -> Table:
    """Columns without heads: fixed widths, the last one takes the rest."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=True, show_header=False)
    for width in widths:
        table.add_column(width=width)
    table.add_column(ratio=1)
    return table


def _warnings(texts: Iterable[str]) -> Text | None:
    shown = [f"! {t}" for t in texts]
    return Text("\n".join(shown), style=_WARN) if shown else None


def backlog_view(b: Backlog) -> RenderableType:
    """The head with totals, then every case by category."""
    of = "case" if b.cases == 1 else "cases"
    head = Text()
    head.append(f"Taiwan: approved by Washington, not delivered, as of {b.as_of}\n", _BOLD)
    total = span(b.total_usd_m, b.total_low_usd_m, b.total_high_usd_m)
    head.append(f"US$ {total} million" if total != "—" else "No total in US dollars", _BOLD)
    head.append(f" in {b.cases} {of}, counted by rule {b.rule}: {b.rule_title}\n")
    shown = [
        f"{c.name} {span(c.total_usd_m, c.total_low_usd_m, c.total_high_usd_m)} ({c.cases})"
        for c in b.categories if c.cases
    ]  # fmt: skip
    head.append("  " + ", ".join(shown) + "\n" if shown else "")
    head.append(_delivering(b))
    for said in b.source_says:
        head.append(f"  {said.text}\n")
    return stack(head, _warnings(b.warnings), *_by_category(b), _remarks(b.remarks))


def _delivering(b: Backlog) -> str:
    if b.delivering_usd_m is None:
        return f"  deliveries have begun on {sum(r.delivering for r in b.rows)} of {count(b.cases, 'case')}\n"
    share = f" ({percent(b.delivering_share, 1)})" if b.delivering_share is not None else ""
    text = f"  deliveries have begun on {amount(b.delivering_usd_m)}{share}"
    if b.delivering_by_evidence_usd_m != b.delivering_usd_m:
        text += f" as the publisher marks it, on {amount(b.delivering_by_evidence_usd_m)} by the ledger's evidence"
    return text + "\n"


def _remarks(remarks: Iterable[str]) -> Text | None:
    texts = list(remarks)
    return Text("\n" + "\n".join(texts), style=_DIM) if texts else None


def _by_category(b: Backlog) -> Iterable[RenderableType]:
    for c in b.categories:
        rows = [r for r in b.rows if r.category == c.name]
        if not rows:
            continue
        columns = (
            Column(c.name, 17, ratio=10, keep=True), Column("US$ m", 8, right=True, keep=True), Column("notified", 12),
            Column("status", 13), Column("latest promise", 16, ratio=6), Column("last word", 10, ratio=7),
        )  # fmt: skip
        yield Text("")
        yield Rows(columns, [_backlog_row(r) for r in rows])


def _backlog_row(r: BacklogRow) -> list[tuple[str, str]]:
    value = amount(r.value_usd_m if r.value_usd_m is not None else r.value_high_usd_m)
    basis = "unread" if r.unverified else "" if r.value_usd_m is not None else _low(r.value_low_usd_m, value)
    promise = ("none stated", "")
    if r.promised_on and r.promised_what:
        what = _TERM.get(r.promised_what, r.promised_what)
        promise = (f"{what} {in_words(r.promised_on)}", f"{r.promised_stated_on} {short(r.promised_by)}")
    return [
        (r.name, r.title), (value, basis), (r.notified_on, f"waits {wait(r.waited_months)}"),
        (_STATUS.get(r.status, r.status), _due(r)), promise,
        (r.last_stated_on, short(r.last_stated_by)),
    ]  # fmt: skip


def _due(r: BacklogRow) -> str:
    """What has become of promised dates that have passed; ``first`` or ``final`` before it where the promise shown is another."""
    found = {"first": _STATE.get(r.first_state or "", ""), "final": _STATE.get(r.final_state or "", "")}
    told = [state if what == r.promised_what else f"{what} {state}" for what, state in found.items() if state]
    words = ", ".join(told) if len(set(found.values())) > 1 else found["final"]
    return "; ".join(w for w in (words, "first in dispute" if r.first_in_dispute else "") if w)


def _low(low: float | None, high: str) -> str:
    return "" if high == "—" or low is None else f"low {amount(low)}"


_TERM = {"contract ends": "contract", "budget ends": "budget"}
_STATE = {"overdue": "overdue", "not known": "due, unknown"}
_STATUS = {"no contract reported": "no contract", "contract or LOA": "contract/LOA"}


def rules_view(tables: list[Backlog]) -> RenderableType:
    """The spread between counting rules as one table."""
    first = tables[0]
    table = _table(
        ("rule", {"min_width": 10}), ("US$ m", {"justify": "right", "no_wrap": True}), ("low", {"justify": "right", "no_wrap": True}),
        ("high", {"justify": "right", "no_wrap": True}), ("cases", {"justify": "right"}),
        ("begun US$ m", {"justify": "right", "no_wrap": True}), ("what it counts", {"ratio": 1}),
    )  # fmt: skip
    for b in tables:
        low, high = (None, None) if b.total_usd_m is not None and b.total_low_usd_m == b.total_high_usd_m else (
            b.total_low_usd_m, b.total_high_usd_m)  # fmt: skip
        total = b.total_low_usd_m if b.total_usd_m is None and low == high else b.total_usd_m
        table.add_row(
            Text(b.rule, _BOLD), amount(total), amount(low), amount(high), str(b.cases), amount(b.delivering_usd_m),
            f"{b.rule_title}. {' '.join(b.remarks[:1])}",
        )  # fmt: skip
    head = Text(f"The backlog as of {first.as_of} by each counting rule (US$ million)\n", _BOLD)
    return stack(head, _warnings(first.warnings[:1]), table)


def _who(s: Statement) -> str:
    """Speaker, carriers and how firm."""
    flags = [s.standing.replace("_", " ")]
    flags += [f"{s.n_sources} source{'s' if s.n_sources > 1 else ''}"] if s.n_sources else []
    flags += ["hedged"] if s.hedged else []
    flags += [_RECALLED] if s.confidence == "recalled" else []
    return f"{s.speaker} ({', '.join(flags)})"


def _what(s: Statement) -> str:
    units = f" [{s.units} {s.item or 'units'}]" if s.units else ""
    return f"{s.property.replace('_', ' ')}: {in_words(s.value)}{units}"


def _flags(s: Statement) -> str:
    flags = ["hedged"] if s.hedged else []
    flags += [_RECALLED] if s.confidence == "recalled" else []
    return f" ({'; '.join(flags)})" if flags else ""


def statement_grid(statements: Iterable[Statement]) -> Table:
    """Statements one a row: when it was said, what, by whom."""
    grid = _grid(11, 42)
    for s in statements:
        grid.add_row(s.stated_on, _what(s), Text(_who(s), _DIM))
    return grid


def statement_block(s: Statement, entry: Collection[str] = ()) -> Group:
    """One statement with its address, note, quote and id; *entry*: ids of those whose note is that of a whole entry."""
    grid = _grid(11)
    grid.add_row(s.stated_on, f"{_what(s)}, said by {_who(s)}")
    if s.note:
        grid.add_row("", Text(f"note of the whole entry: {s.note}" if s.id in entry else s.note, _DIM))
    if s.quote:
        grid.add_row("", Text(f"“{s.quote}”", "italic"))
    return Group(grid, line((f"            {s.source}  [{s.id}]", _DIM)))


def case_view(r: CaseReport) -> RenderableType:
    """The head, the facts, promises against events, rivals, and the trail in time order."""
    head = Text()
    head.append(f"{r.title}\n", _BOLD)
    head.append(f"{r.case} ({r.name}), as of {r.as_of}: {r.status}; ")
    head.append(f"{'in' if r.counted else 'not in'} the published backlog ({r.counted_why})\n")
    if r.called:
        head.append(f"also called: {'; '.join(r.called)}\n")
    facts = _grid(25, 30)
    for f in r.facts:
        flags = [] if f.counts else ["said, not counted"]
        flags += ["hedged"] if f.hedged else []
        flags += [_RECALLED] if f.confidence == "recalled" else []
        by = f"{short(f.said_by)}, {f.stated_on}" if f.said_by else f.standing
        aside = f"; {f.set_aside} set aside" if f.set_aside else ""
        flagged = f" ({'; '.join(flags)})" if flags else ""
        facts.add_row(
            Text(f.property.replace("_", " "), _DIM), in_words(f.value) + flagged,
            Text(f"{by}{aside}", _DIM),
        )  # fmt: skip
        if f.property == "category" and r.published_category not in (None, f.value):
            facts.add_row(Text("category, published list", _DIM), r.published_category, "")
    parts: list[RenderableType | None] = [head, _warnings(r.warnings), facts]
    for record in r.promises:
        parts.append(_promise_record(record))
    if r.rivals:
        parts.append(Text("\nWhere the evidence disagrees", _BOLD))
        for rival in r.rivals:
            grid = _grid(25, 9, 14, 10)
            for i, s in enumerate(rival.statements):
                name = rival.property.replace("_", " ") if i == 0 else ""
                how = "held" if i == 0 else "set aside" if s.property == rival.property else "to come"
                grid.add_row(name, how, in_words(s.value), s.stated_on, Text(_who(s), _DIM))
            parts.append(grid)
    parts.append(Text(f"\nAll {len(r.trail)} statements in time order", _BOLD))
    parts.append(statement_grid(r.trail))
    parts.append(_hidden(r))
    return stack(*parts)


def _hidden(r: CaseReport) -> Text | None:
    hidden = []
    if r.superseded:
        hidden.append(f"{r.superseded} superseded")
    if r.not_yet_stated:
        hidden.append(f"{r.not_yet_stated} stated after {r.as_of}")
    return Text(f"Not shown: {', '.join(hidden)}.", style=_DIM) if hidden else None


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _promise_record(record: Record) -> RenderableType:
    from jointline.report.promise_words import details, finding, left_out, weak

    what = "First" if record.property.startswith("first") else "Final"
    after = f" before it, {len(record.after_event)} after" if record.after_event else ""
    head = Text(
        f"\n{what} delivery: {_n(record.promises, 'promise')}{after}; the date moved {_n(len(record.moves), 'time')}",
        _BOLD,
    )
    grid = _grid(12, 13, 11)
    first, latest = in_words(record.first.value), in_words(record.latest.value)
    grid.add_row(first, "first promise", record.first.stated_on, Text(record.first.speaker, _DIM))
    for m in record.moves:
        grid.add_row(in_words(m.after.value), _moved(m.months), m.after.stated_on, Text(m.after.speaker, _DIM))
        if not m.like:
            grid.add_row("", "", "", Text(f"not the same quantity: {_units(m.after)}, before {_units(m.before)}", _DIM))
    tail = f"In all {_moved(record.moved_months)} from the first promise to the latest ({latest})."
    if record.steady and record.first.event != record.latest.event:
        tail = f"The latest promise ({latest}) overlaps the first ({first}): a promise said more exactly has not moved."
    alone = sum(m.months for m in record.moves)
    if record.moves and abs(alone - record.moved_months) >= 0.5:
        tail += f" The moves make {_signed(alone)}; the rest lies between dates that overlap: a promise said more exactly has not moved."
    if record.contested_by or record.passed or record.ended_by:
        tail += f" {finding(record)}"
    elif record.event:
        late = record.event_months_after_first or 0.0
        how = "within a month after the first promise" if 0 < late <= 1 else f"{_moved(late)} against the first promise"
        how = "as first promised" if record.as_promised else how
        how += f" ({record.event.standing.replace('_', ' ')})" if weak(record) else ""
        tail += f" It happened {in_words(record.event.value)}: {how}."
    return Group(head, grid, Text(" ".join(t for t in (left_out(record), tail, *details(record)) if t)))


def _moved(months: float) -> str:
    n = _signed(months)
    return f"{n} month" if n[1:] == "1" else f"{n} months"


def _signed(months: float) -> str:
    return f"{'-' if months < 0 else '+'}{grouped(abs(months))}"


def _units(s: Statement) -> str:
    return f"{s.units} x {s.item}" if s.item else _n(int(s.units), "unit") if s.units.isdigit() else f"{s.units} units"


def why_view(w: Why) -> RenderableType:
    """The winner, the rule, those set aside."""
    head = Text()
    flags = "" if w.rule in ("all", "status", "counted", "value", "promise_held") else _flags(w.winners[0])
    head.append(f"{w.title} ({w.name}): {w.property.replace('_', ' ')} = {in_words(w.value)}{flags}\n", _BOLD)
    head.append(f"as of {w.as_of}. {w.also}\n".replace(". \n", "\n"))
    head.append(f"Rule {w.rule}: {w.rule_text}.")
    parts: list[RenderableType | None] = [head, _warnings(w.warnings)]
    for title, group in (
        ("It rests on" if w.rule in ("all", "status", "counted", "value", "promise_held") else "The statement that won", w.winners),
        ("Set aside", w.set_aside), ("Not evidence: declined to confirm or denied", w.not_evidence),
        ("Superseded", w.superseded),
    ):  # fmt: skip
        if group:
            parts.append(Text(f"\n{title} ({len(group)})" if len(group) > 1 else f"\n{title}", _BOLD))
            parts += [statement_block(s, w.entry_notes) for s in group]
    return stack(*parts)


def changes_view(c: Changes) -> RenderableType:
    """Totals before and after, then the sentences by kind, each with its source."""
    head = Text(f"What changed in {c.month} (rule {c.rule})\n", _BOLD)
    if c.before_usd_m is not None and c.after_usd_m is not None:
        head.append(
            f"US$ {amount(c.before_usd_m)} million in {count(c.cases_before, 'case')} on {c.before_on}; "
            f"{amount(c.after_usd_m)} in {c.cases_after} on {c.after_on}.\n"
        )
        delta = c.after_usd_m - c.before_usd_m
        head.append(
            f"Difference {half_up(delta, 1):+,f}: entered {half_up(c.entered_usd_m, 1):+,f}, left {half_up(c.left_usd_m, 1):+,f}, "
            f"revalued {half_up(c.revalued_usd_m, 1):+,f}."
        )
    else:
        head.append(
            f"{count(c.cases_before, 'case')} on {c.before_on}, {c.cases_after} on {c.after_on}; this rule has no total."
        )
    parts: list[RenderableType | None] = [head, _warnings(c.warnings)]
    if not c.changes:
        parts.append(Text("Nothing changed that the ledger knows of."))
    for kind in dict.fromkeys(x.kind for x in c.changes):
        parts.append(Text(f"\n{_KINDS.get(kind, kind).capitalize()}", _BOLD))
        for x in c.changes:
            if x.kind == kind:
                parts.append(
                    line(
                        f"- {x.sentence} ",
                        (f"[{x.said_by}, {x.standing.replace('_', ' ')}, {x.stated_on}; {x.source}]", _DIM),
                    )
                )
    if c.moved_nothing:
        others = count(len(c.moved_nothing), "other statement")
        parts.append(Text(f"\n{others} of the month moved nothing; --json has the ids.", _DIM))
    return stack(*parts)


_KINDS = {"not counted": "said, and not counted", "delay announced": "delay announced or reported"}


def history_view(h: History) -> RenderableType:
    """The monthly series beside the published one, differences explained below."""
    table = _table(
        ("month", {"min_width": 7}), ("US$ m", {"justify": "right", "no_wrap": True}), ("cases", {"justify": "right"}),
        ("traditional", {"justify": "right"}), ("asymmetric", {"justify": "right"}), ("munitions", {"justify": "right"}),
        ("published", {"justify": "right", "no_wrap": True}), ("difference", {"justify": "right"}), ("by", {"ratio": 1, "no_wrap": True}),
    )  # fmt: skip
    notes: list[RenderableType] = []
    for m in h.months:
        total = next((f for f in m.published if f.figure == "total"), None)
        missed = [f for f in m.published if not f.within_rounding]
        difference = "" if total is None else "0" if total.within_rounding else amount(total.difference_usd_m)
        published = "" if total is None else f"{total.as_printed.split()[0]} bn"
        by = (
            f"{short(m.published_by)}{'' if total is None or total.standing == 'named' else ', derived'}"
            if total
            else ""
        )
        table.add_row(
            Text(m.month, _BOLD), span(m.total_usd_m, m.total_low_usd_m, m.total_high_usd_m), str(m.cases),
            *(amount(m.categories.get(n)) for n in ("traditional", "asymmetric", "munitions")), published,
            f"{difference}{' *' if missed else ''}", by,
        )  # fmt: skip
        for f in missed:
            here = amount(f.counted_usd_m)
            notes.append(
                Text(f"* {m.month} {f.figure}: {here} here, {f.as_printed} published. {f.explanation}.", style=_DIM)
            )
    head = Text(f"The backlog at each month's end by rule {h.rule} (US$ million)\n", _BOLD)
    met = (
        f"\n{h.within_rounding} of {h.compared} published figures (totals, categories, deliveries begun) are met to "
        "within their own rounding; a difference of 0 means that."
    )
    return stack(head, _warnings(h.warnings), table, Text(met), *notes)


def statements_view(statements: list[Statement], total: int, corrected: Mapping[str, str]) -> RenderableType:
    """Statements as a list of lines under their subjects.

    corrected: ids of superseded statements, and of those that supersede them
    """
    parts: list[RenderableType] = []
    for subject in dict.fromkeys(s.subject for s in statements):
        parts.append(Text(f"\n{subject}" if parts else subject, _BOLD))
        parts.append(statement_grid(s for s in statements if s.subject == subject))
    gone = [s for s in statements if s.id in corrected]
    if gone:
        listed = (
            f"{s.stated_on} {s.property.replace('_', ' ')} {in_words(s.value)} [{s.id}], by [{corrected[s.id]}]"
            for s in gone
        )
        parts.append(Text("\nSuperseded, and counted no more: " + "; ".join(listed) + ".", style=_DIM))
    if total > len(statements):
        parts.append(
            Text(f"\n{total - len(statements)} more: raise --limit, or use --json or jointline export.", style=_DIM)
        )
    return stack(*parts)


def sources_view(rows: list[dict[str, object]]) -> RenderableType:
    """Sources with how often they are used and how well they were read; addresses are never broken."""
    head = Text("statements  read as    first      last       address", _BOLD)
    lines = [
        line(
            f"{r['statements']!s:>10}  {r['confidence']!s:<9}  {r['first_stated_on']!s:<10} {r['last_stated_on']!s:<10} {r['source']}"
        )
        for r in rows
    ]
    return Group(head, *lines)


def blocks_view(statements: list[Statement]) -> RenderableType:
    """Statements in full: subject, address, note, quote."""
    return Group(*(part for s in statements for part in (Text(s.subject, _BOLD), statement_block(s))))


def added_view(s: Statement, tail: str) -> RenderableType:
    """A statement just added, and by whom."""
    return Group(statement_block(s), Text(tail))


def sentence(text: str) -> RenderableType:
    """One line that is not broken."""
    return line(text)
