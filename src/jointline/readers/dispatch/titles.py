"""What an English title and the words around it tell of its bearer."""

from __future__ import annotations

import re

from jointline.readers.dispatch.tables import Title

_LEGISLATURE = re.compile(r"Committee|Congress|Senate|House|Yuan|Parliament|Caucus|Party|Legislat|Kuomintang|KMT|DPP")
_OFFICIALS = frozenset(
    [
        "lawmakers",
        "legislators",
        "senators",
        "congressmen",
        "members",
        "republicans",
        "democrats",
        "caucus",
        "party",
        "opposition",
        "governments",
        "allies",
    ]
)
_FIRMS = frozenset(["firms", "companies", "manufacturers", "contractors", "industry", "makers", "producers"])
_BODY = re.compile(
    r"\b((?:[a-z]+ )?(?:ministry|department|agency|navy|army|air force|military|command|bureau|office|government|"
    r"administration|embassy|council))\s*$"
)


def role_of(title: Title, org: str) -> str:
    """The role of a title's bearer; the chairman of a committee is a legislator."""
    plain = title.role in ("executive", "person", "official")
    return "legislator" if plain and _LEGISLATURE.search(org) and "White House" not in org else title.role


def kind_of_title(title: Title, body_kind: str) -> str:
    """The speaker kind of a title's bearer in a body of kind *body_kind* (empty where none is named)."""
    if title.role == "executive" and body_kind == "official":
        return "official"
    if title.role in ("spokesperson", "official", "person", "executive") and body_kind in ("company", "official"):
        return body_kind
    if title.role == "official" and body_kind == "expert":
        return "expert"
    return (body_kind or "official") if title.kind == "unknown" else title.kind


def common_body(text: str, side: str) -> str:
    """``foreign ministry`` in front of *spokesman*: an institution without a capital."""
    found = _BODY.search(text.strip())
    if not found:
        return ""
    whose = {"CN": "Chinese ", "TW": "Taiwan ", "US": "US "}.get(side, "")
    return re.sub(r"^(?:the|a|an|its|their|senior|chief|deputy) ", "", whose + re.sub(r"^(?:the|a|an) ", "", found[1]))


def group_kind(word: str) -> str:
    """The speaker kind of an identified group."""
    return "official" if word in _OFFICIALS else "company" if word in _FIRMS else "expert"
