"""Shared fixtures: no test touches the user's own ledger; statements and databases to test with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
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


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, served by a process of its own with an empty ledger."""
    folder = tmp_path_factory.mktemp("served")
    env = {**os.environ, "JOINTLINE_LEDGER": str(folder / "ledger.sqlite"), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "jointline", "serve", "--port", "0"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop the server
        yield found[0].rstrip("/")
        process.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, without any network but the page's own."""
    api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium here: apt-get install chromium")
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


@pytest.fixture
def client() -> Iterator[Any]:
    """The page in this process, as a reader's program asks it."""
    from fastapi.testclient import TestClient

    from jointline.web.app import create_app

    with TestClient(create_app(), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture(scope="module")
def ledger_of_the_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the ledger of a file of tests would be: one that does not exist yet."""
    return tmp_path_factory.mktemp("file") / "ledger.sqlite"
