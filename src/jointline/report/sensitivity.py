"""What the terminal shows of the numbers that drive an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from jointline.report.columns import Column, Rows
from jointline.report.lang.numbers import grouped
from jointline.report.text import percent, stack

if TYPE_CHECKING:
    from jointline.options.sensitivity import Sensitivity, SensitivityRow

_BOLD, _DIM, _WARN = "bold", "dim", "yellow"
_BAR = 8  # cells of a whole bar
_LEAST, _MOST = 0.01, 20  # share from which a number has a row, and how many have
_MARKS = {"evidence": " ", "evidence, spread assumed": "~", "assumption": "?"}


def sensitivity_view(found: Sensitivity, everything: bool = False) -> RenderableType:
    """The sentences, the shares by basis, one row a number; *everything*: numbers without a part in it, too."""
    head = Text(f"{found.option}{f': {found.title}' if found.title else ''}\n", _BOLD)
    head.append(f"{found.question}: {found.mean:,.6g} {found.unit} on average, {found.p10:,.6g} (P10), {found.p50:,.6g} (P50), "
                f"{found.p90:,.6g} (P90)\n")  # fmt: skip
    head.append(
        f"{found.draws:,} draws, {found.numbers} uncertain numbers, {found.numbers_assumed} of them with an assumed spread"
    )
    said = [Text(s) for s in found.sentences]
    warn = Text("\n".join(f"! {w}" for w in found.warnings), _WARN) if found.warnings else None
    shares = (("published", found.sourced_share, found.sourced_share_se), ("assumed", found.assumed_share, found.assumed_share_se),
              ("both together", found.together_share, found.together_share_se),
              ("not told apart", found.unexplained_share, found.unexplained_share_se))  # fmt: skip
    split = Text("\n".join(f"{name:<15}{_bar(s)} {_percent(s):>6} ± {grouped(100 * e)}" for name, s, e in shares))
    rows = [r for r in found.rows if everything or r.total >= _LEAST]
    rows = rows if everything else rows[:_MOST]
    if found.spread == 0 and not rows:
        return stack(head, Text(""), *said, warn, _run(found))
    decides = found.at is not None
    columns = (
        Column("what a number has a hand in", 26, ratio=1, keep=True), Column("", 1), Column("", _BAR), Column("total", 9, right=True),
        Column("alone", 9, right=True), Column("higher", 7), Column("narrower", 8, right=True),
        *([Column("knowing", 9, right=True)] if decides else []),
    )  # fmt: skip
    left = len(found.rows) - len(rows)
    hidden = (
        Text(f"{left} numbers {'more' if rows else ''} have a smaller part: --all shows them.", _DIM) if left else None
    )
    words = Text(
        "\n? an assumption, ~ a published number with an assumed spread. total: share of the variance that the number has a "
        "hand in. alone: share that goes once it is known. ±: one standard error. higher: what a higher number does. narrower: "
        "by how much P10 to P90 narrows on average once it is known."
        + (f" knowing: what knowing it before choosing adds to the mean gain, {found.unit}." if decides else ""), _DIM)  # fmt: skip
    table = [Rows(columns, [_row(r, decides) for r in rows], single=True)] if rows else []
    return stack(head, Text(""), *said, warn, Text(""), split, Text(""), *table, hidden, words, _run(found))


def _row(r: SensitivityRow, decides: bool) -> list[tuple[str, str]]:
    narrower = "—" if r.narrower_share is None else _percent(r.narrower_share)
    cells = [r.name, _MARKS[r.status], _bar(r.total), _with_error(r.total, r.total_se), _with_error(r.first, r.first_se),
             r.direction, narrower]  # fmt: skip
    if decides:
        cells.append(f"{r.worth_of_knowing or 0:,.4g}")
    return [(c, "") for c in cells]


def _bar(share: float) -> str:
    filled = round(_BAR * min(1.0, max(0.0, share)))
    return "█" * filled + "·" * (_BAR - filled)


def _percent(share: float) -> str:
    """A share in whole per cent that never rounds something to nothing."""
    share = max(0.0, share)
    return "<1 %" if 0 < share < 0.005 else percent(share)


def _with_error(share: float, error: float) -> str:
    return f"{_percent(share)} ± {grouped(100 * error)}" if error >= 0.005 else _percent(share)


def _run(found: Sensitivity) -> Text:
    return Text(f"run: {', '.join(f'{k} {v}' for k, v in found.run.items())}", _DIM)
