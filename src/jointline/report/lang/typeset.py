"""A finished page in Chinese set as Chinese is: no space beside full-width punctuation, full-width brackets, ranges with 至.

Templates put a space between two sentences, as English wants it. Here it goes, once and for every template. What is quoted
or in another language (``_LEFT``, anything with ``lang="en"``) is left to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_LEFT = ("script", "style", "blockquote", "pre", "code", "textarea", "svg", "mark")
_PLAIN = (*_LEFT, "title", "option")  # hold text alone, no element
_VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
_INLINE = ("a", "abbr", "b", "bdi", "em", "i", "output", "small", "span", "strong", "sub", "sup", "u")
_TOKEN = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+", re.S)
_TAG = re.compile(r"<(/?)([a-z0-9]+)", re.I)
_FOREIGN = re.compile(r'\slang="en"|class="reading__text')  # the second: a document of the reader's
_HAN = "\u3400-\u9fff"
_AFTER_STOP = re.compile(r"(?<=[。，、；：！？])\s+")
_BESIDE_BRACKET = re.compile(rf"(?<=[）」》])\s+(?=[{_HAN}（「《])|(?<=[{_HAN}%])\s+(?=[（「《])")
_HALF_BRACKETS = re.compile(rf"(?<=[{_HAN}])\s*\(([^()<>]*)\)")
_OPENS_HALF = re.compile(r"^\s*\(([^()<>]*)\)")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_DATES = re.compile(r"(?<=[年月日季期]) ?– ?(?=\S)")
_PER_CENT = re.compile(r"<(script|style|blockquote|pre|code|textarea)\b.*?</\1>|(?<=\d) (?=%)", re.S)
_NUMBERS = re.compile(r"(?<=[\d%∞]) ?– ?(?=(?:&[lg]t;)?[−\d∞]|P\d)")


def typeset(html: str) -> str:
    """The page with its Chinese text set solid.

    >>> typeset("<p>依規則計算。 圓圈：<b>總額</b> (13%)，2026年1月 – 2027年2月。</p><blockquote>甲。 乙</blockquote>")
    '<p>依規則計算。圓圈：<b>總額</b>（13%），2026年1月至2027年2月。</p><blockquote>甲。 乙</blockquote>'
    """
    made: list[str] = []
    last = before = ""  # the last character of the running text, and the last that is no space
    for token, kept, name in _walk(html, _LEFT):
        if token[0] != "<" and not kept:
            if _HAN_CHARACTER.match(before):  # a bracket in an element of its own
                token = _OPENS_HALF.sub(r"（\1）", token)
            token = _set(last + token)[len(last) :]
            last = token[-1:] or last
            before = token.rstrip()[-1:] or before
        elif name and (kept or name not in _INLINE):
            last = before = ""
        made.append(token)
    return "".join(made)


def running(html: str, change: Callable[[str], str]) -> str:
    """The page with *change* made to its running text alone; what is left to the letter, and what can hold no element, stays.

    >>> running("<title>a</title><p>a</p>", str.upper)
    '<title>a</title><p>A</p>'
    """
    return "".join(change(t) if t[0] != "<" and not kept else t for t, kept, _ in _walk(html, _PLAIN))


def _walk(html: str, keep: tuple[str, ...]) -> Iterator[tuple[str, bool, str]]:
    """Each text and tag of the page, whether it is (a tag: what follows it is) in an element left to the letter, the tag's name.

    The name is empty for texts and for what holds nothing (a comment, an image, a line break).
    """
    left: list[str] = []  # the element that is left as it is, and those of its name inside it
    for token in _TOKEN.findall(html):
        tag = _TAG.match(token)
        if tag is None or token.endswith("/>") or tag[2].lower() in _VOID:
            yield token, bool(left), ""
            continue
        name = tag[2].lower()
        if left:
            if name == left[0]:
                if tag[1]:
                    left.pop()
                else:
                    left.append(name)
        elif not tag[1] and (name in keep or _FOREIGN.search(token)):
            left.append(name)
        yield token, bool(left), name


def bound(html: str) -> str:
    """A finished page in English on which no line ends between a number and its per cent; a reader's document is left as it is.

    >>> bound("<p>the 90 % range</p>") == "<p>the 90\u00a0% range</p>"
    True
    """
    return (
        html
        if 'class="reading__text' in html
        else _PER_CENT.sub(lambda found: found[0] if found[1] else "\u00a0", html)
    )


def _set(text: str) -> str:
    text = _HALF_BRACKETS.sub(r"（\1）", _AFTER_STOP.sub("", text))
    text = _BESIDE_BRACKET.sub("", text)
    return _NUMBERS.sub(" 至 ", _DATES.sub("至", text))
