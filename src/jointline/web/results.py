"""Results of the library kept in memory: a second view of the same month costs nothing.

A result is kept under the function that made it, its arguments and the ledger's data hash, so that a statement added
to the ledger makes every result anew. Many readers asking for the same thing at once have it worked out once, and the
page and the API ask here alike. What simulates or forecasts takes its turn (``turns``).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from jointline.backlog.changes import Changes
from jointline.backlog.changes import changes as make_changes
from jointline.backlog.history import FIRST_PUBLISHED, History
from jointline.backlog.history import history as make_history
from jointline.backlog.inspect import CaseReport, Why
from jointline.backlog.inspect import case as make_case
from jointline.backlog.inspect import why as make_why
from jointline.backlog.rules import get_rule
from jointline.backlog.table import Backlog
from jointline.backlog.table import backlog as make_backlog
from jointline.forecast.backtest import BackTest
from jointline.forecast.table import Forecast
from jointline.ledger.case import Case
from jointline.ledger.ledger import Ledger, ledger_place, open_ledger
from jointline.ledger.shipped import shipped
from jointline.ledger.statement import Statement
from jointline.network.parts import BASELINE, Network
from jointline.report.brief.value import Brief
from jointline.report.lang.language import Language
from jointline.report.timelines import Timelines
from jointline.report.timelines import timelines as make_timelines
from jointline.simulate.why import WhyLate
from jointline.web.cache import file_mark
from jointline.web.turns import TURNS

P = ParamSpec("P")
R = TypeVar("R")
MOST = 400  # statements that one address can open
_SIZE = 512  # results; the largest, a backlog or a case, are some hundred kB
_RUNS = 64  # of the network: deliveries with every option are a megabyte


class Memory:
    """A bounded memory of results; what is asked for by many at once is made once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], R]) -> R:
        """What is held under *key*, else what *make* gives; an error reaches all who wait and is not held."""
        with self._lock:
            future = self._held.get(key)
            mine = future is None
            if future is None:
                future = self._held[key] = Future()
                while len(self._held) > self._size:
                    self._held.popitem(last=False)
            else:
                self._held.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._held.get(key) is future:
                        del self._held[key]
                future.set_exception(error)
        found: R = future.result()
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()


MEMORY, RUNS = Memory(_SIZE), Memory(_RUNS)


@cache
def _opened(place: str) -> Ledger:
    return open_ledger(place)


def ledger() -> Ledger:
    """The ledger that every view reads."""
    return _opened(ledger_place())


def keep(key: tuple[Hashable, ...], make: Callable[[], R]) -> R:
    """What was made under *key* from the ledger as it is, else what *make* gives: a picture, say."""
    source = ledger()
    return MEMORY.get((key, source.place, source.data_hash()), make)


def kept(make: Callable[Concatenate[Ledger, P], R]) -> Callable[P, R]:
    """*make* without its ledger, each result kept. Its arguments have to be hashable."""

    @wraps(make)
    def get(*args: P.args, **kwargs: P.kwargs) -> R:
        source = ledger()
        key = (
            f"{make.__module__}.{make.__qualname__}",
            args,
            tuple(sorted(kwargs.items())),
            source.place,
            source.data_hash(),
        )
        return MEMORY.get(key, lambda: make(source, *args, **kwargs))

    return get


@kept
def backlog(source: Ledger, day: date, rule: str) -> Backlog:
    """The backlog of a day by a rule."""
    return make_backlog(day, rule, ledger=source)


@kept
def changes(source: Ledger, month: str, rule: str) -> Changes:
    """What changed in a month."""
    return make_changes(month, rule, ledger=source)


@kept
def history(source: Ledger, rule: str, last: date) -> History:
    """The series of month ends up to *last*, from the first published list on."""
    return make_history(rule, min(FIRST_PUBLISHED, last), last, ledger=source)


@kept
def brief(source: Ledger, month: str, lang: Language, rule: str) -> Brief:
    """The monthly update of a month in a language."""
    from jointline.report.brief.content import brief as make

    with TURNS.turn():
        return make(month, lang, rule, ledger=source)


@kept
def case(source: Ledger, case_id: str, day: date) -> CaseReport:
    """One case as known on a day."""
    return make_case(case_id, day, ledger=source)


@kept
def why(source: Ledger, case_id: str, name: str, day: date, rule: str) -> Why:
    """Why one figure of a case is what it is."""
    return make_why(case_id, name, day, rule=rule, ledger=source)


@kept
def timelines(source: Ledger, day: date, rule: str) -> Timelines:
    """The cases of a backlog in time, the longest wait first. Raises ``NothingFound`` where there is none."""
    found = make_timelines(day, rule=rule, ledger=source)
    rows = sorted(found.rows, key=lambda r: (r.notified[0].high if r.notified else date.max, r.case))
    return replace(found, rows=tuple(rows))


@kept
def cases(source: Ledger, day: date, rule: str) -> dict[str, Case]:
    """Every case known on a day, by id, by the words that *rule* goes by."""
    return {c.id: c for c in source.cases(day, heard=get_rule(rule).heard)}


def forecast(day: date, case_id: str | None = None, methods: tuple[str, ...] | None = None) -> Forecast:
    """When each case of the backlog will come by the blend of methods, or one case by every method; or by those named."""
    return _forecast(day, case_id, methods)


@kept
def _forecast(source: Ledger, day: date, case_id: str | None, methods: tuple[str, ...] | None) -> Forecast:
    from jointline.forecast.table import forecast as make_forecast

    with TURNS.turn():
        return make_forecast(case_id, day, methods, ledger=source)


def backtest(
    first: str = "2018-01", last: str | None = None, methods: tuple[str, ...] | None = None, known_on: str | None = None
) -> BackTest:
    """How good such forecasts have been: of every method but the simulated network, or of those named."""
    return _backtest(first, last, methods, known_on)


@kept
def _backtest(
    source: Ledger, first: str, last: str | None, methods: tuple[str, ...] | None, known_on: str | None
) -> BackTest:
    from jointline.forecast.backtest import backtest as make_backtest

    with TURNS.turn():
        return make_backtest(first, last, methods, known_on=known_on, ledger=source)


def network(name: str, day: date) -> Network:
    """The production network: a shipped one as known on a day, or a file as it is now."""
    return _network(*_mark(name, day))


@kept
def _network(source: Ledger, name: str, mark: date | str) -> Network:
    from jointline.network.load import load_network
    from jointline.network.shipped import shipped_network

    if isinstance(mark, str):
        return load_network(name)
    return replace(load_network(shipped_network(name, mark, source)), file=name)  # as it was asked for by name


def _mark(name: str, day: date) -> tuple[str, date | str]:
    """What tells the network *name* as of a day from every other."""
    from jointline.network.shipped import NAMES

    return name, day if name in NAMES else file_mark(Path(name))


def run(make: Callable[..., R], name: str, day: date, /, **asked: Any) -> R:
    """What *make* gives of the network *name* as known on a day (its parameter ``network``): in its turn, and once for
    all who ask the same. asked: its other parameters; lists count by what they hold."""
    source, net = ledger(), network(name, day)
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in asked.items()}
    key = (make, *_mark(name, day), tuple(sorted(given.items())), source.place, source.data_hash())

    def turned() -> R:
        with TURNS.turn():
            return make(network=net, **given)

    return RUNS.get(key, turned)


def why_late(name: str, day: date, case_id: str) -> tuple[WhyLate, ...]:
    """What holds up each order of a case in the production network; empty where it has none there."""
    return tuple(order_late(name, day, o.name) for o in network(name, day).orders.values() if o.case == case_id)


def order_late(
    name: str, day: date, order: str, option: str = BASELINE, draws: int = 2_000, seed: int = 0, policy: str | None = None
) -> WhyLate:  # fmt: skip
    """What holds one order up."""
    from jointline.simulate.why import why_late as make

    return run(make, name, day, order=order, option=option, draws=draws, seed=seed, policy=policy)


@cache
def _shipped_by_id() -> dict[str, Statement]:
    return {s.id: s for s in shipped()}


def statements(ids: Sequence[str]) -> dict[str, Statement]:
    """The statements of these ids that the ledger has."""
    found = {i: s for i in ids if (s := _shipped_by_id().get(i))}
    missing = [i for i in ids if i not in found]
    store = ledger().store if missing else None
    if store:
        from jointline.ledger.tables import statement

        found |= {s.id: s for s in store.select(statement.c.id.in_(missing))}
    return {i: found[i] for i in ids if i in found}
