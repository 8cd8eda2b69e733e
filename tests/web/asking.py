"""A client of the page in this process: no server, no port."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from jointline.web.app import create_app
from jointline.web.settings import Settings

HOST = "http://127.0.0.1"


def client(cache: Path | None = None, **settings: Any) -> Any:
    """A client that knows the token of the page it asks."""
    with warnings.catch_warnings():  # starlette would rather have httpx2, which nothing else here needs
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    made = Settings(cache=cache, **settings)
    return TestClient(create_app(made), base_url=HOST, headers={"x-jointline-token": made.token})
