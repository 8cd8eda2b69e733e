"""Countries by the names that notices, contract announcements and registers give them."""

from __future__ import annotations

import re
from functools import cache

# names in use that the ISO tables do not list, and offices that stand for a country
_ALSO = {
    "taipei economic and cultural representative office in the united states": "TWN",
    "taipei economic and cultural representative office": "TWN", "tecro": "TWN",
    "taipei economic and cultural office in the united states": "TWN", "taipei economic and cultural office": "TWN",
    "american institute in taiwan": "TWN", "ait": "TWN", "taiwan": "TWN", "republic of china": "TWN",
    "coordination council for north american affairs": "TWN", "ccnaa": "TWN", "taipei": "TWN",
    "turkey": "TUR", "turkiye": "TUR", "türkiye": "TUR", "south korea": "KOR", "korea": "KOR", "republic of korea": "KOR",
    "rok": "KOR", "uae": "ARE", "emirates": "ARE", "uk": "GBR", "great britain": "GBR", "britain": "GBR", "england": "GBR",
    "saudi": "SAU", "kingdom of saudi arabia": "SAU", "ksa": "SAU", "czech republic": "CZE", "czechia": "CZE",
    "holland": "NLD", "the netherlands": "NLD", "russia": "RUS", "vietnam": "VNM", "viet nam": "VNM", "laos": "LAO",
    "brunei": "BRN", "syria": "SYR", "iran": "IRN", "bolivia": "BOL", "venezuela": "VEN", "tanzania": "TZA",
    "moldova": "MDA", "north macedonia": "MKD", "macedonia": "MKD", "bosnia": "BIH", "bosnia and herzegovina": "BIH",
    "bosnia-herzegovina": "BIH", "ivory coast": "CIV", "cote d'ivoire": "CIV", "swaziland": "SWZ", "burma": "MMR",
    "cape verde": "CPV", "democratic republic of the congo": "COD", "dr congo": "COD", "united states": "USA",
    "usa": "USA", "us": "USA", "u.s.": "USA", "north korea": "PRK", "palestine": "PSE", "kosovo": "XKX",
    "trinidad": "TTO", "hong kong": "HKG", "macau": "MAC", "timor-leste": "TLS", "east timor": "TLS", "gambia": "GMB",
    "micronesia": "FSM", "state of kuwait": "KWT", "state of qatar": "QAT", "kingdom of bahrain": "BHR",
    "kingdom of morocco": "MAR", "kingdom of norway": "NOR", "kingdom of spain": "ESP", "kingdom of sweden": "SWE",
    "kingdom of denmark": "DNK", "kingdom of belgium": "BEL", "kingdom of thailand": "THA", "kingdom of jordan": "JOR",
    "hashemite kingdom of jordan": "JOR", "hellenic republic": "GRC", "federal republic of germany": "DEU",
    "republic of the philippines": "PHL", "commonwealth of australia": "AUS", "slovak republic": "SVK",
}  # fmt: skip
# bodies that buy and are no country
BODIES = frozenset((
    "north atlantic treaty organization", "nato", "nato support and procurement agency", "nspa",
    "nato support organization", "nato airborne early warning", "united nations", "african union",
    "organisation for joint armament cooperation", "organization for joint armament cooperation", "occar", "european union",
    "nato communications and information agency", "multinational force and observers",
))  # fmt: skip
_LEADS = re.compile(
    r"(?:the\s+)?(?:(?:government|kingdom|republic|state|sultanate|commonwealth|embassy)\s+of\s+)?(?:the\s+)?"
)


def country_code(name: str) -> str | None:
    """The ISO 3166 alpha-3 code of the country that *name* means, ``None`` where it is no country.

    Kosovo, which has none, gets ``XKX`` as the European Union and the World Bank write it.

    >>> country_code("Government of the United Kingdom"), country_code("TECRO"), country_code("NATO")
    ('GBR', 'TWN', None)
    """
    plain = _plain(name)
    if not plain or len(plain) > 120:
        return None
    return _exact(plain) or _exact(_LEADS.sub("", plain, count=1))


def _plain(name: str) -> str:
    text = " ".join(name.split()).strip(" .,;:*?").casefold()
    return text.replace("’", "'")


@cache
def _exact(plain: str) -> str | None:
    if plain in _ALSO:
        return _ALSO[plain]
    return _iso().get(plain)


@cache
def _iso() -> dict[str, str]:
    """Every name and code of the ISO table, folded, with its alpha-3 code."""
    import pycountry

    found: dict[str, str] = {}
    for c in pycountry.countries:
        names = (c.name, c.alpha_3, getattr(c, "official_name", ""), getattr(c, "common_name", ""))
        for name in names:
            if name:
                found.setdefault(name.casefold(), c.alpha_3)
                found.setdefault(name.partition(",")[0].casefold(), c.alpha_3)
    return found


@cache
def names() -> tuple[str, ...]:
    """Every name of a country or body that is known, folded, longest first: to find one in running text."""
    every = {n for n in (*_iso(), *_ALSO, *BODIES) if len(n) > 3 or n in ("uae", "ait")}
    return tuple(sorted(every, key=lambda n: (-len(n), n)))


def is_body(name: str) -> bool:
    """Is *name* an organisation that buys, such as NATO?"""
    return _LEADS.sub("", _plain(name), count=1) in BODIES
