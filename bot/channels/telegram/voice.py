"""Voices and photos on Telegram: ours uploaded once, those of a case each time anew."""

import asyncio
from typing import Final

from telegram import Bot, InputFile, Message
from telegram.error import BadRequest

from bot.channels.telegram.verdict import GONE, says
from bot.channels.telegram.wire import number
from bot.domain.incoming import MediaKind
from bot.domain.recording import Sound
from bot.ports import Enclosed, Outgoing, Uploads

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
            return str((await _post(bot, each, sound.milliseconds, known)).message_id)
        except BadRequest as error:
            if not says(error, GONE):
                raise
            await uploads.keep(sound.name, "")
    content = await asyncio.to_thread(sound.path.read_bytes)
    file = InputFile(content, f"{sound.name}.m4a")
    sent = await _post(bot, each, sound.milliseconds, file)
    kept = sent.voice or sent.audio or sent.document
    if kept is not None:
        await uploads.keep(sound.name, kept.file_id)
    return str(sent.message_id)


async def enclose(bot: Bot, each: Outgoing, enclosed: Enclosed) -> str:
    """Send a photo or a voice of a case by its bytes; the message's id. Raises Telegram's errors.

    Telegram's reference to it is not kept: it would outlive the case. The file's name says nothing.
    """
    if enclosed.kind is MediaKind.VOICE:
        file = InputFile(enclosed.content, "voice.m4a")
        return str((await _post(bot, each, enclosed.milliseconds, file)).message_id)
    sent = await bot.send_photo(
        number(each.chat),
        InputFile(enclosed.content, "photo.jpg"),
        protect_content=each.protected or not each.chat.private or None,
        write_timeout=_SLOW,
    )
    return str(sent.message_id)


async def _post(bot: Bot, each: Outgoing, milliseconds: int, file: str | InputFile) -> Message:
    """https://core.telegram.org/bots/api#sendvoice: OGG with Opus, MP3 or M4A."""
    chat, seconds = number(each.chat), max(1, round(milliseconds / 1000))
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
