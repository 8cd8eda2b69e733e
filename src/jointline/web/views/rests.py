"""What a figure rests on where no single statement does: a forecast, a simulated order, an option of the lab."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.backlog.due import contested
from jointline.errors import JointlineError, NothingFound, suggest
from jointline.forecast.distribution import CELLS
from jointline.forecast.ground import METHODS
from jointline.forecast.means import outcome_words
from jointline.forecast.production import DRAWS
from jointline.network.behind import Behind, numbers_of, parts_behind, parts_of_cause, tally
from jointline.network.changes import with_options
from jointline.network.numbers import plain
from jointline.network.parts import Network
from jointline.network.read import SECTIONS as RECORDS
from jointline.network.shows import SECTIONS, show_network
from jointline.options.compare import Saved
from jointline.report import statements as words
from jointline.report.charts.why_late import cause_words
from jointline.sentences import name_part, says
from jointline.web import lab_words, network_words, results
from jointline.web.answers import here, part, settings_of
from jointline.web.grounds import grounds, outcomes, view_of
from jointline.web.lab import asked, compared, day_of
from jointline.web.months import day_asked
from jointline.web.remedies import title_of
from jointline.web.settings import Settings
from jointline.web.view_state import Place
from jointline.web.views.method import words as method_words

router = APIRouter()
PRODUCTION = "production"  # the method that is the simulated network
BASELINE = "baseline"  # the world as it is, as an option of the lab


@router.get("/{lang}/rests/forecast/{name}")
def forecast(request: Request, lang: str, name: str) -> Response:
    """What the forecast of one delivery rests on, by one method or the blend of them."""
    place = here(request, lang, f"rests/forecast/{name}")
    query, ledger = dict(place.query), results.ledger()
    day = day_asked(query.get("as_of", ""), ledger)
    if query.get("method") == PRODUCTION:
        return _simulated(request, place, ledger.find_case(name), day)
    g = grounds(day).of(ledger.find_case(name), query.get("event", "final"))
    method = query.get("method", METHODS[0])
    row = next((r for r in g.rows if r.method == method), None)
    if row is None:
        raise NothingFound(
            says("{name!r} has no forecast of this delivery", name=method),
            remedy=suggest(method, [r.method for r in g.rows]),
        )
    uses = {"promises": method in ("blend", "promise_slip"), "cases": method in ("blend", "reference_class")}
    behind = set(row.statements) | {p.statement for p in g.promises if uses["promises"]}
    behind |= {i for p in g.precedents if uses["cases"] for i in p.statements}
    return part(
        request, "rests_forecast.html", place, title=place.lang.text("What a forecast rests on"), g=g, row=row, method=method, words=words,
        methods=method_words(place.lang)["method"], horizon=CELLS, n_statements=len(behind),
        behind=uses, title_of=title_of,
        assumed=[a for a in g.assumed if method in ("blend", a.method)],
    )  # fmt: skip


def _simulated(request: Request, place: Place, case_id: str, day: date) -> Response:
    """The forecast by simulation: the orders of the case, and every number behind them."""
    settings = settings_of(request)
    net, r = results.network(settings.network, day), results.case(case_id, day)
    orders = [o.name for o in net.orders.values() if o.case == case_id]
    if not orders:
        raise NothingFound(
            says("the production network holds no order of {case}", case=name_part("case", r.case, r.name)),
            remedy=says("Choose another method."),
        )
    return part(
        request, "rests_simulated.html", place, title=place.lang.text("What a forecast rests on"), r=r, event=dict(place.query).get("event", "final"),
        words=words, orders=[net.orders[o] for o in orders], draws=DRAWS, methods=method_words(place.lang)["method"], **_parts(net, _behind(net, orders)),
    )  # fmt: skip


@router.get("/{lang}/rests/past")
def past(request: Request, lang: str) -> Response:
    """Every delivery that was known by a day, and the cases that ended otherwise: what forecasts learn from."""
    place = here(request, lang, "rests/past")
    day = day_asked(dict(place.query).get("as_of", ""), results.ledger())
    known, told = outcomes(day), view_of(day).told
    return part(
        request, "rests_past.html", place, title=place.lang.text("Deliveries that are known"), day=day, told=[t for t in told if not t.fates["first"].is_open or not t.fates["final"].is_open],
        disputed={(t.case.id, what) for t in told for what in ("first", "final") if contested(t.case, what)},
        known=known, outcome_words=outcome_words, open=sum(t.fates["first"].is_open for t in told),
    )  # fmt: skip


@router.get("/{lang}/rests/late/{order}")
def late(request: Request, lang: str, order: str) -> Response:
    """What the simulated months of an order rest on; with ``cause``, what is counted to one cause."""
    place = here(request, lang, f"rests/late/{order}")
    query, settings = dict(place.query), settings_of(request)
    day = day_asked(query.get("as_of", ""), results.ledger())
    net = results.network(settings.network, day)
    kind, _, name = query.get("cause", "").partition(":")
    parts = parts_of_cause(net, order, kind, name) if kind else parts_behind(net, order)
    held = next((w for w in results.why_late(settings.network, day, net.orders[order].case) if w.order == order), None)
    cause = next((c for c in held.causes if c.kind == kind and (c.name or "") == name), None) if held else None
    context: dict[str, Any] = {"held": held, "cause": cause, "cause_words": lambda c: cause_words(c, place.lang)}
    return part(
        request, "rests_late.html", place, title=place.lang.text("What simulated months rest on"), order=net.orders[order],
        month=lambda text: place.lang.text("beyond") if text == "beyond" else place.lang.date(text), **_parts(net, parts), **context,
    )  # fmt: skip


@router.get("/{lang}/rests/network")
def network(request: Request, lang: str) -> Response:
    """Every number of the production network, or of one section or part, with who said it or what is assumed."""
    place, settings = here(request, lang, "rests/network"), settings_of(request)
    query = dict(place.query)
    net = _network(place, settings)
    shown = show_network(net, query.get("part") or None)
    parts = tuple(Behind(RECORDS[p.section], p) for p in shown.parts)
    return part(
        request, "rests_network.html", place, title=place.lang.text("The numbers of the production network"),
        one=query.get("part", ""), sections=[(s, [b for b in parts if b.part.section == s]) for s in SECTIONS], **_parts(net, parts),
    )  # fmt: skip


@router.get("/{lang}/rests/option/{option}")
def option(request: Request, lang: str, option: str) -> Response:
    """What the lab's figures of an option rest on: case by case, and the numbers that it changes."""
    place, settings = here(request, lang, f"rests/option/{option}"), settings_of(request)
    query = dict(place.query)
    named = () if option == BASELINE else (option,)
    chosen = tuple(dict.fromkeys((*place.all("option"), *named)))
    want = asked(
        replace(place, query=(*((k, v) for k, v in place.query if k != "option"), *(("option", o) for o in chosen))),
        settings,
    )
    bench = want.bench
    found = compared(want)  # as the lab has it: a number that the baseline shares moves it for all
    shown = next((o for o in found.options if o.option == option), None)
    net = with_options(bench.base, [option]) if named else bench.base
    cases = {c.case: c for c in (shown or found.options[0]).cases}
    case = query.get("case", "")
    if case and case not in cases:
        raise JointlineError(
            says("the network has no case {name!r}", name=case), where="case", remedy=suggest(case, cases)
        )
    orders = [
        o.name for o in net.orders.values() if o.customer == net.customer and o.case and (not case or o.case == case)
    ]
    parts = _behind(net, orders) if case else ()
    knobs = [k for k in bench.knobs(named) if not k.shared] if named else []
    return part(
        request, "rests_option.html", place, title=place.lang.text("What the figures of an option rest on"), want=want, found=found, o=shown,
        option=bench.base.options.get(option), cases=[cases[case]] if case else list(cases.values()), case=case, orders=orders, knobs=knobs,
        moved=[k for k in bench.knobs(chosen) if k.key in want.moved], plain=plain,
        all=tally(net.numbers.values()), lab=lab_words, day=_day(want.as_of),
        on=_mean_on([cases[c] for c in place.all("on") if c in cases]), total=sum(c.value_usd_m or 0.0 for c in cases.values()), values=bench.base.cases, **_parts(net, parts),
    )  # fmt: skip


def _mean_on(cases: list[Saved]) -> tuple[int, float] | None:
    """How many cases, and the mean months saved on them by value: what a break-even is judged by."""
    worth = sum(c.value_usd_m or 0.0 for c in cases)
    return (
        (len(cases), sum((c.value_usd_m or 0.0) * c.final_saved_months_mean for c in cases) / worth) if worth else None
    )


def _day(as_of: str) -> str:
    """The day of a network as one that statements can be asked for: at the latest today."""
    newest = max(day_asked("", results.ledger()), date.today())
    return min(day_of(as_of), newest).isoformat()


def _network(place: Place, settings: Settings) -> Network:
    query = dict(place.query)
    as_of = query.get("as_of", "")
    net = results.network(settings.network, day_of(as_of) if as_of else day_asked("", results.ledger()))
    return with_options(net, query["option"].split("+")) if query.get("option") else net


def _behind(net: Network, orders: list[str]) -> tuple[Behind, ...]:
    """The parts behind several orders, each once: as what it is to the last of them."""
    return tuple({(b.part.section, b.part.name): b for o in orders for b in parts_behind(net, o)}.values())


def _parts(net: Network, parts: tuple[Behind, ...]) -> dict[str, Any]:
    """The parts by what they are to the order, and how many of their numbers rest on what."""
    by_role = {role: [b.part for b in parts if b.role == role] for role in dict.fromkeys(b.role for b in parts)}
    return {
        "net": net,
        "roles": by_role,
        "tally": tally(numbers_of(parts)),
        "nw": network_words,
        "numbers": net.numbers,
        "pieces": lab_words.pieces,
    }
