"""Photos and voices that the bot brings to somebody, and links to them."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0022"
branch_labels = None
depends_on = None

_WAITING = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "enclosures",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enclosures"),
    )
    op.create_index("ix_enclosures_conversation", "enclosures", ["conversation"])
    op.create_index(
        "ix_enclosures_due_at",
        "enclosures",
        ["due_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_table(
        "enclosure_links",
        sa.Column("token", sa.LargeBinary, nullable=False),
        sa.Column("enclosure", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_enclosure_links"),
    )
    for column in ("enclosure", "conversation", "expires_at"):
        op.create_index(f"ix_enclosure_links_{column}", "enclosure_links", [column])
