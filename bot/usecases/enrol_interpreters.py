"""What the operator does to interpreters; each change is written down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.audit import AuditEntry
from bot.domain.ids import NATIONAL, Channel, InterpreterId, LanguageCode
from bot.domain.interpreter import LIFE, Hours, Interpreter, Sex
from bot.domain.unit import Code, CodePurpose
from bot.ports import Office, Work, WrongArgument
from bot.usecases.administer import LONGEST, SHORTEST, Row
from bot.usecases.set_duty import weekly_hours

MANY = 1000
"""More assignments than are ever open at a time."""

_WHERE: Final = "command"


async def enrol_interpreter(  # noqa: PLR0913  a person has these sides
    office: Office,
    *,
    who: str,
    channel: str,
    account: str,
    name: str,
    languages: Sequence[str],
    sex: str,
    days: str,
    hours: str,
) -> Row:
    """Enrol an interpreter whose account is known; done again it changes what is said of them."""
    if channel not in tuple(Channel):
        raise WrongArgument("channel", f"{channel!r} is none of {', '.join(Channel)}")
    where, times, now = Channel(channel), _hours(days, hours), office.clock()

    def body(work: Work) -> Interpreter:
        known = work.interpreters.with_account(where, account)
        new = Interpreter(
            known.id if known else office.ids.interpreter(),
            where,
            account,
            _name(name),
            _languages(languages),
            Sex(sex),
            times,
            private_open=known.private_open if known else False,
        )
        work.interpreters.enrol(new)
        work.audit.record(AuditEntry(now, who, "interpreter.enrolled", new.id, _WHERE))
        return new

    return _row(await office.store.write(body), now)


async def invite_interpreter(
    office: Office,
    *,
    who: str,
    name: str,
    languages: Sequence[str],
    sex: str,
    days: str,
    hours: str,
    minutes: int,
) -> Row:
    """A one-time code that enrols whoever writes it to the bot in a private chat."""
    if not SHORTEST <= timedelta(minutes=minutes) <= LONGEST:
        raise WrongArgument("minutes", "a code is good for 15 minutes to 24 hours (1440)")
    now = office.clock()
    code = Code(
        office.ids.code(),
        CodePurpose.INTERPRETER,
        NATIONAL,
        now + timedelta(minutes=minutes),
        _name(name),
        languages=_languages(languages),
        sex=Sex(sex),
        hours=_hours(days, hours),
    )

    def body(work: Work) -> None:
        work.directory.add_code(code)
        work.audit.record(AuditEntry(now, who, "interpreter.invited", "", _WHERE))

    await office.store.write(body)
    return {"code": code.code, "expires_at": code.expires_at.isoformat()}


async def list_interpreters(office: Office) -> list[Row]:
    """Everybody who is enrolled."""
    now = office.clock()
    found = await office.store.read(lambda work: work.interpreters.everybody())
    return [_row(each, now) for each in found]


async def leave_interpreter(office: Office, *, who: str, interpreter: str, days: int) -> Row:
    """Not asked for so many days; 0: back at once."""
    until = office.clock() + timedelta(days=days)
    return await _changed(office, who, interpreter, "interpreter.away", away_until=until)


async def remove_interpreter(office: Office, *, who: str, interpreter: str) -> Row:
    """End an enrolment."""
    return await _changed(office, who, interpreter, "interpreter.removed", active=False)


async def _changed(
    office: Office,
    who: str,
    interpreter: str,
    action: str,
    *,
    away_until: datetime | None = None,
    active: bool = True,
) -> Row:
    now = office.clock()

    def body(work: Work) -> Interpreter:
        found = work.interpreters.get(InterpreterId(interpreter))
        if found is None or not found.active:
            raise WrongArgument("interpreter", "nobody is enrolled with this id")
        changed = replace(found, away_until=away_until, active=active)
        work.interpreters.enrol(changed)
        if not active:
            _over_now(work, changed, now)
        work.audit.record(AuditEntry(now, who, action, found.id, _WHERE))
        return changed

    return _row(await office.store.write(body), now)


def _over_now(work: Work, removed: Interpreter, now: datetime) -> None:
    """What they have is over at the next tick, and whoever gave it is told to ask another."""
    for which in work.interpreters.due(now + LIFE, MANY):
        assignment = work.interpreters.assignment(which)
        if assignment is not None and assignment.interpreter == removed.id:
            work.interpreters.assign(replace(assignment, due_at=now))


def _hours(days: str, hours: str) -> tuple[Hours, ...]:
    if not days and not hours:
        return ()
    try:
        return tuple(Hours(*each) for each in weekly_hours(days, hours))
    except ValueError:
        hint = "days like mon-fri with hours like 08:30-16:30; neither: at any time"
        raise WrongArgument("hours", hint) from None


def _languages(codes: Sequence[str]) -> tuple[LanguageCode, ...]:
    found = tuple(LanguageCode(each.strip().lower()) for each in codes if each.strip())
    if not found or not all(len(each) in (2, 3) and each.isalpha() for each in found):
        raise WrongArgument("languages", "codes like my,km: at least one")
    return found


def _name(name: str) -> str:
    if not name.strip():
        raise WrongArgument("name", "is empty")
    return name.strip()


def _row(one: Interpreter, now: datetime) -> Row:
    away = one.away_until is not None and one.away_until > now
    return {
        "id": one.id,
        "name": one.name,
        "channel": one.channel.value,
        "account": one.account,
        "languages": ",".join(one.languages),
        "sex": one.sex.value,
        "hours": len(one.hours),
        "away_until": one.away_until.isoformat() if one.away_until and away else "",
        "private_open": one.private_open,
        "active": one.active,
    }
