"""What a reader asks of the options lab, out of its address; and the bench that answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jointline.errors import JointlineError
from jointline.ledger.dates import as_day
from jointline.network.shipped import NAMES, shipped_network
from jointline.options.bench import Bench
from jointline.web import results
from jointline.web.results import Memory
from jointline.web.settings import Settings
from jointline.web.view_state import Place

SET = "set."  # before the key of a number that was moved
_MOST = 64  # parameters of an address that are read: more than any network has options and numbers to move together
_FIRST, _LAST = 2016, 2060  # years of which a network is made
_memory = Memory(4)  # of benches, a network on a day each: some tens of MB


@dataclass(frozen=True, slots=True)
class Asked:
    """options: chosen, in the order of the network; none: all are shown · moved: key of a number and where it stands ·
    why, even, of: what was asked beside: the explanation of an option, the break-even of a number of an option"""

    bench: Bench
    as_of: str
    chosen: tuple[str, ...]
    moved: dict[str, float]
    why: str
    even: str
    of: str

    @property
    def shown(self) -> tuple[str, ...]:
        """The options whose results are shown."""
        return self.chosen or self.bench.options

    def place(self, here: Place) -> Place:
        """The address that says exactly this: the parameters that count, in one order."""
        query = [("option", o) for o in self.chosen]
        query += [(SET + k, written(v)) for k, v in self.moved.items()]
        if self.chosen or self.moved:
            query.append(("as_of", self.as_of))
        return Place(here.lang, here.path, tuple((k, v) for k, v in query if v))


def bench_of(settings: Settings, day: str) -> Bench:
    """The bench of the served network as known on a day; of a file, which has its own day, as it is now."""
    source = results.ledger()
    if settings.network not in NAMES:
        file = Path(settings.network)
        return _memory.get((settings.network, file.stat().st_mtime_ns if file.exists() else 0), lambda: Bench(file))
    key = (settings.network, day, source.place, source.data_hash())
    return _memory.get(key, lambda: Bench(shipped_network(settings.network, day, source)))


def assumed(subject: str) -> str:
    """The ids of the statements on an assumption, with commas; empty where the ledger has none."""
    return ",".join(s.id for s in results.ledger().of_subject(subject))


def asked(here: Place, settings: Settings) -> Asked:
    """What an address asks. Raises ``JointlineError`` for an unknown option or number, or one out of its range."""
    if len(here.query) > _MOST:
        raise JointlineError(f"an address of more than {_MOST} parameters is not read", remedy="Choose fewer options.")
    given = dict(here.query)
    day = ""
    if settings.network in NAMES:
        day = _day(given.get("as_of", "")).isoformat()
    bench = bench_of(settings, day)
    names = bench.known(here.all("option"))
    chosen = tuple(o for o in bench.options if o in names)
    moved = {k.removeprefix(SET): _number(k, v) for k, v in here.query if k.startswith(SET)}
    kept = bench.checked(chosen, moved)
    why, even, of = (given.get(k, "") for k in ("why", "even", "of"))
    bench.known([n for n in (why, of) if n])
    if even and not of:
        raise JointlineError(f"of which option is {even} to be moved?", remedy="Add of=OPTION.")
    return Asked(bench, day, chosen, kept, why, even, of)


def _day(text: str) -> date:
    day = as_day(text) if text else date.today()
    if not _FIRST <= day.year <= _LAST:
        raise JointlineError(f"no network is made as of {day}", where="as_of", remedy=f"Ask from {_FIRST} to {_LAST}.")
    return day


def written(value: float) -> str:
    """A value as an address and a field of a form have it."""
    return str(int(value)) if value == int(value) else repr(value)


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise JointlineError(f"{text[:40]!r} is no number", where=name)
    return value
