"""Reading the words in front of a reporting verb: what sort of speaker is meant, before anybody is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from jointline.readers.dispatch.institutions import PATTERNED, PROPER, WORD, body_in, heads, known_names, side_of
from jointline.readers.dispatch.nouns import (
    COUNTED,
    DOER,
    FIRMS,
    FORMER,
    LEARNED,
    MEMBER_OF,
    NO_DOER,
    NUMBERS,
    OFFICE,
    OURS,
    SEAT,
    SEEN,
    STATES,
    STOPS,
    WRITERS,
)
from jointline.readers.dispatch.tables import any_of, titles, unnamed
from jointline.readers.dispatch.titles import common_body, group_kind, kind_of_title, role_of


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as the text names it.

    ``form`` is person, role (a title without a name), body, medium, document, unnamed, group, member (one of a
    group met before), pronoun, or label. ``kind`` and ``role`` are those of the cue tables, where they say.
    """

    form: str
    text: str
    name: str = ""
    kind: str = ""
    role: str = ""
    org: str = ""
    n: int | None = None
    plural: bool = False
    definite: bool = False
    possessed: bool = False  # its spokesman, his office
    side: str = ""
    former: bool = False


_PRONOUN = re.compile(
    r"(?:he|she|it|they|we|i|both|each|who)(?:'(?:m|d|ve|ll|s|re))?(?: (?:himself|herself|itself|themselves))?$",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"(?:(?P<n>one|another|two|three|a second|a third|the second|the third|the first) of (?:the|them|those|these|its)\b|the others?\b(?! [a-z]+ (?:of|for))|the second\b$|the first\b$|another\b$|one$|a second\b$|a third\b$)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:the|this|that|these|those|its|his|her|their|our|a|an|another|some|several|many|most|other|few)\b",
    re.IGNORECASE,
)


@cache
def _title_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{any_of(titles('en'))})(?:s)?(?![\w-])\.?", re.IGNORECASE)


def read_english(text: str) -> Mention | None:
    """The speaker that an English noun phrase names, or nothing where it names nobody who could speak."""
    found = _read(text)
    if found and found.form == "person" and (not found.role or found.role == "person") and SEAT.search(text):
        return replace(found, role="legislator", kind="official")
    if (
        found
        and found.form == "person"
        and found.role in ("", "person")
        and found.kind in ("", "unknown")
        and LEARNED.search(text)
    ):
        return replace(found, role="expert", kind="expert")
    return found


def _read(text: str) -> Mention | None:
    text = re.sub(r"\s+", " ", re.sub(r"[\"“”«»]", "", text).strip(" ,;:—–-'.()[]"))
    if not text or len(text) > 400:
        return None
    if _PRONOUN.match(text):
        word = text.split()[0].lower().split("'")[0]
        return Mention("pronoun", text, word, plural=word in ("they", "both", "we"))
    if re.fullmatch(r"(?:the|his|her|its) (?:other (?:party|side)|counterpart|opposite number)", text, re.IGNORECASE):
        return Mention("pronoun", text, "counterpart")
    if OURS.fullmatch(text):
        return Mention("pronoun", text, "we")
    if found := _MEMBER.match(text):
        # one of them, David Halloran, ...: then he is named
        part = text[found.end() :].split(",")
        if (
            len(part) > 1
            and not part[0].strip()
            and (named := _piece(part[1].strip()))
            and named.form == "person"
            and " " in named.name
        ):
            return named
        count = {"two": 2, "three": 3}.get((found["n"] or "").lower(), 1)
        # one of the ministers, one of its lawyers: whoever they are, they are not named either
        return Mention("member", text, kind="anonymous", n=None if text.lower().startswith("the others") else count)
    pieces = [p for p in (p.strip() for p in re.split(r",|\(|\)| — | – ", text)) if p]
    read = [
        m
        for m in (
            _piece(p) for i, p in enumerate(pieces) if not (i and re.match(r"(?!retired\b)[a-z]+(?:ing|ed)\b", p))
        )
        if m
    ]
    if not read:
        return None
    named = next((m for m in read if m.form == "person" and (m.role or " " in m.name)), None) or next(
        (m for m in read if m.form == "person"), None
    )
    first = read[0]
    if (
        len(read) > 1
        and first.form == "person"
        and not first.role
        and read[1].form in ("body", "medium")
        and read[1].text[:1].islower()
        and not re.match(r"(?:of|from|for|at|in)\b", read[1].text)
    ):
        return replace(
            read[1],
            form="body" if read[1].form == "body" else "medium",
            text=text,
            name=first.name,
            definite=False,
            possessed=False,
            side=read[1].side,
        )
    if (
        first.form == "body"
        and first.name.islower()
        and len(read) > 1
        and read[1].form in ("body", "person")
        and not read[1].role
        and read[1].text[:1].isupper()
    ):
        # the original factory, Brannock Missile Systems
        return replace(read[1], form="body", text=text, kind=first.kind, n=1, definite=False, possessed=False)
    if (
        first.form == "medium"
        and len(read) > 1
        and read[1].form in ("medium", "body", "person")
        and first.name.split()[-1].islower()
        and read[1].text[:1].isupper()
    ):
        return replace(
            read[1], form="medium", text=text, kind="media", role="", n=1, definite=False
        )  # a trade sheet, Defence Insight
    if named and first.form in ("person", "role", "body", "unnamed"):
        roles = [m for m in read if m.role or m.form == "role"]
        role = named if named.role else (roles[0] if roles else named)
        org = next(
            (m.org or (m.name if m.form == "body" else "") for m in (role, *read) if m.org or m.form == "body"), ""
        )
        if first.form == "body" and not role.role:
            return first
        if not role.role and MEMBER_OF.search(text):
            role, kind = replace(role, role="legislator"), "official"
        if role.kind == "anonymous" and (title := titles("en").get(role.role)):
            role = replace(role, kind=kind_of_title(title, ""), role=title.role)
        kind = role.kind or next((m.kind for m in read if m.kind), "")
        if kind == "anonymous":  # whoever has a name is not anonymous, whatever the office is called
            kind, role = body_in(text)[1] or "official", replace(role, role="")
        return replace(named, text=text, kind=kind, role=role.role, org=org, former=any(m.former for m in read) or bool(FORMER.search(text)),
                       possessed=any(m.possessed for m in read), side=next((m.side for m in read if m.side), ""))  # fmt: skip
    if first.form in ("role", "unnamed"):
        if first.role == "spokesperson" and not first.org:
            other = next((m for m in read[1:] if m.form == "body"), None)
            if other:
                return replace(first, org=other.name, text=text, kind=other.kind)
        return replace(first, text=text)
    return replace(first, text=text if first.form == "document" else first.text)


def _piece(text: str) -> Mention | None:
    """One part between commas."""
    if re.match(r"(?:which|who|whose|where|when)\b", text):
        return None
    possessed = bool(
        re.match(
            r"(?:its|his|her|their|the (?:office|agency|department|ministry|company|firm|bureau|navy|army|command|institute|group|council|committee|service|center|foundation|chamber|party|union|government|administration)'s)\b",
            text,
            re.IGNORECASE,
        )
    )
    definite = bool(re.match(r"(?:the|this|that|these|those)\b", text, re.IGNORECASE)) or possessed
    indefinite = bool(re.match(r"(?:an?|another|some|one)\b", text, re.IGNORECASE))
    former = bool(FORMER.search(text))
    masked = PATTERNED.sub(lambda m: "_" * len(m[0]), known_names().sub(lambda m: "_" * len(m[0]), text))
    side = side_of(text)
    # titles in front of the first word that begins a modifier behind the noun, or behind it: head of U.S. Pacific Command
    last = None
    for found in _title_pattern().finditer(masked):
        behind = masked[found.end() :].lstrip()
        if (
            re.match(r"[A-Z]", behind)
            or not behind
            or re.match(
                r"(?:of|for|at|in|from|with|to|who|on|and|familiar|briefed|close|involved|based|there|here|himself|herself|-)\b",
                behind,
            )
        ):
            last = found
            break
    if last:
        title = titles("en").get(last[0].lower().rstrip(".")) or titles("en").get(
            last[0].lower().rstrip(".").removesuffix("s")
        )
        name = re.match(
            rf"{OFFICE}\s*((?:{PROPER}|[a-z]+-[a-z]+)(?:\s{PROPER}|\s(?:de|van|von|bin|al)\s{PROPER}){{0,3}})",
            text[last.end() :],
        )
        if title and name:
            person = re.sub(r"'s$", "", name[1]).strip()
            while (more := _title_pattern().match(person)) and more.end() < len(person):
                title = (
                    titles("en").get(more[0].lower().rstrip("."), title)
                    if not title.role or title.role == "person"
                    else title
                )
                person = person[more.end() :].lstrip()
            org, kind, org_side = body_in(text[: last.start()])
            if not org:
                org = common_body(text[: last.start()], side)
            return Mention(
                "person",
                text,
                person,
                kind_of_title(title, kind),
                role_of(title, org or text),
                org,
                1,
                possessed=possessed,
                side=org_side or side,
                former=former,
            )
        if title:
            word = last[0].lower().rstrip(".")
            plural = word.endswith("s") and word not in titles("en")
            org, kind, org_side = body_in(text)
            if not org:
                org = common_body(text[: last.start()], side)
            if word == "representatives" and not re.search(r"\b(?:industry|trade|union|party|House)\b", text):
                return _unnamed(text, word, "anonymous", side, org, True)
            if unnamed("en").get(word) == "group":
                return Mention(
                    "group",
                    text,
                    _trimmed(text),
                    group_kind(word),
                    "legislator" if word == "members" else "group",
                    plural=True,
                    side=org_side or side,
                )
            if word in unnamed("en") or plural or (indefinite and title.role != "spokesperson"):
                return _unnamed(text, word, "anonymous", side, org, plural or _plural(word))
            n = 1
            return Mention("role", text, last[0], kind_of_title(title, kind), role_of(title, org), org, n, plural, definite or not indefinite,
                           possessed, org_side or side, former)  # fmt: skip
    if m := re.match(
        rf"(?:[\w.']+ ){{0,4}}?(?:newspaper|magazine|broadcaster|media|daily|weekly|website|tabloid|paper|outlet|agency|network|station|journal) ({PROPER}(?:\s{PROPER}){{0,4}})$",
        text,
    ):
        return Mention("medium", text, m[1], "media", n=1)
    if m := re.match(rf"({PROPER}(?:\s(?:[A-Z]\.|{PROPER})){{1,2}}) (?:of|from) (?:{STATES})$", text):
        return Mention("person", text, m[1], "official", "legislator", "", 1, side="US")
    if m := re.match(rf"({PROPER}(?:\s(?:[A-Z]\.|{PROPER})){{1,2}}) (?:of|from|at|with) (?:the )?([A-Z].*)$", text):
        org, kind, org_side = body_in(m[2])
        if org and not body_in(m[1])[0]:
            return Mention(
                "person",
                text,
                m[1],
                kind,
                "expert" if kind == "expert" else "official" if kind == "official" else "executive",
                org,
                1,
                side=org_side,
            )
    if m := re.match(
        rf"(?:the |a |an )?(?:[a-z]+ ){{0,2}}(?:reports?|articles?|story|stories|dispatch|investigation|study|studies|survey|analysis|paper|brief|data|figures|statistics|database|tally|tracker|list|estimates?|research|poll|essay|op-ed|commentary|note)(?: (?:published|released|issued|written|prepared|compiled|collected|gathered|kept|put out|produced|drawn up|commissioned|conducted)(?: (?:on |last |this )?\w+)?)? (?:of|by|in|from) (?:the )?({PROPER}(?:\s{PROPER}){{0,4}})$",
        text,
        re.IGNORECASE,
    ):
        org, kind, org_side = body_in(m[1])
        if (
            m[1][0].isupper()
            and re.search(r"\bby\b", text)
            and kind != "media"
            and not re.search(r"exclusive|article|story|dispatch", text)
        ):
            return Mention(
                "body", text, m[1], kind if kind in ("official", "company") else "expert", n=1, side=org_side
            )
        if m[1][0].isupper():
            return (
                Mention("medium", text, m[1], "media", n=1)
                if not org or kind == "media"
                else Mention("body", text, m[1], kind, n=1, side=org_side)
            )
    if m := WRITERS.match(text):
        return Mention("document", text, m[1] or "report", "official", definite=True)
    if m := SEEN.match(text):  # an internal memo seen by Reuters: nobody says whose it is
        return Mention("document", text, m["doc"].lower(), "anonymous")
    head = _head(text)
    low = head.lower()
    # the Army's program office: a body of a body, told in full
    upto = text[: text.find(head) + len(head)]
    if m := re.match(rf"(?:the |{PROPER}'s )?({PROPER}(?: {PROPER}){{0,4}}'s (?:[a-z-]+ ){{0,3}}[\w'-]+)$", upto):
        form, of = heads().get(low, ("", ""))
        if form == "body" and head.islower():
            return Mention("body", text, _trimmed(m[1]), "expert" if of == "lobby" else of, n=1, side=side)
    body, kind, body_side = body_in(text)
    if body and not (low in unnamed("en") and low != body.split()[-1].lower()):
        at = text.find(body.split()[0])
        lead = text[: max(at, 0)]
        if kind == "media":
            return Mention("medium", text, body, "media", n=1, side=body_side)
        if not re.search(r"\b(?:of|for|at|in|from|with|by|against)\b", lead):
            bare = re.sub(rf"^(?:the |{PROPER}'s |U\.?S\.? )*", "", text)
            if low in heads() and heads()[low][0] == "document" and not body.endswith(head):
                return Mention("document", text, head, "official", org=body, definite=definite, side=body_side)
            if (low in heads() and low not in ("government", "company")) or len(bare) <= len(body) + 24:
                return Mention(
                    "body", text, body, kind, n=1, definite=definite and body.lower() in heads(), side=body_side or side
                )
    if low in unnamed("en"):
        sort = unnamed("en")[low]
        if low == "representatives" and not re.search(r"\b(?:industry|company|trade|union|party)\b", text):
            return _unnamed(text, low, "anonymous", side, body or "", True)
        if sort == "group" or (
            low in ("people", "soldiers")
            and not definite
            and not re.search(r"\b(?:familiar|briefed|close|knowledge|who|with|involved|informed)\b", text)
        ):
            return Mention("group", text, _trimmed(text), group_kind(low), n=None, plural=True, side=side)
        return _unnamed(text, low, sort, side, body or "", _plural(low))
    if low in heads():
        form, of = heads()[low]
        if form == "body" and of == "company" and head.islower() and low not in FIRMS:
            return None
        if form == "document":
            return Mention(
                "document",
                text,
                head,
                "official",
                org=body,
                definite=definite,
                plural=low.endswith("s"),
                side=body_side or side,
            )
        if form == "medium":
            return Mention(
                "medium",
                text,
                _trimmed(text),
                "media",
                n=None if _plural(low) else 1,
                definite=definite,
                plural=_plural(low),
                side=side,
            )
        proper = re.search(rf"(?:{PROPER} ){{0,4}}[\w'-]+$", text[: text.find(head) + len(head)])
        named = proper is not None and head[0].isupper() and " " in proper[0]
        return Mention("body", text, proper[0] if named and proper else re.sub(r"^(?:the|this|that|its|his|her|their|an?) ", "", _trimmed(text), flags=re.IGNORECASE), {"lobby": "expert"}.get(of, of), n=1,
                       definite=definite and not named, possessed=possessed, side=side)  # fmt: skip
    # a former submariner, two shippers: somebody by what he does, known by the ending of the word
    if head.islower() and COUNTED.match(text) and DOER.search(low) and low not in NO_DOER:
        return _unnamed(
            text,
            low,
            "anonymous",
            side,
            body or "",
            low.endswith(("ers", "ors", "ists", "ians", "men", "women", "ants")),
        )
    # the opposition Kuomintang, the ruling party's caucus
    if m := re.match(rf"(?:the )?(?:[a-z-]+ ){{1,2}}({PROPER}(?: {PROPER}){{0,2}})$", text):
        body, kind, body_side = body_in(m[1])
        return Mention("body", text, m[1], kind or "official", n=1, side=body_side or side)
    runs = re.match(rf"(?:The )?({PROPER}(?:\s{PROPER}){{0,3}})(?:'s)?$", text)
    if runs and not definite and len(runs[1]) > 1 and runs[1] not in ("An", "The", "This", "That"):
        return Mention("person", text, runs[1].removesuffix("'s"), n=1, former=former)
    return None


def _head(text: str) -> str:
    """The head noun: the last word in front of the first modifier behind it."""
    core = ""
    for i, word in enumerate(WORD.findall(text)):
        if i and (
            word.lower() in STOPS or word.lower() in ("itself", "themselves", "today", "yesterday", "earlier", "also")
        ):
            break
        if i and word.islower() and word.endswith(("ed", "ing")) and core.lower() in unnamed("en"):
            break  # two executives interviewed for this piece
        core = word.removesuffix("'s")
    return core


def _plural(word: str) -> bool:
    return word in ("people", "media") or (
        word.endswith("s")
        and not word.endswith(("ss", "news", "times"))
        and word not in ("news", "times", "press", "systems", "industries", "dynamics", "works")
    )


def _trimmed(text: str) -> str:
    """A description short enough to be a name."""
    short = re.split(r"\s(?:that|who|which|whose)\s", text)[0]
    return " ".join(short.split()[:10])


def _unnamed(text: str, word: str, kind: str, side: str, org: str, plural: bool) -> Mention:
    words = [w.lower() for w in WORD.findall(text)[:4]]
    n: int | None = None
    for w in words:
        if w in NUMBERS:
            n = NUMBERS[w]
        elif w.isdigit() and len(w) < 4:
            n = int(w)
    if not plural:
        n = 1
    definite = bool(re.match(r"(?:the|these|those|its|his|their)\b", text, re.IGNORECASE))
    shown = re.split(r"\s(?:that|which)\s|\swho (?!(?:is|are|was|were|have|has|spoke|asked) )", text)[0]
    return Mention(
        "unnamed", text, " ".join(shown.split()[:14]), "anonymous", word, org, n, plural, definite, side=side
    )
