"""Which sentences without a reporting clause are claims, and whose: the rules on questions, asides and paragraphs."""

from __future__ import annotations

import re

from jointline.readers.dispatch.facts import Draft
from jointline.readers.dispatch.institutions import WORD
from jointline.readers.dispatch.sentences import Sentence
from jointline.readers.dispatch.things import product_in

_BOILERPLATE = re.compile(
    r"(?:please )?read on\b|click here|subscribe|sign up|all rights reserved|copyright|photo(?: by| credit|:)|related (?:news|stories)|advertisement|follow us|editing by|reporting by|more to come|"
    r"\(?editor:|translated by|source:|(?:please )?continue to read\b|請繼續往下閱讀|繼續閱讀|延伸閱讀|相關新聞|點我|訂閱|版權所有|編輯：|圖片來源|資料照|（?圖：|未經授權", re.IGNORECASE)  # fmt: skip
_SETTING = re.compile(
    r"\b(?:held|hold|holds|hosted|gave|opened|attended|chaired|took part in|convened|concluded) (?:an?|the|its|his|her|their|yesterday's) (?:[\w-]+ ){0,4}(?:briefing|conference|hearing|session|meeting|speech|forum|dinner|event|seminar|interview|ceremony)\b|"
    r"^(?:The|A|Another) (?:first |second |third |last |next |final |other )?questions? (?:was|were|came|concerned|turned)\b|\b(?:had|has) (?:an? |the )?[\w' ]{1,50}\b(?:printed|read into|inserted|entered)\b|\b(?:had|has|he'd) seen the (?:reports?|comments?|remarks?|story)\W*$|\bwanted to know\b|"
    r"\b(?:asked|spoke|speaking|requested|insisted|talked) (?:not to be (?:named|identified)|on (?:the )?condition (?:of|that)|anonym\w+|for anonymity)|\b(?:not authorized|not authorised|no authority) to (?:speak|talk|discuss)|"
    r"\b(?:opened|began|started|closed|ended) (?:with|by thanking)\b|\brose to (?:speak|address)|\btook the (?:floor|podium|stand)\b|"
    r"\b(?:puts?|places?|placed|inserts?|inserted|enters?|entered|submits?|submitted|reads?) (?:(?:in|into|for|from)\b ?)?(?:the record )?(?:an?|the|another) (?:[\w-]+ ){0,2}?(?:letter|article|statement|notice|column|editorial|chart|table)\b|\bhad (?:printed|read|inserted) (?:an?|the)\b|^(?:Whether|Why|How|When|What|Who)\b.{3,120}\b(?:is|was|remains?|are) (?:another|a different|an open|unclear|anybody's|anyone's|not clear|in doubt|disputed|a matter of|open|unknown|unresolved)\b|\bwas (?:then )?(?:printed|inserted) (?:at|by|in)\b|\bwould have none of it\b|\b(?:aroused|drew|drawn|sparked|caused|attracted) (?:[\w-]+ ){0,2}(?:discussion|concern|attention|controversy|criticism)\b|\bThe outside world is\b|\b(?:asked|moved|requested)\b.{0,120}\b(?:printed|inserted|placed|entered|included)\b|\b(?:leaves?|left) (?:it )?(?:wide )?open\W*$|\bbroke the (?:news|story)\b(?! that)|\b(?:begged|begs) to differ\W*$|\bhad a different (?:view|take|story)\W*$|\b(?:sees|saw|put) (?:things|it|matters|the matter) differently\W*$|"
    r"\bI (?:now )?(?:rise|yield|thank|ask unanimous|reserve|object\b|suggest the absence)|\btime (?:has|of the \w+ has) expired|\b(?:is|are) recognized\b|\bwithout objection\b|\b(?:will )?come to order\b|\bstands? (?:adjourned|in recess)\b|\b(?:sat down|spoke|talked) with [A-Z][\w'-]+ [A-Z]|\bthank you\b|\bsalut(?:e|ation)\b|"
    r"\b(?:tried|pressed|asked) (?:once more|again|further)\b|\bwas not satisfied\b|\btook (?:several |a few |some )?questions\b|\bdid not (?:say|elaborate|give|dispute|object)\b|\b(?:turned|moved|came|went) (?:on |back )?to\b.{0,40}\b(?:question|subject|topic)|"
    r"對[^，。]{2,14}(?:不滿意|不滿|不以為然|不買單|不能接受)$|成(?:了|為)[^，。]{0,20}(?:焦點|話題|關注|爭點)|引發(?:外界|各界)?(?:關注|議論|討論)$|之說(?:出自|來自|源自)|接受[^，。]{0,8}(?:專訪|訪問|採訪|聯訪)|(?:沒有|並未|未)(?:進一步)?(?:說明|透露|提及|提到|說)(?:是否|有沒有|何時|細節|理由|原因)?|(?:赴|到|在)立法院[^，。]{0,20}(?:備詢|報告|質詢)$|向[^，。]{2,12}查證$|(?:審查|審議)[^，。]{0,14}(?:預算|案)$|舉行(?:例行)?(?:記者會|簡報|聽證會|座談會|公聽會)|召開(?:記者會|會議)|要求匿名|不願具名|不具名|未獲授權|因(?:為)?(?:話題|事涉|議題|問題)敏感",
    re.IGNORECASE | re.DOTALL)  # fmt: skip
_WEIGHTY = re.compile(
    r"\d|\$|%|\b(?:million|billion|percent|dozen|half|first|second|third|will|would|should|must|ought|cannot|plans to|planned|scheduled|due|expected|approved|notified|signed|delivered|delivery|deliveries|contract|budget|produce[ds]?|production|factory|backlog|delay(?:s|ed)?|undelivered|Taiwan|missiles?|tanks?|fighters?|arms sales?|Congress|legislature|reportedly|allegedly)\b|萬|億|批|枚|架|輛|艘|套|交付|交貨|延宕|延遲|合約|預算|核准|批准|同意|採購|武器|飛彈|戰機|無人機|軍購|通知國會|生產|產能|產線|交運|尚未|預計|計畫|將|軍售",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"^\W*(?:so|that was|it was|this was|these are|here is|not everyone|the mood|the question|the issue|the matter|the debate|questions?|doubts?|opinions?)\b",
    re.IGNORECASE,
)
_AFTER_ALL = re.compile(r"\b(?:had|have) been in the open\b")
_NEW_TOPIC = re.compile(
    r"^(?:meanwhile|separately|in a separate|elsewhere|background|另外|此外|另一方面|背景|據)", re.IGNORECASE
)


_DOCUMENT = re.compile(
    r"(?:On|In|Among|Under) (?:the|its|that) (?:list|notice|package|letter|notification|items|offer|certification)\b|(?:The|This) (?:list|notice|package|notification|letter|certification|proposed sale|sale|offer)(?: itself)? (?:also |further )?(?:includes?|covers?|contains?|comprises?|lists?|names?|puts?|consists)\b|"
    r"Also (?:included|on the list|offered|listed)\b|(?:通知|通知書|清單|聲明|報告|新聞稿|公告)(?:中|裡|內|上)?(?:還|也|另|並|則)?(?:有|列|包括|提到|寫)"
)


def takes_up_document(passage: str) -> bool:
    """Whether a sentence begins with the list or notice that somebody met before has issued."""
    return bool(_DOCUMENT.match(passage.lstrip()))


def is_setting(passage: str) -> bool:
    """Whether a passage only tells how something was said: the occasion, or that a source would not be named."""
    return bool(_SETTING.search(passage))


def is_claim(text: str, d: Draft, s: Sentence, before: Draft | None, *, research: bool) -> bool:
    """Whether a passage that names no source states anything a ledger could keep."""
    passage = text[d.start : d.end]
    stripped = passage.strip(' .。"”」')
    if _BOILERPLATE.search(passage) or not re.search(r"\w", passage):
        return False
    if stripped.endswith(("?", "？")) or (s.chinese and re.search(r"(?:嗎|呢)$", stripped)):
        return False
    quoted = any(q[1] - q[0] > 0.6 * (d.end - d.start) for q in s.quotes)
    if quoted:
        return before is not None
    if _SETTING.search(passage):
        return False
    words = len(WORD.findall(passage)) if not s.chinese else (d.end - d.start) / 2
    if words < 3:
        return False
    weighty = bool(_WEIGHTY.search(passage) or product_in(passage))
    if before is not None and before.source:
        return weighty or words >= 4
    # a short sentence without a figure, a product or an act opens the paragraph that says more
    opens = s.first and not s.last
    if opens and not weighty and words <= (7 if research else 20):
        return False
    return weighty or research or words >= 8


def is_continuation(text: str, d: Draft, s: Sentence, before: Draft) -> bool:
    """Whether what the paragraph said last goes on: the same speaker, in indirect speech."""
    if before.cls in ("decline", "ask") and not s.quotes:
        return False
    if before.source and before.source.is_medium and (before.cls == "show" or not (s.chinese or s.quotes)):
        return False  # what a medium asserts ends with its sentence
    return not _NEW_TOPIC.match(text[d.start : d.end])
