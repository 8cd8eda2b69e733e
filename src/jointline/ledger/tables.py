"""The one database table beneath a user's ledger, in SQLAlchemy Core: SQLite embedded, PostgreSQL for a team."""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, Table, Text, literal_column

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

# these cover what a view as of a day looks through, so that only the statements it keeps are read
Index("ix_statement_held", *(statement.c[n] for n in ("subject", "property", "precedence", "known_on", "id")))
# few statements correct another: a query that says CORRECTS finds them. (SQLite keeps only these in the index;
# PostgreSQL could too, but to say so here would load its dialect at every start.)
CORRECTS = statement.c.supersedes > literal_column("''")
Index("ix_statement_supersedes", statement.c.supersedes, statement.c.known_on, sqlite_where=CORRECTS)
