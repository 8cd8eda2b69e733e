"""Words and patterns by which an English noun phrase is told to be a speaker, and which sort of one."""

from __future__ import annotations

import re

NUMBERS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
STOPS = frozenset(
    [
        "of",
        "for",
        "in",
        "at",
        "from",
        "with",
        "on",
        "who",
        "that",
        "which",
        "whom",
        "whose",
        "familiar",
        "briefed",
        "close",
        "involved",
        "informed",
        "within",
        "to",
        "not",
        "authorized",
        "authorised",
        "speaking",
        "quoted",
        "cited",
        "based",
        "said",
        "by",
        "near",
        "under",
        "and",
        "or",
        "as",
        "knowledgeable",
        "working",
        "serving",
        "responsible",
        "privy",
        "into",
        "about",
        "he",
        "she",
        "we",
        "they",
        "you",
        "now",
        "here",
        "there",
        "having",
        "being",
        "without",
        "inside",
        "outside",
        "among",
        "across",
    ]
)
OURS = re.compile(
    r"[Oo]ur (?:own )?(?:[\w-]+ ){0,2}?(?:work|analysis|review|audit|research|findings?|estimates?|report|team|calculations?|reporting|assessment|survey|study|count|tally|view|judge?ment)(?: of [\w ]{2,40})?"
)
MEMBER_OF = re.compile(
    r"\b(?:sits on|serves on|served on|chairs|heads|leads|member of)\b[^,]{0,40}\b(?:committee|parliament|legislature|yuan|congress|senate|house|caucus)\b",
    re.IGNORECASE,
)
FIRMS = frozenset(
    [
        "company",
        "yard",
        "mill",
        "foundry",
        "refinery",
        "shipbuilder",
        "startup",
        "conglomerate",
        "firm",
        "manufacturer",
        "maker",
        "contractor",
        "supplier",
        "shipyard",
        "factory",
        "subsidiary",
        "producer",
        "builder",
        "vendor",
        "group",
        "corporation",
        "plant",
    ]
)
FORMER = re.compile(
    r"\b(?:former|retired|ex-|onetime|one-time)|\bwho (?:once |formerly |long |previously )?(?:ran|led|headed|served|oversaw|handled|worked|managed|directed|commanded|advised|retired|left)\b|\buntil (?:(?:19|20)\d\d|last|this|January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
OFFICE = r"(?:\s(?:of|for) (?:the )?(?:State|Defen[cs]e|War|Commerce|Treasury|Navy|Army|Air Force|National Defen[cs]e|Foreign Affairs|Economic Affairs|Security)\b(?=\s[A-Z]))?"
STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|"
    "Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
# of Kansas; (R-Ohio); a Texas Republican; the ranking Democrat on; an opposition member of the committee
SEAT = re.compile(
    rf"(?:,|\() ?(?:of|from) (?:{STATES})\b|\b[RDI][-–][A-Z]|\b(?:a|an|the)? ?(?:[\w-]+ ){{0,3}}(?:Republican|Democrat|independent|Kuomintang|KMT|DPP|opposition|ruling[- ]party)(?: (?:member|legislator|lawmaker|senator|congressman|congresswoman|whip|leader))?(?: (?:of|from|for|on|in|who)\b|$|,)|"
    r"\b(?:member|chair|chairman|chairwoman|convener|head) of (?:the |its )?(?:[\w-]+ ){0,4}(?:committee|subcommittee|caucus|parliament|legislature)\b"
)
WRITERS = re.compile(
    r"(?:its|the (report|letter|study|paper|notice|memo|article|brief|audit)'s) (?:authors?|writers?|drafters|signers|signatories)$",
    re.IGNORECASE,
)
SEEN = re.compile(
    r"(?:an?|one|another|some) (?:[\w-]+ ){0,4}?(?P<doc>memo|memorandum|document|report|cable|e-?mail|letter|briefing|slide|slides|paper|note|draft|assessment|audit|timetable|spreadsheet)s?(?: [\w ]{1,40}?)?,? (?:seen|obtained|reviewed|viewed|read|leaked|shown|passed)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"(?:an?|another|one|two|three|four|five|six|seven|some|several|many|most|few|\d{1,2}|former|retired|local|senior|foreign)\b",
    re.IGNORECASE,
)
DOER = re.compile(r"[a-z]{2}(?:ers?|ors?|ists?|ians?|men|man|women|woman|ants?|ees?|crats?|nauts?)$")
NO_DOER = frozenset(
    [
        "number",
        "numbers",
        "matter",
        "quarter",
        "quarters",
        "order",
        "orders",
        "power",
        "powers",
        "tanker",
        "tankers",
        "carrier",
        "carriers",
        "fighter",
        "fighters",
        "launcher",
        "launchers",
        "computer",
        "container",
        "containers",
        "factor",
        "factors",
        "sector",
        "sectors",
        "reactor",
        "letter",
        "letters",
        "paper",
        "papers",
        "water",
        "summer",
        "winter",
        "year",
        "offer",
        "offers",
        "transfer",
        "transfers",
        "cover",
        "border",
        "borders",
        "center",
        "centre",
        "answer",
        "other",
        "others",
        "error",
        "errors",
        "monitor",
        "motor",
        "motors",
        "rotor",
        "generator",
        "sensor",
        "sensors",
        "director-of",
        "tractor",
        "destroyer",
        "destroyers",
        "cruiser",
        "cruisers",
        "cutter",
        "cutters",
        "bomber",
        "bombers",
        "trainer",
        "trainers",
        "helicopter",
        "mortar",
        "corner",
        "chapter",
        "newsletter",
        "tender",
        "tenders",
        "register",
        "rumor",
        "rumors",
        "rumour",
        "honor",
        "honour",
        "labor",
        "labour",
        "harbor",
        "harbour",
        "color",
        "vector",
        "corridor",
        "committee",
        "employee-count",
        "plant",
        "plants",
        "grant",
        "warrant",
        "restaurant",
        "covenant",
        "ten",
        "dozen-er",
        "never",
        "ever",
        "over",
        "under",
        "after",
        "woman-led",
        "amen",
        "semen",
        "specimen",
        "regimen",
        "refinery",
        "master-plan",
        "remainder",
        "reminder",
        "folder",
        "buyer-of",
        "tower",
        "shower",
    ]
)
# who represents its workers, who follows the programme for a bank: knows of it, and speaks for no party to it
LEARNED = re.compile(
    r"\bwho (?:now |also |has long )?(?:represents|speaks for|lobbies|organi[sz]es|teaches|studies|follows|tracks|writes|analy[sz]es|researches|covers|advises|consults|lectures)\b"
)
