"""How firm a claim is: the first rule that fits, in the order of the scheme."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from jointline.readers.dispatch.facts import Draft
from jointline.readers.dispatch.institutions import side_of
from jointline.readers.dispatch.sentences import Sentence
from jointline.readers.dispatch.speakers import NOBODY, Source
from jointline.readers.dispatch.tables import denials, refusals

_NEGATION = re.compile(r"\b(?:no|not|nothing|never|none|neither|nobody|cannot)\b|n't\b", re.IGNORECASE)
_NEGATION_ZH = re.compile(r"沒有|並無|並未|未曾|不是|不會|絕不|從未|無|沒|未")
_REPORTS = re.compile(r"\b(?:reports?|rumou?rs?|claims?|allegations?|story|stories|speculation)\b", re.IGNORECASE)
_REPORTS_ZH = re.compile(r"報導|傳聞|傳言|說法|外傳|媒體|網傳|質疑|指控")
_SALE = re.compile(
    r"\b(?:sales?|sell|sold|deliver\w*|deal|contract|order|shipment|arms|transfer|notif\w+)\b|軍售|交付|交貨|交運|合約|採購|軍購|移轉",
    re.IGNORECASE,
)
_PARTIES = frozenset(
    {"Defense Security Cooperation Agency", "國防安全合作局"}
)  # whatever its notices tell, it is of its own sales
_OWN = re.compile(
    r"\W*(?:that |about [^,]{0,80}, ?|on [^,]{0,60}, ?|as to [^,]{0,60}, ?)*[^,]{0,60}?\b(?:he|she|it|they|we|i|there|the (?:department|ministry|company|agency|office|government|administration|embassy|committee|command|firm|bureau|service|institute|army|navy|air force)|no comment|nothing)\b",
    re.IGNORECASE)  # fmt: skip
# a member on the acts and papers of the committee he sits on
_OWN_PANEL = re.compile(
    r"\b(?:his|her|our|my) (?:sub)?committee\b|\b(?:the|our) committee's (?:office|staff|files|records)\b|本委員會"
)
_INFORMAL = frozenset({"legislator", "expert", "lobby", "group", "party"})


def is_refusal(cls: str, said: str, chinese: bool) -> bool:
    """Whether somebody would not confirm, deny, comment or answer."""
    if cls == "decline":
        return True
    if cls in ("opine", "deny", "act", "show") or not refusals("zh" if chinese else "en").search(said):
        return False
    # the one who speaks is the one who will not: the ministry said it had nothing to announce
    return chinese or bool(_OWN.match(said))


_SHORT_NO = re.compile(
    r"\W*(?:that )?(?:it|they|he|she|there|this|that|he himself|none) (?:is|was|are|were|had|has|have|did|does|do|would|will|could|can)(?: not|n't|n’t)\W*$",
    re.IGNORECASE,
)
_NO_AT_END = re.compile(r"[,;—–-]\s*(?:so|and|but|then)?\s*no[\s,.!\"”']*$", re.IGNORECASE)
_WRONG = re.compile(
    r"\b(?:story|report|article|account|figures?|numbers?|claim|charge|allegation|reasons?|facts|it|that|paper|newspaper|gentleman|senator)\b[^.;]{0,50}\b(?:wrong|in error|mistaken)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"(?:如有|如果|若有|若|倘若|一旦)[^，。]*[，。]?|\bif\b[^,.]*[,.]?", re.IGNORECASE)


def is_denial(cls: str, said: str, chinese: bool) -> bool:
    """Whether something that was said, reported, asked or feared is rejected."""
    if cls == "deny":
        return True
    said = _IF.sub(" ", said)
    if re.match(r"\W*no\s*[,.;:!—-]", said, re.IGNORECASE):
        return True
    if denials("zh" if chinese else "en").search(said):
        return True
    if not chinese and _WRONG.search(said):  # the story has both the number and the reason wrong
        return True
    if not chinese and _NO_AT_END.search(said):  # they switch themselves off, so no
        return True
    if not chinese and _SHORT_NO.match(said):  # insisted they had not
        return True
    if chinese:
        return bool(_REPORTS_ZH.search(said) and re.search(r"沒有|並無|並未|不是|絕非|並非", said))
    m = _REPORTS.search(said)
    return bool(
        m
        and re.search(r"\b(?:not|no|never|nothing)\b|n't\b", said[m.end() :])
        and re.search(r"\b(?:but|however|seen)\b", said)
    )


def answers_report(clause: str, said: str, chinese: bool) -> bool:
    """Whether somebody meets a report or rumour named in the reporting clause with *there is no* ..."""
    if chinese and re.match(
        r"[，：\s「]*[^，]{0,8}不(?:認為[^，]{2,16}(?:問題|障礙|影響)|構成(?:問題|限制|影響|障礙))", said
    ):
        return True
    if (
        chinese
        and _ASKED_WHETHER.search(clause)
        and re.match(r"[，：\s「『“他她我其]*(?:並)?(?:沒有|不是|未(?!來)|無|不會|絕)", said)
    ):
        return True
    if chinese:
        return bool(
            re.search(r"報導|傳聞|傳言|外傳|網傳", clause)
            and re.match(r"[，：\s「他她]*(?:目前|現在|迄今)?(?:沒有|並無|並未|查無|絕無)", said)
        )
    if _PUT_TO.search(clause) and _NEGATED.match(said):
        return True
    return bool(
        re.search(r"\b(?:reports?|rumou?rs?|claims?)\b", clause, re.IGNORECASE)
        and re.match(
            r"\W*(?:that )?(?:(?:there (?:is|are|was|were)|it has|he has|she has|they have|it had|he had) (?:currently )?(?:no|not)\b|no )",
            said,
            re.IGNORECASE,
        )
    )


# in response to a legislator's question ... did not ask; "There is no line," the manager said
_PUT_TO = re.compile(r"\b(?:in response to|responding to|asked (?:if|whether)|to the question)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\W*(?:that )?(?:[\w'-]+ ){1,5}?(?:(?:did|does|do|has|have|had|is|are|was|were) not|never)\b(?! (?:yet|received?|been (?:settled|decided|told|informed)|decided|know))",
    re.IGNORECASE,
)
THERE_IS_NO = re.compile(
    r"\W*(?:that )?(?:nothing|nobody|no one|none of (?:it|them|this)) (?:has|had|have|was|were|is) (?:been |ever |being )?(?!decided|settled|received|said|heard)|\W*(?:that )?there (?:is|are|was|were) (?:absolutely |currently |simply )?no (?!need|known|doubt|date|timetable|timeline|reason|choice|way|comment|word|reply|answer|response|immediate|guarantee|substitute|time|money|room|more)",
    re.IGNORECASE,
)


_ASKED_WHETHER = re.compile(
    r"(?:問|質疑|質詢)[^。]*(?:有沒有|是否|是不是|會不會|有無)|(?:有沒有|是否|是不是|會不會|有無)[^。]*(?:問|質疑|質詢)"
)


def has_negation(text: str) -> bool:
    return bool(_NEGATION.search(text) or _NEGATION_ZH.search(text))


@dataclass(frozen=True, slots=True)
class Case:
    """What a claim's standing rests on: who speaks, how, of what, and through whom it came."""

    source: Source
    cls: str  # of the reporting clause
    said: str
    chinese: bool
    denied: bool
    refused: bool
    carried: bool  # the publisher has it from another carrier


# The first rule that fits, in the order of the scheme: the speech act, then whether the origin is told, then the
# carrier, then the sort of speaker, and last whose acts the claim is about.
_RULES: tuple[tuple[str, Callable[[Case], bool]], ...] = (
    ("unattributed", lambda c: c.source.kind == "unattributed"),
    ("declined_to_confirm", lambda c: c.refused and c.cls == "decline"),
    ("denied", lambda c: c.denied),
    ("declined_to_confirm", lambda c: c.refused),
    ("anonymous", lambda c: c.source.kind == "anonymous"),
    ("second_hand", lambda c: c.carried or c.source.is_medium),
    ("official", lambda c: c.source.role == "legislator" and _OWN_PANEL.search(c.said) is not None),
    ("named", lambda c: c.source.kind == "expert" or c.source.role in _INFORMAL or c.source.former),
    ("named", lambda c: c.source.kind not in ("official", "company")),
    ("named", lambda c: c.cls != "opine" and _others_act(c.source, c.said, c.chinese)),
    ("official", lambda c: True),
)


def standing_of(case: Case) -> str:
    """One of the ledger's standings."""
    return next(standing for standing, fits in _RULES if fits(case))


def _others_act(source: Source, said: str, chinese: bool) -> bool:
    """An official on what another government does, where it is no sale to which both are party."""
    if not source.side or source.kind == "company" or source.name in _PARTIES:
        return False
    text = said.lstrip(' ,，「『"“')
    if chinese:
        subject = re.match(r"(?:目前|現在|過去|近年來?|這是|，|、)*([^，。]{2,6})", text)
        named = (
            side_of(subject[1])
            if subject
            and re.match(
                r"(?:美國|美方|華府|中國|中共|北京|台灣|台方|日本|對岸|中方)(?!對台|的|與|和|軍售|在台|同|國防|裝備)",
                text,
            )
            else ""
        )
        if re.match(
            r"他?對[^，]{0,4}(?:台灣|美國|中國|日本)[^，]{2,20}(?:有信心|更有信心|感到|表示歡迎|印象深刻)", text
        ):
            named = side_of(text[:10])
    else:
        subject = re.match(
            r"(?:that )?(?:the )?(United States|U\.S\.|Washington|Beijing|China|Taiwan|Taipei|Japan|Tokyo|Moscow|Russia)(?! and\b|'s\b| (?:relations|security|defense|strait|arms|sale)\b)",
            text,
            re.IGNORECASE,
        )
        named = side_of(subject[1]) if subject else ""
    return bool(named) and named != source.side and not _SALE.search(text)


IN_WORDS = re.compile(
    r"\b(?:den(?:y|ied|ies)|untrue|false|not true|wrong|nonsense|no truth|rumou?rs?)\b|否認|不實|事實|謠言|沒有這回事|沒這回事|子虛烏有",
    re.IGNORECASE,
)


def rejection(text: str, d: Draft, source: Source, passage: str, body: str, s: Sentence) -> tuple[str, bool, bool]:
    """The class of a passage, whether it refuses to say, and whether it denies: *body* is what is said in it."""
    if source is NOBODY:
        return d.cls, False, False
    cls, chinese = d.cls, s.chinese
    refused = is_refusal(cls, body, chinese)
    whole = cls == "deny" or re.match(r"\W*No\s*[,.;:!—-]", passage)
    denied = cls != "decline" and is_denial(cls, passage if whole else body, chinese)
    if source.kind == "anonymous" and cls != "deny" and denied:  # whoever is not named denies only in so many words
        denied = bool(IN_WORDS.search(body))
    tongue = "zh" if chinese else "en"
    if cls == "decline" and denials(tongue).search(refusals(tongue).sub(" ", passage)):
        return "deny", refused, True
    begun = min(d.start, s.start) if chinese else d.start
    told = answers_report(text[begun : d.body[0]], body, chinese) or (d.cue and not d.more and THERE_IS_NO.match(body))
    return cls, refused, denied or bool(source.kind in ("official", "company") and cls in ("say", "tell") and told)
