"""The whole house on one database, with a clock that is moved and a channel that is looked at."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from bot.app.assembly import Assembly, desk, open_office
from bot.config.tree import Config, Keys, Service, Storage
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel, InterpreterId, LanguageCode, OfficerId, UnitId
from bot.domain.incoming import (
    Chat,
    Content,
    Incoming,
    Location,
    Media,
    MediaKind,
    Opened,
    RepliedTo,
    Sticker,
    Tap,
    Text,
)
from bot.domain.interpreter import Hours, Interpreter, Sex
from bot.domain.prompt import Message
from bot.domain.roster import WeeklyShift
from bot.domain.unit import Officer, Role
from bot.ports import DeliveryOutcome, EventOutcome, Outgoing, Work
from bot.usecases.chase_referrals import chase_referrals
from bot.usecases.copy_files import copy_files
from bot.usecases.deliver import Deliverer
from bot.usecases.desk import Desk
from bot.usecases.fetch_media import fetch_media
from bot.usecases.left_behind import return_left_behind
from bot.usecases.pace import Pace
from bot.usecases.take_turn import take_turn
from bot.usecases.tend import tend_conversations
from bot.usecases.tend_assignments import tend_assignments
from bot.usecases.tend_duty import tend_duty
from bot.usecases.tend_takes import tend_takes
from sqlalchemy import func, select
from storage.master_keys import create_key_file
from storage.tables import metadata, moment

from tests.databases import sqlite_file

if TYPE_CHECKING:
    from storage.assembly import UnitOfWork

MINUTE = timedelta(minutes=1)
MORE = "⋯ More"
"""What opens the buttons of an officer that are not needed every day."""
MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Monday, 10:00 in Bangkok, an ordinary working day."""


Times = tuple[Hours, ...]


class QuietLog:
    """A log that keeps what it was given, so that a test can look at it."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, object]]] = []
        self.failures: list[tuple[str, BaseException]] = []

    def event(self, name: str, **fields: str | float | None) -> None:
        self.events.append((name, dict(fields)))

    def failure(self, name: str, error: BaseException, **fields: str | float | None) -> None:
        self.failures.append((name, error))


class Counts:
    """A meter that counts."""

    def __init__(self) -> None:
        self.outcomes: list[EventOutcome] = []
        self.stages: list[str] = []

    def event(self, channel: str, kind: str, outcome: EventOutcome) -> None:
        self.outcomes.append(outcome)

    def turn(self, channel: str, took: timedelta) -> None: ...

    def delivery(self, channel: str, outcome: DeliveryOutcome) -> None: ...

    def reminder(self, stage: str) -> None:
        self.stages.append(stage)

    def failed_duty(self, name: str) -> None: ...


@dataclass
class Screen:
    """What one chat shows: messages in order, changed in place when edited."""

    messages: list[tuple[str, Message]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def last(self) -> Message:
        return self.messages[-1][1]

    def has(self, wanted: str) -> bool:
        """Whether such a button was ever shown here."""
        return any(
            wanted == button.label or button.payload.endswith(wanted)
            for _, message in self.messages
            for row in message.rows
            for button in row
        )

    def button(self, wanted: str) -> str:
        """The payload of the newest button with this label, or ending with this payload."""
        for _, message in reversed(self.messages):
            for row in message.rows:
                for button in row:
                    if button.label == wanted or button.payload.endswith(wanted):
                        return button.payload
        raise AssertionError(f"no button {wanted!r} on the screen")


class Platform:
    """A sender that shows what it is given; it can be told to fail."""

    def __init__(self, channel: Channel, *, edits: bool) -> None:
        self.channel = channel
        self.edits = edits
        self.screens: dict[str, Screen] = {}
        self.toasts: list[tuple[str, str]] = []
        self.shown: list[tuple[str, str, Message]] = []
        """Everything that appeared, in order: the chat, `new`, `edit` or `toast`, the message."""
        self.fails: list[Exception] = []
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[Sequence[Outgoing], str]] = []
        self.erased: list[tuple[str, str]] = []

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        if self.fails:
            raise self.fails.pop(0)
        self.calls.append((tuple(outgoing), reply_token))
        return [self._show(each) for each in outgoing]

    def _show(self, each: Outgoing) -> str:
        if each.sound is not None:
            seconds = round(each.sound.milliseconds / 1000)
            heard = f"(sound of {seconds} s) {each.message.text}".strip()
            each = replace(each, message=replace(each.message, text=heard))
        if each.enclosed is not None:
            heard = f"({each.enclosed.kind}) {each.message.text}".strip()
            each = replace(each, message=replace(each.message, text=heard))
        screen = self.screens.setdefault(each.chat.id, Screen())
        if each.removes and not each.message.text:
            gone = each.removes.split(",")
            screen.removed += gone
            screen.messages = [each for each in screen.messages if each[0] not in gone]
            self.shown.append((each.chat.id, "cleared", Message("(the chat is cleared)")))
            return ""
        if each.toast:
            self.toasts.append((each.chat.id, each.message.text))
            self.shown.append((each.chat.id, "toast", each.message))
            return ""
        if each.edit and self.edits:
            for place, (name, _) in enumerate(screen.messages):
                if name == each.edit:
                    screen.messages[place] = (name, each.message)
                    self.shown.append((each.chat.id, "edit", each.message))
                    return name
        name = str(sum(len(e.messages) + len(e.removed) for e in self.screens.values()) + 1)
        screen.messages.append((name, each.message))
        self.shown.append((each.chat.id, "new", each.message))
        return name

    async def erase(self, chat: Chat, messages: Sequence[str]) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.erased += [(chat.id, message) for message in messages]

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        if file == "later":
            raise TryLater(timedelta(seconds=2))
        if file not in self.files:
            raise Unreachable("gone")

        async def pieces() -> AsyncIterator[bytes]:
            yield self.files[file][:cap]

        return pieces()

    async def close(self) -> None: ...


@dataclass(repr=False)  # asyncio words a task's result for a message that nobody sees
class House:
    """Everything, with a hand on the clock."""

    assembly: Assembly
    desk: Desk
    deliverer: Deliverer
    platforms: dict[Channel, Platform]
    moment: list[datetime]
    log: QuietLog
    counts: Counts
    events: int = 0

    @property
    def now(self) -> datetime:
        return self.moment[0]

    def screen(self, chat: str, channel: Channel = Channel.TELEGRAM) -> Screen:
        return self.platforms[channel].screens.setdefault(chat, Screen())

    async def take(  # noqa: PLR0913  an event has this many sides
        self,
        who: str,
        content: Content,
        *,
        channel: Channel = Channel.TELEGRAM,
        chat: Chat | None = None,
        event: str = "",
        language: str = "en",
        message: str = "",
        replied_to: RepliedTo | None = None,
        settle: bool = True,
    ) -> None:
        """One event, then everything that is owed because of it."""
        self.events += 1
        name = event or str(self.events)
        await take_turn(
            self.desk,
            Incoming(
                name,
                chat or Chat(channel, who),
                who,
                self.now,
                content,
                message=message or f"m{name}",
                reply_token=f"token{name}" if channel is Channel.LINE else "",
                language=language,
                raw=b"{}",
                replied_to=replied_to,
            ),
        )
        if settle:
            await self.settle()

    async def settle(self) -> None:
        """Deliver until nothing more is due."""
        while await self.deliverer.deliver():
            await self.deliverer.settled()

    async def says(self, who: str, text: str, **how: object) -> None:
        await self.take(who, Text(text), **how)  # type: ignore[arg-type]

    async def taps(self, who: str, wanted: str, **how: object) -> None:
        """Press the newest button with this label or payload ending.

        An officer who does not see it looks under "More" first, as anybody would.
        """
        channel = how.get("channel", Channel.TELEGRAM)
        chat = how.get("chat")
        place = chat.id if isinstance(chat, Chat) else who
        screen = self.screen(place, channel)  # type: ignore[arg-type]
        if not screen.has(wanted) and screen.has(MORE):
            await self.take(who, Tap(screen.button(MORE), "tap"), channel=channel, chat=chat)  # type: ignore[arg-type]
        payload = screen.button(wanted)
        await self.take(who, Tap(payload, "tap"), **how)  # type: ignore[arg-type]

    async def closes(self, who: str, outcome: str = "advised", **how: object) -> None:
        """An officer closes the case whose details they have, and tells no amounts."""
        await self.taps(who, "✅ Close", **how)
        await self.taps(who, f":{outcome}", **how)
        channel = how.get("channel", Channel.TELEGRAM)
        while "Skip" in str(self.screen(who, channel).last.rows):  # type: ignore[arg-type]
            await self.taps(who, "⏭ Skip", **how)
        await self.taps(who, "✅ Close now", **how)

    async def passes(self, **time: float) -> None:
        """Let time go by, a look every minute in which something falls due."""
        until = self.now + timedelta(**time)
        while self.now < until:
            due = await self.assembly.store.read(_next_due)
            idle = until if due is None else due
            minutes = max(1, -((self.now - idle) // MINUTE))
            self.moment[0] = min(until, self.now + minutes * MINUTE)
            await self.tick()

    async def tick(self) -> None:
        await return_left_behind(self.desk)
        await chase_referrals(self.desk)
        await tend_conversations(self.desk)
        await tend_duty(self.desk)
        await tend_assignments(self.desk)
        await fetch_media(self.desk, self.platforms, self.assembly.evidence)
        await tend_takes(self.desk, self.platforms)
        await copy_files(self.desk, self.platforms)
        await self.settle()

    async def group(
        self, unit: str, chat: str, channel: Channel = Channel.TELEGRAM, thread: str = ""
    ) -> Chat:
        bound = Chat(channel, chat, private=False, thread=thread)
        await self.assembly.store.write(
            lambda work: work.directory.bind(UnitId(unit), bound, self.now)
        )
        return bound

    async def officer(
        self,
        unit: str,
        account: str,
        name: str,
        channel: Channel = Channel.TELEGRAM,
        role: Role = Role.OFFICER,
        *,
        opened: bool = True,
    ) -> None:
        new = Officer(
            OfficerId(f"o{account}"),
            UnitId(unit),
            channel,
            account,
            name,
            role,
            self.desk.officers_speak,
            private_open=opened,
        )
        await self.assembly.store.write(lambda work: work.directory.enrol(new))

    async def interpreter(
        self, account: str, name: str, *languages: str, sex: Sex = Sex.FEMALE, hours: Times = ()
    ) -> None:
        """Enrolled, with the private chat open."""
        channel = Channel.LINE if account.startswith("U") else Channel.TELEGRAM
        new = Interpreter(
            InterpreterId(f"i{account.lower()}"),
            channel,
            account,
            name,
            tuple(LanguageCode(each) for each in languages),
            sex,
            hours,
            language=self.desk.officers_speak,
            private_open=True,
        )
        await self.assembly.store.write(lambda work: work.interpreters.enrol(new))

    async def roster(self, unit: str, account: str = "", partner: str = "") -> None:
        """Somebody is on call at every hour; a unit stands in at night."""
        day = timedelta(days=1)
        who = OfficerId(f"o{account}")
        weekly = tuple(WeeklyShift(who, each, timedelta(), day) for each in range(7))

        def body(work: Work) -> None:
            known = work.rosters.of(UnitId(unit))
            known = replace(known, weekly=weekly) if account else known
            known = replace(known, night_partner=UnitId(partner)) if partner else known
            work.rosters.save(known, None)

        await self.assembly.store.write(body)


def photo(file: str = "photo", album: str = "") -> Media:
    return Media(MediaKind.PHOTO, file, "image/jpeg", 4, album=album)


def voice(file: str = "voice") -> Media:
    return Media(MediaKind.VOICE, file, "audio/ogg", 4, seconds=3)


def _next_due(work: Work) -> datetime | None:
    """When anything next falls due, by all rows that wait for a time."""
    transaction = cast("UnitOfWork", work)._transaction  # noqa: SLF001  no use case asks this
    rows = [transaction.one(statement) for statement in _WAITING]
    return min((moment(row[0]) for row in rows if row and row[0] is not None), default=None)


_WAITING = [
    select(func.min(table.c.due_at)) for table in metadata.sorted_tables if "due_at" in table.c
]


def _configured(url: str) -> str:
    """An address as somebody writes it into a configuration: without the driver's name."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@asynccontextmanager
async def house(
    folder: Path,
    url: str = "",
    *,
    at: datetime = MONDAY,
    speak: str = "en",
    change: Callable[[Desk], Desk] = lambda desk: desk,
) -> AsyncIterator[House]:
    """The house with its key in `folder` and its database at `url`, at a moment of our choice."""
    key = folder / "master.key"
    if not key.exists():
        create_key_file(key)
    config = Config(
        service=Service(data_dir=folder / "var"),
        keys=Keys(file=key),
        storage=Storage(url=_configured(url) or f"sqlite:///{folder / 'rongthuk.db'}"),
    )
    moment = [at]
    log, counts = QuietLog(), Counts()
    platforms = {
        Channel.TELEGRAM: Platform(Channel.TELEGRAM, edits=True),
        Channel.LINE: Platform(Channel.LINE, edits=False),
    }
    for platform in platforms.values():
        platform.files = {"photo": b"\xff\xd8..", "voice": b"OggS"}
    if not url and not (folder / "rongthuk.db").exists():
        (folder / "rongthuk.db").write_bytes(sqlite_file())
    async with open_office(config, clock=lambda: moment[0], migrate=False) as assembly:
        table = change(desk(assembly, log=log, meter=counts, wake=lambda: None, speak=speak))
        deliverer = Deliverer(table, platforms, ZoneInfo("Asia/Bangkok"), Pace())
        yield House(assembly, table, deliverer, platforms, moment, log, counts)


__all__ = [
    "MONDAY",
    "Chat",
    "House",
    "Location",
    "Opened",
    "Sticker",
    "house",
    "photo",
    "voice",
]
