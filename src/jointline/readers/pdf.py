"""PDF to text in a process of its own, with limits on time, memory, pages and text.

A PDF may unpack to a thousand times its size or refer to itself without end; nothing it does can reach the reader.
"""

from __future__ import annotations

import subprocess
import sys

from jointline.errors import JointlineError
from jointline.sentences import says

SECONDS = 60
MEMORY = 1 << 30  # bytes
PAGES = 400
CHARACTERS = 4 << 20
_CUT, _CUT_TEXT = 3, 4  # exit codes of the child: all is well but something was left out
_LOCKED = 5  # a password is needed


def pdf_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF, page by page, and notes on what was left out.

    Raises ``JointlineError`` where it is broken, encrypted, or too large or slow to unpack.
    """
    command = [sys.executable, "-P", "-m", "jointline.readers.pdf"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise JointlineError(says("takes more than {seconds} seconds to unpack: not read", seconds=SECONDS)) from None
    if done.returncode == _LOCKED:
        raise JointlineError(
            says("is a PDF that is locked with a password"),
            remedy=says("Open it, save it without the password, or as text, and read that."),
        )
    if done.returncode not in (0, _CUT, _CUT_TEXT):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise JointlineError(
            says(
                "is a PDF that cannot be read: {value}",
                value=said[-1].partition(": ")[2] or said[-1]
                if said and done.returncode == 1
                else says("it takes too much memory or time"),
            ),
            remedy=says("Save it as text and read that."),
        )
    notes = {_CUT: (says("has more than {n} pages: the first {n} were read", n=PAGES),),
             _CUT_TEXT: (says("was cut after {n} million characters", n=CHARACTERS >> 20),)}  # fmt: skip
    return done.stdout.decode("utf-8", "replace"), notes.get(done.returncode, ())


def _limit() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover - not on Windows: there the time limit alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child() -> int:
    _limit()
    import io
    import logging

    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)  # the library's remarks on a broken file are not ours
    data = sys.stdin.buffer.read()
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return _LOCKED
        left, status = CHARACTERS, 0
        for number, page in enumerate(reader.pages):
            if number >= PAGES:
                status = _CUT
                break
            text = page.extract_text()[:left]
            sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
            left -= len(text)
            if left <= 0:
                status = _CUT_TEXT
                break
        sys.stdout.buffer.flush()
    except MemoryError:
        return 2
    except Exception as error:  # whatever a broken file makes of the library is one clear refusal
        print(" ".join(f"{type(error).__name__}: {error}".split())[:200], file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(_child())
