"""Scores: how good such forecasts have been, and what has become of those that were made beforehand."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from jointline.forecast.means import ALL, CAME
from jointline.web import downloads, pictures
from jointline.web import scores_words as words
from jointline.web.answers import VARY, answer, asks_part, here, settings_of
from jointline.web.scores import committed_scores, is_tested, recorded_scores, tested
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
    context: dict[str, Any] = {"words": words} | (_backtest(place) if whole else {"test": None})
    if not part:
        context |= {"committed": committed_scores(), "recorded": recorded_scores()}
    response = answer(request, "scores_backtest.html" if part else "scores.html", place, **context)
    response.headers["vary"] = VARY
    return response


def _backtest(place: Place) -> dict[str, Any]:
    test = tested()
    picture = pictures.shown(("reliability", test.run["data"]), place.lang, lambda: reliability(place, Settings()))
    cases: dict[tuple[str, str], dict[str, Any]] = {}
    for c in test.cases:
        cases.setdefault((c.name, c.event), {})[c.method] = c
    bins = sorted({(b.low, b.high) for b in test.reliability})
    return {
        "test": test, "picture": picture, "files": downloads.pictures("reliability", place, {}), "cases": cases, "bins": bins,
        "rates": {(b.method, b.low): b for b in test.reliability},
        "blend": next((m for m in test.methods if m.method == "blend"), None),
        "blend_all": next((c for c in test.comparisons if c.method == "blend" and c.on == ALL), None),
        "blend_came": next((c for c in test.comparisons if c.method == "blend" and c.on == CAME), None),
    }  # fmt: skip


def reliability(place: Place, settings: Settings) -> Any:
    """How often deliveries came that were given a chance of so much."""
    from jointline.report.charts.forecast import reliability_chart

    return reliability_chart(tested(), place.lang)


CHARTS = {"reliability": reliability}
