"""Reporting without a verb of the tables: turns of phrase, nouns of speech, silence, and verbs beside a quotation."""

from __future__ import annotations

import re

from jointline.readers.dispatch.frames import ABLE, AUXILIARY, BE, DETERMINER, PREPOSITIONS, Frame, Token, in_quotes
from jointline.readers.dispatch.institutions import WORD, is_country
from jointline.readers.dispatch.mentions import Mention, read_english
from jointline.readers.dispatch.nouns import SEEN
from jointline.readers.dispatch.subjects import clause_subject, subject_before
from jointline.readers.dispatch.tables import english_verbs

Quotes = tuple[tuple[int, int], ...]
_SENSE = (
    r"(?:accounts?|counts?|reckoning|telling|view|judge?ment|estimation|estimates?|opinion|version|reading|figures|numbers|tally|assessment|eyes|mind|phrase|description|calculations?|"
    r"arithmetic|math|books|lights|admission|words|word|data|records|projections?|forecasts?|timetable|schedule|analysis|rendering|recollection|retelling|verdict)"
)
_OWNED = re.compile(
    rf"\b(?:[Bb]y|[Ii]n|[Oo]n|[Tt]o|[Ff]rom|[Gg]oing by|[Jj]udging by) (?:(?P<who>(?!end\b)[^,;:\"“”]{{2,60}}?)(?:'s|s')|(?P<whose>his|her|their|its)) (?:(?:own|latest|first|official|public|best|rough|earlier|new|internal|latest) )*{_SENSE}\b(?! of (?:the )?(?:contract|deal|delivery|year|month))"
)
_SEES = re.compile(
    r"\b(?:[Aa]s|[Tt]he way) (?P<who>(?!of\b|to\b|if\b|for\b|the (?:deadline|year|date)\b)[^;:\"“”]{2,80}?),? (?:sees|sees it|tells|has it|would have it|reads it|recalls it|remembers it|describes it|frames it|views|views it) ?(?:it)?(?=\s*[,.;])"
    r"|\b[Aa]s (?P<argued>(?!of\b|to\b|if\b|for\b|the (?:deadline|year|date)\b)[^;:\"“”]{2,110}?),? (?:has |have |had )?(?:long |often |once |already |repeatedly |\w+ly )?(?:argued|noted|observed|warned|explained|said|says|notes|argues|told|wrote|writes|stated|reported|remarked|predicted|acknowledged|conceded|recalled|pointed out|points out|reminded|stressed)\b(?: (?:in|on|at|to|last|this|before|earlier)\b[^,.;\"“”]{0,50})?(?=\s*[,.;])"
    r"|\b[Tt]o hear (?P<hear>[^;:\"“”]{2,80}?) tell it\b|^[Tt]o (?P<mind>[A-Z][^,;:\"“”]{2,60}), (?=the|this|that|it|a|an|such)|^For (?P<for>[A-Z][\w'.-]+ [^;:\"“”]{2,70}?), (?=the|this|that|it|a|an|such|what|none|no)"
)
_A_CHARGE = re.compile(
    r",\s+(?P<what>(?:something|a thing|an? (?:charge|claim|accusation|allegation|suggestion|assertion|report|story|idea|notion|contention|characteri[sz]ation|description|reading|account)) (?:that |which )?(?P<who>[^,;\"“”]{2,60}?) (?:has |have |had |flatly |promptly |quickly )*(?:denied|denies|rejected|rejects|disputed|disputes|dismissed|dismisses|(?:calls|called)(?= [\"“]?(?:an? )?(?:outright |pure |complete )?(?:lie|fiction|nonsense|rumou?r|fabrication|baseless|false|untrue|absurd|wrong|fantasy|invention))))\b"
)
_HEAR = re.compile(
    r"\b(?:I|we|We|he|she|He|She|they|They) (?:hear|hears|heard|have heard|has heard|had heard|learned|learnt|understand|gather|(?:am|are|was|were|have been|has been) told) (?:from|by) (?P<who>[^,.;:\"“”]{2,80}?) that\b"
)
_UNANSWERED = re.compile(
    r"\b(?i:calls?|e-?mails?|messages?|requests?|questions?|inquiry|inquiries|query|queries|letters?|texts?|voicemails?|faxe?s?|approach(?:es)?)(?: [\w'-]+){0,5}?,? (?:to|with|for|at|of) (?P<who>(?:the |its |a )?[^,;.]{2,70}?),? "
    r"(?:were|was|went|had|have|has|brought|drew|got|received|produced|yielded|met|remained|remain)\b[^.;]{0,60}?\b(?:not|un\w+|no|without|silence|nothing|nowhere|ignored)\b"
    r"|\b(?:[Aa]ttempts|[Ee]fforts|[Rr]epeated (?:attempts|efforts|calls)) to (?:reach|contact|get (?:a comment|comment|an answer) from) (?P<reach>[^,;.]{2,70}?) (?:were|was|failed|did|went|proved|have|had)\b"
    r"|\b(?:[Tt]here (?:was|were|is|has been|had been) no|[Nn]o) (?:immediate |official |further |public |direct )?(?:comment|response|reply|word|answer|reaction|explanation|statement)(?: (?:came|was|has|had|is)[\w ]{0,24}?)? from (?P<from>[^,;.]{2,70})"
    r"|\b(?:[Nn]either|[Nn]or) (?:would|did|has|does|will|could|do|have) (?P<nor>[^,;.\"“]{2,50})$",
)
_NOUN = (
    r"(?:answer|reply|response|verdict|view|position|line|message|argument|explanation|conclusion|complaint|warning|claim|contention|point|word|estimate|forecast|guess|advice|retort|"
    r"rejoinder|stance|version|take|reading|assessment|prediction|objection|worry|fear|hope|concern|demand|proposal|bet|excuse|defen[cs]e|comment|statement|finding|recommendation|diagnosis|promise|pledge)"
)
_VERDICT = re.compile(
    rf"(?:(?P<who>[^,;:\"“”]{{2,70}}?)(?:'s|s')|(?P<whose>His|Her|Their|Its|his|her|their|its)) (?:[\w-]+ ){{0,2}}?{_NOUN}(?: (?!that\b)[\w'-]+){{0,6}}?(?: (?:is|was|are|were|remains|remained|has been|came|ran|read|went))?(?: (?:back|simple|blunt|short|brief|plain|curt|that|simply|only|terse|flat))*(?P<sign>\s*[:,—]|\s+that\b|\s+(?=[\"“])|(?<=that))"
)
_BUT = frozenset(["but", "and", "while", "yet", "still", "meanwhile"])
_TURNS = re.compile(
    r"\b(?:(?P<decline>(?:laugh|wav|brush|shrug|swat|bat|toss|turn)\w* (?:[\w']+ ){0,3}?(?:questions?|queries|inquiries) (?:off|aside|away))|(?P<deny>(?:rules?|ruled|ruling) out|(?:pours?|poured|threw|throws) cold water on|(?:takes?|took|taking) issue with|gave the lie to|(?:gives?|gave) short shrift to|(?:laugh|wav|brush|shrug|swat|bat|toss|sweep|swept)\w* (?:(?:it|that|this|them|the|such|any|these|those|[\w'-]+) ){0,4}?(?:off|aside|away)|knocked down)"
    r"|(?P<opine>(?:lodg|fil|issu|deliver)(?:es|ed|s|ing) (?:an? |its |the )?(?:[\w-]+ ){0,2}?(?:protests?|complaints?|objections?|representations?)|(?:takes?|took) (?:aim|a swipe) at|(?:lays?|laid|puts?|pinned|pins) the blame|casts? doubt|(?:sounds?|sounded|raises?|raised|rang) (?:the|an) alarm|(?:voices?|voiced|express(?:es|ed)|airs?|aired|raises?|raised) (?:[\w-]+ ){0,3}?(?:concerns?|doubts?|fears?|worry|worries|confidence|hope|hopes|regret|anger|unease|frustration|objections|questions|support|scepticism|skepticism|disappointment)"
    r"|(?:makes?|made|argued) the case|(?:makes?|made) no secret|(?:calls?|called|calling) (?:for|on|upon)|(?:press(?:es|ed)|push(?:es|ed)|lobb(?:ies|ied)|argued|plead(?:s|ed)) (?:for|against)|(?:comes?|came) out (?:for|against|in favou?r of)|(?:speaks?|spoke) (?:for|against|of|out|up)|(?:hits?|lash(?:es|ed)|lashing) out|(?:push(?:es|ed)|hits?|shot|fired|struck) back|(?:weighs?|weighed|chimes?|chimed) in|held out hope|stood by|doubled down|put (?:his|her|their|its) foot down|bets?|banks? on|(?:differ|disagree|quarrel|argue)(?:s|d|ed)? (?:on|over|about|as to)|(?:asks?|asked) for|wants?|prefers?|favou?rs?|backs?|supports?|opposes?|opposed|sees?|saw|takes? the view|took the view|is of the view|finds? fault|sniffed at|bristled at|smelled|gave (?:the|a) warning|gave warning)"
    r"|(?P<say>(?:cuts?|rais(?:es|ed)|lower(?:s|ed)|trim(?:s|med)|slash(?:es|ed)|lift(?:s|ed)|withdrew|dropp?ed|kept|keeps) (?:his|her|its|their|the) (?:[\w-]+ ){0,2}?(?:estimates?|forecasts?|ratings?|targets?|outlook|guidance|projections?)|guid(?:es|ed) (?:[\w%$.]+ ){0,4}?(?:to|for|towards?|down|up)|(?:trac|link|ti|attribut|ascrib|credit|liken|compar|peg|chalk|dat|blam)(?:es|ed|ged|s)\b(?=[^.;,]{2,90}? (?:to|at|with|on|up|for)\b)|(?:points?|pointed)(?: as well| also| instead| again)? to|(?:hints?|hinted|alluded|alludes|admits?|admitted|confess(?:es|ed)) (?:at|to|of)|(?:talks?|talked|warns?|warned|complains?|complained|boasts?|boasted|tells?) of|(?:gives?|gave) (?:[\w-]+ ){0,3}?(?:details|assurances?|account|figure|date|estimate)|(?:gives?|gave|puts?|put|sets?|set|lists?|listed) (?:the|its|a|an) (?:[\w-]+ ){0,3}?(?:size|value|number|figure|cost|price|date|total|delivery|worth|rate|output|capacity|production|pace|length|weight|range)\b[^.;]{0,60}? (?:as|at)\b|(?:lets?) (?:it be known|slip)|(?:owns?|owned|fess\w*) up|(?:lets?|let) on|(?:goes|went) on record|(?:takes?|took) the (?:line|position)|(?:has|have|had) it|(?:puts?|put) (?:it|on record)|(?:break|broke) (?:the )?silence|(?:puts?|put|ranks?|ranked|places?|placed) (?:[\w'-]+ ){1,4}?(?:first|second|third|fourth|fifth|sixth|last|next|ahead|behind))"
    r")\b"
)
_LOOSE = frozenset(["bet", "bets", "back", "backs", "see", "saw", "sees", "want", "wants", "prefer", "prefers", "favor", "favors", "favour", "favours", "support", "supports", "oppose", "opposes", "opposed"])  # fmt: skip
_NOT_SPEECH = frozenset(
    [
        "ensured",
        "required",
        "allowed",
        "showed",
        "proved",
        "happened",
        "turned",
        "mattered",
        "meant",
        "needed",
        "supposed",
        "hoped",
        "noticed",
        "realized",
        "realised",
        "heard",
        "knew",
        "ordered",
        "designed",
        "agreed",
        "used",
    ]
)
_IRREGULAR = frozenset(
    [
        "said",
        "says",
        "told",
        "spoke",
        "wrote",
        "read",
        "ran",
        "went",
        "came",
        "shot",
        "spat",
        "swore",
        "sang",
        "sold",
        "began",
        "gave",
        "put",
        "cut",
        "bit",
        "let",
        "broke",
        "threw",
        "drew",
        "held",
        "stood",
        "kept",
    ]
)


def idiom_frames(text: str, start: int, end: int, tokens: list[Token], quotes: Quotes) -> list[Frame]:
    """Frames of turns of phrase in a sentence, whatever else reports in it."""
    made: list[Frame] = []
    for m in (*_OWNED.finditer(text, start, end), *_SEES.finditer(text[start:end][:400])):
        shift = 0 if m.re is _OWNED else start
        a, b = m.start() + shift, m.end() + shift
        who = next((g for g in m.groups() if g), "")
        if in_quotes(a, quotes):
            continue
        if m.re is _OWNED and m["whose"]:
            subject = read_english({"his": "he", "her": "she", "their": "they", "its": "it"}[who])
        else:
            subject = read_english(who)
        if subject is None or not _can_tell(subject, who):
            continue
        if (m.re is _SEES and m["for"]) and not (subject.form == "person" and (subject.role or subject.org)):
            continue
        lead = len(WORD.findall(text[start:a])) < 3
        made.append(
            Frame("according", (a, b), subject, start, end, (min(b + 1, end), end) if lead else (start, a), "before" if lead else "behind", (a, b))
        )  # fmt: skip
        break
    if (charge := _A_CHARGE.search(text, start, end)) and not in_quotes(charge.start("who"), quotes):
        subject = read_english(charge["who"])
        if subject and subject.form in ABLE:
            made.append(
                Frame(
                    "deny",
                    (charge.start("what"), charge.end()),
                    subject,
                    charge.start("what"),
                    end,
                    (charge.start("what"), end),
                    "relative",
                    (charge.start("what"), end),
                )
            )
    for m in _HEAR.finditer(text, start, end):
        subject = read_english(m["who"])
        if subject and subject.form in ABLE and not in_quotes(m.start(), quotes):
            made.append(Frame("say", m.span(), subject, start, end, (m.end(), end), "before", (start, m.end())))
            break
    for m in _UNANSWERED.finditer(text, start, end):
        who = next((g for g in m.groups() if g), "")
        subject = read_english(
            re.sub(
                r"\s+(?:seeking|asking|requesting|about|regarding|concerning|over|for comment|by|on|before)\b.*$",
                "",
                who,
            )
        )
        if subject and subject.form in ABLE and not in_quotes(m.start(), quotes):
            begun = m.start() if m["nor"] else start
            made.append(Frame("decline", m.span(), subject, begun, end, (m.start(), end), "before", (begun, end)))
            break
    return made


def _can_tell(m: Mention, words: str) -> bool:
    if m.form == "pronoun":
        return True
    if m.form == "document" and re.match(r"our\b", words, re.IGNORECASE):
        return True
    return m.form in ABLE and (m.form != "person" or bool(m.role or m.org) or words.strip()[:1].isupper())


def turn_frame(text: str, start: int, end: int, tokens: list[Token], quotes: Quotes) -> Frame | None:
    """*The minister ruled out*, *she took aim at*, *its answer was that*: where no verb of the tables reports."""
    if (m := _VERDICT.match(text, start, min(end, start + 200))) and not in_quotes(m.end() - 1, quotes):
        sign = m["sign"].strip()
        word = m["whose"]
        subject = (
            read_english({"his": "he", "her": "she", "their": "they", "its": "it"}[word.lower()])
            if word
            else read_english(re.sub(r"^(?:But|And|Yet|So|In turn|Still) ", "", m["who"]))
        )
        linked = re.search(r" (?:is|was|are|were|remains|remained|has been|came|ran|read|went)\b", m[0])
        if subject and _can_tell(subject, m["who"] or "He") and (sign in (":", "—") or linked) and sign != ",":
            return Frame("say", (m.start(), m.end()), subject, start, end, (m.end(), end), "before", (start, m.end()))
    for m in list(_TURNS.finditer(text, start, end))[:6]:
        if in_quotes(m.start(), quotes):
            continue
        i = next((k for k, t in enumerate(tokens) if t.start >= m.start()), None)
        if not i:
            continue
        loose = m[0].split()[0] in _LOOSE
        if tokens[i - 1].low in DETERMINER or tokens[i - 1].low == "to":
            continue
        b = i
        while b and tokens[b - 1].low in AUXILIARY and not tokens[b - 1].mark:
            b -= 1
        if b and (tokens[b - 1].low in BE or tokens[b - 1].low in ("who", "which", "that", "to")):
            continue
        if {t.low for t in tokens[b:i]} & {"not", "never", "would", "will", "could", "might", "may", "should"}:
            continue
        subject, begun, _ = subject_before(text, start, tokens, b)
        if subject is None or subject.form not in ABLE | {"pronoun"}:
            continue
        if (loose and not _thinks(subject)) or (
            m[0].startswith("ask") and subject.form not in ("person", "role", "pronoun", "group")
        ):
            continue
        if (
            m["say"]
            and subject.form in ("document", "medium")
            and m[0].split()[0] not in ("points", "point", "pointed", "warns", "warned")
        ):
            continue
        cls = next(k for k in ("decline", "deny", "opine", "say") if m[k])
        return Frame(cls, m.span(), subject, begun, end, (m.start(), end), "before", (start, m.start()))
    return None


_HOLDS = re.compile(
    r"(?P<who>(?:The|A|An|Its|His|Her|Their|This|That|Another|[A-Z][\w.]+(?: [A-Z][\w.]+)?'s)\b[^,;:\"“”]{2,90}?) (?P<verb>has|had|carries|carried|shows|showed|runs|ran|names|named|moves|moved|pushes|pushed|adds|added|drops|dropped|omits|omitted|leaves out|left out|makes no mention|made no mention|speaks of|spoke of|allows|allowed|asks|asked|calls|called|sees|saw|expects|expected|wants|earmarks|earmarked|provides|provided)\b"
)


_LOOSE_PAPER = re.compile(r"\b(?:no|any|every|each|figures|data)\b|^(?!.*'s ).*\bbudget\b")


_GIVES = re.compile(
    r",? (?P<verb>gives|puts|has|shows|lists|names|says|dates|sets|calls|projects|foresees|states|notes|warns)\b"
)


def paper_frame(text: str, start: int, end: int) -> Frame | None:
    """*A revised paper that went to Congress has 31,000*: what a document holds, its author says."""
    if seen := SEEN.match(
        text, start, min(end, start + 120)
    ):  # A slide shown at an industry day, and seen by the magazine, gives
        verb = _GIVES.search(text, seen.end(), min(end, start + 220))
        if verb:
            slide = Mention(
                "document", text[start : verb.start()].split(",")[0].strip(), seen["doc"].lower(), "anonymous"
            )
            return Frame(
                "say",
                verb.span("verb"),
                slide,
                start,
                end,
                (verb.start("verb"), end),
                "before",
                (start, verb.start()),
            )
    m = _HOLDS.match(text, start, min(end, start + 160))
    if m is None:
        return None
    subject = read_english(re.split(r"\s(?:that|which)\b", m["who"])[0])
    if subject is None or subject.form != "document" or _LOOSE_PAPER.search(m["who"]):
        return None
    return Frame("say", m.span("verb"), subject, start, end, (m.start("verb"), end), "before", (start, m.start("verb")))


_DEED = re.compile(
    r"(?:(?:has|have|had) (?:also |since |already |now |just )?)?(?P<verb>handed|gave|given|granted|won|picked|named|chose|selected|tapped|pulled|raised|cut|doubled|halved|stopped|opened|closed|decided|agreed|voted|vowed|undertook|committed|put|set|made|took|held|brought|sent|shut|let|began|started|resumed|"
    r"dropped|lifted|eased|tightened|returned|swapped|diverted|earmarked|set aside|pledged|offered|invited|asked|determined|guided|hired|laid off|idled|restarted|broke ground|completed|finished|wrapped up|kicked off|rolled out|test-fired|tested|received|accepted|took delivery|expects to|plans to|intends to|aims to|hopes to|means to|paid|spent|bought|sold|leased|donated)\b"
)


def deed_frame(text: str, start: int, end: int) -> Frame | None:
    """*The Navy has handed a contract to a firm*: what an office or firm did in public, in the past tense."""
    m = _DEED.search(text, start, min(end, start + 140))
    if m is None or m.start() - start < 3:
        return None
    words = text[start : m.start()].rstrip()
    if re.search(
        r"\b(?:and|or|to|that|which|who|was|were|is|are|be|been|by|not|would|will|could|may|might|should)$", words
    ):
        return None
    subject = read_english(re.sub(r"^(?:In|On|At|By|Last|This|Earlier)\b[^,]{2,40},\s*", "", words))
    if subject is None or subject.form != "body" or subject.kind not in ("official", "company"):
        return None
    if is_country(subject.name) or _ASSEMBLY.search(subject.text) or not _PROPER_NAME.search(subject.text):
        return None
    return Frame("act", m.span("verb"), subject, start, end, (m.start(), end), "before", (start, m.start()))


_ASSEMBLY = re.compile(r"legislature|congress|parliament|senate|house\b|yuan|assembly|committee", re.IGNORECASE)
_PROPER_NAME = re.compile(
    r"^(?:The|the|Its|its) (?:[A-Z]|(?:army|navy|air force|military|ministry|department|agency|company|government|cabinet|command)\b)|^(?!The |A |An |Its )[A-Z]|'s "
)


def _thinks(m: Mention) -> bool:
    """Whoever *wants* or *sees* something holds an opinion: people and parties, not offices that plan."""
    return (
        m.form in ("person", "role", "unnamed", "group", "member", "document")
        or m.kind == "expert"
        or bool(re.search(r"\b(?:Party|Caucus|Union|Association|Institute|Society)\b", m.name))
    )


def quote_fallback(text: str, start: int, end: int, tokens: list[Token], quotes: Quotes) -> Frame | None:
    """The speaker of a quotation beside a verb that no table has: *"...," fumed the senator*."""
    spoken = [q for q in quotes if start <= q[0] and q[1] <= end + 1 and len(WORD.findall(text, q[0], q[1])) >= 2]
    if not spoken:
        return None
    a, b = spoken[0]
    tail = text[b : next((q[0] for q in spoken[1:]), end)]
    if a - start < 4 and text[b - 2 : b - 1] in ",?!—…-" and tail.strip(" .,"):
        found = _behind(tail)
        if found:
            teller, at, stop = found
            cue = (b + at, b + stop)
            rest = text[b + len(tail) : end]
            place = "inside" if len(WORD.findall(rest)) > 2 else "behind"
            return Frame(
                "say", cue, teller, start, end, (start, b if place == "behind" else end), place, (b, b + len(tail))
            )
    head = text[start:a].rstrip()
    if head.endswith((":", ",")) or (len(WORD.findall(text, a, b)) >= 4 and len(head) > 8):
        lead = [t for t in tokens if t.end <= a and not (t.mark and t.end >= start + len(head) - 1)]
        subject = clause_subject(text, lead) if lead else None
        human = subject is not None and (
            subject.form in ("person", "role", "unnamed", "member", "group")
            or (subject.form == "pronoun" and subject.name in ("he", "she"))
        )
        if subject and (human or (head.endswith(":") and subject.form in ABLE | {"pronoun"})):
            cls = "say" if head.endswith((":", ",")) else "opine"
            return Frame(cls, (start, a), subject, start, end, (a, end), "before", (start, a))
    return None


def _behind(tail: str) -> tuple[Mention, int, int] | None:
    """Speaker and verb in the words behind a quotation, with the place of the verb."""
    words = list(WORD.finditer(tail))
    if not words:
        return None
    # fumed the senator, whispered Mr. Boone of Texas
    first = words[0]
    k = 1 if first[0].endswith("ly") and len(words) > 1 else 0
    verb = words[k]
    if _verbal(verb[0]) and len(words) > k + 1:
        last = words[k + 1] if words[k + 1][0] in ("back", "out", "in", "up", "off", "on") else verb
        who = re.split(
            r"[;:]|\s(?:as|when|while|after|before|during|in an?|at a|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun))\b",
            tail[last.end() :],
        )[0]
        who = re.split(r",\s+(?:who|which|adding|noting|and|but)\b", who)[0]
        subject = read_english(who)
        if subject and subject.form in ABLE | {"pronoun"}:
            return subject, verb.start(), verb.end()
    # Maj. Gen. Su, who heads the office, told lawmakers
    aside = False
    for i, w in enumerate(words[:40]):
        gap = tail[words[i - 1].end() : w.start()] if i else ""
        if w[0] in ("who", "which", "whose", "that"):
            aside = True
            continue
        if aside and "," in gap:
            aside = False
        if i and not aside and _verbal(w[0]) and w[0][0].islower():
            subject = read_english(tail[: w.start()])
            if subject and subject.form in ABLE | {"pronoun"}:
                return subject, w.start(), w.end()
            return None
    return None


def _verbal(word: str) -> bool:
    low = word.lower()
    form = english_verbs().get(low)
    if form is not None:
        return form.form in ("past", "s", "part")
    return word[0].islower() and (low in _IRREGULAR or (low.endswith("ed") and len(low) > 4))


def that_fallback(text: str, start: int, end: int, tokens: list[Token]) -> Frame | None:
    """*The senator thundered that*: a past tense that no table has, in front of a that-clause."""
    for i, t in enumerate(tokens[:-1]):
        if t.quoted or not i or tokens[i + 1].low != "that" or not t.low.endswith("ed") or t.low in _NOT_SPEECH:
            continue
        if t.low in english_verbs() or tokens[i - 1].low in BE | DETERMINER | PREPOSITIONS:
            continue
        b = i
        while b and tokens[b - 1].low in AUXILIARY and not tokens[b - 1].mark:
            b -= 1
        subject, begun, _ = subject_before(text, start, tokens, b)
        if subject and subject.form in ABLE | {"pronoun"}:
            after = tokens[i + 1].end
            return Frame("say", (t.start, t.end), subject, begun, end, (after, end), "before", (start, after))
    return None
