"""What the headers of a request ask for: whether an answer may be pressed, and whether the asker has it already (RFC 9110)."""

from __future__ import annotations

import re

_MARK = re.compile(r'(?:W/)?("[^"]*")')


def takes_gzip(accepted: str) -> bool:
    """Whether an ``Accept-Encoding`` header takes gzip, and would not rather have the answer as it is.

    >>> takes_gzip("br, GZIP;q=0.5"), takes_gzip("gzip;q=0, *"), takes_gzip("")
    (True, False, False)
    """
    weights = {}
    for part in accepted.lower().split(","):
        coding, *parameters = (x.strip() for x in part.split(";"))
        weights[coding] = next((_weight(p) for p in parameters if p.startswith("q")), 1.0)
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _weight(parameter: str) -> float:
    try:
        return float(parameter.partition("=")[2])
    except ValueError:
        return 0.0


def is_known(mark: str, marks: str) -> bool:
    """Whether an ``If-None-Match`` header names the *mark* (ETag) of an answer: weakly, any of several, or any at all.

    >>> is_known('W/"a"', '"b", "a"'), is_known('W/"a"', "*"), is_known('W/"a"', '"ab"')
    (True, True, False)
    """
    return marks.strip() == "*" or mark.removeprefix("W/") in _MARK.findall(marks)
