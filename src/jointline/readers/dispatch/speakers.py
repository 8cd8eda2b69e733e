"""Who is meant: everybody the text has named so far, and the rules that find the one a later mention means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from jointline.readers.dispatch.institutions import side_of
from jointline.readers.dispatch.mentions import Mention
from jointline.readers.dispatch.recall import family_names, gender_of
from jointline.readers.dispatch.tables import bodies


@dataclass(frozen=True, slots=True)
class Source:
    """A speaker found. ``via`` are the carriers between it and the publisher, nearest to the reader first."""

    name: str
    kind: str = "unattributed"
    role: str = ""
    n: int | None = None
    side: str = ""
    org: str = ""
    human: bool = False
    plural: bool = False
    via: tuple[str, ...] = ()
    former: bool = False

    @property
    def is_medium(self) -> bool:
        return self.kind == "media"


NOBODY = Source("unattributed")
_GENERIC = {
    "department": "department", "ministry": "ministry", "agency": "agency", "bureau": "bureau", "office": "office", "command": "command",
    "committee": "committee", "company": "company", "firm": "company", "manufacturer": "company", "maker": "company", "contractor": "company",
    "supplier": "company", "producer": "company", "factory": "company", "shipyard": "company", "institute": "institute", "center": "center",
    "administration": "administration", "government": "government", "navy": "navy", "army": "army", "association": "association",
    "council": "council", "commission": "commission", "embassy": "embassy", "university": "university", "foundation": "foundation",
    "newspaper": "medium", "paper": "medium", "magazine": "medium", "outlet": "medium", "broadcaster": "medium", "daily": "medium", "weekly": "medium",
    "tabloid": "medium", "website": "medium", "group": "company", "plant": "company", "corporation": "company", "directorate": "directorate",
}  # fmt: skip
_STAFF = frozenset(
    ["author", "authors", "analyst", "analysts", "researcher", "researchers", "auditor", "auditors", "staff", "writers"]
)
_PARTY = re.compile(r"\b(?:Party|Caucus|Kuomintang|KMT|DPP|TPP|Alliance)\b|黨|時代力量|黨團")
_GENDER = {"he": "m", "she": "f"}
_RECENT = 8  # people that a pronoun can mean
_REPORTS = ("report", "article", "story", "account", "dispatch", "interview")
AUDITS = ("Government Accountability Office", "Congressional Research Service", "Congressional Budget Office")


@dataclass(slots=True)
class Cast:
    """The memory of one reading. Every look-up takes the same time however long the text is."""

    publisher: Source | None = None
    people: dict[str, Source] = field(default_factory=dict)  # by surname and by full name
    sounds: dict[str, Source] = field(default_factory=dict)  # by the consonants of the surname
    heads: dict[str, Source] = field(default_factory=dict)  # the latest body with that noun as its head
    roles: dict[str, Source] = field(default_factory=dict)  # the latest person with that role
    titles: dict[str, Source] = field(default_factory=dict)
    firsts: dict[str, Source] = field(default_factory=dict)  # the latest body with that first word: Brunner
    owners: dict[str, Source] = field(default_factory=dict)  # whose the notice, the letter is
    human: Source | None = None
    recent: list[Source] = field(default_factory=list)  # people spoken of, the latest first
    genders: dict[str, str] = field(default_factory=dict)
    body: Source | None = None
    company: Source | None = None
    medium: Source | None = None
    group: Source | None = None
    spoke: Source | None = None  # the latest one to speak
    outer: Source | None = None  # the one who reported what that one said
    latest: Source | None = None  # the latest person named
    stranger: Source | None = None  # the latest bare name: a person or a firm
    voice: Source | None = None  # who speaks in the first person in this paragraph
    many: Source | None = None  # the latest plural speaker

    # ------------------------------------------------------------------ remembering
    def note_body(self, name: str, kind: str, side: str) -> Source:
        """Remember an institution, company or medium that the text names."""
        made = Source(name, "official" if kind == "party" else kind, "group" if kind == "party" else "", n=1, side=side)
        if kind == "media":
            self.medium = self.heads["medium"] = made
            self.heads[name.split()[-1].lower()] = made
            return made
        self.heads[name.split()[-1].lower().rstrip(".")] = made
        for noun in name.lower().split():
            if noun in _GENERIC and noun != "group":
                self.heads[_GENERIC[noun]] = made
        if kind == "expert":
            self.heads["expert"] = made
        if kind == "company":
            self.company = self.heads["company"] = made
        self.body = made
        if " " in name and name.isascii():
            self.firsts[name.split()[0]] = made
        return made

    def note_person(self, m: Mention) -> Source:
        """Remember a person by name; what is known from an earlier mention stays where this one is silent."""
        if (
            m.role == "executive"
            and not m.org
            and self.publisher
            and re.search(r"Senate|House|Committee|Congress|立法院|國會", self.publisher.name)
        ):
            m = replace(m, role="legislator", kind="official")
        old = self.people.get(m.name) or self.people.get(m.name.split()[-1])
        made = Source(m.name, m.kind or "official", m.role, 1, m.side or side_of(m.org), m.org, True, former=m.former)
        if old and (old.name.split()[-1] == m.name.split()[-1] or m.name in old.name):
            made = replace(old, former=old.former or made.former, role=old.role or made.role, org=old.org or made.org, side=old.side or made.side,
                           kind=old.kind if old.role or not m.role else made.kind)  # fmt: skip
            if len(m.name) > len(old.name):
                made = replace(made, name=m.name)
        elif not m.kind and not m.role:
            made = replace(made, kind="unknown")
            self.stranger = made
        for key in {made.name, *family_names(made.name), m.name}:
            self.people[key] = made
        if gender := gender_of(made.name, m.text):
            self.genders[made.name] = gender
        if len(sound := skeleton(made.name.split()[-1])) > 2:
            self.sounds[sound] = made
        if " " in made.name:
            self.sounds[romanised(made.name)] = made
        self.latest = made
        if m.role or made.role:
            self.roles[made.role] = made
            for word in m.text.lower().replace(",", " ").split():
                self.titles[word] = made
        return made

    def met(self, source: Source, words: str = "") -> None:
        """Remember a person spoken of: the one a following *he* or *she* means."""
        self.human = source
        self.recent = [source, *(p for p in self.recent if p.name != source.name)][:_RECENT]
        if gender := self.genders.get(source.name) or gender_of(source.name, words):
            self.genders[source.name] = gender

    def can_be(self, source: Source, pronoun: str) -> bool:
        """Whether *he* or *she* can mean *source*."""
        return pronoun not in _GENDER or self.genders.get(source.name, "") in ("", _GENDER[pronoun])

    def spoken(self, source: Source, outer: Source | None = None) -> None:
        """Remember who spoke last, for the pronouns that follow."""
        if outer is None and source.via:
            outer = self.people.get(source.via[-1])
        self.spoke, self.outer = source, outer
        if source.human:
            self.met(source)
        if outer and outer.human and not (source.human and outer.role in ("reporter", "記者")):
            self.met(outer)  # she said an officer had told her: *she* goes on
        if source.kind == "anonymous":
            self.group = source
        if source.is_medium:
            self.medium = source
        elif not source.human and source.kind in ("official", "company") and source.name:
            self.body = source
        latest = outer or source
        if latest.plural:
            self.many = latest
        elif source.plural:
            self.many = source

    # ------------------------------------------------------------------ resolving
    def resolve(self, m: Mention) -> Source | None:
        """The source a mention means, or nothing where nobody fits."""
        return getattr(self, f"_{m.form}")(m)  # type: ignore[no-any-return]

    def _pronoun(self, m: Mention) -> Source | None:
        if m.name in _GENDER:
            found = next((p for p in self.recent if self.can_be(p, m.name)), None)
            if found:
                self.genders[found.name] = _GENDER[m.name]
                self.human = found
            return found or self.human
        if m.name == "counterpart":
            speaking = self.outer or self.spoke
            return next(
                (p for p in (self.latest, *self.recent, self.body) if p and (not speaking or p.name != speaking.name)),
                None,
            )
        if m.name in ("i", "we") and self.voice:
            return self.voice
        if m.name in ("i", "who"):
            return self.human
        if m.name == "it":
            return next(
                (
                    s
                    for s in (self.spoke, self.body, self.company, self.medium)
                    if s and not (s.human and s.role) and not s.plural
                ),
                None,
            )
        if m.name == "they":
            return self.many or self.group or self.body
        if m.name == "we":
            return self.publisher if self.publisher and self.publisher.kind != "media" else self.spoke or self.body
        return self.group

    def _person(self, m: Mention) -> Source | None:
        known = self.people.get(m.name) or (None if m.role else self.people.get(m.name.split()[-1]))
        if known and not m.role:
            return known
        if m.possessed and not m.org and self.body:
            m = replace(
                m,
                org=(self.company if m.kind == "company" and self.company else self.body).name,
                side=m.side or self.body.side,
            )
        if "colleague" in m.text.lower() and self.human:
            m = replace(m, role=self.human.role, kind=self.human.kind, org=m.org or self.human.org)
        if m.role == "spokesperson" and not m.org and not m.possessed and not known and self.body:
            m = replace(
                m,
                org=self.body.name,
                side=m.side or self.body.side,
                kind=self.body.kind if self.body.kind in ("official", "company") else m.kind,
            )
        if m.role == "spokesperson" and _PARTY.search(m.org):
            m = replace(m, role="party")
        if m.role or m.org or m.kind:
            return self.note_person(m)
        words = m.name.split()
        sides = {"Taiwan", "China", "Beijing", "Washington", "Taipei", "Tokyo"}
        if len(words) == 1 and words[0] in sides and words[0] in bodies():
            b = bodies()[words[0]]
            return self.note_body(b.name, b.kind, b.side)
        # a name that the text gives nowhere else, but which sounds as one it has introduced: a translator's slip
        twin = self.sounds.get(skeleton(words[0])) if len(words) == 1 else self.sounds.get(romanised(m.name))
        if twin and len(words) <= 2:
            return twin
        if len(words) == 1 and self.body and words[0] in self.body.name:
            return self.body
        if len(words) == 1 and words[0] in self.firsts:
            return self.firsts[words[0]]
        return self.note_person(m)

    def _role(self, m: Mention) -> Source | None:
        if m.role == "spokesperson":
            if m.org:
                return Source(
                    m.org,
                    m.kind if m.kind != "unknown" else "official",
                    "spokesperson",
                    1,
                    m.side or side_of(m.org),
                    m.org,
                    True,
                )
            known = self.roles.get("spokesperson")
            if known and m.definite and not m.possessed:
                return known
            owner = (
                (self.company or self.body)
                if m.kind == "company"
                else (
                    self.spoke
                    if self.spoke
                    and not self.spoke.human
                    and not self.spoke.is_medium
                    and m.possessed
                    and self.spoke.kind != "anonymous"
                    else self.body
                )
            )
            if owner:
                return replace(owner, human=True, role="spokesperson")
            return known or (
                replace(self.publisher, human=True, role="spokesperson", via=())
                if self.publisher and self.publisher.kind == "official"
                else None
            )
        word = m.name.lower()
        if (
            word in ("author", "analyst")
            and not m.org
            and m.definite
            and self.publisher
            and self.publisher.name in AUDITS
        ):
            return self.publisher  # in the judgment of this author
        if not m.org and not m.possessed and self.group and m.definite and word in self.group.name.lower():
            return self.group
        if not m.org and not m.possessed:
            known = self.titles.get(word) or self.roles.get(m.role)
            if known:
                return known
        org = m.org or (self.body.name if m.possessed and self.body else "")
        plain = re.sub(r"^(?:the|its|his|her|their|an?) ", "", m.text, flags=re.IGNORECASE)
        name = plain if m.org or not org else f"{org} {plain}"
        made = Source(name, m.kind or "official", m.role, 1, m.side or side_of(org), org, True, former=m.former)
        self.titles[word] = made
        return made

    def _body(self, m: Mention) -> Source | None:
        head = m.name.split()[-1].lower().rstrip(".") if m.name else ""
        if head == "auditors":
            audits = (
                self.publisher
                if self.publisher and self.publisher.name in AUDITS
                else Source("Government Accountability Office", "official", n=1, side="US")
            )
            return replace(audits, plural=True)
        if m.possessed and head in (
            "committee",
            "board",
            "arm",
            "unit",
            "branch",
            "division",
            "panel",
            "council",
            "subsidiary",
            "command",
        ):
            owner = (
                self.spoke
                if self.spoke and not self.spoke.human and self.spoke.kind not in ("anonymous", "media")
                else self.body
            )
            if owner:
                return owner
        if m.possessed and head in ("office", "team", "staff", "campaign") and self.latest:
            return replace(self.latest, name=f"{self.latest.name}'s {m.name}", human=False)
        if (
            m.definite
            and head
            in (
                "tank",
                "institute",
                "center",
                "centre",
                "foundation",
                "organization",
                "organisation",
                "group",
                "project",
                "university",
            )
            and "expert" in self.heads
            and head not in self.heads
        ):
            return self.heads["expert"]
        if (m.definite or m.possessed) and (m.name == m.name.lower() or (" " not in m.name and head in _GENERIC)):
            found = self.heads.get(_GENERIC.get(head, head)) or self.heads.get(head)
            if (
                found
                and " " in m.name
                and not all(
                    w in found.name.lower() or w in ("state", "same", "own", "whole", "private") for w in m.name.split()
                )
            ):
                found = None
            if found and not (found.kind != "company" and _GENERIC.get(head) == "company"):
                return found
        if _GENERIC.get(head) == "company" and (m.definite or m.possessed) and self.stranger:
            known = self.note_body(self.stranger.name, "company", "")
            self.people[self.stranger.name] = self.people[self.stranger.name.split()[-1]] = known
            self.stranger = None
            return known
        if m.name == "company" and (self.company or self.body):
            return self.company or self.body
        return self.note_body(m.name, m.kind, m.side)

    def _medium(self, m: Mention) -> Source | None:
        if (
            m.definite
            and m.name.lower().split()[-1] in _GENERIC
            and self.medium
            and not m.plural
            and m.name == m.name.lower()
        ):
            return self.medium
        known = self.heads.get(m.name.lower())
        if known and known.is_medium and re.match(r"the ", m.text, re.IGNORECASE):
            return known  # the Ledger
        made = Source(m.name, "media", n=m.n, side=m.side, plural=m.plural)
        if " " in m.name:
            self.heads[m.name.split()[-1].lower()] = made
        self.medium = self.heads["medium"] = made
        return made

    def _document(self, m: Mention) -> Source | None:
        noun = m.name.lower().rstrip("s")
        if re.fullmatch(r"報導|報道|文章|專文|社論|專文|該文|文中|文", noun) or noun in ("報導中",):
            noun = "report"
        secret = re.search(
            r"\b(?:internal|leaked|confidential|classified|draft|unpublished|secret)\b|\b(?:seen|obtained|reviewed|viewed) by\b",
            m.text,
        )
        if secret and re.match(r"(?:an?|some|another)\b", m.text, re.IGNORECASE):
            self.owners[noun] = Source(m.text, "anonymous", "document", n=1)
            return self.owners[noun]
        if m.org:
            owner = self.note_body(m.org, "media" if m.kind == "media" else "official", m.side)
            self.owners[noun] = owner
            return owner
        if re.match(r"(?:its|his|her|their)\b", m.text, re.IGNORECASE):
            whose = self.spoke if self.spoke and self.spoke.kind in ("official", "company", "expert") else self.body
            if whose:
                return whose
        if noun in self.owners:
            return self.owners[noun]
        if noun in _REPORTS and self.publisher and self.publisher.name in AUDITS:
            return self.publisher
        if noun in _REPORTS and self.medium and (m.definite or m.name in ("報導", "報道")):
            return self.medium
        if self.publisher and self.publisher.kind == "official":
            return self.publisher
        if not m.definite and not m.plural and m.text.split()[0].lower() in ("a", "an", "another"):
            return Source(m.text, "anonymous", n=1)
        if noun in _REPORTS and self.publisher and self.publisher.kind == "media":
            return Source(m.name, "media", n=1)
        return self.body if m.definite and self.body else Source(m.text.split(",")[0], "official", n=1, side=m.side)

    def _unnamed(self, m: Mention) -> Source | None:
        if self.publisher and self.publisher.name in AUDITS and m.role in _STAFF:
            met = self.group is not None and m.role in self.group.name.lower()
            if (
                self.publisher.name in (m.org, m.name)
                or self.publisher.name in m.text
                or (m.definite and not m.org and not met)
            ):
                return self.publisher  # analysts of the service, the authors
        if m.definite and self.group and not m.org:
            if m.plural or self.group.n == 1:
                return self.group
            return replace(self.group, n=1)
        if m.definite and not m.plural and not m.org and (known := self.titles.get(m.role)):
            return known
        return Source(m.name, "anonymous", m.role, m.n, m.side, m.org, True, m.plural)

    def _group(self, m: Mention) -> Source | None:
        return Source(m.name, m.kind, "group", None, m.side, plural=True)

    def _member(self, m: Mention) -> Source | None:
        if not self.group:
            return Source(m.text, "anonymous", n=m.n, human=True) if " of " in m.text else None
        many = self.group.name if self.group.n != 1 else self.group.name.removeprefix("1 of ")
        count = m.n or 1
        name = f"{count} of {many}" if not many.startswith(("1 of", "one of")) else many
        return replace(self.group, name=name, n=m.n, plural=count > 1)


_SOUND = str.maketrans("bdgvzqcjy", "ptkfskksi")


def skeleton(name: str) -> str:
    """The consonants of a name, voiced and unvoiced alike: what survives when a name is spelt by ear and back.

    >>> skeleton("Patel") == skeleton("Battelle")
    True
    """
    low = name.lower().replace("ph", "f").replace("ck", "k").replace("sh", "s").replace("ch", "k").translate(_SOUND)
    kept = [c for i, c in enumerate(low) if c.isalpha() and (c not in "aeiouhwi" or (i == 0 and c not in "hw"))]
    return "".join(c for i, c in enumerate(kept) if not i or kept[i - 1] != c)


_ROMAN = (
    ("hs", "s"),
    ("sh", "s"),
    ("x", "s"),
    ("zh", "j"),
    ("ch", "j"),
    ("q", "j"),
    ("ts", "s"),
    ("tz", "s"),
    ("z", "s"),
    ("c", "s"),
)


def romanised(name: str) -> str:
    """A Chinese name with two parts so that Wade-Giles and pinyin spellings of it agree.

    >>> romanised("Yao Chih-kang") == romanised("Yao Zhigang"), romanised("Su Hsiao-ling") == romanised("Su Xiaoling")
    (True, True)
    """
    family, _, given = name.lower().partition(" ")
    made = []
    for part in (family, given.replace("-", "").replace(" ", "")):
        for spelt, sound in _ROMAN:
            part = part.replace(spelt, sound)
        part = part.translate(str.maketrans("bdg", "ptk"))
        made.append("".join(c for c in part if c.isalpha() and c not in "aeiouhwy") or part[:1])
    return "|".join(made)
