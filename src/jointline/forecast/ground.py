"""What a forecast rests on: past cases, past promises, register, weights, and what nobody said but the compilers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jointline.errors import JointlineError, suggest
from jointline.forecast import blend, official, promise_slip, reference_class
from jointline.forecast.classes import class_title
from jointline.forecast.events import KINDS, said_on
from jointline.forecast.means import outcome_words
from jointline.forecast.method import Assumed, Target, Told, View
from jointline.forecast.official import promise_of
from jointline.forecast.past import asked, blended
from jointline.forecast.reference_class import bound, precedents, wait_of
from jointline.forecast.register import shipped_register
from jointline.forecast.table import ForecastRow, row
from jointline.ledger.ledger import Ledger
from jointline.sentences import date_part, says

METHODS = (blend.NAME, reference_class.NAME, promise_slip.NAME, official.NAME)  # production rests on its network


@dataclass(frozen=True, slots=True)
class Precedent:
    """A case that teaches how long such a delivery takes. Months of waiting; ``months_high`` is ``None`` where it was
    still open; ``outcome`` in words; ``statements``: notification, then what the outcome rests on."""

    case: str
    name: str
    title: str
    weapon: str
    months_low: float
    months_high: float | None
    outcome: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastPromise:
    """A promise that teaches how promises fare: months from the saying to the day promised and to what is known of the
    delivery; ``met``: it has come."""

    case: str
    name: str
    event: str
    value: str
    stated_on: str
    promised_high: float
    waited_low: float
    waited_high: float
    met: bool
    statement: str


@dataclass(frozen=True, slots=True)
class Register:
    """The fit of a trade register that a reference class starts from: parameters, no row of it ships."""

    source: str
    year: int
    orders: int
    delivered: int
    class_orders: int
    class_delivered: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What the forecasts of one delivery rest on. ``rows``: by each method that has an answer; ``wait``: what is
    waited for (first or final delivery from the notification, rest from the first delivery on)."""

    as_of: str
    case: str
    name: str
    title: str
    event: str
    rows: tuple[ForecastRow, ...]
    weights: dict[str, float]
    weights_from_cases: int
    weights_from_forecasts: int
    wait: str
    weapon: str
    weapon_title: str
    precedents: tuple[Precedent, ...]
    register: Register | None
    promise: str | None
    promises: tuple[PastPromise, ...]
    assumed: tuple[Assumed, ...]

    @property
    def of_class(self) -> tuple[Precedent, ...]:
        """Past cases of the same class of weapon."""
        return tuple(p for p in self.precedents if p.weapon == self.weapon)

    @property
    def of_others(self) -> tuple[Precedent, ...]:
        """Past cases of other classes: they say how long a case takes at all."""
        return tuple(p for p in self.precedents if p.weapon != self.weapon)


class Grounds:
    """The forecasts of one day with what each rests on: made once, asked for one delivery after the other."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        self._register, self.as_of = shipped_register(), as_of
        self.weights = blend.held(as_of)
        made = blended(asked(ledger, as_of, self._register), self.weights)
        self.view, self._answers = made.view, made.answers
        self._promises = tuple(_promises(self.view))

    def of(self, case: str, event: str) -> Ground:
        """What the forecasts of one delivery rest on. Raises ``JointlineError`` where none is forecast."""
        t = next((t for t in self.view.targets if t.key == (case, event)), None)
        if t is None:
            raise JointlineError(
                says("no such delivery is forecast on {date}", date=date_part(self.as_of.isoformat())), where="event",
                remedy=suggest(event, [t.event for t in self.view.targets if t.told.case.id == case]),
            )  # fmt: skip
        wait, promise, told = wait_of(t), promise_of(t), t.told
        rows = [row(t, m, self._answers[m][t.key], self.as_of) for m in METHODS if t.key in self._answers[m]]
        return Ground(
            self.as_of.isoformat(), told.case.id, told.name, told.case.title, event, tuple(rows), self.weights.weights,
            self.weights.cases, self.weights.forecasts, wait, told.kind.weapon, class_title(told.kind.weapon),
            tuple(_precedent(p, wait) for p in precedents(self.view, wait)), self._fit(t, wait),
            promise.id if promise else None, self._promises if promise else (),
            tuple(self._assumed(wait, promised=promise is not None)),
        )  # fmt: skip

    def _assumed(self, wait: str, *, promised: bool) -> Iterator[Assumed]:
        yield from reference_class.assumed(self._register.known_on(self.as_of, wait))
        if promised:
            yield from (*promise_slip.assumed(), official.assumed())
            if self.weights.cases:
                yield blend.assumed()

    def _fit(self, t: Target, wait: str) -> Register | None:
        fit = self._register.known_on(self.as_of, wait)
        if fit is None:
            return None
        of = fit.classes.get(t.told.kind.weapon)
        orders, delivered = (of.orders, of.delivered) if of else (0, 0)
        return Register(self._register.source, fit.year, fit.orders, fit.delivered, orders, delivered)


def outcome_statements(ledger: Ledger, known_on: date) -> dict[tuple[str, str], tuple[str, ...]]:
    """What decided the outcome of each delivery, by case and event, as known on a day: the ids of statements; of an open
    one those that said last that it was still to come."""
    return {(t.case.id, e): _decided(t, e) for t in View(ledger, known_on).told for e in KINDS}


def _decided(t: Told, event: str) -> tuple[str, ...]:
    f = t.fates[event]
    if not f.is_open:
        return f.by
    said = {s.id: s for resolved in t.case.held.values() for s in t.case.every(resolved.property)}
    last = [i for i in f.by if i in said and said_on(said[i]) == f.open_on]
    return tuple(last) or (t.case.held["notified_on"].winner.id,)


def _precedent(t: Told, wait: str) -> Precedent:
    event = "first" if wait == "first" else "final"
    low, high, _ = bound(t, wait)
    begun = t.fates["first"].by if wait == reference_class.REST else ()
    by = (t.case.held["notified_on"].winner.id, *begun, *_decided(t, event))
    return Precedent(
        t.case.id, t.name, t.case.title, t.kind.weapon, round(low, 1), round(high, 1) if high != float("inf") else None,
        outcome_words(t.fates[event]), tuple(dict.fromkeys(by)),
    )  # fmt: skip


def _promises(view: View) -> Iterator[PastPromise]:
    names = {t.case.id: t.name for t in view.told}
    for p in promise_slip.past_promises(view):
        s = p.statement
        yield PastPromise(
            p.case, names[p.case], p.event, s.value, s.stated_on, round(p.about[1] - promise_slip.SHIFT, 1),
            round(p.low, 1), round(p.high, 1), not p.is_open, s.id,
        )  # fmt: skip
