"""The fixed words of notices as patterns over folded text, each with the misprints that are met.

No pattern repeats what it repeats, and every gap has a limit: reading takes time in proportion to the text.
"""

from __future__ import annotations

import re

# 21-66, 17-0A, 0G-23, 24-112; letters as printed
NUMBER = r"[0-9O][0-9A-Z]\s?[-–—‑]\s?[0-9A-Z]{2,3}(?![0-9A-Za-z])"
_NO = r"(?:\s?N[o0](?:s|\.|s\.)?\.?|\s?number)?[\s:]{0,3}"
TRANSMITTAL = rf"(?:Certification\s)?Transmittals?{_NO}"

LETTER = re.compile(rf"forwarding (?:herewith )?{TRANSMITTAL}(?P<number>{NUMBER})", re.IGNORECASE)
ATTACHED = re.compile(
    rf"{TRANSMITTAL}(?P<number>{NUMBER})[\s,.;]{{0,3}}(?:\(U\)\s)?"
    r"(?P<what>Notice of Proposed Issuance|Report of (?:Enhancement|Upgrade)|Policy Justification|Annex)",
    re.IGNORECASE,
)
HEADER = re.compile(rf"\[{TRANSMITTAL}(?P<number>{NUMBER})\s?\]", re.IGNORECASE)
ANY = re.compile(rf"{TRANSMITTAL}(?P<number>{NUMBER})", re.IGNORECASE)
REFERENCE = re.compile(
    rf"(?:{TRANSMITTAL}|certification(?: transmittal)?(?: number| no\.?)?[\s:]{{0,3}})(?P<number>{NUMBER})",
    re.IGNORECASE,
)
FOREIGN_SALE = re.compile(r"possible (?:Foreign Military Sale|FMS)", re.IGNORECASE)
COMMERCIAL = re.compile(r"(?:section|sec\.) 36\s?\((?:c|d)\)", re.IGNORECASE)
SECTION_36B = re.compile(r"36\s?\(b\)", re.IGNORECASE)
UPGRADE = re.compile(
    r"36\s?\(b\)\s?\(5\)|Report of Enhancement or Upgrade|relates to enhancements or upgrades", re.IGNORECASE
)

# the headed paragraphs of a notice: their words tell which one it is, for the numerals differ from year to year
_NUMERAL = r"\((?:i|ii|iii|iv|v|vi|vii|viii|ix|x|l|1)\)\*?\s?(?:\(U\)\s?)?"
PARAGRAPHS = {
    "purchaser": rf"{_NUMERAL}(?:Prospective\s)?Purchaser\s?:",
    "value": rf"{_NUMERAL}Total Estimated (?:Program )?(?:Value|Cost)\s?:",
    "earlier": rf"{_NUMERAL}Sec(?:tion|\.)?\s?36\s?\(b\)\s?\([1l]\),?\s?AECA,?\s?Transmittal{_NO}",
    "description": rf"{_NUMERAL}Description\b[^:]{{0,260}}:",
    "department": rf"{_NUMERAL}(?:Military Department|Implementing Agency)\s?:",
    "prior": rf"{_NUMERAL}Prior Related Cases?(?:,? if any)?\s?:",
    "commission": rf"{_NUMERAL}Sales Commission[^:]{{0,100}}:",
    "sensitivity": rf"{_NUMERAL}Sensitivity of Technology[^:]{{0,140}}:",
    "significance": rf"{_NUMERAL}Significance\s?:",
    "justification": rf"{_NUMERAL}Justification\s?:",
    "delivered": rf"{_NUMERAL}Date Report Delivered to Congress\s?:",
}
PARAGRAPH = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PARAGRAPHS.items()), re.IGNORECASE)
END_OF_PARAGRAPHS = re.compile(
    r"\*?\s?As defined in Section 47|Policy Justification\b|POLICY JUSTIFICATION|\[FR Doc|BILLING CODE|\* \* \*",
    re.IGNORECASE,
)

AGENCIES = (
    "Army", "Navy", "Air Force", "Marine Corps", "Space Force", "Coast Guard", "Defense Logistics Agency",
    "Missile Defense Agency", "National Security Agency", "National Geospatial-Intelligence Agency",
    "Defense Threat Reduction Agency", "Defense Information Systems Agency", "Defense Security Cooperation Agency",
    "Defense Contract Management Agency", "Defense Institute of Security Assistance Management",
)  # fmt: skip
AGENCY = "|".join(AGENCIES)
DESIGNATOR = r"[A-Z0-9]{2}-[A-Z]-[A-Z]{3,4}"


def plain_number(text: str) -> str:
    """A transmittal number as it is kept: no blanks, a plain hyphen, capitals (the Record prints small ones).

    >>> plain_number("16 – 14")
    '16-14'
    """
    return re.sub(r"\s?[-–—‑]\s?", "-", text).upper()
