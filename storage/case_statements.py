"""What is asked of the tables of cases and referrals."""

from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import CaseState, ReferralState
from bot.domain.referral import ReferralKind
from storage.tables import (
    assignments,
    case_links,
    cases,
    conversations,
    copy_links,
    data_keys,
    enclosure_links,
    enclosures,
    evidence,
    links,
    messages,
    officers,
    outbox,
    worker_pins,
)
from storage.tables import referrals as refs

ENDED: Final = (
    select(cases.c.seq, cases.c.reference)
    .where(
        or_(cases.c.state == "closed", cases.c.state == "withdrawn"),
        cases.c.opened_at <= bindparam("before"),
        cases.c.seq > bindparam("after"),
    )
    .order_by(cases.c.seq)
    .limit(bindparam("most"))
)
TOMB: Final = select(
    cases.c.conversation, cases.c.state, cases.c.unit, cases.c.opened_at, cases.c.erased_at
).where(cases.c.reference == bindparam("id"))


def _number_of(table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
    mine = table.c.conversation == bindparam("of")
    return select(func.count()).select_from(table).where(mine, *conditions)


REMAINS: Final = {
    "keys": _number_of(data_keys),
    "conversations": select(func.count())
    .select_from(conversations)
    .where(conversations.c.id == bindparam("of")),
    "answers_of_the_case": _number_of(cases, cases.c.sealed.is_not(None)),
    "files": _number_of(evidence),
    "messages": _number_of(messages),
    "enclosures": _number_of(enclosures),
    "enclosure_links": _number_of(enclosure_links),
    "referrals": _number_of(refs, refs.c.sealed.is_not(None)),
    "assignments": _number_of(assignments, assignments.c.sealed.is_not(None)),
    "owed": _number_of(outbox, outbox.c.sealed.is_not(None)),
    "pins": _number_of(worker_pins),
    "copy_links": _number_of(copy_links),
    "linked_names": select(func.count())
    .select_from(links)
    .join(cases, cases.c.reference == links.c.reference)
    .where(cases.c.conversation == bindparam("of")),
    "links": select(func.count())
    .select_from(case_links)
    .join(refs, refs.c.id == case_links.c.referral)
    .where(refs.c.conversation == bindparam("of")),
}
"""What is left of a case that can be read, by its sort."""

_CASE_VALUES: Final[dict[str, BindParameter[Any]]] = {
    name: bindparam(f"new_{name}")
    for name in ("state", "level", "alerted_level", "urgent", "unit", "sealed")
}
ADD_CASE: Final = (
    insert(cases)
    .inline()
    .values(
        reference=bindparam("id"),
        conversation=bindparam("of"),
        channel=bindparam("channel_used"),
        opened_at=bindparam("opened"),
        **_CASE_VALUES,
    )
)
SAVE_CASE: Final = update(cases).where(cases.c.reference == bindparam("id")).values(**_CASE_VALUES)
_case = select(cases.c.reference, cases.c.conversation, cases.c.sealed).with_for_update(of=cases)
CASE: Final = _case.where(cases.c.reference == bindparam("id"))
CASE_OF_CONVERSATION: Final = _case.where(cases.c.conversation == bindparam("id"))
CONVERSATION_OF_CASE: Final = select(cases.c.conversation).where(
    cases.c.reference == bindparam("id")
)

_REFERRAL_VALUES: Final[dict[str, BindParameter[Any]]] = {
    name: bindparam(f"new_{name}")
    for name in (
        *("unit", "state", "holder", "started_at", "answered_at", "due_at", "late_at"),
        *("sealed", "kind"),
    )
}
ADD_REFERRAL: Final = (
    insert(refs)
    .inline()
    .values(
        id=bindparam("id"),
        reference=bindparam("case"),
        conversation=bindparam("of"),
        **_REFERRAL_VALUES,
    )
)
SAVE_REFERRAL: Final = update(refs).where(refs.c.id == bindparam("id")).values(**_REFERRAL_VALUES)
_referral = select(refs.c.id, refs.c.reference, refs.c.conversation, refs.c.sealed)
REFERRAL: Final = _referral.where(refs.c.id == bindparam("id")).with_for_update(of=refs)
REFERRALS_OF_CASE: Final = (
    _referral.where(refs.c.reference == bindparam("id"), refs.c.kind == bindparam("wanted"))
    .order_by(refs.c.started_at, refs.c.seq)
    .with_for_update(of=refs)
)
HELD: Final = _referral.where(
    refs.c.holder == bindparam("officer"),
    refs.c.state == ReferralState.ACKNOWLEDGED.value,
    refs.c.kind == ReferralKind.CENTRE.value,
).order_by(refs.c.answered_at.desc(), refs.c.seq.desc())
BEFORE_AGENCY: Final = _referral.where(
    refs.c.unit == bindparam("of"),
    refs.c.kind == ReferralKind.AGENCY.value,
    or_(
        *(
            refs.c.state == state.value
            for state in (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.ACCEPTED)
        )
    ),
).order_by(refs.c.started_at.desc(), refs.c.seq.desc())
_is_taken = or_(
    *(
        cases.c.state == state.value
        for state in (CaseState.FILED, CaseState.TAKEN, CaseState.REFERRED)
    )
)
OPEN_HELD: Final = HELD.join(cases, cases.c.reference == refs.c.reference).where(_is_taken)
LEFT_BEHIND: Final = (
    select(refs.c.id)
    .join(officers, officers.c.id == refs.c.holder)
    .join(cases, cases.c.reference == refs.c.reference)
    .where(~officers.c.active, refs.c.state == ReferralState.ACKNOWLEDGED.value, _is_taken)
    .order_by(refs.c.answered_at, refs.c.seq)
    .limit(bindparam("most"))
)

_chased = or_(
    refs.c.state == ReferralState.SENT.value,
    refs.c.state == ReferralState.ACKNOWLEDGED.value,
)
"""Before a unit, and taken: each has its clock."""
_is_accepted = refs.c.state == ReferralState.ACCEPTED.value
_is_due = and_(refs.c.due_at <= bindparam("now"), or_(_chased, _is_accepted))
DUE: Final = (
    _referral.add_columns(conversations.c.id)
    .outerjoin(conversations, conversations.c.id == refs.c.conversation)
    .where(_is_due)
    .order_by(refs.c.due_at, refs.c.seq)
    .limit(bindparam("most"))
    .with_for_update(of=refs, skip_locked=True)
)
LOCK_DUE: Final = (
    select(conversations.c.id)
    .join(refs, conversations.c.id == refs.c.conversation)
    .where(_is_due)
    .order_by(refs.c.due_at, refs.c.seq)
    .limit(bindparam("most"))
    .with_for_update(of=conversations, skip_locked=True)
)
_root = select(conversations.c.id).with_for_update(of=conversations)
LOCK_OF_CASE: Final = _root.where(conversations.c.id == CONVERSATION_OF_CASE.scalar_subquery())
LOCK_OF_REFERRAL: Final = _root.where(
    conversations.c.id
    == select(refs.c.conversation).where(refs.c.id == bindparam("id")).scalar_subquery()
)
LOCK_CONVERSATION: Final = _root.where(conversations.c.id == bindparam("id"))

STATES: Final = tuple(f"wanted_{number}" for number, _ in enumerate(CaseState))
"""A list of states is asked for with as many places as there are states."""
_next_due = (
    select(func.min(refs.c.due_at))
    .where(refs.c.reference == cases.c.reference, _chased)
    .scalar_subquery()
)
ROWS: Final = (
    select(
        cases.c.reference,
        cases.c.state,
        cases.c.level,
        cases.c.alerted_level,
        cases.c.urgent,
        cases.c.unit,
        cases.c.channel,
        cases.c.opened_at,
        _next_due,
    )
    .where(cases.c.state.in_([bindparam(name) for name in STATES]))
    .order_by(cases.c.opened_at.desc(), cases.c.seq.desc())
    .limit(bindparam("most"))
)
ROWS_OF_UNIT: Final = ROWS.where(cases.c.unit == bindparam("of_unit"))

_any_due = select(refs.c.seq).where(
    refs.c.reference == cases.c.reference, refs.c.due_at.is_not(None)
)
_open = or_(
    *(
        cases.c.state == state.value
        for state in (CaseState.FILED, CaseState.TAKEN, CaseState.REFERRED)
    )
)
_forgotten = and_(_open, ~_any_due.exists())
WITHOUT_NEXT_STEP: Final = select(func.count()).select_from(cases).where(_forgotten)
FORGOTTEN: Final = (
    select(cases.c.reference).where(_forgotten).order_by(cases.c.seq).limit(bindparam("most"))
)


def _any(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the cases have a referral of this kind."""
    such = select(refs.c.seq).where(refs.c.reference == cases.c.reference, *conditions).exists()
    return _sum(such)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


LOADS: Final = (
    select(
        cases.c.unit,
        func.count(),
        _sum(cases.c.state == CaseState.FILED.value),
        _any(_chased, refs.c.late_at <= bindparam("now")),
        _any(refs.c.state == ReferralState.ACKNOWLEDGED.value, refs.c.due_at < bindparam("today")),
        _sum(_forgotten),
    )
    .where(_open)
    .group_by(cases.c.unit)
    .order_by(cases.c.unit)
)
_newer = refs.alias("newer")
_latest = and_(
    refs.c.reference == cases.c.reference,
    ~select(_newer.c.seq)
    .where(
        _newer.c.reference == refs.c.reference,
        _newer.c.seq > refs.c.seq,
        _newer.c.kind == ReferralKind.CENTRE.value,
    )
    .exists(),
    refs.c.kind == ReferralKind.CENTRE.value,
)
COUNTS: Final = (
    select(cases.c.state, refs.c.state, func.count())
    .select_from(cases.outerjoin(refs, _latest))
    .group_by(cases.c.state, refs.c.state)
    .order_by(cases.c.state, refs.c.state)
)
