"""Which month a view shows: the one its address names, else the last one that the ledger knows of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jointline.backlog.history import FIRST_PUBLISHED
from jointline.errors import JointlineError
from jointline.ledger.dates import as_day, month_ends, month_span
from jointline.ledger.ledger import Ledger
from jointline.sentences import date_part, says

EARLIEST = "2015-12"  # the first notification that the published count has room for


@dataclass(frozen=True, slots=True)
class Months:
    """The month shown and those a reader can slide to.

    month: as ``2024-10`` · day: its last · known: the month in which the ledger's knowledge ends · newest: this month
    all: from the first published list to ``known``, and on to ``month`` where that lies outside
    """

    month: str
    day: date
    known: str
    newest: str
    all: tuple[str, ...]

    @property
    def index(self) -> int:
        """Place of the month among all."""
        return self.all.index(self.month)

    @property
    def years(self) -> tuple[tuple[str, float], ...]:
        """Each year with the place of its January on the slider, in per cent of its length."""
        last = max(1, len(self.all) - 1)
        return tuple((m[:4], round(100 * i / last, 2)) for i, m in enumerate(self.all) if m.endswith("-01"))

    @property
    def as_of(self) -> str | None:
        """The day as a parameter of other views; ``None`` where they would show it unasked."""
        return None if self.month == self.known else self.day.isoformat()

    def beside(self, step: int) -> str | None:
        """The month *step* months away, where it can be slid to."""
        at = self.index + step
        return self.all[at] if 0 <= at < len(self.all) else None


def known_month(ledger: Ledger) -> str:
    """The month in which the knowledge of *ledger* ends; this month where it is empty."""
    return max(ledger.knowledge_ends())[:7] or date.today().strftime("%Y-%m")


def months(asked: str, ledger: Ledger) -> Months:
    """The month *asked* for (empty: where knowledge ends). Raises ``JointlineError`` for one that nobody can know of."""
    known = known_month(ledger)
    newest = max(known, date.today().strftime("%Y-%m"))
    if not asked:
        month = known
    else:
        month = month_span(asked).text
        if not EARLIEST <= month <= newest:
            raise JointlineError(
                says("there is no backlog of {month} to show", month=date_part(month)), where="month",
                remedy=says("Choose a month from {first} to {last}.", first=date_part(EARLIEST), last=date_part(newest)),
            )  # fmt: skip
    first = min(FIRST_PUBLISHED.strftime("%Y-%m"), month)
    ends = month_ends(as_day(first), as_day(max(known, month)))
    return Months(month, as_day(month), known, newest, tuple(d.strftime("%Y-%m") for d in ends))


def day_asked(asked: str, ledger: Ledger) -> date:
    """The day a case is looked at on: *asked*, else the end of the month in which knowledge ends.

    Raises ``JointlineError`` for a day to come: nobody can know what will have been said by then.
    """
    if not asked:
        return as_day(known_month(ledger))
    day = as_day(asked)
    newest = max(as_day(known_month(ledger)), date.today())
    if day > newest:
        raise JointlineError(
            says("{day} is still to come", day=date_part(day.isoformat())), where="as_of",
            remedy=says("Choose a day up to {last}.", last=date_part(newest.isoformat())),
        )  # fmt: skip
    return day
