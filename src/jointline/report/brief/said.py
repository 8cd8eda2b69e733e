"""What was said in the month and moved nothing: deliveries that do not count, promised dates beside those that stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jointline.backlog.due import EVENTS
from jointline.backlog.table import BacklogRow
from jointline.ledger.resolve import precedence
from jointline.ledger.statement import Statement
from jointline.report.brief.facts import Facts
from jointline.report.brief.notes import Notes, speaker
from jointline.report.brief.value import PromiseLine
from jointline.report.lang.language import Language


@dataclass(frozen=True, slots=True)
class Unheeded:
    """A delivery that somebody says has come, which the rule does not take because the word is hedged."""

    row: BacklogRow
    event: str
    statement: Statement


def unheeded(facts: Facts, notes: Notes) -> Iterator[Unheeded]:
    """What was said in the month of a delivery that came and does not count, the highest value first."""
    rows = {r.case: r for r in facts.after.rows}
    found = [(c, notes.statement(c.statements[0])) for c in facts.changed.changes if c.kind == "not counted"]
    order = {case: i for i, case in enumerate(rows)}
    for c, s in sorted(found, key=lambda pair: order[pair[0].case]):
        yield Unheeded(rows[c.case], s.property.removesuffix("_delivery"), s)


def firmness(s: Statement, lang: Language) -> str:
    """How firmly a statement stands: its standing, and whether it was hedged."""
    standing = lang.name("standing", s.standing)
    return lang.text("{standing}, hedged", standing=standing) if s.hedged else standing


def promise_lines(facts: Facts, notes: Notes, lang: Language) -> Iterator[PromiseLine]:
    """The promised dates that were given in the month and are no change: each beside the date that stands."""
    told = {i for c in facts.changed.changes for i in c.statements}
    first = facts.first_day.isoformat()
    for r in facts.after.rows:
        case = facts.ledger.case(r.case, facts.last_day)
        for event, name in EVENTS.items():
            stands = case.winner(f"{name}_promised")
            given: dict[str, list[Statement]] = {}
            for s in case.every(f"{name}_promised"):
                if s.known_on >= first and s.id not in told and s.is_evidence:
                    given.setdefault(s.value, []).append(s)
            for value, same in sorted(given.items()):
                said = max(same, key=precedence)
                other = stands if stands and stands.value != value else None
                yield PromiseLine(
                    r.case, r.name, facts.titles[r.case], event, value, speaker(said, lang), firmness(said, lang), said.stated_on,
                    stands.value if stands else None, speaker(other, lang) if other else None, other.stated_on if other else None,
                    (notes.note([*(s.id for s in same), *([other.id] if other else [])]),),
                )  # fmt: skip
