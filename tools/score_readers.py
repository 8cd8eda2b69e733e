"""How exactly the readers read documents whose content is known: fields right, missed and made up.

    python tools/score_readers.py DIRECTORY

DIRECTORY holds the documents and gold.jsonl: one JSON object a line, ``file`` and the fields of the record as a
reader can see them in that text, ``null`` where they are not there.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jointline.readers.read import read

# of the gold file alone: where a text is from, and remarks on it
_ASIDE = frozenset(("file", "kind", "source_url", "notes", "date_in_text", "noncontiguous"))


@dataclass
class Score:
    """Counts by field: what the gold file has, what of it was read exactly, what was read where it has nothing."""

    there: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    made_up: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        return sum(self.right.values()) / sum(self.there.values())


def score(directory: Path) -> Score:
    """Read every document of the gold file and compare its record, texts with white space folded."""
    done = Score()
    for line in (directory / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        result = read(directory / gold["file"])
        done.kinds[str(result.kind)] += 1
        record = result.record.as_dict() if result.record else {}
        for name, wanted in gold.items():
            if name not in _ASIDE:
                _compare(done, gold["file"], name, _folded(wanted), _folded(record.get(name)))
    return done


def _compare(done: Score, file: str, name: str, wanted: Any, got: Any) -> None:
    if wanted in (None, []):
        done.absent[name] += 1
        if got not in (None, []):
            done.made_up[name] += 1
            done.wrong.append((file, name, wanted, got))
        return
    done.there[name] += 1
    if got == wanted:
        done.right[name] += 1
    else:
        done.wrong.append((file, name, wanted, got))


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_folded(v) for v in value]
    if isinstance(value, dict):
        return {k: _folded(v) for k, v in value.items()}
    return value


def table(done: Score) -> str:
    """The score as a Markdown table, a field a row."""
    rows = ["| field | in the texts | read exactly | not in the texts | made up |", "| --- | --- | --- | --- | --- |"]
    for name in dict.fromkeys([*done.there, *done.absent]):
        rows.append(
            f"| `{name}` | {done.there[name]} | {done.right[name]} | {done.absent[name]} | {done.made_up[name]} |"
        )
    sums = [sum(c.values()) for c in (done.there, done.right, done.absent, done.made_up)]
    rows.append(f"| all | {sums[0]} | {sums[1]} ({done.share:.1%}) | {sums[2]} | {sums[3]} |")
    return "\n".join(rows)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    done = score(Path(sys.argv[1]))
    print(table(done))
    for file, name, wanted, got in done.wrong:
        print(f"\n{file}, {name}\n  wanted {wanted!r}\n  read   {got!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
