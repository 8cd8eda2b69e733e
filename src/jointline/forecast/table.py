"""When will it arrive: the forecasts of a day as a table."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from jointline._version import __version__
from jointline.backlog.due import contested
from jointline.backlog.plain import plain_data
from jointline.backlog.table import knowledge_warning
from jointline.errors import JointlineError, NothingFound
from jointline.forecast import blend, official, production
from jointline.forecast.distribution import CELLS, Bounds, Dated
from jointline.forecast.events import KINDS, heard_open
from jointline.forecast.method import REVISION, Answer, Target, View
from jointline.forecast.official import promise_of
from jointline.forecast.others import count_of_ends
from jointline.forecast.past import METHODS, Day, asked, blended, check_methods
from jointline.forecast.reference_class import waits
from jointline.forecast.register import Register, shipped_register
from jointline.forecast.survival.spells import months
from jointline.forecast.survival.turnbull import turnbull
from jointline.ledger.dates import as_day
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.sentences import cases_words, date_part, list_part, name_part, says
from jointline.shown import Shown

if TYPE_CHECKING:
    import pandas

YEARS = 10  # coming years whose probabilities are shown
_SILENT = 12.0  # months without a word after which a case may have come unsaid
SHARES = (0.01, 0.05, *[i / 10 for i in range(1, 10)], 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One delivery of one case by one method; the fields are those of fields/forecast_row.csv."""

    case: str
    name: str
    title: str
    event: str
    method: str
    notified_on: str
    p10: str | None
    p50: str | None
    p50_latest: str | None
    p90: str | None
    promised_on: str | None
    promised_by: str | None
    promised_stated_on: str | None
    by_promise_share: float | None
    by_promise_low_share: float | None
    by_promise_high_share: float | None
    by_year: dict[str, float]
    by_year_low: dict[str, float]
    by_year_high: dict[str, float]
    delivered_share: float
    cancelled_share: float
    converted_share: float
    beyond_share: float
    quantiles: dict[str, str | None]
    first_came_on: str | None
    first_in_dispute: bool
    last_open_on: str
    may_have_come: bool
    basis: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnHistory:
    """The ledger's own waits with no shape assumed (Turnbull's estimate): between which months half had come."""

    event: str
    cases: int
    delivered: int
    median_low_months: float | None
    median_high_months: float | None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A target for which a method has no answer, and why."""

    case: str
    name: str
    event: str
    method: str
    why: str


@dataclass(frozen=True, slots=True)
class Forecast(Shown):
    """Forecasts as of a day. ``str()`` gives the printed table."""

    as_of: str
    horizon_months: int
    methods: tuple[str, ...]
    rows: tuple[ForecastRow, ...]
    no_answer: tuple[NoAnswer, ...]
    weights: dict[str, float]
    weights_from_cases: int
    weights_from_forecasts: int
    delivered_first: int
    delivered_final: int
    ended_otherwise: int
    own_history: tuple[OwnHistory, ...]
    register: str
    knowledge_ends_on: str | None
    warnings: tuple[str, ...]
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return plain_data(self)  # type: ignore[no-any-return]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a DataFrame; ``attrs`` holds the rest."""
        import pandas

        frame = pandas.DataFrame([plain_data(r) for r in self.rows], columns=[f.name for f in fields(ForecastRow)])
        frame.attrs = {k: v for k, v in self.as_dict().items() if k != "rows"}
        return frame


def forecast(
    case: str | None = None,
    as_of: str | date | None = None,
    method: str | Sequence[str] | None = None,
    *,
    register: str | os.PathLike[str] | Register | None = None,
    ledger: Ledger | None = None,
) -> Forecast:
    """When each open case's first and final delivery will come: P10, P50, P90, and how likely by when.

    case: one case by any of its names; default every case of the backlog (rule published). as_of: default today; only
    what had been said by that day is used. method: one or several of blend, reference_class, promise_slip, production,
    official, or ``all``; default blend, for one case all. register: a trade register of one's own (a CSV file of the
    SIPRI database) in place of the shipped parameters.

    Months are calendar months by whose end that share of such cases is delivered, ``None`` beyond the horizon of 20
    years. Nothing lies on or before the day. Raises ``JointlineError``; ``NothingFound`` where nothing is open.

    >>> forecast("hcds", "2026-03-31", "official").rows[0].p50
    '2028-12'
    """
    day = date.today() if as_of is None else as_day(as_of)
    ledger = ledger or open_ledger()
    wanted = chosen_methods(method, one_case=case is not None)
    subject = ledger.find_case(case) if case else None
    found = _register(register, day)
    made = asked(ledger, day, found, simulated=production.NAME in wanted)
    targets = [t for t in made.view.targets if subject is None or t.told.case.id == subject]
    if not targets:
        raise _nothing(ledger, made, subject, day)
    weights = blend.held(day)
    if blend.NAME in wanted:
        made = blended(made, weights)
    names = {m: made.answers[m] for m in wanted}
    rows = [
        row(t, m, answers[t.key], day) for t in _sorted(targets) for m, answers in names.items() if t.key in answers
    ]
    missing = [
        NoAnswer(t.told.case.id, t.told.name, t.event, m, _WHY[m])
        for t in _sorted(targets) for m, answers in names.items() if t.key not in answers
    ]  # fmt: skip
    if not rows:
        raise NothingFound(
            says(
                "no answer for {cases} by {methods}: {why}",
                cases=_names(targets), methods=list_part(name_part("method", m, m) for m in wanted), why=missing[0].why,
            ),
            remedy=says("Method reference_class always has one."),
        )  # fmt: skip
    ends, own_ends = ledger.knowledge_ends()
    fitted = found.known_on(day, "final") if found else None
    return Forecast(
        as_of=day.isoformat(), horizon_months=CELLS, methods=wanted, rows=tuple(rows), no_answer=tuple(missing),
        weights=weights.weights if blend.NAME in wanted else {}, weights_from_cases=weights.cases,
        weights_from_forecasts=weights.forecasts, delivered_first=made.view.delivered("first"),
        delivered_final=made.view.delivered("final"), ended_otherwise=count_of_ends(made.view), own_history=tuple(_history(made.view)),
        register=_register_words(found, fitted.year) if found and fitted else says("none had been published"),
        knowledge_ends_on=max(ends, own_ends) or None, warnings=tuple(_warnings(ledger, made, targets, day)),
        run={"version": __version__, "data": ledger.data_hash(), "as_of": day.isoformat(), "methods": ", ".join(wanted),
             "draws": str(production.DRAWS) if production.NAME in wanted else "none", "seed": "0", "methods_revision": REVISION},
    )  # fmt: skip


def weighed(day: date, weights: blend.Weights, *, ledger: Ledger) -> tuple[ForecastRow, ...]:
    """The blend's forecasts of a day with other weights than those of the day."""
    made = blended(asked(ledger, day, shipped_register()), weights)
    answers = made.answers[blend.NAME]
    return tuple(row(t, blend.NAME, answers[t.key], day) for t in _sorted(made.view.targets) if t.key in answers)


_WHY = {
    "official": says("nobody promised it"), "promise_slip": says("nobody promised it"),
    "production": says(
        "no order of it is in the simulated network, or too few draws say that it is still to come"),
    "blend": says("no method has an answer"), "reference_class": says("no class"),
}  # fmt: skip


def chosen_methods(method: str | Sequence[str] | None, *, one_case: bool) -> tuple[str, ...]:
    """The methods asked for; ``all`` is every one."""
    if method is None:
        return METHODS if one_case else (blend.NAME,)
    names = [method] if isinstance(method, str) else list(method)
    return METHODS if "all" in names else check_methods(names)


def _register(register: str | os.PathLike[str] | Register | None, day: date) -> Register:
    if register is None:
        return shipped_register()
    if isinstance(register, Register):
        return register
    from jointline.forecast.own_register import own_register

    return own_register(register, day)


def _nothing(ledger: Ledger, made: Day, subject: str | None, day: date) -> JointlineError:
    if subject is None:
        return NothingFound(
            says("no case of the backlog was open on {date}", date=date_part(day.isoformat())),
            remedy=says("The first counted ones are of December 2015."),
        )
    case = ledger.case(subject, day)  # raises where it was not known yet
    named, today = name_part("case", case.id, case.title), date_part(day.isoformat())
    told = next((t for t in made.view.told if t.case.id == subject), None)
    if told is None:
        return NothingFound(
            says(
                "{case}: {category}, no delivery of units to forecast",
                case=named, category=name_part("category", case.value("category")),
            ),
            remedy=says("Cases of sustainment and training are left out, as in the published backlog."),
        )  # fmt: skip
    end = told.fates["final"]
    if not end.is_open:
        return NothingFound(
            says("{case}: {end} by {date}", case=named, end=name_part("outcome", end.end), date=today),
            remedy=says("jointline case {name} shows its trail.", name=told.name),
        )
    return NothingFound(
        says("{case}: not in the backlog by the published rule on {date}", case=named, date=today),
        remedy=says("jointline why {name} counted says why.", name=told.name),
    )


def _register_words(register: Register, year: int) -> str:
    return says("{source}; as it stood for {year}", source=register.source, year=date_part(str(year)))


def _history(view: View) -> Iterator[OwnHistory]:
    """A check beside the reference class: what the ledger alone says, with nothing else put in."""
    for event in KINDS:
        s = waits(view.past(event), event)
        low, high = turnbull(s).quantile(0.5)
        yield OwnHistory(event, len(s), view.delivered(event), _finite(low), _finite(high))


def _finite(months_: float) -> float | None:
    return round(months_, 1) if math.isfinite(months_) else None


def _names(targets: Sequence[Target]) -> str:
    named = list(dict.fromkeys(name_part("case", t.told.case.id, t.told.name) for t in targets))
    if len(named) <= 3:
        return list_part(named)
    return says("{cases} and {n} more", cases=list_part(named[:3]), n=len(named) - 3)


def _sorted(targets: Sequence[Target]) -> list[Target]:
    return sorted(targets, key=lambda t: (t.fate.notified.low, t.told.case.id, t.event != "first"))


def row(t: Target, method: str, answer: Answer, day: date) -> ForecastRow:
    """One answer as a row."""
    d, promise, shares = answer.dated, promise_of(t), answer.dated.shares()
    sides = Bounds(d, d) if method == official.NAME else answer.sides  # a promise at its word spreads over its own days
    by_promise = least = most = None
    if promise and promise.event and promise.event.high > day:
        by_promise, least, most = (round(x, 4) for x in _chances(d, sides, promise.event.high))
    middle, last = d.month(0.5), sides.late.month(0.5)
    heard = last_open(t)
    used = [*answer.by, *([promise.id] if promise else []), *t.fate.by[-1:]]
    return ForecastRow(
        case=t.told.case.id, name=t.told.name, title=t.told.case.title, event=t.event, method=method,
        notified_on=t.fate.notified.text, p10=d.month(0.1), p50=middle,
        p50_latest=None if middle is None or last is None else max(middle, last), p90=d.month(0.9),
        promised_on=promise.value if promise else None, promised_by=promise.speaker if promise else None,
        promised_stated_on=promise.stated_on if promise else None, by_promise_share=by_promise,
        by_promise_low_share=least, by_promise_high_share=most, **_by_years(d, sides),
        delivered_share=round(shares["delivered"], 4), cancelled_share=round(shares["cancelled"], 4),
        converted_share=round(shares["converted"], 4), beyond_share=round(shares["beyond"], 4), quantiles=quantiles(d),
        first_came_on=_came(t), first_in_dispute=contested(t.told.case, "first") is not None, last_open_on=heard.isoformat(), may_have_come=_is_silent(heard, day), basis=answer.basis,
        statements=tuple(dict.fromkeys(used)),
    )  # fmt: skip


def last_open(t: Target) -> date:
    """Last day on which anybody spoke of the delivery as still to come; that of the notification where nobody did."""
    heard = heard_open(t.told.case, t.event)
    return max(t.fate.open_on, heard) if heard else t.fate.open_on


def _is_silent(heard: date, day: date) -> bool:
    return months((day - heard).days) > _SILENT


def _came(t: Target) -> str | None:
    """The last day the first delivery can have come on, where it has."""
    first = t.told.fates["first"]
    return first.high.isoformat() if first.high and first.end == "delivered" else None


def _chances(d: Dated, sides: Bounds, day: date) -> tuple[float, float, float]:
    """P(delivered by the end of *day*): that of the forecast, the least and the most that the evidence allows."""
    chance = d.by(day)
    both = (sides.late.by(day), sides.early.by(day))
    return chance, min(chance, *both), max(chance, *both)


def by_year(d: Dated) -> dict[str, float]:
    """P(delivered by the end of each coming year)."""
    ends = [date(y, 12, 31) for y in range(d.as_of.year, d.as_of.year + YEARS + 1)]
    return {str(e.year): round(d.by(e), 4) for e in ends if e > d.as_of}


def _by_years(d: Dated, sides: Bounds) -> dict[str, dict[str, float]]:
    """The same with the least and the most that the evidence allows."""
    middle, *both = (by_year(x) for x in (d, sides.late, sides.early))
    low, high = ({y: take(p, *(side[y] for side in both)) for y, p in middle.items()} for take in (min, max))
    return {"by_year": middle, "by_year_low": low, "by_year_high": high}


def quantiles(d: Dated) -> dict[str, str | None]:
    """The months of the shares from 1 to 99 %: what a recorded forecast keeps."""
    return {f"{100 * s:.0f}": d.month(s) for s in SHARES}


def _warnings(ledger: Ledger, made: Day, targets: Sequence[Target], day: date) -> list[str]:
    found: list[str] = []
    if beyond := knowledge_warning(ledger, day):
        found.append(list_part([beyond, says("A forecast supposes that nothing has come since.")], " "))
    first, final = (made.view.delivered(e) for e in ("first", "final"))
    found.append(
        says(
            "By {date} {first} first and {final} final deliveries were known, and {cases} that ended otherwise: "
            "these ranges rest on few events.",
            date=date_part(day.isoformat()), first=first, final=final, cases=cases_words(count_of_ends(made.view)),
        )
    )  # fmt: skip
    silent = {t.told.name: t.told.case.id for t in targets if _is_silent(last_open(t), day)}
    if silent:
        found.append(
            says(
                "Nobody has said for over a year that {cases} is still to come: it may have come unsaid.",
                cases=list_part(name_part("case", id_, name) for name, id_ in sorted(silent.items())),
            )
        )
    return found


def quantile_text(q: Mapping[str, str | None]) -> str:
    """``5 2026-07; 10 2026-09; 20 2026-12``: shares that lie beyond the horizon are left out."""
    return "; ".join(f"{share} {month}" for share, month in q.items() if month)
