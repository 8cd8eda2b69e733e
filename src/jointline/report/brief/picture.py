"""The briefing's chart: its heading as text, the picture as SVG and PNG."""

from __future__ import annotations

from typing import Any

from jointline.backlog.history import FIRST_PUBLISHED
from jointline.report.brief.value import Brief
from jointline.report.charts.backlog import history_chart
from jointline.report.charts.save import chart_bytes
from jointline.report.charts.theme import heading
from jointline.report.lang.language import Language


def chart_heading(b: Brief, lang: Language) -> tuple[str, str]:
    """What the chart shows and how to read it, for the text around it."""
    caption, under = heading(history_chart(b.history, lang))
    first = FIRST_PUBLISHED.isoformat()[:7]
    if b.history.is_published and b.history.months[0].month < first:
        own = lang.text("Before {month} no list had been published: this program's own count.", month=lang.date(first))
        under = lang.sentences((under, own))
    return caption, under


def picture(b: Brief, form: str, lang: Language, *, narrow: bool = False) -> bytes:
    """The chart without its heading, as ``svg`` for a document that has the shipped font or as ``png``; narrow: for a phone. Raises ``JointlineError`` for a character no font draws."""
    chart: Any = history_chart(b.history, lang)
    return chart_bytes(chart.properties(usermeta={}), form, lang, narrow=narrow, alone=False)
