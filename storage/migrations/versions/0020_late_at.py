"""From when on a referral is late, in the clear: the digest counts without opening a seal."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("referrals", sa.Column("late_at", sa.BigInteger, nullable=True))
