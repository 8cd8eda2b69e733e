"""The view case: what is held of one sale and on whose word, how its promises moved, when it may come, what holds it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from jointline.backlog.inspect import CaseReport
from jointline.errors import JointlineError, NothingFound, suggest
from jointline.forecast.table import Forecast
from jointline.ledger.case import short_names
from jointline.ledger.statement import STANDINGS, Statement
from jointline.network.behind import Tally, numbers_of, parts_behind, tally
from jointline.report import promise_words as findings
from jointline.report import statements as words
from jointline.report.charts import theme
from jointline.report.charts.forecast import forecast_chart
from jointline.report.charts.promises import promise_chart
from jointline.report.charts.why_late import cause_words, why_late_chart
from jointline.sentences import date_part, name_part, says
from jointline.simulate.why import Cause, WhyLate
from jointline.web import downloads, pictures, results
from jointline.web.answers import answer, here, part, settings_of
from jointline.web.months import day_asked
from jointline.web.settings import Settings
from jointline.web.view_state import Place

router = APIRouter()
METHODS = "methods"  # the parameter that asks for every method of forecasting


@router.get("/{lang}/case")
def every(request: Request, lang: str) -> Response:
    """Without a name: the table of every case."""
    return RedirectResponse(here(request, lang, "backlog").at("backlog", rule="all").url + "#cases")


@router.get("/{lang}/case/{name}")
def view(request: Request, lang: str, name: str) -> Response:
    """One case; by another of its names the reader is sent to the short one, so that it has one address."""
    ledger = results.ledger()
    case_id = ledger.find_case(name)
    short = short_names(ledger.case_ids())[case_id]
    place, settings = here(request, lang, f"case/{short}"), settings_of(request)
    if short != name:
        return RedirectResponse(place.url)
    day, r = _report(place, case_id)
    query = dict(place.query)
    trail = _filtered(r.trail, query.get("property", ""), query.get("standing", ""))
    made = _forecast(case_id, day, every=False) if settings.frozen else None
    held = _why_late(settings, case_id, day) if settings.frozen else None
    return answer(
        request, "case.html", place, r=r, day=day, trail=trail, words=words, findings=findings, states={p.property: p.state for p in r.promises}, facts={f.property: f for f in r.facts},
        disputed={p.event.property for p in r.promises if p.event and p.contested_by},
        endings={p.property: p.ended_by for p in r.promises if p.ended_by},
        properties=_counted(s.property for s in r.trail), standings=_standings(r.trail), chosen=query,
        years=_years(trail), promised=partial(_promise_ids, r), promises=pictures.shown(("promises", case_id, day), place.lang, lambda: _promises(r, place, pictures.links(place, None))), value=_worth(case_id, day), **_foreseen(made, r, place),
        files=downloads.pictures("promises", place, {"case": short, "as_of": r.as_of}), tables=downloads.tables("statements", {"case": short, "until": r.as_of, "property": query.get("property"), "standing": query.get("standing")}),
        **_shown(held, r, place, settings, day),
    )  # fmt: skip


@router.get("/{lang}/case/{name}/forecast")
def forecast(request: Request, lang: str, name: str) -> Response:
    """When the case will come: by the blend, or by every method."""
    case_id = results.ledger().find_case(name)
    place = here(request, lang, f"case/{name}/forecast")
    every = METHODS in dict(place.query)
    day, r = _report(place, case_id)
    made = _forecast(case_id, day, every=every)
    return part(
        request,
        "case_forecast.html",
        place,
        title=_title(r, place),
        r=r,
        every=every,
        words=words,
        **_foreseen(made, r, place),
    )


@router.get("/{lang}/case/{name}/why-late")
def why_late(request: Request, lang: str, name: str) -> Response:
    """What holds the case's orders up in the production network."""
    case_id = results.ledger().find_case(name)
    place = here(request, lang, f"case/{name}/why-late")
    day, r = _report(place, case_id)
    held = _why_late(settings_of(request), case_id, day)
    return part(
        request,
        "case_why_late.html",
        place,
        title=_title(r, place),
        r=r,
        **_shown(held, r, place, settings_of(request), day),
    )


def _report(place: Place, case_id: str) -> tuple[date, CaseReport]:
    day = day_asked(dict(place.query).get("as_of", ""), results.ledger())
    return day, results.case(case_id, day)


def _title(r: CaseReport, place: Place) -> str:
    return place.lang.name("case", r.case, r.title)


def _filtered(trail: Iterable[Statement], name: str, standing: str) -> tuple[Statement, ...]:
    said = {s.property for s in trail}
    if name and name not in said:
        raise JointlineError(
            says("nothing was said about {name!r}", name=name), where="property", remedy=suggest(name, said)
        )
    if standing and standing not in STANDINGS:
        raise JointlineError(
            says("there is no standing {standing!r}", standing=standing),
            where="standing",
            remedy=suggest(standing, STANDINGS),
        )
    return tuple(s for s in trail if name in ("", s.property) and standing in ("", s.standing))


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))


def _standings(trail: Iterable[Statement]) -> list[tuple[str, int]]:
    n = Counter(s.standing for s in trail)
    return [(s, n[s]) for s in STANDINGS if n[s]]


def _years(trail: Iterable[Statement]) -> list[tuple[str, list[Statement]]]:
    """The trail by the year in which a statement became known, the newest first."""
    by_year: dict[str, list[Statement]] = {}
    for s in sorted(trail, key=lambda s: (s.known_on, s.stated.low, s.property, s.id), reverse=True):
        by_year.setdefault(s.known_on[:4], []).append(s)
    return list(by_year.items())


def _worth(case_id: str, day: date) -> dict[str, Any]:
    """What the published count and the count of what is owed hold of the case."""
    rows = {
        rule: next((r for r in results.backlog(day, rule).rows if r.case == case_id), None)
        for rule in ("published", "owed")
    }
    return dict(rows)


def _promise_ids(r: CaseReport, *promised: Any) -> str:
    """The statements behind the moves of some promises, with what became of them: ids with commas."""
    names = {p.property for p in promised}
    ids = [s.id for s in r.trail if s.property in names] + [p.event.id for p in promised if p.event]
    return ",".join(dict.fromkeys(ids))


def _promises(r: CaseReport, place: Place, link: theme.Link = theme.no_link) -> Any:
    return promise_chart(r, place.lang, link) if r.promises else None


def _forecast(case_id: str, day: date, *, every: bool) -> Forecast | str:
    """The forecast, or why there is none."""
    try:
        if every:
            return results.forecast(day, case_id)
        made = results.forecast(day)
        return made if any(r.case == case_id for r in made.rows) else results.forecast(day, case_id)
    except NothingFound as error:
        return error.message


def _foreseen(made: Forecast | str | None, r: CaseReport, place: Place) -> dict[str, Any]:
    """The forecast with those of its warnings that concern the case and do not stand on the page already."""
    warnings: list[str] = []
    drawing = None
    if isinstance(made, Forecast):
        others = {f.name for f in made.rows if f.may_have_come and f.case != r.case}
        warnings = [w for w in made.warnings if w not in r.warnings and not any(n in w for n in others)]
        if len(made.methods) > 1:
            drawing = pictures.shown(
                ("forecast", r.case, r.as_of),
                place.lang,
                lambda: forecast_chart(
                    made, place.lang, pictures.forecasts(place, r.as_of), pictures.held(place, r.as_of)
                ),
            )
    files = downloads.pictures("forecast", place, {"case": r.name, "as_of": r.as_of})
    about = {"case": r.name, "as_of": r.as_of}
    return {
        "forecast": made, "forecast_warnings": warnings, "drawing": drawing, "drawing_files": files,
        "forecast_tables": downloads.tables("forecast", about | {"method": None if drawing else "blend"}),
    }  # fmt: skip


def _why_late(settings: Settings, case_id: str, day: date) -> tuple[WhyLate, ...] | str:
    try:
        return results.why_late(settings.network, day, case_id)
    except JointlineError as error:  # a network as of an early day may not hold together
        return str(error)


def _shown(
    held: tuple[WhyLate, ...] | str | None, r: CaseReport, place: Place, settings: Settings, day: date
) -> dict[str, Any]:
    lang, orders = place.lang, held if isinstance(held, tuple) else ()
    return {
        "held": held, "tallies": _tallies(settings, day, orders), "drawings": [pictures.shown(("why-late", w.order, r.as_of, *w.run.items()), lang, partial(_drawn, w, place, pictures.causes(place, w.order, r.as_of))) for w in orders],
        "held_files": {w.order: downloads.pictures("why-late", place, {"case": r.name, "as_of": w.as_of, "order": w.order}) + downloads.tables(f"why-late/{w.order}", {"as_of": w.as_of}) for w in orders},
        "cause": lambda c: cause_words(c, lang), "month": lambda text: lang.text("beyond") if text == "beyond" else lang.date(text),
    }  # fmt: skip


def _tallies(settings: Settings, day: date, orders: Iterable[WhyLate]) -> dict[str, Tally]:
    """How many numbers stand behind the simulated months of each order, and on what they rest."""
    if not orders:
        return {}
    net = results.network(settings.network, day)
    return {w.order: tally(numbers_of(parts_behind(net, w.order))) for w in orders}


def _drawn(w: WhyLate, place: Place, ground: Callable[[Cause | None], str] = theme.no_ground) -> Any:
    return why_late_chart(w, place.lang, ground) if w.causes else None


def _asked_case(place: Place) -> tuple[str, date]:
    query = dict(place.query)
    if not query.get("case"):
        raise JointlineError(
            says("no case is named"), where="case", remedy=says("Add ?case=NAME, for instance case=hcds.")
        )
    return results.ledger().find_case(query["case"]), day_asked(query.get("as_of", ""), results.ledger())


def _chart_of_promises(place: Place, settings: Settings) -> Any:
    r = results.case(*_asked_case(place))
    chart = _promises(r, place)
    if chart is None:
        raise NothingFound(
            says(
                "nobody has promised {case} for a date by {date}",
                case=name_part("case", r.case, r.name),
                date=date_part(r.as_of),
            )
        )
    return chart


def _chart_of_why_late(place: Place, settings: Settings) -> Any:
    case_id, day = _asked_case(place)
    held, order = results.why_late(settings.network, day, case_id), dict(place.query).get("order", "")
    for w in held:
        if order in ("", w.order):
            return _drawn(w, place)
    raise NothingFound(
        says("the production network has no order {order!r}", order=order)
        if order
        else says("the production network has no order of this case"),
        remedy=suggest(order, [w.order for w in held]),
    )


def _chart_of_forecast(place: Place, settings: Settings) -> Any:
    case_id, day = _asked_case(place)
    return forecast_chart(results.forecast(day, case_id), place.lang)


CHARTS = {"forecast": _chart_of_forecast, "promises": _chart_of_promises, "why-late": _chart_of_why_late}
