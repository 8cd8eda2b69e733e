"""The first schema: one table of statements with its questions' indexes.

Spelt out rather than taken from tables.py: a migration never changes after its release.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_RAW = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_FIELDS = (
    "id", "subject", "property", "value", "item", "units", "said_by", "speaker_kind", "n_sources", "via",
    "standing", "hedged", "stated_on", "event_on", "recorded_on", "recorded_by", "source", "start", "end",
    "quote", "confidence", "supersedes", "disputes", "original", "note", "known_on", "precedence",
)  # fmt: skip


def upgrade() -> None:
    op.create_table("statement", *(sa.Column(name, _RAW, primary_key=name == "id", nullable=False) for name in _FIELDS))
    op.create_index("ix_statement_held", "statement", ["subject", "property", "precedence", "known_on", "id"])
    corrects = sa.text("supersedes > ''")
    op.create_index("ix_statement_supersedes", "statement", ["supersedes", "known_on"], sqlite_where=corrects)
