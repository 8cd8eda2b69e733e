"""The way of an option through law and administration: dated rules, steps with their months, and the critical path.

The data are six tables in data/approvals. A rule holds from ``from_on`` until the day before ``until_on``; a bill or a
claim is a row too, and never decides. How well a row was read is ``confidence``: ``primary`` (the text of the law,
regulation or manual itself), ``secondary`` (somebody's account of it), ``recalled`` (not read: shown as unverified);
a duration may be nobody's (``guess``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import as_day, parse_date
from jointline.ledger.fieldtable import read_table

DAYS_A_MONTH = 365.25 / 12
CONFIDENCES = ("primary", "secondary", "recalled", "guess")
BUYERS = ("taiwan", "favoured")  # favoured: NATO, Australia, Israel, Japan, Korea, New Zealand
Months = tuple[float, float, float]  # low, mode, high


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a law, regulation, order, bill or claim says of a step, in one period; money in US$ m."""

    id: str
    step: str
    kind: str  # threshold, construction, wait, duty or policy
    applies_to: str  # taiwan, favoured or all
    status: str  # in_force, proposed or claimed
    from_on: str
    from_confidence: str
    until_on: str
    last_read_on: str
    mde_usd_m: float | None
    other_usd_m: float | None
    construction_usd_m: float | None
    days: int | None
    day_kind: str
    what: str
    law: str
    statement: str
    source: str
    confidence: str
    note: str

    def holds(self, day: date) -> bool:
        """Is *day* within the period (an unread beginning is before every day)?"""
        return (not self.from_on or parse_date(self.from_on).low <= day) and (
            not self.until_on or day < parse_date(self.until_on).low
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is and who acts. ``kind``: statutory, administrative or contract."""

    id: str
    title: str
    what: str
    who: str
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Took:
    """What is known of how long a step takes. ``use``: usual (the path takes it) or case (shown beside)."""

    id: str
    step: str
    use: str
    known_on: str
    low_months: float | None
    mode_months: float | None
    high_months: float | None
    what: str
    basis: str
    statement: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of a route. ``after``: what it waits for; ``counts``: yes, high (in the slowest case only) or no."""

    route: str
    step: str
    after: tuple[str, ...]
    counts: str
    condition: str  # always, value, significant, export or may
    why: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way through the law. ``ends``: what is done when the stage is over."""

    route: str
    title: str
    mode: str
    what: str
    ends: str
    steps: tuple[RouteStep, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What the Taiwan Relations Act says or does not say, and what is not known; ``steps``: of which steps (none: all)."""

    id: str
    kind: str
    steps: tuple[str, ...]
    text: str
    law: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Path:
    """Start and finish of each step in months, the total, and the chain of steps that sets it."""

    start: Mapping[str, float]
    finish: Mapping[str, float]
    total: float
    critical: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    return read_table("jointline.data", name, "approvals")


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, bill and claim, in file order."""
    money = ("mde_usd_m", "other_usd_m", "construction_usd_m")
    return tuple(
        Rule(**(row | {k: _number(row[k]) for k in money} | {"days": int(row["days"]) if row["days"] else None}))  # type: ignore[arg-type]
        for row in _rows("rules")
    )


@cache
def approval_steps() -> dict[str, Step]:
    """The steps by id."""
    return {row["id"]: Step(**row) for row in _rows("steps")}


@cache
def took() -> tuple[Took, ...]:
    """Everything known of durations, in file order."""
    months = ("low_months", "mode_months", "high_months")
    return tuple(Took(**(row | {k: _number(row[k]) for k in months})) for row in _rows("durations"))  # type: ignore[arg-type]


@cache
def routes() -> dict[str, Route]:
    """The routes by name, each with its steps in file order."""
    steps = [RouteStep(**(row | {"after": tuple(row["after"].split())})) for row in _rows("route_steps")]  # type: ignore[arg-type]
    return {r["route"]: Route(**r, steps=tuple(s for s in steps if s.route == r["route"])) for r in _rows("routes")}


@cache
def notes() -> tuple[Note, ...]:
    """The notes on the Taiwan Relations Act and on what is not known."""
    return tuple(Note(**(row | {"steps": tuple(row["steps"].split())})) for row in _rows("notes"))  # type: ignore[arg-type]


def route_named(name: str) -> Route:
    """A route by its name. Raises ``JointlineError`` with the nearest names."""
    if name not in routes():
        raise JointlineError(f"there is no route {name!r}", remedy=suggest(name, routes()))
    return routes()[name]


def rule_in_force(step: str, kind: str, as_of: str | date, buyer: str = "taiwan") -> Rule | None:
    """The rule of a kind (threshold, wait) that holds for a buyer on a day, if one was read or recalled.

    >>> rule_in_force("aeca-36b", "threshold", "2025-03-28").mde_usd_m
    14.0
    """
    if buyer not in BUYERS:
        raise JointlineError(f"there are no rules for {buyer!r}", remedy=suggest(buyer, BUYERS))
    day = as_day(as_of)
    found = [r for r in rules() if r.step == step and r.kind == kind and r.status == "in_force" and r.holds(day)]
    return next((r for to in (buyer, "all") for r in found if r.applies_to == to), None)


def step_months(step: str, as_of: str | date, buyer: str = "taiwan") -> tuple[Months | None, Took | Rule | None]:
    """Low, mode and high months of a step as known on a day, with the row they rest on.

    A wait that the law sets in days is the same in all three; else the latest usual duration that was known counts.
    """
    usual = [t for t in took() if t.step == step and t.use == "usual" and _known(t, as_day(as_of))]
    if usual:
        row = max(usual, key=lambda t: t.known_on)
        return (row.low_months or 0.0, row.mode_months or 0.0, row.high_months or 0.0), row
    wait = rule_in_force(step, "wait", as_of, buyer)
    if wait is not None and wait.days is not None:
        return (wait.days / DAYS_A_MONTH,) * 3, wait
    return None, None


def _known(row: Took, day: date) -> bool:
    return not row.known_on or parse_date(row.known_on).low <= day


def cases_of(step: str, as_of: str | date) -> tuple[Took, ...]:
    """The durations seen or told of a step that no total uses, as known on a day."""
    return tuple(t for t in took() if t.step == step and t.use == "case" and _known(t, as_day(as_of)))


def critical_path(after: Mapping[str, Sequence[str]], months: Mapping[str, float]) -> Path:
    """Earliest start and finish of each step, and the chain that sets the total (critical path method, forward pass).

    after: step -> steps it waits for; those that are not among the keys are ignored. months: step -> months >= 0.
    A tie in the chain goes to the prerequisite named first. Raises ``JointlineError`` where steps wait in a circle.

    >>> critical_path({"a": [], "b": [], "c": ["a", "b"]}, {"a": 2, "b": 5, "c": 1}).total
    6.0
    """
    start: dict[str, float] = {}
    finish: dict[str, float] = {}
    by: dict[str, str | None] = {}
    left = list(after)
    while left:
        ready = [s for s in left if all(p in finish or p not in after for p in after[s])]
        if not ready:
            raise JointlineError(
                f"these steps wait for one another: {', '.join(left)}", where="data/approvals/route_steps.csv"
            )
        for step in ready:
            before = [p for p in after[step] if p in after]
            by[step] = max(before, key=lambda p: finish[p], default=None)
            start[step] = max((finish[p] for p in before), default=0.0)
            finish[step] = start[step] + months[step]
        left = [s for s in left if s not in finish]
    last: str | None = max(finish, key=lambda s: finish[s], default=None)
    total = finish[last] if last is not None else 0.0
    chain: list[str] = []
    while last is not None:
        chain.append(last)
        last = by[last]
    return Path(start, finish, total, tuple(reversed(chain)))


def route_months(
    route: Route, as_of: str | date, buyer: str = "taiwan", dropped: Iterable[str] = ()
) -> dict[str, Months]:
    """Low, mode and high months of every step of a route that counts; 0 for the *dropped* ones (not needed)."""
    gone = set(dropped)
    found: dict[str, Months] = {}
    for step in route.steps:
        if step.counts == "no":
            continue
        months, _ = step_months(step.step, as_of, buyer)
        low, mode, high = months or (0.0, 0.0, 0.0)
        if step.step in gone:
            low = mode = high = 0.0
        found[step.step] = (0.0, 0.0, high) if step.counts == "high" else (low, mode, high)
    return found


def route_paths(route: Route, months: Mapping[str, Months]) -> tuple[Path, Path, Path]:
    """The critical path with every step at its low, at its mode and at its high."""
    after = {s.step: [p for p in s.after if p in months] for s in route.steps if s.step in months}
    low, mode, high = (critical_path(after, {s: m[i] for s, m in months.items()}) for i in range(3))
    return low, mode, high


def stage_of(totals: Sequence[float]) -> float | dict[str, list[float]]:
    """Low, mode and high of a stage as a number of a network file: ``{"pert": [...]}``, or one number."""
    low, mode, high = (round(t, 1) for t in totals)
    return low if low == high else {"pert": [low, mode, high]}


def approvals_stage(route: str, as_of: str | date, buyer: str = "taiwan") -> tuple[float | dict[str, list[float]], str]:
    """The months of an option's ``approvals`` stage on a route as known on a day, and what they rest on.

    Low, mode and high are the route's critical path with every step at its own low, mode and high, as if all steps
    were fast or slow together. Returns the number as a network file has it, and the sentence of its assumption.
    Raises ``JointlineError`` for a route that does not exist.
    """
    way = route_named(route)
    months = route_months(way, as_of, buyer)
    paths = route_paths(way, months)
    return stage_of([p.total for p in paths]), stage_sentence(way, as_of, buyer, paths[1])


def stage_sentence(way: Route, as_of: str | date, buyer: str, usual: Path) -> str:
    """What the months of a route's stage rest on."""
    titles = approval_steps()
    chain = " then ".join(titles[s].title for s in usual.critical)
    counted = [s.step for s in way.steps if s.counts != "no"]
    seen = [s for s in counted if _rests_on_a_source(step_months(s, as_of, buyer)[1])]
    known = f"{len(seen)} of {len(counted)} steps have a published figure or days of law, the others and most ends are guesses"
    if not seen:
        known = "nobody has published how long that takes: a guess"
    return (f"route {way.route} to {way.ends}: {chain}; {known}; low and high as if every step were fast or slow "
            f"(docs/approvals.md#{way.route})")  # fmt: skip


def _rests_on_a_source(row: Took | Rule | None) -> bool:
    if isinstance(row, Rule):
        return row.confidence != "recalled"
    return row is not None and row.basis != "assumption"
