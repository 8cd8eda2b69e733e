"""What may be asked of the API: its parameters with their limits, so that no request runs away."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from fastapi import Depends, Path, Query, Request
from fastapi import params as kinds
from pydantic import Field, StringConstraints

from jointline.backlog.rules import rule_names
from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import parse_date
from jointline.sentences import says
from jointline.web.errors import OtherType

LONGEST = 200  # characters of a name, a date, a filter
MOST_MONTHS = 240  # of a series
MOST_OPTIONS = 8  # side by side in one run
_EARLIEST = 2008  # the first year of the shipped ledger

Text = Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^[^\x00-\x1f\x7f]*$")]
Day = Text | None
AsOf = Annotated[
    Day, Query(description="As known on this day (2023-11-30, 2023-11, 112-11-30). Default: today.", examples=["2025-11-30"])
]  # fmt: skip
AsRecorded = Annotated[Day, Query(description="Only statements that this ledger held by this day.")]
KnownOn = Annotated[Day, Query(description="Scored by what was known on this day. Default: where knowledge ends.")]
RuleName = Annotated[Text, Query(description="Counting rule.", json_schema_extra={"enum": [*rule_names()]})]
Category = Annotated[Text | None, Query(description="Only this category.", examples=["munitions"])]
From = Annotated[Day, Query(alias="from", description="First month (2024-10).", examples=["2024-10"])]
To = Annotated[Day, Query(alias="to", description="Last month. Default: where knowledge ends.", examples=["2025-01"])]
CaseName = Annotated[
    Text | None, Query(description="A case by any of its names (f16-block70, 19-50).", examples=["mq9b"])
]
CasePath = Annotated[
    Text, Path(description="A short name (f16-block70), case id, transmittal number (19-50) or a name used elsewhere.", examples=["mq9b"])
]  # fmt: skip
MonthPath = Annotated[Text, Path(description="A month.", examples=["2025-11"])]
PropertyPath = Annotated[
    Text, Path(description="A property of the ledger, or value, counted, status, promise, contract, units, listed, notified.", examples=["final_delivery"])
]  # fmt: skip
OptionPath = Annotated[Text, Path(description="An option of the network; a+b for both.", examples=["priority"])]
OptionName = Annotated[Text, Query(description="With this option of the network (a+b: both).")]
Options = Annotated[
    list[Text] | None,
    Query(max_length=MOST_OPTIONS, description="Options of the network, each by itself (a+b: both).", examples=[["priority"]]),
]  # fmt: skip
Seed = Annotated[int, Query(ge=0, le=2**32 - 1, description="Same seed, same result.")]
Policy = Annotated[
    Literal["fifo", "priority", "pro_rata"] | None, Query(description="In place of the network's own policy.")
]
Draws = Annotated[int, Query(ge=1, le=20_000, description="Draws.")]
FewDraws = Annotated[int, Query(ge=1, le=8_192, description="Draws.")]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]


def only_known(make: Callable[..., Any] | None = None, also: Sequence[str] = ()) -> Any:
    """What refuses a request with a parameter that is neither one of *make* nor named in *also*: passed over in silence, a
    misspelt one would get the answer to another question."""
    held = {**(parameters_of(make) if make else {}), **dict.fromkeys(also, False)}
    names = list(held)

    def check(request: Request) -> None:
        for name in request.query_params:
            if held.get(name) is False and len(request.query_params.getlist(name)) > 1:
                raise JointlineError(
                    says("the parameter {name!r} is given more than once", name=name), where="query", remedy=says("Give it once.")
                )  # fmt: skip
            if name not in held:
                raise JointlineError(
                    says("there is no parameter {name!r}", name=name[:LONGEST]), where="query",
                    remedy=suggest(name[:LONGEST], names),
                )  # fmt: skip

    return Depends(check)


def only_typed(*types: str) -> Any:
    """What refuses a body of another content type than *types*: read as one of them it would be empty."""

    def check(request: Request) -> None:
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        is_empty = (
            not given
            and request.headers.get("content-length", "0") == "0"
            and "transfer-encoding" not in request.headers
        )
        if given not in types and not is_empty:
            raise OtherType(
                says("the content type {given!r} is none that is taken here", given=given[:LONGEST]), where="content-type",
                remedy=says("Valid: {names}.", names=", ".join(types)),
            )  # fmt: skip

    return Depends(check)


def parameters_of(make: Callable[..., Any]) -> dict[str, bool]:
    """The parameters of an address, as they are written in it, that a function takes itself or by what it depends on, each with
    whether it may be given more than once."""
    found: dict[str, bool] = {}
    hints = get_type_hints(make, include_extras=True)
    for name in inspect.signature(make).parameters:
        for mark in getattr(hints.get(name), "__metadata__", ()):
            if isinstance(mark, kinds.Query):
                found[mark.alias or name] = _is_list(get_args(hints[name])[0])
            elif isinstance(mark, kinds.Depends) and mark.dependency:
                found |= parameters_of(mark.dependency)
    return found


def _is_list(hint: Any) -> bool:
    """Is *hint* a list, or one of several types of which one is a list?"""
    return list in (get_origin(hint), *map(get_origin, get_args(hint)))


def rule_of(name: str) -> str:
    """*name* where it is a counting rule that ships. Raises ``JointlineError``: a path would be a file of this machine."""
    if name not in rule_names():
        raise JointlineError(f"there is no counting rule {name!r}", where="rule", remedy=suggest(name, rule_names()))
    return name


def check_span(first: str | None, last: str | None) -> None:
    """Raise ``JointlineError`` for a series of more months than are made at once."""
    low = parse_date(first).low if first else None
    high = parse_date(last).high if last else None
    if low and low.year < _EARLIEST:
        raise JointlineError(f"nothing is known before {_EARLIEST}", where="from", remedy="Name a later month.")
    if high and (high.year - (low.year if low else _EARLIEST)) * 12 >= MOST_MONTHS:
        raise JointlineError(f"at most {MOST_MONTHS} months are made at once", where="to", remedy="Ask for a part.")
