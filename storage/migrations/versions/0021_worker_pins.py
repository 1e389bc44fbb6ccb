"""PINs that open an intake from another phone, and the wrong ones that were tried."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_pins",
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_worker_pins"),
    )
    op.create_index("ix_worker_pins_conversation", "worker_pins", ["conversation"])
    op.create_table(
        "pin_tries",
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_pin_tries"),
    )
    op.create_index("ix_pin_tries_since", "pin_tries", ["since"])
