"""jointline: what Taiwan is still owed of the US arms it bought, on whose word, and how the promised dates moved.

>>> import jointline as jl
>>> jl.backlog(as_of="2023-11-30").total_usd_m
19169.6
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jointline._version import __version__
from jointline.shown import plug

if TYPE_CHECKING:
    from jointline.backlog.changes import changes
    from jointline.backlog.history import history
    from jointline.backlog.inspect import case, why
    from jointline.backlog.rules import rule_names
    from jointline.backlog.table import backlog, compare_rules
    from jointline.errors import JointlineError, NothingFound
    from jointline.forecast.backtest import backtest
    from jointline.forecast.record import record, score
    from jointline.forecast.table import forecast
    from jointline.ledger.dates import parse_date
    from jointline.ledger.exchange import add, export_statements, import_statements, sources, statements
    from jointline.ledger.ledger import open_ledger
    from jointline.ledger.statement import Statement, make_statement
    from jointline.network.check import check_network
    from jointline.network.load import load_network
    from jointline.network.shipped import init_network, shipped_network
    from jointline.network.shows import show_network
    from jointline.options.approvals import approval_routes, approvals
    from jointline.options.breakeven import breakeven
    from jointline.options.compare import compare
    from jointline.options.explain import explain
    from jointline.options.sensitivity import sensitivity
    from jointline.options.whatif import prepare, what_if
    from jointline.readers.accept import accept
    from jointline.readers.read import read, read_many
    from jointline.report.brief.content import brief
    from jointline.report.brief.write import write_brief
    from jointline.report.charts.forecast import draw_backtest, draw_forecast
    from jointline.report.charts.network import draw_network
    from jointline.report.options_files import draw_breakeven, draw_options
    from jointline.simulate.run import simulate
    from jointline.simulate.table import delivery_table
    from jointline.simulate.why import bottleneck, why_late

# where each public name lives: imported only when it is asked for, so that the command line starts quickly
_HOMES = {
    "backlog": "jointline.backlog.table", "compare_rules": "jointline.backlog.table", "rule_names": "jointline.backlog.rules",
    "case": "jointline.backlog.inspect", "why": "jointline.backlog.inspect",
    "changes": "jointline.backlog.changes", "history": "jointline.backlog.history",
    "load_network": "jointline.network.load", "check_network": "jointline.network.check",
    "show_network": "jointline.network.shows", "init_network": "jointline.network.shipped",
    "shipped_network": "jointline.network.shipped", "simulate": "jointline.simulate.run",
    "delivery_table": "jointline.simulate.table", "why_late": "jointline.simulate.why",
    "bottleneck": "jointline.simulate.why", "draw_network": "jointline.report.charts.network",
    "compare": "jointline.options.compare", "explain": "jointline.options.explain",
    "sensitivity": "jointline.options.sensitivity",
    "approvals": "jointline.options.approvals", "approval_routes": "jointline.options.approvals",
    "breakeven": "jointline.options.breakeven", "prepare": "jointline.options.whatif", "what_if": "jointline.options.whatif",
    "draw_options": "jointline.report.options_files", "draw_breakeven": "jointline.report.options_files",
    "forecast": "jointline.forecast.table", "backtest": "jointline.forecast.backtest",
    "record": "jointline.forecast.record", "score": "jointline.forecast.record",
    "draw_forecast": "jointline.report.charts.forecast", "draw_backtest": "jointline.report.charts.forecast",
    "statements": "jointline.ledger.exchange", "sources": "jointline.ledger.exchange",
    "export_statements": "jointline.ledger.exchange", "import_statements": "jointline.ledger.exchange",
    "add": "jointline.ledger.exchange", "open_ledger": "jointline.ledger.ledger",
    "parse_date": "jointline.ledger.dates", "Statement": "jointline.ledger.statement",
    "make_statement": "jointline.ledger.statement", "JointlineError": "jointline.errors",
    "NothingFound": "jointline.errors",
    "read": "jointline.readers.read", "read_many": "jointline.readers.read", "accept": "jointline.readers.accept",
    "brief": "jointline.report.brief.content", "write_brief": "jointline.report.brief.write",
}  # fmt: skip

__all__ = [
    "JointlineError", "NothingFound", "Statement", "__version__", "accept", "add", "approval_routes", "approvals",
    "backlog", "backtest", "bottleneck", "breakeven", "brief", "case", "changes", "check_network", "compare",
    "compare_rules", "delivery_table", "draw_backtest", "draw_breakeven", "draw_forecast", "draw_network",
    "draw_options", "explain", "export_statements", "forecast", "history", "import_statements", "init_network",
    "load_network", "make_statement", "open_ledger", "parse_date", "prepare", "read", "read_many", "record",
    "rule_names", "score", "sensitivity", "shipped_network", "show_network", "simulate", "sources", "statements",
    "what_if", "why", "why_late", "write_brief",
]  # fmt: skip


class _Package(ModuleType):
    """Keeps ``jl.backlog`` the function: importing the subpackage of that name would put the module there."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(importlib.import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'jointline' has no attribute {name!r}")


def _text(result: object) -> str:
    from jointline.report.printing import text_of

    return text_of(result)


def _html(result: object) -> str:
    from jointline.report.printing import html_of

    return html_of(result)


plug(_text, _html)


def __dir__() -> list[str]:
    return sorted(__all__)
