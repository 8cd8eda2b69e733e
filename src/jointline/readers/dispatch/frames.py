"""A reporting clause as it is found, and the words of a sentence it is found in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jointline.readers.dispatch.institutions import WORD
from jointline.readers.dispatch.mentions import Mention


@dataclass(slots=True)
class Frame:
    """One reporting clause. Offsets are those of the whole text.

    ``cls`` is that of the verb table, or decline, according, unattributed. ``nested`` is the frame inside what
    is said: who is quoted by the speaker of this one.
    """

    cls: str
    cue: tuple[int, int]
    subject: Mention | None
    start: int
    end: int
    body: tuple[int, int]
    place: str  # before, behind, inside or inverted: where the clause stands
    when: tuple[int, int]
    carriers: list[Mention] = field(default_factory=list)
    shared: bool = False  # the subject is that of the clause before


@dataclass(frozen=True, slots=True)
class Token:
    low: str
    start: int
    end: int
    quoted: bool
    mark: bool


_TOKEN = re.compile(rf"{WORD.pattern}|[,;:\"“”«»—–()]|--")
AUXILIARY = frozenset(["had", "has", "have", "also", "later", "then", "again", "separately", "further", "repeatedly", "earlier", "did", "does", "do", "would", "will", "might", "could", "can", "should", "already", "previously", "once", "now", "today", "yesterday", "still", "just", "never", "not", "only", "however", "too", "even", "openly", "publicly", "privately", "first", "both", "simply", "merely", "once", "thus", "in", "turn", "since", "itself", "himself", "herself", "themselves"])  # fmt: skip
BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
DETERMINER = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "your",
        "some",
        "any",
        "no",
        "each",
        "every",
        "such",
        "of",
        "in",
        "for",
        "by",
        "with",
        "to",
        "on",
        "at",
        "from",
        "and's",
    ]
)
PREPOSITIONS = frozenset(
    [
        "in",
        "on",
        "at",
        "to",
        "of",
        "for",
        "with",
        "by",
        "from",
        "about",
        "over",
        "under",
        "before",
        "after",
        "during",
        "between",
    ]
)
PRONOUNS = frozenset(["he", "she", "it", "they", "we"])
TIME = (
    r"(?:(?:late |early )?(?:on |last |this |next |in |by |since |earlier (?:this |on |in |last )?|late |early |later (?:on |in |that )?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|today|yesterday|tomorrow|week|month|year|"
    r"(?:late |early |mid-?)?(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.?)(?: \d{1,2}(?:st|nd|rd|th)?)?(?:,? \d{4})?|the \d{1,2}(?:st|nd|rd|th)|\d{4}|"
    r"(?:the )?(?:same |previous |next |following )?(?:day|week|month|night|morning|afternoon))\b)"
)
_MANNER = (
    r"(?:(?:in|at|on|by|during|through|via|over|before|after|to|with|from|under) (?:an? |the |its |his |her |their |this |that )?(?:[\w'-]+ ){0,5}?"
    r"(?:statements?|letters?|press release|releases?|news release|reports?|interviews?|briefings?|conference|hearings?|tours?|trips?|visits?|lunch|dinner|breakfast|debate|rally|webinar|broadcast|gathering|summit|meeting|meetings|workshop|roundtable|e-?mails?|speech|remarks|testimony|notices?|notification|reply|response|reporters|"
    r"journalists|lawmakers|legislators|investors|shareholders|analysts|questions?|post|floor|session|forum|call|telephone|phone|note|filing|committee|subcommittee|Congress|Senate|House|parliament|yuan|legislature|agency|newspaper|magazine|"
    r"manner|key|answer|query|queries|request|inquiry|room|seminar|podium|event|deadline|anonymity|ceremony|visit|paper|article|editorial|commentary|column|study|brief|budget|Taipei|Washington|Beijing|London|Tokyo|Geneva|Singapore|Honolulu)\b)"
)
ADVERBIAL = re.compile(
    rf"\s*(?:{TIME}|{_MANNER}|\w+ly\b|and I quote\b|I quote\b|again\b|also\b|however\b|too\b|only\b|here\b|ago\b|when asked\b[^,]*|earlier\b|before\b$)\s*,?",
    re.IGNORECASE,
)
FUNCTION = frozenset(["that", "whether", "if", "why", "how", "what"])
# "Elbe Zeitung": marks around a name are no quotation
NAME_ONLY = re.compile(r"[\"“«](?:[A-Z][\w'.&-]*|of|the|and|for)(?: (?:[A-Z][\w'.&-]*|of|the|and|for)){0,4}[\"”»]")


def tokenise(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> list[Token]:
    """Words and dividing marks of a sentence."""
    made, at = [], 0
    for found in _TOKEN.finditer(text, start, end):
        a, b = found.span()
        while at < len(quotes) and quotes[at][1] <= a:
            at += 1
        inside = at < len(quotes) and quotes[at][0] < a and b < quotes[at][1]
        word = found[0]
        if word in '"“”«»' and not any(a in (q[0], q[1] - 1) for q in quotes[max(at - 1, 0) : at + 2]):
            continue  # a mark around a name, or one without its partner
        made.append(Token(word.lower(), a, b, inside, not (word[0].isalnum() or word[0] == "_")))
    return made


def in_quotes(at: int, quotes: tuple[tuple[int, int], ...]) -> bool:
    return any(a < at < b - 1 for a, b in quotes)


MODAL = frozenset(["would", "will", "could", "can", "might", "may", "should", "must"])
ABLE = frozenset(["person", "body", "medium", "document", "unnamed", "role", "group", "member"])
VERBAL = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|may(?! \d)|might|can|could|should|did|does|do|said|says|told)\b(?<!to do)",
    re.IGNORECASE,
)
