"""How long such cases took before: from notification to first and to final delivery.

For case i of weapon class g, with u_i units (u_g are typical of the class),

    log T_i = level + class_g + stock * [from stock] + size * log(u_i / u_g) + scale * Z,

T in months from notification (a case whose first delivery has come: from that to the final one), in intervals as wide as the
dates are, open cases as waits not ended on the last day somebody spoke of them as open. Small classes are drawn together by
normal priors: of the newest register fit that had been published by the day (how long US orders took from order to delivery,
and how far Taiwan's differ), plus a lag from notification to order. Without such a fit the priors are wide guesses. The
spread of log T is the register's and is held. What the dates' intervals leave open gives an earliest and a latest law
(survival/box.py), so that wider intervals cannot make a forecast sharper. A forecast is given the wait so far,

    P(T <= t | T > wait) = 1 - S(t) / S(wait),

at its most and at its least over what is open, and between them the chance nearest to one half.

Sources: Lawless (2003), chapter 6; Flyvbjerg, Project Management Journal 37 (2006) (reference class forecasting);
Morris (1983) and Efron and Morris, J. Amer. Stat. Assoc. 70 (1975) (shrinkage).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jointline.backlog.counting import CANCELLED
from jointline.forecast.classes import UNKNOWN, Kind, class_title, weapon_classes
from jointline.forecast.distribution import from_law, waited
from jointline.forecast.events import CONVERTED, DELIVERED
from jointline.forecast.method import Answer, Assumed, Target, Told, View
from jointline.forecast.others import bounds_of_ends
from jointline.forecast.register import WAITS, Register, RegisterFit
from jointline.forecast.survival.box import Box, BoxFit, fit_boxes
from jointline.forecast.survival.spells import Spells, Vector, months, spells
from jointline.sentences import cases_words, date_part, name_part, says

NAME = "reference_class"
REST = "rest"
_EVENT = {"first": "first", "final": "final", REST: "final"}
# from notice to order, and all else in which a notified case differs from a register's order: a factor of 1.2,
# two thirds of the time within 0.7 to 2
_LAG, _LAG_SD = 0.2, 0.5
_CLASS_SD = 0.25  # how far a class of Taiwan's cases may be off the same class in the register
# without a register: 42, 60 and 18 months, two thirds within half and double; classes differ by two fifths
_GUESS = {"first": np.log(42.0), "final": np.log(60.0), "rest": np.log(18.0)}
_GUESS_SD, _GUESS_CLASS_SD, _GUESS_SCALE = 0.75, 0.4, 0.6
_GUESS_STOCK, _GUESS_SIZE = (0.0, 0.5), (0.0, 0.15)
# mean and sd of Z in a register's shape: a case's log T is taken as normal with the same two
_MOMENTS = {
    "lognormal": (0.0, 1.0),
    "log-logistic": (0.0, np.pi / 3**0.5),
    "weibull": (-np.euler_gamma, np.pi / 6**0.5),
}


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """The model of one wait as fitted on one day."""

    wait: str
    model: BoxFit
    names: tuple[str, ...]
    log_units: dict[str, float]
    cases: int
    delivered: int
    of_class: dict[str, tuple[int, int]]
    register: RegisterFit | None
    class_sd: float


def waits(cases: Sequence[Told], wait: str) -> Spells:
    """Months of a wait, one spell a case; a case first heard of later is seen from then on."""
    bounds = [bound(t, wait) for t in cases]
    return spells([b[0] for b in bounds], [b[1] for b in bounds], [b[2] for b in bounds])


def origin(t: Told, wait: str) -> tuple[date, date]:
    """First and last day a wait can have begun on: notification, or for the ``rest`` the first delivery."""
    first = t.fates["first"]
    if wait == REST and first.low and first.high:
        return max(first.low, first.notified.low), first.high
    return first.notified.low, first.notified.high


def bound(t: Told, wait: str) -> tuple[float, float, float]:
    """low, high and entry of one case, in months: widest where beginning and end are both known coarsely."""
    f, (earliest, latest), day = t.fates[_EVENT[wait]], origin(t, wait), months(1)
    end = f.high if f.end not in (CANCELLED, CONVERTED) else None
    begin = f.low if f.end not in (CANCELLED, CONVERTED) and f.low else f.open_on if f.is_open else f.low or f.open_on
    low = max(0.0, months((begin - latest).days))
    high = np.inf if end is None else max(months((end - earliest).days) + day, low + day)
    heard = months((f.known_from - latest).days)
    # an event before the case was heard of is no event it was seen to wait for
    return low, float(high), heard if 0.0 < heard < low else 0.0


def _box(t: Told, wait: str) -> Box:
    """The wait of one case as a box: between what its two dates allow, and so for when it was first heard of."""
    f, (earliest, latest) = t.fates[_EVENT[wait]], origin(t, wait)
    low, high, _ = bound(t, wait)
    heard = [months((f.known_from - d).days) for d in (latest, earliest)]
    if not np.isfinite(high):
        last = f.high or f.open_on
        return Box(low, max(months((last - earliest).days), low), True, (heard[0] if heard[0] < low else 0.0, heard[1]))
    # an event before the case was heard of is no event it was seen to wait for
    return Box(low, high, False, (heard[0] if heard[1] < low else 0.0, heard[1] if heard[0] < low else 0.0))


def precedents(view: View, wait: str) -> Sequence[Told]:
    """The cases that teach how long a wait takes, as known on the day."""
    return [t for t in view.past(_EVENT[wait]) if wait != REST or t.fates["first"].end == DELIVERED]


def fit(view: View, wait: str, register: Register | None) -> ReferenceClass:
    """The reference class of a wait (``first``, ``final``, ``rest``) as known on the day."""
    event = _EVENT[wait]
    from_register = register.known_on(view.as_of, wait) if register else None
    names = tuple(c.name for c in weapon_classes())
    cases = precedents(view, wait)
    log_units = {n: c.log_units for n, c in from_register.classes.items()} if from_register else {}
    design = np.array([_row(t.kind, names, log_units) for t in cases]).reshape(len(cases), 3 + len(names))
    model = fit_boxes([_box(t, wait) for t in cases], design, *_prior(names, wait, from_register))
    of_class = {
        n: (sum(t.kind.weapon == n for t in cases), sum(t.kind.weapon == n and t.fates[event].end == "delivered" for t in cases))
        for n in (*names, UNKNOWN)
    }  # fmt: skip
    delivered = sum(t.fates[event].end == "delivered" for t in cases)
    class_sd = from_register.tau if from_register else _GUESS_CLASS_SD
    return ReferenceClass(wait, model, names, log_units, len(cases), delivered, of_class, from_register, class_sd)


def _row(kind: Kind, names: Sequence[str], log_units: dict[str, float]) -> Vector:
    row = np.zeros(3 + len(names))
    row[:2] = 1.0, kind.from_stock
    if kind.log_units is not None and kind.weapon in log_units:
        row[2] = kind.log_units - log_units[kind.weapon]
    if kind.weapon in names:
        row[3 + names.index(kind.weapon)] = 1.0
    return row


def _prior(names: Sequence[str], wait: str, f: RegisterFit | None) -> tuple[Vector, Vector, float]:
    """Means and standard deviations of level, stock, size and classes; the sd of log T that is held."""
    if f is None:
        means = [_GUESS[wait], _GUESS_STOCK[0], _GUESS_SIZE[0], *[0.0] * len(names)]
        sds = [_GUESS_SD, _GUESS_STOCK[1], _GUESS_SIZE[1], *[_GUESS_CLASS_SD] * len(names)]
        return np.array(means), np.array(sds), _GUESS_SCALE
    of = [f.classes.get(n) for n in names]
    middle, sd = _MOMENTS[f.shape]  # of Z
    means = [
        f.level[0] + f.taiwan[0] + middle * f.scale + (0.0 if wait == REST else _LAG),
        f.stock[0],
        f.size[0],
        *[c.mean if c else 0.0 for c in of],
    ]
    sds = [
        float(np.hypot(np.hypot(f.level[1], f.taiwan[1]), _LAG_SD)), f.stock[1], f.size[1],
        *[float(np.hypot(c.sd, _CLASS_SD)) if c else f.tau for c in of],
    ]  # fmt: skip
    return np.array(means), np.array(sds), sd * f.scale


def assumed(f: RegisterFit | None) -> Iterator[Assumed]:
    """The numbers of the prior that nobody published."""
    if f is None:
        waits_ = ", ".join(f"{np.exp(_GUESS[w]):.0f}" for w in WAITS)
        yield Assumed(
            NAME,
            says("months to the first delivery, to the final one, and between them, while no register was known"),
            waits_,
        )
        yield Assumed(NAME, says("how far these may be off, on the log of months"), f"{_GUESS_SD:g}")
        yield Assumed(NAME, says("how far classes differ, on the log of months"), f"{_GUESS_CLASS_SD:g}")
        yield Assumed(NAME, says("spread of a single case, on the log of months"), f"{_GUESS_SCALE:g}")
    else:
        factor = f"{np.exp(_LAG):.2f}"
        yield Assumed(
            NAME,
            says("factor from the register's waits, counted from the order, to those counted from the notice"),
            factor,
        )
        yield Assumed(NAME, says("how far that factor may be off, on the log of months"), f"{_LAG_SD:g}")
        yield Assumed(
            NAME,
            says("how far a class of Taiwan's cases may be off the register's, on the log of months"),
            f"{_CLASS_SD:g}",
        )


def forecasts(view: View, register: Register | None = None) -> dict[tuple[str, str], Answer]:
    """An answer for every target: there is always a class to fall back on."""
    ends = bounds_of_ends(view)
    models = {wait: fit(view, wait, register) for wait in WAITS}
    return {t.key: _answer(view.as_of, t, models[wait_of(t)], ends) for t in view.targets}


def wait_of(t: Target) -> str:
    """Which wait a target is in: one whose first delivery has come waits for the rest."""
    return REST if t.event == "final" and t.told.fates["first"].end == DELIVERED else t.event


def _answer(as_of: date, target: Target, m: ReferenceClass, ends: tuple[dict[str, float], dict[str, float]]) -> Answer:
    kind = target.told.kind
    unknown = kind.weapon not in m.names
    law = m.model.law(_row(kind, m.names, m.log_units), more_variance=m.class_sd**2 if unknown else 0.0)
    bounds = from_law(as_of, law, waited(as_of, *origin(target.told, m.wait)), ends)
    return Answer(bounds.middle(), _basis(kind, m, unknown), (target.told.case.held["notified_on"].winner.id,), bounds)


def _basis(kind: Kind, m: ReferenceClass, unknown: bool) -> str:
    seen, done = m.of_class.get(kind.weapon, (0, 0))
    source = (
        says("register to {year}", year=date_part(str(m.register.year)))
        if m.register
        else says("no register known by then: a guess of the compilers")
    )
    if m.wait == REST:
        source = says("{source}; from the first delivery on", source=source)
    whole = {"done": m.delivered, "source": source}
    if unknown:
        return says(
            "no class fits: {cases} of every class ({done} delivered), {source}", cases=cases_words(m.cases), **whole
        )
    told = {"class_": name_part("class", kind.weapon, class_title(kind.weapon)), "cases": cases_words(seen), "n": done}
    if m.register and kind.weapon in m.register.classes:
        return says(
            "{class_}: {cases} ({n} delivered) and {orders} orders of {all} ({done}), {source}",
            **told, **whole, orders=m.register.classes[kind.weapon].orders, all=m.cases,
        )  # fmt: skip
    return says("{class_}: {cases} ({n} delivered) of {all} ({done}), {source}", **told, **whole, all=m.cases)
