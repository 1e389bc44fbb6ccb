"""One-time links to a worker's own copy of what is kept of them."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "copy_links",
        sa.Column("token", sa.LargeBinary, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=True),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("opened", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_copy_links"),
        sa.UniqueConstraint("secret", name="uq_copy_links_secret"),
    )
    op.create_index("ix_copy_links_conversation", "copy_links", ["conversation"])
    op.create_index("ix_copy_links_expires_at", "copy_links", ["expires_at"])
