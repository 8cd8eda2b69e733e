"""Reporting clauses of their own form: quoting, asking, participles, the passive."""

from __future__ import annotations

import re

from jointline.readers.dispatch.content import CLAUSE, Behind, figure
from jointline.readers.dispatch.frames import (
    AUXILIARY,
    BE,
    Frame,
    Token,
)
from jointline.readers.dispatch.mentions import read_english
from jointline.readers.dispatch.subjects import clause_subject, subject_before, subject_behind
from jointline.readers.dispatch.tables import VerbForm

ONLY_CLAUSE = frozenset(
    [
        "think",
        "conclude",
        "say",
        "tell",
        "add",
        "note",
        "state",
        "insist",
        "argue",
        "allege",
        "complain",
        "warn",
        "explain",
        "answer",
        "reply",
        "respond",
        "write",
        "remark",
        "believe",
        "doubt",
        "stress",
        "caution",
        "boast",
        "acknowledge",
        "concede",
        "admit",
    ]
)


def passive_frame(
    text: str, start: int, end: int, tokens: list[Token], i: int, begin: int, form: VerbForm
) -> Frame | None:
    """*X was quoted by Y as saying*; *X was told by Y that*."""
    if form.cls == "quote":
        m = re.compile(r"\s*(?:(?:by|in) (?P<who>[^,;]{1,80}?) )?as saying\s*(?:that\b)?").match(
            text, tokens[i].end, end
        )
        if not m:
            return None
        b = begin
        while b and tokens[b - 1].low in BE | AUXILIARY:
            b -= 1
        subject, begun, _ = subject_before(text, start, tokens, b)
        if subject is None:
            return None
        by = None if m["who"] else _QUOTED_BY.match(text, m.end(), end)
        who = m["who"] or (by["who"] if by else "")
        carrier = read_english(who) if who else None
        if begun > start + 3 and (by or not re.search(r"\w", text[m.end() : end])):
            # "...," the minister was quoted as saying by Reuters
            told = [carrier] if carrier else []
            cue = (tokens[i].start, tokens[i].end)
            return Frame("say", cue, subject, start, end, (start, begun), "behind", (begun, end), told)
        return Frame(
            "say",
            (tokens[i].start, tokens[i].end),
            subject,
            begun,
            end,
            (m.end(), end),
            "before",
            (start, m.end()),
            [carrier] if carrier else [],
        )
    return None


_QUOTED_BY = re.compile(
    r"\s*(?:by|in) (?P<who>(?:the )?[A-Z][^,;.\"]{1,60}?)(?: on \w+day| (?:last|this) \w+| earlier)?\W*$"
)
_ASKERS = frozenset(
    [
        "reporter",
        "reporters",
        "legislator",
        "legislators",
        "lawmaker",
        "lawmakers",
        "journalist",
        "journalists",
        "correspondent",
        "correspondents",
        "newsman",
        "questioner",
        "questioners",
        "press",
        "media",
        "editor",
        "host",
        "interviewer",
    ]
)


# asked him whether, asked the minister about: a question put to somebody
_ASKED_SOMEBODY = re.compile(
    r"\s+(?:him|her|them|it|the [\w-]+(?: [\w-]+)?|[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)\s+(?:whether|if|why|how|when|what|about|for)\b"
)


def ask_frame(text: str, start: int, end: int, tokens: list[Token], i: int, begin: int) -> Frame | None:
    subject, begun, _ = subject_before(text, start, tokens, begin)
    if subject is None:
        found = subject_behind(text, start, tokens, begin)
        subject = found[0] if found else None
    if subject is None:
        return None
    if not re.match(
        r"\s*(?:[^,;]{0,80}?\b(?:whether|if|why|how|what|when|about|who|for|to|not to)\b|[,.:]|\"|“|$)",
        text[tokens[i].end : end],
    ):
        return None
    asks = subject.form in ("medium", "pronoun") or subject.role in _ASKERS or subject.name.lower() in _ASKERS
    asks = asks or bool(_ASKED_SOMEBODY.match(text, tokens[i].end, end))
    party = subject.form == "body" and re.search(
        r"\b(?:Party|Caucus|Kuomintang|KMT|DPP|Union|Association)\b", subject.name
    )
    if not asks and not party and subject.form not in ("unnamed", "group", "person"):
        return None
    if not asks and not re.match(r"\s*(?:[\w ]{0,30}?)\b(?:whether|if|why|how)\b", text[tokens[i].end : end]):
        return None
    return Frame(
        "ask" if asks else "opine",
        (tokens[i].start, tokens[i].end),
        subject,
        begun,
        end,
        (tokens[i].end, end),
        "before",
        (start, tokens[i].end),
    )


def participle_frame(
    text: str, start: int, end: int, tokens: list[Token], i: int, form: VerbForm, behind: Behind, made: list[Frame]
) -> Frame | None:
    """*..., citing two officials, that*; *..., adding that*."""
    if not i or (
        not tokens[i - 1].mark
        and tokens[i - 1].low
        not in (
            "and",
            "while",
            "without",
            "later",
            "by",
            "statement",
            "letter",
            "release",
            "note",
            "message",
            "post",
            "email",
        )
    ):
        return None
    if form.cls == "quote":
        stop = re.compile(r"\sas (?:saying|telling it|stating)\b(?: that\b)?|,|;|\sthat\s").search(
            text, tokens[i].end, end
        )
        subject = read_english(text[tokens[i].end : stop.start() if stop else end])
        if subject is None:
            return None
        return Frame(
            "citing",
            (tokens[i].start, tokens[i].end),
            subject,
            start,
            end,
            (stop.end() if stop else end, end),
            "inside",
            (start, end),
        )
    if form.lemma == "put" and tokens[i - 1].low == "by" and not made and figure(text, tokens[i].end, end):
        own = clause_subject(text, tokens[: i - 1])
        return (
            Frame(
                "say",
                (tokens[i].start, tokens[i].end),
                own,
                start,
                end,
                (tokens[i].end, end),
                "before",
                (start, tokens[i].start),
            )
            if own
            else None
        )
    reports = behind.kind in ("that", "quote") or (
        behind.kind == "clause" and form.lemma in ONLY_CLAUSE and CLAUSE.search(text[behind.start : end])
    )
    if form.cls in ("say", "opine", "tell", "deny") and reports:
        if not made:  # the other was more cautious, saying ...
            own = clause_subject(text, tokens[: i - 1])
            if own:
                return Frame(
                    form.cls,
                    (tokens[i].start, tokens[i].end),
                    own,
                    start,
                    end,
                    (behind.start, end),
                    "before",
                    (start, behind.start),
                )
        return Frame(
            form.cls,
            (tokens[i].start, tokens[i].end),
            None,
            tokens[i].start,
            end,
            (behind.start, end),
            "participle",
            (tokens[i].start, behind.start),
            shared=True,
        )
    return None


def quote_frame(text: str, start: int, end: int, tokens: list[Token], i: int, begin: int) -> Frame | None:
    """*X quoted Y as saying that ...*, *X cited Y*."""
    if m := re.compile(r"\s(?P<who>[^,;\"“”]{2,80}?) as (?:saying|telling it|writing)\W*$").match(
        text, tokens[i].end, end
    ):
        found = subject_behind(text, start, tokens, begin)  # the hull had cracked, the paper quoted a welder as saying
        who = read_english(m["who"])
        if found and found[0] and who:
            return Frame(
                "say",
                (tokens[i].start, tokens[i].end),
                who,
                start,
                end,
                (start, found[1]),
                "behind",
                (found[1], end),
                [found[0]],
            )
    carrier, begun, _ = subject_before(text, start, tokens, begin)
    if carrier is None:
        return None
    m = re.compile(
        r"\sas (?:having (?:said|written|told|warned)|saying|writing|telling|stating|reporting|warning|confirming)\b"
    ).search(text, tokens[i].end, end)
    if m:
        subject = read_english(text[tokens[i].end : m.start()])
        that = re.compile(r"[^;\"“]{0,60}?\bthat\b").match(text, m.end(), end)
        body = that.end() if that else m.end()
    else:
        stop = re.compile(r",|;|\s(?:that|who)\s|:|\"|“").search(text, tokens[i].end, end)
        if stop is None:
            return None
        subject = read_english(text[tokens[i].end : stop.start()])
        body = stop.start()
    if subject is None:
        return None
    return Frame(
        "say", (tokens[i].start, tokens[i].end), subject, begun, end, (body, end), "before", (start, body), [carrier]
    )
