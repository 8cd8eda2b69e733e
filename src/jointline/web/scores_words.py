"""What the scores view says in words: of a method, of a comparison, of what has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointline.forecast.means import AHEAD, ALL, CAME
from jointline.report.lang.language import Language

if TYPE_CHECKING:
    from jointline.forecast.means import Comparison


def method(name: str, lang: Language) -> str:
    """A method as a chart's key has it."""
    return lang.name("method", name)


def on(word: str, lang: Language) -> str:
    """The forecasts that a comparison is of."""
    _ = lang.text
    return {
        ALL: _("every forecast both made"),
        AHEAD: _("the promised date still ahead"),
        CAME: _("the delivery came"),
    }.get(word, word)


def verdict(c: Comparison, lang: Language) -> str:
    """What the range of a difference says."""
    _ = lang.text
    return {"better": _("better"), "worse": _("worse"), "no skill shown": _("no skill shown"),
            "too few cases": _("too few cases")}.get(c.verdict, c.verdict)  # fmt: skip


def number(value: float | None, lang: Language, digits: int = 1) -> str:
    """A score with one decimal, or nothing."""
    return "" if value is None else lang.number(value, digits).replace("-", "−")


def share(value: float | None, lang: Language) -> str:
    """A share as per cent, or nothing."""
    return "" if value is None else lang.share(value).replace("-", "−")


def span(low: float | None, high: float | None, lang: Language) -> str:
    """A range of months."""
    if low is None or high is None:
        return ""
    return lang.text("{low} to {high}", low=number(low, lang), high=number(high, lang))


def range_of(low: str | None, high: str | None, lang: Language) -> str:
    """A range of months."""
    beyond = lang.text("beyond")
    return f"{lang.date(low) if low else beyond} – {lang.date(high) if high else beyond}"


def event(word: str, lang: Language) -> str:
    """First or final delivery."""
    _ = lang.text
    return _("first") if word == "first" else _("final")
