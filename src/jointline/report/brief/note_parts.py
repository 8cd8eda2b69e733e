"""The words of a footnote: how its figure comes about, then each source, with what becomes a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from jointline.report.brief.texts import capital, linked, readable
from jointline.report.brief.value import Cited, Note
from jointline.report.lang.language import Language


@dataclass(frozen=True, slots=True)
class NotePart:
    """Some words, the address behind them as it is shown (the address itself, or words in its place), and what follows."""

    text: str
    address: str = ""
    words: str = ""
    after: str = ""

    @property
    def shown(self) -> str:
        """What stands for the address: the words, the address in readable letters, or as it is where it is no link."""
        return self.words or (readable(self.address) if linked(self.address) else self.address)

    @property
    def plain(self) -> str:
        """The part as text, with its whole address where no words stand for it."""
        return f"{self.text}{self.words or self.address}{self.after}"


def note_parts(n: Note, lang: Language) -> list[NotePart]:
    """The parts of a note in order: of one that lists a series, one entry a publisher; else one a source."""
    lead = [NotePart(n.text, after=lang.gap if n.cited else "")] if n.text else []
    return [*lead, *(_listed(n.cited, lang) if n.listed else _sources(n.cited, lang))]


def _sources(cited: Sequence[Cited], lang: Language) -> Iterator[NotePart]:
    """Each source; of a speaker who is named just before, in the same standing, the day alone."""
    last = ("", "")
    for i, c in enumerate(cited):
        firm = lang.text("{standing}, hedged", standing=c.standing) if c.hedged else c.standing
        who = lang.text("{speaker} ({standing}, {day})", speaker=capital(c.speaker), standing=firm, day=c.stated_on)
        same, last = last == (c.speaker, firm), (c.speaker, firm)
        who = c.stated_on if same else who
        text = lang.text("{said}: {what}", said=who, what=c.says) if c.says else who
        after = lang.text("; ") if i + 1 < len(cited) else ""
        yield NotePart(lang.text("{said}, ", said=text), c.source, after=after)


def _listed(cited: Sequence[Cited], lang: Language) -> Iterator[NotePart]:
    """A publisher's totals: each amount with the days on which it was published, which lead to the sources."""
    comma, (opens, closes) = lang.text(", "), lang.text(" ({why})", why="\0").split("\0")
    usual = lang.name("standing", "named")
    runs = [list(run) for _, run in groupby(cited, key=lambda c: (c.said_by, c.says))]
    for i, run in enumerate(runs):
        new = i == 0 or runs[i - 1][0].said_by != run[0].said_by
        amount = f"{run[0].says}{opens}"
        text = lang.text("{said}: {what}", said=capital(run[0].said_by), what=amount) if new else amount
        ends = "" if i + 1 == len(runs) else comma if runs[i + 1][0].said_by == run[0].said_by else lang.text("; ")
        for k, c in enumerate(run):
            firm = "" if c.standing == usual else lang.gap + c.standing
            yield NotePart(
                text if k == 0 else "", c.source, c.stated_on, firm + (comma if k + 1 < len(run) else closes + ends)
            )
