"""The view backlog: the total of a month, what changed in it, when each case is to come, every case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.backlog.changes import Change, Changes
from jointline.backlog.counting import DELIVERING
from jointline.backlog.history import History
from jointline.backlog.rules import DEFAULT_RULE, get_rule, rule_names
from jointline.backlog.table import Backlog, BacklogRow
from jointline.errors import JointlineError, NothingFound, suggest
from jointline.forecast.table import Forecast, ForecastRow
from jointline.ledger.case import Case
from jointline.ledger.statement import Statement
from jointline.report import statements as words
from jointline.report.charts import theme
from jointline.report.charts.backlog import compared, history_chart
from jointline.report.charts.timeline import timeline_chart
from jointline.report.lang.language import Language
from jointline.report.statements import is_short, property_words, value_words
from jointline.sentences import says
from jointline.web import downloads, pictures, results
from jointline.web.answers import answer, here, part, settings_of
from jointline.web.case_list import Wanted, chosen, total_of, wanted
from jointline.web.months import Months, months
from jointline.web.settings import Settings
from jointline.web.view_state import Place, rule_asked

router = APIRouter()
FIGURES = ("total", "delivering", "evident")  # evident: delivering by the ledger's evidence


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the view asks for."""

    months: Months
    rule: str
    backlog: Backlog
    table: Wanted


def asked_of(place: Place) -> Asked:
    """What *place* asks for. Raises ``JointlineError`` where it cannot be shown."""
    query = dict(place.query)
    m = months(query.get("month", ""), results.ledger())
    rule = rule_asked(place)
    b = results.backlog(m.day, rule)
    return Asked(m, rule, b, wanted(query.get("category", ""), query.get("find", ""), query.get("sort", ""), b))


@router.get("/{lang}/backlog")
def view(request: Request, lang: str) -> Response:
    """The whole view; every part of it follows from the address."""
    place = here(request, lang, "backlog")
    return answer(request, "backlog.html", place, **shown(place, frozen=settings_of(request).frozen))


def shown(place: Place, *, frozen: bool = False) -> dict[str, Any]:
    """What the view's template is filled with; *frozen*: with the forecasts, as nothing can be fetched later."""
    asked = asked_of(place)
    rows = chosen(asked.backlog, asked.table, place.lang)
    changed, series = results.changes(asked.months.month, asked.rule), _series(asked)
    return {
        "b": asked.backlog, "rule": get_rule(asked.rule), "rules": [get_rule(n) for n in rule_names()], "asked": asked.table,
        "rows": rows, "sums": total_of(rows), "changes": changed, "news": _by_kind(changed), "skyline": _skyline(series, asked.months),
        "case_of": results.cases(asked.months.day, asked.rule), "last_word": lambda c: _last_word(c, place.lang), "how_firm": lambda s: _how_firm(s, place.lang), "words": words,
        "at_once": results.MOST, "behind": results.statements([c.statements[0] for c in changed.changes]),
        "history": pictures.shown(("history", asked.rule, asked.months.month, asked.months.all[-1]), place.lang, lambda: _history(series, place, asked)),
        "compared": _compared(series, place, asked),
        **_timeline(asked, place, _forecast(asked) if frozen else None),
    }  # fmt: skip


@router.get("/{lang}/backlog/timeline")
def timeline(request: Request, lang: str) -> Response:
    """The timeline with its forecasts, which take longer than the rest of the view."""
    place = here(request, lang, "backlog/timeline")
    asked = asked_of(place)
    return part(
        request,
        "backlog_timeline.html",
        place,
        title=place.lang.text("When each case is to come"),
        b=asked.backlog,
        **_timeline(asked, place, _forecast(asked)),
    )


@router.get("/{lang}/backlog/sum")
def taken_apart(request: Request, lang: str) -> Response:
    """A sum taken apart: its cases, each with its value, added up."""
    place = here(request, lang, "backlog/sum")
    asked = asked_of(place)
    figure = dict(place.query).get("figure", "total")
    if figure not in FIGURES:
        raise JointlineError(
            says("there is no figure {figure!r}", figure=figure), where="figure", remedy=suggest(figure, FIGURES)
        )
    beside = dict(place.query).get("beside", "")
    parts = [
        _summands(a, figure, place.lang)
        for a in (
            asked,
            *([asked_of(place.at(place.path, **{**dict(place.query), "month": beside}))] if beside else ()),
        )
    ]
    return part(
        request, "backlog_sum.html", place, title=place.lang.text("A sum taken apart"), figure=figure, parts=parts
    )


@dataclass(frozen=True, slots=True)
class Summands:
    """The cases of a sum as the drawer shows them: one month's, with their total."""

    b: Backlog
    months: Months
    asked: Wanted
    rows: tuple[BacklogRow, ...]
    sums: tuple[float | None, float | None, float | None]


def _summands(asked: Asked, figure: str, lang: Language) -> Summands:
    begun: dict[str, Callable[[BacklogRow], bool]] = {
        "delivering": lambda r: r.delivering,
        "evident": lambda r: r.status == DELIVERING,
    }
    found = chosen(asked.backlog, asked.table, lang)
    rows = tuple(r for r in found if figure not in begun or begun[figure](r))
    return Summands(asked.backlog, asked.months, asked.table, rows, total_of(rows))


def _compared(series: History, place: Place, asked: Asked) -> str:
    """What opens both sums that the title of the chart sets side by side; empty where no month has a total."""
    if all(m.total_usd_m is None for m in series.months):
        return ""
    last, before = compared(series.months, asked.months.month)
    named = None if asked.rule == DEFAULT_RULE else asked.rule
    return place.at("backlog/sum", month=last.month, beside=before.month if before else None, rule=named).url


def _series(asked: Asked) -> History:
    return results.history(asked.rule, months(asked.months.all[-1], results.ledger()).day)


def _skyline(series: History, m: Months) -> list[tuple[str, float]]:
    totals = {x.month: x.total_usd_m if x.total_usd_m is not None else x.total_high_usd_m for x in series.months}
    return [(month, totals.get(month) or 0.0) for month in m.all]


def _by_kind(c: Changes) -> list[tuple[str, list[Change]]]:
    return [(kind, [x for x in c.changes if x.kind == kind]) for kind in dict.fromkeys(x.kind for x in c.changes)]


def _last_word(c: Case, lang: Language) -> str:
    """What was last said: the property, and its value where that is a date or number and no longer text; of a case of which
    nothing but its notice is known, just that."""
    if c.nothing_since_notice:
        return lang.text("nothing since the notice")
    about = property_words(c.last.property, lang)
    if not is_short(c.last.property):
        return about
    return about + lang.text(": ") + value_words(c.last.property, c.last.value, lang)


def _how_firm(s: Statement, lang: Language) -> str:
    """How a word is held that is hedged or no evidence, as the trail says it; empty for any other."""
    if not s.hedged and s.is_evidence:
        return ""
    standing = lang.name("standing", s.standing)
    return lang.text("{standing}, hedged", standing=standing) if s.hedged else standing


def _forecast(asked: Asked) -> Forecast | None:
    try:
        return results.forecast(asked.months.day)
    except NothingFound:  # nothing was open
        return None


def _timeline(asked: Asked, place: Place, made: Forecast | None) -> dict[str, Any]:
    rule = None if asked.rule == DEFAULT_RULE else asked.rule
    month = {"month": asked.months.month, "rule": rule}
    as_of = {"as_of": asked.backlog.as_of}
    counted = {**as_of, "rule": rule}
    key = ("timeline", asked.months.day, asked.rule, made is not None)
    return {
        "forecast": made, "timeline": pictures.shown(key, place.lang, lambda: _drawn(asked, place, made, pictures.links(place, asked.months.as_of), pictures.forecasts(place, made.as_of if made else None))),
        "months": asked.months, "property_words": property_words,
        "timeline_query": {"month": None if asked.months.as_of is None else asked.months.month, "rule": rule},
        "tables": {
            "backlog": downloads.tables("backlog", {**counted, "category": asked.table.category}),
            "changes": downloads.tables(f"changes/{asked.months.month}", {"rule": rule}), "forecast": downloads.tables("forecast", as_of),
            "history": downloads.tables("history", {"rule": rule}),
        },
        "files": {n: downloads.pictures(n, place, month) for n in ("history", "timeline")},
    }  # fmt: skip


def _history(series: History, place: Place, asked: Asked) -> Any:
    if all(m.total_usd_m is None for m in series.months):
        return None
    rule = None if asked.rule == DEFAULT_RULE else asked.rule
    return history_chart(series, place.lang, pictures.links(place, None, rule), asked.months.month)


def _drawn(
    asked: Asked, place: Place, made: Forecast | None, link: theme.Link = theme.no_link,
    ground: Callable[[ForecastRow], str] = theme.no_ground,
) -> Any:  # fmt: skip
    if not asked.backlog.rows:
        return None
    return timeline_chart(results.timelines(asked.months.day, asked.rule), made, place.lang, link, ground)


def _history_file(place: Place, settings: Settings) -> Any:
    asked = asked_of(place)
    return history_chart(_series(asked), place.lang, month=asked.months.month)


def _timeline_file(place: Place, settings: Settings) -> Any:
    asked = asked_of(place)
    return _drawn(asked, place, _forecast(asked))


CHARTS = {"history": _history_file, "timeline": _timeline_file}
