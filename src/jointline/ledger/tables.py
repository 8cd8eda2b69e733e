"""The one database table beneath a user's ledger, in SQLAlchemy Core: SQLite embedded, PostgreSQL for a team."""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, Table, Text

from jointline.ledger.statement import FIELD_NAMES

# bytewise comparison on both databases: precedence and ISO dates are compared as texts
RAW = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData()

# every field as the text a CSV row holds, and two columns derived from it that questions are asked by
statement = Table(
    "statement",
    metadata,
    *(Column(name, RAW, primary_key=name == "id", nullable=False) for name in FIELD_NAMES),
    Column("known_on", RAW, nullable=False),
    Column("precedence", RAW, nullable=False),
)
FIELDS = [statement.c[name] for name in FIELD_NAMES]

# this one covers what a view as of a day looks through, so that only the statements it keeps are read
Index("ix_statement_held", *(statement.c[n] for n in ("subject", "property", "precedence", "known_on", "id")))
Index("ix_statement_supersedes", statement.c.supersedes)
CORRECTS = statement.c.supersedes > ""  # said so, and not !=, so that the index finds the few that do
