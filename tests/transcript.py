"""Reads a conversation written down as plain text, plays it in the whole house, writes it anew.

Lines that begin with an actor are played (WORKER, OFFICER, EVENT, LATER, RESTART; ELSEWHERE is the
worker's other phone); lines that begin with a screen (BOT, THERE, GROUP, PRIVATE, NOTICE) and what
is indented under them are what must then be seen. A comment begins with `#`; what stands before
`at ...` sets the stage.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.data.agencies import agency_of
from bot.domain.errors import Unreachable
from bot.domain.ids import Channel, LanguageCode
from bot.domain.incoming import (
    Blocked,
    Chat,
    Content,
    Edited,
    Joined,
    Location,
    Moved,
    Removed,
    RepliedTo,
    Sticker,
    Tap,
    Text,
    Unsent,
)
from bot.domain.prompt import Message, WordedButton
from bot.domain.unit import Role
from bot.usecases.desk import Desk

from tests.carrying import PUBLIC, slip
from tests.house import House, house, photo, voice
from tests.tones import tone

BANGKOK = ZoneInfo("Asia/Bangkok")
WORKER = "5"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
A_WHILE = timedelta(seconds=2)
"""What somebody takes for one line."""
ELSEWHERE = "6"
"""The worker's other phone, on the other platform."""
PLAYED = ("WORKER", "ELSEWHERE", "OFFICER", "EVENT", "LATER", "RESTART")
SEEN = ("BOT", "THERE", "GROUP", "PRIVATE", "NOTICE", "(")
REFERENCE = re.compile(r"\b\d\d-\d{4}-\d{4}-\d\b")
LINK = re.compile(r"/listen/[\w-]+")
LENGTH = re.compile(r"(\d+) (min|h|days?)$")
IN_GROUP = re.compile(r" in group ([\w-]+)( on line)?$")
ANSWERED = re.compile(r"\(answers (.+) with (.+)\)")
"""By the platform's own gesture: words said before, and what is said to them."""
DRAFTED = re.compile(r"<([^>]+)>")
WORKERS = ("BOT", "THERE")
BESIDE = "        "
BROOM = "🧹"
"""Stands under everything a worker can answer; written down it would hide the rest."""
ROSTERED = ("partner ", "on call ", "interpreter ")
ALL_LANGUAGES = "all languages"
"""Sets the stage: every language of the house is offered."""


class Unplayable(AssertionError):  # noqa: N818  named as the other refusals are
    """A line that nobody can play; says which."""


@dataclass
class Cast:
    """Who takes part: groups by unit and channel, officers by name."""

    groups: dict[tuple[str, Channel], Chat] = field(default_factory=dict)
    officers: dict[str, tuple[str, Channel]] = field(default_factory=dict)

    def screen_of(self, chat: str, channel: Channel) -> str:
        """What a chat is called in a transcript."""
        for (unit, where), group in self.groups.items():
            if (group.id, where) == (chat, channel):
                return f"GROUP {unit}" + (" on line" if where is Channel.LINE else "")
        for name, account in self.officers.items():
            if account == (chat, channel):
                return f"PRIVATE {name}"
        if chat == ELSEWHERE:
            return "THERE"
        return "BOT" if chat == WORKER else f"GROUP {chat}"


class Player:
    """Plays one transcript, line by line."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.cast = Cast()
        self.channel = Channel.TELEGRAM
        self.house: House
        self.stack = AsyncExitStack()
        self.references: dict[str, str] = {}
        self.restarts = False
        self.all_languages = False
        self.said: dict[str, str] = {}
        self.language = "en"
        self.written: list[str] = []

    async def play(self, lines: Sequence[str]) -> list[str]:
        """The transcript as it comes out now: played lines and comments kept, screens anew."""
        written = self.written
        self.all_languages = ALL_LANGUAGES in lines
        try:
            for each in lines:
                if each.startswith(SEEN) or each.startswith(BESIDE):
                    continue
                line = self._labelled(each)
                written.append(line)
                if line.startswith("at "):
                    await self._open(_moment(line.removeprefix("at ")))
                    await self._set(lines)
                elif line.startswith(PLAYED):
                    written += await self._played(line)
        finally:
            await self.stack.aclose()
        return written

    async def _open(self, at: datetime) -> None:
        change = _as_it_is if self.all_languages else _two_languages
        self.house = await self.stack.enter_async_context(
            house(self.folder, self.url, at=at, speak="en", change=change)
        )

    async def _set(self, lines: Sequence[str]) -> None:
        head = [line for line in lines[: [x[:3] for x in lines].index("at ")] if line[:1] != "#"]
        for part in (part.strip() for line in head for part in line.split(";")):
            await self._cast(part)

    async def _cast(self, part: str) -> None:
        words = part.split()
        channel = Channel.LINE if part.endswith(" on line") else Channel.TELEGRAM
        if part.startswith("group "):
            number = f"-{100 * (len(self.cast.groups) + 1)}"
            group = await self.house.group(words[1], number, channel)
            self.cast.groups[words[1], channel] = group
        elif found := re.match(r"(officer|head|stranger) (.+?) of ([\w-]+)", part):
            kind, name, unit = found.groups()
            account = str(70 + len(self.cast.officers))
            self.cast.officers[name] = (account, channel)
            if kind != "stranger":
                await self._enrol(unit, account, name, channel, kind)
        elif part.startswith("agency "):
            await self._agency(words[1:])
        elif part.startswith(ROSTERED):
            await self._duty(words)
        elif part == "worker on line":
            self.channel = Channel.LINE
        elif part == "restart between all lines":
            self.restarts = True
        elif part == "public address":
            self.house.desk = replace(self.house.desk, public_url=PUBLIC)
            self.house.deliverer.desk = self.house.desk
        elif part.startswith("profile "):
            self.language = words[1]

    async def _duty(self, words: Sequence[str]) -> None:
        """`partner <unit> of <unit>`, `on call <name> of <unit>`, `interpreter <name> for <code>`.

        Whoever is on call is so at every hour.
        """
        name, last = " ".join(words[words[0] == "on" : -2]).partition(" ")[2], words[-1]
        if words[0] == "interpreter":
            account = str(70 + len(self.cast.officers))
            self.cast.officers[name] = (account, Channel.TELEGRAM)
            await self.house.interpreter(account, name, last)
        elif words[0] == "partner":
            await self.house.roster(last, partner=words[1])
        else:
            await self.house.roster(last, self.cast.officers[name][0])

    async def _enrol(self, unit: str, account: str, name: str, channel: Channel, kind: str) -> None:
        role = Role.HEAD if kind == "head" else Role.OFFICER
        await self.house.officer(unit, account, name, channel, role)

    async def _agency(self, words: list[str]) -> None:
        """`agency ID KIND REACH PROVINCE [PHONE]`: one that is on file."""
        name, kind, reach, province, *phone = words
        row = {"id": name, "kind": kind, "reach": reach, "provinces": province}
        named = {"name_th": name, "name_en": name.title(), "phone": " ".join(phone)}
        agency = agency_of({**row, **named})
        await self.house.assembly.store.write(lambda work: work.agencies.save(agency))

    async def _played(self, line: str) -> list[str]:
        for platform in self.house.platforms.values():
            platform.shown.clear()
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word == "LATER":
            return [out async for out in self._later(rest)]
        if word == "RESTART" or self.restarts:
            await self._restart()
        if word == "WORKER":
            await self._worker(rest)
        elif word == "ELSEWHERE":
            await self._elsewhere(rest)
        elif word == "OFFICER":
            await self._officer(rest)
        elif word == "EVENT":
            await self._event(rest)
        if self.house.log.failures:
            raise self.house.log.failures[0][1]
        self.house.moment[0] += A_WHILE
        return list(self._screens())

    async def _restart(self) -> None:
        old = self.house
        await self.stack.aclose()
        await self._open(old.now)
        self.house.platforms.update(old.platforms)
        self.house.events = old.events

    async def _later(self, length: str) -> AsyncIterator[str]:
        found = LENGTH.match(length)
        if found is None:
            raise Unplayable(f"LATER {length}")
        unit = {"min": "minutes", "h": "hours"}.get(found[2], "days")
        total = timedelta(**{unit: int(found[1])})
        until = self.house.now + total
        step = timedelta(minutes=1 if total <= timedelta(hours=2) else 15)
        while self.house.now < until:
            self.house.moment[0] = min(until, self.house.now + step)
            await self.house.tick()
            seen = list(self._screens())
            if seen:
                yield self.house.now.astimezone(BANGKOK).strftime("(%a %H:%M)")
            for each in seen:
                yield each
        if self.house.log.failures:
            raise self.house.log.failures[0][1]

    def _screens(self) -> Iterator[str]:
        """What appeared since it was last looked at: the worker's screen first, then the rest."""
        shown = [
            (self.cast.screen_of(chat, channel), how, message)
            for channel, platform in self.house.platforms.items()
            for chat, how, message in platform.shown
        ]
        for platform in self.house.platforms.values():
            platform.shown.clear()
        order = ["BOT", "THERE", *(f"GROUP {u}" for u, _ in self.cast.groups)]
        for screen, how, message in sorted(
            shown, key=lambda each: order.index(each[0]) if each[0] in order else len(order)
        ):
            yield from self._one(screen, how, message)

    def _one(self, screen: str, how: str, message: Message) -> Iterator[str]:
        name = screen if how != "toast" else f"NOTICE {screen.lower()}"
        lines = message.text.split("\n")
        if how == "edit":
            lines = ["(changed)", *lines]
        first = f"{name:<7} {lines[0]}" if screen in WORKERS else f"{name}  {lines[0]}"
        yield self._plain(first)
        for line in lines[1:]:
            yield self._plain(BESIDE + (line or "·"))  # an empty line would end the screen
        for row in message.rows:
            labels = [f"[{each.label}]" for each in row if each.label != BROOM]
            if labels:
                yield self._plain(BESIDE + "  ".join(labels))
        if message.location:
            yield f"{BESIDE}[[{message.location}]]"

    def _plain(self, line: str) -> str:
        """With case numbers in one form, so that a transcript is the same every time."""

        def known(found: re.Match[str]) -> str:
            number = str(len(self.references) + 1)
            return self.references.setdefault(found[0], f"48-2093-000{number}-5")

        return LINK.sub("/listen/(link)", REFERENCE.sub(known, line)).rstrip()

    async def _worker(self, rest: str) -> None:
        answered = ANSWERED.fullmatch(rest)
        to = RepliedTo(self.said[answered[1]], own=True) if answered else None
        content = self._content(answered[2] if answered else rest, WORKER, self.channel)
        name = f"w{self.house.events}"
        if isinstance(content, Text):
            self.said[content.text] = name
        what = {"message": name, "language": self.language, "replied_to": to}
        await self.house.take(WORKER, content, channel=self.channel, **what)  # type: ignore[arg-type]

    async def _elsewhere(self, rest: str) -> None:
        channel = Channel.TELEGRAM if self.channel is Channel.LINE else Channel.LINE
        for number, shown in self.references.items():
            rest = rest.replace(shown, number)
        content = self._content(rest, ELSEWHERE, channel)
        await self.house.take(ELSEWHERE, content, channel=channel, language=self.language)

    async def _officer(self, rest: str) -> None:
        name = next((each for each in self.cast.officers if rest.startswith(each)), "")
        if not name:
            raise Unplayable(rest)
        rest = rest.removeprefix(name).strip()
        account, channel = self.cast.officers[name]
        found = IN_GROUP.search(rest)
        if found is None:
            content = self._content(rest, account, channel)
            await self.house.take(account, content, channel=channel)
            return
        where = Channel.LINE if found[2] else Channel.TELEGRAM
        group = self.cast.groups[found[1], where]
        content = self._content(rest[: found.start()], group.id, where)
        await self.house.take(account, content, channel=where, chat=group)

    async def _event(self, rest: str) -> None:
        unit, _, what = rest.partition(" ")
        group = self.cast.groups[unit, Channel.TELEGRAM]
        if what.startswith("becomes "):
            self.cast.groups[unit, Channel.TELEGRAM] = Chat(
                Channel.TELEGRAM, what.removeprefix("becomes "), private=False
            )
            await self.house.take("", Moved(what.removeprefix("becomes ")), chat=group)
        elif what == "cannot be reached":
            self.house.platforms[Channel.TELEGRAM].fails.append(Unreachable("kicked"))
        else:
            event: Content = Removed() if what == "removes the bot" else Joined()
            await self.house.take("", event, chat=group)

    def _content(self, rest: str, chat: str, channel: Channel) -> Content:
        if rest.startswith(("[", "old [")):
            payload = self._button(rest, chat, channel)
            return Tap(payload, "tap" if channel is Channel.TELEGRAM else "")
        if not rest.startswith("("):
            return Text(rest)
        words = rest.strip("()")
        return self._thing(words)

    def _thing(self, words: str) -> Content:
        if words.startswith("photo"):
            return photo(album=words.removeprefix("photo").removeprefix(" of ").strip())
        if words.startswith("location "):
            lat, lon = map(float, words.split()[1:])
            return Location(lat, lon)
        if words.startswith("takes back "):
            return Unsent(self.said[words.removeprefix("takes back ")])
        if words.startswith("changes "):
            before, _, after = words.removeprefix("changes ").partition(" to ")
            return Edited(self.said[before], after)
        things: dict[str, Callable[[], Content]] = {
            "voice": voice,
            "reads it aloud": self._spoken,
            "a photo of a slip": self._slip,
            "sticker": Sticker,
            "blocks the bot": Blocked,
        }
        if words not in things:
            raise Unplayable(words)
        return things[words]()

    def _slip(self) -> Content:
        """A photo that can be drawn."""
        for platform in self.house.platforms.values():
            platform.files["slip"] = slip()
        return photo("slip")

    def _spoken(self) -> Content:
        """A voice message with a real sound in it."""
        for platform in self.house.platforms.values():
            platform.files["spoken"] = tone()
        return voice("spoken")

    def _labelled(self, line: str) -> str:
        """A line drafted with a value, `<for_whom:me>`, as it is written down: with its button."""
        found = DRAFTED.search(line)
        if found is None or not line.startswith(("WORKER", "OFFICER")):
            return line
        chat, channel = WORKER, self.channel
        if line.startswith("OFFICER"):
            name = next(each for each in self.cast.officers if f" {each} " in line)
            chat, channel = self.cast.officers[name]
            if group := IN_GROUP.search(line):
                channel = Channel.LINE if group[2] else Channel.TELEGRAM
                chat = self.cast.groups[group[1], channel].id
        for _, message in reversed(self.house.screen(chat, channel).messages):
            for button in (each for row in message.rows for each in row):
                if button.payload.endswith(found[1]) or button.payload.startswith(f"r:{found[1]}:"):
                    return self._plain(line.replace(found[0], f"[{button.label}]"))
        raise Unplayable(line)

    def _button(self, rest: str, chat: str, channel: Channel) -> str:
        """The newest button with this label, or with `old` the first there ever was."""
        label = rest.removeprefix("old ").strip()[1:-1]
        screen = [message for _, message in self.house.screen(chat, channel).messages]
        calls = self.house.platforms[channel].calls
        ever = [each.message for call, _ in calls for each in call if each.chat.id == chat]
        found: list[WordedButton] = [
            button
            for message in (ever if rest.startswith("old ") else reversed(screen))
            for row in message.rows
            for button in row
            if self._plain(button.label) == label
        ]
        if not found:
            raise Unplayable(f"no button [{label}] on the screen")
        return found[0].payload


def _as_it_is(desk: Desk) -> Desk:
    return desk


def _two_languages(desk: Desk) -> Desk:
    """Two languages are offered, so that a further one changes no transcript."""
    offered = (LanguageCode("th"), LanguageCode("en"))
    return replace(desk, around=replace(desk.around, languages=offered))


def _moment(words: str) -> datetime:
    """`Monday 10:00`, of an ordinary week, or a date and time; on Bangkok's clock."""
    day, _, time = words.partition(" ")
    if day in DAYS:
        day = f"2026-11-{23 + DAYS.index(day):02}"
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=BANGKOK).astimezone(UTC)
