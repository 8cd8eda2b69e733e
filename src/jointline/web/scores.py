"""What the scores view shows: the back-test, the forecasts that ship and those that the ledger keeps; each made once."""

from __future__ import annotations

import csv
from importlib import resources

from jointline.errors import NothingFound
from jointline.forecast.backtest import BackTest
from jointline.forecast.committed import committed
from jointline.forecast.record import PROPERTIES, SUBJECT, RecordedScore, Score, score
from jointline.ledger.ledger import Ledger
from jointline.web import results

_tested: set[tuple[str, str]] = set()


def tested() -> BackTest:
    """The back-test of every method but the simulated network: seconds the first time, then at hand."""
    source = results.ledger()
    made = results.backtest()
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


def kept_as(of: str, r: RecordedScore) -> dict[str, str]:
    """A recorded forecast as it was kept: the row of the file that ships, or the id of its statement in the ledger."""
    nothing = dict.fromkeys(("statement", "quantiles", "basis", "promised_on", "by_promise_share"), "")
    if of == "ledger":
        wanted = (f"{SUBJECT}{r.case}", PROPERTIES[r.event], r.as_of, r.method)
        for s in results.ledger().of_subject(wanted[0]):
            if (s.subject, s.property, s.stated_on, s.value.partition(";")[0].strip()) == wanted:
                return nothing | {"statement": s.id, "quantiles": s.value, "basis": s.note}
        return nothing
    text = next((f.read_text(encoding="utf-8") for f in committed() if f.name == of), "")
    rows = csv.DictReader(text.splitlines())
    return nothing | next((x for x in rows if (x["case"], x["event"], x["method"]) == (r.case, r.event, r.method)), {})


@results.kept
def recorded_scores(source: Ledger) -> Score | None:
    """What has become of the forecasts that the ledger keeps; ``None`` where it keeps none."""
    try:
        return score(ledger=source)
    except NothingFound:
        return None
