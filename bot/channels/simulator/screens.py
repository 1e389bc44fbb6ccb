"""What every simulated chat shows, in memory: in order, changed and taken away in place."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.prompt import Message


class Look(StrEnum):
    """How a message looks beside its words."""

    WORDS = "words"
    PHOTO = "photo"
    VOICE = "voice"
    SOUND = "sound"  # a recording of ours
    PLACE = "place"
    STICKER = "sticker"
    NOTICE = "notice"  # a short notice that goes away by itself


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands on a screen now.

    `version` is that of its last change, over all screens. `mine` was written on this screen.
    `pushed` came without having been asked for. `chosen` is the payload tapped last. `gone` was
    taken away: its words are not kept. `sound` is where a recording to be played can
    be had, `picture` a photo that the bot brings.
    """

    id: str
    chat: str
    version: int
    at: datetime
    message: Message
    look: Look = Look.WORDS
    mine: bool = False
    pushed: bool = False
    edited: bool = False
    gone: bool = False
    sound: str = ""
    picture: str = ""
    chosen: str = ""


class Screens:
    """The screens of all chats; whoever watches them is woken at each change."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Begin with empty screens; `clock` dates what appears."""
        self._clock = clock
        self._shown: dict[str, Shown] = {}
        self._changed = asyncio.Event()
        self.version = 0

    def show(
        self,
        chat: str,
        message: Message,
        *,
        pushed: bool = False,
        sound: str = "",
        picture: str = "",
    ) -> str:
        """A new message from the bot; its id."""
        look = Look.SOUND if sound else Look.PHOTO if picture else Look.WORDS
        name = self._add(chat, message, look=look, pushed=pushed, sound=sound)
        if picture:
            self._put(replace(self._shown[name], picture=picture))
        return name

    def notice(self, chat: str, message: Message) -> None:
        """A short notice to whoever tapped last in this chat."""
        self._add(chat, message, look=Look.NOTICE)

    def say(self, chat: str, words: str, look: Look = Look.WORDS, *, name: str = "") -> str:
        """A message of the person whose screen it is; its id, `name` where one is given."""
        return self._add(chat, Message(words), look=look, mine=True, name=name)

    def change(self, chat: str, message_id: str, message: Message) -> bool:
        """Replace a message in its place; False where there is none any more."""
        known = self._shown.get(message_id)
        if known is None or known.chat != chat or known.gone or known.mine:
            return False
        if message != known.message:
            self._put(replace(known, message=message, edited=True, chosen=""))
        return True

    def tapped(self, chat: str, message_id: str, payload: str) -> None:
        """Remember which button of a message was pressed last."""
        known = self._shown.get(message_id)
        if known is not None and known.chat == chat and not known.gone:
            self._put(replace(known, chosen=payload))

    def erase(self, chat: str, message_id: str) -> None:
        """Take a message away; that there was one stays to be seen."""
        known = self._shown.get(message_id)
        if known is not None and known.chat == chat:
            self._put(replace(known, message=Message(""), gone=True, chosen=""))

    def since(self, version: int) -> Sequence[Shown]:
        """Messages that changed after `version`, in the order in which they appeared."""
        return [each for each in self._shown.values() if each.version > version]

    def touch(self) -> None:
        """Wake whoever watches although no message changed."""
        self.version += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def wait(self, version: int) -> None:
        """Return once anything is newer than `version`."""
        while self.version <= version:
            await self._changed.wait()

    def _add(
        self,
        chat: str,
        message: Message,
        *,
        look: Look = Look.WORDS,
        mine: bool = False,
        pushed: bool = False,
        name: str = "",
        sound: str = "",
    ) -> str:
        name = name or str(len(self._shown) + 1)
        at = self._clock()
        shown = Shown(name, chat, 0, at, message, look=look, mine=mine, pushed=pushed, sound=sound)
        self._put(shown)
        return name

    def _put(self, shown: Shown) -> None:
        self._shown[shown.id] = replace(shown, version=self.version + 1)
        self.touch()
