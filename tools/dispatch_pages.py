"""What the cog blocks on dispatches call; see doc_pages. The dispatch is made up."""

from __future__ import annotations

DISPATCH = """\
[Harbor Wire]
TAIPEI, Sept. 3, 2024 - Nikkei Asia quoted two people familiar with the talks as saying on the 2nd that Washington is
considering letting Taiwan make parts of the Javelin missile.

The Pentagon declined to confirm the report. A spokesman for Taiwan's defense ministry, Lin Po-yu, said that 80 of the
108 M1A2T tanks are due by the end of 2025, but he denied that any order had been frozen.
"""
FILES = {"dispatch.txt": DISPATCH}
EXAMPLES: tuple[str, ...] = ("read dispatch.txt",)
DOCUMENTS: dict[str, str] = {"its record of a dispatch": "dispatch"}
PROPERTY_GROUPS: dict[str, str] = {"dispatch": "What dispatches report"}
