"""The lead of a dispatch: a medium's report told first without its source, which a later sentence names."""

from __future__ import annotations

import re
from dataclasses import replace

from jointline.readers.dispatch.reading import Claim
from jointline.readers.dispatch.tables import media

_WORD = re.compile(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2}")


def settle_leads(claims: list[Claim], text: str, carrier: str) -> list[Claim]:
    """The claims, where a medium's report without a source takes the source that the text gives for it later.

    *Japanese media reported that ...*, and then *Nikkei Asia quoted three people as saying that ...*: the first
    is the summary of the second. Only the first three claims can be a lead.
    """
    made = list(claims)
    for i, lead in enumerate(made[:3]):
        if lead.speaker_kind != "media":
            continue
        generic = (
            bool(re.search(r"\b(?:media|press|newspapers?|reports?)$|媒體?$|傳媒$", lead.speaker, re.IGNORECASE))
            and lead.speaker not in media()
        )
        words = _words(text[lead.start : lead.end])
        for later in made[i + 1 : i + 12]:
            medium = later.via[-1] if later.via and later.via[-1] != carrier else ""
            if later.speaker_kind not in ("anonymous", "official", "company", "expert") or not medium:
                continue
            if not (generic or medium == lead.speaker):
                continue
            other = _words(text[later.start : later.end])
            shared = len(words & other) / max(1, min(len(words), len(other)))
            if shared >= (0.4 if generic else 0.2) or (
                not generic and medium == lead.speaker and made.index(later) <= i + 3
            ):
                standing = "anonymous" if later.speaker_kind == "anonymous" else "second_hand"
                made[i] = replace(
                    lead, speaker=later.speaker, speaker_kind=later.speaker_kind, n_sources=later.n_sources, via=later.via, standing=standing,
                    said_on=later.said_on or lead.said_on, rule="lead: the source is named below",
                )  # fmt: skip
                break
    return made


def _words(text: str) -> set[str]:
    low = text.lower()
    pairs = {
        low[k : k + 2]
        for k in range(len(low) - 1)
        if "\u4e00" <= low[k] <= "\u9fff" and "\u4e00" <= low[k + 1] <= "\u9fff"
    }
    return {w[:6] for w in re.findall(r"[a-z]{4,}", low)} | pairs
