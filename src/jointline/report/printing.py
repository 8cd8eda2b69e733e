"""Which view shows which kind of result."""

from __future__ import annotations

from typing import Any

_VIEWS = {
    "Backlog": "backlog_view",
    "CaseReport": "case_view",
    "Why": "why_view",
    "Changes": "changes_view",
    "History": "history_view",
}


def text_of(result: Any) -> str:
    """A result as the command line prints it into a pipe."""
    from jointline.report import views
    from jointline.report.text import plain_text

    return plain_text(getattr(views, _VIEWS[type(result).__name__])(result))


def html_of(result: Any) -> str:
    """A result as a notebook shows it; empty where there is no table of its own."""
    if type(result).__name__ != "Backlog":
        return ""
    from jointline.report.html import backlog_html

    return backlog_html(result)
