"""Where an option stops being worth it, as one number of it moves, or two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from jointline.errors import JointlineError, suggest
from jointline.network.load import load_network
from jointline.network.parts import BASELINE, Network
from jointline.options.compare import saved_months
from jointline.options.runs import Given, Runs, find_unit, run_networks
from jointline.options.touched import touched_by
from jointline.options.vary import number_at, path_of, unit_at, with_numbers
from jointline.sentences import date_part, list_part, name_part, says
from jointline.shown import Shown
from jointline.simulate.months import month_name, quantiles
from jointline.simulate.run import check_request, run_card

TARGETS = {"months": 1.0, "probability": 0.5}  # and from where on an option is worth it, if nothing else is said
_POINTS, _GRID = 13, 9
_STEPS = 12  # halvings of the stretch between two points

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Point:
    """The option with the number at a value: mean and P10, P50, P90 of months saved, and the share of draws earlier."""

    value: float
    other: float | None
    months_mean: float
    months_p10: float
    months_p50: float
    months_p90: float
    earlier_share: float
    later_share: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value at which the option stops (``falls``) or begins to be worth it as the number rises.

    ``other``: the value of the second number, where two are varied."""

    value: float
    other: float | None
    falls: bool


@dataclass(frozen=True, slots=True)
class Breakeven(Shown):
    """Months saved on the cases that the option is about, as its numbers move; and where it stops being worth it."""

    option: str
    title: str
    vary: tuple[str, ...]
    units: tuple[str, ...]
    as_given: tuple[str, ...]
    target: str
    at: float
    cases: tuple[str, ...]
    points: tuple[Point, ...]
    crossings: tuple[Crossing, ...]
    verdict: str
    run: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return asdict(self)


def breakeven(
    option: str, vary: str | Sequence[str], network: Given = "taiwan", *, target: str = "months", at: float | None = None,
    low: float | Sequence[float] | None = None, high: float | Sequence[float] | None = None, case: str | None = None,
    draws: int = 1_024, seed: int = 0, policy: str | None = None, progress: Progress | None = None,
) -> Breakeven:  # fmt: skip
    """The value of a number of an option at which the option stops being worth it.

    vary: the path of a number (``lines.x.stages.approvals``, ``lines.x.start``, ``lines.x.rate_max``,
    ``products.x.bill_of_materials.motor``), or two of them for a map. target: ``months`` (mean months saved on final
    delivery over the option's cases, weighted by value) or ``probability`` (share of draws in which that is above 0).
    at: the least that is worth it, 1 month or half the draws if not given. low, high: from where to where the number
    is varied; by default around what the network has. case: judge by this case alone. Every point meets the same
    draws. Raises ``JointlineError``.
    """
    if target not in TARGETS:
        raise JointlineError(says("there is no target {name!r}", name=target), remedy=suggest(str(target), TARGETS))
    keys = [vary] if isinstance(vary, str) else list(vary)
    if not 1 <= len(keys) <= 2 or len({path_of(k) for k in keys}) < len(keys):
        raise JointlineError(
            says("one number or two different ones can be varied, not {value}", value=", ".join(keys) or "none")
        )
    check_request(draws, seed, policy=policy)
    base = load_network(network)
    if option == BASELINE:
        raise JointlineError(says("the baseline is no option"), remedy=suggest("", base.options))
    made = with_numbers(base, option, {"policy": policy} if policy else {})
    given = [number_at(made, k) for k in keys]
    spans = [
        _span(k, g, _of(low, i, len(keys)), _of(high, i, len(keys)))
        for i, (k, g) in enumerate(zip(keys, given, strict=True))
    ]
    held = run_networks(base, [BASELINE], [base], draws, seed)
    chosen = [find_unit(held, case)] if case else _cases(held, base, option, made)
    least = TARGETS[target] if at is None else float(at)
    if least < 0 or (target == "probability" and least > 1):
        limits = "a share from 0 to 1" if target == "probability" else "months, at least 0"
        raise JointlineError(says("what is worth it is {limits}, not {least:g}", limits=limits, least=least))

    def point(*values: float) -> Point:
        changed = with_numbers(
            base, option, ({"policy": policy} if policy else {}) | dict(zip(keys, map(_plain, values), strict=True))
        )
        run = run_networks(base, [option], [changed], draws, seed, like=held).runs[0]
        return _point(held, run, chosen, values)

    def score(p: Point) -> float:
        return (p.months_mean if target == "months" else p.earlier_share) - least

    whole = [_is_whole(k) for k in keys]
    axes = [
        _axis(lo, hi, n, w)
        for (lo, hi), n, w in zip(spans, [_POINTS] if len(keys) == 1 else [_GRID] * 2, whole, strict=False)
    ]
    points, crossings = [], []
    rows = [None] if len(keys) == 1 else list(axes[1])
    total, done = len(axes[0]) * len(rows), 0
    for other in rows:
        line = []
        for value in axes[0]:
            line.append(point(value) if other is None else point(value, other))
            done += 1
            if progress:
                progress(done, total)
        points += line
        for left, right in pairwise(line):
            if (score(left) >= 0) != (score(right) >= 0):
                found = (
                    _between(left, right, score, point, other, whole[0])
                    if other is None
                    else _straight(left, right, score)
                )
                crossings.append(Crossing(found, other, score(left) >= 0))
    part = base.options.get(option)
    return Breakeven(
        option, part.title if part else "", tuple(map(path_of, keys)), tuple(unit_at(made, k) for k in keys),
        tuple(g.text() for g in given), target, least,
        tuple(held.units[k] for k in chosen), tuple(points), tuple(crossings),
        _verdict(points, crossings, score, keys, base.as_of), run_card(base, draws, seed, "sobol", policy),
    )  # fmt: skip


def _of(ends: float | Sequence[float] | None, i: int, many: int) -> float | None:
    if ends is None:
        return None
    values = [ends] if isinstance(ends, int | float) else list(ends)
    if len(values) != many:
        raise JointlineError(
            says("{many} ends are needed, one a number that is varied, not {n}", many=many, n=len(values))
        )
    return float(values[i])


def _span(key: str, given: Any, low: float | None, high: float | None) -> tuple[float, float]:
    """From where to where *key* is varied: as asked for, else from (near) nothing to two or three times its middle."""
    middle = max(abs(given.middle), 1.0 if _is_whole(key) else 1e-6)
    top = given.high if np.isfinite(given.high) else 3 * middle
    lo = low if low is not None else (0.0 if _is_whole(key) else 0.1 * middle)
    hi = high if high is not None else max(2 * middle, top, 24.0) if _is_whole(key) else max(3 * middle, top)
    if not lo < hi:
        raise JointlineError(says("{key}: low must be below high, not {lo:g} and {hi:g}", key=key, lo=lo, hi=hi))
    return lo, hi


def _is_whole(key: str) -> bool:
    """Does the number come in whole months or units?"""
    last = path_of(key).split(".")
    return last[-1] in ("start", "placed", "quantity", "delivered", "ramp_months", "production_lead_time",
                        "administrative_lead_time", "acceptance_lag") or "stages" in last  # fmt: skip


def _axis(low: float, high: float, n: int, whole: bool) -> list[float]:
    values = np.linspace(low, high, n)
    return sorted({float(round(v)) for v in values}) if whole else [float(f"{v:.6g}") for v in values]


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _cases(held: Runs, base: Network, option: str, made: Network) -> list[int]:
    """The customer's cases of the products that the option is about."""
    products = touched_by(base, option, made).products
    about = {o.case or o.name for o in base.orders.values() if o.product in products}
    chosen = [k for k, u in enumerate(held.units) if u in about]
    if not chosen:
        raise JointlineError(
            says("option {name!r} is about no case that is owed", name=option), remedy=says("Name one with --case.")
        )
    return chosen


def _point(held: Runs, run: Any, chosen: list[int], values: Sequence[float]) -> Point:
    saved = saved_months(held.runs[0], run)[1][:, chosen]
    weights = np.nan_to_num(held.values[chosen])
    weights = weights if weights.sum() > 0 else np.ones(len(chosen))
    months = saved @ weights / weights.sum()
    low, mid, high = (round(q, 3) + 0.0 for q in quantiles(months))
    return Point(values[0], values[1] if len(values) > 1 else None, round(float(months.mean()), 4), low, mid, high,
                 round(float((months > 0).mean()), 4), round(float((months < 0).mean()), 4))  # fmt: skip


def _between(
    left: Point, right: Point, score: Callable[[Point], float], point: Callable[..., Point], other: None, whole: bool
) -> float:
    """The value between two points at which the score crosses 0, by halving; for whole numbers the last that is
    on the left one's side."""
    a, b, sign = left.value, right.value, score(left) >= 0
    for _ in range(_STEPS):
        middle = float(np.floor((a + b) / 2)) if whole else float(f"{(a + b) / 2:.6g}")
        if middle in (a, b):
            break
        if (score(point(middle)) >= 0) == sign:
            a = middle
        else:
            b = middle
    return (a if sign else b) if whole else float(f"{(a + b) / 2:.4g}")


def _straight(left: Point, right: Point, score: Callable[[Point], float]) -> float:
    """Where a straight line between two points crosses 0."""
    a, b = score(left), score(right)
    return float(f"{left.value + (right.value - left.value) * a / (a - b):.4g}")


def _verdict(
    points: list[Point], crossings: list[Crossing], score: Callable[[Point], float], keys: list[str], as_of: str
) -> str:
    if not crossings:
        worth = score(points[0]) >= 0
        low, high = min(p.value for p in points), max(p.value for p in points)
        text = {
            "numbers": list_part([name_part("number", path_of(k)) for k in keys], " and "),
            "low": low,
            "high": high,
        }
        if worth:
            return says("It is worth it at every value of {numbers} tried, from {low:g} to {high:g}.", **text)
        return says("It is worth it at no value of {numbers} tried, from {low:g} to {high:g}.", **text)
    if len(keys) > 1:
        rows = len({c.other for c in crossings})
        return says(
            "Between worth it and not runs a line: it crosses {n} of the {all} values of {number} tried.",
            n=rows, all=len({p.other for p in points}), number=name_part("number", path_of(keys[1])),
        )  # fmt: skip
    dated = as_of and path_of(keys[0]).rsplit(".", 1)[-1] in ("start", "placed")
    whole = _is_whole(keys[0])

    def at(value: float) -> str:
        if not dated:
            return f"{value:g}"
        return says("{value:g} ({date})", value=value, date=date_part(month_name(as_of, value)))

    def turn(c: Crossing) -> str:
        if not c.falls:
            return says("begins to be worth it at {value}", value=at(c.value))
        if whole:
            return says("is worth it up to {value} and no longer at {next}", value=at(c.value), next=at(c.value + 1))
        return says("is worth it up to {value}", value=at(c.value))

    turns = list_part([turn(c) for c in crossings], "; ")
    return says("As {number} rises, the option {turns}.", number=name_part("number", path_of(keys[0])), turns=turns)
