"""Message catalogues: find every message in the sources, bring the .po files up to date, compile them.

    .venv/bin/python tools/catalogues.py            # after a message has been added, changed or taken away
    .venv/bin/python tools/catalogues.py --missing  # the messages that wait for a translation

Messages are the literals in ``_()``, ``_n()``, ``says()``, ``says_n()``, ``message()`` and ``lang.text()``,
``lang.plural()``, and the texts of shipped data that the page shows (``DATA``). The .po file holds no line numbers and no
dates: the same sources give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import string
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from jointline.report.lang.notes import AS_FILE, SPOKEN, parts
from jointline.web.api.routes import routes_of
from jointline.web.app import create_app

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "jointline"
LOCALE = SOURCE / "report" / "lang" / "locale"
CODES = ("zh_TW",)
# Babel reads tokens: a variable called by one of these names and followed by a bracket would pass for a call
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "says": None, "message": None, "_n": (1, 2), "says_n": (1, 2),
}  # fmt: skip
METHOD_KEYWORDS: dict[str, tuple[int, ...] | None] = {"text": None, "plural": (1, 2)}  # of Language
SPEAKING = ("report/", "web/")  # where a method called text or plural is a language's
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.md", "jinja2")]
# shipped data whose texts are shown: a file and the keys or columns that hold them
DATA: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("backlog/rules/*.toml", ("title", "counts", "remarks")),
    (
        "data/networks/taiwan/options.toml",
        ("title", "note", "why", "decision_why", "rate_why", "ramp_why", "transfer_why", "widened_why"),
    ),
    ("data/approvals/routes.csv", ("title", "what", "ends")),
    ("data/approvals/steps.csv", ("title", "what", "who")),
    ("data/approvals/route_steps.csv", ("why",)),
    ("data/approvals/notes.csv", ("text",)),
    ("data/approvals/rules.csv", ("what",)),
    ("data/approvals/durations.csv", ("what", "basis")),
    ("data/forecast/classes.csv", ("title",)),
    ("data/forecast/register.json", ("source",)),
    ("data/networks/taiwan/left_out.csv", ("reason",)),
    ("data/networks/taiwan/guesses.csv", ("reason",)),
    ("data/networks/taiwan/components.csv", ("reason",)),
)
SEPARATORS = (", ", "; ", ": ", ". ", ".")  # punctuation that each language has its own of
HEADER = "# Traditional Chinese (Taiwan) for jointline. docs/languages.md says how to add or correct a translation."
_HEAD = """msgid ""
msgstr ""
"Language: zh_TW\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a clock would change the file on every run


# statements whose words are the project's own: their notes, and the values of jointline.report.lang.notes.SPOKEN
STATEMENTS = ("cases", "published", "precedents", "production")
_NOTED = ("cases", "published")  # where the notes are shown; of the others, those of a claim


def template() -> Catalog:
    """Every message there is, in the order of its text, with the files it comes from."""
    found: dict[str | tuple[str, ...], set[str]] = {}
    for name, said in [*_extracted(KEYWORDS), *(m for m in _extracted(METHOD_KEYWORDS) if m[0].startswith(SPEAKING))]:
        if said and (said in SEPARATORS or sum(c.isalpha() for c in "".join(said)) > 1):
            found.setdefault(said, set()).add(name)
    for name, text in [*_data(), *_statements(), *_routes()]:
        found.setdefault(text, set()).add(name)
    made = Catalog(project="jointline", charset="utf-8", creation_date=NO_DATE, revision_date=NO_DATE)
    for said in sorted(found, key=lambda s: s if isinstance(s, str) else s[0]):
        made.add(said, locations=[(name, None) for name in sorted(found[said])])
    return made


def _extracted(keywords: dict[str, tuple[int, ...] | None]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    options = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    for name, _, said, _, _ in extract_from_dir(SOURCE, METHODS, options, keywords):
        yield name, said


def _data() -> Iterator[tuple[str, str]]:
    for pattern, keys in DATA:
        for path in sorted(SOURCE.glob(pattern)):
            name = path.relative_to(SOURCE).as_posix()
            for text in _READ[path.suffix](path, keys):
                yield name, text


def _statements() -> Iterator[tuple[str, str]]:
    for which in STATEMENTS:
        path = SOURCE / "data" / "statements" / f"{which}.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                own = row["property"] in SPOKEN
                noted = which in _NOTED or (own and row["property"] != "assumed_basis")
                for text in (row["value"] if own else "", row["note"] if noted else ""):
                    if core := parts(text)[1]:
                        yield path.relative_to(SOURCE).as_posix(), core


def _routes() -> Iterator[tuple[str, str]]:
    """The first line of each route of the API, which its page shows."""
    for route in routes_of(create_app().openapi()):
        yield "web/api", route["summary"].removesuffix(AS_FILE)


def _toml(path: Path, keys: tuple[str, ...]) -> Iterator[str]:
    def walk(table: dict[str, object]) -> Iterator[str]:
        for key, value in table.items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    yield from walk(one)
                elif key in keys and isinstance(one, str):
                    yield one

    yield from walk(tomllib.loads(path.read_text(encoding="utf-8")))


def _csv(path: Path, keys: tuple[str, ...]) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield from (row[key] for key in keys if row[key])


def _json(path: Path, keys: tuple[str, ...]) -> Iterator[str]:
    held = json.loads(path.read_text(encoding="utf-8"))
    yield from (held[key] for key in keys)


_READ = {".toml": _toml, ".csv": _csv, ".json": _json}


def po_path(code: str) -> Path:
    """Where the translations of a language are kept."""
    return LOCALE / code / "LC_MESSAGES" / "jointline.po"


def updated(code: str) -> Catalog:
    """The catalogue of a language with every message of today and none of yesterday's."""
    path = po_path(code)
    if path.is_file():
        with path.open("rb") as handle:
            held = read_po(handle, locale=code)
    else:
        held = Catalog(locale=code)
    made = Catalog(
        locale=code, project="jointline", charset="utf-8", creation_date=NO_DATE, revision_date=NO_DATE,
        header_comment=HEADER, fuzzy=False,
    )  # fmt: skip
    for m in template():
        if m.id:
            known = held.get(m.id) or _by_first(held, m)
            made.add(m.id, known.string if known else None, locations=m.locations, flags=known.flags if known else ())
    return made


def _by_first(held: Catalog, m: Message) -> Message | None:
    return held.get(m.id[0]) if isinstance(m.id, tuple) else None


def po_text(catalogue: Catalog) -> bytes:
    """The .po file of a catalogue."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, omit_header=True)
    return f"{HEADER}\n{_HEAD}\n".encode() + out.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def places(text: str) -> set[str]:
    """The ``{places}`` of a message. Raises ``ValueError`` where its braces do not fit."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def faults(catalogue: Catalog) -> Iterator[str]:
    """What is wrong with translations: missing or fuzzy ones, other places than the message, simplified characters."""
    for m in catalogue:
        if not m.id:
            continue
        ids = m.id if isinstance(m.id, tuple) else (m.id,)
        strings = m.string if isinstance(m.string, tuple) else (m.string,)
        if m.fuzzy:
            yield f"fuzzy: {ids[0]!r}"
        for said in strings:
            if not said:
                yield f"not translated: {ids[0]!r}"
                continue
            try:
                if places(said) != places(ids[-1]):
                    yield f"other places than {sorted(places(ids[-1]))}: {said!r}"
            except ValueError as error:
                yield f"{error}: {said!r}"
            if wrong := not_traditional(said):
                yield f"no Traditional Chinese characters: {wrong}: {said!r}"


def not_traditional(text: str) -> str:
    """The Chinese characters of *text* that Big5 does not hold: simplified, Japanese and rare ones."""
    return "".join(c for c in text if "\u3400" <= c <= "\u9fff" and not _in_big5(c))


def _in_big5(character: str) -> bool:
    try:
        character.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """Update and compile, or list what is missing."""
    for code in CODES:
        catalogue = updated(code)
        if arguments == ["--missing"]:
            for fault in faults(catalogue):
                print(fault)
            continue
        path = po_path(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_text(catalogue))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
        wrong = list(faults(catalogue))
        print(f"{code}: {len(catalogue)} messages, {len(wrong)} to look at (--missing lists them)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
