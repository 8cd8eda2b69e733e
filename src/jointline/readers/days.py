"""Dates as American documents write them: ``September 30, 2020``, ``17 July 2009``, ``Aug. 10, 2020``, ``June 2027``."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|"
    "Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?"
)
# no group names: the pattern is a part of others, and may stand there more than once
DAY = rf"(?:(?i:{_NAMES})\s+[0-9]{{1,2}}(?:st|nd|rd|th)?\s?,?\s+[0-9]{{4}}|[0-9]{{1,2}}\s+(?i:{_NAMES}),?\s+[0-9]{{4}})(?![0-9])"
MONTH = rf"(?:(?i:{_NAMES}),?\s+(?:of\s+)?[0-9]{{4}})(?![0-9])"
YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_PARTS = re.compile(rf"(?P<name>(?i:{_NAMES}))|(?P<number>[0-9]{{1,4}})")


def iso_date(text: str) -> str | None:
    """*text*, which fits ``DAY``, ``MONTH`` or ``YEAR``, as an ISO date of the same precision.

    ``None`` where no calendar has it.

    >>> iso_date("17 July 2009"), iso_date("Sept. 2025"), iso_date("June 31, 2020")
    ('2009-07-17', '2025-09', None)
    """
    month, numbers = 0, []
    for part in _PARTS.finditer(text):
        if part["name"]:
            month = _MONTHS.index(part["name"][:3].casefold()) + 1
        else:
            numbers.append(part["number"])
    years = [int(n) for n in numbers if len(n) == 4]
    days = [int(n) for n in numbers if len(n) < 3]
    if len(years) != 1:
        return None
    if not month:
        return f"{years[0]}"
    if not days:
        return f"{years[0]}-{month:02d}"
    try:
        return date(years[0], month, days[0]).isoformat()
    except ValueError:
        return None
