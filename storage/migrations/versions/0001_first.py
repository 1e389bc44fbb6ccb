"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_audit()
    _create_cases()
    _create_codes()
    _create_conversations()
    _create_data_keys()
    _create_events()
    _create_evidence()
    _create_groups()
    _create_marks()
    _create_officers()
    _create_outbox()
    _create_referrals()
    _create_slots()


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("seq", kind, autoincrement=True, nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, [*columns])


def _index_waiting(table: str, *columns: str) -> None:
    waiting = sa.column(columns[-1]).is_not(None)
    op.create_index(
        f"ix_{table}_{'_'.join(columns)}",
        table,
        [*columns],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    _index("audit", "subject")


def _create_cases() -> None:
    op.create_table(
        "cases",
        _number(),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("alerted_level", sa.Text, nullable=True),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_cases"),
        sa.UniqueConstraint("conversation", name="uq_cases_conversation"),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
    )
    _index("cases", "opened_at")
    _index("cases", "state")
    _index("cases", "unit")


def _create_codes() -> None:
    op.create_table(
        "codes",
        sa.Column("code", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_codes"),
    )


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        _number(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_conversations"),
        sa.UniqueConstraint("id", name="uq_conversations_id"),
    )
    _index("conversations", "account", "started_at", "seq")
    _index_waiting("conversations", "due_at")


def _create_data_keys() -> None:
    op.create_table(
        "data_keys",
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_data_keys"),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("event", sa.LargeBinary, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("event", name="pk_events"),
        sqlite_with_rowid=False,
    )
    kept = sa.column("sealed").is_not(None)
    op.create_index("ix_events_at", "events", ["at"], sqlite_where=kept, postgresql_where=kept)


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        _number(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_evidence"),
        sa.UniqueConstraint("id", name="uq_evidence_id"),
    )
    _index("evidence", "conversation")
    _index_waiting("evidence", "due_at")


def _create_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("bound_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_groups"),
    )
    _index("groups", "unit")


def _create_marks() -> None:
    op.create_table(
        "marks",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )


def _create_officers() -> None:
    op.create_table(
        "officers",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_officers"),
        sa.UniqueConstraint("unit", "channel", "account", name="uq_officers_unit_channel_account"),
    )
    _index("officers", "account")


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        _number(),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("target", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("alert", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=True),
        sa.Column("owed_for", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("expires_at", sa.BigInteger, nullable=True),
        sa.Column("leased", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("settled_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    _index_waiting("outbox", "due_at")
    _index_waiting("outbox", "target", "due_at")


def _create_referrals() -> None:
    op.create_table(
        "referrals",
        _number(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=True),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("answered_at", sa.BigInteger, nullable=True),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_referrals"),
        sa.UniqueConstraint("id", name="uq_referrals_id"),
    )
    _index_waiting("referrals", "due_at")
    _index("referrals", "holder", "state")
    _index("referrals", "reference")


def _create_slots() -> None:
    op.create_table(
        "slots",
        sa.Column("target", sa.LargeBinary, nullable=False),
        sa.Column("slot", sa.LargeBinary, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("target", "slot", name="pk_slots"),
    )
