"""Reporting without a reporting verb: according to, refusals, adjectives and nouns of thought, labels."""

from __future__ import annotations

import re

from jointline.readers.dispatch.frames import ABLE, AUXILIARY, BE, Frame, Token
from jointline.readers.dispatch.institutions import PATTERNED, WORD, known_names
from jointline.readers.dispatch.mentions import Mention, read_english
from jointline.readers.dispatch.subjects import clause_subject, subject_before
from jointline.readers.dispatch.tables import frames, phrase_pattern

ACCORDING = phrase_pattern(frames("en", "according"))
NOBODY = phrase_pattern(frames("en", "unattributed"))
NEITHER = re.compile(
    r"Neither (?P<who>[^,;.]{2,60}?) nor [^,;.]{2,60}? (?P<verb>responded|commented|replied|answered|returned|would comment|would confirm|would say)\b"
)
AS_PUT = re.compile(
    r"\b[Aa]s (?P<who>(?!of\b|to\b|if\b|for\b)[^,;.:\"“]{2,60}?) (?:put it|puts it|has put it|said|says|noted|explained|wrote|saw it|told it)\b(?=\s*[,.;]|\s+(?:on|in|last|at)\b|$)"
)
_BARE = re.compile(r"(?:by|in) (?:that|this|his|her|their|its) account", re.IGNORECASE)


_RELEASED = re.compile(
    r"^\s*(?:the |its |latest |new |official )*(?:information|data|figures|statistics|documents|news|numbers|details) "
    r"(?:(?:released|published|provided|given|disclosed|compiled|issued|announced|collected) )?(?:by|from) ",
    re.IGNORECASE,
)


def according_frame(
    text: str, start: int, end: int, sign: re.Match[str], quotes: tuple[tuple[int, int], ...]
) -> Frame | None:
    stop = end
    depth = re.compile(r",|;|:|\s(?:that|whose)\s|—|–|\((?=\w)")
    at = sign.end()
    bare = bool(_BARE.fullmatch(sign[0]))
    carriers: list[Mention] = []
    if bare:
        subject: Mention | None = Mention("pronoun", sign[0], "account")
        stop = sign.end()
    else:
        determined = re.match(r"\s*that\b", text[at:end])  # according to that report
        found = depth.search(text, at + determined.end() if determined else at, end)
        stop = found.start() if found else end
        piece = _RELEASED.sub("", text[at:stop])
        carrier, cites, origin = piece.partition(" citing ")
        subject = read_english(origin if cites else piece)
        if cites and (by := read_english(re.sub(r" (?:reports?|dispatch(?:es)?)$", "", carrier))):
            carriers = [by]
        # a role behind the name: according to Jane Doe, an analyst at the Weller Institute
        if found and found[0] == "," and subject and subject.form in ("person", "role", "body"):
            tail = depth.search(text, found.end(), end)
            part = text[found.end() : tail.start() if tail else end]
            extra = (
                read_english(part)
                if re.match(r"\s*(?:an?|the|its|who|chief|senior|deputy|director|chair\w*|head)\b", part)
                else None
            )
            if extra and extra.form in ("role", "unnamed", "person") and len(part) < 120:
                both = read_english(text[at : tail.start() if tail else end])
                if both:
                    subject, stop = both, tail.start() if tail else end
    if subject is None:
        return None
    before = text[start : sign.start()].strip(' ,"“”')
    if len(WORD.findall(before)) >= 3 and not re.search(r"\b(?:that|said|reported|and|but)$", before):
        return Frame(
            "according",
            sign.span(),
            subject,
            start,
            max(stop, sign.end()),
            (start, sign.start()),
            "behind",
            (sign.start(), stop),
            carriers,
        )
    body = (min(stop + 1, end), end)
    return Frame("according", sign.span(), subject, start, end, body, "before", (start, stop), carriers)


def refusal_frame(
    text: str, start: int, end: int, sign: re.Match[str], tokens: list[Token], made: list[Frame]
) -> Frame | None:
    i = next((k for k, t in enumerate(tokens) if t.start >= sign.start()), len(tokens))
    while i and tokens[i - 1].low in AUXILIARY | BE | {"that"}:
        i -= 1
    if re.match(
        r"\s*(?:to )?(?:be (?:named|identified|quoted)|give (?:his|her|their) names?)|\s*(?:named|identified)\b|\s*be (?:named|identified)",
        text[sign.end() : end],
    ) or re.search(r"to be named|be identified", sign[0]):
        return None
    if i > 1 and tokens[i - 1].low == "which" and tokens[i - 2].low == ",":
        names = list(known_names().finditer(text, start, tokens[i - 1].start)) or list(
            PATTERNED.finditer(text, start, tokens[i - 1].start)
        )
        named = read_english(names[-1][0]) if names else None
        return (
            Frame(
                "decline",
                sign.span(),
                named,
                tokens[i - 1].start,
                end,
                (sign.start(), end),
                "relative",
                (tokens[i - 1].start, end),
            )
            if named
            else None
        )
    k = next((k for k in range(i - 1, max(i - 6, -1), -1) if tokens[k].low in ("whom", "whose", "which", ",")), None)
    if k is not None and tokens[k].low != ",":
        return None  # an executive, whom he would not name, said: an aside
    subject, begun, shared = subject_before(text, start, tokens, i)
    if subject is None and not shared:
        return None
    if shared and subject and not made:  # he smiled and did not answer: one clause, one passage
        begun = start
    stop = end
    for k in range(i, len(tokens)):
        t = tokens[k]
        if t.start <= sign.end() or t.quoted:
            continue
        if t.low in (";",) or (t.low == "but" and not t.quoted):
            stop = tokens[k - 1].start if tokens[k - 1].mark else t.start
            break
    return Frame(
        "decline", sign.span(), subject, begun, stop, (sign.start(), stop), "before", (start, stop), shared=shared
    )


_FEELING = frozenset(
    [
        "worried",
        "afraid",
        "concerned",
        "confident",
        "convinced",
        "hopeful",
        "sceptical",
        "skeptical",
        "doubtful",
        "optimistic",
        "pessimistic",
        "sure",
        "certain",
        "aware",
        "grateful",
        "pleased",
        "surprised",
    ]
)


def predicative(text: str, start: int, end: int, tokens: list[Token]) -> Frame | None:
    """*The army is worried that ...*: an adjective of thought with a clause."""
    for i, t in enumerate(tokens[:60]):
        if t.low not in _FEELING or t.quoted or not i:
            continue
        b = i
        while (
            b
            and tokens[b - 1].low in AUXILIARY | BE | {"very", "deeply", "generally", "quite", "so", "more", "less"}
            and not tokens[b - 1].mark
        ):
            b -= 1
        if (
            not any(x.low in BE for x in tokens[b:i])
            or i + 1 >= len(tokens)
            or tokens[i + 1].low not in ("that", "about", "of")
        ):
            continue
        subject, begun, _ = subject_before(text, start, tokens, b)
        if subject and subject.form in ABLE | {"pronoun"}:
            return Frame(
                "opine", (t.start, t.end), subject, begun, end, (tokens[i + 1].end, end), "before", (start, t.end)
            )
    return None


_NOUN_THAT = re.compile(
    r"\b(?P<verb>broke|breaks|voiced|raised|repeated|made|issued|offered|gave|took|rejected|rejects|dismissed|dismisses|denied|denies|aired|shared|spread|expressed|expresses|disputed|backed|sent)\b (?:(?!that\b)[\w'-]+ ){0,4}?"
    r"(?:news|claims?|views?|hopes?|fears?|concerns?|belief|opinion|warnings?|assurances?|pledges?|accusations?|allegations?|complaints?|suggestions?|idea|reports?|criticism|doubts?|notion|statement|message|rumou?rs?|promise|point) that\b"
)


def noun_that(text: str, start: int, end: int, tokens: list[Token]) -> Frame | None:
    """*The media broke the news that ...*, *the ministry rejected the claim that ...*."""
    m = _NOUN_THAT.search(text, start, end)
    i = next((k for k, t in enumerate(tokens) if t.start == m.start()), None) if m else None
    if m is None or not i or tokens[i].quoted:
        return None
    while i and tokens[i - 1].low in AUXILIARY:
        i -= 1
    subject, begun, _ = subject_before(text, start, tokens, i)
    if subject is None or subject.form not in ABLE | {"pronoun"}:
        return None
    cls = "deny" if m["verb"][:5] in ("rejec", "dismi", "denie", "dispu") else "say"
    return Frame(cls, (m.start(), m.end("verb")), subject, begun, end, (m.end(), end), "before", (start, m.end()))


_TOLD_ME = re.compile(
    r"[\"“](?P<who>(?:The|A|An|One|Another|[A-Z])[\w' -]{1,60}?) (?:told|said to|assured|warned) (?:me|us)\b,?(?: that)?"
)


def inner_quote(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> Frame | None:
    """*"The officer told me, ..."*: somebody quotes a third one in his own words."""
    for a, _b in quotes[:4]:
        m = _TOLD_ME.match(text, a, end)
        if m:
            subject = read_english(m["who"])
            if subject and subject.form in ("unnamed", "person", "role", "body"):
                return Frame(
                    "say", (m.end("who") + 1, m.end()), subject, a, end, (m.end(), end), "before", (a, m.end())
                )
    return None


def colon(text: str, start: int, end: int, tokens: list[Token]) -> Frame | None:
    """*A reporter was not satisfied: ...*, and *Koo: ...* in a transcript."""
    k = next((k for k, t in enumerate(tokens[:16]) if t.low == ":" and not t.quoted), None)
    if not k or k + 1 >= len(tokens):
        return None
    head = clause_subject(text, tokens[:k]) or (
        read_english(text[tokens[0].start : tokens[k - 1].end]) if k <= 4 else None
    )
    if re.search(r" and ", text[start : tokens[k].start]):
        return None  # Chair Pruitt, Ranking Member Soto, and members: a salutation
    if (
        head
        and (head.form in ("unnamed", "role") or (head.form == "person" and (head.role or k <= 3)))
        and not re.search(r"\b(?:as follows|including|following|three|two|four)\b", text[start : tokens[k].start])
    ):
        return Frame(
            "say",
            (tokens[k].start, tokens[k].end),
            head,
            tokens[k + 1].start
            if head.form == "unnamed" and head.role in ("reporter", "journalist", "correspondent", "questioner")
            else start,
            end,
            (tokens[k].end, end),
            "before",
            (start, tokens[k].start),
        )
    return None
