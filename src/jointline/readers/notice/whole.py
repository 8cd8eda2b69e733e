"""Is a notice whole, or does the text break off?"""

from __future__ import annotations

import re

from jointline.readers.notice.parts import Paragraph, Part

_ENDS = re.compile(r"[.!?:;\"”’')\]*_]\Z")
_KNOWN_END = re.compile(r"(?:BILLING CODE|\[FR Doc|You might also like|_{4,})[^\n]{0,120}\Z", re.IGNORECASE)
_RELEASE_END = re.compile(
    r"highest estimated quantity|no adverse impact on U\.S\. defense readiness|-\s?30\s?-|All questions regarding this proposed|economic,? (?:and )?progress in the region\.",
    re.IGNORECASE,
)
_FURNITURE = 60  # characters of a line that may be a site's own words behind the text


def is_truncated(document: str, text: str, part: Part, paras: dict[str, Paragraph], *, release: bool) -> bool:
    """Does the notice lack its end?

    A formal notice is whole where its last paragraph, the date of delivery, is there and the text does not break off
    after it. A release is whole where it ends in a whole sentence that such releases end in.
    """
    if part.end < len(text):
        return "delivered" not in paras and not release
    if release:
        return not _RELEASE_END.search(text, part.start) or _breaks_off(document)
    return "delivered" not in paras or _breaks_off(document)


def _breaks_off(document: str) -> bool:
    """Does the text stop in mid-sentence? Short lines of a site behind a whole sentence do not count."""
    lines = [line.strip() for line in document.rstrip().split("\n")[-12:] if line.strip()]
    while lines:
        last = lines.pop()
        if _ENDS.search(last) or _KNOWN_END.search(last):
            return False
        if len(last) > _FURNITURE or not lines or not _ENDS.search(lines[-1]) or not last[:1].isupper():
            return True
        if not re.search(r"[a-z]{3}\Z|[A-Z]{3}\Z|[0-9]\Z", last):
            return True
    return True
