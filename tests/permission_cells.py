"""A house in which everybody has a part, and one try of anything that leaves nothing behind."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn, cast

from bot.domain.audit import AuditEntry
from bot.domain.delivery import Owed
from bot.domain.ids import (
    AssignmentId,
    Channel,
    InterpreterId,
    OfficerId,
    ReferralId,
    ReferralState,
    UnitId,
)
from bot.domain.incoming import Chat, Content, Incoming, Tap
from bot.domain.interpreter import Assignment, AssignmentState
from bot.domain.referral import Referral, ReferralKind
from bot.domain.unit import Role
from bot.ports import Work
from bot.usecases.floods import Floods
from bot.usecases.take_turn import take

from tests.agencies import ALL, CALM
from tests.house import House, house

GROUPS = {"samut-sakhon": "100", "samut-prakan": "101", "tak": "500", "national": "200"}
PEOPLE = {
    "holder": ("77", "samut-sakhon"),
    "colleague": ("78", "samut-sakhon"),
    "head": ("70", "samut-sakhon"),
    "alerted": ("81", "samut-prakan"),
    "elsewhere": ("79", "tak"),
    "national": ("82", "national"),
    "national_head": ("83", "national"),
    "agency": ("90", "sk-labour"),
}
OTHERS = {"interpreter": "60", "worker": "5", "nobody": "99"}
PARTNER = ReferralId("agency000001")
"""The referral to the agency."""
TASK = AssignmentId("task00000001")
"""What the interpreter was asked to translate."""


@dataclass
class Seen:
    """What one try brought: entries of the log, what was owed, whether an answer was stored."""

    logged: list[AuditEntry] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    @property
    def actions(self) -> list[str]:
        return [each.action for each in self.logged]

    @property
    def keys(self) -> list[str]:
        """The messages, by their keys."""
        return [line.key for each in self.owed for line in each.prompt.lines]


class TakenBackError(Exception):
    """Nothing of the try is to stay."""


class Ear:
    """Hears what is given to one method, and passes everything on to the real thing."""

    def __init__(self, inner: object, method: str, kept: list[Any]) -> None:
        self._inner, self._method, self._kept = inner, method, kept

    def __getattr__(self, name: str) -> object:
        real = getattr(self._inner, name)
        if name != self._method:
            return real

        def heard(given: object, *rest: object) -> object:
            self._kept.append(given)
            return real(given, *rest)

        return heard


class Watched:
    """A unit of work that is listened to."""

    def __init__(self, work: Work, seen: Seen) -> None:
        self._work = work
        self._saved: list[Any] = []
        self.audit = Ear(work.audit, "record", seen.logged)
        self.outbox = Ear(work.outbox, "owe", seen.owed)
        self.conversations = Ear(work.conversations, "save", self._saved)

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)

    @property
    def saved(self) -> dict[str, int]:
        """Conversations stored, with the number of answers in each."""
        return {each.id: len(each.answers) for each in self._saved}


@dataclass
class Cells:
    """The house, and the one case in it."""

    home: House
    channel: Channel
    conversation: str
    payload: str
    referral: Referral

    def account(self, who: str) -> str:
        return _account(self.channel, OTHERS.get(who) or PEOPLE[who][0])

    def group(self, unit: str) -> Chat:
        return _group(self.channel, unit)

    async def tries(
        self,
        who: str,
        content: Content | str,
        *,
        chat: Chat | None = None,
        before: Callable[[Work], object] = lambda _: None,
    ) -> Seen:
        """Somebody taps a payload or sends something; afterwards everything is as it was."""
        seen, now = Seen(), self.home.now
        account = self.account(who)
        content = Tap(content, "tap") if isinstance(content, str) else content
        place = chat or Chat(self.channel, account)
        token = "token" if self.channel is Channel.LINE else ""
        incoming = Incoming("try", place, account, now, content, "m", token, "en", raw=b"{}")

        def body(work: Work) -> NoReturn:
            before(work)
            watched = Watched(work, seen)
            desk = replace(self.home.desk, floods=Floods())  # no try is slowed by those before
            take(desk, cast("Work", watched), incoming, now)
            seen.answered.extend(f"{name}:{count}" for name, count in watched.saved.items())
            raise TakenBackError

        try:
            await self.home.assembly.store.write(body)
        except TakenBackError:
            return seen
        raise AssertionError("it was not taken back")


@asynccontextmanager
async def everybody(folder: Path, channel: Channel, *, taken: bool = True) -> AsyncIterator[Cells]:
    """A case before Samut Sakhon and Samut Prakan, taken by the holder where it is `taken`."""
    async with house(folder) as home:
        for unit in (*GROUPS, "sk-labour"):
            chat = _group(channel, unit)
            await home.group(unit, chat.id, channel)
        for who, (account, unit) in PEOPLE.items():
            role = Role.HEAD if who in ("head", "national_head") else Role.OFFICER
            await home.officer(unit, _account(channel, account), who, channel, role)
        await home.interpreter(_account(channel, OTHERS["interpreter"]), "Ma Hla", "en")
        worker = _account(channel, OTHERS["worker"])
        await home.says(worker, "hello", channel=channel)
        for each in CALM:
            await _answers(home, worker, each, channel)
        await _answers(home, worker, "#stop", channel)
        await _answers(home, worker, "stop:send", channel)
        referral = await home.assembly.store.write(_asked)
        if taken:
            tap = Tap(f"r:take:{referral.id}", "t")
            holder, here = _account(channel, "77"), _group(channel, "samut-sakhon")
            await home.take(holder, tap, channel=channel, chat=here)
            referral = await home.assembly.store.write(lambda work: _worked_on(work, referral))
        found = await home.assembly.store.read(
            lambda work: work.conversations.current(channel, worker)
        )
        assert found is not None
        payload = f"a:{found.id}:{found.asked.question if found.asked else ''}:yes"
        yield Cells(home, channel, found.id, payload, referral)
        assert home.log.failures == []


async def _answers(home: House, worker: str, what: str, channel: Channel) -> None:
    if what.startswith("#"):
        await home.says(worker, what[1:], channel=channel)
    else:
        await home.taps(worker, what, channel=channel)


def _asked(work: Work) -> Referral:
    """A second unit was asked as well."""
    for agency in ALL:
        work.agencies.save(agency)
    (row,) = work.casework.rows()
    (referral,) = work.casework.referrals_of(row.reference)
    referral = referral.reaching(UnitId("samut-prakan"))
    work.casework.save_referral(referral)
    return referral


def _worked_on(work: Work, referral: Referral) -> Referral:
    """The agency was written to, and an interpreter has declared to know nobody."""
    held = work.casework.referral(referral.id)
    case = work.casework.get(referral.reference)
    assert held is not None
    assert case is not None
    agency = replace(
        referral,
        id=PARTNER,
        unit=UnitId("sk-labour"),
        units=(UnitId("sk-labour"),),
        kind=ReferralKind.AGENCY,
        state=ReferralState.SENT,
        policy={},
        sender=held.holder,
        sender_unit=held.holder_unit,
        ground="vital",
    )
    work.casework.add_referral(agency)
    who = [each.id for each in work.interpreters.everybody()]
    work.interpreters.assign(
        Assignment(
            TASK,
            case.reference,
            case.conversation,
            held.id,
            held.unit,
            OfficerId(held.holder or ""),
            case.facts.language,
            held.started_at,
            None,
            offered=tuple(InterpreterId(each) for each in who),
            state=AssignmentState.OFFERED,
        )
    )
    return held


def _account(channel: Channel, number: str) -> str:
    return f"U{number}" if channel is Channel.LINE else number


def _group(channel: Channel, unit: str) -> Chat:
    number = GROUPS.get(unit, "300")
    return Chat(channel, f"C{number}" if channel is Channel.LINE else f"-{number}", private=False)
