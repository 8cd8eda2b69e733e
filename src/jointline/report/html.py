"""Results as small HTML tables for a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from jointline.report.text import amount, count, span, wait

if TYPE_CHECKING:
    from jointline.backlog.table import Backlog


def backlog_html(b: Backlog) -> str:
    """The backlog as an HTML table with its head and warnings; every text is escaped."""
    head = (
        f"<p><b>Taiwan: approved by Washington, not delivered, as of {escape(b.as_of)}</b><br>"
        f"US$ {span(b.total_usd_m, b.total_low_usd_m, b.total_high_usd_m)} million in {count(b.cases, 'case')}, "
        f"rule {escape(b.rule)}: {escape(b.rule_title)}</p>"
    )
    warnings = "".join(f"<p><em>{escape(w)}</em></p>" for w in b.warnings)
    names = ("case", "category", "US$ m", "notified", "waits", "status", "latest promise", "by", "last word")
    header = "".join(f"<th>{n}</th>" for n in names)
    rows = []
    for r in b.rows:
        value = span(r.value_usd_m, r.value_low_usd_m, r.value_high_usd_m)
        promise = f"{r.promised_on} {r.promised_what}" if r.promised_on else "none stated"
        by = f"{r.promised_by or ''} {r.promised_stated_on or ''}".strip()
        cells = (
            r.title,
            r.category,
            value,
            r.notified_on,
            wait(r.waited_months),
            r.status,
            promise,
            by,
            r.last_stated_on,
        )
        rows.append("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>")
    foot = f"<p>deliveries have begun on {amount(b.delivering_usd_m)}</p>" if b.delivering_usd_m is not None else ""
    return f"{head}{warnings}<table><thead><tr>{header}</tr></thead><tbody>{''.join(rows)}</tbody></table>{foot}"
