"""What held an order up, in the words of a language."""

from __future__ import annotations

from jointline.report.lang.language import ENGLISH, Language
from jointline.simulate.why import Cause


def cause_words(c: Cause, lang: Language = ENGLISH) -> str:
    """One cause of a delay in a few words, the line, component or order ahead named."""
    _ = lang.text
    name = c.name or ""
    if c.kind == "queue":
        order = lang.name("order", name, name)
        return _(
            "queued behind {order} ({country})",
            order=order,
            country=lang.name("country", c.customer or "", c.customer or ""),
        )
    words = {
        "release": _("release (administrative lead time)"), "lead_time": _("lead time: production, test, shipping"),
        "in_process": _("units already being made"), "no_line": _("no line can serve it"),
        "line_start": _("the line {line} has not started", line=lang.name("line", name, name)),
        "line_rate": _("rate of the line {line}", line=lang.name("line", name, name)),
        "component": _("short of {component}", component=lang.name("component", name, name)),
    }  # fmt: skip
    return words[c.kind]
