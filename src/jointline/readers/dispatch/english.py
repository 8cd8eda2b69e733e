"""English reporting clauses: which words of a sentence say who speaks, and which are what is said."""

from __future__ import annotations

import re

from jointline.readers.dispatch.content import CLAUSE, Behind, figure, what_follows
from jointline.readers.dispatch.frames import (
    ABLE,
    AUXILIARY,
    BE,
    DETERMINER,
    MODAL,
    NAME_ONLY,
    PRONOUNS,
    VERBAL,
    Frame,
    Token,
    in_quotes,
    tokenise,
)
from jointline.readers.dispatch.idioms import (
    deed_frame,
    idiom_frames,
    paper_frame,
    quote_fallback,
    that_fallback,
    turn_frame,
)
from jointline.readers.dispatch.institutions import WORD, is_country
from jointline.readers.dispatch.mentions import Mention, read_english
from jointline.readers.dispatch.phrases import (
    ACCORDING,
    AS_PUT,
    NEITHER,
    NOBODY,
    according_frame,
    colon,
    inner_quote,
    noun_that,
    predicative,
    refusal_frame,
)
from jointline.readers.dispatch.quoting import ONLY_CLAUSE, ask_frame, participle_frame, passive_frame, quote_frame
from jointline.readers.dispatch.subjects import after_quote, antecedent, clause_subject, subject_before, subject_behind
from jointline.readers.dispatch.tables import VerbForm, english_verbs, refusals
from jointline.readers.dispatch.verbs import CITING, NOUN_NEXT, NOUNS, ONLY_BEHIND, ONLY_THAT, PAPERS, PHRASAL

_REPORTS = frozenset(["say", "tell", "opine", "deny", "decline", "according", "ask", "report", "show", "unattributed"])
_MOST_VERBS = 40  # reporting verbs looked at in one sentence


def english_frames(text: str, start: int, end: int, quotes: tuple[tuple[int, int], ...]) -> list[Frame]:
    """The reporting clauses of the sentence ``text[start:end]``, in order."""
    quotes = tuple(q for q in quotes if not NAME_ONLY.fullmatch(text, q[0], q[1]))
    tokens = tokenise(text, start, end, quotes)
    whole = len(quotes) == 1 and quotes[0][0] <= start + 1 and quotes[0][1] >= end - 2
    made: list[Frame] = []
    for sign in ACCORDING.finditer(text, start, end):
        if not in_quotes(sign.start(), quotes):
            frame = according_frame(text, start, end, sign, quotes)
            if frame:
                made.append(frame)
    for sign in NOBODY.finditer(text, start, end):
        if not in_quotes(sign.start(), quotes):
            made.append(Frame("unattributed", sign.span(), None, start, end, (sign.end(), end), "before", (start, end)))
            break
    made += idiom_frames(text, start, end, tokens, quotes)
    declined = sum(f.cls == "decline" for f in made)
    if m := NEITHER.match(text, start, end):
        subject = read_english(m["who"])
        if subject:
            made.append(
                Frame("decline", m.span("verb"), subject, start, end, (m.start("verb"), end), "before", (start, end))
            )
            declined = 1
    for sign in AS_PUT.finditer(text, start, end):
        subject = read_english(sign["who"])
        if subject and subject.form in ABLE | {"pronoun"} and not in_quotes(sign.start(), quotes):
            made.append(Frame("according", sign.span(), subject, start, end, (start, end), "inside", sign.span()))
            break
    for sign in refusals("en").finditer(text, start, end):
        if in_quotes(sign.start(), quotes) and not whole:
            continue
        frame = refusal_frame(text, start, end, sign, tokens, made)
        if frame and (not declined or (frame.place == "relative" and declined < 4)):
            made.append(frame)
            declined += 1
    verbs = english_verbs()
    looked = 0
    for i, token in enumerate(tokens):
        if (token.quoted and not whole) or (i and text[token.start].isupper()):
            continue
        form = verbs.get(token.low)
        if form is None or any(
            f.cue[0] <= token.start < f.cue[1]
            or (f.cls == "according" and f.place == "behind" and f.when[0] <= token.start < f.when[1])
            for f in made
        ):
            continue
        looked += 1
        if looked > _MOST_VERBS:
            break
        frame = _verb_frame(text, start, end, tokens, i, form, made)
        if frame:
            made.append(frame)
    if m := CITING.match(text, start, end):  # Citing two officials, the paper reported
        origin = read_english(m["who"])
        if origin:
            made.append(Frame("citing", m.span(), origin, start, end, (m.end(), end), "inside", m.span()))
    for f in (
        noun_that(text, start, end, tokens),
        predicative(text, start, end, tokens),
        inner_quote(text, start, end, quotes),
        colon(text, start, end, tokens) if not made else None,
    ):
        if f and not any(g.cue == f.cue for g in made):
            made.append(f)
    if not any(f.cls in _REPORTS for f in made):
        for other in (
            quote_fallback(text, start, end, tokens, quotes),
            that_fallback(text, start, end, tokens),
            turn_frame(text, start, end, tokens, quotes),
            paper_frame(text, start, end),
            deed_frame(text, start, end),
        ):
            if other:
                made.append(other)
                break
    for f in made:  # Two suppliers had yet to see an order, they said
        if f.place in ("behind", "inside") and f.subject and f.subject.form == "pronoun" and f.subject.name == "they":
            doer = clause_subject(text, [t for t in tokens if t.end <= f.when[0]])
            if doer and doer.form in ("unnamed", "group", "member"):
                f.subject = doer
    # ...; on that footing, its letter says, the figure is 13: what stands in front of the mark is not said
    for f in made:
        if f.place in ("behind", "inside") and f.start == start and (k := _half(tokens, f.cue[0])):
            f.start, f.body = k, (max(k, f.body[0]), f.body[1])
    made.sort(key=lambda f: (f.cls == "citing", f.cue[0], f.cue[1]))
    return made


def _half(tokens: list[Token], cue: int) -> int:
    """Where the half of a sentence begins in which *cue* stands, if a semicolon divides it."""
    marks = [k for k, t in enumerate(tokens) if t.low == ";" and not t.quoted and t.end <= cue]
    k = marks[-1] + 1 if marks else 0
    return tokens[k].start if 3 < k < len(tokens) and tokens[k].start < cue and cue - tokens[k].start > 12 else 0


def _verb_frame(
    text: str, start: int, end: int, tokens: list[Token], i: int, form: VerbForm, made: list[Frame]
) -> Frame | None:
    token = tokens[i]
    before = tokens[i - 1] if i else None
    if (
        form.form == "base"
        and before
        and token.low in NOUNS
        and not (
            before.low.endswith("s")
            or before.low in PRONOUNS
            or before.low in ("people", "media", "not", "still", "also")
        )
    ):
        return None
    if form.cls == "phrasal":
        if i + 1 >= len(tokens) or tokens[i + 1].low != PHRASAL[form.lemma]:
            return None
        form = VerbForm(form.lemma, "say", form.form)
        return _verb_frame_at(text, start, end, tokens, i, i + 1, form, made)
    return _verb_frame_at(text, start, end, tokens, i, i, form, made)


def _verb_frame_at(
    text: str, start: int, end: int, tokens: list[Token], i: int, last: int, form: VerbForm, made: list[Frame]
) -> Frame | None:
    """A frame whose verb group is ``tokens[i:last + 1]``."""
    token = tokens[i]
    before = tokens[i - 1] if i else None
    if (
        form.form in ("base", "s", "ing")
        and before
        and before.low in DETERMINER
        and not (form.form == "ing" and before.low == "by")
    ):
        return None
    begin = i
    while begin and tokens[begin - 1].low in AUXILIARY and not tokens[begin - 1].mark:
        begin -= 1
    if begin and tokens[begin - 1].low in ("having", "to") and form.form != "ing":
        return None
    if begin and tokens[begin - 1].low in BE:
        return passive_frame(text, start, end, tokens, i, begin, form)
    if (
        form.form in ("base",)
        and begin < i
        and tokens[i - 1].low in ("did", "does", "do", "would", "will", "could", "can", "might", "should", "to")
    ):
        if "not" in (t.low for t in tokens[begin:i]) or tokens[i - 1].low in ("can", "to", "should"):
            return None
    elif form.form == "base" and begin and tokens[begin - 1].low == "to":
        return None
    if form.cls == "ask":
        return ask_frame(text, start, end, tokens, i, begin)
    if (
        form.lemma in ("call", "describe", "consider", "see")
        and begin > 1
        and "what" in (tokens[begin - 2].low, tokens[begin - 1].low, tokens[max(begin - 3, 0)].low)
    ):
        return None  # what she called a broken promise
    behind = what_follows(text, end, tokens, last, form)
    if form.cls == "deny" and "not" in (t.low for t in tokens[begin:i]):
        return None
    if form.cls == "act" and (
        MODAL & {t.low for t in tokens[begin:i]}
        or (
            form.form in ("s", "base")
            and before
            and (before.low in ("and", "or", "but") or NOUN_NEXT.match(text, token.end))
        )
    ):
        return None  # ..., and orders from Ukraine came on top: a noun
    if form.form == "ing":
        return participle_frame(text, start, end, tokens, i, form, behind, made)
    if form.cls in ("show", "act") and behind.kind == "nothing":
        return None
    if form.cls == "quote":
        return quote_frame(text, start, end, tokens, i, begin)
    # the reporting clause stands behind or inside what is said
    # "...," Behr told an industry day: the quotation in front is what is said
    if (
        behind.kind in ("clause", "name", "other")
        and form.form in ("past", "s")
        and begin
        and tokens[begin - 1].low not in ("who", "which", "that")
        and (after := after_quote(text, start, tokens, begin))
    ):
        subject = read_english(text[after.end : token.start])
        if subject and _speaks(subject, form):
            return Frame(
                form.cls,
                (token.start, token.end),
                subject,
                start,
                end,
                (start, after.start),
                "behind",
                (after.start, end),
            )
    # a redesign, which he said would be tested
    if (
        form.form in ("past", "s")
        and form.cls in ("say", "opine")
        and last + 1 < len(tokens)
        and tokens[last + 1].low in MODAL | BE | {"had", "has", "have"}
    ):
        k = next(
            (k for k in range(begin - 1, max(begin - 8, -1), -1) if tokens[k].low in ("which", "that", "who", "what")),
            None,
        )
        if k is not None and k < begin - 1:
            subject = read_english(text[tokens[k].end : tokens[begin].start])
            if subject and _speaks(subject, form):
                return Frame(
                    form.cls,
                    (token.start, token.end),
                    subject,
                    start,
                    end,
                    (start, end),
                    "inside",
                    (tokens[k].start, token.end),
                )
    if (
        form.lemma in ONLY_BEHIND
        and behind.kind != "nothing"
        and not (behind.kind in ("that", "quote") and form.lemma == "continue")
    ):
        return None
    if form.lemma in ONLY_THAT and behind.kind not in ("that", "quote", "nothing"):
        return None
    bare = behind.kind == "clause" or (behind.kind == "name" and not (begin and tokens[begin - 1].mark))
    if bare and form.lemma in ONLY_CLAUSE and not CLAUSE.search(text[behind.start : end]):
        return None
    with_ = re.match(r"\s+with\b", text[token.end : end])
    if form.lemma in ("agree", "concur", "disagree") and (behind.kind == "nothing" or with_):
        subject, begun, shared = subject_before(text, start, tokens, begin)
        if (
            subject
            and begun == start
            and subject.form in ABLE | {"pronoun"}
            and not any(t.mark and not t.quoted and t.low in ('"', "”") for t in tokens[:i])
            and (with_ or len(WORD.findall(text[token.end : end])) <= 4)
        ):
            return Frame(
                "say", (token.start, token.end), subject, start, end, (start, end), "before", (start, token.end)
            )
        return None
    if form.lemma in ("agree", "concur", "disagree") and behind.kind not in ("that", "clause"):
        return None
    inverted = bool(begin) and (tokens[begin - 1].mark or tokens[begin - 1].low in ("no", "yes"))
    if (
        behind.kind == "other"
        and form.lemma not in ("agree", "concur", "disagree")
        and form.cls not in ("deny", "show", "act")
    ):
        return None
    if behind.kind == "nothing" or (behind.kind == "name" and inverted):
        if (
            begin
            and (tokens[begin - 1].mark or tokens[begin - 1].low in ("no", "yes"))
            and behind.kind == "name"
            and form.form in ("past", "s")
        ):
            left = text[start : tokens[begin].start]
            subject = read_english(text[behind.start : behind.stop])
            told = (
                re.search(r"[\"”»]\s*,?\s*$", left.rstrip())
                or VERBAL.search(left)
                or re.search(r"\b[a-z]+ed\b", left)
                or re.match(r"\W*(?:No|Yes)\b", left)
            )
            if subject and told and _speaks(subject, form) and form.cls not in ("show", "act"):
                return Frame(
                    form.cls,
                    (token.start, token.end),
                    subject,
                    start,
                    behind.stop,
                    (start, token.start),
                    "inverted",
                    (token.start, behind.stop),
                )
            if told and tokens[begin - 1].low in ('"', "”"):
                return None
        if behind.kind == "name":
            pass
        elif behind.kind == "nothing":
            found = subject_behind(text, start, tokens, begin)
            if found:
                subject, said = found
                if subject and _speaks(subject, form) and len(WORD.findall(text[start:said])) >= 1:
                    stop = behind.stop
                    rest = text[stop:end].strip(" ,.;")
                    place = "inside" if len(WORD.findall(rest)) >= 2 else "behind"
                    return Frame(
                        form.cls,
                        (token.start, token.end),
                        subject,
                        start,
                        end if place == "inside" else stop,
                        (start, end if place == "inside" else said),
                        place,
                        (said, stop),
                    )
            if form.cls == "deny":  # refuted this today, saying that
                subject, begun, _ = subject_before(text, start, tokens, begin)
                if subject and _speaks(subject, form):
                    span = (token.start, token.end)
                    cls = "decline" if form.lemma == "shrug" else "deny"
                    return Frame(cls, span, subject, begun, end, (token.end, end), "before", (start, token.end))
            return None
    if begin and tokens[begin - 1].low in ("who", "which", "that") and form.cls not in ("act",):
        # ..., who put the gain at six months; from an officer who pointed out that
        valued = (
            tokens[begin - 1].low == "which" and form.lemma in _VALUES and begin > 1 and tokens[begin - 2].low == ","
        )
        if tokens[begin - 1].low != "who" and not valued:
            return None
        w = begin - 1
        if w and tokens[w - 1].low == ",":
            if (
                behind.kind not in ("that", "quote")
                and not (form.lemma == "put" and figure(text, token.end, end))
                and form.cls not in ("say", "opine")
                and not valued
            ):
                return None
            return Frame(
                form.cls,
                (token.start, token.end),
                Mention("pronoun", "who", "who"),
                tokens[w].start,
                end,
                (behind.start, end),
                "relative",
                (tokens[w].start, end),
            )
        if behind.kind in ("that", "quote"):
            head = antecedent(text, tokens, w)
            return (
                Frame(
                    form.cls,
                    (token.start, token.end),
                    head,
                    tokens[w].start,
                    end,
                    (behind.start, end),
                    "before",
                    (tokens[w].start, behind.start),
                )
                if head
                else None
            )
        return None
    subject, begun, shared = subject_before(text, start, tokens, begin)
    if subject is None and not shared:
        return None
    if shared and subject and not made and form.cls != "act":
        begun = start  # was interviewed and emphasized: one clause, one passage
    if subject and not _speaks(subject, form):
        return None
    if (
        form.cls == "act"
        and token.low in ("pushed", "moved", "rolled", "held")
        and last + 1 < len(tokens)
        and tokens[last + 1].low == "back"
    ):
        behind = Behind(behind.kind, tokens[last + 1].end, behind.stop)
    if (
        form.cls == "show"
        and not shared
        and not (
            subject
            and (
                subject.form == "document"
                or PAPERS.match(subject.text)
                or (form.lemma in ("put", "set") and figure(text, token.end, end))
                or (form.lemma in ("find", "count", "propose", "detail") and behind.kind in ("that", "clause"))
            )
        )
    ):
        return None
    if (
        form.form == "base"
        and subject
        and not (
            subject.plural
            or PAPERS.match(subject.text)
            or subject.form in ("pronoun", "group")
            or re.search(r"\band\b", subject.text)
            or begin < i
        )
    ):
        return None
    return Frame(
        form.cls,
        (token.start, token.end),
        subject,
        begun,
        end,
        (token.start if form.cls == "act" else behind.start, end),  # an act is what is told: approved the sale
        "before",
        (start, behind.start),
        shared=shared,
    )


_VALUES = frozenset(
    ["give", "put", "set", "say", "add", "call", "estimate", "count", "describe", "note"]
)  # , which gave the value as
_LEGISLATURE = re.compile(r"legislature|congress|parliament|senate|house|yuan|assembly|committee", re.IGNORECASE)


def _speaks(m: Mention, form: VerbForm) -> bool:
    if m.form == "pronoun":
        return not (m.name == "it" and form.cls == "opine" and form.lemma in ("feel", "hold"))
    if form.cls == "act":
        return (
            m.form == "body"
            and m.kind in ("official", "company")
            and not _LEGISLATURE.search(m.text)
            and not is_country(m.name)  # what a country did is history, nobody's word
        ) or (m.form == "person" and len(m.name.split()) == 1 and not is_country(m.name))
    return m.form in ABLE
