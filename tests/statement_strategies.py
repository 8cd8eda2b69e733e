"""Hypothesis strategies for statements: valid ones of every kind, few enough subjects and days to collide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from conftest import statement
from jointline.ledger.dates import parse_date
from jointline.ledger.statement import CONFIDENCES, SPEAKER_KINDS, STANDINGS, Statement

T = TypeVar("T")
CASES = ("tw-2019-05-01-alpha", "tw-2020-06-02-bravo", "tw-2021-07-03-alpha")
# a few days, months and years, so that statements tie, nest and overlap
SAID = ("2019-12-31", "2021-03", "2021-03-15", "2021", "2022-Q2", "2022-06-30", "late 2023", "2024-02-29", "2025-01-01")
DAYS = ("2019-06-01", "2021-03-15", "2021-03-31", "2021-12-31", "2022-06-30", "2023-12-31", "2024-03-01", "2026-01-01")
PAST = ("2018", "2018-10", "2019-05-01", "2019-Q2", "2019-06-01")  # had happened by every day of SAID
AHEAD = ("2026", "2026-12", "2027-Q1", "late 2028", "2027/..", "2030s")  # still ahead on every day of SAID
# property -> the values to draw from; one property at least for each rule and each way of reading
VALUES: dict[str, tuple[str, ...]] = {
    "notified_on": PAST,
    "title": ("Tanks", "坦克"),
    "total_value": ("USD 100m", "USD 200m..250m"),
    "contractor": ("General Dynamics", "Lockheed Martin"),
    "also_called": ("Iron Heel",),
    "first_delivery": PAST,
    "partial_delivery": PAST,
    "delay_announced": PAST,
    "units_delivered": ("3", "5..8", "108"),
    "final_delivery_promised": AHEAD,
    "contract_ends_on": AHEAD,
    "published_listing": ("listed", "delisted"),
    "published_value": ("USD 90m", "USD 95m"),
    "published_status": ("on schedule",),
    "x-remark": ("seen", "not seen"),
}

# text of a field: Chinese and accented letters, quotes, formula signs, line ends within; no control characters
TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"',;|\n\t \u3000\u2028臺灣民國年“”é\ufeff\u200b😀"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf")),
    ),
    max_size=20,
)


# one drawn byte a field: quick to draw, and shrinks to the first of each list
_BYTES = st.binary(min_size=12, max_size=12)
_HEDGED = (False, False, True)


def _from_bytes(code: bytes, earlier: Sequence[str], cases: Sequence[str] = CASES) -> Statement:
    choice = iter(code)

    def pick(options: Sequence[T]) -> T:
        return options[next(choice) % len(options)]

    name = pick(tuple(VALUES))
    said_on = pick(SAID)
    event_on = pick(("", *PAST, *SAID))
    return statement(
        subject=pick(cases),
        property=name,
        value=pick(VALUES[name]),
        standing=pick(STANDINGS),
        said_by=pick(("MND", "Boeing")),
        speaker_kind=pick(SPEAKER_KINDS),
        hedged=pick(_HEDGED),
        stated_on=said_on,
        event_on=event_on if name == "units_delivered" and event_on else None,
        recorded_on=pick([d for d in DAYS if d >= parse_date(said_on).low.isoformat()]),
        confidence=pick(CONFIDENCES),
        supersedes=pick(("", "", *earlier)) or None,
    )


def statements(earlier: Sequence[str] = ()) -> st.SearchStrategy[Statement]:
    """One statement on one of ``CASES``; it may supersede one of the ids *earlier*."""
    return _BYTES.map(lambda code: _from_bytes(code, earlier))


@st.composite
def statement_sets(
    draw: st.DrawFn, max_size: int = 14, cases: Sequence[str] = CASES, earlier: Sequence[str] = ()
) -> list[Statement]:
    """Different statements, some of which supersede others (or *earlier* ids); most cases have a notification."""
    found: dict[str, Statement] = {}
    notified = st.lists(st.sampled_from(("", *DAYS)), min_size=len(cases), max_size=len(cases))
    for subject, recorded_on in zip(cases, draw(notified), strict=True):
        if recorded_on:
            first = statement(subject=subject, property="notified_on", value="2019-05-01", stated_on="2019-05-02",
                              recorded_on=recorded_on, speaker_kind="us_government")  # fmt: skip
            found[first.id] = first
    for code in draw(st.lists(_BYTES, min_size=1, max_size=max_size)):
        s = _from_bytes(code, (*earlier, *found), cases)
        found.setdefault(s.id, s)
    return list(found.values())
