"""Messages filled in, with the spaces that Chinese text takes where Latin words meet Chinese characters."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Any

_FORMATTER = string.Formatter()
_HAN = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
_DATE = re.compile(r"\d{4}年")
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) (?={_HAN})")


def fill(template: str, args: Mapping[str, Any]) -> str:
    """A Chinese message with its ``{places}`` filled.

    A Latin word that is put in beside a Chinese character gets its space (``Eric Gomez 表示``); a Chinese word put in
    where the message has a space for a number loses it. Digits of dates stay set solid.

    >>> fill("{who}表示 {value} 以上", {"who": "Eric Gomez", "value": "金額"})
    'Eric Gomez 表示金額以上'
    """
    text = ""
    for literal, name, spec, conversion in _FORMATTER.parse(template):
        text = _joined(text, literal)
        if name is not None:
            value, _ = _FORMATTER.get_field(name, (), args)
            words = (
                f"「{value}」" if conversion == "r" else format(value, spec or "")
            )  # what was typed, in Chinese quotes
            text = _joined(text, words)
    return _BETWEEN_HAN.sub("", text)


def _joined(left: str, right: str) -> str:
    """Two pieces, with a space where a Latin letter or a digit meets a Chinese character; a date takes none."""
    if not left or not right:
        return left + right
    a, b = left[-1], right[0]
    meet = (_is_han(a) and _is_latin(b)) or (_is_latin(a) and _is_han(b))
    return f"{left} {right}" if meet and not _DATE.match(right) else left + right


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
