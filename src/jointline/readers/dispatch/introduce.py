"""What a sentence tells of people and bodies besides what they say: titles, offices, and whose a document is."""

from __future__ import annotations

import re
from dataclasses import replace

from jointline.readers.dispatch.chinese_names import is_name
from jointline.readers.dispatch.chinese_subjects import topic as clause_topic
from jointline.readers.dispatch.institutions import PATTERNED, body_in, known_names
from jointline.readers.dispatch.mentions import read_english
from jointline.readers.dispatch.names import chinese_body, known_bodies_zh, read_chinese
from jointline.readers.dispatch.sentences import Sentence
from jointline.readers.dispatch.speakers import Cast, Source
from jointline.readers.dispatch.tables import any_of, bodies, media, titles

_PROPER = r"[A-Z][\w'-]+"
_APPOSED = re.compile(
    rf"({_PROPER}(?: (?:[A-Z]\.|{_PROPER})){{1,3}}), ((?:the |an? |its |his |former )?[a-z][^,.;:\"“]{{3,90}}|[A-Z][^,.;:\"“]{{3,60}})(?=[,.;:]|$)"
)
_TITLED = re.compile(
    rf"((?:(?:the|Defense|Defence|Foreign|Prime|Deputy|Vice|Assistant|State|Navy|Army|Chief|Senior|Rear|Taiwan's|China's|U\.S\.|American|Chinese|Japanese|Taiwanese) ){{0,4}}(?:{any_of(t for t in (x.title() for x in titles('en')) if len(t) > 3)}|Sen\.|Rep\.|Gen\.|Adm\.)) ({_PROPER}(?: (?:[A-Z]\.|{_PROPER})){{0,3}})"
)
_DOCUMENT = r"(?:letter|notice|report|notification|statement|document|study|memo|memorandum|announcement|paper|release|transmittal|assessment|audit|article|story)"
_COMES = re.compile(
    rf"\b(?P<doc>{_DOCUMENT})\b[^.;]{{0,60}}?\b(?:comes?|came|is|was|signed|sent|issued|written|published|released|prepared) (?:from|by)\b (?P<who>[^.;]{{3,120}})",
    re.IGNORECASE,
)
_OWNED = re.compile(rf"(?P<who>[A-Z][\w'.&-]*(?: [A-Z][\w'.&-]*){{0,6}})(?:'s)? (?P<doc>{_DOCUMENT})\b")
_FROM = re.compile(
    rf"\b(?:an?|the|another) (?:[\w-]+ ){{0,3}}?(?P<doc>{_DOCUMENT}) (?:from|by|of|signed by|sent by|issued by) (?:the )?(?P<who>[A-Z][^,.;:\"“”]{{3,80}})"
)
_TALKS_WITH = re.compile(
    r"\b(?:sat down with|spoke with|spoke to|talked to|talked with|[Ii]nterview(?:ed|s)?(?: with)?|[Cc]onversation with|[Aa]nswers? (?:from|by)|[Qq]uestions (?:to|for)|[Gg]uest is|joined by) (?P<who>[A-Z][\w'.-]+ [A-Z][^.;:\"“”]{2,120})"
)
_ONCE = re.compile(r"\b(?:until|former|formerly|once|retired|used to|served as|worked (?:at|in|for)|ran|led|headed)\b")
_HAD_SAID = re.compile(
    r"\bwhat (?P<who>[^,.;\"“]{3,80}?) (?:had |has )?(?:said|told|stated|announced|written|explained)\b(?P<when>[^,.;]{0,80})"
)
_ANSWERED = re.compile(r"\b(?:answered|went|going|referred|pointed|repeated|recalled|quoted|cited|echoed)\b")
_REPEATS = re.compile(
    r"\b(?:going back|went back|referred|referring|pointed|pointing|repeated|repeating|recalled|recalling|quoted|quoting|cited|citing|echoed|answered by|reminded)\b"
)
_SERVICES = frozenset(["Army", "Navy", "Air Force", "Marine Corps"])
_QUOTED_FIRM = re.compile(r"[「『“]([^「」『』“”]{2,12})[」』”](?:公司|集團|企業|廠)")
_ZH_TITLED = re.compile(rf"(?:{any_of(titles('zh'))})([\u4e00-\u9fff]{{2,4}})")


def introduce(text: str, s: Sentence, cast: Cast) -> Source | None:
    """Remember whom the sentence names; the source it announces for the sentences that follow, where it does."""
    piece = text[s.start : s.end][:1200]
    return _chinese(piece, cast) if s.chinese else _english(piece, cast)


def _english(piece: str, cast: Cast) -> Source | None:
    for m in known_names().finditer(piece):
        name = m[0]
        if name in media():
            continue
        b = bodies()[name]
        if name in _SERVICES and not re.search(r"(?:U\.S\.|US|American) $", piece[: m.start()]):
            continue  # whose army it is, the name does not say
        if len(b.name.split()) > 1 or b.name in ("Pentagon", "Congress"):
            cast.note_body(b.name, b.kind, b.side)
    for m in PATTERNED.finditer(piece):
        name, kind, side = body_in(m[0])
        if name and kind != "media" and " " in name:
            cast.note_body(name, kind, side)
    for m in _TITLED.finditer(piece):
        found = read_english(m[0])
        if found and found.form == "person" and found.role:
            cast.note_person(found)
    for m in _APPOSED.finditer(piece):
        found = read_english(m[0])
        if found and found.form == "person" and found.role and not body_in(m[1])[0]:
            made = cast.note_person(found)
            if made.role == "spokesperson":
                cast.roles["spokesperson"] = made
    for m in _OWNED.finditer(piece):
        name, kind, side = body_in(m["who"])
        if name:
            cast.owners[m["doc"].lower()] = Source(name, kind, n=1, side=side)
    for m in _FROM.finditer(piece):
        name, kind, side = body_in(m["who"])
        if name and m["who"].startswith(name.split()[0]):
            cast.owners[m["doc"].lower()] = Source(name, kind, n=1, side=side)
    if sat := _TALKS_WITH.search(piece):
        guest = read_english(sat["who"])
        if guest and guest.form == "person" and " " in guest.name:
            made = cast.note_person(
                replace(guest, former=guest.former or bool(_ONCE.search(piece)), kind=guest.kind or "expert")
            )
            cast.met(made)
    if comes := _COMES.search(piece):
        who = read_english(re.split(r",| and ", comes["who"])[0])
        owner = cast.resolve(who) if who and who.form in ("body", "person", "role", "medium") else None
        if owner:
            for noun in (comes["doc"].lower(), "letter" if "letter" in piece.lower() else comes["doc"].lower()):
                cast.owners.setdefault(noun, owner)
            for noun in re.findall(rf"\b{_DOCUMENT}\b", piece.lower()):
                cast.owners.setdefault(noun, owner)
            cast.owners["notice"] = owner
            if not re.search(r"\b(?:said|says)\b", piece):
                return owner
    told = _HAD_SAID.search(piece)
    if told and _REPEATS.search(piece[: told.start()]):
        who, carrier = read_english(told["who"]), read_english(_ANSWERED.split(piece)[0])
        origin = cast.resolve(who) if who else None
        bearer = cast.resolve(carrier) if carrier else cast.human
        if origin and bearer and origin.name != bearer.name:
            return replace(origin, via=(*bearer.via, bearer.name))
    return None


def _chinese(piece: str, cast: Cast) -> Source | None:
    for m in known_bodies_zh().finditer(piece):
        b = bodies().get(m[0])
        if b and len(m[0]) > 2:
            cast.note_body(m[0], b.kind, b.side)
    for m in _ZH_TITLED.finditer(piece):
        for length in (3, 2, 4):
            name = m[1][:length]
            if len(name) == length and is_name(name) and name not in cast.people:
                before = piece[max(0, m.start(1) - 16) : m.start(1)]
                found = read_chinese(re.split(r"[，。；：、「」（）]", before)[-1] + name, cast.people)
                if found and found.form == "person" and found.role:
                    cast.note_person(found)
                break
    for m in _QUOTED_FIRM.finditer(piece):
        cast.note_body(m[1], "company", "")
    if printed := re.search(
        r"《([^》]{2,16})》(?:雜誌|周刊|週刊)?的?(?:一篇|一則|這篇)?(?:報導|報道|文章|專文)", piece
    ):
        cast.medium = cast.heads["medium"] = Source(printed[1], "media", n=1)
    if sent := re.search(
        r"([\u4e00-\u9fff]{2,16})(?:送交|提交|發給|發布|公布|發出|寄給|的)[\u4e00-\u9fff]{0,8}?(通知|通知書|公告|聲明|新聞稿|報告)",
        piece,
    ):
        name, kind, side = chinese_body(sent[1])
        if name and sent[1].endswith(name):
            cast.owners[sent[2]] = cast.owners["通知"] = Source(name, kind, n=1, side=side)
    return None


_ENTERS = re.compile(
    r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would|[a-z]+ed|spoke|saw|put|laid|wrote|thought|found|felt|kept|drew|threw|shook|held|met|took|came|went|gave|sat|stood|read|rose)\b"
)


def topic(text: str, s: Sentence, cast: Cast) -> Source | None:
    """Remember the person who is the subject of a sentence that reports nothing: *he* in the next one means that one."""
    piece = text[s.start : s.end][:300]
    if s.chinese:
        clause = re.split(r"[，。：；]", piece)[0]
        m = read_chinese(
            re.split(
                r"(?:今天|今日|昨天|昨日|日前|近日|上週|上周|上午|下午|星期[一二三四五六日]|\d{1,2}日|在(?!台)|於|赴|到|接受|出席|主持|率|表示|率團)",
                clause,
            )[0],
            cast.people,
        ) or clause_topic(clause, cast.people)
    else:
        verb = _ENTERS.search(piece)
        head = piece[: verb.start()].strip(" ,") if verb else ""
        m = read_english(re.sub(r"^(?:In|On|At|After|Before|During)\b[^,]*,\s*", "", head)) if head else None
    if m and m.form in ("person", "role", "unnamed") and m.role != "reporter":
        if m.form == "person" and not (m.role or m.name in cast.people or len(m.name.split()) > 1 or s.chinese):
            return None
        found = cast.resolve(m)
        if found and found.human:
            cast.met(found, m.text)
            if m.form == "unnamed":
                cast.group = found  # sources were less reticent: one said
            return found
    return None
