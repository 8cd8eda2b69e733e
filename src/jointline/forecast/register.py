"""How long orders in an arms-transfer register took, by class: the prior of the reference class.

A register gives years. An order of year Y whose first (last) delivery was in year D waited between 12 (D - Y - 1) and
12 (D - Y + 1) months, at least 0; where the year of order is an estimate, a year less or more. An order not yet
(fully) delivered at the end of year E has waited at least 12 (E - Y) months. With eta = level + Taiwan + class
(+ stock, + size * log(units / typical units of the class)),

    log T = eta + scale * Z,   class ~ N(0, tau^2),

tau by empirical Bayes. One fit for each end of year since 2012 uses what had been ordered and delivered by then, so
that a back-test can ask what such a register would have said. Source: Lawless (2003), chapter 6; Morris (1983).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

import numpy as np

from jointline.errors import JointlineError
from jointline.forecast.classes import DATA, UNKNOWN, register_class, weapon_classes
from jointline.forecast.survival.aft import Aft, Prior, fit_aft, pool
from jointline.forecast.survival.shapes import SHAPES
from jointline.forecast.survival.spells import spells

WAITS = ("first", "final", "rest")  # order to first, order to final, first to final delivery
FIRST_YEAR = 2000  # of orders that count: older ones were made in another industry
_FEWEST = 30  # orders delivered below which a register is no ground for anything
_STOCK_SD, _SIZE_SD, _TAIWAN_SD = 1.0, 0.2, 0.5
_USUAL_TAU = 0.35  # spread between classes at which the shapes are compared
_PUBLISHED = (3, 31)  # a register of a year comes out by the end of next March


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a register. ``delivered_in``: years of delivery; ``complete``: every unit ordered was delivered."""

    recipient: str
    supplier: str
    ordered: int
    order_is_estimate: bool
    description: str
    units: float | None
    delivered: float
    delivered_in: tuple[int, ...]
    from_stock: bool

    @property
    def complete(self) -> bool:
        return bool(self.units) and self.delivered >= (self.units or 0)


@dataclass(frozen=True, slots=True)
class ClassPrior:
    """What the register says of a class: its place on log months beside the level, how sure, on how many orders."""

    mean: float
    sd: float
    orders: int
    delivered: int
    log_units: float


@dataclass(frozen=True, slots=True)
class RegisterFit:
    """One fit: log months from order to first or last delivery. Pairs are (mean, sd)."""

    year: int
    kind: str
    shape: str
    scale: float
    tau: float
    orders: int
    delivered: int
    level: tuple[float, float]
    taiwan: tuple[float, float]
    stock: tuple[float, float]
    size: tuple[float, float]
    classes: dict[str, ClassPrior]


@dataclass(frozen=True, slots=True)
class Register:
    """Every fit of one register, with its source line."""

    source: str
    fits: tuple[RegisterFit, ...]

    def known_on(self, day: date, kind: str) -> RegisterFit | None:
        """The newest fit of *kind* whose register had been published by *day*, if any."""
        year = day.year - 1 if (day.month, day.day) >= _PUBLISHED else day.year - 2
        found = [f for f in self.fits if f.kind == kind and f.year <= year]
        return max(found, key=lambda f: f.year, default=None)


def fit_register(orders: Iterable[Order], years: Iterable[int], source: str) -> Register:
    """A register's orders fitted as known at the end of each of *years*; years with too few orders are left out.

    Raises ``JointlineError`` where no year has enough.
    """
    chosen = [o for o in orders if o.ordered >= FIRST_YEAR and o.supplier == "United States"]
    fits = [f for year in years for kind in WAITS if (f := _fit(chosen, year, kind))]
    if not fits:
        raise JointlineError(
            f"fewer than {_FEWEST} US orders since {FIRST_YEAR} with a delivery: no waiting time can be fitted",
            where="register", remedy="Export the trade register with orders and deliveries of all recipients.",
        )  # fmt: skip
    return Register(source, tuple(fits))


def _fit(orders: list[Order], year: int, kind: str) -> RegisterFit | None:
    rows = [(o, *span) for o in orders if (span := wait(o, year, kind))]
    if sum(math.isfinite(high) for _, _, high in rows) < _FEWEST:
        return None
    names = [c.name for c in weapon_classes()]
    of = [register_class(o.description) for o, _, _ in rows]
    typical = _typical(rows, of)
    design = np.zeros((len(rows), 4 + len(names)))
    for i, ((o, _, _), name) in enumerate(zip(rows, of, strict=True)):
        design[i, :4] = 1.0, o.recipient == "Taiwan", o.from_stock, 0.0
        if o.units and name in typical:
            design[i, 3] = math.log(o.units) - typical[name]
        if name != UNKNOWN:
            design[i, 4 + names.index(name)] = 1.0
    s = spells([low for _, low, _ in rows], [high for _, _, high in rows])

    def at(tau: float, shape: str) -> Aft:
        sd = [np.inf, _TAIWAN_SD, _STOCK_SD, _SIZE_SD, *[tau] * len(names), np.inf]
        return fit_aft(s, design, shape, Prior(np.zeros(len(sd)), np.array(sd)))

    best = max(SHAPES, key=lambda name: at(_USUAL_TAU, name).evidence)
    tau, model = pool(lambda spread: at(spread, best))
    sd = model.sd()
    classes = {
        name: ClassPrior(
            _short(model.mode[4 + j]), _short(sd[4 + j]), of.count(name),
            sum(math.isfinite(high) for (_, _, high), n in zip(rows, of, strict=True) if n == name),
            _short(typical.get(name, 0.0)),
        )
        for j, name in enumerate(names)
    }  # fmt: skip
    level, taiwan, stock, size = ((_short(model.mode[i]), _short(sd[i])) for i in range(4))
    return RegisterFit(
        year, kind, best, _short(model.scale), _short(tau), len(rows), s.ended, level, taiwan, stock, size, classes
    )


def _typical(rows: list[tuple[Order, float, float]], of: list[str]) -> dict[str, float]:
    """Median log units of each class."""
    known: dict[str, list[float]] = {}
    for (o, _, _), name in zip(rows, of, strict=True):
        if o.units:
            known.setdefault(name, []).append(math.log(o.units))
    return {name: float(np.median(found)) for name, found in known.items()}


def wait(o: Order, year: int, kind: str) -> tuple[float, float] | None:
    """Months of a wait as known at the end of *year*: an interval, open where it had not ended; ``None`` if not begun.

    kind: ``first`` and ``final`` count from the order to that delivery, ``rest`` from the first to the final one.
    """
    if o.ordered > year:
        return None
    if kind == "rest":
        return _rest(o, year)
    blur = 12.0 if o.order_is_estimate else 0.0
    years = [y for y in o.delivered_in if y <= year]
    ended = years[0] if kind == "first" and years else None
    if kind == "final" and years and o.complete and years[-1] == o.delivered_in[-1]:
        ended = years[-1]
    if ended is None:
        return max(0.0, 12.0 * (year - o.ordered) - blur), math.inf
    gap = 12.0 * (ended - o.ordered)
    return max(0.0, gap - 12.0 - blur), max(12.0, gap + 12.0 + blur)


def _rest(o: Order, year: int) -> tuple[float, float] | None:
    years = [y for y in o.delivered_in if y <= year]
    if not years:
        return None
    if o.complete and years[-1] == o.delivered_in[-1]:
        gap = 12.0 * (years[-1] - years[0])
        return max(0.0, gap - 12.0), gap + 12.0
    return 12.0 * (year - years[0]), math.inf


def _short(x: float) -> float:
    return round(float(x), 4)


def register_text(register: Register) -> str:
    """The parameter file: JSON, one fit a line."""
    lines = ",\n".join("  " + json.dumps(asdict(f)) for f in register.fits)
    return f'{{\n "source": {json.dumps(register.source)},\n "fits": [\n{lines}\n ]\n}}\n'


def read_register(text: str) -> Register:
    """A parameter file's fits."""
    raw = json.loads(text)
    fits = []
    for f in raw["fits"]:
        classes = {name: ClassPrior(**c) for name, c in f.pop("classes").items()}
        pairs = {k: tuple(f[k]) for k in ("level", "taiwan", "stock", "size")}
        fits.append(RegisterFit(**{**f, **pairs, "classes": classes}))
    return Register(raw["source"], tuple(fits))


@cache
def shipped_register() -> Register:
    """The parameters that ship with the package, fitted by tools/fit_register.py; no row of a register ships."""
    return read_register((DATA / "register.json").read_text(encoding="utf-8"))
