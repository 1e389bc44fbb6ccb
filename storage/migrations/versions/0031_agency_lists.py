"""An agency's list of its own referrals is found by its unit."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_referrals_unit_state", "referrals", ["unit", "state"])
