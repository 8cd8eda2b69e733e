"""Whatever is asked of the API, no answer is a fault of the server, and each is as the OpenAPI document says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from jointline.web.app import create_app
from jointline.web.settings import Settings

schemathesis = pytest.importorskip("schemathesis")

# a name, a date or a key may be well formed and still name nothing: the library says so, not the schema
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

MADE = Settings(token="the token of this test")
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(MADE), headers={"host": "127.0.0.1"})
# these run the model: what is asked is told apart before it runs, so a few examples and few draws are enough
HEAVY = ("/api/simulate", "/api/why-late", "/api/bottleneck", "/api/compare", "/api/explain", "/api/breakeven",
         "/api/sensitivity", "/api/forecast", "/api/backtest")  # fmt: skip
QUIET = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.function_scoped_fixture,
]


def check(case: Any) -> None:
    answer = case.call(headers={"host": "127.0.0.1", "x-jointline-token": MADE.token})
    assert answer.status_code < 500, answer.text
    case.validate_response(answer, excluded_checks=[positive_data_acceptance])


@SCHEMA.include(path_regex="^(?!" + "|".join(HEAVY) + ")").parametrize()
@settings(
    max_examples=10,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=QUIET,
    derandomize=True,
    deadline=None,
)
def test_light_routes(case: Any) -> None:
    check(case)


@SCHEMA.include(path_regex="^(" + "|".join(HEAVY) + ")").exclude(path_regex="ending").parametrize()
@settings(max_examples=3, phases=(Phase.generate,), suppress_health_check=QUIET, derandomize=True, deadline=None)
def test_routes_that_run_the_model(case: Any) -> None:
    asked, known = dict(case.query or {}), {p["name"] for p in case.operation.definition.raw["parameters"]}
    for name, few in (("draws", 16), ("afresh", 0)):
        if name in known and str(asked.get(name, few)).isdigit():
            asked[name] = min(int(asked.get(name, few)), few)
    if case.path == "/api/backtest":
        asked.setdefault("from", "2025-06")
    case.query = asked
    check(case)
