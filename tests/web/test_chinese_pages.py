"""Every page in Chinese as it is sent: no English word that is not a name, an address or marked as English; set as Chinese is."""

from __future__ import annotations

import re

import asking
import lxml.html
import pytest

from chinese_text import HAN, english, faults, own_texts
from jointline.report.brief.content import brief
from jointline.report.brief.page import page as briefing_page
from jointline.report.lang.language import language

PAGES = (
    "backlog", "backlog?month=2024-10", "backlog?month=2026-11&rule=mnd&years=roc&units=millions", "backlog?month=2016-01&rule=all&find=zzz",
    "backlog?month=2026-03&rule=owed&category=munitions&sort=promised", "backlog/timeline", "backlog/sum?month=2024-10&category=munitions",
    "backlog/sum?month=2026-03&figure=evident", "case/hcds", "case/f16-block70?as_of=2025-06-30", "case/himars-mod", "case/m109a6",
    "case/javelin-2015", "case/training-equipment", "case/hcds/forecast", "why/hcds/value", "why/f16-block70/final_delivery_promised",
    "why/mq9b/status", "statements?ids=da7102d2482b7fe205fa,0000000000000000000f",
    "lab?option=stinger-taiwan&option=all-together&set.lines.stinger-taiwan.start=12&as_of=2026-11-30&why=stinger-taiwan",
    "rests/late/hcds-missile", "rests/network?part=lines", "rests/forecast/hcds?event=final&method=blend", "rests/option/priority?as_of=2026-11-30",
    "scores/behind?method=blend&on=all", "scores/unscored?why=1", "scores?show=backtest", "method/counted/published", "method/counted/rule-latest",
    "evidence", "scores", "method", "api", "nothing", "case/nosuch", "backlog?month=zzz", "backlog?rule=zzz", "statements?ids=",
)  # fmt: skip
OPTIONS = ("priority", "multi-year", "from-stock", "drones-taiwan", "f16-parts-taiwan", "gmlrs-germany")


@pytest.fixture(scope="module")
def pages() -> dict[str, lxml.html.HtmlElement]:
    found = {}
    with asking.client() as client:
        for path in (*PAGES, *(f"lab?option={o}&as_of=2026-11-30&why={o}" for o in OPTIONS)):
            figures = "&show=result" if path.startswith("lab?") else ""  # they come after the page
            found[path] = lxml.html.fromstring(client.get(f"/zh-TW/{path}{figures}").text)
    return found


def test_no_english_word_is_left(pages: dict[str, lxml.html.HtmlElement]) -> None:
    left = {(path, " ".join(words), text.strip()[:160]) for path, tree in pages.items() for text in own_texts(tree)
            if (words := english(text))}  # fmt: skip
    assert sorted(left) == []


def test_what_a_forecast_rests_on_is_named_in_chinese(pages: dict[str, lxml.html.HtmlElement]) -> None:
    words = pages["rests/forecast/hcds?event=final&method=blend"].text_content()
    assert "以 SIPRI 武器移轉資料庫" in words and "fitted on" not in words
    assert "標槍反裝甲飛彈（2015年）" in words and "javelin-2015" not in words


def test_chinese_is_set_as_chinese(pages: dict[str, lxml.html.HtmlElement]) -> None:
    wrong = {
        (path, fault) for path, tree in pages.items() for text in own_texts(tree) for fault in faults(text.strip())
    }
    assert sorted(wrong) == []


@pytest.mark.parametrize(("month", "options"), [("2024-10", {}), ("2025-12", {"roc": True, "myriads": False})])
def test_a_briefing_is_in_chinese_too(month: str, options: dict[str, bool]) -> None:
    made = brief(month, lang=language("zh-TW", **options))
    tree = lxml.html.fromstring(briefing_page(made).decode())
    texts = [t for t in own_texts(tree) if t.strip()]
    assert [t[:160] for t in texts if english(t)] == []
    assert [fault for t in texts for fault in faults(t.strip())] == []
    amounts = " ".join(texts)
    assert ("民國114年12月" in amounts) == bool(options) and ("億美元" in amounts) == (not options)


def test_no_sentence_is_parted_from_the_one_before_by_a_space(pages: dict[str, lxml.html.HtmlElement]) -> None:
    loose = re.compile(rf"[。，；：] +(?=[{HAN}])")
    wrong = set()
    for path, tree in pages.items():
        for block in tree.iter("p", "li", "td", "dd", "caption", "figcaption"):
            text = "".join(block.itertext())
            if not block.xpath(".//*[@lang='en'] | ancestor-or-self::*[@lang='en'] | .//blockquote") and (
                found := loose.search(text)
            ):
                wrong.add((path, text[max(0, found.start() - 20) : found.end() + 20]))
    assert sorted(wrong) == []
