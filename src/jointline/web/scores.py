"""What the scores view shows: the back-test, the forecasts that ship and those that the ledger keeps; each made once."""

from __future__ import annotations

from importlib import resources

from jointline.errors import NothingFound
from jointline.forecast.backtest import BackTest, backtest
from jointline.forecast.committed import committed
from jointline.forecast.record import Score, score
from jointline.ledger.ledger import Ledger
from jointline.web import results

_tested: set[tuple[str, str]] = set()


@results.kept
def tested(source: Ledger) -> BackTest:
    """The back-test of every method but the simulated network: seconds the first time, then at hand."""
    made = backtest(ledger=source)
    _tested.add((source.place, source.data_hash()))
    return made


def is_tested() -> bool:
    """Is the back-test at hand?"""
    source = results.ledger()
    return (source.place, source.data_hash()) in _tested


@results.kept
def committed_scores(source: Ledger) -> tuple[tuple[str, Score], ...]:
    """Each file of forecasts that ships, with what has become of it."""
    found = []
    for file in committed():
        with resources.as_file(file) as path:
            found.append((file.name, score(file=path, ledger=source)))
    return tuple(found)


@results.kept
def recorded_scores(source: Ledger) -> Score | None:
    """What has become of the forecasts that the ledger keeps; ``None`` where it keeps none."""
    try:
        return score(ledger=source)
    except NothingFound:
        return None
