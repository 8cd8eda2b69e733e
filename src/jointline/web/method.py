"""The figures of the method page, each worked out from what is shipped: none is written down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from jointline.backlog.inspect import Why
from jointline.backlog.inspect import why as make_why
from jointline.backlog.rules import rule_names
from jointline.backlog.table import Backlog
from jointline.backlog.table import backlog as make_backlog
from jointline.errors import JointlineError
from jointline.ledger.dates import as_day, parse_date
from jointline.ledger.ledger import Ledger
from jointline.ledger.properties import properties
from jointline.ledger.resolve import RULES
from jointline.ledger.statement import STANDINGS
from jointline.network.load import load_network
from jointline.network.shipped import NAMES, shipped_network
from jointline.web import results
from jointline.web.months import months

# a real figure for each rule: case, property, the day it is asked as of
_EXAMPLES = {
    "standing": ("javelin-2015", "final_delivery", "2025-12-31"),
    "promise": ("himars-2020", "first_delivery_promised", "2024-09-30"),
    "latest": ("javelin-2015", "listed", "2024-12-31"),
    "latest_event": ("m1a2t", "units", "2025-12-31"),
}
_DATES = ("2026", "2026-Q3", "late 2026", "../2026-03", "民國115年9月30日")


@dataclass(frozen=True, slots=True)
class Resolution:
    """One rule of precedence: how many properties go by it, and a figure it decided."""

    rule: str
    text: str
    properties: int
    example: Why | None


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What the production network holds."""

    as_of: str
    horizon: int
    orders: int
    lines: int
    sources: int
    options: int
    numbers: int
    with_evidence: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the method page tells in figures. ``standings``: (standing, statements, an id to open) ·
    ``dates``: as written, as kept, first and last day"""

    statements: int
    subjects: int
    cases: int
    speakers: int
    sources: int
    hedged: int
    recalled: int
    standings: tuple[tuple[str, int, str], ...]
    rules: tuple[Resolution, ...]
    dates: tuple[tuple[str, str, str, str], ...]
    counts: tuple[Backlog, ...]
    counted_on: str
    knowledge_ends_on: str
    own_ends_on: str
    last_published: str
    compared: int
    met: int
    data: str


@results.kept
def facts(source: Ledger) -> Facts:
    """Everything the page tells of statements, rules and counts, as known where knowledge ends."""
    held = list(source.statements())
    ends, own_ends = source.knowledge_ends()
    day = as_day(ends) if ends else date.today()
    opened = months("", source).day  # the same month as the backlog's first view, so that its figures meet these
    standing = Counter(s.standing for s in held)
    one = {s.standing: s.id for s in reversed(held)}
    by_rule = Counter(p.resolves_by for p in properties().values())
    series = results.history("published", day)
    return Facts(
        statements=len(held), subjects=len({s.subject for s in held}), cases=len(source.case_ids()),
        speakers=len({s.said_by for s in held if s.said_by}), sources=len({s.source for s in held if s.source}),
        hedged=sum(s.hedged for s in held), recalled=sum(s.confidence == "recalled" for s in held),
        standings=tuple((s, standing[s], one.get(s, "")) for s in STANDINGS),
        rules=tuple(Resolution(r, text, by_rule[r], _example(source, r)) for r, text in RULES.items()),
        dates=tuple(_date(text) for text in _DATES), counts=tuple(make_backlog(opened, r, ledger=source) for r in rule_names()),
        counted_on=opened.isoformat(),
        knowledge_ends_on=ends, own_ends_on=own_ends, last_published=max((m.month for m in series.months if m.published), default=""),
        compared=series.compared, met=series.within_rounding, data=source.data_hash(),
    )  # fmt: skip


def _example(source: Ledger, rule: str) -> Why | None:
    if rule not in _EXAMPLES:
        return None
    case, name, day = _EXAMPLES[rule]
    try:
        return make_why(case, name, day, ledger=source)
    except JointlineError:  # a ledger without the shipped statements
        return None


def _date(text: str) -> tuple[str, str, str, str]:
    d = parse_date(text)
    low, high = (x.isoformat() if date.min < x < date.max else "" for x in (d.low, d.high))
    return text, str(d), low, high


@results.kept
def network_facts(source: Ledger, name: str, day: date) -> NetworkFacts:
    """What the served network holds, as known on a day."""
    net = load_network(shipped_network(name, day, source) if name in NAMES else name)
    evidence = sum(n.status.startswith("evidence") for n in net.numbers.values())
    return NetworkFacts(net.as_of, net.horizon, len(net.orders), len(net.lines), len(net.sources), len(net.options),
                        len(net.numbers), evidence, net.notes)  # fmt: skip
