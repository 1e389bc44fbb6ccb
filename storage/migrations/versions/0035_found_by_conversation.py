"""What belongs to a conversation is found by it: forgetting one looks at nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = sa.text("conversation IS NOT NULL")
    op.create_index(
        "ix_outbox_conversation",
        "outbox",
        ["conversation"],
        sqlite_where=known,
        postgresql_where=known,
    )
    of_none = sa.text("conversation IS NULL")
    op.create_index(
        "ix_outbox_owed_for",
        "outbox",
        ["owed_for"],
        sqlite_where=of_none,
        postgresql_where=of_none,
    )
    op.create_index("ix_referrals_conversation", "referrals", ["conversation"])
