"""Whose a stuck event is, and in which message it came: it goes with what they take back."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("account", sa.LargeBinary, nullable=True))
    op.add_column("events", sa.Column("message", sa.LargeBinary, nullable=True))
    waiting = sa.text("account IS NOT NULL")
    op.create_index(
        "ix_events_account",
        "events",
        ["account"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
