"""What can be taken away of a chat, when a case was erased, and what is counted of it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_SORT = ("month", "level", "categories", "province", "outcome")


def upgrade() -> None:
    op.add_column("cases", sa.Column("erased_at", sa.BigInteger, nullable=True))
    op.create_table(
        "chat_messages",
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_messages"),
    )
    op.create_index("ix_chat_messages_chat_at", "chat_messages", ["chat", "at"])
    op.create_index("ix_chat_messages_at", "chat_messages", ["at"])
    op.create_table(
        "statistics",
        *(sa.Column(name, sa.Text, nullable=False) for name in _SORT),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint(*_SORT, name="pk_statistics"),
    )
