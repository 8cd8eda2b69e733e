"""From reporting clauses to passages: who is the origin, who the carriers, and where one fact ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import replace

from jointline.readers.dispatch.chinese import chinese_frames
from jointline.readers.dispatch.english import english_frames
from jointline.readers.dispatch.facts import Draft, facts_of
from jointline.readers.dispatch.frames import Frame
from jointline.readers.dispatch.institutions import WORD, body_in, is_country
from jointline.readers.dispatch.mentions import read_english
from jointline.readers.dispatch.names import read_chinese
from jointline.readers.dispatch.sentences import Sentence
from jointline.readers.dispatch.speakers import AUDITS, NOBODY, Cast, Source
from jointline.readers.dispatch.standing import is_denial


def drafts_of(text: str, s: Sentence, cast: Cast) -> list[Draft]:
    """The passages of one sentence in order, with the sources that its own reporting clauses name."""
    if s.chinese:
        found = chinese_frames(text, s.start, s.end, s.quotes, cast.people)
    else:
        found = english_frames(text, s.start, s.end, s.quotes)
    drafts = _assemble(text, s, found[:12], cast)
    made: list[Draft] = []
    for d in drafts:
        made += facts_of(text, d, s) if d.cls not in ("ask", "decline") else [d]
    return [part for d in made for part in _denial_first(text, d, s)]


def _denial_first(text: str, d: Draft, s: Sentence) -> list[Draft]:
    """A quotation that begins with a sentence of denial and goes on with something else: two passages."""
    q = next((q for q in s.quotes if 0 <= q[0] - d.start <= 2 and q[1] <= d.end + 1), None)
    stop = (
        re.compile(r"[.!]\s+(?=[A-Z])|[。！](?=.)").search(text, q[0], q[1] - 2)
        if q and d.source and d.cls in ("say", "tell")
        else None
    )
    if q is None or stop is None or not is_denial("say", text[q[0] + 1 : stop.start()], s.chinese):
        return [d]
    if is_denial("say", text[stop.end() : q[1]], s.chinese):
        return [d]
    first = Draft(d.start, stop.start(), (q[0] + 1, stop.start()), d.source, "deny", d.cue, d.when)
    return [
        first,
        Draft(stop.end(), d.end, (stop.end(), max(stop.end(), d.body[1])), d.source, d.cls, d.cue, d.when, True),
    ]


def _assemble(text: str, s: Sentence, found: list[Frame], cast: Cast) -> list[Draft]:
    drafts: list[Draft] = []
    first = found[0] if found else None
    if (
        first
        and first.cls == "unattributed"
        and first.cue[0] - s.start < 4
        and all(f.cls not in ("say", "tell", "decline", "deny", "according") for f in found[1:])
    ):
        found = [first]  # it is said that somebody wants: nobody has said it
    nobody = next((f for f in found if f.cls == "unattributed"), None)
    prev: Frame | None = None
    for f in found:
        if f.cls == "unattributed":
            continue
        if (
            prev is not None
            and prev.cls == "ask"
            and f.place == "before"
            and f.cue[0] > prev.cue[1]
            and not _apart(text, prev, f, s)
            and not s.chinese
        ):
            continue  # part of the question
        if (
            s.chinese
            and prev is not None
            and prev.cls == "ask"
            and f.cls == "opine"
            and "被" not in text[prev.start : prev.cue[1]]
        ):
            continue  # 有記者問，美方是不是要求: part of the question
        if f.cls == "ask":
            if prev is None:
                asker = cast.resolve(f.subject) if f.subject else None
                if asker and asker.human and s.chinese and "被" in text[max(f.cue[0] - 1, 0) : f.cue[1]]:
                    cast.spoken(asker)  # 顧立雄被問到…，答稱: the one who was asked speaks next
                if asker and asker.human and asker.kind not in ("anonymous", "unknown") and asker.role != "reporter":
                    cast.met(asker)
                drafts.append(Draft(f.start, f.end, f.body, None, "ask", f.cue, f.when))
                prev = f
            continue
        # what is only said inside what somebody says: the speaker of the outer clause stays
        last = drafts[-1] if drafts else None
        if last and last.source and f.cls == "citing":
            origin = cast.resolve(f.subject) if f.subject else None
            if origin:
                _nest(cast, last, origin, last.source)
                last.cue, last.when = f.cue, (last.when[0], max(last.when[1], f.cue[0]))
            continue
        if f.cls == "citing" and (last is None or last.source is None):
            continue
        if (
            last
            and last.source
            and f.cls in ("decline", "deny")
            and f.shared
            and prev
            and prev.cls not in ("decline", "ask")
            and (f.subject is None or prev.body[0] <= f.cue[0])
        ):
            between = text[(last.cue[1] if last.cue else last.start) : f.cue[0]]
            if (not s.chinese and f.cls == "decline" and not re.search(r"\bbut\b|; ", between)) or (
                s.chinese and len(_CONTENT.sub("", "".join(_told_parts(between)))) < 5
            ):
                last.cls, last.end = f.cls, max(last.end, f.end)
                last.cue, last.body = f.cue, (last.body[0], max(last.body[1], f.end))
                continue
        if last and last.source and s.chinese and f.cls == "decline" and prev and prev.cls == "decline" and f.shared:
            last.end = max(last.end, f.end)
            continue
        if (
            s.chinese
            and f.shared
            and last
            and last.cls == "deny"
            and f.cls in ("say", "opine")
            and re.match(r"[，：\s]*[「『“]?(?:沒有|並未|並無|絕|從未|未曾|不曾|無)", text[f.body[0] : f.body[1]])
        ):
            last.end, last.body = max(last.end, f.end), (last.body[0], max(last.body[1], f.end))
            continue  # 否認有這回事，強調「沒有任何一架…」: one denial
        source = _source(text, f, cast, last)
        if source is None or (f.cls == "act" and (source.human or _told_by_auditor(cast, source))):
            continue
        if f.place == "relative" and last is not None and prev is not None:
            drafts.append(Draft(f.start, f.end, f.body, source, f.cls, f.cue, f.when))
            last.end = min(last.end, _back(text, last.start, f.start))
            prev = f
            continue
        if last is None or prev is None or prev.cls == "ask":
            start = (
                s.start
                if f.place in ("behind", "inverted", "inside")
                or (s.chinese and re.match(r"\s*(?:對於|針對|關於|有關|至於|就|對)", text[s.start : f.start]))
                else f.start
            )
            if last is not None and prev is not None and prev.cls == "ask":
                last.end = min(last.end, max(f.start, f.cue[0] if f.start <= last.start else f.start))
                if f.place in ("behind", "inverted", "inside") or f.start <= last.start:
                    drafts.pop()
            elif start > s.start and (
                start - s.start > 8 and f.body[0] == f.cue[0] and f.cls == "opine"
                if s.chinese
                else len(WORD.findall(text[s.start : start])) >= 4
            ):
                drafts.append(Draft(s.start, _back(text, s.start, start), (s.start, start), None, "none"))
            drafts.append(Draft(start, f.end, f.body, source, f.cls, f.cue, f.when))
            cast.spoken(source)
            prev = f
            continue
        if (
            f.place in ("behind", "inverted", "inside")
            and f.cue[0] > last.start
            and prev.place == "before"
            and f.start <= last.start
        ):
            outer = source
            if f.cls == "according" and last.source and last.source.is_medium and not source.is_medium:
                _nest(cast, last, source, last.source)  # reported, on the word of an officer, that
            elif last.source and _may_nest(prev, outer, last.source):
                last.end = max(last.end, f.end) if f.place != "inside" else s.end
                _nest(cast, last, last.source, outer)
            else:
                last.source, last.cls, last.cue, last.when = outer, f.cls, f.cue, f.when
                last.body, last.end = (last.start, f.body[1]), f.end
                cast.spoken(outer)
            prev = f
            continue
        # said that he was worried and called on them to stop: both are what was said
        if (
            f.shared
            and prev.place == "before"
            and prev.cls not in ("decline", "ask")
            and not s.chinese
            and re.search(r"[^,;] and\s*$", text[max(s.start, f.cue[0] - 40) : f.cue[0]].rsplit("  ", 1)[-1])
            and not re.match(r"\s*(?:that\b|,|:|[\"“])", text[f.cue[1] : f.cue[1] + 4])
            and re.search(r"\bthat\b", text[prev.cue[1] : f.cue[0]])
            and not re.search(r"\bthat\s*$", text[f.body[0] - 6 : f.body[0]])
        ):
            continue
        apart = f.shared or f.start >= prev.end or (f.start > prev.cue[1] and _apart(text, prev, f, s))
        if f.place == "participle" and last.cls in ("decline", "deny"):
            continue
        if not apart and prev.body[0] <= f.cue[0] < prev.body[1]:
            if (
                f.subject
                and (f.subject.form != "pronoun" or f.subject.name == "counterpart")
                and last.source
                and source.name != last.source.name
                and (_may_nest(f, last.source, source) or _told_him(text, f, last.source))
            ):
                _nest(cast, last, source, last.source)
                last.cls, last.cue, last.body = f.cls if f.cls in ("deny", "decline") else last.cls, f.cue, f.body
            elif f.cls in ("decline", "deny") and last.source and source.name == last.source.name:
                last.cls = f.cls
            continue
        if f.cls == "according" and last.source:
            if source.name != last.source.name and source.is_medium:
                _nest(cast, last, last.source, source)
            elif source.name != last.source.name and last.source.is_medium:  # reported, on the word of an officer
                _nest(cast, last, source, last.source)
            continue
        if f.start <= last.start and f.place == "before" and f.cue[0] <= last.start:
            continue
        if f.cls == "decline" and last.cls == "decline" and last.source and last.source.name == source.name:
            last.end = max(last.end, f.end)
            continue
        cut = max(f.start, last.cue[1] if last.cue else last.start)
        last.end = min(last.end, _back(text, last.start, cut))
        last.body = (last.body[0], min(last.body[1], last.end))
        drafts.append(Draft(cut, f.end, f.body, source, f.cls, f.cue, f.when))
        cast.spoken(source)
        prev = f
    if not drafts:
        cls = "none"
        cue = None
        if nobody:
            return [Draft(s.start, s.end, nobody.body, NOBODY, "unattributed", nobody.cue, nobody.when)]
        return [Draft(s.start, s.end, (s.start, s.end), None, cls, cue, (s.start, s.start))]
    tail = drafts[-1]
    if tail.end < s.end and tail.cls != "ask":
        rest = _front(text, tail.end, s.end)
        if any(q[0] < tail.end < q[1] for q in s.quotes):
            rest = s.end
        aside = not s.chinese and re.match(r"(?:who|whose|which|where)\b", text[rest : s.end])
        if aside and tail.source and tail.end > tail.start:
            tail.end, enough = s.end, False  # said Jane Doe, who runs the plant
            return drafts
        enough = len(WORD.findall(text[rest : s.end])) >= 4 if not s.chinese else s.end - rest >= 8
        if enough:
            drafts.append(
                Draft(
                    rest,
                    s.end,
                    (rest, s.end),
                    tail.source,
                    tail.cls if tail.cls != "decline" else "none",
                    tail.cue,
                    tail.when,
                    True,
                )
            )
    return drafts


# what a refusal is about, and marks: 對媒體報導, 關於細節
_CONTENT = re.compile(
    r"[^，：]{0,8}(?:機密|保密|敏感|國安|個案|隱私)[^，：]{0,6}|(?:針對|對於|關於|有關|至於|就|對)[^，：]{1,20}|[，：、\s「]"
)


def _told_parts(between: str) -> list[str]:
    """What stands between two verbs, without the rest of the first reporting clause (…本社詢問時表示，)."""
    parts = re.split(r"[，：]", between)
    return parts[1:] if re.search(r"(?:表示|說|指出|稱|回應|時|後|道)$", parts[0]) else parts


def _back(text: str, low: int, at: int) -> int:
    """Back over dividing marks and a conjunction."""
    piece = text[low:at]
    piece = re.sub(r"[\s,;:，；：—–-]*(?:\b(?:and|but|while|or|yet)\b)?[\s,;:，；：—–-]*$", "", piece)
    return low + len(piece)


def _front(text: str, at: int, high: int) -> int:
    m = re.compile(r"[\s,;:，；：.—–-]*(?:(?:and|but|while)\b\s*)?").match(text, at, high)
    return m.end() if m else at


def _apart(text: str, prev: Frame, f: Frame, s: Sentence) -> bool:
    """Whether a clause with a speaker of its own begins behind a conjunction, not inside what the first one says."""
    if s.chinese:
        closed = "」" in text[max(f.start - 2, 0) : f.start] or "”" in text[max(f.start - 2, 0) : f.start]
        own = f.subject is not None and (
            f.subject.form == "pronoun"
            or (
                f.cls in ("decline", "deny")
                and (closed or text[f.start : f.start + 1] in "但而惟" or text.startswith("不過", f.start))
            )
        )
        return own or text[max(f.start - 1, 0)] in "；"
    before = text[max(s.start, f.start - 12) : f.start].lower().rstrip()
    return (
        bool(re.search(r"(?:, (?:but|and|while|whereas|although|though|yet)|;|—)$", before)) and f.subject is not None
    )


def _may_nest(inner: Frame, outer: Source, source: Source) -> bool:
    """Whether what *outer* says is what *source* told: media carry everybody, others only people and reports."""
    if inner.subject is None or inner.cls in ("act", "show"):
        return False
    if inner.cls == "according" and outer.human and inner.subject.form in ("document", "medium"):
        return True  # according to that report, he said
    if inner.subject.form == "pronoun" and inner.subject.name != "counterpart":
        return False
    if outer.is_medium or outer.role in ("reporter", "記者"):
        return True
    return inner.cls in ("say", "tell", "opine", "according", "deny") and (
        source.kind == "anonymous" or source.human or source.role == "group" or source.is_medium
    )


def _told_by_auditor(cast: Cast, source: Source) -> bool:
    """Whether an act is told by an audit or research body, whose own finding it then is."""
    return cast.publisher is not None and cast.publisher.name in AUDITS and source.name != cast.publisher.name


def _told_him(text: str, f: Frame, outer: Source) -> bool:
    """He said that the department had assured him: what *outer* says is what he was told."""
    return (
        outer.human
        and f.cls == "tell"
        and bool(re.match(r"\s+(?:him|her|them|me|us)\b", text[f.cue[1] : f.cue[1] + 8]))
    )


def _nest(cast: Cast, draft: Draft, origin: Source, carrier: Source) -> None:
    if carrier.role in (
        "reporter",
        "reporters",
        "journalist",
        "journalists",
        "correspondent",
        "correspondents",
        "記者",
    ) and carrier.kind in ("anonymous", "media"):
        carrier = replace(carrier, name="reporter")
    chain = (*carrier.via, carrier.name) if carrier.kind != "anonymous" or carrier.human else carrier.via
    if cast.publisher and carrier.name == cast.publisher.name:
        chain = carrier.via
    kept = tuple(v for v in chain if v not in origin.via)
    draft.source = replace(origin, via=(*kept, *origin.via))
    cast.spoken(draft.source, carrier)


def _source(text: str, f: Frame, cast: Cast, last: Draft | None) -> Source | None:
    """The source a frame names, with the carriers its own words give."""
    if f.subject is None:
        return (last.source if last and last.source else cast.spoke) if f.shared else None
    if f.subject.name == "account":
        return cast.spoke
    if (
        f.subject.name == "who"
        and last
        and last.cls == "decline"
        and (sent := _SENT_TO.search(text[last.start : f.cue[0]]))
        and (asked := cast.resolve(read_english(sent[1]) or f.subject))
    ):
        return asked  # referred questions to the Air Force, which said
    if f.subject.name == "who" and f.place == "relative" and last and last.source:
        return last.source
    if (
        f.subject.form == "pronoun"
        and last
        and last.source
        and f.subject.name in ("he", "she")
        and last.source.human
        and cast.can_be(last.source, f.subject.name)
    ):
        return last.source
    # who quotes and is met here for the first time under a bare name is a medium
    named = [
        replace(m, form="medium", kind="media", name=re.sub(r"^[A-Z]\w+'s ", "", m.name))
        if m.form == "person" and not m.role and m.name not in cast.people and m.name.split()[-1] not in cast.people
        else m
        for m in f.carriers
    ]
    carriers = [c for c in (cast.resolve(m) for m in named) if c]
    source = cast.resolve(f.subject)
    if source is None:
        return last.source if f.shared and last else None
    if (
        f.subject.name == "counterpart"
        and last
        and last.source
        and last.source.human
        and last.source.name != source.name
    ):
        source = replace(source, via=(*last.source.via, last.source.name))
    if cast.voice and is_country(source.name) and not carriers:
        return cast.voice  # China firmly opposes this, says its spokesman of his own side
    if source.kind == "unknown":
        source = replace(source, kind="official" if not source.role else source.kind)
    for carrier in carriers:
        if not (cast.publisher and carrier.name == cast.publisher.name) and carrier.name not in source.via:
            source = replace(
                source, via=(*[v for v in (*carrier.via, carrier.name) if v not in source.via], *source.via)
            )
    if carriers:
        cast.spoken(source, carriers[-1])
    if source.kind in ("official", "company", "expert") and (m := _IN_PAPER.search(text[f.when[0] : f.when[1]][:300])):
        cast.owners[m[1] or m[2]] = source
    if (
        source.kind == "official"
        and not source.role
        and re.search(r"\b(?:op-ed|commentary|column|essay|opinion piece)\b", text[f.when[0] : f.when[1]][:300])
    ):
        source = replace(source, kind="expert")
    if (
        cast.voice
        and source.name != cast.voice.name
        and _TOLD_ME.search(text[f.when[0] : f.body[0] + 1 if f.place == "before" else f.when[1]][:400])
    ):
        return replace(source, via=(cast.voice.name, *source.via))  # an officer told me: the one who speaks carries it
    told = _told(text, f)
    if (
        told
        and not source.is_medium
        and told not in source.via
        and told != source.name
        and not (cast.publisher and same_medium(told, cast.publisher.name))
    ):
        source = replace(source, via=(told, *source.via))
    return source


def same_medium(a: str, b: str) -> bool:
    """Whether one name is the other or a short form of it (中港社 of 中港通訊社, the Courier of The Keelung Courier)."""
    a, b = sorted((re.sub(r"^The ", "", a), re.sub(r"^The ", "", b)), key=len)
    if a.isascii():
        return a == b or set(a.split()) <= set(b.split()) or a == "".join(w[0] for w in b.split())
    left = iter(b)
    return len(a) > 1 and all(c in left for c in a)


_IN_PAPER = re.compile(
    r"\bin an? (?:[\w-]+ ){0,2}(report|statement|letter|notice|release|paper|filing|memo|study)\b|(?:發布|發出|提出|公布|發表|寄出|送交)[^，。]{0,4}(新聞稿|聲明|報告|公告)"
)
_SENT_TO = re.compile(
    r"\b(?:refer\w*|direct\w*|redirect\w*|forward\w*)\b[^,;]* to (?:the |its |their )?([A-Z][^,;]{1,60}), (?:which|who)\s*$"
)
_OFFICE = re.compile(r"Committee|Senat|Minister|Secretary|Rep\b|Sen\b|President|Department|Ministry")
_TOLD_ME = re.compile(
    r"\b(?:told|assured|warned|informed|reminded|promised|said to|wrote to|wrote|tells|hear|heard) (?:me|us|from)\b"
)
_TOLD = re.compile(
    r"\b(?:told|interview with|speaking to|spoke to|comments? to|remarks? to|quoted (?:by|in)|[Ii]n an? (?:article|op-ed|column|commentary|essay) (?:in|for)|wrote in|writing in) (?:[Tt]he )?(?=[A-Z])"
)
_TOLD_ZH = re.compile(
    r"(?:接受|告訴|向|對)(?P<who>[^，]{2,14}?)(?:專訪|訪問|採訪|記者|表示|透露|說|指出|證實|，|$)|投書(?P<to>[^，]{2,10})|在(?P<on>[^，]{2,10}?)(?:撰文|投書|發表文章)"
)


def _told(text: str, f: Frame) -> str:
    """The medium somebody spoke to, where the reporting clause says so and it is not the publisher's own."""
    clause = text[f.when[0] : f.when[1]][:400]
    for m in _TOLD.finditer(clause):
        name, kind, _ = body_in(clause[m.end() : m.end() + 60])
        shown = re.match(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3}(?=,)", clause[m.end() :])
        if "nterview with" in m[0] and kind != "media" and shown and not _OFFICE.search(shown[0]):
            return shown[0]  # whoever interviews is a medium
        if kind == "media" and clause[m.end() :].startswith(name.split()[0]):
            return name
        if (
            kind == "media"
            and clause[m.start() : m.end()].endswith(("The ", "the "))
            and clause[m.end() :].startswith(name.removeprefix("The ").split()[0])
        ):
            return name
    if spoke := _TOLD_ZH.search(clause):
        who = next((g for g in spoke.groups() if g), "")
        if who and not re.search(r"本報|本社|本刊|媒體|記者會", who):
            read = read_chinese(who, ())
            if read and read.form == "medium" and not read.plural:
                return read.name
    return ""
