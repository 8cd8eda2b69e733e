"""The server process of the page."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jointline.errors import JointlineError
from jointline.web.settings import Settings

_QUEUE = 2_048  # connections that may wait


def serve(settings: Settings, *, open_page: bool = False, told: Callable[[str], None] = print) -> None:
    """Serve until interrupted; *told* hears the address. Raises ``JointlineError`` where the port is taken."""
    import uvicorn

    from jointline.web import warm
    from jointline.web.app import create_app

    listener = _listener(settings.host, settings.port)
    settings = replace(settings, port=listener.getsockname()[1], cache=settings.cache or answers_folder())
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{shown}:{settings.port}/"
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning", server_header=False))
    told(f"jointline: {address} (Ctrl+C ends it)")
    warm.begin(settings)
    if open_page:
        webbrowser.open(address)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def answers_folder() -> Path:
    """Where answers are kept from one start of the server to the next."""
    from platformdirs import user_cache_path

    return user_cache_path("jointline", appauthor=False) / "answers"


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_QUEUE)  # who asks before the server runs waits for it
    except OSError as error:
        listener.close()
        raise JointlineError(
            f"cannot listen there: {error.strerror}",
            where=f"{host}:{port}",
            remedy="Choose another --port (0: any free one).",
        ) from None
    return listener
