"""What the figures of the method page count, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jointline.backlog.history import Figure
from jointline.errors import JointlineError, suggest
from jointline.ledger.dates import as_day
from jointline.ledger.ledger import Ledger
from jointline.ledger.properties import properties
from jointline.ledger.resolve import RULES
from jointline.ledger.statement import STANDINGS, Statement
from jointline.sentences import says
from jointline.web import results


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a count: what it is of (``kind`` says how to name it), how many, the statements behind it."""

    kind: str
    key: str
    n: int
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A figure counted: what it counts, its rows."""

    what: str
    total: int
    rows: tuple[Row, ...]


def _by(key: Callable[[Statement], str], kind: str) -> Callable[[Iterable[Statement]], tuple[Row, ...]]:
    def rows(held: Iterable[Statement]) -> tuple[Row, ...]:
        found: dict[str, list[str]] = {}
        for s in held:
            if key(s):
                found.setdefault(key(s), []).append(s.id)
        made = [Row(kind, k, len(ids), tuple(ids[: results.MOST])) for k, ids in found.items()]
        return tuple(sorted(made, key=lambda r: (-r.n, r.key)))

    return rows


_subjects = _by(lambda s: s.subject, "subject")
_speakers = _by(lambda s: s.said_by, "speaker")
_sources = _by(lambda s: s.source, "source")
_properties = _by(lambda s: s.property, "property")
KINDS = ("statements", "cases", "speakers", "documents", "hedged", "recalled", "ends",
         *(f"standing-{s}" for s in STANDINGS), *(f"rule-{r}" for r in RULES))  # fmt: skip


@results.kept
def counted(source: Ledger, what: str) -> Count:
    """A figure of the method page, taken apart. Raises ``JointlineError`` for one that is not counted."""
    if what not in KINDS:
        raise JointlineError(
            says("there is no count of {name!r}", name=what), where="what", remedy=suggest(what, KINDS)
        )
    held = list(source.statements())
    kind, _, word = what.partition("-")
    if kind == "cases":
        ids = set(source.case_ids())
        rows = _subjects(s for s in held if s.subject in ids)
        return Count(what, len(rows), rows)
    if kind in ("speakers", "documents"):
        rows = (_speakers if kind == "speakers" else _sources)(held)
        return Count(what, len(rows), rows)
    if kind == "rule":
        by_property = {r.key: r for r in _properties(held)}
        names = [n for n, p in properties().items() if p.resolves_by == word]
        rows = tuple(by_property.get(n) or Row("property", n, 0) for n in names)
        return Count(what, len(rows), tuple(sorted(rows, key=lambda r: (-r.n, r.key))))
    ends = max(source.knowledge_ends())
    later = {s.id for s in source.shipped_after(ends, date.max.isoformat())} if kind == "ends" else set()
    chosen: dict[str, Callable[[Statement], bool]] = {
        "statements": lambda s: True, "hedged": lambda s: s.hedged, "recalled": lambda s: s.confidence == "recalled",
        "standing": lambda s: s.standing == word, "ends": lambda s: s.known_on == ends or s.id in later,
    }  # fmt: skip
    rows = _subjects(s for s in held if chosen[kind](s))
    return Count(what, sum(r.n for r in rows), rows)


@results.kept
def compared(source: Ledger) -> tuple[tuple[str, str, Figure], ...]:
    """Every published figure beside the one counted here: month, who published it, the two."""
    ends = max(source.knowledge_ends())
    series = results.history("published", as_day(ends) if ends else date.today())
    return tuple((m.month, m.published_by or "", f) for m in series.months for f in m.published)
