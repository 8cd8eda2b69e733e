"""Errors in a page reader's words: what the library says of flags and commands, said of the fields and views of the page.

The library's remedies are written for the command line. Each that a page can show has its counterpart here; one that
names a flag or a command and has none is left out, since nobody can carry it out on a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jointline.errors import JointlineError, LedgerUnusable
from jointline.report.lang.language import Language
from jointline.sentences import Sentence, message
from jointline.web import results

_CASE = re.compile(r"\btw-\d{4}[a-z0-9.-]*[a-z0-9]")
_FIRST = re.compile(r"^[a-z](?=[a-z]+[ ,:])")  # of a word, not of a key or an address
_COMMAND = re.compile(r"(?<![\w-])--[a-z]|\bjointline [a-z]")  # a flag, a command
_DATE = message("Enter the day under “What the document does not say itself”, then read it again.")
_EVERY_CASE = message("The backlog lists every case, counted by the rule “all”.")
# the library's template -> the page's, which may use the same places
_PAGE = {
    "Give the date of the document with --stated-on.": _DATE,
    "Give the day of the announcement with --stated-on.": _DATE,
    "Give the date of the export with --stated-on.": _DATE,
    "Give the day of publication with --published.": _DATE,
    "No date of publication was found: today, weekdays and the like stay without a date. Give --published.": message(
        "No day of publication was found: today, weekdays and the like stay without a date."
    ),
    "{n} declined to confirm or denied it: see jointline case {name}.": message("The page of the case shows who declined to confirm or denied it."),
    "--kind forces one of {kinds}.": message(
        "Read are notices to Congress, contract announcements, arms-transfer registers (CSV) and news dispatches in English or Chinese. "
        "If it is one of them, choose its kind under “What the document does not say itself” and read it again."
    ),
    "is not UTF-8: read as {encoding} (--encoding names another)": message(
        "is not UTF-8: read as {encoding}. If signs look wrong, choose the encoding under “What the document does not say itself” "
        "and read it again."
    ),
    "is not UTF-8: read as Windows-1252 (--encoding names another)": message(
        "is not UTF-8: read as Windows-1252. If signs look wrong, choose the encoding under “What the document does not say itself” "
        "and read it again."
    ),
    "no row has the recipient {asked!r}": message("has no row on Taiwan"),
    "Add one: jointline add --subject {case} --property category ...": message(
        "Whoever keeps the ledger adds its category: only then is it in a category's total."
    ),
    "Add what you know to the right case with jointline add.": message(
        "The passage says which it is: whoever keeps the ledger adds it to the right case."
    ),
    "A write needs the token of this page ({header}).": message("This page was loaded before the program was started anew."),
    "The page is older than the program that serves it now: load it again. Nothing was added.": message(
        "Load it again, then hand in the document once more. Nothing was added."
    ),
    "jointline backlog --rule all lists every case.": _EVERY_CASE,
    "jointline case {name} shows its trail.": message("The page of the case shows everything that was said."),
    "jointline why {name} counted says why.": message("The page of the case says why."),
    "Name one with --case.": message("Choose another option."),
    "Ask for a later day, or another --rule.": message("Ask for a later month, or count by another rule."),
}  # fmt: skip
_OTHER = {  # by the place, where the remedy names what a page reader does not see
    "--recipient": message("Choose “all rows” under “What the document does not say itself” and read it again."),
}
_FIELDS = {
    "month": message("Month"), "as_of": message("As known on"), "rule": message("Counting rule"), "category": message("Category"),
    "sort": message("Order"), "property": message("Property"), "standing": message("Standing"), "figure": message("Figure"),
    "case": message("Case"), "ids": message("Statements"), "even": message("Number"), "network": "",
    "--encoding": message("Encoding"), "--stated-on": message("Published on"), "--kind": message("Kind"),
    "--published": message("Published on"), "--recipient": "", "taiwan": "", "low": "", "of": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as a page shows it; each part may be empty but the first."""

    message: str
    where: str
    remedy: str


def fault(error: JointlineError, lang: Language, document: str = "") -> Fault:
    """*error* in a page reader's words; *document*: a name that stands above it already, which the message then says *it* of."""
    told = _told(error, lang, document)
    subject = (
        "It " if document and document in error.where and told.message[:1].islower() and not lang.is_chinese else ""
    )
    words = subject + told.message if subject else _FIRST.sub(lambda m: m[0].upper(), told.message)
    end = "" if words.endswith((".", "?", "!", "。", "？", "！")) else lang.text(".")
    if isinstance(error, LedgerUnusable) and told.remedy:
        return Fault(words + end, "", lang.text("Whoever started this page can mend it: {remedy}", remedy=told.remedy))
    return Fault(words + end, told.where, told.remedy)


def _told(error: JointlineError, lang: Language, document: str) -> Fault:
    where = ", ".join(
        lang.text(_FIELDS[part]) if part in _FIELDS else part
        for part in error.where.split(", ") if part != document and _FIELDS.get(part, part)
    )  # fmt: skip
    if other := next((_OTHER[p] for p in error.where.split(", ") if p in _OTHER), ""):
        return Fault(_said(error.message, lang), where, lang.text(other))
    return Fault(_said(error.message, lang), where, _said(error.remedy, lang))


def _said(words: str, lang: Language) -> str:
    return with_titles(_plainly(words, lang), lang)


def with_titles(said: str, lang: Language) -> str:
    """*said* with the titles of cases in place of their ids, which sentences have in English."""
    return said if lang.is_chinese else _CASE.sub(lambda m: title_of(m[0]), said)


def title_of(subject: str) -> str:
    """The title of a case as the ledger has it, else its id."""
    try:
        said = [s for s in results.ledger().of_subject(subject) if s.property == "title"]
    except JointlineError:  # of a ledger that cannot be used, while that is being said
        return subject
    return said[-1].value if said else subject


def _plainly(words: str, lang: Language) -> str:
    template = words.template if isinstance(words, Sentence) else str(words)
    if found := _PAGE.get(template):
        return lang.say(Sentence(found, words.args)) if isinstance(words, Sentence) else lang.text(found)
    if not _COMMAND.search(words):
        return lang.say(words)
    whole = [s for s in re.split(r"(?<=[.?!]) ", words) if not _COMMAND.search(s)]
    return " ".join(whole)
