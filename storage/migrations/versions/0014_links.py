"""Names in common between cases, and news that waits for a group's next word."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", "reference", name="pk_links"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_reference", "links", ["reference"])
    held = sa.column("state") == "held"
    op.create_index(
        "ix_outbox_held", "outbox", ["target"], sqlite_where=held, postgresql_where=held
    )
