"""A forecast's middle and chance in words, as wide as the evidence leaves them open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jointline.forecast.table import ForecastRow
    from jointline.report.brief.value import ForecastLine
    from jointline.report.lang.language import Language


def middle_words(f: ForecastRow | ForecastLine, lang: Language, beyond: str) -> str:
    """The month of P50, or the first and the last that dates known as intervals allow; *beyond*: what lies past the horizon."""
    first, last = (lang.date(m) if m else beyond for m in (f.p50, f.p50_latest))
    return lang.range(first, last)


def median_words(f: ForecastRow, lang: Language, beyond: str) -> str:
    """The same, said to be the median: not to be taken for the months between P10 and P90."""
    _ = lang.text
    if f.p50 and f.p50_latest and f.p50 != f.p50_latest:
        return _("median between {low} and {high}", low=lang.date(f.p50), high=lang.date(f.p50_latest))
    return _("median {month}", month=middle_words(f, lang, beyond))


def chance_words(f: ForecastRow | ForecastLine, lang: Language) -> str:
    """The chance of coming by the promise, from the least to the most that the evidence allows; empty without one."""
    if f.by_promise_low_share is None or f.by_promise_high_share is None:
        return ""
    return lang.shares(f.by_promise_low_share, f.by_promise_high_share)
