"""Scores: how good such forecasts have been, and what has become of those that were made beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.errors import JointlineError, NothingFound, suggest
from jointline.forecast.backtest import Bin
from jointline.forecast.bootstrap import ROUNDS
from jointline.forecast.means import ALL, CAME, Scored
from jointline.forecast.record import Score
from jointline.ledger.dates import as_day
from jointline.report.charts import theme
from jointline.sentences import says
from jointline.web import downloads, pictures
from jointline.web import scores_words as words
from jointline.web.answers import VARY, answer, asks_part, here, part, settings_of
from jointline.web.grounds import behind, by_delivery, outcomes, view_of
from jointline.web.remedies import title_of
from jointline.web.scores import committed_scores, is_tested, kept_as, recorded_scores, tested
from jointline.web.settings import Settings
from jointline.web.view_state import Place

router = APIRouter()


@router.get("/{lang}/scores")
def view(request: Request, lang: str) -> Response:
    place = here(request, lang, "scores")
    frozen = settings_of(request).frozen
    part = asks_part(request)
    # the back-test takes seconds the first time: the page does not wait for it
    whole = part or frozen or is_tested() or dict(place.query).get("show") == "backtest"
    context: dict[str, Any] = {"words": words, "title_of": title_of} | (_backtest(place) if whole else {"test": None})
    if not part:
        context |= {"committed": committed_scores(), "recorded": recorded_scores()}
    response = answer(request, "scores_backtest.html" if part else "scores.html", place, **context)
    response.headers["vary"] = VARY
    return response


@router.get("/{lang}/scores/behind")
def taken_apart(request: Request, lang: str) -> Response:
    """The past forecasts behind a score: each with what became of it and its own score."""
    place = here(request, lang, "scores/behind")
    query = dict(place.query)
    forecasts, known_on = _scored(query.get("of", ""))
    method, figure = query.get("method", "blend"), query.get("figure", "crps")
    found = behind(
        forecasts, outcomes(as_day(known_on)), method, figure,
        on=query.get("on", ""), case=query.get("case", ""), event=query.get("event", ""),
    )  # fmt: skip
    return part(request, "scores_behind.html", place, title=place.lang.text("The forecasts behind a score"), found=found,
                method=method, on=query.get("on", ""), known_on=known_on, words=words, bootstrap=ROUNDS, titles=_titles(known_on))  # fmt: skip


@router.get("/{lang}/scores/chances")
def chances(request: Request, lang: str) -> Response:
    """The chances behind one share of the reliability, and whether what they were of came."""
    place = here(request, lang, "scores/chances")
    query, test = dict(place.query), tested()
    method = query.get("method", "blend")
    bins = {f"{b.low:g}": b for b in test.reliability if b.method == method}
    b = bins.get(query.get("low", "0"))
    if b is None:
        raise JointlineError(
            says("no chance of this size was given"), where="low", remedy=suggest(query.get("low", ""), bins)
        )
    return part(request, "scores_chances.html", place, title=place.lang.text("The chances behind a share"), b=b, words=words, method=method,
                deliveries=by_delivery(test.chances_of(method, b.low, b.high)), known=outcomes(as_day(test.known_on)), known_on=test.known_on, titles=_titles(test.known_on))  # fmt: skip


@router.get("/{lang}/scores/unscored")
def unscored(request: Request, lang: str) -> Response:
    """Past forecasts that cannot be scored, for one reason; with none asked for, all of them."""
    place = here(request, lang, "scores/unscored")
    test, why = tested(), dict(place.query).get("why", "")
    reasons = {str(i): w for i, w in enumerate(test.not_scored)}
    if why and why not in reasons:
        raise NothingFound(says("There is nothing at this address."), remedy=says("Follow a row of the scores."))
    rows = [u for u in test.unscored if not why or u.why == reasons[why]]
    return part(request, "scores_unscored.html", place, title=place.lang.text("Forecasts that are not scored"), rows=rows, why=reasons.get(why, ""), words=words,
                known=outcomes(as_day(test.known_on)), titles=_titles(test.known_on))  # fmt: skip


@router.get("/{lang}/scores/kept")
def kept(request: Request, lang: str) -> Response:
    """One forecast as it was recorded, and what is known of it since."""
    place = here(request, lang, "scores/kept")
    query = dict(place.query)
    score = _kept_in(query.get("of", ""))
    wanted = (query.get("case", ""), query.get("event", ""), query.get("method", ""))
    rows = [r for r in score.rows if (r.name, r.event, r.method) == wanted and query.get("as_of", r.as_of) == r.as_of]
    if not rows:
        raise NothingFound(says("no such forecast was recorded"), remedy=says("Follow a row of the scores."))
    r = rows[-1]
    return part(request, "scores_kept.html", place, title=place.lang.text("A forecast as it was recorded"), r=r, s=score, words=words, title_of=title_of, of=query.get("of", ""),
                kept=kept_as(query.get("of", ""), r), known=outcomes(as_day(score.known_on)).get((r.case, r.event), ()))  # fmt: skip


def _titles(known_on: str) -> dict[str, str]:
    return {t.case.id: t.case.title for t in view_of(as_day(known_on)).told}


def _kept_in(of: str) -> Score:
    held = {**dict(committed_scores()), "ledger": recorded_scores()}
    found = held.get(of)
    if found is None:
        raise JointlineError(
            says("no forecasts are recorded in {name!r}", name=of), where="of", remedy=suggest(of, held)
        )
    return found


def _scored(of: str) -> tuple[tuple[Scored, ...], str]:
    """Past forecasts and the day by whose knowledge they are scored: of the back-test, a file or the ledger."""
    if of:
        score = _kept_in(of)
        return score.told, score.known_on
    return tested().forecasts, tested().known_on


def _backtest(place: Place) -> dict[str, Any]:
    test = tested()

    def rests(b: Bin) -> str:
        return place.at("scores/chances", method=b.method, low=f"{b.low:g}").url

    picture = pictures.shown(
        ("reliability", test.run["data"]), place.lang, lambda: reliability(place, Settings(), rests)
    )
    cases: dict[tuple[str, str], dict[str, Any]] = {}
    for c in test.cases:
        cases.setdefault((c.name, c.event), {})[c.method] = c
    bins = sorted({(b.low, b.high) for b in test.reliability})
    return {
        "test": test, "known": outcomes(as_day(test.known_on)), "picture": picture, "files": downloads.pictures("reliability", place, {}), "cases": cases, "bins": bins,
        "rates": {(b.method, b.low): b for b in test.reliability},
        "blend": next((m for m in test.methods if m.method == "blend"), None),
        "blend_all": next((c for c in test.comparisons if c.method == "blend" and c.on == ALL), None),
        "blend_came": next((c for c in test.comparisons if c.method == "blend" and c.on == CAME), None),
    }  # fmt: skip


def reliability(place: Place, settings: Settings, ground: Callable[[Bin], str] = theme.no_ground) -> Any:
    """How often deliveries came that were given a chance of so much; *ground*: what a share opens."""
    from jointline.report.charts.forecast import reliability_chart

    return reliability_chart(tested(), place.lang, ground)


CHARTS = {"reliability": reliability}
