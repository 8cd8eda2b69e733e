"""What the cog blocks of docs/api.md call: the routes and their parameters, out of the OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

TITLES = {"results": "Results", "files": "Files", "documents": "Documents and statements"}


@cache
def _schema() -> dict[str, Any]:
    from jointline.web.app import create_app

    return create_app().openapi()


def routes() -> str:
    """One table a group: the route, what it answers, its document."""
    from doc_pages import code, table

    page = ""
    for tag, title in TITLES.items():
        rows = [
            (code(f"{method.upper()} {path}"), about["summary"], _document(about))
            for path, methods in _schema()["paths"].items()
            for method, about in methods.items()
            if tag in about["tags"]
        ]
        head = ("route", "what it answers", "document")
        if tag == "files":
            head, rows = head[:2], [(r, words.removesuffix(", as a file"), "")[:2] for r, words, _ in rows]  # type: ignore[assignment, misc]
        page += f"\n### {title}\n" + table(head, rows)
    return page


def _document(about: dict[str, Any]) -> str:
    content = about["responses"]["200"]["content"]
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    if not reference:
        return ""
    name = _schema()["components"]["schemas"][reference.rsplit("/", 1)[-1]]["description"].split("`")[1]
    return f"[{name}](json.md#{name})"


def parameters() -> str:
    """Every parameter of a query with its limits and the routes that take it."""
    from doc_pages import code, table

    found: dict[tuple[str, str, str], list[str]] = {}
    for path, methods in _schema()["paths"].items():
        if path.endswith("{ending}"):
            continue
        for about in methods.values():
            for p in about.get("parameters", ()):
                if p["in"] == "query":
                    key = (p["name"], _limits(p["schema"]), p.get("description", ""))
                    found.setdefault(key, []).append(path.removeprefix("/api"))
    rows = (
        (code(n), kind, words, ", ".join(code(p) for p in paths)) for (n, kind, words), paths in sorted(found.items())
    )
    return table(("parameter", "takes", "what it is", "of"), rows)


def _limits(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return _limits(next(s for s in schema["anyOf"] if s.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema["type"] == "array":
        return f"{_limits(schema['items'])}; up to {schema['maxItems']}"
    ends = [f"{schema[k]:,.0f}" for k in ("minimum", "maximum") if k in schema]
    kind = {"string": "text", "integer": "whole number", "boolean": "true, false"}.get(schema["type"], schema["type"])
    return f"{kind} {' to '.join(ends)}".strip()


def faults() -> str:
    """The codes of errors and what each means."""
    from doc_pages import code, table
    from jointline.web.api.answering import FAULTS

    return table(("code", "means"), ((code(c), words) for c, words in FAULTS.items()))
