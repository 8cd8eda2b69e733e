"""Options drawn into files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jointline.options.compare import some
from jointline.options.runs import Given, run_options
from jointline.report.charts.options import breakeven_chart, comparison_chart
from jointline.report.charts.save import checked, save_chart

if TYPE_CHECKING:
    from jointline.options.breakeven import Breakeven


def draw_options(
    network: Given, path: str | os.PathLike[str], options: Sequence[str] | None = None, *, draws: int = 4_096,
    seed: int = 0, policy: str | None = None,
) -> None:  # fmt: skip
    """Draw the backlog that each option would leave, beside the baseline's, into an SVG, PNG or HTML file.

    One panel an option: the median and P10 to P90 of the value still owed, month by month (US$, a case in full until
    its final delivery). Raises ``JointlineError``.
    """
    checked(path)
    save_chart(comparison_chart(some(run_options(network, options, draws, seed, policy=policy))), path)


def draw_breakeven(found: Breakeven, path: str | os.PathLike[str]) -> None:
    """Draw what ``breakeven`` found into an SVG, PNG or HTML file: a line, or a map of two numbers."""
    save_chart(breakeven_chart(found), path)
