"""How well claims agree with marked ones: passages by their overlap, then speaker, carriers, standing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jointline.readers.dispatch.claims import read_dispatch
from jointline.readers.dispatch.reading import Claim

HERE = Path(__file__).parent
OVERLAP = 0.3
SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "for",
        "to",
        "and",
        "from",
        "with",
        "who",
        "that",
        "us",
        "mr",
        "mrs",
        "ms",
        "dr",
    ]
)
NUMBERS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        map(str, range(1, 11)),
        strict=True,
    )
)


def documents(*, tuning: bool, blind: str | None = None) -> list[str]:
    """Names of the authored dispatches that the rules were, or were not, corrected on; *blind*: of another author's set."""
    rows = [json.loads(line) for line in (HERE / "docs.jsonl").read_text(encoding="utf-8").splitlines()]
    return [r["id"] for r in rows if r["tuning"] is tuning and r.get("blind") == blind]


def text_of(name: str) -> str:
    return (HERE / "docs" / f"{name}.txt").read_text(encoding="utf-8")


def marked() -> dict[str, list[dict[str, Any]]]:
    """The marked claims by document."""
    by_doc: dict[str, list[dict[str, Any]]] = {}
    for line in (HERE / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_doc.setdefault(row["doc"], []).append(row)
    return by_doc


@dataclass(frozen=True)
class Score:
    """F1 of the passages alone, and of passages whose speaker and standing are right too."""

    passages: float
    whole: float
    wrong: tuple[str, ...]


def score(names: Iterable[str]) -> Score:
    """How the reader does on the authored dispatches *names*."""
    gold = marked()
    found = wanted = met = right = 0
    wrong = []
    for name in names:
        text = text_of(name)
        claims = read_dispatch(text).claims
        found, wanted = found + len(claims), wanted + len(gold[name])
        for claim, row in pairs(claims, gold[name]):
            met += 1
            if claim.standing == row["standing"] and same_speaker(claim, row):
                right += 1
            else:
                wrong.append(
                    f"{name}: {text[claim.start : claim.end]!r}: {claim.speaker}, {claim.standing}; {row['speaker']}, {row['standing']}"
                )
    return Score(f1(met, found, wanted), f1(right, found, wanted), tuple(wrong))


def f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / (found + wanted) if found + wanted else 0.0


def pairs(claims: Iterable[Claim], rows: list[dict[str, Any]]) -> list[tuple[Claim, dict[str, Any]]]:
    """Each claim with the marked one it overlaps most, one to one, at least by ``OVERLAP``."""
    scored = []
    for c in claims:
        for i, row in enumerate(rows):
            shared = min(c.end, row["end"]) - max(c.start, row["start"])
            whole = max(c.end, row["end"]) - min(c.start, row["start"])
            if shared > 0 and shared / whole >= OVERLAP:
                scored.append((-shared / whole, c.start, i, c))
    taken_claims: set[int] = set()
    taken_rows: set[int] = set()
    chosen = []
    for _, _, i, c in sorted(scored, key=lambda s: s[:3]):
        if id(c) not in taken_claims and i not in taken_rows:
            taken_claims.add(id(c))
            taken_rows.add(i)
            chosen.append((c, rows[i]))
    return chosen


def same_speaker(claim: Claim, row: dict[str, Any]) -> bool:
    """Whether the speaker is one of the accepted names: the same words, or one holds the other."""
    if claim.speaker == "unattributed":
        return row["standing"] == "unattributed" or "unattributed" in row["speaker_alt"]
    return any(_agree(claim.speaker, name) for name in (row["speaker"], *row["speaker_alt"]) if name != "unattributed")


def _agree(a: str, b: str) -> bool:
    x, y = _words(a), _words(b)
    if not x or not y:
        return False
    short, long_ = sorted((x, y), key=len)
    return short <= long_ or "".join(a.split()) in b or "".join(b.split()) in a


def _words(name: str) -> frozenset[str]:
    plain = re.sub(r"['’]s\b", "", name.casefold())
    return frozenset(NUMBERS.get(w, w) for w in re.findall(r"\w+", plain)) - SMALL
