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
from contextlib import contextmanager
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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """A folder, and so the whole suite, runs on every core; files that are named in this process, ready sooner."""
    return 0 if all(".py" in a for a in config.args) else None


# What takes longest, in seconds of one core, begun first so that no worker ends with it. Files of one line stay on one
# worker: they share a server, and those that add to its ledger come last, as what was worked out before counts no more.
LONG = (
    (280, ("web/test_accessibility.py", "web/test_steady_page.py", "web/test_page_frame.py", "web/test_lab_view.py",
           "web/test_backlog_view.py", "web/test_numbers_open.py", "web/test_case_view.py", "web/test_scores_view.py",
           "web/test_method_view.py", "web/test_chinese_switches.py", "web/test_brief_view.py",
           "web/test_evidence_gesture.py", "web/test_evidence_view.py")),
    (110, ("web/test_site.py",)), (58, ("test_docs.py",)), (40, ("web/test_hostile_document.py",)),
    (31, ("ledger/test_transfer.py",)), (19, ("readers/test_hostile.py",)),
    (28, ("brief/test_brief_files.py",)), (26, ("charts/test_chart_page.py",)), (21, ("web/test_exports.py",)),
    (20, ("web/test_page_tables.py",)), (14, ("brief/test_brief_fonts.py",)),
    (20, ("web/test_server_time.py",)), (19, ("charts/test_chart_specs.py",)), (18, ("web/test_api_schemathesis.py",)),
    (18, ("brief/test_footnotes.py",)), (17, ("simulate/test_kernel_agrees.py",)), (16, ("web/test_chinese_pages.py",)),
    (15, ("brief/test_brief_content.py",)), (12, ("web/test_errors.py",)), (11, ("test_notebook.py",)),
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = dealt(items, config.workerinput["workercount"])


def dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """*items* as xdist deals them out: to each worker a run of the same length, of which others take the end.

    A run begins with long files, each whole, and ends with what any worker can take.
    """
    of_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        of_file.setdefault(item.path.relative_to(Path(__file__).parent).as_posix(), []).append(item)
    runs: list[list[pytest.Item]] = [[] for _ in range(workers)]
    taken = [0] * workers
    for seconds, files in LONG:
        least = taken.index(min(taken))
        for file in files:
            runs[least] += of_file.pop(file, [])
        taken[least] += seconds
    rest = [item for of in of_file.values() for item in of]
    left = len(items)
    for i, run in enumerate(runs):
        fill = left // (workers - i) - len(run)
        if fill < 0:  # a part of the tests was asked for
            return items
        run += rest[:fill]
        del rest[:fill]
        left -= len(run)
    return [item for run in runs for item in run]


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


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a page served by a process of its own, whose ledger and kept answers lie in *folder*."""
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
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, served by a process of its own with an empty ledger."""
    with serving(tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, without any network but the page's own; its shell without windows opens a page in a third of the time."""
    api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium here: apt-get install chromium-headless-shell")
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
