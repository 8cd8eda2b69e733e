"""What the production network answers: itself, simulations, what holds an order up, options and what they take.

The network is the one the server was started with: no request can name a file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request

from jointline.ledger.dates import as_day
from jointline.network.parts import Network
from jointline.web import results
from jointline.web.answers import settings_of
from jointline.web.api.answering import Table, reading
from jointline.web.api.asking import (
    AsOf,
    CaseName,
    Draws,
    FewDraws,
    Number,
    OptionName,
    OptionPath,
    Options,
    Policy,
    Seed,
    Text,
)

router = APIRouter()
BUSY = (404, 422, 429)
OrderPath = Annotated[Text, Path(description="An order of the network.", examples=["himars-2025-launcher"])]
PartPath = Annotated[Text, Path(description="A line or a component.", examples=["harpoon-st-charles"])]
Threshold = Annotated[Number, Query(description="The least gain that is worth it.")]


@reading(
    router, "/network", "network", Table("parts", "part"), Table("parts/numbers", "part_number", ("part", "section"))
)
def network(
    request: Request, part: Annotated[Text | None, Query(description="A section (lines) or one part.")] = None,
    option: Annotated[Text | None, Query(description="As this option makes it (a+b: both).")] = None,
) -> Any:  # fmt: skip
    """The production network: every number with who said it and where, or the word assumption."""
    from jointline.network.shows import show_network

    return show_network(_network(request), part, option)


@reading(router, "/network/check", "check", Table("faults", "finding"), Table("doubts", "finding"))
def check(request: Request, strict: Annotated[bool, Query(description="Doubts count as faults.")] = False) -> Any:
    """Everything wrong with the network, and what is doubtful in it."""
    from jointline.network.check import check_network

    return check_network(settings_of(request).network, strict=strict)


@reading(router, "/simulate", "deliveries", Table("rows", "delivery"), faults_of=BUSY)
def simulate(
    request: Request, option: Options = None, draws: Draws = 4_096, seed: Seed = 0, policy: Policy = None,
    sampling: Annotated[Literal["sobol", "random"], Query(description="Scrambled Sobol' draws, or plain random ones.")] = "sobol",
) -> Any:  # fmt: skip
    """First and final delivery of each order: P10, P50, P90 and the share beyond the horizon."""
    return _run(request, _deliveries, options=option or (), draws=draws, seed=seed, policy=policy, sampling=sampling)


@reading(router, "/why-late/{order}", "why_late", Table("causes", "cause"), faults_of=BUSY)
def why_late(
    request: Request, order: OrderPath, option: OptionName = "baseline", draws: FewDraws = 2_000, seed: Seed = 0,
    policy: Policy = None, as_of: AsOf = None,
) -> Any:  # fmt: skip
    """What holds an order up, by share of its months."""
    name, day = settings_of(request).network, as_day(as_of) if as_of else date.today()
    return results.order_late(name, day, order, option, draws, seed, policy)


@reading(router, "/bottleneck/{name}", "bottleneck", Table("orders", "held_order"), faults_of=BUSY)
def bottleneck(
    request: Request, name: PartPath, option: OptionName = "baseline", draws: FewDraws = 2_000, seed: Seed = 0,
    policy: Policy = None,
) -> Any:  # fmt: skip
    """Every order that a line or a component holds up."""
    from jointline.simulate.why import bottleneck as make

    return _run(request, make, name=name, option=option, draws=draws, seed=seed, policy=policy)


@reading(router, "/compare", "comparison", Table("options", "compared"), faults_of=BUSY)
def compare(
    request: Request, option: Options = None, draws: FewDraws = 2_048, seed: Seed = 0, policy: Policy = None
) -> Any:  # fmt: skip
    """Options side by side against the baseline, draw by draw on the same numbers; without names, all."""
    from jointline.options.compare import compare as make

    return _run(request, make, options=option or None, draws=draws, seed=seed, policy=policy)


@reading(router, "/explain/{option}", "explanation", Table("reasons", "reason"), faults_of=BUSY)
def explain(
    request: Request, option: OptionPath, case: CaseName = None, draws: FewDraws = 2_048, seed: Seed = 0,
    policy: Policy = None,
) -> Any:  # fmt: skip
    """Why an option helps or not, in sentences out of what binds in the simulation."""
    from jointline.options.explain import explain as make

    return _run(request, make, option=option, case=case, draws=draws, seed=seed, policy=policy)


@reading(
    router,
    "/breakeven/{option}",
    "breakeven",
    Table("points", "breakeven_point"),
    Table("crossings", "crossing"),
    faults_of=BUSY,
)
def breakeven(
    request: Request, option: OptionPath,
    vary: Annotated[list[Text], Query(min_length=1, max_length=2, description="The number that moves (lines.NAME.start), or two for a map.", examples=[["lines.stinger-taiwan.start"]])],
    target: Annotated[Literal["months", "probability"], Query(description="Months saved, or the share of draws that are earlier.")] = "months",
    at: Annotated[Number | None, Query(description="The least that is worth it. Default: 1 month, or half the draws.")] = None,
    low: Annotated[list[Number] | None, Query(max_length=2, description="From where, one for each number.")] = None,
    high: Annotated[list[Number] | None, Query(max_length=2, description="To where, one for each number.")] = None,
    case: CaseName = None, draws: Annotated[int, Query(ge=1, le=2_048, description="Draws at each point.")] = 1_024,
    seed: Seed = 0, policy: Policy = None,
) -> Any:  # fmt: skip
    """The value of a number at which an option stops being worth it."""
    from jointline.options.breakeven import breakeven as make

    return _run(request, make, option=option, vary=vary, target=target, at=at, low=low or None, high=high or None, case=case,
                draws=draws, seed=seed, policy=policy)  # fmt: skip


@reading(router, "/approvals", "approval_routes", Table("routes", "approval_route"))
def approval_routes(as_of: AsOf = None) -> Any:
    """The ways through the law that an option can take."""
    from jointline.options.approvals import approval_routes as make

    return make(as_of)


@reading(router, "/approvals/{option}", "approvals", Table("steps", "approval_step"))
def approvals(
    request: Request, option: OptionPath, as_of: AsOf = None,
    value: Annotated[Number | None, Query(ge=0, description="What the option is worth, in US$ million: held against thresholds.")] = None,
    favoured: Annotated[bool, Query(description="As if the buyer were on the favoured list (NATO, Japan and others).")] = False,
) -> Any:  # fmt: skip
    """The steps of law and administration that an option or a route needs, and how long they take."""
    from jointline.options.approvals import approvals as make

    buyer = "favoured" if favoured else "taiwan"
    return make(option, _network(request), as_of, value_usd_m=value, buyer=buyer)


@reading(router, "/sensitivity/{option}", "sensitivity", Table("rows", "sensitivity_row"), faults_of=BUSY)
def sensitivity(
    request: Request, option: OptionPath,
    measure: Annotated[Literal["value-months", "months"] | None, Query(description="US$ million x months of backlog avoided, or months saved on final delivery.")] = None,
    case: CaseName = None, at: Threshold = 0.0, draws: Annotated[int, Query(ge=1, le=8_192, description="Draws.")] = 4_096,
    seed: Seed = 0, policy: Policy = None,
    afresh: Annotated[int, Query(ge=0, le=12, description="Numbers to draw afresh in turn where the draws leave over 3 % untold.")] = 4,
) -> Any:  # fmt: skip
    """Which uncertain numbers drive an answer, and what finding one out would be worth."""
    from jointline.options.sensitivity import sensitivity as make

    return _run(request, make, option=option, measure=measure, case=case, at=at, draws=draws, seed=seed, policy=policy,
                afresh=afresh)  # fmt: skip


def _network(request: Request) -> Network:
    return results.network(settings_of(request).network, date.today())


def _run(request: Request, make: Callable[..., Any], **asked: Any) -> Any:
    return results.run(make, settings_of(request).network, date.today(), **asked)


def _deliveries(network: Network, **asked: Any) -> Any:
    from jointline.simulate.run import simulate as make
    from jointline.simulate.table import delivery_table

    return delivery_table(make(network, **asked))
