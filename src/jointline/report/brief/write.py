"""A briefing into a file: the ending says which form, and the file appears whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from jointline.errors import JointlineError
from jointline.files import whole
from jointline.report.brief.value import Brief

ENDINGS = (".html", ".docx", ".pdf")


def write_brief(b: Brief, path: str | os.PathLike[str]) -> Path:
    """Write a briefing to a file that ends in .html, .docx or .pdf; returns its path. Raises ``JointlineError``."""
    target = checked(path)
    made = brief_bytes(b, target.suffix.lower()[1:])
    try:
        with whole(target) as part:
            part.write_bytes(made)
    except OSError as error:
        raise JointlineError(f"cannot be written: {error.strerror or error}", where=str(target)) from None
    return target


def brief_bytes(b: Brief, form: str) -> bytes:
    """A briefing as ``html``, ``docx`` or ``pdf``: the same briefing, the same bytes."""
    if form == "html":
        from jointline.report.brief.page import page

        return page(b)
    if form == "docx":
        from jointline.report.brief.document import document

        return document(b)
    from jointline.report.brief.paper import paper

    return paper(b)


def checked(path: str | os.PathLike[str]) -> Path:
    """*path* where a briefing can be written in the form of its ending; ``JointlineError`` where not."""
    target = Path(path)
    if target.suffix.lower() not in ENDINGS:
        raise JointlineError(
            f"a briefing ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}", where=str(target),
            remedy="A folder (a name that ends in / or has no ending) gets the static site.",
        )  # fmt: skip
    if not target.resolve().parent.is_dir():
        raise JointlineError("there is no such folder", where=str(target.resolve().parent), remedy="Make it first.")
    return target
