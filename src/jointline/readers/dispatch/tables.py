"""The cue tables of ``cues/``, read once: what a word of reporting, refusing, denying or hedging looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jointline.ledger.fieldtable import read_table

PACKAGE = "jointline.readers.dispatch"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``cues/<name>.csv``."""
    return read_table(PACKAGE, name, "cues")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One form of a reporting verb: ``form`` is base, s, past, part or ing (past and part may coincide)."""

    lemma: str
    cls: str
    form: str


@dataclass(frozen=True, slots=True)
class Body:
    """An institution, company or country that can speak."""

    name: str
    kind: str
    side: str


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says of its bearer."""

    title: str
    kind: str
    role: str


@cache
def english_verbs() -> dict[str, VerbForm]:
    """Every form of every English cue verb; a regular past is left blank in the table and made here."""
    forms: dict[str, VerbForm] = {}
    for row in rows("verbs_en"):
        base, cls = row["verb"], row["class"]
        past = row["past"] or _past(base)
        participle = row["participle"] or past
        for form, kind in (
            (participle, "part"),
            (past, "past"),
            (base, "base"),
            (_third(base), "s"),
            (_ing(base, past), "ing"),
        ):
            forms.setdefault(form, VerbForm(base, cls, kind))
            if kind == "past":  # said, reported: past first, participle only where it has a form of its own
                forms[form] = VerbForm(base, cls, "past")
    return forms


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    if base in ("submit", "admit"):
        return base + "ted"
    if base == "quip":
        return "quipped"
    return base + "ed"


def _third(base: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", base):
        return base + "es"
    return base[:-1] + "ies" if re.search(r"[^aeiou]y$", base) else base + "s"


def _ing(base: str, past: str) -> str:
    if base in ("put", "set") or past == f"{base}{base[-1]}ed":  # admit, admitted
        return base + base[-1] + "ing"
    return base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else base + "ing"


@cache
def chinese_verbs() -> dict[str, str]:
    """Chinese cue verbs and their class."""
    return {r["verb"]: r["class"] for r in reversed(rows("verbs_zh"))}


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the *phrases*, longest first, so that a short one never hides a longer one."""
    return "|".join(re.escape(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p)))


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Whole English phrases, whatever their case; ``*`` at the end of a word stands for its endings.

    Phrases are grouped by their first word, so that a place in the text is tried once for each of these.
    """
    groups: dict[str, list[str]] = {}
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        first, *rest = (re.escape(w).replace(r"\*", r"\w*") for w in phrase.split())
        groups.setdefault(first, []).append("".join(rf"\s+{w}" for w in rest))
    made = [
        f"{first}(?:{'|'.join(rests)})" for first, rests in sorted(groups.items(), key=lambda g: (-len(g[0]), g[0]))
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(made)})(?!\w)", re.IGNORECASE)


@cache
def refusals(language: str) -> re.Pattern[str]:
    """Phrases with which somebody will not confirm, deny, comment or answer."""
    found = [r["phrase"] for r in rows(f"refusals_{language}")]
    return (
        phrase_pattern(found)
        if language == "en"
        else re.compile(f"(?:{any_of(found).replace('…', '[^，。；「」]{0,14}?')})(?!姓名|身分|身份|真名|名字)")
    )


@cache
def denials(language: str) -> re.Pattern[str]:
    """Phrases that reject what was said."""
    found = [r["phrase"] for r in rows(f"denials_{language}")]
    return phrase_pattern(found) if language == "en" else re.compile(any_of(found))


@cache
def hedges(language: str) -> re.Pattern[str]:
    """Words that make a claim less than certain."""
    found = [r["phrase"] for r in rows("hedges") if r["language"] == language]
    return phrase_pattern(found) if language == "en" else re.compile(any_of(found))


@cache
def frames(language: str, kind: str) -> tuple[str, ...]:
    """According-to phrases (``according``) or phrases that name no source (``unattributed``)."""
    return tuple(r["phrase"] for r in rows("frames") if r["language"] == language and r["kind"] == kind)


@cache
def titles(language: str) -> dict[str, Title]:
    """Titles in lower case and what they say of their bearer."""
    return {r["title"].lower(): Title(r["title"], r["speaker_kind"], r["role"]) for r in rows(f"titles_{language}")}


@cache
def bodies() -> dict[str, Body]:
    """Known institutions by every name they go by."""
    return {r["name"]: Body(r["canonical"], r["speaker_kind"], r["side"]) for r in rows("bodies")}


@cache
def media() -> dict[str, str]:
    """Known media by every name they go by, each with its full name."""
    return {r["name"]: r["canonical"] for r in rows("media")}


@cache
def unnamed(language: str) -> dict[str, str]:
    """Nouns for people who are not named: ``anonymous`` or an identified ``group``."""
    return {r["noun"].lower(): r["kind"] for r in rows(f"unnamed_{language}")}


@cache
def forenames() -> dict[str, str]:
    """Given names that tell a man (``m``) from a woman (``f``); names of both are left out."""
    return {r["forename"]: r["gender"] for r in rows("forenames")}
