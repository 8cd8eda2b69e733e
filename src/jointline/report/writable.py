"""Texts that every format can hold: drawings, workbooks and Word documents are XML, which forbids some characters.

The ledger takes none of them (``ledger.values.CONTROL``); older ledgers, files of a network and addresses may hold some.
vl-convert ends the whole process at one, without an error that could be caught.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

# all but what XML 1.0 allows (production Char), and what it allows but no font draws: C1 controls, 32 noncharacters
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")
T = TypeVar("T")


def writable(text: str) -> str:
    """*text* with a blank for every character that a format cannot hold.

    >>> writable("T\\ufffeX\\x01")
    'T X '
    """
    return _FORBIDDEN.sub(" ", text)


def writable_tree(value: T) -> T:
    """A document of dictionaries and lists with all its texts ``writable``, the names of its fields too."""
    made: Any = value
    if isinstance(value, str):
        made = writable(value)
    elif isinstance(value, dict):
        made = {writable_tree(k): writable_tree(v) for k, v in value.items()}
    elif isinstance(value, list | tuple):
        made = type(value)(map(writable_tree, value))
    return made  # type: ignore[no-any-return]
