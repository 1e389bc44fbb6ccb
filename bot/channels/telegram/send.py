"""Telegram's sending side: messages, edits, files, and the bot's own settings."""

from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

from telegram.error import RetryAfter

from bot.channels.telegram import account, wire
from bot.channels.telegram.download import download
from bot.channels.telegram.limits import DELETIONS, DOWNLOAD_BYTES, PUBLIC_SERVER, UPDATES
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.render import Part, render
from bot.channels.telegram.verdict import delivering, patience
from bot.channels.telegram.voice import InMemory, enclose, speak
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.domain.profile import Introduction
from bot.ports import Outgoing, Rejected, Uploads

_REMEMBERED: Final = 10_000  # messages
Post = Callable[[], Awaitable[str]]


class TelegramSender:
    """`Sender` for Telegram, at least once.

    A message that already left is not sent again by this process when its `retry_key` comes back
    (a later message of the same call failed, or the record of the sending was lost). The id of a
    message that had to be split names all its parts, joined by commas.
    """

    def __init__(
        self,
        token: str,
        *,
        api_base_url: str = PUBLIC_SERVER,
        connections: int = 64,
        timeout: timedelta = timedelta(seconds=10),
        pace: Pace | None = None,
        uploads: Uploads | None = None,
    ) -> None:
        self._bot = wire.connect(token, api_base_url, connections, timeout)
        self._timeout = timeout
        self._pace = pace or Pace()
        self._left: OrderedDict[str, str] = OrderedDict()
        self._uploads = uploads or InMemory()

    @property
    def channel(self) -> Channel:
        """Telegram."""
        return Channel.TELEGRAM

    @property
    def edits(self) -> bool:
        """True: a sent message can be changed."""
        return True

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        """Send messages in order; see `Sender`. Telegram has no reply tokens.

        A tap is acknowledged first. A message that cannot be edited any more is sent anew. What
        belongs to a topic that is gone goes to the group itself.
        """
        del reply_token
        return [await self._deliver(each) for each in outgoing]

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        """The bytes of a file in pieces; see `Sender`. No more than 20 MB is to be had."""
        with delivering():
            found = await self._bot.get_file(file)
        most = min(cap, DOWNLOAD_BYTES)
        if (found.file_size or 0) > most:
            raise Unreachable("too_large")
        if not (found.file_path or "").startswith(self._bot.base_file_url):
            raise Unreachable("gone")
        return download(str(found.file_path), most, self._timeout)

    async def erase(self, chat: Chat, messages: Sequence[str]) -> None:
        """Delete messages, ours or a person's in a private chat; those too old (48 h) stay.

        Raises `TryLater`, `Unreachable` or `Rejected`.
        """
        ids = [int(part) for each in messages for part in each.split(",") if part.isdecimal()]
        for first in range(0, len(ids), DELETIONS):
            with delivering():
                await self._bot.delete_messages(wire.number(chat), ids[first : first + DELETIONS])

    async def me(self) -> account.Account:
        """Who the bot is at Telegram; for the operator's check."""
        with delivering():
            return account.Account.of(await self._bot.get_me())

    async def introduce(self, introduction: Introduction, *, dry: bool = False) -> tuple[str, ...]:
        """Set what differs of the texts shown to people of one language; see `account`."""
        with delivering():
            return await account.introduce(self._bot, introduction, dry=dry)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates posted to `url` with `secret` in their header."""
        with delivering():
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)

    async def delete_webhook(self) -> None:
        """Have updates kept for long polling; waiting ones stay."""
        with delivering():
            await self._bot.delete_webhook()

    async def close(self) -> None:
        """Let go of connections."""
        await self._bot.request.shutdown()

    async def _deliver(self, each: Outgoing) -> str:
        if each.toast and each.tap:
            with delivering():
                if await wire.notify(self._bot, each.tap, each.message.text):
                    return ""
        elif each.tap:
            await wire.acknowledge(self._bot, each.tap)
        if each.edit and await self._replace(each):
            return each.edit
        if each.removes and not each.message.text:
            await self.erase(each.chat, [each.removes])
            return ""
        heard = [await self._spoken(each)] if each.sound is not None else []
        heard += [await self._enclosed(each)] if each.enclosed is not None else []
        if heard and not each.message.text:
            return ",".join(heard)
        parts = render(each.message, private=each.chat.private)
        said = [await self._once(each, part, nth) for nth, part in enumerate(parts)]
        if each.removes:
            # What was sent counts as sent; too old, or gone already, is well.
            with suppress(TryLater, Unreachable, Rejected):
                await self.erase(each.chat, [each.removes])
        return ",".join([*heard, *said])

    async def _replace(self, each: Outgoing) -> bool:
        """Whether it could stand in the place of the earlier message."""
        message = each.edit.rpartition(",")[2]
        first, *more = render(each.message, private=each.chat.private, replaces=True)
        if more or not first.can_replace or not message.isdecimal():
            return False
        with self._counted(each.chat):
            return await wire.edit(self._bot, each.chat, int(message), first)

    async def _spoken(self, each: Outgoing) -> str:
        sound = each.sound
        assert sound is not None  # noqa: S101  the caller looked
        return await self._unless_left(
            each, "sound", lambda: speak(self._bot, each, sound, self._uploads)
        )

    async def _enclosed(self, each: Outgoing) -> str:
        enclosed = each.enclosed
        assert enclosed is not None  # noqa: S101  the caller looked
        return await self._unless_left(each, "enclosed", lambda: enclose(self._bot, each, enclosed))

    async def _once(self, each: Outgoing, part: Part, nth: int) -> str:
        return await self._unless_left(each, str(nth), lambda: wire.post(self._bot, each, part))

    async def _unless_left(self, each: Outgoing, nth: str, post: Post) -> str:
        """The id of a message, sent unless it left before."""
        key = f"{each.retry_key}/{nth}" if each.retry_key else ""
        if key in self._left:
            return self._left[key]
        with self._counted(each.chat):
            message = await post()
        if key:
            self._left[key] = message
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return message

    @contextmanager
    def _counted(self, chat: Chat) -> Iterator[None]:
        """Keep the chat's pace, remember a halt that Telegram asks for, raise our errors."""
        self._pace.claim(chat)
        with delivering():
            try:
                yield
            except RetryAfter as halt:
                self._pace.halt(chat, patience(halt))
                raise
