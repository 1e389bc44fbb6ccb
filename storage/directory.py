"""Who is reached where: groups, officers, one-time codes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.delivery import Owed
from bot.domain.ids import Channel, OfficerId, UnitId
from bot.domain.incoming import Chat
from bot.domain.unit import Code, Group, Officer
from storage.tables import codes, groups, micros, officers, outbox, slots
from storage.transaction import Row, Transaction, opened, sealed

_GROUPS: Final = select(groups.c.chat, groups.c.active, groups.c.sealed).order_by(
    groups.c.unit, groups.c.bound_at, groups.c.chat
)
_GROUPS_OF: Final = _GROUPS.where(groups.c.unit == bindparam("of_unit"), groups.c.active)
_GROUP: Final = select(groups.c.unit, groups.c.active, groups.c.bound_at, groups.c.sealed).where(
    groups.c.chat == bindparam("which")
)
_bind = (
    insert(groups)
    .inline()
    .values(
        chat=bindparam("chat"),
        channel=bindparam("channel"),
        unit=bindparam("unit"),
        active=bindparam("active"),
        bound_at=bindparam("bound_at"),
        sealed=bindparam("sealed"),
    )
)
_BIND: Final = _bind.on_conflict_do_update(
    index_elements=[groups.c.chat],
    set_={name: _bind.excluded[name] for name in ("unit", "active", "bound_at", "sealed")},
)
_ADD_GROUP: Final = _bind.on_conflict_do_nothing()
_UNBIND: Final = update(groups).where(groups.c.chat == bindparam("which")).values(active=False)
_DROP_GROUP: Final = delete(groups).where(groups.c.chat == bindparam("which"))
_DROP_SLOTS: Final = delete(slots).where(slots.c.target == bindparam("which"))
_OWED_TO: Final = select(outbox.c.key, outbox.c.conversation, outbox.c.sealed).where(
    outbox.c.target == bindparam("which"), outbox.c.due_at.is_not(None)
)
_RETARGET: Final = (
    update(outbox)
    .where(outbox.c.key == bindparam("which"), outbox.c.due_at.is_not(None))
    .values(target=bindparam("to"), sealed=bindparam("payload"))
)

_OFFICER: Final = select(officers.c.id, officers.c.sealed)
_ONE_OFFICER: Final = _OFFICER.where(officers.c.id == bindparam("which"))
_OFFICERS_WITH: Final = _OFFICER.where(
    officers.c.account == bindparam("which"), officers.c.active
).order_by(officers.c.unit)
_OFFICERS_OF: Final = _OFFICER.where(
    officers.c.unit == bindparam("which"), officers.c.active
).order_by(officers.c.id)
_ENROLLED_AS: Final = select(officers.c.id).where(
    officers.c.unit == bindparam("unit"),
    officers.c.channel == bindparam("channel"),
    officers.c.account == bindparam("account"),
)
_enrol = (
    insert(officers)
    .inline()
    .values(
        id=bindparam("id"),
        unit=bindparam("unit"),
        channel=bindparam("channel"),
        account=bindparam("account"),
        active=bindparam("active"),
        sealed=bindparam("sealed"),
    )
)
_ENROL: Final = _enrol.on_conflict_do_update(
    index_elements=[officers.c.id],
    set_={
        name: _enrol.excluded[name] for name in ("unit", "channel", "account", "active", "sealed")
    },
)

_ADD_CODE: Final = (
    insert(codes)
    .inline()
    .values(code=bindparam("code"), expires_at=bindparam("expires_at"), sealed=bindparam("sealed"))
)
_CODE: Final = select(codes.c.sealed).where(
    codes.c.code == bindparam("which"), codes.c.expires_at > bindparam("now")
)
_TAKE_CODE: Final = (
    delete(codes)
    .where(codes.c.code == bindparam("which"), codes.c.expires_at > bindparam("now"))
    .returning(codes.c.sealed)
)


class Directory:
    """Implements `bot.ports.Directory`; a group is known by its channel and id, in any topic.

    What stands in the clear finds a row; who somebody is says the seal alone. So nobody who can
    write to the database, but has no key, becomes an officer or takes another unit's group.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("directory")

    def groups_of(self, unit: UnitId) -> Sequence[Group]:
        """Active groups of a unit."""
        found = self._groups(self._transaction.all(_GROUPS_OF, of_unit=unit))
        return [each for each in found if each.unit == unit]

    def groups(self) -> Sequence[Group]:
        """All groups, inactive ones too."""
        return self._groups(self._transaction.all(_GROUPS))

    def unit_of(self, chat: Chat) -> UnitId | None:
        """The unit a group chat is bound to (active bindings only)."""
        key = self._chat(chat)
        row = self._transaction.one(_GROUP, which=key)
        if row is None or not row[1]:
            return None
        return opened(self._sealer, Group, row[3], "groups", key.hex()).unit

    def bind(self, unit: UnitId, chat: Chat, now: datetime) -> None:
        """Bind a group to a unit (again); any earlier binding of that chat ends."""
        key = self._chat(chat)
        self._transaction.change(
            _BIND,
            chat=key,
            channel=chat.channel.value,
            unit=unit,
            active=True,
            bound_at=micros(now),
            sealed=sealed(self._sealer, Group(unit, chat), "groups", key.hex()),
        )

    def unbind(self, chat: Chat) -> UnitId | None:
        """Stop reaching a group; the unit it was bound to."""
        unit = self.unit_of(chat)
        if unit is not None:
            self._transaction.change(_UNBIND, which=self._chat(chat))
        return unit

    def move(self, chat: Chat, to: str) -> None:
        """Follow a group to its new id; waiting deliveries follow.

        A binding the new id has already is kept. The messages shown under the old id cannot be
        edited any more: their slots are empty then.
        """
        old, moved = self._chat(chat), replace(chat, id=to)
        row = self._transaction.one(_GROUP, which=old)
        if row is not None:
            unit, active, bound_at, blob = row
            group = opened(self._sealer, Group, blob, "groups", old.hex())
            group = replace(group, chat=replace(group.chat, id=to))
            new = self._chat(moved)
            self._transaction.change(
                _ADD_GROUP,
                chat=new,
                channel=chat.channel.value,
                unit=unit,
                active=bool(active),
                bound_at=bound_at,
                sealed=sealed(self._sealer, group, "groups", new.hex()),
            )
            self._transaction.change(_DROP_GROUP, which=old)
        self._transaction.change(_DROP_SLOTS, which=old)
        self._retarget(old, moved)

    def _retarget(self, old: bytes, moved: Chat) -> None:
        new = self._chat(moved)
        for key, conversation, blob in self._transaction.all(_OWED_TO, which=old):
            service = self._transaction.keyring.service("outbox")
            sealer = self._transaction.known_sealer(conversation) if conversation else service
            if sealer is None:
                continue
            owed = opened(sealer, Owed, blob, "outbox", key.hex())
            owed = replace(owed, target=replace(owed.target, id=moved.id))
            payload = sealed(sealer, owed, "outbox", key.hex())
            self._transaction.change(_RETARGET, which=key, to=new, payload=payload)

    def officer(self, officer: OfficerId) -> Officer | None:
        """An officer by id."""
        row = self._transaction.one(_ONE_OFFICER, which=officer)
        return None if row is None else self._officer(row)

    def officers_with(self, channel: Channel, account: str) -> Sequence[Officer]:
        """The enrolments of an account (one a unit), active ones only."""
        key = self._account(channel, account)
        found = map(self._officer, self._transaction.all(_OFFICERS_WITH, which=key))
        own = (channel, account)
        return [each for each in found if each.active and (each.channel, each.account) == own]

    def officers_of(self, unit: UnitId) -> Sequence[Officer]:
        """Active officers of a unit."""
        found = map(self._officer, self._transaction.all(_OFFICERS_OF, which=unit))
        return [each for each in found if each.active and each.unit == unit]

    def enrol(self, officer: Officer) -> None:
        """Store an officer, new or changed (unique by unit, channel and account).

        Whoever is enrolled again for the same unit with the same account keeps the first id:
        what they hold stays theirs.
        """
        account = self._account(officer.channel, officer.account)
        place = {"unit": officer.unit, "channel": officer.channel.value, "account": account}
        self._transaction.lock("officer", account)
        known = self._transaction.one(_ENROLLED_AS, **place)
        officer = officer if known is None else replace(officer, id=OfficerId(known[0]))
        blob = sealed(self._sealer, officer, "officers", officer.id)
        self._transaction.change(_ENROL, id=officer.id, active=officer.active, sealed=blob, **place)

    def add_code(self, code: Code) -> None:
        """Keep a one-time code (keyed hash)."""
        key = self._transaction.digest("code", code.code)
        self._transaction.change(
            _ADD_CODE,
            code=key,
            expires_at=micros(code.expires_at),
            sealed=sealed(self._sealer, code, "codes", key.hex()),
        )

    def code(self, code: str, now: datetime) -> Code | None:
        """A code that can still be used; it is not used up by that."""
        key = self._transaction.digest("code", code)
        row = self._transaction.one(_CODE, which=key, now=micros(now))
        return None if row is None else opened(self._sealer, Code, row[0], "codes", key.hex())

    def redeem(self, code: str, now: datetime) -> Code | None:
        """Use up a code; None where it is unknown, used or expired."""
        key = self._transaction.digest("code", code)
        row = self._transaction.take(_TAKE_CODE, which=key, now=micros(now))
        return None if row is None else opened(self._sealer, Code, row[0], "codes", key.hex())

    def _chat(self, chat: Chat) -> bytes:
        return self._transaction.digest("chat", chat.channel.value, chat.id)

    def _account(self, channel: Channel, account: str) -> bytes:
        return self._transaction.digest("account", channel.value, account)

    def _groups(self, rows: Sequence[Row]) -> list[Group]:
        return [
            replace(opened(self._sealer, Group, blob, "groups", key.hex()), active=bool(active))
            for key, active, blob in rows
        ]

    def _officer(self, row: Row) -> Officer:
        name, blob = row
        return opened(self._sealer, Officer, blob, "officers", name)
