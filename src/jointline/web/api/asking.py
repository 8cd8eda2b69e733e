"""What may be asked of the API: its parameters with their limits, so that no request runs away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import Field, StringConstraints

from jointline.backlog.rules import rule_names
from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import parse_date
from jointline.web.errors import Busy

LONGEST = 200  # characters of a name, a date, a filter
MOST_MONTHS = 240  # of a series
MOST_OPTIONS = 8  # side by side in one run
_EARLIEST = 2008  # the first year of the shipped ledger
_WAITING = 8  # runs that may wait for their turn
_PATIENCE = 120.0  # seconds they wait

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


class _Turns:
    """Lets one run at a time through: a simulation or forecast takes every core as it is."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._count:
            if self._waiting >= _WAITING:
                raise Busy("too many runs are waiting", remedy="Ask again in a minute, or for fewer draws.")
            self._waiting += 1
        try:
            got = self._turn.acquire(timeout=_PATIENCE)
        finally:
            with self._count:
                self._waiting -= 1
        if not got:
            raise Busy("a run before this one takes too long", remedy="Ask again in a minute.")
        try:
            yield
        finally:
            self._turn.release()


TURNS = _Turns()
