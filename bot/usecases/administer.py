"""What the operator does to units and officers; each change is written down in the audit log."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from bot.data.places import load_gazetteer
from bot.domain.audit import AuditEntry
from bot.domain.ids import NATIONAL, OPERATOR, Channel, LanguageCode, OfficerId, UnitId
from bot.domain.incoming import Chat
from bot.domain.unit import Code, CodePurpose, Group, Officer, Role
from bot.ports import Office, Work, WrongArgument
from bot.usecases.link_group import show_open

Row = dict[str, Any]
"""A line of a list, ready for JSON."""

SHORTEST: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=24)
"""How long a one-time code may be good."""
_WHERE: Final = "command"


@cache
def unit_names() -> tuple[UnitId, ...]:
    """Every unit there is: the ten centres, `national`, `operator`."""
    return (*load_gazetteer().centres, NATIONAL, OPERATOR)


async def known_unit(office: Office, unit: str) -> UnitId:
    """The unit or agency of this name; raises `WrongArgument`."""
    if unit in unit_names():
        return UnitId(unit)
    agencies = await office.store.read(lambda work: [each.id for each in work.agencies.all()])
    if unit not in agencies:
        names = ", ".join((*unit_names(), *agencies))
        raise WrongArgument("unit", f"{unit!r} is none of {names}")
    return UnitId(unit)


async def link_unit(
    office: Office,
    *,
    who: str,
    unit: str,
    channel: str,
    chat: str,
    thread: str,
    move: bool = False,
    language: str = "th",
) -> Row:
    """Bind a group to a unit.

    One that is bound to another unit is taken from it with `move` alone: whoever mistypes an id
    must not leave that unit without its group. Raises `WrongArgument`.
    """
    place = Chat(_channel(channel), chat, private=False, thread=thread)
    group = Group(await known_unit(office, unit), place)
    _check_id("chat_id", group.chat)
    now = office.clock()

    def body(work: Work) -> None:
        bound = work.directory.unit_of(group.chat)
        if bound not in (None, group.unit) and not move:
            moving = "--move takes it from there"
            raise WrongArgument("chat_id", f"this group is bound to {bound} already; {moving}")
        work.directory.bind(group.unit, group.chat, now)
        if bound != group.unit:
            show_open(work, group.unit, group.chat, now, LanguageCode(language))
        _note(work, now, who, "unit.linked", unit, channel)

    await office.store.write(body)
    return _of_group(group)


async def unlink_unit(office: Office, *, who: str, channel: str, chat: str) -> Row:
    """Stop writing to a group; raises `WrongArgument` where it is bound to nothing."""
    gone = Chat(_channel(channel), chat, private=False)
    now = office.clock()

    def body(work: Work) -> UnitId:
        unit = work.directory.unbind(gone)
        if unit is None:
            raise WrongArgument("chat_id", "this group is not bound to a unit")
        _note(work, now, who, "unit.unlinked", unit, channel)
        return unit

    return _of_group(Group(await office.store.write(body), gone, active=False))


async def list_units(office: Office) -> list[Row]:
    """Every group, inactive ones too."""
    groups = await office.store.read(lambda work: work.directory.groups())
    return [_of_group(group) for group in groups]


async def code_for_unit(office: Office, *, who: str, unit: str, minutes: int) -> Row:
    """A one-time code that binds the group in which `/link CODE` is written."""
    now = office.clock()
    expires = now + _valid(minutes)
    code = Code(office.ids.code(), CodePurpose.GROUP, await known_unit(office, unit), expires)
    await _add(office, code, AuditEntry(now, who, "unit.code", unit, _WHERE))
    return {"unit": unit, "code": code.code, "expires_at": expires.isoformat()}


async def enrol_officer(  # noqa: PLR0913  a person has these sides
    office: Office,
    *,
    who: str,
    unit: str,
    channel: str,
    account: str,
    name: str,
    role: str,
    language: str,
    phone: str = "",
) -> Row:
    """Enrol a person for a unit with an account; done again it changes name, role, language."""
    place = Chat(_channel(channel), account)
    _check_id("account_id", place)
    now = office.clock()
    new = Officer(
        id=office.ids.officer(),
        unit=await known_unit(office, unit),
        channel=place.channel,
        account=account,
        name=_name(name),
        role=Role(role),
        language=LanguageCode(language),
        phone=phone.strip(),
    )

    def body(work: Work) -> Officer:
        enrolled = work.directory.officers_with(new.channel, account)
        known = next((each for each in enrolled if each.unit == new.unit), None)
        # Whoever wrote to the bot for one unit can be written to for all of them.
        opened = any(each.private_open for each in enrolled)
        number = new.phone or (known.phone if known else "")
        own = known.id if known else new.id
        officer = replace(new, id=own, private_open=opened, phone=number)
        work.directory.enrol(officer)
        _note(work, now, who, "officer.enrolled", officer.id, f"{unit} {role}")
        return officer

    return row_of_officer(await office.store.write(body))


async def invite_officer(
    office: Office, *, who: str, unit: str, name: str, role: str, minutes: int, phone: str = ""
) -> Row:
    """A one-time code that enrols whoever writes it to the bot in a private chat."""
    now = office.clock()
    expires = now + _valid(minutes)
    known = await known_unit(office, unit)
    purpose = CodePurpose.OFFICER
    code = Code(
        office.ids.code(), purpose, known, expires, _name(name), Role(role), phone=phone.strip()
    )
    await _add(office, code, AuditEntry(now, who, "officer.invited", unit, _WHERE, role))
    return {"unit": unit, "role": role, "code": code.code, "expires_at": expires.isoformat()}


async def list_officers(office: Office, *, unit: str = "") -> list[Row]:
    """Active officers, of one unit or of all."""
    one = await known_unit(office, unit) if unit else None

    def body(work: Work) -> list[Officer]:
        agencies = (each.id for each in work.agencies.all())
        units = (*unit_names(), *agencies) if one is None else (one,)
        return [each for name in units for each in work.directory.officers_of(name)]

    found = await office.store.read(body)
    return [row_of_officer(officer) for officer in found]


async def remove_officer(office: Office, *, who: str, officer: str) -> Row:
    """End an enrolment; raises `WrongArgument` where there is none."""
    now = office.clock()

    def body(work: Work) -> Officer:
        found = work.directory.officer(OfficerId(officer))
        if found is None or not found.active:
            raise WrongArgument("officer", "nobody is enrolled with this id")
        gone = replace(found, active=False)
        work.directory.enrol(gone)
        _note(work, now, who, "officer.removed", officer, found.unit)
        return gone

    return row_of_officer(await office.store.write(body))


async def _add(office: Office, code: Code, entry: AuditEntry) -> None:
    def body(work: Work) -> None:
        work.directory.add_code(code)
        work.audit.record(entry)

    await office.store.write(body)


def _note(work: Work, now: datetime, who: str, action: str, subject: str, detail: str) -> None:
    work.audit.record(AuditEntry(now, who, action, subject, _WHERE, detail))


def _channel(name: str) -> Channel:
    if name not in tuple(Channel):
        raise WrongArgument("channel", f"{name!r} is none of {', '.join(Channel)}")
    return Channel(name)


def _check_id(argument: str, chat: Chat) -> None:
    """A platform's id cannot be proven, but a mistaken one can often be seen."""
    if chat.channel is Channel.TELEGRAM and not chat.id.removeprefix("-").isdecimal():
        raise WrongArgument(argument, "an id at Telegram is a whole number, e.g. -1001234567890")
    if not chat.id:
        raise WrongArgument(argument, "is empty")
    if chat.channel is Channel.LINE and (chat.id[0] == "U") is not chat.private:
        kind = "an account's id begins" if chat.private else "a group's id does not begin"
        raise WrongArgument(argument, f"at LINE {kind} with U")


def _valid(minutes: int) -> timedelta:
    if not SHORTEST <= timedelta(minutes=minutes) <= LONGEST:
        raise WrongArgument("minutes", "a code is good for 15 minutes to 24 hours (1440)")
    return timedelta(minutes=minutes)


def _name(name: str) -> str:
    if not name.strip():
        raise WrongArgument("name", "is empty")
    return name.strip()


def _of_group(group: Group) -> Row:
    chat = group.chat
    return {
        "unit": group.unit,
        "channel": chat.channel.value,
        "chat": chat.id,
        "thread": chat.thread,
        "active": group.active,
    }


def row_of_officer(officer: Officer) -> Row:
    """An officer as a line of a list."""
    kept = ("id", "unit", "channel", "account", "name", "role", "language")
    row = {name: str(getattr(officer, name)) for name in kept}
    return {**row, "private_open": officer.private_open, "active": officer.active}
