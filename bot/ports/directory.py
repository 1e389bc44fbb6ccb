"""Where it stands who is reached where."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import Channel, OfficerId, UnitId
from bot.domain.incoming import Chat
from bot.domain.unit import Code, Group, Officer


class Directory(Protocol):
    """Who is reached where: groups, officers, one-time codes."""

    def groups_of(self, unit: UnitId) -> Sequence[Group]:
        """Active groups of a unit."""

    def groups(self) -> Sequence[Group]:
        """All groups, inactive ones too."""

    def unit_of(self, chat: Chat) -> UnitId | None:
        """The unit a group chat is bound to (active bindings only)."""

    def bind(self, unit: UnitId, chat: Chat, now: datetime) -> None:
        """Bind a group to a unit (again); any earlier binding of that chat ends."""

    def unbind(self, chat: Chat) -> UnitId | None:
        """Stop reaching a group; the unit it was bound to."""

    def move(self, chat: Chat, to: str) -> None:
        """Follow a group to its new id; waiting deliveries follow."""

    def officer(self, officer: OfficerId) -> Officer | None:
        """An officer by id."""

    def officers_with(self, channel: Channel, account: str) -> Sequence[Officer]:
        """The enrolments of an account (one a unit), active ones only."""

    def officers_of(self, unit: UnitId) -> Sequence[Officer]:
        """Active officers of a unit."""

    def enrol(self, officer: Officer) -> None:
        """Store an officer, new or changed (unique by unit, channel and account)."""

    def add_code(self, code: Code) -> None:
        """Keep a one-time code (keyed hash)."""

    def code(self, code: str, now: datetime) -> Code | None:
        """A code that can still be used; it is not used up by that."""

    def redeem(self, code: str, now: datetime) -> Code | None:
        """Use up a code; None where it is unknown, used or expired."""
