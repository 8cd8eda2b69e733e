"""English verbs that need care: those that are nouns too, that report only with a clause, or that have a particle."""

from __future__ import annotations

import re

# verbs that report only with a that-clause or a quotation: held 24 men, felt the cold are no reports
ONLY_THAT = frozenset(
    [
        "hold",
        "feel",
        "judge",
        "suppose",
        "suspect",
        "maintain",
        "project",
        "observe",
        "conclude",
        "signal",
        "convey",
        "repeat",
        "continue",
        "assure",
        "reckon",
        "calculate",
        "indicate",
        "specify",
        "stipulate",
        "clarify",
        "relate",
        "recount",
        "certify",
    ]
)
NOUNS = frozenset(
    [
        "state",
        "report",
        "claim",
        "estimate",
        "call",
        "count",
        "name",
        "list",
        "detail",
        "cover",
        "set",
        "record",
        "project",
        "object",
        "signal",
        "question",
        "note",
        "doubt",
        "fear",
        "hope",
        "second",
        "promise",
        "pledge",
        "demand",
        "request",
        "review",
        "comment",
        "remark",
        "plan",
        "answer",
        "reply",
        "response",
        "forecast",
        "echo",
        "brief",
        "witness",
        "award",
        "contract",
        "stress",
        "caution",
        "quote",
        "cite",
        "mention",
        "blame",
        "praise",
        "welcome",
        "delay",
    ]
)
PHRASAL = {"point": "out", "spell": "out", "go": "on", "make": "clear", "play": "down"}

NOUN_NEXT = re.compile(r"\s+(?:from|for|of|in|to|by|with|on|at|and|are|is|was|were|have|has|had)\b")
PAPERS = re.compile(
    r"(?:the |its |new |latest |official |annual )*(?:[\w-]+ )?(?:data|figures|statistics|records|documents|papers|reports?|stud(?:y|ies)|surveys?|polls?|research|tally|database|tracker|files?|minutes|numbers|estimates|projections)\b",
    re.IGNORECASE,
)
# he began: reporting only behind or inside what is said
ONLY_BEHIND = frozenset(["begin", "open", "finish", "end", "continue"])
CITING = re.compile(r"(?:Citing|Quoting) (?P<who>[^,;:\"“”]{3,100}),\s")
