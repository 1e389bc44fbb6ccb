"""Rosters, interpreters and what they were assigned."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rosters",
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("unit", name="pk_rosters"),
    )
    _index_waiting("rosters")
    op.create_table(
        "interpreters",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interpreters"),
    )
    op.create_index("ix_interpreters_account", "interpreters", ["account"])
    op.create_table(
        "assignments",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_reference", "assignments", ["reference"])
    op.create_index("ix_assignments_conversation", "assignments", ["conversation"])
    _index_waiting("assignments")


def _index_waiting(table: str) -> None:
    waiting = sa.column("due_at").is_not(None)
    op.create_index(
        f"ix_{table}_due_at", table, ["due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
