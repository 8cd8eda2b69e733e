"""How long production under licence took elsewhere: observed durations, kept apart from planned ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.ledger.ledger import Ledger
from jointline.ledger.statement import Statement
from jointline.network.taiwan_known import index

STARTED, FIRST_UNIT = "production_started_on", "first_unit_delivered_on"
_PLANNED = {STARTED: "production_start_planned", FIRST_UNIT: "first_unit_planned"}


@dataclass(frozen=True, slots=True)
class Duration:
    """Months from one precedent's agreement to an event, from the middles of both dates; ``within``: give or take."""

    precedent: str
    kind: str
    product: str
    country: str
    months: int
    within: int
    statement: Statement


@dataclass(frozen=True, slots=True)
class Durations:
    """What was observed of an event. ``planned``: the same of plans, never to be read as observed; ``silent``: how many
    precedents of these kinds have no such date at all, most of them because they did not come to it (or not yet)."""

    kinds: tuple[str, ...]
    event: str
    observed: tuple[Duration, ...]
    planned: tuple[Duration, ...]
    unresolved: tuple[str, ...]
    silent: tuple[str, ...]

    def sentence(self) -> str:
        """What the observed months are of, and what they leave out."""
        months = ", ".join(str(d.months) for d in self.observed)
        return (f"months from agreement to {'start of production' if self.event == STARTED else 'first unit'} observed in "
                f"{len(self.observed)} precedents ({months}), each as likely as the next; {len(self.planned)} planned and "
                f"{len(self.silent)} without such a date are in no figure, so the figures flatter")  # fmt: skip


def durations(ledger: Ledger, as_of: date, kinds: Iterable[str], event: str = STARTED) -> Durations:
    """Months from agreement to *event* in the precedents of some kinds, of what had happened by *as_of*.

    kinds: licensed_production, final_assembly, component_supply, co-development. A date counts from the day it is
    about, whenever it was written down: these are public events. A duration that its dates leave open by more than
    itself (the same year twice) is *unresolved* and counts for nothing.
    """
    if event not in _PLANNED:
        raise JointlineError(f"there is no event {event!r}", remedy=f"Valid: {', '.join(_PLANNED)}.")
    wanted = tuple(kinds)
    found: dict[str, dict[str, Statement]] = {}
    for s in ledger.statements():
        if s.subject.startswith("precedent/"):
            found.setdefault(s.subject, {}).setdefault(s.property, s)
    observed: list[Duration] = []
    planned: list[Duration] = []
    unresolved: list[str] = []
    silent: list[str] = []
    for subject, said in sorted(found.items()):
        if "precedent_kind" not in said or said["precedent_kind"].value not in wanted:
            continue
        if "agreement_on" in said and parse_date(said["agreement_on"].value).low > as_of:
            continue  # nobody knew of it
        name = subject.removeprefix("precedent/")
        end = said.get(event)
        happened = end is not None and parse_date(end.value).low <= as_of
        when = end if happened else said.get(_PLANNED[event])
        if when is None or "agreement_on" not in said:
            silent.append(name)
        elif not _resolved(said, when):
            unresolved.append(name)
        else:
            (observed if happened else planned).append(_duration(name, said, when))
    return Durations(wanted, event, tuple(sorted(observed, key=lambda d: (d.months, d.precedent))),
                     tuple(sorted(planned, key=lambda d: (d.months, d.precedent))), tuple(unresolved), tuple(silent))  # fmt: skip


def _span(said: dict[str, Statement], end: Statement) -> tuple[float, float]:
    begin, last = parse_date(said["agreement_on"].value), parse_date(end.value)
    low, high = index(last.low) - index(begin.high), index(last.high) - index(begin.low)
    return low, high


def _resolved(said: dict[str, Statement], end: Statement) -> bool:
    low, high = _span(said, end)
    return (low + high) / 2 >= (high - low) / 2


def _duration(name: str, said: dict[str, Statement], end: Statement) -> Duration:
    low, high = _span(said, end)
    word = {k: said[k].value if k in said else "" for k in ("precedent_kind", "product", "licensee_country")}
    return Duration(name, word["precedent_kind"], word["product"], word["licensee_country"],
                    round((low + high) / 2), round((high - low) / 2), end)  # fmt: skip
