"""What a briefing holds, in one language: words, figures, tables, and the footnotes behind each of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointline.backlog.history import History
from jointline.backlog.plain import plain_data
from jointline.report.lang.language import Language, language
from jointline.shown import Shown

if TYPE_CHECKING:
    import os


@dataclass(frozen=True, slots=True)
class Noted:
    """A sentence and the numbers of its footnotes."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """What one source says, in one footnote: statements of the same speaker, day and address stand together."""

    says: str
    speaker: str
    said_by: str
    standing: str
    hedged: bool
    stated_on: str
    source: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: how the figure comes about, who said it, and every statement it rests on.

    listed: whether its sources are a series, told publisher by publisher.
    """

    number: int
    text: str
    cited: tuple[Cited, ...]
    listed: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category at the beginning and the end of the month; the upper end where a rule gives ranges."""

    category: str
    words: str
    before_usd_m: float | None
    after_usd_m: float | None
    cases: int
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the month."""

    kind: str
    kind_words: str
    case: str
    name: str
    sentence: str
    effect_usd_m: float
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A promised date that moved: in the month, or from the first promise to the latest; months between last possible days.

    before_by, before_on: who gave the earlier date, and when; said_by, said_on: who gave the later one.
    same_quantity: no where the two dates are for different quantities, before_units and after_units: the months are no
    slip of one thing. state: of a slip so far, whether the date promised now has passed.
    """

    case: str
    name: str
    title: str
    event: str
    before: str
    after: str
    months: float
    moves: int
    before_by: str
    before_on: str
    said_by: str
    said_on: str
    same_quantity: bool
    before_units: str | None
    after_units: str | None
    state: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PassedLine:
    """A promised date that passed in the month while nothing says that it was kept."""

    case: str
    name: str
    title: str
    event: str
    promised_on: str
    promised_by: str
    said_on: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promised date given in the month that changed nothing, beside the date that stands.

    stands_by, stands_on: who gave the date that stands, and when, where it is another one.
    """

    case: str
    name: str
    title: str
    event: str
    promised_on: str
    promised_by: str
    standing: str
    said_on: str
    stands: str | None
    stands_by: str | None
    stands_on: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """What is to come of one case: the promise and the forecast beside it."""

    case: str
    name: str
    title: str
    event: str
    promised_on: str | None
    p10: str | None
    p50: str | None
    p50_latest: str | None
    p90: str | None
    by_promise_share: float | None
    by_promise_low_share: float | None
    by_promise_high_share: float | None
    passed: bool
    may_have_come: bool
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One statement on joint production; its words are the ledger's and stay in their language."""

    statement: str
    mode: str
    in_month: bool
    says: str
    item: str
    speaker: str
    standing: str
    stated_on: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the backlog at the month's end."""

    case: str
    name: str
    title: str
    category: str
    value_usd_m: float | None
    value_low_usd_m: float | None
    value_high_usd_m: float | None
    notified_on: str
    waited_months: float
    status: str
    promised_what: str | None
    promised_on: str | None
    promise_state: str | None
    first_promised_on: str | None
    first_state: str | None
    first_in_dispute: bool
    final_state: str | None
    term_what: str | None
    term_on: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Brief(Shown):
    """The monthly update in one language. ``str()`` gives it as text; ``save`` writes it as a page, document or paper.

    covered: ``whole`` where the ledger's knowledge reaches the month's end, ``part`` where it ends within the month,
    ``none`` where it ended before.
    """

    month: str
    language: str
    roc_years: bool
    myriads: bool
    rule: str
    rule_words: str
    title: str
    headline: str
    headline_notes: tuple[int, ...]
    before_on: str
    as_of: str
    covered: str
    knowledge_ends_on: str | None
    warnings: tuple[Noted, ...]
    lead: tuple[Noted, ...]
    before_usd_m: float | None
    after_usd_m: float | None
    after_low_usd_m: float | None
    after_high_usd_m: float | None
    entered_usd_m: float
    left_usd_m: float
    revalued_usd_m: float
    cases_before: int
    cases_after: int
    chart_notes: tuple[int, ...]
    before_notes: tuple[int, ...]
    total_notes: tuple[int, ...]
    categories: tuple[CategoryLine, ...]
    history: History
    changes: tuple[ChangeLine, ...]
    slips: tuple[SlipLine, ...]
    passed: tuple[PassedLine, ...]
    promises: tuple[PromiseLine, ...]
    largest_slips: tuple[SlipLine, ...]
    forecast_words: tuple[Noted, ...]
    forecasts: tuple[ForecastLine, ...]
    joint_production: tuple[NewsLine, ...]
    cases: tuple[CaseLine, ...]
    remarks: tuple[Noted, ...]
    notes: tuple[Note, ...]
    run: dict[str, str]

    @property
    def lang(self) -> Language:
        """The language it is written in, with its options."""
        return language(self.language, roc=self.roc_years, myriads=self.myriads)

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as ``--json`` prints them."""
        return plain_data(self)  # type: ignore[no-any-return]

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it to a file that ends in .html, .docx or .pdf, whole or not at all. Raises ``JointlineError``."""
        from jointline.report.brief.write import write_brief

        return write_brief(self, path)
