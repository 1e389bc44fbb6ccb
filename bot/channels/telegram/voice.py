"""Recorded voices on Telegram: uploaded once, then sent by Telegram's own reference to them."""

import asyncio
from typing import Final

from telegram import Bot, InputFile, Message
from telegram.error import BadRequest

from bot.channels.telegram.verdict import GONE, says
from bot.channels.telegram.wire import number
from bot.domain.recording import Sound
from bot.ports import Outgoing, Uploads

_NO_VOICES: Final = ("voice_messages_forbidden",)
"""Some people let nobody send them voice messages; a file of sound they can get."""
_SLOW: Final = 20.0  # seconds, for the bytes of an upload


class InMemory:
    """`Uploads` that last as long as the process."""

    def __init__(self) -> None:
        """Begin with none."""
        self._files: dict[str, str] = {}

    async def known(self, name: str) -> str:
        """Telegram's reference, or an empty string."""
        return self._files.get(name, "")

    async def keep(self, name: str, file: str) -> None:
        """Remember it."""
        self._files[name] = file


async def speak(bot: Bot, each: Outgoing, sound: Sound, uploads: Uploads) -> str:
    """Send a sound as a voice message; the message's id. Raises Telegram's errors.

    A reference that Telegram no longer takes is forgotten, and the bytes are sent again.
    """
    known = await uploads.known(sound.name)
    if known:
        try:
            return str((await _post(bot, each, sound, known)).message_id)
        except BadRequest as error:
            if not says(error, GONE):
                raise
            await uploads.keep(sound.name, "")
    content = await asyncio.to_thread(sound.path.read_bytes)
    sent = await _post(bot, each, sound, InputFile(content, f"{sound.name}.m4a"))
    kept = sent.voice or sent.audio or sent.document
    if kept is not None:
        await uploads.keep(sound.name, kept.file_id)
    return str(sent.message_id)


async def _post(bot: Bot, each: Outgoing, sound: Sound, file: str | InputFile) -> Message:
    """https://core.telegram.org/bots/api#sendvoice: OGG with Opus, MP3 or M4A."""
    chat, seconds = number(each.chat), max(1, round(sound.milliseconds / 1000))
    protect = each.protected or not each.chat.private or None
    try:
        return await bot.send_voice(
            chat, file, duration=seconds, protect_content=protect, write_timeout=_SLOW
        )
    except BadRequest as error:
        if not says(error, _NO_VOICES):
            raise
        return await bot.send_audio(
            chat, file, duration=seconds, protect_content=protect, write_timeout=_SLOW
        )
