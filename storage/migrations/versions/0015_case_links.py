"""One-time links into cases, and officers' PINs."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_links",
        sa.Column("token", sa.LargeBinary, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=True),
        sa.Column("officer", sa.Text, nullable=False),
        sa.Column("referral", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("opened", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_case_links"),
        sa.UniqueConstraint("secret", name="uq_case_links_secret"),
    )
    op.create_index("ix_case_links_expires_at", "case_links", ["expires_at"])
    op.create_table(
        "pins",
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_pins"),
    )
