"""A document that was read, in a page reader's words: what it is, what its statements are about, what a claim says."""

from __future__ import annotations

from collections.abc import Iterable

from jointline.ledger.case import short_names
from jointline.ledger.dates import parse_date
from jointline.readers.contract.record import ContractPage
from jointline.readers.dispatch.reading import Claim, DispatchReading
from jointline.readers.notice.record import Notice
from jointline.readers.result import ReadResult
from jointline.readers.sipri.row import Register
from jointline.report.lang.language import Language
from jointline.report.statements import reported_words, subject_words
from jointline.web import results
from jointline.web.documents import Found, Shown, untied
from jointline.web.remedies import title_of, with_titles

Facts = list[tuple[str, str]]


def facts(result: ReadResult, lang: Language) -> Facts:
    """What the document says of itself, label and words; what it does not show is left out."""
    record = result.record
    if record is None:
        return []
    if isinstance(record, DispatchReading):
        found = _dispatch(record, lang)
    elif isinstance(record, Notice):
        found = _notice(record, lang)
    elif isinstance(record, ContractPage):
        found = _contract(record, lang)
    elif isinstance(record, Register):
        found = _register(record, lang)
    else:
        found = []
    return [(label, words) for label, words in found if words]


def broken_off(result: ReadResult) -> bool:
    """Whether the text ends before the document does."""
    return bool(getattr(result.record, "truncated", False))


def _dispatch(r: DispatchReading, lang: Language) -> Facts:
    _ = lang.text
    tongue = {"en": _("English"), "zh": _("Chinese")}.get(r.language, r.language)
    return [
        (_("Publisher"), lang.name("carrier", r.publisher, r.publisher) if r.publisher else ""),
        (_("Published on"), lang.date(r.published) if r.published else ""), (_("Language"), tongue),
    ]  # fmt: skip


def _notice(r: Notice, lang: Language) -> Facts:
    _ = lang.text
    form = {
        "notice": _("notice under section 36(b)(1)"), "release": _("press release"),
        "upgrade": _("report on an earlier sale, section 36(b)(5)"),
    }.get(r.form, r.form)  # fmt: skip
    buyer = lang.name("country", r.buyer_country, r.purchaser or "") if r.buyer_country else r.purchaser or ""
    return [
        (_("Form"), form), (_("Transmittal number"), r.transmittal or ""), (_("Buyer"), buyer), (_("Title"), r.title or ""),
        (_("Total"), _usd(r.total_usd_m, lang)), (_("Major defense equipment"), _usd(r.mde_usd_m, lang)), (_("Other"), _usd(r.other_usd_m, lang)),
        (_("Department"), lang.name("agency", r.agency) if r.agency else ""), (_("Case designator"), r.case_designator or ""),
        (_("Congress notified"), _day(r.delivered_on, lang)), (_("Dated"), _day(r.dated_on, lang)), (_("Published on"), _day(r.published_on, lang)),
        (_("Earlier sale, total"), _usd(r.original_total_usd_m, lang)),
    ]  # fmt: skip


def _contract(r: ContractPage, lang: Language) -> Facts:
    _ = lang.text
    if len(r.awards) != 1:
        return [(_("Announced on"), _day(r.announced_on, lang)), (_("Awards"), lang.number(len(r.awards)))]
    a = r.awards[0]
    sale = (
        "" if a.fms is None else ", ".join(c.name for c in a.fms_customers) or (_("yes") if a.fms else _("none named"))
    )
    return [
        (_("Announced on"), _day(r.announced_on, lang)), (_("Contractor"), ", ".join(a.contractors or ())), (_("Place"), a.contractor_place or ""),
        (_("Contract number"), a.contract_number or ""), (_("Amount"), _usd(a.award_usd, lang, 1_000_000)), (_("Department"), lang.name("agency", a.agency) if a.agency else ""),
        (_("Foreign buyers"), sale), (_("Their money obligated now"), _usd(a.fms_funds_usd, lang, 1_000_000)),
        (_("Completion"), _day(a.completion, lang)), (_("Contracting activity"), a.contracting_activity or ""),
        (_("Change to an earlier contract"), _("yes") if a.modification else ""),
    ]  # fmt: skip


def _register(r: Register, lang: Language) -> Facts:
    _ = lang.text
    years = lang.range(str(r.scope_from), str(r.scope_to)) if r.scope_from and r.scope_to else ""
    return [
        (_("Asked for"), r.scope or ""), (_("Years"), years), (_("Exported on"), _day(r.generated_on, lang)),
        (_("Rows read"), lang.number(len(r.rows))), (_("Rows of other countries, left out"), lang.number(r.left_out) if r.left_out else ""),
        (_("Rows that could not be read"), lang.number(r.unread) if r.unread else ""),
        (_("Rows put together again"), lang.number(len(r.joined_lines)) if r.joined_lines else ""),
    ]  # fmt: skip


def _usd(amount: float | None, lang: Language, unit: int = 1) -> str:
    return "" if amount is None else lang.usd(amount / unit)


def _day(text: str | None, lang: Language) -> str:
    return lang.date(text) if text else ""


def case_names() -> dict[str, str]:
    """The short name of every case of the ledger, which its address has."""
    return short_names(results.ledger().case_ids())


def choice(found: Shown, lang: Language) -> list[tuple[str, str]]:
    """Ids and names of the cases that a person may tie a claim to: those notified when the document was published."""
    if not isinstance(found.result.record, DispatchReading) or not any(
        untied(p) for f in found.found for p in f.proposals
    ):
        return []
    ledger = results.ledger()
    day = parse_date(found.result.record.published or max(ledger.knowledge_ends())).high
    known = [(c.id, c.held["notified_on"].winner) for c in ledger.cases(day)]
    named = [(case, about(case, lang) + lang.text(" ({why})", why=lang.date(said.value[:4]))) for case, said in known]
    return sorted(named, key=lambda pair: pair[1].casefold())


def adds_words(found: Found) -> bool:
    """Whether the words in the text say more than the values that were read out of them."""
    plain = " ".join(found.quote.split()).casefold()
    return not any(plain == p.statement.value.casefold() for p in found.proposals)


def about(subject: str, lang: Language, passages: Iterable[Found] = ()) -> str:
    """What statements are about, in words: a case by its name, a sale by its number, a deal of a register by what is transferred."""
    said = (p.statement for f in passages for p in f.proposals)
    if named := next((s.value for s in said if s.property == "register_designation"), ""):
        return subject_words(subject, lang, named)
    return subject_words(subject, lang, title_of(subject) if "/" not in subject else "")


def reason(why: str, lang: Language) -> str:
    """Why a case was guessed; cases are named as a page names them."""
    return with_titles(lang.say(why), lang)


def chain(claim: Claim, lang: Language) -> tuple[str, ...]:
    """Who carried a claim, from its speaker on to the reader: the paper that carries the others stands last."""
    speaker = lang.name("speaker", claim.speaker, claim.speaker)
    named = [lang.name("carrier", v, v) for v in reversed(claim.via)]
    return tuple(dict.fromkeys(v for v in named if v != speaker))


def gist(claim: Claim, lang: Language) -> str:
    """What is claimed, in the text's own words; that somebody denies it or will not confirm it is said in the reader's."""
    return reported_words(claim.gist, lang)


def rule_words(rule: str, lang: Language) -> str:
    """What shows a claim to be somebody's where no single word does."""
    _ = lang.text
    return {
        "reporting clause": _("by a reporting clause"), "same reporting clause": _("by the same reporting clause"),
        "continued paragraph": _("the paragraph goes on"), "a document taken up again": _("the same document, taken up again"),
        "publisher's own words": _("the publisher’s own words"), "no source named": _("no source named"), "source left open": _("source left open"),
        "lead: the source is named below": _("lead: the source is named below"),
    }.get(rule, rule)  # fmt: skip
