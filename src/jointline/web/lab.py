"""What a reader asks of the options lab, out of its address; and the bench that answers."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary, WeakSet

from jointline.errors import JointlineError
from jointline.ledger.dates import as_day
from jointline.network.shipped import NAMES
from jointline.options.bench import Bench
from jointline.options.compare import Comparison
from jointline.sentences import date_part, says
from jointline.web import results
from jointline.web.results import Memory
from jointline.web.settings import Settings
from jointline.web.turns import TURNS
from jointline.web.view_state import Place

SET = "set."  # before the key of a number that was moved
_MOST = 64  # parameters of an address that are read: more than any network has options and numbers to move together
_FIRST, _LAST = 2016, 2060  # years of which a network is made
_memory = Memory(4)  # of benches, a network on a day each: some tens of MB
_SHOWN = 32  # comparisons of a bench
_shown: WeakKeyDictionary[Bench, Memory] = WeakKeyDictionary()
_met: WeakSet[Bench] = WeakSet()  # that have answered once
_lock = threading.Lock()


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
        if self.chosen or self.moved or here.all("as_of"):
            query.append(("as_of", self.as_of))
        return Place(here.lang, here.path, tuple((k, v) for k, v in query if v))


def bench_of(settings: Settings, day: str) -> Bench:
    """The bench of the served network as known on a day; of a file, which has its own day, as it is now."""
    net = results.network(settings.network, date.fromisoformat(day) if day else date.today())
    return _memory.get(id(net), lambda: Bench(net))  # which holds it, so that no other network takes its id


def compared(want: Asked) -> Comparison:
    """What is shown: worked out in its turn, and once for all who ask the same."""

    def run() -> Comparison:
        with TURNS.turn():
            made = want.bench.compare(want.shown, want.moved)
        _met.add(want.bench)
        return made

    with _lock:
        shown = _shown.setdefault(want.bench, Memory(_SHOWN))
    return shown.get((want.shown, tuple(sorted(want.moved.items()))), run)


def is_at_hand(want: Asked) -> bool:
    """Has its bench answered once? What follows is a matter of half a second at most."""
    return want.bench in _met


def assumed(subject: str) -> str:
    """The ids of the statements on an assumption, with commas; empty where the ledger has none."""
    return ",".join(s.id for s in results.ledger().of_subject(subject))


def asked(here: Place, settings: Settings) -> Asked:
    """What an address asks. Raises ``JointlineError`` for an unknown option or number, or one out of its range."""
    if len(here.query) > _MOST:
        raise JointlineError(
            says("an address of more than {n} parameters is not read", n=_MOST), remedy=says("Choose fewer options.")
        )
    given = dict(here.query)
    day = ""
    if settings.network in NAMES:
        day = day_of(given.get("as_of", "")).isoformat()
    bench = bench_of(settings, day)
    names = bench.known(here.all("option"))
    chosen = tuple(o for o in bench.options if o in names)
    moved = {k.removeprefix(SET): _number(k, v) for k, v in here.query if k.startswith(SET)}
    kept = bench.checked(chosen, moved)
    why, even, of = (given.get(k, "") for k in ("why", "even", "of"))
    bench.known([n for n in (why, of) if n])
    if even and not of:
        raise JointlineError(
            says("of which option is {number} to be moved?", number=even), remedy=says("Add of=OPTION.")
        )
    return Asked(bench, day, chosen, kept, why, even, of)


def day_of(text: str) -> date:
    """The day as of which the network is asked for; today without one. Raises ``JointlineError`` for one of no network."""
    day = as_day(text) if text else date.today()
    if not _FIRST <= day.year <= _LAST:
        raise JointlineError(
            says("no network is made as of {day}", day=date_part(day.isoformat())), where="as_of",
            remedy=says("Ask from {first} to {last}.", first=_FIRST, last=_LAST),
        )  # fmt: skip
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
        raise JointlineError(says("{text!r} is no number", text=text[:40]), where=name)
    return value
