"""A document as the readers see it: a name and one clean text, out of plain text, HTML or PDF.

Spans of statements count characters of this text. It holds no control characters, no text direction marks and
only ``\\n`` as line end, so that no later output can take a part of it for a command.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jointline.errors import JointlineError
from jointline.ledger.values import CONTROL
from jointline.sentences import says

LARGEST = 64 << 20  # bytes of a file; a register of the whole world has about 5 MB
LARGEST_MARKUP = 16 << 20  # bytes of HTML or PDF
LONGEST = 32 << 20  # characters of text
STANDARD_INPUT = "-"

# a tag, plain or with attributes: "<p" and ">" in two cells of a table are none
_MARKUP = re.compile(
    r"<(?:!doctype\s+html\b[^<>]{0,4000}"
    r"|(?:html|head|body|pre|p|div|table|span|article)(?:\s{1,99}[a-z:_-]{1,40}\s{0,9}=[^<>]{0,4000}|[ /]{0,9}))>",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096  # bytes looked at to tell what a document is
_GUESSED = 1 << 16  # bytes that an encoding is told by
_CHINESE = {"cp950": "Big5", "gb18030": "GB 18030"}
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``name`` is the file as it was named, ``source`` the address or file name that statements cite.

    ``notes`` say how the text was come by where that is not plain (a guessed encoding, pages left out).
    """

    name: str
    source: str
    media_type: str
    text: str
    notes: tuple[str, ...] = ()


def load(given: str | Path, *, source: str | None = None, encoding: str | None = None) -> Document:
    """The document in the file *given*, or on standard input where that is ``-``.

    source: the address that statements cite (default: the file's name). encoding: for text that is neither UTF-8
    nor Windows-1252 and of a Chinese encoding that is not recognised. Raises ``JointlineError`` where the file cannot be read, is too large or holds no text.
    """
    name = str(given)
    if name == STANDARD_INPUT:
        data = sys.stdin.buffer.read(LARGEST + 1)
        return from_bytes(data, name="standard input", source=source, encoding=encoding)
    return from_bytes(_file_bytes(Path(given)), name=name, source=source or Path(given).name, encoding=encoding)


def _file_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise JointlineError(says("is a directory"), where=str(path), remedy=says("Give one file."))
        with path.open("rb") as handle:  # a pipe or device is read too, and never further than the limit
            return handle.read(LARGEST + 1)
    except FileNotFoundError:
        raise JointlineError(says("there is no such file"), where=str(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise JointlineError(
            says("cannot be read: {value}", value=getattr(error, "strerror", None) or error), where=str(path)
        ) from None


def from_bytes(data: bytes, *, name: str, source: str | None = None, encoding: str | None = None) -> Document:
    """The document whose file holds *data*. Raises ``JointlineError`` as ``load`` does."""
    try:
        return _from_bytes(data, name, source or name, encoding)
    except JointlineError as error:
        raise error.at(name) from None


def _from_bytes(data: bytes, name: str, source: str, encoding: str | None) -> Document:
    if len(data) > LARGEST:
        raise JointlineError(
            says("is larger than {value} MB", value=LARGEST >> 20),
            remedy=says("No notice or register is: cut out the part that is meant."),
        )
    head = data[:_HEAD]
    if head.lstrip()[:5] == b"%PDF-":
        _check_markup(data)
        from jointline.readers.pdf import pdf_text

        text, notes = pdf_text(data)
        return from_text(text, name=name, source=source, media_type="application/pdf", notes=notes)
    if head[:4] == b"PK\x03\x04":
        raise JointlineError(says("is a workbook or archive"), remedy=says("Export it as CSV, text or PDF first."))
    text, notes = _decoded(data, encoding)
    if _MARKUP.search(text, 0, _HEAD):
        _check_markup(data)
        from jointline.readers.html import html_text

        return from_text(html_text(text), name=name, source=source, media_type="text/html", notes=notes)
    return from_text(text, name=name, source=source, notes=notes)


def from_text(
    text: str, *, name: str = "text", source: str | None = None, media_type: str = "text/plain",
    notes: Iterable[str] = (),
) -> Document:  # fmt: skip
    """The document that *text* is, cleaned. Raises ``JointlineError`` where it is empty or too long."""
    if len(text) > LONGEST:
        raise JointlineError(says("has a text of more than {value} million characters", value=LONGEST >> 20))
    clean = clean_text(text)
    if not clean.strip():
        scan = says("It may be a scan: run it through text recognition first.")
        raise JointlineError(says("holds no text"), remedy=scan if media_type == "application/pdf" else "")
    return Document(name, source or name, media_type, clean, tuple(notes))


def clean_text(text: str) -> str:
    """*text* with plain line ends, composed characters (NFC) and a blank for every control character.

    >>> clean_text("a\\r\\nb\\x1b[31m")
    'a\\nb [31m'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\ufeff", "")
    return CONTROL.sub(" ", text)


def _check_markup(data: bytes) -> None:
    if len(data) > LARGEST_MARKUP:
        raise JointlineError(
            says("is larger than {value} MB, the most that is read of HTML or PDF", value=LARGEST_MARKUP >> 20)
        )


def _decoded(data: bytes, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    if encoding:
        try:
            return data.decode(encoding), ()
        except (LookupError, UnicodeDecodeError, UnicodeError) as error:
            raise JointlineError(
                says("cannot be read as {encoding}: {error}", encoding=encoding, error=error), where="--encoding"
            ) from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ()
    if data.count(0, 0, _HEAD) > 8:
        raise JointlineError(says("is no text: it holds null bytes"), remedy=says("Text, HTML, PDF and CSV are read."))
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and len(data) - error.start < 4:  # cut off inside a character
            return data[: error.start].decode("utf-8-sig"), ()
    declared = _CHARSET.search(data, 0, _HEAD)
    if declared:
        try:
            return data.decode(declared[1].decode("ascii")), ()
        except (LookupError, UnicodeError):
            pass
    if sum(b < 32 and b not in b"\t\n\f\r\x1a\x1b" for b in data[:_HEAD]) * 20 > len(data[:_HEAD]):
        raise JointlineError(says("is no text"), remedy=says("Text, HTML, PDF and CSV are read."))
    if guessed := _chinese(data):
        return data.decode(guessed, errors="replace"), (
            says("is not UTF-8: read as {encoding} (--encoding names another)", encoding=_CHINESE[guessed]),
        )
    return data.decode("cp1252", errors="replace"), (
        says("is not UTF-8: read as Windows-1252 (--encoding names another)"),
    )


def _chinese(data: bytes) -> str:
    """The encoding of a Chinese text by what its characters are (charset-normalizer), or empty where it is none."""
    from charset_normalizer import from_bytes as guesses

    head = data[:_GUESSED].rpartition(b"\n")[0] if len(data) > _GUESSED else data  # not cut inside a character
    found = guesses(head, cp_isolation=["cp950", "gb18030", "cp1252"], preemptive_behaviour=False).best()
    han = len(_HAN.findall(str(found))) if found else 0
    return found.encoding if found and found.encoding in _CHINESE and han > 1 else ""


def files_in(given: Iterable[str | Path]) -> Iterator[str | Path]:
    """*given* with each directory replaced by its files, in name order, hidden ones left out."""
    for place in given:
        path = Path(place)
        if str(place) == STANDARD_INPUT or not path.is_dir():
            yield place
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            if not hidden and inner.is_file():
                yield inner
