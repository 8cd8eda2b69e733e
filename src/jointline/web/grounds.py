"""What a figure of a view rests on, made once and kept: forecasts of a day, past forecasts, parts of the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from jointline.errors import JointlineError, suggest
from jointline.forecast.backtest import Chance
from jointline.forecast.ground import Grounds
from jointline.forecast.ground import outcome_statements as make_outcomes
from jointline.forecast.means import AHEAD, ALL, CAME, Scored
from jointline.forecast.method import View
from jointline.forecast.official import NAME as PROMISE
from jointline.ledger.ledger import Ledger
from jointline.sentences import says
from jointline.web.results import kept

ON = {"all": ALL, "ahead": AHEAD, "came": CAME}  # of a comparison, as an address says it


@kept
def grounds(source: Ledger, day: date) -> Grounds:
    """The forecasts of a day with what each rests on."""
    return Grounds(source, day)


@kept
def outcomes(source: Ledger, known_on: date) -> dict[tuple[str, str], tuple[str, ...]]:
    """The statements that decided what became of each delivery."""
    return make_outcomes(source, known_on)


@kept
def view_of(source: Ledger, day: date) -> View:
    """What was known of every case on a day."""
    return View(source, day)


@dataclass(frozen=True, slots=True)
class Line:
    """One past forecast with the figure asked for; ``beside``: that of the promise at its word."""

    scored: Scored
    value: float
    beside: float | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The forecasts of one delivery, added up; ``statements``: what decided its outcome."""

    case: str
    name: str
    event: str
    outcome: str
    statements: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def total(self) -> float:
        """Sum of the figures."""
        return sum(x.value for x in self.lines)

    @property
    def beside(self) -> float:
        """Sum of those of the promise."""
        return sum(x.beside or 0.0 for x in self.lines)


@dataclass(frozen=True, slots=True)
class Behind:
    """What a score is made of. ``digits``: of the figures; ``how``: mean, median or count."""

    figure: str
    how: str
    digits: int
    deliveries: tuple[Delivery, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every forecast."""
        return tuple(x for d in self.deliveries for x in d.lines)

    @property
    def n(self) -> int:
        """How many forecasts."""
        return len(self.lines)

    @property
    def total(self) -> float:
        """Sum of the figures."""
        return sum(x.value for x in self.lines)

    @property
    def beside(self) -> float:
        """Sum of those of the promise."""
        return sum(x.beside or 0.0 for x in self.lines)

    @property
    def cases(self) -> int:
        """How many cases."""
        return len({d.case for d in self.deliveries})

    @property
    def result(self) -> float:
        """The score: what the page shows."""
        if self.how == "count":
            return self.total
        if self.how == "median":
            return median(x.value for x in self.lines)
        return self.total / self.n


_Value = Callable[[Scored], float | None]
FIGURES: dict[str, tuple[str, int, _Value]] = {
    "crps": ("mean", 2, lambda s: s.crps),
    "pinball": ("mean", 2, lambda s: s.pinball if s.came else None),
    "covered_50": ("mean", 2, lambda s: s.covered_50 if s.came else None),
    "covered_80": ("mean", 2, lambda s: s.covered_80 if s.came else None),
    "late": ("count", 0, lambda s: float(s.late_for_sure)),
    "bias": ("median", 1, lambda s: s.bias_months if s.came else None),
}


def behind(
    forecasts: Sequence[Scored], known: dict[tuple[str, str], tuple[str, ...]], method: str, figure: str, *,
    on: str = "", case: str = "", event: str = "",
) -> Behind:  # fmt: skip
    """The past forecasts behind a score of *method*: all, those that the promise made too (*on*), or of one delivery.

    Raises ``JointlineError`` for a figure or method that is not there.
    """
    if figure not in FIGURES:
        raise JointlineError(
            says("there is no score {name!r}", name=figure), where="figure", remedy=suggest(figure, FIGURES)
        )
    methods = list(dict.fromkeys(s.method for s in forecasts))
    if method not in methods:
        raise JointlineError(
            says("there are no forecasts by {name!r}", name=method), where="method", remedy=suggest(method, methods)
        )
    if on and on not in ON:
        raise JointlineError(says("there is no comparison on {name!r}", name=on), where="on", remedy=suggest(on, ON))
    how, digits, value = FIGURES[figure]
    word = {s.key: s.crps for s in forecasts if s.method == PROMISE}
    found: dict[tuple[str, str], list[Line]] = {}
    for s in forecasts:
        x = value(s)
        if s.method != method or x is None or (case and s.name != case) or (event and s.event != event):
            continue
        if on and (s.key not in word or (on == "ahead" and not s.promise_ahead) or (on == "came" and not s.came)):
            continue
        found.setdefault((s.case, s.event), []).append(Line(s, x, word[s.key] if on else None))
    deliveries = tuple(
        Delivery(key[0], lines[-1].scored.name, key[1], lines[-1].scored.outcome, known.get(key, ()), tuple(lines))
        for key, lines in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] != "first"))
    )
    if not deliveries:
        raise JointlineError(
            says("no forecast is behind this"), where="figure", remedy=says("Follow a figure of the scores.")
        )
    return Behind(figure, how, digits, deliveries)


def by_delivery(chances: Sequence[Chance]) -> list[tuple[Chance, list[Chance]]]:
    """Chances by the delivery they were given to, with one of them to name it."""
    found: dict[tuple[str, str], list[Chance]] = {}
    for c in chances:
        found.setdefault((c.case, c.event), []).append(c)
    return [(of[0], of) for _, of in sorted(found.items())]
