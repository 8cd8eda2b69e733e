"""Shared fixtures: no test touches the user's own ledger; statements and databases to test with."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings

from jointline.ledger.statement import Statement, make_statement

settings.register_profile("jointline", deadline=None, max_examples=100)
settings.load_profile("jointline")

POSTGRES = "JOINTLINE_TEST_POSTGRES"
DEFAULTS = {
    "subject": "tw-2020-11-03-mq9b",  # a case that is shipped
    "property": "final_delivery_promised",
    "value": "2028-12",
    "said_by": "Ministry of National Defense",
    "speaker_kind": "taiwan_government",
    "standing": "official",
    "stated_on": "2026-10-02",
    "recorded_on": "2026-10-03",
    "recorded_by": "tester",
    "source": "https://example.org/page",
}


def statement(**changes: Any) -> Statement:
    """A valid statement; *changes* are fields that differ from the defaults (``None`` leaves one out)."""
    return make_statement({k: v for k, v in (DEFAULTS | changes).items() if v is not None})


def engine_of(place: str) -> sa.Engine:
    """A plain engine on a ledger's database, to look at it or to spoil it."""
    return sa.create_engine(place if "://" in place else f"sqlite:///{place}")


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the test's own ledger would be: a file that does not exist yet."""
    path = tmp_path / "own" / "ledger.sqlite"
    monkeypatch.setenv("JOINTLINE_LEDGER", str(path))
    monkeypatch.setenv("JOINTLINE_USER", "tester")
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty place for a ledger: a file that does not exist yet, or a fresh PostgreSQL schema."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.sqlite")
        return
    base = os.environ.get(POSTGRES)
    if not base:
        pytest.skip(f"{POSTGRES} is not set")
    schema = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(base)
    with engine.begin() as connection:
        connection.execute(sa.text(f'CREATE SCHEMA "{schema}"'))
    url = sa.make_url(base).update_query_dict({"options": f"-csearch_path={schema}"})
    yield url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(sa.text(f'DROP SCHEMA "{schema}" CASCADE'))
    engine.dispose()
