"""Footnotes: numbered in the order of first use, each with the statements behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from jointline.ledger.ledger import Ledger
from jointline.ledger.statement import Statement
from jointline.report import statements as words
from jointline.report.brief.value import Cited, Note
from jointline.report.lang.language import Language


class Notes:
    """The footnotes of one briefing while it is being written; the same words and statements are one note."""

    def __init__(
        self, ledger: Ledger, lang: Language, cases: Mapping[str, tuple[str, ...]], titles: Mapping[str, str]
    ) -> None:
        self._ledger, self._lang, self._cases, self._titles = ledger, lang, cases, titles
        self._made: dict[tuple[str, tuple[str, ...]], Note] = {}
        self._known: dict[str, Statement] = {}
        self._read: set[str] = set()

    def note(
        self,
        ids: Iterable[str],
        text: str = "",
        *,
        only: Iterable[str] | None = None,
        listed: bool = False,
        named: bool = False,
    ) -> int:
        """The number of the note on these statements. *only*: those that it cites; the others are cited by notes of their own.

        *listed*: they are a series of published totals, whose amounts alone are told. *named*: each case is named, where it is but one too.
        """
        wanted = tuple(dict.fromkeys(ids))
        key = (text, wanted)
        if key not in self._made:
            cited = self._cited(wanted if only is None else tuple(dict.fromkeys(only)), named=named)
            if listed:
                cited = tuple(replace(c, says=self._amounts(c)) for c in cited)
            self._made[key] = Note(len(self._made) + 1, text, cited, listed, wanted)
        return self._made[key].number

    def of_case(self, case: str) -> int:
        """The number of the note on one case of the table: everything its row and its forecasts rest on."""
        return self.note(self._cases[case])

    def of_no_case(self, ids: Iterable[str]) -> list[str]:
        """Those of *ids* that no note on a case of the table has."""
        held = {i for of_case in self._cases.values() for i in of_case}
        return [i for i in ids if i not in held]

    def again(self, note: Note) -> None:
        """Give a note of an earlier draft its number in this one."""
        self._made.setdefault((note.text, note.statements), replace(note, number=len(self._made) + 1))

    @property
    def all(self) -> tuple[Note, ...]:
        """Every note, in the order of its number."""
        return tuple(self._made.values())

    def learn(self, statements: Iterable[Statement]) -> None:
        """Let statements be found by their ids."""
        self._known.update((s.id, s) for s in statements)

    def statement(self, id_: str) -> Statement:
        """The statement of an id. Raises ``KeyError`` where the ledger has none: a fault of the program."""
        if id_ not in self._known:
            self.learn(self._ledger.statements())
        return self._known[id_]

    def remark(self, s: Statement) -> str:
        """What the ledger notes on a statement, as a sentence; empty where it notes nothing."""
        said = self._lang.say(s.note.strip().rstrip("."))
        return f"{said}{self._lang.text('.')}" if said else ""

    def _cited(self, ids: tuple[str, ...], *, named: bool = False) -> tuple[Cited, ...]:
        """Statements of one speaker, day and address together, in the order of the ids."""
        together: dict[tuple[str, ...], list[Statement]] = {}
        for s in map(self.statement, ids):
            key = (s.said_by, *s.via, s.speaker_kind, s.standing, str(s.hedged), s.stated_on, s.source)
            together.setdefault(key, []).append(s)
        several = named or len({s.subject for group in together.values() for s in group}) > 1
        return tuple(self._one(group, named=several) for group in together.values())

    def _amounts(self, c: Cited) -> str:
        said = (self.statement(i) for i in c.statements)
        return self._lang.text("; ").join(words.value_words(s.property, s.value, self._lang, s.subject) for s in said)

    def _one(self, group: list[Statement], *, named: bool) -> Cited:
        lang, first = self._lang, group[0]
        says = self._by_case(group) if named else self._together(group)
        return Cited(
            says=says, speaker=speaker(first, lang), said_by=words.speaker_words(first, lang), standing=lang.name("standing", first.standing), hedged=first.hedged,
            stated_on=lang.date(first.stated_on), source=first.source, statements=tuple(s.id for s in group),
        )  # fmt: skip

    def _together(self, group: Iterable[Statement]) -> str:
        return self._lang.text("; ").join(filter(None, dict.fromkeys(self._says(s) for s in group)))

    def _by_case(self, group: list[Statement]) -> str:
        """What is said of each case by its name; cases of which the same is said stand together."""
        lang, alike = self._lang, dict[str, list[str]]()
        for subject in dict.fromkeys(s.subject for s in group):
            said = self._together(s for s in group if s.subject == subject)
            alike.setdefault(said, []).append(subject)
        parts = []
        for said, subjects in alike.items():
            names = [self._titles[x] for x in subjects if x in self._titles]
            named = lang.text("{case}: {what}", case=lang.text(", ").join(names), what=said)
            parts.append(named if names and said else said)
        return lang.text("; ").join(filter(None, parts))

    def _says(self, s: Statement) -> str:
        if s.property == "joint_production_claim":
            return ""  # the text has it word for word
        if s.property == "published_listing":
            _ = self._lang.text
            return {"listed": _("in the published list"), "delisted": _("no longer in the published list")}.get(
                s.value, s.value
            )
        units = words.units_words(s, self._lang)
        _, what = self._lang.text, words.property_words(s.property, self._lang)
        said = _(
            "{property} {value}", property=what, value=words.value_words(s.property, s.value, self._lang, s.subject)
        )
        return said + _(" ({why})", why=units) if units else said


def speaker(s: Statement, lang: Language) -> str:
    """Who said it and through whom."""
    said_by, via = words.speaker_words(s, lang) if s.said_by else "", words.carriers_words(s, lang)
    if said_by and via:
        return lang.text("{speaker} via {carriers}", speaker=said_by, carriers=lang.text(", ").join(via))
    return said_by or lang.text(", ").join(via) or words.speaker_words(s, lang)
