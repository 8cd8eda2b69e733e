"""What no line of Chinese may break: a date, an amount with its unit, a Latin name with a number in it.

One pattern for the page, the HTML and the PDF of the briefing. Nothing is put into the text itself, so that what is copied,
searched or exported is the plain words. A range may break behind 至, which stays with its first end.
"""

from __future__ import annotations

import re

from jointline.report.lang.typeset import running

_DATE = (
    r"(?:民國)?[0-9]+年(?:代(?:[前中後]期)?|[0-9]+月(?:[0-9]+日)?|第[0-9]季|[上下]半年|[前中後]期)?(?:底?前|起)?至?"
    r"|[0-9]+月(?:[0-9]+日|底)?至?"
)
_MEASURES = "個月|[億萬]美元|百萬美元|[件架枚輛套筆則項具艘組座門次種天週個%]"
_AMOUNT = rf"[−+]?[0-9][0-9,.]*[ \u00a0]?(?:{_MEASURES})(?:[ \u00a0]?至)?"
# AN/TPS-78, AH-64E, AN/SLQ-32(V)3, Block 70, ALTIUS 600M-V
_NAME = (
    r"[A-Z][A-Za-z]{1,9}[ \u00a0][0-9][A-Za-z0-9]{0,5}(?:[-/][A-Za-z0-9]{1,6}){0,2}"
    r"|[A-Za-z0-9]{1,12}(?:[-/][A-Za-z0-9]{1,12}){1,3}(?:\([A-Z]\)[0-9]{0,2})?"
)
_TAIL = "[，。、：；）」]*"
# both without lookarounds, which the PDF's setter has not
FIGURES = f"(?:{_DATE}|{_AMOUNT})"
PATTERN = f"(?:{_DATE}|{_AMOUNT}|{_NAME})"
_ADDRESS = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/\S*"
# not inside an address, a hash or a longer run of Latin text
_KEPT = re.compile(
    rf"{_ADDRESS}|((?<![A-Za-z0-9/.:@_#&=?%-])(?:{FIGURES}|(?:{_NAME})(?![A-Za-z0-9/@_=?&#-]|\.[A-Za-z])){_TAIL})"
)


def together(html: str) -> str:
    """A finished page in Chinese whose dates, amounts and names with numbers each stay on one line.

    >>> together("<p>預定2029年3月至2031年6月交付ALTIUS 600M-V。</p>")
    '<p>預定<span class="unbroken">2029年3月至</span><span class="unbroken">2031年6月</span>交付<span class="unbroken">ALTIUS 600M-V。</span></p>'
    """
    return running(html, lambda text: _KEPT.sub(_spanned, text))


def _spanned(found: re.Match[str]) -> str:
    return f'<span class="unbroken">{found[0]}</span>' if found[1] else found[0]
