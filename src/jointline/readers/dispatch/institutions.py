"""Institutions, firms and media in an English text, known ones and those that their head noun shows."""

from __future__ import annotations

import re
from functools import cache

from jointline.readers.dispatch.tables import any_of, bodies, media, rows

_SIDES = (
    ("TW", re.compile(r"\b(?:Taiwan|Taiwanese|Taipei|ROC|Republic of China|R\.O\.C)\b|台灣|我國|台北|中華民國")),
    ("CN", re.compile(r"\b(?:China|Chinese|Beijing|PRC|mainland)\b|中國|北京|大陸|中共")),
    (
        "US",
        re.compile(
            r"\b(?:U\.S|US|United States|American|Washington|Pentagon|Biden|Trump|Obama|Bush|Clinton)\b|美國|美方|華府|拜登|川普|歐巴馬|奧巴馬|布希|美軍"
        ),
    ),
    (
        "other",
        re.compile(
            r"\b(?:Japan|Japanese|Tokyo|Ukrain\w+|Korea\w*|Russia\w*|Australia\w*|Philippine\w*|European|British|French)\b|日本|烏克蘭|韓國|俄羅斯|澳洲|菲律賓"
        ),
    ),
)


WORD = re.compile(r"\w+(?:(?:[-'&/.](?=\w)|,(?=\d{3}))\w+)*")


def side_of(text: str) -> str:
    """US, TW, CN or other where *text* names a side; the first one named counts."""
    found = [(m.start(), side) for side, pattern in _SIDES if (m := pattern.search(text))]
    return min(found)[1] if found else ""


@cache
def heads() -> dict[str, tuple[str, str]]:
    return {r["head"]: (r["kind"], r["speaker_kind"]) for r in rows("heads_en")}


@cache
def known_names() -> re.Pattern[str]:
    """Known institutions and media in English, whole words."""
    names = [n for n in (*bodies(), *media()) if n.isascii()]
    return re.compile(rf"(?<![\w-])(?:{any_of(names)})(?![\w-])")


PROPER = r"[A-Z][\w'&.-]*(?: & [A-Z][\w'&.-]*)?"


PATTERNED = re.compile(
    rf"(?<![\w-])(?:{PROPER} ){{1,5}}?(?:Department|Ministry|Agency|Office|Command|Committee|Bureau|Administration|Commission|Council|Institute|Institution|Center|Centre|"
    r"Propulsion|Missiles|Rockets|Armaments|Energetics|Sensors|Robotics|Laboratories|Precision|Foundation|University|Embassy|(?:Navy|Army|Air Force|Corps)(?: (?:Command|Headquarters|General Staff|Materiel Command|Office|Department|Bureau|Academy|Contracting Command))?|Authority|Yuan|Corporation|Corp\.?|Inc\.?|Co\.?|Ltd\.?|Company|Industries|Aerospace|Marine|Systems|Dynamics|Group|Shipbuilding|"
    r"Technologies|Motors|Works|Forge|Foundry|Holdings|Aircraft|Avionics|Vehicles|Engines|Turbines|Composites|Semiconductors|Yards|LLC|L\.L\.C\.|PLC|plc|GmbH|AG|Research|Society|League|Consulting|Analytics|Advisors|Advisers|Observatory|Initiative|Coalition|Trust|Headquarters|Guard|Board|Securities|Capital|Partners|Investments|Bank|Project|Program|Programme|Fleet|Brigade|Court|Association|Chamber|Party|Caucus|Directorate|Subcommittee|Munitions|Ordnance|Electronics|Aviation|Dynamics|Defense Industries|Forum|Academy|College|"
    r"News Agency|Telegraph Agency|News|Times|Post|Journal|Daily|Herald|Tribune|Weekly|Monthly|Press|Telegraph|Gazette|Magazine|Review|TV|Television|Radio|Broadcasting|Shimbun|Wire|Courier|Ledger|Inquirer|Enquirer|Register|Mercury|Mirror|Insight|Digest|Newswire|Examiner|Messenger|Argus|Echo|Globe|Beacon|Advocate|Dispatch|Insider|Newsletter|Recorder|Chronicle|Observer|Bulletin|Monitor|Sentinel)"
    rf"(?![\w-])(?: (?:of|for|on)(?: the)?(?: {PROPER}){{1,4}}(?: and {PROPER})?)?"
    rf"|(?<![\w-])(?:Department|Ministry|Bureau|Office|Committee|Institute|University|Directorate|Embassy|Council|Commission|Center|House Committee|Senate Committee|Association) (?:of|for|on) (?:the )?{PROPER}(?: (?:and )?{PROPER}){{0,4}}"
)


def body_in(text: str) -> tuple[str, str, str]:
    """Name, speaker kind and side of the first institution, company or medium named in *text*, or empty ones."""
    known, made = known_names().search(text), PATTERNED.search(text)
    if known and made and re.sub(r"^(?:The|A|An|Its|In|At|On|From) ", "", made[0]) in known[0]:
        made = None
    if (
        known
        and made
        and (made.start() < known.start() or (made.start() <= known.start() and made.end() > known.end()))
    ):
        known = None
    if known:
        name = known[0]
        if name in media():
            return media()[name], "media", ""
        body = bodies()[name]
        # an abbreviation is told by its full name, a name as the text has it
        return (body.name if name.isupper() and len(name) < 7 else name), body.kind, body.side
    if made:
        name = re.sub(r"^(?:The|A|An|Its|His|In|At|On|From|But|And) ", "", made[0]).removesuffix("'s")
        name = re.sub(
            r"^(?:Japanese|American|Chinese|Taiwanese|British|German|French|Korean|Russian|Ukrainian|Australian|Indian) ",
            "",
            name,
        )
        whose = re.match(r"(?:(?:Taiwan|China|Japan)'s|U\.S\.?|US) (?=(?:Navy|Army|Air Force|Marine Corps)$)", name)
        if whose:  # Taiwan's Navy: whose it is, is part of the name
            return name, "official", side_of(name)
        name = re.sub(r"^(?:(?:Taiwan|China|America|Japan|Britain|Washington|Beijing|Tokyo)'s|U\.S\.?|US) ", "", name)
        if name in bodies():
            return name, bodies()[name].kind, side_of(made[0]) or bodies()[name].side
        return name, head_kind(name), side_of(made[0])
    return "", "", ""


def head_kind(name: str) -> str:
    """The speaker kind that the head noun of a body's name tells."""
    words = WORD.findall(name)
    core = words[: next((i for i, w in enumerate(words) if w.lower() in ("of", "for", "on") and i), len(words))]
    if core and core[-1].lower() == "agency" and len(core) > 1 and core[-2].lower() in ("news", "telegraph", "press"):
        return "media"
    if (
        core
        and core[-1].lower() == "council"
        and re.search(r"Business|Trade|Industry|Chamber|Atlantic|Foreign Relations", name)
    ):
        return "expert"
    for word in reversed(core):
        if word.lower() in heads():
            return {"lobby": "expert"}.get(heads()[word.lower()][1], heads()[word.lower()][1])
    return "official"


_COUNTRIES = frozenset(
    ["Taiwan", "Taipei", "China", "Beijing", "Washington", "Tokyo", "Japan", "Moscow", "Seoul", "Canberra", "Manila", "Kyiv", "Ukraine", "Poland", "Australia", "Israel", "Germany", "Britain",
     "London", "Paris", "France", "India", "Russia", "Singapore", "America", "United States", "The United States", "Philippines", "Korea", "South Korea", "North Korea", "Vietnam", "Europe", "NATO",
     "台灣", "台北", "台方", "我方", "我國", "中國", "中國大陸", "大陸", "北京", "美國", "美方", "華府", "華盛頓", "日本", "東京", "雙方", "兩岸", "烏克蘭", "波蘭", "韓國", "澳洲", "以色列"]
)  # fmt: skip


def is_country(name: str) -> bool:
    """Whether *name* is a country or a capital that stands for its government."""
    return name in _COUNTRIES
