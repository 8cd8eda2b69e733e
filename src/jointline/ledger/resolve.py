"""The written rules by which one statement wins and the others are set aside.

Every statement has a **precedence** among those on the same subject and property: a text that sorts higher
the stronger it is. It depends on the statement alone, never on the others or on the as-of date, so that a
later statement cannot change an earlier answer and a database can keep it as a column.

All rules first set aside what is no evidence (declined to confirm, denied), then what was hedged, then what
was not read anywhere (recalled). After that:

standing      the firmer standing; then the later statement; then the better read source; then the id
latest        the later statement; then the firmer standing; then the better read source; then the id
promise       a word given by one who can answer for it (official or named) before a reported one; then as
              latest, but of several dates said at once the last before the id
latest_event  the later event (where it has no date, the day it was stated); then as standing
all           nothing is set aside: each statement stands for itself
"""

from __future__ import annotations

from builtins import property as computed  # ``Resolved`` has a field called property
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jointline.ledger.dates import parse_date
from jointline.ledger.properties import get_property
from jointline.ledger.statement import CONFIDENCES, NOT_EVIDENCE, STANDINGS, Statement
from jointline.sentences import says

RULES = {
    "standing": says("the firmer standing wins, then the later statement, then the better read source"),
    "latest": says("the later statement wins, then the firmer standing, then the better read source"),
    "promise": says(
        "a word given by one who can answer for it (official or named) wins over a reported one; "
        "then the later statement, then the firmer standing, then the better read source"
    ),
    "latest_event": says("the later event wins, then the firmer standing, then the later statement"),
    "all": says("each statement stands for itself; none is set aside"),
}
_RANK = {s: str(len(STANDINGS) - 1 - i) for i, s in enumerate(STANDINGS)}
_READ = {c: str(len(CONFIDENCES) - 1 - i) for i, c in enumerate(CONFIDENCES)}


@lru_cache(maxsize=1 << 16)
def _stated(stated_on: str) -> str:
    span = parse_date(stated_on)
    return f"{span.high.isoformat()}{span.low.isoformat()}"


def precedence(s: Statement) -> str:
    """The sort key of *s* among the statements on its subject and property: higher wins.

    >>> from jointline.ledger.statement import make_statement as m
    >>> base = dict(subject="tw-x", property="final_delivery", value="2024", source="u", said_by="a")
    >>> precedence(m(base | dict(standing="official", stated_on="2024"))) > precedence(
    ...     m(base | dict(standing="named", stated_on="2025")))
    True
    """
    rule = get_property(s.property).resolves_by
    evident, plain, found = s.standing not in NOT_EVIDENCE, not s.hedged, s.confidence != "recalled"
    gate = ("1" if evident else "0") + ("1" if plain else "0") + ("1" if found else "0")
    rank, read, stated = _RANK[s.standing], _READ[s.confidence], _stated(s.stated_on)
    if rule == "latest":
        order = stated + rank
    elif rule == "promise":
        order = ("1" if s.standing in ("official", "named") else "0") + stated + rank
        if s.event_on:  # of several batches promised in one breath the last one stands for the whole
            read += parse_date(s.event_on).high.isoformat()
    elif rule == "latest_event":  # an event without a date of its own had happened when it was stated
        order = parse_date(s.event_on or s.stated_on).high.isoformat() + rank + stated
    else:
        order = rank + stated
    return f"{gate}{order}{read}{s.id}"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is held of one property: the winner, those set aside (strongest first), and the rule's name."""

    property: str
    winner: Statement
    set_aside: tuple[Statement, ...]
    rule: str

    @computed
    def value(self) -> str:
        return self.winner.value

    @computed
    def rivals(self) -> tuple[Statement, ...]:
        """Set-aside evidence that cannot be true beside the winner: another value, a date that does not overlap."""
        return tuple(s for s in self.set_aside if s.is_evidence and not _agree(s, self.winner))


def _agree(s: Statement, winner: Statement) -> bool:
    if get_property(s.property).type == "date":
        return parse_date(s.value).overlaps(parse_date(winner.value))
    return s.value == winner.value


def resolve(statements: Iterable[Statement]) -> dict[str, Resolved]:
    """Each property of one subject resolved; properties on which there is no evidence at all are left out.

    *statements* are those known on a date with superseded ones removed (see ``known``).
    """
    groups: dict[str, list[Statement]] = {}
    for s in statements:
        groups.setdefault(s.property, []).append(s)
    held = {}
    for name, group in groups.items():
        if len(group) > 1:
            group.sort(key=precedence, reverse=True)
        if group[0].standing not in NOT_EVIDENCE:
            held[name] = Resolved(name, group[0], tuple(group[1:]), get_property(name).resolves_by)
    return held


def known(statements: Iterable[Statement], as_of: str, as_recorded: str = "") -> list[Statement]:
    """The statements that had surely been made by *as_of* (ISO day) and recorded by *as_recorded*.

    Ones that another known statement supersedes are left out.
    """
    kept = [s for s in statements if s.known_on <= as_of and (not as_recorded or s.recorded_on <= as_recorded)]
    gone = {s.supersedes for s in kept if s.supersedes}
    return [s for s in kept if s.id not in gone] if gone else kept
