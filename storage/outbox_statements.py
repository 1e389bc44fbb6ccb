"""What is asked of the tables of the outbox.

A row waits exactly while `due_at` is set: a lease moves it to the lease's end, a settled row has
none. So one column says when it may be claimed, and the indexes hold what waits and nothing else.
"""

from typing import Final

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.delivery import HARMLESS, OwedKind
from storage.tables import conversations, outbox, slots

OWE: Final = (
    insert(outbox)
    .inline()
    .values(
        key=bindparam("key"),
        target=bindparam("target"),
        kind=bindparam("kind"),
        priority=bindparam("priority"),
        alert=bindparam("alert"),
        state="waiting",
        reason="",
        conversation=bindparam("conversation"),
        owed_for=bindparam("due"),
        due_at=bindparam("due"),
        expires_at=bindparam("expires_at"),
        leased=False,
        attempts=bindparam("attempts"),
        sealed=bindparam("payload"),
    )
    .on_conflict_do_nothing(index_elements=[outbox.c.key])
)
_settled = {"due_at": None, "leased": False, "sealed": None}
_waits = outbox.c.due_at.is_not(None)
CANCEL: Final = (
    update(outbox)
    .where(
        outbox.c.conversation == bindparam("of"),
        outbox.c.target
        == select(conversations.c.chat)
        .where(conversations.c.id == bindparam("of"))
        .scalar_subquery(),
        _waits,
    )
    .values(state="cancelled", **_settled)
)
CANCEL_KEY: Final = (
    update(outbox)
    .where(outbox.c.key == bindparam("which"), _waits)
    .values(state="cancelled", **_settled)
)
EXPIRE: Final = (
    update(outbox)
    .where(
        outbox.c.seq.in_(
            select(outbox.c.seq)
            .where(
                # What is leased is due at the end of its lease: it may just be leaving.
                outbox.c.due_at <= bindparam("now"),
                outbox.c.expires_at < bindparam("now"),
            )
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
    )
    .values(state="dead", reason="expired", settled_at=bindparam("now"), **_settled)
)
LEASE: Final = (
    update(outbox)
    .where(outbox.c.seq == bindparam("which"))
    .values(leased=True, due_at=bindparam("until"))
)
HOLD: Final = (
    update(outbox)
    .where(outbox.c.key == bindparam("which"), _waits)
    .values(state="held", due_at=None, leased=False)
)
_ROW: Final = (
    outbox.c.seq,
    outbox.c.key,
    outbox.c.target,
    outbox.c.alert,
    outbox.c.conversation,
    outbox.c.attempts,
    outbox.c.owed_for,
    outbox.c.sealed,
)
HELD: Final = (
    select(*_ROW)
    .where(outbox.c.target == bindparam("at"), outbox.c.state == "held")
    .order_by(outbox.c.seq)
)
UNSENT_OF: Final = (
    select(*_ROW).where(outbox.c.conversation == bindparam("of"), _waits).order_by(outbox.c.seq)
)
TIDY: Final = delete(outbox).where(
    outbox.c.conversation.is_(None),
    outbox.c.owed_for < bindparam("before"),
    outbox.c.kind == OwedKind.REPLY.value,
    outbox.c.sealed.is_(None),
)
RELEASE: Final = (
    update(outbox).where(outbox.c.leased, _waits).values(leased=False, due_at=bindparam("now"))
)
LATER: Final = (
    update(outbox)
    .where(outbox.c.key == bindparam("which"), _waits)
    .values(leased=False, due_at=bindparam("due"), attempts=outbox.c.attempts + 1)
)
SETTLE: Final = (
    update(outbox)
    .where(outbox.c.key == bindparam("which"))
    .values(
        state=bindparam("what"), reason=bindparam("why"), settled_at=bindparam("now"), **_settled
    )
)
SENT: Final = (
    update(outbox)
    .where(outbox.c.key == bindparam("which"), outbox.c.state != "cancelled")
    .values(state="sent", reason="", settled_at=bindparam("now"), **_settled)
)

_ahead = outbox.alias("ahead")
_holds_back = and_(
    _ahead.c.target == outbox.c.target,
    _ahead.c.due_at.is_not(None),
    _ahead.c.seq != outbox.c.seq,
    ~_ahead.c.alert,
    or_(
        _ahead.c.leased,
        and_(
            _ahead.c.attempts > 0,
            _ahead.c.priority == outbox.c.priority,
            or_(
                _ahead.c.owed_for < outbox.c.owed_for,
                and_(_ahead.c.owed_for == outbox.c.owed_for, _ahead.c.seq < outbox.c.seq),
            ),
        ),
    ),
)
_order = (outbox.c.priority, outbox.c.owed_for, outbox.c.seq)
_due = (
    outbox.c.due_at <= bindparam("now"),
    outbox.c.priority < bindparam("priority_below"),
    or_(
        outbox.c.alert,
        ~select(_ahead.c.seq).where(_holds_back, _ahead.c.due_at > bindparam("now")).exists(),
    ),
)
DUE: Final = (
    select(
        outbox.c.seq,
        outbox.c.key,
        outbox.c.target,
        outbox.c.alert,
        outbox.c.conversation,
        outbox.c.attempts,
        outbox.c.due_at,
        outbox.c.sealed,
    )
    .where(*_due)
    .order_by(*_order)
    .limit(bindparam("most"))
)
LOCK_DUE: Final = (
    select(outbox.c.seq)
    .where(*_due)
    .order_by(*_order)
    .limit(bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
NEXT_DUE: Final = (
    select(outbox.c.due_at)
    .where(
        _waits,
        or_(
            outbox.c.alert,
            outbox.c.leased,  # two of one claim do not hold each other back
            ~select(_ahead.c.seq).where(_holds_back).exists(),
        ),
    )
    .order_by(outbox.c.due_at)
    .limit(1)
)
WAITING: Final = (
    select(outbox.c.kind, func.count(), func.min(outbox.c.owed_for))
    .where(_waits, outbox.c.owed_for <= bindparam("now"))
    .group_by(outbox.c.kind)
    .order_by(outbox.c.kind)
)
FATE: Final = select(
    outbox.c.state, outbox.c.reason, outbox.c.settled_at, outbox.c.due_at, outbox.c.attempts
).where(outbox.c.key == bindparam("which"))
UNDELIVERABLE: Final = select(func.count()).where(
    outbox.c.state == "dead",
    outbox.c.settled_at >= bindparam("since"),
    *(outbox.c.reason != reason for reason in sorted(HARMLESS)),
)
_place = (
    insert(slots)
    .inline()
    .values(target=bindparam("target"), slot=bindparam("slot"), message=bindparam("message"))
)
PLACE: Final = _place.on_conflict_do_update(
    index_elements=[slots.c.target, slots.c.slot], set_={"message": _place.excluded.message}
)
ALERTING: Final = (
    select(outbox.c.seq)
    .where(
        outbox.c.target == bindparam("at"),
        outbox.c.seq < bindparam("before"),
        outbox.c.alert,
        outbox.c.leased,
        _waits,
    )
    .limit(1)
)
PLACED: Final = select(slots.c.message).where(
    slots.c.target == bindparam("at"), slots.c.slot == bindparam("which")
)
