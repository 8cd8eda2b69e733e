"""The dispatch reader: a text in, its claims out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from jointline.errors import JointlineError
from jointline.ledger.dates import parse_date
from jointline.readers.dispatch.background import is_claim, is_continuation, is_setting, takes_up_document
from jointline.readers.dispatch.dates import event_on, said_on, written_date
from jointline.readers.dispatch.deliveries import delivered, lies_ahead
from jointline.readers.dispatch.drafts import drafts_of
from jointline.readers.dispatch.facts import Draft
from jointline.readers.dispatch.header import Header, is_research, late_head, read_header
from jointline.readers.dispatch.hedges import is_hedged
from jointline.readers.dispatch.introduce import introduce, topic
from jointline.readers.dispatch.kinds import gist_of, group_of, kind_of
from jointline.readers.dispatch.layout import (
    NOTICES,
    OPENING,
    PRESENT,
    TOLD_ON,
    YES_NO,
    front_of,
    is_topic,
    repeated_labels,
    turn_of,
    without_headings,
)
from jointline.readers.dispatch.leads import settle_leads
from jointline.readers.dispatch.mentions import read_english
from jointline.readers.dispatch.names import read_chinese
from jointline.readers.dispatch.passages import edges, joined, mostly_quoted, same_voice
from jointline.readers.dispatch.reading import Claim, DispatchReading
from jointline.readers.dispatch.sentences import CJK, Sentence, sentences, shadow, unwrapped
from jointline.readers.dispatch.speakers import NOBODY, Cast, Source
from jointline.readers.dispatch.spelling import as_written, spelling
from jointline.readers.dispatch.standing import Case, has_negation, rejection, standing_of
from jointline.readers.dispatch.things import product_in, quantity_in, usd_in
from jointline.sentences import says

LONGEST = 1_000_000  # characters that are read; a dispatch has a few thousand


def read_dispatch(
    text: str, *, lang: str = "auto", publisher: str | None = None, published: str | None = None
) -> DispatchReading:
    """The claims of a dispatch with who said them, through whom, and how firm they are.

    *lang* is ``auto``, ``en`` or ``zh``; *publisher* and *published* (a date) go before what the text itself
    says. Raises ``JointlineError`` where *lang* is none of these or *published* is no date. Any text is read:
    what names nobody comes out as unattributed, and what is longer than a million characters is cut with a warning.
    """
    if lang not in ("auto", "en", "zh"):
        raise JointlineError(
            says("{lang!r} is no language of the dispatch reader", lang=lang),
            where="lang",
            remedy=says("Valid: auto, en, zh."),
        )
    day = parse_date(published).text if published else None
    warnings = []
    if len(text) > LONGEST:
        warnings.append(
            says(
                "Only the first {most:,} of {n:,} characters were read: a dispatch is a few thousand long.",
                most=LONGEST,
                n=len(text),
            )
        )
    text_read = text[:LONGEST]
    seen = shadow(text_read)
    header = read_header(seen, publisher, day)
    language = (
        lang if lang != "auto" else ("zh" if len(CJK.findall(seen[:20000])) * 5 > len(seen[:20000].strip()) else "en")
    )
    spelt: dict[str, str] = {}
    reader = _Reader(seen, header, lang)
    claims = [as_written(c, seen, text_read, spelt) for c in reader.read()]
    header = reader.header  # with the day that a dateline below headlines tells
    if not header.published:
        warnings.append(
            says(
                "No date of publication was found: today, weekdays and the like stay without a date. Give --published."
            )
        )
    return DispatchReading(
        text,
        spelling(header.publisher.name, seen, text_read) if header.publisher else None,
        header.published or None,
        language,
        tuple(claims),
        tuple(warnings),
    )


class _Reader:
    """One pass over a text, with the memory that pronouns and continued paragraphs need."""

    def __init__(self, text: str, header: Header, lang: str) -> None:
        self.text, self.header, self.lang = text, header, lang
        self.cast = Cast(header.publisher)
        self.said: dict[str, str] = {}  # when each speaker spoke, where the text has said it
        self.claims: list[Claim] = []
        self.draft: Draft | None = None  # the last one of this paragraph
        self.paragraph = self.asking = -1
        self.issuer: Source | None = None  # the latest office to state something: its lists and notices are meant
        self.day = ""  # the day that this paragraph has named
        self.product: str | None = None  # the latest that this paragraph has named
        self.answering: Source | None = None  # who speaks in this paragraph of a transcript
        self.entry = ""  # the date in front of this paragraph
        self.yes_no = False  # the question asked last wants a yes or a no
        self.guest: Source | None = None  # who answers in an interview
        self.labels: Counter[str] = Counter()
        self.running: Draft | None = None  # what the paragraph before said last, where it goes on in this one
        p = header.publisher
        self.carrier = p.name if p and (p.kind == "media" or header.record) else ""
        # an audit or research body, an office or a firm speaks in its own text, unless it tells of an occasion
        self.own = p if p and p.kind != "media" and not header.record and (is_research(p) or not header.talk) else None
        if p and p.kind != "media":
            self.cast.note_body(p.name, p.kind, p.side)

    def read(self) -> list[Claim]:
        blank = " " * self.header.start + self.text[self.header.start : self.header.end]
        blank = NOTICES.sub(lambda m: " " * len(m[0]), blank)
        self.text = blank = unwrapped(blank)
        self.labels = repeated_labels(blank)
        for line in PRESENT.finditer(blank):
            self._present(line[1])
        parts = joined(blank, sentences(blank))
        kept = without_headings(blank, parts)
        if kept:
            begin, day = late_head(blank, kept[0].start, kept[0].end)
            top = blank[self.header.start : kept[0].start] if len(kept) < len(parts) else ""
            if not self.header.published and (day := day or written_date(top)):
                self.header = replace(self.header, published=day)
            kept[0] = replace(kept[0], start=min(begin, kept[0].end - 1))
        for s in kept:
            if self.lang != "auto":
                s = replace(s, chinese=self.lang == "zh")
            if s.paragraph != self.paragraph:
                self.running = self.draft
                self.paragraph, self.draft, self.day, self.entry = s.paragraph, None, "", ""
                self.product = None
            self._sentence(s)
        return settle_leads(self.claims, self.text, self.carrier)

    def _sentence(self, s: Sentence) -> None:
        if s.first:
            self.answering = self.cast.voice = None
            if turn := turn_of(self.text, s):
                self._label(turn, turn=True)
                self.cast.voice = self.answering
                return
            front = front_of(self.text, s, self.header.published)
            self.entry = front.day
            if front.label and not (
                is_topic(front.label) and front.label not in ("Question", "Answer", "QUESTION", "ANSWER")
            ):
                self._label(front.label, listed=front.bullet)
            if front.start > s.start:
                s = replace(s, start=front.start)
            self.cast.voice = self.answering
            if (front.bullet or self.text[s.start] in OPENING) and self.running and not self.answering:
                self._run_on(s, bullet=front.bullet)
        if self.asking == s.paragraph or self.text[s.start : s.end].rstrip().endswith("?"):
            self.yes_no = bool(YES_NO.search(self.text[s.start : s.end][-300:]))
        if self.asking == s.paragraph:
            self._asked(s)
            return
        answered, self.yes_no = (
            self.yes_no and self.answering is not None,
            self.yes_no and self.text[s.end - 1] in "?？",
        )
        if self.answering and self.draft is None:
            self.draft = Draft(s.start, s.end, (s.start, s.end), self.answering, "say", None, (s.start, s.start))
        pending = introduce(self.text, s, self.cast)
        made = drafts_of(self.text, s, self.cast) if pending is None else []
        if pending is not None and (said := TOLD_ON.search(self.text, s.start, s.end)):
            # she recalled what the secretary had told the committee: every case ...
            made = [Draft(s.start, s.end, (said.end(), s.end), pending, "say", said.span(), (s.start, said.start()))]
        bare = len(made) == 1 and made[0].source is None and made[0].cls == "none"
        for d in made:
            self._settle(d, s, denies=answered and has_negation(self.text[d.start : d.end][:60]))
        if bare:
            self.day = (
                said_on(self.text[s.start : s.end][:60], self.header.published)
                if re.search(r"今天|今日|昨天|昨日|\btoday\b|\byesterday\b", self.text[s.start : s.end][:60])
                else self.day
            )
            person = topic(self.text, s, self.cast)
            if person and (day := said_on(self.text[s.start : s.end][:300], self.header.published)):
                self.said.setdefault(person.name, day)
        if pending is not None:  # a sentence that only says whom the next ones come from
            self.draft = Draft(s.start, s.end, (s.start, s.end), pending, "say", None, (s.start, s.end))
            self.cast.spoken(pending)
            if day := said_on(self.text[s.start : s.end][:400], self.header.published):
                self.said[pending.name] = day

    def _asked(self, s: Sentence) -> None:
        """What a third one said, as the one who asks puts it to the speaker: the reporter carries it."""
        if self.text[s.start : s.end].rstrip().endswith(("?", "？")):
            return
        cast = self.cast
        kept = cast.human, list(cast.recent), cast.group, cast.spoke, cast.outer, cast.many
        carrier = "記者" if s.chinese else "reporter"
        for d in drafts_of(self.text, s, cast):
            if d.source and d.cls not in ("ask", "decline", "none") and d.source.kind != "unattributed" and d.cue:
                d.source = replace(d.source, via=(carrier, *d.source.via))
                self.claims.append(self._claim(d, s, "put to the speaker by a reporter"))
        cast.human, cast.recent, cast.group, cast.spoke, cast.outer, cast.many = kept

    def _present(self, who: str) -> None:
        """Who sits in front at a briefing, told above it: whoever answers is meant."""
        mention = read_chinese(who.strip(" 。"), self.cast.people) if CJK.search(who) else read_english(who)
        found = self.cast.resolve(mention) if mention and mention.form in ("person", "role") else None
        if found and found.human:
            self.guest = found
            self.cast.met(found)

    def _run_on(self, s: Sentence, *, bullet: bool) -> None:
        """A paragraph that goes on with what the one before said: an item of its list, or more of its quotation."""
        last = self.running
        if last is None or last.source is None:
            return
        ended = self.text[max(0, last.start) : s.start].rstrip()
        whole = bool(s.quotes) and s.quotes[0][0] <= s.start + 1 and s.quotes[-1][1] >= s.end - 1
        spoken = any(mark in self.text[last.start : last.end + 400] for mark in OPENING)
        if (
            (bullet and ended.endswith((":", "：")))
            or (not bullet and last.source.human and spoken and whole)
            or (not bullet and last.source.human and self.text.count('"', s.start, s.end) % 2 == 1)
        ):
            self.draft = last

    def _label(self, who: str, *, turn: bool = False, listed: bool = False) -> None:
        """The label in front of a paragraph of a transcript: a question, an answer, or somebody's name."""
        if re.fullmatch(
            r"Q\d*|QUESTION|Question|問|記者|REPORTER|Reporter|媒體|主持人|MODERATOR|Moderator|Interviewer|HOST|Host",
            who,
        ):
            self.asking = self.paragraph
            return
        if re.fullmatch(r"A\d*|ANSWER|Answer|答", who):
            self.guest = self.answering = self.guest or self.cast.human or self.cast.latest
            return
        name = re.sub(r"^(?:MR|MS|MRS|DR|Mr|Ms|Mrs|Dr|Miss)\.? ", "", who).rstrip(".")
        titled = name != who or turn
        name = name.title() if name.isupper() else name
        mention = read_chinese(name, self.cast.people) if CJK.search(name) else read_english(name)
        if mention and mention.form == "medium" and not mention.definite:
            self.asking = self.paragraph  # Reuters: What is your response?
            return
        if mention is None or mention.form not in ("person", "role", "body"):
            return
        met = name in self.cast.people or name.split()[-1] in self.cast.people
        if mention.form == "person" and not (
            titled or met or mention.role or who.isupper() or self.labels[who] > 1 or CJK.search(name)
        ):
            return
        if mention.form == "body" and not listed and " " not in name and not who.isupper() and self.labels[who] < 2:
            return
        found = self.cast.resolve(mention)
        if found:
            if found.kind == "unknown":
                found = replace(found, kind="official")
            if not found.role and (self.header.record or self._in_chamber) and (name != who or who.isupper()):
                found = replace(found, role="legislator")
                self.cast.people[found.name] = self.cast.people[found.name.split()[-1]] = found
            self.answering = found
            self.cast.spoken(found)

    def _other(self, d: Draft) -> Source | None:
        """Whom *he* or *she* at the head of a passage means, where the one who spoke last cannot be meant."""
        head = re.match(r"(He|She)\b", self.text[d.start : d.start + 4])
        if not head or not d.source or self.cast.can_be(d.source, head[1].lower()):
            return None
        mention = read_english(head[1])
        return self.cast.resolve(mention) if mention else None

    @property
    def _in_chamber(self) -> bool:
        return bool(self.header.publisher and _CHAMBER.search(self.header.publisher.name))

    def _settle(self, d: Draft, s: Sentence, *, denies: bool = False) -> None:
        rule = "reporting clause"
        before = self.draft
        if d.cls == "ask":
            self.draft = None
            if self.cast.human and (day := said_on(self.text[s.start : s.end][:300], self.header.published)):
                self.said.setdefault(self.cast.human.name, day)
            return
        if self.text[d.start : d.end].rstrip().endswith(("?", "？")) or (
            d.more and is_setting(self.text[d.start : d.end])
        ):
            return
        if d.source is None:
            if "?" in self.text[d.start : d.end] and not s.quotes:
                return
            if not is_claim(self.text, d, s, before, research=self.own is not None):
                return
            own_voice = (
                self.own is not None
                and is_research(self.own)
                and before is not None
                and before.source is not None
                and before.source.name != self.own.name
            )
            if (
                before
                and before.source
                and (self.answering is not None or is_continuation(self.text, d, s, before))
                and not (
                    own_voice and not s.quotes and not re.match(r"(?:It|They|He|She)\b", self.text[d.start : d.end])
                )
            ):
                d.source, d.cls, d.when, rule = before.source, "say", before.when, "continued paragraph"
                d.source = self._other(d) or d.source
                if denies:  # a question that wants yes or no, answered with a negation
                    d.cls = "deny"
                if before.cls == "deny" and has_negation(self.text[d.start : d.end]) and s.quotes:
                    d.cls = "deny"
            elif self.issuer and takes_up_document(self.text[d.start : d.end]):
                d.source, d.cls, rule = self.issuer, "say", "a document taken up again"
            elif own := self.own or (self.header.sender and (self.issuer or self.header.sender)):
                d.source, rule = own, "publisher's own words"
            else:
                d.source, rule = NOBODY, "no source named"
        elif d.more:
            rule = "same reporting clause"
        if d.source.kind == "unattributed" and d.cls == "unattributed":
            rule = "source left open"
        if (
            d.end - d.start < 2
            or re.search(r"要求(?:匿名|不具名|不公開姓名|不透露姓名)", self.text[d.start : d.end])
            or re.search(r"如下\W*$|\bas follows\W*$", self.text[d.start : d.end])
        ):
            return
        if d.source.kind == "official" and not d.source.human and not d.source.via:
            self.issuer = d.source
        if d.cls != "unattributed" and d.source is not NOBODY:
            if (
                before
                and before.cls == "deny"
                and d.cls == "say"
                and before.source
                and same_voice(before.source, d.source)
                and s.quotes
                and has_negation(self.text[d.start : d.end])
            ):
                d.cls = "deny"
            if (
                before
                and before.cls == "decline"
                and d.cls in ("say", "none", "tell")
                and before.source
                and same_voice(before.source, d.source)
                and mostly_quoted(s, d)
                and not re.search(r"\d", self.text[d.start : d.end])
            ):
                d.cls = "decline"
            self.draft = d
        self.claims.append(self._claim(d, s, rule))

    def _claim(self, d: Draft, s: Sentence, rule: str) -> Claim:
        start, end = edges(self.text, d.start, d.end)
        text, source = self.text, d.source or NOBODY
        passage = text[start:end]
        body = text[d.body[0] : d.body[1]] if start <= d.body[0] < d.body[1] <= s.end + 1 else passage
        if d.body[0] <= d.when[0] < d.when[1] < d.body[1]:  # the reporting clause stands inside what is said
            body = f"{text[d.body[0] : d.when[0]].rstrip(' ,')} {text[d.when[1] : d.body[1]].lstrip(' ,')}"
        chinese = s.chinese
        via = self._via(source)
        carried = len(via) > (1 if self.carrier else 0)
        if not self.carrier and not is_research(self.header.publisher):
            carried = bool(via)
        elif not self.carrier:
            carried = bool(source.via)
        d.cls, refused, denied = rejection(text, d, source, passage, body, s)
        standing = standing_of(Case(source, d.cls, body, chinese, denied, refused, carried))
        hedged = standing not in ("declined_to_confirm", "denied") and is_hedged(
            f"{text[d.cue[0] : d.cue[1]]} {body}" if d.cue and d.cls != "unattributed" and not d.more else passage,
            chinese,
        )
        kind = kind_of(standing, d.cls, body, chinese, hedged)
        cue = text[d.cue[0] : d.cue[1]] if d.cue else None
        product = product_in(passage)
        day, happens = self.header.published, ""
        if kind in ("schedule", "quantity", "fact_reported", "plan"):
            happens = event_on(body, day, ahead=kind in ("schedule", "plan") or lies_ahead(body))
        upto = text[max(s.start, d.start - _FAR) : d.end]
        kind, told = delivered(kind, body, upto, happens, day)
        if told and not product:  # the remaining two: of what the sentence or the paragraph has named
            product = product_in(upto) or self.product
        self.product = product or self.product
        return Claim(
            start, end, gist_of(body if re.search(r"\w", body) else passage, standing), kind, source.name, source.kind, source.n if source is not NOBODY else None, via, standing, hedged,
            self._said(d, source, s) or None, happens or None, product, quantity_in(body), usd_in(body), cue,
            d.cue[0] if d.cue else None, d.cue[1] if d.cue else None, rule, group_of(source), told,
        )  # fmt: skip

    def _via(self, source: Source) -> tuple[str, ...]:
        p = self.header.publisher
        chain = list(source.via)
        if self.carrier:
            if source.name == self.carrier:
                return ()  # nobody carries himself
            chain = [v for v in chain if v != self.carrier]
            return (self.carrier, *chain)
        if p and is_research(p) and source is not NOBODY and source.name != p.name:
            return (p.name, *[v for v in chain if v != p.name])
        return tuple(v for v in chain if not p or v != p.name)

    def _said(self, d: Draft, source: Source, s: Sentence) -> str:
        """When it was said: by the clause itself, by what the text said of this speaker before, or by the occasion."""
        if source is NOBODY:
            return ""
        day = self.header.published
        found = ""
        if d.when[1] > d.when[0]:
            clause = self.text[d.when[0] : d.when[1]] if d.when[1] - d.when[0] < 400 else ""
            clause = _ASKED.sub("", clause)
            found = said_on(clause, day)
        if not found and self.entry and not source.via:
            return self.entry
        if found:
            self.said[source.name] = found
            if source.org:
                self.said.setdefault(source.org, found)
            if source.via:
                self.said[f"as told by {source.via[-1]}"] = found
            return found
        known = (
            self.said.get(source.name)
            or self.said.get(re.sub(r"^\d of ", "", source.name))
            or (self.said.get(f"as told by {source.via[-1]}") if source.via else "")
            or (self.said.get(source.org) if source.org else "")
        )
        if known:
            return known
        if self.day and source.human and not source.via and source.kind != "anonymous":
            return self.day
        p = self.header.publisher
        if (
            p
            and p.kind != "media"
            and not source.via
            and not source.is_medium
            and (not is_research(p) or source.name == p.name)
        ):
            clause = self.text[d.when[0] : d.when[1]][:300]
            return "" if _EARLIER.search(clause) else day
        # what is printed in a record was said on its day where a member speaks; a paper it prints has a day of its own
        return day if self.header.record and source.role == "legislator" and not source.via else ""


_FAR = 400  # characters in front of a passage that can hold the verb or the product it goes on with
# the date in the question is not that of the answer
_ASKED = re.compile(
    r"^\W*(?:When )?(?:asked|pressed|questioned|queried|responding|replying|answering|regarding)\b[^,]*,", re.IGNORECASE
)
_CHAMBER = re.compile(r"Committee|Senate|House of|Congress|Subcommittee|立法院|國會|委員會")
_EARLIER = re.compile(r"\b(?:earlier|previously|before|already|once|in the past|last \w+)\b|先前|此前|之前|早前|曾")
