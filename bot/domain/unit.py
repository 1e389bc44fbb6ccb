"""Units (centres, agencies, `national`, `operator`), their groups and their officers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import Channel, LanguageCode, OfficerId, UnitId
from bot.domain.incoming import Chat
from bot.domain.interpreter import Hours, Sex


class Role(StrEnum):
    """What an enrolled person may do."""

    OFFICER = "officer"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat bound to a unit; `active` is False once it cannot be reached."""

    unit: UnitId
    chat: Chat
    active: bool = True


@dataclass(frozen=True, slots=True)
class Officer:
    """A person enrolled for a unit with one account.

    `private_open` is True once they have written to the bot themselves: before that, no platform
    lets the bot write first. `awaiting` is what their next words will be taken for. `phone` is
    shown to `national` in private, and to nobody else.
    """

    id: OfficerId
    unit: UnitId
    channel: Channel
    account: str
    name: str
    role: Role
    language: LanguageCode = LanguageCode("th")
    private_open: bool = False
    active: bool = True
    awaiting: str = ""
    phone: str = ""


class CodePurpose(StrEnum):
    """What a one-time code does."""

    GROUP = "group"
    OFFICER = "officer"
    INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code that binds a group, or enrols an officer or an interpreter.

    `languages`, `sex` and `hours` are an interpreter's.
    """

    code: str
    purpose: CodePurpose
    unit: UnitId
    expires_at: datetime
    name: str = ""
    role: Role = Role.OFFICER
    phone: str = ""
    languages: tuple[LanguageCode, ...] = ()
    sex: Sex = Sex.FEMALE
    hours: tuple[Hours, ...] = ()
