"""HTML to text: block elements become lines, what nobody sees is left out."""

from __future__ import annotations

from collections.abc import Iterable

from jointline.errors import JointlineError
from jointline.sentences import says

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "object", "select", "option", "button", "textarea"]
)
_CELLS = frozenset(("td", "th"))
_LONGEST = 32 << 20


class _Text:
    """What the parser tells, gathered as text: no tree is built, so that no depth of nesting costs anything."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.unseen = 0
        self.pre = 0

    def start(self, tag: str | bytes, _attributes: object) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
            self.pre += tag == "pre"
        elif tag in _CELLS:
            self.parts.append(" ")

    def end(self, tag: str | bytes) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n\n" if tag == "p" else "\n")
            self.pre = max(0, self.pre - (tag == "pre"))

    def data(self, data: str | bytes) -> None:
        if self.unseen or not isinstance(data, str):
            return
        self.length += len(data)
        if self.length > _LONGEST:
            raise JointlineError(says("holds too much text"))
        self.parts.append(data if self.pre else _flowing(data))

    def comment(self, _text: str | bytes) -> None:
        """What is commented out is not part of the text."""

    def close(self) -> str:
        return "".join(self.parts)


def _flowing(data: str) -> str:
    """Text outside ``pre``: white space, line breaks among it, is one blank."""
    if data.isspace():
        return " "
    folded = " ".join(data.split())
    return f"{' ' if data[0].isspace() else ''}{folded}{' ' if data[-1].isspace() else ''}"


def without_comments(markup: str) -> str:
    """*markup* without comments; one that never ends takes the rest with it.

    The parser looks for the end of each comment anew, which takes quadratic time where there is none.
    """
    if "<!--" not in markup:
        return markup
    parts, at = [], 0
    while (start := markup.find("<!--", at)) >= 0:
        parts.append(markup[at:start])
        end = markup.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        at = end + 3
    parts.append(markup[at:])
    return "".join(parts)


def html_text(markup: str) -> str:
    """The text a reader of the page sees, in page order; table cells are parted by a blank.

    Runs in time proportional to the length of *markup*, however deeply it is nested.
    """
    from lxml import etree

    parser = etree.HTMLParser(target=_Text(), no_network=True, remove_comments=True, remove_pis=True)
    try:
        parser.feed(without_comments(markup).replace("\x00", " "))
        text = str(parser.close())
    except (etree.LxmlError, UnicodeError, ValueError) as error:
        raise JointlineError(says("is no HTML that can be read: {error}", error=str(error))) from None
    lines = (line.rstrip() for line in text.split("\n"))
    return _few_blank_lines(lines)


def _few_blank_lines(lines: Iterable[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept)
