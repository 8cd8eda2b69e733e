"""The latest promise taken at its word: the baseline to beat.

The promise that the ledger's promise rule holds of the event, every day it can mean alike: a promise of 2026 is any day
of 2026 that is still to come. Where the promised date has passed, the word can only be kept at once: the day after.
Where nobody promised the event, this method has no answer. Source: the naive (persistence) forecast of Hyndman and
Athanasopoulos, Forecasting: Principles and Practice (3rd ed. 2021), section 5.2, applied to promises.
"""

from __future__ import annotations

from datetime import date

from jointline.forecast.distribution import Bounds, even
from jointline.forecast.method import Answer, Assumed, Target, View
from jointline.ledger.dates import in_words
from jointline.ledger.statement import Statement
from jointline.sentences import date_part, name_part, says

NAME = "official"
PROPERTY = {"first": "first_delivery_promised", "final": "final_delivery_promised"}


def promise_of(target: Target) -> Statement | None:
    """The promise that stands of the target's own event; one open at its far end promises nothing."""
    won = target.told.case.winner(PROPERTY[target.event])
    return won if won and won.event and won.event.high != date.max else None


def assumed() -> Assumed:
    """What a promise does not say: on which of its days it will be kept."""
    return Assumed(NAME, says("every day that a promise can mean is as likely as the next"), "")


def forecasts(view: View) -> dict[tuple[str, str], Answer]:
    """An answer for every target that somebody promised."""
    found = {}
    for t in view.targets:
        promise = promise_of(t)
        if promise is None or promise.event is None:
            continue
        past = promise.event.high <= view.as_of
        said = {
            "date": date_part(promise.value, in_words(promise.value)), "stated": date_part(promise.stated_on),
            "who": name_part("speaker", promise.said_by, promise.speaker) if promise.said_by else promise.speaker,
        }  # fmt: skip
        basis = says("promised for {date} by {who} on {stated}; that date has passed", **said) if past else says(
            "promised for {date} by {who} on {stated}", **said)  # fmt: skip
        low, high = promise.event.low, promise.event.high
        bounds = Bounds(even(view.as_of, low, low), even(view.as_of, high, high))
        found[t.key] = Answer(even(view.as_of, low, high), basis, (promise.id,), bounds)
    return found
