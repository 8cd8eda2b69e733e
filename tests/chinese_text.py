"""What a Chinese text of the page, the catalogues or a briefing must not hold: English words, half-width punctuation, loose spaces."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

NAMES = Path(__file__).parents[1] / "src" / "jointline" / "report" / "lang" / "names"
HAN = "\u3400-\u9fff"
FULL = "，。、；：！？（）「」《》"
# what stays in Latin letters in Chinese text: makers' names of arms, of things of this program, of standards
KEPT = frozenset(
    [
        "jointline",
        "Apache",
        "License",
        "API",
        "OpenAPI",
        "HTTP",
        "PERT",
        "English",
        "Windows",
        "cookie",
        "id",
        "Block",
        "Mod",
        "Link",
        "Legion",
        "Barracuda",
        "Kratos",
        "Nammo",
        "Army",
        "Recognition",
        "Baird",
        "Maritime",
        "published",
        "owed",
        "mnd",
        "all",
        "Enter",  # keys of a keyboard
        "Escape",
        "Esc",
        "localhost",
        "utf",
    ]
)
_URL = re.compile(r"https?://\S*")
_ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,6})\b(?:[/#?][^\s，。；）]*)?")
_WORD = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z'’-]*[A-Za-z](?![\w])")
_PLACE = re.compile(r"\{[^{}]*\}")
_CODE = re.compile(
    r"jointline [a-z]+|jointline data|--[\w-]+|'[^']*'|「(?:nosuch|zzz)」|\b[\w-]+[_/=]\S*|\b[0-9a-f]{16,}\b|\btw-\S+|\bdocs\S+|x-jointline-token|\blate 2026"
)


@cache
def named() -> frozenset[str]:
    """The Latin words of the Chinese names in use: each was decided on where it stands in the tables."""
    words: set[str] = set()
    for path in NAMES.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                words.update(_WORD.findall(row["zh_tw"]))
    return frozenset(words)


def english(text: str) -> list[str]:
    """The English words of a Chinese text: no names, addresses, designations (capitals or digits), options of commands."""
    for pattern in (_PLACE, _URL, _ADDRESS, _CODE):
        text = pattern.sub(" ", text)
    return [
        w for w in _WORD.findall(text)
        if w not in KEPT and w not in named() and not w.isupper() and not any(c.isupper() for c in w[1:])
    ]  # fmt: skip


_FAULTS = {
    "half-width punctuation beside Chinese": re.compile(rf"[{HAN}][,;:?!]|[,;:?!](?=[{HAN}])|[{HAN}]\.(?!\d|\.)"),
    "half-width brackets beside Chinese": re.compile(rf"[{HAN}] ?\((?![a-z]\))|[^(]{{2}}\)(?=[{HAN}])"),
    "a space beside full-width punctuation": re.compile(
        rf"[，。、；：！？] +\S|[{HAN}] +[，。、；：！？）」》]|[（「《] +"
    ),
    "a space between Chinese characters": re.compile(rf"[{HAN}] +[{HAN}]"),
    "no space between Chinese and Latin": re.compile(rf"[{HAN}][A-Za-z]|[A-Za-z][{HAN}]"),
    "doubled punctuation": re.compile(r"[，。、；：]{2}|依「依"),
}


def faults(text: str, *, without: tuple[str, ...] = ()) -> Iterator[str]:
    """What is wrong with how a Chinese text is set."""
    text = _ADDRESS.sub("X", _URL.sub("X", text))
    for brand in ("Yahoo奇摩", "NOWnews今日新聞", "ETtoday新聞雲"):  # set solid by their owners
        text = re.sub(f" ?{brand}", "奇摩", text)
    for what, pattern in _FAULTS.items():
        if what not in without and (found := pattern.search(text)):
            yield f"{what}: {text[max(0, found.start() - 12) : found.end() + 12]!r}"


_LEFT = ("script", "style", "code", "pre", "blockquote", "textarea", "svg")


def own_texts(tree: Any) -> Iterator[str]:
    """The texts of a page that are its own: not those marked as English, quoted, or code; and what a screen reader says."""
    for node in tree.iter():
        if not isinstance(node.tag, str) or _foreign(node):
            continue
        yield from (node.get(a) for a in ("aria-label", "title", "placeholder", "alt") if node.get(a))
        yield from (text for text in [node.text, *(child.tail for child in node)] if text and text.strip())


def _foreign(node: Any) -> bool:
    for at in (node, *node.iterancestors()):
        if at.tag in _LEFT or at.get("class") in ("reading__text", "run"):
            return True
        if lang := at.get("lang"):
            return bool(not lang.startswith("zh"))
    return False
