"""What every forecasting method takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jointline.backlog.counting import Membership
from jointline.backlog.rules import get_rule
from jointline.backlog.table import count
from jointline.forecast.classes import Kind, kind_of
from jointline.forecast.distribution import Bounds, Dated
from jointline.forecast.events import DELIVERED, KINDS, Fate, fate
from jointline.ledger.case import Case
from jointline.ledger.ledger import Ledger

RULE = "published"
# of the methods: counted on where the same evidence gives another forecast than before, so that a run card tells which
# methods made a recorded one (1, which no card names: dates entered as likelihoods, the scale of the slips was fitted)
REVISION = "2"


@dataclass(frozen=True, slots=True)
class Told:
    """One case as known on the day: its kind, and the fate of its first and final delivery."""

    case: Case
    name: str
    counts: bool
    kind: Kind
    fates: dict[str, Fate]


@dataclass(frozen=True, slots=True)
class Target:
    """One delivery to forecast: a case of the backlog whose first or final delivery is not known to have come."""

    told: Told
    event: str

    @property
    def key(self) -> tuple[str, str]:
        return self.told.case.id, self.event

    @property
    def fate(self) -> Fate:
        return self.told.fates[self.event]


@dataclass(frozen=True, slots=True)
class Answer:
    """A method's distribution for one target, the words that label it, the statements it rests on.

    ``bounds``: the earliest and latest distribution that the evidence allows, where it is known as intervals.
    """

    dated: Dated
    basis: str
    by: tuple[str, ...] = ()
    bounds: Bounds | None = None

    @property
    def sides(self) -> Bounds:
        """The bounds; the distribution itself twice where there are none."""
        return self.bounds or Bounds(self.dated, self.dated)


@dataclass(frozen=True, slots=True)
class Assumed:
    """A number that a method holds and nobody published: of which method, what it is, how large."""

    method: str
    what: str
    value: str


class View:
    """All that was known of every case on one day. Methods read nothing else."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        self.as_of = as_of
        self.ledger = ledger
        rule = get_rule(RULE)
        self.told = tuple(
            Told(c.case, c.name, _in_backlog(c.membership), kind_of(c.case), {k: fate(c.case, k) for k in KINDS})
            for c in count(ledger, as_of, rule, whole=True)
            if c.case.value("category") not in rule.leaves_out
        )

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """What is open: cases counted by the published rule, first delivery unless it came, and final delivery."""
        return tuple(
            Target(t, event) for t in self.told if t.counts for event in KINDS
            if t.fates[event].is_open
        )  # fmt: skip

    def past(self, event: str) -> Sequence[Told]:
        """Cases that teach how long a delivery takes: those somebody spoke of after their notice, services left out."""
        return [t for t in self.told if t.fates[event].followed]

    def delivered(self, event: str) -> int:
        """How many such deliveries were known."""
        return sum(t.fates[event].end == DELIVERED for t in self.told)


def _in_backlog(membership: Membership) -> bool:
    return membership.counts
