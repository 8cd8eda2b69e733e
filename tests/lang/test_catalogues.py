"""The catalogues hold every message of the sources, translated, with the same places, and nothing else."""

from __future__ import annotations

import gettext
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import catalogues  # noqa: E402

AGAIN = "run tools/catalogues.py and translate what it lists with --missing"


@pytest.fixture(scope="module")
def messages() -> Catalog:
    return catalogues.template()


@pytest.fixture(params=catalogues.CODES)
def held(request: pytest.FixtureRequest) -> Catalog:
    with catalogues.po_path(request.param).open("rb") as handle:
        return read_po(handle)


def ids(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    return {m.id for m in catalogue if m.id}


def test_every_message_is_in_the_catalogue_and_no_other(messages: Catalog, held: Catalog) -> None:
    assert ids(messages) - ids(held) == set(), f"missing: {AGAIN}"
    assert ids(held) - ids(messages) == set(), f"stale: {AGAIN}"


def test_every_message_is_translated_with_its_places(held: Catalog) -> None:
    assert list(catalogues.faults(held)) == []


def test_the_compiled_catalogue_is_that_of_the_file(held: Catalog) -> None:
    with catalogues.po_path(held.locale_identifier).with_suffix(".mo").open("rb") as handle:
        compiled = gettext.GNUTranslations(handle)
    for m in held:
        if not m.id:
            continue
        said = compiled.ngettext(*m.id, 2) if isinstance(m.id, tuple) else compiled.gettext(m.id)
        assert said == (m.string[0] if isinstance(m.string, tuple) else m.string), AGAIN


def test_the_messages_of_sources_templates_and_data_are_found(messages: Catalog) -> None:
    found = ids(messages)
    assert "no value is known" in found  # says() in Python
    assert ("{n} month", "{n} months") in found  # _n() in Python
    assert "Options lab" in found  # _() in a template
    assert "Only what has not been delivered" in found  # a rule's title


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "not translated"),
        ("{m} 個", "other places"),
        ("{n 個", "expected"),
        ("{n} 个", "no Traditional"),
    ],
)
def test_a_fault_is_found(said: str, fault: str) -> None:
    catalogue = Catalog(locale="zh_TW")
    catalogue.add("{n} things", said)
    (found,) = catalogues.faults(catalogue)
    assert fault in found


def test_a_fuzzy_translation_is_a_fault() -> None:
    catalogue = Catalog(locale="zh_TW")
    catalogue.add("a thing", "東西", flags=["fuzzy"])
    assert list(catalogues.faults(catalogue)) == ["fuzzy: 'a thing'"]
