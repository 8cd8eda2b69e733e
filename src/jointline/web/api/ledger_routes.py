"""What the ledger answers: backlog, cases, changes, history, statements, sources, forecasts and their scores."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from jointline.backlog.rules import DEFAULT_RULE
from jointline.errors import JointlineError, NothingFound
from jointline.ledger.dates import as_day
from jointline.ledger.statement import Statement
from jointline.report.lang.language import language
from jointline.sentences import says
from jointline.web import results
from jointline.web.api.answering import FILE, Card, Ending, Table, asked_of, faults, reading, tables_file
from jointline.web.api.asking import (
    AsOf,
    AsRecorded,
    CaseName,
    CasePath,
    Category,
    From,
    KnownOn,
    MonthPath,
    PropertyPath,
    RuleName,
    Text,
    To,
    check_span,
    only_known,
    rule_of,
)
from jointline.web.api.schemas import document
from jointline.web.errors import as_json
from jointline.web.months import months
from jointline.web.results import ledger

router = APIRouter()
Methods = Annotated[
    list[Literal["blend", "reference_class", "promise_slip", "production", "official", "all"]] | None,
    Query(max_length=6, description="Methods; default: the blend for all cases, every one for one case."),
]


@reading(router, "/backlog/rules", "rules", Table("rules", "backlog"))
def rules(as_of: AsOf = None, as_recorded: AsRecorded = None) -> Any:
    """The totals of a day by every counting rule."""
    from jointline.backlog.table import compare_rules

    made = [t.as_dict() for t in compare_rules(as_of, as_recorded=as_recorded, ledger=ledger())]
    return {"as_of": made[0]["as_of"], "rules": [{k: v for k, v in t.items() if k != "rows"} for t in made]}


@reading(router, "/backlog", "backlog", Table("rows", "backlog_row"), Table("categories", "category"))
def backlog(
    as_of: AsOf = None, rule: RuleName = DEFAULT_RULE, category: Category = None,
    sort: Annotated[Literal["value", "age", "new"], Query(description="Within a category by value, longest wait first, or newest first.")] = "value",
    as_recorded: AsRecorded = None,
) -> Any:  # fmt: skip
    """What is approved and not delivered: the total, by category, every case."""
    from jointline.backlog.table import backlog as make

    return make(as_of, rule_of(rule), category=category, sort=sort, as_recorded=as_recorded, ledger=ledger())


@reading(
    router, "/case/{name}", "case", Table("trail", "statement"), Table("promises", "promise"), Table("facts", "fact"),
    Table("promises/moves", "move", ("promise", "property")),
)  # fmt: skip
def case(name: CasePath, as_of: AsOf = None) -> Any:
    """Everything said about one case in time order, promises against events."""
    from jointline.backlog.inspect import case as make

    return make(name, as_of, ledger=ledger())


@reading(
    router, "/case/{name}/why/{property}", "why", Table("winners", "statement"), Table("set_aside", "statement"),
    Table("not_evidence", "statement"), Table("superseded", "statement"),
)  # fmt: skip
def why(name: CasePath, property: PropertyPath, as_of: AsOf = None, rule: RuleName = DEFAULT_RULE) -> Any:
    """The statement behind a figure of a case, those set aside, and the rule that decided."""
    from jointline.backlog.inspect import why as make

    return make(name, property, as_of, rule=rule_of(rule), ledger=ledger())


@reading(router, "/changes/{month}", "changes", Table("changes", "change"))
def changes(month: MonthPath, rule: RuleName = DEFAULT_RULE) -> Any:
    """What changed in a month, in sentences with their sources."""
    from jointline.backlog.changes import changes as make

    return make(month, rule_of(rule), ledger=ledger())


@reading(
    router, "/history", "history", Table("months", "month"), Table("months/published", "figure", ("month", "month"))
)
def history(
    first: From = None, last: To = None, rule: RuleName = DEFAULT_RULE
) -> Any:  # fmt: skip
    """The total at each month's end beside the published series."""
    from jointline.backlog.history import history as make

    check_span(first, last)
    return make(rule_of(rule), first, last, ledger=ledger())


@reading(
    router, "/brief", "brief", Table("cases", "case_line"), Table("forecasts", "forecast_line"), Table("changes", "change_line"),
    Table("slips", "slip_line"), Table("passed", "passed_line"), Table("promises", "promise_line"),
    Table("joint_production", "news_line"), Table("categories", "category_line"), faults_of=(404, 422, 429),
)  # fmt: skip
def brief(
    month: Annotated[Text | None, Query(description="The month (2026-03). Default: where knowledge ends.", examples=["2024-10"])] = None,
    lang: Annotated[Literal["en", "zh-TW"], Query(description="The language of its texts.")] = "en",
    rule: RuleName = DEFAULT_RULE,
    roc: Annotated[bool, Query(description="Years of the Republic (Chinese).")] = False,
    millions: Annotated[bool, Query(description="Money in millions of US dollars in place of 億 (Chinese).")] = False,
) -> Any:  # fmt: skip
    """The monthly update: headline, what changed, promises, forecasts, joint production, every figure with its note."""
    if (roc or millions) and lang != "zh-TW":
        raise JointlineError(
            says("roc and millions are ways of writing Chinese"), where="lang", remedy=says("Add lang=zh-TW.")
        )
    shown = months(month or "", ledger())
    return results.brief(shown.month, language(lang, roc=roc, myriads=not millions), rule_of(rule))


@reading(router, "/sources", "sources", Table("sources", "source"))
def sources(case: CaseName = None) -> Any:
    """Every source address, with how many statements rest on it and how well it was read."""
    from jointline.ledger.exchange import sources as find

    rows = find(case=case, ledger=ledger())
    if not rows:
        raise NothingFound("there is no source")
    return {"count": len(rows), "sources": rows}


@reading(
    router, "/forecast", "forecast", Table("rows", "forecast_row"), Table("no_answer", "no_answer"), faults_of=(404, 422, 429)
)  # fmt: skip
def forecast(case: CaseName = None, as_of: AsOf = None, method: Methods = None) -> Any:
    """When each open case will come: P10, P50, P90 beside the promise; one case by every method."""
    day = as_day(as_of) if as_of else date.today()
    return results.forecast(day, ledger().find_case(case) if case else None, tuple(method) if method else None)


@reading(
    router, "/backtest", "backtest", Table("methods", "method_score"), Table("comparisons", "method_comparison"),
    Table("cases", "case_score"), Table("reliability", "reliability_bin"), Table("forecasts", "scored_forecast"),
    faults_of=(404, 422, 429),
)  # fmt: skip
def backtest(
    first: From = None, last: To = None, method: Methods = None, known_on: KnownOn = None
) -> Any:  # fmt: skip
    """How good such forecasts have been, made anew at each half-year and scored by what is known now."""
    check_span(first, last)
    return results.backtest(first or "2018-01", last, tuple(method) if method else None, known_on)


@reading(router, "/score", "score", Table("rows", "recorded_score"), Table("methods", "method_score"))
def score(known_on: KnownOn = None) -> Any:
    """What became of the forecasts that were recorded in the ledger."""
    from jointline.forecast.record import score as make

    return make(known_on, ledger=ledger())


def found(
    case: CaseName = None,
    subject: Annotated[Text | None, Query(description="This subject, or what begins with it (line/).")] = None,
    property: Annotated[Text | None, Query(description="This property.")] = None,
    said_by: Annotated[Text | None, Query(description="The speaker or a carrier contains this.")] = None,
    standing: Annotated[Text | None, Query(description="This standing (official, named, anonymous, ...).")] = None,
    since: Annotated[Text | None, Query(description="Stated on this day or later.")] = None,
    until: Annotated[Text | None, Query(description="Stated on this day or before.")] = None,
    id: Annotated[Text | None, Query(description="The statement with this id (its first letters will do).")] = None,
    own: Annotated[bool, Query(description="Only your own statements.")] = False,
) -> list[Statement]:
    """The statements that meet every condition. Raises ``NothingFound`` where none does."""
    from jointline.ledger.exchange import statements as find

    met = find(case, subject=subject, property=property, said_by=said_by, standing=standing, since=since, until=until,
               own=own, id=id, ledger=ledger())  # fmt: skip
    if not met:
        raise NothingFound("no statement fits", remedy="Loosen a filter.")
    return met


Found = Annotated[list[Statement], Depends(found)]


@router.get(
    "/statements", response_model=document("statements"), responses=faults(404, 422), tags=["results"],
    dependencies=[only_known(found, also=("limit", "offset"))],
    summary="The statements of the ledger, filtered, a page at a time",
)  # fmt: skip
def statements(
    request: Request, met: Found,
    limit: Annotated[int, Query(ge=1, le=1_000, description="How many at once.")] = 200,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many to pass over.")] = 0,
) -> Response:  # fmt: skip
    """count says how many fit in all; the header `link` names the next and the previous page (RFC 8288)."""
    page = met[offset : offset + limit]
    at = {
        "next": offset + limit if offset + limit < len(met) else None,
        "prev": max(0, offset - limit) if offset else None,
    }
    links = [f'<{_address(request, limit, o)}>; rel="{rel}"' for rel, o in at.items() if o is not None]
    made = {"count": len(met), "statements": [s.as_dict() for s in page]}
    return as_json(made, headers={"link": ", ".join(links)} if links else None)


@router.get(
    "/statements.{ending}", response_class=Response, responses=FILE | faults(404, 422), tags=["files"],
    dependencies=[only_known(found, also=("card",))],
    summary="Every statement that fits, as a file",
)  # fmt: skip
def statements_file(request: Request, met: Found, ending: Ending, card: Card = True) -> Response:
    """With card=false the CSV file is what `jointline import` takes."""
    made, asked = {"statements": [s.as_dict() for s in met]}, asked_of(request)
    named: dict[str, str] = {k: asked[k] for k in ("case", "until") if k in asked}
    return tables_file(
        made, [Table("statements", "statement")], "statements", ending, card=card, named=named, asked=asked
    )


def _address(request: Request, limit: int, offset: int) -> str:
    asked = [(k, v) for k, v in request.query_params.multi_items() if k not in ("limit", "offset")]
    return f"{request.url.path}?{urlencode([*asked, ('limit', limit), ('offset', offset)])}"
