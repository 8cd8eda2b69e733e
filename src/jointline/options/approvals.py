"""The legal and administrative steps an option needs: which, under what rule, how long, and what runs beside what."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import as_day, parse_date
from jointline.network.approvals_path import (
    BUYERS,
    Months,
    Note,
    Path,
    Route,
    RouteStep,
    Rule,
    Took,
    approval_steps,
    cases_of,
    critical_path,
    notes,
    route_months,
    route_paths,
    routes,
    rule_in_force,
    rules,
    stage_of,
    stage_sentence,
    step_months,
)
from jointline.network.numbers import Number
from jointline.options.ways import name_of, network_as_of, options_of, routes_of
from jointline.sentences import date_part, list_part, message, name_part, says
from jointline.shown import Shown

if TYPE_CHECKING:
    from jointline.options.runs import Given

_IF = {
    "significant": says("if significant military equipment"), "export": says("if units go elsewhere"), "may": says("may"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """One step on one route. Months after the start: ``starts_months`` and ``ends_months`` on the usual path, with
    ``shortest_`` on the path with every step at its low. ``counts``: is it in the totals?"""

    route: str
    step: str
    title: str
    kind: str
    who: str
    what: str
    why: str
    needed: str
    counts: bool
    waits_for: tuple[str, ...]
    statutory_days: int | None
    low_months: float | None
    mode_months: float | None
    high_months: float | None
    starts_months: float | None
    ends_months: float | None
    shortest_starts_months: float | None
    shortest_ends_months: float | None
    sets_the_total: bool
    basis: str  # law; observed or view, ends assumed; assumption; not known
    unverified: bool
    rules: tuple[Rule, ...]
    durations: tuple[Took, ...]


@dataclass(frozen=True, slots=True)
class Approvals(Shown):
    """What ``approvals`` returns. Totals are months from the decision to the end of the slowest route;
    ``statutory_days``: the longest chain of waits that a law sets. ``stage_months``: low, mode and high of the
    option's ``approvals`` stage, on ``stage_assumption``."""

    option: str
    title: str
    network: str
    as_of: str
    buyer: str
    routes: tuple[str, ...]
    routes_from: str
    value_usd_m: str | None
    shortest_months: float
    usual_months: float
    longest_months: float
    statutory_days: int
    steps: tuple[ApprovalStep, ...]
    parallel: tuple[str, ...]
    stage_months: tuple[float, float, float]
    stage_assumption: str
    taiwan_relations_act: tuple[Note, ...]
    not_known: tuple[Note, ...]
    not_in_force: tuple[Rule, ...]
    warnings: tuple[str, ...]

    @property
    def stage(self) -> float | dict[str, list[float]]:
        """The ``approvals`` stage as a network file has it: ``{"pert": [low, mode, high]}``."""
        return stage_of(self.stage_months)

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route with its totals in months and the titles of its steps that count."""

    route: str
    title: str
    mode: str
    what: str
    ends: str
    shortest_months: float
    usual_months: float
    longest_months: float
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovalRoutes(Shown):
    """What ``approval_routes`` returns."""

    as_of: str
    routes: tuple[RouteRow, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


def approval_routes(as_of: str | date | None = None) -> ApprovalRoutes:
    """Every route through law and administration, with its shortest, usual and longest months as known on a day."""
    day = date.today() if as_of is None else as_day(as_of)
    rows = []
    for way in routes().values():
        low, mode, high = (round(p.total, 1) for p in route_paths(way, route_months(way, day)))
        steps = tuple(approval_steps()[s.step].title for s in way.steps if s.counts != "no")
        rows.append(RouteRow(way.route, way.title, way.mode, way.what, way.ends, low, mode, high, steps))
    return ApprovalRoutes(day.isoformat(), tuple(rows))


def approvals(
    option: str, network: Given = "taiwan", as_of: str | date | None = None, *, value_usd_m: float | None = None,
    buyer: str = "taiwan",
) -> Approvals:  # fmt: skip
    """The steps that an option needs by law and custom, in order, with the shortest and the usual months.

    option: one of the network's (``a+b``: both), or the name of a route. as_of: whose rules and knowledge count
    (default: the day of the network, today for a shipped one or a route). value_usd_m: what the option is worth in
    US$ m, held against the thresholds; by default its ``cost_usd_m``. buyer: ``taiwan``, or ``favoured`` (NATO,
    Australia, Israel, Japan, Korea, New Zealand).

    >>> approvals("from-stock", as_of="2023-12-31").stage
    {'pert': [0.3, 3.0, 7.0]}

    Raises ``JointlineError`` for an option, route or buyer that does not exist, and for an option without a route.
    """
    if buyer not in BUYERS:
        raise JointlineError(says("there are no rules for {buyer!r}", buyer=buyer), remedy=suggest(buyer, BUYERS))
    if value_usd_m is not None and not 0 < value_usd_m < 1e9:
        raise JointlineError(
            says("a value is above 0 and in millions of US dollars, not {value_usd_m:g}", value_usd_m=value_usd_m)
        )
    day = None if as_of is None else as_day(as_of)
    names: tuple[str, ...]
    if option in routes():
        day = day or date.today()
        title, file, names, why = routes()[option].title, "", (option,), "given by name"
        costs: tuple[Number, ...] = ()
        mute: tuple[str, ...] = ()
    else:
        base = network_as_of(network, day)
        day = day or (parse_date(base.as_of).high if base.as_of and base.file != "taiwan" else date.today())
        options = options_of(base, option, name_of(network, base))
        title = " + ".join(o.title or o.name for o in options if o.name in option.split("+"))
        file = name_of(network, base)
        names, why, mute = routes_of(base, option, options)
        costs = tuple(o.cost_usd_m for o in options if o.cost_usd_m is not None)
    value = (value_usd_m, value_usd_m) if value_usd_m is not None else _sum(costs)
    return _approvals(option, title, file, day, buyer, names, why, value, mute)


def _sum(costs: Sequence[Number]) -> tuple[float, float] | None:
    return (sum(c.low for c in costs), sum(c.high for c in costs)) if costs else None


def _approvals(
    option: str, title: str, file: str, day: date, buyer: str, names: Sequence[str], why: str,
    value: tuple[float, float] | None, mute: Sequence[str],
) -> Approvals:  # fmt: skip
    steps: list[ApprovalStep] = []
    beside: list[str] = []
    totals: list[Months] = []
    sentences: list[str] = []
    days = 0
    for way in (routes()[n] for n in names):
        needed = {s.step: _needed(way, s, day, buyer, value) for s in way.steps}
        dropped = {s for s, word in needed.items() if word.startswith("no (")}
        months = route_months(way, day, buyer, dropped)
        low, mode, high = route_paths(way, months)
        own = [_step(way, s, day, buyer, needed[s.step], months, low, mode) for s in way.steps]
        steps += sorted(own, key=lambda s: (not s.counts, s.starts_months or 0.0))
        beside += _beside(way, own)
        totals.append((low.total, mode.total, high.total))
        sentences.append(stage_sentence(way, day, buyer, mode))
        days = max(days, _days(way, own))
    shortest, usual, longest = (round(max(t[i] for t in totals), 1) for i in range(3))
    used = {s.step for s in steps}
    others = tuple(r for r in rules() if r.status != "in_force" and r.step in used and r.holds(day))
    unknown = tuple(n for n in notes() if n.kind == "not known" and (not n.steps or used & set(n.steps)))
    act = tuple(n for n in notes() if n.kind != "not known")
    text = None if value is None else _shown(value)
    return Approvals(
        option, title, file, day.isoformat(), buyer, tuple(names), why, text, shortest, usual, longest, days, tuple(steps),
        tuple(beside), (shortest, usual, longest), "; ".join(sentences), act, unknown, others, tuple(_warnings(steps, day, mute)),
    )  # fmt: skip


def _shown(value: tuple[float, float]) -> str:
    low, high = value
    if low == high:
        return f"{low:,g}"
    if math.isinf(high):
        return says("{low:,g} and more", low=low)
    return says("{low:,g} to {high:,g}", low=low, high=high)


def _needed(way: Route, step: RouteStep, day: date, buyer: str, value: tuple[float, float] | None) -> str:
    """Is the step needed: ``yes``, ``no (...)``, or under what condition."""
    if step.condition == "always":
        return says("yes")
    if step.condition != "value":
        return _IF[step.condition]
    rule = rule_in_force(step.step, "threshold", day, buyer) or next(
        (r for s in way.steps if step.step in s.after and (r := rule_in_force(s.step, "threshold", day, buyer))), None
    )
    if rule is None:
        return says("not known")
    least, other = rule.mde_usd_m or rule.other_usd_m or 0.0, rule.other_usd_m or rule.mde_usd_m or 0.0
    above = says("from {mde:g} m (MDE), {other:g} m", mde=least, other=other)
    if value is None:
        return above
    low, high = value
    if high < least:
        return says("no (below {least:g} m)", least=least)
    if low >= other:
        return says("yes")
    if high >= other or low < least:
        return above
    return says("if major defense equipment")


def _step(
    way: Route, step: RouteStep, day: date, buyer: str, needed: str, months: Mapping[str, Months], low: Path, mode: Path
) -> ApprovalStep:
    what = approval_steps()[step.step]
    own, row = step_months(step.step, day, buyer)
    counts = step.counts != "no"
    wait = rule_in_force(step.step, "wait", day, buyer)
    in_force = [r for r in rules() if r.step == step.step and r.status == "in_force" and r.holds(day)]
    shown = tuple(r for r in in_force if r.applies_to in (buyer, "all"))
    usual = (row,) if isinstance(row, Took) else ()
    rests_on: list[Rule | Took] = [*usual, *(r for r in shown if r.kind in ("wait", "threshold"))]
    span: Sequence[float | None] = [round(m, 1) for m in (months[step.step] if counts else own or ())] or [None] * 3
    at = [round(p[step.step], 1) if counts else None for p in (mode.start, mode.finish, low.start, low.finish)]
    return ApprovalStep(
        way.route, step.step, what.title, what.kind, what.who, what.what, step.why, needed, counts, step.after,
        wait.days if wait is not None and what.kind == "statutory" else None, span[0], span[1], span[2], at[0], at[1],
        at[2], at[3], step.step in mode.critical and counts, _basis(row), any(r.confidence == "recalled" for r in rests_on),
        shown, (*usual, *cases_of(step.step, day)),
    )  # fmt: skip


def _basis(row: Took | Rule | None) -> str:
    if row is None:
        return "not known"
    return message("law") if isinstance(row, Rule) else row.basis


def _days(way: Route, own: Sequence[ApprovalStep]) -> int:
    """The longest chain of days that a law sets in the usual case."""
    waits = {
        s.step: float(s.statutory_days or 0) if s.mode_months else 0.0
        for s in own
        if s.counts and not s.needed.startswith("no (")
    }
    return round(critical_path({s.step: s.after for s in way.steps if s.step in waits}, waits).total)


def _beside(way: Route, own: Sequence[ApprovalStep]) -> list[str]:
    """Which steps can run at the same time: neither waits for the other, directly or by way of a third."""
    after = {s.step: set(s.after) for s in way.steps}

    def before(step: str) -> set[str]:
        return after[step].union(*(before(p) for p in after[step] if p in after))

    counted = [s for s in own if s.counts and s.mode_months and not s.needed.startswith("no (")]
    lines: list[str] = []
    for i, one in enumerate(counted):
        free = [s for s in counted[i + 1 :] if s.step not in before(one.step) and one.step not in before(s.step)]
        if free:
            lines.append(says("{step}: beside {steps}", step=_called(one), steps=list_part(map(_called, free))))
    return lines


def _called(step: ApprovalStep) -> str:
    return name_part("step", step.step, step.title)


def _warnings(steps: Sequence[ApprovalStep], day: date, mute: Sequence[str]) -> list[str]:
    counted = {s.step: s for s in steps if s.counts}.values()
    guessed = [_called(s) for s in counted if s.basis in ("assumption", "not known")]
    recalled = list(dict.fromkeys(_called(s) for s in steps if s.unverified))
    read = sorted({r.last_read_on for s in counted for r in s.rules if r.status == "in_force" and r.last_read_on})
    texts: list[str] = []
    if mute:
        changes = list_part(mute, "; ")
        texts.append(says("these changes tell no route, so nothing is said of them: {changes}", changes=changes))
    if guessed:
        texts.append(says(
            "{n} of {all} steps in the totals last as long as somebody guesses: {steps}",
            n=len(guessed), all=len(counted), steps=list_part(guessed, "; "),
        ))  # fmt: skip
    if recalled:
        texts.append(says("recalled, not read, so unverified: {steps}", steps=list_part(recalled, "; ")))
    if len(read) > 1 and parse_date(read[0]).high < day:
        texts.append(says(
            "the rules were each last read as in force between {first} and {last}; what changed after a reading is not known here",
            first=date_part(read[0]), last=date_part(read[-1]),
        ))  # fmt: skip
    elif read and parse_date(read[0]).high < day:
        texts.append(says(
            "the rules were last read as in force on {date}; what changed after that is not known here",
            date=date_part(read[0]),
        ))  # fmt: skip
    return texts
