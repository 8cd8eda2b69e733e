"""English reporting clauses: which words of a sentence say who speaks, and which are what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jointline.readers.dispatch.mentions import PATTERNED, WORD, Mention, known_names, read_english
from jointline.readers.dispatch.tables import VerbForm, english_verbs, frames, phrase_pattern, refusals


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
_AUXILIARY = frozenset("had has have also later then again separately further repeatedly earlier did does do would will might could can should "
                       "already previously once now today yesterday still just never not only however too even openly publicly privately first both "
                       "simply merely once thus in turn since itself himself herself themselves".split())  # fmt: skip
_BE = frozenset("is are was were be been being".split())
_DETERMINER = frozenset("the a an this that these those its his her their our my your some any no each every such of in for by with to on at from and's".split())
_PREPOSITIONS = frozenset("in on at to of for with by from about over under before after during between".split())
_PRONOUNS = frozenset("he she it they we".split())
_CONJ = frozenset("and but or yet then while".split())
_TIME = (
    r"(?:(?:late |early )?(?:on |last |this |next |in |by |since |earlier (?:this |on |in |last )?|late |early |later (?:on |in |that )?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|today|yesterday|tomorrow|week|month|year|"
    r"(?:late |early |mid-?)?(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.?)(?: \d{1,2}(?:st|nd|rd|th)?)?(?:,? \d{4})?|the \d{1,2}(?:st|nd|rd|th)|\d{4}|"
    r"(?:the )?(?:same |previous |next |following )?(?:day|week|month|night|morning|afternoon))\b)"
)
_MANNER = (
    r"(?:(?:in|at|by|during|through|via|over|before|after|to|with|from|under) (?:an? |the |its |his |her |their |this |that )?(?:[\w'-]+ ){0,5}?"
    r"(?:statements?|letters?|press release|releases?|news release|reports?|interviews?|briefings?|conference|hearings?|e-?mails?|speech|remarks|testimony|notices?|notification|reply|response|reporters|"
    r"journalists|lawmakers|legislators|investors|shareholders|analysts|questions?|post|floor|session|forum|call|telephone|phone|note|filing|committee|subcommittee|Congress|Senate|House|parliament|yuan|legislature|agency|newspaper|magazine|"
    r"manner|key|answer|query|queries|request|inquiry|room|seminar|podium|event|deadline|anonymity|ceremony|visit|paper|article|editorial|commentary|column|study|brief|budget|Taipei|Washington|Beijing|London|Tokyo|Geneva|Singapore|Honolulu)\b)"
)
_ADVERBIAL = re.compile(rf"\s*(?:{_TIME}|{_MANNER}|\w+ly\b|again\b|also\b|however\b|too\b|only\b|here\b|ago\b|when asked\b[^,]*|earlier\b|before\b$)\s*,?", re.IGNORECASE)
_FUNCTION = frozenset("that whether if why how what".split())


# "Elbe Zeitung": marks around a name are no quotation
_NAME_ONLY = re.compile(r"[\"“«](?:[A-Z][\w'.&-]*|of|the|and|for)(?: (?:[A-Z][\w'.&-]*|of|the|and|for)){0,4}[\"”»]")
_MOST_VERBS = 40  # reporting verbs looked at in one sentence
_FAR = 90  # words looked back for a subject


def tokenise(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> list[Token]:
    """Words and dividing marks of a sentence."""
    made, at = [], 0
    for found in _TOKEN.finditer(text, start, end):
        a, b = found.span()
        while at < len(quotes) and quotes[at][1] <= a:
            at += 1
        inside = at < len(quotes) and quotes[at][0] < a and b < quotes[at][1]
        word = found[0]
        if word in "\"“”«»" and not any(a in (q[0], q[1] - 1) for q in quotes[max(at - 1, 0) : at + 2]):
            continue  # a mark around a name, or one without its partner
        made.append(Token(word.lower(), a, b, inside, not (word[0].isalnum() or word[0] == "_")))
    return made


def english_frames(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> list[Frame]:
    """The reporting clauses of the sentence ``text[start:end]``, in order."""
    quotes = tuple(q for q in quotes if not _NAME_ONLY.fullmatch(text, q[0], q[1]))
    tokens = tokenise(text, start, end, quotes)
    whole = len(quotes) == 1 and quotes[0][0] <= start + 1 and quotes[0][1] >= end - 2
    made: list[Frame] = []
    for sign in _according().finditer(text, start, end):
        if not _in_quotes(sign.start(), quotes):
            frame = _according_frame(text, start, end, sign, quotes)
            if frame:
                made.append(frame)
    for sign in _nobody().finditer(text, start, end):
        if not _in_quotes(sign.start(), quotes):
            made.append(Frame("unattributed", sign.span(), None, start, end, (sign.end(), end), "before", (start, end)))
            break
    declined = 0
    if m := _NEITHER.match(text, start, end):
        subject = read_english(m["who"])
        if subject:
            made.append(Frame("decline", m.span("verb"), subject, start, end, (m.start("verb"), end), "before", (start, end)))
            declined = 1
    for sign in _AS_PUT.finditer(text, start, end):
        subject = read_english(sign["who"])
        if subject and subject.form in _ABLE | {"pronoun"} and not _in_quotes(sign.start(), quotes):
            made.append(Frame("according", sign.span(), subject, start, end, (start, end), "inside", sign.span()))
            break
    for sign in refusals("en").finditer(text, start, end):
        if _in_quotes(sign.start(), quotes) and not whole:
            continue
        frame = _refusal_frame(text, start, end, sign, tokens, made)
        if frame and (not declined or (frame.place == "relative" and declined < 4)):
            made.append(frame)
            declined += 1
    verbs = english_verbs()
    looked = 0
    for i, token in enumerate(tokens):
        if (token.quoted and not whole) or (i and text[token.start].isupper()):
            continue
        form = verbs.get(token.low)
        if form is None or any(f.cue[0] <= token.start < f.cue[1] for f in made):
            continue
        looked += 1
        if looked > _MOST_VERBS:
            break
        frame = _verb_frame(text, start, end, tokens, i, form, made)
        if frame:
            made.append(frame)
    for f in (_noun_that(text, start, end, tokens), _predicative(text, start, end, tokens), _inner_quote(text, start, end, quotes), _colon(text, start, end, tokens) if not made else None):
        if f and not any(g.cue == f.cue for g in made):
            made.append(f)
    made.sort(key=lambda f: (f.cls == "citing", f.cue[0], f.cue[1]))
    return made


def _in_quotes(at: int, quotes: tuple[tuple[int, int], ...]) -> bool:
    return any(a < at < b - 1 for a, b in quotes)


# ------------------------------------------------------------------ according to
def _according() -> re.Pattern[str]:
    return _ACCORDING


_ACCORDING = phrase_pattern(frames("en", "according"))
_NOBODY = phrase_pattern(frames("en", "unattributed"))
_NEITHER = re.compile(r"Neither (?P<who>[^,;.]{2,60}?) nor [^,;.]{2,60}? (?P<verb>responded|commented|replied|answered|returned|would comment|would confirm|would say)\b")
_AS_PUT = re.compile(r"\b[Aa]s (?P<who>(?!of\b|to\b|if\b|for\b)[^,;.:\"“]{2,60}?) (?:put it|puts it|has put it|said|says|noted|explained|wrote|saw it|told it)\b(?=\s*[,.;]|\s+(?:on|in|last|at)\b|$)")
_BARE = re.compile(r"(?:by|in) (?:that|this|his|her|their|its) account", re.IGNORECASE)


def _nobody() -> re.Pattern[str]:
    return _NOBODY


def _according_frame(text: str, start: int, end: int, sign: re.Match[str], quotes: tuple[tuple[int, int], ...]) -> Frame | None:
    stop = end
    depth = re.compile(r",|;|:|\s(?:that|whose)\s|—|–|\((?=\w)")
    at = sign.end()
    bare = bool(_BARE.fullmatch(sign[0]))
    if bare:
        subject: Mention | None = Mention("pronoun", sign[0], "account")
        stop = sign.end()
    else:
        found = depth.search(text, at, end)
        stop = found.start() if found else end
        subject = read_english(text[at:stop])
        # a role behind the name: according to Jane Doe, an analyst at the Weller Institute
        if found and found[0] == "," and subject and subject.form in ("person", "role", "body"):
            tail = depth.search(text, found.end(), end)
            part = text[found.end() : tail.start() if tail else end]
            extra = read_english(part) if re.match(r"\s*(?:an?|the|its|who|chief|senior|deputy|director|chair\w*|head)\b", part) else None
            if extra and extra.form in ("role", "unnamed", "person") and len(part) < 120:
                both = read_english(text[at : tail.start() if tail else end])
                if both:
                    subject, stop = both, tail.start() if tail else end
    if subject is None:
        return None
    before = text[start : sign.start()].strip(" ,\"“”")
    if len(WORD.findall(before)) >= 3 and not re.search(r"\b(?:that|said|reported|and|but)$", before):
        return Frame("according", sign.span(), subject, start, max(stop, sign.end()), (start, sign.start()), "behind", (sign.start(), stop))
    return Frame("according", sign.span(), subject, start, end, (min(stop + 1, end), end), "before", (start, stop))


# ------------------------------------------------------------------ refusals
def _refusal_frame(text: str, start: int, end: int, sign: re.Match[str], tokens: list[Token], made: list[Frame]) -> Frame | None:
    i = next((k for k, t in enumerate(tokens) if t.start >= sign.start()), len(tokens))
    while i and tokens[i - 1].low in _AUXILIARY | _BE | {"that"}:
        i -= 1
    if re.match(r"\s*(?:to )?(?:be (?:named|identified|quoted)|give (?:his|her|their) names?)|\s*(?:named|identified)\b|\s*be (?:named|identified)", text[sign.end() : end]) or re.search(r"to be named|be identified", sign[0]):
        return None
    if i > 1 and tokens[i - 1].low == "which" and tokens[i - 2].low == ",":
        names = list(known_names().finditer(text, start, tokens[i - 1].start)) or list(PATTERNED.finditer(text, start, tokens[i - 1].start))
        named = read_english(names[-1][0]) if names else None
        return Frame("decline", sign.span(), named, tokens[i - 1].start, end, (sign.start(), end), "relative", (tokens[i - 1].start, end)) if named else None
    subject, begun, shared = _subject_before(text, start, tokens, i)
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
    return Frame("decline", sign.span(), subject, begun, stop, (sign.start(), stop), "before", (start, stop), shared=shared)


# ------------------------------------------------------------------ verbs
def _verb_frame(text: str, start: int, end: int, tokens: list[Token], i: int, form: VerbForm, made: list[Frame]) -> Frame | None:
    token = tokens[i]
    before = tokens[i - 1] if i else None
    if form.form == "base" and i and token.low in _NOUNS and (
        text[before.start].isupper() or any(t.low in _DETERMINER and t.low != "and" for t in tokens[max(0, i - 3) : i])  # type: ignore[union-attr]
    ):
        return None
    if form.cls == "phrasal":
        if i + 1 >= len(tokens) or tokens[i + 1].low != _PHRASAL[form.lemma]:
            return None
        form = VerbForm(form.lemma, "say", form.form)
        return _verb_frame_at(text, start, end, tokens, i, i + 1, form, made)
    return _verb_frame_at(text, start, end, tokens, i, i, form, made)


# verbs that report only with a that-clause or a quotation: held 24 men, felt the cold are no reports
_ONLY_THAT = frozenset("hold feel judge suppose suspect maintain project observe conclude signal convey repeat continue assure reckon calculate indicate specify stipulate clarify relate recount certify".split())
_ONLY_CLAUSE = frozenset("think conclude say tell add note state insist argue allege complain warn explain answer reply respond write remark believe doubt stress caution boast acknowledge concede admit".split())
_CLAUSE = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|should|must|did|does|do|[a-z]+ed|[a-z]+s|made|came|went|gave|took|held|stood|rose|fell|grew|began|became|let|put|set|cut|met|meant|left|kept|lost|got|built|bought|sold|sent|paid)\b")
_NOUNS = frozenset("state report claim estimate call count name list detail cover set record project object signal question note doubt fear hope second promise pledge demand request review comment remark plan answer reply response forecast echo brief witness award contract stress caution quote cite mention blame praise welcome delay".split())
_PHRASAL = {"point": "out", "spell": "out", "go": "on", "make": "clear", "play": "down"}
_MODAL = frozenset("would will could can might may should must".split())


def _verb_frame_at(text: str, start: int, end: int, tokens: list[Token], i: int, last: int, form: VerbForm, made: list[Frame]) -> Frame | None:
    """A frame whose verb group is ``tokens[i:last + 1]``."""
    token = tokens[i]
    before = tokens[i - 1] if i else None
    if form.form in ("base", "s", "ing") and before and before.low in _DETERMINER and not (form.form == "ing" and before.low == "by"):
        return None
    begin = i
    while begin and tokens[begin - 1].low in _AUXILIARY and not tokens[begin - 1].mark:
        begin -= 1
    if begin and tokens[begin - 1].low in ("having", "to") and form.form != "ing":
        return None
    if begin and tokens[begin - 1].low in _BE:
        return _passive(text, start, end, tokens, i, begin, form)
    if form.form in ("base",) and begin < i and tokens[i - 1].low in ("did", "does", "do", "would", "will", "could", "can", "might", "should", "to"):
        if "not" in (t.low for t in tokens[begin:i]) or tokens[i - 1].low in ("can", "to", "should"):
            return None
    elif form.form == "base" and begin and tokens[begin - 1].low == "to":
        return None
    if form.cls == "ask":
        return _ask(text, start, end, tokens, i, begin)
    if form.lemma in ("call", "describe", "consider", "see") and begin > 1 and "what" in (tokens[begin - 2].low, tokens[begin - 1].low, tokens[max(begin - 3, 0)].low):
        return None  # what she called a broken promise
    behind = _behind(text, end, tokens, last, form)
    if form.cls == "deny" and "not" in (t.low for t in tokens[begin:i]):
        return None
    if form.cls == "act" and _MODAL & {t.low for t in tokens[begin:i]}:
        return None
    if form.form == "ing":
        return _participle(text, start, end, tokens, i, form, behind, made)
    if form.cls in ("show", "act") and behind.kind == "nothing":
        return None
    if form.cls == "quote":
        return _quote(text, start, end, tokens, i, begin)
    # the reporting clause stands behind or inside what is said
    # "...," Behr told an industry day: the quotation in front is what is said
    if behind.kind in ("clause", "name", "other") and form.form in ("past", "s") and begin and tokens[begin - 1].low not in ("who", "which", "that") and (after := _after_quote(text, start, tokens, begin)):
        subject = read_english(text[after.end : token.start])
        if subject and _speaks(subject, form):
            return Frame(form.cls, (token.start, token.end), subject, start, end, (start, after.start), "behind", (after.start, end))
    # a redesign, which he said would be tested
    if form.form in ("past", "s") and form.cls in ("say", "opine") and last + 1 < len(tokens) and tokens[last + 1].low in _MODAL | _BE | {"had", "has", "have"}:
        k = next((k for k in range(begin - 1, max(begin - 8, -1), -1) if tokens[k].low in ("which", "that", "who", "what")), None)
        if k is not None and k < begin - 1:
            subject = read_english(text[tokens[k].end : tokens[begin].start])
            if subject and _speaks(subject, form):
                return Frame(form.cls, (token.start, token.end), subject, start, end, (start, end), "inside", (tokens[k].start, token.end))
    if form.lemma in _ONLY_THAT and behind.kind not in ("that", "quote", "nothing"):
        return None
    if behind.kind in ("clause", "name") and not (behind.kind == "name" and begin and tokens[begin - 1].mark):
        if (form.lemma in _ONLY_CLAUSE and not _CLAUSE.search(text[behind.start : end])):
            return None
    with_ = re.match(r"\s+with\b", text[token.end : end])
    if form.lemma in ("agree", "concur", "disagree") and (behind.kind == "nothing" or with_):
        subject, begun, shared = _subject_before(text, start, tokens, begin)
        if subject and begun == start and subject.form in _ABLE | {"pronoun"} and not any(t.mark and not t.quoted and t.low in ('"', "”") for t in tokens[:i]):
            if with_ or len(WORD.findall(text[token.end : end])) <= 4:
                return Frame("say", (token.start, token.end), subject, start, end, (start, end), "before", (start, token.end))
        return None
    inverted = bool(begin) and (tokens[begin - 1].mark or tokens[begin - 1].low in ("no", "yes"))
    if behind.kind == "other" and form.lemma not in ("agree", "concur", "disagree") and form.cls not in ("deny", "show", "act"):
        return None
    if behind.kind == "nothing" or (behind.kind == "name" and inverted):
        if begin and (tokens[begin - 1].mark or tokens[begin - 1].low in ("no", "yes")) and behind.kind == "name" and form.form in ("past", "s"):
            left = text[start : tokens[begin].start]
            subject = read_english(text[behind.start : behind.stop])
            told = re.search(r"[\"”»]\s*,?\s*$", left.rstrip()) or _VERBAL.search(left) or re.search(r"\b[a-z]+ed\b", left) or re.match(r"\W*(?:No|Yes)\b", left)
            if subject and told and _speaks(subject, form):
                return Frame(form.cls, (token.start, token.end), subject, start, behind.stop, (start, token.start), "inverted", (token.start, behind.stop))
            if told and tokens[begin - 1].low in ('"', "”"):
                return None
        if behind.kind == "name":
            pass
        elif behind.kind == "nothing":
            found = _subject_behind(text, start, tokens, begin)
            if found:
                subject, said = found
                if subject and _speaks(subject, form) and len(WORD.findall(text[start:said])) >= 1:
                    stop = behind.stop
                    rest = text[stop:end].strip(" ,.;")
                    place = "inside" if len(WORD.findall(rest)) >= 2 else "behind"
                    return Frame(form.cls, (token.start, token.end), subject, start, end if place == "inside" else stop, (start, end if place == "inside" else said), place, (said, stop))
            return None
    if begin and tokens[begin - 1].low in ("who", "which", "that") and form.cls not in ("act",):
        # ..., who put the gain at six months; from an officer who pointed out that
        if tokens[begin - 1].low != "who":
            return None
        w = begin - 1
        if w and tokens[w - 1].low == ",":
            if behind.kind not in ("that", "quote") and not (form.lemma == "put" and _figure(text, token.end, end)) and form.cls not in ("say", "opine"):
                return None
            return Frame(form.cls, (token.start, token.end), Mention("pronoun", "who", "who"), tokens[w].start, end, (behind.start, end), "relative", (tokens[w].start, end))
        if behind.kind in ("that", "quote"):
            head = _antecedent(text, tokens, w)
            return Frame(form.cls, (token.start, token.end), head, tokens[w].start, end, (behind.start, end), "before", (tokens[w].start, behind.start)) if head else None
        return None
    subject, begun, shared = _subject_before(text, start, tokens, begin)
    if subject is None and not shared:
        return None
    if subject and not _speaks(subject, form):
        return None
    if form.cls == "show" and not shared and not (subject and (subject.form == "document" or (form.lemma in ("put", "set") and _figure(text, token.end, end)) or (form.lemma in ("find", "count", "propose", "detail") and behind.kind in ("that", "clause")))):
        return None
    if form.form == "base" and subject and not (subject.plural or subject.form in ("pronoun", "group") or re.search(r"\band\b", subject.text) or begin < i):
        return None
    return Frame(form.cls, (token.start, token.end), subject, begun, end, (behind.start, end), "before", (start, behind.start), shared=shared)


def _antecedent(text: str, tokens: list[Token], w: int) -> Mention | None:
    """The noun phrase in front of *who*."""
    for k in range(w - 1, max(w - 11, -1), -1):
        if tokens[k].mark:
            return None
        if tokens[k].low in ("a", "an", "the", "one", "two", "three", "four", "five", "some", "several", "another") or (tokens[k].low in ("by", "from", "to", "of") and k < w - 1):
            begun = tokens[k].start if tokens[k].low not in ("by", "from", "to", "of") else tokens[k + 1].start
            return read_english(text[begun : tokens[w - 1].end])
    return None


_FEELING = frozenset("worried afraid concerned confident convinced hopeful sceptical skeptical doubtful optimistic pessimistic sure certain aware grateful pleased surprised".split())


def _predicative(text: str, start: int, end: int, tokens: list[Token]) -> Frame | None:
    """*The army is worried that ...*: an adjective of thought with a clause."""
    for i, t in enumerate(tokens[:60]):
        if t.low not in _FEELING or t.quoted or not i:
            continue
        b = i
        while b and tokens[b - 1].low in _AUXILIARY | _BE | {"very", "deeply", "generally", "quite", "so", "more", "less"} and not tokens[b - 1].mark:
            b -= 1
        if not any(x.low in _BE for x in tokens[b:i]) or i + 1 >= len(tokens) or tokens[i + 1].low not in ("that", "about", "of"):
            continue
        subject, begun, shared = _subject_before(text, start, tokens, b)
        if subject and subject.form in _ABLE | {"pronoun"}:
            return Frame("opine", (t.start, t.end), subject, begun, end, (tokens[i + 1].end, end), "before", (start, t.end))
    return None


_NOUN_THAT = re.compile(
    r"\b(?P<verb>broke|breaks|voiced|raised|repeated|made|issued|offered|gave|took|rejected|rejects|dismissed|dismisses|denied|denies|aired|shared|spread|expressed|expresses|disputed|backed|sent)\b (?:(?!that\b)[\w'-]+ ){0,4}?"
    r"(?:news|claims?|views?|hopes?|fears?|concerns?|belief|opinion|warnings?|assurances?|pledges?|accusations?|allegations?|complaints?|suggestions?|idea|reports?|criticism|doubts?|notion|statement|message|rumou?rs?|promise|point) that\b"
)


def _noun_that(text: str, start: int, end: int, tokens: list[Token]) -> Frame | None:
    """*The media broke the news that ...*, *the ministry rejected the claim that ...*."""
    m = _NOUN_THAT.search(text, start, end)
    i = next((k for k, t in enumerate(tokens) if t.start == m.start()), None) if m else None
    if m is None or not i or tokens[i].quoted:
        return None
    while i and tokens[i - 1].low in _AUXILIARY:
        i -= 1
    subject, begun, shared = _subject_before(text, start, tokens, i)
    if subject is None or subject.form not in _ABLE | {"pronoun"}:
        return None
    cls = "deny" if m["verb"][:5] in ("rejec", "dismi", "denie", "dispu") else "say"
    return Frame(cls, (m.start(), m.end("verb")), subject, begun, end, (m.end(), end), "before", (start, m.end()))


_TOLD_ME = re.compile(r"[\"“](?P<who>(?:The|A|An|One|Another|[A-Z])[\w' -]{1,60}?) (?:told|said to|assured|warned) (?:me|us)\b,?(?: that)?")


def _inner_quote(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> Frame | None:
    """*"The officer told me, ..."*: somebody quotes a third one in his own words."""
    for a, _b in quotes[:4]:
        m = _TOLD_ME.match(text, a, end)
        if m:
            subject = read_english(m["who"])
            if subject and subject.form in ("unnamed", "person", "role", "body"):
                return Frame("say", (m.end("who") + 1, m.end()), subject, a, end, (m.end(), end), "before", (a, m.end()))
    return None


def _colon(text: str, start: int, end: int, tokens: list[Token]) -> Frame | None:
    """*A reporter was not satisfied: ...*, and *Koo: ...* in a transcript."""
    k = next((k for k, t in enumerate(tokens[:16]) if t.low == ":" and not t.quoted), None)
    if not k or k + 3 >= len(tokens):
        return None
    head = _clause_subject(text, tokens[:k]) or (read_english(text[tokens[0].start : tokens[k - 1].end]) if k <= 4 else None)
    if head and (head.form in ("unnamed", "role") or (head.form == "person" and (head.role or k <= 3))) and not re.search(r"\b(?:as follows|including|following|three|two|four)\b", text[start : tokens[k].start]):
        return Frame("say", (tokens[k].start, tokens[k].end), head, tokens[k + 1].start, end, (tokens[k].end, end), "before", (start, tokens[k].start))
    return None


def _after_quote(text: str, start: int, tokens: list[Token], i: int) -> Token | None:
    """The closing mark of a quotation directly in front of the subject of the verb at *i*."""
    for k in range(i - 1, max(i - 14, -1), -1):
        if tokens[k].low in ('"', "”", "»"):
            return tokens[k] if k and k < i - 1 and text[tokens[k].start - 1] in ",.?!" else None
        if tokens[k].quoted or tokens[k].low in (";", ":"):
            return None
    return None


@dataclass(frozen=True, slots=True)
class _Behind:
    kind: str  # that, quote, clause, name, nothing
    start: int
    stop: int


def _figure(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"\bat\b[^.;]{0,40}?(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen|hundred|thousand|million|billion)\b)", text[start:end]))


def _behind(text: str, end: int, tokens: list[Token], i: int, form: VerbForm) -> _Behind:
    """What follows a verb: a that-clause, a quotation, a clause or object, a name, or nothing but adverbials."""
    at = tokens[i].end
    # that within reach, with nothing but adverbials or an addressee in between
    comma = False
    for k in range(i + 1, min(len(tokens), i + 26)):
        t = tokens[k]
        if t.low == "that" and not t.quoted:
            if k == i + 1 or form.cls == "tell" or not comma or _only_adverbials(text[at : t.start]):
                if k > i + 1 and form.cls not in ("tell",) and not (_only_adverbials(text[at : t.start]) or text[at : t.start].strip().lower().startswith("what ")):
                    break
                return _Behind("that", t.end, end)
            break
        if t.low in (";", "—", "–"):
            break
        if t.low in ('"', "“", "「", "«", ":"):
            between = text[at : t.start]
            if t.low == ":" or _only_adverbials(between) or form.cls == "tell" or k == i + 1:
                return _Behind("quote", t.start if t.low != ":" else t.end, end)
            break
        if t.low in _FUNCTION and k == i + 1:
            return _Behind("clause", t.start, end)
        if t.low == ",":
            comma = True
    rest_at = at
    while (m := _ADVERBIAL.match(text, rest_at, end)) and m.end() > rest_at:
        rest_at = m.end()
        if text[m.end() - 1 : m.end()] == ",":
            break
    if re.match(r"\s*,?\s*(?:citing|quoting)\b", text[rest_at - 1 if text[rest_at - 1] == "," else rest_at : end]):
        that = re.compile(r",? that\b").search(text, rest_at, end)
        return _Behind("that", that.end(), end) if that else _Behind("nothing", rest_at, rest_at)
    if rest_at > at and text[rest_at - 1] == ",":
        return _Behind("nothing", rest_at - 1, rest_at - 1)
    m2 = re.compile(r"\s*([,;:—–]|\"|”|$)").match(text, rest_at, end)
    if m2 and (m2[1] or rest_at >= end - 1):
        return _Behind("nothing", m2.start(), m2.start())
    stop = re.compile(r"[,;—–]|\s\(").search(text, rest_at, end)
    piece_end = stop.start() if stop else end
    piece = text[rest_at:piece_end].strip()
    words = WORD.findall(piece)
    if not words:
        return _Behind("nothing", rest_at, rest_at)
    if form.cls == "tell":
        obj = re.match(r"\s*(?:me|us|him|her|them|it|(?:the |a |its |his |this )?(?:[\w'-]+ ){0,6}?(?:reporters|journalists|investors|lawmakers|legislators|senators|Congress|Committee|committee|Senate|House|parliament|agency|newspaper|Yuan|yuan|audience|shareholders|analysts|[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,4}))", text[rest_at:end])
        if obj:
            after = rest_at + obj.end()
            while (m := _ADVERBIAL.match(text, after, end)) and m.end() > after:
                after = m.end()
                if text[m.end() - 1 : m.end()] == ",":
                    break
            if re.match(r"\s*(?:[,;.]|\"|”|$)", text[after - 1 if text[after - 1] == "," else after : end]) or after >= end:
                return _Behind("nothing", min(after, end), min(after, end))
            return _Behind("clause", after, end)
    # said Martin Okafor, an analyst at the Institute, who ...: take the name with what stands in apposition to it
    if not re.search(r"\b(?:is|are|was|were|will|would|has|have|had|may|might|can|could|should|did|does)\b", piece):
        stops = piece_end
        while stop and text[stop.start()] == ",":
            nxt = re.compile(r"[,;—–]").search(text, stop.end(), end)
            part = text[stop.end() : nxt.start() if nxt else end].strip()
            if not part or re.match(r"(?:who|which|adding|noting|and|but|as|while|in|on|at)\b", part) or len(part) > 140:
                break
            stops, stop = (nxt.start() if nxt else end), nxt
        if (text[rest_at:].lstrip()[:1].isupper() or re.match(r"(?:the|a|an|its|one|another|officials|analysts|two|three|four|five)\b", piece, re.IGNORECASE)) and len(words) <= 14:
            return _Behind("name", rest_at, stops)
    if form.lemma == "call" and words[0].lower() in ("for", "on") and len(words) > 2:
        return _Behind("clause", rest_at, end)
    if words[0].lower() in ("to", "of", "on", "in", "at", "for", "from", "with", "by", "as", "about") and form.cls not in ("deny", "show", "act"):
        return _Behind("nothing", piece_end, piece_end) if len(words) <= 8 and words[0].lower() not in ("to", "of") else _Behind("other", rest_at, end)
    return _Behind("clause", rest_at, end)


def _only_adverbials(between: str) -> bool:
    between = between.strip(" ,")
    at = 0
    while at < len(between) and (m := _ADVERBIAL.match(between, at)) and m.end() > at:
        at = m.end()
    rest = between[at:].strip(" ,")
    return not rest or (len(rest.split()) <= 3 and rest.split()[0].lower() in ("in", "on", "at", "by", "to", "during", "for"))


_LEGISLATURE = re.compile(r"legislature|congress|parliament|senate|house|yuan|assembly|committee", re.IGNORECASE)
_ABLE = frozenset("person body medium document unnamed role group member".split())


def _speaks(m: Mention, form: VerbForm) -> bool:
    if m.form == "pronoun":
        return not (m.name == "it" and form.cls == "opine" and form.lemma in ("feel", "hold"))
    if form.cls == "act":
        return (m.form == "body" and m.kind in ("official", "company") and not _LEGISLATURE.search(m.text)) or (m.form == "person" and len(m.name.split()) == 1)
    return m.form in _ABLE


def _subject_before(text: str, start: int, tokens: list[Token], i: int) -> tuple[Mention | None, int, bool]:
    """The subject of a verb whose group begins at token *i*, where its clause begins, and whether it is shared."""
    if i == 0:
        return None, start, False
    # a pronoun directly in front of the verb is its subject, whatever stands before it
    if tokens[i - 1].low in _PRONOUNS:
        k = next((k for k in range(i - 2, max(i - 14, -1), -1) if tokens[k].low in (";", ":", "—", "–") or (tokens[k].low in ("but", "and", "while", "although") and k and tokens[k - 1].low == ",")), None)
        return read_english(tokens[i - 1].low), start if k is None else tokens[k + 1].start, False
    j, begun = i, start
    verbs = english_verbs()
    while j:
        t = tokens[j - 1]
        if i - j > _FAR:
            return None, start, False
        # said that the ministry denied: what an outer verb reports has a subject of its own
        form = verbs.get(t.low)
        if j < i and not t.quoted and (
            (t.low == "that" and j > 1 and not (j > 2 and tokens[j - 3].low in ("who", "which")) and ((tokens[j - 2].low in verbs and verbs[tokens[j - 2].low].form != "base" and not (verbs[tokens[j - 2].low].form == "s" and (j < 3 or tokens[j - 3].low in _DETERMINER | {"media", "press", "news"}))) or tokens[j - 2].low in ("today", "yesterday", "out", "clear", "release", "statement")))
            or (form and form.cls in ("say", "tell") and form.form in ("past", "s") and form.lemma in ("say", "tell", "report", "add", "announce", "note", "confirm") and not (tokens[j].low in ("by", "on", "about", "in", "to")))
        ):
            begun = tokens[j].start
            break
        if t.low in (";", ":", "—", "–", "--") or (t.low in ('"', "”", "»") and not t.quoted and j < i):
            begun = tokens[j].start if j < len(tokens) else t.end
            break
        j -= 1
    clause = tokens[j:i]
    if not clause:
        return None, start, False
    # but emphasised, and added: the subject of the clause before
    k = len(clause) - 1
    while k >= 0 and (clause[k].low in _AUXILIARY or clause[k].mark):
        k -= 1
    if k >= 0 and clause[k].low in ("and", "but", "or", "yet", "then") and (k or j == 0):
        named = _clause_subject(text, clause[:k])
        begins = clause[k + 1].start if k + 1 < len(clause) else tokens[i].start
        return (named, begins, True) if k else (None, begins, True)
    # ..., but the ministry denied: the clause begins behind the conjunction
    for k in range(len(clause) - 1, 0, -1):
        if clause[k].low in ("but", "while", "whereas", "although", "though", "and") and clause[k - 1].low == "," and k < len(clause) - 1:
            piece = text[clause[k].end : clause[-1].end]
            m = _first_subject(piece)
            if m:
                return m, clause[k + 1].start, False
    m = _first_subject(text[clause[0].start : clause[-1].end])
    return m, begun, False


_LEADING = re.compile(
    r"(?:in|on|at|after|before|during|since|by|for|with|under(?! ?secretary)|from|asked|when|while|as|if|meanwhile|however|but|and|yet|still|also|earlier|later|last|this|today|yesterday|speaking|responding|regarding|concerning|"
    r"citing|quoting|according|despite|although|though|instead|separately|nevertheless|nonetheless|moreover|furthermore|then|there|here|once|until|because|answering|replying|pressed|questioned|queried|turning|about|of|to|over|"
    r"among|without|following|amid|even|only|so|thus|indeed|now|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.IGNORECASE)  # fmt: skip
_PHRASE = re.compile(
    rf"(?:(?:meanwhile|however|but|and|yet|still|also|then|instead|separately|so|thus|indeed|now)\s+|{_TIME}\s+|(?:in|on|at|under|by|with|for|from|after|before|during|about|of) (?:(?:an?|the|its|his|her|their|this|that) )?(?:[\w'-]+ ){{1,6}}?(?=(?:the|its|his|her|their|a|an|one|two|three)\s))",
    re.IGNORECASE,
)


_VERBAL = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|may|might|can|could|should|did|does|do|said|says|told)\b(?<!to do)", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:asked|reported|announced|wanted|warned|argued|replied|answered)\b")
_RELATIVE = re.compile(r"\b(?:who|which|that|whose|whom|where)\b")


def _nominal(parts: list[str]) -> bool:
    """Whether the parts between commas can be one noun phrase: no verb outside a relative clause."""
    for part in parts:
        relative = _RELATIVE.search(part)
        stop = relative.start() if relative else len(part)
        if _VERBAL.search(part, 0, stop) or _ASKED.search(part, 0, stop):
            return False
    return True


def _first_subject(piece: str) -> Mention | None:
    """The subject at the head of a clause, behind whatever adverbials stand before it."""
    piece = piece.strip(" ,\"“”")
    parts = [p.strip() for p in piece.split(",") if p.strip()]
    skipped = 0
    for part in parts:
        if _LEADING.match(part) and not re.match(r"(?:this|about|over|under|of)\s(?:newspaper|agency|paper|correspondent)\b", part, re.IGNORECASE):
            inner = part
            for _ in range(4):
                m = _PHRASE.match(inner)
                if not m or m.end() >= len(inner) or m[0].split()[-1].lower() in _PREPOSITIONS:
                    break
                inner = inner[m.end() :]
            if inner != part and not _LEADING.match(inner):
                rest = ", ".join([inner, *parts[skipped + 1 :]])
                found = read_english(rest) if _nominal([inner, *parts[skipped + 1 :]]) else None
                if found:
                    return found
            skipped += 1
            continue
        break
    rest_parts = parts[skipped:]
    if not rest_parts or not _nominal(rest_parts):
        return None
    # some reporters: reduced where a whole clause stands before the verb
    return read_english(", ".join(rest_parts))


_FINITE_WORDS = frozenset("had has have did does do will would can could may might should must spoke held took came went gave sat stood rose made kept put said says told".split())


def _clause_subject(text: str, tokens: list[Token]) -> Mention | None:
    """The subject of a clause that has a verb of its own: its first words that name somebody."""
    if not tokens:
        return None
    verb = next((k for k, t in enumerate(tokens[:30]) if k and (t.low in _BE or t.low in _FINITE_WORDS or (t.low.endswith("ed") and not t.quoted and tokens[k - 1].low not in ("the", "a", "an")))), None)
    if verb:
        m = _first_subject(text[tokens[0].start : tokens[verb - 1].end])
        if m and m.form in _ABLE | {"pronoun"}:
            return m
    parts = text[tokens[0].start : tokens[-1].end].split(",")
    while len(parts) > 1 and _LEADING.match(parts[0].strip()):
        parts.pop(0)
    words = WORD.findall(parts[0])
    for k in range(1, min(len(words), 9) + 1):
        if words[k - 1].lower() in ("he", "she", "it", "they", "we") and k == 1:
            return read_english(words[0])
        m = read_english(" ".join(words[:k]))
        if m and m.form in ("person", "body", "role", "medium", "unnamed", "document") and (k == len(words) or words[k][:1].islower() and words[k] not in ("of", "for", "and")):
            return m
    return None


def _subject_behind(text: str, start: int, tokens: list[Token], i: int) -> tuple[Mention | None, int] | None:
    """The subject of a clause that follows what it reports, and where what is said ends."""
    j = i
    while j and not (tokens[j - 1].mark and tokens[j - 1].low in (",", '"', "”", ";", "—", "–", "--", "»", ":")):
        j -= 1
    if not j:
        return None
    if j == i:
        # Jane Doe, the minister, said: the mark belongs to an apposition
        k = j - 1
        while k and not (tokens[k - 1].mark and tokens[k - 1].low in (",", '"', "”", ";")):
            k -= 1
        if not k or tokens[j - 1].low != ",":
            return None
        m = read_english(text[tokens[k].start : tokens[j - 1].start])
        if m is None or m.form not in ("person", "role"):
            return None
        q = k - 1
        while q and not (tokens[q - 1].mark and tokens[q - 1].low in (",", '"', "”", ";")):
            q -= 1
        if q and tokens[k - 1].low == ",":
            both = read_english(text[tokens[q].start : tokens[j - 1].start])
            if both and both.form == "person" and both.role:
                return both, tokens[q - 1].start if tokens[q - 1].low == "," else tokens[q - 1].end
        return m, tokens[k - 1].start if tokens[k - 1].low == "," else tokens[k - 1].end
    piece = text[tokens[j].start : tokens[i - 1].end]
    m = read_english(re.sub(r"^(?:and|but|as|so|while|then)\s", "", piece, flags=re.IGNORECASE))
    if m is None or len(WORD.findall(piece)) > 18 or not _nominal([piece]):
        return None
    said = tokens[j - 1].start if tokens[j - 1].low in (",", ";", "—", "–", "--") else tokens[j - 1].end
    # its spokesman, Lin Po-yu, said: the part before the comma is the other half of an apposition
    if tokens[j - 1].low == "," and j >= 2 and m.form in ("person", "role"):
        k = j - 1
        while k and not (tokens[k - 1].mark and tokens[k - 1].low in (",", '"', "”", ";")):
            k -= 1
        if k:
            both = read_english(text[tokens[k].start : tokens[i - 1].end])
            if both and both.form == "person" and both.role and both.name and len(WORD.findall(text[tokens[k].start : tokens[j - 1].start])) <= 12:
                other = read_english(text[tokens[k].start : tokens[j - 1].start])
                if other and other.form in ("role", "person"):
                    said = tokens[k - 1].start if tokens[k - 1].low in (",", ";") else tokens[k - 1].end
                    return both, said
    return m, said


def _passive(text: str, start: int, end: int, tokens: list[Token], i: int, begin: int, form: VerbForm) -> Frame | None:
    """*X was quoted by Y as saying*; *X was told by Y that*."""
    if form.cls == "quote":
        m = re.compile(r"\s*(?:(?:by|in) (?P<who>[^,;]{1,80}?) )?as saying\s*(?:that\b)?").match(text, tokens[i].end, end)
        if not m:
            return None
        b = begin
        while b and tokens[b - 1].low in _BE | _AUXILIARY:
            b -= 1
        subject, begun, _ = _subject_before(text, start, tokens, b)
        if subject is None:
            return None
        carrier = read_english(m["who"]) if m["who"] else None
        return Frame("say", (tokens[i].start, tokens[i].end), subject, begun, end, (m.end(), end), "before", (start, m.end()), [carrier] if carrier else [])
    return None


_ASKERS = frozenset("reporter reporters legislator legislators lawmaker lawmakers journalist journalists correspondent correspondents newsman questioner questioners press media editor host interviewer".split())


def _ask(text: str, start: int, end: int, tokens: list[Token], i: int, begin: int) -> Frame | None:
    subject, begun, _ = _subject_before(text, start, tokens, begin)
    if subject is None:
        found = _subject_behind(text, start, tokens, begin)
        subject = found[0] if found else None
    if subject is None or begin != i and False:
        return None
    if not re.match(r"\s*(?:[^,;]{0,80}?\b(?:whether|if|why|how|what|when|about|who|for|to|not to)\b|[,.:]|\"|“|$)", text[tokens[i].end : end]):
        return None
    asks = subject.form in ("medium", "pronoun") or subject.role in _ASKERS or subject.name.lower() in _ASKERS
    if not asks and subject.form not in ("unnamed", "group", "person"):
        return None
    if not asks and not re.match(r"\s*(?:[\w ]{0,30}?)\b(?:whether|if|why|how)\b", text[tokens[i].end : end]):
        return None
    return Frame("ask" if asks else "opine", (tokens[i].start, tokens[i].end), subject, begun, end, (tokens[i].end, end), "before", (start, tokens[i].end))


def _participle(text: str, start: int, end: int, tokens: list[Token], i: int, form: VerbForm, behind: _Behind, made: list[Frame]) -> Frame | None:
    """*..., citing two officials, that*; *..., adding that*."""
    if not i or not tokens[i - 1].mark and tokens[i - 1].low not in ("and", "while", "without", "later", "by", "statement", "letter", "release", "note", "message", "post", "email"):
        return None
    if form.cls == "quote":
        stop = re.compile(r"\sas (?:saying|telling it|stating)\b(?: that\b)?|,|;|\sthat\s").search(text, tokens[i].end, end)
        subject = read_english(text[tokens[i].end : stop.start() if stop else end])
        if subject is None:
            return None
        return Frame("citing", (tokens[i].start, tokens[i].end), subject, start, end, (stop.end() if stop else end, end), "inside", (start, end))
    if form.lemma == "put" and tokens[i - 1].low == "by" and not made and _figure(text, tokens[i].end, end):
        own = _clause_subject(text, tokens[: i - 1])
        return Frame("say", (tokens[i].start, tokens[i].end), own, start, end, (tokens[i].end, end), "before", (start, tokens[i].start)) if own else None
    reports = behind.kind in ("that", "quote") or (behind.kind == "clause" and form.lemma in _ONLY_CLAUSE and _CLAUSE.search(text[behind.start : end]))
    if form.cls in ("say", "opine", "tell", "deny") and reports:
        if not made:  # the other was more cautious, saying ...
            own = _clause_subject(text, tokens[: i - 1])
            if own:
                return Frame(form.cls, (tokens[i].start, tokens[i].end), own, start, end, (behind.start, end), "before", (start, behind.start))
        return Frame(form.cls, (tokens[i].start, tokens[i].end), None, tokens[i].start, end, (behind.start, end), "participle", (tokens[i].start, behind.start), shared=True)
    return None


def _quote(text: str, start: int, end: int, tokens: list[Token], i: int, begin: int) -> Frame | None:
    """*X quoted Y as saying that ...*, *X cited Y*."""
    carrier, begun, _ = _subject_before(text, start, tokens, begin)
    if carrier is None:
        return None
    m = re.compile(r"\sas (?:having (?:said|written|told|warned)|saying|writing|telling|stating|reporting|warning|confirming)\b").search(text, tokens[i].end, end)
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
    return Frame("say", (tokens[i].start, tokens[i].end), subject, begun, end, (body, end), "before", (start, body), [carrier])
