"""Figures in a sentence: where they begin and end, so that each can be a link to what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

# what a number after it is part of the name of: Block 70, Mk 48, Switchblade 300
_NAMED = "".join(
    rf"(?<!\b{w} )"
    for w in ("Block", "Baseline", "Link", "MK", "Mk", "Mod", "Switchblade", "Type", "Variant", "彈簧刀")
)
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_FIGURE = re.compile(
    rf"(?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}"  # 21 Mar 2026, Mar 2026
    r"|(?:民國)?\d+年(?:\d+月(?:\d+日)?)?"
    # a number by itself, not that of a name (PAC-3, M109A7, 36(d))
    rf"|{_NAMED}(?<![A-Za-z0-9_/.-])(?:US\$ ?)?[−+<>]?\d[\d,]*(?:\.\d+)?(?: ?%| million| billion| 億美元| 萬美元)?(?![A-Za-z0-9_(/-])"
)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A sentence in pieces, each with whether it is a figure (``US$ 300.0 million``, ``92 %``, ``21 Mar 2026``)."""
    at = 0
    for found in _FIGURE.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(text):
        yield text[at:], False
