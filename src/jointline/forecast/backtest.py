"""How good such forecasts have been: made anew at each half-year, scored by what is known now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from jointline._version import __version__
from jointline.backlog.plain import plain_data
from jointline.errors import JointlineError, NothingFound
from jointline.forecast import blend, official, production
from jointline.forecast.bootstrap import ROUNDS
from jointline.forecast.distribution import Dated
from jointline.forecast.means import (
    Comparison,
    MethodScore,
    Scored,
    comparisons,
    mean,
    method_score,
    outcome_words,
    scored,
)
from jointline.forecast.method import REVISION, Target, View
from jointline.forecast.official import promise_of
from jointline.forecast.past import FIRST, METHODS, Day, asked, check_methods, half_years, with_blend
from jointline.forecast.register import Register, shipped_register
from jointline.forecast.scores import Outcome, decided, outcome
from jointline.ledger.dates import as_day, parse_date
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.sentences import date_part, says
from jointline.shown import Shown

if TYPE_CHECKING:
    import pandas

_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
_AHEAD = (6.0, 12.0, 24.0, 36.0)  # months for which a probability is held against what came


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecast probabilities of one method that lie near one another, and how often what they were of came."""

    method: str
    low: float
    high: float
    forecasts: int
    mean_share: float
    came_share: float


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance that a past forecast gave to a delivery to come within *ahead* months, and whether it came."""

    case: str
    name: str
    event: str
    as_of: str
    method: str
    ahead: float
    share: float
    came: bool


@dataclass(frozen=True, slots=True)
class Unscored:
    """A past forecast that cannot be scored, and why."""

    case: str
    name: str
    event: str
    as_of: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseScore:
    """One case under one method: its forecasts, and their mean scores beside those of ``official``."""

    case: str
    name: str
    event: str
    method: str
    forecasts: int
    outcome: str
    crps: float
    official_crps: float | None
    covered_80: float | None
    bias_months: float | None


@dataclass(frozen=True, slots=True)
class DayWeights:
    """The blend's weights as learned by a day."""

    as_of: str
    weights: dict[str, float]
    cases: int
    forecasts: int


@dataclass(frozen=True, slots=True)
class _Row:
    scored: Scored
    dated: Dated
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class BackTest(Shown):
    """Past forecasts scored. ``str()`` gives the printed tables. ``chances`` are what ``reliability`` counts,
    ``unscored`` what ``not_scored`` counts: ``--json`` leaves both out."""

    first: str
    last: str
    known_on: str
    days: tuple[str, ...]
    methods: tuple[MethodScore, ...]
    comparisons: tuple[Comparison, ...]
    cases: tuple[CaseScore, ...]
    reliability: tuple[Bin, ...]
    weights: tuple[DayWeights, ...]
    forecasts: tuple[Scored, ...]
    targets: int
    not_scored: dict[str, int]
    warnings: tuple[str, ...]
    run: dict[str, str]
    chances: tuple[Chance, ...] = ()
    unscored: tuple[Unscored, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return {
            f.name: plain_data(getattr(self, f.name)) for f in fields(self) if f.name not in ("chances", "unscored")
        }

    def chances_of(self, method: str, low: float, high: float) -> tuple[Chance, ...]:
        """The chances behind one bin of the reliability."""
        return tuple(c for c in self.chances if c.method == method and _falls(c.share, low, high))

    def to_pandas(self) -> pandas.DataFrame:
        """Every scored forecast as a DataFrame; ``attrs`` holds the rest."""
        import pandas

        frame = pandas.DataFrame([plain_data(r) for r in self.forecasts], columns=[f.name for f in fields(Scored)])
        frame.attrs = {k: v for k, v in self.as_dict().items() if k != "forecasts"}
        return frame


def backtest(
    first: str | date = "2018-01",
    last: str | date | None = None,
    method: str | Sequence[str] | None = None,
    *,
    known_on: str | date | None = None,
    register: Register | None = None,
    ledger: Ledger | None = None,
) -> BackTest:
    """How good the forecasts would have been: made at each half-year's end from what had been said by then.

    first, last: months; default from 2018 to the last half-year before knowledge ends, beyond which none is made. method: one or several; default
    all but production (whose recipe was written later). known_on: the day whose knowledge they are scored by; default
    where the ledger's knowledge ends. Raises ``JointlineError``; ``NothingFound`` where nothing can be scored.
    """
    ledger = ledger or open_ledger()
    begin = parse_date(first).low if isinstance(first, str) else as_day(first)
    ends = max(ledger.knowledge_ends())
    told = min(as_day(ends), date.today()) if ends else date.today()
    known = as_day(known_on) if known_on is not None else as_day(ends) if ends else date.today()
    # no forecast is made after the last thing said, whatever is asked: nothing could become of it
    end = min(known, told) if last is None else min(as_day(last), known, told)
    wanted = tested_methods(method)
    days = half_years(begin, end)
    if not days:
        raise JointlineError(
            says("there is no half-year's end from {begin} to {end}", begin=date_part(begin.isoformat()), end=date_part(end.isoformat())),
            remedy=says("Ask from 2018-01 or later on."),
        )  # fmt: skip
    made, weights = _made(ledger, days, register or shipped_register(), simulated=production.NAME in wanted)
    fates = {(t.case.id, e): f for t in View(ledger, known).told for e, f in t.fates.items()}
    why: Counter[str] = Counter()
    rows: list[_Row] = []
    left: list[Unscored] = []
    for day in made:
        for t in day.view.targets:
            o = outcome(fates[t.key], day.view.as_of, known) if t.key in fates else says("no longer a case of units")
            if isinstance(o, str):
                why[o] += 1
                left.append(Unscored(t.told.case.id, t.told.name, t.event, day.view.as_of.isoformat(), o))
                continue
            rows += _rows(day, t, o, outcome_words(fates[t.key]), [m for m in METHODS if m in (*wanted, official.NAME)])
            why["scored"] += 1
    if not rows:
        raise NothingFound(says("none of these forecasts can be scored yet"), remedy=says("Ask for earlier dates."))
    every, chances = [r.scored for r in rows], tuple(_chances(rows, wanted))
    shown = [s for s in every if s.method in wanted]
    dates = tuple(d.view.as_of.isoformat() for d in made)
    return BackTest(
        first=dates[0], last=dates[-1], known_on=known.isoformat(), days=dates,
        methods=tuple(method_score(m, shown) for m in wanted if any(s.method == m for s in shown)),
        comparisons=tuple(comparisons(every, wanted)), cases=tuple(_cases(every, wanted)), reliability=tuple(_bins(chances, wanted)),
        weights=tuple(weights) if blend.NAME in wanted else (), forecasts=tuple(shown), targets=sum(why.values()),
        not_scored={k: n for k, n in sorted(why.items()) if k != "scored"}, warnings=tuple(_warnings(wanted, every)),
        run={"version": __version__, "data": ledger.data_hash(), "known_on": known.isoformat(), "methods": ", ".join(wanted),
             "bootstrap": f"{ROUNDS} draws of cases, seed 0", "methods_revision": REVISION},
        chances=chances, unscored=tuple(left),
    )  # fmt: skip


def tested_methods(method: str | Sequence[str] | None) -> tuple[str, ...]:
    """The methods to test: those named, ``all``, or all but the simulated network."""
    if method is None:
        return tuple(m for m in METHODS if m != production.NAME)
    names = [method] if isinstance(method, str) else list(method)
    return METHODS if "all" in names else check_methods(names)


def _rows(day: Day, t: Target, o: Outcome, words: str, methods: Iterable[str]) -> Iterable[_Row]:
    promise, of = promise_of(t), (t.told.case.id, t.told.name, t.event)
    ahead = promise.event.high > day.view.as_of if promise and promise.event else None
    for m in methods:
        if answer := day.answers[m].get(t.key):
            yield _Row(scored(of, m, answer.dated, o, words, ahead), answer.dated, o)


def _made(
    ledger: Ledger, days: Sequence[date], register: Register, *, simulated: bool
) -> tuple[list[Day], list[DayWeights]]:
    """Each day's answers, the blend's among them: its weights come from the days before, from the first half-year on."""
    earlier = [d for d in half_years(FIRST, days[-1]) if d < days[0]]
    before = [asked(ledger, d, register) for d in earlier]
    made, weights = [], []
    for d in days:
        day = asked(ledger, d, register, simulated=simulated)
        blended, learned = with_blend(day, before)
        before.append(day)
        made.append(blended)
        weights.append(DayWeights(d.isoformat(), learned.weights, learned.cases, learned.forecasts))
    return made, weights


def _cases(rows: Sequence[Scored], methods: Sequence[str]) -> Iterable[CaseScore]:
    word = {s.key: s.crps for s in rows if s.method == official.NAME}
    for key in sorted({(s.case, s.event != "first", METHODS.index(s.method)) for s in rows if s.method in methods}):
        mine = [s for s in rows if (s.case, s.event != "first", METHODS.index(s.method)) == key]
        s = mine[-1]
        yield CaseScore(
            s.case, s.name, s.event, s.method, len(mine), s.outcome, mean(x.crps for x in mine) or 0.0,
            mean(word.get(x.key) for x in mine), mean(x.covered_80 for x in mine),
            mean(x.bias_months for x in mine),
        )  # fmt: skip


def _chances(rows: Sequence[_Row], methods: Sequence[str]) -> Iterable[Chance]:
    """Probabilities of having come within 6, 12, 24 and 36 months, where it is known whether it had."""
    for m in methods:
        for s, r in ((r.scored, r) for r in rows if r.scored.method == m):
            for ahead in _AHEAD:
                if (had := decided(r.outcome, ahead)) is not None:
                    yield Chance(s.case, s.name, s.event, s.as_of, m, ahead, r.dated.within(ahead), had)


def _bins(chances: Sequence[Chance], methods: Sequence[str]) -> Iterable[Bin]:
    for m in methods:
        for low, high in pairwise(_BINS):
            part = [(c.share, c.came) for c in chances if c.method == m and _falls(c.share, low, high)]
            if part:
                given, came = (round(float(np.mean(x)), 3) for x in zip(*part, strict=True))
                yield Bin(m, low, high, len(part), given, came)


def _falls(share: float, low: float, high: float) -> bool:
    return low <= share < high or share == high == 1.0


def _warnings(methods: Sequence[str], rows: Sequence[Scored]) -> Iterable[str]:
    done = len({(s.case, s.event) for s in rows if s.came})
    cases = len({s.case for s in rows})
    yield says(
        "{n} forecasts of {cases} cases were scored; only {done} deliveries had come. "
        "Forecasts of one case at many dates are not independent: the ranges draw whole cases.",
        n=len({s.key for s in rows}), cases=cases, done=done,
    )  # fmt: skip
    yield says(
        "Coverage, pinball loss and bias know only the deliveries that came: those that are later still are missing, "
        "so they flatter early forecasts. The CRPS counts the open cases too."
    )
    yield says(
        "The methods were written in 2026 by people who knew these outcomes; "
        "only forecasts recorded beforehand are a blind test."
    )
    if production.NAME in methods:
        yield says(
            "production: the network's recipe was written with later knowledge; "
            "its back-test is not blind, and the blend leaves it out."
        )
    if blend.NAME in methods and any(s.as_of < "2021" for s in rows):
        yield says("Before any outcome was known the blend weighs its members equally.")
