"""The docs say what the program does: generated parts are fresh, examples run, nothing is left out, links resolve."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from dataclasses import fields
from importlib import resources
from pathlib import Path

import pytest

import jointline
from jointline.backlog.rules import Rule, rule_names
from jointline.cli.main import COMMANDS, main
from jointline.ledger.fieldtable import field_table
from jointline.ledger.ledger import open_ledger
from jointline.ledger.properties import properties
from jointline.ledger.resolve import RULES
from jointline.ledger.statement import FIELD_NAMES, STANDINGS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import doc_pages

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
OPTIONS = sorted((DOCS / "options").glob("*.md"))  # a page for each shipped option
LINKED = [*PAGES, *OPTIONS, ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    """The anchors GitHub gives the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", _FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", [*PAGES, ROOT / "README.md"], ids=lambda p: p.name)
def test_generated_parts_are_fresh(path):
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", path.relative_to(ROOT).as_posix()],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"run: python -m cogapp -r docs/*.md README.md\n{done.stdout}{done.stderr}"


def test_each_document_of_json_is_described_once() -> None:
    heads = re.findall(r"^### (.+)$", (ROOT / "docs/json.md").read_text(encoding="utf-8"), re.M)
    assert len(heads) == len(set(heads)) > 40


def test_the_pages_of_the_shipped_options_are_fresh_and_none_is_missing():
    files = [p.relative_to(ROOT).as_posix() for p in OPTIONS]
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"run: python -m cogapp -r docs/options/*.md\n{done.stdout}{done.stderr}"
    options = jointline.shipped_network("taiwan", "2026-11-30", open_ledger("none.sqlite"))["options"]
    assert {p.stem for p in OPTIONS} == set(options)


def test_every_command_and_option_is_in_the_commands_page():
    text = page("commands")
    commands = {name: main.get_command(None, name) for name in COMMANDS}
    groups = {name: command.commands for name, command in commands.items() if hasattr(command, "commands")}
    commands |= {f"{name} {inner}": c for name, inside in groups.items() for inner, c in inside.items()}
    for name, command in commands.items():
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert section, f"no section on {name}"
        for parameter in command.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert option in section, f"{name} {option}"


def test_every_record_of_the_json_output_is_in_the_json_page():
    text = page("json")
    for package in doc_pages.PACKAGES:
        for path in (resources.files(package) / "fields").iterdir():
            name = path.name.removesuffix(".csv")
            if name == "properties":
                continue
            section = text.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
            assert section, f"no section on {name}"
            for f in field_table(package, name) if name != "statement" else ():
                assert f"`{f.field}`" in section, f"{name}.{f.field}"


def test_every_field_and_property_is_in_the_fields_page():
    text = page("fields")
    missing = [n for n in (*FIELD_NAMES, *properties()) if f"| `{n}` |" not in text]
    assert not missing


def test_every_judgement_is_in_the_data_page():
    text = page("data")
    names = [p.name for p in (ROOT / "tools" / "judgements").glob("*.csv")]
    assert names
    assert [n for n in names if f"tools/judgements/{n}" not in text] == []


def test_every_rule_and_every_key_of_one_is_in_the_counting_page():
    text = page("counting-rules")
    assert [n for n in rule_names() if f"`{n}`" not in text] == []
    assert [f.name for f in fields(Rule) if f"`{f.name}`" not in text] == []


def test_every_standing_and_resolving_rule_is_in_the_concepts_page():
    text = page("concepts")
    assert [n for n in (*STANDINGS, *RULES) if f"`{n}`" not in text] == []


def test_every_public_name_is_in_the_python_page():
    text = page("python")
    assert [n for n in jointline.__all__ if f"jl.{n}" not in text] == []


def test_the_examples_of_the_python_page_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = re.sub(r"^```.*$", "", page("python"), flags=re.MULTILINE)  # a fence would end up in the output
    test = doctest.DocTestParser().get_doctest(text, {}, "docs/python.md", "docs/python.md", 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    output: list[str] = []
    runner.run(test, out=output.append)
    assert runner.failures == 0, "".join(output)


@pytest.mark.parametrize("path", LINKED, ids=lambda p: p.name)
def test_links_within_the_project_resolve(path):
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), f"{path.name}: {target}"
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{path.name}: {target}"


def test_every_page_is_linked_from_the_index():
    linked = {t.partition("#")[0] for t in _LINK.findall(page("index"))}
    assert {p.name for p in PAGES} - {"index.md"} <= linked


@pytest.mark.parametrize("path", [*LINKED, ROOT / "LICENSE-DATA"], ids=lambda p: p.name)
def test_no_page_names_a_place_on_somebodys_machine(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.:/])/(work|tmp|home|root|Users|var)/", text)
    assert "../shared" not in text
