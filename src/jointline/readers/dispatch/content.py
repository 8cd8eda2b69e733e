"""What follows a reporting verb: a that-clause, a quotation, a clause, a name, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jointline.readers.dispatch.frames import ADVERBIAL, FUNCTION, Token
from jointline.readers.dispatch.institutions import WORD
from jointline.readers.dispatch.tables import VerbForm, english_verbs

CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|should|must|did|does|do|[a-z]+ed|[a-z]+s|made|came|went|gave|took|held|stood|rose|fell|grew|began|became|let|put|set|cut|met|meant|left|kept|lost|got|built|bought|sold|sent|paid|knew|know|saw|see|thought|felt|found|told|spent|won|ran|run|wrote|drew|drove|broke|chose|spoke|threw|flew|hit|cost|fit|fought|taught|caught|sought|dealt|led|fed|read|shut|sat|slept|spread|stuck|struck|swung|wore|lay|laid|hung|hid|froze|forgot|fled|bore|beat|ate|drank|sank|shook|shot|slid|spun|stole|swore|tore|woke|wound|want|need|think|say|owe|own)\b"
)


_ASIDE = re.compile(r"\s*,[^,;:\"“”]{2,120},\s*")


@dataclass(frozen=True, slots=True)
class Behind:
    kind: str  # that, quote, clause, name, nothing
    start: int
    stop: int


def _reports(words: str) -> bool:
    """Whether a relative clause has a verb of speech of its own."""
    forms = english_verbs()
    return any(w in forms and forms[w].cls in ("say", "tell", "opine", "deny", "ask") for w in words.lower().split())


def figure(text: str, start: int, end: int) -> bool:
    return bool(
        re.search(
            r"\bat\b[^.;]{0,40}?(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen|hundred|thousand|million|billion)\b)",
            text[start:end],
        )
    )


def what_follows(text: str, end: int, tokens: list[Token], i: int, form: VerbForm) -> Behind:
    """What follows a verb: a that-clause, a quotation, a clause or object, a name, or nothing but adverbials."""
    at = tokens[i].end
    # that within reach, with nothing but adverbials or an addressee in between
    comma = False
    for k in range(i + 1, min(len(tokens), i + 26)):
        t = tokens[k]
        if t.low == "that" and not t.quoted:
            if k > i + 1 and _ASIDE.fullmatch(text[at : t.start]):  # reported, on the word of an officer, that
                return Behind("that", t.end, end)
            if form.cls == "tell" and re.search(r"\band \w+ed\b", text[at : t.start]):
                break
            if k == i + 1 or form.cls == "tell" or not comma or _only_adverbials(text[at : t.start]):
                if (
                    k > i + 1
                    and form.cls not in ("tell",)
                    and not (
                        _only_adverbials(text[at : t.start]) or text[at : t.start].strip().lower().startswith("what ")
                    )
                ):
                    break
                return Behind("that", t.end, end)
            break
        if t.low in (";", "—", "–"):
            break
        if t.low in ('"', "“", "「", "«", ":"):
            between = text[at : t.start]
            if t.low == ":" or _only_adverbials(between) or form.cls == "tell" or k == i + 1:
                return Behind("quote", t.start if t.low != ":" else t.end, end)
            break
        if t.low in FUNCTION and k == i + 1:
            return Behind("clause", t.start, end)
        if t.low == ",":
            comma = True
    rest_at = at
    while (m := ADVERBIAL.match(text, rest_at, end)) and m.end() > rest_at:
        rest_at = m.end()
        if text[m.end() - 1 : m.end()] == ",":
            break
    if re.match(r"\s*,?\s*(?:citing|quoting)\b", text[rest_at - 1 if text[rest_at - 1] == "," else rest_at : end]):
        that = re.compile(r",? that\b").search(text, rest_at, end)
        return Behind("that", that.end(), end) if that else Behind("nothing", rest_at, rest_at)
    if rest_at > at and text[rest_at - 1] == ",":
        return Behind("nothing", rest_at - 1, rest_at - 1)
    m2 = re.compile(r"\s*([,;:—–]|\"|”|$)").match(text, rest_at, end)
    if m2 and (m2[1] or rest_at >= end - 1):
        return Behind("nothing", m2.start(), m2.start())
    stop = re.compile(r"[,;—–]|\s\(").search(text, rest_at, end)
    piece_end = stop.start() if stop else end
    piece = text[rest_at:piece_end].strip()
    words = WORD.findall(piece)
    if not words:
        return Behind("nothing", rest_at, rest_at)
    if form.cls == "tell":
        obj = re.match(
            r"\s*(?:me|us|him|her|them|it|(?:the |a |its |his |this )?(?:[\w'-]+ ){0,6}?(?:reporters|journalists|investors|lawmakers|legislators|senators|Congress|Committee|committee|Senate|House|parliament|agency|newspaper|Yuan|yuan|audience|shareholders|analysts|[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,4}))",
            text[rest_at:end],
        )
        if obj:
            after = rest_at + obj.end()
            while (m := ADVERBIAL.match(text, after, end)) and m.end() > after:
                after = m.end()
                if text[m.end() - 1 : m.end()] == ",":
                    break
            if (
                re.match(r"\s*(?:[,;.]|\"|”|$)", text[after - 1 if text[after - 1] == "," else after : end])
                or after >= end
            ):
                return Behind("nothing", min(after, end), min(after, end))
            return Behind("clause", after, end)
    # said Martin Okafor, an analyst at the Institute, who ...: take the name with what stands in apposition to it
    if not re.search(r"\b(?:is|are|was|were|will|would|has|have|had|may|might|can|could|should|did|does)\b", piece):
        stops = piece_end
        while stop and text[stop.start()] == ",":
            nxt = re.compile(r"[,;—–]").search(text, stop.end(), end)
            part = text[stop.end() : nxt.start() if nxt else end].strip()
            if (
                not part
                or (re.match(r"who\b", part) and _reports(part))
                or re.match(r"(?:which|adding|noting|and|but|as|while|in|on|at)\b", part)
                or len(part) > 140
            ):
                break
            stops, stop = (nxt.start() if nxt else end), nxt
        if (
            text[rest_at:].lstrip()[:1].isupper()
            or re.match(r"(?:the|a|an|its|one|another|officials|analysts|two|three|four|five)\b", piece, re.IGNORECASE)
        ) and len(words) <= 14:
            return Behind("name", rest_at, stops)
    if (
        (form.lemma == "warn" or form.cls == "opine")
        and words[0].lower() in ("of", "about", "against", "over")
        and len(words) > 2
    ):
        return Behind("clause", rest_at, end)
    if (
        form.lemma in ("promise", "pledge", "vow", "undertake", "threaten", "swear", "offer")
        and words[0].lower() == "to"
    ):
        return Behind("clause", rest_at, end)
    if form.lemma in ("argue", "push", "press") and words[0].lower() in ("for", "against"):
        return Behind("clause", rest_at, end)
    if form.lemma == "call" and words[0].lower() in ("for", "on") and len(words) > 2:
        return Behind("clause", rest_at, end)
    if (
        words[0].lower() == "to"
        and form.cls == "say"
        and len(words) > 1
        and (words[1][0].isupper() or words[1] in ("the", "a", "this"))
        and len(words) <= 12
    ):
        return Behind("nothing", piece_end, piece_end)  # confirmed to the Observer on Monday
    if words[0].lower() in (
        "to",
        "of",
        "on",
        "in",
        "at",
        "for",
        "from",
        "with",
        "by",
        "as",
        "about",
        "during",
        "after",
        "before",
        "amid",
        "while",
        "when",
        "outside",
        "inside",
        "through",
        "via",
        "upon",
        "under",
    ) and form.cls not in ("deny", "show", "act"):
        return (
            Behind("nothing", piece_end, piece_end)
            if len(words) <= 8 and words[0].lower() not in ("to", "of")
            else Behind("other", rest_at, end)
        )
    return Behind("clause", rest_at, end)


def _only_adverbials(between: str) -> bool:
    between = between.strip(" ,")
    at = 0
    while at < len(between) and (m := ADVERBIAL.match(between, at)) and m.end() > at:
        at = m.end()
    rest = between[at:].strip(" ,")
    return not rest or (
        len(rest.split()) <= 3 and rest.split()[0].lower() in ("in", "on", "at", "by", "to", "during", "for")
    )
