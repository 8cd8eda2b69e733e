"""Which view shows which kind of result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

_VIEWS = {
    "Backlog": "backlog_view", "CaseReport": "case_view", "Why": "why_view", "Changes": "changes_view",
    "History": "history_view", "CheckReport": "check_view", "ShownNetwork": "network_view", "MadeNetwork": "made_view",
    "Forecast": "forecast_view", "BackTest": "backtest_view", "Score": "score_view",
    "DeliveryTable": "deliveries_view", "WhyLate": "why_late_view", "Bottleneck": "bottleneck_view",
    "Comparison": "comparison_view", "Explanation": "explanation_view", "Breakeven": "breakeven_view",
    "Approvals": "approvals_view", "ApprovalRoutes": "routes_view", "Sensitivity": "sensitivity_view",
    "ReadResult": "read_view", "Brief": "brief_view",
}  # fmt: skip

# looked through in turn, each imported only when it is reached
_MODULES = ("views", "production", "options", "approvals", "sensitivity", "forecasts", "reading", "brief.terminal")


def view(name: str) -> Callable[..., RenderableType]:
    """The function of that name in the module of views that has it."""
    from importlib import import_module

    modules = (import_module(f"jointline.report.{m}") for m in _MODULES)
    found: Callable[..., RenderableType] = next(getattr(m, name) for m in modules if hasattr(m, name))
    return found


def text_of(result: Any) -> str:
    """A result as the command line prints it into a pipe."""
    from jointline.report.text import plain_text

    return plain_text(view(_VIEWS[type(result).__name__])(result))


def html_of(result: Any) -> str:
    """A result as a notebook shows it; empty where there is no table of its own."""
    if type(result).__name__ != "Backlog":
        return ""
    from jointline.report.html import backlog_html

    return backlog_html(result)
