"""What the cog blocks of docs/*.md call: reference tables and real output, the same bytes on any machine and day.

    python -m cogapp -r docs/*.md       # refresh the pages
    python -m cogapp --check docs/*.md  # do they still say what the program does?

Both run from the root of the checkout. Commands run at 100 columns in a directory of their own, without a
user's ledger, and every example names its as-of date.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
import tempfile
import unittest.mock
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib import resources
from pathlib import Path

import click
from click.testing import CliRunner

from jointline import history
from jointline.backlog.rules import Rule, get_rule, rule_names
from jointline.cli.main import COMMANDS, main, run
from jointline.ledger.dates import parse_date
from jointline.ledger.fieldtable import Field, field_table
from jointline.ledger.ledger import open_ledger
from jointline.ledger.properties import properties
from jointline.ledger.shipped import AREAS, area, manifest
from jointline.ledger.statement import CONFIDENCES, STANDINGS
from jointline.ledger.values import WORDS

sys.path.insert(0, str(Path(__file__).resolve().parent))

import brief_pages
import forecast_pages
import options_pages
import production_pages
import reading_pages
from shipped import taiwan
from shipped.common import judgements

COLUMNS = 100
LEDGER = "ledger.sqlite"  # relative: no path of this machine can reach a page
PACKAGES = tuple(
    f"jointline.{p}"
    for p in ("backlog", "ledger", "network", "simulate", "options", "forecast", "readers", "report.brief", "web")
)
_UNSET = ("FORCE_COLOR", "TTY_COMPATIBLE", "JOINTLINE_DEBUG")  # a build service may set the first

# the same made-up promise wherever one is added
PROMISE = (
    'add --subject f16-block70 --property final_delivery_promised --value {value} '
    '--said-by "Ministry of National Defense" --speaker-kind taiwan_government --standing official '
    '--stated-on 115-10-02 --source https://example.org/page'
)  # fmt: skip
PROMISE_ID = "2c7469453d61f6c46325"  # the id of the first promise: the hash of its content

# one real, short output a command; commands that write run one after the other in one empty directory
EXAMPLES: dict[str, tuple[str, ...]] = {
    "backlog": ("backlog --as-of 2025-11-30 --category munitions", "backlog --as-of 2025-11-30 --rules"),
    "case": ("case tatdls-planning --as-of 2024-12-31",),
    "why": ("why javelin-2015 final_delivery --as-of 2025-12-31",),
    "changes": ("changes 2024-11",),
    "history": ("history --from 2024-10 --to 2025-01",),
    **production_pages.EXAMPLES,
    **options_pages.EXAMPLES,
    **forecast_pages.EXAMPLES,
    **reading_pages.EXAMPLES,
    "statements": ("statements --case hcds --said-by pentagon",),
    "sources": ("sources --case mk75",),
    "export": ("export hcds.csv --case hcds",),
    "import": ("import hcds.csv",),
    "add": (PROMISE.format(value="2027-Q1"),),
    "serve": (),  # it runs until it is interrupted
    **brief_pages.EXAMPLES,
    "completion": (),  # the script is the shell library's own and differs from version to version
}  # fmt: skip

# which field table is the document of which command's --json
DOCUMENTS: dict[str, str] = {
    "jointline backlog": "backlog", "jointline backlog --rules": "rules", "jointline case": "case",
    "jointline why": "why", "jointline changes": "changes", "jointline history": "history",
    **production_pages.DOCUMENTS, **options_pages.DOCUMENTS, **forecast_pages.DOCUMENTS,
    "jointline statements": "statements", "jointline sources": "sources", "jointline export": "export",
    "jointline import": "import", "jointline add": "add", **reading_pages.DOCUMENTS, **brief_pages.DOCUMENTS, "every error, on stderr": "error",
}  # fmt: skip

STATEMENT_GROUPS: dict[str, tuple[str, ...]] = {
    "What is said": ("id", "subject", "property", "value", "item", "units"),
    "Who says it, through whom, how firmly": ("said_by", "speaker_kind", "n_sources", "via", "standing", "hedged"),
    "When": ("stated_on", "event_on", "recorded_on", "recorded_by"),
    "Where it can be read": ("source", "start", "end", "quote", "confidence"),
    "What it has to do with other statements, and remarks": ("supersedes", "disputes", "original", "note"),
}
PROPERTY_GROUPS: dict[str, str] = {
    "case": "The case itself, as the notice gives it",
    "event": "Events: what happened",
    "promise": "Promises: what is to happen",
    "foresight": "Foresight: said before the case was notified",
    "term": "Terms: ends of a contract or a budget",
    "publisher": "Acts of a publisher of a backlog list",
    "series": "Published totals and counts",
    "production": "Production lines, components and orders",
    "assumption": "Assumptions",
    "precedent": "Precedents of production under licence",
    "claim": "Claims about joint production",
    "step": "Legal and administrative steps",
    "forecast": "Recorded forecasts",
    **reading_pages.PROPERTY_GROUPS,
}


# tables


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table with a blank line before and after it."""
    head = list(header)
    lines = ["", f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    lines += [f"| {' | '.join(_cell(c) for c in row)} |" for row in rows]
    return "\n".join([*lines, "", ""])


def _cell(value: object) -> str:
    """A value as a Markdown cell: nothing in it can end the cell, start a tag or strike out text."""
    text = str(value)
    for sign, written in (("|", "\\|"), ("<", "&lt;"), ("~", "\\~"), ("\n", " ")):
        text = text.replace(sign, written)
    return text


def code(text: object) -> str:
    """*text* as code, nothing where it is empty."""
    return f"`{text}`" if text else ""


# commands


@contextlib.contextmanager
def _elsewhere() -> Iterator[None]:
    """An empty working directory without a ledger, and none of what a user's environment would change."""
    env = {k: v for k, v in os.environ.items() if k not in _UNSET}
    env |= {"JOINTLINE_LEDGER": LEDGER, "JOINTLINE_USER": "analyst"}
    changed = unittest.mock.patch.dict(os.environ, env, clear=True)
    with tempfile.TemporaryDirectory() as directory, contextlib.chdir(directory), changed:
        yield


def _printed(line: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        run(shlex.split(line))
    return "\n".join(text.rstrip() for text in out.getvalue().rstrip().splitlines())


def _fenced(lines: Iterable[str]) -> str:
    return "\n".join(["", "```text", *lines, "```", "", ""])


def shown(*commands: str, lines: int = 0, files: dict[str, str] | None = None, quiet: int = 0) -> str:
    """The commands (without ``jointline``) as typed, each with what it prints, the first *lines* of it.

    They run one after the other in one directory that holds *files* (name to text); the first *quiet* of them are run
    but not shown.
    """
    block: list[str] = []
    with _elsewhere():
        for name, text in (files or {}).items():
            Path(name).write_text(text, encoding="utf-8")
        for i, command in enumerate(commands):
            printed = _printed(command).splitlines()
            if i < quiet:
                continue
            cut = ["..."] if lines and len(printed) > lines else []
            block += [*([""] if block else []), f"$ jointline {_typed(command)}", *printed[: lines or None], *cut]
    return _fenced(block)


def file(name: str, text: str, language: str = "csv") -> str:
    """A file's text under its name."""
    return "\n".join(["", f"`{name}`:", "", f"```{language}", *text.splitlines(), "```", "", ""])


def help_text(command: str = "") -> str:
    """The ``--help`` page of a command, of ``jointline`` itself where none is named."""
    args = [*command.split(), "--help"]
    return CliRunner().invoke(main, args, prog_name="jointline", terminal_width=COLUMNS).output.rstrip()


def every_command() -> Iterator[str]:
    """The commands in the order of the help page, those of a group after it: ``network``, ``network check``."""
    for name in COMMANDS:
        yield name
        command = main.get_command(click.Context(main), name)
        yield from (f"{name} {inner}" for inner in getattr(command, "commands", ()))


def command_pages() -> str:
    """Every command in the order of the help page: its help and a real output."""
    page = _fenced(help_text().splitlines())
    with _elsewhere():
        production_pages.write_files(Path())
        reading_pages.write_files(Path())
        for name in every_command():
            page += f"## {name}\n{_fenced(help_text(name).splitlines())}"
            for line in EXAMPLES[name]:
                page += _fenced([f"$ jointline {_typed(line)}", *_printed(line).splitlines()]).lstrip("\n")
    return page


def _typed(line: str) -> str:
    """A command line as one types it: a long one is broken before an option."""
    if len(line) < COLUMNS - 12:
        return line
    head, *options = line.split(" --")
    rows = [f"{head} --{options[0]}"]
    for option in options[1:]:
        if len(rows[-1]) + len(option) < COLUMNS - 16:
            rows[-1] += f" --{option}"
        else:
            rows.append(f"--{option}")
    return " \\\n      ".join(rows)


# field tables


def _package(name: str) -> str:
    return next(p for p in PACKAGES if (resources.files(p) / "fields" / f"{name}.csv").is_file())


def _fields(name: str) -> tuple[Field, ...]:
    return field_table(_package(name), name)


def every_record() -> list[str]:
    """The names of all field tables, the list of properties aside."""
    names = {p.name for package in PACKAGES for p in (resources.files(package) / "fields").iterdir()}
    return sorted(n.removesuffix(".csv") for n in names if n.endswith(".csv") and n != "properties.csv")


def documents() -> str:
    """Which command prints which document."""
    rows = ((code(c) if c.startswith("jointline") else c, _link(d)) for c, d in DOCUMENTS.items())
    return table(("command", "document"), rows)


def record_pages() -> str:
    """One table a record, documents first, then the records inside them in the order they are met."""
    order = list(dict.fromkeys(DOCUMENTS.values()))
    for name in order:  # grows while it is walked
        inner = (f.type.removeprefix("list of ") for f in _fields(name))
        order += [i for i in dict.fromkeys(inner) if i in every_record() and i not in order]
    left = set(every_record()) - set(order)
    if left:
        raise ValueError(f"no command's document leads to {sorted(left)}")
    return "\n" + "".join(f"### {name}\n{_record(name)}" for name in order)


def _record(name: str) -> str:
    if name == "statement":
        return "\nThe fields of a statement are described in [fields.md](fields.md). What was not said is `null`.\n\n"
    rows = ((code(f.field), _type(f.type), f.unit, "" if f.required else "yes", f.description) for f in _fields(name))
    lead = "\nThe fields of a statement ([fields.md](fields.md)), and:\n" if name == "proposal" else ""
    return lead + table(("key", "type", "unit", "may be null", "what it is"), rows)


def _type(kind: str) -> str:
    inner = kind.removeprefix("list of ")
    return kind.replace(inner, _link(inner)) if inner in every_record() else kind


def _link(record: str) -> str:
    return f"[{record}](#{record})"


def statement_fields() -> str:
    """The fields of a statement, grouped."""
    known = {f.field: f for f in field_table("jointline.ledger", "statement")}
    if left := set(known) - {n for names in STATEMENT_GROUPS.values() for n in names}:
        raise ValueError(f"statement fields without a group: {sorted(left)}")
    parts = []
    for title, names in STATEMENT_GROUPS.items():
        rows = ((code(f.field), f.type, _needed(f), code(f.default), f.description) for f in (known[n] for n in names))
        parts.append(f"### {title}\n{table(('field', 'type', 'needed', 'default', 'what it is'), rows)}")
    return "\n" + "".join(parts)


def _needed(f: Field) -> str:
    computed = f.field == "id"
    return "computed" if computed else "yes" if f.required else "no"


def property_tables() -> str:
    """Every property, grouped."""
    parts = []
    for group, title in PROPERTY_GROUPS.items():
        rows = ((code(p.name), p.type, p.resolves_by, p.description) for p in properties().values() if p.group == group)
        parts.append(f"### {title}\n{table(('property', 'type', 'resolved by', 'what it is'), rows)}")
    if left := {p.group for p in properties().values()} - set(PROPERTY_GROUPS):
        raise ValueError(f"groups of properties without a title: {sorted(left)}")
    return "\n" + "".join(parts)


def fixed_words() -> str:
    """The properties whose value is one of a list."""
    return table(("property", "one of"), ((code(p), ", ".join(words)) for p, words in WORDS.items()))


# dates


def date_forms(*texts: str) -> str:
    """How each text is read: its canonical form, first and last day."""
    return table(
        ("written", "kept as", "first day", "last day"),
        ((code(t), code(s.text), _day(s.low.isoformat()), _day(s.high.isoformat())) for t, s in
         ((t, parse_date(t)) for t in texts)),
    )  # fmt: skip


def _day(iso: str) -> str:
    return {"0001-01-01": "open", "9999-12-31": "open"}.get(iso, iso)


# the shipped data


def judged(name: str, **columns: str) -> str:
    """The judgements in ``tools/judgements/<name>.csv``: keywords are column heads, values its columns.

    A head's underscores become blanks. Several columns joined by ``+`` share a cell.
    """
    heads = [h.replace("_", " ").strip() for h in columns]
    rows = ([_joined(r, c) for c in columns.values()] for r in judgements(name))
    return table(heads, rows)


def _joined(row: dict[str, str], columns: str) -> str:
    return ", ".join(row[c] for c in columns.split("+") if row[c])


def shipped_files() -> str:
    """One row a shipped file: how much is in it and how it was read."""
    rows = []
    for name in AREAS:
        made = area(name)
        read = Counter(s.confidence for s in made)
        sizes = (f"{len(made):,}", len({s.subject for s in made}), len({s.source for s in made}))
        rows.append((code(f"{name}.csv"), *sizes, *(read[c] for c in CONFIDENCES)))
    heads = ("file", "statements", "subjects", "sources", *CONFIDENCES)
    return table(heads, [*rows, ("all", f"{manifest().statements:,}", "", "", "", "", "")])


def standings() -> str:
    """How many statements of each file have each standing."""
    counts = {name: Counter(s.standing for s in area(name)) for name in AREAS}
    return table(("standing", *AREAS), ((code(s), *(counts[a][s] or "" for a in AREAS)) for s in STANDINGS))


def knowledge_ends() -> str:
    """The last day of the shipped case news, as a sentence."""
    m = manifest()
    return f"\n**The shipped case news ends on {m.knowledge_ends_on}.** It was taken over on {m.recorded_on}.\n\n"


def known_later() -> str:
    """Statements on cases that count as known only after the shipped news ends."""
    end = manifest().knowledge_ends_on
    late = (s for s in area("cases") if s.known_on > end)
    rows = (
        (s.subject, s.property, s.value, f"{s.standing}{', hedged' if s.hedged else ''}", s.stated_on, s.known_on)
        for s in sorted(late, key=lambda s: (s.known_on, s.subject))
    )
    return table(("case", "property", "value", "standing", "stated", "known from"), rows)


def property_rows(*names: str) -> str:
    """Every shipped statement on cases with one of these properties."""
    found = (s for s in area("cases") if s.property in names)
    rows = ((s.subject, s.property, s.value, s.said_by or s.via[0], s.stated_on) for s in found)
    return table(("case", "property", "value", "said by", "stated"), rows)


def hedged_rows() -> str:
    """Every hedged statement with the note that hedges it."""
    rows = ((s.subject, s.property, s.value, s.stated_on, s.note) for s in area("cases") if s.hedged)
    return table(("case", "property", "value", "stated", "note"), rows)


def hedge_words() -> str:
    """The words that mark a note as hedged."""
    inner = taiwan._HEDGE.pattern.removeprefix(r"\b(").removesuffix(")")
    return f"\n{', '.join(code(w) for w in inner.split('|'))}\n\n"


def listings() -> str:
    """Each name on the publishers' lists: its case, when it was listed and dropped, and how that is known."""
    acts: dict[tuple[str, str], str] = {}
    for s in area("published"):
        if s.property == "published_listing":
            acts[s.subject, s.value] = f"{s.stated_on}{'' if s.standing == 'named' else ' (derived)'}"
    rows = (
        (j["published_name"], j["case"], acts[j["case"], "listed"], acts.get((j["case"], "delisted"), ""), j["why"])
        for j in judgements("published_cases")
    )
    return table(("name on the list", "case", "listed", "dropped", "why this case"), rows)


def recalled_rows() -> str:
    """Statements outside production whose value was read nowhere."""
    found = (s for a in AREAS if a != "production" for s in area(a) if s.confidence == "recalled")
    rows = ((s.subject, s.property, s.value, s.standing) for s in found)
    return table(("subject", "property", "value", "standing"), rows)


def assumption_rows() -> str:
    """The assumptions: low, mode and high of each."""
    by_subject: dict[str, dict[str, str]] = {}
    for s in area("production"):
        if s.standing == "assumption":
            by_subject.setdefault(s.subject, {"unit": s.note})[s.property] = s.value
    ends = ("assumed_low", "assumed_mode", "assumed_high")
    rows = ((k, v["unit"], *(v[e] for e in ends)) for k, v in sorted(by_subject.items()))
    return table(("subject", "unit", "low", "mode", "high"), rows)


# counting rules


def rule_matrix() -> str:
    """The shipped rules side by side: every key that decides a count."""
    rules = [get_rule(n) for n in rule_names()]
    keys = [f.name for f in fields(Rule) if f.name not in ("name", "title", "counts", "source", "remarks")]
    rows = ((code(k), *(_setting(getattr(r, k)) for r in rules)) for k in keys)
    return table(("key", *(r.name for r in rules)), rows)


def _setting(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{k} is {v}" for k, v in value.items())
    return str(value) if value else ""


def met() -> str:
    """How many published figures the default rule meets to within their own rounding."""
    series = history(ledger=open_ledger(str(Path(tempfile.gettempdir()) / "no-such" / LEDGER)))
    groups: dict[str, list[bool]] = {}
    for f in (f for m in series.months for f in m.published):
        read = f.standing == "named"
        kind = {"total": "totals", "delivering": "deliveries begun"}.get(f.figure, "category amounts")
        groups.setdefault(f"{kind}, {'read' if read else 'derived from other figures'}", []).append(f.within_rounding)
    rows = [(k, len(v), sum(v)) for k, v in sorted(groups.items(), reverse=True)]
    return table(("published figures", "compared", "met"), [*rows, ("all", series.compared, series.within_rounding)])


OWN_RULE = """\
name = "since-2019"
title = "Notified since 2019 and not known complete"
counts = "The full notified value of every case since 2019."
source = "My own"
notified_from = "2019-01-01"
leaves_out = ["sustainment", "training"]
membership = "evidence"
value = "notified"
amendments = "within"
category = "ledger"
delivering = "evidence"

[category_map]
c4isr = "asymmetric"
"""


def own_rule() -> str:
    """A rule file and the head of the backlog by it."""
    name = "since-2019.toml"
    command = f"backlog --as-of 2025-11-30 --rule {name}"
    return file(name, OWN_RULE, "toml") + shown(command, lines=5, files={name: OWN_RULE})


# adding statements

NOTICE = """\
subject,property,value,said_by,speaker_kind,standing,stated_on,source
tw-2026-10-01-sonobuoys,notified_on,2026-10-01,Defense Security Cooperation Agency,us_government,official,2026-10-01,https://example.org/notice
tw-2026-10-01-sonobuoys,title,Sonobuoys,Defense Security Cooperation Agency,us_government,official,2026-10-01,https://example.org/notice
tw-2026-10-01-sonobuoys,total_value,US$240 million,Defense Security Cooperation Agency,us_government,official,2026-10-01,https://example.org/notice
tw-2026-10-01-sonobuoys,lead_item,600 x sonobuoy,Defense Security Cooperation Agency,us_government,official,2026-10-01,https://example.org/notice
tw-2026-10-01-sonobuoys,category,asymmetric,,compilers,derived,2026-10-01,https://example.org/notice
"""


def added() -> str:
    """A promise added by flags, and what it changes."""
    return shown(PROMISE.format(value="2027-Q1"), "why f16-block70 promise --as-of 2026-10-31", lines=8)


def corrected() -> str:
    """The promise corrected, and both statements."""
    correction = f'{PROMISE.format(value="2027-Q2")} --supersedes {PROMISE_ID} --note "Misread at first"'
    with _elsewhere():
        _printed(PROMISE.format(value="2027-Q1"))
        block = [f"$ jointline {_typed(correction)}", *_printed(correction).splitlines(), ""]
        command = "statements --own"
        block += [f"$ jointline {command}", *_printed(command).splitlines()]
    return _fenced(block)


def imported() -> str:
    """A case out of a CSV file, twice, and the backlog with it."""
    name = "notice.csv"
    commands = (f"import {name}", f"import {name}", "case sonobuoys --as-of 2026-10-31")
    return file(name, NOTICE) + shown(*commands, lines=10, files={name: NOTICE})
