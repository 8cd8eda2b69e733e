"""Accepted proposals enter the ledger: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.ledger.exchange import Added, known_subjects, user_name
from jointline.ledger.ledger import Ledger, open_ledger
from jointline.ledger.statement import Statement
from jointline.readers.result import Proposal, ReadResult
from jointline.sentences import says


def accept(
    chosen: ReadResult | Iterable[Proposal], *, by: str | None = None, ledger: Ledger | None = None
) -> Added:  # fmt: skip
    """Add proposals to the ledger in one transaction; returns how many were added and how many were there.

    chosen: a result (all that the ledger does not have already) or the proposals picked from some. by: who records
    them (default: ``JOINTLINE_USER`` or the account's name). Raises ``JointlineError``, and adds nothing, where one
    does not fit the ledger.
    """
    ledger = ledger or open_ledger()
    name = user_name() if by is None else by
    proposals = chosen.new() if isinstance(chosen, ReadResult) else chosen
    return Added(*ledger.add(known_subjects(ledger, _recorded(proposals, name))), ledger.shown)


def _recorded(proposals: Iterable[Proposal], by: str) -> Iterator[Statement]:
    today = date.today()
    for proposal in proposals:
        if parse_date(proposal.statement.stated_on).low > today:
            raise JointlineError(
                says("is dated {stated_on}, which has not come yet", stated_on=proposal.statement.stated_on), where=proposal.statement.source,
                remedy=says("Nobody can record what has not been said."),
            )  # fmt: skip
        yield proposal.recorded(today.isoformat(), by)
