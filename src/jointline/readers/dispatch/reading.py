"""What a reading of a dispatch holds: its claims, each with its attribution and the words that show it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

KINDS = ("fact_reported", "plan", "schedule", "denial", "refusal_to_confirm", "opinion", "quantity")
SPEAKER_KINDS = ("official", "company", "expert", "media", "anonymous", "unattributed")
DELIVERIES = (
    "first_delivery", "partial_delivery", "final_delivery", "first_delivery_promised", "final_delivery_promised",
)  # fmt: skip
STANDINGS = ("official", "named", "second_hand", "anonymous", "declined_to_confirm", "denied", "unattributed")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. ``text[start:end]`` is its passage, ``text[cue_start:cue_end]`` the word that shows who says it.

    ``speaker`` is the origin, ``via`` the carriers between it and the reader, nearest to the reader first;
    ``n_sources`` is ``None`` where the text does not count them. ``said_on`` and ``event_on`` are ISO dates as
    precise as the text, or ``None``. ``delivery`` is the property of the ledger that its words on a delivery bear on.
    ``case`` is the ledger case it seems to be about, ``case_reason`` why.
    """

    start: int
    end: int
    gist: str
    kind: str
    speaker: str
    speaker_kind: str
    n_sources: int | None
    via: tuple[str, ...]
    standing: str
    hedged: bool
    said_on: str | None
    event_on: str | None
    product: str | None
    quantity: int | None
    value_usd: float | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    rule: str
    speaker_group: str = "unknown"
    delivery: str | None = None
    case: str | None = None
    case_reason: str | None = None
    reader: str = "rules"

    def as_dict(self) -> dict[str, Any]:
        """The fields as ``--json`` prints them."""
        return asdict(self) | {"via": list(self.via)}


@dataclass(frozen=True, slots=True)
class DispatchReading:
    """A dispatch with its claims, in the order of the text."""

    text: str
    publisher: str | None
    published: str | None
    language: str
    claims: tuple[Claim, ...]
    warnings: tuple[str, ...] = ()

    def summary(self) -> dict[str, Any]:
        """What stands above the claims where they are listed."""
        return {"publisher": self.publisher, "published_on": self.published, "language": self.language}

    def as_dict(self) -> dict[str, Any]:
        """The reading as ``--json`` prints it; the passage of each claim goes with it."""
        return {
            "publisher": self.publisher,
            "published_on": self.published,
            "language": self.language,
            "claims": [c.as_dict() | {"quote": self.text[c.start : c.end]} for c in self.claims],
            "warnings": list(self.warnings),
        }
